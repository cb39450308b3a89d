"""Eight people adopt the same proposal at the same moment: one does, seven get to hear so."""

from __future__ import annotations

from tests.processes import finish, run, wait_until_ready

AT_ONCE = 8


def test_adopting_by_eight_at_once_gives_one_adoption(database, tmp_path):
    finish(run(database, "-m", "tests.assessments.decisions.adopting", "prepare"))
    start = tmp_path / "start"
    processes = [
        run(database, "-m", "tests.assessments.decisions.adopting", "adopt", str(number), str(start))
        for number in range(AT_ONCE)
    ]
    for process in processes:
        wait_until_ready(process)
    start.touch()
    said = [finish(process).strip() for process in processes]

    refusal = "refused: Vaststellen kan niet: de beoordeling van Baarn heeft status Vastgesteld. Vernieuw de pagina."
    assert sorted(said) == ["adopted", *[refusal] * (AT_ONCE - 1)]
    assert "Alles klopt" in finish(run(database, "manage.py", "verify"))
