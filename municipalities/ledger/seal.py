"""The checksum of a delivery with all that came with it: its entries in every ledger, and its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps import apps

from audit.formulas import FORMULAS, NEWEST, digest, digest_of_rows

PARTS = ("Quota", "Correction", "Housing", "Coupling", "DeliveryFile")
APART = {"delivery", "content"}
"""Columns of a part that are left out: whose it is, and the bytes of a file, which its SHA-256 stands for."""

AT_ONCE = 500

GetModel = Callable[[str, str], Any]


def newest(_: int) -> str:
    return NEWEST


def delivery_checksums(
    keys: Sequence[int] | None = None,
    get_model: GetModel = apps.get_model,
    formula_of: Callable[[int], str] = newest,
) -> Iterator[tuple[int, str]]:
    """Yield each delivery, or those that are asked, with its checksum, by the formula that it is to have.

    A migration gives models of its own.
    """
    parts = {name: dict(part_digests(get_model("municipalities", name), keys, formula_of)) for name in PARTS}
    rows = get_model("municipalities", "Delivery")._default_manager.order_by("pk")
    for row in (rows if keys is None else rows.filter(pk__in=keys)).iterator(AT_ONCE):
        own = {name: digests[row.pk] for name, digests in parts.items() if row.pk in digests}
        formula = formula_of(row.pk)
        yield row.pk, f"{formula}-{digest({'delivery': FORMULAS[formula](row), **own})}"


def part_digests(
    model: Any, keys: Sequence[int] | None, formula_of: Callable[[int], str]
) -> Iterator[tuple[int, str]]:
    """Yield what each delivery has in one table, in order of the keys there."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = sorted(field.attname for field in fields if field.name not in APART)
    rows = model._default_manager.order_by("delivery_id", "pk").values_list("delivery_id", *names)
    found = (rows if keys is None else rows.filter(delivery__in=keys)).iterator(5000)
    for delivery, some in groupby(found, key=itemgetter(0)):
        yield delivery, digest_of_rows(names, [row[1:] for row in some], formula_of(delivery))


def checksums_of(keys: Sequence[int]) -> dict[int, str]:
    """Return the checksums of these deliveries; six queries for every few hundred of them."""
    some = (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
    return {key: checksum for each in some for key, checksum in delivery_checksums(each)}
