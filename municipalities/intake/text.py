"""A text file becomes rows of values: CSV, in whatever encoding and with whatever delimiter, within bounds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from municipalities.intake.books import Book, Row, Sheet
from municipalities.intake.limits import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    ROWS,
    Unreadable,
    refused,
    too_much,
)
from municipalities.intake.values import Value

DELIMITERS = ";,\t"
SIGNS = {";": "puntkomma", ",": "komma", "\t": "tab"}
LONGEST_LINE = 100_000


def texts_in(content: bytes) -> list[Book]:
    """Return the ways to read a text file: one per delimiter that stands in it."""
    text, encoding = decoded(content)
    return [FileText(text, encoding, delimiter) for delimiter in DELIMITERS if delimiter in text] or [
        FileText(text, encoding, ";")
    ]


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding; refuse what is no text."""
    for mark, encoding, name in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if content.startswith(mark):
            return cell_as_text(content, encoding), name
    sample = content[:1000]
    if sample.count(b"\x00") > len(sample) // 4:
        little = sample[1::2].count(b"\x00") >= sample[::2].count(b"\x00")
        return cell_as_text(content, "utf-16-le" if little else "utf-16-be"), "UTF-16"
    try:
        return readable_text(content.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError:
        return cell_as_text(content, "cp1252"), "Windows-1252"


def cell_as_text(content: bytes, encoding: str) -> str:
    try:
        return readable_text(content.decode(encoding))
    except UnicodeDecodeError:
        raise refused("geen Excel- of CSV-bestand") from None


def readable_text(text: str) -> str:
    """Return a text, if it is one: control signs are not typed by people."""
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in set(text)):
        raise refused("geen Excel- of CSV-bestand")
    return text


class FileText(Book):
    """A CSV file, with one of the possible delimiters."""

    def __init__(self, text: str, encoding: str, delimiter: str) -> None:
        self.text = text
        self.delimiter = delimiter
        self.sign = SIGNS[delimiter]
        ending = "s" if delimiter == "\t" else "'s"
        self.form = f"CSV, {encoding}, {self.sign}{ending}"
        self.sheets = [Sheet()]

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter, strict=True)
        cells = 0
        if max(map(self.text.count, "\r\n")) > 2 * MOST_ROWS:  # a text in quotation marks may take more lines
            raise too_much(ROWS)
        longest = max(map(len, self.text.splitlines()), default=0)
        if longest > LONGEST_LINE:
            raise too_much("het heeft een veel te lange regel")
        try:
            for number, values in enumerate(reader, 1):
                cells += len(values)
                if number > MOST_ROWS:
                    raise too_much(ROWS)
                if len(values) > MOST_COLUMNS or cells > MOST_CELLS:
                    raise too_much("het heeft te veel kolommen")
                kept: list[Value] = [value.strip() or None for value in values]
                if any(kept):
                    yield number, kept
        except csv.Error:
            raise Unreadable(
                f"Dit bestand kan niet worden gelezen: bij regel {reader.line_num} klopt een aanhalingsteken niet. "
                "Open het in Excel en sla het opnieuw op als .xlsx."
            ) from None
