"""The page on which a period is assessed, or one municipality of it: who takes part, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from assessments.judging.assess_period import Judged
from assessments.judging.assessment_page import known_days
from assessments.judging.versions import NO_TRACK, Track, tracks_of
from assessments.web import municipality_in
from municipalities.dutch import number, plural
from municipalities.ledger.queries import municipalities_of
from municipalities.models import Municipality, Period

KEPT = "Bestaande concepten worden vervangen; motiveringen blijven bewaard."


@dataclass(frozen=True)
class AssessScope:
    """Whom assessing judges: one municipality, or all of a period."""

    period: Period
    municipality: Municipality | None
    """The only one, or None for the whole period."""
    tracks: list[Track]

    @property
    def taking(self) -> list[Track]:
        """Those of which a concept is made; what was proposed or adopted stays as it is."""
        return [track for track in self.tracks if track.takes_concept]

    @property
    def title(self) -> str:
        return f"Beoordeel {self.municipality}, " if self.municipality else "Beoordeel "

    @property
    def question(self) -> str:
        period, every, taking = self.period.code, len(self.tracks), len(self.taking)
        kept = f" {KEPT}" if any(track.concept for track in self.taking) else ""
        if self.municipality is not None:
            return f"{self.municipality} over {period} beoordelen? Uw motivering blijft bewaard."
        if taking == every:
            return f"Alle {number(every)} gemeenten over {period} beoordelen?{kept}"
        left = every - taking
        others = "De andere is" if left == 1 else f"De andere {number(left)} zijn"
        return (
            f"{number(taking)} van de {number(every)} gemeenten over {period} beoordelen?{kept} {others} al "
            "voorgesteld of vastgesteld, en dat blijft zo."
        )

    @property
    def known_on(self) -> str:
        """The day, or days, on which the figures were known of what is judged anew, given back or withdrawn too."""
        return known_days(track.typed for track in self.taking if track.typed)

    @property
    def next_url(self) -> str:
        if self.municipality is None:
            return reverse("assessments:period_overview", args=[self.period.code])
        address = [self.period.code, self.municipality.cbs_code]
        if self.taking:
            return reverse("assessments:version_detail", args=[*address, "concept"])
        return reverse("assessments:assessment_detail", args=address)

    @property
    def back_url(self) -> str:
        if self.municipality is None:
            return self.next_url
        return reverse("assessments:assessment_detail", args=[self.period.code, self.municipality.cbs_code])


def scope_of_assessing(period: Period, user: Any, code: str) -> AssessScope:
    """Return whom the page is about: the municipality with this code, or all when there is none."""
    municipality = municipality_in(user, period, code) if code else None
    tracks = tracks_of(period, user.province, with_snapshots=False)
    judged = [municipality] if municipality else municipalities_of(period, user.province)
    return AssessScope(period, municipality, [tracks.get(row.pk, NO_TRACK) for row in judged])


def assessed(judged: list[Judged], period: str) -> str:
    """Say what was assessed, without which figures, and what was left as it is."""
    kept = [row for row in judged if row.fixed is None]
    missing = sum(not row.placement.rung for row in kept)
    without = f"; voor {number(missing)} ontbreken cijfers" if missing else ""
    text = f"{plural(len(kept), 'gemeente', 'gemeenten')} beoordeeld over {period}{without}."
    left = len(judged) - len(kept)
    if left:
        were = plural(left, "beoordeling was", "beoordelingen waren")
        text += f" {were} al voorgesteld of vastgesteld en niet gewijzigd."
    return text
