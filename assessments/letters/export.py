"""The letters of a period as files: in a folder, or as one archive with an index and checksums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import transaction
from django.template.loader import render_to_string

from assessments.judging.names import as_named_in
from assessments.judging.versions import tracks_of
from assessments.keep_pdf import keep_pdf
from assessments.letters.letter import file_name_of, letters_of, render_letter
from assessments.models import AdoptedLetter
from assessments.pdf import pdf_of
from assessments.workflow import State
from audit.actions import record
from audit.refused import Refused
from municipalities.ledger.queries import municipalities_of
from municipalities.ledger.register import name_key
from municipalities.models import Municipality, Period, Province
from municipalities.wording import trouble

UNFINISHED = ".deel"
INDEX, CHECKSUMS = "index.html", "SHA256SUMS"
NEVER = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive, so that the same letters make the same archive."""

Progress = Callable[[Sequence[Any]], Iterable[Any]]
"""Goes along with a long row of work, and shows how far it is."""


@dataclass(frozen=True)
class LetterFile:
    """One letter as it leaves the house."""

    municipality: Municipality
    name: str
    number: str
    rung: int
    state: str
    day: date | None
    """The date of the letter, when it has one."""
    html: str
    adopted: AdoptedLetter | None = None
    """The letter that was kept; None of a concept."""
    pdf: bytes = b""
    """Empty where none was made."""

    @property
    def content(self) -> bytes:
        return self.html.encode()

    @property
    def pdf_name(self) -> str:
        return self.name.removesuffix(".html") + ".pdf"

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Export:
    """What was written, and who got no letter."""

    written: int
    without_figures: list[Municipality]
    not_assessed: list[Municipality]


def letter_files(period: Period, province: Province, progress: Progress = iter) -> list[LetterFile]:
    """Return the letters over a period by name of the municipality: as adopted, else as concept.

    The number of queries is fixed, whatever the number of letters.
    """
    tracks = tracks_of(period, province)
    versions = {track.standing.pk: track.standing for track in tracks.values() if track.standing}
    adopted = AdoptedLetter.objects.filter(version__in=versions).select_related(
        "version__municipality", "pdf"
    )
    kept = [kept_file(row, State(versions[row.version_id].state).label, period) for row in adopted]
    drafts = [concept_file(letter) for letter in progress(letters_of(period, province))]
    return sorted([*kept, *drafts], key=lambda row: name_key(row.municipality))


def kept_file(row: AdoptedLetter, state: str, period: Period) -> LetterFile:
    municipality = as_named_in(row.version, row.version.municipality)
    return LetterFile(
        municipality=municipality,
        name=file_name_of(period, municipality),
        number=row.number,
        rung=row.version.rung or 0,
        state=state,
        day=row.printed_on,
        html=row.html,
        adopted=row,
        pdf=bytes(row.pdf.content) if hasattr(row, "pdf") else b"",
    )


def concept_file(letter: Any) -> LetterFile:
    return LetterFile(
        municipality=as_named_in(letter.assessment, letter.assessment.municipality),
        name=letter.file_name,
        number=letter.number,
        rung=letter.rung.number,
        state=State.CONCEPT.label,
        day=letter.printed_on,
        html=render_letter(letter),
    )


def archive_of(period: Period, province: Province) -> tuple[bytes, int]:
    """Return all letters of a period as one ZIP, and how many they are; raises Refused when there is none."""
    letters = letter_files(period, province)
    if not letters:
        raise no_letters(period)
    return zipped(as_files(letters, period, [province])), len(letters)


def as_files(
    letters: Sequence[LetterFile], period: Period, provinces: Sequence[Province]
) -> dict[str, bytes]:
    """Return the letters with the index and the checksums beside them, by file name."""
    files = named(letters)
    context = {"letters": letters, "period": period, "provinces": provinces}
    files[INDEX] = render_to_string("letters/index.html", context).encode()
    lines = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return {**files, CHECKSUMS: "".join(lines).encode()}


def named(letters: Iterable[LetterFile]) -> dict[str, bytes]:
    """Return the files of letters by name: each as HTML, and as PDF where there is one."""
    return {
        name: content
        for row in letters
        for name, content in ((row.name, row.content), (row.pdf_name, row.pdf))
        if content
    }


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP; the same files give the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            info = ZipInfo(name, NEVER)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def export_letters(
    *,
    period: Period,
    provinces: Sequence[Province],
    directory: Path,
    overwrite: bool,
    by: Any,
    now: Callable[[], datetime],
    with_pdf: bool = False,
    as_zip: bool = False,
    progress: Progress = iter,
) -> Export:
    """Write the letters of a period as files, made anew or with `overwrite`; log it per province.

    `as_zip` makes one archive of them with an index and checksums. Raises Refused when there is no
    letter to write, a file stands in the way, or PDF is asked where it cannot be made.
    """
    letters: list[LetterFile] = []
    counts: dict[Province, int] = {}
    for province in provinces:
        found = letter_files(period, province, progress)
        counts[province] = len(found)
        letters += found
    if not letters:
        raise no_letters(period)
    if with_pdf:
        letters = [replace(row, pdf=pdf_file(row, by, now)) for row in progress(letters)]
    files = named(letters)
    if as_zip:
        archive = zipped(as_files(letters, period, provinces))
        files = {f"toezichtbrieven-{period.code}.zip": archive}
    with transaction.atomic(), all_or_none(files, directory, overwrite=overwrite):
        for province, count in counts.items():
            log_export(province, period, count, directory, by, now)
    return Export(len(letters), *without_letter(period, provinces))


def pdf_file(row: LetterFile, by: Any, now: Callable[[], datetime]) -> bytes:
    """Return the PDF of a letter: that of an adopted one is kept, that of a concept is not."""
    return bytes(keep_pdf(row.adopted, by=by, now=now).content) if row.adopted else pdf_of(row.html)


def no_letters(period: Period) -> Refused:
    return Refused(
        f"Over {period} is er geen brief: er is nog niet beoordeeld, of er zijn geen cijfers ontvangen."
    )


@contextmanager
def all_or_none(files: Mapping[str, bytes], directory: Path, *, overwrite: bool) -> Iterator[None]:
    """Write the files under another name, and give them their own when the body succeeded."""
    refuse_existing(files, directory, overwrite=overwrite)
    unfinished = {name: directory / f"{name}{UNFINISHED}" for name in files}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            unfinished[name].write_bytes(content)
        yield
        for name, path in unfinished.items():
            path.replace(directory / name)
    except OSError as error:
        raise Refused(f"Schrijven in {directory} kan niet: {trouble(error)}. Kies een andere map.") from error
    finally:
        for path in unfinished.values():
            path.unlink(missing_ok=True)


def refuse_existing(files: Mapping[str, bytes], directory: Path, *, overwrite: bool) -> None:
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
