"""Confirm what was assumed of a policy, or where it stands: who, when and on which document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.permissions import may_enter_figures, require
from assessments.judging.assess_period import latest_judgement
from assessments.models import AssessmentVersion, PolicyConfirmation
from assessments.models.policy_confirmations import SOURCE
from assessments.rules.contract import Policy
from audit.actions import keep_sealed
from audit.refused import Clock, Refused
from municipalities.models import Period, Province
from municipalities.moments import local_day, not_in_future
from municipalities.recording import locked


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What a person says about one subject; what does not belong to it stays empty."""

    evidence: str
    is_published: bool | None = None
    document: str = ""
    article: str = ""
    place: str = ""
    day: date | None = None
    choice: str = ""
    first_period: Period | None = None


@transaction.atomic
def confirm(
    *,
    province: Province,
    policy: Policy,
    subject: str,
    stated: Confirmation,
    earlier: int,
    by: Any,
    now: Clock,
) -> PolicyConfirmation:
    """Record what was confirmed; what was confirmed before stays readable. Raises Refused.

    `earlier` is how often it had been confirmed on the page: somebody else's words are not passed over.
    """
    require(by, may_enter_figures)
    moment = locked(province, now, latest=latest_judgement)
    about = PolicyConfirmation.objects.filter(province=province, policy=policy.version, subject=subject)
    if about.count() != earlier:
        raise Refused(
            "Iemand anders heeft dit intussen bevestigd. Bekijk dat eerst, en bevestig zo nodig opnieuw."
        )
    problems: dict[str, list[str]] = {}
    for name, sentence in problems_with_confirmation(province, policy, subject, stated, local_day(moment)):
        problems.setdefault(name, []).append(sentence)
    if problems:
        raise Refused(fields=problems)
    row = PolicyConfirmation(
        province=province,
        policy=policy.version,
        subject=subject,
        recorded_at=moment,
        recorded_by=by,
        **{**vars(stated), "evidence": stated.evidence.strip()},
    )
    said = {name: value for name, value in vars(stated).items() if value not in ("", None)}
    said |= {name: str(said[name]) for name in ("day", "first_period") if name in said}
    keep_sealed(
        row, "beleidskader bevestigd", by=by, at=moment, province_code=province.code, what=str(row), **said
    )
    return row


def problems_with_confirmation(
    province: Province, policy: Policy, subject: str, stated: Confirmation, today: date
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong: the name of the field, and a Dutch sentence."""
    if not stated.evidence.strip():
        yield "evidence", "Vul in waar dit staat."
    if subject == SOURCE:
        yield from problems_with_source(stated, today)
    elif not policy.assumes(subject):
        yield "", f"Aanname {subject} staat niet in beleidskader {policy.version}. Kies er een van de lijst."
    elif policy.assumption(subject).choices:
        yield from problems_with_choice(province, policy, subject, stated)


def problems_with_source(stated: Confirmation, today: date) -> Iterator[tuple[str, str]]:
    if stated.is_published is None:
        yield "is_published", "Kies of het beleidskader is gepubliceerd."
    if not stated.is_published:
        if stated.document or stated.article or stated.place or stated.day:
            yield (
                "is_published",
                "Wat niet is gepubliceerd heeft geen titel, artikel, vindplaats of dag. Maak die leeg.",
            )
        return
    texts = {
        "document": (stated.document, "de titel in van het gepubliceerde beleidskader"),
        "article": (stated.article, "het artikel of de paragraaf in met de regels"),
        "place": (stated.place, "de vindplaats in, bijvoorbeeld het nummer in het CVDR"),
    }
    for name, (text, what) in texts.items():
        if not text.strip():
            yield name, f"Vul {what}."
    if stated.day is None:
        yield "day", "Vul de dag in vanaf welke het geldt."
    elif wrong := not_in_future(stated.day, today):
        yield "day", wrong


def problems_with_choice(
    province: Province, policy: Policy, code: str, stated: Confirmation
) -> Iterator[tuple[str, str]]:
    first = stated.first_period
    if stated.choice not in (policy.assumption(code).choices or {}):
        yield "choice", "Kies een uitleg uit de lijst."
    if first is None or not policy.covers(first.code):
        yield "first_period", "Kies een periode die dit beleidskader beoordeelt."
        return
    standing = AssessmentVersion.objects.standing().filter(municipality__province=province)
    adopted = standing.filter(period__start__gte=first.start).order_by("-period__start").first()
    if adopted is not None:
        yield (
            "first_period",
            f"Over {adopted.period.code} is al vastgesteld. Kies een latere periode: wat is vastgesteld, houdt zijn "
            "uitleg.",
        )
