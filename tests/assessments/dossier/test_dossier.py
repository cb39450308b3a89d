"""What holds over a period according to the dossier: the same as everywhere, on any day that is asked."""

from __future__ import annotations

import pytest

from assessments.dossier.dossier import dossier_of
from assessments.workflow import GIVE_BACK, PROPOSE, WITHDRAW, State
from tests.assessments.decisions.deciding import adopt, assess, covered, ready_to_write, take
from tests.factories import at, make_municipality

pytestmark = pytest.mark.django_db


def test_withdrawn_decision_leaves_no_rung_and_revives_no_earlier_version():
    m = make_municipality("Baarn")
    covered(m)
    assess(on="2025-01-01")
    ready_to_write()
    take(PROPOSE, on="2025-01-02")
    take(GIVE_BACK, on="2025-01-03")
    assess(on="2025-01-04")
    adopt(on="2025-01-05")
    take(WITHDRAW, on="2025-01-06")
    days = {day: dossier_of(m, known_at=at(day)()) for day in ("2025-01-03", "2025-01-05", "2025-01-06")}

    found = {day: (dossier.now.state, dossier.rung and dossier.rung.number) for day, dossier in days.items()}
    assert found == {
        "2025-01-03": (State.RETURNED, 1),
        "2025-01-05": (State.ADOPTED, 1),
        "2025-01-06": (State.WITHDRAWN, None),
    }
    assert days["2025-01-05"].ladder_chart is not None
    assert days["2025-01-06"].ladder_chart is None
