"""What makes a decision read otherwise, how it is taken up again, given up, or withdrawn."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.decisions.candidates import subjects_of
from assessments.decisions.impact import impact_on
from assessments.decisions.take_step import reassess, take_step
from assessments.judging.next_steps import next_steps
from assessments.judging.save_motivation import save_motivation
from assessments.judging.versions import track_of
from assessments.letters.export import letter_files, without_letter
from assessments.letters.matter import TERMS
from assessments.models import AdoptedLetter, Assessment, LetterTerms
from assessments.overview.overview import overview_of
from assessments.reports.period import period_part
from assessments.reports.period_tables import rung_cells
from assessments.rules import registry
from assessments.rules.deviation import Choice
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.work.work_list import work_for
from assessments.workflow import ABANDON, ADOPT, GIVE_BACK, PROPOSE, SEND, WITHDRAW
from audit.refused import Refused
from municipalities.catalogue import label
from municipalities.ledger.record import record_delivery
from municipalities.ledger.statements import Stated
from municipalities.models import DeliveryKind, QuotaKind
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
from tests.factories import (
    at,
    deliver_housings,
    deliver_quotas,
    make_municipality,
    make_period,
    make_province,
)
from tests.reading import source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

FREEZE = Choice(ground="national_measure", evidence="De lockdown.", effect="freeze")


@made_once
def baarn():
    municipality = make_municipality("Baarn")
    covered(municipality, housed=7)
    ready_to_write()
    return municipality


def again(municipality, on, code="2023-2"):
    return reassess(
        period=make_period(code), municipality=municipality, reason="Nagekomen.", by=people()[0], now=at(on)
    )


def choose(municipality, choice, on):
    concept = Assessment.objects.get(municipality=municipality)
    return save_motivation(
        concept,
        text="Zie hieronder.",
        version=concept.motivation_version,
        by=None,
        now=at(on),
        choice=choice,
    )


def impact_of(code, on):
    return next(part for part in impact_on(make_province(), now=at(on)()) if part.period.code == code)


def row_of(code, on):
    (row,) = overview_of(make_period(code), make_province(), now=at(on)()).rows
    return row


def in_words(part):
    return [str(change) for row in part.affected for change in row.changes]


# One answer to "what differs" --------------------------------------------------------------------


@pytest.fixture
def two_periods(baarn):
    """Return a municipality of which 2023-2 and 2024-1 were adopted, both missed."""
    covered(baarn, code="2024-1", housed=2)
    make_period("2023-1")
    take_over(baarn, 2, "2023-1", adopted_on=date(2023, 8, 1))
    assess(on="2025-01-02")
    adopt(on="2025-01-02")
    assess("2024-1", on="2025-01-03")
    adopt("2024-1", on="2025-01-03")
    return baarn


def test_misses_that_are_remembered_otherwise_differ_everywhere(two_periods):
    ready_to_write("2023-1")  # a letter about a frozen rung names the one before
    again(two_periods, "2025-01-04")
    choose(two_periods, FREEZE, "2025-01-04")
    take(PROPOSE, on="2025-01-05")
    take(ADOPT, on="2025-01-06")

    assert in_words(impact_of("2024-1", "2025-01-07")) == ["gemiste perioden op rij van 2 naar 1"]
    assert row_of("2024-1", "2025-01-07").difference == "de vorige trede"
    again(two_periods, "2025-01-07", "2024-1")
    take(PROPOSE, "2024-1", on="2025-01-08")
    (version,) = take(ADOPT, "2024-1", on="2025-01-09")
    assert version.consecutive_misses == 1


def test_letter_over_an_older_half_year_says_what_differs_and_nothing_of_the_decided_one_as_to_come(
    two_periods,
):
    assert "Over 2024-1 is de taakstelling 10." in AdoptedLetter.objects.order_by("pk").first().html
    take(SEND, on="2026-01-05")
    house_late(two_periods, number=3, on="2026-01-05", day=date(2023, 12, 31))
    again(two_periods, "2026-01-05")
    LetterTerms.objects.update(**dict.fromkeys(TERMS.values(), date(2026, 2, 2)))
    take(PROPOSE, on="2026-01-06")
    (version,) = take(ADOPT, on="2026-01-06")
    html = " ".join(version.letter.html.split())
    report = period_part(make_period("2024-1"), make_province(), now=at("2026-01-07")())

    # The later decision reckoned with rung 2, that no longer stands.
    assert [(shift.before, shift.after) for shift in report.counted.shifts] == [(1, 3)]
    assert rung_cells(report.rows[0], report)[:2] == ("1", "3")
    assert "2024-1" not in html
    assert (
        "Anders zijn: gehuisvest van 7 naar 10, eindstand van achterstand 3 naar 0, hoeveel perioden op rij het "
        "gevraagde aantal niet is gehaald van 1 naar 0 en trede van 2 naar 1." in html
    )


def test_withdrawn_previous_decision_differs_everywhere(two_periods):
    take(WITHDRAW, on="2025-01-04")

    assert in_words(impact_of("2024-1", "2025-01-05")) == [
        "status van de vorige trede van vastgesteld naar voorlopig"
    ]
    assert row_of("2024-1", "2025-01-05").difference == "de vorige trede"


def test_quota_announced_otherwise_with_the_same_in_force_is_a_new_decision(baarn):
    assess()
    adopt()
    for number, kind, on in (
        (15, QuotaKind.ANNOUNCED, "2025-01-02"),
        (10, QuotaKind.REVISED, "2025-01-03"),
    ):
        record_delivery(
            province=baarn.province,
            kind=DeliveryKind.QUOTAS,
            entry_kind=kind,
            period=make_period(),
            stated=[Stated(municipality=baarn, number=number)],
            dated_on=at(on)().date(),
            by=None,
            now=at(on),
        )
    words = in_words(impact_of("2023-2", "2025-01-04"))

    assert "bekendgemaakte taakstelling van 10 naar 15" in words
    assert "taakstelling gewijzigd op van onbekend naar 3 januari 2025" in words
    assert row_of("2023-2", "2025-01-04").difference == "de cijfers"
    again(baarn, "2025-01-05")
    assert take(PROPOSE, on="2025-01-06")


def test_figures_without_a_name_of_their_own_still_differ(baarn):
    assess()
    adopt()
    # Housed by the reference date instead of still coupled: the sum of both, and all else, stays the same.
    first, last = date(2023, 10, 1), date(2023, 10, 2)
    deliver_housings(first, last, [(baarn, first, 6), (baarn, last, 1)], on="2025-01-02")

    assert in_words(impact_of("2023-2", "2025-01-03")) == ["overige cijfers gewijzigd"]
    assert row_of("2023-2", "2025-01-03").difference == "de cijfers"
    again(baarn, "2025-01-04")
    assert take(PROPOSE, on="2025-01-05")


def test_policy_that_changed_since_the_concept_makes_it_out_of_date(baarn, monkeypatch):
    assess()
    new = dataclasses.replace(utrecht_2023.POLICY, version="utrecht-2023b", title="Nieuw")
    monkeypatch.setattr(registry, "POLICIES", (new, utrecht_2023.POLICY, utrecht_2024.POLICY))

    with pytest.raises(Refused, match="Het beleidskader van Baarn is na de beoordeling gewijzigd"):
        take(PROPOSE)
    assert row_of("2023-2", DAY).difference == "het beleidskader"
    assess(on="2025-01-02")
    assert take(PROPOSE, on="2025-01-02")[0].policy == "utrecht-2023b"


def test_policy_that_changed_since_the_proposal_stops_the_adoption(baarn, monkeypatch):
    assess()
    take(PROPOSE)
    new = dataclasses.replace(utrecht_2023.POLICY, version="utrecht-2023b", title="Nieuw")
    monkeypatch.setattr(registry, "POLICIES", (new, utrecht_2023.POLICY, utrecht_2024.POLICY))

    with pytest.raises(Refused, match="Het beleidskader van Baarn is na de beoordeling gewijzigd"):
        take(ADOPT)


def test_later_opening_that_was_known_differs_too(baarn):
    covered(baarn, code="2024-1", housed=10)
    make_period("2024-2")
    assess()
    adopt()
    house_late(baarn, number=3, on="2025-01-02")
    (row,) = impact_of("2023-2", "2025-01-03").affected

    assert [str(change) for change in row.outlook] == [
        f"{label('opening_balance').lower()} van +3 naar 0",
        "totaalopgave van 13 naar 10",
    ]
    assert [str(change) for change in row.later] == [
        f"{label('opening_balance').lower()} 2024-2 van +3 naar 0"
    ]


def test_later_opening_that_was_not_known_yet_is_no_difference(baarn):
    make_period("2024-2")
    later = make_period("2024-1")
    assess()
    adopt()
    deliver_quotas(later, {baarn: 10}, on="2025-01-02")
    deliver_housings(later.start, later.last_day, [(baarn, later.start, 10)], on="2025-01-02")
    (part,) = impact_on(make_province(), now=at("2025-01-03")())

    assert [row.later for row in part.rows] == [()]


# Knowledge and clocks only go on -----------------------------------------------------------------


def test_reassessment_does_not_go_back_in_what_is_known(baarn):
    assess()
    adopt()
    house_late(baarn, number=3, on="2025-01-02")
    again(baarn, "2025-01-03")
    take(PROPOSE, on="2025-01-04")
    take(ADOPT, on="2025-01-05")
    again(baarn, "2025-01-06")
    assess(on="2025-01-07", known_at=at("2025-01-01")())

    with pytest.raises(Refused, match="de vastgestelde versie steunt op cijfers bekend op 3 januari 2025"):
        take(PROPOSE, on="2025-01-08")


def test_reassessment_is_not_decided_before_what_it_replaces(baarn):
    assess()
    adopt(on="2025-01-08", decision_date=date(2025, 1, 7))
    house_late(baarn, number=3, on="2025-01-02")
    again(baarn, "2025-01-09")
    assess(on="2025-01-09", known_at=at("2025-01-03")())
    take(PROPOSE, on="2025-01-09")

    with pytest.raises(Refused, match="Het besluit dat wordt vervangen, is van 7 januari 2025"):
        take(ADOPT, on="2025-01-09", decision_date=date(2025, 1, 6))
    take(ADOPT, on="2025-01-09", decision_date=date(2025, 1, 7))


def test_moment_before_the_last_step_is_refused(baarn):
    assess()
    take(PROPOSE, on="2025-01-05")

    with pytest.raises(Exception, match="er is al iets vastgelegd op 5 januari 2025") as refused:
        take(ADOPT, on="2025-01-04", decision_date=date(2025, 1, 4))
    assert "Controleer de klok van de server" in str(refused.value)
    assert not AdoptedLetter.objects.exists()


# The letter --------------------------------------------------------------------------------------


def test_adoption_is_of_the_letter_that_was_seen(baarn):
    assess()
    take(PROPOSE)
    adopter = people()[1]

    def seen():
        rows = subjects_of(ADOPT, make_period(), make_province(), by=adopter, now=at(DAY)())
        return [row.key for row in rows]

    values = {"period": make_period(), "province": make_province(), "by": adopter}
    keys = seen()
    for change in (
        lambda: LetterTerms.objects.update(reaction_due=date(2030, 1, 1)),
        lambda: type(baarn.province).objects.update(signature="iemand anders"),
    ):
        change()
        with pytest.raises(Refused, match="de beoordeling van Baarn of de brief is intussen gewijzigd"):
            take_step(ADOPT, **values, keys=keys, now=at(DAY), **GIVEN["adopt"])
        keys = seen()
    take_step(ADOPT, **values, keys=keys, now=at(DAY), **GIVEN["adopt"])

    assert "1 januari 2030" in AdoptedLetter.objects.get().html


def test_letters_name_the_date_that_was_printed_whatever_the_terms_say_later():
    baarn, zeist = make_municipality("Baarn"), make_municipality("Zeist")
    covered(baarn, zeist, housed=7)
    covered(baarn, zeist, code="2024-1", housed=13)
    ready_to_write()
    make_period("2023-1")
    for m in (baarn, zeist):
        take_over(m, 2, "2023-1", adopted_on=date(2023, 8, 1))
    assess(on="2025-01-02")
    adopt(on="2025-01-02")
    take(SEND, on="2025-01-02")
    own = dict.fromkeys(TERMS.values(), date(2026, 3, 3))
    LetterTerms.objects.filter(period__code="2023-2").update(**own)
    house_late(baarn, number=1, on="2025-01-03")
    again(baarn, "2025-01-04")
    take(PROPOSE, on="2025-01-05")
    (second,) = take(ADOPT, on="2025-01-06")
    take(SEND, on="2025-01-06")
    assert "in de plaats van onze brief van 5 januari 2026 (kenmerk" in second.letter.html
    assess("2024-1", on="2025-01-07")
    adopt("2024-1", on="2025-01-08")
    html = {
        row.version.municipality.name: row.html
        for row in AdoptedLetter.objects.filter(version__period__code="2024-1")
    }

    assert str(second.letter.printed_on) == "2026-03-03"
    assert ("3 maart 2026" in html["Baarn"], "5 januari 2026" in html["Zeist"]) == (True, True)
    assert "3 maart 2026" not in html["Zeist"]


def own_days(municipality, day):
    return LetterTerms.objects.create(
        province=municipality.province,
        period=make_period(),
        municipality=municipality,
        **dict.fromkeys(TERMS.values(), day),
    )


def test_letter_takes_the_days_of_its_municipality_and_others_keep_theirs():
    baarn, zeist = make_municipality("Baarn"), make_municipality("Zeist")
    covered(baarn, zeist, housed=7)
    covered(baarn, zeist, code="2024-1", housed=13)
    assess(on="2025-01-02")
    adopt(on="2025-01-02")
    house_late(baarn, zeist, number=1, on="2025-12-01")
    for m in (baarn, zeist):
        again(m, "2025-12-02")
    own_days(baarn, date(2026, 3, 3))
    take(PROPOSE, on="2025-12-03")

    dates = {row.municipality: str(row.letter.printed_on) for row in take(ADOPT, on="2025-12-04")}

    assert dates == {baarn: "2026-03-03", zeist: "2026-01-05"}


def test_reassessment_after_the_letter_date_asks_for_days_of_its_own(baarn):
    assess()
    adopt()
    house_late(baarn, number=1, on="2026-02-01")
    again(baarn, "2026-02-02")
    take(PROPOSE, on="2026-02-03")

    with pytest.raises(Refused, match="Kies daar ook de gemeente: dan houden andere brieven hun dagen"):
        take(ADOPT, on="2026-02-04")
    own_days(baarn, date(2026, 2, 10))
    (version,) = take(ADOPT, on="2026-02-04")

    assert "10 februari 2026" in version.letter.html


# Giving up, and withdrawing ----------------------------------------------------------------------


def test_reassessment_that_changes_nothing_can_be_abandoned(baarn):
    (first,) = [*[assess()], adopt()][1]
    concept = again(baarn, "2025-01-02")
    assert ABANDON in next_steps(concept, people()[0])
    (version,) = take(ABANDON, on="2025-01-03")
    track = track_of(make_period(), baarn)

    assert (track.standing, track.shown, track.pending) == (first, first, None)
    assert [(row.number, row.state) for row in track.versions] == [(2, "abandoned"), (1, "adopted")]
    assert version.reassessment_reason == "Nagekomen."
    assert version.steps.get().reason == "Er verandert niets."
    again(baarn, "2025-01-04")


def test_reassessment_without_figures_can_be_abandoned(baarn):
    assess()
    adopt()
    again(baarn, "2025-01-02")
    Assessment.objects.update(rung=None, proposed_rung=None, rung_on_total_task=None, verdict="")

    assert next_steps(Assessment.objects.get(), people()[0]) == [ABANDON]
    take(ABANDON, on="2025-01-03")
    assert not Assessment.objects.exists()


def test_first_concept_cannot_be_abandoned(baarn):
    assess()

    assert ABANDON not in next_steps(Assessment.objects.get(), people()[0])
    with pytest.raises(Refused, match="Kies ten minste één gemeente"):
        take(ABANDON)


def test_reassessment_given_back_is_on_the_work_list_until_taken_up_or_abandoned(baarn):
    assess()
    adopt()
    house_late(baarn, number=3, on="2025-01-02")
    again(baarn, "2025-01-03")
    take(PROPOSE, on="2025-01-04")
    take(GIVE_BACK, on="2025-01-05")

    def waits():
        work = work_for(people()[0], today=date(2025, 1, 10)).mine
        return {item.text: item.url for item in work if "teruggegeven" in item.text}

    text = "Baarn: herbeoordeling over 2023-2 teruggegeven: herbeoordeel opnieuw of breek haar af"
    assert list(waits()) == [text]
    client = Client()
    client.force_login(people()[0])
    page = source_of(client.get(waits()[text]))
    assert reverse("assessments:assessment_reassess", args=["2023-2", baarn.cbs_code]) in page
    assert reverse("assessments:step_abandon", args=["2023-2"]) in page
    take(ABANDON, on="2025-01-06")
    assert waits() == {}


def test_withdrawn_reassessment_is_shown_and_revives_nothing(baarn):
    assess()
    adopt()
    take(SEND)
    house_late(baarn, number=3, on="2025-01-02")
    again(baarn, "2025-01-03")
    take(PROPOSE, on="2025-01-04")
    take(ADOPT, on="2025-01-05")
    take(WITHDRAW, on="2025-01-06")
    overview = overview_of(make_period(), make_province(), now=at("2025-01-07")())
    (row,) = overview.rows

    assert (row.state, row.rung, row.status) == ("withdrawn", None, "geen trede: ingetrokken")
    assert (overview.with_rung, overview.without_figures, row.rung_number) == ([], [], 0)
    assert letter_files(make_period(), make_province()) == []
    assert without_letter(make_period(), [make_province()]) == ([], [baarn])
    client = Client()
    client.force_login(someone(Role.SUPERVISOR))
    url = reverse("assessments:assessment_detail", args=["2023-2", baarn.cbs_code])
    page = source_of(client.get(url))
    assert "een eerdere versie herleeft niet" in page
    assert "1 gemeente over 2023-2 nog niet beoordeeld" in [
        item.text for item in work_for(people()[0], today=date(2025, 1, 10)).mine
    ]
    assess(on="2025-01-08")
    assert "een eerdere versie herleeft niet" not in source_of(client.get(url))
