"""A province of three municipalities that is known in full over 2023-2, delivered as files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from audit.rehearsal import rehearsal
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.particulars import Particulars
from municipalities.intake.record import RecordedFile, record_file
from municipalities.models import Municipality, MunicipalityAlias, Period
from tests.factories import at, deliver_file, make_municipality, make_period, make_province

OWN = {"GM0310": ("De Bilt", 10_000), "GM0344": ("Utrecht", 80_000), "GM0355": ("Zeist", 10_000)}
"""Inhabitants such that shares are easily reckoned: a tenth, eight tenths, a tenth."""
SECOND_HALF = {"first_day": date(2023, 7, 1), "last_day": date(2023, 12, 31)}
NEW_YEAR = date(2023, 12, 31)
LATER = "2024-03-01"


def statement(header: str, *numbers: Any) -> str:
    """Return a file about all three: De Bilt, Utrecht, Zeist."""
    lines = [f"{code};{number}" for code, number in zip(OWN, numbers, strict=True)]
    return "\n".join([f"CBS-code;{header}", *lines])


HOUSINGS = """CBS-code;Datum;Gehuisvest;Soort
GM0310;05-07-2023;3;
GM0344;05-07-2023;20;
GM0344;05-07-2023;2;Nidos
GM0344;01-11-2023;30;
GM0355;31-12-2023;4;HAR
GM0355;30-12-2023;0;
"""
COUPLINGS = """CBS-code;Datum;Gekoppeld;Soort
GM0310;10-07-2023;5;
GM0344;10-07-2023;60;
GM0344;11-07-2023;4;ingetrokken
GM0355;30-09-2023;9;
"""


def files(periods: dict[str, Period]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return what is delivered, by name: kind, text, and what is said of it."""
    now, then = periods["2023-2"], periods["2023-1"]
    first = date(2023, 7, 1)
    return {
        "openings": ("openings", statement("Beginstand", 5, -10, 0), {"on": "2023-01-05", "period": then}),
        "quotas of before": (
            "quotas",
            statement("Taakstelling", 50, 400, 50),
            {"on": "2023-01-06", "period": then, "entry_kind": "announced"},
        ),
        "quotas": (
            "quotas",
            statement("Taakstelling", 100, 800, 100),
            {"on": "2023-05-02", "period": now, "entry_kind": "announced"},
        ),
        "housings-total": (
            "housings-total",
            statement("Gehuisvest t/m 30-06-2023", 45, 380, 60),
            {"on": "2023-07-01", "first_day": date(2023, 1, 1), "last_day": date(2023, 6, 30)},
        ),
        "couplings-open": (
            "couplings-open",
            statement("Openstaand", 10, 50, 8),
            {"on": "2023-07-02", "first_day": first, "last_day": first},
        ),
        "couplings": (
            "couplings",
            COUPLINGS,
            {"on": "2024-01-01", "first_day": date(2023, 7, 2), "last_day": NEW_YEAR},
        ),
        "housings": ("housings", HOUSINGS, {"on": "2024-01-01", **SECOND_HALF}),
        "control": ("housings-total", statement("Gehuisvest", 3, 53, 4), {"on": "2024-01-02", **SECOND_HALF}),
        "corrections": (
            "corrections",
            "Gemeente;Correctie;Reden\nZeist;2;nagekomen\nUtrecht;-3;dubbel",
            {"on": "2024-01-10", "period": now},
        ),
    }


def deliver_all() -> None:
    """Build the state; everything in a module happens after it."""
    province = make_province()
    for code, (name, inhabitants) in OWN.items():
        make_municipality(name, cbs_code=code, inhabitants=inhabitants)
    south = make_province("PV28", "Zuid-Holland")
    hague = make_municipality("'s-Gravenhage", cbs_code="GM0518", province=south)
    MunicipalityAlias.objects.create(name="Den Haag", municipality=hague)
    heir = make_municipality("Nieuwstad", province=south, cbs_code="GM2001", valid_from=date(2025, 1, 1))
    make_municipality(
        "Oudstad", province=south, cbs_code="GM2002", valid_until=date(2024, 12, 31), successor=heir
    )
    for kind, text, said in files({code: make_period(code) for code in ("2023-1", "2023-2")}).values():
        deliver_file(text, kind, province=province, **said)
    make_period("2024-1")


def period(code: str) -> Period:
    return Period.objects.get(code=code)


def municipality(code: str) -> Municipality:
    return Municipality.objects.get(cbs_code=code)


def about(kind: str, *, on: str = LATER, **said: Any) -> Particulars:
    values = {"province": make_province(), "dated_on": date.fromisoformat(on), **said}
    return Particulars(kind=BY_KEY[kind], **values)


def send(
    content: str | bytes,
    kind: str,
    *,
    name: str = "bestand.csv",
    confirmed: dict[str, str] | None = None,
    expected: str = "",
    **said: Any,
) -> RecordedFile:
    """Record a file, with only these doubts confirmed."""
    data = content.encode() if isinstance(content, str) else content
    return record_file(
        data, name, about(kind, **said), by=None, now=at(LATER), confirmed=confirmed or {}, expected=expected
    )


@contextmanager
def tried(content: str, kind: str, *, name: str = "bestand.csv", **said: Any) -> Iterator[RecordedFile]:
    """Do as if a file is recorded, with everything confirmed."""
    with rehearsal():
        yield record_file(content.encode(), name, about(kind, **said), by=None, now=at(LATER))
