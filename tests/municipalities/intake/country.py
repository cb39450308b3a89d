"""A country small enough to know by heart, in memory: reading a file needs no ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from municipalities.intake.findings import Reading
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.names import Register
from municipalities.intake.particulars import Particulars
from municipalities.intake.read_rows import read_file
from municipalities.models import Municipality, MunicipalityAlias, Period, Province, QuotaKind

UTRECHT = Province(code="PV26", name="Utrecht")
PROVINCES = {
    province.code: province
    for province in (
        UTRECHT,
        Province(code="PV21", name="Fryslân"),
        Province(code="PV27", name="Noord-Holland"),
        Province(code="PV28", name="Zuid-Holland"),
        Province(code="PV31", name="Limburg"),
    )
}
OWN = {"GM0310": "De Bilt", "GM0344": "Utrecht", "GM0355": "Zeist"}
ELSEWHERE = {
    "GM0373": ("Bergen (NH.)", "PV27"),
    "GM0893": ("Bergen (L.)", "PV31"),
    "GM0518": ("'s-Gravenhage", "PV28"),
    "GM1900": ("Súdwest-Fryslân", "PV21"),
}
SINCE = date(1900, 1, 1)
DE_RONDE_VENEN = Municipality(
    pk=50, cbs_code="GM0736", name="De Ronde Venen", province=PROVINCES["PV28"], valid_from=SINCE
)
"""In another province here, so that the own one stays as small as it is."""
ABCOUDE = Municipality(
    pk=51,
    cbs_code="GM0305",
    name="Abcoude",
    province=UTRECHT,
    valid_from=SINCE,
    valid_until=date(2010, 12, 31),
    successor=DE_RONDE_VENEN,
)
WEESP, LEERDAM = (
    Municipality(
        pk=pk,
        cbs_code=code,
        name=name,
        province=PROVINCES[province],
        valid_from=SINCE,
        valid_until=date(2022, 3, 23),
    )
    for pk, code, name, province in ((52, "GM0457", "Weesp", "PV27"), (53, "GM0545", "Leerdam", "PV28"))
)
MUNICIPALITIES = [
    *(
        Municipality(pk=number, cbs_code=code, name=name, province=UTRECHT, valid_from=SINCE)
        for number, (code, name) in enumerate(OWN.items(), 1)
    ),
    *(
        Municipality(pk=number, cbs_code=code, name=name, province=PROVINCES[province], valid_from=SINCE)
        for number, (code, (name, province)) in enumerate(ELSEWHERE.items(), 20)
    ),
    DE_RONDE_VENEN,
    ABCOUDE,
    WEESP,
    LEERDAM,
]
BY_CODE = {municipality.cbs_code: municipality for municipality in MUNICIPALITIES}
WEESP.successor = BY_CODE["GM0373"]
LEERDAM.successor = BY_CODE["GM0344"]
"""One merged into a municipality of its own province, the other, here, into Utrecht."""
REGISTER = Register(
    MUNICIPALITIES,
    [MunicipalityAlias(name="Den Haag", municipality=BY_CODE["GM0518"])],
    PROVINCES.values(),
)
PERIOD = Period(
    pk=1,
    code="2023-2",
    start=date(2023, 7, 1),
    end=date(2024, 1, 1),
    reference_date=date(2023, 10, 1),
)


def about(kind: str, **said: Any) -> Particulars:
    """Return what a person says of a file when nothing is special about it: all of 2023-2."""
    first, last = PERIOD.start, PERIOD.last_day
    by_question: dict[str, dict[str, Any]] = {
        "period": {"period": PERIOD},
        "days": {"first_day": first, "last_day": last},
        "day": {"first_day": last if kind == "couplings-open" else first, "last_day": last},
    }
    values = by_question[BY_KEY[kind].asks]
    if kind == "quotas":
        values["entry_kind"] = QuotaKind.ANNOUNCED
    return Particulars(
        kind=BY_KEY[kind], province=UTRECHT, **{"dated_on": date(2024, 1, 5), **values, **said}
    )


def read(content: bytes, kind: str, **said: Any) -> Reading:
    return read_file(content, about(kind, **said), register=REGISTER)
