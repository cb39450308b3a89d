"""What would follow from other numbers: the same rule on figures that somebody typed. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django import forms

from assessments.forecast.call_list import counted_from, none_lighter_text
from assessments.forecast.forecast import BreakEven, at_the_end, break_even
from assessments.forecast.outlook import Outlook, expected_of
from assessments.judging.names import has_example_figures
from assessments.judging.policy_in_force import policy_in_force
from assessments.judging.previous_rungs import memory_of
from assessments.judging.province_ladder import as_labelled, ladder_of
from assessments.judging.shown import Known, Shown, decided_in
from assessments.judging.sums import Term, task_sum
from assessments.rules.assess import assess
from assessments.rules.contract import Policy
from assessments.rules.findings import Placement
from assessments.rules.ladder import Ladder, Rung
from assessments.rules.registry import ladder_for, policies_of, policy_by_version
from assessments.rules.situation import Previous
from audit.forms import NamedFields
from municipalities.catalogue import label
from municipalities.fields import DutchIntegerField
from municipalities.figures import Figures
from municipalities.ledger.mergers import OpenMerger, mergers_behind
from municipalities.ledger.queries import figures_for, pools_for
from municipalities.models import Municipality, Period


class WhatIfForm(NamedFields, forms.Form):
    """Other numbers than those that are known; the names are those of the address."""

    gehuisvest = DutchIntegerField(label=label("realised"), help_text="Aan het einde van de periode.")
    taakstelling = DutchIntegerField(label=label("quota"))
    beginstand = DutchIntegerField(
        label=label("opening_balance"),
        signed=True,
        help_text="Boven 0 een achterstand, onder 0 een voorsprong.",
    )
    beschikbaar = DutchIntegerField(
        label=label("available_on_reference_date"),
        help_text="Gehuisvest tot en met de peildatum, plus wie dan gekoppeld is en wacht.",
    )
    vorige_trede = forms.TypedChoiceField(
        label="Vorige trede",
        coerce=int,
        empty_value=None,
        required=False,
    )
    beleid = forms.ChoiceField(label="Beleidskader")

    def __init__(
        self, data: Any, *, offered: Sequence[Policy], ladder: Ladder, known: dict[str, Any]
    ) -> None:
        # What is left out of the address, or left empty in the form, is shown as it counts: as it is known.
        given = {name: value for name, value in data.items() if value != "" or name == "vorige_trede"}
        super().__init__({name: "" if value is None else str(value) for name, value in known.items()} | given)
        rung = cast(forms.TypedChoiceField, self.fields["vorige_trede"])
        none = f"niet vastgelegd (telt als {ladder.without_history})"
        rung.choices = [("", none), *((str(each.number), str(each.number)) for each in ladder.rungs)]
        policies: Any = self.fields["beleid"]
        policies.choices = [(row.version, row.title) for row in offered]
        self.known = known
        self.is_in_address = given.keys() >= known.keys()
        """Whether whoever opens the address later sees the same numbers."""
        for field in self.fields.values():
            field.required = False


@dataclass(frozen=True)
class WhatIf:
    """The outcome with other numbers, beside the one with those that are known."""

    municipality: Municipality
    period: Period
    form: WhatIfForm
    is_expected: bool
    """Whether the known numbers are partly expected ones, since days of the period are not known."""
    is_over: bool
    """Whether nobody can be housed in the period any more."""
    known: Placement | None
    decided: Shown | None
    """What stands over the period: then its figures are where one begins."""
    figures: Figures | None
    """With the other numbers; None when one of them is missing or cannot be read."""
    placement: Placement | None
    break_even: list[BreakEven]
    previous: Previous
    policy: Policy | None
    ladder: Mapping[int, Rung]
    """Of the policy that judges the numbers that were typed."""
    known_ladder: Mapping[int, Rung]
    start: Outlook
    """What is known or expected, or was decided."""
    merger: OpenMerger | None
    """What keeps the opening balance from being known."""

    @property
    def rung(self) -> Rung | None:
        return self.ladder[self.placement.rung] if self.placement and self.placement.rung else None

    @property
    def has_example_figures(self) -> bool:
        return has_example_figures(
            self.decided.assessment if self.decided else None, self.municipality.province
        )

    @property
    def needed_note(self) -> str:
        """What those who are still to be housed are counted from, or why nothing makes it lighter."""
        housed = self.start.housed
        if self.is_over or housed is None or self.placement is None or self.figures is None:
            return ""
        if self.break_even:
            return counted_from(self.start)
        if self.placement.rung is None or (self.figures.realised or 0) < housed:
            return ""
        return none_lighter_text(
            self.placement.rung, self.placement.previous_rung, policy_by_version(self.placement.policy).ladder
        )

    @property
    def terms(self) -> list[Term]:
        """The task account with these numbers; notes tell of what is known, which this is not."""
        return [replace(term, note="") for term in task_sum(self.figures)] if self.figures else []

    @property
    def known_rung(self) -> Rung | None:
        return self.known_ladder[self.known.rung] if self.known and self.known.rung else None


def what_if_of(period: Period, municipality: Municipality, data: Any, *, now: datetime) -> WhatIf:
    """Return what follows from the numbers of an address; without any, what is known or expected."""
    province = municipality.province
    start, policy = starting_point(period, municipality, now)
    live, previous, expected = start.figures, start.previous, start.forecast
    offered = policies_of(province.code)
    # The one of the period goes before the same as it was published: it has what the province chose in it.
    judging = next((row for row in (policy, *offered) if row and row.version == data.get("beleid")), policy)
    steps = judging.ladder if judging else ladder_for(province.code, period.code)
    known = {
        "gehuisvest": expected.realised.expected if expected.realised else None,
        "taakstelling": live.quota,
        "beginstand": live.opening_balance,
        "beschikbaar": expected.available.expected if expected.available else None,
        "vorige_trede": rung_on(steps, previous),
        "beleid": policy.version if policy else "",
    }
    form = WhatIfForm(data, offered=offered, ladder=steps, known=known)
    asked = form.cleaned_data if form.is_valid() else None
    figures = placement = None
    needed: list[BreakEven] = []
    if asked and None not in [
        asked[name] for name in ("gehuisvest", "taakstelling", "beginstand", "beschikbaar")
    ]:
        figures = replace(
            at_the_end(live, asked["gehuisvest"], asked["beschikbaar"]),
            quota=asked["taakstelling"],
            opening_balance=asked["beginstand"],
            housed_by_reference_date=asked["beschikbaar"],
            open_couplings_on_reference_date=0,
        )
    chosen = judging if asked and asked["beleid"] else None
    if figures is not None and chosen is not None and asked is not None:
        before = replace(previous, rung=asked["vorige_trede"], ladder=steps.key)
        placement = assess(figures, before, chosen)
        so_far = start.housed if live.realised is None else None
        needed = break_even(figures, asked["gehuisvest"] if so_far is None else so_far, before, chosen)
    ladder = start.decided.ladder if start.decided else ladder_of(province, period.code)
    return WhatIf(
        municipality=municipality,
        period=period,
        form=form,
        is_expected=live.realised is None or live.available_on_reference_date is None,
        is_over=live.realised is not None,
        known=start.placement,
        decided=start.decided,
        figures=figures,
        placement=placement,
        break_even=needed,
        previous=previous,
        policy=chosen,
        ladder=ladder if judging == policy else as_labelled(steps, province),
        known_ladder=ladder,
        start=start,
        merger=mergers_behind({municipality: live}, period, known_at=now).get(municipality),
    )


def rung_on(ladder: Ladder, previous: Previous) -> int | None:
    """Return the previous rung on a ladder, which need not be the one that it is of; None where it has none there."""
    if previous.ladder in ("", ladder.key):
        return previous.rung
    return ladder.entry.get(previous.ladder, {}).get(previous.rung or 0)


def starting_point(
    period: Period, municipality: Municipality, now: datetime
) -> tuple[Outlook, Policy | None]:
    """Return what the numbers begin with, and by which policy: what was decided, else what is known or expected."""
    province = municipality.province
    known = Known(
        figures_for(period, known_at=now, only=municipality),
        memory_of(period, province, known_at=now, figures_at=now),
        policy_in_force(province, period.code),
    )
    pool = pools_for(period, known_at=now, only=municipality).get(municipality.pk)
    decided = decided_in(period, province, known, known_at=now).get(municipality.pk)
    start = expected_of(municipality, known, pool, decided)
    return start, decided.assessment.rules if decided and decided.assessment else known.policy
