"""What a file may hold, looked at before anything of it is parsed into memory."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree
from xml.parsers import expat

from municipalities.dutch import number

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_PARTS = 500
MOST_SHEETS = 50
MOST_ROWS = 100_000
MOST_COLUMNS = 256
MOST_CELLS = 1_200_000
MOST_MERGED = 50_000
"""Rows that merged cells take up together."""
MOST_TAGS = 400_000
"""Signs < outside rows and cells: texts, styles, rules; the library makes objects of them."""
MOST_SMALL_TAGS = 50_000
"""Signs < in a part that is read whole: which sheets there are, and which parts."""
TAGS_PER_CELL = 6
STEP = 64 * 1024
LONGEST_TAG = 16
"""In how many steps a tag or text must end; a cell holds 32,767 signs."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How Excel packs; what else exists cannot be unpacked little by little."""

NOTHING = re.compile(r"0*[.]?0+")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
ADVICE = "Sla het op als .xlsx of .csv zonder wachtwoord en macro's."

DAMAGED = (
    "Dit bestand is beschadigd en kan niet worden gelezen. Open het in Excel en sla het opnieuw op als .xlsx."
)
UNPACKED = f"het is uitgepakt groter dan {MOST_UNPACKED // 1024 // 1024} MB"

ROWS = f"het heeft meer dan {number(MOST_ROWS)} rijen"
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
    is_filtered: bool = False
    """Whether a filter leaves out rows; programs that write one do not always hide them."""
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
    # Even the list of parts takes memory, so it is measured before it is made.
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise too_much(f"het bestaat uit meer dan {MOST_PARTS} delen")
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
    if not {TYPES, WORKBOOK, RELATIONS} <= names:
        raise refused("geen Excel- of CSV-bestand")
    if len({name.lower() for name in names}) != len(parts):
        raise Unreadable(DAMAGED)
    if any(part.compress_type not in METHODS for part in parts):
        raise Unreadable(DAMAGED)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_much(UNPACKED)
    look_at_types(small_part(archive, TYPES))
    return archive


def look_at_types(types: ElementTree.Element) -> None:
    """Refuse macros, and parts that would be read without having been looked at."""
    for element in types:
        kind, part = element.get("ContentType", ""), element.get("PartName", "")
        if "macroEnabled" in kind:
            raise refused("een bestand met macro's")
        main = "spreadsheetml" in kind and kind.endswith(".main+xml")
        if (part and kind.endswith("+xml") and not is_looked_at(part)) or (main and part != f"/{WORKBOOK}"):
            raise Unreadable(DAMAGED)


def is_looked_at(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def small_part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """Return a part that is read whole, once it is known to be small and plain."""
    whole, watcher = b"", Watcher()
    for piece in pieces(archive, archive.getinfo(name)):
        whole += piece
        if whole.count(b"<") > MOST_SMALL_TAGS or len(whole) > LONGEST_TAG * STEP:
            raise too_much(f"het deel {name} is te groot")
        watcher.feed(piece)
    watcher.end()
    return ElementTree.fromstring(whole)


def look_over(archive: zipfile.ZipFile, sheets: set[str]) -> dict[str, SheetFacts]:
    """Return what the raw parts tell, by name; refuse what is too large or no plain XML."""
    parts = [part for part in archive.infolist() if is_looked_at(part.filename)]
    weigh(archive, parts, sheets)
    found: dict[str, SheetFacts] = {}
    for part in parts:
        watcher = Watcher()
        for piece in pieces(archive, part):
            watcher.feed(piece)
        watcher.end()
        found[part.filename] = watcher.facts
    return found


def weigh(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], sheets: set[str]) -> None:
    """Refuse what is far too large in a moment, without looking at what stands in it."""
    unpacked = cells = tags = 0
    for part in parts:
        rows = without_end = 0
        for piece in pieces(archive, part):
            in_rows = piece.count(b"<row ") + piece.count(b":row ")
            in_cells = piece.count(b"<c ") + piece.count(b":c ")
            unpacked, rows, cells = unpacked + len(piece), rows + in_rows, cells + in_cells
            tags += piece.count(b"<")
            if part.filename in sheets:
                tags -= min(piece.count(b"<"), 2 * in_rows + TAGS_PER_CELL * in_cells)
            without_end = 0 if b">" in piece else without_end + 1
            if unpacked > MOST_UNPACKED:
                raise too_much(UNPACKED)
            if rows > MOST_ROWS:
                raise too_much(ROWS)
            if cells > MOST_CELLS:
                raise too_much(CELLS)
            if tags > MOST_TAGS or without_end > LONGEST_TAG:
                raise too_much("het heeft te veel teksten of opmaak")


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
        self.row_name = self.letters = ""
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.EntityDeclHandler = self.refuse_doctype
        self.parser.StartElementHandler = self.element

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        try:
            self.parser.Parse(piece, is_last)
        except expat.ExpatError:
            raise Unreadable(DAMAGED) from None

    def end(self) -> None:
        """Hear that there is no more: what was opened must be closed."""
        self.feed(b"", is_last=True)

    def refuse_doctype(self, *_: object) -> None:
        raise refused("geen gewoon Excel-bestand")

    def element(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.cell(attributes.get("r"))
        elif name == "row":
            self.row(attributes)
        elif name == "col" and is_hidden(attributes, "width"):
            first, last = number_of(attributes.get("min")), number_of(attributes.get("max"))
            self.facts.hidden_columns.append((first - 1, last - 1))
            if len(self.facts.hidden_columns) > MOST_COLUMNS:
                raise too_much("het heeft te veel kolommen")
        elif name == "filterColumn":
            self.facts.is_filtered = True
        elif name == "mergeCell":
            self.merge(attributes.get("ref", ""))

    def cell(self, reference: str | None) -> None:
        """Count a cell. The library loses cells that do not come in order, so those are refused."""
        self.facts.cells += 1
        if self.facts.cells > MOST_CELLS:
            raise too_much(CELLS)
        if reference is None:
            return
        letters = reference.rstrip("0123456789")
        if (len(letters), letters) <= (len(self.letters), self.letters) or (
            self.row_name and reference[len(letters) :] != self.row_name
        ):
            raise Unreadable(DAMAGED)
        self.letters = letters

    def row(self, attributes: dict[str, str]) -> None:
        facts = self.facts
        facts.rows += 1
        # The cells before a lone cell far to the right are made up when the row is read.
        self.width += place_of(self.letters)[0]
        self.letters, self.row_name = "", attributes.get("r", "")
        if self.width > 2 * MOST_CELLS:
            raise too_much("het heeft te veel kolommen")
        number = number_of(self.row_name) if "r" in attributes else facts.last_row + 1
        if facts.rows > MOST_ROWS or number > MOST_ROWS:
            raise too_much(ROWS)
        if number <= facts.last_row:  # such a row would be lost as well
            raise Unreadable(DAMAGED)
        facts.last_row = number
        if is_hidden(attributes, "ht"):
            facts.hidden_rows.append(number)

    def merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        (left, top), (right, bottom) = place_of(first), place_of(last or first)
        bottom = min(bottom, MOST_ROWS)
        self.taken += max(0, bottom - top + 1)
        if self.taken > MOST_MERGED:
            raise too_much("het heeft te veel samengevoegde cellen")
        for row in range(top, bottom + 1):
            self.facts.merged.setdefault(row, []).append((left, right))


def is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Return whether a row or column is not seen. A sheet that hides rows by default means those that hold nothing."""
    return (
        attributes.get("hidden") in ("1", "true") or NOTHING.fullmatch(attributes.get(size, "")) is not None
    )


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
