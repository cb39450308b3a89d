"""In which state a period is, as its overview tells it above the figures."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from accounts.permissions import may_assess
from assessments.overview.overview import Overview
from assessments.overview.pictures import Picture
from assessments.rules.contract import Policy


class PeriodState(StrEnum):
    """What a reader must know before the figures."""

    AS_KNOWN = "as known"
    """Another day was chosen: there are no rungs."""
    WITHOUT_FIGURES = "without figures"
    NOT_BEGUN = "not begun"
    RUNNING = "running"
    NOT_ASSESSED = "not assessed"
    DIFFERS = "differs"
    """Something is known otherwise than when it was assessed."""
    PLAIN = ""
    """The figures speak for themselves."""


def period_state(overview: Overview, picture: Picture, policy: Policy | None) -> PeriodState:
    if overview.known_at:
        return PeriodState.AS_KNOWN
    if overview.rows and not overview.has_figures:
        return PeriodState.WITHOUT_FIGURES
    if overview.assessed:
        return PeriodState.DIFFERS if overview.differing else PeriodState.PLAIN
    if not picture.has_begun:
        return PeriodState.NOT_BEGUN
    if picture.is_running:
        return PeriodState.RUNNING
    return PeriodState.NOT_ASSESSED if policy else PeriodState.PLAIN


def assess_label(overview: Overview, picture: Picture, policy: Policy | None, user: Any) -> str:
    """Return what assessing the period is called; empty where it cannot be done now, or not by this user."""
    asks = overview.takes_concepts and picture.asks_for_assessing
    if policy is None or overview.known_at or not asks or not may_assess(user):
        return ""
    return "Beoordeel opnieuw" if overview.assessed else "Beoordeel periode"
