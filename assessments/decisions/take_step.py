"""Writes of decisions: the steps of the workflow, one at a time or a whole period at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.permissions import may_assess, require
from assessments.decisions.add_steps import add_steps, freeze, steps_stating
from assessments.decisions.candidates import Subject, in_words, problems_in_words, subjects_of
from assessments.decisions.decision_days import problems_with_days
from assessments.decisions.kept_letters import kept_as
from assessments.decisions.obstacles import NAME
from assessments.judging.assess_period import concept_of, judge_period, latest_judgement
from assessments.judging.differences import WITHOUT_SHORTAGE, changes_between
from assessments.judging.motivation import needs_shared_words
from assessments.judging.province_ladder import ladder_of
from assessments.judging.save_motivation import figures_named
from assessments.judging.versions import NO_TRACK, Track, track_of, tracks_of
from assessments.letters.content import Adoption, Superseded
from assessments.letters.letter import Letter, missing_in, written
from assessments.models import AdoptedLetter, Assessment, AssessmentVersion, Judgement, Step
from assessments.typed_numbers import UnknownNumbers
from assessments.workflow import ADOPT, PROPOSE, SUPERSEDE, State, Transition
from audit.actions import keep_all_sealed, lines_last, record
from audit.chain import head
from audit.refused import Clock, Refused
from municipalities.dutch import day_text, listing, listing_or_number
from municipalities.ledger.keep import keep_figures
from municipalities.models import Municipality, Period, Province
from municipalities.moments import local_day, not_in_future
from municipalities.recording import locked

NO_REASON = "Vul een reden in."
ASKED = {
    "decision_date": "Vul de datum van het besluit in, bijvoorbeeld 5 februari 2026.",
    "decision_number": "Vul het nummer van het besluit in.",
    "reason": NO_REASON,
    "sent_on": "Vul de datum van verzending in.",
    "addressees": "Vul in aan wie de brief is verzonden.",
    "means": "Vul in hoe de brief is verzonden.",
    "published_on": "Vul de datum van publicatie in.",
    "publication_place": "Vul in waar de brief is gepubliceerd.",
}


@transaction.atomic
@lines_last()
def take_step(
    step: Transition,
    *,
    period: Period,
    province: Province,
    keys: Sequence[str],
    by: Any,
    now: Clock,
    motivation: str = "",
    confirmed_numbers: Sequence[str] = (),
    **given: Any,
) -> list[AssessmentVersion]:
    """Take a step with one or more assessments of a period: with all of them, or with none.

    `keys` are those of `Subject`, so that nothing is decided that looked otherwise on the page.
    `given` holds what the step asks for. `motivation` goes with proposals that take the outcome over and have
    no words of their own; `confirmed_numbers` are numbers in it that are no figures, and yet are right.
    Raises Refused with all problems at once.
    """
    refuse_whoever_may_not(step, by)
    moment = locked(province, now, latest=latest_judgement)
    province.refresh_from_db()  # the letters print what it says now
    refuse_what_is_missing(step, given, moment)
    subjects = chosen_subjects(step, period, province, keys, by, moment)
    if step is PROPOSE:
        refuse_without_motivation(subjects, motivation)
        refuse_unknown_for_many(subjects, motivation, confirmed_numbers)
    ladder = ladder_of(province, period.code)
    versions = freeze(subjects, ladder, motivation, confirmed_numbers, by=by, moment=moment)
    replaced = [row.track.standing for row in subjects if row.track.standing is not None]
    refuse_what_is_on_record(step, versions, given)
    problems = problems_with_days(step, period, versions, replaced, given)
    if problems:
        raise Refused(fields=problems)
    add_steps(versions, step, by=by, moment=moment, **given)
    if step is ADOPT:
        close(province, versions)
        settle(subjects, period, province, given, by, moment)
    return versions


def refuse_whoever_may_not(step: Transition, by: Any) -> None:
    assert step.allowed is not None, f"{step.name} only follows from another step"
    require(by, step.allowed)
    if step.other_person and by is None:
        raise Refused(f"{step.label} doet een persoon, geen opdracht op de server.")


def refuse_what_is_missing(step: Transition, given: Mapping[str, Any], moment: datetime) -> None:
    """Refuse what the step asks for and was not given, and days that are still to come."""
    problems = {}
    for name in step.asks:
        value = given.get(name)
        if not value or (isinstance(value, str) and not value.strip()):
            problems[name] = ASKED[name]
        elif isinstance(value, date) and (wrong := not_in_future(value, local_day(moment))):
            problems[name] = wrong
    if problems:
        raise Refused(fields=problems)


def refuse_what_is_on_record(
    step: Transition, versions: Sequence[AssessmentVersion], given: Mapping[str, Any]
) -> None:
    """Refuse a correction that states what is on record already."""
    if step.target is not None:
        return
    stated = steps_stating(versions, step.asks[0])
    told = [name for name in step.asks if name != "reason"]
    same = [
        version.municipality.name
        for version in versions
        if all(getattr(stated[version.pk], name) == given[name] for name in told)
    ]
    if same:
        raise Refused(f"Bij {listing(same)} staat het al zo vast. Wijzig wat anders moet zijn.")


def chosen_subjects(
    step: Transition, period: Period, province: Province, keys: Sequence[str], by: Any, moment: datetime
) -> list[Subject]:
    """Return the chosen subjects in a fixed order; refuses what cannot, or was changed in the meantime."""
    if not keys:
        raise Refused("Kies ten minste één gemeente.")
    subjects = {row.key: row for row in subjects_of(step, period, province, by=by, now=moment)}
    gone = [key.partition(":")[0] for key in keys if key not in subjects]
    chosen = [row for key, row in subjects.items() if key in keys]
    problems = [*changed_meanwhile(step, gone, period, province), *problems_in_words(chosen)]
    if problems:
        raise Refused(*problems)
    return chosen


def changed_meanwhile(
    step: Transition, codes: Sequence[str], period: Period, province: Province
) -> list[str]:
    """Say why rows of the page are not there any more, each reason once."""
    if not codes:
        return []
    known = {row.cbs_code: row for row in Municipality.objects.filter(province=province).order_by("name")}
    tracks = tracks_of(period, province, with_snapshots=False)
    strange = [
        f"{code[:10]} is geen gemeente van deze provincie. Vernieuw de pagina."
        for code in dict.fromkeys(codes)
        if code not in known
    ]
    gone = [row for code, row in known.items() if code in codes]
    return strange + in_words((why_gone(step, tracks.get(row.pk, NO_TRACK)), row.name) for row in gone)


def why_gone(step: Transition, track: Track) -> str:
    shown = track.shown or track.typed
    if shown is None:
        return f"{step.label} kan niet: {NAME} is niet meer beoordeeld. Vernieuw de pagina."
    if step is ADOPT and shown.state in step.sources:
        return (
            f"{step.label} kan niet: de beoordeling van {NAME} of de brief is intussen gewijzigd. Vernieuw de "
            "pagina en bekijk de brief."
        )
    changed = "is intussen door iemand anders gewijzigd"
    if shown.state not in step.sources:
        changed = f"heeft status {State(shown.state).label}"
    return f"{step.label} kan niet: de beoordeling van {NAME} {changed}. Vernieuw de pagina."


def refuse_without_motivation(subjects: Sequence[Subject], motivation: str) -> None:
    bare = [row.municipality.name for row in subjects if needs_shared_words(row.judgement)]
    if bare and not motivation.strip():
        raise Refused(fields={"motivation": f"Vul een motivering in voor {listing(bare)}."})


def refuse_unknown_for_many(subjects: Sequence[Subject], motivation: str, confirmed: Sequence[str]) -> None:
    """Refuse a number in shared words that is no figure of everybody whose letter gets them."""
    names: dict[str, list[str]] = {}
    for row in subjects:
        if needs_shared_words(row.judgement):
            for written in figures_named(row.judgement).unknown_in(motivation):
                names.setdefault(written, []).append(row.municipality.name)
    unknown = [written for written in names if written not in confirmed]
    if unknown:
        who = dict.fromkeys(name for written in unknown for name in names[written])
        raise UnknownNumbers({"motivation": unknown}, listing_or_number([*who], "gemeenten"))


def close(province: Province, versions: Sequence[AssessmentVersion]) -> None:
    """Let nothing more be recorded at a moment that an adopted version stands on."""
    locked = Province.objects.get(pk=province.pk)
    moments = [version.known_at for version in versions]
    latest = max([*moments, locked.closed_until] if locked.closed_until else moments)
    Province.objects.filter(pk=province.pk).update(closed_until=latest)
    # What is known later is held against all that was known of these periods and of later ones.
    first = min(version.period.start for version in versions)
    periods = Period.objects.filter(start__gte=first)
    keep_figures(
        [(period, moment) for period in periods for moment in dict.fromkeys(moments)], province, lasting=True
    )


def settle(
    subjects: Sequence[Subject],
    period: Period,
    province: Province,
    given: Mapping[str, Any],
    by: Any,
    moment: datetime,
) -> None:
    """Supersede what stood, and keep the letters of what was adopted."""
    superseded: dict[int, Superseded] = {}
    sent = sent_among(version for subject in subjects for version in subject.track.versions)
    replaced = []
    for subject in subjects:
        standing = subject.track.standing
        if standing is not None:
            standing.municipality = subject.municipality
            replaced.append(standing)
        # Only what the municipality has can be replaced: the newest that was sent.
        before = next((row for row in subject.track.versions if row.pk in sent), None)
        if before is not None:
            superseded[subject.municipality.pk] = superseded_letter(before, subject.judgement)
    add_steps(replaced, SUPERSEDE, by=by, moment=moment)
    adoption = Adoption(
        decision_date=given["decision_date"],
        decision_number=given["decision_number"],
        superseded=superseded,
    )
    versions = [subject.judgement for subject in subjects]
    letters = written(versions, period, province, adoption=adoption)
    refuse_letters(letters, adoption)
    newest = head()
    kept = [
        AdoptedLetter(version_id=letter.assessment.pk, **kept_as(letter, moment, newest))
        for letter in letters
    ]
    details = [
        {"sha256": row.sha256, "municipality": letter.assessment.municipality.name}
        for row, letter in zip(kept, letters, strict=True)
    ]
    keep_all_sealed(kept, "brief vastgelegd", by=by, at=moment, province_code=province.code, details=details)


def sent_among(versions: Iterable[AssessmentVersion]) -> set[int]:
    """Return the keys of the versions of which the letter was sent."""
    steps = Step.objects.filter(version__in=[row.pk for row in versions], state=State.SENT)
    return set(steps.values_list("version", flat=True))


def refuse_letters(letters: Sequence[Letter], adoption: Adoption) -> None:
    """Refuse letters from before the decision that they name, and those that still leave something open."""
    days = [letter.printed_on for letter in letters if letter.printed_on]
    if days and min(days) < adoption.decision_date:
        message = (
            f"De brief is van {day_text(min(days))}, van voor dit besluit. Kies die dag of een eerdere, of vul bij "
            "Beheer een latere datum van de brief in."
        )
        raise Refused(fields={"decision_date": message})
    for letter in letters:
        missing = missing_in(letter)
        if missing:
            name = letter.assessment.municipality.name
            raise Refused(f"{name}: in de brief ontbreekt nog: {listing(missing)}. Vul dat in bij Beheer.")


def superseded_letter(standing: AssessmentVersion, new: Judgement) -> Superseded:
    before = AdoptedLetter.objects.get(version=standing)
    status = new.previous_rung_status
    differ = changes_between(standing, new.figures, new.placement, status, new.rung)
    # Where a shortage made nothing lighter, the rung without it says what the outcome says.
    is_milder = standing.placement.milder or new.placement.milder
    changes = [row.in_letter for row in differ if is_milder or row.label != WITHOUT_SHORTAGE]
    return Superseded(
        number=before.number,
        day=before.printed_on,
        changes=listing(changes) if changes else "de motivering",
    )


@transaction.atomic
def reassess(*, period: Period, municipality: Municipality, reason: str, by: Any, now: Clock) -> Assessment:
    """Begin a concept beside the version that stands, judged with what is known now.

    The version stands until the new one is adopted. Raises Refused.
    """
    require(by, may_assess)
    moment = locked(municipality.province, now, latest=latest_judgement)
    track = track_of(period, municipality)
    if track.standing is None:
        raise Refused(f"Herbeoordelen kan niet: over {period} is voor {municipality} niets vastgesteld.")
    if track.pending is not None:
        raise Refused(f"De herbeoordeling van {municipality} is al begonnen. Ga daarmee verder.")
    if not reason.strip():
        raise Refused(fields={"reason": NO_REASON})
    judged = judge_period(period=period, province=municipality.province, known_at=moment)
    (row,) = (row for row in judged if row.municipality == municipality)
    concept = concept_of(row, track, period, moment, moment, by)
    concept.reassessment_reason = reason.strip()
    concept.save()
    record(
        "herbeoordeling begonnen",
        by=by,
        at=moment,
        about=concept,
        province_code=municipality.province_id,
        reason=concept.reassessment_reason,
        version=track.standing.pk,
    )
    return concept
