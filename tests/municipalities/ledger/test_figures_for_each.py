"""Many periods and moments at once give what one by one gives, in as many queries as one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from municipalities.ledger.queries import figures_for, figures_for_each
from tests.costs import reads_of
from tests.municipalities.ledger.test_ledger_properties import COVERED, few_examples, ledgers, played

pytestmark = pytest.mark.django_db

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
moments = st.lists(
    st.integers(0, 24).map(lambda hours: BEGIN + timedelta(hours=hours)), min_size=1, max_size=4
)


@few_examples
@given(ledgers, moments)
def test_figures_for_each_agrees_with_one_by_one(steps, moments):
    with transaction.atomic():
        world = played(steps)
        asked = [(period, known_at) for period in world.periods for known_at in moments]

        found = figures_for_each(asked, province=world.province)

        assert set(found) == set(asked)
        for period, known_at in asked:
            alone = figures_for(period, known_at=known_at, province=world.province)
            assert found[period, known_at] == alone
            assert list(found[period, known_at]) == list(alone)
            (one, *_) = alone
            assert figures_for(period, known_at=known_at, only=one)[one] == alone[one]
        transaction.set_rollback(True)


def test_figures_for_each_asks_as_much_for_many_as_for_one():
    world = played(COVERED)
    moments = [BEGIN + timedelta(hours=hours) for hours in (3, 6, 30)]
    many = [(period, known_at) for period in world.periods for known_at in moments]

    assert reads_of(lambda: figures_for_each(many, province=world.province)) == 9
    assert reads_of(lambda: figures_for_each(many[-1:], province=world.province)) == 9
    assert figures_for_each([], province=world.province) == {}
