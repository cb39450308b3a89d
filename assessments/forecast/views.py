from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from assessments.forecast.call_list import calls_of
from assessments.forecast.calls_table import FORECAST, narrowed_calls
from assessments.forecast.forecast import METHOD
from assessments.forecast.forecast_in_words import province_expectation
from assessments.forecast.outlook import LOOKED_BACK_AT, ProvinceOutlook, outlook_of
from assessments.forecast.what_if import what_if_of
from assessments.web import KnownAtForm, municipality_read, period_read
from municipalities.ledger.mergers import OpenMerger, mergers_behind
from municipalities.moments import local_day
from municipalities.tables import MOST_ROWS, show


@require_safe
def period_forecast(request: UserRequest, period: str) -> HttpResponse:
    found = period_read(request, period)
    now, province = timezone.now(), request.user.province
    known_at = KnownAtForm(request.GET, today=local_day(now)).known_at or now
    outlook = outlook_of(found, province, known_at=known_at, looks_back=LOOKED_BACK_AT)
    calls = calls_of(outlook)
    form, table = narrowed_calls(
        outlook, calls.callers, FORECAST, request.GET, user=request.user, today=local_day(now)
    )
    show(table, request, per_page=MOST_ROWS)
    context = {
        "period": found,
        "form": form,
        "calls": calls,
        "table": table,
        "example_figures": outlook.has_example_figures,
        "expected": province_expectation(outlook),
        "mergers": mergers_of(outlook),
        "method": METHOD,
    }
    return render(request, "assessments/forecast/period_forecast.html", context)


def mergers_of(outlook: ProvinceOutlook) -> Iterable[OpenMerger]:
    """Return what keeps opening balances of a forecast from being known."""
    figures = {row.municipality: row.figures for row in outlook.rows}
    return mergers_behind(figures, outlook.period, known_at=outlook.known_at).values()


@require_safe
def what_if(request: UserRequest, period: str, code: str) -> HttpResponse:
    found = period_read(request, period)
    municipality = municipality_read(request, code, found)
    page = what_if_of(found, municipality, request.GET, now=timezone.now())
    context = {"page": page, "period": found, "example_figures": page.has_example_figures}
    return render(request, "assessments/forecast/what_if.html", context)
