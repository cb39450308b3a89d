"""Run in processes of their own.

`prepare` makes a database with a proposal, and `adopt` adopts it on a sign. `begin` makes one with a
province, and `log` writes lines about it on a sign.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django


def prepare() -> None:
    from accounts.models import Role
    from assessments.workflow import PROPOSE
    from tests.assessments.decisions import deciding
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
    from assessments.decisions.candidates import subjects_of
    from assessments.decisions.take_step import take_step
    from assessments.workflow import ADOPT
    from audit.refused import Refused
    from tests.assessments.decisions.deciding import GIVEN
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
    except Refused as refusal:
        print(f"refused: {refusal}")  # noqa: T201
    else:
        print("adopted")  # noqa: T201


LINES = 40


def begin() -> None:
    from tests.factories import make_province

    make_province()


def log(number: str) -> None:
    """Write lines, each in a transaction of its own, and as many that are rolled back; print how many stand.

    The first transaction lingers, so that the others find a log that is empty still.
    """
    from django.db import transaction
    from django.utils import timezone

    from audit.actions import record
    from audit.models import AuditEntry
    from municipalities.recording import locked
    from tests.factories import make_municipality, make_province

    province = make_province()
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    for line in range(2 * LINES):
        with transaction.atomic():
            if int(number) % 2:
                locked(province, timezone.now)
            else:
                make_municipality(cbs_code=f"GM{number}{line:03}", province=province)
            record(f"door {number}", by=None, at=timezone.now(), line=line)
            time.sleep(0 if line else 0.3)
            transaction.set_rollback(line % 2 == 1)
    print(AuditEntry.objects.filter(action=f"door {number}").count())  # noqa: T201


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    elif sys.argv[1] == "begin":
        begin()
    elif sys.argv[1] == "log":
        log(sys.argv[2])
    else:
        adopt(sys.argv[2], Path(sys.argv[3]))
