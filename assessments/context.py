from functools import partial
from typing import Any

from django.http import HttpRequest

from assessments.models import AssessmentVersion
from municipalities.models import Province


def example_figures(request: HttpRequest) -> dict[str, Any]:
    """Tell every template whether its figures are examples; a page that shows some says so of those itself."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    period = request.resolver_match.kwargs.get("period") if request.resolver_match else None
    return {"example_figures": partial(are_examples, user.province, period)}


def are_examples(province: Province, period: str | None) -> bool:
    """Return whether figures of a province are examples, or those were on which was decided over a period."""
    own = {"municipality__province": province, "period__code": period, "names__figures_are_examples": True}
    return province.figures_are_examples or (
        period is not None and AssessmentVersion.objects.filter(**own).exists()
    )
