"""The checksum of a delivery with all that came with it: its entries in every ledger, and its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps import apps

from audit.formulas import FORMULAS, NEWEST, digest, digest_of_rows

PARTS = ("Quota", "Correction", "Housing", "Coupling", "DeliveryFile")
APART = {"delivery", "content"}
"""Columns of a part that are left out: whose it is, and the bytes of a file, which its SHA-256 stands for."""

GetModel = Callable[[str, str], Any]


def newest(_: int) -> str:
    return NEWEST


def delivery_checksums(
    key: int | None = None,
    get_model: GetModel = apps.get_model,
    formula_of: Callable[[int], str] = newest,
) -> Iterator[tuple[int, str]]:
    """Yield each delivery, or the one that is asked, with its checksum, by the formula that it is to have.

    A migration gives models of its own.
    """
    parts = {name: dict(part_digests(get_model("municipalities", name), key, formula_of)) for name in PARTS}
    rows = get_model("municipalities", "Delivery")._default_manager.order_by("pk")
    for row in (rows.filter(pk=key) if key else rows).iterator(500):
        own = {name: digests[row.pk] for name, digests in parts.items() if row.pk in digests}
        formula = formula_of(row.pk)
        yield row.pk, f"{formula}-{digest({'delivery': FORMULAS[formula](row), **own})}"


def part_digests(model: Any, key: int | None, formula_of: Callable[[int], str]) -> Iterator[tuple[int, str]]:
    """Yield what each delivery has in one table, in order of the keys there."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = sorted(field.attname for field in fields if field.name not in APART)
    rows = model._default_manager.order_by("delivery_id", "pk").values_list("delivery_id", *names)
    found = (rows.filter(delivery=key) if key else rows).iterator(5000)
    for delivery, some in groupby(found, key=itemgetter(0)):
        yield delivery, digest_of_rows(names, [row[1:] for row in some], formula_of(delivery))


def delivery_checksum(key: int) -> str:
    ((_, checksum),) = delivery_checksums(key)
    return checksum
