"""What a published policy is made of. Each policy is a module of its own in `policies/`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType

from assessments.rules.findings import SHORTAGE, TOTAL_TASK
from municipalities.figures import Figures

OWN_ASSUMPTION = "eigen aanname, te bevestigen door de provincie"
REPORT = "Voortgangsrapportage 2023-2, paragraaf "
RUNG_WITHOUT_HISTORY = 1


@dataclass(frozen=True, kw_only=True)
class Known:
    """The figures of one municipality over one period when all are covered (people)."""

    quota: int
    opening_balance: int
    total_task: int
    available_on_reference_date: int
    coupling_shortage: int
    realised: int
    closing_balance: int

    @classmethod
    def of(cls, figures: Figures) -> Known | None:
        """Return the figures, or None when one of them is not covered."""
        if figures.missing:
            return None
        return cls(**{field.name: getattr(figures, field.name) for field in fields(cls)})

    @property
    def basis(self) -> str:
        return SHORTAGE if self.coupling_shortage > 0 else TOTAL_TASK

    def with_unlimited_couplings(self) -> Known:
        """Return the same municipality had there always been people enough to house."""
        return replace(self, available_on_reference_date=sys.maxsize, coupling_shortage=0)


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What one line of a policy says: the rung, and the texts (keys of `blocks.TEXTS`) that tell why."""

    rung: int
    step: str
    norm: int | None = None
    norm_met: bool | None = None
    norm_text: str = ""
    realised: tuple[str, ...] = ()
    shortage_no_excuse: bool = False
    counterfactual_in_letter: bool = False
    debt_stays: bool = False
    uses_previous: bool = True
    """Whether the previous rung decides the outcome."""

    @property
    def left_to_executive(self) -> bool:
        return self.step == "executive_needed"


@dataclass(frozen=True)
class Assumption:
    """A rule for which no source was found; `text` is a clause without capital and full stop."""

    code: str
    text: str


NO_HISTORY = Assumption("A1", "als over de vorige periode geen trede is vastgelegd, geldt trede 1")
EXECUTIVE_DECIDES = Assumption(
    "A4",
    "vanaf trede 4 beslissen Gedeputeerde Staten over elke stap; "
    "de rekenregel stelt ten hoogste trede 4 voor",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Policy:
    """One published policy of one province. It is never edited: a new framework is a new module."""

    version: str
    title: str
    title_in_sentence: str
    province: str
    first_period: str | None
    last_period: str | None
    in_force_from: date | None
    """Only informs: the assessed period selects the policy."""
    source: str
    assumptions: tuple[Assumption, ...]
    thresholds: Mapping[str, int]
    """Numbers in the rule, by what they mean in Dutch."""
    grounds: Mapping[str, str]
    """Per block the paragraph of the progress report, or the code of the assumption, it rests on."""
    steps_up_after_a_miss: bool
    """Whether a missed norm means, in principle, a rung up; letters announce it."""
    judge: Callable[[Known, int], Ruling]
    """Return the first line of the policy that holds, given the previous rung."""

    def covers(self, period: str) -> bool:
        """Return whether the policy judges this period; codes sort as text ("2023-2" before "2024-1")."""
        after_start = self.first_period is None or self.first_period <= period
        return after_start and (self.last_period is None or period <= self.last_period)

    def assumption(self, code: str) -> Assumption:
        """Return the assumption with this code; raises KeyError."""
        return {assumption.code: assumption for assumption in self.assumptions}[code]

    def ground_of(self, block: str) -> tuple[str, str]:
        """Return the source of a block and the code of its assumption, if it is one."""
        ground = self.grounds[block]
        if any(assumption.code == ground for assumption in self.assumptions):
            return OWN_ASSUMPTION, ground
        return REPORT + ground, ""


SHARED_GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        "basis_total_task": "3.1.1",
        "basis_shortage": "3.1.1",
        "basis_no_task": "3.1.1",
        "counterfactual_none": "3.1.1",
        "balance_grown": "3.1",
        "balance_shrunk": "3.1",
        "balance_equal": "3.1",
        "balance_cleared": "3.1",
        "balance_new": "3.1",
        "balance_lead": "3.1",
        "balance_lead_used": "3.1",
        "debt_stays": "3.2",
        "history_unknown": NO_HISTORY.code,
        "executive_needed": EXECUTIVE_DECIDES.code,
    }
)
"""What both policies of Utrecht rest on; paragraphs of the progress report over 2023-2."""
