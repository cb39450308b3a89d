from __future__ import annotations

from dataclasses import dataclass

import django_tables2 as tables

from municipalities.tables import TEXT, HouseTable


@dataclass
class Place:
    name: str


@dataclass
class Row:
    place: Place
    number: int | None
    remark: str = ""


class SomeTable(HouseTable):
    name = tables.Column("Naam", accessor="place__name", attrs=TEXT)
    number = tables.Column("Aantal", default="onbekend")
    remark = tables.Column("Opmerking")
    doubled = tables.Column("Dubbel", accessor="number", attrs=TEXT)
    whole = tables.Column("Geheel", empty_values=())

    def render_number(self, value: int) -> str:
        return f"{value} mensen"

    def render_doubled(self, value: int, record: Row) -> str:
        return f"{value} + {record.number}"

    def render_whole(self, record: Row) -> str:
        return f"{record.place.name}: {record.number}"


def table() -> SomeTable:
    return SomeTable([Row(Place("Baarn"), 3, "nieuw"), Row(Place("Soest"), None)])


def test_cells_are_those_of_the_library():
    shown = table()
    body = [[cell for _, cell in row] for row in shown.body]
    assert body == [[cell for _, cell in row.items()] for row in shown.rows]
    assert body[0] == ["Baarn", "3 mensen", "nieuw", "3 + 3", "Baarn: 3"]


def test_body_has_the_rows_of_the_page():
    shown = table()
    shown.paginate(page=2, per_page=1)
    assert [next(cell for _, cell in row) for row in shown.body] == ["Soest"]


def test_cell_says_its_column_and_class():
    row = next(table().body)
    assert [attributes for attributes, _ in row][:2] == ['data-label="Naam" class="t"', 'data-label="Aantal"']
