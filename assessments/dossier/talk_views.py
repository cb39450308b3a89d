from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.permissions import may_assess, require
from accounts.requests import UserRequest
from assessments.dossier.record_views import form_or_dossier
from assessments.dossier.talk_forms import FORMS, FORMS_TO_ADD
from assessments.forecast.call_list import call_list, rhythms_text, talk_rows_of, talks_text
from assessments.forecast.calls_table import TALKS, narrowed_calls
from assessments.rules.registry import ladder_for
from assessments.web import KnownAtForm, form_page, log_download, own_municipality, period_read
from municipalities.contacts.actions import record_note, record_notes, withdraw_note
from municipalities.models import (
    ActionPlan,
    Agreement,
    AttachedFile,
    ContactPoint,
    Conversation,
    Memo,
    Note,
    Owner,
    Reply,
    SideFigure,
)
from municipalities.moments import local_day
from municipalities.tables import MOST_ROWS, show


@dataclass(frozen=True)
class NoteKind:
    """A kind of thing that is kept of a municipality: its name in addresses, in the code and on the screen."""

    slug: str
    name: str
    model: type[Note]
    label: str
    added: str
    changed: str


NOTE_KINDS = (
    NoteKind("gesprekken", "conversation", Conversation, "Gesprek", "Gesprek toevoegen", "Gesprek bijwerken"),
    NoteKind("afspraken", "agreement", Agreement, "Afspraak", "Afspraak toevoegen", "Afspraak bijwerken"),
    NoteKind(
        "plannen-van-aanpak",
        "action_plan",
        ActionPlan,
        "Plan van aanpak",
        "Plan van aanpak toevoegen",
        "Plan van aanpak bijwerken",
    ),
    NoteKind("reacties", "reply", Reply, "Reactie", "Reactie vastleggen", "Reactie bijwerken"),
    NoteKind(
        "los-van-de-trede",
        "side_figure",
        SideFigure,
        "Cijfer los van de trede",
        "Cijfer los van de trede toevoegen",
        "Cijfer los van de trede bijwerken",
    ),
    NoteKind("contacten", "contact_point", ContactPoint, "Contact", "Contact toevoegen", "Contact bijwerken"),
    NoteKind(
        "vaste-toezichthouder",
        "owner",
        Owner,
        "Vaste toezichthouder",
        "Vaste toezichthouder kiezen",
        "Vaste toezichthouder bijwerken",
    ),
    NoteKind("notities", "memo", Memo, "Notitie", "Notitie toevoegen", "Notitie bijwerken"),
)


@form_page
def note_add(request: UserRequest, code: str, kind: NoteKind) -> HttpResponse:
    require(request.user, may_assess)
    municipality = own_municipality(request, code)
    form = FORMS_TO_ADD[kind.model](*sent(request), municipality=municipality)

    def add() -> str:
        found = {kind.model: form.values, **form.also}
        record_notes(found, municipality=municipality, by=request.user, now=timezone.now)
        return f"{kind.label}{' en afspraak' * len(form.also)} vastgelegd."

    return form_or_dossier(request, municipality, form, add, kind.added, kind.added)


@form_page
def note_change(request: UserRequest, code: str, number: int, kind: NoteKind) -> HttpResponse:
    require(request.user, may_assess)
    municipality = own_municipality(request, code)
    row = get_object_or_404(kind.model._default_manager, pk=number, municipality=municipality)
    if request.method != "POST" and (row.is_withdrawn or row.newest != row):
        return to_newest(request, row.newest, kind)
    form = FORMS[kind.model](*sent(request), municipality=municipality, row=row)

    def change() -> str:
        if form.cleaned_data["withdraw"]:
            withdraw_note(row, by=request.user, now=timezone.now)
            return f"{kind.label} ingetrokken."
        own = {"municipality": municipality, "replaces": row, **form.values}
        record_note(kind.model, by=request.user, now=timezone.now, **own)
        return f"{kind.label} bijgewerkt."

    return form_or_dossier(request, municipality, form, change, kind.changed, kind.changed)


def sent(request: UserRequest) -> tuple[Any, Any]:
    """Return what a form was sent with, files apart; nothing when it was only asked."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@require_safe
def attached_file(request: UserRequest, code: str, number: int) -> HttpResponse:
    """Give a file back, to the byte: to keep, never to show here."""
    file = get_object_or_404(AttachedFile, municipality=own_municipality(request, code), pk=number)
    if file.content is None:
        raise Http404
    log_download(request, "bijlage gedownload", file)
    disposition = content_disposition_header(as_attachment=True, filename=file.name or "bijlage")
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(bytes(file.content), content_type=file.content_type, headers=headers)


def to_newest(request: UserRequest, newest: Note, kind: NoteKind) -> HttpResponse:
    """Go from what was replaced to what stands now, or to the dossier where that was withdrawn."""
    code = newest.municipality.cbs_code
    if newest.is_withdrawn:
        messages.info(request, f"{kind.label} is ingetrokken. Hieronder staat wat er nu is vastgelegd.")
        return redirect("assessments:municipality_detail", code)
    messages.info(request, f"{kind.label} is intussen bijgewerkt. U ziet wat er nu staat.")
    return redirect(f"assessments:{kind.name}_change", code, newest.pk)


@require_safe
def period_talks(request: UserRequest, period: str) -> HttpResponse:
    """Show who was spoken to in a period, and whom there is a reason to call."""
    found, now = period_read(request, period), timezone.now()
    today = local_day(now)
    known_at = KnownAtForm(request.GET, today=today).known_at or now
    calls = call_list(found, request.user.province, known_at=known_at)
    rows = talk_rows_of(calls)
    form, table = narrowed_calls(
        calls.outlook,
        rows,
        TALKS,
        request.GET,
        user=request.user,
        today=today,
        sort="last",
        fragment="#h-talks",
    )
    show(table, request, per_page=MOST_ROWS)
    context = {
        "period": found,
        "form": form,
        "calls": calls,
        "table": table,
        "said": talks_text(rows),
        "rhythms": rhythms_text(ladder_for(request.user.province_id, found.code)),
    }
    return render(request, "assessments/dossier/period_talks.html", context)
