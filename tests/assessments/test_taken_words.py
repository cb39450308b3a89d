"""Personal words that are taken away: any of them, in any row, and nobody waits for it in vain."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from assessments.models import AssessmentVersion, Step
from assessments.verification import deviations, sealed_models
from audit import words
from audit.actions import record
from audit.append_only import missing_triggers
from audit.models import AuditEntry
from audit.refused import Refused
from audit.seals import SealedModel
from audit.words import take_away_words
from tests.assessments.decisions.deciding import adopt, assess, covered
from tests.assessments.test_verify import decided  # noqa: F401
from tests.factories import at, make_municipality

pytestmark = pytest.mark.django_db

MOMENT = at("2025-02-01")()


def take_away(row: SealedModel, *names: str) -> AuditEntry:
    return take_away_words(row, names, reason="Verzoek van 3 januari 2025.", at=MOMENT)


def rows_with_words() -> Iterator[tuple[Any, str]]:
    """Yield of every kind a row with each of the words that it can lack."""
    models: list[Any] = [*sealed_models(), AuditEntry]
    for model in models:
        seen: set[str] = set()
        for row in model._default_manager.order_by("-pk"):
            for name in sorted(set(row.words or {}) - seen):
                seen.add(name)
                yield row, name


@pytest.mark.usefixtures("decided")
def test_any_word_of_any_row_is_taken_away_and_all_still_holds():
    """One at a time, also the name without the address or the other way round."""
    found, wrong = list(rows_with_words()), []
    for row, name in found:
        with transaction.atomic():
            take_away(row, name)
            row.refresh_from_db()
            if getattr(row, name) or (said := list(deviations())):
                wrong.append((row._meta.label, name, said))
            transaction.set_rollback(True)

    assert wrong == []
    assert {name for _, name in found} >= {"by_name", "by_email", "reason", "summary", "addressees"}


@pytest.mark.usefixtures("decided")
def test_every_typed_text_of_a_recorded_row_is_listed_with_what_can_be_taken_away():
    """docs/operations.md names them all, kind by kind."""
    listed = (settings.BASE_DIR / "docs/operations.md").read_text()
    for model in sealed_models():
        if model.personal:
            names = ", ".join(f"`{name}`" for name in model.personal)
            assert f"| `{model._meta.label}` | {names} |" in listed


def test_line_says_of_which_province_the_row_is(decided):  # noqa: F811
    first, _ = decided
    step = Step.objects.exclude(by_name="").earliest("pk")

    assert take_away(step, "by_name").province_code == first.province_id
    line = AuditEntry.objects.exclude(by_name="").latest("pk")
    assert take_away(line, "by_name").province_code == line.province_code == first.province_id


def test_words_without_which_a_row_cannot_be_are_refused(decided):  # noqa: F811
    version = AssessmentVersion.objects.latest("pk")
    version.pk, version.number, version._state.adding = None, version.number + 1, True
    version.chosen_rung, version.deviation_reason = 1, "Wethouder X vroeg het."
    version.sealed().save()

    with pytest.raises(Refused, match="kan niet zonder deze woorden"):
        take_away(version, "deviation_reason")


def test_other_tables_keep_their_triggers_meanwhile(decided, monkeypatch):  # noqa: F811
    step, missing = Step.objects.exclude(by_name="").earliest("pk"), []
    without = words.without_words

    def looking(*arguments: Any) -> Any:
        missing.extend(missing_triggers(connection))
        return without(*arguments)

    monkeypatch.setattr(words, "without_words", looking)
    take_away(step, "by_name")

    assert missing
    assert all(name.startswith(f"{Step._meta.db_table}_no_") for name in missing)
    assert missing_triggers(connection) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("of_the_log", [False, True])
def test_who_writes_meanwhile_is_not_in_the_way(monkeypatch, of_the_log):
    """On SQLite one writes at a time as it is."""
    if connection.vendor != "postgresql":
        pytest.skip("two connections that write are for PostgreSQL")
    covered(make_municipality("Baarn"), housed=7)
    assess()
    adopt()
    model: Any = AuditEntry if of_the_log else Step
    row, said = model.objects.exclude(by_name="").earliest("pk"), []
    without = words.without_words

    def write() -> None:
        """Read what is recorded and the log, and add a line, as every page does that records."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20s'")
            said.append(f"{Step.objects.count() > 0} {AuditEntry.objects.count() > 0}")
            record("elders", by=None, at=MOMENT)
        said.append("written")
        connections.close_all()

    thread = Thread(target=write)

    def meanwhile(*arguments: Any) -> Any:
        thread.start()
        thread.join(None if not of_the_log else 1)
        return without(*arguments)

    monkeypatch.setattr(words, "without_words", meanwhile)
    take_away(row, "by_name")
    thread.join()

    assert said == ["True True", "written"]
    assert AuditEntry.objects.filter(action="elders").exists()
