"""Where two judgements of one municipality over one period differ, field by field.

The marks on pages, the refusal of what is out of date and the list for re-assessment all come from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from assessments.models import Judgement
from assessments.rules.assess import place
from assessments.rules.contract import Policy
from assessments.rules.explain import PREVIOUS_STATUS
from assessments.rules.findings import Placement
from assessments.rules.registry import policy_by_version
from assessments.rules.situation import Previous, Verdict
from municipalities.catalogue import BY_KEY, Kind, label
from municipalities.dutch import UNKNOWN, day_text, listing, number
from municipalities.figures import Figures

DAYS = {
    "quota_announced_on": "Taakstelling bekendgemaakt op",
    "quota_changed_on": "Taakstelling gewijzigd op",
}
ORDER = (
    "quota_announced_on",
    "quota_announced",
    "quota_changed_on",
    "quota",
    "opening_balance",
    "total_task",
    "available_on_reference_date",
    "coupling_shortage",
    "realised",
    "closing_balance",
)
WITHOUT_SHORTAGE = "Trede zonder koppelingstekort"
IN_LETTER = {
    DAYS["quota_announced_on"]: "de dag waarop de taakstelling is bekendgemaakt van {before} naar {after}",
    DAYS["quota_changed_on"]: "de dag waarop de taakstelling is gewijzigd van {before} naar {after}",
    "Gemeten aan": "waaraan wij hebben gemeten ({after} in plaats van {before})",
    "Gevraagd aantal": "het aantal waaraan wij hebben gemeten van {before} naar {after}",
    WITHOUT_SHORTAGE: "de trede als het koppelingstekort niet had meegeteld van {before} naar {after}",
    "Gemiste perioden op rij": "hoeveel perioden op rij het gevraagde aantal niet is gehaald van {before} naar {after}",
    "Status van de vorige trede": "of de vorige trede vaststaat (nu {after})",
    "Beleidskader": "het beleidskader of de uitleg ervan",
    "Bevindingen": "de redenen",
}
"""What a letter says of a change, where its label alone means nothing to who reads it."""
AS_RECORDED = "zoals vastgelegd"
OUTCOME_LABEL = "Uitkomst"

FIGURES, PREVIOUS, POLICY, OUTCOME = "de cijfers", "de vorige trede", "het beleidskader", "de uitkomst"
INPUTS = (FIGURES, PREVIOUS, POLICY)
"""What an outcome follows from."""


@dataclass(frozen=True)
class Change:
    """One field that differs, both values as text."""

    label: str
    before: str
    after: str
    about: str = OUTCOME
    """What it belongs to: one of `INPUTS`, or what follows from them."""
    figure: str = ""
    """The key of the figure that differs, when it is one."""

    def __str__(self) -> str:
        if self.before == AS_RECORDED:
            return f"{self.label.lower()} {self.after}"
        return f"{self.label.lower()} van {self.before} naar {self.after}"

    @property
    def in_letter(self) -> str:
        """The change as a letter says it: in words that explain themselves, and that carry the sign of a balance."""
        if self.label in IN_LETTER:
            return IN_LETTER[self.label].format_map(vars(self))
        if not self.figure or BY_KEY[self.figure].kind is not Kind.BALANCE:
            return str(self)
        return str(replace(self, before=worded(self.before), after=worded(self.after)))


def worded(balance: str) -> str:
    """Return a balance that was written for a table in words: "+12" as "achterstand 12"."""
    return re.sub(r"^[+−]", lambda sign: "achterstand " if sign[0] == "+" else "voorsprong ", balance)


def figure_changes(before: Figures, after: Figures) -> Iterator[Change]:
    """Yield the figures that differ; what has no name of its own as one change."""
    if before != after:
        named = list(changes_of(ORDER, before, after))
        yield from named or [Change("Overige cijfers", AS_RECORDED, "gewijzigd", FIGURES)]


def changes_of(names: Iterable[str], before: Figures, after: Figures) -> Iterator[Change]:
    """Yield which of these figures differ."""
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            called = DAYS.get(name) or label(name)
            yield Change(
                called, figure_text(name, old), figure_text(name, new), FIGURES, "" if name in DAYS else name
            )


def figure_text(name: str, value: int | date | None) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, date):
        return day_text(value)
    return BY_KEY[name].written(value)


def placement_changes(before: Placement, after: Placement) -> Iterator[Change]:
    """Yield what the rule makes of it otherwise; what has no name of its own as one change.

    Of what was judged before verdicts were kept only the rungs can be compared.
    """
    pairs = {
        OUTCOME_LABEL: (rung_text(before.rung), rung_text(after.rung)),
        WITHOUT_SHORTAGE: (
            rung_text(before.rung_on_total_task),
            rung_text(after.rung_on_total_task),
        ),
    }
    if not before.is_legacy:
        pairs = {
            "Gemeten aan": (measured_text(before), measured_text(after)),
            "Gevraagd aantal": (count_text(before.bound), count_text(after.bound)),
            **pairs,
        }
    yield from (Change(label, old, new) for label, (old, new) in pairs.items() if old != new)
    if not before.is_legacy and before.consecutive_misses != after.consecutive_misses:
        # Missed both times, the rest of the row was remembered otherwise.
        about = PREVIOUS if before.verdict is after.verdict is Verdict.NOT_MET else OUTCOME
        misses = number(before.consecutive_misses), number(after.consecutive_misses)
        yield Change("Gemiste perioden op rij", *misses, about)
    if before.judged_by != after.judged_by:
        yield Change("Beleidskader", before.judged_by, after.judged_by, POLICY)


def measured_text(placement: Placement) -> str:
    if not placement.measured_against:
        return UNKNOWN
    return policy_by_version(placement.policy).label_of(placement.measured_against)


def previous_changes(
    before: Placement, status_before: str, after: Placement, status_after: str
) -> Iterator[Change]:
    """Yield what the ladder remembers otherwise."""
    pairs = {
        "Vorige trede": (previous_text(before), previous_text(after)),
        "Status van de vorige trede": (status_text(status_before), status_text(status_after)),
        "Periode van de vorige trede": (before.previous_period, after.previous_period),
    }
    yield from (Change(label, old, new, PREVIOUS) for label, (old, new) in pairs.items() if old != new)


def changes_between(
    before: Judgement, figures: Figures, placement: Placement, status: str, rung: int | None = None
) -> list[Change]:
    """Return what differs between a judgement and newer figures with what the rule makes of them.

    `status` says how the previous rung is known now. `rung` is what was decided on the newer figures; without
    it only the outcome of the rule is compared. Empty only when all that was judged is the same.
    """
    then = before.placement
    changes = [
        *figure_changes(before.figures, figures),
        *previous_changes(then, before.previous_rung_status, placement, status),
        *placement_changes(then, placement),
    ]
    if not changes and not then.is_legacy and outcome_of(then) != outcome_of(placement):
        changes.append(Change("Bevindingen", AS_RECORDED, "gewijzigd"))
    if rung is not None and rung != before.rung:
        if (then.rung, placement.rung) == (before.rung, rung):
            # What was decided is the outcome: a letter names that once.
            changes = [change for change in changes if change.label != OUTCOME_LABEL]
        changes.append(Change("Trede", count_text(before.rung), count_text(rung)))
    return changes


def changes_now(
    judgement: Judgement, figures: Figures, previous: Previous | None, policy: Policy | None
) -> list[Change]:
    """Return what would read otherwise if these figures were judged with what is remembered now.

    Without a policy any more nothing can be judged: then only the figures are compared, as without a memory.
    """
    if policy is None or previous is None:
        return list(figure_changes(judgement.figures, figures))
    placement = place(figures, previous, policy)
    return changes_between(judgement, figures, placement, previous.how)


def rests_on(judgement: Judgement, figures: Figures, previous: Previous | None) -> bool:
    """Return whether a judgement was made on these figures and this memory."""
    return (
        previous is not None
        and judgement.figures == figures
        and judgement.placement.previous == previous
        and judgement.previous_rung_status == previous.how
    )


def outcome_of(placement: Placement) -> Placement:
    """Return a placement without what came before, which is told apart, and without the words it is told in."""
    return replace(placement, previous=None, complete=True, findings=())


def changed_in_words(changes: list[Change]) -> str:
    """Return what changed: the inputs, or else what follows from them; empty when nothing did."""
    found = {change.about for change in changes}
    named = [name for name in INPUTS if name in found] or sorted(found)
    return listing(named) if named else ""


def rung_text(rung: int | None) -> str:
    return "geen trede" if rung is None else f"trede {rung}"


def count_text(value: int | None) -> str:
    return "geen" if value is None else number(value)


def previous_text(placement: Placement) -> str:
    return rung_text(placement.previous_rung) if placement.previous_known else "niet vastgelegd"


def status_text(status: str) -> str:
    return PREVIOUS_STATUS.get(status, "niet vastgelegd")
