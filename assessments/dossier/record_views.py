from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.permissions import may_assess, require
from accounts.requests import UserRequest
from assessments.decisions.act_scope import possible_outcomes
from assessments.decisions.legal_acts import (
    end_act,
    extend_act,
    last_of,
    record_act,
    record_publication,
    take_back_last,
)
from assessments.decisions.opening_rungs import record_opening_rung, take_back_opening_rung
from assessments.dossier.acts import TAKE_BACK
from assessments.dossier.record_forms import (
    ActEndForm,
    ActExtensionForm,
    LegalActForm,
    OpeningRungForm,
    PublicationForm,
)
from assessments.judging.legal_acts_in_force import last_act, running_acts
from assessments.judging.on_record import opening_rungs
from assessments.models import ActKind, LegalAct
from assessments.web import (
    DecisionForm,
    ReasonForm,
    done,
    form_page,
    own_municipality,
)
from municipalities.dutch import day_text
from municipalities.models import Municipality


@form_page
def opening_rung_add(request: UserRequest, code: str) -> HttpResponse:
    require(request.user, may_assess)
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
    require(request.user, may_assess)
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
    require(request.user, may_assess)
    municipality = own_municipality(request, code)
    form = LegalActForm(request.POST if request.method == "POST" else None, province=municipality.province_id)

    def add() -> str:
        act = record_act(municipality=municipality, by=request.user, now=timezone.now, **form.cleaned_data)
        return f"Vastgelegd: {act.get_kind_display().lower()} van {municipality}."

    title = "Voornemen, besluit of uitvoering vastleggen"
    return form_or_dossier(request, municipality, form, add, title, "Vastleggen")


@form_page
def legal_act_end(request: UserRequest, code: str) -> HttpResponse:
    require(request.user, may_assess)
    municipality = own_municipality(request, code)
    act = get_object_or_404(running_acts(), municipality=municipality)
    sent, outcomes = (
        request.POST if request.method == "POST" else None,
        possible_outcomes(act, timezone.now()),
    )
    form = ActEndForm(sent, outcomes=outcomes, is_execution=act.kind == ActKind.SUBSTITUTION)

    def end() -> str:
        end_act(act, by=request.user, now=timezone.now, **form.cleaned_data)
        return f"Einde vastgelegd: {act}."

    return form_or_dossier(request, municipality, form, end, f"Einde vastleggen: {act}", "Einde vastleggen")


@form_page
def legal_act_extend(request: UserRequest, code: str) -> HttpResponse:
    require(request.user, may_assess)
    municipality = own_municipality(request, code)
    act = get_object_or_404(running_acts(), municipality=municipality)
    sent = request.POST if request.method == "POST" else None
    form = ActExtensionForm(sent, province=municipality.province_id)

    def extend() -> str:
        row = extend_act(act, by=request.user, now=timezone.now, **form.cleaned_data)
        return f"Termijn verlengd tot en met {day_text(row.term_end)}: {act}."

    return form_or_dossier(request, municipality, form, extend, f"Termijn verlengen: {act}", "Verlengen")


@form_page
def legal_act_publish(request: UserRequest, code: str) -> HttpResponse:
    require(request.user, may_assess)
    municipality, act = municipality_with_act(request, code)
    form = PublicationForm(request.POST if request.method == "POST" else None)

    def publish() -> str:
        record_publication(municipality=municipality, by=request.user, now=timezone.now, **form.cleaned_data)
        return f"Bekendmaking vastgelegd: {act}."

    title = f"Bekendmaking vastleggen: {act}"
    return form_or_dossier(request, municipality, form, publish, title, "Bekendmaking vastleggen")


@form_page
def legal_act_take_back(request: UserRequest, code: str) -> HttpResponse:
    require(request.user, may_assess)
    municipality, act = municipality_with_act(request, code)
    title = TAKE_BACK[last_of(act)[0]]
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def take() -> str:
        reason = form.cleaned_data["reason"]
        take_back_last(municipality=municipality, reason=reason, by=request.user, now=timezone.now)
        return f"{title.replace('erugnemen', 'eruggenomen')}: {act}."

    return form_or_dossier(request, municipality, form, take, f"{title}: {act}", "Terugnemen")


def municipality_with_act(request: UserRequest, code: str) -> tuple[Municipality, LegalAct]:
    """Return a municipality and the act that was recorded last of it; 404 without one."""
    municipality = own_municipality(request, code)
    act = last_act(municipality)
    if act is None:
        raise Http404
    return municipality, act


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
    return render(request, "assessments/dossier/municipality_form.html", context)
