"""The register of a province: its municipalities and who went into them, read once for all that is asked."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Q, prefetch_related_objects

from municipalities.models import Municipality, Period, Province

Question = TypeVar("Question")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Register:
    """What was read of a province, for as long as nothing is written."""

    municipalities: list[Municipality]
    """By name, each with who went into it."""
    answers: dict[str, dict[Any, Any]] = field(default_factory=dict)
    """By subject and question: pages ask the same more than once."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Register:
        """Return one without answers: what is copied whole lives on, and what it was told then may not hold."""
        return Register(self.municipalities)


def name_key(municipality: Municipality) -> str:
    """Return what sorts a full name alphabetically: De Bilt under D, 's-Gravenhage under S."""
    return searchable(municipality.name)


def searchable(name: str) -> str:
    """Return a name without accents, signs and capitals."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in plain if letter.isalnum() or letter == " ").casefold()


def register_of(province: Province) -> list[Municipality]:
    """Return its municipalities by name, each with who went into it; one query, of a province that carries them none.

    Those that a municipality absorbed may have lain in another province.
    """
    if hasattr(province, "register"):
        return province.register.municipalities
    rows = list(Municipality.objects.filter(Q(province=province) | Q(successor__province=province)))
    own = {row.pk: row for row in rows if row.province_id == province.pk}
    for row in own.values():
        row.province, row.absorbed = province, []
    for row in rows:
        if row.successor_id in own and row.valid_until is not None:
            own[row.successor_id].absorbed.append(row)
    return sorted(own.values(), key=name_key)


def with_register(province: Province, *also: str) -> Province:
    """Return a copy that carries its register, and `also` what is named: a query each, and none once it does.

    For what reads only: the copy does not see what is written afterwards.
    """
    found = copy(province)
    if not hasattr(found, "register"):
        found.register = Register(register_of(found))
    prefetch_related_objects([found], *also)
    return found


def periods_of(province: Province) -> list[Period]:
    """Return all periods, newest first; one query, of a register none."""
    return answered(province, "periods", [""], lambda _: {"": list(Period.objects.order_by("-start"))})[""]


def answered(
    province: Province,
    subject: str,
    questions: Iterable[Question],
    ask: Callable[[list[Question]], dict[Question, Answer]],
) -> dict[Question, Answer]:
    """Return the answer to each question about a subject; what was asked of a register before is not asked again."""
    asked = list(dict.fromkeys(questions))
    known = province.register.answers.setdefault(subject, {}) if hasattr(province, "register") else {}
    unknown = [question for question in asked if question not in known]
    if unknown:
        known.update(ask(unknown))
    return {question: known[question] for question in asked}
