"""The counted sentences of a progress report: numbers in, Dutch out. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assessments.forecast.forecast import Range
from assessments.reports.comparison import comparison
from assessments.reports.counts import MEASURES, Counted, are, lack, municipalities, why_none
from assessments.rules.sentences import TEXTS, balance_text_key
from municipalities.catalogue import label
from municipalities.dutch import balance_text, day_text, listing, number, people, percentage, period_text
from municipalities.figures import Totals

PROVISIONAL = "Voorlopig: nog niet alle beoordelingen zijn vastgesteld."

# The summary ---------------------------------------------------------------------------------------


def summary(counted: Counted, ahead: Ahead | None) -> Iterator[str]:
    """Yield the few numbers that a reader must know, each as the chapters below give it; nothing before the outcome."""
    totals = counted.totals
    if counted.judged:
        yield " ".join(judged_in_short(counted))
    opening, closing = totals.opening_balance.value, totals.closing_balance.value
    if totals.quota.value is not None and totals.realised.value is not None:
        yield " ".join(housed_in_short(counted, opening, closing))
    if ahead and ahead.totals.total_task.value is not None and not ahead.totals.total_task.missing:
        yield f"Over {period_text(ahead.code)} is de totaalopgave {number(max(ahead.totals.total_task.value, 0))}."


def judged_in_short(counted: Counted) -> Iterator[str]:
    if counted.is_provisional:
        yield PROVISIONAL
    placed = [f"{number(count)} op trede {rung}" for rung, count in sorted(counted.rungs.items()) if count]
    yield (f"Over {counted.text} {are(counted.judged)} beoordeeld: {listing(placed)}.")
    ways = (
        (len(counted.up), "ging omhoog"),
        (len(counted.down), "ging omlaag"),
        (counted.same, "bleef gelijk"),
    )
    if went := [went_text(count, way) for count, way in ways if count]:
        yield f"{listing(went)}."
    if counted.short:
        lighter = len(counted.milder)
        then = f"; bij {number(lighter)} viel de trede daardoor lichter uit" if lighter else ""
        yield f"Bij {municipalities(counted.short)} was er een koppelingstekort{then}."


def went_text(count: int, way: str) -> str:
    verb, where = way.split()
    plural_verb = {"ging": "gingen", "bleef": "bleven"}[verb]
    return f"{municipalities(count)} {verb if count == 1 else plural_verb} {where}"


def housed_in_short(counted: Counted, opening: int | None, closing: int | None) -> Iterator[str]:
    totals, total_task = counted.totals, counted.totals.total_task.value or 0
    task = f" en een totaalopgave van {number(total_task)}" if total_task > 0 else ""
    yield (
        f"Samen huisvestten de gemeenten {people(totals.realised.value or 0)} op een taakstelling van "
        f"{number(totals.quota.value or 0)}{task}."
    )
    if opening is not None and closing is not None:
        yield together(opening, closing)
    if counted.without_figures:
        yield missing_from_sums(counted.without_figures, counted.merged)


# 3.1: the results ----------------------------------------------------------------------------------


def results(counted: Counted) -> Iterator[str]:
    """Yield what the municipalities did together, and how that compares with the period before."""
    totals = counted.totals
    known = [figure.value is not None for figure in (totals.quota, totals.realised)]
    if not all(known):
        yield f"Over {counted.text} zijn nog {'niet alle' if any(known) else 'geen'} cijfers ontvangen."
        yield from of_some(totals)
        yield from counted.merged.values()
        return
    yield " ".join(task(counted))
    yield from shares(counted)
    yield from balances(counted)
    if counted.without_figures:
        yield missing_from_sums(counted.without_figures, counted.merged)
    yield from comparison(counted)


def of_some(totals: Totals) -> Iterator[str]:
    """Yield which sums that go before the housings are not of everybody."""
    for key in ("quota", "opening_balance", "total_task"):
        total, everybody = getattr(totals, key), totals.municipalities
        if total.value is not None and total.missing:
            known = number(everybody - total.missing)
            yield f"De {label(key).lower()} is die van {known} van de {number(everybody)} gemeenten."


def task(counted: Counted) -> Iterator[str]:
    totals = counted.totals
    quota, opening = totals.quota.value or 0, totals.opening_balance.value
    yield (
        f"In {counted.text} huisvestten de gemeenten in de provincie {counted.province} samen "
        f"{people(totals.realised.value or 0)}. De taakstelling was {number(quota)}."
    )
    announced = totals.quota_announced.value
    if counted.quota_changed_on is not None and announced is not None and announced != quota:
        yield (
            f"Bekendgemaakt was {number(announced)}; op {day_text(counted.quota_changed_on)} is dat gewijzigd."
        )
    if opening is None or totals.total_task.value is None:
        return
    total_task = number(totals.total_task.value)
    if opening == 0:
        yield (
            "Er was per saldo geen achterstand of voorsprong; de totaalopgave was gelijk aan de taakstelling."
        )
        return
    noun = "achterstand" if opening > 0 else "voorsprong"
    came = (
        f"was de totaalopgave {total_task}"
        if totals.total_task.value > 0
        else "bleef er geen totaalopgave over"
    )
    yield f"Met de {noun} van {number(abs(opening))} uit eerdere perioden {came}."


def shares(counted: Counted) -> Iterator[str]:
    totals = counted.totals
    quota, total_task = totals.share_of_quota, totals.share_of_total_task
    if quota is not None and total_task is not None:
        yield (
            f"De gemeenten haalden samen {percentage(quota, prose=True)} van de taakstelling en "
            f"{percentage(total_task, prose=True)} van de totaalopgave."
        )
        return
    for share, name in ((quota, "quota"), (total_task, "total_task")):
        if share is not None:
            yield f"De gemeenten haalden samen {percentage(share, prose=True)} van de {MEASURES[name]}."
        else:
            what = "onbekend" if counted.without_figures else "niet van toepassing"
            yield f"Een percentage van de {MEASURES[name]} is {what}, omdat {why_none(counted, name)}."


def balances(counted: Counted) -> Iterator[str]:
    opening, closing = counted.totals.opening_balance.value, counted.totals.closing_balance.value
    if opening is None or closing is None:
        return
    gross = counted.totals.gross_closing_backlog.value or 0
    yield (
        f"{together(opening, closing)} Dit is een nettoaantal: achterstanden en voorsprongen van gemeenten zijn "
        f"tegen elkaar weggestreept. Zonder die verrekening zijn de achterstanden samen {number(gross)}."
    )


def together(opening: int, closing: int) -> str:
    """Return how the balance of all municipalities together went."""
    sentence = TEXTS[balance_text_key(opening, closing)].format(
        opening_balance=number(abs(opening)),
        closing_balance=number(abs(closing)),
        opening_balance_vh=people(opening),
        closing_balance_vh=people(closing),
    )
    return re.sub(r"\b(De|een) (achterstand|voorsprong)\b", r"\1 gezamenlijke \2", sentence)


def missing_from_sums(names: tuple[str, ...], merged: Mapping[str, str]) -> str:
    """Return who is missing, and why: `merged` says so of who waits for a merger, by name."""
    unheard = [name for name in names if name not in merged]
    those = "die gemeente" if len(names) == 1 else "die gemeenten"
    sentences = [f"In deze aantallen {lack(len(names))}: {listing(names)}."]
    if unheard:
        whom = those if len(unheard) == len(names) else listing(unheard)
        sentences.append(f"Van {whom} zijn geen cijfers ontvangen.")
    return " ".join([*sentences, *(merged[name] for name in names if name in merged)])


# 3.1.1: the coupling shortage -------------------------------------------------------------------------


def shortage(counted: Counted) -> Iterator[str]:
    """Yield what a coupling shortage is, and what the policy makes of it; nothing where it needs no couplings."""
    policy = counted.policy
    if policy is None or not policy.needs_couplings:
        return
    yield (
        "Een gemeente heeft 12 weken om iemand te huisvesten. Daarom telt wie op "
        f"{day_text(counted.period.reference_date)} aan haar gekoppeld was. Zijn dat er te weinig voor de "
        "totaalopgave, dan is er een koppelingstekort."
    )
    yield " ".join(policy.shortage)


# 4.1: what comes --------------------------------------------------------------------------------------


CHANGED, LATE = "wijzigingen van de totaalopgave", "nagekomen cijfers"
"""Why a period ends otherwise than it was assessed: a changed quota or opening is not late."""


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """The next period, as known when the report is made."""

    code: str
    totals: Totals
    quota_announced_on: date | None
    difference: int | None
    """How much the opening balance is above the closing balance of paragraph 3.1."""
    explained: int | None
    """How much of that corrections, changes and late figures explain."""
    changed: int
    """How much of that the total task explains, which changed since."""
    late: int
    """How much of that late figures explain."""
    known_at: str
    merged: tuple[str, ...]
    """What keeps opening balances from being known."""
    last_day: date
    expected: Range | None
    """How many will be housed in it, as long as it runs."""


def forecast_sentences(ahead: Ahead | None) -> Iterator[str]:
    """Yield between which numbers the next period will end; nothing where that cannot be told."""
    if ahead is None or ahead.expected is None:
        return
    low, high = ahead.expected.low, ahead.expected.high
    between = f"tussen {number(low)} en {number(high)}" if low < high else f"ongeveer {number(high)}"
    yield (
        f"Bij het tempo van nu huisvesten de gemeenten tot en met {day_text(ahead.last_day)} {between} "
        "vergunninghouders."
    )


def outlook_sentences(counted: Counted, ahead: Ahead | None) -> Iterator[str]:
    next_text = period_text(counted.period.next_code)
    totals = ahead.totals if ahead else None
    if ahead is None or totals is None or totals.quota.value is None:
        yield f"De taakstelling voor {next_text} is nog niet bekendgemaakt."
        return
    announced = (
        f"is op {day_text(ahead.quota_announced_on)} bekendgemaakt"
        if ahead.quota_announced_on
        else "is bekendgemaakt"
    )
    sentences = [
        f"De taakstelling voor {next_text} {announced} en telt voor de gemeenten in de provincie op tot "
        f"{number(totals.quota.value)}."
    ]
    opening = totals.opening_balance.value
    if opening is not None and totals.total_task.value is not None:
        sentences.append(balance_ahead(opening))
        total_task = totals.total_task.value
        sentences.append(
            f"De totaalopgave is daarmee {number(total_task)}."
            if total_task > 0
            else "Er blijft daarmee geen totaalopgave over."
        )
    missing_ahead = max(totals.quota.missing, totals.total_task.missing if opening is not None else 0)
    if missing_ahead:
        sentences.append(f"In deze aantallen {lack(missing_ahead)}: daarvan is nog niet alles bekend.")
    sentences += ahead.merged
    yield " ".join(sentences)
    yield from opening_explained(counted, ahead)


def balance_ahead(opening: int) -> str:
    if opening > 0:
        return f"De achterstand bij het begin van die periode is {number(opening)}."
    if opening < 0:
        return f"Er is een voorsprong van {number(-opening)}."
    return f"Er is {balance_text(0)}."


def opening_explained(counted: Counted, ahead: Ahead) -> Iterator[str]:
    """Yield why the next period does not open where this one closed."""
    closing, difference, explained = counted.totals.closing_balance.value, ahead.difference, ahead.explained
    if not difference or closing is None:
        return
    way = "hoger" if difference > 0 else "lager"
    gap = f"{number(abs(difference))} {way}"
    sentence = f"De beginstand is {gap} dan de eindstand van {number(closing)} hierboven."
    found = {CHANGED: ahead.changed, LATE: ahead.late}
    figures = [f"{cause} over {counted.period.code}" for cause, amount in found.items() if amount]
    if explained != difference:
        known = " of ".join(["correcties", *figures])
        yield f"{sentence} Daarvan is {number(abs(difference - (explained or 0)))} niet met {known} verklaard."
        return
    causes = [*(["correcties"] if explained != ahead.changed + ahead.late else []), *figures]
    yield f"{sentence} Dat komt door {listing(causes)} die na {ahead.known_at} zijn verwerkt."
