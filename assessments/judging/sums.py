"""Figures turned into labelled sums, as pages print them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from municipalities.catalogue import BY_KEY, label
from municipalities.dutch import (
    MINUS,
    NOT_APPLICABLE,
    UNKNOWN,
    count,
    day_text,
    number,
    percentage,
    period_span,
    plural,
)
from municipalities.figures import Figures, PeriodFacts, Sum, Totals


@dataclass(frozen=True)
class Term:
    """One line of a sum: what, how much, and how it enters ("", "+", "−" or "=")."""

    label: str
    value: str
    sign: str = ""
    note: str = ""
    figure: str = ""
    """Which of the figures this is, as `municipalities.ledger.provenance` names it."""
    url: str = ""
    """Where the value comes from."""

    @property
    def is_result(self) -> bool:
        return self.sign == "="

    @property
    def css_class(self) -> str:
        return {"+": "is-plus", MINUS: "is-minus", "=": "is-equals"}.get(self.sign, "")


def balance_noun(balance: int | None) -> str:
    """Return the word that carries the sign of a balance."""
    if balance is None or balance == 0:
        return "Achterstand of voorsprong"
    return "Achterstand" if balance > 0 else "Voorsprong"


def size(balance: int | None) -> str:
    return UNKNOWN if balance is None else number(abs(balance))


def opening_sign(balance: int | None) -> str:
    return MINUS if balance is not None and balance < 0 else "+"


def housed_label(through: date | None) -> str:
    """Name who was housed: in the period, or through a day of it."""
    housed = label("realised")
    return f"{housed} tot en met {day_text(through)}" if through else housed


def closing_label(balance: int | None, period: PeriodFacts, through: date | None) -> str:
    """Name what is left of the total task: a balance at the end; through a day before it, still to do."""
    if through is None:
        return f"{balance_noun(balance)} op {day_text(period.last_day)}"
    return (
        "Meer gehuisvest dan de totaalopgave"
        if balance is not None and balance < 0
        else BY_KEY["closing_balance"].label_so_far
    )


def province_sum(totals: Totals, period: PeriodFacts, through: date | None = None) -> list[Term]:
    """Return the sum of a province: quota, opening, total task, realised, closing balance.

    Where municipalities are missing from one of them it is no sum: then the signs are left out.
    `through` is the day through which figures so far run.
    """
    opening, closing = totals.opening_balance.value, totals.closing_balance.value
    terms = [
        Term(label("quota"), count(totals.quota.value), note=province_quota_note(totals)),
        Term(
            f"{balance_noun(opening)} op {day_text(period.start)}",
            size(opening),
            opening_sign(opening),
            missing_note(totals.opening_balance),
        ),
        Term(label("total_task"), count(totals.total_task.value), "=", missing_note(totals.total_task)),
        Term(
            housed_label(through),
            count(totals.realised.value),
            MINUS,
            missing_note(totals.realised),
        ),
        Term(
            closing_label(closing, period, through),
            size(closing),
            "=",
            missing_note(totals.closing_balance),
        ),
    ]
    whole = totals.closing_balance.missing == 0
    return terms if whole else [replace(term, sign="") for term in terms]


def province_quota_note(totals: Totals) -> str:
    announced = totals.quota_announced
    changed = announced.value is not None and announced.value != totals.quota.value
    notes = [f"bekendgemaakt als {count(announced.value)}"] if changed else []
    return ", ".join([*notes, *filter(None, [missing_note(totals.quota)])])


def missing_note(total: Sum) -> str:
    """Say how many municipalities a sum lacks."""
    if not total.missing:
        return ""
    return plural(total.missing, "gemeente ontbreekt", "gemeenten ontbreken")


def with_missing(total: Sum, value: str) -> str:
    """Return a sum for a table's footer, saying what is missing from it."""
    note = missing_note(total) if total.value is not None else ""
    return f"{value} ({note})" if note else value


def task_sum(figures: Figures) -> list[Term]:
    """Return the task account of one municipality, line by line; of figures so far it says through which day."""
    through = figures.covered_through if figures.is_partial and figures.realised is not None else None
    period, opening, closing = figures.period, figures.opening_balance, figures.closing_balance
    return [
        Term(label("quota"), count(figures.quota), note=quota_course(figures), figure="quota"),
        Term(
            f"{balance_noun(opening)} op {day_text(period.start)}",
            size(opening),
            opening_sign(opening),
            "beginstand",
            figure="opening_balance",
        ),
        Term(
            label("total_task"),
            count(figures.total_task),
            "=",
            "taakstelling en beginstand samen",
            figure="total_task",
        ),
        Term(
            housed_label(through), count(figures.realised), MINUS, realised_note(figures), figure="realised"
        ),
        Term(
            closing_label(closing, period, through),
            size(closing),
            "=",
            f"{'voorlopig' if through else 'eindstand'}: totaalopgave min gehuisvest",
            # What is still to do is no figure of the ledger: of that one nothing is known yet.
            figure="" if through else "closing_balance",
        ),
    ]


def quota_course(figures: Figures) -> str:
    if figures.quota is None or figures.quota_announced_on is None:
        return ""
    announced = f"bekendgemaakt op {day_text(figures.quota_announced_on)}"
    if figures.quota_changed_on is None or not figures.quota_was_changed:
        return announced
    return (
        f"{announced} als {count(figures.quota_announced)}, gewijzigd op {day_text(figures.quota_changed_on)}"
    )


def realised_note(figures: Figures) -> str:
    period = figures.period
    if figures.realised is not None:
        return "voorlopig" if figures.is_partial else period_span(period.start, period.last_day)
    if figures.covered_through is None or figures.realised_so_far is None:
        return "geen cijfers ontvangen"
    return f"{number(figures.realised_so_far)} tot en met {day_text(figures.covered_through)}"


def coupling_sum(figures: Figures, norm: int | None, adjusted: int | None = None) -> list[Term]:
    """Return the pool account of one municipality up to the reference date, and the norm."""
    waiting = figures.open_couplings_on_reference_date
    overdrawn = waiting is not None and waiting < 0
    return [
        Term(
            BY_KEY["housed_by_reference_date"].dated(figures.period),
            count(figures.housed_by_reference_date),
            figure="housed_by_reference_date",
        ),
        Term(
            BY_KEY["open_couplings_on_reference_date"].dated(figures.period),
            count(waiting),
            "+",
            "meer gehuisvest dan gekoppeld; telt als 0" if overdrawn else "gekoppeld, nog geen woning",
            figure="open_couplings_on_reference_date",
        ),
        Term(
            label("available_on_reference_date"),
            count(figures.available_on_reference_date),
            "=",
            figure="available_on_reference_date",
        ),
        Term(
            label("coupling_shortage"),
            count(figures.coupling_shortage),
            note="totaalopgave min op tijd beschikbaar",
            figure="coupling_shortage",
        ),
        Term(
            "Gemeten aan",
            norm_text(figures, norm if adjusted is None else adjusted),
            note="waarmee gehuisvest is vergeleken"
            if adjusted is None
            else f"aangepast om een verschoonbare reden; volgens het beleidskader {norm_text(figures, norm)}",
            # A norm is no sum over the ledger: the findings on the page say which figure it is, and why.
            url="" if norm is None else "#h-why",
        ),
    ]


def norm_text(figures: Figures, norm: int | None) -> str:
    """Return the norm; without figures it is unknown, on some lines of a policy there is none."""
    if norm is not None:
        return number(norm)
    return UNKNOWN if figures.missing else NOT_APPLICABLE


def share_cell(figures: Figures | Totals, name: str) -> str | SafeString:
    """Print a share in whole percentages: unknown without figures, "n.v.t." when nothing was asked."""
    share = getattr(figures, name)
    if share is not None:
        return percentage(share)
    why = no_share(figures, name)
    return why if why == UNKNOWN else format_html('<abbr title="niet van toepassing">{}</abbr>', why)


def no_share(figures: Figures | Totals, name: str) -> str:
    """Return why there is no share: a figure is not known, or nothing was asked."""
    known = is_known(figures, "realised") and is_known(figures, name.removeprefix("share_of_"))
    return NOT_APPLICABLE if known else UNKNOWN


def is_known(figures: Figures | Totals, name: str) -> bool:
    value = getattr(figures, name)
    return value.missing == 0 if isinstance(value, Sum) else value is not None
