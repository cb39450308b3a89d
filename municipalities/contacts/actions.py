"""Writes of notes about municipalities. Nothing is changed: a row is replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from audit.actions import keep_sealed
from audit.refused import Clock, Refused, by_field
from audit.seals import SealedModel
from municipalities.contacts.attachments import Upload, keep_attachment, problems_with_files
from municipalities.dutch import day_text
from municipalities.models import (
    ActionPlan,
    Agreement,
    ContactPoint,
    Conversation,
    Memo,
    Municipality,
    Note,
    Owner,
    Received,
    Reply,
    ReplyTo,
    SideFigure,
)
from municipalities.moments import local_day, not_in_future
from municipalities.recording import locked


@transaction.atomic
def record_note(model: Any, **asked: Any) -> Note:
    """Record something about a municipality, or put it in the place of what was recorded before; see `add_note`."""
    return add_note(model, **asked)


@transaction.atomic
def record_notes(found: dict[type[Note], dict[str, Any]], **asked: Any) -> None:
    """Record several things at once, with the values of each: all of them, or none; see `add_note`."""
    for model, values in found.items():
        add_note(model, **asked, **values)


def add_note(
    model: Any,
    *,
    municipality: Municipality,
    by: Any,
    now: Clock,
    replaces: Note | None = None,
    files: Sequence[int] = (),
    uploads: Sequence[Upload] = (),
    **values: Any,
) -> Note:
    """Do what `record_note` does inside a transaction that goes on.

    `files` are the keys of those that it carries on from what it replaces, `uploads` come with it.
    Raises Refused, with all problems at once.
    """
    moment = locked(municipality.province, now)
    refuse_replaced(replaces)
    if replaces is None:
        refuse_twice(model, municipality, moment, values)
    row = model(municipality=municipality, recorded_at=moment, recorded_by=by, replaces=replaces, **values)
    problems = by_field(PROBLEMS[model](row, local_day(moment)))
    if wrong := list(problems_with_files(files, uploads)):
        problems["uploads"] = wrong
    if problems:
        raise Refused(fields=problems)
    if files or uploads:
        kept = [keep_attachment(each, municipality=municipality, by=by, moment=moment).pk for each in uploads]
        row.files = [*files, *kept]
    keep_note(row, "gewijzigd" if replaces else "vastgelegd", by, moment)
    return row


@transaction.atomic
def withdraw_note(row: Any, *, by: Any, now: Clock) -> Note:
    """Take away what was recorded by mistake; it stays readable as known before."""
    moment = locked(row.municipality.province, now)
    refuse_replaced(row)
    copied = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values = {name: value for name, value in copied.items() if name not in OWN_FIELDS}
    counter = type(row)(**values, replaces=row, is_withdrawn=True, recorded_at=moment, recorded_by=by)
    keep_note(counter, "ingetrokken", by, moment)
    return counter


OWN_FIELDS = {
    *("id", "replaces_id", "is_withdrawn", "recorded_at", "recorded_by_id"),
    *(field.name for field in SealedModel._meta.get_fields()),
}
"""What a row that replaces another does not copy."""


def refuse_replaced(row: Any) -> None:
    if row is None:
        return
    if row.is_withdrawn or type(row).objects.filter(replaces=row).exists():
        raise Refused(
            "Dit is intussen door iemand anders gewijzigd. Open het dossier opnieuw en kijk wat er nu staat."
        )


def refuse_twice(model: Any, municipality: Municipality, moment: datetime, values: dict[str, Any]) -> None:
    """Refuse what stands already, word for word: a form that was sent twice would count twice."""
    if model.objects.standing(moment).filter(municipality=municipality, **values).exists():
        raise Refused("Precies dit is al vastgelegd. Kijk in het dossier; pas iets aan als het een ander is.")


def keep_note(row: Any, what: str, by: Any, moment: datetime) -> None:
    keep_sealed(
        row,
        f"{row._meta.verbose_name} {what}",
        by=by,
        at=moment,
        province_code=row.municipality.province_id,
        replaces=row.replaces_id or "",
    )


Problems = Iterator[tuple[str, str]]


def problems_with_conversation(row: Conversation, today: date) -> Problems:
    if not row.is_planned and row.day > today:
        yield (
            "day",
            f"{day_text(row.day)} ligt in de toekomst. Kies een eerdere dag, of leg het vast als gepland.",
        )
    if row.is_planned and row.day < today:
        yield "day", f"{day_text(row.day)} is voorbij. Kies vandaag of later, of leg het vast als gevoerd."
    yield from without_words(row, participants="Vul in wie deelnemen, met hun functie.")
    yield from without_words(
        row, summary="Vul in waarover het gaat." if row.is_planned else "Vul een samenvatting in."
    )


def problems_with_agreement(row: Agreement, today: date) -> Problems:
    yield from without_words(row, text="Vul in wat is afgesproken.")
    if row.outcome and row.ended_on is None:
        yield "ended_on", "Vul de dag van de uitkomst in."
    if row.ended_on is not None and not row.outcome:
        yield "outcome", "Kies de uitkomst, of laat de dag daarvan leeg."
    yield from in_future(row, today, "ended_on")


def problems_with_plan(row: ActionPlan, today: date) -> Problems:
    if row.due_on < row.asked_on:
        yield "due_on", "Het plan kan niet eerder klaar moeten zijn dan het is gevraagd."
    if row.delivered_on and row.delivered_on < row.asked_on:
        yield "delivered_on", "Het plan kan niet zijn ontvangen voordat het is gevraagd."
    if row.verdict and not row.delivered_on:
        yield "delivered_on", "Vul in wanneer het plan is ontvangen: eerder is er geen oordeel."
    if row.verdict and not row.judged_on:
        yield "judged_on", "Vul de dag van het oordeel in."
    if row.judged_on and not row.verdict:
        yield "verdict", "Kies het oordeel, of laat de dag daarvan leeg."
    if row.judged_on and row.delivered_on and row.judged_on < row.delivered_on:
        yield "judged_on", "Het plan kan niet zijn beoordeeld voordat het is ontvangen."
    yield from in_future(row, today, "asked_on", "delivered_on", "judged_on")


def problems_with_reply(row: Reply, today: date) -> Problems:
    came = row.outcome != Received.NOT_EXPECTED
    if came:
        yield from without_words(
            row,
            sender="Vul in van wie de reactie is: de functie, geen naam.",
            document="Vul in waar de reactie staat: het bestand of het kenmerk.",
        )
    if row.outcome == Received.HEARD and row.about != ReplyTo.VIEW:
        yield "outcome", "Alleen een zienswijze kan mondeling zijn gegeven. Kies een andere stand."
    wanted = "wat erin staat" if came else "waarom er geen reactie meer wordt verwacht"
    yield from without_words(row, summary=f"Vul in {wanted}.")
    yield from in_future(row, today, "day")


def problems_with_side_figure(row: SideFigure, today: date) -> Problems:
    yield from without_words(row, source="Vul in waar dit aantal staat.")
    yield from in_future(row, today, "day")


TELEPHONE = re.compile(r"[+]?[0-9 ()-]+")


def problems_with_contact_point(row: ContactPoint, _: date) -> Problems:
    yield from without_words(row, function="Vul de functie of de afdeling in.")
    if not row.telephone and not row.mailbox:
        yield "telephone", "Vul een telefoonnummer in, een e-mailadres, of allebei."
    if row.telephone and not (TELEPHONE.fullmatch(row.telephone) and len(row.dialled) > 2):
        yield "telephone", f"{row.telephone} is geen telefoonnummer. Schrijf het als 088 123 45 67."


def problems_with_owner(row: Owner, _: date) -> Problems:
    if row.supervisor.province_id != row.municipality.province_id or not row.supervisor.is_active:
        yield "supervisor", "Kies een account van uw provincie dat nog in gebruik is."
    others = Owner.objects.standing(row.recorded_at).filter(municipality=row.municipality)
    if others.exclude(pk=row.replaces_id).exists():
        yield "supervisor", "Er is al een vaste toezichthouder. Werk die bij in het dossier."


def problems_with_memo(row: Memo, _: date) -> Problems:
    yield from without_words(row, text="Vul in wat collega's moeten weten.")


PROBLEMS: dict[type[Note], Callable[[Any, date], Problems]] = {
    Conversation: problems_with_conversation,
    Agreement: problems_with_agreement,
    ActionPlan: problems_with_plan,
    Reply: problems_with_reply,
    SideFigure: problems_with_side_figure,
    ContactPoint: problems_with_contact_point,
    Owner: problems_with_owner,
    Memo: problems_with_memo,
}


def without_words(row: Note, **sentences: str) -> Problems:
    for name, sentence in sentences.items():
        if not getattr(row, name).strip():
            yield name, sentence


def in_future(row: Note, today: date, *names: str) -> Problems:
    for name in names:
        if wrong := not_in_future(getattr(row, name), today):
            yield name, wrong
