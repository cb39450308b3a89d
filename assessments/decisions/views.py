from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import may_assess, require
from accounts.requests import UserRequest
from assessments.decisions.forms import StepForm
from assessments.decisions.impact import impact_on, impact_on_one
from assessments.decisions.page import StepPage, step_page
from assessments.decisions.take_step import reassess, take_step
from assessments.web import ReasonForm, done, form_page, municipality_in, province_read
from assessments.workflow import Transition
from municipalities.models import Period


@form_page
def step_take(request: UserRequest, period: str, step: Transition) -> HttpResponse:
    """Take a step with the chosen municipalities of a period; `?gemeente=` narrows the page to one."""
    assert step.allowed is not None
    require(request.user, step.allowed)
    page = asked_page(request, period, step)
    sent = request.POST if request.method == "POST" else None
    place = request.user.province.publication_place
    form = StepForm(sent, step=step, place=place, shares_words=page.shares_words)
    if taken(request, page, form):
        return redirect(page.next_url)
    keys = page.chosen_at_first if sent is None else sent.getlist("key")
    context = {"page": page, "form": form, "keys": keys, "period": page.period}
    return render(request, "assessments/decisions/step_take.html", context)


def asked_page(request: UserRequest, period: str, step: Transition) -> StepPage:
    found = get_object_or_404(Period, code=period)
    code = request.GET.get("gemeente", "")
    municipality = municipality_in(request.user, found, code) if code else None
    return step_page(step, found, municipality, by=request.user, now=timezone.now())


def taken(request: UserRequest, page: StepPage, form: StepForm) -> bool:
    """Take the step with what was chosen and filled in; a refusal goes back into the form."""

    def take() -> str:
        versions = take_step(
            page.step,
            period=page.period,
            province=request.user.province,
            keys=request.POST.getlist("key"),
            by=request.user,
            now=timezone.now,
            **form.cleaned_data,
        )
        return page.done(versions)

    return done(request, form, take)


@form_page
def assessment_reassess(request: UserRequest, period: str, code: str) -> HttpResponse:
    require(request.user, may_assess)
    found = get_object_or_404(Period, code=period)
    municipality = municipality_in(request.user, found, code)
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
