from datetime import date

import pytest

from municipalities.figures import PeriodFacts
from municipalities.halfyear import (
    first_day_of,
    half_year_after,
    half_year_of,
    last_day_of,
    reference_date_of,
)


@pytest.mark.parametrize(
    ("code", "first", "last", "reference_date"),
    [
        ("2023-2", date(2023, 7, 1), date(2023, 12, 31), date(2023, 10, 1)),
        ("2024-1", date(2024, 1, 1), date(2024, 6, 30), date(2024, 4, 1)),
    ],
)
def test_days_of_a_half_year(code, first, last, reference_date):
    assert (first_day_of(code), last_day_of(code), reference_date_of(code)) == (first, last, reference_date)
    assert half_year_of(first) == half_year_of(last) == code


@pytest.mark.parametrize(
    ("code", "steps", "later"),
    [
        ("2023-2", 1, "2024-1"),
        ("2024-1", 1, "2024-2"),
        ("2024-1", -1, "2023-2"),
        ("2023-2", -1, "2023-1"),
        ("2023-2", 0, "2023-2"),
        ("2023-1", -3, "2021-2"),
        ("2023-2", 20, "2033-2"),
    ],
)
def test_half_years_follow_each_other_over_the_turn_of_the_year(code, steps, later):
    assert half_year_after(code, steps) == later


@pytest.mark.parametrize("code", ["2023", "2023-3", "2023-0", "2023-12", "tweede-1", ""])
def test_what_is_no_half_year_is_refused(code):
    with pytest.raises(ValueError, match=r".*"):
        first_day_of(code)


def test_days_that_a_code_stands_for_follow_each_other():
    assert PeriodFacts.of("2023-2").end == PeriodFacts.of("2024-1").start == date(2024, 1, 1)
