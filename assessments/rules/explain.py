"""Turn a ruling into findings, in the order in which a letter prints them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assessments.rules.findings import LABELS, SHORTAGE, Finding, Previous
from assessments.rules.ladder import EXECUTIVE_FROM
from assessments.rules.policy import Known, Policy, Ruling
from assessments.rules.sentences import balance_text_key, block_of, fill
from municipalities.dutch import day_text, number, ordinal, people, period_text, signed
from municipalities.figures import PeriodFacts

PREVIOUS_STATUS = {
    "adopted": "vastgesteld",
    "taken_over": "overgenomen",
    "provisional": "voorlopig",
    "gap": "laatst vastgesteld",
    "lapsed": "vervallen",
    "successor": "nog te kiezen na een herindeling",
}
ASSUMED_HISTORY = {"gap": "history_gap", "lapsed": "history_lapsed"}
VERDICTS = {True: "gehaald", False: "niet gehaald", None: ""}
WITHOUT_NORM = {"finding_no_backlog": "geen achterstand", "finding_no_quota": "geen taakstelling"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One municipality judged over one period, and what is needed to tell why."""

    period: PeriodFacts
    known: Known
    previous: Previous
    rung_before: int
    policy: Policy
    ruling: Ruling
    on_total_task: int

    def findings(self) -> Iterator[Finding]:
        """Yield the reasons; those not meant for a letter say so."""
        yield self._couplings()
        yield from self._norm()
        yield from self._realised()
        yield from self._counterfactual()
        yield from self._balance()
        yield self._previous_rung()
        yield from self._history()
        yield from self._step()

    @cached_property
    def values(self) -> Mapping[str, str]:
        """Everything a sentence can ask for, as Dutch text."""
        known, norm = self.known, self.ruling.norm
        values = {
            "reference_date": day_text(self.period.reference_date),
            "quota": number(known.quota),
            "opening_balance": number(abs(known.opening_balance)),
            "opening_balance_vh": people(known.opening_balance),
            "total_task": number(known.total_task),
            "available_on_reference_date_vh": people(known.available_on_reference_date),
            "coupling_shortage": number(known.coupling_shortage),
            "realised_vh": people(known.realised),
            "closing_balance": number(abs(known.closing_balance)),
            "closing_balance_vh": people(known.closing_balance),
            "previous_period_text": period_text(self.previous.period),
            "period_before_text": period_text(self.period.previous_code),
            "previous_rung": str(self.rung_before),
            "proposed_rung": str(self.ruling.rung),
            "rung_on_total_task": str(self.on_total_task),
            "consecutive_misses_ordinal": ordinal(self.previous.misses + 1),
        }
        if norm is not None:
            values |= {"norm": number(norm), "short_of_norm_vh": people(max(0, norm - known.realised))}
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
        block = block_of(text_key)
        found, assumption = self.policy.ground_of(block) if source is None else (source, "")
        return Finding(
            key=key,
            block=block,
            label=LABELS[key],
            sentence=fill(text_key, self.values),
            measured=measured,
            bound=bound,
            outcome=outcome,
            source=found,
            assumption=assumption,
            in_letter=in_letter,
        )

    def _couplings(self) -> Finding:
        available, total_task = self.known.available_on_reference_date, self.known.total_task
        text_key, outcome = "basis_total_task", "geen koppelingstekort"
        if total_task <= 0:
            text_key, outcome = "basis_no_task", "niet van toepassing"
        elif self.known.basis == SHORTAGE:
            text_key = "basis_shortage.nobody" if available == 0 else "basis_shortage"
            outcome = "koppelingstekort"
        return self._finding(
            "coupling_shortage", text_key, measured=available, bound=total_task, outcome=outcome
        )

    def _norm(self) -> Iterator[Finding]:
        if self.ruling.norm_text:
            yield self._finding("norm", self.ruling.norm_text, bound=self.ruling.norm)
        if self.ruling.shortage_no_excuse:
            available = self.known.available_on_reference_date
            text_key = "shortage_no_excuse.one" if available == 1 else "shortage_no_excuse"
            yield self._finding("shortage_no_excuse", text_key, measured=available, bound=self.known.quota)

    def _realised(self) -> Iterator[Finding]:
        """Yield what was done: numbers and verdict stand with the first text, the others add to it."""
        first, *others = self.ruling.realised or (None,)
        if first is not None:
            yield self._finding(
                "realised",
                first,
                measured=self.known.realised,
                bound=self.ruling.norm,
                outcome=WITHOUT_NORM.get(first, VERDICTS[self.ruling.norm_met]),
            )
        for text_key in others:
            yield self._finding("realised", text_key)

    def _counterfactual(self) -> Iterator[Finding]:
        """Yield the rung without the shortage, unless the rule proposes nothing to compare it with."""
        if self.ruling.left_to_executive:
            return
        text_key, outcome = "counterfactual_none", "niet van toepassing"
        if self.known.basis == SHORTAGE:
            milder = self.ruling.rung < self.on_total_task
            text_key = "counterfactual_milder" if milder else "counterfactual_same"
            outcome = f"trede {self.on_total_task}"
        in_letter = self.ruling.counterfactual_in_letter
        yield self._finding("counterfactual", text_key, outcome=outcome, in_letter=in_letter)

    def _balance(self) -> Iterator[Finding]:
        opening, closing = self.known.opening_balance, self.known.closing_balance
        course = f"{signed(opening)} wordt {signed(closing)}"
        yield self._finding("balance", balance_text_key(opening, closing), measured=course)
        if self.ruling.debt_stays:
            yield self._finding("balance", "debt_stays")

    def _previous_rung(self) -> Finding:
        """Return the row on the previous rung; a letter prints it only where one was assumed and used."""
        previous = self.previous
        if previous.rung is None:
            return self._finding(
                "previous_rung",
                "history_unknown",
                outcome="niet vastgelegd",
                in_letter=self.ruling.uses_previous,
            )
        assumed = ASSUMED_HISTORY.get(previous.status or "")
        return self._finding(
            "previous_rung",
            assumed or "previous_rung",
            measured=previous.rung,
            outcome=PREVIOUS_STATUS[previous.status] if previous.status else "",
            source=None if assumed else self._previous_assessment,
            in_letter=assumed is not None and self.ruling.uses_previous,
        )

    def _history(self) -> Iterator[Finding]:
        if self.ruling.norm_met is not False:
            return
        if self.previous.misses:
            yield self._finding("previous_rung", "history_repeat", source=self._previous_assessment)
        elif self._met_before:
            yield self._finding("previous_rung", "history_first", source=self._previous_assessment)

    @property
    def _previous_assessment(self) -> str:
        return f"Beoordeling over {self.previous.period}"

    @property
    def _met_before(self) -> bool:
        return self.previous.rung is not None and self.previous.norm_met is True

    def _step(self) -> Iterator[Finding]:
        key, text_key = "executive_needed", "executive_needed"
        if not self.ruling.left_to_executive:
            yield self._finding("step", self._step_text(), outcome=f"trede {self.ruling.rung}")
            text_key = "executive_needed.proposal"
        if self.ruling.rung >= EXECUTIVE_FROM:
            yield self._finding(key, text_key, measured=self.rung_before, in_letter=False)

    def _step_text(self) -> str:
        """Return the step; only right after an earlier miss does "daaraan" point at a miss by itself."""
        step = self.ruling.step
        return "step_up.after_history" if step == "step_up" and not self.previous.misses else step
