"""The properties of the ledger once more, on many more random ledgers: `make soak`."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.municipalities.ledger import test_ledger_properties as properties
from tests.municipalities.ledger import test_provenance as provenance

pytestmark = [pytest.mark.soak, pytest.mark.django_db]

AT_LENGTH = settings(max_examples=2000, suppress_health_check=[*HealthCheck])
PROPERTIES = [
    properties.test_figures_for_agrees_with_the_oracle,
    properties.test_ledger_adds_up_to_what_the_standing_deliveries_say,
    properties.test_entries_recorded_later_leave_what_was_known_alone,
    properties.test_the_same_deliveries_twice_record_nothing,
    properties.test_what_still_has_the_last_word_records_nothing_again_whatever_came_between,
    provenance.test_provenance_adds_up_on_random_ledgers,
]


@pytest.mark.parametrize("check", PROPERTIES, ids=lambda check: check.__name__)
def test_property_holds_at_length(check: Any):
    AT_LENGTH(properties.random_ledgers(check.hypothesis.inner_test))()
