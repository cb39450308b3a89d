"""Files as people and programs make them, and as no one should."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from tests.municipalities.intake.country import OWN

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

QUOTAS = ("CBS-code", "Gemeente", "Taakstelling")
NUMBERS = {"GM0310": 10, "GM0344": 80, "GM0355": 20}
ALL = tuple(NUMBERS.items())
"""The lines that the plain file of quotas leads to."""
HOUSINGS = ("CBS-code", "Gemeente", "Datum", "Gehuisvest", "Soort")


@dataclass(frozen=True)
class Case:
    """One file and its verdict: the exact lines, or the exact findings, or the words of the refusal."""

    name: str
    kind: str
    content: bytes | Callable[[], bytes]
    lines: tuple[tuple[Any, ...], ...] = ()
    findings: tuple[str, ...] = ()
    refusal: str = ""
    notes: tuple[str, ...] = ()
    said: dict[str, Any] = field(default_factory=dict)

    def bytes(self) -> bytes:
        return self.content() if callable(self.content) else self.content


def csv(*rows: Iterable[Any], delimiter: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    text = "".join(delimiter.join(map(str, row)) + end for row in rows)
    return text.encode(encoding)


def rows(header: tuple[Any, ...] = QUOTAS, **numbers: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a statement about the whole small province; `GM0310=...` makes one of them another."""
    return [header, *((code, name, numbers.get(code, NUMBERS[code])) for code, name in OWN.items())]


def book(
    *sheet: Iterable[Any], title: str = "Blad1", change: Callable[[Workbook], object] | None = None
) -> bytes:
    """Return an Excel file with these rows on its first sheet; `change` does the rest."""
    workbook = Workbook()
    workbook.active.title = title
    for row in sheet:
        workbook.active.append(list(row))
    if change is not None:
        change(workbook)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(
    parts: Iterable[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED, level: int = 1
) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", compression, compresslevel=level) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


Operation = Callable[[bytes], bytes] | bytes | None


def operated(change: Mapping[str, Operation], content: bytes | None = None) -> bytes:
    """Return a good Excel file in which parts are changed, added, or (None) left out."""
    parts: dict[str, bytes] = parts_of(content or book(*rows()))
    for name, new in change.items():
        if new is None:
            del parts[name]
        else:
            parts[name] = new(parts[name]) if callable(new) else new
    return packed(parts.items())


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    """Return the operation that puts one text in the place of another, which must be there."""

    def operation(part: bytes) -> bytes:
        assert old.encode() in part, f"{old} is not in {part[:2000]!r}"
        return part.replace(old.encode(), new.encode())

    return operation


def sheet_xml(body: str, after: str = "", before: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'.encode()
