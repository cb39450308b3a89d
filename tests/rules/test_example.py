from collections import Counter, defaultdict

from assessments.rules.assess import assess
from assessments.rules.findings import Placement
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.registry import policy_by_version
from assessments.rules.situation import How, Past, Previous
from tests.rules.cases import example_figures, example_rows


def placed_2023_2() -> dict[str, Placement]:
    return {
        row["name"]: assess(example_figures(row, "2023-2"), Previous(period="2023-1"), utrecht_2023.POLICY)
        for row in example_rows()
    }


def placed_2024_1() -> dict[str, Placement]:
    before = placed_2023_2()
    return {
        row["name"]: assess(
            example_figures(row, "2024-1"), previous(before[row["name"]]), utrecht_2024.POLICY
        )
        for row in example_rows()
    }


def previous(placement: Placement) -> Previous:
    past = Past(period="2023-2", rung=placement.rung, verdict=placement.verdict)
    return Previous(period="2023-2", rung=placement.rung, how=How.PROVISIONAL, past=(past,))


def measured(placement: Placement) -> str:
    return policy_by_version(placement.policy).label_of(placement.measured_against)


def test_example_2023_2_equals_the_published_table():
    expected = {
        row["name"]: (int(row["rung_2023_2"]), row["basis_2023_2"], int(row["rung_on_total_task_2023_2"]))
        for row in example_rows()
    }
    outcome = {
        name: (placement.rung, measured(placement), placement.rung_on_total_task)
        for name, placement in placed_2023_2().items()
    }

    assert len(outcome) == 26
    assert outcome == expected


def test_example_2023_2_counts_of_the_report():
    placements = placed_2023_2().values()

    assert Counter(placement.rung for placement in placements) == {1: 13, 2: 13}
    measures = Counter(measured(placement) for placement in placements)
    assert measures == {"koppelingstekort": 15, "totaalopgave": 11}


def test_example_2023_2_three_are_judged_more_mildly():
    milder = [name for name, placement in placed_2023_2().items() if placement.milder]

    assert milder == ["Baarn", "Wijk bij Duurstede", "Zeist"]


def test_example_2024_1_is_measured_against_what_its_letters_say():
    measures = Counter(measured(placement) for placement in placed_2024_1().values())

    assert measures == {"taakstelling": 21, "totaalopgave": 4, "beschikbaar aantal": 1}


def test_example_2024_1_coupling_shortages():
    short = {row["name"]: row["basis_2024_1"] == "koppelingstekort" for row in example_rows()}

    figures = {row["name"]: example_figures(row, "2024-1") for row in example_rows()}
    assert {name: (each.coupling_shortage or 0) > 0 for name, each in figures.items()} == short


def test_example_2024_1_steps():
    steps = defaultdict(list)
    for name, placement in placed_2024_1().items():
        steps[placement.previous_rung, placement.rung].append(name)

    assert len(steps.pop((1, 2))) == 10
    assert len(steps.pop((2, 3))) == 12
    assert steps == {(1, 1): ["De Ronde Venen", "Montfoort", "Soest"], (2, 1): ["Oudewater"]}


def test_example_2024_1_second_miss_in_a_row():
    placements = placed_2024_1()

    assert placements["Stichtse Vecht"].consecutive_misses == 2
    assert "Dit is de tweede periode op rij" in placements["Stichtse Vecht"].reasons("uw gemeente")
    assert placements["Zeist"].consecutive_misses == 1
    assert "In de tweede helft van 2023 (2023-2) haalde uw gemeente" in placements["Zeist"].reasons(
        "uw gemeente"
    )
