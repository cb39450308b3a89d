"""What one letter is written from, and the words that fill its blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property

from assessments.judging.policy_in_force import Confirmed
from assessments.letters.fields import FIELDS, fields_of, fill_blocks, open_words
from assessments.models import ActEnd, ActKind, Judgement, LegalAct, LetterTerms
from assessments.rules.contract import Assumption, Policy
from assessments.rules.findings import Placement
from assessments.rules.ladder import Rung
from assessments.rules.situation import Verdict
from assessments.typed_text import Text
from municipalities.dutch import (
    balance_text,
    day_text,
    known_text,
    number,
    people,
    percentage,
    period_text,
)
from municipalities.figures import Figures, PeriodFacts
from municipalities.models import Municipality, Province
from municipalities.moments import local_day

Keys = str | tuple[str, ...]
"""One block, or several that share a paragraph."""

TERMS = ("letter_date", "reaction_due", "talk_due", "action_plan_due", "plan_review_due")
"""The dates that a province sets for a period."""


@dataclass(frozen=True, kw_only=True)
class Superseded:
    """The letter that a new one takes the place of, and what differs."""

    number: str
    day: date
    changes: str


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """The decision that makes a letter final."""

    decision_date: date
    decision_number: str
    superseded: Mapping[int, Superseded]
    """By municipality id."""


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


@dataclass(frozen=True, kw_only=True)
class Matter:
    """The snapshot of one assessment, and what its province and the next period add to it."""

    assessment: Judgement
    placement: Placement
    figures: Figures
    known: Known
    rung: Rung
    policy: Policy
    confirmed: Confirmed
    """What the province confirmed of that policy."""
    province: Province
    municipality: Municipality
    terms: LetterTerms | None
    previous_letter_date: date | None
    """What the letters over the previous period carry; None when no rung of that period is known."""
    continues: bool
    """Whether the municipality still exists in the next period."""
    next_policy: Policy | None
    next_last_day: date
    next_figures: Figures | None
    """The next period as known at the moment of the assessment; None when nobody created it yet."""
    act: LegalAct | None = None
    """The legal act on the rung of this letter, from rung 4 on."""
    lapsed: ActEnd | None = None
    """The end of an act that lapsed since the period began, because the task was met."""
    adoption: Adoption | None = None
    """None in a concept."""
    texts_in_force: Mapping[str, str]
    """The words of the blocks: those of the province where it has its own."""
    asked: set[str] = field(default_factory=set)
    """The fields of the blocks that were printed until now."""

    @property
    def superseded(self) -> Superseded | None:
        return self.adoption.superseded.get(self.municipality.pk) if self.adoption else None

    @property
    def previous_period(self) -> str:
        return self.placement.previous_period or self.period.previous_code

    @property
    def period(self) -> PeriodFacts:
        return self.figures.period

    @property
    def previous_rung(self) -> int | None:
        return self.placement.previous_rung if self.placement.previous_known else None

    def came_from(self, name: str) -> bool:
        """Whether the previous rung is the one with this name."""
        previous = self.previous_rung
        return previous is not None and self.policy.ladder.rung(previous).name == name

    @property
    def missed(self) -> bool:
        """Whether the norm was missed: with an excusable ground as that ground leaves it."""
        judged = self.assessment if self.assessment.ground else self.placement
        if self.assessment.is_frozen:
            return False
        return (
            judged.verdict in (Verdict.NOT_MET, Verdict.EXCUSABLE)
            if judged.verdict
            else judged.norm_met is False
        )

    @property
    def has_backlog(self) -> bool:
        return self.known.closing_balance > 0

    @property
    def has_proposal(self) -> bool:
        """Whether the rule has an outcome; from rung 4 on it leaves every step to the executive."""
        return any(finding.key == "step" for finding in self.placement.findings)

    @cached_property
    def assumptions(self) -> list[Assumption]:
        """The assumptions that the reasons rest on and that the province has not confirmed."""
        codes = [row.assumption for row in self.placement.findings if row.in_letter and row.assumption]
        period = self.period.code
        return [
            self.policy.assumption(code)
            for code in dict.fromkeys(codes)
            if not self.confirmed.confirms(self.policy, code, period)
        ]

    def text(self, *keys: str) -> Text:
        """Return these blocks as one paragraph."""
        self.asked.update(*(fields_of(self.texts_in_force[key]) for key in keys))
        return fill_blocks(keys, self.values, self.texts_in_force)

    def added(self, key: str) -> tuple[Text, ...]:
        """Return the paragraph that the province itself puts here, if it does."""
        return (self.text(key),) if self.texts_in_force.get(key) else ()

    def texts(self, *paragraphs: Keys) -> tuple[Text, ...]:
        return tuple(self.text(*((keys,) if isinstance(keys, str) else keys)) for keys in paragraphs)

    def given(self, name: str) -> Text:
        """Return what a single placeholder stands for."""
        return Text(self.values[name])

    @cached_property
    def values(self) -> Mapping[str, str]:
        """Everything a block can ask for, as Dutch text; what is missing stands in square brackets."""
        known = self._counts | self._days | self._others | self._decided
        return {name: open_words(name) for name in FIELDS} | {
            name: text for name, text in known.items() if text
        }

    @property
    def _counts(self) -> dict[str, str]:
        known, figures = self.known, self.figures
        counts = {
            "rung": str(self.rung.number),
            "previous_rung": str(self.placement.previous_rung),
            "quota": number(known.quota),
            "opening_balance_vh": people(known.opening_balance),
            "total_task": number(known.total_task),
            "realised_vh": people(known.realised),
            "closing_balance_vh": people(known.closing_balance),
            "closing_balance_text": balance_text(known.closing_balance),
            "share_of_quota": percentage(figures.share_of_quota, prose=True),
            "share_of_total_task": percentage(figures.share_of_total_task, prose=True),
        }
        after = self.next_figures
        if figures.quota_announced is not None:
            counts["quota_announced"] = number(figures.quota_announced)
        if after is not None and after.quota is not None:
            counts["next_quota"] = number(after.quota)
        if after is not None and after.opening_balance is not None:
            counts["next_opening_text"] = balance_text(after.opening_balance)
        if after is not None and after.total_task is not None:
            counts["next_total_task"] = number(after.total_task)
        return counts

    @property
    def _terms(self) -> dict[str, date | None]:
        """The dates of the letter. One from before the figures were known is of an earlier letter: open again."""
        known_on = local_day(self.assessment.known_at)
        terms = {name: getattr(self.terms, name, None) for name in TERMS}
        return {name: value for name, value in terms.items() if value is not None and value >= known_on}

    @property
    def letter_date(self) -> date | None:
        """The date above the letter; None while that is open."""
        return self._terms.get("letter_date")

    @property
    def named_terms(self) -> dict[str, date]:
        """The last days that were printed until now, by their field."""
        days = {**self._terms, "asks_due": self.assessment.asks_due}
        return {name: day for name, day in days.items() if day and name in self.asked - {"letter_date"}}

    @property
    def _days(self) -> dict[str, str]:
        after_plan = self.came_from("active_supervision")
        days = {
            "quota_announced_on": self.figures.quota_announced_on,
            "quota_revised_on": self.figures.quota_changed_on,
            "next_period_last_day": self.next_last_day,
            "previous_letter_date": self.previous_letter_date,
            # The letter on rung 3 asks for the plan; the one before a decision on rung 4 or up does not.
            "plan_asked_on": self.previous_letter_date if after_plan else None,
            "asks_due": self.assessment.asks_due,
            "lapsed_on": self.lapsed.act.decided_on if self.lapsed else None,
            **self._terms,
        }
        return {name: day_text(value) for name, value in days.items() if value is not None}

    @property
    def _others(self) -> dict[str, str]:
        period, province = self.period, self.province
        return {
            "known_at": known_text(self.assessment.known_at),
            "period_text": period_text(period.code),
            "previous_period_text": period_text(self.previous_period),
            "next_period_text": period_text(period.next_code),
            "policy_title": self.policy.title_in_sentence,
            "policy_source": self.confirmed.published_in,
            "next_policy_title": self.next_policy.title_in_sentence if self.next_policy else "",
            "assumption": "; ".join(assumption.text for assumption in self.assumptions),
            "contact_interval": in_sentence(self.terms.contact_interval) if self.terms else "",
            "contact": in_sentence(province.contact),
            "signature": in_sentence(province.signature),
            "publication_place": in_sentence(province.publication_place),
        }

    @property
    def _decided(self) -> dict[str, str]:
        """What a person chose, and what the decision and the legal act say."""
        judgement, values = self.assessment, {}
        for ground in self.policy.excusable_grounds:
            if ground.code == judgement.ground:
                # A policy speaks of the municipality; the letter speaks to it.
                values["ground"] = ground.text.replace("de gemeente", "uw gemeente")
        if judgement.ground_norm is not None:
            values["ground_norm"] = number(judgement.ground_norm)
        if self.adoption is not None:
            decided_on = day_text(self.adoption.decision_date)
            values["decision"] = f"{self.adoption.decision_number}, {decided_on}"
        if self.superseded is not None:
            values |= {
                "superseded_letter_date": day_text(self.superseded.day),
                "superseded_letter_number": self.superseded.number,
                "changes": self.superseded.changes,
            }
        return values | (act_values(self.act) if self.act else {})


def act_values(act: LegalAct) -> dict[str, str]:
    """Return what a legal act fills in; the execution speaks of the decision that it follows."""
    before = act.follows or act
    decision = before if act.kind == ActKind.SUBSTITUTION else act
    values = {
        "scope_vh": people(act.scope),
        "scope_text": in_sentence(act.scope_text),
        "term_start": day_text(decision.term_start),
        "term_end": day_text(decision.term_end),
        "decision_date": day_text(decision.decided_on),
        "required_results": in_sentence(act.required_results),
        "letters_and_talks": in_sentence(act.letters_and_talks),
        "view_summary": in_sentence(act.view),
        "lighter_means": in_sentence(act.lighter_means),
        "appeal_address": in_sentence(act.appeal_address),
    }
    if act.view_due is not None:
        values["view_due"] = day_text(act.view_due)
    if act.publication_place:
        values["publication_place"] = in_sentence(act.publication_place)
    return values


def in_sentence(text: str) -> str:
    """Return what an administrator typed so that it fits inside a sentence."""
    return " ".join(text.split()).rstrip(" .,;")


def by_sign(balance: int, above: str, below: str, zero: str) -> str:
    """Return the word that goes with a backlog, a lead, or neither."""
    if balance == 0:
        return zero
    return above if balance > 0 else below
