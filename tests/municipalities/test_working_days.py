"""Working days, against article 3 of the Algemene termijnenwet computed here once more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from audit.refused import Refused
from municipalities.change_places import save_closed_day
from municipalities.models import ClosedDay
from municipalities.working_days import WorkingDays, working_days_of
from tests.factories import make_province, make_user

YEARS = range(2024, 2036)


def easter(year: int) -> date:
    """Return Easter Sunday by the rule of Gauss, in the form of Butcher."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def public_days(year: int) -> set[date]:
    """Return the days of article 3: the first paragraph, and Good Friday of the second."""
    sunday = easter(year)
    birthday = date(year, 4, 27)
    kings_day = birthday if birthday.weekday() != 6 else date(year, 4, 26)
    moving = {sunday + timedelta(days=days) for days in (-2, 1, 39, 50)}
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    return {*moving, *fixed, kings_day}


@pytest.mark.parametrize("year", YEARS)
def test_closed_days_are_weekends_and_those_of_article_3(year):
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    expected = {day for day in days if day.weekday() > 4 or day in public_days(year)}

    assert {day for day in days if WorkingDays().why_closed(day)} == expected | {
        day for day in days if day.year > year and day in public_days(year + 1)
    }


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2027, 3, 27), "27 maart 2027 is een zaterdag. Kies een werkdag, bijvoorbeeld 30 maart 2027."),
        (date(2026, 5, 5), "5 mei 2026 is Bevrijdingsdag. Kies een werkdag, bijvoorbeeld 6 mei 2026."),
        (date(2026, 5, 15), ""),
    ],
)
def test_a_closed_day_says_why_and_which_day_instead(day, sentence):
    assert WorkingDays().problem(day) == sentence


def test_a_day_of_the_province_is_closed_too():
    days = WorkingDays({date(2026, 5, 15): "vrijdag na Hemelvaart"})

    assert days.problem(date(2026, 5, 14)) == (
        "14 mei 2026 is Hemelvaartsdag. Kies een werkdag, bijvoorbeeld 18 mei 2026."
    )
    assert "een gesloten dag van de provincie (vrijdag na Hemelvaart)" in days.problem(date(2026, 5, 15))


@pytest.mark.parametrize(
    ("last_day", "count"), [(date(2024, 2, 8), 10), (date(2024, 2, 7), 9), (date(2024, 1, 25), 0)]
)
def test_working_days_are_counted_from_the_day_after(last_day, count):
    assert WorkingDays().count(date(2024, 1, 25), last_day) == count


@pytest.mark.django_db
def test_closed_days_are_those_of_the_own_province_and_logged():
    user = make_user("administrator", make_province("PV26"))
    other = make_province("PV25", "Gelderland")
    row = save_closed_day(
        ClosedDay(day=date(2026, 5, 15), reason="vrijdag na Hemelvaart"), by=user, now=timezone.now
    )

    assert date(2026, 5, 15) in working_days_of(user.province).closed
    assert not working_days_of(other).closed
    entry = AuditEntry.objects.get(action="gesloten dag toegevoegd")
    assert entry.details["values"] == {
        "day": "2026-05-15",
        "reason": "vrijdag na Hemelvaart",
        "is_open": False,
    }

    row.is_open = True
    save_closed_day(row, by=user, now=timezone.now)

    assert not working_days_of(user.province).closed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "message"),
    [
        (date(2026, 5, 14), "14 mei 2026 is Hemelvaartsdag, en telt al niet als werkdag."),
        (date(2026, 5, 15), "Deze dag staat er al."),
    ],
)
def test_a_day_that_is_closed_already_is_refused(day, message):
    user = make_user("administrator", make_province("PV26"))
    save_closed_day(
        ClosedDay(day=date(2026, 5, 15), reason="vrijdag na Hemelvaart"), by=user, now=timezone.now
    )

    with pytest.raises(Refused, match=message):
        save_closed_day(ClosedDay(day=day, reason="nog eens"), by=user, now=timezone.now)
