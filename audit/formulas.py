"""How the checksum of a row is computed. A formula by which a row was ever sealed stays here as it is.

What must change, gets a new formula with the next name. A column that is renamed keeps the name it was sealed
under: `sealed_as` of its model.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db import models

NEWEST = "5"
UNNAMED = ("2", "1")
"""Checksums of before formulas were named have no name: each of these is tried."""

FIRST_COLUMNS = {
    "assessments.AssessmentVersion": (
        "municipality_id period_id number known_at assessed_at assessed_by_id policy engine figures_snapshot "
        "placement_snapshot basis proposed_rung rung rung_on_total_task previous_rung_status norm_met "
        "consecutive_misses is_frozen motivation chosen_rung deviation_reason ground ground_evidence "
        "ground_effect ground_norm reassessment_reason"
    ),
    "assessments.Step": (
        "version_id number state taken_at taken_by_id reason decision_date decision_number sent_on addressees "
        "means published_on publication_place"
    ),
    "assessments.AdoptedLetter": "version_id number html sha256 made_at",
    "assessments.OpeningRung": (
        "municipality_id period_id rung adopted_on letter_reference inherited_from_id takes_back_id reason "
        "recorded_at recorded_by_id"
    ),
    "assessments.LegalAct": (
        "municipality_id kind follows_id decided_on decision_number term_start term_end scope scope_text "
        "addressees copy_to_council view_due required_results letters_and_talks view lighter_means "
        "appeal_address published_on publication_place recorded_at recorded_by_id"
    ),
    "assessments.ActEnd": "act_id ended_on outcome reason recorded_at recorded_by_id",
}
"""The columns that tables had when rows were sealed by the first formula."""
READ_FROM_THE_REST = {"printed_on"}
"""What a migration filled since then, from what those rows say."""


def every_column(row: models.Model) -> str:
    """Return the digest of all columns of then, empty ones too; those that were added since must be empty."""
    columns = FIRST_COLUMNS[row._meta.label].split()
    values = sealed_columns(row)
    if any(values[name] for name in values.keys() - READ_FROM_THE_REST.union(columns)):
        raise ValueError(row)
    return digest({name: values[name] for name in columns})


def filled_columns(row: models.Model) -> str:
    """Return the digest of the columns that hold something, so that one that is added later changes nothing."""
    return digest({name: value for name, value in sealed_columns(row).items() if value not in (None, "")})


def words_apart(row: models.Model) -> str:
    """Return the digest of the columns that hold something, with personal words as a digest of their own, salted."""
    return digest(columns_apart(row))


def columns_apart(row: models.Model) -> dict[str, Any]:
    """Return the columns that hold something, with personal words as their salted digest.

    `words` says which those are, each with its salt; where the words were taken away, with the digest that stays.
    """
    values = {name: value for name, value in sealed_columns(row).items() if value not in (None, "")}
    for name, kept in (values.pop("words", None) or {}).items():
        said = values.pop(name, "")
        if "salt" not in kept and said:
            raise ValueError(row)
        values[name] = word_digest(kept["salt"], said) if "salt" in kept else kept["digest"]
    return values


def word_digest(salt: str, said: str) -> str:
    return sha256(f"{salt}{said}".encode()).hexdigest()


FORMULAS: dict[str, Callable[[models.Model], str]] = {
    "1": every_column,
    "2": filled_columns,
    # As the second, but the checksum names it.
    "3": filled_columns,
    "4": words_apart,
    # As the fourth; but what rows of a table hold does not depend on the order of its keys: see `digest_of_rows`.
    "5": words_apart,
}


BY_ORDER_OF_KEYS = ("1", "2", "3", "4")


def sealed_columns(row: models.Model) -> dict[str, Any]:
    """Return all columns but the key and the checksum itself, by the name that they were sealed under."""
    sealed_as: Mapping[str, str] = getattr(row, "sealed_as", {})
    return {
        sealed_as.get(field.attname, field.attname): plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name != "checksum"
    }


def digest_of_rows(names: Sequence[str], rows: Sequence[Sequence[Any]], formula: str = NEWEST) -> str:
    """Return the digest of rows of one table; a column that is empty in all of them is left out.

    Each database has an order of its own for the keys of JSON: since the fifth formula it does not count.
    """
    filled = [
        place
        for place, column in enumerate(zip(*rows, strict=True))
        if any(value not in (None, "") for value in column)
    ]
    said = {
        "columns": [names[place] for place in filled],
        "rows": [[row[place] for place in filled] for row in rows],
    }
    by_key = formula not in BY_ORDER_OF_KEYS
    return sha256(json.dumps(said, sort_keys=by_key, ensure_ascii=False, default=plain).encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return a value as both databases give it back: moments in UTC, dates as text, bytes as their digest."""
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, bytes | memoryview):
        return sha256(value).hexdigest()
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [inner if type(inner) in AS_THEY_ARE else plain(inner) for inner in value]
    return value


AS_THEY_ARE = {str, int, bool, type(None)}
"""What most values of a file with many rows are: those are not asked what they are, one by one."""


@lru_cache(maxsize=1000)
def date_text(value: date) -> str:
    """Return a moment in UTC, or a day; the many rows of a file have few of them."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat()


def digest(values: Mapping[str, Any]) -> str:
    return sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
