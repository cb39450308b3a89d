"""What a letter is written from, with the Dutch words that fill its blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from assessments.letters.act_words import act_values, history_of_act, in_sentence, terms_of_act
from assessments.letters.content import Content, known_number
from assessments.letters.fields import FIELDS, fields_of, fill_blocks, open_words
from assessments.typed_text import Text
from municipalities.dutch import (
    balance_text,
    day_text,
    days_text,
    half_year_text,
    known_text,
    listing,
    number,
    ordinal,
    people,
    percentage,
    period_span,
    period_text,
)
from municipalities.halfyear import half_year_of, last_day_of
from municipalities.models import Level
from municipalities.moments import local_day

Keys = str | tuple[str, ...]
"""One block, or several that share a paragraph."""

TERMS = {
    "briefdatum": "letter_date",
    "reactiedatum": "reaction_due",
    "gespreksdatum": "talk_due",
    "plandatum": "action_plan_due",
    "plan_oordeeldatum": "plan_review_due",
    "melddatum": "dispute_due",
    "publicatie_op": "publication_from",
    "besluit_verwacht_op": "decision_due",
}
"""The dates that a province sets for a period, by the field of a block."""
NO_TERM = {"briefdatum", "publicatie_op"}
"""Of those, the days on which nobody's time ends."""


class Matter(Content):
    def text(self, *keys: str) -> Text:
        """Return these blocks as one paragraph."""
        self.asked.update(*(fields_of(self.texts_in_force[key]) for key in keys))
        return fill_blocks(keys, self.values, self.texts_in_force)

    def added(self, key: str) -> tuple[Text, ...]:
        """Return the paragraph that the province itself puts here, if it does."""
        return (self.text(key),) if self.texts_in_force.get(key) else ()

    def texts(self, *paragraphs: Keys) -> tuple[Text, ...]:
        """Return these paragraphs; one without blocks is none."""
        found = ((keys,) if isinstance(keys, str) else keys for keys in paragraphs)
        return tuple(self.text(*keys) for keys in found if keys)

    def knows(self, name: str) -> bool:
        """Whether a placeholder can be filled."""
        return self.values[name] != open_words(name)

    def can_fill(self, key: str) -> bool:
        """Whether everything is known that a block asks for."""
        return all(map(self.knows, fields_of(self.texts_in_force[key])))

    def given(self, name: str) -> Text:
        """Return what a single placeholder stands for."""
        return Text(self.values[name])

    @cached_property
    def values(self) -> Mapping[str, str]:
        """Everything a block can ask for, as Dutch text; what is missing stands in square brackets."""
        known = self._counts | self._next | self._days | self._period | self._province | self._decided
        told = self.told
        if told is None:
            known |= {
                "voorgeschiedenis": history_of_act(self, None),
                "geteld_voor": "een stap die is geëindigd",
            }
        else:
            known |= act_values(self, told)
        return {name: open_words(name) for name in FIELDS} | {
            name: text for name, text in known.items() if text
        }

    @property
    def letter_date(self) -> date | None:
        """The date above the letter; None while that is open."""
        return self._terms.get("briefdatum")

    def is_after(self, day: date) -> bool:
        """Whether a day was over on that of the letter; while that is open, on that of the figures."""
        return (self.letter_date or local_day(self.assessment.known_at)) > day

    @property
    def named_terms(self) -> dict[str, date]:
        """The last days that were printed until now, as given terms are called."""
        days = {TERMS[name]: day for name, day in self._terms.items() if name in self.asked - NO_TERM}
        others = {"eigen_datum": ("asks_due", self.assessment.asks_due)}
        if self.told is not None:
            others |= terms_of_act(self.told)
        own = {kind: day for name, (kind, day) in others.items() if name in self.asked and day is not None}
        return days | own

    @property
    def _terms(self) -> dict[str, date]:
        """The dates of the letter. One from before the figures were known is of an earlier letter: open again."""
        if self.own is not None:
            return {"briefdatum": self.own.day}
        known_on = local_day(self.assessment.known_at)
        terms = {name: getattr(self.terms, column, None) for name, column in TERMS.items()}
        return {name: day for name, day in terms.items() if day is not None and day >= known_on}

    @property
    def _counts(self) -> dict[str, str]:
        known, figures, placement = self.known, self.figures, self.placement
        counts = {
            "taakstelling": number(known.quota),
            "taakstelling_eerst": known_number(figures.quota_announced),
            "beginstand": number(abs(known.opening_balance)),
            "beginstand_tekst": balance_text(known.opening_balance),
            "opgave": number(known.total_task),
            "gehuisvest": number(known.realised),
            "gehuisvest_mensen": people(known.realised),
            "eindstand": number(abs(known.closing_balance)),
            "eindstand_mensen": people(known.closing_balance),
            "eindstand_tekst": balance_text(known.closing_balance),
            "maat_aantal": known_number(self.bound),
            "maat_aantal_mensen": "" if self.bound is None else people(self.bound),
            "maat_geteld": number(self.counted),
            "maat_verschil": number(self.short_of_bound),
            "rangtelwoord": ordinal(max(1, self.assessment.consecutive_misses)),
            "deel_taakstelling": percentage(figures.share_of_quota, prose=True),
            "deel_opgave": percentage(figures.share_of_total_task, prose=True),
            "trede": str(self.rung.number),
            "trede_vorig": str(self.told_rung or placement.previous_rung),
            "trede_uitkomst": known_number(placement.rung),
            "trede_zonder_tekort": known_number(placement.rung_on_total_task),
            "trede_volgend": str(self.rung.number + 1),
            "correctie": number(abs(sum(line.amount for line in self.corrections))),
        }
        if self.previous_closing is not None:
            counts["eindstand_vorig_tekst"] = balance_text(self.previous_closing)
        if self.couplings is not None:
            counts |= {
                "tot_peildatum_mensen": people(self.couplings.housed_in_time),
                "open_koppelingen": number(self.couplings.waiting),
                "beschikbaar": number(self.couplings.available),
                "koppelingstekort": number(self.couplings.shortage),
            }
        return counts

    @property
    def _next(self) -> dict[str, str]:
        after, period = self.next_figures, self.period
        words = {
            "periode_volgend": period.next_code,
            # Who writes later can ask for nothing by a day that is over.
            "periode_volgend_eind": day_text(
                max(self.next_last_day, last_day_of(half_year_of(self.letter_date or self.next_last_day)))
            ),
            "kader_volgend": self.next_policy.title_in_sentence if self.next_policy else "",
        }
        if after is None:
            return words
        if after.opening_balance is not None:
            words["beginstand_volgend_tekst"] = balance_text(after.opening_balance)
        return words | {
            "taakstelling_volgend": known_number(after.quota),
            "opgave_volgend": known_number(after.total_task),
        }

    @property
    def _days(self) -> dict[str, str]:
        plan = self.contacts.plan
        days = {
            "peildatum": self.period.reference_date,
            "vorige_brief": self.previous_letter_date,
            "antwoord_op": self.answered_on,
            "plan_op": plan.delivered_on if plan else None,
            "eigen_datum": self.assessment.asks_due,
            "voorgelegd_op": self.assessment.presented_on,
            **self._terms,
        }
        return {name: day_text(value) for name, value in days.items() if value is not None}

    @property
    def _period(self) -> dict[str, str]:
        period, policy, label = self.period, self.policy, self.rung.label
        return {
            "periode": period.code,
            "periode_tekst": period_text(period.code),
            "periode_dagen": period_span(period.start, period.last_day),
            "periode_vorig": half_year_text(self.previous_period),
            "periode_ervoor": half_year_text(period.previous_code),
            "stand_per": known_text(self.assessment.known_at),
            "trede_naam": label[:1].lower() + label[1:],
            "maat": f"{policy.label_of(self.measure)}" if self.measure else "",
            "kader": policy.title_in_sentence,
            "kader_vindplaats": self.confirmed.published_in,
            "aanname": "; ".join(assumption.text for assumption in self.assumptions),
            "uitleg": "; ".join(
                (policy.assumption(code).choices or {})[held] for code, held in chosen_words(self)
            ),
            "kleur_bevroren": policy.ladder.frozen_colour,
            "ritme": f"elke {policy.ladder.talks_on(self.rung.number).term}",
            "gesprekken": talks_text(self),
        }

    @property
    def _province(self) -> dict[str, str]:
        province, contact = self.province, in_sentence(self.province.contact)
        return {
            "provincie": province.name,
            "gemeente": self.municipality.name,
            "contact": contact,
            "contact_zin": contact[:1].upper() + contact[1:] if contact else open_words("contact"),
            "plaats": in_sentence(province.letter_place),
            "functie": in_sentence(province.signature),
            "functies_gs": in_sentence(province.executive_signature),
            "publicatieplaats": in_sentence(province.publication_place),
            "correctie_reden": "; ".join(
                dict.fromkeys(in_sentence(line.reason) for line in self.corrections)
            ),
        }

    @property
    def _decided(self) -> dict[str, str]:
        """What a person chose, and what the decision says."""
        values = {}
        if self.ground is not None:
            # A policy speaks of the municipality; the letter speaks to it.
            values["grond"] = self.ground.text.replace("de gemeente", "uw gemeente")
        if self.adoption is not None:
            decided_on = day_text(self.adoption.decision_date)
            values["besluit"] = f"{self.adoption.decision_number}, {decided_on}"
            values["besluitdatum"], values["besluitnummer"] = decided_on, self.adoption.decision_number
        if self.superseded is not None:
            values |= {
                "vervangen_brief": day_text(self.superseded.day),
                "vorig_kenmerk": self.superseded.number,
                "wijzigingen": self.superseded.changes,
            }
        return values


def chosen_words(matter: Matter) -> Iterable[tuple[str, str]]:
    """Return the choices that the province made of the assumptions of this outcome, by code."""
    used = {row.assumption for row in matter.placement.findings if row.key == "step"}
    return [(code, held) for code, held in matter.policy.choices.items() if code in used]


def talks_text(matter: Matter) -> str:
    """Return how often was spoken in the period and when, by level; nothing without a talk on record."""
    period, told = matter.period, []
    held = [row for row in matter.contacts.held if period.start <= row.day < period.end]
    for level, how in ((Level.OFFICIAL, "ambtelijk"), (Level.POLITICAL, "bestuurlijk")):
        days = sorted(row.day for row in held if row.level == level)
        if days:
            told.append(f"{len(days)} keer {how} ({days_text(days)})")
    return listing(told) if told else ""
