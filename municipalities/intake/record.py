"""Recording what a file says: one transaction, one delivery, with the file itself. Or nothing at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import transaction

from audit.actions import lines_last
from audit.refused import Clock, Refused
from municipalities.intake.already_known import known_of
from municipalities.intake.doubts import TITLES, Asked, Doubt
from municipalities.intake.findings import Reading
from municipalities.intake.particulars import Particulars
from municipalities.intake.plausibility import doubts_before, open_on_last_day, overdrawn
from municipalities.intake.read_rows import Progress, read_file
from municipalities.ledger.contents import LEDGERS
from municipalities.ledger.keep import keep_after
from municipalities.ledger.record import moment_to_book, scope_of, write_delivery
from municipalities.ledger.statements import lines_of
from municipalities.models import Delivery, DeliveryFile, DeliveryForm, DeliveryKind, Municipality


class FindingsRefused(Refused):
    """A file that cannot be recorded as it is; `reading` holds every finding."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(*(str(finding) for finding in reading.findings))
        self.reading = reading


class Unconfirmed(Refused):
    """What must be confirmed with a reason first."""

    def __init__(self, doubts: list[Doubt]) -> None:
        super().__init__(*(f"{TITLES[doubt.check]}: {doubt}" for doubt in doubts))
        self.doubts = doubts


class ChangedMeanwhile(Refused):
    """The ledger, or the file, is not what the preview showed."""

    def __init__(self) -> None:
        super().__init__(
            "Sinds deze controle is er iets anders vastgelegd, dus klopt het voorbeeld niet meer. Kies Controleer "
            "opnieuw en bekijk het nog eens."
        )


@dataclass(kw_only=True)
class RecordedFile:
    """What came of a file."""

    reading: Reading
    delivery: Delivery
    """As it was recorded; unsaved when nothing was new."""
    doubts: list[Doubt]
    before: dict[int, int | None]
    after: dict[int, int | None]
    """Per municipality id what the ledger held of what the delivery is about; None is not covered."""
    is_new: bool = True
    mark: str = ""
    """Changes with everything a preview shows."""
    scope: list[Municipality] = field(default_factory=list)


def record_file(
    content: bytes,
    name: str,
    particulars: Particulars,
    *,
    by: Any,
    now: Clock,
    confirmed: Mapping[str, str] | None = None,
    expected: str = "",
    progress: Progress = id,
) -> RecordedFile:
    """Record what a file says, as one delivery with the file; the same file twice records nothing.

    `confirmed` has a reason for each kind of doubt; None confirms them all, for a rehearsal. `expected` is
    the mark of the preview that a person saw. Raises FindingsRefused, Unconfirmed, ChangedMeanwhile, or
    Refused with what the ledger has against it.
    """
    reading = read_well(content, particulars, progress=progress)
    return record_reading(
        reading, content, name, particulars, by=by, now=now, confirmed=confirmed, expected=expected
    )


def read_well(content: bytes, particulars: Particulars, *, progress: Progress = id) -> Reading:
    """Return what a file says; raise FindingsRefused with everything that is wrong in it."""
    reading = read_file(content, particulars, progress=progress)
    if reading.findings:
        raise FindingsRefused(reading)
    return reading


@transaction.atomic
@lines_last()
def record_reading(
    reading: Reading,
    content: bytes,
    name: str,
    particulars: Particulars,
    *,
    by: Any,
    now: Clock,
    confirmed: Mapping[str, str] | None = None,
    expected: str = "",
) -> RecordedFile:
    """Record what was read from a file, as `record_file` does."""
    moment = moment_to_book(particulars.province, now)
    delivery = particulars.unsaved(recorded_at=moment, recorded_by=by)
    scope = scope_of(delivery)
    asked = Asked(particulars, reading, delivery, scope, known_of(delivery, scope, partly=True), name)
    doubts = doubts_before(asked)
    # Without a reason the ledger would refuse an older file, before all that must be confirmed is known.
    delivery.reason = reason_for(doubts, confirmed) or (REHEARSED if doubts else "")
    open_before = open_on_last_day(asked)
    with transaction.atomic(), lines_last():
        details = {"file": name, "sha256": sha256(content).hexdigest()}
        write_delivery(delivery, reading.lines, **details)
        same = standing_like(delivery)
        is_new = has_entries(delivery) or same is None
        if same is not None and is_new:
            doubts += [said_before(same)]
        # People housed before a stock was stated cannot be weighed against couplings.
        doubts += overdrawn(asked, open_before, open_on_last_day(asked)) if is_new else []
        if not is_new:
            transaction.set_rollback(True)
    recorded = RecordedFile(
        reading=reading,
        delivery=delivery,
        doubts=doubts if is_new else [],
        before=asked.before,
        after=known_of(delivery, scope, partly=True),
        is_new=is_new,
        scope=scope,
    )
    recorded.mark = mark_of(recorded)
    if expected and expected != recorded.mark:
        raise ChangedMeanwhile
    unconfirmed = (
        [] if confirmed is None else [d for d in recorded.doubts if not confirmed.get(d.check, "").strip()]
    )
    if unconfirmed:
        raise Unconfirmed(unconfirmed)
    if is_new:
        keep_file(
            delivery, content, name, particulars, reading, confirmations(recorded.doubts, confirmed or {})
        )
        keep_after(delivery)
    return recorded


REHEARSED = "voorbeeld"
"""The reason of what is not kept."""


def reason_for(doubts: list[Doubt], confirmed: Mapping[str, str] | None) -> str:
    """Return the reasons that a delivery keeps."""
    given = [
        (confirmed or {}).get(check, "").strip() for check in TITLES if any(d.check == check for d in doubts)
    ]
    return " ".join(dict.fromkeys(filter(None, given)))


def confirmations(doubts: list[Doubt], confirmed: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{**doubt.to_json(), "reason": confirmed.get(doubt.check, "").strip()} for doubt in doubts]


def has_entries(delivery: Delivery) -> bool:
    return any(ledger.objects.filter(delivery=delivery).exists() for ledger in LEDGERS)


SAME = (
    "kind",
    "form",
    "entry_kind",
    "period",
    "first_day",
    "last_day",
    "municipality",
    "dated_on",
    "is_control",
)


def standing_like(delivery: Delivery) -> Delivery | None:
    """Return the delivery that was not taken back and says exactly the same; each correction is one more."""
    if delivery.kind == DeliveryKind.CORRECTIONS:
        return None
    same = {name: getattr(delivery, name) for name in SAME}
    others = Delivery.objects.filter(
        **same, province=delivery.province, takes_back=None, taken_back_by=None
    ).exclude(pk=delivery.pk)
    said = said_in(delivery.lines, delivery.form)
    return next((other for other in others if said_in(other.lines, other.form) == said), None)


def said_before(same: Delivery) -> Doubt:
    """Return the doubt about what stands already, and was replaced since."""
    return Doubt(
        "older",
        f"Dit is al vastgelegd als aanlevering {same.number}, en daarna door een andere aanlevering vervangen. Geef "
        "een reden om het toch weer te gebruiken.",
    )


def said_in(lines: list[list[Any]], form: str) -> list[str]:
    """Return what can be compared of lines; of events a line of nobody says as much as no line."""
    return sorted(json.dumps(line) for line in lines if line[3] or form == DeliveryForm.STATEMENT)


def mark_of(recorded: RecordedFile) -> str:
    """Return what changes when anything a preview shows would read otherwise."""
    shown = [
        lines_of(recorded.reading.lines),
        sorted(recorded.before.items()),
        sorted(recorded.after.items()),
        [doubt.to_json() for doubt in recorded.doubts],
        recorded.is_new,
        recorded.delivery.is_control,
        # Figures and outcomes rest on every delivery, so any other that came in between counts.
        recorded.delivery.number,
    ]
    return sha256(json.dumps(shown).encode()).hexdigest()


def keep_file(
    delivery: Delivery,
    content: bytes,
    name: str,
    particulars: Particulars,
    reading: Reading,
    confirmed: list[dict[str, Any]],
) -> None:
    layout = reading.layout
    DeliveryFile.objects.create(
        delivery=delivery,
        name=name,
        content=content,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        form=layout.book.form,
        sheet=layout.sheet.name[:100],
        header_row=layout.header_row,
        columns={name: [layout.letter(name), layout.heading(name)] for name in layout.columns},
        cells=reading.cells,
        names=particulars.names,
        notes=reading.notes,
        confirmations=confirmed,
        by_hand=particulars.by_hand,
    )
