"""Whether what was frozen is still what it was: every deviation is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models.fields.json import KT

from accounts.verification import account_deviations
from assessments.judging.judge_again import follows
from assessments.log_line import log_lines_in
from assessments.models import ActLetter, AdoptedLetter, AdoptedReport, AssessmentVersion, Step
from assessments.workflow import STANDING, TRANSITIONS, State
from audit.append_only import missing_triggers, unknown_in_database
from audit.chain import chain_deviations, head_deviations
from audit.models import AuditEntry
from audit.seals import UNREADABLE, SealedModel, checksum_of, formula_named, holds, or_unreadable, readable
from audit.vouched import Vouched, row_deviations, vouched
from audit.words import is_as_recorded, were_taken_away
from municipalities.dutch import clock_text, day_text, listing
from municipalities.ledger.computed import computed_figures
from municipalities.ledger.keep import kept_deviations
from municipalities.ledger.queries import municipalities_of_each
from municipalities.ledger.seal import delivery_checksums
from municipalities.models import Delivery, DeliveryFile, Municipality, Period, Province


def deviations(heads: Sequence[str] = ()) -> Iterator[str]:
    """Yield a Dutch sentence for everything that does not hold; nothing on clean data.

    `heads` are lines of the log that were kept outside the database, each as `key:checksum`.
    """
    for name in missing_triggers(connection):
        yield f"De bewaking {name} ontbreekt in de database of is gewijzigd. Draai: python manage.py migrate"
    yield from unknown_in_database(connection)
    checks = {
        "vastgelegde rijen": row_deviations_of_all(),
        "aanleveringen": delivery_deviations(),
        "logboek": chain_deviations(),
        "accounts": account_deviations(),
        "bewaarde logregels": head_deviations([*heads, *printed_log_lines()]),
        "brieven en rapportages": letter_deviations(),
        "bestanden van aanleveringen": file_deviations(),
        "stappen": step_deviations(),
        "grootboek": ledger_deviations(),
        "bewaarde cijfers": kept_deviations(),
        "beleidskaders": rule_deviations(),
    }
    for what, found in checks.items():
        yield from or_unreadable(what, found)


def printed_log_lines() -> set[str]:
    """Return the lines of the log that adopted letters and reports print: others have those documents too."""
    documents = (
        model.objects.values_list("html", flat=True) for model in (AdoptedLetter, ActLetter, AdoptedReport)
    )
    return set(log_lines_in(map(str, chain.from_iterable(documents))))


def rule_deviations() -> Iterator[str]:
    """Yield adopted versions that the rules that judged would judge otherwise on the same figures and memory."""
    for row in (row for rows in adopted_versions().values() for row in rows if holds(row)):
        yield from or_unreadable(f"versie van een beoordeling {row.pk}", outcome_deviations(row))


def outcome_deviations(row: AssessmentVersion) -> Iterator[str]:
    if follows(row) is False:
        yield f"versie van een beoordeling {row.pk}: het beleidskader geeft nu een andere uitkomst."


def not_to_recompute() -> int:
    """Return how many adopted versions other rules judged, so that it cannot be told whether they follow."""
    rows = (row for rows in adopted_versions().values() for row in rows if holds(row))
    return sum(follows(row) is None for row in rows)


def sealed_models() -> list[type[SealedModel]]:
    """Return what is frozen; the log is a chain of its own."""
    return [
        model for model in apps.get_models() if issubclass(model, SealedModel) and model is not AuditEntry
    ]


def logged_checksums() -> dict[str, dict[str, str]]:
    """Return the checksum of each row when it was frozen, by kind and key; a later line about it counts not."""
    logged: dict[str, dict[str, str]] = defaultdict(dict)
    lines = AuditEntry.objects.filter(
        object_type__in=[*(model._meta.label for model in sealed_models()), Delivery._meta.label]
    )
    columns = ("object_type", "object_id", KT("details__checksum"))
    for label, key, checksum in lines.order_by("pk").values_list(*columns):
        if checksum is not None:
            logged[label].setdefault(key, str(checksum))
    return logged


def says(row: SealedModel | None, taken: Collection[tuple[str, str]], of_before: Vouched) -> str | None:
    """Return the checksum of what a row says; one of before its kind was sealed has none of its own."""
    if row is None:
        return None
    try:
        if not row.checksum:
            return checksum_of(row, of_before.formula)
        return row.checksum if is_as_recorded(row, taken) else ""
    except UNREADABLE:
        return None


def row_deviations_of_all() -> Iterator[str]:
    """Yield what is wrong with rows that have a checksum in the log."""
    logged, before, taken = logged_checksums(), vouched(), were_taken_away()
    for model in sealed_models():
        label, name = model._meta.label, str(model._meta.verbose_name)
        of_before = before.get(label, Vouched())
        found = ((key, says(row, taken, of_before)) for key, row in readable(model))
        yield from row_deviations(name, found, logged[label], of_before)


def delivery_deviations() -> Iterator[str]:
    """Yield what is wrong with deliveries and their entries, each by the formula that the log names."""
    label = Delivery._meta.label
    logged, of_before = logged_checksums()[label], vouched().get(label, Vouched())

    def formula_of(key: int) -> str:
        return formula_named(logged.get(str(key), ""), of_before.formula)

    yield from row_deviations("aanlevering", delivery_checksums(formula_of=formula_of), logged, of_before)


def letter_deviations() -> Iterator[str]:
    for model in (AdoptedLetter, ActLetter):
        name = model._meta.verbose_name
        letters = model.objects.values_list("pk", "html", "sha256", "printed_on")
        for key, html, kept, printed_on in letters:
            if sha256(str(html).encode()).hexdigest() != kept:
                yield f"{name} {key}: de tekst hoort niet bij haar SHA-256."
            if day_text(printed_on) not in str(html):
                yield f"{name} {key}: draagt niet de datum {day_text(printed_on)}."
    for key, html, kept in AdoptedReport.objects.values_list("pk", "html", "sha256"):
        if sha256(str(html).encode()).hexdigest() != kept:
            yield f"vastgestelde rapportage {key}: de tekst hoort niet bij haar SHA-256."


def file_deviations() -> Iterator[str]:
    """Yield the files of deliveries that are not, to the byte, what the log says was recorded."""
    label = Delivery._meta.label
    lines = AuditEntry.objects.filter(object_type=label).order_by("pk")
    logged: dict[str, str] = {}
    for key, checksum in lines.values_list("object_id", KT("details__sha256")):
        if checksum is not None:
            logged.setdefault(key, checksum)
    found = set()
    for key, number, content in DeliveryFile.objects.values_list(
        "pk", "delivery__number", "content"
    ).iterator(50):
        found.add(str(key))
        if sha256(bytes(content)).hexdigest() != logged.get(str(key)):
            yield f"bestand van aanlevering {number}: de inhoud is niet wat is vastgelegd."
    for key in sorted(set(logged) - found):
        yield f"bestand van aanlevering met sleutel {key}: staat in het logboek, maar niet meer in de database."


@dataclass(frozen=True)
class Taken:
    """One step, as far as it must fit in with the others."""

    number: int
    state: str
    by: int | None
    key: int = 0
    corrects: int | None = None
    """The step that it states anew."""


def step_deviations() -> Iterator[str]:
    """Yield versions that did not come where they are by the steps and the people that it takes."""
    taken: dict[int, list[Taken]] = defaultdict(list)
    steps = Step.objects.order_by("version", "number")
    columns = ("version_id", "number", "state", "taken_by_id", "pk", "corrects_id")
    for version, *row in steps.values_list(*columns):
        taken[version].append(Taken(*row))
    letters = set(AdoptedLetter.objects.values_list("version_id", flat=True))
    standing: dict[tuple[int, int], list[int]] = defaultdict(list)
    versions = AssessmentVersion.objects.order_by("pk")
    for key, municipality, period, chosen_by in versions.values_list(
        "pk", "municipality_id", "period_id", "chosen_by_id"
    ):
        for problem in problems_with_steps(taken[key], chosen_by, key in letters):
            yield f"versie van een beoordeling {key}: {problem}"
        if taken[key] and taken[key][-1].state in STANDING:
            standing[municipality, period].append(key)
    for keys in standing.values():
        if len(keys) > 1:
            yield f"versies van een beoordeling {listing([str(key) for key in keys])}: gelden naast elkaar."


ALLOWED = {
    (source.value, (step.target or source).value, step.target is None)
    for step in TRANSITIONS
    for source in step.sources
}
"""From which state to which, and whether that states anew what an earlier step said."""


def problems_with_steps(steps: Sequence[Taken], chosen_by: int | None, has_letter: bool) -> Iterator[str]:
    states = [State.CONCEPT.value, *(step.state for step in steps)]
    numbers = [step.number for step in steps]
    in_order = all(
        (before, step.state, step.corrects is not None) in ALLOWED
        for before, step in zip(states, steps, strict=False)
    )
    if not steps or not in_order or numbers != list(range(1, len(steps) + 1)):
        yield "de stappen volgen elkaar niet zoals het hoort."
    known = {None, *(step.key for step in steps)}
    if any(step.corrects not in known for step in steps):
        yield "een stap verbetert een stap van een andere versie."
    by = {step.state: step.by for step in steps}
    adopted = State.ADOPTED.value in by
    if adopted and by[State.ADOPTED] in {None, by.get(State.PROPOSED), chosen_by}:
        yield "is niet vastgesteld door een ander dan wie voorstelde, de trede koos of de motivering schreef."
    if adopted != has_letter:
        yield "is vastgesteld zonder brief." if adopted else "heeft een brief, maar is niet vastgesteld."


def adopted_versions() -> dict[tuple[str, datetime, int], list[AssessmentVersion]]:
    """Return what was ever adopted, by province, by the moment that was known, and by period."""
    adopted = set(Step.objects.filter(state=State.ADOPTED).values_list("version_id", flat=True))
    province_of = dict(Municipality.objects.values_list("pk", "province_id"))
    found: dict[tuple[str, datetime, int], list[AssessmentVersion]] = defaultdict(list)
    for key, row in readable(AssessmentVersion):
        if row is not None and key in adopted:
            found[province_of[row.municipality_id], row.known_at, row.period_id].append(row)
    return found


def ledger_deviations() -> Iterator[str]:
    """Yield adopted versions of which the figures, as known then, are not in the ledger any more."""
    adopted = adopted_versions()
    periods, provinces = Period.objects.in_bulk(), Province.objects.in_bulk()
    for (province, known_at, period), rows in adopted.items():
        pair = periods[period], known_at
        # From the ledger itself: what was kept of it is compared apart.
        live = computed_figures([pair], municipalities_of_each([pair[0]], provinces[province]))[pair]
        now = {municipality.pk: figures.to_json() for municipality, figures in live.items()}
        for row in rows:
            if not says_the_same(row.figures_snapshot, now.get(row.municipality_id, {})):
                yield f"versie van een beoordeling {row.pk}: het grootboek geeft nu andere cijfers over die tijd."
    # In order of moments: of each province the latest remains.
    for code, needed in {province: known_at for province, known_at, _ in sorted(adopted)}.items():
        closed = provinces[code].closed_until
        if closed is None or closed < needed:
            yield (
                f"provincie {code}: is niet gesloten tot en met {clock_text(needed)}, het moment waarop een "
                "vastgestelde beoordeling steunt."
            )


def says_the_same(kept: Any, now: Mapping[str, Any]) -> bool:
    """Return whether every kept figure is what it is now; a figure that was not known of then does not count."""
    return isinstance(kept, dict) and all(name in now and now[name] == value for name, value in kept.items())
