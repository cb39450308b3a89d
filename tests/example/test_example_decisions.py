"""The demonstration is a province at work: what is over was decided by two persons, but for the last half-year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.models import Role, User
from assessments.judging.versions import tracks_of
from assessments.models import ActKind, AdoptedLetter, LegalAct, LetterTerms, Step
from assessments.verification import deviations
from assessments.workflow import State
from example.at_hand import MEMOS
from example.worked_example import load_example
from municipalities.contacts.attachments import Upload, problem_with
from municipalities.models import AttachedFile, ContactPoint, Memo, Owner, Period, Province, Reply
from municipalities.moments import end_of_day
from municipalities.working_days import WorkingDays
from tests.rows import put_rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def shown() -> dict[str, set[str | None]]:
    """Return in which states the municipalities of each period are."""
    province = Province.objects.get(pk="PV26")
    return {
        period.code: {
            track.shown.state if track.shown else None for track in tracks_of(period, province).values()
        }
        for period in Period.objects.order_by("start")
    }


def days_of_steps() -> Iterator[date]:
    for step in Step.objects.all():
        days = (step.decision_date, step.sent_on, step.published_on)
        yield from (day for day in days if day is not None)
    yield from (terms.letter_date for terms in LetterTerms.objects.all() if terms.letter_date)


def test_all_but_the_last_period_that_is_over_are_published():
    today = date(2024, 7, 16)
    load_example(now=end_of_day(today), with_accounts=True)

    assert shown() == {"2023-2": {State.PUBLISHED}, "2024-1": {State.CONCEPT}, "2024-2": set()}
    assert AdoptedLetter.objects.count() == 26
    assert {step.taken_by.role for step in Step.objects.filter(state=State.ADOPTED)} == {Role.ADOPTER}
    assert {step.taken_by.role for step in Step.objects.exclude(state=State.ADOPTED)} == {Role.SUPERVISOR}
    assert [day for day in days_of_steps() if WorkingDays().why_closed(day)] == []
    assert not Step.objects.filter(taken_at__gt=end_of_day(today)).exists()
    assert_at_hand()
    assert not load_example(now=end_of_day(today), with_accounts=True)


def assert_at_hand() -> None:
    """Every municipality can be reached, at numbers and addresses of nobody; one answer came with a file."""
    points = list(ContactPoint.objects.all())
    assert len({row.municipality_id for row in points}) == len({row.telephone for row in points}) == 26
    assert all(row.telephone.startswith("088 000 ") and row.mailbox.endswith(".example") for row in points)
    assert Owner.objects.count() == 13
    assert Memo.objects.count() == len(MEMOS)
    (reply,) = Reply.objects.exclude(files=None)
    file = AttachedFile.objects.get(pk__in=reply.files)
    assert problem_with(Upload(file.name, bytes(file.content or b""))) == ""


def test_what_people_assessed_themselves_is_not_decided_for_them(example_rows):
    put_rows(example_rows)

    load_example(now=end_of_day(date(2024, 7, 16)), with_accounts=True)

    assert User.objects.count() == len(Role)
    assert shown()["2023-2"] == {State.CONCEPT}


@pytest.mark.soak
def test_demonstration_of_years_holds_and_has_a_notice_that_runs():
    today = date(2026, 11, 30)
    load_example(now=end_of_day(today), with_accounts=True)

    assert shown() == {
        **{code: {State.PUBLISHED} for code in ("2023-2", "2024-1", "2024-2", "2025-1", "2025-2")},
        "2026-1": {State.CONCEPT},
        "2026-2": set(),
    }
    assert [*LegalAct.objects.values_list("kind", flat=True)] == [ActKind.NOTICE_OF_INTENT]
    assert [day for day in days_of_steps() if WorkingDays().why_closed(day)] == []
    assert list(deviations()) == []
