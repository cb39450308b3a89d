"""Where a rule stands, in words: document, article, place and date."""

from __future__ import annotations

from assessments.rules.contract import Policy, Source
from municipalities.dutch import day_text, period_text


def source_text(source: Source) -> str:
    """Return a source as one line; what was not found is left out."""
    since = f"van kracht vanaf {day_text(source.day)}" if source.day else ""
    return ", ".join(filter(None, [source.document, source.article, source.place, since]))


def grounds_text(policy: Policy, grounds: tuple[str, ...]) -> list[str]:
    """Return the sources among the grounds of a line, in words."""
    return [source_text(policy.sources[ground]) for ground in grounds if not policy.assumes(ground)]


def judges(policy: Policy) -> str:
    """Return which periods the policy judges, in words."""
    first = f"vanaf {period_text(policy.first_period)}" if policy.first_period else ""
    last = f"tot en met {period_text(policy.last_period)}" if policy.last_period else ""
    return " ".join(filter(None, [first, last])) or "alle perioden"
