from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import may_read_log
from accounts.requests import UserRequest
from assessments.act_changes import record_publication, take_back_last
from assessments.acts import end_act, record_act
from assessments.decision_forms import (
    ActEndForm,
    DecisionForm,
    LegalActForm,
    OpeningRungForm,
    PublicationForm,
    ReasonForm,
    StepForm,
)
from assessments.decisions import reassess, take_step
from assessments.impact import impact_on, impact_on_one
from assessments.legal_acts import end_of, last_act, running_acts
from assessments.log import LogForm, LogTable, entries_for
from assessments.memory import opening_rungs
from assessments.models import LegalAct
from assessments.opening_rungs import record_opening_rung, take_back_opening_rung
from assessments.queries import municipality_in
from assessments.requests import form_page, require_supervisor
from assessments.signals import call_list, running_period
from assessments.steps import StepPage, step_page
from assessments.work import work_for
from assessments.workflow import Transition
from municipalities.actions import Refused
from municipalities.models import Municipality, Period
from municipalities.moments import local_day
from municipalities.tables import show


@require_safe
def work_list(request: UserRequest) -> HttpResponse:
    now, province = timezone.now(), request.user.province
    running = running_period(local_day(now))
    context = {
        "work": work_for(request.user, today=local_day(now)),
        "calls": call_list(running, province, known_at=now) if running else None,
    }
    return render(request, "assessments/work_list.html", context)


@form_page
def step_take(request: UserRequest, period: str, step: Transition) -> HttpResponse:
    """Take a step with the chosen municipalities of a period; `?gemeente=` narrows the page to one."""
    if step.allowed is None or not step.allowed(request.user):
        raise PermissionDenied(f"Uw rol mag dit niet. Vraag een {step.who}.")
    page = asked_page(request, period, step)
    sent = request.POST if request.method == "POST" else None
    place = request.user.province.publication_place
    form = StepForm(sent, step=step, place=place, shares_words=page.shares_words)
    if taken(request, page, form):
        return redirect(page.next_url)
    keys = page.chosen_at_first if sent is None else sent.getlist("key")
    context = {"page": page, "form": form, "keys": keys, "period": page.period}
    return render(request, "assessments/step_take.html", context)


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
    require_supervisor(request)
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
    return render(request, "assessments/assessment_reassess.html", context)


@require_safe
def impact_list(request: UserRequest) -> HttpResponse:
    impact = impact_on(request.user.province, now=timezone.now())
    return render(request, "assessments/impact_list.html", {"impact": impact})


@require_safe
def municipality_list(request: UserRequest) -> HttpResponse:
    rows = Municipality.objects.visible_to(request.user).order_by("name")
    return render(request, "assessments/municipality_list.html", {"municipalities": rows})


@form_page
def opening_rung_add(request: UserRequest, code: str) -> HttpResponse:
    require_supervisor(request)
    municipality = own_municipality(request, code)
    form = OpeningRungForm(request.POST if request.method == "POST" else None, municipality=municipality)

    def add() -> str:
        row = record_opening_rung(
            municipality=municipality, by=request.user, now=timezone.now, **form.cleaned_data
        )
        return f"Trede {row.rung} over {row.period} is overgenomen."

    return form_or_dossier(
        request, municipality, form, add, "Vorige trede overnemen", "Vorige trede overnemen"
    )


@form_page
def opening_rung_take_back(request: UserRequest, code: str, period: str) -> HttpResponse:
    require_supervisor(request)
    municipality = own_municipality(request, code)
    row = opening_rungs().filter(period__code=period, municipality=municipality).order_by("-pk").first()
    if row is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def take() -> str:
        take_back_opening_rung(row, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now)
        return f"De overgenomen trede over {row.period} is teruggenomen."

    title = f"Overgenomen trede {row.rung} over {row.period} terugnemen"
    return form_or_dossier(request, municipality, form, take, title, "Overgenomen trede terugnemen")


@form_page
def legal_act_add(request: UserRequest, code: str) -> HttpResponse:
    require_supervisor(request)
    municipality = own_municipality(request, code)
    form = LegalActForm(request.POST if request.method == "POST" else None)

    def add() -> str:
        act = record_act(municipality=municipality, by=request.user, now=timezone.now, **form.cleaned_data)
        return f"Vastgelegd: {act.get_kind_display().lower()} van {municipality}."

    title = "Voornemen, besluit of uitvoering vastleggen"
    return form_or_dossier(request, municipality, form, add, title, "Vastleggen")


@form_page
def legal_act_end(request: UserRequest, code: str) -> HttpResponse:
    require_supervisor(request)
    municipality = own_municipality(request, code)
    act = get_object_or_404(running_acts(), municipality=municipality)
    form = ActEndForm(request.POST if request.method == "POST" else None)

    def end() -> str:
        end_act(act, by=request.user, now=timezone.now, **form.cleaned_data)
        return f"Einde vastgelegd: {act}."

    return form_or_dossier(request, municipality, form, end, f"Einde vastleggen: {act}", "Einde vastleggen")


@form_page
def legal_act_publish(request: UserRequest, code: str) -> HttpResponse:
    require_supervisor(request)
    municipality, act = municipality_with_act(request, code)
    form = PublicationForm(request.POST if request.method == "POST" else None)

    def publish() -> str:
        record_publication(municipality=municipality, by=request.user, now=timezone.now, **form.cleaned_data)
        return f"Bekendmaking vastgelegd: {act}."

    title = f"Bekendmaking vastleggen: {act}"
    return form_or_dossier(request, municipality, form, publish, title, "Bekendmaking vastleggen")


@form_page
def legal_act_take_back(request: UserRequest, code: str) -> HttpResponse:
    require_supervisor(request)
    municipality, act = municipality_with_act(request, code)
    title, done = (
        ("Einde terugnemen", "Einde teruggenomen") if end_of(act) else ("Terugnemen", "Teruggenomen")
    )
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def take() -> str:
        reason = form.cleaned_data["reason"]
        take_back_last(municipality=municipality, reason=reason, by=request.user, now=timezone.now)
        return f"{done}: {act}."

    return form_or_dossier(request, municipality, form, take, f"{title}: {act}", "Terugnemen")


@require_safe
def log_list(request: UserRequest) -> HttpResponse:
    if not may_read_log(request.user):
        raise PermissionDenied("Uw rol mag dit niet. Vraag een toezichthouder.")
    form = LogForm(request.GET)
    table = LogTable(entries_for(request.user, form.asked))
    show(table, request, per_page=50)
    return render(request, "assessments/log_list.html", {"form": form, "table": table})


def own_municipality(request: UserRequest, code: str) -> Municipality:
    visible = Municipality.objects.visible_to(request.user).select_related("province")
    return get_object_or_404(visible, cbs_code=code)


def municipality_with_act(request: UserRequest, code: str) -> tuple[Municipality, LegalAct]:
    """Return a municipality and the act that was recorded last of it; 404 without one."""
    municipality = own_municipality(request, code)
    act = last_act(municipality)
    if act is None:
        raise Http404
    return municipality, act


def done(request: UserRequest, form: DecisionForm, write: Callable[[], str]) -> bool:
    """Write what a valid form holds and say so; a refusal goes back into the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        message = write()
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, message)
    return True


def form_or_dossier(
    request: UserRequest,
    municipality: Municipality,
    form: DecisionForm,
    write: Callable[[], str],
    title: str,
    button: str,
) -> HttpResponse:
    """Show a form about a municipality, or go to its dossier once it was written."""
    if done(request, form, write):
        return redirect("assessments:municipality_detail", municipality.cbs_code)
    context: dict[str, Any] = {"municipality": municipality, "form": form, "title": title, "button": button}
    return render(request, "assessments/municipality_form.html", context)
