"""The letters about a step of the executive: notice of intent, decision, execution."""

from __future__ import annotations

from assessments.letters.asked import apart, own_asks
from assessments.letters.event import Event
from assessments.letters.matter import Matter
from assessments.models import ActKind
from assessments.typed_text import Text


def notice(matter: Matter) -> Event:
    return Event(
        subject="Voornemen tot indeplaatsstelling",
        result=with_own(matter, "notice.result", "notice.scope"),
        reasons=matter.texts("notice.plan_asked") + motivation(matter),
        asks=matter.texts("notice.prevent", "notice.view", "notice.status")
        + own_asks(matter)
        + apart(matter),
        council=matter.texts("contact", "notice.council"),
        is_of_executive=True,
    )


def decision(matter: Matter) -> Event:
    return Event(
        subject="Besluit tot indeplaatsstelling",
        result=with_own(matter, "decision.result"),
        reasons=matter.texts("decision.history", "decision.view") + motivation(matter),
        closing_reasons=matter.texts("decision.lighter_means"),
        asks=matter.texts("decision.required", "decision.term", "decision.withdrawal")
        + own_asks(matter)
        + apart(matter),
        council=matter.texts("contact", "decision.council"),
        appeal=matter.texts("appeal"),
        is_of_executive=True,
    )


def execution(matter: Matter) -> Event:
    return Event(
        subject="Uitvoering van de indeplaatsstelling",
        result=with_own(matter, "substitution.result", "substitution.what_happens"),
        asks=matter.texts("substitution.cooperation", "substitution.others", "substitution.end")
        + own_asks(matter)
        + apart(matter),
        council=matter.texts("contact"),
        is_of_executive=True,
    )


BY_ACT = {
    ActKind.NOTICE_OF_INTENT.value: notice,
    ActKind.SUBSTITUTION_DECISION.value: decision,
    ActKind.SUBSTITUTION.value: execution,
}


def with_own(matter: Matter, *keys: str) -> tuple[Text, ...]:
    return matter.texts(*keys) + matter.added(f"after.rung_{matter.rung.number}")


def motivation(matter: Matter) -> tuple[Text, ...]:
    """Return what stands in for the motivation that a step of the executive cannot do without."""
    return () if matter.assessment.motivation.strip() else (matter.given("motivation"),)
