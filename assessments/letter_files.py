"""Writing the letters of a period to files: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.letters import file_name_of, letters_of, render_letter
from assessments.models import AdoptedLetter
from assessments.tracks import tracks_of
from assessments.workflow import State
from audit.actions import record
from municipalities.actions import Refused
from municipalities.models import Municipality, Period, Province
from municipalities.queries import municipalities_of

UNFINISHED = ".deel"


@dataclass(frozen=True)
class Export:
    """What was written, and who got no letter."""

    written: int
    without_figures: list[Municipality]
    not_assessed: list[Municipality]


def export_letters(
    *,
    period: Period,
    provinces: Sequence[Province],
    directory: Path,
    overwrite: bool,
    by: Any,
    now: Callable[[], datetime],
) -> Export:
    """Write the letters of a period as HTML files, made anew or with `overwrite`; log it per province.

    Raises Refused when there is no letter to write, or a file stands in the way.
    """
    files: dict[str, str] = {}
    counts: dict[Province, int] = {}
    for province in provinces:
        found = documents_of(period, province)
        counts[province] = len(found)
        files |= found
    if not files:
        raise Refused(
            f"Over {period} is er geen brief: er is nog niet beoordeeld, of er zijn geen cijfers ontvangen."
        )
    with transaction.atomic(), all_or_none(files, directory, overwrite=overwrite):
        for province, count in counts.items():
            log_export(province, period, count, directory, by, now)
    return Export(len(files), *without_letter(period, provinces))


def documents_of(period: Period, province: Province) -> dict[str, str]:
    """Return the letters over a period by file name: as adopted, else as concept."""
    tracks = tracks_of(period, province).values()
    standing = [track.standing for track in tracks if track.standing is not None]
    adopted = AdoptedLetter.objects.filter(version__in=standing)
    kept = {
        file_name_of(period, row.version.municipality): row.html
        for row in adopted.select_related("version__municipality")
    }
    return kept | {letter.file_name: render_letter(letter) for letter in letters_of(period, province)}


@contextmanager
def all_or_none(files: Mapping[str, str], directory: Path, *, overwrite: bool) -> Iterator[None]:
    """Write the files under another name, and give them their own when the body succeeded."""
    refuse_existing(files, directory, overwrite=overwrite)
    unfinished = {name: directory / f"{name}{UNFINISHED}" for name in files}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            unfinished[name].write_text(text, encoding="utf-8", newline="\n")
        yield
        for name, path in unfinished.items():
            path.replace(directory / name)
    except OSError as error:
        raise Refused(f"Schrijven in {directory} kan niet: {error.strerror}. Kies een andere map.") from error
    finally:
        for path in unfinished.values():
            path.unlink(missing_ok=True)


def refuse_existing(files: Mapping[str, str], directory: Path, *, overwrite: bool) -> None:
    if directory.exists() and not directory.is_dir():
        raise Refused(f"{directory} is geen map. Kies een andere map.")
    existing = sorted(name for name in files if (directory / name).exists())
    if existing and not overwrite:
        raise Refused(
            f"In {directory} staat {existing[0]} al. Kies een andere map, of vervang de brieven met --overwrite."
        )


def log_export(
    province: Province, period: Period, count: int, directory: Path, by: Any, now: Callable[[], datetime]
) -> None:
    record(
        "brieven geëxporteerd",
        by=by,
        at=now(),
        about=period,
        province_code=province.code,
        letters=count,
        directory=str(directory),
    )


def without_letter(
    period: Period, provinces: Sequence[Province]
) -> tuple[list[Municipality], list[Municipality]]:
    """Return whose figures were not received, and who was not assessed at all; by name."""
    rungs = {
        key: track.shown.rung
        for province in provinces
        for key, track in tracks_of(period, province).items()
        if track.shown is not None and track.shown.state != State.WITHDRAWN
    }
    everybody = [row for province in provinces for row in municipalities_of(period, province)]
    return (
        [row for row in everybody if row.pk in rungs and rungs[row.pk] is None],
        [row for row in everybody if row.pk not in rungs],
    )
