"""The workflow: generated from its table, and what each step leaves behind."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from assessments.decisions.candidates import subjects_of
from assessments.decisions.obstacles import problems_before_adopting
from assessments.decisions.step_context import surroundings_of
from assessments.decisions.take_step import reassess, take_step
from assessments.dossier.records import shown, trail_of
from assessments.judging.fingerprints import engine_version
from assessments.judging.next_steps import next_steps, proposed_by, return_before
from assessments.judging.save_motivation import MotivationChanged, save_motivation
from assessments.judging.versions import NO_TRACK, track_of
from assessments.models import AdoptedLetter, Assessment, AssessmentVersion, LetterTerms, Step
from assessments.overview.overview import overview_of
from assessments.rules.deviation import Choice
from assessments.verification import Taken, deviations, problems_with_steps
from assessments.workflow import (
    ADOPT,
    CORRECT_PUBLICATION,
    CORRECT_SENDING,
    GIVE_BACK,
    PROPOSE,
    PUBLISH,
    RECALL,
    SEND,
    TRANSITIONS,
    WITHDRAW,
    State,
)
from audit.models import AuditEntry
from audit.refused import Refused
from audit.seals import checksum_of
from municipalities.models import Province
from tests.assessments.decisions.deciding import (
    DAY,
    GIVEN,
    adopt,
    assess,
    covered,
    house_late,
    people,
    ready_to_write,
    someone,
    take,
)
from tests.assessments.judging.test_memory import take_over
from tests.factories import at, make_municipality, make_period, make_province, make_user
from tests.rows import made_once

pytestmark = pytest.mark.django_db

TAKEN = [step for step in TRANSITIONS if step.allowed is not None]
OF_ANY = [step for step in TAKEN if not step.only_reassessment]
MOVING = [step for step in OF_ANY if step.target is not None]
PATHS = {
    State.CONCEPT: [],
    State.PROPOSED: [PROPOSE],
    State.RETURNED: [PROPOSE, GIVE_BACK],
    State.RECALLED: [PROPOSE, RECALL],
    State.ADOPTED: [PROPOSE, ADOPT],
    State.SENT: [PROPOSE, ADOPT, SEND],
    State.PUBLISHED: [PROPOSE, ADOPT, SEND, PUBLISH],
    State.WITHDRAWN: [PROPOSE, ADOPT, WITHDRAW],
    State.SUPERSEDED: [PROPOSE, ADOPT, "another choice", PROPOSE, ADOPT],
}
"""How a test gets to each state; superseded and abandoned are only reached by a re-assessment."""


@made_once
def baarn():
    municipality = make_municipality("Baarn")
    covered(municipality, housed=7)
    ready_to_write()
    assess()
    return municipality


def version_in(municipality, state, code="2023-2"):
    """Return what is in a state, or else the newest."""
    track = track_of(make_period(code), municipality)
    return track.in_state(state) or track.concept or track.versions[0]


def state_of(municipality, state=None):
    return State(version_in(municipality, state).state)


def bring_to(state):
    for step in PATHS[state]:
        if step == "another choice":
            decide_otherwise()
        else:
            take(step)


def decide_otherwise():
    """Begin a re-assessment of the only municipality that has other words than what stands."""
    municipality = AssessmentVersion.objects.get().municipality
    again(municipality, DAY)
    choice = Choice(rung=1, reason="De brand in de nieuwbouw.")
    save_motivation(Assessment.objects.get(), text="Zie.", version=0, by=None, now=at(DAY), choice=choice)


def key_of(municipality, step, state=None):
    """Return what a page that shows what is in this state would send, also where the step cannot be taken."""
    row = version_in(municipality, state)
    rows = subjects_of(step, make_period(), make_province(), by=None, now=at(DAY)())
    other = f"{municipality.cbs_code}:{checksum_of(row)[:16]}"
    return next((found.key for found in rows if found.judgement == row), other)


def attempt(step, key, by):
    return take_step(
        step,
        period=make_period(),
        province=make_province(),
        keys=[key],
        by=by,
        now=at(DAY),
        **GIVEN[step.name],
    )


def test_every_state_can_be_reached():
    assert set(PATHS) | {State.ABANDONED} == set(State)


@pytest.mark.parametrize("state", PATHS, ids=lambda state: state.name)
def test_steps_by_state_and_role(baarn, state):
    """Every state × step × role: taken when the table says so, else refused with nothing changed."""
    bring_to(state)
    before = Step.objects.count(), state_of(baarn, state)
    assert before[1] == state
    keys = {step: key_of(baarn, step, state) for step in TAKEN}
    for step, role in product(TAKEN, Role):
        user = someone(role)
        may = step.allowed(user) and state in step.sources and not step.only_reassessment
        with transaction.atomic():
            if may:
                attempt(step, keys[step], user)
                assert state_of(baarn, step.target) == (step.target or state)
                assert Step.objects.last().taken_by == user
            else:
                with pytest.raises(Refused, match=r"kan niet|Uw rol mag dit niet"):
                    attempt(step, keys[step], user)
                assert (Step.objects.count(), state_of(baarn, state)) == before
            transaction.set_rollback(True)


@pytest.mark.parametrize("step", MOVING, ids=lambda step: step.name)
def test_step_taken_twice_is_refused_with_what_is_now(baarn, step):
    bring_to(step.sources[0])
    key, user = key_of(baarn, step), people()[step.allowed(people()[1])]
    values = {"period": make_period(), "province": make_province(), "now": at(DAY), **GIVEN[step.name]}
    take_step(step, keys=[key], by=user, **values)

    with pytest.raises(Refused, match=f"{step.label} kan niet: de beoordeling van Baarn"):
        take_step(step, keys=[key], by=user, **values)
    assert Step.objects.filter(state=step.target).count() == 1


@pytest.mark.parametrize(
    ("step", "name"),
    [(step, name) for step in OF_ANY for name in step.asks],
    ids=lambda v: getattr(v, "name", v),
)
def test_step_without_what_it_asks_for_is_refused(baarn, step, name):
    bring_to(step.sources[0])

    with pytest.raises(Refused) as refused:
        take(step, **{name: None})
    assert set(refused.value.fields) == {name}
    assert not Step.objects.filter(state=step.target or "").exists()


@pytest.mark.parametrize(
    ("step", "name"),
    [(ADOPT, "decision_date"), (SEND, "sent_on"), (PUBLISH, "published_on")],
    ids=lambda v: getattr(v, "name", v),
)
def test_step_on_a_day_to_come_is_refused(baarn, step, name):
    bring_to(step.sources[0])

    with pytest.raises(Refused, match="ligt in de toekomst"):
        take(step, **{name: date(2025, 1, 2)})


@pytest.mark.parametrize(
    ("step", "name", "day"),
    [
        (ADOPT, "decision_date", date(2023, 6, 30)),
        (ADOPT, "decision_date", date(2024, 12, 31)),
        (SEND, "sent_on", date(2024, 12, 31)),
        (PUBLISH, "published_on", date(2024, 12, 31)),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_step_on_a_day_before_the_one_it_follows_is_refused(baarn, step, name, day):
    bring_to(step.sources[0])

    with pytest.raises(Refused) as refused:
        take(step, **{name: day})
    assert set(refused.value.fields) == {name}
    assert not Step.objects.filter(state=step.target).exists()


def test_letter_from_before_the_decision_that_it_names_is_refused(baarn):
    bring_to(State.PROPOSED)
    LetterTerms.objects.update(letter_date=date(2025, 1, 3))

    with pytest.raises(Refused) as refused:
        take(ADOPT, on="2025-01-05", decision_date=date(2025, 1, 4))
    assert "De brief is van 3 januari 2025, van voor dit besluit" in refused.value.fields["decision_date"][0]
    assert not AdoptedLetter.objects.exists()

    take(ADOPT, on="2025-01-05", decision_date=date(2025, 1, 3))


def test_adopt_what_one_proposed_oneself_is_refused(baarn):
    take(PROPOSE)
    supervisor = people()[0]
    supervisor.role = Role.ADOPTER
    supervisor.save()

    with pytest.raises(Refused, match="zelf voorgesteld"):
        attempt(ADOPT, key_of(baarn, ADOPT), supervisor)
    assert state_of(baarn) == State.PROPOSED


def test_adopt_what_one_chose_or_wrote_oneself_is_refused(baarn):
    """Also when somebody else proposed it; saving the same words again does not take them over."""
    supervisor, colleague = people()[0], make_user(Role.SUPERVISOR)
    choice = Choice(rung=1, reason="De brand in de nieuwbouw.")
    for version, by in enumerate((supervisor, colleague)):
        concept = Assessment.objects.get()
        save_motivation(concept, text="Zie.", version=version, by=by, now=at(DAY), choice=choice)
    (version,) = take(PROPOSE, by=colleague)
    supervisor.role = Role.ADOPTER
    supervisor.save()

    assert version.chosen_by == supervisor
    with pytest.raises(Refused, match="Baarn: u hebt zelf de trede gekozen of de motivering geschreven"):
        attempt(ADOPT, key_of(baarn, ADOPT), supervisor)
    assert state_of(baarn) == State.PROPOSED
    take(ADOPT)


def test_words_keep_their_writer_when_the_rule_judges_again(baarn):
    supervisor = people()[0]
    save_motivation(Assessment.objects.get(), text="Zie.", version=0, by=supervisor, now=at(DAY))
    assess(on="2025-01-02")
    assert Assessment.objects.get().chosen_by == supervisor
    take(PROPOSE, on="2025-01-02")
    take(GIVE_BACK, on="2025-01-02")
    assess(on="2025-01-03")

    assert Assessment.objects.get().chosen_by == supervisor


def test_proposal_of_before_there_were_verdicts_is_not_adopted(baarn):
    (version,) = take(PROPOSE)
    around = surroundings_of(ADOPT, make_period(), make_province(), [version], at("2025-01-02")())
    assert list(problems_before_adopting(version, NO_TRACK, around)) == []

    version.verdict, version.basis = "", "totaalopgave"
    (problem,) = problems_before_adopting(version, NO_TRACK, around)
    assert "zonder oordeel. Geef het voorstel terug en beoordeel opnieuw" in problem


def test_adopt_by_a_command_on_the_server_is_refused(baarn):
    take(PROPOSE)

    with pytest.raises(Refused, match="Vaststellen doet een persoon"):
        attempt(ADOPT, key_of(baarn, ADOPT), None)


def test_recall_what_somebody_else_proposed_is_refused(baarn):
    (version,) = take(PROPOSE)
    supervisor, colleague = people()[0], make_user(Role.SUPERVISOR)
    waiting = version_in(baarn, State.PROPOSED)
    offered = {by: next_steps(waiting, by, proposed_by([waiting], by)) for by in (supervisor, colleague)}
    assert offered == {supervisor: [RECALL], colleague: []}

    with pytest.raises(Refused, match="alleen wie haar voorstelde, kan haar terughalen"):
        attempt(RECALL, key_of(baarn, RECALL), colleague)
    take(RECALL)
    assess(on="2025-01-02")
    concept = Assessment.objects.get()
    assert return_before(concept, track_of(make_period(), baarn)).label == "Teruggehaald"
    assert concept.motivation == version.motivation


def test_correction_states_anew_and_keeps_what_was_said(baarn):
    adopt()
    take(SEND)
    take(PUBLISH, on="2025-01-04")
    (version,) = take(CORRECT_SENDING, on="2025-01-05", sent_on=date(2025, 1, 3))
    take(CORRECT_SENDING, on="2025-01-06", sent_on=date(2025, 1, 2))
    take(CORRECT_PUBLICATION, on="2025-01-06", published_on=date(2025, 1, 3))

    steps = list(Step.objects.filter(version=version))
    sent, published, first, second, place = steps[2:]
    assert [row.sent_on for row in (sent, first, second)] == [date(2025, 1, day) for day in (1, 3, 2)]
    assert (first.corrects, second.corrects, place.corrects) == (sent, first, published)
    assert [row.label for row in steps[4:]] == ["Verzending verbeterd"] * 2 + ["Publicatie verbeterd"]
    assert state_of(baarn, State.PUBLISHED) == State.PUBLISHED
    row = shown(trail_of(baarn, known_at=at("2025-01-07")()))["2023-2"]
    assert (row.sent_on, row.published_on) == (date(2025, 1, 2), date(2025, 1, 3))
    assert list(deviations()) == []


@pytest.mark.parametrize(
    ("step", "name", "day", "says"),
    [
        (CORRECT_SENDING, "sent_on", date(2024, 12, 31), "voor de vorige stap, van 1 januari 2025"),
        (CORRECT_SENDING, "sent_on", date(2025, 1, 4), "na de volgende stap, van 3 januari 2025"),
        (CORRECT_PUBLICATION, "published_on", date(2025, 1, 1), "voor de vorige stap, van 2 januari 2025"),
    ],
)
def test_correction_that_does_not_fit_between_the_other_days_is_refused(baarn, step, name, day, says):
    adopt()
    take(SEND, on="2025-01-02")
    take(PUBLISH, on="2025-01-03")

    with pytest.raises(Refused) as refused:
        take(step, on="2025-01-05", **{name: day})
    assert says in refused.value.fields[name][0]


def test_correction_of_a_step_of_another_version_is_named():
    path = [State.PROPOSED, State.ADOPTED, State.SENT]
    steps = [Taken(number, state, number, key=number) for number, state in enumerate(path, 1)]
    own, foreign = (Taken(4, State.SENT, 3, key=4, corrects=key) for key in (3, 99))

    assert list(problems_with_steps([*steps, own], None, has_letter=True)) == []
    (problem,) = problems_with_steps([*steps, foreign], None, has_letter=True)
    assert problem == "een stap verbetert een stap van een andere versie."


def test_letter_on_the_page_is_told_apart_alike_in_every_process(baarn):
    """Its mark is of what is printed: an address in memory or a set would make it another one for each worker."""
    take(PROPOSE)
    (row,) = subjects_of(ADOPT, make_period(), make_province(), by=people()[1], now=at(DAY)())

    assert row.letter is not None
    assert " at 0x" not in repr(row.letter)
    assert "set(" not in repr(row.letter)


def test_correction_that_changes_nothing_is_refused(baarn):
    adopt()
    take(SEND)

    with pytest.raises(Refused, match="Bij Baarn staat het al zo vast"):
        take(CORRECT_SENDING, **GIVEN["send"])
    assert not Step.objects.exclude(corrects=None).exists()


def test_database_refuses_a_second_adoption_but_not_a_correction(baarn):
    (version,) = adopt()
    take(SEND)
    values = {"version": version, "state": State.SENT, "taken_at": at(DAY)(), "sent_on": date(2025, 1, 1)}
    sent = Step.objects.get(state=State.SENT)

    for again in ({}, {"corrects": sent}, {"corrects": sent}):
        step = Step(**values, number=Step.objects.count() + 1, **again)
        allowed = again and not Step.objects.filter(corrects=sent).exists()
        with nullcontext() if allowed else pytest.raises(DatabaseError), transaction.atomic():
            step.save()


def test_propose_what_other_rules_judged_is_refused_until_judged_again(baarn, monkeypatch):
    for module in ("judging.assess_period", "decisions.obstacles"):
        monkeypatch.setattr(f"assessments.{module}.engine_version", lambda _: 64 * "f")

    with pytest.raises(
        Refused, match="De regels van het beleidskader zijn na de beoordeling van Baarn gewijzigd"
    ):
        take(PROPOSE)
    assess(on="2025-01-02")
    (version,) = take(PROPOSE, on="2025-01-02")
    assert version.engine == 64 * "f"


def test_propose_keeps_the_rules_that_judged_and_not_those_of_today(baarn, monkeypatch):
    judged_by = Assessment.objects.get().engine
    (version,) = take(PROPOSE)
    monkeypatch.setattr("assessments.decisions.obstacles.engine_version", lambda _: 64 * "f")
    take(ADOPT)

    assert AssessmentVersion.objects.get() == version
    assert version.engine == judged_by == engine_version(version.rules)


def test_propose_without_motivation_is_refused(baarn):
    with pytest.raises(Refused, match="Vul een motivering in voor Baarn"):
        take(PROPOSE, motivation="  ")
    assert Assessment.objects.count() == 1


def test_propose_keeps_an_own_motivation(baarn):
    save_motivation(Assessment.objects.get(), text="Er wordt gebouwd.", version=0, by=None, now=at(DAY))
    (version,) = take(PROPOSE)

    assert version.motivation == "Er wordt gebouwd."


def test_propose_freezes_everything_and_takes_the_concept_away(baarn):
    concept = Assessment.objects.get()
    (version,) = take(PROPOSE)

    assert not Assessment.objects.exists()
    same = (
        "known_at",
        "policy",
        "figures_snapshot",
        "placement_snapshot",
        "rung",
        "verdict",
        "measured_against",
    )
    kept = AssessmentVersion.objects.get()
    assert [getattr(kept, name) for name in same] == [getattr(concept, name) for name in same]
    assert (kept.number, len(kept.engine)) == (1, 64)
    assert kept.consecutive_misses == 1
    assert version.pk == kept.pk


def test_propose_what_changed_since_the_page_was_opened_is_refused(baarn):
    key = key_of(baarn, PROPOSE)
    save_motivation(Assessment.objects.get(), text="Er wordt gebouwd.", version=0, by=None, now=at(DAY))

    with pytest.raises(Refused, match="is intussen door iemand anders gewijzigd"):
        take_step(
            PROPOSE,
            period=make_period(),
            province=make_province(),
            keys=[key],
            by=people()[0],
            now=at(DAY),
            **GIVEN["propose"],
        )


def test_propose_with_changed_figures_is_refused(baarn):
    house_late(baarn, number=1, on="2025-01-02")

    with pytest.raises(Refused, match="De cijfers van Baarn zijn na de beoordeling gewijzigd"):
        take(PROPOSE, on="2025-01-03")


def test_propose_as_known_on_a_chosen_day_stands_whatever_came_later(baarn):
    house_late(baarn, number=1, on="2025-01-02")
    assess(on="2025-01-03", known_at=at("2025-01-01")())
    (version,) = take(PROPOSE, on="2025-01-04")

    assert version.figures.realised == 7


def test_propose_without_figures_is_refused():
    make_municipality("Zeist")
    assess()

    with pytest.raises(Refused, match="Zeist kan niet worden voorgesteld: er ontbreken cijfers"):
        take(PROPOSE)


def test_adopt_with_figures_that_changed_is_refused(baarn):
    take(PROPOSE)
    house_late(baarn, number=1, on="2025-01-02")

    with pytest.raises(Refused, match="De cijfers van Baarn zijn na de beoordeling gewijzigd"):
        take(ADOPT, on="2025-01-03")


def test_adopt_keeps_the_letter_and_closes_what_was_known(baarn):
    (version,) = adopt()
    letter = AdoptedLetter.objects.get()

    assert letter.version == version
    assert "CONCEPT" not in letter.html
    assert "2024-77" not in letter.html, "who signs by mandate names no decision of the executive"
    assert make_province().closed_until == version.known_at
    with pytest.raises(Refused, match="er is al vastgesteld met cijfers tot en met"):
        house_late(baarn, number=1, on="2024-12-31")


def test_adopt_a_letter_with_something_open_is_refused(baarn):
    province = make_province()
    province.signature = ""
    province.save()
    take(PROPOSE)

    with pytest.raises(Refused, match="in de brief ontbreekt nog: functie die ondertekent"):
        take(ADOPT)


def test_adopt_says_at_which_page_of_beheer_each_open_word_is_filled_in(baarn):
    Province.objects.update(signature="")
    take(PROPOSE)

    def refusal() -> str:
        with pytest.raises(Refused) as found:
            take(ADOPT)
        return str(found.value)

    assert "functie die ondertekent. Vraag de beheerder dat in te vullen bij Beheer, Provincies." in refusal()
    assert "telt niet" not in refusal()
    LetterTerms.objects.update(letter_date=None)
    assert (
        "Vraag de beheerder dat in te vullen bij Beheer, Termijnen van brieven, over 2023-2, en bij Beheer, "
        "Provincies. Een dag vóór 1 januari 2025 telt niet"
    ) in refusal()


def test_adopt_with_dates_from_before_the_figures_says_who_fills_in_which(baarn):
    adopt()
    house_late(baarn, number=3, on="2026-02-01")
    again(baarn, "2026-02-02")
    take(PROPOSE, on="2026-02-03")

    with pytest.raises(Refused) as refusal:
        take(ADOPT, on="2026-02-04")

    assert (
        "Baarn: in de brief ontbreekt nog: datum, uiterste datum om een cijfer te betwisten en eerste dag van "
        "publicatie. Vraag de beheerder dat in te vullen bij Beheer, Termijnen van brieven, over 2023-2. Kies "
        "daar ook de gemeente: dan houden andere brieven hun dagen. Een dag vóór 2 "
        "februari 2026 telt niet: toen waren deze cijfers nog niet bekend."
    ) in str(refusal.value)


def test_step_with_many_is_taken_by_all_or_by_none():
    first, second = make_municipality("Baarn"), make_municipality("Zeist")
    covered(first, second, housed=7)
    ready_to_write()
    assess()
    house_late(second, number=1, on="2025-01-02")

    with pytest.raises(Refused, match="De cijfers van Zeist"):
        take(PROPOSE, on="2025-01-03")
    assert not AssessmentVersion.objects.exists()
    assess(on="2025-01-04")
    assert len(take(PROPOSE, on="2025-01-05")) == 2


def test_problems_of_many_are_told_once():
    municipalities = [make_municipality(f"Gemeente {letter}") for letter in "ABC"]
    covered(*municipalities, housed=7)
    assess()
    house_late(*municipalities, number=1, on="2025-01-02")

    with pytest.raises(Refused) as refused:
        take(PROPOSE, on="2025-01-03")
    assert len(refused.value.messages) == 1
    assert "Dat geldt ook voor Gemeente B en Gemeente C." in refused.value.messages[0]


def test_subjects_with_something_to_look_at_come_first():
    names = ("Aalsmeer", "Baarn", "Zeist")
    covered(*(make_municipality(name) for name in names), housed=7)
    assess()
    concept = Assessment.objects.get(municipality__name="Zeist")
    choice = Choice(rung=1, reason="De bouw liep buiten hun schuld vertraging op.")
    save_motivation(concept, text="", version=0, by=None, now=at("2025-01-03"), choice=choice)
    rows = subjects_of(PROPOSE, make_period(), make_province(), by=None, now=at("2025-01-03")())

    assert [row.municipality.name for row in rows] == ["Zeist", "Aalsmeer", "Baarn"]
    assert rows[0].remarks == ("Wijkt af van de uitkomst (trede 2)",)


def test_give_back_returns_the_words_to_a_new_concept(baarn):
    save_motivation(Assessment.objects.get(), text="Er wordt gebouwd.", version=0, by=None, now=at(DAY))
    take(PROPOSE)
    take(GIVE_BACK)
    assess(on="2025-01-02")

    assert Assessment.objects.get().motivation == "Er wordt gebouwd."
    (version,) = take(PROPOSE, on="2025-01-03")
    assert version.number == 2


def test_assess_leaves_what_was_proposed_or_adopted_alone(baarn):
    take(PROPOSE)
    (row,) = assess(on="2025-01-02")

    assert row.fixed is not None
    assert not Assessment.objects.exists()


def test_withdrawn_is_no_memory_and_can_be_assessed_again(baarn):
    adopt()
    take(WITHDRAW)
    assess(on="2025-01-02")
    track = track_of(make_period(), baarn)

    assert track.standing is None
    assert track.shown == track.concept


def test_motivation_after_proposing_is_refused(baarn):
    concept = Assessment.objects.get()
    take(PROPOSE)

    with pytest.raises(Refused, match="is intussen voorgesteld"):
        save_motivation(concept, text="Te laat.", version=0, by=None, now=at(DAY))


def test_motivation_takes_the_lock_of_proposing_so_that_no_words_are_lost(baarn):
    concept = Assessment.objects.get()
    with CaptureQueriesContext(connection) as queries:
        save_motivation(concept, text="Eerste.", version=0, by=None, now=at(DAY))
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    own = next(index for index, sql in enumerate(asked) if 'FROM "assessments_assessment"' in sql)
    provinces = [sql for sql in asked[:own] if 'FROM "municipalities_province"' in sql]

    # SQLite lets one writer in at a time, whatever is locked.
    assert provinces
    assert connection.vendor == "sqlite" or any("FOR NO KEY UPDATE" in sql for sql in provinces)


def test_motivation_by_two_at_once_loses_nothing(baarn):
    concept = Assessment.objects.get()
    save_motivation(concept, text="Eerste.", version=0, by=None, now=at(DAY))

    with pytest.raises(MotivationChanged) as conflict:
        save_motivation(concept, text="Tweede.", version=0, by=None, now=at(DAY))
    assert conflict.value.current == "Eerste."


# Re-assessment -----------------------------------------------------------------------------------


def again(municipality, on, reason="Nagekomen huisvestingen."):
    return reassess(
        period=make_period(), municipality=municipality, reason=reason, by=people()[0], now=at(on)
    )


def test_reassess_supersedes_and_the_old_one_stays_readable(baarn):
    (first,) = adopt()
    take(SEND, on="2025-01-02")
    old_letter = AdoptedLetter.objects.get().html
    house_late(baarn, number=3, on="2025-01-02")
    again(baarn, "2025-01-03")
    assert track_of(make_period(), baarn).shown == first
    take(PROPOSE, on="2025-01-04")
    (second,) = take(ADOPT, on="2025-01-05")
    track = track_of(make_period(), baarn)

    assert [(version.number, version.state) for version in track.versions] == [
        (2, "adopted"),
        (1, "superseded"),
    ]
    assert (first.rung, second.rung) == (2, 1)
    letters = {row.version_id: row for row in AdoptedLetter.objects.all()}
    assert letters[first.pk].html == old_letter
    assert "in de plaats van onze brief van 5 januari 2026 (kenmerk" in letters[second.pk].html
    assert "gehuisvest van 7 naar 10" in letters[second.pk].html
    assert "eindstand van achterstand 3 naar 0" in letters[second.pk].html
    assert letters[second.pk].number.endswith("-2")


def test_reassess_that_changes_nothing_is_refused(baarn):
    adopt()
    again(baarn, "2025-01-02")

    with pytest.raises(Refused, match="herbeoordelen is niet nodig"):
        take(PROPOSE, on="2025-01-03")


def test_reassess_after_corrections_that_cancel_out_is_refused(baarn):
    adopt()
    house_late(baarn, number=3, on="2025-01-02")
    house_late(baarn, number=0, on="2025-01-03")
    again(baarn, "2025-01-04")

    with pytest.raises(Refused, match="herbeoordelen is niet nodig"):
        take(PROPOSE, on="2025-01-05")


def test_reassess_with_another_choice_is_a_new_decision(baarn):
    adopt()
    concept = again(baarn, "2025-01-02", "Bijzondere omstandigheden.")
    choice = Choice(rung=1, reason="De brand in de nieuwbouw.")
    save_motivation(concept, text="Zie het verslag.", version=0, by=None, now=at("2025-01-02"), choice=choice)
    take(PROPOSE, on="2025-01-03")
    (version,) = take(ADOPT, on="2025-01-04")

    assert (version.rung, version.proposed_rung) == (1, 2)


def test_reassess_twice_or_without_reason_is_refused(baarn):
    adopt()

    with pytest.raises(Refused, match="Vul een reden in"):
        again(baarn, "2025-01-02", " ")
    again(baarn, "2025-01-02")
    with pytest.raises(Refused, match="is al begonnen"):
        again(baarn, "2025-01-02")


def test_reassess_what_was_never_adopted_is_refused(baarn):
    with pytest.raises(Refused, match="niets vastgesteld"):
        again(baarn, "2025-01-02")


def test_several_corrections_in_a_row_make_versions_in_a_row(baarn):
    adopt()
    for number, housed in ((2, 1), (3, 2), (4, 3)):
        day = f"2025-0{number}-01"
        house_late(baarn, number=housed, on=day)
        again(baarn, f"2025-0{number}-02")
        take(PROPOSE, on=f"2025-0{number}-03")
        take(ADOPT, on=f"2025-0{number}-04")
    versions = track_of(make_period(), baarn).versions

    assert [(row.number, row.state, row.figures.realised) for row in versions] == [
        (4, "adopted", 10),
        (3, "superseded", 9),
        (2, "superseded", 8),
        (1, "superseded", 7),
    ]


# What a person chose -----------------------------------------------------------------------------


def chosen(municipality, choice, on="2025-01-02"):
    concept = Assessment.objects.get(municipality=municipality)
    return save_motivation(concept, text="Zie hieronder.", version=0, by=None, now=at(on), choice=choice)


def test_choice_of_another_rung_says_so_in_the_letter(baarn):
    chosen(baarn, Choice(rung=1, reason="De brand in de nieuwbouw."))
    adopt(on="2025-01-03")
    html = AdoptedLetter.objects.get().html

    assert "Wij wijken daarvan af en plaatsen uw gemeente op trede 1." in html
    assert "artikel 4:84" in html
    assert "De brand in de nieuwbouw." in html
    assert "Wij stellen trede" not in html


def test_choice_of_a_ground_that_freezes_keeps_the_rung_white(baarn):
    ground = {"ground": "national_measure", "evidence": "De lockdown van 2023.", "effect": "freeze"}
    chosen(baarn, Choice(**ground))
    (version,) = adopt(on="2025-01-03")

    assert (version.rung, version.is_frozen, version.norm_met, version.consecutive_misses) == (
        1,
        True,
        None,
        0,
    )
    html = AdoptedLetter.objects.get().html
    assert "Wij bevriezen de trede" in html
    assert 'class="rung colour-wit"' in html
    (row,) = overview_of(make_period(), make_province(), now=at("2025-01-04")()).rows
    assert row.rung is not None
    assert row.rung.colour == "wit"


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (Choice(rung=1), "reason"),
        (Choice(rung=2, reason="Zelfde."), "rung"),
        (Choice(rung=7, reason="Bestaat niet."), "rung"),
        (Choice(ground="bestaat_niet", evidence="x", effect="freeze"), "ground"),
        (Choice(ground="national_measure", effect="freeze"), "evidence"),
        (Choice(ground="national_measure", evidence="x"), "effect"),
        (Choice(ground="national_measure", evidence="x", effect="retarget"), "norm"),
        (Choice(ground="national_measure", evidence="x", effect="retarget", norm=10), "norm"),
        (Choice(ground="national_measure", evidence="x", effect="freeze", norm=3), "norm"),
        (Choice(ground="national_measure", evidence="x", effect="freeze", rung=1, reason="y"), "rung"),
        (Choice(evidence="x"), "ground"),
    ],
)
def test_choice_that_cannot_be_is_refused_at_its_field(baarn, choice, field):
    with pytest.raises(Refused) as refused:
        chosen(baarn, choice)
    assert field in refused.value.fields
    assert Assessment.objects.get().motivation == ""


def test_choice_of_a_ground_that_would_freeze_on_a_higher_rung_is_refused():
    m = make_municipality("Baarn")
    make_period("2023-1")
    take_over(m, 3, "2023-1", adopted_on=date(2023, 8, 1))
    covered(m, housed=10)
    assess(on="2025-01-02")

    with pytest.raises(Refused, match="bevriezen zou de trede hoger houden"):
        chosen(m, Choice(ground="national_measure", evidence="De lockdown.", effect="freeze"))
    assert Assessment.objects.get().rung == 1


def test_every_step_is_in_the_log_with_who_and_result(baarn):
    adopt()
    take(SEND)
    take(PUBLISH)
    lines = AuditEntry.objects.filter(object_type="assessments.Step").order_by("id")

    assert [(line.action, line.result) for line in lines] == [
        ("beoordeling voorgesteld", "Voorgesteld"),
        ("beoordeling vastgesteld", "Vastgesteld"),
        ("beoordeling verzonden", "Verzonden"),
        ("beoordeling gepubliceerd", "Gepubliceerd"),
    ]
    supervisor, adopter = people()
    assert [line.actor for line in lines] == [supervisor, adopter, supervisor, supervisor]


def test_step_by_someone_of_another_role_is_refused_before_anything_is_read(baarn):
    reader = make_user(Role.READER)

    with pytest.raises(Refused, match="Vraag een toezichthouder"):
        attempt(PROPOSE, key_of(baarn, PROPOSE), reader)
