"""A small sample of what `make soak` does at length, and two who record the same file at once."""

from __future__ import annotations

import pytest

from tests.processes import ask, finish, go, run, wait_until_ready
from tests.soak.killing import COUNTS, drill, prepare, write_file
from tests.soak.uploads import send_mutated


@pytest.mark.django_db
@pytest.mark.usefixtures("example")
def test_mutated_uploads_do_no_harm():
    outcomes = send_mutated(40, seed=20)

    assert min(outcomes.values()) > 0, "every outcome occurs"


def test_killed_recordings_leave_all_or_nothing(database, tmp_path):
    assert sum(drill(database, tmp_path / "cijfers.csv", times=2, seed=2).values()) == 2


def test_two_people_recording_the_same_file_at_once_give_one_delivery(database, tmp_path):
    file = tmp_path / "cijfers.csv"
    total = write_file(file, 0)
    prepare(database)
    both = [run(database, "-m", "tests.soak.recording", str(file)) for _ in range(2)]
    for process in both:
        wait_until_ready(process)
    for process in both:
        go(process)

    assert sorted(finish(process) for process in both) == ["nothing new", "recorded"]
    assert ask(database, COUNTS) == [(1, 1, 1, total)]
