"""Files as a sloppy or a hostile sender makes them: known files, broken in places that mean something."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook

Rows = list[list[Any]]

VALUES: list[Any] = [
    "",
    None,
    0,
    -1,
    "-1",
    "1.234",
    "1 234",
    "12,5",
    "1_000",
    "n.v.t.",
    "=A1+B1",
    '=HYPERLINK("http://x.example","klik")',
    "2024-02-30",
    "31-12-2023",
    "01/02/2024",
    45291,
    12.0,
    12.5,
    1e300,
    float("inf"),
    True,
    "GM0344",
    "gm344",
    "344",
    "Utrecht",
    "Provincie Utrecht",
    "Totaal",
    "Atlantis",
    "De Bilt ",
    "'s-Gravenhage",
    "Bergen",
    "<script>alert(1)</script>",
    "'; DROP TABLE municipalities_quota; --",
    "٣",
    "²",
    "\u202e12",
    "a" * 5000,
    "\x0b",
    "😀" * 50,
    "#N/B",
    "1" * 40,
]
WORDS = [
    "CBS-code",
    "Gemeente",
    "Taakstelling",
    "Datum",
    "Gehuisvest",
    "Soort",
    "Aantal",
    "Totaal",
    "",
    "Reden",
]


def change_cell(rows: Rows, dice: random.Random) -> None:
    row = dice.choice(rows)
    if row:
        row[dice.randrange(len(row))] = dice.choice(VALUES)


def change_heading(rows: Rows, dice: random.Random) -> None:
    if rows[0]:
        rows[0][dice.randrange(len(rows[0]))] = dice.choice(WORDS)


def repeat_row(rows: Rows, dice: random.Random) -> None:
    rows.insert(dice.randrange(len(rows) + 1), list(dice.choice(rows)))


def drop_row(rows: Rows, dice: random.Random) -> None:
    if len(rows) > 1:
        del rows[dice.randrange(len(rows))]


def drop_column(rows: Rows, dice: random.Random) -> None:
    index = dice.randrange(max(len(row) for row in rows) or 1)
    for row in rows:
        del row[index : index + 1]


def swap_columns(rows: Rows, dice: random.Random) -> None:
    width = min(len(row) for row in rows)
    if width > 1:
        first, second = dice.sample(range(width), 2)
        for row in rows:
            row[first], row[second] = row[second], row[first]


def add_title(rows: Rows, dice: random.Random) -> None:
    rows.insert(0, [dice.choice(["Overzicht", "Taakstelling 2024-1", "", "Bijlage 1"])])


def shuffle_rows(rows: Rows, dice: random.Random) -> None:
    dice.shuffle(rows)


def widen(rows: Rows, dice: random.Random) -> None:
    dice.choice(rows).extend([dice.choice(VALUES)] * dice.choice([1, 30, 400]))


ROW_CHANGES: list[Callable[[Rows, random.Random], None]] = [
    change_cell,
    change_cell,
    change_cell,
    change_heading,
    repeat_row,
    drop_row,
    drop_column,
    swap_columns,
    add_title,
    shuffle_rows,
    widen,
]


def as_csv(rows: Rows, dice: random.Random) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=dice.choice(";;;,\t"), quoting=dice.choice([0, 0, 1]))
    writer.writerows([["" if value is None else value for value in row] for row in rows])
    encoding = dice.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
    return file.getvalue().encode(encoding, errors="replace")


def as_xlsx(rows: Rows, dice: random.Random) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([writable(value) for value in row])
    if dice.random() < 0.2:
        sheet.merge_cells(start_row=1, end_row=dice.choice([1, 2, 9]), start_column=1, end_column=2)
    if dice.random() < 0.2:
        sheet.row_dimensions[dice.randint(1, 9)].hidden = True
    if dice.random() < 0.2:
        book.create_sheet("Toelichting").append(dice.sample(WORDS, 3))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def writable(value: Any) -> Any:
    """Return what the library that writes Excel accepts."""
    if isinstance(value, str):
        return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)
    return None if value in (float("inf"), 1e300) else value


def flip_bytes(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def truncate(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def insert_bytes(content: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(content) + 1)
    return (
        content[:at]
        + dice.choice([b"\x00", b'"', b"\xff\xfe", b"\n\n", b";" * 50, b"PK\x03\x04"])
        + content[at:]
    )


XML_CHANGES = [
    (rb'r="[A-Z]+(\d+)"', b'r="XFD\\1"'),
    (rb'<row r="\d+"', b'<row r="1048576"'),
    (rb'<row r="\d+"', b'<row r="0"'),
    (rb't="s"', b't="e"'),
    (rb"<v>\d+</v>", b"<v>99999999</v>"),
    (rb"<v>\d+</v>", b"<v></v>"),
    (rb"<v>\d+</v>", b"<v>1e999</v>"),
    (rb"<sheetData>", b"<sheetData><row/><row r='x'/>"),
    (rb"<\?xml[^>]*>", b'<!DOCTYPE a [<!ENTITY b "c">]>'),
    (rb'sheetId="\d+"', b'sheetId="-1"'),
    (rb'Target="[^"]*"', b'Target="../../etc/passwd"'),
    (rb'state="visible"', b'state="veryHidden"'),
    (rb"</worksheet>", b"<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells></worksheet>"),
    (rb'numFmtId="\d+"', b'numFmtId="14"'),
    (rb' s="\d+"', b' s="4000"'),
]


def change_xml(content: bytes, dice: random.Random) -> bytes:
    """Change one of the parts inside an Excel file, and leave the archive whole."""
    pattern, replacement = dice.choice(XML_CHANGES)
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    dropped = dice.choice(source.namelist()) if dice.random() < 0.15 else ""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if name != dropped:
                archive.writestr(
                    name, re.sub(pattern, replacement, source.read(name), count=dice.choice([0, 1]))
                )
    return target.getvalue()


BYTE_CHANGES = [flip_bytes, truncate, insert_bytes]


def mutated(rows: Rows, dice: random.Random) -> tuple[str, bytes]:
    """Return the name and content of a file made from `rows`, changed in one to four places."""
    changed = [list(row) for row in rows]
    for _ in range(dice.randint(0, 3)):
        dice.choice(ROW_CHANGES)(changed, dice)
        changed = changed or [[]]
    is_excel = dice.random() < 0.5
    content = as_xlsx(changed, dice) if is_excel else as_csv(changed, dice)
    if is_excel and dice.random() < 0.5:
        content = change_xml(content, dice)
    if dice.random() < 0.25 and content:
        content = dice.choice(BYTE_CHANGES)(content, dice)
    name = dice.choice(
        ["cijfers.xlsx", "cijfers.csv", "../../x.csv", "a\u202eb.xlsx", "2024-1.csv", "x" * 300]
    )
    return name, content
