"""The table of figures in a letter: a calculation, line by line, each with whose number it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.letters.act_words import in_sentence
from assessments.letters.content import by_sign
from assessments.letters.matter import Matter
from assessments.rules.contract import ADJUSTED
from municipalities.catalogue import label
from municipalities.dutch import (
    MINUS,
    NOT_APPLICABLE,
    day_text,
    number,
    percentage,
    period_span,
)

PLUS, EQUALS = "+ ", "= "
LESS = f"{MINUS} "
COA = "COA"
MEASURES = {"available": "beschikbaar aantal", ADJUSTED: "aangepast aantal"}
"""What the letter calls a measure where the policy names it after something else."""


@dataclass(frozen=True)
class FigureRow:
    """One line of the table: what, how much, and whose number or how it was worked out."""

    label: str
    value: str
    note: str = ""
    is_result: bool = False


def figure_rows(matter: Matter) -> tuple[FigureRow, ...]:
    """Return the table: the task account, the pool account, and what was measured."""
    return (*account_rows(matter), *coupling_rows(matter), share_row(matter), measure_row(matter))


def account_rows(matter: Matter) -> Iterator[FigureRow]:
    known, period = matter.known, matter.period
    yield FigureRow(label("quota"), number(known.quota), quota_note(matter))
    yield from rows_of_opening(matter)
    yield FigureRow(EQUALS + label("total_task"), number(known.total_task), is_result=True)
    span = period_span(period.start, period.last_day)
    yield FigureRow(f"{LESS}{label('realised')}, {span}", number(known.realised), COA)
    yield FigureRow(
        f"{EQUALS}{balance_name(known.closing_balance)} op {day_text(period.last_day)}",
        number(abs(known.closing_balance)),
        is_result=True,
    )


def rows_of_opening(matter: Matter) -> Iterator[FigureRow]:
    """Yield what the period before left over, and each correction of that."""
    corrected = sum(line.amount for line in matter.corrections)
    before = matter.known.opening_balance - corrected
    if before or corrected:
        note = "eindstand van de vorige periode" if matter.previous_closing is not None else ""
        name = f"{sign(before)}{balance_name(before)} op {day_text(matter.period.start)}"
        yield FigureRow(name, number(abs(before)), note)
    for line in matter.corrections:
        yield FigureRow(
            f"{sign(line.amount)}Correctie daarop", number(abs(line.amount)), in_sentence(line.reason)
        )


def coupling_rows(matter: Matter) -> Iterator[FigureRow]:
    couplings, day = matter.couplings, day_text(matter.period.reference_date)
    if couplings is None:
        return
    yield FigureRow(f"{label('realised')} tot en met {day}", number(couplings.housed_in_time), COA)
    yield FigureRow(f"{PLUS}Wacht op woning (gekoppeld) op {day}", number(couplings.waiting), COA)
    yield FigureRow(
        EQUALS + label("available_on_reference_date"),
        number(couplings.available),
        "opgeteld door de provincie",
        is_result=True,
    )
    if couplings.shortage:
        note = "totaalopgave min op tijd beschikbaar"
        yield FigureRow(label("coupling_shortage"), number(couplings.shortage), note)


def share_row(matter: Matter) -> FigureRow:
    shares = (matter.figures.share_of_quota, matter.figures.share_of_total_task)
    return FigureRow(
        "Deel van de taakstelling, van de totaalopgave",
        NOT_APPLICABLE if shares == (None, None) else " en ".join(map(percentage, shares)),
    )


def measure_row(matter: Matter) -> FigureRow:
    """Return what was measured against and what came of it; of what asked nothing only that."""
    judged = matter.assessment
    measured_as, name = judged.measured_row
    if matter.verdict is None:
        return FigureRow(measured_as, name, is_result=True)
    if matter.bound is None:
        return FigureRow(measured_as, judged.verdict_label, is_result=True)
    name = MEASURES.get(matter.measure, name)
    return FigureRow(f"{measured_as} {name}", number(matter.bound), judged.verdict_label, is_result=True)


def quota_note(matter: Matter) -> str:
    figures = matter.figures
    if figures.quota_was_changed and figures.quota_changed_on and figures.quota_announced is not None:
        return f"Rijk, {day_text(figures.quota_changed_on)}; eerst {number(figures.quota_announced)}"
    return f"Rijk, {day_text(figures.quota_announced_on)}" if figures.quota_announced_on else "Rijk"


def balance_name(balance: int) -> str:
    return "Voorsprong" if balance < 0 else "Achterstand"


def sign(balance: int) -> str:
    return by_sign(balance, PLUS, LESS, PLUS)
