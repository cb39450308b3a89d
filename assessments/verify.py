"""Whether what was frozen is still what it was: every deviation is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise

from django.apps import apps
from django.db import connection
from django.db.models.fields.json import KT

from assessments.models import AdoptedLetter, Step
from assessments.workflow import TRANSITIONS, State
from audit.append_only import missing_triggers
from audit.chain import chain_deviations, head_deviations
from audit.models import AuditEntry
from audit.seals import SealedModel, holds, readable


def deviations(heads: Sequence[str] = ()) -> Iterator[str]:
    """Yield a Dutch sentence for everything that does not hold; nothing on clean data.

    `heads` are lines of the log that were kept outside the database, each as `key:checksum`.
    """
    for name in missing_triggers(connection):
        yield f"De bewaking {name} ontbreekt in de database of is gewijzigd. Draai: python manage.py migrate"
    logged = logged_checksums()
    for model in sealed_models():
        yield from deviations_of(model, logged[model._meta.label])
    yield from chain_deviations()
    yield from head_deviations(heads)
    yield from letter_deviations()
    yield from step_deviations()


def sealed_models() -> list[type[SealedModel]]:
    """Return what is frozen; the log is a chain of its own."""
    return [
        model for model in apps.get_models() if issubclass(model, SealedModel) and model is not AuditEntry
    ]


def logged_checksums() -> dict[str, dict[str, str]]:
    """Return the checksum of each row when it was frozen, by kind and key; a later line about it counts not."""
    logged: dict[str, dict[str, str]] = defaultdict(dict)
    lines = AuditEntry.objects.filter(object_type__in=[model._meta.label for model in sealed_models()])
    columns = ("object_type", "object_id", KT("details__checksum"))
    for label, key, checksum in lines.order_by("pk").values_list(*columns):
        if checksum is not None:
            logged[label].setdefault(key, checksum)
    return logged


def deviations_of(model: type[SealedModel], logged: Mapping[str, str]) -> Iterator[str]:
    """Yield the rows that are not what their checksum and the log say, and those that are gone."""
    name = str(model._meta.verbose_name)
    found = set()
    for key, row in readable(model):
        found.add(str(key))
        if row is None:
            yield f"{name} {key}: de inhoud is niet te lezen."
        elif not holds(row) or row.checksum != logged.get(str(key)):
            yield f"{name} {key}: de inhoud is niet wat is vastgelegd."
    for gone in sorted(set(logged) - found):
        yield f"{name} {gone}: staat in het logboek, maar niet meer in de database."


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
