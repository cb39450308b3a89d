"""Writes of what people add to a report: prose around what is generated."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from accounts.permissions import may_assess, require
from assessments.judging.assess_period import latest_judgement
from assessments.models import ReportProse
from assessments.reports.report import SLOTS, Report, report_of
from assessments.typed_numbers import (
    KnownNumbers,
    confirmed_in,
    kept_numbers,
    numbers_in,
    numbers_said,
    refuse_unknown,
)
from assessments.typed_text import prose
from audit.actions import record
from audit.refused import Clock, Refused
from municipalities.models import Period, Province
from municipalities.recording import locked


class ProseChanged(Refused):
    """Someone else saved another text since the page was opened."""

    def __init__(self, current: ReportProse) -> None:
        super().__init__(
            "Iemand anders heeft deze tekst intussen gewijzigd. Hieronder staan beide teksten; voeg ze samen en sla "
            "opnieuw op."
        )
        self.current = current


def not_quoted(text: str) -> str:
    """Return a text without what it quotes from elsewhere, with its source."""
    pieces = [piece for part in prose(text) for each in (part, *part.items) for piece in each.pieces]
    return "\n".join(piece.words for piece in pieces if not (piece.is_quoted and piece.source))


def unmarked_numbers(text: str) -> list[str]:
    """Return the numbers in a text that are not quoted with their source."""
    return numbers_in(not_quoted(text))


def figures_told(report: Report) -> KnownNumbers:
    """Return the numbers that a report says by itself."""
    cells = (cell.words for table in report.tables for row in table.shown for cell in row)
    return numbers_said([*(line for each in report.sections for line in each.sentences), *cells])


@transaction.atomic
def save_prose(
    *,
    province: Province,
    period: Period,
    slot: str,
    text: str,
    version: int,
    by: Any,
    now: Clock,
    confirmed: Collection[str] = (),
) -> ReportProse:
    """Keep the text of one place; `version` is the one that the page showed.

    `confirmed` are numbers in it that the report does not say and that are right. Raises UnknownNumbers for
    others, ProseChanged when something else was saved in the meantime.
    """
    require(by, may_assess)
    if slot not in SLOTS:
        raise Refused(f"De rapportage heeft geen plaats {slot}.")
    words = "\n".join(line.rstrip() for line in text.strip().splitlines())
    # Before the lock: what the report says takes a while to count.
    known = KnownNumbers()
    if unmarked_numbers(words):
        known = figures_told(report_of([period], province, now=now()))
    moment = locked(province, now, latest=latest_judgement)
    row, _ = ReportProse.objects.get_or_create(province=province, period=period, slot=slot)
    if row.version != version and row.text != words:
        raise ProseChanged(row)
    said, plain = {*confirmed, *row.confirmed_numbers.splitlines()}, not_quoted(words)
    refuse_unknown({"text": plain}, known, said, of="deze rapportage")
    row.text, row.version = words, row.version + 1
    row.confirmed_numbers = kept_numbers(confirmed_in([plain], known, said))
    row.save()
    record(
        "tekst van rapportage opgeslagen",
        by=by,
        at=moment,
        about=row,
        province_code=province.code,
        text=words,
        numbers=row.confirmed_numbers,
    )
    return row
