"""The proof that what a file holds is what was frozen: seals, and the lines of the log with those beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from audit.formulas import columns_apart
from audit.models import AuditEntry
from audit.seals import SealedModel, formulas_of, holds


@dataclass(frozen=True)
class Seal:
    """One frozen row, with its checksum and whether that holds."""

    what: str
    model: str
    key: int
    checksum: str
    formula: str
    holds: bool
    columns: dict[str, Any]


@dataclass(frozen=True)
class LogLine:
    """One line of the log, as far as everybody in the province may read it: who and from where are not in it."""

    key: int
    recorded_at: datetime
    action: str
    about: str
    """Empty for a line that only stands beside one of these."""
    row_checksum: str
    """What it says the checksum of the row was."""
    previous: str
    checksum: str

    @property
    def is_neighbour(self) -> bool:
        return not self.row_checksum


@dataclass(frozen=True)
class Proof:
    """Seals, and a part of the chain of the log."""

    seals: list[Seal]
    lines: list[LogLine]

    @property
    def holds(self) -> bool:
        """Whether every row is what its checksum says, and what the log says it was when it was frozen."""
        logged = {line.row_checksum for line in self.lines}
        return all(seal.holds and seal.checksum in logged for seal in self.seals)


def proof_of(rows: Sequence[SealedModel]) -> Proof:
    """Return the seals of these rows, and when each was frozen in the log."""
    return Proof([seal_of(row) for row in rows], lines_about(rows))


def seal_of(row: SealedModel) -> Seal:
    return Seal(
        str(row._meta.verbose_name).capitalize(),
        row._meta.label,
        row.pk,
        row.checksum,
        " of ".join(formulas_of(row.checksum)),
        holds(row),
        columns_apart(row),
    )


def lines_about(rows: Iterable[SealedModel]) -> list[LogLine]:
    """Return the line that froze each row, with the line before and after it, in order; two queries."""
    objects = Q()
    for row in rows:
        objects |= Q(object_type=row._meta.label, object_id=str(row.pk))
    found = AuditEntry.objects.filter(objects).order_by("pk")
    own: dict[tuple[str, str], AuditEntry] = {}
    for entry in found:
        if "checksum" in entry.details:
            own.setdefault((entry.object_type, entry.object_id), entry)
    lines = {entry.pk: line_of(entry, entry.details["checksum"]) for entry in own.values()}
    beside = {key + step for key in lines for step in (-1, 1)} - lines.keys()
    lines |= {entry.pk: line_of(entry, "") for entry in AuditEntry.objects.filter(pk__in=beside)}
    return [lines[key] for key in sorted(lines)]


def line_of(entry: AuditEntry, row_checksum: str) -> LogLine:
    """Return a line; of one that only stands beside it is not told what it is about."""
    own = bool(row_checksum)
    return LogLine(
        entry.pk,
        entry.recorded_at,
        entry.action if own else "",
        entry.object_label if own else "",
        row_checksum,
        entry.previous or "",
        entry.checksum,
    )
