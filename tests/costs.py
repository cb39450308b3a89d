"""What an answer costs: how many statements it asks of the database, and how many rows come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

MOST = 30
"""What a page asks of the database at most, where figures are kept."""
MOST_OF = {
    # What stands at hand there is a table each, and so is what was recorded about an act: they show all of it.
    "assessments:municipality_detail": 34,
    "assessments:work_list": 31,
}
"""What asks more, with a legal act that is followed and a half-year that is not decided."""
MORE_THEN = 10
"""What it asks more as known on an earlier day: of it nothing is kept, and figures and who waits are counted anew."""


def most_of(path: str) -> int:
    """Return how much the page at an address asks at most."""
    try:
        name = resolve(path.partition("?")[0]).view_name
    except Resolver404:
        name = ""
    return MOST_OF.get(name, MOST) + (MORE_THEN if "known_on=20" in path else 0)


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
