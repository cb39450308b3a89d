"""What waits for whom, and what would read otherwise with what is known now."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.decisions.impact import impact_on
from assessments.decisions.legal_acts import record_act
from assessments.decisions.take_step import reassess
from assessments.judging.save_motivation import save_motivation
from assessments.models import Assessment, LetterTerms
from assessments.rules.deviation import Choice
from assessments.work.work_list import work_for
from assessments.workflow import ADOPT, GIVE_BACK, PROPOSE, SEND, WITHDRAW
from audit.actions import record
from audit.models import AuditEntry
from municipalities.catalogue import label
from municipalities.models import Municipality
from tests.assessments.decisions.deciding import (
    DAY,
    adopt,
    assess,
    covered,
    house_late,
    people,
    ready_to_write,
    someone,
    take,
)
from tests.assessments.judging.test_memory import NOTICE, take_over
from tests.factories import (
    at,
    deliver_housings,
    deliver_quotas,
    make_municipality,
    make_period,
    make_province,
    make_user,
)
from tests.reading import source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

TODAY = date(2025, 1, 10)


def waits(role):
    """Return what waits for a role, and what for others, but for what the administrator has to see to."""
    work = work_for(someone(role), today=TODAY)
    shown = (
        [row.text for row in items if not row.text.endswith(TO_SEE_TO)] for items in (work.mine, work.others)
    )
    return tuple(shown)


TO_SEE_TO = (": lever aan", ": voeg haar toe", ": vul ze in")


@made_once
def two():
    municipalities = make_municipality("Baarn"), make_municipality("Zeist")
    covered(*municipalities, housed=7)
    ready_to_write()
    return municipalities


def test_work_begins_with_what_is_not_assessed(two):
    assert waits(Role.SUPERVISOR)[0] == ["2 gemeenten over 2023-2 nog niet beoordeeld"]
    assert waits(Role.READER) == ([], ["2 gemeenten over 2023-2 nog niet beoordeeld"])


def test_work_waits_until_a_period_is_over(two):
    assess()
    make_period("2024-2")

    assert "2024-2" in str(work_for(someone(Role.SUPERVISOR), today=date(2025, 1, 1)).mine)
    assert "2024-2" not in str(work_for(someone(Role.SUPERVISOR), today=date(2024, 12, 31)).mine)


def test_work_follows_the_steps(two):
    assess()
    assert waits(Role.SUPERVISOR)[0] == ["2 concepten over 2023-2 om voor te stellen"]
    take(PROPOSE)
    assert waits(Role.ADOPTER)[0] == ["2 beoordelingen over 2023-2 om vast te stellen"]
    assert waits(Role.SUPERVISOR) == ([], ["2 beoordelingen over 2023-2 om vast te stellen"])
    take(GIVE_BACK)
    assert waits(Role.SUPERVISOR)[0] == ["2 beoordelingen over 2023-2 teruggegeven: beoordeel opnieuw"]
    assess(on="2025-01-02")
    adopt(on="2025-01-03")
    assert waits(Role.SUPERVISOR)[0] == ["2 brieven over 2023-2 om te verzenden"]
    take(SEND, on="2025-01-03")
    assert waits(Role.SUPERVISOR)[0] == ["2 brieven over 2023-2 om te publiceren"]


def test_work_of_a_period_follows_the_order_of_the_steps(two):
    assess()
    adopt()
    take(SEND)
    house_late(two[1], number=3, on="2025-01-02")
    reassess(period=make_period(), municipality=two[1], reason="x", by=people()[0], now=at("2025-01-04"))
    adopt(on="2025-01-05")

    assert waits(Role.SUPERVISOR)[0][:2] == [
        "1 brief over 2023-2 om te verzenden",
        "1 brief over 2023-2 om te publiceren",
    ]


def test_work_tells_when_the_previous_rung_of_concepts_was_adopted(two):
    for code in ("2024-1", "2024-2"):
        make_period(code)
    assess()
    for code in ("2024-1", "2024-2"):
        covered(*two, code=code, housed=7)
        assess(code)
    take(PROPOSE)
    take(ADOPT)

    assert waits(Role.SUPERVISOR)[0] == [
        "2 brieven over 2023-2 om te verzenden",
        "2 concepten over 2024-1: de vorige trede staat nu vast, beoordeel opnieuw",
    ]
    assert (
        "2 concepten over 2024-2 voorlopig: de vorige trede is nog niet vastgesteld"
        in waits(Role.SUPERVISOR)[1]
    )
    assess("2024-1", on="2025-01-02")
    assert "2 concepten over 2024-1 om voor te stellen" in waits(Role.SUPERVISOR)[0]


def test_work_counts_no_concept_as_ready_whose_previous_rung_was_withdrawn(two):
    covered(*two, code="2024-1", housed=7)
    assess()
    adopt()
    assess("2024-1", on="2025-01-02")
    assert "2 concepten over 2024-1 om voor te stellen" in waits(Role.SUPERVISOR)[0]
    take(WITHDRAW, on="2025-01-03")

    assert waits(Role.SUPERVISOR)[0] == ["2 gemeenten over 2023-2 nog niet beoordeeld"]
    assert (
        "2 concepten over 2024-1 voorlopig: de vorige trede is nog niet vastgesteld"
        in waits(Role.SUPERVISOR)[1]
    )


def test_work_goes_on_where_a_concept_is_of_a_municipality_that_ended_before(two):
    assess()
    Municipality.objects.filter(pk=two[0].pk).update(valid_until=date(2023, 6, 30))

    assert "2 concepten over 2023-2 om voor te stellen" in waits(Role.SUPERVISOR)[0]


def test_work_on_a_reassessment_leaves_later_concepts_ready(two):
    covered(*two, code="2024-1", housed=7)
    assess()
    adopt()
    house_late(two[0], number=3, on="2025-01-02")
    assess("2024-1", on="2025-01-03")
    reassess(period=make_period(), municipality=two[0], reason="x", by=people()[0], now=at("2025-01-04"))

    assert "2 concepten over 2024-1 om voor te stellen" in waits(Role.SUPERVISOR)[0]


def test_work_of_the_administrator_is_what_has_no_figures():
    make_municipality("Baarn")
    make_period()
    assess()

    assert waits(Role.ADMINISTRATOR)[0] == ["1 gemeente over 2023-2 zonder cijfers"]


def test_work_says_that_deliveries_came_after_the_adoption(two):
    assess()
    adopt()
    house_late(two[0], number=1, on="2025-01-02")

    assert any(text.startswith("1 aanlevering na de cijfers") for text in waits(Role.SUPERVISOR)[0])


def test_work_begins_with_decisions_of_which_the_outcome_would_be_another_now(two):
    baarn, _ = two
    assess()
    adopt()
    house_late(baarn, number=3, on="2025-01-02")
    said = "Baarn, 2023-2: vastgesteld op trede 2, de uitkomst zou nu trede 1 zijn"
    first, *_ = work_for(someone(Role.SUPERVISOR), today=date(2025, 1, 3)).mine

    assert first.text == said
    assert any("na de cijfers van een vaststelling" in text for text in waits(Role.ADOPTER)[1])
    assert first.url == f"/herbeoordeling/#h-2023-2-{baarn.cbs_code}"

    reassess(period=make_period(), municipality=baarn, reason="x", by=people()[0], now=at("2025-01-04"))
    assert said not in str(waits(Role.SUPERVISOR)), "it is being made anew"


def test_chosen_rung_is_no_other_outcome(two):
    baarn, _ = two
    assess()
    concept = Assessment.objects.get(municipality=baarn)
    choice = Choice(rung=1, reason="De brand in de nieuwbouw.")
    save_motivation(concept, text="", version=0, by=None, now=at(DAY), choice=choice)
    adopt()
    house_late(baarn, number=1, on="2025-01-02")

    assert not any("zou nu trede" in text for text in waits(Role.SUPERVISOR)[0])


def test_what_is_blocked_says_who_must_act(two):
    covered(*two, code="2024-1", housed=7)
    assess()
    assess("2024-1", on="2025-01-02")

    def holder():
        work = work_for(someone(Role.SUPERVISOR), today=date(2025, 1, 3))
        return {row.who for row in work.others if "voorlopig" in row.text}

    assert holder() == {"toezichthouder"}
    take(PROPOSE, on="2025-01-02")
    assert holder() == {"vaststeller"}


def test_adopter_sees_only_what_can_be_adopted(two):
    assess()
    take(PROPOSE)
    assert waits(Role.ADOPTER)[0] == ["2 beoordelingen over 2023-2 om vast te stellen"]

    LetterTerms.objects.update(letter_date=None)
    work = work_for(someone(Role.ADOPTER), today=TODAY)
    assert work.mine == []
    (blocked,) = (row for row in work.others if "2023-2" in row.text)
    assert (blocked.text.partition(":")[0], blocked.who) == (
        "Brieven over 2023-2 hebben nog geen datum en termijnen",
        "beheerder",
    )


def test_who_wrote_a_proposal_is_told_that_another_must_adopt_it(two):
    adopter = someone(Role.ADOPTER)
    adopter.role = Role.SUPERVISOR
    adopter.save()
    assess()
    take(PROPOSE, by=adopter)
    adopter.role = Role.ADOPTER
    adopter.save()

    mine, others = waits(Role.ADOPTER)
    assert mine == []
    assert "2 beoordelingen over 2023-2 die u voorstelde of motiveerde" in others


def test_work_names_what_still_differs_after_one_was_assessed_again(two):
    assess()
    adopt()
    house_late(*two, number=3, on="2025-01-02")

    def differs():
        return [text for text in waits(Role.SUPERVISOR)[0] if "na de cijfers" in text]

    assert len(differs()) == 1
    for m, on in zip(two, ("2025-01-03", "2025-01-04"), strict=True):
        assert len(differs()) == 1
        reassess(period=make_period(), municipality=m, reason="x", by=people()[0], now=at(on))
        take(PROPOSE, on=on)
        take(ADOPT, on=on)
    assert differs() == []


def test_delivery_of_one_municipality_is_no_work_for_another(two):
    baarn, _ = two
    assess()
    adopt()
    day = date(2023, 12, 31)
    deliver_housings(day, day, [(baarn, day, 3)], on="2025-01-02", municipality=baarn)
    reassess(period=make_period(), municipality=baarn, reason="x", by=people()[0], now=at("2025-01-03"))
    take(PROPOSE, on="2025-01-04")
    take(ADOPT, on="2025-01-05")

    assert not any("na de cijfers" in text for text in waits(Role.SUPERVISOR)[0])


def test_period_that_was_taken_over_is_no_work():
    m = make_municipality("Baarn")
    make_period("2023-1")
    assert waits(Role.SUPERVISOR)[0] == ["1 gemeente over 2023-1 nog niet beoordeeld"]
    take_over(m, 2, "2023-1", adopted_on=date(2023, 8, 1))

    assert waits(Role.SUPERVISOR)[0] == []


def test_municipality_that_ended_hides_no_other_that_is_not_assessed():
    make_municipality("Oudstad", valid_until=date(2023, 10, 1))
    baarn = make_municipality("Baarn", valid_from=date(2023, 12, 1))
    make_period()
    assess()
    Assessment.objects.filter(municipality=baarn).delete()

    assert "1 gemeente over 2023-2 nog niet beoordeeld" in waits(Role.SUPERVISOR)[0]


@pytest.mark.parametrize(
    ("today", "said"),
    [(date(2024, 6, 1), "nog niet"), (date(2024, 6, 2), "loopt af op"), (date(2024, 7, 1), "liep af op")],
)
def test_work_names_terms_from_four_weeks_before_they_end(today, said):
    m = make_municipality("Baarn")
    record_act(municipality=m, by=None, now=at("2024-03-01"), **NOTICE)
    terms = [
        row for row in work_for(someone(Role.SUPERVISOR), today=today).terms if "zienswijze" not in row.text
    ]

    if said == "nog niet":
        assert terms == []
    else:
        assert f"{said} 30 juni 2024" in terms[0].text


def test_impact_without_change_names_nobody(two):
    assess()
    adopt()
    (part,) = impact_on(make_province(), now=at("2025-01-02")())

    assert (part.affected, len(part.unaffected), part.sums) == ([], 2, ())


def test_impact_of_a_late_housing_is_told_field_by_field(two):
    baarn, zeist = two
    assess()
    adopt()
    house_late(baarn, number=3, on="2025-01-02")
    (part,) = impact_on(make_province(), now=at("2025-01-03")())
    (row,) = part.affected

    assert row.municipality == baarn
    assert [str(change) for change in row.changes] == [
        "gehuisvest van 7 naar 10",
        "eindstand van +3 naar 0",
        "uitkomst van trede 2 naar trede 1",
        "trede zonder koppelingstekort van trede 2 naar trede 1",
        "gemiste perioden op rij van 1 naar 0",
    ]
    assert row.changes_rung
    assert [row.municipality for row in part.unaffected] == [zeist]
    assert [str(change) for change in part.sums][:1] == ["gehuisvest van 14 naar 17"]


def test_impact_on_the_next_period_is_its_previous_rung_and_opening(two):
    baarn, _ = two
    covered(*two, code="2024-1", housed=2)
    assess()
    adopt()
    ready_to_write("2024-1")
    assess("2024-1", on="2025-01-02")
    adopt("2024-1", on="2025-01-03")
    house_late(baarn, number=3, on="2025-01-04")
    earlier, later = impact_on(make_province(), now=at("2025-01-05")())

    assert (later.period.code, earlier.period.code) == ("2024-1", "2023-2")
    assert f"{label('opening_balance').lower()} van +3 naar 0" in [
        str(change) for change in later.affected[0].changes
    ]
    assert f"{label('opening_balance').lower()} van +3 naar 0" in [
        str(change) for change in earlier.affected[0].outlook
    ]
    assert [part.affected[0].goes_first for part in (earlier, later)] == ["", "2023-2"]
    client = Client()
    client.force_login(someone(Role.SUPERVISOR))
    pages = [reverse("assessments:impact_list")]
    for code in ("2024-1", "2023-2"):
        pages.append(reverse("assessments:assessment_reassess", args=[code, baarn.cbs_code]))
    said = "Herbeoordeel eerst de tweede helft van 2023"
    assert [source_of(client.get(page)).count(said) for page in pages] == [1, 1, 0]


def test_impact_of_a_correction_of_what_was_never_adopted_is_nothing(two):
    assess()
    house_late(two[0], number=3, on="2025-01-02")

    assert impact_on(make_province(), now=at("2025-01-03")()) == []


def test_impact_of_a_quota_announced_later_stands_in_the_outlook_of_the_letter(two):
    make_period("2024-1")
    assess()
    adopt()
    deliver_quotas(make_period("2024-1"), dict.fromkeys(two, 20), on="2025-01-02")
    (part,) = impact_on(make_province(), now=at("2025-01-03")())

    assert [str(change) for change in part.affected[0].outlook] == [
        "taakstelling van onbekend naar 20",
        "totaalopgave van onbekend naar 23",
    ]


# The log -----------------------------------------------------------------------------------------


def test_log_keeps_who_logs_in_who_fails_and_who_leaves_and_from_where():
    user = make_user(password="geheim-genoeg")
    client = Client(REMOTE_ADDR="192.0.2.7")
    client.post(reverse("login"), {"username": user.email, "password": "fout"})
    client.post(reverse("login"), {"username": user.email, "password": "geheim-genoeg"})
    client.post(reverse("logout"))
    lines = [(line.action, line.actor, line.origin) for line in AuditEntry.objects.order_by("id")]

    assert lines == [
        ("inloggen mislukt", None, "192.0.2.7"),
        ("ingelogd", user, "192.0.2.7"),
        ("uitgelogd", user, "192.0.2.7"),
    ]
    assert "fout" not in str(list(AuditEntry.objects.values()))


def test_log_shows_failed_logins_to_the_own_province_and_no_lines_of_another(two):
    supervisor, moved = someone(Role.SUPERVISOR), make_user(Role.SUPERVISOR)
    record("geheim van Utrecht", by=moved, at=at("2025-01-01")(), province_code="PV26")
    moved.province = make_province("PV24", "Flevoland")
    moved.save()
    Client().post(reverse("login"), {"username": supervisor.email, "password": "fout"})
    for user, sees_failure, sees_secret in ((supervisor, True, True), (moved, False, False)):
        client = Client()
        client.force_login(user)
        page = source_of(client.get(reverse("assessments:log_list")))
        assert ("inloggen mislukt" in page, "geheim van Utrecht" in page) == (sees_failure, sees_secret)


def test_log_takes_the_address_that_a_trusted_proxy_saw(settings):
    settings.TRUST_PROXY = True
    user = make_user(password="geheim-genoeg")
    client = Client(headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    client.post(reverse("login"), {"username": user.email, "password": "geheim-genoeg"}, secure=True)

    assert AuditEntry.objects.get(action="ingelogd").origin == "203.0.113.9"


def test_log_keeps_downloads_and_can_be_searched(two):
    assess()
    supervisor, _ = people()
    client = Client()
    client.force_login(supervisor)
    client.get(reverse("assessments:period_download", args=["2023-2", "csv"]))
    client.get(reverse("assessments:letter_download", args=["2023-2", two[0].cbs_code]))
    page = client.get(reverse("assessments:log_list"), {"zoek": "gedownload"}).content.decode()

    assert "overzicht gedownload" in page
    assert "brief gedownload" in page
    assert "periode beoordeeld" not in page
