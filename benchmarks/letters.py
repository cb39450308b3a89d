"""What it costs to freeze 342 letters, beside bare rendering of the same pages; and what PDF adds.

Frozen: everything that adoption does for the letters of a period: read what they are written from, write, render,
hash, seal, log and insert them. Bare: the same templates with what they print at hand, and nothing else. Both in
turn in one run. Below it the whole of adopting (checks included), the command that exports them, and PDF.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from accounts.models import Role, User
from assessments.decisions.candidates import Subject, subjects_of
from assessments.decisions.take_step import settle, take_step
from assessments.judging.assess_period import assess_period
from assessments.letters.content import Adoption
from assessments.letters.letter import render_letter, written
from assessments.models import AdoptedLetter, LetterTerms
from assessments.pdf import can_make_pdf, pdf_of, pdf_version
from assessments.workflow import ADOPT, PROPOSE
from benchmarks._timing import medians
from municipalities.ledger.record import record_delivery
from municipalities.ledger.statements import Stated
from municipalities.models import DeliveryForm, DeliveryKind, Municipality, Period, Province, QuotaKind

MUNICIPALITIES = 342
RUNS = 5
PDFS = 20
"""As many letters as are made into PDF; the others take as long."""

START, END, REFERENCE = date(2023, 7, 1), date(2024, 1, 1), date(2023, 10, 1)
DECISION: dict[str, Any] = {"decision_date": date(2024, 2, 6), "decision_number": "2024-77"}


def at(day: date) -> Any:
    return lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def build() -> tuple[Period, Province]:
    """Fill a province with everything that its letters need."""
    province = Province.objects.create(
        code="PV26",
        name="Synthetisch",
        contact="de postbus",
        signature="de manager",
        publication_place="de kaart",
    )
    period = Period.objects.create(code="2023-2", start=START, end=END, reference_date=REFERENCE)
    Period.objects.create(code="2024-1", start=END, end=date(2024, 7, 1), reference_date=date(2024, 4, 1))
    rows = [
        Municipality(
            cbs_code=f"GM{n:04d}", name=f"Gemeente {n}", province=province, valid_from=date(1900, 1, 1)
        )
        for n in range(MUNICIPALITIES)
    ]
    everybody = Municipality.objects.bulk_create(rows)
    days = dict.fromkeys(
        ("letter_date", "reaction_due", "talk_due", "action_plan_due", "plan_review_due"), date(2024, 3, 1)
    )
    LetterTerms.objects.create(province=province, period=period, **days)

    def deliver(kind: str, number: int, on: date, **fields: Any) -> None:
        lines = [Stated(municipality=row, number=number + n % 7) for n, row in enumerate(everybody)]
        values = {"dated_on": on, "by": None, "now": at(on), "stated": lines, **fields}
        record_delivery(province=province, kind=kind, **values)

    deliver(DeliveryKind.OPENINGS, 2, START, period=period)
    deliver(DeliveryKind.QUOTAS, 20, START, period=period, entry_kind=QuotaKind.ANNOUNCED)
    eve = START - timedelta(1)
    deliver(DeliveryKind.STOCK, 18, END, first_day=eve, last_day=eve)
    record_delivery(
        province=province,
        kind=DeliveryKind.COUPLINGS,
        form=DeliveryForm.EVENTS,
        first_day=START,
        last_day=END - timedelta(1),
        stated=[],
        dated_on=END,
        by=None,
        now=at(END),
    )
    deliver(DeliveryKind.HOUSINGS, 0, END, first_day=START, last_day=REFERENCE)
    deliver(DeliveryKind.HOUSINGS, 19, END, first_day=START, last_day=END - timedelta(1))
    return period, province


@contextmanager
def undone() -> Iterator[None]:
    """Do something that leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def compare(period: Period, province: Province) -> None:
    supervisor = User.objects.create_user(
        "t@example.nl", name="Robin", role=Role.SUPERVISOR, province=province
    )
    adopter = User.objects.create_user("v@example.nl", name="Sam", role=Role.ADOPTER, province=province)
    now = at(DECISION["decision_date"])
    assess_period(period=period, province=province, by=supervisor, now=now)

    def chosen(step: Any, by: User) -> list[Subject]:
        return subjects_of(step, period, province, by=by, now=now())

    keys = [row.key for row in chosen(PROPOSE, supervisor)]
    common: dict[str, Any] = {"period": period, "province": province, "now": now}
    take_step(PROPOSE, keys=keys, by=supervisor, motivation="Geen bijzonderheden.", **common)
    subjects = chosen(ADOPT, adopter)
    keys = [row.key for row in subjects]
    adoption = Adoption(decision_date=DECISION["decision_date"], decision_number="2024-77", superseded={})
    letters = written([row.judgement for row in subjects], period, province, adoption=adoption)
    assert len(letters) == MUNICIPALITIES

    def freeze() -> None:
        with undone():
            settle(subjects, period, province, DECISION, adopter, now())

    def bare() -> None:
        for letter in letters:
            render_letter(letter)

    def adopt() -> None:
        with undone():
            take_step(ADOPT, keys=keys, by=adopter, **common, **DECISION)

    frozen, rendered, adopted = medians(RUNS, freeze, bare, adopt)
    print(f"{connection.vendor}: {MUNICIPALITIES} letters, {len(set(map(render_letter, letters)))} different")
    print(
        f"frozen           median {frozen:8.0f} ms of {RUNS} runs, {frozen / MUNICIPALITIES:.1f} ms a letter"
    )
    print(f"bare rendering   median {rendered:8.0f} ms, ratio {frozen / rendered:.2f} (aim: at most 2)")
    print(f"adopting whole   median {adopted:8.0f} ms, with every check of a decision")
    take_step(ADOPT, keys=keys, by=adopter, **common, **DECISION)
    kept = list(AdoptedLetter.objects.values_list("html", flat=True))
    assert sorted(kept) == sorted(map(render_letter, letters)), "other pages were frozen"
    export(period)
    measure_pdf(kept[:PDFS])


def export(period: Period) -> None:
    """Time the command on what was frozen."""
    with TemporaryDirectory() as folder:
        for option in ((), ("--zip",)):
            to = Path(folder) / "-".join(["brieven", *option])
            began = time.perf_counter()
            call_command("export_letters", period.code, "--to", str(to), *option, stdout=StringIO())
            spent = (time.perf_counter() - began) * 1000
            size = sum(path.stat().st_size for path in to.iterdir()) / 1_000_000
            print(f"export {' '.join(option) or 'as HTML':9} once   {spent:8.0f} ms, {size:.1f} MB")


def measure_pdf(documents: list[str]) -> None:
    if not can_make_pdf():
        print("PDF: WeasyPrint cannot run here")
        return
    pdf_of(documents[0])  # fonts are read once
    began = time.perf_counter()
    sizes = [len(pdf_of(document)) for document in documents]
    each = (time.perf_counter() - began) * 1000 / len(documents)
    print(
        f"PDF ({pdf_version()})  {each:8.0f} ms and {sum(sizes) / len(sizes) / 1000:.0f} kB a letter, tagged; "
        f"{MUNICIPALITIES} letters: {each * MUNICIPALITIES / 1000:.0f} s"
    )


if __name__ == "__main__":
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        compare(*build())
    finally:
        teardown_databases(databases, verbosity=0)
