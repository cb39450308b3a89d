"""The letters about a step of the executive: notice of intent, decision, execution, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable

from assessments.letters.act_told import ActTold
from assessments.letters.asked import asks_apart, own_asks
from assessments.letters.event import Event
from assessments.letters.matter import Matter
from assessments.models import ActEnd, ActKind, ActOutcome
from assessments.models.acts import DONE
from assessments.typed_text import Text, typed

NAMES = {
    ActKind.NOTICE_OF_INTENT.value: "notice",
    ActKind.SUBSTITUTION_DECISION.value: "decision",
    ActKind.SUBSTITUTION.value: "execution",
}
SUBJECTS = {
    "notice": "Voornemen tot indeplaatsstelling huisvesting vergunninghouders",
    "decision": "Besluit tot indeplaatsstelling huisvesting vergunninghouders",
    "execution": "Uitvoering van de indeplaatsstelling huisvesting vergunninghouders",
}
STANDING = {
    "notice": "voornemen van {voornemen_op}",
    "decision": "besluit van {besluit_op}",
    "execution": "uitvoering van ons besluit van {besluit_op}",
}
ENDS = {
    ("notice", ActOutcome.DROPPED.value): ("notice.dropped",),
    ("execution", ActOutcome.CARRIED_OUT.value): ("execution.end",),
    ("execution", ActOutcome.LAPSED.value): ("execution.end",),
    # As what it comes to: it could be recorded before it was asked which act can be carried out.
    ("notice", ActOutcome.CARRIED_OUT.value): ("notice.lapsed",),
    ("decision", ActOutcome.CARRIED_OUT.value): ("decision.lapsed",),
}
"""The block of an end that is not called after its act and its outcome."""


def step_of_executive(matter: Matter, told: ActTold | None, act: str) -> Event:
    """Return the letter of a rung of the executive; without its act on record, as one that begins."""
    name, previous = NAMES[act], matter.previous_rung
    # Without its act on record a rung that was there before can be no new step.
    is_new = previous is None or previous < matter.rung.number if told is None else told.begins
    return BEGINS[name](matter) if is_new else step_goes_on(matter, told, name)


# What begins -------------------------------------------------------------------------------------


def notice(matter: Matter) -> Event:
    return Event(
        subject=SUBJECTS["notice"],
        result=with_own(matter, ("notice.given", *scope(matter))),
        after_verdict=matter.texts(neglect(matter)),
        reasons=(*before(matter, "notice.before"), *motivation(matter)),
        asks=(*matter.texts("notice.prevent", "notice.view"), *own_asks(matter), *asks_apart(matter)),
        next=matter.texts("notice.status"),
        council=matter.texts("notice.council", "contact"),
        is_of_executive=True,
    )


def decision(matter: Matter) -> Event:
    return Event(
        subject=SUBJECTS["decision"],
        result=with_own(matter, "decision.result", ("decision.required", *scope(matter)), "decision.term"),
        measured=matter.texts((*decision_neglect(matter), *housed_since(matter))),
        reasons=(*before(matter, "decision.before"), *view(matter), *motivation(matter)),
        closing_reasons=matter.texts(*known_blocks(matter, "decision.lighter", "decision.interests")),
        asks=(*own_asks(matter), *asks_apart(matter)),
        next=matter.texts("decision.withdraw"),
        council=matter.texts("decision.council", "contact"),
        appeal=matter.texts("appeal"),
        is_of_executive=True,
    )


def execution(matter: Matter) -> Event:
    left = ("execution.left",) if matter.knows("omvang_rest") else ()
    demands = known_blocks(matter, "execution.cooperate.demands")
    stop = ("execution.stop",) if matter.knows("omvang_rest_mensen") else ()
    return Event(
        subject=SUBJECTS["execution"],
        result=with_own(matter, ("execution.start", *left), "execution.how"),
        after_verdict=matter.texts(neglect(matter)),
        asks=(
            *matter.texts(("execution.cooperate", *demands, "execution.cooperate.officials")),
            *own_asks(matter),
            *asks_apart(matter),
        ),
        next=matter.texts("execution.others", *stop),
        council=matter.texts("execution.council", "contact"),
        is_of_executive=True,
    )


BEGINS: dict[str, Callable[[Matter], Event]] = {
    "notice": notice,
    "decision": decision,
    "execution": execution,
}


def scope(matter: Matter) -> tuple[str, ...]:
    """Return what the number is, and what counts for it."""
    act = matter.told.act if matter.told else None
    if act is None or not act.scope_kind:
        return ("scope.typed",)
    return (f"scope.{act.scope_kind}", f"count.{act.attribution}")


def neglect(matter: Matter) -> tuple[str, ...]:
    """Return that what the law asks was not reached in time: the verdict, or the backlog told with it, says so."""
    return ("notice.neglect",) if matter.missed or matter.has_backlog else ()


def decision_neglect(matter: Matter) -> tuple[str, ...]:
    if matter.missed:
        return ("decision.neglect" if matter.counted == matter.known.realised else "decision.neglect.act",)
    return ("decision.neglect.older",) if matter.has_backlog else ()


def housed_since(matter: Matter) -> tuple[str, ...]:
    """Return what was housed since the scope was fixed, and what is left of it."""
    told = matter.told
    if told is None or told.progress is None:
        return ()
    current = ("decision.housed.current",) if told.act.attribution == "current" else ()
    return ("decision.housed", *current, "decision.left")


def before(matter: Matter, key: str) -> tuple[Text, ...]:
    """Return what went before, as far as it is on record."""
    return matter.texts(*known_blocks(matter, key))


def view(matter: Matter) -> tuple[Text, ...]:
    """Return the view of the municipality and how it was weighed, or that it gave none."""
    act = matter.told.act if matter.told else None
    if act is None or act.view_given:
        return matter.texts("decision.view")
    if act.view_given is None:
        return matter.texts("decision.view.undated")
    return matter.texts(("hearing.waived", *known_blocks(matter, "hearing.waived.day")))


def known_blocks(matter: Matter, *keys: str) -> tuple[str, ...]:
    """Return the blocks of which everything is on record."""
    return tuple(key for key in keys if matter.can_fill(key))


def with_own(matter: Matter, *keys: str | tuple[str, ...]) -> tuple[Text, ...]:
    return matter.texts(*keys) + matter.added(f"after.rung_{matter.rung.number}")


def motivation(matter: Matter) -> tuple[Text, ...]:
    """Return what stands in for the motivation that a step of the executive cannot do without."""
    is_there = matter.own is not None or matter.assessment.motivation.strip()
    return () if is_there else (matter.given("motivation"),)


# What goes on, or ends ---------------------------------------------------------------------------


def step_goes_on(matter: Matter, told: ActTold | None, name: str) -> Event:
    """Return the letter of a half-year beside an act that was given before: the verdict, then what becomes of it."""
    about = STANDING[name].format_map(matter.values)
    return Event(
        subject=f"Toezicht huisvesting vergunninghouders {matter.period.code}: {about}",
        result=(*becomes(matter, told, name), *matter.added(f"after.rung_{matter.rung.number}")),
        asks=(*own_asks(matter), *asks_apart(matter)),
        council=matter.texts(*council_of(told, name), "contact"),
        verdict_first=True,
        is_of_executive=True,
    )


def result_told(matter: Matter) -> tuple[str, ...]:
    """Return how the rung compares with the one before."""
    previous = matter.told_rung
    if matter.assessment.is_frozen:
        return ("result.frozen",)
    if previous is None:
        return ("result.new",)
    gap = ("result.gap",) if matter.previous_period != matter.period.previous_code else ()
    return ("result.same" if matter.rung.number == previous else "result.moved", *gap)


def becomes(matter: Matter, told: ActTold | None, name: str) -> tuple[Text, ...]:
    """Return what the executive does with an act: it ended, has more time, waits for a decision, or stands."""
    if told is None:
        return matter.texts(result_told(matter), f"{name}.stands")
    if told.end is not None:
        return ended(matter, told.end, name)
    now = ("count.now",) if told.progress is not None else ()
    same = matter.texts(result_told(matter))
    if told.extension is not None:
        return (*same, *matter.texts((f"{name}.extended", *now)))
    if name != "execution" and matter.is_after(told.last_day):
        decide = ("notice.due.decide",) if name == "notice" else ()
        return (*same, *matter.texts((f"{name}.due", *now, *decide)))
    term = ("act.term",) if name != "execution" else ()
    return (*same, *matter.texts((f"{name}.stands", *now, *term)))


def ended(matter: Matter, end: ActEnd, name: str) -> tuple[Text, ...]:
    """Return how an act ended, why, and the rung after it."""
    left = () if end.outcome in DONE else ("act.open",)
    return (*told_end(matter, end, name), *matter.texts(("act.back", *left)))


def told_end(matter: Matter, end: ActEnd, name: str) -> tuple[Text, ...]:
    """Return how an act ended and why; a lapse needs no more than the fact."""
    keys = ENDS.get((name, end.outcome), (f"{name}.{end.outcome}",))
    told_within = "{einde_reden}" in matter.texts_in_force[keys[0]]
    words = () if end.outcome in DONE or told_within else typed(end.reason)
    dropped = ("notice.dropped.lapsed",) if end.outcome == ActOutcome.DROPPED else ()
    return (*matter.texts((*keys, *costs(matter, end, name))), *words, *matter.texts(dropped))


def costs(matter: Matter, end: ActEnd, name: str) -> tuple[str, ...]:
    """Return what an execution cost, or that it is still to be decided who pays what."""
    if name != "execution":
        return ()
    later = ("execution.costs.later",) if end.outcome in DONE else ()
    return known_blocks(matter, "execution.costs") or later


def council_of(told: ActTold | None, name: str) -> tuple[str, ...]:
    outcome = told.end.outcome if told is not None and told.end is not None else ""
    is_withdrawal = outcome in (ActOutcome.WITHDRAWN, ActOutcome.DROPPED)
    return ("notice.ended.council",) if is_withdrawal and name == "notice" else ("execution.council",)


# On a day of its own -----------------------------------------------------------------------------


def own_event(matter: Matter, told: ActTold) -> Event:
    """Return the letter of a step on its own day: it begins, has more time, or ended."""
    name = NAMES[told.act.kind]
    if told.begins:
        return BEGINS[name](matter)
    about = STANDING[name].format_map(matter.values)
    what = "einde van" if told.end is not None else "verlenging van"
    return Event(
        subject=f"Huisvesting vergunninghouders: {what} {ARTICLES[name]} {about}",
        result=ended(matter, told.end, name) if told.end is not None else extended(matter, told, name),
        council=matter.texts(*council_of(told, name), "contact"),
        is_bare=True,
        is_of_executive=True,
    )


ARTICLES = {"notice": "het", "decision": "het", "execution": "de"}


def extended(matter: Matter, told: ActTold, name: str) -> tuple[Text, ...]:
    return matter.texts((f"{name}.extended", *(("count.now",) if told.progress is not None else ())))
