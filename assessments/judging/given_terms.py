"""The last days that municipalities and the province have by what was sent: letters and legal acts.

A letter keeps the days that it named, so that a setting that changes later moves none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef

from assessments.judging.legal_acts_in_force import acts_of
from assessments.models import AdoptedLetter, AssessmentVersion, Step
from assessments.rules.registry import policy_by_version
from assessments.workflow import State
from municipalities.contacts.queries import Answers, Contacts, answers_in, contacts_of
from municipalities.dutch import day_text, plural
from municipalities.models import Level, Municipality, Province, Received, Reply, ReplyTo
from municipalities.moments import local_day
from municipalities.working_days import WorkingDays, working_days_of

TERM_END = "term_end"
TERMS = {
    "reaction_due": "antwoord op onze vragen",
    "asks_due": "antwoord op wat wij verder vroegen",
    "talk_due": "gesprek",
    "action_plan_due": "plan van aanpak",
    "plan_review_due": "ons oordeel over het plan van aanpak",
    "dispute_due": "melding over een cijfer",
    "decision_due": "ons besluit over het voornemen",
    "view_due": "zienswijze",
    TERM_END: "termijn",
}
"""What has a last day: its field in a letter or an act, and how it is called."""
OF_THE_MUNICIPALITY = ("reaction_due", "asks_due", "talk_due", "action_plan_due", "dispute_due")
"""The terms of a letter within which a municipality must do something."""
OF_ACTS = {"view_due": "de uiterste dag voor de zienswijze", TERM_END: "het einde van de termijn"}
"""The terms of an act, and what their last day is called in a sentence; a letter names them too."""
SHORTEST = 10
"""Working days that a letter gives at least; the law names no term for these letters."""


@dataclass(frozen=True, kw_only=True)
class GivenTerm:
    """One last day, and what came of it."""

    municipality: Municipality
    kind: str
    due: date
    source: str
    """In which letter or act it stands."""
    reference: str
    """The number of that letter or decision."""
    given_on: date
    period: str = ""
    """What the letter is about; empty of an act."""
    settled: str = ""
    """How it was answered or closed; empty while it is open."""

    @property
    def label(self) -> str:
        return TERMS[self.kind]

    @property
    def told(self) -> str:
        """Return what it is, from what, and by when."""
        return f"{self.label.capitalize()}, {self.source}: uiterlijk {day_text(self.due)}"

    @property
    def can_be_answered(self) -> bool:
        return self.kind in ReplyTo.values


@dataclass(frozen=True, kw_only=True)
class SentLetter:
    """What a letter that a municipality has, asks and from when."""

    period: str
    number: str
    day: date
    asks_nothing: bool
    talks_politically: bool
    terms: Mapping[str, date]


def given_terms(municipalities: Sequence[Municipality], *, known_at: datetime) -> list[GivenTerm]:
    """Return all terms that were given by a moment, the first to end first; a fixed number of queries."""
    asked, provinces = {row.pk for row in municipalities}, {row.province for row in municipalities}
    answered = dict(chain(*(answers_in(each, [known_at])[known_at].items() for each in provinces)))
    contacts = contacts_of(municipalities, known_at=known_at)
    letters = sent_letters(municipalities, known_at=known_at)
    acts = [
        act
        for province in provinces
        for act in acts_of(province, [known_at])[known_at]
        if act.municipality_id in asked
    ]
    found = list(terms_of_acts(acts, answered))
    for municipality in municipalities:
        own = letters.get(municipality.pk, [])
        decided = [act.ended_on or act.continued_on for act in acts if act.municipality_id == municipality.pk]
        for index, letter in enumerate(own):
            found += terms_of_letter(
                municipality, letter, own[index + 1 :], answered, contacts[municipality.pk], decided
            )
    today = local_day(known_at)
    return sorted((closed_by_time(term, today) for term in found), key=lambda term: (term.due, term.kind))


def sent_letters(
    municipalities: Iterable[Municipality], *, known_at: datetime
) -> dict[int, list[SentLetter]]:
    """Return the letters that municipalities have, by their id and oldest first: of a period the last one sent."""
    sent = Step.objects.filter(version=OuterRef("pk"), state=State.SENT, taken_at__lte=known_at)
    rows = (
        AssessmentVersion.objects.filter(Exists(sent), municipality__in=[row.pk for row in municipalities])
        .exclude(letter=None)
        .order_by("period__start", "number")
    )
    columns = ("municipality_id", "period__code", "policy", "rung", "letter__number", "letter__printed_on")
    newest = {(row[0], row[1]): row for row in rows.values_list(*columns, "letter__terms")}
    found: dict[int, list[SentLetter]] = {}
    for (key, _), row in newest.items():
        found.setdefault(key, []).append(sent_letter(*row[1:]))
    return found


def sent_letter(
    code: str, policy: str, rung: int, number: str, day: date, terms: Mapping[str, str] | None
) -> SentLetter:
    ladder = policy_by_version(policy).ladder
    return SentLetter(
        period=code,
        number=number,
        day=day,
        asks_nothing=rung == ladder.rungs[0].number,
        talks_politically=ladder.rung(rung).name == "active_supervision",
        terms={name: date.fromisoformat(value) for name, value in (terms or {}).items()},
    )


def terms_of_letter(
    municipality: Municipality,
    letter: SentLetter,
    later: Sequence[SentLetter],
    answered: Answers,
    contacts: Contacts,
    decided: Sequence[date | None] = (),
) -> Iterator[GivenTerm]:
    """Yield the terms of a letter; `decided` are the days on which an act ended or the next one began."""
    for kind in letter.terms.keys() - OF_ACTS.keys():
        due = letter.terms[kind]
        reply = answered.get((municipality.pk, letter.number, kind))
        settled = (
            term_in_words(reply, due)
            or done_since(kind, letter, contacts, decided)
            or closed_by_letter(kind, later)
        )
        source = f"brief over {letter.period}"
        yield GivenTerm(
            municipality=municipality,
            kind=kind,
            due=due,
            source=source,
            reference=letter.number,
            period=letter.period,
            given_on=letter.day,
            settled=settled,
        )


def term_in_words(reply: Reply | None, due: date) -> str:
    if reply is None:
        return ""
    if reply.outcome == Received.NOT_EXPECTED:
        return f"niet meer verwacht, {day_text(reply.day)}"
    return f"{'gehoord' if reply.outcome == Received.HEARD else 'ontvangen'} {on(reply.day, due)}"


def on(day: date, due: date) -> str:
    return f"op {day_text(day)}" + (", na de termijn" if day > due else "")


def done_since(kind: str, letter: SentLetter, contacts: Contacts, decided: Sequence[date | None]) -> str:
    """Return how a talk that was held, a plan, or a decision does what the letter asked or said."""
    levels = (Level.POLITICAL,) if letter.talks_politically else tuple(Level)
    days: dict[str, tuple[str, list[date | None]]] = {
        "talk_due": ("gevoerd", [talk.day for talk in contacts.held if talk.level in levels]),
        "action_plan_due": ("ontvangen", [plan.delivered_on for plan in contacts.plans]),
        "plan_review_due": ("gegeven", [plan.judged_on for plan in contacts.plans]),
        "decision_due": ("genomen", list(decided)),
    }
    done, found = days.get(kind, ("", []))
    first = min((day for day in found if day is not None and day >= letter.day), default=None)
    return f"{done} {on(first, letter.terms[kind])}" if first else ""


def closed_by_letter(kind: str, later: Sequence[SentLetter]) -> str:
    """Return which later letter asks the same again, or asks nothing any more."""
    for letter in later:
        if kind in letter.terms:
            return f"opnieuw gevraagd in de brief van {day_text(letter.day)}"
        if letter.asks_nothing:
            return f"niet meer gevraagd sinds de brief van {day_text(letter.day)}"
    return ""


def terms_of_acts(acts: Iterable[Any], answered: Answers) -> Iterator[GivenTerm]:
    """Yield the terms of those that run."""
    for act in acts:
        if act.ended_on or act.continued_on:
            continue
        kind = act.get_kind_display().lower()
        values: dict[str, Any] = {
            "municipality": act.municipality,
            "source": f"{kind} {act.decision_number}",
            "reference": act.decision_number,
            "given_on": act.decided_on,
        }
        if act.view_due is not None:
            reply = answered.get((act.municipality_id, act.decision_number, "view_due"))
            yield GivenTerm(
                kind="view_due", due=act.view_due, settled=term_in_words(reply, act.view_due), **values
            )
        yield GivenTerm(kind=TERM_END, due=act.last_day, **values)


def closed_by_time(term: GivenTerm, today: date) -> GivenTerm:
    """Close the term to dispute a figure once it is over: who says nothing, disputes nothing."""
    if term.kind == "dispute_due" and term.due < today and not term.settled:
        return replace(term, settled="zonder melding voorbij")
    return term


def problem_with_term(
    working_days: WorkingDays, letter_date: date, last_day: date, *, has_reason: bool
) -> str:
    """Return that a letter of a day gives a municipality too little time; empty when it does not."""
    number = working_days.count(letter_date, last_day)
    if last_day < letter_date:
        first = day_text(working_days.after(letter_date, SHORTEST))
        return (
            f"{day_text(last_day)} ligt vóór de datum van de brief ({day_text(letter_date)}). Kies een dag op of na "
            f"{first}."
        )
    if number < SHORTEST and not has_reason:
        return (
            f"De termijn is {plural(number, 'werkdag', 'werkdagen')}. Kies er ten minste {SHORTEST}, of schrijf "
            "waarom het korter moet."
        )
    return ""


def short_terms(versions: Sequence[AssessmentVersion], province: Province, sent_on: date) -> dict[int, str]:
    """Return what adopted letters ask too soon after the day on which they are sent, by municipality id."""
    working_days = working_days_of(province)
    kept = AdoptedLetter.objects.filter(version__in=versions).exclude(terms=None)
    found = {}
    for key, terms in kept.values_list("version__municipality_id", "terms"):
        # In an order of our own: PostgreSQL keeps the keys of what it stores in another one.
        given = {name: date.fromisoformat(day) for name, day in (terms or {}).items()}
        days = {name: given[name] for name in (*OF_THE_MUNICIPALITY, "view_due") if name in given}
        if not days:
            continue
        name = min(days, key=lambda each: days[each])
        left = working_days.count(sent_on, days[name])
        if left < SHORTEST:
            when = (
                f"nog {plural(left, 'werkdag', 'werkdagen')}"
                if days[name] >= sent_on
                else "die dag is voorbij"
            )
            found[key] = f"De brief vraagt uiterlijk {day_text(days[name])} een {TERMS[name]}: {when}"
    return found
