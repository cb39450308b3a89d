"""Many steps at once cost a few statements, not some for each municipality."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from assessments.decisions.candidates import subjects_of
from assessments.decisions.take_step import take_step
from assessments.models import AdoptedLetter, Step
from assessments.workflow import ADOPT, PROPOSE, SEND
from tests.assessments.decisions.deciding import DAY, GIVEN, assess, covered, people, ready_to_write
from tests.factories import at, make_municipality, make_period, make_province

pytestmark = pytest.mark.django_db


def statements(step):
    """Count those of the step itself; the page before it has its own."""
    supervisor, adopter = people()
    by = supervisor if step.who == "toezichthouder" else adopter
    common = {"period": make_period(), "province": make_province(), "by": by}
    keys = [row.key for row in subjects_of(step, now=at(DAY)(), **common)]
    with CaptureQueriesContext(connection) as queries:
        take_step(step, keys=keys, now=at(DAY), **common, **GIVEN[step.name])
    return len(queries)


def costs(size: int) -> dict[str, int]:
    """Take the steps of a period with so many municipalities, and undo all of it."""
    with transaction.atomic():
        covered(*(make_municipality() for _ in range(size)))
        assess()
        ready_to_write()
        found = {step.name: statements(step) for step in (PROPOSE, ADOPT, SEND)}
        assert (Step.objects.count(), AdoptedLetter.objects.count()) == (3 * size, size)
        transaction.set_rollback(True)
    return found


def test_each_letter_is_rendered_once_when_it_is_adopted():
    covered(*(make_municipality() for _ in range(3)))
    assess()
    ready_to_write()
    statements(PROPOSE)

    with patch("assessments.letters.letter.render_to_string", wraps=render_to_string) as rendered:
        statements(ADOPT)

    assert (rendered.call_count, AdoptedLetter.objects.count()) == (3, 3)


def test_steps_with_nine_cost_as_many_statements_as_with_three():
    costs(1)  # what is asked once in a process
    few, many = costs(3), costs(9)

    assert many == few
    assert many["adopt"] < 100
