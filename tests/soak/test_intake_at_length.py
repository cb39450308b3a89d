"""The intake against many broken files and many killed recordings: `make soak`. The suite takes a small sample."""

from __future__ import annotations

import pytest

from tests.soak.killing import drill
from tests.soak.uploads import send_mutated

pytestmark = pytest.mark.soak


@pytest.mark.django_db
@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_mutated_uploads_do_no_harm(seed):
    assert sum(send_mutated(1000, seed).values()) == 1000


def test_a_hundred_killed_recordings_leave_all_or_nothing(database, tmp_path):
    found = drill(database, tmp_path / "cijfers.csv", times=100, seed=1)

    assert found["nothing"] > 0
    assert found["all"] > 0
