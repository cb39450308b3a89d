"""The letter of a step of the executive on its own day: read, adopted, sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import may_adopt, may_assess, require
from accounts.requests import UserRequest
from assessments.decisions.act_letters import adopt_act_letter, send_act_letter
from assessments.dossier.record_forms import ActLetterForm, ActLetterReplaceForm, ActLetterSentForm
from assessments.dossier.record_views import form_or_dossier
from assessments.keep_pdf import keep_pdf, kept_content
from assessments.letters.letter import ANNEX, WITH_ANNEX, render_letter, style_source, with_tools
from assessments.letters.own_letter import ActEvent, event_named, own_letter, texts_beside
from assessments.models import ActLetter
from assessments.pdf import pdf_of, pdf_offer
from assessments.spreadsheets import FILE_TYPES
from assessments.web import file_response, form_page, log_download, municipality_read, own_municipality
from audit.refused import Refused
from municipalities.models import Municipality


@require_safe
def act_letter_detail(request: UserRequest, code: str, number: int, event: str) -> HttpResponse:
    municipality, found = event_in(request, code, number, event)
    letter = chosen_letter(request, found)
    try:
        document = act_document(found, letter)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:municipality_detail", code)
    context = {
        "municipality": municipality,
        "event": found,
        "number": number,
        "letter": letter,
        "pdf": pdf_offer(letter),
    }
    toolbar = render_to_string("letters/act_toolbar.html", context)
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
    letter = chosen_letter(request, found)
    try:
        document = act_document(found, letter)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:municipality_detail", code)
    log_download(request, "brief gedownload", found.act)
    return file_response(document, act_file_name(municipality, found, letter, "html"), FILE_TYPES["html"])


@require_safe
def act_letter_pdf(request: UserRequest, code: str, number: int, event: str) -> HttpResponse:
    municipality, found = event_in(request, code, number, event)
    letter = chosen_letter(request, found)
    try:
        content = kept_content(letter) if letter else pdf_of(act_document(found, None))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:municipality_detail", code)
    log_download(request, "brief gedownload", found.act, bestand="pdf")
    return file_response(content, act_file_name(municipality, found, letter, "pdf"), FILE_TYPES["pdf"])


@require_POST
def act_letter_pdf_keep(request: UserRequest, code: str, number: int, event: str) -> HttpResponse:
    _, found = event_in(request, code, number, event)
    try:
        kept = keep_pdf(chosen_letter(request, found), by=request.user, now=timezone.now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{kept}: gemaakt en vastgelegd.")
    return redirect("assessments:municipality_detail", code)


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
def act_letter_replace(request: UserRequest, code: str, number: int, event: str) -> HttpResponse:
    require(request.user, may_adopt)
    municipality, found = event_in(request, code, number, event)
    letter = chosen_letter(request, found)
    if letter is None:
        messages.error(request, "Deze brief is nog niet vastgesteld: er is niets te vervangen.")
        return redirect("assessments:municipality_detail", code)
    form = ActLetterReplaceForm(request.POST if request.method == "POST" else None)

    def replace() -> str:
        values = {"by": request.user, "now": timezone.now, "replaces": letter, **form.cleaned_data}
        return f"Vastgesteld: {adopt_act_letter(found, **values)}, in de plaats van {letter.number}."

    title = f"Brief vervangen: {letter.number}"
    return form_or_dossier(request, municipality, form, replace, title, "Brief vervangen")


@form_page
def act_letter_send(request: UserRequest, code: str, number: int, event: str) -> HttpResponse:
    require(request.user, may_assess)
    municipality, found = event_in(request, code, number, event)
    form = ActLetterSentForm(request.POST if request.method == "POST" else None)
    if found.kept is not None and ANNEX in found.kept.html:
        form.fields["means"].help_text = f"{WITH_ANNEX}."

    def send() -> str:
        row = send_act_letter(found.kept, by=request.user, now=timezone.now, **form.cleaned_data)
        return f"Verzending vastgelegd: {row.letter}."

    return form_or_dossier(
        request, municipality, form, send, f"Verzending vastleggen: {found.act}", "Verzending vastleggen"
    )


def event_in(request: UserRequest, code: str, number: int, event: str) -> tuple[Municipality, ActEvent]:
    """Return a municipality and what happened to an act of it; 404 for what did not. What writes reads anew."""
    read = own_municipality if request.method == "POST" else municipality_read
    municipality = read(request, code)
    found = event_named(municipality, number, event)
    if found is None:
        raise Http404
    return municipality, found


def chosen_letter(request: UserRequest, event: ActEvent) -> ActLetter | None:
    """Return the letter that is asked for, else the one that holds; None while there is only a concept."""
    asked = request.GET.get("kenmerk", "")
    if not asked:
        return event.kept
    found = next((row for row in event.letters if row.number == asked), None)
    if found is None:
        raise Http404
    return found


def act_document(event: ActEvent, letter: ActLetter | None) -> str:
    """Return a letter as it was kept, or as a concept of today."""
    if letter is not None:
        return str(letter.html)
    return render_letter(own_letter(event, day=None, known_at=timezone.now(), is_final=False))


def act_file_name(
    municipality: Municipality, event: ActEvent, letter: ActLetter | None, extension: str
) -> str:
    about = letter.number if letter else f"{municipality.cbs_code}-{event.act.pk}-{event.name}"
    return f"brief-{about}.{extension}"
