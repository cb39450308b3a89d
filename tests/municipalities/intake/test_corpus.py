"""Every dirty file leads to exactly what it says: lines, findings with row, column and remedy, or a refusal."""

from __future__ import annotations

from collections import Counter

import pytest

from municipalities.intake.limits import Unreadable
from tests.municipalities.intake import corpus_dress, corpus_hostile, corpus_together, corpus_values
from tests.municipalities.intake.builders import Case
from tests.municipalities.intake.country import read

CORPUS = [*corpus_dress.CASES, *corpus_values.CASES, *corpus_together.CASES, *corpus_hostile.CASES]


def said(line) -> tuple:
    """Return a line as the corpus writes it: what is empty is left out."""
    parts = (line.municipality.cbs_code, line.day, line.kind, line.number, line.reason)
    return tuple(part for part in parts if part not in (None, ""))


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: ascii(f"{case.kind}: {case.name}"))
def test_file_leads_to_its_verdict(case: Case):
    if case.refusal:
        with pytest.raises(Unreadable) as refusal:
            read(case.bytes(), case.kind, **case.said)
        assert str(refusal.value) == case.refusal
        return

    reading = read(case.bytes(), case.kind, **case.said)

    assert tuple(map(str, reading.findings)) == case.findings
    assert tuple(map(said, reading.lines)) == case.lines
    assert tuple(reading.notes) == case.notes
    assert reading.more_findings == 0


def test_corpus_is_large_and_names_each_file_once():
    names = Counter((case.kind, case.name) for case in CORPUS)

    assert len(CORPUS) >= 120
    assert [name for name, count in names.items() if count > 1] == []
    assert {case.kind for case in CORPUS} == {
        "quotas",
        "housings",
        "housings-total",
        "couplings",
        "couplings-open",
        "openings",
        "corrections",
    }
