"""Files that no one should send: each is refused before it is parsed, in words that help who meant no harm."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
import zlib

from municipalities.intake.limits import ADVICE, DAMAGED, ENCRYPTED, OLE
from tests.municipalities.intake.builders import (
    ALL,
    BOOK,
    MAIN,
    RELATIONS,
    SHEET,
    TYPES,
    Case,
    Operation,
    book,
    csv,
    operated,
    packed,
    parts_of,
    rows,
    sheet_xml,
    swap,
)

NO_FILE = f"Dit bestand kan niet worden gelezen: het is geen Excel- of CSV-bestand. {ADVICE}"
MACROS = f"Dit bestand kan niet worden gelezen: het is een bestand met macro's. {ADVICE}"
PROTECTED = f"Dit bestand kan niet worden gelezen: het is versleuteld. {ADVICE}"
NOT_PLAIN = f"Dit bestand kan niet worden gelezen: het is geen gewoon Excel-bestand. {ADVICE}"
EMPTY = "Dit bestand is leeg. Kies een ander bestand."
MEGABYTE = 1024 * 1024
DIGITS = "Vul alleen cijfers in, bijvoorbeeld 1234 of 1.234."
FORMULA = "een formule. Vervang de formule door de waarde."


def strictly(part: bytes) -> bytes:
    """Return a part in the names of strict Open XML."""
    old, new = b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml"
    return part.replace(old + b"/spreadsheetml/2006/", new + b"/spreadsheetml/").replace(
        old + b"/officeDocument/2006/", new + b"/officeDocument/"
    )


def too_much(what: str) -> str:
    advice = "Haal weg wat niet nodig is, of verdeel het over meer bestanden."
    return f"Dit bestand kan niet worden gelezen: {what}. {advice}"


UNPACKED = too_much("het is uitgepakt groter dan 80 MB")
ROWS = too_much("het heeft meer dan 100.000 rijen")
TEXTS = too_much("het heeft te veel teksten of opmaak")
COLUMNS = too_much("het heeft te veel kolommen")
MERGES = too_much("het heeft te veel samengevoegde cellen")
QUOTE = (
    "Dit bestand kan niet worden gelezen: bij regel {} klopt een aanhalingsteken niet. Open het in Excel en sla het "
    "opnieuw op als .xlsx."
)
STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def on_sheet(body: str, after: str = "", before: str = "") -> bytes:
    return operated({SHEET: sheet_xml(body, after, before)})


def after_figures(xml: str) -> bytes:
    """Return the good file with something more after its cells."""
    return operated({SHEET: swap("</sheetData>", f"</sheetData>{xml}")})


def with_strings(strings: bytes, name: str = "xl/sharedStrings.xml", body: str = "") -> bytes:
    override = f'<Override PartName="/{name}" ContentType="{STRINGS}"/></Types>'
    change: dict[str, Operation] = {name: strings, TYPES: swap("</Types>", override)}
    if body:
        change[SHEET] = sheet_xml(body)
    return operated(change)


def lies(size: int) -> bytes:
    """Return a bomb of which the directory says that it is small: 9 MB of spaces in a sheet of so many bytes."""
    content = bytearray(operated({SHEET: sheet_xml(" " * 9 * MEGABYTE)}))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            if struct.unpack_from("<I", content, at + place)[0] > MEGABYTE:
                struct.pack_into("<I", content, at + place, size)
    return bytes(content)


def flipped() -> bytes:
    """Return a good file, stored without packing, in which one digit of a figure became another."""
    content = packed(parts_of(book(*rows())).items(), zipfile.ZIP_STORED)
    assert content.count(b"<v>80</v>") == 1
    return content.replace(b"<v>80</v>", b"<v>90</v>")


def duplicated() -> bytes:
    stream = io.BytesIO(book(*rows()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr(SHEET, sheet_xml(""))
    return stream.getvalue()


def with_password() -> bytes:
    """Return a zip of which every part says that it is encrypted."""
    content = bytearray(book(*rows()))
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + place] |= 1
    return bytes(content)


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    image = zlib.compress(b"\x00\xff\x00\x00")
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", image) + chunk(b"IEND", b"")


def entities() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{levels}]><worksheet xmlns="{MAIN}">&a9;</worksheet>'.encode()


def cell(reference: str, value: object = 1) -> str:
    return f'<c r="{reference}"><v>{value}</v></c>'


def figure(xml: str) -> bytes:
    """Return the good file in which the figure of Utrecht is another cell."""
    return operated({SHEET: swap('<c r="C3" t="n"><v>80</v></c>', f'<c r="C3"{xml}')})


def odd(name: str, xml: str, shown: str, reason: str = "geen heel aantal. " + DIGITS) -> Case:
    finding = f'Rij 3, kolom C: "{shown}" is {reason}'
    return Case(name, "quotas", figure(xml), (("GM0310", 10), ("GM0355", 20)), (finding,))


NO_OFFICE = [
    Case("nothing", "quotas", b"", refusal=EMPTY),
    Case("a mark and spaces only", "quotas", b"\xef\xbb\xbf \r\n\t", refusal=EMPTY),
    Case("zeros only", "quotas", bytes(1000), refusal=EMPTY),
    Case("encrypted", "quotas", OLE + bytes(512) + ENCRYPTED + bytes(512), refusal=PROTECTED),
    Case(
        "xls",
        "quotas",
        OLE + bytes(512) + "Workbook".encode("utf-16-le"),
        refusal=f"Dit bestand kan niet worden gelezen: het is een .xls-bestand. {ADVICE}",
    ),
    Case("a picture", "quotas", png(), refusal=NO_FILE),
    Case("a PDF", "quotas", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01", refusal=NO_FILE),
    Case("noise", "quotas", random.Random(5).randbytes(5000), refusal=NO_FILE),
    Case("another zip", "quotas", packed([("word/document.xml", b"<x/>")]), refusal=NO_FILE),
    Case("no zip at all", "quotas", b"PK\x03\x04" + bytes(100), refusal=DAMAGED),
    Case(
        "more than 10 MB",
        "quotas",
        lambda: b"x;" * (5 * MEGABYTE + 1),
        refusal=f"Dit bestand kan niet worden gelezen: het is groter dan 10 MB. {ADVICE}",
    ),
]

ZIPS = [
    Case("cut off", "quotas", book(*rows())[:-200], refusal=DAMAGED),
    Case("a figure that was changed", "quotas", flipped, refusal=DAMAGED),
    Case("two parts of one name", "quotas", duplicated, refusal=DAMAGED),
    Case(
        "names that differ in capitals", "quotas", lambda: operated({SHEET.upper(): b"<x/>"}), refusal=DAMAGED
    ),
    Case("a password on the zip", "quotas", with_password, refusal=PROTECTED),
    Case(
        "600 parts",
        "quotas",
        lambda: operated({f"xl/media/{n}.png": b"" for n in range(600)}),
        refusal=too_much("het bestaat uit meer dan 500 delen"),
    ),
    Case(
        "packed so that it cannot be unpacked little by little",
        "quotas",
        lambda: packed(parts_of(book(*rows())).items(), zipfile.ZIP_BZIP2, 9),
        refusal=DAMAGED,
    ),
    Case("a bomb of zeros", "quotas", lambda: operated({SHEET: bytes(90 * MEGABYTE)}), refusal=UNPACKED),
    Case("a bomb that says it is small", "quotas", lambda: lies(5000), refusal=DAMAGED),
    Case(
        "a bomb in the list of parts",
        "quotas",
        lambda: operated({TYPES: swap("<Types ", f"{' ' * 2 * MEGABYTE}<Types ")}),
        refusal=too_much(f"het deel {TYPES} is te groot"),
    ),
]

BOOKS = [
    Case("no workbook", "quotas", lambda: operated({BOOK: None}), refusal=NO_FILE),
    Case("no list of parts", "quotas", lambda: operated({TYPES: None}), refusal=NO_FILE),
    Case("macros", "quotas", lambda: operated({"xl/vbaProject.bin": b"x"}), refusal=MACROS),
    Case(
        "an xlsm",
        "quotas",
        lambda: operated({TYPES: swap("sheet.main+xml", "sheet.macroEnabled.main+xml")}),
        refusal=MACROS,
    ),
    Case("a sheet that is not there", "quotas", lambda: operated({SHEET: None}), refusal=DAMAGED),
    Case(
        "a sheet elsewhere",
        "quotas",
        lambda: operated(
            {
                RELATIONS: swap(
                    'Target="/xl/worksheets/sheet1.xml"',
                    'Target="http://example.nl/a.xml" TargetMode="External"',
                )
            }
        ),
        refusal=DAMAGED,
    ),
    Case(
        "a sheet by a roundabout way is looked at all the same",
        "quotas",
        lambda: operated(
            {
                RELATIONS: swap('"/xl/worksheets/sheet1.xml"', '"../xl/./worksheets/sheet1.xml"'),
                SHEET: swap("</sheetData>", '</sheetData><mergeCells><mergeCell ref="C2:D2"/></mergeCells>'),
            }
        ),
        (("GM0344", 80), ("GM0355", 20)),
        ("Rij 2, kolom C: Dit is een samengevoegde cel. Splits de samengevoegde cel.",),
    ),
    Case(
        "a sheet that is not looked at",
        "quotas",
        lambda: operated(
            {
                RELATIONS: swap("sheet1.xml", "sheet1.dat"),
                TYPES: swap("sheet1.xml", "sheet1.dat"),
                "xl/worksheets/sheet1.dat": sheet_xml(""),
            }
        ),
        refusal=DAMAGED,
    ),
    Case(
        "another workbook than the one that was looked at",
        "quotas",
        lambda: operated({TYPES: swap("/xl/workbook.xml", "/xl/other.xml"), "xl/other.xml": b"<x/>"}),
        refusal=DAMAGED,
    ),
    Case(
        "two sheets of one name",
        "quotas",
        lambda: operated({BOOK: swap("</sheets>", '<sheet name="BLAD1" sheetId="2" r:id="rId1"/></sheets>')}),
        refusal=DAMAGED,
    ),
    Case(
        "saved the strict way",
        "quotas",
        lambda: operated(dict.fromkeys((BOOK, RELATIONS, SHEET), strictly)),
        refusal="Dit bestand is opgeslagen als “Strict Open XML” en kan niet worden gelezen. Sla het in Excel op als "
        "“Excel-werkmap (.xlsx)”.",
    ),
    Case(
        "no sheets",
        "quotas",
        lambda: operated({BOOK: swap('<sheet name="Blad1" sheetId="1" state="visible" r:id="rId1" />', "")}),
        refusal="Dit bestand heeft geen werkblad. Kies een ander bestand.",
    ),
    Case(
        "60 sheets",
        "quotas",
        lambda: operated(
            {
                BOOK: swap(
                    "</sheets>", "".join(f'<sheet name="{n}" r:id="rId1"/>' for n in range(59)) + "</sheets>"
                )
            }
        ),
        refusal=too_much("het heeft 60 bladen"),
    ),
    Case(
        "a million sheets",
        "quotas",
        lambda: operated({BOOK: swap("</sheets>", '<sheet r:id="rId1"/>' * 1_000_000 + "</sheets>")}),
        refusal=too_much(f"het deel {BOOK} is te groot"),
    ),
    Case("a workbook that is no XML", "quotas", lambda: operated({BOOK: b"<workbook>"}), refusal=DAMAGED),
    Case("entities", "quotas", lambda: operated({SHEET: entities()}), refusal=NOT_PLAIN),
    Case(
        "a document type",
        "quotas",
        lambda: operated({BOOK: lambda part: b"<!DOCTYPE workbook SYSTEM 'file:///etc/passwd'>" + part}),
        refusal=NOT_PLAIN,
    ),
    Case(
        "a document type in the styles",
        "quotas",
        lambda: operated({"xl/styles.xml": lambda part: b"<!DOCTYPE x>" + part}),
        refusal=NOT_PLAIN,
    ),
]

SHEETS = [
    Case(
        "a million rows",
        "quotas",
        lambda: on_sheet('<row ht="9"/>' * 1_000_000),
        refusal=ROWS,
    ),
    Case(
        "a last row of Excel",
        "quotas",
        lambda: on_sheet(f'<row r="1048576">{cell("XFD1048576")}</row>'),
        refusal=ROWS,
    ),
    Case(
        "a last column of Excel",
        "quotas",
        lambda: on_sheet(f'<row r="1">{cell("XFD1")}</row>'),
        refusal=COLUMNS,
    ),
    Case(
        "a last column on every row",
        "quotas",
        lambda: on_sheet("".join(f'<row r="{n}">{cell(f"XFD{n}")}</row>' for n in range(1, 2000))),
        refusal=COLUMNS,
    ),
    Case(
        "too many cells",
        "quotas",
        lambda: on_sheet("".join(f'<row r="{n}">{"<c />" * 130}</row>' for n in range(1, 10_000))),
        refusal=too_much("het heeft te veel cellen"),
    ),
    Case(
        "everything merged",
        "quotas",
        lambda: after_figures('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        refusal=MERGES,
    ),
    Case(
        "a million hidden stretches of columns",
        "quotas",
        lambda: on_sheet("", before="<cols>" + '<col min="1" max="256" hidden="1"/>' * 100_000 + "</cols>"),
        refusal=COLUMNS,
    ),
    Case("rows out of order", "quotas", lambda: on_sheet('<row r="2"/><row r="1"/>'), refusal=DAMAGED),
    Case("a row twice", "quotas", lambda: on_sheet('<row r="2"/><row r="2"/>'), refusal=DAMAGED),
    Case(
        "cells out of order",
        "quotas",
        lambda: on_sheet(f'<row r="1">{cell("B1")}{cell("A1")}</row>'),
        refusal=DAMAGED,
    ),
    Case(
        "a cell of another row", "quotas", lambda: on_sheet(f'<row r="1">{cell("A2")}</row>'), refusal=DAMAGED
    ),
    Case(
        "a number that is none",
        "quotas",
        lambda: operated({SHEET: swap("<v>80</v>", "<v>tachtig</v>")}),
        refusal=DAMAGED,
    ),
    Case(
        "a sheet that is cut off",
        "quotas",
        lambda: operated({SHEET: lambda part: part[:-300]}),
        refusal=DAMAGED,
    ),
    Case(
        "a text that is not in the list",
        "quotas",
        lambda: with_strings(
            f'<sst xmlns="{MAIN}"><si><t>a</t></si></sst>'.encode(),
            body='<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        ),
        refusal=DAMAGED,
    ),
    Case(
        "texts in a part that is not looked at",
        "quotas",
        lambda: with_strings(f'<sst xmlns="{MAIN}"/>'.encode(), "xl/texts.dat"),
        refusal=DAMAGED,
    ),
    Case(
        "a million texts",
        "quotas",
        lambda: with_strings(f'<sst xmlns="{MAIN}">{"<si><t>a</t></si>" * 1_000_000}</sst>'.encode()),
        refusal=TEXTS,
    ),
    Case(
        "a million styles",
        "quotas",
        lambda: operated(
            {"xl/styles.xml": swap("<cellXfs", "<cellXfs>" + "<xf/>" * 1_000_000 + "</cellXfs><cellXfs")}
        ),
        refusal=TEXTS,
    ),
    Case(
        "a text without end",
        "quotas",
        lambda: on_sheet(f"<row><c><is><t>{'a' * 3 * MEGABYTE}</t></is></c></row>"),
        refusal=TEXTS,
    ),
]

CELLS = [
    odd("an error", ' t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
    odd("a number beyond all numbers", "><v>1e999</v></c>", "inf"),
    odd("a formula over more cells", '><f t="array" ref="C3">1+1</f><v>2</v></c>', "=1+1", FORMULA),
    odd("a table of formulas", '><f t="dataTable" ref="C3"/><v>2</v></c>', "=", FORMULA),
    odd("a formula that is shared with no one", '><f t="shared" si="0"/><v>2</v></c>', "=", FORMULA),
    odd("a word of the truth", ' t="b"><v>1</v></c>', "WAAR"),
    Case(
        "a figure in two fonts",
        "quotas",
        figure(' t="inlineStr"><is><r><t>8</t></r><r><t>0</t></r></is></c>'),
        ALL,
    ),
    Case("a figure as text of a program", "quotas", figure(' t="str"><v>80</v></c>'), ALL),
    Case("a style that does not exist", "quotas", figure(' s="99999"><v>80</v></c>'), ALL),
    Case("a text before the first of the list", "quotas", figure(' t="s"><v>-1</v></c>'), refusal=DAMAGED),
]

TEXT_FILES = [
    Case("a zero in the text", "quotas", csv(*rows()).replace(b"Zeist", b"Ze\x00ist"), refusal=NO_FILE),
    Case(
        "a sign of control in the text",
        "quotas",
        csv(*rows()).replace(b"Zeist", b"Ze\x1bist"),
        refusal=NO_FILE,
    ),
    Case("UTF-16 that is cut off", "quotas", csv(*rows(), encoding="utf-16")[:-1], refusal=NO_FILE),
    Case("a mark of UTF-8 on something else", "quotas", b"\xef\xbb\xbfGemeente\xff", refusal=NO_FILE),
    Case(
        "a quotation mark that is not closed",
        "quotas",
        csv(*rows()).replace(b"De Bilt", b'"De Bilt'),
        refusal=QUOTE.format(4),
    ),
    Case(
        "a quotation mark that closes too early",
        "quotas",
        csv(*rows()).replace(b"Utrecht", b'"Utr"echt'),
        refusal=QUOTE.format(3),
    ),
    Case(
        "a line of 9 MB",
        "quotas",
        lambda: b"Gemeente;Taakstelling;" + b"x;" * (4 * MEGABYTE + MEGABYTE // 2),
        refusal=too_much("het heeft een veel te lange regel"),
    ),
    Case(
        "a text of 9 MB in quotation marks",
        "quotas",
        lambda: b'Gemeente;Taakstelling\n"' + b"x\n" * 4 * MEGABYTE,
        refusal=ROWS,
    ),
    Case("a million lines", "quotas", lambda: csv(*rows()) + b"\r\n" * 1_000_000, refusal=ROWS),
    Case("300 columns", "quotas", lambda: csv(range(300)), refusal=COLUMNS),
    Case(
        "words like formulas are words",
        "corrections",
        csv(("Gemeente", "Correctie", "Reden"), ("Zeist", 2, "=1+1")),
        (("GM0355", 2, "=1+1"),),
    ),
    Case("a good file beside all these", "quotas", lambda: operated({}), ALL),
]

CASES = [*NO_OFFICE, *ZIPS, *BOOKS, *SHEETS, *CELLS, *TEXT_FILES]
