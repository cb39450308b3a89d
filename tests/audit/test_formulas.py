"""Formulas of checksums: what was ever sealed stays checkable, whatever became of code and columns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from assessments.models import AdoptedLetter, Step
from audit.formulas import FORMULAS, NEWEST, digest_of_rows, plain, word_digest
from audit.seals import checksum_of, holds
from municipalities.dutch import AMSTERDAM


def a_step() -> Step:
    return Step(
        version_id=7,
        number=2,
        state="adopted",
        taken_at=datetime(2024, 2, 6, 12, tzinfo=UTC),
        taken_by_id=3,
        decision_date=date(2024, 2, 6),
        decision_number="2024-77, coördinatie",
    )


CHECKSUMS = {
    "1": "a63a58ec65bf0476576e3038219a83ef22e2efa732150b289729ef0c3e8252fb",
    "2": "7a3027bfa14df5ee4f146aa7bdcbc94f4a147be3b3a05dc7afb33c21f6f56531",
    "3": "3-7a3027bfa14df5ee4f146aa7bdcbc94f4a147be3b3a05dc7afb33c21f6f56531",
    "4": "4-7a3027bfa14df5ee4f146aa7bdcbc94f4a147be3b3a05dc7afb33c21f6f56531",
    "5": "5-7a3027bfa14df5ee4f146aa7bdcbc94f4a147be3b3a05dc7afb33c21f6f56531",
}
"""What each formula makes of one row. Rows were sealed with them: none of these ever changes."""


def test_each_formula_gives_what_it_gave():
    assert {name: checksum_of(a_step(), name) for name in FORMULAS} == CHECKSUMS


@pytest.mark.parametrize("formula", CHECKSUMS)
def test_row_holds_by_the_formula_of_its_time(formula):
    row = a_step()
    row.checksum = CHECKSUMS[formula]
    assert holds(row)

    row.decision_number = "2024-78"
    assert not holds(row)


def test_new_row_names_the_newest_formula():
    assert a_step().sealed().checksum == CHECKSUMS[NEWEST]


@pytest.mark.parametrize("name", ["6", "", "-", "2"])
def test_row_does_not_hold_by_a_formula_that_it_cannot_have(name):
    row = a_step()
    row.checksum = f"{name}-{checksum_of(row, '2')}"

    assert not holds(row)


def test_column_that_was_added_since_is_empty_in_rows_of_the_first_formula():
    letter = AdoptedLetter(
        version_id=7, number="X", html="<p>", sha256="x", made_at=datetime(2024, 2, 6, tzinfo=UTC)
    )
    letter.checksum = checksum_of(letter, "1")
    letter.printed_on = date(2024, 2, 6)
    assert holds(letter)

    letter.template = "x"
    assert not holds(letter)


@pytest.mark.parametrize("formula", CHECKSUMS)
def test_renamed_column_keeps_the_name_it_was_sealed_under(monkeypatch, formula):
    row = a_step()
    monkeypatch.setattr(Step._meta.get_field("decision_number"), "attname", "number_of_decision")
    row.number_of_decision = row.decision_number
    monkeypatch.setattr(Step, "sealed_as", {"number_of_decision": "decision_number"}, raising=False)

    assert checksum_of(row, formula) == CHECKSUMS[formula]


def a_step_with_words() -> Step:
    row = a_step()
    row.by_name, row.reason = "Robin", "Bij vergissing."
    return row.sealed()


def test_personal_words_are_sealed_each_with_a_salt_of_its_own():
    first, second = a_step_with_words(), a_step_with_words()

    assert set(first.words) == {"by_name", "reason"}
    assert first.words["by_name"] != first.words["reason"]
    assert first.checksum != second.checksum
    assert holds(first)
    assert first.sealed().checksum == first.checksum


@pytest.mark.parametrize("name", ["by_name", "reason", "by_role"])
def test_personal_words_that_were_changed_do_not_hold(name):
    row = a_step_with_words()
    setattr(row, name, "iets anders")

    assert not holds(row)


def test_seal_holds_where_words_were_taken_away_and_their_digest_stayed():
    row = a_step_with_words()
    row.words["reason"] = {"digest": word_digest(row.words["reason"]["salt"], row.reason)}
    assert not holds(row)
    row.reason = ""
    assert holds(row)

    row.words["reason"] = {"digest": word_digest("", "iets anders")}
    assert not holds(row)


def test_digest_of_rows_leaves_out_a_column_that_was_added_and_is_empty():
    rows = [(1, date(2024, 2, 6)), (2, None)]
    said = digest_of_rows(["amount", "day"], rows)

    assert digest_of_rows(["amount", "day", "later"], [(*row, "") for row in rows]) == said
    assert digest_of_rows(["amount", "day"], rows[::-1]) != said
    assert digest_of_rows(["amount", "day"], rows[:1]) != said


@pytest.mark.parametrize("formula", ["4", "5"])
def test_digest_of_rows_counts_the_order_of_keys_only_by_an_earlier_formula(formula):
    there, here = ({"a": 1, "b": 2},), ({"b": 2, "a": 1},)
    same = digest_of_rows(["names"], [there], formula) == digest_of_rows(["names"], [here], formula)

    assert same is (formula == "5")


def test_digest_of_rows_by_an_earlier_formula_is_what_it_was():
    said = digest_of_rows(["names"], [({"b": 2, "a": date(2024, 2, 6)},)], "4")

    assert said == "430c03976dfb8517663bc66d36d04dda3c5641d3e011fdc075bc48e9a7377cb2"


def test_values_are_written_alike_by_whatever_way_they_come():
    moment = datetime(2025, 1, 2, 12, tzinfo=UTC)
    here = moment.astimezone(AMSTERDAM)

    assert plain(here) == plain(moment) == "2025-01-02T12:00:00.000000+00:00"
    assert plain([here, date(2025, 1, 2), (1, None, "x", True, 1.5)]) == [
        "2025-01-02T12:00:00.000000+00:00",
        "2025-01-02",
        [1, None, "x", True, 1.5],
    ]
    assert plain([{1: [b"x"]}]) == [{"1": [sha256(b"x").hexdigest()]}]
