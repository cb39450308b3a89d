from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from municipalities import dutch
from municipalities.moments import end_of_day


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1"),
        (999, "999"),
        (1000, "1.000"),
        (1372, "1.372"),
        (1234567, "1.234.567"),
        (-1, "\u22121"),
        (-1372, "\u22121.372"),
    ],
)
def test_number(value, text):
    assert dutch.number(value) == text


@pytest.mark.parametrize(
    ("balance", "text"),
    [(62, "+62"), (1, "+1"), (1372, "+1.372"), (0, "0"), (-1, "\u22121"), (-1372, "\u22121.372")],
)
def test_signed(balance, text):
    assert dutch.signed(balance) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "geen vergunninghouders"),
        (1, "1 vergunninghouder"),
        (2, "2 vergunninghouders"),
        (1372, "1.372 vergunninghouders"),
        (-1, "1 vergunninghouder"),
        (-12, "12 vergunninghouders"),
    ],
)
def test_people(value, text):
    assert dutch.people(value) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 gemeenten"), (1, "1 gemeente"), (2, "2 gemeenten"), (1234, "1.234 gemeenten")],
)
def test_plural(count, text):
    assert dutch.plural(count, "gemeente", "gemeenten") == text


def test_what_is_not_covered_is_never_0():
    assert (dutch.count(None), dutch.balance(None)) == ("onbekend", "onbekend")
    assert (dutch.count(0), dutch.balance(0)) == ("0", "0")


@pytest.mark.parametrize(
    ("moment", "clock", "known"),
    [
        (datetime(2024, 1, 8, 9, 14, tzinfo=UTC), "8 januari 2024, 10.14 uur", "8 januari 2024, 10.14 uur"),
        (datetime(2024, 6, 30, 22, 5, tzinfo=UTC), "1 juli 2024, 00.05 uur", "1 juli 2024, 00.05 uur"),
        (end_of_day(date(2024, 1, 8)), "8 januari 2024, 23.59 uur", "8 januari 2024"),
    ],
)
def test_moment_is_written_as_the_clock_says_here(moment, clock, known):
    assert (dutch.clock_text(moment), dutch.known_text(moment)) == (clock, known)


@pytest.mark.parametrize(
    ("balance", "text"),
    [
        (12, "een achterstand van 12 vergunninghouders"),
        (1, "een achterstand van 1 vergunninghouder"),
        (0, "geen achterstand en geen voorsprong"),
        (-1, "een voorsprong van 1 vergunninghouder"),
        (-9, "een voorsprong van 9 vergunninghouders"),
    ],
)
def test_balance_text(balance, text):
    assert dutch.balance_text(balance) == text


@pytest.mark.parametrize(
    ("share", "table", "text"),
    [
        (Fraction(1208, 1372), "88%", "88%"),
        (Fraction(1208, 1778), "68%", "68%"),
        (Fraction(0, 5), "0%", "0%"),
        (Fraction(1, 1000), "> 0%", "minder dan 1%"),
        (Fraction(49, 10000), "> 0%", "minder dan 1%"),
        (Fraction(1, 200), "1%", "1%"),  # 0.5 goes up
        (Fraction(125, 1000), "13%", "13%"),  # half up, not half to even
        (Fraction(145, 1000), "15%", "15%"),
        (Fraction(9949, 10000), "99%", "99%"),
        (Fraction(199, 200), "< 100%", "bijna 100%"),  # 99.5
        (Fraction(9999, 10000), "< 100%", "bijna 100%"),
        (Fraction(1), "100%", "100%"),
        (Fraction(1004, 1000), "100%", "100%"),  # more than reached
        (Fraction(70, 66), "106%", "106%"),
        (Fraction(12), "1.200%", "1.200%"),
        (None, "n.v.t.", "n.v.t."),
    ],
)
def test_percentage(share, table, text):
    assert dutch.percentage(share) == table
    assert dutch.percentage(share, prose=True) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2024, 1, 1), "1 januari 2024"),
        (date(2023, 3, 31), "31 maart 2023"),
        (date(2023, 12, 31), "31 december 2023"),
    ],
)
def test_day(value, text):
    assert dutch.day_text(value) == text


def test_months_are_short_as_in_dutch():
    firsts = [date(2024, number, 1) for number in range(1, 13)]

    assert " ".join(dutch.short_month(first) for first in firsts) == (
        "jan. feb. mrt. apr. mei juni juli aug. sep. okt. nov. dec."
    )
    assert dutch.short_day(date(2026, 11, 9)) == "9\xa0nov.\xa02026"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("2023-2", "de tweede helft van 2023 (2023-2)"),
        ("2024-1", "de eerste helft van 2024 (2024-1)"),
    ],
)
def test_period_text(code, text):
    assert dutch.period_text(code) == text


@pytest.mark.parametrize("code", ["2023", "2023-3", "2023-II"])
def test_period_text_of_something_else(code):
    with pytest.raises((ValueError, KeyError)):
        dutch.period_text(code)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2023, 7, 1), date(2023, 12, 31), "1 juli tot en met 31 december 2023"),
        (date(2024, 1, 1), date(2024, 6, 30), "1 januari tot en met 30 juni 2024"),
        (date(2023, 7, 1), date(2024, 6, 30), "1 juli 2023 tot en met 30 juni 2024"),
    ],
)
def test_period_span(first, last, text):
    assert dutch.period_span(first, last) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "eerste"), (2, "tweede"), (3, "derde"), (8, "achtste"), (10, "tiende"), (11, "11e"), (20, "20e")],
)
def test_ordinal(value, text):
    assert dutch.ordinal(value) == text


def test_ordinal_of_zero():
    with pytest.raises(ValueError, match="no ordinal"):
        dutch.ordinal(0)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["Zeist"], "Zeist"),
        (["Baarn", "Zeist"], "Baarn en Zeist"),
        (["Baarn", "Wijk bij Duurstede", "Zeist"], "Baarn, Wijk bij Duurstede en Zeist"),
    ],
)
def test_listing(names, text):
    assert dutch.listing(names) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 30), "vandaag"),
        (date(2026, 11, 29), "1 dag geleden"),
        (date(2026, 11, 17), "13 dagen geleden"),
        (date(2026, 11, 16), "2 weken geleden"),
        (date(2026, 10, 5), "8 weken geleden"),
    ],
)
def test_how_long_ago_a_day_is(day, text):
    assert dutch.ago_text(day, date(2026, 11, 30)) == text
