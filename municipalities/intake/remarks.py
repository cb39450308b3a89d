"""What is said of a file beside its figures: what was left out, and what was read though it is hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from openpyxl.utils import get_column_letter

from municipalities.dutch import number, plural
from municipalities.intake.findings import FileFinding
from municipalities.intake.layout import Layout
from municipalities.intake.names import Register, key_of
from municipalities.intake.values import Merged, Value, shown

MOST = 10
"""How many rows or columns a note names."""
MOST_OUTSIDERS = 50


def left_out(
    layout: Layout,
    elsewhere: Mapping[str, int],
    outsiders: Collection[str],
    unfilled: int,
    beside: Mapping[int, list[int]],
) -> Iterator[str]:
    """Yield the rows, columns and sheets that are not in what is recorded."""
    if elsewhere:
        counted = plural(sum(elsewhere.values()), "rij", "rijen")
        where = ", ".join(f"{name} {number(count)}" for name, count in sorted(elsewhere.items()))
        yield f"{counted} van andere provincies geteld en niet vastgelegd: {where}."
    if outsiders:
        more = (
            f" en {number(len(outsiders) - MOST_OUTSIDERS)} andere" if len(outsiders) > MOST_OUTSIDERS else ""
        )
        named = ", ".join(sorted(outsiders)[:MOST_OUTSIDERS])
        yield f"Hiervan is alleen zeker dat zij in een andere provincie liggen: {named}{more}."
    if unfilled:
        rows = plural(unfilled, "rij", "rijen")
        yield f"{rows} met alleen een gemeente overgeslagen: daar is niets ingevuld."
    unread = [
        f"{get_column_letter(index + 1)} ({heading})"
        for index, heading in enumerate(layout.headings)
        if heading and index not in layout.columns.values()
    ]
    if unread:
        more = f" en {number(len(unread) - MOST)} andere" if len(unread) > MOST else ""
        yield f"Niet gelezen kolommen: {', '.join(unread[:MOST])}{more}."
    for index, filled in sorted(beside.items())[:MOST]:
        yield f"Niet gelezen: wat zonder kop in kolom {get_column_letter(index + 1)} staat ({rows_named(filled)})."
    others = [sheet for sheet in layout.book.sheets if sheet is not layout.sheet]
    if others:
        names = ", ".join(f"“{sheet.name}”{' (verborgen)' if sheet.is_hidden else ''}" for sheet in others)
        yield f"Niet gelezen bladen: {names}."


def remark_in(values: list[Value], layout: Layout, register: Register) -> str:
    """Return what stands in a row with only one text that names no municipality; "" of any other row.

    Nothing is lost by leaving it out: it has no number, and of a statement is told who is missing.
    """
    if any(shown(value) for value in values[layout.columns["number"] :][:1]):
        return ""
    filled = [index for index, value in enumerate(values) if shown(value)]
    if len(filled) != 1:
        return ""
    value = values[filled[0]]
    text = shown(value)
    is_text = isinstance(value, str | Merged) and any(map(str.isalpha, text))
    return text if is_text and not register.is_code(text) and key_of(text) not in register.by_name else ""


def remarks_named(remarks: Mapping[int, str]) -> Iterator[str]:
    """Yield the rows with only a text: a remark, a source, the name of a group."""
    named = [f"rij {row} (“{text}”)" for row, text in remarks.items()]
    if named:
        more = f" en {number(len(named) - MOST)} andere" if len(named) > MOST else ""
        yield f"Overgeslagen, omdat er alleen een tekst staat: {', '.join(named[:MOST])}{more}."


def pointed_out(chosen: Mapping[str, str], register: Register) -> Iterator[str]:
    """Yield who is meant by the names for which a person chose; those of other provinces are named elsewhere."""
    meant = [
        f"“{shown(typed)}” is {register.by_code[code]} ({code})"
        for typed, code in sorted(chosen.items())
        if code in register.by_code
    ]
    if meant:
        yield f"Zelf aangewezen: {', '.join(meant)}."


def hidden(layout: Layout) -> Iterator[str]:
    """Yield the rows and columns that were read though nobody saw them."""
    rows = [row for row in layout.sheet.facts.hidden_rows if row > layout.header_row]
    if rows:
        are = plural(len(rows), "verborgen rij is", "verborgen rijen zijn")
        yield f"{are} meegelezen: {rows_named(rows)}."
    elif layout.sheet.facts.is_filtered:
        yield "Op dit blad staat een filter; ook de rijen die het weglaat, zijn meegelezen."
    columns = layout.sheet.hidden_columns & set(layout.columns.values())
    if columns:
        letters = ", ".join(get_column_letter(index + 1) for index in sorted(columns))
        yield f"Deze kolommen zijn verborgen en meegelezen: {letters}."


def rows_named(rows: list[int]) -> str:
    more = f" en {number(len(rows) - MOST)} andere" if len(rows) > MOST else ""
    return f"rij {', '.join(str(row) for row in rows[:MOST])}{more}"


def cut_in_two(layout: Layout, row: int, values: list[Value]) -> Iterator[FileFinding]:
    """Yield that a line of text falls into more fields than there are headings: a value may be cut in two."""
    sign, width = layout.book.sign, len(layout.headings)
    extra = next((index for index in range(width, len(values)) if values[index] is not None), None)
    if sign and extra is not None:
        yield FileFinding(
            f"Deze rij heeft meer velden dan er kolomkoppen zijn. Misschien staat er een {sign} in een waarde.",
            "Zet die waarde tussen aanhalingstekens, geef de kolom een kop, of sla het bestand op als .xlsx.",
            row,
            get_column_letter(extra + 1),
            shown(values[extra]),
        )
