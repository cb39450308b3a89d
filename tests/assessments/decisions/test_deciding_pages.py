"""The pages on which people decide: what they show, what they ask, and that nothing typed is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.decisions.candidates import subjects_of
from assessments.decisions.impact import impact_on
from assessments.decisions.opening_rungs import record_opening_rung
from assessments.decisions.page import step_page
from assessments.decisions.take_step import reassess, take_step
from assessments.judging.motivation import STANDARD
from assessments.judging.save_motivation import save_motivation
from assessments.models import AdoptedLetter, Assessment, AssessmentVersion, LetterTerms
from assessments.overview.overview import overview_of
from assessments.rules.deviation import Choice
from assessments.workflow import ADOPT, GIVE_BACK, PROPOSE, SEND
from audit.actions import record
from audit.models import AuditEntry
from audit.refused import Refused
from municipalities.ledger.statements import Stated
from municipalities.models import DeliveryForm, DeliveryKind, Province
from tests.assessments.decisions.deciding import (
    DAY,
    GIVEN,
    LETTER_DAYS,
    adopt,
    assess,
    covered,
    house_late,
    people,
    ready_to_write,
    someone,
    take,
)
from tests.factories import at, deliver, deliver_quotas, make_municipality, make_period, make_province
from tests.reading import source_of, text_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

LIGHTER = Choice(rung=1, reason="De brand in de nieuwbouw.")
HEAVIER = Choice(rung=3, reason="Al drie keer op rij.")
RETARGETED = Choice(ground="outside_influence", evidence="Het COA koppelde laat.", effect="retarget", norm=5)


@made_once
def two():
    municipalities = make_municipality("Baarn"), make_municipality("Zeist")
    covered(*municipalities, housed=7)
    ready_to_write()
    assess()
    return municipalities


def logged_in(role: Role = Role.SUPERVISOR) -> Client:
    client = Client()
    client.force_login(someone(role))
    return client


def page_of(municipality, client=None, version=""):
    name, more = ("version_detail", [version]) if version else ("assessment_detail", [])
    address = reverse(f"assessments:{name}", args=["2023-2", municipality.cbs_code, *more])
    return source_of((client or logged_in()).get(address))


def choose(municipality, choice, text="", on=DAY):
    concept = Assessment.objects.get(municipality=municipality)
    version = concept.motivation_version
    return save_motivation(concept, text=text, version=version, by=None, now=at(on), choice=choice)


def save_at(client, address, **typed):
    return client.post(address, {"motivation": "Woorden.", "version": "0", **typed})


def save(client, municipality, **typed):
    values = {"motivation": "", "version": "0", **typed}
    address = reverse("assessments:motivation_save", args=["2023-2", municipality.cbs_code])
    return client.post(address, values)


def test_recording_says_what_was_recorded_of_one_letter_and_of_more(two):
    adopt()
    page = step_page(SEND, make_period(), None, by=someone(Role.SUPERVISOR), now=at(DAY)())

    versions = take(SEND)

    assert page.done(versions) == "Verzending van 2 brieven over 2023-2 vastgelegd."
    assert page.done(versions[:1]) == "Verzending van de brief aan Baarn vastgelegd."


@pytest.mark.parametrize(
    ("on", "left"),
    [
        ("2025-12-17", None),
        ("2025-12-18", "nog 9 werkdagen"),
        ("2026-01-02", "nog 1 werkdag"),
        ("2026-01-06", "die dag is voorbij"),
    ],
)
def test_sending_says_of_a_letter_that_its_first_term_is_short(two, on, left):
    adopt()
    for kept in AdoptedLetter.objects.all():
        assert min(kept.terms.values()) == "2026-01-05", "what the test counts from"
    rows = subjects_of(SEND, make_period(), make_province(), by=None, now=at(on)())

    short = {remark for row in rows for remark in row.remarks if "De brief vraagt" in remark}
    asked = "De brief vraagt uiterlijk 5 januari 2026 een antwoord op onze vragen"
    assert short == ({f"{asked}: {left}"} if left else set())


def test_sending_says_which_letter_refers_to_an_annex(two):
    baarn, _ = two
    Assessment.objects.filter(municipality=baarn).update(letter_paragraphs="Zie de bijlage.")
    adopt()

    rows = subjects_of(SEND, make_period(), make_province(), by=None, now=at(DAY)())

    assert {
        row.municipality: "De brief verwijst naar een bijlage: stuur die mee" in row.remarks for row in rows
    } == {municipality: municipality == baarn for municipality in two}


def test_two_days_of_figures_in_equal_numbers_are_no_remark(two):
    baarn, _ = two
    assess(on="2025-01-02")
    assess(on="2025-01-04", municipality=baarn)
    rows = subjects_of(PROPOSE, make_period(), make_province(), by=None, now=at("2025-01-04")())

    assert [row.remarks for row in rows] == [(), ()]


def test_figures_of_another_day_than_those_of_most_are_remarked_on():
    baarn, *others = (make_municipality(name) for name in ("Baarn", "Soest", "Zeist"))
    covered(baarn, *others, housed=7)
    assess(on="2025-01-02")
    assess(on="2025-01-04", municipality=baarn)
    rows = subjects_of(PROPOSE, make_period(), make_province(), by=None, now=at("2025-01-04")())

    assert {str(row.municipality): row.remarks for row in rows} == {
        "Baarn": ("Cijfers bekend op 4 januari 2025, bij de meeste op 2 januari 2025",),
        "Soest": (),
        "Zeist": (),
    }


def test_who_adopts_is_told_of_assumptions_that_nobody_confirmed(two):
    ready_to_write()
    take(PROPOSE)
    rows = subjects_of(ADOPT, make_period(), make_province(), by=None, now=at(DAY)())

    assert {row.remarks for row in rows} == {
        (
            "Steunt op een aanname die niet is bevestigd: A1, als over de vorige periode geen trede is vastgelegd, "
            "geldt trede 1",
        )
    }


# The words that go with many ---------------------------------------------------------------------


@pytest.mark.parametrize("choice", [LIGHTER, RETARGETED])
def test_shared_words_do_not_reach_where_a_person_chose(two, choice):
    baarn, zeist = two
    choose(baarn, choice)
    take(PROPOSE, motivation=STANDARD)
    take(ADOPT)
    letters = {row.version.municipality: row.html for row in AdoptedLetter.objects.all()}

    assert STANDARD not in letters[baarn]
    assert STANDARD in letters[zeist]


def test_shared_words_that_were_given_back_cannot_go_with_a_choice(two):
    baarn, _ = two
    take(PROPOSE, motivation=STANDARD)
    take(GIVE_BACK)
    assess(on="2025-01-02")

    with pytest.raises(Refused, match="geen bijzondere omstandigheden"):
        choose(baarn, LIGHTER, text=STANDARD, on="2025-01-02")
    concept = choose(baarn, LIGHTER, text="", on="2025-01-02")
    Assessment.objects.filter(pk=concept.pk).update(motivation=STANDARD)
    with pytest.raises(Refused, match="Baarn: de motivering zegt"):
        take(PROPOSE, on="2025-01-03")


def test_what_two_people_add_to_the_letter_is_both_kept(two):
    baarn, _ = two
    client = logged_in()
    save(client, baarn, asks="Een plan.", asks_due="2026-03-02", extra_requests="Plekken voor Nidos.")

    page = source_of(save(client, baarn, letter_paragraphs="Dank.", extra_requests="Anders."))

    assert "Iemand anders heeft" in page
    for said in ("Een plan.", "2 maart 2026", "Plekken voor Nidos.", "Anders.", "Dank.", "2026-03-02"):
        assert said in page
    concept = Assessment.objects.get(municipality=baarn)
    assert (concept.letter_paragraphs, concept.asks, concept.motivation_version) == ("", "Een plan.", 1)
    again = {"letter_paragraphs": "Dank.", "asks": "Een plan.", "asks_due": "2026-03-02", "version": "1"}
    save(client, baarn, concept=str(concept.pk), **again)
    concept.refresh_from_db()
    assert (concept.letter_paragraphs, concept.asks, concept.extra_requests) == ("Dank.", "Een plan.", "")
    save(client, baarn, concept=str(concept.pk), **{**again, "version": "2"})
    assert Assessment.objects.get(municipality=baarn).motivation_version == 2


def test_step_asks_for_shared_words_only_when_somebody_takes_them(two):
    baarn, zeist = two
    choose(baarn, LIGHTER)
    client, address = logged_in(), reverse("assessments:step_propose", args=["2023-2"])

    assert 'name="motivation"' not in source_of(client.get(f"{address}?gemeente={baarn.cbs_code}"))
    assert 'name="motivation"' in source_of(client.get(f"{address}?gemeente={zeist.cbs_code}"))


def test_step_counts_who_stands_at_the_top_in_good_dutch(two):
    client, address = logged_in(), reverse("assessments:step_propose", args=["2023-2"])
    choose(two[0], LIGHTER)
    said = "2 beoordelingen staan klaar: 1 hoger en 1 gelijk. 1 met een bijzonderheid. Bovenaan staat"
    assert said in source_of(client.get(address))

    choose(two[1], LIGHTER)
    assert "2 met een bijzonderheid. Bovenaan staat wie een bijzonderheid heeft" in source_of(
        client.get(address)
    )


def test_who_goes_up_stands_at_the_top(two):
    """Before who stays or goes down, whatever the names."""
    house_late(two[0], number=3, on="2025-01-02")
    assess(on="2025-01-03")
    client, address = logged_in(), reverse("assessments:step_propose", args=["2023-2"])
    names = [row.record.municipality.name for row in client.get(address).context["table"].rows]

    assert names == ["Zeist", "Baarn"]


def rows_of(response):
    return {row.record.municipality.name: row.record for row in response.context["table"].rows}


def test_step_shows_what_is_decided_on(two):
    baarn, _ = two
    choose(baarn, LIGHTER, text="De brand kostte zes woningen.\nMeer volgt.")
    page = source_of(logged_in().get(reverse("assessments:step_propose", args=["2023-2"])))

    for cell in (
        '<span class="rung__number colour-groen">1</span></td>',  # the previous rung
        '<span class="small muted">gelijk</span>',
        "totaalopgave <b>10</b>",
        '<td data-label="Gehuis\xadvest">7</td>',
        '<td data-label="Eind\xadstand">+3</td>',
        '<span class="small">De brand kostte zes woningen.</span>',
    ):
        assert cell in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"Baarn", "Zeist"}),
        ({"name": "zei"}, {"Zeist"}),
        ({"rung": "1"}, {"Baarn"}),
        ({"change": "hoger"}, {"Zeist"}),
        ({"change": "gelijk"}, {"Baarn"}),
        ({"measure": "taakstelling"}, {"Baarn", "Zeist"}),
        ({"change": "lager"}, set()),
        ({"change": "scheef"}, {"Baarn", "Zeist"}),
    ],
)
def test_only_what_is_filtered_is_there_and_ticked(two, query, expected):
    choose(two[0], LIGHTER)
    response = logged_in().get(reverse("assessments:step_propose", args=["2023-2"]), query)
    page = source_of(response)

    assert set(rows_of(response)) == expected
    assert page.count('name="key"') == page.count(" checked>") == len(expected)
    assert ("Alleen wat hierboven is aangevinkt, telt." in page) is (len(expected) == 1)
    assert ("Geen gemeenten gevonden met dit filter." in page) is (not expected)


def test_nothing_is_ticked_when_asked(two):
    address = reverse("assessments:step_propose", args=["2023-2"])
    page = source_of(logged_in().get(address, {"kies": "niets", "name": "b"}))

    assert (page.count('name="key"'), page.count(" checked>")) == (1, 0)
    assert 'href="?kies=alles&amp;name=b#resultaat">Alles aanvinken</a>' in page
    assert '<input type="hidden" name="kies" value="niets">' in page, "who filters again keeps it"


def test_what_undoes_or_corrects_is_ticked_by_hand(two):
    take(PROPOSE)
    take(ADOPT)
    take(SEND)
    address = reverse("assessments:step_correct_sending", args=["2023-2"])
    client = logged_in()
    ticked = [
        source_of(client.get(address, asked)).count(" checked>")
        for asked in ({}, {"kies": "alles"}, {"gemeente": two[0].cbs_code})
    ]
    assert ticked == [0, 2, 1]


def test_filter_goes_along_from_the_overview_through_the_step_and_back(two):
    client, address = logged_in(), reverse("assessments:step_propose", args=["2023-2"])
    overview = source_of(client.get("/perioden/2023-2/?name=zei&sort=-rung"))
    assert f'href="{address}?name=zei&amp;sort=-rung"' in overview

    page = client.get(f"{address}?name=zei")
    keys = page.context["page"].chosen_at_first
    sent = client.post(f"{address}?name=zei", {"key": keys, "motivation": "Goed.", **LETTER_DAYS})

    assert sent["Location"] == "/perioden/2023-2/?name=zei"
    assert AssessmentVersion.objects.get().municipality.name == "Zeist"


def test_filter_goes_along_through_the_page_of_one_and_back(two):
    _, zeist = two
    client, asked = logged_in(), "?name=zei&amp;sort=rung"
    detail = f"/perioden/2023-2/gemeenten/{zeist.cbs_code}/"
    assert f'href="{detail}{asked}"' in source_of(client.get("/perioden/2023-2/?sort=rung&name=zei"))

    page = source_of(client.get(f"{detail}?name=zei&sort=rung&vreemd=1"))
    assert f'href="/perioden/2023-2/{asked}">2023-2</a>' in page
    assert f'action="{detail}motivering/{asked}"' in page
    saved = save_at(client, f"{detail}motivering/?name=zei", then="propose")
    assert saved["Location"] == f"/perioden/2023-2/voorstellen/?gemeente={zeist.cbs_code}&name=zei"
    step = source_of(client.get(saved["Location"]))
    assert f'href="{detail}?name=zei"> Annuleren </a>' in step


def test_what_was_not_filtered_is_not_proposed_with_the_rest(two):
    client, address = logged_in(), reverse("assessments:step_propose", args=["2023-2"])
    refused = client.post(f"{address}?name=zei", {"motivation": "Goed.", **LETTER_DAYS})

    assert "Kies ten minste één gemeente." in source_of(refused)
    assert set(rows_of(refused)) == {"Zeist"}


# The days in the letters --------------------------------------------------------------------------


def propose_page(client, **sent):
    address = reverse("assessments:step_propose", args=["2023-2"])
    keys = client.get(address).context["page"].chosen_at_first
    return client.post(address, {"key": keys, "motivation": "Goed.", **LETTER_DAYS, **sent})


def test_proposing_fills_the_days_that_beheer_keeps_and_adopting_shows_them(two):
    LetterTerms.objects.all().delete()
    assert propose_page(logged_in()).status_code == 302

    (days,) = LetterTerms.objects.all()
    assert (days.municipality, days.letter_date, days.talk_due) == (None, date(2026, 1, 5), date(2026, 2, 5))
    logged = AuditEntry.objects.get(action="termijnen van brieven toegevoegd")
    assert (logged.actor.role, logged.details["values"]["letter_date"]) == (Role.SUPERVISOR, "2026-01-05")
    page = text_of(source_of(logged_in(Role.ADOPTER).get(reverse("assessments:step_adopt", args=["2023-2"]))))
    assert "Dagen in de brieven Datum van de brief 5 januari 2026" in page


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"letter_date": ""}, "Vul deze dag in: hij staat in de brief aan Baarn en Zeist."),
        ({"letter_date": "2024-12-31"}, "Een dag vóór 1 januari 2025 telt niet"),
        ({"letter_date": "2026-01-04"}, "4 januari 2026 is een zondag."),
        ({"reaction_due": "2026-01-12"}, "De termijn is 5 werkdagen."),
    ],
)
def test_proposing_asks_for_the_days_that_the_letters_name(two, days, sentence):
    LetterTerms.objects.all().delete()
    page = source_of(propose_page(logged_in(), **days))

    assert sentence in page
    assert not AssessmentVersion.objects.exists()
    assert not LetterTerms.objects.exists(), "nothing is kept of what was refused"
    assert page.count(" checked>") == 2, "what was ticked stays so"


def test_days_that_no_letter_names_may_stay_open(two):
    assert (
        propose_page(logged_in(), decision_due="", plan_review_due="", action_plan_due="").status_code == 302
    )
    assert LetterTerms.objects.get().plan_review_due is None


def test_reassessment_gets_days_of_its_own_and_leaves_those_of_others(two):
    baarn, _ = two
    adopt()
    house_late(baarn, number=3, on="2025-02-01")
    before = LetterTerms.objects.get()
    reassess(
        period=make_period(),
        municipality=baarn,
        reason="Nagekomen.",
        by=someone(Role.SUPERVISOR),
        now=at("2025-02-02"),
    )
    client, address = logged_in(), reverse("assessments:step_propose", args=["2023-2"])
    own = f"{address}?gemeente={baarn.cbs_code}"
    keys = client.get(own).context["page"].chosen_at_first
    response = client.post(own, {"key": keys, "motivation": "Goed.", **LETTER_DAYS})

    assert response.status_code == 302
    assert [row.municipality for row in LetterTerms.objects.all()] == [None, baarn]
    assert LetterTerms.objects.get(municipality=None).letter_date == before.letter_date


def test_proposing_says_what_adopting_will_need_of_the_administrator(two):
    address = reverse("assessments:step_propose", args=["2023-2"])
    assert "Voor het vaststellen is nog nodig" not in source_of(logged_in().get(address))

    Province.objects.update(contact="")
    page = source_of(logged_in().get(address))
    said = "Baarn: in de brief ontbreekt nog: functie of postbus voor vragen. Vraag de beheerder dat in te vullen"
    assert said in page
    assert page.count("functie of postbus voor vragen") == 1
    assert "Dat geldt ook voor Zeist." in page


# What was chosen, on the page and in the letter ----------------------------------------------------


def marked_on_the_ladder(text):
    """Return the number and the words of the rung that the ladder marks."""
    (item,) = re.findall(r'<li class="[^"]*" aria-current="step">(.*?)</li>', text, re.S)
    return " ".join(re.sub("<[^>]+>", " ", item).split())


@pytest.mark.parametrize("adopted", [False, True])
def test_ladder_marks_the_decided_rung(two, adopted):
    baarn, _ = two
    choose(baarn, LIGHTER)
    if adopted:
        take(PROPOSE)
        take(ADOPT)
    text = page_of(baarn)

    assert marked_on_the_ladder(text) == "1 Signaleren gekozen trede"
    assert re.search(
        r'<li class="is-counterfactual">.*?>2<.*?<small>uitkomst van het beleidskader<', text, re.S
    )
    assert "Er is gekozen voor trede 1 in plaats van trede 2. Reden: De brand in de nieuwbouw." in text


def test_heavier_rung_is_not_adopted_before_it_was_put_to_the_municipality(two):
    choose(two[0], HEAVIER)
    take(PROPOSE)

    with pytest.raises(Refused, match=r'trede 3 is zwaarder dan de uitkomst.*"Voorgelegd op" invullen'):
        take(ADOPT)
    assert not AdoptedLetter.objects.exists()


def test_heavier_rung_says_on_page_and_in_letter_when_it_was_put_to_the_municipality(two):
    zeist = two[1]
    choose(zeist, replace(HEAVIER, presented_on=date(2024, 12, 2)))
    take(PROPOSE)
    take(ADOPT)
    letter = text_of(AdoptedLetter.objects.get(version__municipality=zeist).html)

    assert "Wij plaatsen uw gemeente op trede 3. Wij hebben u dit op 2 december 2024 voorgelegd." in letter
    assert "Dat is voorgelegd op 2 december 2024. Reden: Al drie keer op rij." in page_of(zeist)


def test_ladder_shows_a_frozen_rung_in_white(two):
    baarn, _ = two
    choose(baarn, Choice(ground="national_measure", evidence="De lockdown.", effect="freeze"))
    text = page_of(baarn)

    assert '<li class="colour-wit" aria-current="step">' in text
    assert marked_on_the_ladder(text).endswith("bevroren trede")


def test_ladder_without_choice_marks_the_outcome_and_the_page_says_it_was_taken_over(two):
    text = page_of(two[0])

    assert marked_on_the_ladder(text).startswith("2 ")
    assert marked_on_the_ladder(text).endswith("uitkomst van het beleidskader")
    assert "De uitkomst is overgenomen." in text


@pytest.mark.parametrize(("norm", "verdict", "rung"), [(7, "gehaald", 1), (8, "niet gehaald", 2)])
def test_adjusted_norm_is_on_the_page_and_in_the_letter_with_whether_it_was_reached(two, norm, verdict, rung):
    baarn, _ = two
    choose(baarn, Choice(ground=RETARGETED.ground, evidence="Laat.", effect="retarget", norm=norm))
    text = page_of(baarn)
    take(PROPOSE)
    take(ADOPT)
    letter = AdoptedLetter.objects.get(version__municipality=baarn).html

    assert f"Het gevraagde aantal is daarom aangepast van 10 naar {norm}." in text
    assert f"en heeft dat aantal {verdict}: trede {rung}." in text
    assert "aangepast om een verschoonbare reden; volgens het beleidskader 10" in text
    assert f"het aantal dat volgt uit de verschoonbare reden hieronder: {norm}." in letter
    assert ("Daarmee is dat aantal gehaald." in letter) is (verdict == "gehaald")
    assert ("Dat is er 1 te weinig." in letter) is (verdict == "niet gehaald")
    assert "een andere omstandigheid waar uw gemeente geen invloed op had" in letter


def test_letter_asks_for_no_measures_when_the_adjusted_norm_was_reached(two):
    baarn, _ = two
    record_opening_rung(
        municipality=baarn,
        period=make_period("2023-1"),
        rung=2,
        adopted_on=date(2023, 8, 1),
        letter_reference="HV-1",
        by=None,
        now=at(DAY),
    )
    assess(on="2025-01-02")
    freeze = Choice(ground="national_measure", evidence="De lockdown.", effect="freeze")
    choose(baarn, freeze, on="2025-01-02")
    take(PROPOSE, on="2025-01-03")
    letter = source_of(logged_in().get(reverse("assessments:letter_detail", args=["2023-2", baarn.cbs_code])))

    assert "Wij vragen nu niets nieuws." in letter


# Two browsers ------------------------------------------------------------------------------------


def test_second_browser_sees_the_choice_of_the_first_and_keeps_it(two):
    baarn, _ = two
    first, second = logged_in(), logged_in()
    save(first, baarn, chosen_rung="1", deviation_reason="De brand.")
    clash = save(second, baarn, motivation="Er wordt gebouwd.")
    text, form = source_of(clash), clash.context["form"]
    shown = {name: form[name].value() for name in form.fields}

    assert "Intussen opgeslagen door iemand anders" in text
    assert form.others == [("Trede", "1"), ("Reden van afwijking", "De brand.")]
    assert text.count("De brand.") > 1
    save(second, baarn, **{name: value or "" for name, value in shown.items()})
    kept = Assessment.objects.get(municipality=baarn)
    assert (kept.motivation, kept.chosen_rung, kept.deviation_reason) == ("Er wordt gebouwd.", 1, "De brand.")


def test_second_browser_with_a_choice_of_its_own_sees_both_and_mixes_nothing(two):
    baarn, _ = two
    save(logged_in(), baarn, motivation="Van de eerste.", chosen_rung="1", deviation_reason="De brand.")
    clash = save(
        logged_in(), baarn, ground="national_measure", ground_evidence="Zie.", ground_effect="freeze"
    )
    form = clash.context["form"]

    assert ("Toelichting bij deze beoordeling", "Van de eerste.") in form.others
    assert ("Reden van afwijking", "De brand.") in form.others
    assert form["motivation"].value() == "Van de eerste."
    assert (form["chosen_rung"].value(), form["ground"].value()) == ("", "national_measure")
    assert Assessment.objects.get(municipality=baarn).chosen_rung == 1


def test_page_of_an_earlier_concept_cannot_save_over_the_words_of_a_later_one(two):
    baarn, _ = two
    old = Assessment.objects.get(municipality=baarn)
    take(PROPOSE, motivation="Van de eerste.")
    take(GIVE_BACK)
    assess(on="2025-01-02")
    clash = save(logged_in(), baarn, motivation="Van de tweede.", concept=str(old.pk))

    assert "Van de eerste." in source_of(clash)
    assert Assessment.objects.get(municipality=baarn).motivation == "Van de eerste."


def test_motivation_saved_after_proposing_is_refused_and_shown(two):
    baarn, _ = two
    take(PROPOSE)
    response = save(logged_in(), baarn, motivation="Mijn tekst.", chosen_rung="1", deviation_reason="Brand.")
    text = source_of(response)

    assert response.status_code == 200
    assert "Motivering opslaan kan niet: de beoordeling van Baarn is intussen voorgesteld." in text
    assert "Wat u intypte, is niet opgeslagen" in text
    assert "Mijn tekst." in text
    assert "Brand." in text
    assert 'href="#id_motivation"' in text
    assert text.count('id="id_motivation"') == 1
    assert AssessmentVersion.objects.get(municipality=baarn).motivation != "Mijn tekst."


def test_motivation_of_what_was_never_judged_is_a_404(two):
    assert save(logged_in(), make_municipality("Soest")).status_code == 404


def test_reason_without_another_rung_is_not_dropped(two):
    response = save(logged_in(), two[0], deviation_reason="De brand.")

    assert "Kies de andere trede waar deze reden bij hoort" in source_of(response)


def test_one_button_saves_and_goes_on_to_propose(two):
    baarn, _ = two
    text = page_of(baarn)
    response = save(logged_in(), baarn, motivation="Mijn tekst.", then="propose")

    assert text.count("voorstellen") == 1
    assert "Opslaan en voorstellen" in text
    assert response["Location"] == f"/perioden/2023-2/voorstellen/?gemeente={baarn.cbs_code}"
    assert Assessment.objects.get(municipality=baarn).motivation == "Mijn tekst."


def test_saving_what_is_saved_already_writes_nothing(two):
    before = Assessment.objects.get(municipality=two[0])
    again = choose(two[0], Choice())

    assert again.motivation_version == before.motivation_version


# Assessing again -----------------------------------------------------------------------------------


def test_going_on_to_propose_asks_in_a_sentence_and_says_nothing_about_saving(two):
    client, (baarn, _) = logged_in(), two
    address = reverse("assessments:motivation_save", args=["2023-2", baarn.cbs_code])
    concept = Assessment.objects.get(municipality=baarn)
    fields = {"motivation": "", "version": concept.motivation_version, "concept": concept.pk}

    saved = source_of(client.post(address, fields, follow=True))
    proposing = source_of(client.post(address, {**fields, "then": PROPOSE.name}, follow=True))

    assert "Er was niets gewijzigd." in saved
    assert "Er was niets gewijzigd." not in proposing
    assert "De beoordeling van Baarn voorstellen?" in proposing


def test_overview_says_per_state_what_can_be_done_about_changed_figures(two):
    baarn, zeist = two
    take_only(baarn, PROPOSE, ADOPT)
    house_late(baarn, zeist, number=1, on="2025-01-02")
    text = source_of(logged_in().get("/perioden/2023-2/"))

    assert 'In concept: Zeist. Kies "Beoordeel opnieuw"' in text
    assert "Al vastgesteld: Baarn. Dat verandert niet." in text
    assert ">Beoordeel opnieuw</a>" in text


def test_overview_offers_no_assessing_where_everything_is_decided(two):
    adopt()
    house_late(two[0], number=1, on="2025-01-02")
    text = source_of(logged_in().get("/perioden/2023-2/"))

    assert "Beoordeel opnieuw" not in text
    assert "Al vastgesteld: Baarn." in text


def take_only(municipality, *steps):
    for step in steps:
        by = people()[0 if step is PROPOSE else 1]
        page = step_page(step, make_period(), municipality, by=by, now=at(DAY)())
        take_step(
            step,
            period=make_period(),
            province=make_province(),
            keys=page.chosen_at_first,
            by=by,
            now=at(DAY),
            **GIVEN[step.name],
        )


def test_assess_page_counts_whom_it_would_assess(two):
    client, address = logged_in(), "/perioden/2023-2/beoordelen/"
    every = source_of(client.get(address))
    take_only(two[0], PROPOSE)
    some = source_of(client.get(address))
    take_only(two[1], PROPOSE)
    none = source_of(client.get(address))

    assert "Alle 2 gemeenten over 2023-2 beoordelen?" in every
    assert "1 van de 2 gemeenten over 2023-2 beoordelen?" in some
    assert "De andere is al voorgesteld of vastgesteld" in some
    assert "alle beoordelingen zijn al voorgesteld of vastgesteld" in none
    assert 'name="known_on"' not in none


def test_returned_assessment_leads_to_a_new_concept_that_shows_why(two):
    baarn, _ = two
    take(PROPOSE)
    take(GIVE_BACK)
    client = logged_in()
    address = f"/perioden/2023-2/beoordelen/?gemeente={baarn.cbs_code}"

    assert f'href="{address}">Beoordeel opnieuw</a>' in page_of(baarn, client)
    assert "Baarn over 2023-2 beoordelen?" in source_of(client.get(address))
    text = source_of(client.post(address, {}, follow=True))
    assert "<b>Teruggegeven</b>" in text
    assert "Licht de cijfers toe." in text
    assert [row.municipality for row in Assessment.objects.all()] == [baarn]
    assert (
        "Teruggegeven"
        not in page_of(baarn, logged_in(Role.READER), "1").split("Verloop")[0].split("h-outcome")[0]
    )


# Steps -----------------------------------------------------------------------------------------------


def test_assess_page_says_on_which_figures_rests_what_was_given_back(two):
    assess(known_at=at("2024-01-01")())
    take(PROPOSE)
    take(GIVE_BACK)

    one = f"/perioden/2023-2/beoordelen/?gemeente={two[0].cbs_code}"
    for address in (one, "/perioden/2023-2/beoordelen/"):
        assert "Wat er nu staat, steunt op de cijfers bekend op <b>1 januari 2024" in source_of(
            logged_in().get(address)
        )


def test_late_second_browser_gets_one_sentence_for_many():
    names = ["Baarn", "Bunnik", "Eemnes", "Houten", "Lopik", "Rhenen", "Soest", "Zeist"]
    covered(*(make_municipality(name) for name in names), housed=7)
    assess()
    keys = [row.key for row in subjects_of(PROPOSE, make_period(), make_province(), by=None, now=at(DAY)())]
    take(PROPOSE)
    with pytest.raises(Refused) as refusal:
        take_step(
            PROPOSE,
            period=make_period(),
            province=make_province(),
            keys=[*keys, "GM9999:x"],
            by=people()[0],
            now=at(DAY),
        )

    assert refusal.value.messages == (
        "GM9999 is geen gemeente van deze provincie. Vernieuw de pagina.",
        "Voorstellen kan niet: de beoordeling van Baarn heeft status Voorgesteld. Vernieuw de pagina. Dat geldt ook "
        "voor 7 andere gemeenten.",
    )


def test_step_that_nobody_can_take_has_no_button_and_says_why(two):
    house_late(*two, number=1, on="2025-01-02")
    client, address = logged_in(), reverse("assessments:step_propose", args=["2023-2"])
    every = source_of(client.get(address))
    one = source_of(client.get(f"{address}?gemeente={two[0].cbs_code}"))

    assert "Voorstellen kan nu bij geen enkele gemeente. Hieronder staat waarom." in every
    assert "Voorstellen kan nu niet. Hieronder staat waarom." in one
    for text in (every, one):
        assert ">Voorstellen</button>" not in text
        assert 'name="motivation"' not in text
        assert "zijn na de beoordeling gewijzigd" in text


def test_page_of_a_step_says_what_stands_in_the_way_of_many_once_with_their_names(two):
    take(PROPOSE)
    Province.objects.update(contact="")
    page = step_page(ADOPT, make_period(), None, by=people()[1], now=at(DAY)())

    (shared,) = page.shared_problems
    assert shared.endswith("Dat geldt ook voor Zeist.")
    assert [sentences for _, sentences in page.lines] == [[], []]
    text = source_of(logged_in(Role.ADOPTER).get(reverse("assessments:step_adopt", args=["2023-2"])))
    assert text.count("Dat geldt ook voor Zeist.") == text.count(shared[-60:]) == 1
    assert "Kan nog niet: zie boven de tabel." in text


# Sums, forms and the log -------------------------------------------------------------------------


def test_sums_of_the_impact_are_those_of_the_whole_province(two):
    baarn, _ = two
    take_only(baarn, PROPOSE, ADOPT)
    house_late(baarn, number=3, on="2025-01-02")
    moment = at("2025-01-03")()
    (part,) = impact_on(make_province(), now=moment)
    overview = overview_of(make_period(), make_province(), now=moment)

    assert overview.totals.realised.value == 14
    assert [str(change) for change in part.sums][:1] == ["gehuisvest van 14 naar 17"]
    text = source_of(logged_in().get("/herbeoordeling/"))
    assert "Bij 1 gemeente is nog niets vastgesteld" in text
    page = source_of(
        logged_in().get(reverse("assessments:assessment_detail", args=["2023-2", baarn.cbs_code]))
    )
    (place,) = re.findall(r'href="/herbeoordeling/#([^"]+)">Bekijk wat dat verandert', page)
    assert f'id="{place}"' in text


def test_nobody_is_sent_to_reassess_where_only_a_later_period_differs(two):
    baarn, _ = two
    make_period("2024-1")
    take(PROPOSE)
    take(ADOPT)
    deliver_quotas(make_period("2024-1"), dict.fromkeys(two, 20), on="2025-01-02")

    impact = source_of(logged_in().get("/herbeoordeling/"))
    address = reverse("assessments:assessment_reassess", args=["2023-2", baarn.cbs_code])
    assert "De beoordeling zelf blijft gelijk. Herbeoordelen is niet nodig." in impact
    assert address not in impact
    assert "Alleen over latere perioden is nu iets anders bekend." in source_of(logged_in().get(address))

    house_late(baarn, number=3, on="2025-01-03")
    assert address in source_of(logged_in().get("/herbeoordeling/"))


def optional_fields(text):
    return re.findall(r'for="id_(\w+)">[^<]*<span class="optional">', text)


def test_fields_that_must_be_filled_in_are_not_called_optional(two):
    baarn, _ = two
    client = logged_in()
    opening = reverse("assessments:opening_rung_add", args=[baarn.cbs_code])
    act = reverse("assessments:legal_act_add", args=[baarn.cbs_code])

    assert optional_fields(source_of(client.get(opening))) == []
    assert optional_fields(source_of(client.get(act))) == ["demands", "published_on", "publication_place"]
    refused = source_of(client.post(opening, {}))
    assert "Kenmerk van de brief: Vul het kenmerk van de brief in." in refused


def test_form_of_an_opening_rung_says_what_to_do_about_a_missing_period(two):
    baarn, _ = two
    form = source_of(logged_in().get(reverse("assessments:opening_rung_add", args=[baarn.cbs_code])))
    dossier = reverse("assessments:municipality_detail", args=[baarn.cbs_code])
    link = reverse("admin:municipalities_period_add")

    assert "Vraag de beheerder de periode eerst toe te voegen" in form
    assert f'href="{link}">Voeg de periode toe</a>' in source_of(logged_in(Role.ADMINISTRATOR).get(dossier))
    assert link not in source_of(logged_in().get(dossier))


def log_page(words=""):
    return source_of(logged_in().get(reverse("assessments:log_list"), {"zoek": words}))


def test_log_finds_a_municipality_in_its_deliveries_and_letters(two):
    adopt()
    deliver(
        DeliveryKind.CORRECTIONS,
        [Stated(municipality=two[1], number=5, reason="nagekomen")],
        on="2025-01-02",
        form=DeliveryForm.EVENTS,
        period=make_period(),
        municipality=two[1],
    )
    text = log_page("Zeist")

    assert text.count("brief vastgelegd") == 1
    assert "Correcties" in text
    assert "soort: Correcties" in text
    assert "vorm: Losse meldingen" in text
    assert "gemeente: Zeist" in text
    assert "Baarn" not in text


def test_log_finds_names_with_accents(two):
    record("proef", by=None, at=at(DAY)(), province_code="PV26", municipality="Súdwest-Fryslân")

    assert "Súdwest-Fryslân" in log_page("súdwest")


def test_log_writes_days_and_moments_in_dutch(two):
    record(
        "proef",
        by=None,
        at=at(DAY)(),
        province_code="PV26",
        sent_on="2024-02-08",
        known_at="2024-01-01T22:59:59.999999+00:00",
        values={"contact": ["", "de postbus"]},
    )
    text = log_page("proef")

    # PostgreSQL keeps the details in an order of its own.
    assert "verzonden op: 8 februari 2024" in text
    assert "bekend op: 1 januari 2024" in text
    assert "waarden: contact leeg naar de postbus" in text


def test_log_calls_a_file_and_what_was_added_to_a_letter_by_their_dutch_names(two):
    additions = {"asks": "Stuur uw planning.", "extra_requests": "Plekken voor Nidos."}
    record("proef", by=None, at=at(DAY)(), province_code="PV26", file="week 27.csv", letter=additions)
    text = log_page("proef")

    assert "bestand: week 27.csv" in text
    assert "wat verder wordt gevraagd Stuur uw planning." in text
    assert "wat wij los van de trede vragen Plekken voor Nidos." in text


# What was in force on a day ------------------------------------------------------------------------


def test_overview_of_an_earlier_day_shows_what_was_in_force_then(two):
    baarn, _ = two
    take(PROPOSE, on="2025-01-02")
    take(ADOPT, on="2025-01-05", decision_date=date(2025, 1, 5))
    house_late(baarn, number=3, on="2025-02-01")
    reassess(
        period=make_period(),
        municipality=baarn,
        reason="Nagekomen.",
        by=someone(Role.SUPERVISOR),
        now=at("2025-02-02"),
    )
    adopt(on="2025-02-03")

    def on(day):
        response = logged_in().get(f"/perioden/2023-2/?known_on={day}")
        return {row.record.municipality.name: row.record for row in response.context["table"].rows}, response

    before, page = on("2025-01-04")
    assert {row.rung for row in before.values()} == {None}
    assert "Over deze periode was toen nog niets vastgesteld." in source_of(page)
    then, page = on("2025-01-31")
    assert [then[name].rung_number for name in ("Baarn", "Zeist")] == [2, 2]
    assert then["Baarn"].figures.realised == 7
    assert "U ziet wat gold op 31 januari 2025: de treden die toen waren vastgesteld" in source_of(page)
    assert "Verzending vastleggen" not in source_of(page), "nothing is done with what was"
    now, _ = on("2025-02-04")
    assert [now[name].rung_number for name in ("Baarn", "Zeist")] == [1, 2]
    assert now["Baarn"].figures.realised == 10


def test_municipalities_of_an_earlier_day_stand_on_the_rung_that_held_then(two):
    _, zeist = two
    covered(*two, code="2024-1", housed=7)
    adopt(on="2025-01-05", decision_date=date(2025, 1, 5))
    assess("2024-1", on="2025-02-01")
    ready_to_write("2024-1")
    take(PROPOSE, "2024-1", on="2025-02-01")
    take(ADOPT, "2024-1", on="2025-02-05", decision_date=date(2025, 2, 5))

    def rungs(day):
        page = source_of(logged_in().get(f"/gemeenten/?known_on={day}"))
        cell = r'colour-\w+">(\d)</span><span>[^<]*</span> </span> <span class="muted">over (\S+)</span>'
        return re.findall(cell, page)

    assert rungs("2025-01-04") == []
    assert rungs("2025-02-04") == [("2", "2023-2")] * 2, "the newest half-year was not decided yet"
    assert [code for _, code in rungs("2025-02-05")] == ["2024-1"] * 2
    assert f'href="/gemeenten/{zeist.cbs_code}/?known_on=2025-02-04"' in source_of(
        logged_in().get("/gemeenten/?known_on=2025-02-04")
    )
    assert "Dit is geen datum" in source_of(logged_in().get("/gemeenten/?known_on=x"))
