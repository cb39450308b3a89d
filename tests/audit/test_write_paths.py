"""Every way to write over what was recorded, generated: models × ways, before and after their tables are rebuilt.

The ways of Python are those that Django itself marks as altering data; those of SQL are made for every
column; those of the admin and of the forms are the addresses of the application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState
from django.db.models import CharField, QuerySet, TextField
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from assessments.decisions.candidates import subjects_of
from assessments.decisions.legal_acts import (
    end_act,
    extend_act,
    record_act,
    record_publication,
    take_back_last,
)
from assessments.decisions.opening_rungs import take_back_opening_rung
from assessments.letters.province_blocks import save_text_block
from assessments.models import AdoptedLetter, KeptPdf
from assessments.reports.adopt import Published, adopt_report, publish_figure
from assessments.workflow import TAKEN
from audit.actions import keep_sealed
from audit.append_only import AppendOnlyError, append_only_models, missing_triggers
from audit.models import AuditEntry
from tests.assessments.decisions.deciding import GIVEN, adopt, assess, covered, keep_act_letter, someone
from tests.assessments.judging.test_memory import NOTICE, take_over
from tests.factories import (
    at,
    deliver_correction,
    deliver_file,
    make_municipality,
    make_notes,
    make_period,
    make_province,
)
from tests.test_access import TABLE

MODELS: list[Any] = append_only_models()
WORDS = "Leg een correctie vast"
REFUSED_BY_THEIR_KEY = {
    f"rows.{name}" for name in ("_insert", "create", "acreate", "bulk_create", "abulk_create")
}
"""What adds a row that is there already: PostgreSQL refuses the key before any trigger is asked."""


def record_everything() -> None:
    """Make rows of everything that is append-only, about the municipality that the table of addresses names."""
    zeist, baarn = make_municipality("Zeist", cbs_code="GM0355"), make_municipality("Baarn")
    covered(zeist, baarn, housed=7)
    make_period("2023-1")
    for municipality in (zeist, baarn):
        take_over(municipality, 2, "2023-1", adopted_on=date(2023, 8, 1))
    wrong = take_over(baarn, 1, "2024-1", adopted_on=date(2024, 8, 1))
    take_back_opening_rung(wrong, reason="Tikfout.", by=None, now=at("2025-01-01"))
    assess(on="2025-01-02")
    adopt(on="2025-01-03", decision_date=date(2025, 1, 3))
    deliver_correction(make_period("2024-1"), zeist, 1, on="2025-01-04")
    file = "CBS-code;Correctie;Reden\nGM0355;2;Ook nagekomen\n"
    deliver_file(file, "corrections", on="2025-01-04", period=make_period("2024-1"))
    notice = record_act(municipality=baarn, by=None, now=at("2025-01-05"), **{**NOTICE, "scope": 3})
    place: dict[str, Any] = {"published_on": date(2025, 1, 5), "publication_place": "de IBT-kaart"}
    record_publication(municipality=baarn, by=None, now=at("2025-01-05"), **place)
    more: dict[str, Any] = {"decided_on": date(2024, 6, 1), "term_end": date(2024, 9, 30)}
    extend_act(notice, decision_number="2024-150", reason="Meer tijd.", by=None, now=at("2025-01-05"), **more)
    keep_act_letter(notice, on="2025-01-05")
    end: dict[str, Any] = {"ended_on": date(2024, 6, 1), "outcome": "lapsed", "reason": "Klaar."}
    end_act(notice, by=None, now=at("2025-01-06"), **end)
    record_act(municipality=zeist, by=None, now=at("2025-01-06"), **{**NOTICE, "scope": 6})
    take_back_last(municipality=zeist, reason="Tikfout.", by=None, now=at("2025-01-06"))
    record_act(municipality=zeist, by=None, now=at("2025-01-06"), **{**NOTICE, "scope": 6})
    own: dict[str, Any] = {"province": zeist.province, "by": None, "now": at("2025-01-07")}
    save_text_block(key="publish", text="Niets.", number=0, **own)
    publish_figure(Published("closing_balance", 5, "Rapportage", zeist), period_code="2023-2", **own)
    decision: dict[str, Any] = {"decision_date": date(2025, 1, 7), "decision_number": "2025-9"}
    adopt_report(periods=[make_period()], **{**own, **decision, "by": someone(Role.ADOPTER)})
    make_notes(zeist)
    letter, moment = AdoptedLetter.objects.earliest("pk"), at("2025-01-07")()
    pdf = KeptPdf(letter=letter, content=b"%PDF", sha256="x", made_at=moment, made_with="x")
    keep_sealed(pdf, "PDF vastgelegd", by=None, at=moment, province_code="PV26")


# Ways that must be refused with our words ---------------------------------------------------------

Way = tuple[str, Callable[[], Any]]


def altering(owner: type) -> list[str]:
    """Return the methods that Django marks as altering data."""
    return [name for name in dir(owner) if getattr(getattr(owner, name), "alters_data", False)]


def by_python(model: Any) -> Iterator[Way]:
    rows, row = model.objects.all(), model.objects.first()
    field = model._meta.concrete_fields[1]
    value = getattr(row, field.attname)
    mended = {"pk": row.pk, "defaults": {field.attname: value}}
    whole = model.objects.values().first()
    of_rows: dict[str, dict[str, Any]] = {
        "_insert": {"objs": [row], "fields": model._meta.concrete_fields, "using": "default"},
        "_raw_delete": {"using": "default"},
        "_update": {"values": [(field, None, value)]},
        **both("bulk_create", {"objs": [row]}),
        **both("bulk_update", {"objs": [row], "fields": [field.name]}),
        **both("create", whole),
        **both("delete", {}),
        **both("update", {field.attname: value}),
        **both("update_or_create", mended),
    }
    for name in altering(model):
        yield f"row.{name}", called(row, name, {"raw": True} if name == "save_base" else {})
    for name in altering(QuerySet):
        if name not in READING:
            yield f"rows.{name}", called(rows, name, of_rows[name])
    yield "row.save(force_update)", lambda: row.save(force_update=True)
    yield "row.save(update_fields)", lambda: row.save(update_fields=[field.name])
    yield "rows.bulk_create(update)", lambda: model.objects.bulk_create([row], update_conflicts=True)
    yield "rows.bulk_create(ignore)", lambda: model.objects.bulk_create([row], ignore_conflicts=True)
    yield "base manager", lambda: model._base_manager.all().delete()
    for relation in model._meta.related_objects:
        if relation.related_model in MODELS and relation.one_to_many:
            related = getattr(row, relation.get_accessor_name())
            yield f"row.{relation.get_accessor_name()}.update", partial(related.update, id=0)
            yield f"row.{relation.get_accessor_name()}.delete", related.all().delete


READING = {"get_or_create", "aget_or_create"}
"""What only reads a row that is there."""


def both(name: str, arguments: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: arguments, f"a{name}": arguments}


def called(target: Any, name: str, arguments: dict[str, Any]) -> Callable[[], Any]:
    method = getattr(target, name)
    return lambda: (async_to_sync(method) if name.startswith("a") else method)(**arguments)


def by_sql(model: Any) -> Iterator[Way]:
    table, key = model._meta.db_table, model._meta.pk.column
    columns = [field.column for field in model._meta.concrete_fields]
    names = ", ".join(columns)
    statements = [
        *(f"UPDATE {table} SET {column} = {column}" for column in columns),
        f"DELETE FROM {table}",
        f"WITH gone AS (SELECT {key} FROM {table}) DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM gone)",
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE true "
        f"ON CONFLICT ({key}) DO UPDATE SET {columns[1]} = excluded.{columns[1]}",
    ]
    if connection.vendor == "postgresql":
        # Rows made in this transaction have foreign keys still to check, which TRUNCATE does not wait for.
        statements.append(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
    else:
        statements += [
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
            f"REPLACE INTO {table} ({names}) SELECT {names} FROM {table}",
            f"UPDATE OR REPLACE {table} SET {columns[1]} = {columns[1]}",
        ]
    for statement in statements:
        yield statement, partial(executed, statement)


def executed(statement: str) -> None:
    connection.cursor().execute(statement)


def by_loaddata(model: Any, folder: Path) -> Iterator[Way]:
    for form in ("json", "jsonl", "xml"):
        path = folder / f"{model._meta.model_name}.{form}"
        path.write_text(serialize(form, model.objects.all()))
        yield f"loaddata {form}", partial(call_command, "loaddata", path, verbosity=0)


def accepted(folder: Path) -> tuple[list[str], int]:
    """Try every way; return those that were not refused, and how many there are."""
    found, tried = [], 0
    for model in MODELS:
        before = list(model.objects.order_by("pk").values())
        for name, write in (*by_python(model), *by_sql(model), *by_loaddata(model, folder)):
            tried += 1
            try:
                with transaction.atomic():
                    write()
            except (AppendOnlyError, IntegrityError) as refusal:
                if WORDS in str(refusal) or name in REFUSED_BY_THEIR_KEY:
                    continue
            found.append(f"{model.__name__}: {name}")
        assert list(model.objects.order_by("pk").values()) == before
    return found, tried


# Addresses, which may add rows but never change one ------------------------------------------------


def frozen() -> dict[Any, dict[Any, Any]]:
    return {model: {row[model._meta.pk.attname]: row for row in model.objects.values()} for model in MODELS}


def changed(before: dict[Any, dict[Any, Any]]) -> list[str]:
    """Return the rows that are not what they were."""
    now = frozen()
    return [
        f"{model.__name__} {key}"
        for model, rows in before.items()
        for key, row in rows.items()
        if now[model].get(key) != row
    ]


def send_to_the_admin(client: Client) -> Iterator[int]:
    """Send the change, the removal, and the action on the list of the first row of every kind."""
    for model in MODELS:
        values = {name: str(value) for name, value in model.objects.values().first().items()}
        path = f"/beheer/{model._meta.app_label}/{model._meta.model_name}/"
        key = values[model._meta.pk.attname]
        yield client.post(f"{path}{key}/change/", {**values, "_save": "Opslaan"}).status_code
        yield client.post(f"{path}{key}/delete/", {"post": "yes"}).status_code
        chosen = {"action": "delete_selected", "_selected_action": key, "post": "yes"}
        yield client.post(path, chosen).status_code


SENT = {
    **{name: str(value) for given in GIVEN.values() for name, value in given.items()},
    **{name: str(value) for name, value in NOTICE.items()},
    "motivation": "Anders.",
    "version": "0",
    "rung": "1",
    "period": "2023-1",
    "adopted_on": "2023-08-02",
    "letter_reference": "anders",
    "ended_on": "2024-06-01",
    "outcome": "lapsed",
    "decision_date": "2025-01-03",
    "sent_on": "2025-01-03",
    "published_on": "2025-01-03",
}
"""Something for every field that a form may have."""


def send_to_the_forms() -> Iterator[str]:
    """Send every form of the application by everyone who may; yield those that wrote something."""
    for name, page in TABLE.items():
        for role in sorted(page.post):
            for period in ("2023-1", "2023-2"):
                client = client_of(role)
                own = {**page.own, **({"period": period} if "period" in page.own else {})}
                keys = keys_of(name, period, someone(Role(role)))
                lines = AuditEntry.objects.count()
                client.post(reverse(name, kwargs=own), {**SENT, "key": keys})
                if AuditEntry.objects.count() > lines:
                    yield name


def keys_of(page: str, period: str, user: User) -> list[str]:
    """Return what the page of a step sends back of its rows; other pages have none."""
    about: dict[str, Any] = {"period": make_period(period), "province": make_province()}
    return [
        row.key
        for step in TAKEN
        if step.url_name == page
        for row in subjects_of(step, **about, by=user, now=timezone.now())
    ]


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(someone(Role(role)))
    return client


# The drill ---------------------------------------------------------------------------------------


def rebuild(model: Any) -> None:
    """Do what a later migration may do: alter a column, for which SQLite rebuilds the table."""
    state = ProjectState.from_apps(model._meta.apps)
    name = next(field.name for field in model._meta.concrete_fields if isinstance(field, CharField))
    old = state.apps.get_model(model._meta.app_label, model.__name__)
    new = state.clone().apps.get_model(model._meta.app_label, model.__name__)
    altered = TextField()
    altered.set_attributes_from_name(name)
    altered.model = new
    with connection.schema_editor() as editor:
        editor.alter_field(old, old._meta.get_field(name), altered)


def rebuild_all() -> None:
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA foreign_keys=OFF")
    for model in MODELS:
        rebuild(model)
    if connection.vendor == "sqlite":
        assert len(missing_triggers(connection)) == 3 * len(MODELS)
        connection.cursor().execute("PRAGMA foreign_keys=ON")
    call_command("migrate", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_every_way_to_write_over_what_was_recorded_is_refused_also_after_a_rebuild(tmp_path):
    record_everything()
    assert [model.__name__ for model in MODELS if not model.objects.exists()] == []
    before = frozen()
    for rebuilt in (False, True):
        if rebuilt:
            rebuild_all()
            assert missing_triggers(connection) == []
        found, tried = accepted(tmp_path)
        assert found == []
        assert tried > 30 * len(MODELS)
        assert set(send_to_the_admin(client_of(Role.ADMINISTRATOR))) <= {302, 403, 404, 405}
        assert changed(before) == []
    wrote = set(send_to_the_forms())
    assert changed(before) == []
    assert len(wrote) > 5, wrote
    assert {"assessments:step_withdraw", "assessments:legal_act_end"} <= wrote


@pytest.mark.django_db
def test_replace_is_refused_without_recursive_triggers():
    """Whoever opened the connection: the setting that lets SQLite replace rows unseen is off by itself."""
    if connection.vendor != "sqlite":
        return
    record_everything()
    connection.cursor().execute("PRAGMA recursive_triggers=OFF")
    try:
        for model in MODELS:
            table = model._meta.db_table
            columns = ", ".join(
                field.column for field in model._meta.concrete_fields if not field.primary_key
            )
            whole = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
            keyless = f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"
            for statement in [whole, *([keyless] if has_other_key(model) else [])]:
                with pytest.raises(IntegrityError, match=WORDS), transaction.atomic():
                    connection.cursor().execute(statement)
    finally:
        connection.cursor().execute("PRAGMA recursive_triggers=ON")


def has_other_key(model: Any) -> bool:
    """Return whether a row can take the place of another by something else than its key."""
    unique = [field for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    keys = [[field.attname for field in unique], *model._meta.unique_together]
    rows = model.objects.all()
    return any(key and rows.exclude(**dict.fromkeys(key)).exists() for key in keys)
