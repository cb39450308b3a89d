"""Whether what was frozen is still what it was: every deviation is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise

from django.apps import apps
from django.db import connection

from assessments.models import AdoptedLetter, Step
from assessments.workflow import TRANSITIONS, State
from audit.append_only import missing_triggers
from audit.models import AuditEntry
from audit.seals import SealedModel, checksum_of

UNREADABLE = (ValueError, TypeError, KeyError, ArithmeticError)
"""What a column raises in which something else was written than the application writes."""


def deviations() -> Iterator[str]:
    """Yield a Dutch sentence for everything that does not hold; nothing on clean data."""
    for name in missing_triggers(connection):
        yield f"De bewaking {name} ontbreekt in de database. Draai: python manage.py migrate"
    for model in sealed_models():
        yield from deviations_of(model)
    yield from letter_deviations()
    yield from step_deviations()


def sealed_models() -> list[type[SealedModel]]:
    return [model for model in apps.get_models() if issubclass(model, SealedModel)]


def deviations_of(model: type[SealedModel]) -> Iterator[str]:
    """Yield the rows that are not what their checksum and the log say, and those that are gone."""
    label, name = model._meta.label, str(model._meta.verbose_name)
    lines = AuditEntry.objects.filter(object_type=label).values_list("object_id", "details")
    logged = {key: details["checksum"] for key, details in lines if "checksum" in details}
    keys = [str(key) for key in model._default_manager.values_list("pk", flat=True)]
    for key in keys:
        checksum = checksum_now(model, key)
        if checksum is None:
            yield f"{name} {key}: de inhoud is niet te lezen."
        elif checksum != logged.get(key):
            yield f"{name} {key}: de inhoud is niet wat is vastgelegd."
    for key in sorted(set(logged) - set(keys), key=int):
        yield f"{name} {key}: staat in het logboek, maar niet meer in de database."


def checksum_now(model: type[SealedModel], key: str) -> str | None:
    """Return the checksum of what a row says, None when it cannot be read, "" when it belies itself."""
    try:
        row = model._default_manager.get(pk=key)
        computed = checksum_of(row)
    except UNREADABLE:
        return None
    return computed if computed == row.checksum else ""


def letter_deviations() -> Iterator[str]:
    for key, html, kept in AdoptedLetter.objects.values_list("pk", "html", "sha256"):
        if sha256(str(html).encode()).hexdigest() != kept:
            yield f"vastgestelde brief {key}: de tekst hoort niet bij haar SHA-256."


def step_deviations() -> Iterator[str]:
    """Yield versions of which the steps do not follow each other as they should."""
    allowed = {(source.value, step.target.value) for step in TRANSITIONS for source in step.sources}
    taken: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for version, number, state in Step.objects.order_by("version", "number").values_list(
        "version_id", "number", "state"
    ):
        taken[version].append((number, state))
    for version, steps in taken.items():
        states = [State.CONCEPT.value, *(state for _, state in steps)]
        numbers = [number for number, _ in steps]
        in_order = all(pair in allowed for pair in pairwise(states))
        if not in_order or numbers != list(range(1, len(steps) + 1)):
            yield f"versie van een beoordeling {version}: de stappen volgen elkaar niet zoals het hoort."
