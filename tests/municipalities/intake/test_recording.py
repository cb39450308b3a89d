"""A file recorded, rehearsed, repeated, refused: all of it or nothing, and always back to the cell."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.apps import apps
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from assessments.intake.preview import preview_file, preview_take_back
from audit.refused import Refused
from municipalities.intake.already_known import known_numbers, known_of
from municipalities.intake.doubts import TITLES
from municipalities.intake.drafts import DraftGone, change_draft, discard_draft, keep_draft, record_draft
from municipalities.intake.limits import Unreadable
from municipalities.intake.particulars import Particulars
from municipalities.intake.record import (
    ChangedMeanwhile,
    FindingsRefused,
    RecordedFile,
    Unconfirmed,
    record_file,
)
from municipalities.intake.values import whole_number
from municipalities.ledger.contents import lines_booked, lines_said
from municipalities.ledger.provenance import entries_behind
from municipalities.ledger.queries import figures_for
from municipalities.ledger.record import scope_of
from municipalities.ledger.statements import event_sums, known_within
from municipalities.ledger.take_back import take_back
from municipalities.models import (
    Coupling,
    Delivery,
    DraftDelivery,
    Housing,
    HousingKind,
    Municipality,
    Period,
)
from municipalities.moments import end_of_day
from tests.factories import at, make_province
from tests.municipalities.intake.builders import book
from tests.municipalities.intake.state import (
    LATER,
    SECOND_HALF,
    about,
    files,
    municipality,
    period,
    send,
    statement,
    tried,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("delivered")]

APPS = ("municipalities", "assessments", "audit")
UNSAVED = {code: Period(code=code) for code in ("2023-1", "2023-2")}
NAMES = tuple(files(UNSAVED))
WHY = dict.fromkeys(TITLES, "gecontroleerd")
FIRST_HALF = {"first_day": date(2024, 1, 1), "last_day": date(2024, 2, 29)}
NEXT_QUOTAS = statement("Taakstelling", 110, 790, 100)
REVISED = statement("Taakstelling", 90, 820, 90)


def delivered_as(name: str):
    return files({code: period(code) for code in ("2023-1", "2023-2")})[name]


def everything() -> dict[str, list[tuple]]:
    """Return every row of every table that a recording could touch."""
    touched = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in touched}


def next_quotas(**said) -> dict:
    return {"kind": "quotas", "period": period("2024-1"), "entry_kind": "announced", **said}


def revision(**said) -> dict:
    return {"kind": "quotas", "period": period("2023-2"), "entry_kind": "revised", **said}


def preview(content: str | bytes, *, name: str = "a.csv", **said):
    data = content.encode() if isinstance(content, str) else content
    return preview_file(data, name, about(said.pop("kind"), **said), now=at(LATER)).to_json()


# The same once more


@pytest.mark.parametrize("name", [name for name in NAMES if name != "corrections"])
def test_same_file_twice_records_nothing(name):
    kind, text, said = delivered_as(name)
    before = everything()

    recorded = send(text, kind, **said)

    assert not recorded.is_new
    assert recorded.doubts == []
    assert recorded.before == recorded.after
    assert everything() == before


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("corrections", "control")])
@pytest.mark.parametrize("dress", ["csv", "xlsx"])
def test_what_the_ledger_knows_read_again_is_nothing_new(name, dress):
    kind, _, said = delivered_as(name)
    delivery = about(kind, **said).unsaved()
    before = everything()

    recorded = send(written(delivery, dress), kind, name=f"uitvoer.{dress}", **said)

    assert not recorded.is_new
    assert everything() == before


def written(delivery: Delivery, dress: str) -> bytes:
    """Return a file in our own layout of what the ledger holds of what a delivery is about."""
    scope = scope_of(delivery)
    by_pk = {row.pk: row for row in scope}
    header = ["CBS-code", "Gemeente", "Aantal"]
    if delivery.form == "statement":
        known = known_within(delivery, scope)
        lines = [[row.cbs_code, row.name, known.get(row.pk, 0)] for row in scope]
    else:
        header += ["Datum", "Soort"]
        lines = []
        for point, amount in event_sums(delivery, scope).items():
            row = by_pk[point.municipality]
            word = {"withdrawn": "ingetrokken", "hotel_scheme": "HAR", "nidos": "Nidos"}.get(point.kind, "")
            lines.append([row.cbs_code, row.name, abs(amount), point.day, word])
    if dress == "xlsx":
        return book(header, *lines)
    rows = [[f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell for cell in line] for line in lines]
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([header, *rows])
    return stream.getvalue().encode("utf-8-sig")


def test_events_of_nobody_are_new_once():
    text = "CBS-code;Datum;Gehuisvest"

    first = send(text, "housings", **FIRST_HALF)
    second = send("CBS-code;Datum;Gehuisvest\nGM0355;05-01-2024;0", "housings", **FIRST_HALF)

    assert (first.is_new, second.is_new) == (True, False)
    assert not Housing.objects.filter(delivery=first.delivery).exists()


def test_same_file_after_it_was_taken_back_is_new():
    kind, text, said = delivered_as("couplings")
    take_back(Delivery.objects.get(kind=kind), reason="fout", by=None, now=at("2024-02-01"))

    assert send(text, kind, **said).is_new


@pytest.mark.parametrize("kind", ["announced", "revised"])
def test_both_quotas_of_one_letter_may_come_again(kind):
    numbers = {"announced": (100, 800, 100), "revised": (90, 820, 90)}
    said = {"period": period("2024-1"), "on": "2023-11-10"}
    for each in ("announced", "revised"):
        send(statement("Taakstelling", *numbers[each]), "quotas", entry_kind=each, **said, confirmed=WHY)
    before = everything()

    again = send(statement("Taakstelling", *numbers[kind]), "quotas", entry_kind=kind, **said)

    assert not again.is_new
    assert everything() == before
    assert list(again.before.values()) == list(numbers[kind])


def test_file_that_was_replaced_since_asks_why():
    kind, text, said = delivered_as("quotas")
    first = Delivery.objects.get(kind="quotas", period=said["period"])
    send(statement("Taakstelling", 110, 790, 100), kind, **said, confirmed=WHY)

    with pytest.raises(Unconfirmed, match=f"Dit is al vastgelegd als aanlevering {first.number}, en daarna"):
        send(text, kind, **said)
    assert send(text, kind, **said, confirmed=WHY).is_new


def test_corrections_are_added_each_time():
    said = {"period": period("2023-2")}
    first = send("Gemeente;Correctie;Reden\nZeist;5;te laat", "corrections", **said)
    second = send("Gemeente;Correctie;Reden\nZeist;5;nog later", "corrections", **said)

    zeist = municipality("GM0355").pk
    assert (first.before[zeist], first.after[zeist], second.after[zeist]) == (2, 7, 12)


# Recorded


def test_a_file_is_kept_to_the_byte_with_how_it_was_read():
    content = b"\xef\xbb\xbf" + f"titel;\n{NEXT_QUOTAS}\nTotaal;1.000".encode()
    kind = next_quotas().pop("kind")
    said = {name: value for name, value in next_quotas().items() if name != "kind"}

    file = send(content, kind, name="circulaire.csv", **said).delivery.file
    file.refresh_from_db()

    assert bytes(file.content) == content
    assert file.size == len(content)
    assert (file.name, file.form, file.sheet, file.header_row) == (
        "circulaire.csv",
        "CSV, UTF-8, puntkomma's",
        "",
        2,
    )
    assert file.columns == {"code": ["A", "CBS-code"], "number": ["B", "Taakstelling"]}
    assert file.cells == [[3, 1], [4, 1], [5, 1]]
    assert file.notes == ["De totaalrij (rij 6), 1.000, is gelijk aan de som van de rijen."]
    assert file.confirmations == []


def test_cells_lead_back_to_the_figures():
    for delivery in Delivery.objects.select_related("file"):
        rows = list(csv.reader(io.StringIO(bytes(delivery.file.content).decode()), delimiter=";"))
        found = [whole_number(rows[row - 1][column], signed=True) for row, column in delivery.file.cells]

        assert found == [line[3] for line in delivery.lines]
        assert len(found) == len(delivery.lines)


def test_each_correction_keeps_its_own_cell():
    text = "Gemeente;Correctie;Reden\nZeist;2;te laat\nUtrecht;4;te laat\nZeist;2;te laat\nZeist;-1;dubbel"
    delivery = send(
        text, "corrections", period=period("2023-2"), confirmed={"repeated": "twee verschillende mensen"}
    ).delivery

    behind = entries_behind("opening_balance", municipality("GM0355"), period("2023-2"), known_at=at(LATER)())

    expected = [("Zeist", 2, "B2"), ("Utrecht", 4, "B3"), ("Zeist", 2, "B4"), ("Zeist", -1, "B5")]
    assert [(line.municipality, line.number, line.cell) for line in lines_said(delivery)] == expected
    booked = [(line.municipality.name, line.amount, line.cell) for line in lines_booked(delivery)]
    assert sorted(booked) == sorted(expected)
    assert [(entry.amount, entry.cell) for entry in behind.entries if entry.delivery == delivery.number] == [
        (2, "B2"),
        (2, "B4"),
        (-1, "B5"),
    ]


def test_cells_lead_back_in_excel_past_empty_rows():
    content = book(
        ["Overzicht"],
        [],
        [None, "Gemeente", "x", "Taakstelling"],
        [],
        [None, "Zeist", 7, 100],
        [],
        [None, "Utrecht", 7, 790],
        [None, "De Bilt", 7, 110],
    )
    delivery = send(content, next_quotas().pop("kind"), **without_kind(next_quotas())).delivery
    sheet = load_workbook(io.BytesIO(content)).active

    assert [sheet[f"{get_column_letter(column + 1)}{row}"].value for row, column in delivery.file.cells] == [
        line[3] for line in delivery.lines
    ]
    assert delivery.file.columns["number"] == ["D", "Taakstelling"]
    assert column_index_from_string(delivery.file.columns["number"][0]) - 1 == delivery.file.cells[0][1]


def without_kind(said: dict) -> dict:
    return {name: value for name, value in said.items() if name != "kind"}


def test_withdrawn_couplings_lower_what_is_open():
    text = "CBS-code;Datum;Gekoppeld;Soort\nGM0355;05-01-2024;6;\nGM0355;05-01-2024;4;ingetrokken"

    recorded = send(text, "couplings", **FIRST_HALF)

    assert sorted(Coupling.objects.filter(delivery=recorded.delivery).values_list("amount", flat=True)) == [
        -4,
        6,
    ]
    assert recorded.after[municipality("GM0355").pk] == 2


def test_a_total_over_days_that_are_known_is_a_control():
    recorded = send(statement("Gehuisvest", 3, 53, 4), "housings-total", on="2024-02-01", **SECOND_HALF)

    assert recorded.is_new
    assert recorded.delivery.is_control
    assert not Housing.objects.filter(delivery=recorded.delivery).exists()


def test_days_of_another_kind_are_left_alone():
    text = "CBS-code;Datum;Gehuisvest\nGM0344;05-07-2023;5"

    send(text, "housings", entry_kind="nidos", **SECOND_HALF)

    regular = Housing.objects.filter(municipality=municipality("GM0344"), kind=HousingKind.REGULAR)
    assert (
        sum(regular.filter(housed_on__year=2023, housed_on__month__gte=7).values_list("amount", flat=True))
        == 50
    )


# Refused


REFUSED = [
    ("quotas", statement("Taakstelling", "x", 790, 100), FindingsRefused, "Rij 2, kolom B"),
    ("quotas", statement("Aantal", 1, 2, 3) + "\nTotaal;7", FindingsRefused, "De totaalrij geeft 7"),
    ("quotas", "CBS-code;Taakstelling\nGM0355;3", FindingsRefused, "Deze gemeenten ontbreken"),
    ("quotas", "PK\x03\x04", Unreadable, "beschadigd"),
    ("corrections", "Gemeente;Correctie;Reden\nZeist;2;", FindingsRefused, "De reden ontbreekt"),
]


@pytest.mark.parametrize(("kind", "text", "exception", "words"), REFUSED)
def test_refused_file_leaves_nothing(kind, text, exception, words):
    before = everything()
    said = without_kind(next_quotas()) if kind == "quotas" else {"period": period("2024-1")}

    with pytest.raises(exception, match=words):
        send(text, kind, **said)

    assert everything() == before


def test_what_the_ledger_refuses_leaves_nothing():
    before = everything()

    with pytest.raises(Refused, match="staan al in de stand"):
        send(
            "CBS-code;Datum;Gekoppeld\nGM0355;30-06-2023;1",
            "couplings",
            first_day=date(2023, 6, 1),
            last_day=date(2023, 6, 30),
        )

    assert everything() == before


@pytest.mark.parametrize(
    ("name", "day", "message"),
    [
        (
            "Oudstad",
            "01-01-2025",
            "Oudstad bestond niet op 1 januari 2025 (van 1 januari 1900 tot en met 31 december 2024). Gebruik "
            "Nieuwstad.",
        ),
        (
            "GM2001",
            "31-12-2024",
            "Nieuwstad bestond niet op 31 december 2024 (van 1 januari 2025). Gebruik Oudstad.",
        ),
    ],
)
def test_municipality_that_did_not_exist_is_refused_with_who_did(name, day, message):
    column = "CBS-code" if name.startswith("GM") else "Gemeente"
    days = {"first_day": date(2024, 12, 1), "last_day": date(2025, 1, 31)}
    Municipality.objects.filter(cbs_code="GM2001").update(province="PV26")

    with pytest.raises(FindingsRefused) as refusal:
        send(f"{column};Datum;Gehuisvest\n{name};{day};3", "housings", **days)

    assert refusal.value.messages == (f"Rij 2, kolom A: {message}",)


@pytest.mark.parametrize("name", ["Oudstad", "Nieuwstad"])
def test_municipality_of_another_province_that_did_not_exist_is_counted(name):
    Municipality.objects.filter(cbs_code="GM2002").update(valid_until=date(2023, 6, 30))
    rows = f"Gemeente;Datum;Gehuisvest\nZeist;05-07-2023;3\n{name};06-07-2023;3"

    with tried(rows, "housings", **SECOND_HALF) as recorded:
        notes = recorded.reading.notes

    assert "1 rij van andere provincies geteld en niet vastgelegd: Zuid-Holland 1." in notes
    assert (
        f"Hiervan is alleen zeker dat zij in een andere provincie liggen: “{name}” (Zuid-Holland)." in notes
    )


# Rehearsed


PREVIEWS = [
    ("quotas of the next period", NEXT_QUOTAS, next_quotas),
    ("quotas revised", REVISED, revision),
    (
        "housings",
        "CBS-code;Datum;Gehuisvest\nGM0310;05-07-2023;4\nGM0344;02-08-2023;60",
        lambda: {"kind": "housings", **SECOND_HALF},
    ),
    (
        "couplings",
        "CBS-code;Datum;Gekoppeld\nGM0355;05-01-2024;7",
        lambda: {"kind": "couplings", **FIRST_HALF},
    ),
    (
        "corrections",
        "Gemeente;Correctie;Reden\nZeist;5;laat",
        lambda: {"kind": "corrections", "period": period("2023-2")},
    ),
    ("refused", statement("Taakstelling", "x", 1, 1), next_quotas),
    (
        "nothing new",
        files(UNSAVED)["control"][1],
        lambda: {"kind": "housings-total", **SECOND_HALF, "on": "2024-01-02"},
    ),
]


@pytest.mark.parametrize(("text", "said"), [row[1:] for row in PREVIEWS], ids=[row[0] for row in PREVIEWS])
def test_rehearsal_leaves_the_database_as_it_was(text, said):
    before = everything()

    preview(text, **said())

    assert everything() == before


@pytest.mark.parametrize(
    ("text", "said"), [row[1:] for row in PREVIEWS[:5]], ids=[row[0] for row in PREVIEWS[:5]]
)
def test_preview_shows_what_recording_does(text, said):
    shown = preview(text, **said())
    kind = said()["kind"]
    reasons = {doubt["check"]: "gezien" for doubt in shown["doubts"]}

    recorded = send(
        text, kind, name="a.csv", confirmed=reasons, expected=shown["mark"], **without_kind(said())
    )

    by_code = {row["code"]: row for row in shown["rows"]}
    figures = figures_for(
        period(shown["period"]), known_at=end_of_day(date(2024, 3, 1)), province=make_province()
    )
    for row in recorded.scope:
        line = by_code[row.cbs_code]
        assert line["before"] == recorded.before[row.pk]
        assert line["after"] == recorded.after[row.pk]
        # Where nothing is known yet, recording makes it known: also when nobody was.
        assert line["after"] == known_within(recorded.delivery, [row]).get(row.pk, 0)
        assert line["difference"] == line["after"] - (line["before"] or 0)
        effects = {label: after for label, _, after in line["effects"]}
        total = figures[row].total_task
        assert effects["Totaalopgave"] == ("onbekend" if total is None else f"{total:,}".replace(",", "."))
    assert shown["total"] == sum(line[3] for line in recorded.delivery.lines)
    assert shown["sums"][2] == sum(row["difference"] for row in shown["rows"])
    assert [row["cell"] for row in shown["rows"] if row["cell"]] != []


def test_preview_of_taking_back_shows_what_it_does_and_keeps_nothing():
    delivery = Delivery.objects.get(kind="couplings")
    before = everything()

    shown = preview_take_back(delivery, now=at(LATER)).to_json()

    assert everything() == before
    take_back(delivery, reason="fout", by=None, now=at(LATER))
    known = known_of(delivery, scope_of(delivery))
    assert {row["code"]: row["after"] for row in shown["rows"]} == {
        row.cbs_code: known[row.pk] for row in scope_of(delivery)
    }
    assert set(known.values()) == {None}, "without the delivery nothing is known of its days"
    assert {row["code"]: row["before"] for row in shown["rows"]} == {"GM0310": 5, "GM0344": 56, "GM0355": 9}


def test_preview_of_taking_back_names_what_still_holds():
    delivery = Delivery.objects.get(kind="quotas", period=period("2023-2"))
    revised = send(REVISED, "quotas", confirmed={"fall": "gewijzigd"}, **without_kind(revision())).delivery

    shown = preview_take_back(delivery, now=at(LATER)).to_json()

    assert shown["stays"] == [f"aanlevering {revised.number} (2023-2, bron van 1 maart 2024)"]
    assert [row["after"] for row in shown["rows"]] == [None, None, None]
    effects = [{label: new for label, _, new in row["effects"]} for row in shown["rows"]]
    assert [effect["Totaalopgave"] for effect in effects] == ["100", "827", "82"]
    assert preview_take_back(revised, now=at(LATER)).to_json()["stays"] == []


def test_preview_of_an_older_file_names_what_holds_beside_it():
    known = Delivery.objects.get(kind="quotas", period=period("2023-2"))
    older = about("quotas", period=period("2023-2"), entry_kind="announced", on="2023-05-01")

    shown = preview_file(
        statement("Taakstelling", 101, 800, 100).encode(), "oud.csv", older, now=at(LATER)
    ).to_json()

    assert shown["stays"] == [f"aanlevering {known.number} (2023-2, bron van 2 mei 2023)"]
    assert all(old == new for row in shown["rows"] for _, old, new in row["effects"])
    assert preview(REVISED, **revision())["stays"] == []


def test_preview_says_that_only_some_of_the_days_were_known():
    january = {"first_day": date(2024, 1, 1), "last_day": date(2024, 1, 31)}
    none_known = preview("CBS-code;Datum;Gehuisvest\nGM0310;05-01-2024;3", kind="housings", **january)
    send("CBS-code;Datum;Gehuisvest\nGM0310;05-01-2024;3", "housings", **january)
    text = "CBS-code;Datum;Gehuisvest\nGM0310;05-01-2024;4"

    all_known = preview(text, kind="housings", **january)
    some_known = preview(text, kind="housings", **{**january, "last_day": date(2024, 2, 29)})

    assert [each["is_partly_known"] for each in (none_known, all_known, some_known)] == [False, False, True]
    assert [each["sums"] for each in (none_known, some_known)] == [[None, 3, 3], [3, 4, 1]]


def test_numbers_known_on_another_day_do_not_fill_a_form():
    later = about("quotas", period=period("2023-2"), entry_kind="revised")
    earlier = about("quotas", period=period("2023-2"), entry_kind="announced", on="2023-05-01")
    within = about("housings-total", first_day=date(2023, 1, 1), last_day=date(2023, 5, 31))

    filled = [list(known_numbers(each, known_at=at(LATER)()).values()) for each in (later, earlier, within)]

    assert filled == [[100, 800, 100], [None, None, None], [None, None, None]]


def test_stock_of_the_day_before_the_first_period_is_known():
    eve = date(2022, 12, 31)
    send(statement("Openstaand", 4, 30, 6), "couplings-open", first_day=eve, last_day=eve)
    again = about("couplings-open", first_day=eve, last_day=eve)

    shown = preview(statement("Openstaand", 5, 30, 6), kind="couplings-open", first_day=eve, last_day=eve)

    assert list(known_numbers(again, known_at=at(LATER)()).values()) == [4, 30, 6]
    assert [row["before"] for row in shown["rows"]] == [4, 30, 6]


def test_control_shows_of_whom_it_differs_though_its_sum_does_not():
    shown = preview(statement("Gehuisvest", 4, 51, 4), kind="housings-total", **SECOND_HALF)

    assert [(row["before"], row["after"], row["difference"]) for row in shown["rows"]] == [
        (3, 4, 1),
        (52, 51, -1),
        (4, 4, 0),
    ]
    assert shown["control"].endswith(
        "Verschil met het grootboek: 0. Het wijkt af bij 2 gemeenten: De Bilt +1, Utrecht −1."
    )
    assert all(old == new for row in shown["rows"] for _, old, new in row["effects"])


# Meanwhile


def test_a_preview_that_is_behind_is_not_recorded():
    shown = preview(REVISED, **revision())
    reasons = {doubt["check"]: "gezien" for doubt in shown["doubts"]}
    send(NEXT_QUOTAS, "quotas", **without_kind(next_quotas()))
    before = everything()

    with pytest.raises(ChangedMeanwhile):
        send(REVISED, "quotas", confirmed=reasons, expected=shown["mark"], **without_kind(revision()))

    assert everything() == before


def test_a_preview_of_another_file_is_not_recorded():
    mark = preview(NEXT_QUOTAS, **next_quotas())["mark"]

    with pytest.raises(ChangedMeanwhile):
        send(NEXT_QUOTAS.replace("110", "111"), "quotas", expected=mark, **without_kind(next_quotas()))


def test_what_became_known_meanwhile_is_said():
    mark = preview(NEXT_QUOTAS, **next_quotas())["mark"]
    send(NEXT_QUOTAS, "quotas", **without_kind(next_quotas()))

    with pytest.raises(ChangedMeanwhile):
        send(NEXT_QUOTAS, "quotas", expected=mark, **without_kind(next_quotas()))


# Drafts


def draft_of(text: str, **said) -> DraftDelivery:
    particulars = about(said.pop("kind"), **said)
    shown = preview_file(text.encode(), "a.csv", particulars, now=at(LATER)).to_json()
    return keep_draft(text.encode(), "a.csv", particulars, shown, by=None, now=at(LATER))


def record_as_shown(draft: DraftDelivery) -> RecordedFile:
    return record_draft(draft, mark=draft.preview.get("mark", ""), confirmed={}, by=None, now=at(LATER))


def test_draft_is_recorded_as_its_preview_showed_it():
    draft = draft_of(NEXT_QUOTAS, **next_quotas(source="circulaire", control_total=1000))

    recorded = record_as_shown(draft)

    assert recorded.delivery.source == "circulaire"
    assert [line[3] for line in recorded.delivery.lines] == [110, 790, 100]
    assert not DraftDelivery.objects.exists()


def test_of_two_who_record_one_draft_the_second_hears_that_it_is_done():
    draft = draft_of(NEXT_QUOTAS, **next_quotas())
    record_as_shown(draft)
    before = everything()

    for act in (
        lambda: record_as_shown(draft),
        lambda: change_draft(draft, about("quotas", period=period("2024-1")), {}),
        lambda: discard_draft(draft, by=None, now=at(LATER)),
    ):
        with pytest.raises(DraftGone):
            act()

    assert everything() == before


def test_draft_that_was_checked_anew_since_the_page_was_opened_is_not_recorded():
    draft = draft_of(NEXT_QUOTAS, **next_quotas())
    seen = draft.preview["mark"]
    other = {**draft.preview, "mark": "another"}
    change_draft(draft, about("quotas", **without_kind(next_quotas())), other)

    with pytest.raises(ChangedMeanwhile):
        record_draft(draft, mark=seen, confirmed={}, by=None, now=at(LATER))

    assert DraftDelivery.objects.filter(pk=draft.pk).exists()


def test_draft_with_findings_cannot_be_recorded():
    draft = draft_of(statement("Taakstelling", "x", 1, 1), **next_quotas())

    with pytest.raises(ChangedMeanwhile):
        record_as_shown(draft)

    assert DraftDelivery.objects.filter(pk=draft.pk).exists()


def test_particulars_survive_being_kept():
    draft = draft_of(NEXT_QUOTAS, **next_quotas(names={"zeits": "GM0355"}, control_total=0))

    kept = Particulars.from_json(DraftDelivery.objects.get().particulars, draft.province)

    assert kept == about("quotas", **without_kind(next_quotas(names={"zeits": "GM0355"}, control_total=0)))


def test_progress_is_told_of_every_row():
    told: list[int] = []

    record_file(
        NEXT_QUOTAS.encode(),
        "a.csv",
        about("quotas", **without_kind(next_quotas())),
        by=None,
        now=at(LATER),
        progress=told.append,
    )

    assert told == [2, 3, 4]
