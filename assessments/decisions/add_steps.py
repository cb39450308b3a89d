"""The rows of a step with many at once: the versions that concepts become, and the step of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from assessments.decisions.candidates import Subject
from assessments.judging.motivation import needs_shared_words, words_of
from assessments.judging.names import names_now
from assessments.judging.save_motivation import figures_named
from assessments.models import Assessment, AssessmentVersion, Judgement, Step
from assessments.rules.ladder import Rung
from assessments.typed_numbers import confirmed_in, kept_numbers
from assessments.workflow import Transition
from audit.actions import keep_all_sealed

JUDGED = [field for field in AssessmentVersion._meta.concrete_fields if hasattr(Judgement, field.attname)]
"""What a version takes over from the concept."""


def freeze(
    subjects: Sequence[Subject],
    ladder: Mapping[int, Rung],
    motivation: str,
    confirmed: Sequence[str],
    *,
    by: Any,
    moment: datetime,
) -> list[AssessmentVersion]:
    """Return the version of each subject; a concept becomes one, and never changes again."""
    versions = [version_of(row, ladder, motivation, confirmed) for row in subjects]
    concepts = [row.judgement.pk for row in subjects if isinstance(row.judgement, Assessment)]
    if concepts:
        new = [version for version in versions if version.pk is None]
        province = new[0].municipality.province_id
        nothing: list[dict[str, Any]] = [{} for _ in new]
        keep_all_sealed(
            new, "beoordeling vastgezet", by=by, at=moment, province_code=province, details=nothing
        )
        Assessment.objects.filter(pk__in=concepts).delete()
    return versions


def version_of(
    subject: Subject, ladder: Mapping[int, Rung], motivation: str, confirmed: Sequence[str]
) -> AssessmentVersion:
    concept = subject.judgement
    if isinstance(concept, AssessmentVersion):
        return concept
    fields = {field.attname: getattr(concept, field.attname) for field in JUDGED}
    fields["motivation"] = words_of(concept, motivation)
    if needs_shared_words(concept):
        shared = confirmed_in([fields["motivation"]], figures_named(concept), confirmed)
        fields["confirmed_numbers"] = kept_numbers([*concept.confirmed_numbers.splitlines(), *shared])
    names = names_now(subject.municipality, ladder)
    version = AssessmentVersion(**fields, number=subject.track.next_number, names=names)
    version.municipality, version.period = subject.municipality, concept.period
    return version


def add_steps(
    versions: Sequence[AssessmentVersion], step: Transition, *, by: Any, moment: datetime, **given: Any
) -> None:
    """Add a step to versions of one province and log each, with the checksums that `verify` compares."""
    if not versions:
        return
    taken = (
        Step.objects.filter(version__in=versions).order_by().values_list("version").annotate(Max("number"))
    )
    numbers = dict(taken)
    corrected = steps_stating(versions, step.asks[0]) if step.target is None else {}
    rows = [
        Step(
            version=version,
            number=numbers.get(version.pk, 0) + 1,
            state=step.target or version.state,
            taken_at=moment,
            taken_by=by,
            corrects=corrected.get(version.pk),
            **given,
        )
        for version in versions
    ]
    said = {name: str(value) for name, value in given.items()}
    keep_all_sealed(
        rows,
        f"beoordeling {step.done}",
        by=by,
        at=moment,
        province_code=versions[0].municipality.province_id,
        details=[{"result": row.get_state_display(), **said} for row in rows],
    )


def steps_stating(versions: Sequence[AssessmentVersion], day: str) -> dict[int, Step]:
    """Return the step that says on which day something happened, by the id of its version; the newest such step."""
    steps = Step.objects.filter(version__in=versions, corrected_by=None).exclude(**{day: None})
    return {step.version_id: step for step in steps}
