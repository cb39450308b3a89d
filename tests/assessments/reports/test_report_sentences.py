"""The counted sentences of a report, each case once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from assessments.reports import sentences as says
from assessments.reports.counts import Counted, Earlier
from assessments.reports.sentences import Ahead
from assessments.rules.policies import utrecht_2023, utrecht_2024
from municipalities.contacts.queries import TalkCount
from municipalities.figures import Figures, PeriodFacts, totals
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
        "earlier": None,
        "rungs": {1: 2, 2: 1},
        "short": 1,
        "not_short": 2,
        "milder": (),
        "milder_all_behind": False,
        "deviating": 0,
        "not_assessed": (),
        "withdrawn": (),
        "is_provisional": False,
        "figures_are_examples": False,
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

    assert "Dit is de taakstelling na de wijziging van 10 november 2023; bekendgemaakt was 14." in text


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


def held(official: int = 0, political: int = 0) -> TalkCount:
    return TalkCount(official, political, date(2023, 12, 1) if official + political else None)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            {"Baarn": held(), "Zeist": held()},
            "Over 2023-2 zijn in deze toepassing geen gesprekken vastgelegd.",
        ),
        (
            {"Baarn": held(3), "Zeist": held(1)},
            "In de tweede helft van 2023 (2023-2) is met alle 2 gemeenten gesproken: 4 keer ambtelijk en niet "
            "bestuurlijk.",
        ),
        (
            {"Baarn": held(3, 1), "Zeist": held()},
            "In de tweede helft van 2023 (2023-2) is met 1 van de 2 gemeenten gesproken: 3 keer ambtelijk en 1 keer "
            "bestuurlijk. Met 1 gemeente is geen gesprek vastgelegd: Zeist.",
        ),
    ],
)
def test_talks_are_counted_and_who_was_not_spoken_is_named(counts, sentence):
    assert " ".join(says.talks(counted(), counts)) == sentence


def test_who_is_not_assessed_yet_is_not_said_to_lack_figures():
    text = " ".join(says.assessments(counted(waiting=("Baarn", "Zeist"))))

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
    many = says.missing_from_sums(("Baarn", "Zeist"))
    assert many.startswith("In deze aantallen ontbreken 2 gemeenten: Baarn en Zeist. Van die gemeenten")


def test_period_that_still_runs_says_that_not_everything_is_known():
    assert list(says.results(counted(figures(10, 0, None)))) == [
        "Over de tweede helft van 2023 (2023-2) zijn nog niet alle cijfers ontvangen."
    ]


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


@pytest.mark.parametrize(
    ("rungs", "text"),
    [
        (
            {1: 13, 2: 13},
            "Op trede 1 staan 13 gemeenten, op trede 2 staan 13 gemeenten. Er staat geen gemeente op trede 3 "
            "(actief toezicht) of hoger.",
        ),
        (
            {1: 1},
            "Op trede 1 staat 1 gemeente, op trede 2 staat geen gemeente. Er staat geen gemeente op trede 3 (actief "
            "toezicht) of hoger.",
        ),
        (
            {2: 2, 3: 1, 5: 2},
            "Op trede 1 staat geen gemeente, op trede 2 staan 2 gemeenten, op trede 3 staat 1 gemeente en "
            "op trede 5 staan 2 gemeenten.",
        ),
    ],
)
def test_municipalities_on_rungs(rungs, text):
    assert " ".join(says.on_rungs(rungs)) == text


@pytest.mark.parametrize(
    ("short", "rest", "text"),
    [
        (
            15,
            11,
            "Bij 15 gemeenten was er op 1 oktober 2023 een koppelingstekort. Bij 11 gemeenten niet. Deze 11 gemeenten "
            "zijn beoordeeld op de totaalopgave.",
        ),
        (
            2,
            1,
            "Bij 2 gemeenten was er op 1 oktober 2023 een koppelingstekort. Bij 1 gemeente niet. Deze gemeente is "
            "beoordeeld op de totaalopgave.",
        ),
        (3, 0, "Bij alle gemeenten was er op 1 oktober 2023 een koppelingstekort."),
        (
            0,
            3,
            "Bij geen gemeente was er op 1 oktober 2023 een koppelingstekort. Deze 3 gemeenten zijn beoordeeld op de "
            "totaalopgave.",
        ),
    ],
)
def test_municipalities_with_a_shortage(short, rest, text):
    assert " ".join(says.on_basis(counted(short=short, not_short=rest))) == text


def test_under_another_policy_nobody_is_said_to_be_judged_on_the_total_task():
    made = counted(policy=utrecht_2024.POLICY, short=1, not_short=2)

    assert "beoordeeld op de totaalopgave" not in " ".join(says.on_basis(made))
    assert "alleen mee als ook de taakstelling niet haalbaar was" in " ".join(says.shortage(made))
    assert next(says.shortage(replace(made, policy=None))).endswith("dan haar totaalopgave.")


def test_milder_outcomes_are_named():
    one = " ".join(says.made_milder(counted(milder=("Baarn",), milder_all_behind=True)))
    none = " ".join(says.made_milder(counted()))

    assert one == (
        "Voor 1 gemeente is de uitkomst door het koppelingstekort lichter dan zonder: Baarn. De achterstand van deze "
        "gemeente telt mee in de volgende totaalopgave."
    )
    assert none == "Het koppelingstekort maakte voor geen gemeente verschil voor de trede."


def test_what_was_withdrawn_is_named():
    text = " ".join(says.assessments(counted(withdrawn=("Baarn", "Zeist"))))

    assert "Ingetrokken, en niet opnieuw vastgesteld, is de beoordeling van Baarn en Zeist." in text


def test_choices_and_what_was_not_assessed_are_counted():
    text = " ".join(says.assessments(counted(deviating=1, not_assessed=("Baarn",), is_provisional=True)))

    assert text.startswith(
        "Voorlopig: nog niet alle beoordelingen zijn vastgesteld. Er zijn 3 gemeenten beoordeeld."
    )
    assert "Bij 1 gemeente is met een motivering een andere trede vastgesteld" in text
    assert text.endswith("1 gemeente is niet beoordeeld, omdat cijfers ontbreken: Baarn.")


def ahead(opening: int | None, quota: int | None = 20, **fields: Any) -> Ahead:
    values: dict[str, Any] = {
        "code": "2024-1",
        "totals": totals([figures(quota, opening, None)]),
        "quota_announced_on": date(2023, 11, 10),
        "difference": 0,
        "explained": 0,
        "late": 0,
        "known_at": "1 januari 2024",
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
        "De beginstand is 2 lager dan de eindstand van 3 in paragraaf 3.1. Dat komt door correcties die na 1 januari "
        "2024 zijn verwerkt."
    )
    assert partly.endswith("Daarvan is 2 niet met correcties verklaard.")


@pytest.mark.parametrize(
    ("explained", "late", "cause"),
    [
        (6, 0, "Dat komt door correcties die na 1 januari 2024 zijn verwerkt."),
        (6, 6, "Dat komt door nagekomen cijfers over 2023-2 die na 1 januari 2024 zijn verwerkt."),
        (
            6,
            -1,
            "Dat komt door correcties en nagekomen cijfers over 2023-2 die na 1 januari 2024 zijn verwerkt.",
        ),
        (4, 4, "Daarvan is 2 niet met correcties of nagekomen cijfers over 2023-2 verklaard."),
    ],
)
def test_outlook_calls_late_figures_no_corrections(explained, late, cause):
    _, line = says.outlook_sentences(
        counted(figures(10, 5, 12)), ahead(9, difference=6, explained=explained, late=late)
    )

    assert line == f"De beginstand is 6 hoger dan de eindstand van 3 in paragraaf 3.1. {cause}"


@pytest.mark.parametrize("next_period", [None, ahead(3, quota=None)])
def test_outlook_without_a_quota_says_so(next_period):
    assert list(says.outlook_sentences(counted(), next_period)) == [
        "De taakstelling voor de eerste helft van 2024 (2024-1) is nog niet bekendgemaakt."
    ]


def test_special_housings_stand_beside_the_judgement():
    text = " ".join(says.beside_the_judgement(counted(), {"Nidos-plekken": (1, 3)}))

    assert text.startswith("Nidos-plekken, 2023-2: 3 vergunninghouders in 1 gemeente.")
    assert "Over 2023-2 zijn geen huisvestingen vastgelegd als Nidos-plek" in next(
        says.beside_the_judgement(counted(), {})
    )


@pytest.mark.parametrize("opening", [-20, -1, 0, 1, 12])
@pytest.mark.parametrize("quota", [0, 1, 17])
@pytest.mark.parametrize("realised", [0, 1, 17])
def test_every_sentence_is_well_written(opening, quota, realised):
    made = counted(figures(quota, opening, realised))
    lines = [
        *says.results(made),
        *says.assessments(made),
        *says.outlook_sentences(made, ahead(opening, quota)),
    ]

    assert faults(" ".join(lines)) == [], lines
