"""What a legal act is about: the number that its policy fixes, from the ledger on the day from which housings count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from assessments.decisions.act_problems import problem_with_outcome
from assessments.judging.act_progress import progress_of
from assessments.judging.policy_in_force import policy_in_force
from assessments.models import ActOutcome, LegalAct
from assessments.models.acts import DONE, SCOPES
from assessments.rules.scope import ScopeKind, scope_number
from municipalities.dutch import day_text, number
from municipalities.halfyear import first_day_of, half_year_of
from municipalities.ledger.queries import figures_for
from municipalities.models import Period


def follow(act: LegalAct) -> None:
    """Set what the scope is a number of, from which day housings count for it, and what goes first.

    What follows an act goes on with what that is about. Else it is what the policy of the running half-year says;
    without a policy the scope is a number that nobody can follow.
    """
    before = act.follows
    if before is not None:
        act.scope_kind, act.counted_from = before.scope_kind, before.counted_from
        act.attribution, act.scope_text = before.attribution, before.scope_text
        return
    code = half_year_of(act.decided_on)
    policy = policy_in_force(act.municipality.province, code)
    if policy is None:
        return
    act.counted_from = first_day_of(code)
    act.scope_kind, act.attribution = policy.scope.value, policy.attribution.value
    act.scope_text = f"{SCOPES[act.scope_kind]} op {day_text(act.counted_from)}"


def problems_with_scope(act: LegalAct, known_at: datetime) -> Iterator[tuple[str, str]]:
    """Yield that the scope is another number than the ledger gives; what it does not know is left to who records."""
    before = act.follows
    if before is not None:
        if before.counted_from is not None and act.scope != before.scope:
            asked = number(before.scope)
            yield (
                "scope",
                f"U vult omvang {number(act.scope)} in, maar het gaat om {asked}. Neem {asked} over.",
            )
        return
    found = scope_known(act, known_at)
    if found is None or found == act.scope:
        return
    remedy = f"Neem {number(found)} over." if found else "Dan is er niets om over te nemen."
    yield "scope", f"U vult omvang {number(act.scope)} in, maar {act.scope_text} is {number(found)}. {remedy}"


def scope_known(act: LegalAct, known_at: datetime) -> int | None:
    period = Period.objects.filter(start=act.counted_from).first() if act.counted_from else None
    if period is None:
        return None
    figures = figures_for(period, known_at=known_at, only=act.municipality)[act.municipality]
    return scope_number(ScopeKind(act.scope_kind), figures)


def possible_outcomes(act: Any, known_at: datetime) -> list[ActOutcome]:
    """Return how an act that runs can end, as far as is known."""

    def cannot_be(outcome: ActOutcome) -> bool:
        done = problems_with_done(act, act.last_day, outcome, known_at) if outcome in DONE else ()
        return bool(problem_with_outcome(act, outcome)) or "outcome" in dict(done)

    return [outcome for outcome in ActOutcome if not cannot_be(outcome)]


def problems_with_done(
    act: Any, ended_on: date, outcome: str, known_at: datetime
) -> Iterator[tuple[str, str]]:
    """Yield that not everybody was housed, not yet on that day, or for a lapse not in time.

    `act` is one that runs. Of one that is not followed only the day on which it ended is known.
    """
    progress = progress_of([act], known_at=known_at).get(act.pk)
    done_on = progress.met_on if progress else ended_on
    name = ActOutcome(outcome).label.partition(":")[0]
    if progress and done_on is None:
        yield (
            "outcome",
            f"Van de omvang van {number(act.scope)} zijn er op {day_text(progress.through)} nog "
            f"{number(progress.left)} te huisvesten. {name} kan pas als dat er 0 zijn; kies een "
            "andere afloop.",
        )
    elif done_on and outcome == ActOutcome.LAPSED and done_on > act.last_day:
        yield (
            "outcome",
            f"De termijn liep tot en met {day_text(act.last_day)}, en de omvang is gehaald op {day_text(done_on)}. "
            "Dat is niet op tijd; kies een andere afloop.",
        )
    elif done_on and ended_on < done_on:
        yield "ended_on", f"De omvang is gehaald op {day_text(done_on)}. Kies die dag of een latere."
