"""What the pages print: figures turned into labelled sums. Templates only print them."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.rules.ladder import Rung
from assessments.rules.wording import day, number, period_span
from municipalities.figures import Figures, PeriodFacts, Sum, Totals

UNKNOWN = "onbekend"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Term:
    """One line of a sum: what, how much, and how it enters ("", "+", "−" or "=")."""

    label: str
    value: str
    sign: str = ""
    note: str = ""

    @property
    def is_result(self) -> bool:
        return self.sign == "="

    @property
    def css_class(self) -> str:
        return {"+": "is-plus", MINUS: "is-minus", "=": "is-equals"}.get(self.sign, "")


@dataclass(frozen=True)
class Step:
    """One rung as the ladder on the page shows it."""

    rung: Rung
    is_current: bool
    is_counterfactual: bool


def text(value: int | None) -> str:
    return UNKNOWN if value is None else number(value)


def balance_noun(balance: int | None) -> str:
    """Return the word that carries the sign of a balance."""
    if balance is None or balance == 0:
        return "Achterstand of voorsprong"
    return "Achterstand" if balance > 0 else "Voorsprong"


def size(balance: int | None) -> str:
    return UNKNOWN if balance is None else number(abs(balance))


def opening_sign(balance: int | None) -> str:
    return MINUS if balance is not None and balance < 0 else "+"


def province_sum(totals: Totals, period: PeriodFacts) -> list[Term]:
    """Return the sum of a province: quota, opening, total task, realised, closing balance."""
    opening, closing = totals.opening_balance.value, totals.closing_balance.value
    return [
        Term("Taakstelling", text(totals.quota.value), note=province_quota_note(totals)),
        Term(
            f"{balance_noun(opening)} op {day(period.start)}",
            size(opening),
            opening_sign(opening),
            missing_note(totals.opening_balance),
        ),
        Term("Totaalopgave", text(totals.total_task.value), "=", missing_note(totals.total_task)),
        Term("Gehuisvest", text(totals.realised.value), MINUS, missing_note(totals.realised)),
        Term(
            f"{balance_noun(closing)} op {day(period.end)}",
            size(closing),
            "=",
            missing_note(totals.closing_balance),
        ),
    ]


def province_quota_note(totals: Totals) -> str:
    announced = totals.quota_announced
    changed = announced.value is not None and announced.value != totals.quota.value
    notes = [f"bekendgemaakt als {text(announced.value)}"] if changed else []
    return ", ".join([*notes, *filter(None, [missing_note(totals.quota)])])


def missing_note(total: Sum) -> str:
    """Say how many municipalities a sum lacks."""
    if total.missing == 0:
        return ""
    return "1 gemeente ontbreekt" if total.missing == 1 else f"{number(total.missing)} gemeenten ontbreken"


def with_missing(total: Sum, value: str) -> str:
    """Return a sum for a table's footer, saying what is missing from it."""
    note = missing_note(total) if total.value is not None else ""
    return f"{value} ({note})" if note else value


def task_sum(figures: Figures) -> list[Term]:
    """Return the task account of one municipality, line by line."""
    period, opening, closing = figures.period, figures.opening_balance, figures.closing_balance
    return [
        Term("Taakstelling", text(figures.quota), note=quota_note(figures)),
        Term(
            f"{balance_noun(opening)} op {day(period.start)}",
            size(opening),
            opening_sign(opening),
            "beginstand",
        ),
        Term("Totaalopgave", text(figures.total_task), "=", "taakstelling en beginstand samen"),
        Term("Gehuisvest", text(figures.realised), MINUS, realised_note(figures)),
        Term(
            f"{balance_noun(closing)} op {day(period.end)}",
            size(closing),
            "=",
            "eindstand: totaalopgave min gehuisvest",
        ),
    ]


def quota_note(figures: Figures) -> str:
    if figures.quota is None or figures.quota_announced_on is None:
        return ""
    announced = f"bekendgemaakt op {day(figures.quota_announced_on)}"
    if figures.quota_changed_on is None or not figures.quota_was_changed:
        return announced
    return f"{announced} als {text(figures.quota_announced)}, gewijzigd op {day(figures.quota_changed_on)}"


def realised_note(figures: Figures) -> str:
    period = figures.period
    if figures.realised is not None:
        return period_span(period.start, period.last_day)
    if figures.covered_through is None or figures.realised_so_far is None:
        return "geen cijfers ontvangen"
    return f"{number(figures.realised_so_far)} tot en met {day(figures.covered_through)}"


def coupling_sum(figures: Figures, norm: int | None) -> list[Term]:
    """Return the pool account of one municipality up to the reference date, and the norm."""
    reference = day(figures.period.reference_date)
    waiting = figures.open_couplings_on_reference_date
    overdrawn = waiting is not None and waiting < 0
    return [
        Term(f"Gehuisvest tot en met {reference}", text(figures.housed_by_reference_date)),
        Term(
            f"Openstaande koppelingen op {reference}",
            text(waiting),
            "+",
            "meer gehuisvest dan gekoppeld; telt als 0" if overdrawn else "gekoppeld en nog niet gehuisvest",
        ),
        Term("Op tijd beschikbaar", text(figures.available_on_reference_date), "="),
        Term(
            "Koppelingstekort", text(figures.coupling_shortage), note="totaalopgave min op tijd beschikbaar"
        ),
        Term("Norm", "n.v.t." if norm is None else number(norm), note="waaraan gehuisvest is gemeten"),
    ]


def ladder_steps(ladder: dict[int, Rung], rung: int | None, on_total_task: int | None) -> list[Step]:
    """Return the six rungs, with the outcome and, where it differs, the counterfactual marked."""
    return [
        Step(step, is_current=step.number == rung, is_counterfactual=on_total_task == step.number != rung)
        for step in ladder.values()
    ]
