"""The scope of a legal act: a number from the ledger, followed until it is met."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.decisions.legal_acts import end_act, extend_act, take_back_last
from assessments.dossier.acts import acts_of
from assessments.judging.act_progress import progress_of
from assessments.judging.legal_acts_in_force import running_acts
from assessments.models import ActExtension, ActOutcome, Assessment, LegalAct
from assessments.verification import deviations
from assessments.work.work_list import work_for
from audit.refused import Refused
from tests.assessments.decisions.deciding import assess, confirm_counting, people, someone
from tests.assessments.judging.test_memory import DECISION, EXECUTION, NOTICE, act, remembered, take_over
from tests.factories import (
    at,
    deliver_couplings,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    deliver_stock,
    make_municipality,
    make_period,
    make_user,
)
from tests.reading import source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

UTRECHT = {
    **NOTICE,
    "decided_on": date(2024, 2, 5),
    "term_start": date(2024, 2, 5),
    "view_due": date(2024, 3, 5),
    "scope": 275,
}
HOUSED = [(date(2024, 4, 20), 274), (date(2024, 4, 21), 2), (date(2024, 6, 28), 166)]


@made_once
def utrecht():
    """Return a municipality with a backlog of 275 on 1 January 2024, a quota of 382 after that, and 442 housed."""
    m = make_municipality("Utrecht")
    first, second = make_period("2023-2"), make_period("2024-1")
    deliver_openings(first, {m: 272}, on=first.start)
    deliver_quotas(first, {m: 342}, on=first.start)
    deliver_stock(first.start, {m: 900}, on=first.end)
    deliver_housings(first.start, first.last_day, [(m, date(2023, 10, 1), 339)], on=first.end)
    deliver_quotas(second, {m: 382}, on=second.start)
    deliver_couplings(date(2023, 7, 2), second.last_day, [], on=second.end, province=m.province)
    deliver_housings(second.start, second.last_day, [(m, *row) for row in HOUSED], on=second.end)
    take_over(m, 4)
    return m


def progress(row, on="2024-07-01"):
    return progress_of([row], known_at=at(on)()).get(row.pk)


# The number --------------------------------------------------------------------------------------


def test_scope_beside_another_backlog_is_refused_with_the_number(utrecht):
    with pytest.raises(Refused) as refused:
        act(utrecht, UTRECHT, scope=12)

    assert dict(refused.value.fields) == {
        "scope": ("U vult omvang 12 in, maar de achterstand op 1 januari 2024 is 275. Neem 275 over.",)
    }
    assert not LegalAct.objects.exists()


def test_scope_without_a_backlog_is_refused():
    m = make_municipality()
    deliver_openings(make_period("2024-1"), {m: -2}, on="2024-01-01")

    with pytest.raises(Refused, match=r"is 0\. Dan is er niets om over te nemen"):
        act(m, NOTICE)


def test_scope_is_what_it_is_when_the_ledger_does_not_know_it():
    assert act(make_municipality(), NOTICE).scope == 12


def test_act_keeps_what_is_counted_from_when_and_in_which_order(utrecht):
    row = act(utrecht, UTRECHT)

    assert (row.scope_kind, row.counted_from, row.attribution) == ("backlog", date(2024, 1, 1), "current")
    assert row.scope_text == "de achterstand op 1 januari 2024"
    assert list(deviations()) == []


def test_what_follows_an_act_is_about_the_same_number(utrecht):
    notice = act(utrecht, UTRECHT)
    with pytest.raises(Refused, match=r"U vult omvang 215 in, maar het gaat om 275\. Neem 275 over\."):
        act(utrecht, DECISION, scope=215)
    decision = act(utrecht, DECISION, scope=275)
    execution = act(utrecht, EXECUTION, scope=275)

    for row in (decision, execution):
        assert (row.counted_from, row.attribution) == (notice.counted_from, notice.attribution)


def test_view_that_ends_before_the_notice_is_refused(utrecht):
    with pytest.raises(Refused) as refused:
        act(utrecht, UTRECHT, view_due=date(2024, 2, 4))

    assert dict(refused.value.fields) == {
        "view_due": (
            "De zienswijze kan niet eindigen op 4 februari 2024: het voornemen is van 5 februari 2024.",
        )
    }


# What counts -------------------------------------------------------------------------------------


def test_current_quota_first_leaves_215_of_275(utrecht):
    found = progress(act(utrecht, UTRECHT))

    assert (found.counted, found.left, found.met_on) == (60, 215, None)
    assert (found.quotas, found.through) == ({"2024-1": 382}, date(2024, 6, 30))
    assert found.text == "60 van 275 geteld, nog 215 te huisvesten (bekend tot en met 30 juni 2024)"


def test_oldest_first_counts_275_and_meets_the_scope_on_the_day(utrecht):
    confirm_counting("oldest")
    found = progress(act(utrecht, UTRECHT))

    assert (found.counted, found.left, found.met_on) == (275, 0, date(2024, 4, 21))
    assert found.text == "gehaald op 21 april 2024"


def test_progress_is_as_known_then(utrecht):
    row = act(utrecht, UTRECHT)

    assert progress(row, "2024-03-01") is None
    assert progress(row).left == 215


def test_act_recorded_before_scopes_were_followed_is_left_as_it_is():
    m = make_municipality()
    old = LegalAct(municipality=m, recorded_at=at("2024-03-01")(), **NOTICE, scope_text="de achterstand")
    old.sealed().save()

    assert progress(old) is None
    assert act(m, DECISION, scope=9).counted_from is None


def test_number_of_queries_of_progress_does_not_grow_with_the_acts(utrecht, django_assert_num_queries):
    rows = [act(utrecht, UTRECHT)]
    with django_assert_num_queries(11) as counted:
        progress_of(rows, known_at=at("2024-07-01")())
    act(make_municipality(), UTRECHT)
    rows = list(running_acts().select_related("municipality__province"))
    with django_assert_num_queries(len(counted.captured_queries)):
        progress_of(rows, known_at=at("2024-07-01")())


# What the judgement sees -------------------------------------------------------------------------


def test_current_first_442_of_382_is_met_and_the_notice_stays(utrecht):
    act(utrecht, UTRECHT)
    assess("2024-1")
    found = Assessment.objects.get().placement

    assert (found.rung, found.verdict, found.bound, found.measured) == (4, "met", 382, 442)


def test_oldest_first_only_what_is_left_counts_for_the_quota(utrecht):
    confirm_counting("oldest")
    act(utrecht, UTRECHT)
    assess("2024-1")
    found = Assessment.objects.get().placement

    assert (found.verdict, found.bound, found.measured) == ("not_met", 382, 167)
    assert "Daarvan telden er 167 mee" in found.reasons("de gemeente") + " ".join(
        finding.sentence for finding in found.findings
    )


def test_notice_ended_after_the_half_year_gives_the_rung_after_a_lapse(utrecht):
    notice = act(utrecht, UTRECHT)
    withdraw(notice)
    assess("2024-1", on="2025-01-03")

    found = Assessment.objects.get()
    assert (found.rung, found.placement.because, found.placement.previous_rung) == (3, "step_ended", 4)


def withdraw(notice, on="2025-01-02", day=date(2024, 7, 23)):
    values = {
        "outcome": "withdrawn",
        "reason": "De taakstelling is gehaald.",
        "by": people()[0],
        "now": at(on),
    }
    return end_act(notice, ended_on=day, **values)


# Lapsed, extended, dropped -----------------------------------------------------------------------


def lapse(row, day):
    return end_act(
        row, ended_on=day, outcome="lapsed", reason="Gehuisvest.", by=people()[0], now=at("2025-01-02")
    )


def test_lapse_before_everybody_was_housed_is_refused(utrecht):
    row = act(utrecht, UTRECHT)

    with pytest.raises(Refused) as refused:
        lapse(row, date(2024, 7, 1))
    assert dict(refused.value.fields) == {
        "outcome": (
            "Van de omvang van 275 zijn er op 30 juni 2024 nog 215 te huisvesten. Vervallen kan pas als dat "
            "er 0 zijn; kies een andere afloop.",
        )
    }


def test_lapse_is_recorded_on_the_day_or_later(utrecht):
    confirm_counting("oldest")
    row = act(utrecht, UTRECHT)
    with pytest.raises(
        Refused, match=r"De omvang is gehaald op 21 april 2024\. Kies die dag of een latere\."
    ):
        lapse(row, date(2024, 4, 20))

    assert lapse(row, date(2024, 4, 21)).outcome == "lapsed"
    assert remembered(utrecht).rung == 3


def test_lapse_of_what_was_met_after_the_term_is_refused_and_not_proposed(utrecht):
    confirm_counting("oldest")
    row = act(utrecht, UTRECHT, term_end=date(2024, 4, 19))
    with pytest.raises(Refused) as refused:
        lapse(row, date(2024, 4, 21))

    assert dict(refused.value.fields) == {
        "outcome": (
            "De termijn liep tot en met 19 april 2024, en de omvang is gehaald op 21 april 2024. Dat is niet op tijd; "
            "kies een andere afloop.",
        )
    }
    mine = work_for(someone(Role.SUPERVISOR), today=date(2024, 7, 2)).mine
    assert not any("is vervallen" in item.text for item in mine)


def test_lapse_is_in_time_within_a_longer_term_and_recorded_after_it(utrecht):
    confirm_counting("oldest")
    row = act(utrecht, UTRECHT, term_end=date(2024, 4, 19))
    extend(row, date(2024, 4, 30), decided_on=date(2024, 4, 18), on="2025-01-01")

    assert lapse(row, date(2024, 5, 2)).outcome == "lapsed"


def test_lapse_after_the_term_of_what_is_not_followed_is_refused():
    with pytest.raises(
        Refused, match=r"liep tot en met 30 juni 2024, en de omvang is gehaald op 1 juli 2024"
    ):
        lapse(act(make_municipality(), NOTICE), date(2024, 7, 1))


def carry_out(row, day=date(2024, 12, 30)):
    values = {"outcome": "carried_out", "reason": "Klaar.", "by": people()[0], "now": at("2025-01-02")}
    return end_act(row, ended_on=day, **values)


def test_only_an_execution_is_carried_out(utrecht):
    for values in (UTRECHT, DECISION):
        with pytest.raises(Refused) as refused:
            carry_out(act(utrecht, values, scope=275))
        assert dict(refused.value.fields) == {
            "outcome": ("Alleen een uitvoering kan zijn uitgevoerd. Kies een andere afloop.",)
        }


def test_execution_is_carried_out_once_everybody_was_housed(utrecht):
    act(utrecht, UTRECHT)
    act(utrecht, DECISION, scope=275)
    row = act(utrecht, EXECUTION, scope=275)
    with pytest.raises(Refused, match=r"nog 215 te huisvesten\. Uitgevoerd kan pas als dat er 0 zijn"):
        carry_out(row)
    third, day = make_period("2024-2"), date(2024, 12, 30)
    deliver_quotas(third, {utrecht: 0}, on="2025-01-01")
    deliver_housings(third.start, third.last_day, [(utrecht, day, 215)], on="2025-01-01")
    with pytest.raises(
        Refused, match=r"De omvang is gehaald op 30 december 2024\. Kies die dag of een latere\."
    ):
        carry_out(row, date(2024, 12, 29))

    assert carry_out(row).outcome == "carried_out"


def offered(municipality):
    """Return the outcomes that the page offers for the act that runs."""
    client = Client()
    client.force_login(people()[0])
    page = source_of(client.get(reverse("assessments:legal_act_end", args=[municipality.cbs_code])))
    return [value for value in ActOutcome.values if f'<option value="{value}"' in page]


def test_page_of_an_end_offers_only_what_can_be(utrecht):
    act(utrecht, UTRECHT)
    assert offered(utrecht) == ["withdrawn", "dropped"]
    act(utrecht, DECISION, scope=275)
    assert offered(utrecht) == ["withdrawn"]
    row = act(utrecht, EXECUTION, scope=275)
    third, day = make_period("2024-2"), date(2024, 12, 30)
    deliver_quotas(third, {utrecht: 0}, on="2025-01-01")
    deliver_housings(third.start, third.last_day, [(utrecht, day, 215)], on="2025-01-01")
    assert offered(utrecht) == ["lapsed", "withdrawn", "carried_out"]
    carry_out(row)


@pytest.mark.parametrize(("term_end", "lapse"), [(date(2024, 6, 30), ["lapsed"]), (date(2024, 4, 19), [])])
def test_page_of_an_end_offers_a_lapse_only_of_what_was_met_in_time(utrecht, term_end, lapse):
    confirm_counting("oldest")
    act(utrecht, UTRECHT, term_end=term_end)
    assert offered(utrecht) == [*lapse, "withdrawn", "dropped"]


def test_page_of_an_end_offers_a_lapse_of_what_is_not_followed():
    m = make_municipality()
    act(m, NOTICE)
    assert offered(m) == ["lapsed", "withdrawn", "dropped"]


def test_work_list_says_how_far_it_is_and_when_a_notice_lapsed(utrecht):
    act(utrecht, UTRECHT)
    user = someone(Role.SUPERVISOR)
    (before,) = work_for(user, today=date(2024, 6, 29)).terms
    (after,) = work_for(user, today=date(2024, 7, 2)).terms

    assert before.text == "Utrecht: termijn van voornemen tot indeplaatsstelling loopt af op 30 juni 2024"
    assert after.text == (
        "Utrecht: termijn van voornemen tot indeplaatsstelling liep af op 30 juni 2024; 60 van 275 geteld, nog 215 te "
        "huisvesten (bekend tot en met 30 juni 2024)"
    )
    assert (before.is_late, after.is_late) == (False, True)


def test_work_list_asks_to_record_a_lapse(utrecht):
    confirm_counting("oldest")
    act(utrecht, UTRECHT)
    mine = work_for(someone(Role.SUPERVISOR), today=date(2024, 7, 2)).mine

    assert (
        "Utrecht: gehaald op 21 april 2024: leg vast dat het voornemen van 5 februari 2024 is vervallen"
        in [item.text for item in mine]
    )


def extend(row, day=date(2024, 9, 30), on="2025-01-02", **fields):
    values = {
        "decided_on": date(2024, 6, 20),
        "decision_number": "2024-150",
        "reason": "er nog een locatie komt.",
    }
    return extend_act(row, term_end=day, by=people()[0], now=at(on), **{**values, **fields})


def test_extended_term_holds_everywhere_and_can_be_taken_back(utrecht):
    notice = act(utrecht, UTRECHT)
    extend(notice)
    with pytest.raises(Refused, match="loopt tot en met 30 september 2024"):
        act(utrecht, DECISION, scope=275, on="2025-01-02")
    (row,) = acts_of(utrecht, known_at=at("2025-01-03")())

    assert row.last_day == date(2024, 9, 30)
    assert row.extended == (
        "tot en met 30 september 2024, besluit 2024-150, 20 juni 2024, omdat er nog een locatie komt.",
    )
    assert row.take_back_label == "Verlenging terugnemen"
    take_back_last(municipality=utrecht, reason="Tikfout.", by=people()[0], now=at("2025-01-04"))
    (row,) = acts_of(utrecht, known_at=at("2025-01-05")())
    assert (row.last_day, row.mistakes) == (
        date(2024, 6, 30),
        ("Verlenging tot en met 30 september 2024 teruggenomen. Tikfout.",),
    )
    assert list(deviations()) == []


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"day": date(2024, 6, 30)}, "term_end"),
        ({"decided_on": date(2024, 2, 4)}, "decided_on"),
        ({"decided_on": date(2025, 1, 3)}, "decided_on"),
        ({"decision_number": " "}, "decision_number"),
        ({"reason": " "}, "reason"),
    ],
)
def test_extension_that_cannot_be_is_refused(utrecht, fields, name):
    notice = act(utrecht, UTRECHT)

    with pytest.raises(Refused) as refused:
        extend(notice, **fields)
    assert set(refused.value.fields) == {name}
    assert not ActExtension.objects.exists()


def test_only_a_notice_can_be_dropped(utrecht):
    notice = act(utrecht, UTRECHT)
    decision = act(utrecht, DECISION, scope=275)
    values = {"ended_on": date(2024, 12, 1), "outcome": "dropped", "reason": "x", "by": people()[0]}
    with pytest.raises(Refused, match="Alleen een voornemen kan zonder besluit blijven"):
        end_act(decision, now=at("2025-01-02"), **values)
    take_back_last(municipality=utrecht, reason="Tikfout.", by=people()[0], now=at("2025-01-02"))

    assert end_act(notice, now=at("2025-01-03"), **values).outcome == "dropped"


def test_page_extends_the_term_and_the_dossier_shows_how_far_it_is(utrecht):
    act(utrecht, UTRECHT)
    client = Client()
    client.force_login(make_user())
    sent = {
        "decided_on": "2024-06-20",
        "decision_number": "2024-150",
        "term_end": "2024-09-30",
        "reason": "Er komt een locatie.",
    }
    page = client.post(reverse("assessments:legal_act_extend", args=[utrecht.cbs_code]), sent, follow=True)

    text = source_of(page)
    assert "Termijn verlengd tot en met 30 september 2024" in text
    assert "60 van 275 geteld, nog 215 te huisvesten" in text
    assert "eerst de lopende taakstelling" in text
