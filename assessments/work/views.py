from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import may_read_log, require
from accounts.requests import UserRequest
from assessments.forecast.call_list import call_list, running_period
from assessments.web import province_read
from assessments.work.log import LogForm, LogTable, entries_for
from assessments.work.work_list import work_for
from municipalities.moments import local_day
from municipalities.tables import show


@require_safe
def work_list(request: UserRequest) -> HttpResponse:
    now, province = timezone.now(), province_read(request)
    running = running_period(province, local_day(now))
    # Whom to call looks back too: what it reads of the register serves the rest.
    calls = call_list(running, province, known_at=now) if running else None
    context = {"calls": calls, "work": work_for(request.user, today=local_day(now), now=now)}
    return render(request, "assessments/work/work_list.html", context)


@require_safe
def log_list(request: UserRequest) -> HttpResponse:
    require(request.user, may_read_log)
    form = LogForm(request.GET)
    table = LogTable(entries_for(request.user, form.asked))
    show(table, request, per_page=50)
    return render(request, "assessments/work/log_list.html", {"form": form, "table": table})
