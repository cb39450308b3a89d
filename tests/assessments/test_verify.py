"""What was frozen is watched: every tampering is named, and clean data is not."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from assessments.decisions.legal_acts import (
    end_act,
    extend_act,
    record_act,
    record_publication,
    take_back_last,
)
from assessments.decisions.take_step import reassess
from assessments.judging.judge_again import follows
from assessments.letters.province_blocks import save_text_block
from assessments.models import ActEnd, AdoptedLetter, AssessmentVersion, KeptPdf, OpeningRung, Step
from assessments.reports.adopt import Published, adopt_report, publish_figure
from assessments.verification import deviations, says, sealed_models
from assessments.workflow import ADOPT, PROPOSE, SEND
from audit.actions import keep_sealed, record
from audit.append_only import drop_triggers, install_triggers
from audit.chain import head
from audit.formulas import word_digest
from audit.models import AuditEntry
from audit.seals import checksum_of
from audit.vouched import VOUCHED, fingerprint_of, row_deviations, vouched
from municipalities.contacts.actions import record_note, withdraw_note
from municipalities.dutch import AMSTERDAM
from municipalities.models import (
    ActionPlan,
    Agreement,
    ContactPoint,
    Conversation,
    Memo,
    Owner,
    Reply,
    SideFigure,
)
from tests.assessments.decisions.deciding import (
    adopt,
    assess,
    covered,
    house_late,
    keep_act_letter,
    people,
    take,
)
from tests.assessments.judging.test_memory import NOTICE, take_over
from tests.factories import PDF, at, deliver_file, make_municipality, make_period
from tests.rows import made_once

pytestmark = pytest.mark.django_db


@made_once
def decided():
    """Rows of every kind that is frozen."""
    first, second = make_municipality("Baarn"), make_municipality("Zeist")
    covered(first, second, housed=7)
    make_period("2023-1")
    take_over(second, 2, "2023-1", adopted_on=date(2023, 8, 1))
    assess(on="2025-01-02")
    adopt(on="2025-01-03", decision_date=date(2025, 1, 3))
    take(SEND, on="2025-01-03", sent_on=date(2025, 1, 3))
    house_late(first, number=3, on="2025-01-04")
    reassess(
        period=make_period(), municipality=first, reason="Nagekomen.", by=people()[0], now=at("2025-01-05")
    )
    take(PROPOSE, on="2025-01-06")
    take(ADOPT, on="2025-01-07", decision_date=date(2025, 1, 7))
    save_text_block(
        province=first.province, key="publish", text="Niets.", number=0, by=None, now=at("2025-01-08")
    )
    adopt_report(
        province=first.province,
        periods=[make_period()],
        decision_date=date(2025, 1, 8),
        decision_number="2025-9",
        by=people()[1],
        now=at("2025-01-08"),
    )
    publish_figure(
        Published(kind="closing_balance", value=5, source="Rapportage", municipality=first),
        province=first.province,
        period_code="2023-2",
        by=None,
        now=at("2025-01-08"),
    )
    notice = record_act(municipality=first, by=people()[0], now=at("2025-01-08"), **NOTICE)
    by_whom: dict[str, Any] = {"by": people()[0], "now": at("2025-01-08")}
    record_publication(
        municipality=first, published_on=date(2025, 1, 8), publication_place="de IBT-kaart", **by_whom
    )
    longer: dict[str, Any] = {"decided_on": date(2024, 6, 1), "term_end": date(2024, 9, 30)}
    extend_act(notice, decision_number="2024-150", reason="Meer tijd.", **longer, **by_whom)
    keep_act_letter(notice, on="2025-01-08")
    record_act(municipality=second, **NOTICE, **by_whom)
    take_back_last(municipality=second, reason="Verkeerde gemeente.", **by_whom)
    end_act(
        notice,
        ended_on=date(2024, 6, 1),
        outcome="lapsed",
        reason="Gehuisvest.",
        by=people()[0],
        now=at("2025-01-09"),
    )
    write_notes(first)
    keep_a_pdf()
    return first, second


def keep_a_pdf():
    content, moment = b"%PDF", at("2025-01-10")()
    pdf = KeptPdf(
        letter=AdoptedLetter.objects.earliest("pk"),
        content=content,
        sha256=sha256(content).hexdigest(),
        made_at=moment,
        made_with="x",
    )
    keep_sealed(pdf, "PDF vastgelegd", by=None, at=moment, province_code="PV26")


def write_notes(municipality):
    about: dict[str, Any] = {"municipality": municipality, "by": people()[0], "now": at("2025-01-10")}
    day = date(2025, 1, 10)
    talk = record_note(
        Conversation, day=day, level="official", participants="wethouder", summary="Besproken.", **about
    )
    withdraw_note(talk, by=people()[0], now=at("2025-01-10"))
    record_note(Agreement, text="Twee woningen.", due_on=day, **about)
    mail = {"sender": "beleidsmedewerker", "document": "Z-2025-3", **about}
    record_note(Reply, about="other", outcome="received", day=day, summary="Ja.", uploads=[PDF], **mail)
    record_note(ActionPlan, asked_on=day, due_on=day, **about)
    record_note(ContactPoint, function="Beleidsadviseur wonen", telephone="088 123 45 67", **about)
    record_note(Owner, supervisor=people()[0], **about)
    record_note(Memo, text="Belt liever 's ochtends.", **about)
    record_note(
        SideFigure, period=make_period(), kind="nidos_places", number=3, day=day, source="Nidos", **about
    )


@pytest.fixture
def without_triggers():
    drop_triggers(connection)
    yield
    install_triggers(connection)


def test_there_are_rows_of_every_sealed_kind(decided):
    assert [model.__name__ for model in sealed_models() if not model._default_manager.exists()] == []


def test_clean_data_has_no_deviations(decided):
    out = StringIO()
    call_command("verify", stdout=out)

    assert list(deviations()) == []
    assert out.getvalue().startswith("Alles klopt: ")


def other_value(field: models.Field, value: object, random: Random) -> object:
    """Return something that the column takes and that is not what it holds."""
    if isinstance(field, models.JSONField):
        return json.dumps({"vervalst": random.random()})
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, int):
        return 1 + value % 5 if field.name.endswith("rung") else value + 1
    if isinstance(value, str):
        cut = random.randrange(len(value) + 1)
        return f"{value[:cut]}x{value[cut:]}"[: field.max_length or 10**6]
    return {
        "DateField": "2024-01-01",
        "DateTimeField": "2024-01-01 00:00:00+00:00",
        "BooleanField": True,
    }.get(field.get_internal_type(), 1)


def other_key(field: models.Field, value: object, random: Random) -> object:
    """Return the key of another row that this column may point at, or of none."""
    related: Any = field.related_model
    keys = related._default_manager.order_by("pk").values_list("pk", flat=True)
    others = [key for key in keys if key != value]
    return random.choice(others) if others else None


def write(model: Any, key: Any, field: models.Field, value: Any) -> bool:
    """Write past the application; False when a constraint of the database refuses the value."""
    if isinstance(value, datetime) and connection.vendor == "sqlite":
        value = value.astimezone(AMSTERDAM).isoformat(sep=" ")
    statement = f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s WHERE id = %s'
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [value, key])
    except IntegrityError:
        return False
    return True


def reseal(model: Any, key: Any) -> str:
    """Give a row the checksum of what it says now."""
    checksum = checksum_of(model._default_manager.get(pk=key))
    write(model, key, model._meta.get_field("checksum"), checksum)
    return checksum


def tamper(random: Random) -> tuple[str, dict[str, bool]] | None:
    """Change any column of any row, keys to other rows too; half of the times its line in the log along with it.

    Return how the sentence begins that must name it, and what was changed; None when nothing was.
    """
    model: Any = random.choice([*sealed_models(), AuditEntry])
    row = random.choice(list(model._default_manager.order_by("pk")))
    field = random.choice([field for field in model._meta.concrete_fields if not field.primary_key])
    old = getattr(row, field.attname)
    new = other_key(field, old, random) if field.is_relation else other_value(field, old, random)
    if new == old or not write(model, row.pk, field, new):
        return None
    kinds = {"key": field.is_relation, "log": model is AuditEntry, "step": model is Step, "with_line": False}
    if model is AuditEntry or field.name in {"checksum", "words"} or random.random() < 0.5:
        return f"{model._meta.verbose_name} {row.pk}:", kinds
    line = AuditEntry.objects.filter(object_type=model._meta.label, object_id=row.pk).earliest("pk")
    details = {**line.details, "checksum": reseal(model, row.pk)}
    write(AuditEntry, line.pk, AuditEntry._meta.get_field("details"), json.dumps(details))
    reseal(AuditEntry, line.pk)
    after = AuditEntry.objects.filter(pk__gt=line.pk).order_by("pk").first() or line
    return f"logregel {after.pk}:", {**kinds, "with_line": True}


@pytest.mark.usefixtures("decided", "without_triggers")
@pytest.mark.parametrize("times", [40, pytest.param(200, marks=pytest.mark.soak)])
def test_every_tampering_is_named(times):
    """Play random changes by SQL, each undone again; `verify` names the row, or its line in the log, each time."""
    random = Random(20240101)
    witnessed = [head()]
    missed, kinds, played = [], Counter(), 0
    while played < times:
        with transaction.atomic():
            if made := tamper(random):
                played += 1
                sentence, changed = made
                kinds.update(changed)
                if not any(found.startswith(sentence) for found in deviations(witnessed)):
                    missed.append(made)
            transaction.set_rollback(True)

    assert missed == []
    assert all(count >= times // 100 for count in kinds.values()), kinds
    install_triggers(connection)
    assert list(deviations(witnessed)) == []


@pytest.mark.usefixtures("decided", "without_triggers")
@pytest.mark.parametrize(
    "model", [Step, AdoptedLetter, ActEnd, OpeningRung], ids=lambda model: model.__name__
)
def test_a_row_that_was_removed_is_named(model):
    """Take away a row that no other row points at; of the others the database itself keeps hold."""
    key = model.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', [key])

    assert f"{model._meta.verbose_name} {key}: staat in het logboek, maar niet meer in de database." in list(
        deviations()
    )


@pytest.mark.usefixtures("decided", "without_triggers")
def test_missing_triggers_are_named():
    assert any("De bewaking" in sentence for sentence in deviations())
    with pytest.raises(CommandError, match="afwijkingen gevonden"):
        call_command("verify", stdout=StringIO())


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("UPDATE municipalities_deliveryfile SET content = %s", "de inhoud is niet wat is vastgelegd"),
        (
            "UPDATE municipalities_deliveryfile SET sha256 = 'x', content = %s",
            "de inhoud is niet wat is vastgelegd",
        ),
        ("DELETE FROM municipalities_deliveryfile WHERE content <> %s", "niet meer in de database"),
    ],
)
def test_tampering_with_the_file_of_a_delivery_is_named(tampering, sentence):
    m = make_municipality()
    period = make_period()
    file = f"CBS-code;Taakstelling\n{m.cbs_code};4\n"
    deliver_file(file, "quotas", on="2023-05-03", period=period, entry_kind="announced")
    assert list(deviations()) == []
    drop_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute(tampering, [b"CBS-code;Taakstelling\nGM0344;5\n"])
    install_triggers(connection)

    named = [said for said in deviations() if said.startswith("bestand van aanlevering")]

    assert len(named) == 1
    assert sentence in named[0]


def test_delivery_is_checked_by_the_formula_that_its_line_names(monkeypatch):
    m, period = make_municipality(), make_period()
    monkeypatch.setattr("municipalities.ledger.seal.NEWEST", "4")
    file = f"Taakstelling;CBS-code\n4;{m.cbs_code}\n"
    deliver_file(file, "quotas", on="2023-05-03", period=period, entry_kind="announced")
    monkeypatch.undo()

    line = AuditEntry.objects.get(action="aanlevering vastgelegd")
    assert line.details["checksum"].startswith("4-")
    assert list(deviations()) == []


@pytest.mark.parametrize(("said", "formula"), [({}, "4"), ({"formula": "3"}, "3"), ({"formula": [9]}, "4")])
def test_row_of_before_is_checked_by_the_formula_of_the_line_that_vouches_for_it(decided, said, formula):
    row = Reply.objects.latest("pk")
    row.checksum = ""
    of_kind: Any = {"through": row.pk, **fingerprint_of([checksum_of(row, formula)]), **said}
    record(VOUCHED, by=None, at=row.recorded_at, **{Reply._meta.label: of_kind})

    of_before = vouched()[Reply._meta.label]
    found = [(row.pk, says(row, set(), of_before))]

    assert list(row_deviations("reactie", found, {}, of_before)) == []


def test_rules_that_judged_are_followed_again(decided):
    assert list(deviations()) == []
    version = AssessmentVersion.objects.latest("pk")
    placement = version.placement_snapshot
    changed = {**placement, "rung": 3 if placement["rung"] != 3 else 2}

    assert follows(version) is True
    version.placement_snapshot = changed
    assert follows(version) is False
    version.engine = 64 * "0"
    assert follows(version) is None


def test_verify_counts_what_other_rules_judged(decided, monkeypatch):
    monkeypatch.setattr("assessments.judging.judge_again.engine_version", lambda _: 64 * "0")
    out = StringIO()
    call_command("verify", stdout=out)

    assert "3 vastgestelde beoordelingen zijn niet opnieuw te rekenen" in out.getvalue()


def test_version_that_does_not_follow_from_its_figures_is_named(decided, monkeypatch):
    monkeypatch.setattr("assessments.verification.follows", lambda row: row.number != 1)

    assert any("het beleidskader geeft nu een andere uitkomst" in said for said in deviations())


def test_words_that_were_taken_away_leave_the_seal_whole(decided):
    step = Step.objects.exclude(by_name="").earliest("pk")
    name = step.by_name
    out = StringIO()
    options = {"reason": "Verzoek van 3 januari 2025, AVG artikel 17.", "stdout": out}
    call_command("take_away_words", "assessments.Step", str(step.pk), "by_name", "by_email", **options)

    step.refresh_from_db()
    assert (step.by_name, step.by_email) == ("", "")
    assert name not in json.dumps(step.words)
    assert list(deviations()) == []
    assert "logregel" in out.getvalue()


@pytest.mark.usefixtures("decided", "without_triggers")
def test_words_that_were_taken_away_past_the_act_are_named():
    for row in (
        Step.objects.exclude(by_name="").earliest("pk"),
        AuditEntry.objects.exclude(by_name="").earliest("pk"),
    ):
        words = {**row.words, "by_name": {"digest": word_digest(row.words["by_name"]["salt"], row.by_name)}}
        write(type(row), row.pk, row._meta.get_field("words"), json.dumps(words))
        write(type(row), row.pk, row._meta.get_field("by_name"), "")
        sentence = f"{row._meta.verbose_name} {row.pk}: de inhoud is niet wat is vastgelegd."

        assert sentence in list(deviations())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("assessments.Stap", "1", "reason"), "Soort assessments.Stap is er niet"),
        (("assessments.Step", "999", "reason"), "assessments.Step 999 is er niet"),
        (("assessments.Step", "1", "state"), "Van deze rij zijn dat: by_email, by_name"),
    ],
)
def test_words_that_are_not_there_are_not_taken_away(decided, arguments, sentence):
    kind, key, name = arguments
    first = str(Step.objects.exclude(by_name="").earliest("pk").pk)
    with pytest.raises(CommandError, match=sentence):
        call_command("take_away_words", kind, first if key == "1" else key, name, reason="x")
