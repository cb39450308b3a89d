from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import may_assess, require
from accounts.requests import UserRequest
from assessments.decisions.forms import ProposeForm, StepForm, SubjectsForm
from assessments.decisions.impact import impact_on, impact_on_one
from assessments.decisions.page import StepPage, step_page
from assessments.decisions.propose import days_for, letter_days, propose
from assessments.decisions.step_table import StepTable
from assessments.decisions.take_step import reassess, take_step
from assessments.judging.province_ladder import ladder_of
from assessments.judging.shown import ladder_shown
from assessments.web import (
    ReasonForm,
    done,
    form_page,
    kept_query,
    municipality_in,
    municipality_read,
    period_read,
    province_read,
)
from assessments.workflow import ADOPT, PROPOSE, Transition
from municipalities.models import Municipality, Period
from municipalities.tables import show

MOST_SUBJECTS = 500
"""All of a province: what is on another page cannot be chosen."""


@form_page
def step_take(request: UserRequest, period: str, step: Transition) -> HttpResponse:
    """Take a step with the chosen municipalities of a period; `?gemeente=` narrows the page to one."""
    assert step.allowed is not None
    require(request.user, step.allowed)
    page, narrowing = asked_page(request, period, step)
    form = form_of(request, page)
    if taken(request, page, form):
        return redirect(page.next_url)
    table = StepTable(page.lines, page.period, chosen_keys(request, page))
    show(table, request, per_page=MOST_SUBJECTS)
    context = {"page": page, "form": form, "narrowing": narrowing, "table": table, "period": page.period}
    if step is ADOPT:
        municipalities = [row.municipality for row in page.ready]
        context["letter_days"] = letter_days(page.period, request.user.province, municipalities)
    return render(request, "assessments/decisions/step_take.html", context)


def asked_page(request: UserRequest, period: str, step: Transition) -> tuple[StepPage, SubjectsForm]:
    """Return the page with who the address chooses, and the form that chooses them."""
    found, code = asked_period(request, period), request.GET.get("gemeente", "")
    municipality = asked_municipality(request, found, code) if code else None
    asked = kept_query(request.GET)
    page = step_page(step, found, municipality, by=request.user, now=timezone.now(), asked=asked)
    called = [(row.judgement.rung, row.ladder) for row in page.subjects]
    rungs = ladder_shown(called, ladder_of(request.user.province, found.code)).values()
    narrowing = SubjectsForm(request.GET, subjects=page.subjects, rungs=rungs)
    return page if municipality else page.only(narrowing.holds), narrowing


def asked_period(request: UserRequest, code: str) -> Period:
    """Return the period of an address; what writes reads everything anew."""
    return get_object_or_404(Period, code=code) if request.method == "POST" else period_read(request, code)


def asked_municipality(request: UserRequest, period: Period, code: str) -> Municipality:
    if request.method == "POST":
        return municipality_in(request.user, period, code)
    return municipality_read(request, code, period)


def chosen_keys(request: UserRequest, page: StepPage) -> list[str]:
    if request.method == "POST":
        return request.POST.getlist("key")
    return {"alles": page.keys, "niets": []}.get(request.GET.get("kies", ""), page.chosen_at_first)


def form_of(request: UserRequest, page: StepPage) -> StepForm:
    sent, province = request.POST if request.method == "POST" else None, request.user.province
    asked: dict[str, Any] = {
        "step": page.step,
        "place": province.publication_place,
        "shares_words": page.shares_words,
    }
    if page.step is not PROPOSE:
        return StepForm(sent, initial=page.stated, **asked)
    is_again = any(row.judgement.reassessment_reason for row in page.subjects)
    days = days_for(page.period, province, page.municipality, is_again)
    return ProposeForm(sent, instance=days, province=province.pk, **asked)


def taken(request: UserRequest, page: StepPage, form: StepForm) -> bool:
    """Take the step with what was chosen and filled in; a refusal goes back into the form."""

    def take() -> str:
        chosen: dict[str, Any] = {
            "period": page.period,
            "province": request.user.province,
            "keys": request.POST.getlist("key"),
            "by": request.user,
            "now": timezone.now,
        }
        if isinstance(form, ProposeForm):
            return page.done(propose(form.instance, form.changed_days, **chosen, **form.given))
        return page.done(take_step(page.step, **chosen, **form.cleaned_data))

    return done(request, form, take)


@form_page
def assessment_reassess(request: UserRequest, period: str, code: str) -> HttpResponse:
    require(request.user, may_assess)
    found = asked_period(request, period)
    municipality = asked_municipality(request, found, code)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def begin() -> str:
        reason = form.cleaned_data["reason"]
        reassess(period=found, municipality=municipality, reason=reason, by=request.user, now=timezone.now)
        return f"De herbeoordeling van {municipality} is begonnen. Wat is vastgesteld, geldt tot de nieuwe versie."

    if done(request, form, begin):
        return redirect("assessments:version_detail", period, code, "concept")
    row = impact_on_one(found, municipality, now=timezone.now())
    context = {"municipality": municipality, "period": found, "form": form, "row": row}
    return render(request, "assessments/decisions/assessment_reassess.html", context)


@require_safe
def impact_list(request: UserRequest) -> HttpResponse:
    impact = impact_on(province_read(request), now=timezone.now())
    return render(request, "assessments/decisions/impact_list.html", {"impact": impact})
