"""The letter of a step of the executive on its own day: read, adopted, sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import may_adopt, may_assess, require
from accounts.requests import UserRequest
from assessments.decisions.act_letters import adopt_act_letter, send_act_letter
from assessments.dossier.record_forms import ActLetterForm, ActLetterSentForm
from assessments.dossier.record_views import form_or_dossier
from assessments.letters.letter import render_letter, style_source, with_tools
from assessments.letters.own_letter import ActEvent, event_named, own_letter, texts_beside
from assessments.spreadsheets import FILE_TYPES
from assessments.web import file_response, form_page, log_download, own_municipality
from audit.refused import Refused
from municipalities.models import Municipality


@require_safe
def act_letter_detail(request: UserRequest, code: str, number: int, event: str) -> HttpResponse:
    municipality, found = event_in(request, code, number, event)
    try:
        document = act_document(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:municipality_detail", code)
    toolbar = render_to_string(
        "letters/act_toolbar.html", {"municipality": municipality, "event": found, "number": number}
    )
    shown = with_tools(document, toolbar)
    return HttpResponse(shown, headers={"Content-Security-Policy": f"style-src {style_source(shown)}"})


@require_safe
def act_texts(request: UserRequest, code: str, number: int, event: str) -> HttpResponse:
    municipality, found = event_in(request, code, number, event)
    try:
        texts = texts_beside(found, timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:municipality_detail", code)
    context = {"municipality": municipality, "act": found.act, "texts": texts}
    return render(request, "assessments/dossier/act_texts.html", context)


@require_safe
def act_letter_download(request: UserRequest, code: str, number: int, event: str) -> HttpResponse:
    municipality, found = event_in(request, code, number, event)
    try:
        document = act_document(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:municipality_detail", code)
    log_download(request, "brief gedownload", found.act)
    return file_response(document, f"brief-{municipality.cbs_code}-{number}-{event}.html", FILE_TYPES["html"])


@form_page
def act_letter_adopt(request: UserRequest, code: str, number: int, event: str) -> HttpResponse:
    require(request.user, may_adopt)
    municipality, found = event_in(request, code, number, event)
    form = ActLetterForm(request.POST if request.method == "POST" else None)

    def adopt() -> str:
        row = adopt_act_letter(found, by=request.user, now=timezone.now, **form.cleaned_data)
        return f"Vastgesteld: {row}."

    return form_or_dossier(
        request, municipality, form, adopt, f"Brief vaststellen: {found.act}", "Brief vaststellen"
    )


@form_page
def act_letter_send(request: UserRequest, code: str, number: int, event: str) -> HttpResponse:
    require(request.user, may_assess)
    municipality, found = event_in(request, code, number, event)
    form = ActLetterSentForm(request.POST if request.method == "POST" else None)

    def send() -> str:
        row = send_act_letter(found.kept, by=request.user, now=timezone.now, **form.cleaned_data)
        return f"Verzending vastgelegd: {row.letter}."

    return form_or_dossier(
        request, municipality, form, send, f"Verzending vastleggen: {found.act}", "Verzending vastleggen"
    )


def event_in(request: UserRequest, code: str, number: int, event: str) -> tuple[Municipality, ActEvent]:
    """Return a municipality and what happened to an act of it; 404 for what did not."""
    municipality = own_municipality(request, code)
    found = event_named(municipality, number, event)
    if found is None:
        raise Http404
    return municipality, found


def act_document(event: ActEvent) -> str:
    """Return the letter as it was kept, or as a concept of today."""
    kept = event.kept
    if kept is not None:
        return str(kept.html)
    return render_letter(own_letter(event, day=None, known_at=timezone.now(), is_final=False))
