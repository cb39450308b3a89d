"""The letter of a half-year on rungs where no step of the executive is needed."""

from __future__ import annotations

from assessments.letters.asked import asks_apart, own_asks
from assessments.letters.content import by_sign
from assessments.letters.event import Event
from assessments.letters.executive import NAMES, result_told, told_end
from assessments.letters.matter import Matter
from assessments.typed_text import Text
from municipalities.dutch import day_text
from municipalities.figures import Figures


def half_year(matter: Matter) -> Event:
    """Return what the letter says of the rung, what is asked and what follows."""
    standard = standard_asks(matter)
    own = own_asks(matter)
    asks = (*standard, *open_agreements(matter), *own, *asks_apart(matter))
    is_short = matter.rung.number == 1
    return Event(
        subject=f"Toezicht huisvesting vergunninghouders {matter.period.code}: trede {matter.rung.number}",
        result=(
            *matter.texts(result_told(matter), meaning(matter, bool(standard or own))),
            *ended_beside(matter),
            *matter.added(f"after.rung_{matter.rung.number}"),
        ),
        asks=asks,
        next=(*closed(matter), *matter.texts(next_task(matter))),
        dispute=matter.texts("dispute"),
        council=matter.texts("council.ask", ("publish", "contact")),
        asks_information=bool(standard or own),
        is_short=is_short,
    )


def meaning(matter: Matter, asks: bool) -> str:
    match matter.rung.name:
        case "signalling":
            return "meaning.1.asks" if asks else "meaning.1"
        case "information_request":
            if asks:
                return "meaning.2"
            return "meaning.2.answered" if matter.knows("antwoord_op") else "meaning.2.follow"
        case _:
            if asks:
                return "meaning.3"
            return "meaning.3.plan" if has_plan(matter) else "meaning.3.follow"


def ended_beside(matter: Matter) -> tuple[Text, ...]:
    """Return that an act of the executive lapsed since the period began, where no other letter told it."""
    told = matter.told
    if told is None or told.end is None or told.is_known:
        return ()
    return told_end(matter, told.end, NAMES[told.act.kind])


def has_plan(matter: Matter) -> bool:
    """Return whether a plan of action is on record as received."""
    return matter.knows("plan_op")


def standard_asks(matter: Matter) -> tuple[Text, ...]:
    """Return what the rung asks; nothing new of who met what was asked."""
    match matter.rung.name:
        case "information_request":
            return matter.texts(*asks_on_2(matter))
        case "active_supervision":
            return matter.texts(*asks_on_3(matter))
        case _:
            return ()


def asks_on_2(matter: Matter) -> tuple[str, ...]:
    if matter.came_from("active_supervision"):
        plan = ("ask.2.plan",) if has_plan(matter) else ()
        return (*plan, *(("ask.2.from3",) if matter.has_backlog else ()))
    if matter.came_from("information_request"):
        if not matter.missed:
            return ()
        if matter.previous_letter_date is not None:
            return ("ask.2.again" if matter.knows("antwoord_op") else "ask.2.unanswered",)
    # A person can place a municipality higher that met what was asked: then there is no difference to explain.
    return ("ask.2" if matter.missed else "ask.2.met", "ask.2.talk")


def asks_on_3(matter: Matter) -> tuple[str, ...]:
    if not matter.came_from("active_supervision"):
        return ("ask.3" if matter.has_backlog else "ask.3.no_backlog", "ask.3.talk")
    if not matter.missed:
        return ()
    return ("ask.3.again" if has_plan(matter) else "ask.3.no_plan", "ask.3.again.talk")


def open_agreements(matter: Matter) -> tuple[Text, ...]:
    """Return the agreements that are open on record; a rung that asks nothing recalls none."""
    agreed = matter.contacts.open_agreements() if matter.rung.number > 1 else []
    if not agreed:
        return ()
    items = tuple(
        Text(f"{row.text.rstrip(' .')}, uiterlijk {day_text(row.due_on)}", is_typed=True)
        for row in reversed(agreed)
    )
    return (matter.text("ask.open"), Text("", items, is_typed=True))


def closed(matter: Matter) -> tuple[Text, ...]:
    """Return that the questions of an earlier letter need no answer any more."""
    was_asked = matter.came_from("information_request") and matter.previous_letter_date is not None
    is_open = was_asked and not matter.knows("antwoord_op")
    return matter.texts("ask.closed") if is_open and matter.rung.number == 1 else ()


def next_task(matter: Matter) -> tuple[str, ...]:
    """Return the next period as known then; nothing of one that was decided since, or in which nobody exists."""
    if not matter.continues or matter.next_is_decided:
        return ()
    after, policy = matter.next_figures, matter.next_policy
    keys = ("next.unknown",) if after is None or after.quota is None else task_keys(matter)
    if policy is None:
        return keys
    changes = ("next.policy",) if policy.version != matter.policy.version else ()
    return (*keys, *changes, *next_rung(matter))


def task_keys(matter: Matter) -> tuple[str, ...]:
    after = matter.next_figures
    if after is None or after.opening_balance is None or after.total_task is None:
        return ("next.task",)
    corrected = after.opening_balance != matter.known.closing_balance
    sign = by_sign(after.opening_balance, "backlog", "lead", "even")
    task = "nothing" if after.total_task <= 0 and sign == "lead" else sign
    return ("next.task", *(("next.task.corrected",) if corrected else ()), f"next.task.{task}")


def can_be_missed(after: Figures | None) -> bool:
    """Return whether the next period asks anything, as far as that is known."""
    asked = () if after is None else (after.quota, after.total_task)
    return all(number is None or number > 0 for number in asked)


def next_rung(matter: Matter) -> tuple[str, ...]:
    """Return what a quota missed in the next period leads to, where its policy steps up."""
    policy, after = matter.next_policy, matter.next_figures
    if policy is None or not policy.steps_up_after_a_miss or not can_be_missed(after):
        return ()
    if matter.rung.number + 1 == policy.ladder.executive_from:
        return ("next.rung.executive",)
    balance = matter.known.closing_balance if after is None else after.opening_balance
    return ("next.rung.lead" if (balance or 0) < 0 else "next.rung",)
