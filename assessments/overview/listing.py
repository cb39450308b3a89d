"""The list of an overview: which municipalities the address asks for, in the table that fits the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.forecast.call_list import calls_of
from assessments.forecast.calls_table import OVERVIEW, CallTable, narrowed_calls
from assessments.forecast.forms import CallsForm
from assessments.forecast.outlook import ProvinceOutlook
from assessments.overview.forms import OverviewForm
from assessments.overview.overview import Overview
from assessments.overview.table import OverviewTable
from assessments.web import kept_query
from municipalities.models import Period


@dataclass(frozen=True)
class Listing:
    """What the address chose of an overview."""

    form: CallsForm | OverviewForm
    chosen: Overview
    """With figures so far, where those of the whole period are not known."""
    table: CallTable | OverviewTable
    is_expected: bool
    """Whether the table tells what is expected: the period runs, and was not judged."""


def listing_of(
    overview: Overview, outlook: ProvinceOutlook | None, period: Period, data: Any, *, user: Any, today: date
) -> Listing:
    if outlook is None or overview.assessed:
        plain = OverviewForm(data, overview=overview, today=today)
        chosen = overview.so_far.only(plain.holds)
        table = OverviewTable(chosen, period, bool(plain.chosen), kept_query(data))
        return Listing(plain, chosen, table, is_expected=False)
    form, calls = narrowed_calls(outlook, calls_of(outlook).callers, OVERVIEW, data, user=user, today=today)
    held = {row.municipality.pk for row in calls.rows_shown}
    chosen = overview.so_far.only(lambda row: row.municipality.pk in held)
    if chosen.through is not None:
        calls.say_day(chosen.through)
    return Listing(form, chosen, calls, is_expected=True)
