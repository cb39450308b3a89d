"""What a rule found: the pieces that screen, letter, report and open data read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assessments.rules.sentences import name_subject

TOTAL_TASK = "totaalopgave"
SHORTAGE = "koppelingstekort"

LABELS = {
    "coupling_shortage": "Koppelingen",
    "norm": "Norm",
    "shortage_no_excuse": "Koppelingstekort telt niet mee",
    "realised": "Gehuisvest",
    "counterfactual": "Zonder koppelingstekort",
    "balance": "Achterstand of voorsprong",
    "previous_rung": "Vorige trede",
    "step": "Uitkomst",
    "executive_needed": "Besluit nodig",
    "no_figures": "Geen cijfers ontvangen",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One reason: what was measured against which bound, in words, and what it rests on.

    Several findings may share a key (a row of the page); each carries the text of one block.
    """

    key: str
    block: str
    label: str
    sentence: str
    """Dutch, with `{subject}` and `{Subject}` still open."""
    in_letter: bool
    """False for what only the page shows."""
    measured: int | str | None = None
    bound: int | str | None = None
    outcome: str = ""
    source: str = ""
    assumption: str = ""
    """The code of the assumption it rests on, such as "A3"; empty when a source was found."""

    def text(self, subject: str) -> str:
        """Return the sentence with the municipality called `subject`."""
        return name_subject(self.sentence, subject)


@dataclass(frozen=True, kw_only=True)
class Previous:
    """What is recorded about the period before: `rung` is None when nothing is."""

    period: str
    rung: int | None = None
    status: str | None = None
    """How the rung is known: "adopted" or "taken_over"; "gap" from before the period before; "lapsed" after a
    notice or decision that lapsed; "provisional" or "successor" when it must still be settled."""
    norm_met: bool | None = None
    """Whether the norm of that period was met; None when that is not known."""
    consecutive_misses: int = 0
    """Misses in a row, up to and including that period."""
    waits_for: str = ""
    """The period that must be decided first, of a provisional rung."""

    @property
    def misses(self) -> int:
        """Misses in a row directly before the assessed period."""
        if self.norm_met:
            return 0
        return max(self.consecutive_misses, int(self.norm_met is False))


@dataclass(frozen=True, kw_only=True)
class Placement:
    """What the rule proposes, and why. Without figures: no rung, no basis."""

    policy: str
    rung: int | None
    basis: str | None
    """`TOTAL_TASK` or `SHORTAGE`: whether enough people were available for the total task."""
    norm: int | None
    """What `realised` was measured against; None where the line of the policy has no norm."""
    norm_met: bool | None
    consecutive_misses: int
    """Misses in a row up to and including this period; goes into the next `Previous`."""
    rung_on_total_task: int | None
    """The counterfactual: the same policy had couplings been unlimited."""
    previous_rung: int
    """The rung reckoned with: 1 when no previous rung is known."""
    previous_known: bool
    previous_period: str = ""
    """The period of the previous rung; empty in what was kept before this was."""
    missing: tuple[str, ...]
    """Names of the figures that no delivery covers, as in `Figures.missing`."""
    findings: tuple[Finding, ...]

    @property
    def milder(self) -> bool:
        """Whether the coupling shortage made the outcome lighter."""
        if self.rung is None or self.rung_on_total_task is None:
            return False
        return self.rung < self.rung_on_total_task

    def reasons(self, subject: str) -> str:
        """Return the reasons as a letter prints them, the municipality called `subject`."""
        return " ".join(finding.text(subject) for finding in self.findings if finding.in_letter)

    def to_dict(self) -> dict[str, Any]:
        """Return what `from_dict` reads back; JSON keeps all of it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Placement:
        """Read back what `to_dict` gave, also after a trip through JSON."""
        findings = tuple(Finding(**finding) for finding in data["findings"])
        return cls(**{**data, "missing": tuple(data["missing"]), "findings": findings})
