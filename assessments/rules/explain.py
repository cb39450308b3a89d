"""Turn a ruling into findings, in the order in which a letter prints them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assessments.rules.contract import Policy, Ruling
from assessments.rules.findings import LABELS, Finding
from assessments.rules.sentences import MISSING_FIGURES, balance_text_key, block_of_text, fill
from assessments.rules.situation import How, Previous, Situation, Verdict
from assessments.rules.sources import source_text
from assessments.rules.tables import Measured, SteppingLine
from municipalities.dutch import day_text, listing, number, ordinal, people, period_text, signed

OWN_ASSUMPTION = "eigen aanname"
PREVIOUS_STATUS: Mapping[str, str] = {
    How.NOTHING: "",
    How.ADOPTED: "vastgesteld",
    How.TAKEN_OVER: "overgenomen",
    How.PROVISIONAL: "voorlopig",
    How.GAP: "laatst vastgesteld",
    How.LAPSED: "vervallen",
    How.SUCCESSOR: "nog te kiezen na een herindeling",
}
ASSUMED_HISTORY = {How.GAP: "history_gap", How.LAPSED: "history_lapsed"}


def without_figures(missing: tuple[str, ...]) -> Finding:
    """Return the only finding there is when a required figure is not covered."""
    names = listing([MISSING_FIGURES[name] for name in missing])
    return Finding(
        key="no_figures",
        block="no_figures",
        label=LABELS["no_figures"],
        sentence=fill("no_figures", {"missing_figures": names}),
        in_letter=False,
    )


@dataclass(frozen=True)
class Case:
    """One municipality judged over one period, and what is needed to tell why."""

    policy: Policy
    situation: Situation
    ruling: Ruling
    measured: Measured
    step: SteppingLine

    def findings(self) -> Iterator[Finding]:
        """Yield the reasons; those not meant for a letter say so."""
        if self.policy.needs_couplings:
            yield self._couplings()
        yield from self._norm()
        yield from self._realised()
        yield from self._counterfactual()
        yield from self._balance()
        yield self._previous_rung()
        yield from self._history()
        yield from self._step()

    @property
    def previous(self) -> Previous:
        return self.situation.previous

    @property
    def is_proposal(self) -> bool:
        """Whether the rule proposes anything; from the first rung of the executive on it does not."""
        act = self.previous.act
        is_over = act is not None and act.is_over
        return is_over or self.situation.rung_before < self.policy.ladder.executive_from

    @property
    def is_short(self) -> bool:
        return self.policy.needs_couplings and self.situation.coupling_shortage > 0

    @cached_property
    def values(self) -> Mapping[str, str]:
        """Everything a sentence can ask for, as Dutch text."""
        known, bound, period = self.situation, self.measured.bound, self.situation.figures.period
        values = {
            "reference_date": day_text(period.reference_date),
            "quota": number(known.quota),
            "opening_balance": number(abs(known.opening_balance)),
            "opening_balance_vh": people(known.opening_balance),
            "total_task": number(known.total_task),
            "realised_vh": people(known.realised),
            "counted": number(self.measured.counted),
            "closing_balance": number(abs(known.closing_balance)),
            "closing_balance_vh": people(known.closing_balance),
            "previous_period_text": period_text(self.previous.period),
            "period_before_text": period_text(period.previous_code),
            "previous_rung": str(known.rung_before),
            "executive_from": str(self.policy.ladder.executive_from),
            "proposed_rung": str(self.ruling.rung),
            "rung_on_total_task": str(self.ruling.counterfactual),
            "consecutive_misses_ordinal": ordinal(known.misses.count + 1),
        }
        for code, choice in known.choices.items():
            values[f"choice_{code}"] = (self.policy.assumption(code).choices or {})[choice]
        if self.policy.needs_couplings:
            values |= {
                "available_on_reference_date_vh": people(known.available),
                "coupling_shortage": number(known.coupling_shortage),
            }
        if bound is not None:
            short = max(0, bound - self.measured.counted)
            values |= {"norm": number(bound), "short_of_norm_vh": people(short)}
        return values

    def _finding(
        self,
        key: str,
        text_key: str,
        *,
        measured: int | str | None = None,
        bound: int | None = None,
        outcome: str = "",
        source: str | None = None,
        in_letter: bool = True,
    ) -> Finding:
        block = block_of_text(text_key)
        found, assumption = self._ground_of(block) if source is None else (source, "")
        return Finding(
            key=key,
            block=block,
            label=LABELS[key],
            sentence=fill(text_key, self.values, self.policy.sentences),
            measured=measured,
            bound=bound,
            outcome=outcome,
            source=found,
            assumption=assumption,
            in_letter=in_letter,
        )

    def _ground_of(self, block: str) -> tuple[str, str]:
        """Return the source of a block and the code of its assumption, if it is one."""
        ground = self.policy.grounds[block]
        if self.policy.assumes(ground):
            return OWN_ASSUMPTION, ground
        return source_text(self.policy.sources[ground]), ""

    def _couplings(self) -> Finding:
        available, total_task = self.situation.available, self.situation.total_task
        text_key, outcome = "basis_total_task", "geen koppelingstekort"
        if total_task <= 0:
            text_key, outcome = "basis_no_task", "niet van toepassing"
        elif self.is_short:
            text_key = "basis_shortage.nobody" if available == 0 else "basis_shortage"
            outcome = "koppelingstekort"
        return self._finding(
            "coupling_shortage", text_key, measured=available, bound=total_task, outcome=outcome
        )

    def _norm(self) -> Iterator[Finding]:
        if self.measured.norm:
            yield self._finding(
                "norm", self.measured.norm, bound=self.measured.bound, in_letter=self.is_proposal
            )
        if self.measured.shortage_no_excuse:
            available = self.situation.available
            text_key = "shortage_no_excuse.one" if available == 1 else "shortage_no_excuse"
            yield self._finding(
                "shortage_no_excuse",
                text_key,
                measured=available,
                bound=self.situation.quota,
                in_letter=self.is_proposal,
            )

    def _realised(self) -> Iterator[Finding]:
        """Yield what was done: numbers and verdict stand with the first text, the others add to it."""
        first, *others = self.measured.realised
        yield self._finding(
            "realised",
            first,
            measured=self.measured.counted,
            bound=self.measured.bound,
            outcome=self.policy.verdicts[self.measured.verdict],
            in_letter=self.is_proposal,
        )
        for text_key in others:
            yield self._finding("realised", text_key, in_letter=self.is_proposal)

    def _counterfactual(self) -> Iterator[Finding]:
        """Yield the rung without the shortage, unless the rule proposes nothing to compare it with."""
        without = self.ruling.counterfactual
        if not self.is_proposal or without is None:
            return
        text_key, outcome = "counterfactual_none", "niet van toepassing"
        if self.is_short:
            milder = self.ruling.rung is not None and self.ruling.rung < without
            text_key = "counterfactual_milder" if milder else "counterfactual_same"
            outcome = f"{self.policy.ladder.noun} {without}"
        in_letter = self.measured.counterfactual_in_letter
        yield self._finding("counterfactual", text_key, outcome=outcome, in_letter=in_letter)

    def _balance(self) -> Iterator[Finding]:
        opening, closing = self.situation.opening_balance, self.situation.closing_balance
        course = f"{signed(opening)} wordt {signed(closing)}"
        yield self._finding("balance", balance_text_key(opening, closing), measured=course)
        if self.measured.debt_stays:
            yield self._finding("balance", "debt_stays", in_letter=self.is_proposal)

    def _previous_rung(self) -> Finding:
        """Return the row on the previous rung; a letter prints it only where one was assumed and used."""
        previous, is_used = self.previous, self.step.uses_previous
        if previous.rung is None:
            return self._finding(
                "previous_rung", "history_unknown", outcome="niet vastgelegd", in_letter=is_used
            )
        assumed = ASSUMED_HISTORY.get(previous.how)
        return self._finding(
            "previous_rung",
            assumed or "previous_rung",
            measured=self.situation.rung_before,
            outcome=PREVIOUS_STATUS[previous.how],
            source=None if assumed else self._previous_assessment,
            in_letter=assumed is not None and is_used,
        )

    def _history(self) -> Iterator[Finding]:
        if self.ruling.verdict is not Verdict.NOT_MET:
            return
        source, in_letter = self._previous_assessment, self.is_proposal
        if self.situation.misses.count:
            yield self._finding("previous_rung", "history_repeat", source=source, in_letter=in_letter)
        elif self.previous.past and self.previous.past[0].met:
            yield self._finding("previous_rung", "history_first", source=source, in_letter=in_letter)

    @property
    def _previous_assessment(self) -> str:
        return f"Beoordeling over {self.previous.period}"

    def _step(self) -> Iterator[Finding]:
        """Yield the step; only right after an earlier miss does "daaraan" point at a miss by itself."""
        rung, text_key = self.ruling.rung, self.step.because
        executive = "executive_needed"
        if self.is_proposal:
            if text_key == "step_up" and not self.situation.misses.count:
                text_key = "step_up.after_history"
            yield self._finding("step", text_key, outcome=f"{self.policy.ladder.noun} {rung}")
            executive = "executive_needed.proposal"
        if rung is not None and rung >= self.policy.ladder.executive_from:
            yield self._finding(
                "executive_needed", executive, measured=self.situation.rung_before, in_letter=False
            )
