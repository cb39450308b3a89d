"""The provinces and municipalities of the Netherlands, loaded from fixtures/municipalities.csv."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from municipalities.models import Municipality, MunicipalityAlias, Province

LIST_DATE = date(2023, 1, 1)
"""The day of the list: what it names existed then; since when is not in it."""


def read_fixture(name: str) -> list[dict[str, str]]:
    """Return the rows of a semicolon-separated file in fixtures/, without its comment lines."""
    path = Path(settings.BASE_DIR) / "fixtures" / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter=";"))


@transaction.atomic
def load_reference() -> int:
    """Add the provinces and municipalities that are not there yet; return how many municipalities."""
    rows = read_fixture("municipalities.csv")
    provinces = {
        row["province_code"]: Province(code=row["province_code"], name=row["province"]) for row in rows
    }
    Province.objects.bulk_create(provinces.values(), ignore_conflicts=True)
    known = set(Municipality.objects.values_list("cbs_code", flat=True))
    new = [
        Municipality(
            cbs_code=row["cbs_code"],
            name=row["name"],
            province_id=row["province_code"],
            inhabitants=int(row["inhabitants"]),
            valid_from=LIST_DATE,
        )
        for row in rows
        if row["cbs_code"] not in known
    ]
    Municipality.objects.bulk_create(new)
    load_aliases()
    return len(new)


def load_aliases() -> None:
    """Add the other names of municipalities that are not there yet."""
    by_code = dict(Municipality.objects.values_list("cbs_code", "pk"))
    MunicipalityAlias.objects.bulk_create(
        [
            MunicipalityAlias(municipality_id=by_code[row["cbs_code"]], name=row["name"])
            for row in read_fixture("aliases.csv")
        ],
        ignore_conflicts=True,
    )
