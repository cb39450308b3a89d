"""What a person says of a file: what it is about, from whom, and where in it things stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from municipalities.intake.kinds import BY_KEY, IntakeKind
from municipalities.intake.layout import Wanted
from municipalities.models import Delivery, Municipality, Period, Province


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What a delivery is about, before anything of it is read.

    A kind that asks for a period has `period`; one that asks for a day or days has `first_day` and
    `last_day`. `municipality` narrows what is entered by hand to one, `entry_kind` to one kind.
    """

    kind: IntakeKind
    province: Province
    dated_on: date
    period: Period | None = None
    first_day: date | None = None
    last_day: date | None = None
    entry_kind: str = ""
    source: str = ""
    municipality: Municipality | None = None
    control_total: int | None = None
    by_hand: bool = False
    wanted: Wanted = field(default_factory=Wanted)
    names: dict[str, str] = field(default_factory=dict)
    """CBS codes that a person chose for names that were not recognised."""

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day this is about."""
        if self.period is not None:
            return self.period.start, self.period.last_day
        assert self.first_day is not None
        assert self.last_day is not None
        return self.first_day, self.last_day

    @property
    def entry_days(self) -> list[date]:
        """Each day about which numbers are entered by hand; none where one number says it all."""
        if not self.kind.is_events:
            return []
        first, last = self.days
        return [first + timedelta(number) for number in range((last - first).days + 1)]

    def delivery_fields(self) -> dict[str, Any]:
        """Return what `record_delivery` needs beside the lines."""
        same = (
            "province",
            "period",
            "first_day",
            "last_day",
            "municipality",
            "dated_on",
            "entry_kind",
            "source",
        )
        fields = {name: getattr(self, name) for name in same}
        return {**fields, "kind": self.kind.kind, "form": self.kind.form}

    def unsaved(self, **fields: Any) -> Delivery:
        """Return the delivery this would become, to ask the ledger about it."""
        return Delivery(**self.delivery_fields(), **fields)

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.key,
            "dated_on": self.dated_on.isoformat(),
            "period": self.period and self.period.code,
            "first_day": self.first_day and self.first_day.isoformat(),
            "last_day": self.last_day and self.last_day.isoformat(),
            "entry_kind": self.entry_kind,
            "source": self.source,
            "municipality": self.municipality and self.municipality.cbs_code,
            "control_total": self.control_total,
            "by_hand": self.by_hand,
            "sheet": self.wanted.sheet,
            "header_row": self.wanted.header_row,
            "columns": self.wanted.columns,
            "names": self.names,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any], province: Province) -> Self:
        """Return what `to_json` wrote."""
        period, municipality = values["period"], values["municipality"]
        return cls(
            kind=BY_KEY[values["kind"]],
            province=province,
            dated_on=date.fromisoformat(values["dated_on"]),
            period=Period.objects.get(code=period) if period else None,
            first_day=as_day(values["first_day"]),
            last_day=as_day(values["last_day"]),
            entry_kind=values["entry_kind"],
            source=values["source"],
            municipality=Municipality.objects.get(cbs_code=municipality) if municipality else None,
            control_total=values["control_total"],
            by_hand=values["by_hand"],
            wanted=Wanted(values["sheet"], values["header_row"], values["columns"]),
            names=values["names"],
        )


def as_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
