"""Every figure once: what it is called, how it is written, and what it means. No database, no Django.

Screens, tables, files, letters, reports and addresses take names, order and sign from here. No logic looks at a
label: what is a balance is one by its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from municipalities.dutch import balance, count, day_text, percentage
from municipalities.figures import PeriodFacts

SOFT_HYPHEN = "\N{SOFT HYPHEN}"


class Kind(StrEnum):
    COUNT = "count"
    """A number of people."""
    BALANCE = "balance"
    """A number of people with its sign: + is a backlog (achterstand), − a lead (voorsprong)."""
    SHARE = "share"
    """A part of a whole, written in whole percents."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of a municipality over a period, or a sum of it over municipalities."""

    key: str
    """The attribute of `Figures` and `Totals`."""
    name: str
    """In Dutch; "|" stands where the word may break."""
    definition: str
    """What it counts, as a clause."""
    kind: Kind = Kind.COUNT
    letter: str = ""
    """Stands for it in the documentation of the rules."""
    slug: str = ""
    """In the address of the page that explains it; empty where there is none."""
    name_so_far: str = ""
    """While not every day of the period is known."""
    day: str = ""
    """The day of the period on which, or through which, it stands."""
    through: bool = False

    @property
    def label(self) -> str:
        return self.name.replace("|", "")

    @property
    def heading(self) -> str:
        """The label with soft hyphens, for a narrow column."""
        return self.name.replace("|", SOFT_HYPHEN)

    @property
    def label_so_far(self) -> str:
        return (self.name_so_far or self.name).replace("|", "")

    @property
    def heading_so_far(self) -> str:
        return (self.name_so_far or self.name).replace("|", SOFT_HYPHEN)

    def dated(self, period: PeriodFacts) -> str:
        """Return the label with the day of the period on which it stands."""
        if not self.day:
            return self.label
        day: date = getattr(period, self.day)
        return f"{self.label} {'tot en met' if self.through else 'op'} {day_text(day)}"

    def written(self, value: int | Fraction | None) -> str:
        """Write a value as a table does; "onbekend" where a number is not covered."""
        if self.kind is Kind.SHARE:
            return percentage(None if value is None else Fraction(value))
        assert not isinstance(value, Fraction)
        return balance(value) if self.kind is Kind.BALANCE else count(value)


FIGURES = (
    Figure(
        key="quota_announced",
        name="Bekendgemaakte taak|stelling",
        definition="de taakstelling zoals zij is bekendgemaakt, voor latere wijzigingen",
    ),
    Figure(
        key="quota",
        name="Taak|stelling",
        slug="taakstelling",
        letter="T",
        definition="wie de gemeente volgens het Rijk in dit half jaar moet huisvesten",
    ),
    Figure(
        key="opening_balance",
        name="Begin|stand",
        slug="beginstand",
        letter="O",
        kind=Kind.BALANCE,
        day="start",
        definition="de achterstand of voorsprong op de eerste dag",
    ),
    Figure(
        key="total_task",
        name="Totaal|opgave",
        slug="totaalopgave",
        letter="D",
        definition="de taakstelling plus de achterstand of min de voorsprong",
    ),
    Figure(
        key="housed_by_reference_date",
        name="Gehuis|vest",
        slug="gehuisvest-op-peildatum",
        day="reference_date",
        through=True,
        definition="het deel van gehuisvest dat er op de peildatum koppelingen al was",
    ),
    Figure(
        key="open_couplings_on_reference_date",
        name="Wacht op woning",
        slug="wacht-op-woning",
        day="reference_date",
        definition="wie op de peildatum koppelingen was gekoppeld en nog geen woning had",
    ),
    Figure(
        key="available_on_reference_date",
        name="Op tijd beschik|baar",
        slug="op-tijd-beschikbaar",
        letter="S",
        day="reference_date",
        definition="wie tot en met de peildatum koppelingen is gehuisvest, plus wie op die dag op een woning wacht",
    ),
    Figure(
        key="coupling_shortage",
        name="Koppelings|tekort",
        slug="koppelingstekort",
        definition="de totaalopgave min op tijd beschikbaar, als dat boven 0 is",
    ),
    Figure(
        key="realised",
        name="Gehuis|vest",
        slug="gehuisvest",
        letter="R",
        name_so_far="Gehuis|vest tot nu toe",
        definition="wie volgens het COA in het half jaar is gehuisvest",
    ),
    Figure(
        key="closing_balance",
        name="Eind|stand",
        slug="eindstand",
        letter="C",
        kind=Kind.BALANCE,
        name_so_far="Nog te huis|vesten",
        day="last_day",
        definition="de totaalopgave min gehuisvest: de achterstand of voorsprong op de laatste dag",
    ),
    Figure(
        key="share_of_quota",
        name="% van de taak|stelling",
        kind=Kind.SHARE,
        name_so_far="% van de taak|stelling tot nu toe",
        definition="gehuisvest als deel van de taakstelling",
    ),
    Figure(
        key="share_of_total_task",
        name="% van de totaal|opgave",
        kind=Kind.SHARE,
        name_so_far="% van de totaal|opgave tot nu toe",
        definition="gehuisvest als deel van de totaalopgave",
    ),
    Figure(
        key="gross_opening_backlog",
        name="Achterstanden aan het begin, zonder verrekening",
        definition="de achterstanden aan het begin bij elkaar, zonder de voorsprongen ervan af te trekken",
    ),
    Figure(
        key="gross_closing_backlog",
        name="Achterstanden zonder verrekening",
        definition="de achterstanden aan het einde bij elkaar, zonder de voorsprongen ervan af te trekken",
    ),
    Figure(
        key="coupling_shortages",
        name="Gemeenten met een koppelings|tekort",
        definition="bij hoeveel gemeenten er op tijd te weinig vergunninghouders beschikbaar waren",
    ),
)
BY_KEY = {figure.key: figure for figure in FIGURES}
"""Raises KeyError for a figure that there is not."""

ACCOUNT = ("quota", "opening_balance", "total_task", "realised", "closing_balance")
"""The task account, in the order of the sum."""
OF_A_ROW = (
    "quota",
    "opening_balance",
    "total_task",
    "available_on_reference_date",
    "coupling_shortage",
    "realised",
    "closing_balance",
)
"""What a file says of a municipality, in this order, before the shares."""
SHARES = ("share_of_quota", "share_of_total_task")
ON_SCREEN = (
    "quota",
    "opening_balance",
    "total_task",
    "available_on_reference_date",
    "realised",
    *SHARES,
    "closing_balance",
)
"""What the table of an overview has room for, in this order."""


def label(key: str) -> str:
    """Return what a figure is called; raises KeyError for a figure that there is not."""
    return BY_KEY[key].label


def narrow_label(key: str) -> str:
    """Return the same with soft hyphens, for the head of a narrow column."""
    return BY_KEY[key].heading
