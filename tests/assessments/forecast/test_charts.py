"""Pictures as numbers: where things stand, and the table with the same data."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.forecast.charts import BalanceOf, RungOf, balance_chart, ladder_chart, realised_chart
from assessments.forecast.drawing import Scale, apart, round_steps
from assessments.forecast.forecast import Range, certain
from assessments.overview.map import MEASURES, ShownOnMap, broken, map_of, shapes_of
from assessments.rules.policies.six_rungs import SIX
from municipalities.models import Municipality
from tests.rules.cases import PERIODS, figures

PERIOD = PERIODS["2024-1"]


@given(low=st.integers(-5000, 0), high=st.integers(0, 5000))
def test_round_steps_hold_all_values_in_a_few_even_steps(low, high):
    steps = round_steps(low, high)

    assert steps[0] <= low <= high <= steps[-1]
    assert 2 <= len(steps) <= 8
    assert len({second - first for first, second in itertools.pairwise(steps)}) == 1


def test_scale_rounds_to_whole_places():
    assert [Scale(0, 3, 0, 100)(value) for value in range(4)] == [0, 33, 67, 100]
    assert Scale(5, 5, 10, 20)(5) == 10


def test_range_of_one_number_is_still_a_forecast():
    chart = realised_chart(
        "Baarn", PERIOD, housed_by_day=[], through=PERIOD.start, task=9, expected=Range(7, 7, 7)
    )

    assert "is-expected" in {line.css for line in chart.lines}
    assert chart.description.endswith(": 7.")


def test_words_at_the_end_of_lines_do_not_cover_each_other():
    placed = apart([(50, "b", ""), (48, "a", ""), (100, "c", "")])

    assert [(y, said) for y, said, _ in placed] == [(52, "a"), (65, "b"), (104, "c")]


def test_ladder_breaks_where_nothing_is_on_record():
    chart = ladder_chart(
        "Baarn",
        [
            RungOf("2023-1", SIX.rungs[1], "Overgenomen"),
            RungOf("2023-2", None, "niet beoordeeld"),
            RungOf("2024-1", SIX.rungs[0], "Concept"),
        ],
        6,
    )

    assert chart is not None
    assert [line.css for line in chart.lines] == ["is-steps", "is-steps"]
    assert [box.text for box in chart.boxes] == ["2", "1"]
    assert chart.description == "Trede 2 over 2023-1 en trede 1 over 2024-1."
    assert chart.rows[1] == ["2023-2", "niet vastgelegd", "niet beoordeeld"]
    assert ladder_chart("Baarn", [RungOf("2023-2", None, "")], 6) is None


def ends(chart, css):
    """Return how high each bar of a kind ends: the y of its second point."""
    return [int(line.d.split("L")[1].split(",")[1]) for line in chart.lines if line.css == css]


def test_balance_shows_a_correction_as_two_bars_of_another_height():
    chart = balance_chart("Baarn", [BalanceOf(PERIODS["2023-2"], 6, 5), BalanceOf(PERIOD, 7, None)])

    assert chart is not None
    (closing,), (_, opening) = ends(chart, "is-bar"), ends(chart, "is-opening")
    assert opening < closing, "7 ends above 5"
    assert chart.rows == [["2023-2", "+6", "+5"], ["2024-1", "+7", "onbekend"]]
    assert balance_chart("Baarn", [BalanceOf(PERIOD, None, None)]) is None


def test_nothing_is_drawn_where_a_balance_is_not_known():
    chart = balance_chart("Baarn", [BalanceOf(PERIODS["2023-2"], 6, None), BalanceOf(PERIOD, 7, 9)])

    assert [line.css for line in chart.lines] == ["is-opening", "is-opening", "is-bar", "is-axis"]
    assert [text.text for text in chart.texts if "is-value" in text.css] == ["+9"]
    assert chart.rows == [["2023-2", "+6", "onbekend"], ["2024-1", "+7", "+9"]]


def test_lead_hangs_below_zero_with_its_number_below_it():
    chart = balance_chart("Baarn", [BalanceOf(PERIOD, 4, -3)])

    (axis,) = (int(line.d.split(",")[-1]) for line in chart.lines if line.css == "is-axis")
    (end,), (said,) = ends(chart, "is-bar"), (text for text in chart.texts if "is-value" in text.css)
    assert axis < end < said.y


def test_of_many_half_years_only_the_last_number_is_written():
    many = [BalanceOf(PERIOD, 1, 2)] * 10

    assert [text.text for text in balance_chart("Baarn", many).texts if "is-value" in text.css] == ["+2"]


def test_realised_says_the_same_in_picture_words_and_table():
    chart = realised_chart(
        "Baarn",
        PERIOD,
        housed_by_day=[(date(2024, 1, 15), 4), (date(2024, 2, 15), 3)],
        through=date(2024, 2, 20),
        task=30,
        expected=Range(12, 20, 28),
    )

    assert chart is not None
    assert chart.description == (
        "Tot en met 20 februari 2024 zijn 7 vergunninghouders gehuisvest. De totaalopgave is 30; volgens de "
        "schemalijn waren dat er 8. Verwacht voor de eerste helft van 2024 (2024-1): 20, tussen 12 en 28."
    )
    assert chart.rows == [
        ["31 januari 2024", "4", "5", "−1"],
        ["20 februari 2024", "7", "8", "−1"],
    ]
    assert {"is-area", "is-expected", "is-pace", "is-norm", "is-line"} <= {line.css for line in chart.lines}
    assert [said for _, said in chart.legend] == [
        "Gehuisvest 7",
        "Prognose 20, met bereik",
        "Schemalijn",
        "Totaalopgave 30",
    ]


@pytest.mark.parametrize("task", [None, 0, -5])
def test_realised_without_a_task_has_no_pace(task):
    chart = realised_chart(
        "Baarn", PERIOD, housed_by_day=[], through=PERIOD.last_day, task=task, expected=certain(0)
    )

    assert chart is not None
    assert not {"is-pace", "is-norm", "is-expected"} & {line.css for line in chart.lines}
    assert realised_chart("B", PERIOD, housed_by_day=[], through=None, task=9, expected=None) is None


# Maps --------------------------------------------------------------------------------------------


def shown(code: str, **fields) -> ShownOnMap:
    known = fields.pop("figures", figures("2024-1", 20, 4, 18, 12))
    return ShownOnMap(
        Municipality(cbs_code=code, name=code), known, fields.pop("rung", None), "/x/", **fields
    )


def test_map_of_utrecht_has_every_municipality_of_the_example():
    shapes = shapes_of("PV26")

    assert shapes is not None
    assert len(shapes["areas"]) == 26
    assert shapes["attribution"] == "© CBS / Kadaster, bewerkt"
    assert shapes_of("PV24") is None


def test_map_leaves_out_by_name_who_has_no_shape():
    rows = [shown("GM0308", rung=SIX.rungs[1]), shown("GM9999")]
    region = map_of("PV26", MEASURES[0], rows, key="map", title="", today=date(2024, 7, 1))

    assert region is not None
    assert [(area.value.text, area.value.said, area.value.css) for area in region.areas] == [
        ("2", "trede 2", f"colour-{SIX.rungs[1].colour}")
    ]
    assert region.left_out == ["GM9999"]
    assert sum(count for *_, count in region.legend) == 2
    assert map_of("PV24", MEASURES[0], rows, key="map", title="", today=date(2024, 7, 1)) is None
    assert map_of("PV26", MEASURES[0], [], key="map", title="", today=date(2024, 7, 1)) is None


def test_every_measure_says_what_is_known_and_what_is_not():
    today = date(2024, 7, 1)
    whole = shown("GM0308", rung=SIX.rungs[0], expected_rung=SIX.rungs[1], last_talk=date(2024, 5, 1))
    nothing = shown("GM0308", figures=figures("2024-1", None, None, None, None))
    values = {measure.slug: measure.value(whole, today) for measure in MEASURES}

    assert {slug: (value.text, value.legend) for slug, value in values.items()} == {
        "trede": ("1", f"trede 1, {SIX.rungs[0].label}"),
        "verwachte-trede": ("2", f"trede 2, {SIX.rungs[1].label}"),
        "totaalopgave": ("50%", "50% tot 75%"),
        "achterstand": ("+12", "11 tot en met 25"),
        "koppelingstekort": ("6", "6 tot en met 15"),
        "gesprek": ("61", "tot twee maanden"),
    }
    assert {measure.value(nothing, today).css for measure in MEASURES} == {"colour-none"}


@pytest.mark.parametrize(
    ("slug", "fields", "said"),
    [
        ("achterstand", {"figures": figures("2024-1", 20, 0, 20, 20)}, "geen achterstand en geen voorsprong"),
        (
            "achterstand",
            {"figures": figures("2024-1", 20, 0, 20, 21)},
            "een voorsprong van 1 vergunninghouder",
        ),
        (
            "achterstand",
            {"figures": figures("2024-1", 20, 4, 20, None)},
            "een achterstand van 4 vergunninghouders aan het begin van de periode",
        ),
        (
            "totaalopgave",
            {"figures": figures("2024-1", 284, 0, 284, 283)},
            "bijna 100% van de totaalopgave",
        ),
        ("gesprek", {"last_talk": date(2024, 7, 1)}, "vandaag gesproken"),
        ("gesprek", {"last_talk": date(2024, 6, 30)}, "1 dag geleden gesproken"),
    ],
)
def test_area_is_read_out_as_a_person_would_say_it(slug, fields, said):
    measure = next(row for row in MEASURES if row.slug == slug)

    assert measure.value(shown("GM0308", **fields), date(2024, 7, 1)).said == said


def test_one_person_is_housed_in_the_singular():
    chart = realised_chart(
        "Baarn",
        PERIOD,
        housed_by_day=[(date(2024, 1, 15), 1)],
        through=date(2024, 1, 31),
        task=None,
        expected=None,
    )

    assert chart.description == "Tot en met 31 januari 2024 is 1 vergunninghouder gehuisvest."


def test_long_names_break_where_an_area_ends():
    assert broken("Wijk bij Duurstede") == ["Wijk bij", "Duurstede"]
    assert broken("Vijfheerenlanden") == ["Vijfheerenlanden"]
