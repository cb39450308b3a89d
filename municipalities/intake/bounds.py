"""What a file may hold, looked at before anything of it is parsed into memory."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_PARTS = 500
MOST_SHEETS = 50
MOST_ROWS = 100_000
MOST_COLUMNS = 256
MOST_CELLS = 1_200_000
MOST_MERGED = 50_000
"""Rows that merged cells take up together."""
STEP = 64 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
ADVICE = "Sla het op als .xlsx of .csv zonder wachtwoord en macro's."

DAMAGED = (
    "Dit bestand is beschadigd en kan niet worden gelezen. Open het in Excel en sla het opnieuw op als .xlsx."
)
UNPACKED = f"het is uitgepakt groter dan {MOST_UNPACKED // 1024 // 1024} MB"

ROWS = f"het heeft meer dan {MOST_ROWS:,} rijen".replace(",", ".")
CELLS = "het heeft te veel cellen"


class Unreadable(Exception):
    """A file that is refused before it is read; its text says why and what to do, in Dutch."""


def refused(what: str) -> Unreadable:
    return Unreadable(f"Dit bestand kan niet worden gelezen: het is {what}. {ADVICE}")


def too_much(what: str) -> Unreadable:
    return Unreadable(
        f"Dit bestand kan niet worden gelezen: {what}. Haal weg wat niet nodig is, of verdeel het over meer bestanden."
    )


@dataclass
class SheetFacts:
    """What a look over the raw sheet tells that reading its values does not."""

    rows: int = 0
    cells: int = 0
    last_row: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """Stretches of columns, both ends included, counted from 0."""
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Per row the stretches of columns that were made one cell, counted from 0."""

    def is_merged(self, row: int, column: int) -> bool:
        return any(first <= column <= last for first, last in self.merged.get(row, ()))


def is_workbook(content: bytes) -> bool:
    """Return whether a file must be read as Excel; refuse what is neither that nor text."""
    if len(content) > MOST_BYTES:
        raise refused(f"groter dan {MOST_BYTES // 1024 // 1024} MB")
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Unreadable("Dit bestand is leeg. Kies een ander bestand.")
    if content.startswith(OLE):
        raise refused("versleuteld" if ENCRYPTED in content else "een .xls-bestand")
    return content.startswith(b"PK")


def open_workbook(content: bytes) -> zipfile.ZipFile:
    """Return the parts of an Excel file, once their number, size and names are within bounds."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        raise Unreadable(DAMAGED) from None
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise refused("versleuteld")
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise refused("een bestand met macro's")
    if not {"[Content_Types].xml", WORKBOOK, RELATIONS} <= names:
        raise refused("geen Excel- of CSV-bestand")
    if len(parts) > MOST_PARTS or len(names) != len(parts):
        raise too_much(f"het bestaat uit {len(parts)} delen")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_much(UNPACKED)
    if b"macroEnabled" in b"".join(pieces(archive, archive.getinfo("[Content_Types].xml"))):
        raise refused("een bestand met macro's")
    return archive


def look_over(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Return what the raw parts tell, by name; refuse what is too large or no plain XML."""
    parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
    weigh(archive, parts)
    found: dict[str, SheetFacts] = {}
    for part in parts:
        watcher = Watcher()
        for piece in pieces(archive, part):
            watcher.feed(piece)
        found[part.filename] = watcher.facts
    if sum(facts.cells for facts in found.values()) > MOST_CELLS:
        raise too_much(CELLS)
    return found


def weigh(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse what is far too large in a moment, without looking at what stands in it."""
    unpacked = cells = 0
    for part in parts:
        rows = 0
        for piece in pieces(archive, part):
            unpacked += len(piece)
            rows += piece.count(b"<row ") + piece.count(b":row ")
            cells += piece.count(b"<c ") + piece.count(b":c ")
            if unpacked > MOST_UNPACKED:
                raise too_much(UNPACKED)
            if rows > MOST_ROWS:
                raise too_much(ROWS)
            if cells > MOST_CELLS:
                raise too_much(CELLS)


def pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(part) as stream:
            while piece := stream.read(STEP):
                yield piece
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        raise Unreadable(DAMAGED) from None


class Watcher:
    """Goes over the XML of one part without keeping it, and stops at the first thing that is too much."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self.taken = self.width = 0
        self.last_cell = ""
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.EntityDeclHandler = self.refuse_doctype
        self.parser.StartElementHandler = self.element

    def feed(self, piece: bytes) -> None:
        try:
            self.parser.Parse(piece, False)
        except expat.ExpatError:
            raise Unreadable(DAMAGED) from None

    def refuse_doctype(self, *_: object) -> None:
        raise refused("geen gewoon Excel-bestand")

    def element(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.facts.cells += 1
            self.last_cell = attributes.get("r", "")
            if self.facts.cells > MOST_CELLS:
                raise too_much(CELLS)
        elif name == "row":
            self.row(attributes)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = number_of(attributes.get("min")), number_of(attributes.get("max"))
            self.facts.hidden_columns.append((first - 1, last - 1))
        elif name == "mergeCell":
            self.merge(attributes.get("ref", ""))

    def row(self, attributes: dict[str, str]) -> None:
        facts = self.facts
        facts.rows += 1
        # The cells before a lone cell far to the right are made up when the row is read.
        self.width += place_of(self.last_cell)[0]
        self.last_cell = ""
        if self.width > 2 * MOST_CELLS:
            raise too_much("het heeft te veel kolommen")
        facts.last_row = number_of(attributes.get("r")) if "r" in attributes else facts.last_row + 1
        if facts.rows > MOST_ROWS or facts.last_row > MOST_ROWS:
            raise too_much(ROWS)
        if attributes.get("hidden") in ("1", "true"):
            facts.hidden_rows.append(facts.last_row)

    def merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        (left, top), (right, bottom) = place_of(first), place_of(last or first)
        bottom = min(bottom, MOST_ROWS)
        self.taken += max(0, bottom - top + 1)
        if self.taken > MOST_MERGED:
            raise too_much("het heeft te veel samengevoegde cellen")
        for row in range(top, bottom + 1):
            self.facts.merged.setdefault(row, []).append((left, right))


def number_of(text: str | None) -> int:
    """Return a number in an attribute; 0 when it is none, which no row or column has."""
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 9 else 0


def place_of(reference: str) -> tuple[int, int]:
    """Return the column, counted from 0, and the row of a reference like C5."""
    letters = "".join(letter for letter in reference if letter.isascii() and letter.isalpha()).upper()[:3]
    digits = reference[len(letters) :].replace("$", "")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1, number_of(digits)
