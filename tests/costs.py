"""What an answer costs: how many statements it asks of the database, and how many rows come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext


def reads_of(ask: Any) -> int:
    """Count the reads; a bulk insert may need more than one statement for more rows."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    return sum(query["sql"].startswith(("SELECT", "WITH")) for query in queries)


def rows_of(ask: Any) -> int:
    """Count the rows that the database gives back."""
    counted = 0
    results_iter = SQLCompiler.results_iter

    def counting(*args: Any, **kwargs: Any) -> Iterator[Any]:
        nonlocal counted
        for row in results_iter(*args, **kwargs):
            counted += 1
            yield row

    with patch.object(SQLCompiler, "results_iter", counting):
        ask()
    return counted
