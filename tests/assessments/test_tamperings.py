"""What somebody with the database can do to what is recorded, and what `verify` sees of it, with and without `--head`.

Every append-only table: a row or all rows taken away, put in or swapped, and each column changed. Besides, what else
the owner of a database can do: docs/operations.md prints that list, as `in_words` makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from accounts.models import Role, User
from assessments.models import AdoptedLetter, AdoptedReport, AssessmentVersion, Step
from assessments.verification import deviations
from audit.actions import record
from audit.append_only import AppendOnlyModel, append_only_models, drop_triggers, install_triggers
from audit.chain import head
from audit.models import AuditEntry
from municipalities.contacts.actions import record_note
from municipalities.models import Conversation, Delivery, Housing, Quota
from tests.assessments.decisions.deciding import people
from tests.assessments.test_verify import decided, other_key, other_value  # noqa: F401
from tests.factories import at, deliver_correction, deliver_file, make_period, make_province, make_user

pytestmark = pytest.mark.django_db

ONE_IN = 36
"""Of what is made from the tables, the suite plays one in so many; `make soak` plays all."""
LIST_IS_IN = Path(settings.BASE_DIR) / "docs/operations.md"


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def recorded(decided):  # noqa: F811
    """Rows in every table, and the newest line of the log as somebody kept it outside."""
    first, second = decided
    quotas = f"CBS-code;Taakstelling\n{first.cbs_code};4\n{second.cbs_code};5\n"
    deliver_file(quotas, "quotas", on="2025-01-11", period=make_period("2024-2"), entry_kind="announced")
    deliver_correction(make_period("2024-2"), first, 4, on="2025-01-11")
    about: dict[str, Any] = {"municipality": first, "by": people()[0], "now": at("2025-01-12")}
    record_note(
        Conversation,
        day=at("2025-01-12")().date(),
        level="official",
        participants="de wethouder",
        summary="Gesproken.",
        **about,
    )
    return head()


def undone(tamper: Callable[[], Any]) -> Iterator[None]:
    """Let the database be tampered with, look, and undo it; nothing where it refuses."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                done = tamper()
                connection.check_constraints()
        except IntegrityError:
            done = False
        if done is not False:
            yield
        transaction.set_rollback(True)


def column_of(field: Any) -> str:
    return f'"{field.column}"'


def stored(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def write_column(row: models.Model, field: Any, value: Any) -> None:
    key = column_of(row._meta.pk)
    sql(f'UPDATE "{row._meta.db_table}" SET {column_of(field)} = %s WHERE {key} = %s', value, row.pk)


def write(row: models.Model, *names: str) -> None:
    """Write what a row says in these columns past the application."""
    for field in (row._meta.get_field(name) for name in names):
        write_column(row, field, stored(field, getattr(row, field.attname)))


def newest(model: type[AppendOnlyModel]) -> Any:
    return model._default_manager.order_by("-pk")[0]


def take_away(row: models.Model) -> None:
    """Take a row away, and first whatever points at it."""
    for relation in row._meta.related_objects:
        for other in relation.related_model._base_manager.filter(**{relation.field.name: row.pk}):
            take_away(other)
    sql(f'DELETE FROM "{row._meta.db_table}" WHERE {column_of(row._meta.pk)} = %s', row.pk)


def take_away_newest(model: type[AppendOnlyModel]) -> None:
    take_away(newest(model))


def take_away_all(model: type[AppendOnlyModel]) -> None:
    for row in model._default_manager.order_by("-pk"):
        if model._default_manager.filter(pk=row.pk).exists():
            take_away(row)


def put_in(model: type[AppendOnlyModel]) -> bool:
    """Put a copy of the newest row in; what may stand once gets another value, or a row that none points at yet."""
    row, values = newest(model), {}
    once = {name for constraint in model._meta.constraints for name in getattr(constraint, "fields", ())}
    for field in model._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.is_relation and field.unique and value is not None:
            used = model._default_manager.exclude(**{field.name: None}).values(field.attname)
            value = (
                field.related_model._default_manager.exclude(pk__in=used).values_list("pk", flat=True).first()
            )
        elif not field.is_relation and (field.unique or field.name in once) and value is not None:
            value = other_value(field, value, Random(7)) if isinstance(value, str) else value + 100
        if value is not None or not field.primary_key:
            values[column_of(field)] = stored(field, value)
    places = ", ".join(["%s"] * len(values))
    sql(f'INSERT INTO "{model._meta.db_table}" ({", ".join(values)}) VALUES ({places})', *values.values())
    return True


def swap(model: type[AppendOnlyModel]) -> bool:
    """Let the two newest rows say what the other said, in every column that may be the same in both."""
    pair = list(model._default_manager.order_by("-pk")[:2])
    names = [
        field.name
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.unique or field.is_relation)
        and len({str(getattr(row, field.attname)) for row in pair}) > 1
    ]
    for row, other in zip(pair, reversed(pair), strict=True):
        for field in (model._meta.get_field(name) for name in names):
            write_column(row, field, stored(field, getattr(other, field.attname)))
    return bool(names)


def change(model: type[AppendOnlyModel], name: str) -> bool:
    row, random = newest(model), Random(7)
    field: Any = model._meta.get_field(name)
    old = getattr(row, field.attname)
    if isinstance(field, models.BinaryField):
        new: Any = b"x"
    elif field.is_relation:
        new = other_key(field, old, random)
    else:
        new = other_value(field, old, random)
    # What is no row of a kind for JSON comes as text already.
    write_column(row, field, new if isinstance(field, models.JSONField) else stored(field, new))
    return bool(new != old)


def made() -> Iterator[tuple[str, Callable[[], Any]]]:
    for model in append_only_models():
        label = model._meta.label
        yield f"{label}: newest row taken away", partial(take_away_newest, model)
        yield f"{label}: all rows taken away", partial(take_away_all, model)
        yield f"{label}: row put in", partial(put_in, model)
        yield f"{label}: two rows swapped", partial(swap, model)
        for field in model._meta.concrete_fields:
            if not field.primary_key:
                yield f"{label}: {field.name} changed", partial(change, model, field.name)


def test_there_are_rows_in_every_table_that_is_tampered_with(recorded):
    """Couplings and housings that were booked, and the rest."""
    empty = [model.__name__ for model in append_only_models() if not model._default_manager.exists()]

    assert empty == []
    assert len(list(made())) > 400
    assert list(deviations([recorded])) == []


@pytest.mark.parametrize("one_in", [ONE_IN, pytest.param(1, marks=pytest.mark.soak)])
def test_whatever_is_done_to_recorded_rows_is_seen(recorded, one_in):
    drop_triggers(connection)
    missed, played = [], 0
    for name, tamper in list(made())[::one_in]:
        for _ in undone(tamper):
            played += 1
            if not any(not said.startswith("De bewaking") for said in deviations()):
                missed.append(name)
    install_triggers(connection)

    assert missed == []
    assert played > 0.8 * len(list(made())) / one_in


Tamper = Callable[[], Any]
ALWAYS: dict[str, Tamper] = {}
WITH_A_HEAD: dict[str, Tamper] = {}
NEVER: dict[str, Tamper] = {}
NOT_ON_SQLITE: set[str] = set()


def tampering(
    seen: dict[str, Tamper], what: str, *, only_postgresql: bool = False
) -> Callable[[Tamper], Tamper]:
    def keep(tamper: Tamper) -> Tamper:
        seen[what] = tamper
        NOT_ON_SQLITE.update([what] if only_postgresql else [])
        return tamper

    return keep


def resealed(row: Any, *names: str) -> None:
    """Write a row, with its checksum, and what its first line in the log says of it, with the checksum of that."""
    row.sealed()
    write(row, *names, "checksum", "words")
    lines = AuditEntry.objects.filter(object_type=row._meta.label, object_id=str(row.pk)).order_by("pk")
    line = next(line for line in lines if "checksum" in line.details)
    line.details["checksum"] = row.checksum
    line.sealed()
    write(line, "details", "checksum", "words")


def write_chain_anew(*, with_documents: bool) -> None:
    """Link every line to the one before it again; and let letters and reports print the lines that now are there."""
    previous = ""
    now: dict[str, str] = {}
    documents = {model._meta.label: model for model in (AdoptedLetter, AdoptedReport)}
    sql(f'UPDATE "{AuditEntry._meta.db_table}" SET previous = NULL')
    for line in AuditEntry.objects.order_by("pk"):
        before = line.head
        if with_documents and line.object_type in documents and "checksum" in line.details:
            document = documents[line.object_type].objects.get(pk=line.object_id)
            for old, new in now.items():
                document.html = document.html.replace(old, new)
            document.sha256 = sha256(document.html.encode()).hexdigest()
            write(document.sealed(), "html", "sha256", "checksum", "words")
            line.details["checksum"] = document.checksum
        line.previous = previous
        previous = line.sealed().checksum
        write(line, "details", "previous", "checksum", "words")
        now[before] = line.head


def of_the_first(model: Any, name: str, value: Any) -> Any:
    row = model.objects.earliest("pk")
    setattr(row, name, value)
    return row


@tampering(ALWAYS, "a version, step, letter or other row changed, with its checksum and its line in the log")
def row_with_its_line() -> None:
    resealed(of_the_first(Step, "addressees", "een ander"), "addressees")


@tampering(
    ALWAYS, "the same, with every later line of the log, where a letter or report was adopted after it"
)
def row_with_the_chain() -> None:
    resealed(of_the_first(AssessmentVersion, "motivation", "Anders."), "motivation")
    write_chain_anew(with_documents=False)


@tampering(
    WITH_A_HEAD, "the motivation of an adopted version changed, with all of the log, letters and reports"
)
def motivation_with_everything() -> None:
    resealed(of_the_first(AssessmentVersion, "motivation", "Anders."), "motivation")
    write_chain_anew(with_documents=True)


@tampering(WITH_A_HEAD, "the text of an adopted letter, with all of the log, letters and reports")
def letter_with_everything() -> None:
    letter = AdoptedLetter.objects.earliest("pk")
    letter.html = letter.html.replace("Baarn", "Baern")
    letter.sha256 = sha256(letter.html.encode()).hexdigest()
    resealed(letter, "html", "sha256")
    write_chain_anew(with_documents=True)


@tampering(WITH_A_HEAD, "who adopted a version, with all of the log, letters and reports")
def adopter_with_everything() -> None:
    step = Step.objects.filter(state="adopted").earliest("pk")
    third = make_user(Role.ADOPTER)
    step.taken_by, step.by_name, step.by_email = third, third.name, third.email
    resealed(step, "taken_by", "by_name", "by_email")
    write_chain_anew(with_documents=True)


@tampering(
    WITH_A_HEAD, "a row of after the newest letter or report, with its line and every later line of the log"
)
def late_row_with_the_chain() -> None:
    resealed(of_the_first(Conversation, "summary", "Niets gezegd."), "summary")
    write_chain_anew(with_documents=False)


@tampering(WITH_A_HEAD, "the end of the log erased, with the rows that it speaks of")
def end_of_the_log() -> None:
    sql(f'DELETE FROM "{AuditEntry._meta.db_table}" WHERE id = %s', newest(AuditEntry).pk)
    take_away(newest(Conversation))


@tampering(ALWAYS, "the end of the log erased, and not the rows that it speaks of")
def end_of_the_log_alone() -> None:
    sql(f'DELETE FROM "{AuditEntry._meta.db_table}" WHERE id > %s', newest(AuditEntry).pk - 3)


@tampering(ALWAYS, "figures of a period that nobody decided on yet: changed, put in or erased")
def figures_of_an_open_period() -> None:
    sql(
        f'UPDATE "{Quota._meta.db_table}" SET amount = amount + 1 WHERE period_id = %s',
        make_period("2024-2").pk,
    )


@tampering(ALWAYS, "all housings a few higher")
def all_housings() -> None:
    sql(f'UPDATE "{Housing._meta.db_table}" SET amount = amount + 5')


@tampering(ALWAYS, "the source, the reason or the person of all deliveries")
def source_of_all_deliveries() -> None:
    sql(f'UPDATE "{Delivery._meta.db_table}" SET source = %s', "Elders")


@tampering(ALWAYS, "all talks written anew or erased; an agreement, plan or side figure changed")
def all_talks() -> None:
    sql(f'UPDATE "{Conversation._meta.db_table}" SET summary = %s', "Niets gezegd.")


@tampering(ALWAYS, "the names or roles of accounts changed, or swapped between two")
def swapped_names() -> None:
    first, second = (User.objects.get(pk=person.pk) for person in people()[:2])
    User.objects.filter(pk=first.pk).update(name=f"{second.name} x")
    User.objects.filter(pk=second.pk).update(name=f"{first.name} y")


@tampering(ALWAYS, "a municipality with an adopted assessment moved to another province")
def municipality_moved() -> None:
    sql("UPDATE municipalities_municipality SET province_id = %s", make_province("PV25", "Gelderland").pk)


@tampering(ALWAYS, "a municipality with an adopted assessment ended in the past")
def municipality_ended() -> None:
    sql("UPDATE municipalities_municipality SET valid_until = %s", "2023-06-30")


@tampering(ALWAYS, "a province opened again for recording before what was decided")
def opened_again() -> None:
    sql("UPDATE municipalities_province SET closed_until = NULL")


def on_table(name: str) -> str:
    return "" if connection.vendor == "sqlite" else f' ON "{Housing._meta.db_table}"'


@tampering(ALWAYS, "a trigger dropped")
def trigger_dropped() -> None:
    name = f"{Housing._meta.db_table}_no_update"
    sql(f'DROP TRIGGER "{name}"{on_table(name)}')


@tampering(ALWAYS, "a trigger replaced by one of the same name that does nothing")
def trigger_replaced() -> None:
    trigger_dropped()
    table, body = Housing._meta.db_table, "BEGIN SELECT 1; END"
    if connection.vendor == "postgresql":
        sql("CREATE FUNCTION idle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
        body = "FOR EACH ROW EXECUTE FUNCTION idle()"
    sql(f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {body}')


@tampering(ALWAYS, "a trigger disabled", only_postgresql=True)
def trigger_disabled() -> None:
    sql(f'ALTER TABLE "{Housing._meta.db_table}" DISABLE TRIGGER USER')


@tampering(ALWAYS, "a trigger that works for replicas only", only_postgresql=True)
def trigger_for_replicas() -> None:
    table = Housing._meta.db_table
    sql(f'ALTER TABLE "{table}" ENABLE REPLICA TRIGGER "{table}_no_update"')


@tampering(ALWAYS, "the function of the triggers emptied", only_postgresql=True)
def function_emptied() -> None:
    empty = "BEGIN RETURN NEW; END"
    sql(f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${empty}$$")


@tampering(ALWAYS, "a trigger that is not ours")
def foreign_trigger() -> None:
    table = Housing._meta.db_table
    if connection.vendor == "sqlite":
        sql(f'CREATE TRIGGER extra AFTER INSERT ON "{table}" BEGIN SELECT 1; END')
        return
    more = "BEGIN NEW.amount := NEW.amount + 1; RETURN NEW; END"
    sql(f"CREATE FUNCTION more() RETURNS trigger LANGUAGE plpgsql AS $${more}$$")
    sql(f'CREATE TRIGGER extra BEFORE INSERT ON "{table}" FOR EACH ROW EXECUTE FUNCTION more()')


@tampering(ALWAYS, "a rule, which turns what is recorded into something else", only_postgresql=True)
def foreign_rule() -> None:
    sql(f'CREATE RULE quiet AS ON INSERT TO "{AuditEntry._meta.db_table}" DO INSTEAD NOTHING')


@tampering(ALWAYS, "a view in the place of a table")
def view_for_a_table() -> None:
    table = Housing._meta.db_table
    sql(f'ALTER TABLE "{table}" RENAME TO put_aside')
    sql(f'CREATE VIEW "{table}" AS SELECT * FROM put_aside')


@tampering(NEVER, "a line added to the log in somebody's name: only the journal tells")
def line_put_in() -> None:
    record("bekeken", by=people()[0], at=at("2025-01-13")())


@tampering(NEVER, "a password")
def password() -> None:
    User.objects.update(password="x")


@tampering(NEVER, "the name of a municipality; letters and versions keep the name of then")
def municipality_renamed() -> None:
    sql("UPDATE municipalities_municipality SET name = %s WHERE name = %s", "Zeyst", "Zeist")


@tampering(NEVER, "the reference date of a period that nobody decided on")
def reference_date() -> None:
    sql("UPDATE municipalities_period SET reference_date = %s WHERE code = %s", "2024-10-02", "2024-2")


@tampering(NEVER, "terms of letters that are still to be made")
def letter_terms() -> None:
    sql("UPDATE assessments_letterterms SET letter_date = %s", "2026-01-02")


@tampering(NEVER, "concepts, drafts, and text of a report that is not adopted")
def concepts() -> None:
    sql("UPDATE assessments_assessment SET motivation = %s", "Anders.")


FOR_THE_DATABASE = {
    "trigger_dropped",
    "trigger_replaced",
    "trigger_disabled",
    "trigger_for_replicas",
    "function_emptied",
    "foreign_trigger",
    "foreign_rule",
    "view_for_a_table",
}
"""What is done to what guards: that stays as it was made, and is not put back."""
CASES = [(what, tamper, seen) for seen in (ALWAYS, WITH_A_HEAD, NEVER) for what, tamper in seen.items()]


@pytest.mark.parametrize(("what", "tamper", "seen"), CASES, ids=[tamper.__name__ for _, tamper, _ in CASES])
def test_tampering_is_seen_as_the_manual_says(recorded, what, tamper, seen):
    if what in NOT_ON_SQLITE and connection.vendor == "sqlite":
        pytest.skip("SQLite has none of this")
    # PostgreSQL alters no table whose keys are still to be checked.
    connection.check_constraints()
    if tamper.__name__ in FOR_THE_DATABASE:
        tamper()
    else:
        drop_triggers(connection)
        tamper()
        install_triggers(connection)

    without, with_head = list(deviations()), list(deviations([recorded]))
    assert (without != [], with_head != []) == (seen is ALWAYS, seen is not NEVER), (without, with_head)


def in_words() -> str:
    """Return the list for docs/operations.md."""
    rows = ["| what somebody with the database does | `verify` | with `--head` |", "| --- | --- | --- |"]
    from_the_tables = (
        "any row that is recorded, or all of a kind: taken away, put in, swapped, any column changed"
    )
    rows.append(f"| {from_the_tables} | seen | seen |")
    for seen, words in ((ALWAYS, "seen | seen"), (WITH_A_HEAD, "no | seen"), (NEVER, "no | no")):
        rows += [f"| {what} | {words} |" for what in seen]
    return "\n".join(rows)


def test_manual_says_what_is_seen():
    assert in_words() in LIST_IS_IN.read_text(), in_words()
