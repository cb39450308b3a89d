from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import may_adopt, may_assess, may_enter_figures, may_read, may_read_log, require
from accounts.requests import UserRequest
from assessments.forecast.call_list import call_list, running_period
from assessments.work.log import LogForm, LogTable, entries_for
from assessments.work.news import news_for
from assessments.work.search import SearchForm, search
from assessments.work.work_list import work_for
from municipalities.ledger.register import with_register
from municipalities.moments import local_day
from municipalities.tables import show


@require_safe
def work_list(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    # Names and colours of rungs are not on this page.
    province = request.user.province = with_register(request.user.province)
    running = running_period(province, local_day(now))
    # Whom to call looks back too: what it reads of the register serves the rest.
    asks_calls = running is not None and calls_anybody(request.user)
    calls = call_list(running, province, known_at=now) if running and asks_calls else None
    context = {
        "calls": calls,
        "work": work_for(request.user, today=local_day(now), now=now),
        "news": news_for(request.user, now=now),
    }
    return render(request, "assessments/work/work_list.html", context)


def calls_anybody(user: Any) -> bool:
    """Whether it is of use to know whom to call: not to who only adopts, or brings in figures."""
    return may_assess(user) or not (may_adopt(user) or may_enter_figures(user))


@require_safe
def log_list(request: UserRequest) -> HttpResponse:
    require(request.user, may_read_log)
    form = LogForm(request.GET)
    table = LogTable(entries_for(request.user, form.asked))
    show(table, request, per_page=50)
    return render(request, "assessments/work/log_list.html", {"form": form, "table": table})


@require_safe
def search_all(request: UserRequest) -> HttpResponse:
    require(request.user, may_read)
    form = SearchForm(request.GET or None)
    found = (
        search(form.cleaned_data["zoek"], user=request.user, now=timezone.now()) if form.is_valid() else []
    )
    return render(request, "assessments/work/search.html", {"form": form, "found": found})
