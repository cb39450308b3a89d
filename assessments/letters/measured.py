"""What was measured against what, and always one verdict."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.letters.content import by_sign
from assessments.letters.matter import Matter
from assessments.rules.situation import Verdict
from assessments.typed_text import Text


def measured_against(matter: Matter) -> tuple[Text, ...]:
    """Return the measure, the verdict, and whether quota and total task were reached beside it."""
    if matter.verdict is None:
        return ()
    return matter.texts((*measure(matter), *verdict(matter), *total_task(matter), *quota(matter)))


def measure(matter: Matter) -> Iterator[str]:
    if matter.bound is None:
        return
    key = f"measure.{matter.measure}"
    if matter.measure == "total_task":
        yield f"{key}.{by_sign(matter.known.opening_balance, 'backlog', 'lead', 'even')}"
    else:
        yield key if key in matter.texts_in_force else "measure.other"


def verdict(matter: Matter) -> tuple[str, ...]:
    match matter.verdict:
        case Verdict.MET:
            return verdict_of_met(matter)
        case Verdict.NOTHING_ASKED:
            return ("verdict.nothing" if matter.known.quota > 0 else "verdict.nothing.no_quota",)
        case Verdict.EXCUSABLE:
            return (missed(matter), "verdict.excused")
        case _:
            if lead_was_too_small(matter):
                return (in_number("verdict.missed.lead", matter.known.closing_balance),)
            return (missed(matter),)


def missed(matter: Matter) -> str:
    key = "verdict.missed" if matter.counted == matter.known.realised else "verdict.missed.act"
    return in_number(key, matter.short_of_bound)


def verdict_of_met(matter: Matter) -> tuple[str, ...]:
    known, bound = matter.known, matter.bound or 0
    below_quota = known.realised < known.quota
    if matter.measure == "available" and below_quota:
        if bound == 0:
            key = "verdict.met.available.nobody"
        elif known.realised > bound:
            key = "verdict.met.available.more"
        else:
            key = in_number("verdict.met.available", bound)
        return (key, "verdict.met.below")
    by_lead = matter.measure == "total_task" and below_quota
    return ("verdict.met", "verdict.met.lead") if by_lead else ("verdict.met",)


def lead_was_too_small(matter: Matter) -> bool:
    """Return whether the quota was missed although a lead took a part of the difference."""
    return (
        matter.verdict is Verdict.NOT_MET
        and matter.measure == "quota"
        and matter.counted == matter.known.realised
        and matter.known.opening_balance < 0 < matter.known.closing_balance
    )


def total_task(matter: Matter) -> tuple[str, ...]:
    """Return whether the total task was reached, where something else was measured."""
    if matter.measure == "total_task" or lead_was_too_small(matter):
        return ()
    if matter.has_backlog:
        return ("other.total.missed",)
    return ("other.total.met",) if matter.verdict is Verdict.MET else ()


def quota(matter: Matter) -> tuple[str, ...]:
    """Return whether the quota was reached, where something else was measured."""
    known = matter.known
    if matter.measure == "quota" or matter.bound is None or known.quota == 0:
        return ()
    if matter.housed_for_quota >= known.quota:
        return ("other.quota.met" if matter.has_backlog else "other.quota.met.too",)
    return ("other.quota.missed",) if matter.verdict is not Verdict.MET else ()


def in_number(key: str, count: int) -> str:
    """Return the variant of a block for one, or the block itself."""
    return f"{key}.one" if count == 1 else key
