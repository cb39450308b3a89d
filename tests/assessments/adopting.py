"""Run in processes of their own: `prepare` makes a database with a proposal, `adopt` adopts it on a sign."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django


def prepare() -> None:
    from accounts.models import Role
    from assessments.workflow import PROPOSE
    from tests.assessments import deciding
    from tests.factories import make_municipality, make_user

    deciding.covered(make_municipality("Baarn", cbs_code="GM0308"), housed=7)
    deciding.ready_to_write()
    deciding.assess()
    deciding.take(PROPOSE)
    for number in range(8):
        make_user(Role.ADOPTER, email=f"vaststeller{number}@example.nl")


def adopt(number: str, start: Path) -> None:
    """Look at the page, wait for the others, and adopt; print what came of it."""
    from django.utils import timezone

    from accounts.models import User
    from assessments.decisions import StepRefused, take_step
    from assessments.subjects import subjects_of
    from assessments.workflow import ADOPT
    from tests.assessments.deciding import GIVEN
    from tests.factories import make_period, make_province

    by, period, province = (
        User.objects.get(email=f"vaststeller{number}@example.nl"),
        make_period(),
        make_province(),
    )
    keys = [row.key for row in subjects_of(ADOPT, period, province, by=by, now=timezone.now())]
    print("ready", flush=True)  # noqa: T201
    while not start.exists():
        time.sleep(0.005)
    try:
        take_step(
            ADOPT, period=period, province=province, keys=keys, by=by, now=timezone.now, **GIVEN["adopt"]
        )
    except StepRefused as refusal:
        print(f"refused: {refusal}")  # noqa: T201
    else:
        print("adopted")  # noqa: T201


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        adopt(sys.argv[2], Path(sys.argv[3]))
