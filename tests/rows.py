"""The rows of our own tables, taken once and put back as often as tests need them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

OURS = ("accounts", "audit", "municipalities", "assessments")

Rows = dict[type[models.Model], list[tuple[Any, ...]]]
Kept = dict[Callable[[], Any], tuple[Rows, Any]]


def made_once(build: Callable[[], Any]) -> Any:
    """Make a fixture of what builds a state from nothing: once a module, and put back for its other tests.

    It must be the first to make rows. What it returns is the same each time, and a test may change it.
    """

    def fixture(db: None, kept_rows: Kept) -> Any:
        if build in kept_rows:
            rows, made = kept_rows[build]
            put_rows(rows)
        else:
            made = build()
            kept_rows[build] = take_rows(), made
        return deepcopy(made)

    fixture.__doc__ = build.__doc__
    return pytest.fixture(name=build.__name__)(fixture)


def take_rows() -> Rows:
    """Return every row as the database keeps it."""
    return {model: rows_of(model) for app in OURS for model in apps.get_app_config(app).get_models(True)}


def rows_of(model: type[models.Model]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        table, key = model._meta.db_table, model._meta.pk.column
        cursor.execute(f'SELECT {columns_of(model)} FROM "{table}" ORDER BY "{key}"')
        return list(cursor.fetchall())


def put_rows(rows: Rows) -> None:
    """Put the rows into empty tables; the next keys come after theirs, for a sequence is never set back."""
    with connection.cursor() as cursor:
        for model, kept in rows.items():
            places = ", ".join(["%s"] * len(model._meta.local_concrete_fields))
            insert = f'INSERT INTO "{model._meta.db_table}" ({columns_of(model)}) VALUES ({places})'
            cursor.executemany(insert, kept)


def columns_of(model: type[models.Model]) -> str:
    return ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields)
