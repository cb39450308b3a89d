"""The counted sentences of a progress report: numbers in, Dutch out. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assessments.reports.comparison import comparison
from assessments.reports.counts import MEASURES, Counted, be, lack, municipalities, stand, why_none
from assessments.rules.sentences import TEXTS, balance_text_key
from municipalities.contacts.queries import TalkCount
from municipalities.dutch import balance_text, day_text, listing, number, people, percentage, period_text
from municipalities.figures import Totals

# 3.1: the results ----------------------------------------------------------------------------------


def results(counted: Counted) -> Iterator[str]:
    """Yield what the municipalities did together, and how that compares with the period before."""
    totals = counted.totals
    known = [figure.value is not None for figure in (totals.quota, totals.realised)]
    if not all(known):
        yield f"Over {counted.text} zijn nog {'niet alle' if any(known) else 'geen'} cijfers ontvangen."
        return
    yield " ".join(task(counted))
    yield from shares(counted)
    yield from balances(counted)
    if counted.without_figures:
        yield missing_from_sums(counted.without_figures)
    yield from comparison(counted)


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
            f"Dit is de taakstelling na de wijziging van {day_text(counted.quota_changed_on)}; bekendgemaakt was "
            f"{number(announced)}."
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


def missing_from_sums(names: tuple[str, ...]) -> str:
    those = "die gemeente" if len(names) == 1 else "die gemeenten"
    return f"In deze aantallen {lack(len(names))}: {listing(names)}. Van {those} zijn geen cijfers ontvangen."


# 3.1.1: the coupling shortage -------------------------------------------------------------------------


def shortage(counted: Counted) -> Iterator[str]:
    reference = day_text(counted.period.reference_date)
    own = counted.policy.report.get("shortage", "") if counted.policy else ""
    yield (
        f"Een koppelingstekort ontstaat als een gemeente op de peildatum koppelingen ({reference}) over minder "
        f"vergunninghouders kon beschikken dan haar totaalopgave. {own}".strip()
    )


# 3.2: the assessments ---------------------------------------------------------------------------------


def assessments(counted: Counted) -> Iterator[str]:
    """Yield how many stand where, and what the coupling shortage did."""
    total = sum(counted.rungs.values())
    if not total:
        yield f"Over {counted.text} is nog geen gemeente beoordeeld."
    else:
        if counted.is_provisional:
            yield "Voorlopig: nog niet alle beoordelingen zijn vastgesteld."
        yield " ".join([f"Er {be(total)} {municipalities(total)} beoordeeld.", *on_rungs(counted.rungs)])
        yield " ".join(on_basis(counted))
        yield " ".join(made_milder(counted))
    if counted.deviating:
        yield (
            f"Bij {municipalities(counted.deviating)} is met een motivering een andere trede vastgesteld dan de "
            "uitkomst van de rekenregel."
        )
    if counted.not_assessed:
        count = len(counted.not_assessed)
        subject = municipalities(count).capitalize()
        yield (
            f"{subject} {be(count)} niet beoordeeld, omdat cijfers ontbreken: {listing(counted.not_assessed)}."
        )
    if counted.waiting:
        yield f"Nog niet beoordeeld: {listing(counted.waiting)}."
    if counted.withdrawn:
        yield f"Ingetrokken, en niet opnieuw vastgesteld, is de beoordeling van {listing(counted.withdrawn)}."


def on_rungs(rungs: Mapping[int, int]) -> Iterator[str]:
    first, second = rungs.get(1, 0), rungs.get(2, 0)
    higher = [(rung, count) for rung, count in sorted(rungs.items()) if rung > 2 and count]
    clauses = [f"op trede 1 {stand(first)}", f"op trede 2 {stand(second)}"]
    clauses += [f"op trede {rung} {stand(count)}" for rung, count in higher]
    yield f"{listing(clauses) if higher else ', '.join(clauses)}.".capitalize()
    if not higher:
        yield "Er staat geen gemeente op trede 3 (actief toezicht) of hoger."


def on_basis(counted: Counted) -> Iterator[str]:
    short, rest = counted.short, counted.not_short
    reference = day_text(counted.period.reference_date)
    if not short or not rest:
        which = "alle gemeenten" if short else "geen gemeente"
        yield f"Bij {which} was er op {reference} een koppelingstekort."
    else:
        yield f"Bij {municipalities(short)} was er op {reference} een koppelingstekort."
        yield f"Bij {municipalities(rest)} niet."
    own = counted.policy.report.get("no_shortage", "") if counted.policy else ""
    if rest and own:
        these = "Deze gemeente" if rest == 1 else f"Deze {municipalities(rest)}"
        yield own.format(these=these, are=be(rest))


def made_milder(counted: Counted) -> Iterator[str]:
    names = counted.milder
    if not names:
        yield "Het koppelingstekort maakte voor geen gemeente verschil voor de trede."
        return
    example = " (dat volgt uit voorbeeldcijfers)" if counted.figures_are_examples else ""
    yield (
        f"Voor {municipalities(len(names))} is de uitkomst door het koppelingstekort lichter dan zonder: "
        f"{listing(names)}{example}."
    )
    if counted.milder_all_behind:
        whose = "De achterstand van deze gemeente" if len(names) == 1 else "Hun achterstand"
        yield f"{whose} telt mee in de volgende totaalopgave."


# 3.3: beside the judgement ----------------------------------------------------------------------------


def beside_the_judgement(counted: Counted, kinds: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """Yield what was housed in a special way: by name of the kind, how many municipalities and people."""
    if not kinds:
        yield (
            f"Over {counted.period.code} zijn geen huisvestingen vastgelegd als Nidos-plek of in de hotel- en "
            "accommodatieregeling."
        )
        return
    for name, (count, amount) in kinds.items():
        yield f"{name}, {counted.period.code}: {people(amount)} in {municipalities(count)}."
    yield (
        "Deze huisvestingen tellen mee in het aantal gehuisveste vergunninghouders. Voor de trede is het geen "
        "verschil hoe iemand is gehuisvest."
    )


# 3.4: talks -------------------------------------------------------------------------------------------


def talks(counted: Counted, held: Mapping[str, TalkCount]) -> Iterator[str]:
    """Yield with how many municipalities was spoken, and with which not; `held` is by name."""
    silent = [name for name, count in held.items() if not count.total]
    if len(silent) == len(held):
        yield f"Over {counted.period.code} zijn in deze toepassing geen gesprekken vastgelegd."
        return
    total, spoken = len(held), len(held) - len(silent)
    whom = f"{number(spoken)} van de {municipalities(total)}" if silent else f"alle {municipalities(total)}"
    levels = (
        times(sum(count.official for count in held.values()), "ambtelijk"),
        times(sum(count.political for count in held.values()), "bestuurlijk"),
    )
    yield f"In {counted.text} is met {whom} gesproken: {listing(levels)}."
    if silent:
        yield f"Met {municipalities(len(silent))} is geen gesprek vastgelegd: {listing(silent)}."


def times(count: int, level: str) -> str:
    return f"{number(count)} keer {level}" if count else f"niet {level}"


# 4.1: what comes --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """The next period, as known when the report is made."""

    code: str
    totals: Totals
    quota_announced_on: date | None
    difference: int | None
    """How much the opening balance is above the closing balance of paragraph 3.1."""
    explained: int | None
    """How much of that corrections and late figures explain."""
    late: int
    """How much of that late figures explain."""
    known_at: str


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
    sentence = f"De beginstand is {gap} dan de eindstand van {number(closing)} in paragraaf 3.1."
    figures = f"nagekomen cijfers over {counted.period.code}"
    if explained != difference:
        known = f"correcties of {figures}" if ahead.late else "correcties"
        yield f"{sentence} Daarvan is {number(abs(difference - (explained or 0)))} niet met {known} verklaard."
        return
    causes = [*(["correcties"] if explained != ahead.late else []), *([figures] if ahead.late else [])]
    yield f"{sentence} Dat komt door {listing(causes)} die na {ahead.known_at} zijn verwerkt."
