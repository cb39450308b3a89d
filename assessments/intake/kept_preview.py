"""What a delivery would change, as it is kept with a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypedDict


class PreviewRow(TypedDict):
    """What changes for one municipality: what is known, what will be, and label, was and becomes of each effect."""

    code: str
    name: str
    cell: str
    before: int | None
    after: int | None
    difference: int
    effects: list[list[str]]
    differs: bool


class OutcomeGroup(TypedDict):
    """The municipalities whose outcome over a period goes the same way."""

    period: str
    before: str
    after: str
    names: str
    count: int


class RestedChange(TypedDict):
    """An adopted or proposed assessment that rests on what changes."""

    period: str
    code: str
    name: str
    changes: list[str]


class DoubtGroup(TypedDict):
    """What is unlikely in one way, each of them in words."""

    check: str
    title: str
    texts: list[str]


class LayoutRead(TypedDict):
    """How a file was read; columns as letter and heading."""

    form: str
    sheet: str
    header_row: int | None
    columns: list[list[str]]


WHEN_WRONG = ("findings", "more_findings", "needs_layout", "unknown", "notes", "layout")
"""What there is of a file that cannot be recorded."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What recording a file, or taking a delivery back, changes; or else what is wrong with it.

    Its values are fit for JSON, so that a page can show it later without doing it all again.
    """

    findings: list[dict[str, Any]] = field(default_factory=list)
    more_findings: int = 0
    needs_layout: bool = False
    unknown: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    layout: LayoutRead | None = None
    period: str = ""
    """The code of the period that the effects are about."""
    rows: list[PreviewRow] = field(default_factory=list)
    changed: int = 0
    sums: list[int | None] = field(default_factory=list)
    """Of what was known, of what will be, and of the difference (people)."""
    housed: list[int | None] = field(default_factory=list)
    """In `period` so far, before and after, as the overview says; only of a delivery of housings."""
    unknown_before: int = 0
    unknown_after: int = 0
    outcomes: list[OutcomeGroup] = field(default_factory=list)
    adopted: list[RestedChange] = field(default_factory=list)
    proposed: list[RestedChange] = field(default_factory=list)
    lines: int = 0
    total: int | None = None
    is_new: bool = False
    is_partly_known: bool = False
    stays: list[str] = field(default_factory=list)
    control: str = ""
    doubts: list[DoubtGroup] = field(default_factory=list)
    mark: str = ""
    """What a person saw; recording refuses when it would now be something else."""
    checked_at: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what is kept with a draft, and printed."""
        return {name: value for name, value in vars(self).items() if name in WHEN_WRONG or not self.findings}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Preview:
        """Read back what `to_json` gave; also of a version that kept less, or more."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})
