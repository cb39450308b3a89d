"""Checksums of rows that never change, so that a change behind the application's back is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from secrets import token_hex
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from audit.append_only import AppendOnlyModel
from audit.formulas import FORMULAS, NEWEST, UNNAMED


class SealedModel(AppendOnlyModel):
    """A row with the checksum of everything it says; `sealed()` sets it, before the only save.

    It names who did it as that person was then; a row from before that was kept has the account alone. What a model
    names in `personal` is sealed apart, with a salt: it can be taken away, and the seal still holds.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    by_name = models.CharField("naam van toen", max_length=100, blank=True, editable=False)
    by_email = models.CharField("e-mailadres van toen", max_length=254, blank=True, editable=False)
    by_role = models.CharField("functie van toen", max_length=50, blank=True, editable=False)

    checksum = models.CharField("controlegetal", max_length=80, editable=False)
    words = models.JSONField("hoe persoonlijke woorden zijn verzegeld", null=True, editable=False)

    class Meta(AppendOnlyModel.Meta):
        abstract = True

    def naming(self, by: Any) -> Self:
        """Write down who does it; nobody for a command on the server."""
        if by is not None:
            self.by_name, self.by_email, self.by_role = by.name, by.email, by.get_role_display()
        return self

    def sealed(self) -> Self:
        salts = self.words or {}
        said = [name for name in ("by_name", "by_email", *self.personal) if getattr(self, name)]
        self.words = {name: salts.get(name) or {"salt": token_hex(16)} for name in said} or None
        self.checksum = checksum_of(self)
        return self


def checksum_of(row: models.Model, formula: str = NEWEST) -> str:
    """Return what a row says by a formula, with its name: as a stored password names how it was hashed."""
    name = "" if formula in UNNAMED else f"{formula}-"
    return f"{name}{FORMULAS[formula](row)}"


def formula_named(checksum: str, otherwise: str) -> str:
    """Return the formula that a checksum names; the other one when it names none that there is."""
    name = checksum.rpartition("-")[0]
    return name if name in FORMULAS else otherwise


def formulas_of(checksum: str) -> tuple[str, ...]:
    """Return by which formulas a checksum can have been computed: the one that it names, if it names one."""
    name = checksum.rpartition("-")[0]
    return (name,) if name else UNNAMED


Sealed = TypeVar("Sealed", bound=SealedModel)
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What a column raises in which something else was written than the application writes."""
AT_ONCE = 500
WITH_CONTENT = 5
"""Of rows that hold files fewer at a time: each may take megabytes."""


def or_unreadable(what: str, found: Iterable[str]) -> Iterator[str]:
    """Yield what a check finds; where it meets what it cannot read, say so of `what`, so that others go on."""
    try:
        yield from found
    except UNREADABLE:
        yield f"{what}: de inhoud is niet te lezen."


def readable(model: type[Sealed]) -> Iterator[tuple[int, Sealed | None]]:
    """Yield every row with its key, in order of keys; None for a row that cannot be read."""
    rows = model._default_manager.order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    holds_files = any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
    step = WITH_CONTENT if holds_files else AT_ONCE
    for start in range(0, len(keys), step):
        some = keys[start : start + step]
        try:
            found = {row.pk: row for row in rows.filter(pk__in=some)}
        except UNREADABLE:
            found = {key: row for key in some if (row := read(model, key)) is not None}
        yield from ((key, found.get(key)) for key in some)


def read(model: type[Sealed], key: int) -> Sealed | None:
    try:
        row: Sealed | None = model._default_manager.filter(pk=key).first()
    except UNREADABLE:
        return None
    return row


def holds(row: SealedModel) -> bool:
    """Return whether a row says what its checksum says; False too when that cannot be told."""
    try:
        return any(checksum_of(row, formula) == row.checksum for formula in formulas_of(row.checksum))
    except UNREADABLE:
        return False
