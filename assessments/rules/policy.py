"""What a published policy is made of. Each policy is a module of its own in `policies/`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType

from assessments.rules.findings import SHORTAGE, TOTAL_TASK
from assessments.rules.ladder import EXECUTIVE_FROM
from assessments.rules.sentences import MISSING_FIGURES
from municipalities.dutch import period_text
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


@dataclass(frozen=True, kw_only=True)
class ExcusableGround:
    """A reason outside the municipality's influence; `text` is a clause without capital and full stop."""

    code: str
    text: str
    ground: str
    """The paragraph, or the code of the assumption, that it rests on."""


RETARGET, NO_INCREASE, FREEZE = "retarget", "no_increase", "freeze"
"""What an excusable ground does: another norm, no higher rung, or a rung kept as it was."""

NO_HISTORY = Assumption("A1", "als over de vorige periode geen trede is vastgelegd, geldt trede 1")
EXECUTIVE_DECIDES = Assumption(
    "A4",
    "vanaf trede 4 beslissen Gedeputeerde Staten over elke stap; "
    "de rekenregel stelt ten hoogste trede 4 voor",
)
LAST_KNOWN_RUNG = Assumption(
    "A9",
    "is over de vorige periode niets vastgelegd maar over een eerdere wel, dan geldt de laatst "
    "vastgestelde trede",
)
LAPSED_TO_THREE = Assumption(
    "A10",
    "is een voornemen of besluit tot indeplaatsstelling vervallen, ingetrokken of uitgevoerd, dan geldt "
    "trede 3 als vorige trede",
)
EXCUSES = Assumption(
    "A11",
    "de lijst van verschoonbare redenen, en dat zo'n reden de norm aanpast, de trede niet verhoogt of de "
    "trede bevriest; een bevroren periode telt niet als gemiste periode",
)
SHARED_ASSUMPTIONS = (LAST_KNOWN_RUNG, LAPSED_TO_THREE, EXCUSES)
EXCUSABLE_GROUNDS = (
    ExcusableGround(
        code="agreed_catch_up",
        text="een met de provincie afgesproken inhaalplan over meer perioden, dat op schema ligt",
        ground=EXCUSES.code,
    ),
    ExcusableGround(
        code="national_measure",
        text="een landelijke maatregel die huisvesten tijdelijk verhinderde",
        ground=EXCUSES.code,
    ),
    ExcusableGround(
        code="outside_influence",
        text="een andere omstandigheid waar de gemeente geen invloed op had",
        ground=EXCUSES.code,
    ),
)
"""Found in other provinces: Noord-Brabant excused an agreed catch-up, and the corona measures of 2020."""


@dataclass(frozen=True, kw_only=True)
class LineText:
    """A line of a policy as one reads it: "Als …, dan …", both clauses without capital and full stop."""

    condition: str
    outcome: str
    grounds: tuple[str, ...] = ()
    """Paragraphs of the progress report, and codes of assumptions."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Line(LineText):
    """The same line as it is executed, given the figures and the previous rung."""

    holds: Callable[[Known, int], bool]
    ruling: Callable[[Known, int], Ruling]


*_others, _last = MISSING_FIGURES.values()
WITHOUT_FIGURES = LineText(
    condition=f"{', '.join(_others)} of {_last} ontbreekt",
    outcome="is er geen uitkomst: geen cijfers ontvangen",
)
"""The first line of every policy: `Known.of` gives no figures to judge."""

LEFT_TO_EXECUTIVE = Line(
    condition=f"de vorige trede {EXECUTIVE_FROM} of hoger is",
    outcome="blijft de uitkomst de vorige trede: voor elke stap is een besluit van Gedeputeerde Staten nodig",
    grounds=(EXECUTIVE_DECIDES.code,),
    holds=lambda _, previous: previous >= EXECUTIVE_FROM,
    ruling=lambda _, previous: Ruling(rung=previous, step="executive_needed"),
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
    lines: tuple[Line, ...]
    """From top to bottom, the first that holds decides; whatever the figures, one of them does."""
    norm: str
    """The number that `realised` is measured against, as a clause."""
    norm_ground: str
    """The paragraph, or the code of the assumption, that the norm rests on."""
    shortage: tuple[str, ...]
    """What a coupling shortage does, in Dutch sentences."""
    excusable_grounds: tuple[ExcusableGround, ...] = EXCUSABLE_GROUNDS
    """What a person may name as excusable beside the rule."""

    @property
    def rule(self) -> tuple[LineText, ...]:
        """Every line to read, in order; what is missing comes first."""
        return (WITHOUT_FIGURES, *self.lines)

    def line_for(self, known: Known, previous: int) -> Line:
        """Return the first line that holds, given the previous rung."""
        return next(line for line in self.lines if line.holds(known, previous))

    def judge(self, known: Known, previous: int) -> Ruling:
        """Return what the first line that holds says, given the previous rung."""
        return self.line_for(known, previous).ruling(known, previous)

    @property
    def judges(self) -> str:
        """Which periods the policy judges, in words."""
        first = f"vanaf {period_text(self.first_period)}" if self.first_period else ""
        last = f"tot en met {period_text(self.last_period)}" if self.last_period else ""
        return " ".join(filter(None, [first, last])) or "alle perioden"

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
        return (OWN_ASSUMPTION, ground) if self.assumes(ground) else (REPORT + ground, "")

    def assumes(self, ground: str) -> bool:
        """Return whether a ground is an assumption; else it is a paragraph of the progress report."""
        return any(assumption.code == ground for assumption in self.assumptions)


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
        "history_gap": LAST_KNOWN_RUNG.code,
        "history_lapsed": LAPSED_TO_THREE.code,
        "executive_needed": EXECUTIVE_DECIDES.code,
    }
)
"""What both policies of Utrecht rest on; paragraphs of the progress report over 2023-2."""
