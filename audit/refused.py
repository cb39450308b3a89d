"""What every write shares: who says what time it is, and the answer when something cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

Clock = Callable[[], datetime]


class Refused(Exception):
    """What was asked cannot be done: `messages` say what, where and what to do, in Dutch.

    `fields` holds those that belong to a field of a form, by its name.
    """

    def __init__(self, *messages: str, fields: Mapping[str, str] | None = None) -> None:
        self.fields = dict(fields or {})
        self.messages = (*messages, *self.fields.values())
        super().__init__(" ".join(self.messages))
