"""What was written past the application in the application's own form: `verify` names it all the same.

Every checksum is right here, the log is whole, and the triggers stand.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from django.db import connection

from assessments.decisions.add_steps import add_steps
from assessments.decisions.take_step import close
from assessments.log_line import log_lines_in
from assessments.models import AdoptedLetter, AssessmentVersion, Step
from assessments.recognition import recognised
from assessments.verification import deviations
from assessments.workflow import ADOPT, PROPOSE, SEND, WITHDRAW
from audit.actions import keep_sealed, record
from audit.append_only import drop_triggers, install_triggers
from audit.models import AuditEntry
from municipalities.dutch import day_text
from municipalities.models import Housing, Province
from tests.assessments.decisions.deciding import (
    DAY,
    GIVEN,
    adopt,
    assess,
    covered,
    people,
    ready_to_write,
    take,
)
from tests.factories import at, make_municipality, make_province, make_user
from tests.rows import made_once

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def keep(row):
    keep_sealed(row, "vastgelegd", by=None, at=at(DAY)(), province_code="PV26")
    return row


def assess_baarn():
    covered(make_municipality("Baarn"), housed=7)
    ready_to_write()
    assess()


@made_once
def concept():
    assess_baarn()


@pytest.fixture
def proposed(concept):
    (version,) = take(PROPOSE)
    return version


@made_once
def adopted():
    assess_baarn()
    (version,) = adopt()
    return version


def forge_adoption(version, by):
    add_steps([version], ADOPT, by=by, moment=at(DAY)(), **GIVEN["adopt"])
    close(make_province(), [version])


def letter_of(version):
    html = "<!doctype html>1 januari 2025"
    kept = sha256(html.encode()).hexdigest()
    return AdoptedLetter(
        version=version, number="X", html=html, sha256=kept, made_at=at(DAY)(), printed_on=at(DAY)().date()
    )


ONE_PERSON = "is niet vastgesteld door een ander dan wie voorstelde, de trede koos of de motivering schreef."


def about(version, *problems):
    return [f"versie van een beoordeling {version.pk}: {problem}" for problem in problems]


def test_adoption_by_who_proposed_and_without_a_letter_is_named(proposed):
    forge_adoption(proposed, people()[0])

    assert list(deviations()) == about(proposed, ONE_PERSON, "is vastgesteld zonder brief.")


def test_adoption_by_nobody_is_named(proposed):
    forge_adoption(proposed, None)
    keep(letter_of(proposed))

    assert list(deviations()) == about(proposed, ONE_PERSON)


def test_adoption_by_who_chose_the_rung_is_named(concept):
    chooser = make_user()
    sql("UPDATE assessments_assessment SET chosen_by_id = %s", chooser.pk)
    (version,) = take(PROPOSE)
    forge_adoption(version, chooser)
    keep(letter_of(version))

    assert list(deviations()) == about(version, ONE_PERSON)


def test_letter_without_an_adoption_is_named(proposed):
    keep(letter_of(proposed))

    assert list(deviations()) == about(proposed, "heeft een brief, maar is niet vastgesteld.")


def copy_of(version):
    fields = {
        field.attname: getattr(version, field.attname) for field in AssessmentVersion._meta.concrete_fields
    }
    return AssessmentVersion(**{**fields, "id": None, "number": 2})


def test_version_without_steps_is_named(adopted):
    copied = keep(copy_of(adopted))

    assert list(deviations()) == about(copied, "de stappen volgen elkaar niet zoals het hoort.")


def test_two_versions_that_stand_are_named(adopted):
    copied = keep(copy_of(adopted))
    for step, by in zip((PROPOSE, ADOPT), people(), strict=True):
        add_steps([copied], step, by=by, moment=at(DAY)(), **(GIVEN["adopt"] if step is ADOPT else {}))
    keep(letter_of(copied))

    assert list(deviations()) == [
        f"versies van een beoordeling {adopted.pk} en {copied.pk}: gelden naast elkaar."
    ]


def test_ledger_entry_put_in_behind_an_adoption_is_named(adopted):
    """Adding rows is what the triggers let through."""
    table = Housing._meta.db_table
    columns = [field.column for field in Housing._meta.concrete_fields if not field.primary_key]
    names = ", ".join(columns)
    key = Housing.objects.values_list("pk", flat=True)[0]
    sql(f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = %s", key)

    delivery = Housing.objects.get(pk=key).delivery_id
    *found, of_kept = deviations()
    assert found == [
        f"aanlevering {delivery}: de inhoud is niet wat is vastgelegd.",
        *about(adopted, "het grootboek geeft nu andere cijfers over die tijd."),
    ]
    assert of_kept.startswith("bewaarde cijfers over 2023-2 in Utrecht")


def test_ledger_entry_behind_what_was_superseded_or_withdrawn_is_named_too(adopted):
    take(WITHDRAW)
    sql("UPDATE municipalities_municipality SET valid_until = '2023-06-30'")

    assert list(deviations()) == about(adopted, "het grootboek geeft nu andere cijfers over die tijd.")


@pytest.mark.parametrize("moment", [None, "2024-12-31 00:00:00+00:00"])
def test_ledger_that_was_opened_again_is_named(adopted, moment):
    sql("UPDATE municipalities_province SET closed_until = %s", moment)

    assert list(deviations()) == [
        "provincie PV26: is niet gesloten tot en met 1 januari 2025, 13.00 uur, het moment waarop een vastgestelde "
        "beoordeling steunt."
    ]
    Province.objects.update(closed_until=adopted.known_at)
    assert list(deviations()) == []


@pytest.fixture
def without_triggers():
    drop_triggers(connection)
    yield
    install_triggers(connection)


def test_row_written_anew_with_a_new_line_at_the_end_is_named(adopted, without_triggers):
    """The first line about a row counts: that is when it was frozen."""
    step = Step.objects.earliest("-pk")
    step.decision_number = "2024-78"
    step.sealed()
    values = (step.decision_number, step.checksum, step.pk)
    sql("UPDATE assessments_step SET decision_number = %s, checksum = %s WHERE id = %s", *values)
    record("beoordeling vastgesteld", by=None, at=step.taken_at, about=step, checksum=step.checksum)
    install_triggers(connection)

    assert list(deviations()) == [f"stap {step.pk}: de inhoud is niet wat is vastgelegd."]


def test_letter_written_anew_is_not_recognised(adopted, without_triggers):
    letter = AdoptedLetter.objects.get()
    assert recognised(letter.html.encode()).is_known
    letter.html = letter.html.replace("trede 2", "trede 1")
    letter.sha256 = sha256(letter.html.encode()).hexdigest()
    letter.sealed()
    values = (letter.html, letter.sha256, letter.checksum, letter.pk)
    sql("UPDATE assessments_adoptedletter SET html = %s, sha256 = %s, checksum = %s WHERE id = %s", *values)
    install_triggers(connection)

    found = recognised(letter.html.encode())

    assert not found.is_known
    assert "is niet wat is vastgelegd" in found.sentence


def test_step_erased_with_its_line_is_named_at_the_next_line(adopted, without_triggers):
    take(SEND)
    record("bekeken", by=None, at=at(DAY)())
    step = Step.objects.earliest("-pk")
    line = AuditEntry.objects.get(object_type=Step._meta.label, object_id=step.pk)
    sql("DELETE FROM assessments_step WHERE id = %s", step.pk)
    sql("DELETE FROM audit_auditentry WHERE id = %s", line.pk)
    install_triggers(connection)

    assert list(deviations()) == [
        f"logregel {line.pk + 1}: de regel ervoor is gewijzigd of weggehaald, of er is er een tussengevoegd."
    ]


def test_letter_and_report_print_the_log_of_before_they_were_adopted(adopted):
    letter = AdoptedLetter.objects.get()
    (line,) = log_lines_in([letter.html])
    key, _, checksum = line.partition(":")
    entry = AuditEntry.objects.get(pk=key)

    assert entry.checksum == checksum
    assert entry.pk < AuditEntry.objects.filter(action="beoordeling vastgesteld").earliest("pk").pk
    assert (
        f"Controle: kenmerk {letter.number}, brief van {day_text(letter.printed_on)}; logboek" in letter.html
    )
    assert letter.html.count("<main>") == letter.html.count("</main>") == 1


def test_log_that_was_written_anew_is_named_by_what_a_letter_prints(adopted, without_triggers):
    """Every line and every checksum right again; only outsiders, and the letters, know better."""
    first = AuditEntry.objects.earliest("pk")
    first.action = "iets anders"
    previous = ""
    for entry in [first, *AuditEntry.objects.filter(pk__gt=first.pk).order_by("pk")]:
        entry.previous = previous
        previous = entry.sealed().checksum
        values = (entry.action, entry.previous, entry.checksum, entry.pk)
        sql("UPDATE audit_auditentry SET action = %s, previous = NULL WHERE id = %s", entry.action, entry.pk)
        sql("UPDATE audit_auditentry SET action = %s, previous = %s, checksum = %s WHERE id = %s", *values)
    install_triggers(connection)

    (named,) = deviations()
    assert "is niet de regel die buiten de database is bewaard" in named
