"""What letters are written from: read once for all letters of a province over a period."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from assessments.judging.names import as_named_in, rung_of
from assessments.judging.on_record import of, records_of
from assessments.judging.policy_in_force import Confirmed, confirmed_of
from assessments.judging.province_ladder import ladder_of
from assessments.letters.act_told import ActTold, acts_told
from assessments.letters.content import Adoption, Known
from assessments.letters.fields import FIELDS, fill_blocks, open_words
from assessments.letters.matter import Matter
from assessments.letters.province_blocks import Wording, wording_of
from assessments.models import (
    AdoptedLetter,
    Assessment,
    AssessmentVersion,
    Judgement,
    LetterTerms,
    Step,
)
from assessments.rules.findings import Placement
from assessments.rules.ladder import Rung
from assessments.rules.registry import policy_for
from assessments.typed_text import Text
from assessments.workflow import State
from audit.refused import Refused
from municipalities.contacts.queries import Answers, Contacts, answers_in, contacts_in
from municipalities.figures import Figures, PeriodFacts
from municipalities.halfyear import last_day_of
from municipalities.ledger.queries import CorrectionLine, corrections_at, figures_for_each
from municipalities.ledger.register import answered, periods_of, with_register
from municipalities.models import Municipality, Period, Province, Received, ReplyTo


class NoLetter(Refused):
    """An assessment without a rung has no letter."""

    def __init__(self, assessment: Judgement) -> None:
        super().__init__(
            f"Er is geen brief voor {assessment.municipality} over {assessment.period}: er ontbreken "
            "cijfers. Lever ze aan en beoordeel opnieuw."
        )


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What the letters of one province over one period have in common, read once."""

    facts: PeriodFacts
    province: Province
    ladder: dict[int, Rung]
    confirmed: dict[str, Confirmed]
    """What the province confirmed, by version of the policy."""
    terms: dict[tuple[str, int | None], LetterTerms]
    """By period code, this one and those of the previous rungs, and by municipality id; None is all of them."""
    earlier_letters: dict[tuple[int, str], date | None]
    """The date above the letters that were sent, by municipality id and period code; None of what was only adopted."""
    corrections: dict[datetime, dict[int, list[CorrectionLine]]]
    """Of the opening balances, by the moment as known on and municipality id."""
    contacts: dict[datetime, dict[int, Contacts]]
    """By the moment of the assessment and municipality id."""
    answers: dict[datetime, Answers]
    """The replies on record, by the moment of the assessment."""
    next_facts: PeriodFacts | None
    next_figures: dict[datetime, dict[Municipality, Figures]]
    """By the moment as known on; empty when nobody created the next period yet."""
    decided_since: set[int]
    """The ids of the municipalities of which the next period is decided."""
    told: dict[int, ActTold]
    """By municipality id, the legal act that its letter tells."""
    wording: Wording
    adoption: Adoption | None

    def terms_of(self, municipality: Municipality, code: str) -> LetterTerms | None:
        return self.terms.get((code, municipality.pk)) or self.terms.get((code, None))


def shared_by(
    assessments: Sequence[Judgement], period: Period, province: Province, adoption: Adoption | None
) -> Shared:
    province = with_register(province)
    after = next((row for row in periods_of(province) if row.start == period.end), None)
    before = {assessment.placement.previous_period for assessment in assessments}
    moments = {assessment.known_at for assessment in assessments}
    assessed = {assessment.assessed_at for assessment in assessments}
    next_figures = figures_for_each([(after, moment) for moment in moments if after], province=province)
    standing = records_of(province, [None])[None].standing
    return Shared(
        facts=period.facts,
        province=province,
        ladder=ladder_of(province, period.code),
        confirmed=confirmed_of(province),
        terms={(row.period.code, row.municipality_id): row for row in terms_in(province)},
        earlier_letters=letter_dates(before, province),
        corrections=corrections_at(period, province, moments),
        contacts=contacts_in(province, assessed),
        answers=answers_in(province, assessed),
        next_facts=after.facts if after else None,
        next_figures={moment: figures for (_, moment), figures in next_figures.items()},
        decided_since={row.municipality for row in standing if after and row.code == after.code},
        told=acts_told(assessments, period, province),
        wording=wording_of(province),
        adoption=adoption,
    )


def terms_in(province: Province) -> list[LetterTerms]:
    """Return all days in letters of a province, with their half-year; one query, of a register none."""
    rows = LetterTerms.objects.filter(province=province).select_related("period")
    return answered(province, "terms", [""], lambda _: {"": list(rows)})[""]


def letter_dates(periods: Collection[str], province: Province) -> dict[tuple[int, str], date | None]:
    """Return the date above the letters that were sent, by municipality id and period code.

    None where a letter stands that was only adopted. After a merger it is that of the municipality of
    which the rung goes on, if its letter was kept.
    """
    records = records_of(province, [None])[None]
    dates: dict[tuple[int, str], date | None] = dict.fromkeys(
        (row.municipality, row.code) for row in records.standing if row.code in periods
    )
    of_these = of(province) & Q(period__code__in=periods)
    sent = Step.objects.filter(state=State.SENT).values("version")
    letters = AdoptedLetter.objects.filter(
        version__in=AssessmentVersion.objects.filter(of_these, pk__in=sent).values("pk")
    ).order_by("version__number")
    rows = letters.values_list("version__municipality_id", "version__period__code", "printed_on")
    dates |= {(key, code): printed_on for key, code, printed_on in rows if (key, code) in dates}
    for key, taken in records.taken_over:
        if taken.inherited_from is not None and taken.period in periods:
            dates[key, taken.period] = dates.get((taken.inherited_from, taken.period))
    return dates


def previous_letter_date(municipality: Municipality, placement: Placement, shared: Shared) -> date | None:
    """Return the date of the letter on the previous rung: as it was sent, else as its terms say.

    The terms speak for a rung from before the application, and for one that is still a concept.
    """
    key = (municipality.pk, placement.previous_period)
    if not placement.previous_known:
        return None
    if key in shared.earlier_letters:
        return shared.earlier_letters[key]
    terms = shared.terms_of(municipality, placement.previous_period)
    return terms.letter_date if terms else None


def answered_since(municipality: Municipality, sent: date | None, known: Answers) -> date | None:
    """Return when a municipality answered the questions of a letter of that day; None when no answer is on record."""
    days = [
        reply.day
        for (key, _, about), reply in known.items()
        if key == municipality.pk and about == ReplyTo.QUESTIONS and reply.outcome == Received.RECEIVED
    ]
    return max((day for day in days if sent is not None and day >= sent), default=None)


def sample_of(province: Province, key: str, text: str) -> Sample:
    """Return how a text for a block reads in the letter of the newest assessment; without one, with open fields."""
    rows = Assessment.objects.filter(municipality__province=province).exclude(rung=None)
    newest = (
        rows.select_related("municipality", "period").order_by("-period__start", "municipality__name").first()
    )
    if newest is None:
        return Sample(None, fill_blocks((key,), {name: open_words(name) for name in FIELDS}, {key: text}))
    matter = matter_of(newest, shared_by([newest], newest.period, province, None))
    return Sample(newest, fill_blocks((key,), matter.values, {key: text}))


@dataclass(frozen=True)
class Sample:
    """A text as a letter would print it."""

    assessment: Assessment | None
    text: Text


def matter_of(assessment: Judgement, shared: Shared) -> Matter:
    placement, figures = assessment.placement, assessment.figures
    known, municipality = Known.of(figures), as_named_in(assessment, assessment.municipality)
    if assessment.rung is None or known is None:
        raise NoLetter(assessment)
    continues = municipality.existed_on(shared.facts.end)
    sent, replies = (
        previous_letter_date(municipality, placement, shared),
        shared.answers[assessment.assessed_at],
    )
    return Matter(
        assessment=assessment,
        placement=placement,
        figures=figures,
        known=known,
        rung=rung_of(assessment, shared.ladder) or shared.ladder[assessment.rung],
        policy=assessment.rules,
        confirmations=shared.confirmed,
        province=shared.province,
        municipality=municipality,
        terms=shared.terms_of(municipality, shared.facts.code),
        previous_letter_date=sent,
        answered_on=answered_since(municipality, sent, replies),
        corrections=tuple(shared.corrections[assessment.known_at].get(municipality.pk, ())),
        contacts=shared.contacts[assessment.assessed_at].get(municipality.pk, Contacts()),
        continues=continues,
        next_is_decided=municipality.pk in shared.decided_since,
        next_policy=policy_for(shared.province.code, shared.facts.next_code) if continues else None,
        next_last_day=last_day_of(shared.facts.next_code),
        next_figures=shared.next_figures.get(assessment.known_at, {}).get(municipality),
        told=shared.told.get(municipality.pk),
        texts_in_force=shared.wording.texts,
        adoption=shared.adoption,
    )
