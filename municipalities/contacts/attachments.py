"""Files that go with a note: looked into before they are kept, never opened here, and only ever downloaded."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings

from audit.actions import keep_sealed
from municipalities.dutch import number
from municipalities.models import AttachedFile, Municipality, NoteWithFiles
from municipalities.wording import fit_name

MOST_FILES = 10
"""Of one note."""
TOO_MANY = f"Er kunnen hooguit {MOST_FILES} bijlagen bij. Haal er weg, of voeg bestanden samen."
MOST_PARTS = 5_000
"""Of an office file; a long document with pictures has some hundreds."""
MOST_UNPACKED = 200 * 1024 * 1024
MOST_LISTED = 1024 * 1024
"""Bytes of the part of an office file that says what the others are."""


@dataclass(frozen=True)
class Upload:
    """A file that somebody sends along."""

    name: str
    content: bytes


@dataclass(frozen=True)
class FileType:
    """A kind of file, and what its content must show: how it begins and, of an archive, what is in it."""

    content_type: str
    begins: bytes
    part: str = ""
    """What an office file of this kind must have."""

    def is_listed(self, listed: bytes) -> bool:
        """Return whether an office file says of itself that it is of this kind."""
        return self.content_type.encode() in listed


ARCHIVE = b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
JPEG = FileType("image/jpeg", b"\xff\xd8\xff")
TYPES = {
    ".pdf": FileType("application/pdf", b"%PDF-"),
    ".png": FileType("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".docx": FileType(f"{OFFICE}.wordprocessingml.document", ARCHIVE, "word/document.xml"),
    ".xlsx": FileType(f"{OFFICE}.spreadsheetml.sheet", ARCHIVE, "xl/workbook.xml"),
    ".odt": FileType(f"{OPEN}.text", ARCHIVE, "content.xml"),
    ".ods": FileType(f"{OPEN}.spreadsheet", ARCHIVE, "content.xml"),
}
"""By the end of a name."""
NAMED = "PDF, PNG, JPEG, Word (.docx), Excel (.xlsx) of OpenDocument (.odt, .ods)"
DAMAGED = "is beschadigd. Open het en sla het opnieuw op."
LISTS = ("[content_types].xml", "mimetype")
"""Which part of an office file says what it is: of Microsoft, and of OpenDocument."""
MACROS = (b"macroenabled", b"vbaproject", b"activex")
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "activex", "basic/", "scripts/")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
"""What an archive raises that is none, or that is packed in a way that is not known."""


def most_bytes() -> int:
    return int(settings.ATTACHMENT_MB) * 1024 * 1024


def too_large(name: str) -> str:
    return (
        f"“{name}” is groter dan {number(settings.ATTACHMENT_MB)} MB. Maak het bestand kleiner, of schrijf op waar het "
        "staat."
    )


def type_of(name: str) -> FileType | None:
    return TYPES.get(PurePath(name).suffix.lower())


def problems_with_files(files: Sequence[Any], uploads: Iterable[Upload]) -> Iterator[str]:
    """Yield why files cannot be kept with the others of a note, each with what to do."""
    uploads = list(uploads)
    if len(files) + len(uploads) > MOST_FILES:
        yield TOO_MANY
        return
    for upload in uploads:
        problem = problem_with(upload)
        if problem:
            yield problem


def problem_with(upload: Upload) -> str:
    """Return why one file cannot be kept; nothing where it can."""
    name, content, kind = fit_name(upload.name), upload.content, type_of(upload.name)
    if kind is None:
        return f"“{name}” is geen {NAMED}. Sla het op als een daarvan."
    if not content:
        return f"“{name}” is leeg. Kies een ander bestand."
    if len(content) > most_bytes():
        return too_large(name)
    if not content.startswith(kind.begins):
        return f"“{name}” is niet wat de naam zegt. Sla het opnieuw op als {NAMED}."
    wrong = problem_with_parts(kind, content) if kind.part else ""
    return wrong and f"“{name}” {wrong}"


def problem_with_parts(kind: FileType, content: bytes) -> str:
    """Return what is wrong with an office file, by the list of its parts; none of them but that list is unpacked."""
    # Even the list of parts takes memory, so it is measured before it is made.
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        return "bestaat uit te veel delen. Sla het op als PDF."
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = {part.filename.lower(): part for part in archive.infolist()}
        if len(parts) < len(archive.infolist()):
            return DAMAGED
        if any(part.flag_bits & 1 for part in parts.values()):
            return "is versleuteld. Sla het op zonder wachtwoord."
        listed = b"".join(archive.open(parts[name]).read(MOST_LISTED) for name in LISTS if name in parts)
    except UNREADABLE:
        return DAMAGED
    if kind.part not in parts or not kind.is_listed(listed) or b"\x00" in listed:
        return f"is niet wat de naam zegt. Sla het opnieuw op als {NAMED}."
    if any(word in listed.lower() for word in MACROS) or any(
        word in name for name in parts for word in MACRO_PARTS
    ):
        return "heeft macro's. Sla het op zonder macro's."
    if sum(part.file_size for part in parts.values()) > MOST_UNPACKED:
        return "is uitgepakt te groot. Sla het op als PDF."
    return ""


def keep_attachment(
    upload: Upload, *, municipality: Municipality, by: Any, moment: datetime, **given: Any
) -> AttachedFile:
    """Keep a file for good, inside the transaction of the note that carries it; it was looked into before."""
    kind = type_of(upload.name)
    assert kind is not None
    row = AttachedFile(
        municipality=municipality,
        name=fit_name(upload.name),
        content_type=kind.content_type,
        size=len(upload.content),
        content=upload.content,
        recorded_at=moment,
        recorded_by=by,
        **given,
    )
    keep_sealed(row, "bijlage vastgelegd", by=by, at=moment, province_code=municipality.province_id)
    return row


def fill_in_files(notes: Iterable[NoteWithFiles]) -> None:
    """Give each of these notes the files that it carries, without what is in them; one query, none for no files."""
    carrying = [note for note in notes if note.files]
    keys = {key for note in carrying for key in note.files or ()}
    found = AttachedFile.objects.defer("content").in_bulk(keys)
    for note in carrying:
        note.attached = [found[key] for key in note.files or ()]
