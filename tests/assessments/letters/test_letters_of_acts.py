"""Letters about steps of the executive: one for what happened, in the half-year letter or on its own day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments import keep_pdf
from assessments.decisions.act_letters import adopt_act_letter, send_act_letter
from assessments.decisions.legal_acts import end_act, extend_act, take_back_last
from assessments.dossier.acts import acts_of
from assessments.judging.act_progress import Progress
from assessments.judging.given_terms import given_terms
from assessments.judging.policy_in_force import Confirmed
from assessments.judging.save_motivation import save_motivation
from assessments.letters.act_told import ActTold, acts_told
from assessments.letters.act_words import counted
from assessments.letters.letter import letter_of, missing_in, render_letter
from assessments.letters.measured import quota
from assessments.letters.own_letter import (
    BEGIN,
    END,
    EXTENSION,
    event_named,
    half_year_that_tells,
    own_letter,
)
from assessments.log_line import log_lines_in
from assessments.models import ActLetter, Assessment, AssessmentVersion, KeptPdf, LegalAct, LetterTerms
from assessments.recognition import recognised
from assessments.rules.deviation import Choice
from assessments.rules.policies.six_rungs import SIX
from assessments.rules.registry import policies_of
from assessments.rules.situation import Verdict
from assessments.verification import deviations, printed_log_lines
from assessments.work.work_list import work_for
from assessments.workflow import ADOPT, PROPOSE, SEND
from audit.chain import head
from audit.refused import Refused
from municipalities.models import Municipality
from tests.assessments.decisions.deciding import (
    assess,
    confirm_counting,
    people,
    ready_to_write,
    someone,
    take,
)
from tests.assessments.judging import test_memory
from tests.assessments.judging.test_memory import take_over
from tests.costs import reads_of
from tests.factories import (
    at,
    deliver_couplings,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    deliver_stock,
    make_municipality,
    make_period,
)
from tests.reading import source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

NOTICE = {
    "kind": "notice_of_intent",
    "decided_on": date(2026, 2, 5),
    "decision_number": "2026-100",
    "term_start": date(2026, 2, 5),
    "term_end": date(2026, 6, 30),
    "scope": 275,
    "addressees": "het college van burgemeester en wethouders",
    "copy_to_council": True,
    "view_due": date(2026, 3, 5),
}
DECISION = {
    **NOTICE,
    "kind": "substitution_decision",
    "decided_on": date(2026, 5, 21),
    "decision_number": "2026-200",
    "term_start": date(2026, 5, 22),
    "term_end": date(2026, 8, 14),
    "view_due": None,
    "required_results": "275 vergunninghouders gehuisvest, uiterlijk 14 augustus 2026.",
    "letters_and_talks": "de brieven van 25 juli 2025 en 5 februari 2026",
    "view_given": False,
    "lighter_means": "Een plan van aanpak heeft niet geholpen",
    "interests": "Een langere termijn kost niemand een woning.",
    "appeal_address": "Postbus 20019, 2500 EA Den Haag",
}
EXECUTION = {
    **NOTICE,
    "kind": "substitution",
    "decided_on": date(2026, 9, 1),
    "decision_number": "2026-300",
    "term_start": date(2026, 9, 1),
    "term_end": date(2027, 8, 31),
    "view_due": None,
}
DAYS = (
    "letter_date",
    "reaction_due",
    "talk_due",
    "action_plan_due",
    "plan_review_due",
    "dispute_due",
    "publication_from",
)
HOUSED = [(date(2026, 4, 20), 274), (date(2026, 4, 21), 2), (date(2026, 4, 29), 25), (date(2026, 6, 26), 141)]


@made_once
def utrecht():
    """Return Utrecht with 339 of 342 housed over 2025-2, a backlog of 275 and a quota of 382 after that."""
    m = make_municipality("Utrecht", postal_address="Postbus 1, Utrecht")
    make_period("2025-1")
    first, second = make_period("2025-2"), make_period("2026-1")
    deliver_openings(first, {m: 272}, on=first.start)
    deliver_quotas(first, {m: 342}, on=first.start)
    deliver_stock(first.start, {m: 900}, on=first.end)
    deliver_couplings(date(2025, 7, 2), first.last_day, [], on=first.end, province=m.province)
    deliver_housings(first.start, first.last_day, [(m, date(2025, 10, 1), 339)], on=first.end)
    deliver_quotas(second, {m: 382}, on=second.start)
    take_over(m, 3, "2025-1", adopted_on=date(2025, 7, 20), now=at("2026-01-05"))
    ready_to_write("2025-2")
    ready_to_write("2026-1")
    for period, day in ((first, date(2026, 2, 5)), (second, date(2026, 7, 23))):
        LetterTerms.objects.filter(period=period).update(**dict.fromkeys(DAYS, day))
    confirm_counting()
    return m


def house(m, through, on):
    """Deliver who was housed in 2026-1 through a day, and couplings with it."""
    start = date(2026, 1, 1)
    deliver_housings(start, through, [(m, *row) for row in HOUSED if row[0] <= through], on=on)
    deliver_couplings(start, through, [], on=on, province=m.province)


def act(m, values, **fields):
    """Record an act on the day on which it is decided."""
    on = values["decided_on"].isoformat()
    return test_memory.act(m, values, on=on, **fields)


def concept_over(code, on, text="De opgave blijft liggen.", **choice):
    assess(code, on=on)
    concept = Assessment.objects.get()
    save_motivation(
        concept,
        text=text,
        version=concept.motivation_version,
        by=None,
        now=at(on),
        choice=Choice(**choice) if choice else Choice(),
    )
    return Assessment.objects.get()


def adopt(code, on):
    take(PROPOSE, code, on=on)
    (version,) = take(ADOPT, code, on=on)
    return version


def given(m):
    """Adopt rung 4 over 2025-2 with its notice; the letter is that of the notice."""
    concept_over("2025-2", "2026-02-05")
    row = act(m, NOTICE)
    return row, adopt("2025-2", "2026-02-05")


def said(letter):
    return " ".join(
        str(text)
        for text in (*letter.intro, *letter.result, *(text for part in letter.parts for text in part.texts))
    )


def assert_in_order(text, *sentences):
    place = -1
    for sentence in sentences:
        assert sentence in text, sentence
        assert text.index(sentence) > place, sentence
        place = text.index(sentence)


# Notice given: example 9 -------------------------------------------------------------------------


def test_notice_is_given_in_the_letter_of_the_half_year_with_verdict_and_neglect(utrecht):
    _, version = given(utrecht)
    text = said(letter_of(version))

    assert version.rung == 4
    assert_in_order(
        text,
        "Wij zijn van plan te besluiten dat de provincie de huisvesting van vergunninghouders van uw gemeente",
        "Het gaat om 275 vergunninghouders: de achterstand op 1 januari 2026.",
        "Wie uw gemeente vanaf 1 januari 2026 huisvest, telt eerst voor de lopende taakstelling van 382.",
        "Wij hebben gemeten aan de taakstelling: 342. Uw gemeente huisvestte 339 vergunninghouders. Dat zijn er 3 te "
        "weinig.",
        "Het resultaat dat artikel 28 van de Huisvestingswet 2014 vraagt, is dus niet op tijd bereikt.",
        "Is dit aantal uiterlijk 30 juni 2026 gehuisvest, dan vervalt dit voornemen.",
        "Van dit voornemen doen wij mededeling in het provinciaal blad (artikel 124, vierde lid).",
        "Vragen? De postbus van toezicht.",
    )
    assert "Het besluit volgt niet als" not in text
    assert "beroep instellen" not in text


# While it runs: examples 10, A1, A2 --------------------------------------------------------------


def test_quota_met_on_rung_4_is_no_fresh_notice_and_can_be_adopted(utrecht):
    given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    concept = concept_over("2026-1", "2026-07-01")
    text = said(letter_of(concept))

    assert (concept.rung, concept.verdict) == (4, "met")
    assert_in_order(
        text,
        "Wij hebben gemeten aan de taakstelling: 382. Uw gemeente huisvestte 442 vergunninghouders. Daarmee is dat "
        "aantal gehaald.",
        "Uw gemeente blijft op trede 4",
        "De termijn van ons voornemen van 5 februari 2026 is voorbij. Tot en met 30 juni 2026 tellen er 60 mee. Er "
        "zijn er nog 215 te huisvesten.",
    )
    assert "Wij zijn van plan" not in text
    LetterTerms.objects.filter(period__code="2026-1").update(decision_due=date(2026, 9, 1))
    assert adopt("2026-1", "2026-07-23").rung == 4


def test_term_that_ended_before_the_day_of_the_letter_is_over(utrecht):
    concept_over("2025-2", "2026-02-05")
    act(utrecht, NOTICE, term_end=date(2026, 7, 10))
    adopt("2025-2", "2026-02-05")
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    text = said(letter_of(concept_over("2026-1", "2026-07-01")))

    assert "De termijn van ons voornemen van 5 februari 2026 is voorbij." in text
    assert "Dat moet uiterlijk" not in text


def test_oldest_first_the_letter_counts_what_is_left_for_the_quota(utrecht):
    confirm_counting("oldest")
    given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    concept = concept_over("2026-1", "2026-07-01")
    text = said(letter_of(concept))

    assert concept.verdict == "not_met"
    assert (
        "Uw gemeente huisvestte 442 vergunninghouders. Daarvan telden er 167 mee; de andere telden voor ons voornemen "
        "van 5 februari 2026. Dat zijn er 215 te weinig." in text
    )


@pytest.mark.parametrize(
    ("for_quota", "said_of_quota"), [(167, ()), (382, ("other.quota.met",)), (442, ("other.quota.met",))]
)
def test_quota_beside_another_measure_is_met_by_those_who_count_for_it(for_quota, said_of_quota):
    known = SimpleNamespace(quota=382, realised=442)
    matter = SimpleNamespace(
        known=known,
        measure="available",
        bound=300,
        verdict=Verdict.MET,
        housed_for_quota=for_quota,
        has_backlog=True,
    )

    assert quota(matter) == said_of_quota


def test_letters_wait_until_what_counts_for_an_act_is_confirmed(utrecht, monkeypatch):
    concept_over("2025-2", "2026-02-05")
    notice = act(utrecht, NOTICE)
    message = (
        "brief steunt op aanname A12, die niet is bevestigd: wat eerst telt, beslist of een stap vervalt"
    )
    with monkeypatch.context() as unconfirmed:
        forget_counting(unconfirmed)
        with pytest.raises(Refused, match=f"Utrecht: de {message}"):
            adopt("2025-2", "2026-02-05")
    take(ADOPT, "2025-2", on="2026-02-05")

    forget_counting(monkeypatch)
    extend(notice, on="2026-02-06")
    with pytest.raises(Refused, match=f"Deze {message}"):
        adopt_own(utrecht, notice, EXTENSION, "2026-02-06")
    # Whatever counted, what is withdrawn is over.
    end(notice, date(2026, 2, 6), "withdrawn", "Er is een locatie.")
    assert adopt_own(utrecht, notice, END, "2026-02-06").end is not None


def forget_counting(patch):
    """Let it be as if A12 was never confirmed."""
    about = Confirmed.about
    patch.setattr(Confirmed, "about", lambda self, subject: [] if subject == "A12" else about(self, subject))


def test_letter_keeps_the_last_days_of_its_act_and_they_are_listed_once(utrecht):
    notice, version = given(utrecht)
    assert version.letter.terms["view_due"] == "2026-03-05"
    assert version.letter.terms["term_end"] == "2026-06-30"
    take(SEND, "2025-2", on="2026-02-06")
    found = given_terms([utrecht], known_at=at("2026-02-07")())

    assert [(term.label, term.due) for term in found if term.reference == notice.decision_number] == [
        ("zienswijze", date(2026, 3, 5)),
        ("termijn", date(2026, 6, 30)),
    ]
    assert [term.due for term in found].count(date(2026, 6, 30)) == 1


def test_day_on_which_the_executive_decides_is_a_term_until_it_did(utrecht):
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    concept_over("2026-1", "2026-07-01")
    LetterTerms.objects.filter(period__code="2026-1").update(decision_due=date(2026, 9, 1))
    adopt("2026-1", "2026-07-23")
    take(SEND, "2026-1", on="2026-07-24")

    def settled(on):
        terms = given_terms([utrecht], known_at=at(on)())
        return [term.settled for term in terms if term.label == "ons besluit over het voornemen"]

    assert settled("2026-07-25") == [""]
    end(notice, date(2026, 8, 20), "dropped", "De gemeente heeft een plan.")
    assert settled("2026-08-21") == ["genomen op 20 augustus 2026"]


def test_letter_after_the_term_waits_for_the_day_of_the_decision(utrecht):
    given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    concept_over("2026-1", "2026-07-01")
    with pytest.raises(Refused, match="dag waarop Gedeputeerde Staten uiterlijk beslissen"):
        adopt("2026-1", "2026-07-23")


def test_notice_withdrawn_on_the_figures_of_the_half_year(utrecht):
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    reason = (
        "Van de 275 vergunninghouders uit het voornemen tellen er 60 mee; er zijn er nog 215 te huisvesten. De "
        "taakstelling is gehaald en de achterstand kleiner; een besluit is nu niet nodig."
    )
    end(notice, date(2026, 7, 23), "withdrawn", reason)
    concept = concept_over("2026-1", "2026-07-23", text="")
    text = said(letter_of(concept))

    assert concept.rung == 3
    assert_in_order(
        text,
        "Wij hebben gemeten aan de taakstelling: 382. Uw gemeente huisvestte 442 vergunninghouders. Daarmee is dat "
        "aantal gehaald.",
        f"Wij trekken ons voornemen van 5 februari 2026 in. {reason} Uw gemeente gaat naar trede 3. Wat nog openstaat, "
        "blijft deel van de totaalopgave.",
        "Van de intrekking doen wij mededeling in het provinciaal blad, net als van het voornemen.",
    )


def end(row, day, outcome, reason="Alle vergunninghouders zijn gehuisvest.", **fields):
    values = {"outcome": outcome, "reason": reason, "by": people()[0], "now": at(day.isoformat()), **fields}
    return end_act(row, ended_on=day, **values)


def test_extended_term_stands_in_the_letter_of_the_half_year(utrecht):
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    extend(notice, on="2026-07-10")
    text = said(letter_of(concept_over("2026-1", "2026-07-10")))

    assert (
        "Wij verlengen de termijn van ons voornemen van 5 februari 2026 tot en met 30 september 2026, omdat er een "
        "locatie komt. Tot en met 30 juni 2026 tellen er 60 mee." in text
    )
    assert "is voorbij" not in text


def extend(row, on, until="2026-09-30"):
    return extend_act(
        row,
        decided_on=date.fromisoformat(on),
        decision_number="2026-150",
        term_end=date.fromisoformat(until),
        reason="er een locatie komt.",
        by=people()[0],
        now=at(on),
    )


def test_notice_that_is_dropped_says_so(utrecht):
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    end(notice, date(2026, 7, 23), "dropped", "De gemeente heeft een plan.")
    text = said(letter_of(concept_over("2026-1", "2026-07-23", text="")))

    assert (
        "Wij nemen het aangekondigde besluit niet. De gemeente heeft een plan. Het voornemen is vervallen. Uw gemeente "
        "gaat naar trede 3. Wat nog openstaat, blijft deel van de totaalopgave." in text
    )


# On its own day: example 11 ----------------------------------------------------------------------


def decided(m):
    """Record the decision of 21 May 2026, after a notice of which the term ended on 30 April."""
    concept_over("2025-2", "2026-02-05")
    act(m, NOTICE, term_end=date(2026, 4, 30))
    adopt("2025-2", "2026-02-05")
    house(m, date(2026, 4, 30), "2026-05-01")
    return act(m, DECISION)


def own(m, row, name=BEGIN, on="2026-05-21"):
    fresh = Municipality.objects.select_related("province").get(pk=m.pk)
    return own_letter(event_named(fresh, row.pk, name), day=None, known_at=at(on)(), is_final=True)


def test_decision_in_the_middle_of_a_half_year_has_its_own_letter(utrecht):
    letter = own(utrecht, decided(utrecht))
    text = said(letter)

    assert letter.subject == "Besluit tot indeplaatsstelling huisvesting vergunninghouders"
    assert_in_order(
        text,
        "Wij besluiten op grond van artikel 124, eerste lid, van de Gemeentewet tot indeplaatsstelling van uw college",
        "U hebt van 22 mei 2026 tot en met 14 augustus 2026 de tijd om dit zelf te doen. Tot en met die dag voeren wij "
        "het besluit niet uit (artikel 124, tweede lid).",
        "Uw gemeente had 342 vergunninghouders moeten huisvesten over 2025-2 en huisvestte er 339. Daarmee heeft het "
        "college het resultaat van artikel 28 van de Huisvestingswet 2014 niet op tijd bereikt.",
        "Van 1 januari 2026 tot en met 30 april 2026 huisvestte uw gemeente 301 vergunninghouders. Die tellen eerst "
        "voor de lopende taakstelling van 382. Van het aantal uit ons voornemen zijn er nog 275 te huisvesten.",
        "Hieraan gingen vooraf: de brieven van 25 juli 2025 en 5 februari 2026.",
        "U hebt geen zienswijze gegeven. Daartoe kon u tot en met 5 maart 2026.",
        "Dat is niet zo: Een plan van aanpak heeft niet geholpen.",
        "Bent u het niet eens met dit besluit?",
        "Stuur het beroepschrift naar Postbus 20019, 2500 EA Den Haag.",
    )
    assert "U hebt ons laten weten" not in text


def test_own_letter_is_adopted_by_another_kept_to_the_byte_recognised_and_sent(utrecht):
    row = decided(utrecht)
    event = event_named(utrecht, row.pk, BEGIN)
    day = date(2026, 5, 21)
    with pytest.raises(Refused, match="ligt voor de dag van de stap"):
        adopt_act_letter(event, printed_on=date(2026, 5, 20), by=people()[1], now=at("2026-05-21"))
    kept = adopt_act_letter(event, printed_on=day, by=people()[1], now=at("2026-05-21"))
    with pytest.raises(Refused, match="al vastgesteld"):
        adopt_act_letter(event, printed_on=day, by=people()[1], now=at("2026-05-21"))
    sent = {"addressees": "het college", "means": "per post", "by": people()[0], "now": at("2026-05-22")}
    with pytest.raises(Refused, match="De brief is van 21 mei 2026"):
        send_act_letter(kept, sent_on=date(2026, 5, 20), **sent)
    send_act_letter(kept, sent_on=day, **sent)

    assert list(deviations()) == []
    assert recognised(kept.html.encode()).is_known
    assert "21 mei 2026" in kept.html
    assert ActLetter.objects.get().version == AssessmentVersion.objects.get()


def test_who_recorded_a_step_does_not_adopt_its_letter(utrecht):
    row = decided(utrecht)
    supervisor = someone(Role.SUPERVISOR)
    supervisor.role = Role.ADOPTER
    supervisor.save()

    with pytest.raises(Refused, match=r"U hebt deze stap zelf vastgelegd\. Vraag een andere vaststeller"):
        adopt_act_letter(
            event_named(utrecht, row.pk, BEGIN),
            printed_on=date(2026, 5, 21),
            by=supervisor,
            now=at("2026-05-21"),
        )


def test_own_letter_of_a_withdrawal_and_of_an_extension(utrecht):
    concept_over("2025-2", "2026-02-05")
    notice = act(utrecht, NOTICE)
    adopt("2025-2", "2026-02-05")
    house(utrecht, date(2026, 4, 30), "2026-05-01")
    extend(notice, on="2026-05-20")
    more = said(own(utrecht, notice, EXTENSION))
    end(notice, date(2026, 5, 21), "withdrawn", "Er is een locatie.")
    letter = own(utrecht, notice, END)

    assert (
        "Wij verlengen de termijn van ons voornemen van 5 februari 2026 tot en met 30 september 2026" in more
    )
    assert said(letter).startswith(
        "Wij trekken ons voornemen van 5 februari 2026 in. Er is een locatie. Uw gemeente gaat naar trede 3. Wat nog "
        "openstaat, blijft deel van de totaalopgave."
    )
    assert letter.rung.number == 3
    assert event_named(utrecht, notice.pk, BEGIN).name == BEGIN
    assert event_named(utrecht, notice.pk, "onzin") is None


def test_quota_that_was_met_is_not_said_to_be_missed_in_the_same_letter(utrecht):
    day = date(2025, 10, 2)
    deliver_housings(day, day, [(utrecht, day, 10)], on="2026-01-02")
    concept = concept_over("2025-2", "2026-02-05", rung=4, reason="De achterstand blijft te groot.")
    act(utrecht, NOTICE, scope=265)
    text = said(letter_of(concept))

    assert concept.verdict == "met"
    assert_in_order(
        text,
        "Daarmee is dat aantal gehaald.",
        "De totaalopgave is niet gehaald: er staat nog een achterstand open van 265 vergunninghouders.",
        "Het resultaat dat artikel 28 van de Huisvestingswet 2014 vraagt, is dus niet op tijd bereikt.",
    )
    assert "De taakstelling over" not in text


def test_letter_of_a_step_of_after_its_term_is_refused(utrecht):
    row = decided(utrecht)
    with pytest.raises(Refused) as refused:
        adopt_act_letter(
            event_named(utrecht, row.pk, BEGIN),
            printed_on=date(2026, 8, 15),
            by=people()[1],
            now=at("2026-08-15"),
        )

    assert dict(refused.value.fields) == {
        "printed_on": (
            "De brief is van 15 augustus 2026, na het einde van de termijn (14 augustus 2026). Kies een eerdere datum.",
        )
    }


def test_execution_after_a_longer_term_names_its_last_day(utrecht):
    extend(decided(utrecht), on="2026-08-10")
    house_rest(utrecht)
    days = {"decided_on": date(2026, 10, 1), "term_start": date(2026, 10, 1)}
    row = act(utrecht, {**EXECUTION, **days})
    text = said(own(utrecht, row, on="2026-10-01"))

    assert "De termijn uit ons besluit van 21 mei 2026 is op 30 september 2026 verstreken." in text


def test_longer_execution_asks_nothing_of_anybody_and_so_has_no_letter(utrecht):
    decided(utrecht)
    house_rest(utrecht)
    row = act(utrecht, EXECUTION)
    given = {"decided_on": date(2026, 10, 1), "decision_number": "2026-310", "reason": "de bouw later begint"}
    extend_act(row, term_end=date(2027, 12, 31), by=people()[0], now=at("2026-10-01"), **given)

    assert event_named(utrecht, row.pk, EXTENSION) is None
    assert acts_of(utrecht, known_at=at("2026-10-01")())[0].last_day == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("costs", "told"),
    [
        ("", "Over de kosten krijgt u een apart besluit."),
        (
            "12.500 euro.",
            "De kosten waren 12.500 euro; zie de bijlage. Over de betaling krijgt u een apart besluit.",
        ),
    ],
)
def test_end_of_an_execution_names_the_day_on_which_everybody_was_housed_and_the_costs(utrecht, costs, told):
    decided(utrecht)
    row = carried_out(utrecht)
    end(row, date(2026, 10, 20), "carried_out", costs=costs)
    text = said(own(utrecht, row, END, on="2026-10-21"))

    assert (
        "De 275 vergunninghouders uit ons besluit van 21 mei 2026 zijn gehuisvest, de laatste op 5 oktober 2026. De "
        f"uitvoering is daarmee beëindigd. {told} Uw gemeente gaat naar trede 3." in text
    )
    supervisor = client_of(people()[0])
    page = source_of(supervisor.get(reverse("assessments:municipality_detail", args=[utrecht.cbs_code])))
    assert ("Kosten: 12.500 euro." in page) is bool(costs)
    found = event_named(utrecht, row.pk, END)
    adopt_act_letter(found, printed_on=date(2026, 10, 21), by=people()[1], now=at("2026-10-21"))
    sending = supervisor.get(reverse("assessments:act_letter_send", args=[utrecht.cbs_code, row.pk, END]))
    assert ("De brief verwijst naar een bijlage: stuur die mee." in source_of(sending)) is bool(costs)


@pytest.mark.parametrize("outcome", ["carried_out", "lapsed"])
def test_letter_of_a_half_year_in_which_an_execution_ended_says_so_with_its_numbers(utrecht, outcome):
    act(utrecht, NOTICE, term_end=date(2026, 4, 30))
    house(utrecht, date(2026, 4, 30), "2026-05-01")
    act(utrecht, DECISION)
    end(carried_out(utrecht), date(2026, 10, 20), outcome)
    take_over(utrecht, 6, "2026-1", adopted_on=date(2026, 9, 2), now=at("2026-10-21"))
    letter = letter_of(concept_over("2026-2", "2027-01-05", text=""))

    assert letter.rung.number < 4
    assert (
        "De 275 vergunninghouders uit ons besluit van 21 mei 2026 zijn gehuisvest, de laatste op 5 oktober 2026."
        in said(letter)
    )


def test_notice_that_an_earlier_version_called_carried_out_reads_as_lapsed(utrecht, monkeypatch):
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    # What is asked now of who records an end.
    monkeypatch.setattr("assessments.decisions.legal_acts.problem_with_outcome", lambda *_: "")
    monkeypatch.setattr("assessments.decisions.legal_acts.problems_with_done", lambda *_: ())
    end(notice, date(2026, 7, 10), "carried_out")

    assert "Het voornemen is vervallen." in said(own(utrecht, notice, END, on="2026-07-10"))


def carried_out(m):
    """Return the execution of a decision that runs, of which the last were housed on 5 October 2026."""
    house_rest(m)
    row = act(m, EXECUTION)
    third, day = make_period("2026-2"), date(2026, 10, 5)
    deliver_quotas(third, {m: 0}, on="2026-10-10")
    deliver_housings(third.start, day, [(m, day, 215)], on="2026-10-10")
    deliver_couplings(date(2026, 5, 1), day, [], on="2026-10-10", province=m.province)
    rest = date(2026, 10, 6), third.last_day
    deliver_housings(*rest, [], on="2027-01-02", province=m.province)
    deliver_couplings(*rest, [], on="2027-01-02", province=m.province)
    return row


def test_execution_names_the_number_that_is_left_and_the_neglect(utrecht):
    decided(utrecht)
    house_rest(utrecht)
    act(utrecht, EXECUTION, demands="twee medewerkers van de afdeling wonen")
    text = said(own(utrecht, event_of_execution(utrecht), on="2026-09-01"))

    assert_in_order(
        text,
        "De termijn uit ons besluit van 21 mei 2026 is op 14 augustus 2026 verstreken. Wij voeren het besluit uit "
        "vanaf 1 september 2026. Van de 275 vergunninghouders zijn er nog 215 niet gehuisvest.",
        "Het resultaat dat artikel 28 van de Huisvestingswet 2014 vraagt, is dus niet op tijd bereikt.",
        "Uw gemeentebestuur werkt mee en stelt op onze eerste vordering",
        "(artikel 124g, eerste lid). Wij vorderen nu: twee medewerkers van de afdeling wonen. Wij kunnen ambtenaren",
        "Wij stoppen zodra deze 215 vergunninghouders zijn gehuisvest.",
    )
    assert "Wij vragen u om de medewerkers" not in text


def house_rest(m):
    deliver_housings(
        date(2026, 5, 1),
        date(2026, 6, 30),
        [(m, *row) for row in HOUSED if row[0] > date(2026, 4, 30)],
        on="2026-07-01",
    )


def event_of_execution(m):
    return m.legal_acts.order_by("-pk").first()


# Pages -------------------------------------------------------------------------------------------


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_pages_show_adopt_and_send_the_letter_of_a_decision(utrecht):
    row = decided(utrecht)
    supervisor, adopter = (client_of(user) for user in people())
    where = [utrecht.cbs_code, row.pk, BEGIN]
    dossier = reverse("assessments:municipality_detail", args=where[:1])
    concept = source_of(supervisor.get(reverse("assessments:act_letter_detail", args=where)))
    assert "CONCEPT" in concept
    assert "Teksten voor raad, provinciaal blad en horen" in concept
    assert "Brief: concept" in source_of(supervisor.get(dossier))
    sending = {"sent_on": "2026-05-21", "addressees": "het college", "means": "per post"}
    refused = supervisor.post(reverse("assessments:act_letter_send", args=where), sending)
    assert "Deze brief is nog niet vastgesteld. Laat een vaststeller dat eerst doen." in source_of(refused)

    adopted = adopter.post(
        reverse("assessments:act_letter_adopt", args=where), {"printed_on": "2026-05-21"}, follow=True
    )
    assert "Vastgesteld: Brief" in source_of(adopted)
    kept = ActLetter.objects.get()
    sent = {"sent_on": "2026-11-30", "addressees": "het college", "means": "per post"}
    done = source_of(supervisor.post(reverse("assessments:act_letter_send", args=where), sent, follow=True))
    assert "verzonden op 30 november 2026" in done
    download = supervisor.get(reverse("assessments:act_letter_download", args=where))
    assert download.content.decode() == kept.html


def test_texts_for_the_council_and_the_gazette_stand_beside_the_letter(utrecht):
    row = decided(utrecht)
    page = reverse("assessments:act_texts", args=[utrecht.cbs_code, row.pk, BEGIN])
    text = source_of(client_of(people()[0]).get(page))

    assert "Geachte raad, hierbij ontvangt u een afschrift van ons besluit van 21 mei 2026" in text
    assert (
        "Gedeputeerde Staten van Utrecht hebben op 21 mei 2026 besloten tot indeplaatsstelling van het college van "
        "Utrecht: het gevraagde aantal vergunninghouders over de tweede helft van 2025 is niet op tijd gehuisvest"
        in text
    )


def test_act_of_which_the_own_letter_was_adopted_cannot_be_taken_back(utrecht):
    row = decided(utrecht)
    adopt_act_letter(
        event_named(utrecht, row.pk, BEGIN),
        printed_on=date(2026, 5, 21),
        by=people()[1],
        now=at("2026-05-21"),
    )

    with pytest.raises(Refused, match="is vastgesteld en zegt dit"):
        take_back_last(municipality=utrecht, reason="Tikfout.", by=people()[0], now=at("2026-05-22"))


def test_step_is_on_the_rung_of_the_policy_that_judged(utrecht, monkeypatch):
    _, second = policies_of("PV26")
    numbers = dict(zip(range(3, 7), (3, 5, 6, 7), strict=True))
    rungs = tuple(replace(rung, number=numbers.get(rung.number, rung.number)) for rung in SIX.rungs)
    seven = replace(SIX, key="seven", rungs=(*rungs[:3], replace(rungs[2], number=4), *rungs[3:]))
    until = replace(second, last_period="2025-2")
    after = replace(second, version="utrecht-2026", first_period="2026-1", ladder=seven)
    monkeypatch.setattr("assessments.rules.registry.POLICIES", (until, after))
    confirm_counting(policy="utrecht-2026")
    notice, version = given(utrecht)
    extend(notice, on="2026-05-20")

    assert (notice.rung, version.rung) == (5, 4)
    assert "Wij zijn van plan te besluiten" in version.letter.html
    letter = own(utrecht, notice, EXTENSION)
    assert (letter.rung.number, letter.rung.label) == (4, "Voornemen tot indeplaatsstelling")
    undo = {"municipality": utrecht, "reason": "Tikfout.", "by": people()[0], "now": at("2026-05-21")}
    take_back_last(**undo)
    with pytest.raises(Refused, match="de beoordeling over 2025-2 steunt op Voornemen"):
        take_back_last(**undo)


def test_notice_that_the_letter_of_the_half_year_gave_has_no_letter_of_its_own(utrecht):
    notice, _ = given(utrecht)
    (row,) = acts_of(utrecht, known_at=at("2026-02-06")())

    assert row.letters == ()
    with pytest.raises(Refused, match="Deze stap staat al in de brief over 2025-2"):
        adopt_act_letter(
            event_named(utrecht, notice.pk, BEGIN),
            printed_on=date(2026, 2, 6),
            by=people()[1],
            now=at("2026-02-06"),
        )


# What an own letter is of ------------------------------------------------------------------------


def referred(letter):
    return {reference.label: str(reference.value) for reference in letter.references}


def test_own_letter_dates_the_figures_of_the_half_year_and_what_was_housed_since_apart(utrecht):
    letter = own(utrecht, decided(utrecht))

    assert referred(letter)["Cijfers bekend op"] == (
        "5 februari 2026, 13.00 uur (over 2025-2) en 21 mei 2026, 14.00 uur (daarna)"
    )
    assert "bekend op 5 februari 2026" in str(letter.part("De cijfers"))


def test_bare_own_letter_dates_only_what_was_housed_since(utrecht):
    concept_over("2025-2", "2026-02-05")
    notice = act(utrecht, NOTICE)
    adopt("2025-2", "2026-02-05")
    house(utrecht, date(2026, 4, 30), "2026-05-01")
    extend(notice, on="2026-05-20")

    letter = own(utrecht, notice, EXTENSION)
    assert referred(letter)["Cijfers bekend op"] == "21 mei 2026, 14.00 uur"
    assert referred(letter)["Besluit van Gedeputeerde Staten"] == "2026-150, 20 mei 2026"


def test_typed_brackets_drop_no_weighing_and_are_not_marked_as_open(utrecht):
    concept_over("2025-2", "2026-02-05")
    act(utrecht, NOTICE, term_end=date(2026, 4, 30))
    adopt("2025-2", "2026-02-05")
    house(utrecht, date(2026, 4, 30), "2026-05-01")
    typed = {
        "lighter_means": "Een plan [van aanpak] hielp niet",
        "interests": "Het belang [x] weegt zwaarder",
    }
    row = act(utrecht, DECISION, letters_and_talks="de brief [kenmerk 7]", **typed)
    letter = own(utrecht, row)
    text, html = said(letter), render_letter(letter)

    for words in ("Een plan [van aanpak] hielp niet.", "Het belang [x] weegt", "de brief [kenmerk 7]."):
        assert words in text
        assert words in html
    assert missing_in(letter) == []


def test_own_letter_asks_nothing_that_the_letter_of_the_half_year_asked(utrecht):
    concept_over("2025-2", "2026-02-05")
    ask = {
        "asks": "Stuur ons de planning.",
        "asks_due": date(2026, 3, 5),
        "extra_requests": "Zoek plek voor Nidos.",
    }
    Assessment.objects.update(**ask)
    act(utrecht, NOTICE, term_end=date(2026, 4, 30))
    version = adopt("2025-2", "2026-02-05")
    house(utrecht, date(2026, 4, 30), "2026-05-01")
    text = said(own(utrecht, act(utrecht, DECISION)))

    assert "Stuur ons de planning." in said(letter_of(version))
    assert "Stuur ons de planning." not in text
    assert "Nidos" not in text


def test_own_letter_ends_with_the_log_and_is_a_witness_of_it(utrecht):
    row = decided(utrecht)
    before = head()
    kept = adopt_act_letter(
        event_named(utrecht, row.pk, BEGIN),
        printed_on=date(2026, 5, 21),
        by=people()[1],
        now=at("2026-05-21"),
    )

    assert f"Controle: kenmerk {kept.number}, brief van 21 mei 2026" in kept.html
    assert list(log_lines_in([kept.html])) == [before]
    assert before in printed_log_lines()


def test_half_year_after_a_decision_of_its_own_letter_goes_up_a_rung(utrecht):
    row = decided(utrecht)
    adopt_own(utrecht, row, BEGIN, "2026-05-21")
    house_rest(utrecht)
    text = said(letter_of(concept_over("2026-1", "2026-07-10", rung=5, reason="Het besluit loopt.")))

    assert_in_order(
        text,
        "Uw gemeente gaat van trede 4 naar trede 5 van de interventieladder",
        "Ons besluit van 21 mei 2026 blijft van kracht.",
    )
    assert "blijft op trede" not in text


def test_half_year_that_tells_a_lapse_goes_on_from_the_rung_that_was_told(utrecht):
    confirm_counting("oldest")
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    end(notice, date(2026, 6, 30), "lapsed", now=at("2026-07-02"))
    presented = {"rung": 3, "reason": "Er is een plan."}
    text = said(letter_of(concept_over("2026-1", "2026-07-10", **presented)))

    assert_in_order(text, "Uw gemeente gaat van trede 4 naar trede 3", "Het voornemen is vervallen.")


# What happened is told once ----------------------------------------------------------------------


def adopt_own(m, row, name, on):
    event = event_named(m, row.pk, name)
    return adopt_act_letter(event, printed_on=date.fromisoformat(on), by=people()[1], now=at(on))


def test_extension_that_the_letter_of_the_notice_does_not_tell_has_its_own(utrecht):
    concept_over("2025-2", "2026-02-05")
    notice = act(utrecht, NOTICE)
    extend(notice, on="2026-02-05")
    text = said(letter_of(adopt("2025-2", "2026-02-05")))

    assert "gehuisvest, dan vervalt dit voornemen" in text
    assert "Is dit aantal uiterlijk 30 juni 2026" in text
    assert "Wij verlengen" not in text
    assert adopt_own(utrecht, notice, EXTENSION, "2026-02-06").extension is not None


def test_notice_is_not_told_by_the_letter_of_another_notice_after_it(utrecht):
    first = act(utrecht, {**NOTICE, "decided_on": date(2026, 2, 3), "term_start": date(2026, 2, 3)})
    end(first, date(2026, 2, 4), "withdrawn", "De omvang klopte niet.")
    second = act(utrecht, NOTICE)
    LetterTerms.objects.filter(period__code="2025-2").update(**dict.fromkeys(DAYS, date(2026, 2, 6)))
    concept_over("2025-2", "2026-02-06")
    version = adopt("2025-2", "2026-02-06")

    assert version.rung == 4
    assert half_year_that_tells(event_named(utrecht, second.pk, BEGIN)) == "2025-2"
    for name in (BEGIN, END):
        assert half_year_that_tells(event_named(utrecht, first.pk, name)) == ""


def test_extension_of_its_own_letter_is_no_news_in_that_of_the_half_year(utrecht):
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    extend(notice, on="2026-07-10")
    adopt_own(utrecht, notice, EXTENSION, "2026-07-10")
    text = said(letter_of(concept_over("2026-1", "2026-07-10")))

    assert "Wij verlengen" not in text
    assert "Ons voornemen van 5 februari 2026 blijft van kracht." in text
    assert "Dat moet uiterlijk 30 september 2026." in text


@pytest.mark.parametrize("day", ["2026-05-21", "2026-07-10"])
def test_end_of_its_own_letter_is_no_news_in_that_of_the_half_year(utrecht, day):
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 4, 30), "2026-05-01")
    end(notice, date.fromisoformat(day), "withdrawn", "Er is een locatie.")
    house_rest(utrecht)
    concept = concept_over("2026-1", "2026-07-10", text="")
    before = letter_of(concept)
    adopt_own(utrecht, notice, END, "2026-07-10")
    after = letter_of(concept)

    # Inside the half-year only the executive says it, in the own letter.
    told = "Wij trekken ons voornemen van 5 februari 2026 in. Er is een locatie." in said(before)
    assert told is (day == "2026-07-10")
    assert "Cijfers bekend op" not in referred(own(utrecht, notice, END, "2026-07-10"))
    assert "Wij trekken" not in said(after)
    assert after.subject == f"Toezicht huisvesting vergunninghouders 2026-1: trede {concept.rung}"
    assert "van trede 4 naar" not in said(after)
    assert "de stap die trede" not in said(after)
    assert "Besluit van Gedeputeerde Staten" not in referred(own(utrecht, notice, END, "2026-07-10"))


def test_letter_of_a_half_year_waits_until_what_happened_in_it_is_told(utrecht):
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 4, 30), "2026-05-01")
    extend(notice, on="2026-05-20")
    end(notice, date(2026, 5, 21), "withdrawn", "Er is een locatie.")
    house_rest(utrecht)
    concept_over("2026-1", "2026-07-10")
    take(PROPOSE, "2026-1", on="2026-07-10")
    for name, about in ((EXTENSION, "de verlenging van"), (END, "het einde van")):
        message = f"over {about} het voornemen van 5 februari 2026 is nog geen brief vastgesteld"
        with pytest.raises(Refused, match=message):
            take(ADOPT, "2026-1", on="2026-07-10")
        adopt_own(utrecht, notice, name, "2026-07-10")

    (version,) = take(ADOPT, "2026-1", on="2026-07-10")
    assert version.rung < 4


def test_end_that_a_half_year_told_is_told_neither_by_its_own_letter_nor_by_the_next_half_year(utrecht):
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    end(notice, date(2026, 7, 23), "withdrawn", "Er is een locatie.")
    concept_over("2026-1", "2026-07-23", text="")
    adopt("2026-1", "2026-07-23")
    with pytest.raises(Refused, match="Deze stap staat al in de brief over 2026-1"):
        adopt_own(utrecht, notice, END, "2026-07-24")

    after = make_period("2026-2")
    told = acts_told([Assessment(municipality=utrecht, period=after, **placed(3))], after, utrecht.province)
    assert told == {}


def placed(rung):
    version = AssessmentVersion.objects.get(period__code="2026-1")
    return {
        "rung": rung,
        "known_at": at("2027-01-05")(),
        "policy": version.policy,
        "placement_snapshot": version.placement_snapshot,
    }


def test_every_extension_has_its_letter_on_the_page_of_the_municipality(utrecht):
    notice, _ = given(utrecht)
    extend(notice, on="2026-05-20")
    first = adopt_own(utrecht, notice, EXTENSION, "2026-05-20")
    extend_act(
        notice,
        decided_on=date(2026, 5, 28),
        decision_number="2026-151",
        term_end=date(2026, 12, 31),
        reason="de bouw later begint",
        by=people()[0],
        now=at("2026-05-28"),
    )
    supervisor = client_of(people()[0])
    page = source_of(supervisor.get(reverse("assessments:municipality_detail", args=[utrecht.cbs_code])))

    assert f"Brief over de verlenging {first.number}" in page
    assert "Brief over de verlenging: concept" in page
    asked = f"?kenmerk={first.number}"
    for name, query, html in (
        (EXTENSION, asked, "30 september 2026"),
        (f"{EXTENSION}-2", "", "31 december 2026"),
    ):
        address = reverse("assessments:act_letter_detail", args=[utrecht.cbs_code, notice.pk, name]) + query
        assert f'href="{address}"' in page
        assert f"tot en met {html}, omdat" in source_of(supervisor.get(address))


def test_dossier_asks_as_many_queries_for_many_acts_as_for_one(utrecht):
    notice, _ = given(utrecht)
    house(utrecht, date(2026, 6, 30), "2026-07-01")
    extend(notice, on="2026-07-02")
    adopt_own(utrecht, notice, EXTENSION, "2026-07-02")
    end(notice, date(2026, 7, 3), "withdrawn", "Er is een locatie.")
    few = reads_of(lambda: acts_of(utrecht, known_at=at("2026-11-30")()))
    for day in (date(2026, 9, 1), date(2026, 10, 1)):
        days = {"decided_on": day, "term_start": day, "view_due": day, "term_end": date(2026, 12, 1)}
        again = act(utrecht, {**NOTICE, **days, "scope": 215})
        end(again, day, "withdrawn", "Er is een locatie.")

    assert len(acts_of(utrecht, known_at=at("2026-11-30")())) == 3
    assert reads_of(lambda: acts_of(utrecht, known_at=at("2026-11-30")())) == few


# PDF and replacing -------------------------------------------------------------------------------


def test_letter_of_an_act_has_a_pdf_that_is_kept_and_recognised(utrecht, monkeypatch):
    monkeypatch.setattr(keep_pdf, "pdf_of", lambda _: b"%PDF eerst")
    row = decided(utrecht)
    kept = adopt_own(utrecht, row, BEGIN, "2026-05-21")
    supervisor = client_of(people()[0])
    where = [utrecht.cbs_code, row.pk, BEGIN]
    keep, download = (reverse(f"assessments:act_letter_{name}", args=where) for name in ("pdf_keep", "pdf"))

    assert "nog geen PDF gemaakt" in source_of(supervisor.get(download, follow=True))
    assert "gemaakt en vastgelegd" in source_of(supervisor.post(keep, follow=True))
    assert supervisor.get(download).content == b"%PDF eerst"
    assert KeptPdf.objects.get().document == kept
    assert kept.number in recognised(b"%PDF eerst").sentence
    assert list(deviations()) == []


def test_letter_of_an_act_that_was_sent_is_replaced_by_one_that_says_what_differs(utrecht):
    row = decided(utrecht)
    first = adopt_own(utrecht, row, BEGIN, "2026-05-21")
    send = {"addressees": "het college", "means": "per post", "by": people()[0], "sent_on": date(2026, 5, 21)}
    send_act_letter(first, now=at("2026-05-21"), **send)
    supervisor, adopter = (client_of(user) for user in people())
    where = [utrecht.cbs_code, row.pk, BEGIN]
    replace = reverse("assessments:act_letter_replace", args=where) + f"?kenmerk={first.number}"

    assert "Vul in wat er anders is." in source_of(adopter.post(replace, {"printed_on": "2026-11-30"}))
    given = {"printed_on": "2026-11-30", "changes": "het adres voor het beroep."}
    assert "Vastgesteld: Brief" in source_of(adopter.post(replace, given, follow=True))
    second = ActLetter.objects.get(replaces=first)

    assert second.number == f"{first.number}-2"
    assert (
        f"Deze brief komt in de plaats van onze brief van 21 mei 2026 (kenmerk {first.number}). Anders zijn: het "
        "adres voor het beroep." in second.html
    )
    assert f"vervangen door {second.number}" in recognised(first.html.encode()).sentence
    assert "al vastgesteld" in source_of(adopter.post(replace, given))
    page = source_of(supervisor.get(reverse("assessments:municipality_detail", args=where[:1])))
    assert f"{first.number}, 21 mei 2026" in page
    assert "verzonden op 21 mei 2026, vervangen" in page
    detail = reverse("assessments:act_letter_detail", args=where)
    assert "Deze brief komt in de plaats" in source_of(supervisor.get(detail))
    old = supervisor.get(f"{detail}?kenmerk={first.number}")
    assert "Deze brief komt in de plaats" not in source_of(old)
    assert list(deviations()) == []


def test_letter_that_was_not_sent_is_replaced_without_a_word_and_cannot_be_sent_any_more(utrecht):
    row = decided(utrecht)
    first = adopt_own(utrecht, row, BEGIN, "2026-05-21")
    second = adopt_act_letter(
        event_named(utrecht, row.pk, BEGIN),
        printed_on=date(2026, 5, 22),
        by=people()[1],
        now=at("2026-05-22"),
        replaces=first,
    )

    assert "in de plaats van" not in second.html
    send = {"addressees": "het college", "means": "per post", "by": people()[0], "sent_on": date(2026, 5, 22)}
    with pytest.raises(Refused, match=f"vervangen door {second.number}"):
        send_act_letter(first, now=at("2026-05-22"), **send)


def test_quotas_that_go_first_are_named_with_their_half_year_once_there_are_more():
    act = LegalAct(counted_from=date(2026, 1, 1))
    values = {"scope": 275, "per_half_year": {"2026-1": 60, "2026-2": 0}, "housed": 739, "met_on": None}
    through = date(2026, 11, 29)

    def named(**quotas):
        known = {code.replace("h", "2026-"): quota for code, quota in quotas.items()}
        told = ActTold(act=act, last_day=through, progress=Progress(**values, through=through, quotas=known))
        return counted(SimpleNamespace(next_figures=None), told)["lopende_taakstelling"]

    assert named(h1=382) == "382"
    assert named(h1=382, h2=358) == "382 (2026-1) en 358 (2026-2)"
    assert named(h1=382, h2=None) == ""


# Own letters that wait ---------------------------------------------------------------------------


def letters_that_wait(role, on):
    """Return what waits for a role, and what for others, of the letters of acts."""
    work = work_for(someone(role), today=date.fromisoformat(on))
    shown = ([row.text for row in rows if ": brief over" in row.text] for rows in (work.mine, work.others))
    return tuple(shown)


def test_own_letter_waits_for_who_adopts_it_and_then_for_who_sends_it(utrecht):
    row = decided(utrecht)
    text = "Utrecht: brief over het besluit van 21 mei 2026 om {}, uiterlijk 14 augustus 2026"
    to_adopt, to_send = text.format("vast te stellen"), text.format("te verzenden")
    assert letters_that_wait(Role.ADOPTER, "2026-05-22") == ([to_adopt], [])
    assert letters_that_wait(Role.SUPERVISOR, "2026-08-15") == ([], [f"{to_adopt}: die dag is voorbij"])

    kept = adopt_own(utrecht, row, BEGIN, "2026-05-22")
    assert letters_that_wait(Role.ADOPTER, "2026-05-22") == ([], [to_send])
    assert letters_that_wait(Role.SUPERVISOR, "2026-05-22") == ([to_send], [])
    send(kept, "2026-05-22")
    assert letters_that_wait(Role.SUPERVISOR, "2026-05-22") == ([], [])


def send(letter, on):
    given = {"addressees": "het college", "means": "per post", "sent_on": date.fromisoformat(on)}
    return send_act_letter(letter, by=people()[0], now=at(on), **given)


def test_extension_and_end_wait_with_the_term_that_each_gives(utrecht):
    notice, _ = given(utrecht)
    extend(notice, on="2026-05-20")
    end(notice, date(2026, 5, 21), "withdrawn", "Er is een locatie.")

    assert letters_that_wait(Role.ADOPTER, "2026-05-21")[0] == [
        "Utrecht: brief over de verlenging van het voornemen van 5 februari 2026 om vast te stellen, uiterlijk 30 "
        "september 2026",
        "Utrecht: brief over het einde van het voornemen van 5 februari 2026 om vast te stellen",
    ]


def test_extension_that_a_later_one_made_longer_waits_for_no_letter_once_that_is_told(utrecht):
    notice, _ = given(utrecht)
    extend(notice, on="2026-05-20")
    extend(notice, on="2026-05-28", until="2026-12-31")
    assert len(letters_that_wait(Role.ADOPTER, "2026-05-28")[0]) == 2
    adopt_own(utrecht, notice, f"{EXTENSION}-2", "2026-05-28")

    assert letters_that_wait(Role.ADOPTER, "2026-05-28")[0] == []


def test_what_the_letter_of_a_half_year_tells_or_is_to_tell_waits_for_nobody(utrecht):
    concept_over("2025-2", "2026-02-05")
    act(utrecht, NOTICE)
    for step in (PROPOSE, ADOPT):
        assert letters_that_wait(Role.ADOPTER, "2026-02-05") == ([], [])
        take(step, "2025-2", on="2026-02-05")
    assert letters_that_wait(Role.ADOPTER, "2026-02-05") == ([], [])


def test_act_from_before_the_first_decided_half_year_waits_for_no_letter(utrecht):
    act(utrecht, NOTICE)

    assert letters_that_wait(Role.ADOPTER, "2026-02-06") == ([], [])
