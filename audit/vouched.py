"""One line of the log that vouches for the rows from before rows of their kind had a checksum in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from audit.formulas import FORMULAS, NEWEST
from audit.models import AuditEntry

VOUCHED = "eerdere rijen verzegeld"
FIRST_FORMULA = "4"
"""By which rows were vouched for before the line named the formula."""


def fingerprint_of(checksums: Iterable[str]) -> dict[str, int | str]:
    """Return how many rows there are, and one SHA-256 of all their checksums."""
    kept = list(checksums)
    return {"rows": len(kept), "sha256": sha256("".join(kept).encode()).hexdigest()}


def vouch(rows: Mapping[str, Mapping[int, str]]) -> dict[str, dict[str, Any]]:
    """Return what the line says of rows: by kind, their checksums by key."""
    return {
        kind: {"through": max(checksums), "formula": NEWEST, **fingerprint_of(checksums.values())}
        for kind, checksums in rows.items()
        if checksums
    }


@dataclass(frozen=True)
class Vouched:
    """What the log vouches for of one kind: the rows through a key that have no line of their own."""

    through: int = 0
    fingerprint: Mapping[str, Any] | None = None
    formula: str = FIRST_FORMULA
    """By which those rows were given a checksum."""


def vouched() -> dict[str, Vouched]:
    """Return what the line says, by kind; nothing of a kind of which it says something that was never written."""
    line = AuditEntry.objects.filter(action=VOUCHED).order_by("pk").first()
    said = line.details if line and isinstance(line.details, dict) else {}
    return {
        kind: Vouched(
            of_kind["through"],
            {name: of_kind.get(name) for name in ("rows", "sha256")},
            formula if (formula := str(of_kind.get("formula"))) in FORMULAS else FIRST_FORMULA,
        )
        for kind, of_kind in said.items()
        if isinstance(of_kind, dict) and isinstance(of_kind.get("through"), int)
    }


def row_deviations(
    name: str, found: Iterable[tuple[int, str | None]], logged: Mapping[str, str], of_before: Vouched
) -> Iterator[str]:
    """Yield the rows that are not what the log says, those that it does not know, and those that are gone.

    `found` gives what each row says now: its checksum, "" when that belies the row, None when it cannot be read.
    """
    keys, older = set(), []
    for key, says in found:
        keys.add(str(key))
        expected = logged.get(str(key))
        if says is None:
            yield f"{name} {key}: de inhoud is niet te lezen."
        elif expected is None and key <= of_before.through:
            older.append(says)
        elif not says or (expected is not None and says != expected):
            yield f"{name} {key}: de inhoud is niet wat is vastgelegd."
        elif expected is None:
            yield f"{name} {key}: staat in de database, maar niet in het logboek."
    for gone in sorted(set(logged) - keys):
        yield f"{name} {gone}: staat in het logboek, maar niet meer in de database."
    if of_before.fingerprint is not None and of_before.fingerprint != fingerprint_of(older):
        yield f"{name} tot en met {of_before.through}: niet meer wat er stond toen deze rijen zijn verzegeld."
