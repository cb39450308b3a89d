"""Counted sentences on talks, a new policy and what stands beside the rung; what is not on record is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assessments.reports.counts import Counted, municipalities
from assessments.rules.contract import Policy
from assessments.rules.ladder import TalkRhythm
from municipalities.contacts.queries import Beside, TalkCount
from municipalities.dutch import day_text, listing, number, period_text, plural


def talks_counted(counted: Counted, held: Sequence[TalkCount]) -> Iterator[str]:
    """Yield how often was spoken and with how many; never with whom not. Nothing where no talk is on record."""
    spoken = [count for count in held if count.total]
    if not spoken:
        return
    levels = (
        (sum(count.official for count in held), "ambtelijk"),
        (sum(count.political for count in held), "bestuurlijk"),
    )
    total = plural(sum(count.total for count in held), "gesprek", "gesprekken")
    verb = "is" if sum(count.total for count in held) == 1 else "zijn"
    whom = f"{number(len(spoken))} van de {municipalities(len(held))}"
    split = listing(f"{number(count)} {level}" for count, level in levels if count)
    yield f"In {counted.text} {verb} {total} gevoerd met {whom}: {split}."
    if len(spoken) == len(held):
        yield "Met alle gemeenten is gesproken."
    rhythm = counted.policy.ladder.talks[0] if counted.policy else None
    if rhythm and (often := sum(is_often(count, counted, rhythm) for count in held)):
        yield f"Met {municipalities(often)} is ten minste elke {rhythm.term} gesproken."


def is_often(count: TalkCount, counted: Counted, rhythm: TalkRhythm) -> bool:
    """Return whether no part of the period without a talk is longer than the rhythm."""
    days = [counted.period.start, *count.days, counted.period.end]
    return all((after - before).days <= rhythm.days for before, after in pairwise(days))


def framework(policy: Policy | None, period_code: str, stands_in: str) -> Iterator[str]:
    """Yield that a policy judges from this period on; nothing of one that did before."""
    if policy is None or policy.first_period != period_code:
        return
    place = f" ({stands_in})" if stands_in else ""
    yield (
        f"Vanaf {period_text(period_code)} beoordeelt de provincie volgens {policy.title_in_sentence}{place}."
    )
    if policy.steps_up_after_a_miss:
        yield (
            f"Daarin gaat een gemeente in beginsel 1 {policy.ladder.noun} omhoog als zij niet haalt waaraan wordt "
            "gemeten."
        )


# Beside the rung -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Named:
    """A number of each of some municipalities, by name: count, sum and names come from one record."""

    of: Mapping[str, int]

    @property
    def sum(self) -> int:
        return sum(self.of.values())

    @property
    def where(self) -> str:
        return f"{municipalities(len(self.of))}: {listing(self.of)}"

    def __bool__(self) -> bool:
        return bool(self.of)


def nidos(beside: Mapping[str, Beside]) -> Iterator[str]:
    """Yield what was asked and done for minors, as far as it is on record."""
    asked, places = (
        named_municipalities(beside, "nidos_request"),
        named_municipalities(beside, "nidos_places"),
    )
    housed = named_municipalities(beside, "housed_nidos")
    if asked:
        yield (
            f"Gevraagd zijn {places_text(asked.sum)} voor alleenstaande minderjarige vreemdelingen (amv), in "
            f"{municipalities(len(asked.of))}."
        )
    if places:
        days = {row.day for name in places.of for row in beside[name].figures if row.kind == "nidos_places"}
        yield f"{as_of(days)} waren er {places_text(places.sum)} in {places.where}."
    if housed:
        yield f"Door Nidos gehuisvest: {number(housed.sum)}, in {housed.where}."
    if asked or places or housed:
        yield "Wie zo woont, telt mee als gehuisvest. Voor de trede telt het verzoek niet mee."


def hotel_scheme(beside: Mapping[str, Beside]) -> Iterator[str]:
    """Yield what the hotel scheme brought, as far as it is on record."""
    places, housed = (
        named_municipalities(beside, "hotel_places"),
        named_municipalities(beside, "housed_hotel"),
    )
    if places:
        yield (
            f"Volgens de hotel- en accommodatieregeling waren er {places_text(places.sum)} in {places.where}."
        )
    if housed:
        yield f"Daarmee gehuisvest: {number(housed.sum)}, in {housed.where}."
    if places or housed:
        yield "Deze huisvesting is tijdelijk en telt mee."


def named_municipalities(beside: Mapping[str, Beside], key: str) -> Named:
    """Return a number of each municipality that has one above zero."""
    return Named({name: value for name, row in beside.items() if (value := getattr(row, key))})


def places_text(count: int) -> str:
    return plural(count, "plek", "plekken")


def as_of(days: set[date]) -> str:
    first, last = min(days), max(days)
    return f"Op {day_text(first)}" if first == last else f"Tussen {day_text(first)} en {day_text(last)}"
