"""What two example persons decided of the worked example: proposed by one, adopted by the other, sent and published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from assessments.decisions.candidates import subjects_of
from assessments.decisions.legal_acts import record_act
from assessments.decisions.take_step import take_step
from assessments.judging.assess_period import latest_judgement
from assessments.judging.given_terms import GivenTerm, given_terms
from assessments.judging.motivation import STANDARD
from assessments.judging.save_motivation import save_motivation
from assessments.models import ActKind, Assessment, AssessmentVersion, LetterTerms, PolicyConfirmation
from assessments.policies.confirm import Confirmation, confirm
from assessments.rules.contract import Policy
from assessments.rules.scope import scope_number
from assessments.workflow import ADOPT, PROPOSE, PUBLISH, SEND, Transition
from example.at_hand import example_file
from example.days import WEEK
from example.deliveries import clock_at
from municipalities.contacts.actions import record_note
from municipalities.ledger.queries import figures_for
from municipalities.models import ActionPlan, Note, Period, PlanVerdict, Province, Received, Reply
from municipalities.working_days import WorkingDays

OWN_WORDS = (
    "Voorbeeld. De achterstand is het afgelopen halfjaar opnieuw gegroeid, en de gesprekken en het plan van aanpak "
    "hebben dat niet gekeerd. Daarom is het voornemen kenbaar gemaakt om de taak over te nemen."
)
REPLIED = {
    "sender": "Beleidsadviseur wonen",
    "summary": "Voorbeeld: de gevraagde gegevens.",
    "document": "VOORBEELD",
}


@dataclass(frozen=True)
class Deciders:
    """Who proposes and who adopts: two persons, as the workflow asks."""

    supervisor: User
    adopter: User


def decide_period(province: Province, period: Period, by: Deciders) -> bool:
    """Take an assessed period through all its steps; False when somebody went on with it, or with a later one."""
    days = WorkingDays()
    noticed, proposed, adopted = (days.from_day(period.end + timedelta(number)) for number in (14, 17, 21))
    judged = latest_judgement(province)
    versions = AssessmentVersion.objects.filter(period=period, municipality__province=province)
    terms = LetterTerms.objects.filter(province=province, period=period, municipality=None).first()
    if versions.exists() or terms is None or judged is None or judged > clock_at(noticed)():
        return False
    sent_on, published_on = terms.letter_date, terms.publication_from
    if sent_on is None or published_on is None:
        return False
    concepts = Assessment.objects.filter(period=period, municipality__province=province)
    for concept in concepts.select_related("municipality__province"):
        if concept.needs_executive:
            give_notice(concept, period, noticed, by.supervisor)

    def take(step: Transition, day: date, person: User, **given: Any) -> None:
        now = clock_at(day)
        subjects = subjects_of(step, period, province, by=person, now=now())
        keys = [row.key for row in subjects]
        take_step(step, period=period, province=province, keys=keys, by=person, now=now, **given)

    take(PROPOSE, proposed, by.supervisor, motivation=STANDARD)
    take(ADOPT, adopted, by.adopter, decision_date=adopted, decision_number=f"VOORBEELD-{period.code}")
    college = "het college van burgemeester en wethouders"
    take(SEND, sent_on, by.supervisor, sent_on=sent_on, addressees=college, means="post")
    place = province.publication_place
    take(PUBLISH, published_on, by.supervisor, published_on=published_on, publication_place=place)
    answer(province, period, by.supervisor)
    return True


def answer(province: Province, period: Period, by: User) -> None:
    """Record what municipalities did with the letters over a period: each a little before its last day."""
    days = WorkingDays()
    municipalities = [*province.municipalities.all()]
    for term in given_terms(municipalities, known_at=clock_at(period.end + 8 * WEEK)()):
        day = days.from_day(term.due - WEEK)
        if term.settled or day < term.given_on:
            continue
        if term.can_be_answered:
            said = {"about": term.kind, "reference": term.reference, "outcome": Received.RECEIVED, "day": day}
            own = Reply.objects.filter(municipality__province=province).exclude(files=None)
            uploads = [] if own.exists() else [example_file()]
            keep_answer(Reply, term, day, by, **said, **REPLIED, uploads=uploads)
        elif term.kind == "action_plan_due":
            judged = days.from_day(day + WEEK)
            asked = {"asked_on": term.given_on, "due_on": term.due, "delivered_on": day}
            keep_answer(ActionPlan, term, judged, by, **asked, judged_on=judged, verdict=PlanVerdict.APPROVED)


def keep_answer(kind: type[Note], term: GivenTerm, on: date, by: User, **values: Any) -> None:
    record_note(kind, by=by, now=clock_at(on), municipality=term.municipality, replaces=None, **values)


def give_notice(concept: Assessment, period: Period, day: date, by: User) -> None:
    """Record the notice of intent on which rung 4 rests, and the reasons for it."""
    municipality, now = concept.municipality, clock_at(day)
    running = Period.objects.get(start=period.end)
    policy = concept.rules
    confirm_counting(policy, municipality.province, running, day)
    figures = figures_for(running, known_at=now(), only=municipality)[municipality]
    days = WorkingDays()
    record_act(
        municipality=municipality,
        by=by,
        now=now,
        kind=ActKind.NOTICE_OF_INTENT,
        decided_on=day,
        decision_number=f"VOORBEELD-{period.code}-1",
        term_start=day,
        term_end=days.from_day(running.end + 25 * WEEK),
        scope=scope_number(policy.scope, figures),
        addressees="het college van burgemeester en wethouders",
        copy_to_council=True,
        view_due=days.from_day(day + 6 * WEEK),
    )
    save_motivation(concept, text=OWN_WORDS, version=concept.motivation_version, by=by, now=now)


def confirm_counting(policy: Policy, province: Province, first: Period, day: date) -> None:
    """Confirm what counts for an act first, as example: without that no letter about one can be adopted."""
    code = policy.counts_by
    if PolicyConfirmation.objects.filter(province=province, subject=code).exists():
        return
    stated = Confirmation(
        evidence="Alleen als voorbeeld: een jurist las dit niet.",
        choice=policy.choices[code],
        first_period=first,
    )
    confirm(
        province=province, policy=policy, subject=code, stated=stated, earlier=0, by=None, now=clock_at(day)
    )
