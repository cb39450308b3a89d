"""Pictures of one municipality or of a province: its rungs, its balance, and who was housed day by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.forecast.drawing import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Box,
    Chart,
    ChartText,
    Line,
    Scale,
    apart,
    path,
    round_steps,
)
from assessments.forecast.forecast import Range, half_up, pace
from assessments.rules.ladder import Rung
from municipalities.catalogue import label
from municipalities.dutch import (
    UNKNOWN,
    balance,
    balance_text,
    day_text,
    listing,
    number,
    people,
    period_text,
    short_month,
    signed,
)
from municipalities.figures import PeriodFacts


@dataclass(frozen=True)
class RungOf:
    """A rung on record over one period, None when there is none."""

    period: str
    rung: Rung | None
    status: str


def ladder_chart(name: str, rungs: Sequence[RungOf], highest: int) -> Chart | None:
    """Return the rungs period after period as steps on a ladder, oldest first; None when there are none."""
    if not any(row.rung for row in rungs):
        return None
    width, height = 440, 240
    across = Scale(0, len(rungs), LEFT + 14, width - RIGHT)
    up = Scale(1, highest, height - BOTTOM - 14, TOP + 10)
    texts = [ChartText(LEFT + 8, up(rung) + 4, f"trede {rung}", "is-end") for rung in range(1, highest + 1)]
    points: list[tuple[int, int]] = []
    lines, boxes = [], []
    for index, row in enumerate(rungs):
        left, right = across(index), across(index + 1)
        texts.append(ChartText((left + right) // 2, height - 8, row.period, "is-middle"))
        if row.rung is None:
            lines += [Line(path(points), "is-steps")] if points else []
            points = []
            continue
        y = up(row.rung.number)
        points += [(left, y), (right, y)]
        boxes.append(
            Box((left + right) // 2 - 10, y - 10, 20, str(row.rung.number), f"colour-{row.rung.colour}")
        )
    lines += [Line(path(points), "is-steps")] if points else []
    said = [f"trede {row.rung.number} over {row.period}" for row in rungs if row.rung]
    return Chart(
        key="ladder",
        title=f"Trede per periode, {name}",
        description=f"{listing(said)}.".capitalize(),
        width=width,
        height=height,
        guides=[up(rung) for rung in range(1, highest + 1)],
        lines=lines,
        texts=texts,
        boxes=boxes,
        header=["Periode", "Trede", "Status"],
        rows=[
            [row.period, str(row.rung.number) if row.rung else "niet vastgelegd", row.status] for row in rungs
        ],
    )


@dataclass(frozen=True)
class BalanceOf:
    """The balances of one period, None where figures are missing."""

    period: PeriodFacts
    opening: int | None
    closing: int | None


MOST_NUMBERS = 8
"""Of how many half-years a number fits above its bar; of more only that of the last is written."""


def balance_chart(name: str, balances: Sequence[BalanceOf]) -> Chart | None:
    """Return a bar for the balance at the begin and one at the end of each half-year: backlog above zero, lead below.

    Nothing is drawn between them: what the balance was in the meantime nobody stated.
    """
    dated = [
        point
        for row in balances
        for point in ((row.period.start, row.opening), (row.period.end, row.closing))
    ]
    known = [(when, value) for when, value in dated if value is not None]
    if not known:
        return None
    width, height = 440, 240
    values = [value for _, value in known]
    steps = round_steps(min(0, *values), max(0, *values))
    across = Scale(0, 8 * len(balances), LEFT, width - RIGHT)
    up = Scale(steps[0], steps[-1], height - BOTTOM, TOP)
    texts = [ChartText(LEFT - 6, up(step) + 4, signed(step), "is-end") for step in steps]
    bars, numbers = [], []
    for index, row in enumerate(balances):
        left, middle, right = (across(8 * index + eighth) for eighth in (1, 4, 7))
        texts.append(ChartText(middle, height - 8, row.period.code, "is-middle"))
        if row.opening is not None:
            bars.append(bar(left, middle, up(0), up(row.opening), "is-opening"))
        if row.closing is not None:
            bars.append(bar(middle, right, up(0), up(row.closing), "is-bar"))
            below = 12 if row.closing < 0 else -4
            said = ChartText(
                (middle + right) // 2, up(row.closing) + below, signed(row.closing), "is-value is-middle"
            )
            numbers.append(said)
    return Chart(
        key="balance",
        title=f"Achterstand of voorsprong, {name}",
        description=(
            f"{balance_text(known[0][1])} op {day_text(known[0][0])}; {balance_text(known[-1][1])} op "
            f"{day_text(known[-1][0])}."
        ).capitalize(),
        width=width,
        height=height,
        guides=[up(step) for step in steps],
        lines=[*bars, Line(path([(LEFT, up(0)), (width - RIGHT, up(0))]), "is-axis")],
        texts=[*texts, *(numbers if len(balances) <= MOST_NUMBERS else numbers[-1:])],
        legend=[("remainder", label("opening_balance")), ("bar", label("closing_balance"))],
        header=["Periode", label("opening_balance"), label("closing_balance")],
        rows=[[row.period.code, balance(row.opening), balance(row.closing)] for row in balances],
    )


def bar(left: int, right: int, zero: int, end: int, css: str) -> Line:
    """Return a bar from zero to where it ends; one of 0 is a line on zero."""
    return Line(path([(left, zero), (left, end), (right, end), (right, zero)]) + "Z", css)


def realised_chart(
    name: str,
    period: PeriodFacts,
    *,
    housed_by_day: Iterable[tuple[date, int]],
    through: date | None,
    task: int | None,
    expected: Range | None,
) -> Chart | None:
    """Return the number of people housed, day by day, against the pace, the total task and the forecast."""
    if through is None:
        return None
    per_day = dict(housed_by_day)
    days = [period.start + timedelta(index) for index in range((through - period.start).days + 1)]
    sums, total = [], 0
    for when in days:
        total += per_day.get(when, 0)
        sums.append(total)
    width, height = 800, 280
    highest = max(1, total, task or 0, expected.high if expected else 0)
    steps = round_steps(min(0, *sums), highest)
    across = Scale(0, (period.end - period.start).days, LEFT, width - 116)
    up = Scale(steps[0], steps[-1], height - BOTTOM, TOP)

    def x(when: date) -> int:
        return across((when - period.start).days + 1)

    edge, here = x(period.last_day), (x(through), up(total))
    lines = [
        Line(path([(x(period.reference_date), TOP), (x(period.reference_date), height - BOTTOM)]), "is-guide")
    ]
    texts = [ChartText(LEFT - 6, up(step) + 4, number(step), "is-end") for step in steps]
    texts += [ChartText(x(first), height - 8, short_month(first)) for first in months(period)]
    texts.append(ChartText(x(period.reference_date) + 4, TOP + 8, "peildatum"))
    legend = [("line", f"{label('realised')} {number(total)}")]
    ends: list[tuple[int, str, str]] = []
    if expected and not expected.is_certain:
        fan = [here, (edge, up(expected.high)), (edge, up(expected.low))]
        lines.append(Line(path(fan) + "Z", "is-area"))
        lines.append(Line(path([here, (edge, up(expected.expected))]), "is-expected"))
        legend.append(("expected", f"Prognose {number(expected.expected)}, met bereik"))
        ends.append((up(expected.expected), f"prognose {number(expected.expected)}", "is-value"))
    if task is not None and task > 0:
        ends_of_months = [first_of_next(first) - timedelta(1) for first in months(period)]
        lines.append(
            Line(
                path([(LEFT, up(0)), *((x(last), up(pace(task, period, last))) for last in ends_of_months)]),
                "is-pace",
            )
        )
        lines.append(Line(path([(LEFT, up(task)), (edge, up(task))]), "is-norm"))
        legend += [("pace", "Schemalijn"), ("norm", f"{label('total_task')} {number(task)}")]
        ends.append((up(task), f"totaalopgave {number(task)}", ""))
    lines.append(Line(path([(LEFT, up(0)), *zip(map(x, days), map(up, sums), strict=True)]), "is-line"))
    if not ends or through == period.last_day:
        ends.append((here[1], f"gehuisvest {number(total)}", "is-value"))
    texts += [ChartText(edge + 6, y, said, f"is-edge {css}".strip()) for y, said, css in apart(ends)]
    return Chart(
        key="realised",
        title=f"{label('realised')} in {period.code}, {name}",
        description=described(period, through, total, task, expected),
        width=width,
        height=height,
        guides=[up(step) for step in steps],
        lines=lines,
        texts=texts,
        legend=legend,
        header=["Tot en met", label("realised"), "Schemalijn", "Verschil"],
        rows=[
            [day_text(when), number(done), *compared(done, task, period, when)]
            for when, done in zip(days, sums, strict=True)
            if when == through or (when + timedelta(1)).day == 1
        ],
    )


def compared(done: int, task: int | None, period: PeriodFacts, when: date) -> list[str]:
    """Return the line of the pace on a day, and how far what was done is from it."""
    if task is None:
        return [UNKNOWN, UNKNOWN]
    wanted = half_up(pace(task, period, when))
    return [number(wanted), signed(done - wanted)]


def described(
    period: PeriodFacts, through: date, total: int, task: int | None, expected: Range | None
) -> str:
    verb = "is" if total == 1 else "zijn"
    said = [f"Tot en met {day_text(through)} {verb} {people(total)} gehuisvest."]
    if task is not None:
        wanted = half_up(pace(task, period, through))
        said.append(
            f"De totaalopgave is {number(task)}; volgens de schemalijn waren dat er {number(wanted)}."
        )
    if expected is not None and not expected.is_certain:
        between = f", tussen {number(expected.low)} en {number(expected.high)}"
        said.append(
            f"Verwacht voor {period_text(period.code)}: {number(expected.expected)}"
            f"{between if expected.low < expected.high else ''}."
        )
    return " ".join(said)


def months(period: PeriodFacts) -> list[date]:
    first, found = period.start, []
    while first < period.end:
        found.append(first)
        first = first_of_next(first)
    return found


def first_of_next(first: date) -> date:
    return (first + timedelta(31)).replace(day=1)
