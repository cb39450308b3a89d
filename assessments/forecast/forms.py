"""The form that narrows a list of municipalities over a period that runs."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms

from assessments.forecast.call_list import Caller
from assessments.rules.ladder import Rung
from assessments.web import KnownAtForm, NarrowingForm, narrowing_choice, rung_choice
from municipalities.catalogue import BY_KEY
from municipalities.fields import DutchIntegerField
from municipalities.moments import local_day

NEVER = "0"
SILENT = (
    ("", "alles"),
    ("28", "langer dan 4 weken geleden"),
    ("61", "langer dan 2 maanden geleden"),
    (NEVER, "nog niet gesproken"),
)
"""For how many days nobody was spoken to; who never was, was not for longer than any."""


ORDERS = (
    ("-overdue", "meest langer dan 12 weken"),
    ("-left", "meest nog te huisvesten"),
    ("-rung", "hoogste verwachte trede"),
    ("last", "langst niet gesproken"),
    ("name", "naam"),
)
"""As the table sorts; other orders are asked at the heads of its columns."""


class CallsForm(NarrowingForm, KnownAtForm):
    """Which municipalities to show, and in which order: by rung, by what is still to be done, by talks."""

    left = DutchIntegerField(label=f"{BY_KEY['closing_balance'].label_so_far}, vanaf", required=False)
    overdue = DutchIntegerField(label="Langer dan 12 weken, vanaf", required=False)
    silent = forms.ChoiceField(label="Laatste gesprek", required=False, choices=SILENT)
    sort = forms.CharField(label="Volgorde", required=False)

    def __init__(
        self,
        *args: Any,
        callers: Iterable[Caller],
        rungs: Iterable[Rung],
        shows: Container[str],
        user: Any,
        **kwargs: Any,
    ) -> None:
        """Ask about the columns that the table shows, and about no others."""
        super().__init__(*args, **kwargs)
        owners = {row.at_hand.owner.supervisor for row in callers if row.at_hand.owner}
        self.fields["owner"] = owner_choice(owners, user)
        reasons = (signal.name for row in callers for signal in row.signals)
        # By number alone: of a decided half-year a rung is called as it was then, of this one as it is now.
        steps = [replace(rung, label="") for rung in rungs]
        self.fields["before"] = rung_choice("Vorige trede", steps)
        self.fields["rung"] = rung_choice("Verwachte trede", steps)
        self.fields["reason"] = narrowing_choice("Reden om te bellen", sorted({*reasons}))
        own, orders = self["sort"].value(), [row for row in ORDERS if row[0].removeprefix("-") in shows]
        if own and own not in dict(orders):
            orders = [(own, "zoals de tabel nu staat"), *orders]
        self.fields["sort"].widget = forms.Select(choices=orders)
        if not owners:
            del self.fields["owner"]
        for name, column in COLUMNS.items():
            if column not in shows:
                del self.fields[name]
        self.order_fields(["name", "owner", *COLUMNS, "sort", "known_on"])

    def holds(self, row: Caller) -> bool:
        today = local_day(self.known_at) if self.known_at else self.today
        return all(TESTS[name](row, value, today) for name, value in self.chosen.items())


def owner_choice(owners: Iterable[Any], user: Any) -> forms.TypedChoiceField:
    """Return a field that narrows a list to who is looked after by one person: first by who asks."""
    names = sorted((row.pk != user.pk, row.name, row.pk) for row in owners)
    choices = [("", "alles"), *((key, name if other else "mijn gemeenten") for other, name, key in names)]
    return forms.TypedChoiceField(
        label="Vaste toezichthouder", required=False, coerce=int, empty_value=None, choices=choices
    )


COLUMNS = {
    "before": "before",
    "rung": "rung",
    "left": "left",
    "overdue": "overdue",
    "silent": "last",
    "reason": "signals",
}
"""Which column a field asks about."""


def is_silent(row: Caller, asked: str, today: date) -> bool:
    if row.last is None or asked == NEVER:
        return row.last is None
    return today - row.last > timedelta(days=int(asked))


TESTS: dict[str, Callable[[Caller, Any, date], bool]] = {
    "name": lambda row, asked, _: asked in row.outlook.name_key,
    "owner": lambda row, asked, _: row.at_hand.owner is not None and row.at_hand.owner.supervisor_id == asked,
    "before": lambda row, asked, _: row.outlook.rung_before == asked,
    "rung": lambda row, asked, _: row.outlook.rung == asked,
    "reason": lambda row, asked, _: asked in (signal.name for signal in row.signals),
    "left": lambda row, asked, _: row.outlook.left is not None and row.outlook.left >= asked,
    "overdue": lambda row, asked, _: row.overdue is not None and row.overdue >= asked,
    "silent": is_silent,
}
"""What holds of a row, by the name of the field that asks it."""
