"""The assessments that rest on what a delivery changes: adopted ones, and those that are only proposed."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.decisions.impact import Affected, KnownNow
from assessments.intake.kept_preview import RestedChange
from assessments.judging.differences import changes_between
from assessments.judging.versions import NO_TRACK
from municipalities.models import Municipality, Period


def adopted_changes(before: KnownNow, after: KnownNow) -> Iterator[RestedChange]:
    """Yield the adopted assessments that rest on what this changes."""
    for period in after.decided.periods:
        old = {row.municipality: row for row in before.affected(period, after)}
        for row in after.affected(period, before):
            told, was = all_changes(row), all_changes(old[row.municipality])
            if told and told != was:
                yield rested(period, row.municipality, told)


def all_changes(row: Affected) -> list[str]:
    """Return what differs from what was adopted: in it, in what its letter says ahead, and in opening balances."""
    ahead = [f"vooruitblik: {change}" for change in row.outlook]
    return [*map(str, row.changes), *ahead, *map(str, row.later)]


def proposed_changes(before: KnownNow, after: KnownNow) -> Iterator[RestedChange]:
    """Yield what is proposed and not adopted yet, and would be on other figures than are known."""
    for period in after.decided.periods:
        tracks, known = after.decided.tracks.get(period.pk, {}), before.judged[period]
        for key, row in after.judged[period].items():
            version = tracks.get(key, NO_TRACK).proposed
            if version is not None and row is not known[key]:
                told, was = (
                    list(map(str, changes_between(version, each.figures, each.placement, each.previous.how)))
                    for each in (row, known[key])
                )
                if told and told != was:
                    yield rested(period, row.municipality, told)


def rested(period: Period, municipality: Municipality, changes: list[str]) -> RestedChange:
    return {
        "period": period.code,
        "code": municipality.cbs_code,
        "name": municipality.name,
        "changes": changes,
    }
