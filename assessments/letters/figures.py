"""The table of figures in a letter, line by line, each with its source or how it was worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.letters.content import Known, Matter, by_sign
from assessments.rules.explain import PREVIOUS_STATUS
from municipalities.catalogue import BY_KEY, label
from municipalities.dutch import NOT_APPLICABLE, day_text, number, percentage, period_span, period_text


@dataclass(frozen=True)
class FigureRow:
    """One line of the table: what, how much, and where that comes from."""

    label: str
    value: str
    note: str = ""
    is_result: bool = False

    @property
    def is_not_applicable(self) -> bool:
        return self.value == NOT_APPLICABLE


def figure_rows(matter: Matter) -> tuple[FigureRow, ...]:
    """Return the table: the task account, the pool account, and what came of it."""
    return (*account_rows(matter), *share_rows(matter), *rung_rows(matter))


def account_rows(matter: Matter) -> Iterator[FigureRow]:
    known, period = matter.known, matter.period
    has_task = known.total_task > 0
    yield FigureRow(label("quota"), number(known.quota), quota_note(matter))
    yield FigureRow(
        label("opening_balance"),
        balance_in_words(known.opening_balance),
        f"stand op {day_text(period.start)}",
    )
    how = by_sign(
        known.opening_balance,
        "taakstelling plus achterstand",
        "taakstelling min voorsprong",
        "gelijk aan de taakstelling",
    )
    yield FigureRow(label("total_task"), number(known.total_task), how, is_result=True)
    yield FigureRow(
        BY_KEY["available_on_reference_date"].dated(period), number(known.available_on_reference_date), "COA"
    )
    yield FigureRow(
        label("coupling_shortage"),
        number(known.coupling_shortage) if has_task else NOT_APPLICABLE,
        shortage_note(known),
    )
    span = period_span(period.start, period.last_day)
    yield FigureRow(label("realised"), number(known.realised), f"COA, {span}")
    yield FigureRow(
        label("closing_balance"),
        balance_in_words(known.closing_balance),
        "totaalopgave min gehuisvest",
        is_result=True,
    )


def share_rows(matter: Matter) -> Iterator[FigureRow]:
    known, shares = matter.known, matter.figures
    housed = f"{number(known.realised)} op een"
    of_quota = f"{housed} taakstelling van {number(known.quota)}"
    of_task = f"{housed} totaalopgave van {number(known.total_task)}"
    yield FigureRow(
        label("share_of_quota"),
        percentage(shares.share_of_quota),
        "de taakstelling was 0" if shares.share_of_quota is None else of_quota,
    )
    yield FigureRow(
        label("share_of_total_task"),
        percentage(shares.share_of_total_task),
        "er was geen totaalopgave" if shares.share_of_total_task is None else of_task,
    )


def rung_rows(matter: Matter) -> Iterator[FigureRow]:
    previous = matter.previous_rung
    judged = matter.assessment
    yield FigureRow(*judged.measured_row, judged.verdict_label if judged.verdict else "")
    yield FigureRow(
        f"Trede over {period_text(matter.previous_period)}",
        "niet vastgelegd" if previous is None else str(previous),
        status_of_previous(matter.assessment.previous_rung_status),
    )
    yield FigureRow("Trede nu", str(matter.rung.number), matter.rung.label, is_result=True)


def status_of_previous(status: str) -> str:
    note = ": nog niet vastgesteld" if status == "provisional" else ""
    return PREVIOUS_STATUS.get(status, "") + note


def shortage_note(known: Known) -> str:
    if known.total_task <= 0:
        return "er was geen totaalopgave"
    short = known.coupling_shortage > 0
    return "totaalopgave min op tijd beschikbaar" if short else "genoeg op tijd beschikbaar"


def quota_note(matter: Matter) -> str:
    figures = matter.figures
    if figures.quota_was_changed and figures.quota_changed_on and figures.quota_announced is not None:
        return f"Rijk, {day_text(figures.quota_changed_on)} (eerst {number(figures.quota_announced)})"
    return f"Rijk, {day_text(figures.quota_announced_on)}" if figures.quota_announced_on else "Rijk"


def balance_in_words(value: int) -> str:
    """Write a balance for the table: the word carries the sign."""
    return by_sign(value, "achterstand ", "voorsprong ", "") + number(abs(value))
