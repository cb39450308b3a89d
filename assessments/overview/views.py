from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from assessments.forecast.outlook import ProvinceOutlook
from assessments.judging.periods import period_rows
from assessments.judging.versions import tracks_by_period
from assessments.overview.download import table_of
from assessments.overview.listing import listing_of
from assessments.overview.overview import Overview, overview_of
from assessments.overview.period_state import assess_label, period_state
from assessments.overview.period_steps import period_steps
from assessments.overview.pictures import earlier_periods, picture_of, running_outlook
from assessments.rules.registry import policy_for
from assessments.spreadsheets import FILE_TYPES, TABLE_TYPES, as_csv, as_xlsx
from assessments.web import KnownAtForm, log_download, municipality_in, period_read
from municipalities.ledger.register import periods_of
from municipalities.models import Period
from municipalities.moments import local_day
from municipalities.tables import MOST_ROWS, show


@require_safe
def period_list(request: UserRequest) -> HttpResponse:
    return render(request, "assessments/overview/period_list.html", {"periods": period_rows(request.user)})


@require_safe
def period_choose(request: UserRequest) -> HttpResponse:
    """Go to another period, on the page of the same municipality when that is where one was."""
    found = get_object_or_404(Period, code=request.GET.get("periode", ""))
    code = request.GET.get("gemeente", "")
    if not code:
        return redirect("assessments:period_overview", found.code)
    municipality = municipality_in(request.user, found, code)
    return redirect("assessments:assessment_detail", found.code, municipality.cbs_code)


@require_safe
def period_overview(request: UserRequest, period: str) -> HttpResponse:
    found, now = period_read(request, period), timezone.now()
    outlook, overview = asked_overview(request, found, now)
    asked = {"measure": request.GET.get("maat", ""), "beside": request.GET.get("naast", "")}
    picture = picture_of(overview, found, request.user.province, now=now, outlook=outlook, **asked)
    policy = policy_for(request.user.province_id, period)
    listing = listing_of(overview, outlook, found, request.GET, user=request.user, today=local_day(now))
    show(listing.table, request, per_page=MOST_ROWS)
    context = {
        "picture": picture,
        "example_figures": overview.has_example_figures,
        "period": found,
        "periods": periods_of(request.user.province),
        "policy": policy,
        "state": period_state(overview, picture, policy),
        "assess_label": assess_label(overview, picture, policy, request.user),
        "next_steps": period_steps(overview, request.user),
        "form": listing.form,
        "is_expected": listing.is_expected,
        "overview": overview,
        "table": listing.table,
    }
    return render(request, "assessments/overview/period_overview.html", context)


@require_safe
def period_download(request: UserRequest, period: str, extension: str) -> HttpResponse:
    found, now = period_read(request, period), timezone.now()
    outlook, overview = asked_overview(request, found, now)
    chosen = listing_of(overview, outlook, found, request.GET, user=request.user, today=local_day(now)).chosen
    note = "voorbeeldcijfers" if overview.has_example_figures else ""
    table = table_of(chosen, found, note)
    if extension not in TABLE_TYPES:
        raise Http404
    content = as_xlsx({found.code: table}) if extension == "xlsx" else as_csv(table)
    log_download(request, "overzicht gedownload", found, bestand=extension)
    headers = {"Content-Disposition": f'attachment; filename="overzicht-{found.code}.{extension}"'}
    return HttpResponse(content, content_type=FILE_TYPES[extension], headers=headers)


def asked_overview(
    request: UserRequest, period: Period, now: datetime
) -> tuple[ProvinceOutlook | None, Overview]:
    """Return what is expected while the period runs, and all its municipalities, as known when the address asks."""
    known_at = KnownAtForm(request.GET, today=local_day(now)).known_at
    province = request.user.province
    outlook = running_outlook(period, province, known_at=known_at or now)
    _, earlier = earlier_periods(period, province, request.GET.get("naast", ""))
    if earlier is not None and known_at is None:
        tracks_by_period([period, earlier], province)  # at once, for both overviews
    return outlook, overview_of(period, province, now=now, known_at=known_at)
