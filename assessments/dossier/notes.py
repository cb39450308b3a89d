"""Talks, agreements and plans of action as the dossier tells them on a day: with how each stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from municipalities.contacts.queries import Contacts
from municipalities.dutch import day_text
from municipalities.models import ActionPlan, Agreement, Conversation, Outcome

GOOD, ATTENTION = "good", "attention"


@dataclass(frozen=True)
class Standing:
    """How something stands, and whether that is good or asks for attention."""

    words: str
    tone: str = ""


@dataclass(frozen=True)
class ConversationRow:
    talk: Conversation
    standing: Standing | None
    """None of a talk that was held."""


@dataclass(frozen=True)
class AgreementRow:
    agreement: Agreement
    standing: Standing
    told: str
    """By when, and what came of it."""


@dataclass(frozen=True)
class PlanRow:
    plan: ActionPlan
    delivered: Standing
    verdict: str


def talk_rows(contacts: Contacts, today: date) -> list[ConversationRow]:
    """Return the talks, those that are planned first."""
    planned = [ConversationRow(talk, planned_standing(talk, today)) for talk in contacts.planned]
    return [*planned, *(ConversationRow(talk, None) for talk in contacts.held)]


def planned_standing(talk: Conversation, today: date) -> Standing:
    return Standing("nog niet vastgelegd", ATTENTION) if talk.day < today else Standing("gepland")


def agreement_rows(agreements: Iterable[Agreement], today: date) -> list[AgreementRow]:
    return [AgreementRow(row, agreement_standing(row, today), agreement_told(row)) for row in agreements]


def agreement_standing(agreement: Agreement, today: date) -> Standing:
    if agreement.outcome:
        tones = {Outcome.KEPT.value: GOOD, Outcome.NOT_KEPT.value: ATTENTION}
        return Standing(Outcome(agreement.outcome).label, tones.get(agreement.outcome, ""))
    return Standing("Te laat", ATTENTION) if agreement.due_on < today else Standing("Open")


def agreement_told(agreement: Agreement) -> str:
    outcome = Outcome(agreement.outcome).label.lower()
    ended = f"; {outcome} op {day_text(agreement.ended_on)}" if agreement.ended_on else ""
    return " ".join([f"Uiterlijk {day_text(agreement.due_on)}{ended}.", agreement.remark]).strip()


def plan_rows(plans: Iterable[ActionPlan], today: date) -> list[PlanRow]:
    return [PlanRow(plan, plan_delivered(plan, today), plan_verdict(plan)) for plan in plans]


def plan_delivered(plan: ActionPlan, today: date) -> Standing:
    if plan.delivered_on:
        return Standing(day_text(plan.delivered_on))
    return Standing("te laat", ATTENTION) if plan.due_on < today else Standing("nog niet")


def plan_verdict(plan: ActionPlan) -> str:
    judged = [plan.get_verdict_display(), day_text(plan.judged_on)]
    return ". ".join(filter(None, [", ".join(filter(None, judged)), plan.remark]))
