from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import may_adopt, may_assess
from accounts.requests import UserRequest
from assessments.dossier.dossier import dossier_of
from assessments.dossier.municipality_rows import last_period_over, municipality_rows
from assessments.web import (
    KnownAtForm,
    municipality_read,
    province_read,
)
from municipalities.catalogue import label
from municipalities.moments import local_day

CONTENTS = (
    ("h-ladder", "Door de tijd"),
    ("h-waiting", label("open_couplings_on_reference_date")),
    ("h-talks", "Gesprekken en afspraken"),
    ("h-memos", "Notities"),
    ("h-terms", "Termijnen en reacties"),
    ("h-trail", "Beoordelingen en brieven"),
    ("h-acts", "Stappen"),
    ("h-corrections", "Correcties"),
    ("h-beside", "Los van de trede"),
)
"""The parts of the dossier below what stands on top: the key of each heading and a short name."""


@require_safe
def municipality_list(request: UserRequest) -> HttpResponse:
    now, province = timezone.now(), province_read(request)
    form = KnownAtForm(request.GET, today=local_day(now))
    period = last_period_over(form.known_at or now)
    rows = municipality_rows(province, period, now=now, known_at=form.known_at)
    context = {
        "rows": rows,
        "period": period,
        "today": local_day(form.known_at or now),
        "form": form,
        "example_figures": any(row.has_example_figures for row in rows),
    }
    return render(request, "assessments/dossier/municipality_list.html", context)


@require_safe
def municipality_detail(request: UserRequest, code: str) -> HttpResponse:
    now = timezone.now()
    form = KnownAtForm(request.GET, today=local_day(now))
    dossier = dossier_of(
        municipality_read(request, code),
        known_at=form.known_at or now,
        code=request.GET.get("periode", ""),
    )
    context = {
        "municipality": dossier.municipality,
        "dossier": dossier,
        "example_figures": dossier.has_example_figures,
        "form": form,
        "contents": CONTENTS,
        # Nothing is added to what was known on an earlier day.
        "may_mend": may_assess(request.user) and form.known_at is None,
        "may_adopt_letters": may_adopt(request.user) and form.known_at is None,
    }
    return render(request, "assessments/dossier/municipality_detail.html", context)
