"""Writes of letters of a step of the executive on its own day: adopted by another than who recorded it, and sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.permissions import may_adopt, may_assess, require
from assessments.decisions.kept_letters import kept_as
from assessments.judging.assess_period import latest_judgement
from assessments.letters.letter import missing_in
from assessments.letters.own_letter import (
    ActEvent,
    event_named,
    half_year_that_tells,
    own_letter,
    superseded_by,
    version_behind,
)
from assessments.models import ActEnd, ActExtension, ActLetter, ActLetterSent
from audit.actions import keep_sealed
from audit.refused import Clock, Refused
from municipalities.dutch import day_text, listing
from municipalities.moments import local_day, not_in_future
from municipalities.recording import locked


@transaction.atomic
def adopt_act_letter(
    event: ActEvent,
    *,
    printed_on: date,
    by: Any,
    now: Clock,
    replaces: ActLetter | None = None,
    changes: str = "",
) -> ActLetter:
    """Keep the letter of a step as it is from now on; raises Refused.

    With `replaces` it takes the place of one that was adopted; of one that was sent it says what changes.
    """
    require(by, may_adopt)
    act = event.act
    moment = locked(act.municipality.province, now, latest=latest_judgement)
    # As it is now that nobody else can change it; the letter prints what the province says now.
    act.municipality.province.refresh_from_db()
    current = event_named(act.municipality, act.pk, event.name)
    if current is None or current.row != event.row:
        raise Refused("Deze stap is intussen teruggenomen. Vernieuw de pagina.")
    event = current
    if event.kept != replaces:
        raise Refused("Deze brief is al vastgesteld. Vernieuw de pagina.")
    if replaces is not None and superseded_by(event, changes) and not changes.strip():
        message = (
            "Vul in wat er anders is. De brief die u vervangt, is verzonden; de nieuwe noemt het verschil."
        )
        raise Refused(fields={"changes": message})
    if told := half_year_that_tells(event):
        raise Refused(f"Deze stap staat al in de brief over {told}. Een eigen brief is niet nodig.")
    if event.row.recorded_by_id == by.pk:
        raise Refused("U hebt deze stap zelf vastgelegd. Vraag een andere vaststeller.")
    if printed_on < event.day:
        message = f"{day_text(printed_on)} ligt voor de dag van de stap ({day_text(event.day)}). Kies een latere dag."
        raise Refused(fields={"printed_on": message})
    version = version_behind(event)
    letter = own_letter(event, day=printed_on, known_at=moment, is_final=True, changes=changes)
    if unconfirmed := letter.unconfirmed_count:
        raise Refused(f"Deze brief {unconfirmed}")
    if missing := missing_in(letter):
        raise Refused(
            f"In de brief ontbreekt nog: {listing(missing)}. Vul dat in bij Beheer, of leg de stap opnieuw vast."
        )
    # One that takes the place of another repeats what was given in time.
    if replaces is None and (late := letter.past_its_term):
        raise Refused(fields={"printed_on": f"{late}. Kies een eerdere datum."})
    row = ActLetter(
        act=act,
        extension=event.row if isinstance(event.row, ActExtension) else None,
        end=event.row if isinstance(event.row, ActEnd) else None,
        replaces=replaces,
        version=version,
        adopted_by=by,
        **kept_as(letter, moment),
    )
    keep_sealed(
        row,
        "brief vastgelegd",
        by=by,
        at=moment,
        province_code=act.municipality.province_id,
        sha256=row.sha256,
    )
    return row


@transaction.atomic
def send_act_letter(
    letter: ActLetter | None, *, sent_on: date, addressees: str, means: str, by: Any, now: Clock
) -> ActLetterSent:
    """Record that the letter of a step was sent; raises Refused, also when none was adopted."""
    require(by, may_assess)
    if letter is None:
        raise Refused("Deze brief is nog niet vastgesteld. Laat een vaststeller dat eerst doen.")
    province = letter.act.municipality.province
    moment = locked(province, now, latest=latest_judgement)
    if newer := ActLetter.objects.filter(replaces=letter).first():
        raise Refused(f"Deze brief is vervangen door {newer.number}. Verzend die.")
    if ActLetterSent.objects.filter(letter=letter).exists():
        raise Refused("Deze brief is al verzonden. Vernieuw de pagina.")
    problems = {}
    if wrong := not_in_future(sent_on, local_day(moment)):
        problems["sent_on"] = wrong
    elif sent_on < letter.printed_on:
        problems["sent_on"] = f"De brief is van {day_text(letter.printed_on)}. Kies die dag of een latere."
    if not addressees.strip():
        problems["addressees"] = "Vul in aan wie de brief is verzonden."
    if not means.strip():
        problems["means"] = "Vul in hoe de brief is verzonden."
    if problems:
        raise Refused(fields=problems)
    row = ActLetterSent(
        letter=letter,
        sent_on=sent_on,
        addressees=addressees.strip(),
        means=means.strip(),
        recorded_at=moment,
        recorded_by=by,
    )
    keep_sealed(row, "brief verzonden", by=by, at=moment, province_code=province.code)
    return row
