"""What the blocks about a step of the executive ask for, as Dutch text."""

from __future__ import annotations

from datetime import date

from assessments.judging.act_progress import Progress
from assessments.judging.acts_then import ActThen
from assessments.judging.given_terms import TERM_END
from assessments.letters.act_told import ActTold
from assessments.letters.content import Content, known_number
from assessments.models import ActEnd, ActKind, LegalAct
from assessments.models.acts import DONE
from municipalities.dutch import day_text, days_text, half_year_text, listing, number, people
from municipalities.halfyear import half_year_after, half_year_of


def act_values(content: Content, told: ActTold) -> dict[str, str]:
    """Return what a legal act fills in; what is not known is left out."""
    notice = told.before(ActKind.NOTICE_OF_INTENT)
    decision = told.before(ActKind.SUBSTITUTION_DECISION)
    act = told.act
    executes = act.kind == ActKind.SUBSTITUTION
    after = content.rung.number if content.own is None else content.policy.ladder.after_lapse
    return {
        "omvang": number(act.scope),
        "omvang_mensen": people(act.scope),
        "omvang_tekst": in_sentence(act.scope_text),
        "voornemen_op": day_text(notice.decided_on) if notice else "",
        "besluit_op": day_text(decision.decided_on) if decision else "",
        "besluit_nummer": act.decision_number,
        "stap_op": day_text(act.decided_on),
        "termijn_begin": day_text(act.term_start),
        "termijn_eind": day_text(ActThen(decision).last_day if executes and decision else told.last_day),
        "uitvoering_vanaf": day_text(act.term_start),
        "zienswijze_datum": day_text(notice.view_due) if notice and notice.view_due else "",
        "geteld_voor": f"ons besluit van {day_text(decision.decided_on)}"
        if decision
        else f"ons voornemen van {day_text(act.decided_on)}",
        "resultaten": in_sentence(act.required_results),
        "voorgeschiedenis": history_of_act(content, act),
        "trede_terug": str(after),
        **({"besluit": own_decision(told)} if content.own is not None else {}),
        **words_of_act(told),
        **counted(content, told),
    }


def own_decision(told: ActTold) -> str:
    """Return the decision of the executive that an own letter tells."""
    row = told.extension or told.act
    return f"{row.decision_number}, {day_text(row.decided_on)}"


def terms_of_act(told: ActTold) -> dict[str, tuple[str, date | None]]:
    """Return the last days that an act gives to a municipality, each with the name of that term, by their field."""
    if told.act.kind == ActKind.SUBSTITUTION:
        return {}
    return {
        "zienswijze_datum": ("view_due", told.act.view_due),
        "termijn_eind": (TERM_END, told.last_day),
    }


def words_of_act(told: ActTold) -> dict[str, str]:
    """Return what a person typed about it, as whole sentences."""
    act, end, extension = told.act, told.end, told.extension
    return {
        "zienswijze_op": day_text(act.view_on) if act.view_on else "",
        "zienswijze": act_sentence(act.view),
        "weging": act_sentence(act.weighing),
        "lichter_middel": act_sentence(act.lighter_means),
        "belangenafweging": act_sentence(act.interests),
        "beroep_indienen": appeal_to(act),
        "gevorderd": act_sentence(act.demands),
        "kosten": in_sentence(end.costs) if end else "",
        "einde_reden": act_sentence(end.reason) if end else "",
        "einddatum": day_text(last_housed(told, end)) if end else "",
        "verlenging_reden": in_sentence(extension.reason) if extension else "",
    }


def last_housed(told: ActTold, end: ActEnd) -> date:
    """Return the day on which everybody was housed, as far as that is followed; else that of the end."""
    met_on = told.progress.met_on if told.progress and end.outcome in DONE else None
    return met_on or end.ended_on


def counted(content: Content, told: ActTold) -> dict[str, str]:
    """Return from which day it is counted, and how far it is."""
    act, progress = told.act, told.progress
    if act.counted_from is None:
        return {}
    code = half_year_of(act.counted_from)
    values = {
        "telling_vanaf": day_text(act.counted_from),
        "telling_periode": half_year_text(code),
        "omvang_periode": half_year_text(half_year_after(code, -1)),
        "lopende_taakstelling": current_quota(content, progress, code),
    }
    if progress is None:
        return values
    return values | {
        "telling_tot": day_text(progress.through),
        "omvang_geteld": number(progress.counted),
        "omvang_rest": number(progress.left),
        "omvang_rest_mensen": people(progress.left),
        "gehuisvest_sinds_mensen": people(progress.housed),
    }


def current_quota(content: Content, progress: Progress | None, code: str) -> str:
    """Return the quota that goes first, of each half-year since it is counted; empty where one is not known."""
    after = content.next_figures
    if progress is not None:
        quotas = progress.quotas
    else:
        quotas = {code: after.quota if after is not None and content.period.next_code == code else None}
    if None in quotas.values():
        return ""
    if len(quotas) == 1:
        return known_number(quotas[code])
    return listing(f"{known_number(quota)} ({half_year})" for half_year, quota in quotas.items())


def history_of_act(content: Content, act: LegalAct | None) -> str:
    """Return what went before: as it was typed with the act, else what is on record."""
    if act is not None and act.letters_and_talks.strip():
        return in_sentence(act.letters_and_talks)
    told = []
    if content.previous_letter_date is not None:
        told.append(f"onze brief van {day_text(content.previous_letter_date)}")
    plan = content.contacts.plan
    if plan is not None and plan.delivered_on is not None:
        told.append(f"uw plan van aanpak van {day_text(plan.delivered_on)}")
    period = content.period
    days = sorted(row.day for row in content.contacts.held if period.start <= row.day < period.end)
    if days:
        told.append(
            f"de gesprekken van {days_text(days)}" if len(days) > 1 else f"het gesprek van {days_text(days)}"
        )
    return listing(told) if told else ""


def appeal_to(act: LegalAct) -> str:
    address = in_sentence(act.appeal_address)
    return f"Stuur het beroepschrift naar {address}." if address else ""


def act_sentence(text: str) -> str:
    """Return what was typed with the full stop that it needs."""
    words = " ".join(text.split())
    return words if not words or words[-1] in ".!?" else f"{words}."


def in_sentence(text: str) -> str:
    """Return what was typed so that it fits inside a sentence."""
    return " ".join(text.split()).rstrip(" .,;")
