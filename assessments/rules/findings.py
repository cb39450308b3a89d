"""What a rule found: the pieces that screen, letter, report and open data read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from assessments.rules.sentences import name_subject
from assessments.rules.situation import Previous, Verdict, remembered

LABELS = {
    "coupling_shortage": "Koppelingen",
    "norm": "Gemeten aan",
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
class Placement:
    """What a policy proposes for one municipality over one half-year, and why, as it is kept.

    Without figures: no rung, no verdict. What was judged before verdicts were kept has a basis, a norm
    and whether that was met instead; it is shown as it was kept, and never computed.
    """

    policy: str
    choices: Mapping[str, str] = field(default_factory=dict)
    """The choices of the province that differ from the default, by the code of the assumption."""
    rung: int | None
    verdict: Verdict | None = None
    measured_against: str = ""
    """The key of the measure of the policy that what was housed is held against."""
    measured: int | None = None
    """What counted of those who were housed (people)."""
    bound: int | None = None
    """The number to reach (people); None when nothing was asked."""
    because: str = ""
    """The key of the line that gave the rung."""
    consecutive_misses: int
    """Misses in a row up to and including this half-year."""
    complete: bool = True
    """Whether no more misses can lie before what is on record."""
    rung_on_total_task: int | None
    """The counterfactual: the same policy had couplings been unlimited."""
    previous_rung: int
    """The rung reckoned with: that without history when no previous rung is known."""
    previous_known: bool
    previous_period: str = ""
    """The period of the previous rung; empty in what was kept before this was."""
    previous: Previous | None = None
    """All that was remembered; None in what was kept before this was."""
    missing: tuple[str, ...]
    """Names of the required figures that no delivery covers."""
    findings: tuple[Finding, ...]
    basis: str | None = None
    norm: int | None = None
    norm_met: bool | None = None

    @property
    def judged_by(self) -> str:
        """The version of the policy, with the choices that held."""
        return " ".join([self.policy, *(f"{code}={choice}" for code, choice in sorted(self.choices.items()))])

    @property
    def number_to_reach(self) -> int | None:
        """The bound; of what was kept before verdicts were, its norm."""
        return self.norm if self.is_legacy else self.bound

    @property
    def is_legacy(self) -> bool:
        """Whether it was kept before verdicts were."""
        return self.previous is None

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
        previous, verdict = data.get("previous"), data.get("verdict")
        read = {
            "missing": tuple(data["missing"]),
            "findings": tuple(Finding(**finding) for finding in data["findings"]),
            "previous": remembered(previous) if previous else None,
            "verdict": Verdict(verdict) if verdict else None,
        }
        return cls(**{**data, **read})
