"""The counted sentences of a report, each case once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from assessments.forecast.forecast import Range
from assessments.models import ActKind, ActOutcome
from assessments.reports import developments, judged
from assessments.reports import sentences as says
from assessments.reports.counts import Counted, Earlier, Shift
from assessments.reports.judged import ActsCounted
from assessments.reports.sentences import Ahead
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.policies.six_rungs import SIX
from assessments.rules.situation import Verdict
from municipalities.contacts.queries import Beside, TalkCount
from municipalities.figures import Figures, PeriodFacts, totals
from municipalities.models import SideFigure
from tests.assessments.letters.test_letter_wording import faults

PERIOD = PeriodFacts(
    code="2023-2", start=date(2023, 7, 1), end=date(2024, 1, 1), reference_date=date(2023, 10, 1)
)


def figures(
    quota: int | None, opening: int | None, realised: int | None, announced: int | None = None
) -> Figures:
    return Figures(
        period=PERIOD,
        quota=quota,
        quota_announced=quota if announced is None else announced,
        opening_balance=opening,
        realised=realised,
    )


def counted(*rows: Figures, **fields: Any) -> Counted:
    values: dict[str, Any] = {
        "period": PERIOD,
        "province": "Utrecht",
        "policy": utrecht_2023.POLICY,
        "totals": totals(rows or [figures(10, 5, 12)]),
        "quota_changed_on": None,
        "without_figures": (),
        "merged": {},
        "earlier": None,
        "rungs": {1: 2, 2: 1},
        "measures": {"totaalopgave": 2, "koppelingstekort": 1},
        "verdicts": {Verdict.MET: 2, Verdict.NOT_MET: 1},
        "shifts": (),
        "short": 1,
        "milder": (),
        "milder_all_behind": False,
        "deviating": (),
        "frozen": (),
        "not_assessed": (),
        "withdrawn": (),
        "is_provisional": False,
    }
    return Counted(**{**values, **fields})


@pytest.mark.parametrize(
    ("opening", "sentence"),
    [
        (5, "Met de achterstand van 5 uit eerdere perioden was de totaalopgave 15."),
        (-5, "Met de voorsprong van 5 uit eerdere perioden was de totaalopgave 5."),
        (
            0,
            "Er was per saldo geen achterstand of voorsprong; de totaalopgave was gelijk aan de taakstelling.",
        ),
    ],
)
def test_task_with_a_backlog_a_lead_or_neither(opening, sentence):
    assert " ".join(says.task(counted(figures(10, opening, 12)))) == (
        "In de tweede helft van 2023 (2023-2) huisvestten de gemeenten in de provincie Utrecht samen 12 "
        f"vergunninghouders. De taakstelling was 10. {sentence}"
    )


def test_task_says_what_was_announced_before_a_change():
    text = " ".join(says.task(counted(figures(10, 0, 12, 14), quota_changed_on=date(2023, 11, 10))))

    assert "De taakstelling was 10. Bekendgemaakt was 14; op 10 november 2023 is dat gewijzigd." in text


@pytest.mark.parametrize(
    ("opening", "closing", "sentence"),
    [
        (5, 8, "De gezamenlijke achterstand is gegroeid van 5 naar 8."),
        (8, 5, "De gezamenlijke achterstand is kleiner geworden: van 8 naar 5."),
        (
            5,
            -2,
            "De gezamenlijke achterstand van 5 vergunninghouders is ingelopen. Er is nu een gezamenlijke voorsprong "
            "van 2 vergunninghouders.",
        ),
        (
            -5,
            1,
            "De gezamenlijke voorsprong van 5 vergunninghouders is gebruikt en er is een gezamenlijke achterstand "
            "ontstaan van 1 vergunninghouder.",
        ),
        (0, 0, "Er is, net als bij het begin van de periode, geen achterstand en geen voorsprong."),
    ],
)
def test_balance_of_all_together(opening, closing, sentence):
    assert says.together(opening, closing) == sentence


def test_net_backlog_is_said_beside_the_gross_one():
    (text,) = says.balances(counted(figures(10, 5, 8), figures(10, -4, 8)))

    assert text.startswith("De gezamenlijke achterstand is gegroeid van 1 naar 5.")
    assert text.endswith("Zonder die verrekening zijn de achterstanden samen 7.")


def test_total_task_that_a_lead_covers_is_no_number():
    assert " ".join(says.task(counted(figures(10, -15, 12)))).endswith(
        "Met de voorsprong van 15 uit eerdere perioden bleef er geen totaalopgave over."
    )


def held(official: int = 0, political: int = 0, days: tuple[date, ...] = ()) -> TalkCount:
    return TalkCount(official, political, days)


OFTEN = tuple(date(2023, month, 1) for month in (8, 9, 10, 11, 12))


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([held(), held()], ""),
        (
            [held(5, 0, OFTEN), held(1, 0, OFTEN[:1])],
            "In de tweede helft van 2023 (2023-2) zijn 6 gesprekken gevoerd met 2 van de 2 gemeenten: 6 ambtelijk. Met "
            "alle gemeenten is gesproken. Met 1 gemeente is ten minste elke twee maanden gesproken.",
        ),
        (
            [held(0, 1, OFTEN[:1]), held()],
            "In de tweede helft van 2023 (2023-2) is 1 gesprek gevoerd met 1 van de 2 gemeenten: 1 bestuurlijk.",
        ),
        (
            [held(2, 1, OFTEN[1:4]), held()],
            "In de tweede helft van 2023 (2023-2) zijn 3 gesprekken gevoerd met 1 van de 2 gemeenten: 2 ambtelijk en 1 "
            "bestuurlijk.",
        ),
    ],
)
def test_talks_are_counted_and_nobody_who_was_not_spoken_is_told(counts, sentence):
    assert " ".join(developments.talks_counted(counted(), counts)) == sentence


def of(*figures: SideFigure, **housed: int) -> Beside:
    return Beside(figures, tuple(housed.items()))


def side(kind: str, number: int, day: int = 1) -> SideFigure:
    return SideFigure(kind=kind, number=number, day=date(2024, 2, day))


def test_count_sum_and_names_of_what_stands_beside_come_from_one_record():
    beside = {
        "Baarn": of(side("nidos_places", 9, 3), side("nidos_request", 4), nidos=2),
        "Soest": of(side("nidos_places", 0), side("hotel_scheme", 30)),
        "Zeist": of(side("nidos_places", 5, 3), hotel_scheme=1),
    }

    assert " ".join(developments.nidos(beside)) == (
        "Gevraagd zijn 4 plekken voor alleenstaande minderjarige vreemdelingen (amv), in 1 gemeente. Op 3 februari "
        "2024 waren er 14 plekken in 2 gemeenten: Baarn en Zeist. Door Nidos gehuisvest: 2, in 1 gemeente: Baarn. Wie "
        "zo woont, telt mee als gehuisvest. Voor de trede telt het verzoek niet mee."
    )
    assert " ".join(developments.hotel_scheme(beside)) == (
        "Volgens de hotel- en accommodatieregeling waren er 30 plekken in 1 gemeente: Soest. Daarmee gehuisvest: 1, in "
        "1 gemeente: Zeist. Deze huisvesting is tijdelijk en telt mee."
    )
    assert not [*developments.nidos({}), *developments.hotel_scheme({"Baarn": of(side("nidos_request", 0))})]


def test_new_policy_is_named_in_its_first_period_only():
    (first, step) = developments.framework(utrecht_2024.POLICY, "2024-1", "CVDR713805")

    assert first.endswith("2024 (CVDR713805).")
    assert step.startswith("Daarin gaat een gemeente in beginsel 1 trede omhoog")
    assert not list(developments.framework(utrecht_2024.POLICY, "2024-2", "CVDR713805"))
    assert not list(developments.framework(utrecht_2023.POLICY, "2023-2", ""))


def test_who_is_not_assessed_yet_is_not_said_to_lack_figures():
    text = " ".join(judged.assessments(counted(waiting=("Baarn", "Zeist"))))

    assert text.endswith("Nog niet beoordeeld: Baarn en Zeist.")
    assert "cijfers ontbreken" not in text


def test_missing_figures_are_named_and_no_share_is_given():
    made = counted(figures(10, 0, 5), figures(10, 0, None), without_figures=("Baarn",))
    text = " ".join(says.results(made))

    assert (
        "In deze aantallen ontbreekt 1 gemeente: Baarn. Van die gemeente zijn geen cijfers ontvangen." in text
    )
    assert "is onbekend, omdat van een deel van de gemeenten cijfers ontbreken" in text
    assert "%" not in text
    many = says.missing_from_sums(("Baarn", "Zeist"), {})
    assert many.startswith("In deze aantallen ontbreken 2 gemeenten: Baarn en Zeist. Van die gemeenten")


def test_who_waits_for_a_merger_is_not_said_to_have_sent_nothing():
    merged = {"Zeist": "Baarn is opgegaan in Zeist."}

    assert says.missing_from_sums(("Zeist",), merged) == (
        "In deze aantallen ontbreekt 1 gemeente: Zeist. Baarn is opgegaan in Zeist."
    )
    assert says.missing_from_sums(("Soest", "Zeist"), merged).endswith(
        "Soest en Zeist. Van Soest zijn geen cijfers ontvangen. Baarn is opgegaan in Zeist."
    )


def test_period_that_still_runs_says_that_not_everything_is_known():
    assert list(says.results(counted(figures(10, 0, None)))) == [
        "Over de tweede helft van 2023 (2023-2) zijn nog niet alle cijfers ontvangen."
    ]


def test_sum_of_a_running_period_says_of_how_many_it_is_and_why():
    text = "Baarn is opgegaan in Zeist."
    made = counted(figures(10, 5, None), figures(10, None, None), merged={"Zeist": text})

    assert list(says.results(made))[1:] == [
        "De beginstand is die van 1 van de 2 gemeenten.",
        "De totaalopgave is die van 1 van de 2 gemeenten.",
        text,
    ]
    assert len(list(says.results(counted(figures(10, 5, None), figures(10, 0, None))))) == 1, "of everybody"


def test_period_without_any_figures_says_only_that():
    assert list(says.results(counted(figures(None, None, None)))) == [
        "Over de tweede helft van 2023 (2023-2) zijn nog geen cijfers ontvangen."
    ]


def test_share_that_does_not_apply_says_why():
    text = " ".join(says.shares(counted(figures(10, -12, 3))))

    assert text == (
        "De gemeenten haalden samen 30% van de taakstelling. Een percentage van de totaalopgave is niet van "
        "toepassing, omdat er geen totaalopgave overbleef."
    )


BEFORE = "de eerste helft van 2023 (2023-1)"


@pytest.mark.parametrize(
    ("quota", "total_task", "text"),
    [
        (
            (1, 2),
            (1, 2),
            f"Beide percentages zijn hoger dan in {BEFORE}: dat van de taakstelling ging van 50% naar 80%, "
            "dat van de totaalopgave van 50% naar 64%.",
        ),
        (
            (9, 10),
            (9, 10),
            f"Beide percentages zijn lager dan in {BEFORE}: dat van de taakstelling ging van 90% naar 80%, "
            "dat van de totaalopgave van 90% naar 64%.",
        ),
        (
            (1, 2),
            (9, 10),
            "Het beeld is wisselend. Van de taakstelling is een groter deel gehaald dan in "
            f"{BEFORE}, van 50% naar 80%; van de totaalopgave een kleiner deel, van 90% naar 64%.",
        ),
        (
            (9, 10),
            (1, 2),
            "Het beeld is wisselend. Van de taakstelling is een kleiner deel gehaald dan in "
            f"{BEFORE}, van 90% naar 80%; van de totaalopgave een groter deel, van 50% naar 64%.",
        ),
        (
            (4, 5),
            (1, 2),
            "Het percentage van de taakstelling is gelijk gebleven (80%). Het percentage van de totaalopgave "
            f"is hoger dan in {BEFORE}: het ging van 50% naar 64%.",
        ),
        (
            (801, 1000),
            (16, 25),
            "Het percentage van de taakstelling is vrijwel gelijk gebleven (80%). Het percentage van "
            "de totaalopgave is gelijk gebleven (64%).",
        ),
    ],
)
def test_comparison_says_both_measures(quota, total_task, text):
    earlier = Earlier(quota=Fraction(*quota), total_task=Fraction(*total_task), is_quoted=False)

    assert list(says.comparison(counted(figures(20, 5, 16), earlier=earlier))) == [text]


def test_comparison_with_all_but_one_of_everybody_is_nearly_even():
    earlier = Earlier(quota=Fraction(1), total_task=Fraction(1), is_quoted=False)

    assert list(says.comparison(counted(figures(284, 0, 283), earlier=earlier))) == [
        "Het percentage van de taakstelling is vrijwel gelijk gebleven (bijna 100%). Het percentage van de "
        "totaalopgave is vrijwel gelijk gebleven (bijna 100%)."
    ]


def test_quoted_shares_are_compared_as_they_were_printed():
    earlier = Earlier(quota=Fraction(80, 100), total_task=Fraction(76, 100), is_quoted=True)
    (text,) = says.comparison(counted(figures(20, 5, 16), earlier=earlier))

    assert text.startswith("Het percentage van de taakstelling is gelijk gebleven (80%).")
    assert text.endswith("De percentages over 2023-1 zijn die volgens de vorige rapportage.")


def test_comparison_without_a_share_says_why():
    earlier = Earlier(quota=Fraction(1, 2), total_task=None, is_quoted=False)
    lines = list(says.comparison(counted(figures(20, 5, 16), earlier=earlier)))

    assert lines[0].startswith(
        "Een vergelijking van het percentage van de totaalopgave is niet van toepassing"
    )
    assert lines[1].startswith("Het percentage van de taakstelling is hoger dan in")
    assert list(says.comparison(counted())) == [
        f"Een vergelijking met {BEFORE} is niet mogelijk, omdat daarover geen cijfers zijn vastgelegd."
    ]


THREE = replace(SIX, key="three", rungs=SIX.rungs[:3], noun="fase")


@pytest.mark.parametrize(
    ("rungs", "ladder", "text"),
    [
        (
            {1: 13, 2: 13},
            SIX,
            "Er zijn 26 gemeenten beoordeeld. Op trede 1 staan 13 gemeenten en op trede 2 staan 13 gemeenten. Hoger "
            "dan trede 2 staat geen gemeente.",
        ),
        (
            {1: 1},
            SIX,
            "Er is 1 gemeente beoordeeld. Op trede 1 staat 1 gemeente. Hoger dan trede 1 staat geen gemeente.",
        ),
        (
            {2: 2, 3: 1},
            THREE,
            "Er zijn 3 gemeenten beoordeeld. Op fase 1 staat geen gemeente, op fase 2 staan 2 gemeenten en op fase 3 "
            "staat 1 gemeente.",
        ),
    ],
)
def test_municipalities_on_the_rungs_of_the_ladder(rungs, ladder, text):
    assert " ".join(judged.on_rungs(rungs, ladder)) == text


@pytest.mark.parametrize(
    ("verdicts", "text"),
    [
        (
            {Verdict.MET: 1, Verdict.NOT_MET: 2},
            "Gemeten is aan: totaalopgave 2 keer en koppelingstekort 1 keer. 1 gemeente haalde dat en 2 gemeenten "
            "niet.",
        ),
        (
            {Verdict.MET: 1, Verdict.EXCUSABLE: 1, Verdict.NOTHING_ASKED: 1},
            "Gemeten is aan: totaalopgave 2 keer en koppelingstekort 1 keer. 1 gemeente haalde dat en 1 gemeente niet, "
            "maar verschoonbaar. Aan 1 gemeente is niets gevraagd.",
        ),
        (
            {Verdict.EXCUSABLE: 1, Verdict.NOT_MET: 2},
            "Gemeten is aan: totaalopgave 2 keer en koppelingstekort 1 keer. 1 gemeente haalde dat niet, maar "
            "verschoonbaar en 2 gemeenten niet.",
        ),
        (
            {Verdict.NOT_MET: 3},
            "Gemeten is aan: totaalopgave 2 keer en koppelingstekort 1 keer. 3 gemeenten haalden dat niet.",
        ),
        ({Verdict.MET: 1}, ""),
    ],
)
def test_verdicts_are_counted_where_all_were_kept(verdicts, text):
    assert " ".join(judged.met(counted(verdicts=verdicts))) == text


@pytest.mark.parametrize(
    ("short", "milder", "text"),
    [
        (
            2,
            ("Baarn",),
            "Bij 2 van de 3 gemeenten was er op 1 oktober 2023 een koppelingstekort. De andere gemeente is gemeten "
            "aan de totaalopgave. Bij 1 gemeente viel de trede daardoor lichter uit: Baarn. De achterstand van deze "
            "gemeente telt mee in de volgende totaalopgave.",
        ),
        (
            3,
            (),
            "Bij 3 van de 3 gemeenten was er op 1 oktober 2023 een koppelingstekort. Het maakte voor geen gemeente "
            "verschil voor de trede.",
        ),
        (0, (), "Bij geen gemeente was er op 1 oktober 2023 een koppelingstekort."),
    ],
)
def test_municipalities_with_a_shortage(short, milder, text):
    made = counted(short=short, milder=milder, milder_all_behind=True)

    assert " ".join(judged.with_shortage(made)) == text


def test_shortage_is_called_an_excusable_reason_only_where_the_policy_does():
    first = " ".join(says.shortage(counted()))
    second = " ".join(says.shortage(counted(policy=utrecht_2024.POLICY)))

    assert "Een gemeente heeft 12 weken om iemand te huisvesten. Daarom telt wie op 1 oktober 2023" in first
    assert "een verschoonbare reden: een reden waar de gemeente geen invloed op had" in first
    assert "verschoonbar" not in second
    assert "telt onder dit beleidskader alleen mee als er ook minder vergunninghouders" in second
    assert "gemeten aan de totaalopgave" not in " ".join(
        judged.with_shortage(counted(policy=utrecht_2024.POLICY))
    )


def test_policy_without_couplings_has_no_word_of_a_shortage():
    without = replace(utrecht_2024.POLICY, requires=("quota", "opening_balance", "realised"))

    assert not list(says.shortage(counted(policy=without)))
    assert "koppelingstekort" not in " ".join(judged.assessments(counted(policy=without, measures={})))


def test_who_went_up_and_down_is_named_with_the_rungs():
    shifts = (Shift("Baarn", 1, 2), Shift("Soest", 3, 2), Shift("Zeist", 2, 2), Shift("Woerden", 2, 3))
    made = counted(shifts=shifts, deviating=("Soest",), frozen=("Zeist",))

    assert list(judged.moved(made)) == [
        "Omhoog: Baarn (van 1 naar 2) en Woerden (van 2 naar 3).",
        "Omlaag: Soest (van 3 naar 2).",
        "Afwijkend van de uitkomst van het beleidskader: Soest, met de reden in de brief.",
        "Bevroren: Zeist.",
    ]
    assert not list(judged.moved(counted()))
    assert list(judged.moved(counted(shifts=shifts[2:3]))) == ["Geen gemeente ging omhoog of omlaag."]


def test_summary_gives_the_numbers_of_the_chapters_below():
    shifts = (Shift("Baarn", 1, 2), Shift("Zeist", 2, 2), Shift("Soest", 2, 1))
    made = counted(figures(10, 5, 8), figures(10, -4, 8), shifts=shifts, milder=("Baarn",))

    assert " ".join(says.summary(made, ahead(9, 20))) == (
        "Over de tweede helft van 2023 (2023-2) zijn 3 gemeenten beoordeeld: 2 op trede 1 en 1 op trede 2. 1 "
        "gemeente ging omhoog, 1 gemeente ging omlaag en 1 gemeente bleef gelijk. Bij 1 gemeente was er een "
        "koppelingstekort; "
        "bij 1 viel de trede daardoor lichter uit. Samen huisvestten de gemeenten 16 vergunninghouders op een "
        "taakstelling van 20 en een totaalopgave van 21. De gezamenlijke achterstand is gegroeid van 1 naar 5. Over de "
        "eerste helft van 2024 (2024-1) is de totaalopgave 29."
    )


def test_summary_before_the_outcome_says_nothing_of_it():
    assert not list(says.summary(counted(figures(10, 5, None), rungs={}), None))


def test_steps_of_the_executive_are_counted_by_kind_and_what_did_not_happen_is_left_out():
    notices = ActsCounted(ActKind.NOTICE_OF_INTENT, 2, {ActOutcome.LAPSED: 1}, 1)
    none = ActsCounted(ActKind.SUBSTITUTION, 0, {}, 0)

    assert list(judged.acts([notices, none])) == ["Voornemens: 2 gegeven, 1 vervallen en 1 lopend."]


def test_what_was_withdrawn_is_named():
    text = " ".join(judged.assessments(counted(withdrawn=("Baarn", "Zeist"))))

    assert "Ingetrokken, en niet opnieuw vastgesteld, is de beoordeling van Baarn en Zeist." in text


def test_what_was_not_assessed_is_counted():
    text = " ".join(judged.assessments(counted(not_assessed=("Baarn",), is_provisional=True)))

    assert text.startswith(
        "Voorlopig: nog niet alle beoordelingen zijn vastgesteld. Er zijn 3 gemeenten beoordeeld."
    )
    assert text.endswith("1 gemeente is niet beoordeeld, omdat cijfers ontbreken: Baarn.")


def ahead(opening: int | None, quota: int | None = 20, **fields: Any) -> Ahead:
    values: dict[str, Any] = {
        "code": "2024-1",
        "totals": totals([figures(quota, opening, None)]),
        "quota_announced_on": date(2023, 11, 10),
        "difference": 0,
        "explained": 0,
        "changed": 0,
        "late": 0,
        "known_at": "1 januari 2024",
        "merged": (),
        "last_day": date(2024, 6, 30),
        "expected": None,
    }
    return Ahead(**{**values, **fields})


def test_outlook_says_how_many_are_missing_from_its_sums():
    sums = totals([figures(20, 3, None), figures(None, 3, None), figures(20, None, None)])
    (line,) = says.outlook_sentences(counted(), ahead(0, totals=sums))

    assert line.endswith("In deze aantallen ontbreken 2 gemeenten: daarvan is nog niet alles bekend.")


@pytest.mark.parametrize(
    ("opening", "text"),
    [
        (-20, "Er is een voorsprong van 20. Er blijft daarmee geen totaalopgave over."),
        (3, "De achterstand bij het begin van die periode is 3. De totaalopgave is daarmee 23."),
        (-3, "Er is een voorsprong van 3. De totaalopgave is daarmee 17."),
        (0, "Er is geen achterstand en geen voorsprong. De totaalopgave is daarmee 20."),
    ],
)
def test_outlook_with_a_backlog_a_lead_or_neither(opening, text):
    (line,) = says.outlook_sentences(counted(), ahead(opening))

    assert line == (
        "De taakstelling voor de eerste helft van 2024 (2024-1) is op 10 november 2023 bekendgemaakt en telt voor de "
        f"gemeenten in de provincie op tot 20. {text}"
    )


def test_outlook_explains_another_opening_only_as_far_as_corrections_do():
    closing = counted(figures(10, 5, 12))
    explained = list(says.outlook_sentences(closing, ahead(1, difference=-2, explained=-2)))[1]
    partly = list(says.outlook_sentences(closing, ahead(9, difference=6, explained=4)))[1]

    assert explained == (
        "De beginstand is 2 lager dan de eindstand van 3 hierboven. Dat komt door correcties die na 1 januari "
        "2024 zijn verwerkt."
    )
    assert partly.endswith("Daarvan is 2 niet met correcties verklaard.")


@pytest.mark.parametrize(
    ("explained", "changed", "late", "cause"),
    [
        (6, 0, 0, "Dat komt door correcties die na 1 januari 2024 zijn verwerkt."),
        (6, 0, 6, "Dat komt door nagekomen cijfers over 2023-2 die na 1 januari 2024 zijn verwerkt."),
        (
            6,
            0,
            -1,
            "Dat komt door correcties en nagekomen cijfers over 2023-2 die na 1 januari 2024 zijn verwerkt.",
        ),
        (
            6,
            6,
            0,
            "Dat komt door wijzigingen van de totaalopgave over 2023-2 die na 1 januari 2024 zijn verwerkt.",
        ),
        (
            6,
            8,
            -2,
            "Dat komt door wijzigingen van de totaalopgave over 2023-2 en nagekomen cijfers over 2023-2 die na 1 "
            "januari 2024 zijn verwerkt.",
        ),
        (4, 0, 4, "Daarvan is 2 niet met correcties of nagekomen cijfers over 2023-2 verklaard."),
    ],
)
def test_outlook_tells_corrections_changes_and_late_figures_apart(explained, changed, late, cause):
    _, line = says.outlook_sentences(
        counted(figures(10, 5, 12)), ahead(9, difference=6, explained=explained, changed=changed, late=late)
    )

    assert line == f"De beginstand is 6 hoger dan de eindstand van 3 hierboven. {cause}"


@pytest.mark.parametrize("next_period", [None, ahead(3, quota=None)])
def test_outlook_without_a_quota_says_so(next_period):
    assert list(says.outlook_sentences(counted(), next_period)) == [
        "De taakstelling voor de eerste helft van 2024 (2024-1) is nog niet bekendgemaakt."
    ]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            Range(low=1200, expected=1300, high=1400),
            "Bij het tempo van nu huisvesten de gemeenten tot en met 30 juni 2024 tussen 1.200 en 1.400 "
            "vergunninghouders.",
        ),
        (
            Range(low=0, expected=0, high=0),
            "Bij het tempo van nu huisvesten de gemeenten tot en met 30 juni 2024 ongeveer 0 vergunninghouders.",
        ),
        (None, ""),
    ],
)
def test_forecast_is_told_while_the_next_period_runs(expected, text):
    assert " ".join(says.forecast_sentences(ahead(3, expected=expected))) == text
    assert not list(says.forecast_sentences(None))


@pytest.mark.parametrize("opening", [-20, -1, 0, 1, 12])
@pytest.mark.parametrize("quota", [0, 1, 17])
@pytest.mark.parametrize("realised", [0, 1, 17])
def test_every_sentence_is_well_written(opening, quota, realised):
    made = counted(figures(quota, opening, realised))
    lines = [
        *says.summary(made, ahead(opening, quota)),
        *says.results(made),
        *says.shortage(made),
        *judged.assessments(made),
        *says.outlook_sentences(made, ahead(opening, quota)),
    ]

    assert faults(" ".join(lines)) == [], lines
