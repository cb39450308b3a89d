from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from assessments.judging.periods import period_rows, periods_for
from assessments.overview.download import table_of
from assessments.overview.forms import OverviewForm
from assessments.overview.overview import Overview, Selection, overview_of
from assessments.overview.period_state import assess_label, period_state
from assessments.overview.period_steps import period_steps
from assessments.overview.pictures import picture_of
from assessments.overview.table import OverviewTable
from assessments.rules.registry import ladder_for, policy_for
from assessments.spreadsheets import FILE_TYPES, TABLE_TYPES, as_csv, as_xlsx
from assessments.web import log_download, municipality_in, province_read
from municipalities.models import Period
from municipalities.moments import local_day
from municipalities.tables import show


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
    found, now = get_object_or_404(Period, code=period), timezone.now()
    form, overview = asked_overview(request, found, now)
    asked = {"measure": request.GET.get("maat", ""), "beside": request.GET.get("naast", "")}
    picture = picture_of(overview, found, request.user.province, now=now, **asked)
    policy = policy_for(request.user.province_id, period)
    context = {
        "picture": picture,
        "example_figures": overview.has_example_figures,
        "period": found,
        "periods": periods_for(request.user),
        "policy": policy,
        "state": period_state(overview, picture, policy),
        "assess_label": assess_label(overview, picture, policy, request.user),
        "next_steps": period_steps(overview, request.user),
        "form": form,
        "overview": overview,
        "table": shown_table(request, overview.so_far, form.selection, found),
    }
    return render(request, "assessments/overview/period_overview.html", context)


def shown_table(
    request: UserRequest, overview: Overview, selection: Selection, period: Period
) -> OverviewTable:
    table = OverviewTable(overview.only(selection), period, selection=selection)
    show(table, request, per_page=50)
    return table


@require_safe
def period_download(request: UserRequest, period: str, extension: str) -> HttpResponse:
    found = get_object_or_404(Period, code=period)
    form, overview = asked_overview(request, found, timezone.now())
    note = "voorbeeldcijfers" if overview.has_example_figures else ""
    table = table_of(overview.so_far.only(form.selection), found, note)
    if extension not in TABLE_TYPES:
        raise Http404
    content = as_xlsx({found.code: table}) if extension == "xlsx" else as_csv(table)
    log_download(request, "overzicht gedownload", found, bestand=extension)
    headers = {"Content-Disposition": f'attachment; filename="overzicht-{found.code}.{extension}"'}
    return HttpResponse(content, content_type=FILE_TYPES[extension], headers=headers)


def asked_overview(request: UserRequest, period: Period, now: datetime) -> tuple[OverviewForm, Overview]:
    """Return the filter of the address and the overview, of all municipalities, as known when it asks."""
    province = province_read(request)
    rungs = ladder_for(province.code, period.code).rungs
    form = OverviewForm(request.GET, rungs=rungs, today=local_day(now))
    overview = overview_of(period, province, now=now, known_at=form.known_at)
    form.offer(overview.measures, overview.ladder.values())
    return form, overview
