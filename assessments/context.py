from typing import Any

from django.http import HttpRequest


def example_figures(request: HttpRequest) -> dict[str, Any]:
    """Tell every template whether the figures of this user's province are examples."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"example_figures": user.province.figures_are_examples}
