"""What every write shares: who says what time it is, and the answer when something cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

Clock = Callable[[], datetime]


class Refused(Exception):
    """What was asked cannot be done: `messages` say what, where and what to do, in Dutch.

    `fields` holds those that belong to a field of a form, by its name, and `general` the others.
    """

    def __init__(self, *messages: str, fields: Mapping[str, str | Sequence[str]] | None = None) -> None:
        self.general = messages
        self.fields = {
            name: (wrong,) if isinstance(wrong, str) else tuple(wrong)
            for name, wrong in (fields or {}).items()
        }
        self.messages = (*messages, *(message for wrong in self.fields.values() for message in wrong))
        super().__init__(" ".join(self.messages))


def by_field(problems: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return pairs of a field and a sentence as the sentences of each field."""
    found: dict[str, list[str]] = {}
    for name, sentence in problems:
        found.setdefault(name, []).append(sentence)
    return found


class Missing(LookupError):
    """What was asked for by name is not there; a page answers with 404, a command says so."""
