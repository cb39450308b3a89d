"""What holds over a period according to the dossier: the same as everywhere, on any day that is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.dossier.dossier import dossier_of
from assessments.dossier.record_forms import OpeningRungForm
from assessments.rules.policies.six_rungs import SIX
from assessments.rules.registry import policies_of
from assessments.workflow import GIVE_BACK, PROPOSE, WITHDRAW, State
from tests.assessments.decisions.deciding import adopt, assess, covered, ready_to_write, take
from tests.assessments.judging.test_memory import take_over
from tests.factories import at, make_municipality, make_period

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


def test_rung_is_called_as_on_the_ladder_of_its_period(monkeypatch):
    first, second = policies_of("PV26")
    three = tuple(replace(rung, label="Van vroeger") for rung in SIX.rungs[:3])
    old = replace(first, ladder=replace(SIX, key="old", rungs=three))
    monkeypatch.setattr("assessments.rules.registry.POLICIES", (old, second))
    m = make_municipality("Baarn")
    make_period()
    take_over(m, 2)

    assert dossier_of(m, known_at=at("2025-01-02")()).rung.label == "Van vroeger"
    offered = dict(OpeningRungForm(municipality=m).fields["rung"].choices)
    assert offered[2] == "2 Van vroeger of Informatie opvragen en valideren"
    assert offered[6] == f"6 {SIX.rungs[5].label}"
