from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from assessments.decision_views import own_municipality
from assessments.dossier_page import dossier_of
from assessments.forecast import METHOD
from assessments.forms import KnownAtForm
from assessments.outlook import past_errors
from assessments.queries import municipality_in
from assessments.signals import call_list
from assessments.what_if import what_if_of
from municipalities.models import Period
from municipalities.moments import local_day


@require_safe
def municipality_detail(request: UserRequest, code: str) -> HttpResponse:
    now = timezone.now()
    form = KnownAtForm(request.GET, today=local_day(now))
    dossier = dossier_of(
        own_municipality(request, code),
        known_at=form.known_at or now,
        code=request.GET.get("periode", ""),
    )
    context = {"municipality": dossier.municipality, "dossier": dossier, "form": form}
    return render(request, "assessments/municipality_detail.html", context)


@require_safe
def period_forecast(request: UserRequest, period: str) -> HttpResponse:
    found = get_object_or_404(Period, code=period)
    now, province = timezone.now(), request.user.province
    form = KnownAtForm(request.GET, today=local_day(now))
    known_at = form.known_at or now
    context = {
        "period": found,
        "form": form,
        "calls": call_list(found, province, known_at=known_at),
        "errors": past_errors(found, province, known_at=known_at),
        "method": METHOD,
    }
    return render(request, "assessments/period_forecast.html", context)


@require_safe
def what_if(request: UserRequest, period: str, code: str) -> HttpResponse:
    found = get_object_or_404(Period, code=period)
    municipality = municipality_in(request.user, found, code)
    page = what_if_of(found, municipality, request.GET, now=timezone.now())
    return render(request, "assessments/what_if.html", {"page": page, "period": found})
