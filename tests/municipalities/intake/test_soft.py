"""Each doubt on both sides of its bound, and what comes of one that is not confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from audit.rehearsal import rehearsal
from municipalities.intake.layout import Wanted
from municipalities.intake.record import Unconfirmed
from municipalities.ledger.take_back import take_back
from municipalities.models import Correction, Delivery, DeliveryFile
from tests.factories import at
from tests.municipalities.intake.builders import book
from tests.municipalities.intake.state import NEW_YEAR, SECOND_HALF, period, send, statement, tried

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("delivered")]

JUNE_30 = date(2024, 6, 30)
FIRST_HALF = {"first_day": date(2024, 1, 1), "last_day": JUNE_30}


def doubts(content: str, kind: str, **said) -> list[str]:
    with tried(content, kind, **said) as recorded:
        return [f"{doubt.check}: {doubt}" for doubt in recorded.doubts]


def quotas(*numbers: int, code: str = "2024-1", header: str = "Taakstelling", **said) -> list[str]:
    values = {"period": period(code), "entry_kind": "announced", **said}
    return doubts(statement(header, *numbers), "quotas", **values)


def revised(*numbers: int) -> list[str]:
    return quotas(*numbers, code="2023-2", entry_kind="revised")


def test_plain_next_quotas_raise_no_doubt():
    assert quotas(100, 800, 100) == []


# Older


@pytest.mark.parametrize(("on", "is_older"), [("2023-05-02", False), ("2023-05-01", True)])
def test_file_older_than_what_is_known(on, is_older):
    found = quotas(101, 801, 101, code="2023-2", on=on)

    assert found == (
        [
            "older: Er is al een nieuwere aanlevering over hetzelfde (3, 2 mei 2023). Geef een reden om dit oudere "
            "bestand toch te gebruiken."
        ]
        if is_older
        else []
    )


# Heading


@pytest.mark.parametrize(
    ("header", "name", "where"),
    [
        ("Taakstelling 2024-1", "taakstelling 2024-1.csv", ""),
        ("Taakstelling 2024-I", "circulaire 2024-1-15.csv", ""),
        ("Taakstelling eerste halfjaar 2024", "12024-2.csv", ""),
        ("Taakstelling 2023-2", "a.csv", "De kolomkop noemt 2023-2; u koos 2024-1."),
        ("Taakstelling 2024-II", "a.csv", "De kolomkop noemt 2024-2; u koos 2024-1."),
        ("Taakstelling tweede helft van 2024", "a.csv", "De kolomkop noemt 2024-2; u koos 2024-1."),
        ("Taakstelling 1e halfjaar 2023", "a.csv", "De kolomkop noemt 2023-1; u koos 2024-1."),
        ("Taakstelling 2024", "a.csv", "De kolomkop noemt het jaar 2024; u koos 2024-1."),
        ("Taakstelling 2025", "a.csv", "De kolomkop noemt het jaar 2025; u koos 2024-1."),
        ("Taakstelling 2024 eerste halfjaar", "a.csv", ""),
        ("Taakstelling", "Taakstellingen 2024-2.csv", "De bestandsnaam noemt 2024-2; u koos 2024-1."),
        ("Taakstelling", "van 2023-2 naar 2024-1.csv", ""),
    ],
)
def test_file_that_names_another_period(header, name, where):
    assert quotas(100, 800, 100, header=header, name=name) == ([f"heading: {where}"] if where else [])


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("Gehuisvest februari", "alleen februari; u levert alles vanaf 1 januari 2024"),
        ("Gehuisvest mrt 2024", "alleen maart; u levert alles vanaf 1 januari 2024"),
        ("Gehuisvest 2024", ""),
        ("Gehuisvest 2023", "het jaar 2023; u koos 2024-1"),
        ("Gehuisvest t/m februari", ""),
        ("Gehuisvest januari", ""),
        ("Gehuisvest januari-februari", ""),
        ("Gehuisvest tot en met 29-02-2024", ""),
    ],
)
def test_total_under_a_heading_of_a_month_or_year(header, says):
    days = {"first_day": date(2024, 1, 1), "last_day": date(2024, 2, 29)}
    columns = Wanted(columns={"number": 1})

    found = doubts(statement(header, 3, 3, 3), "housings-total", wanted=columns, **days)

    assert found == ([f"heading: De kolomkop noemt {says}."] if says else [])


@pytest.mark.parametrize(("on", "is_so_far"), [("2023-06-30", True), ("2023-07-01", False)])
def test_total_of_a_first_half_under_the_year(on, is_so_far):
    # On 30 June nobody can have counted who was housed in the second half.
    days = {"first_day": date(2023, 1, 1), "last_day": date(2023, 6, 30)}
    found = doubts(statement("Gehuisvest 2023", 46, 381, 61), "housings-total", on=on, **days)

    says = "heading: De kolomkop noemt het jaar 2023; u koos 2023-1."
    assert [doubt for doubt in found if doubt.startswith("heading")] == ([] if is_so_far else [says])


def test_total_of_a_second_half_under_the_year():
    found = doubts(statement("Gehuisvest 2023", 3, 53, 5), "housings-total", **SECOND_HALF)

    assert "heading: De kolomkop noemt het jaar 2023; u koos 2023-2." in found


def test_file_of_which_the_column_with_days_says_what_it_is_about():
    text = "Gemeente;Datum huisvesting;Aantal\nZeist;05-01-2024;1"

    assert doubts(text, "housings", name="koppelingen en meer.csv", **JANUARY) == []


@pytest.mark.parametrize(
    ("kind", "header", "name", "says"),
    [
        (
            "housings",
            "Aantal",
            "koppelingen week 46.csv",
            "bestandsnaam gaat over koppelingen; u koos Huisvestingen",
        ),
        (
            "couplings",
            "Aantal",
            "uitplaatsingen.csv",
            "bestandsnaam gaat over huisvestingen; u koos Koppelingen",
        ),
        ("housings", "Gehuisvest", "koppelingen.csv", ""),
        ("couplings", "Aantal", "gekoppeld en gehuisvest.csv", ""),
        ("housings", "Aantal", "week 46.csv", ""),
    ],
)
def test_file_that_speaks_of_the_other_kind(kind, header, name, says):
    days = {"first_day": date(2024, 1, 1), "last_day": date(2024, 1, 31)}

    found = doubts(f"Gemeente;Datum;{header}\nZeist;05-01-2024;1", kind, name=name, **days)

    assert found == ([f"heading: De {says} per dag."] if says else [])


@pytest.mark.parametrize(
    ("title", "begins"),
    [
        ("Gehuisvest 1 april t/m 31 december 2023", "april"),
        ("Gehuisvest 01-01-2023 tot en met 31-12-2023", "januari"),
        ("Gehuisvest januari 2023 t/m december 2023", "januari"),
        ("Gehuisvest 1-7-2023 t/m 31-12-2023", ""),
        ("Gehuisvest juli tot en met december", ""),
        ("Gehuisvest t/m 31 december 2023", ""),
        ("Gehuisvest december 2022 t/m december 2023", "december"),
        ("Stand per 1 januari 2024 (t/m 31 december 2023)", ""),
        ("Gemaakt op 01-01-2024; t/m 31-12-2023", ""),
        ("COA november 2023", ""),
    ],
)
def test_total_under_a_title_that_begins_in_another_month(title, begins):
    text = f"{title};\n{statement('Gehuisvest', 3, 53, 5)}"

    found = doubts(text, "housings-total", **SECOND_HALF)

    says = f"heading: De titel begint in {begins}; u levert alles vanaf 1 juli 2023."
    assert [doubt for doubt in found if doubt.startswith("heading")] == ([says] if begins else [])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Beginstand 2023", []),
        ("Beginstand 2022", ["heading: De kolomkop noemt het jaar 2022; u koos 2023-1."]),
    ],
)
def test_opening_under_a_heading_of_a_year(header, expected):
    found = doubts(statement(header, 6, -10, 0), "openings", period=period("2023-1"), on="2023-01-05")

    assert [doubt for doubt in found if doubt.startswith("heading")] == expected


def test_title_above_the_headings_that_names_another_period():
    text = "Bijlage taakstelling 2024-2;\n" + statement("Taakstelling", 100, 800, 100)

    assert doubts(text, "quotas", period=period("2024-1"), entry_kind="announced") == [
        "heading: De titel noemt 2024-2; u koos 2024-1."
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Gehuisvest t/m 29-02-2024", []),
        ("Gehuisvest t/m 29-2-2024", []),
        (
            "Gehuisvest t/m 31-01-2024",
            ["heading: De kolomkop noemt 31 januari 2024; u koos 29 februari 2024."],
        ),
        ("Gehuisvest t/m 29 februari 2024", []),
        ("Gehuisvest t/m 29 feb. 2024", []),
        (
            "Gehuisvest t/m 31 Januari 2024",
            ["heading: De kolomkop noemt 31 januari 2024; u koos 29 februari 2024."],
        ),
        ("Gehuisvest t/m 31-02-2024", []),
        ("Gehuisvest t/m 31 februari 2024", []),
    ],
)
def test_heading_that_names_another_day(header, expected):
    text = statement(header, 3, 25, 2)
    wanted = Wanted(columns={"number": 1})
    days = {"first_day": date(2024, 1, 1), "last_day": date(2024, 2, 29)}

    assert doubts(text, "housings-total", wanted=wanted, **days) == expected


@pytest.mark.parametrize(("column", "is_other"), [(1, True), (2, True), (3, False), (4, False)])
@pytest.mark.parametrize("is_one_heading", [False, True])
def test_group_of_columns_that_names_another_period(column, is_other, is_one_heading):
    numbers = (("GM0310", 100), ("GM0344", 800), ("GM0355", 100))
    content = book(
        ("CBS-code" if is_one_heading else None, "2023-2", None, "2024-1", None),
        (None if is_one_heading else "CBS-code", "a", "b", "c", "d"),
        *((code, *[number] * 4) for code, number in numbers),
        change=lambda workbook: [workbook.active.merge_cells(cells) for cells in ("B1:C1", "D1:E1")],
    )
    wanted = Wanted(header_row=2, columns={"code": 0, "number": column})
    said = {"period": period("2024-1"), "entry_kind": "announced", "wanted": wanted}

    with rehearsal():
        found = send(content, "quotas", confirmed={"heading": "klopt"}, **said).doubts

    where = "kolomkop" if is_one_heading else "kop boven de kolom"
    expected = f"De {where} noemt 2023-2; u koos 2024-1."
    assert [str(doubt) for doubt in found] == ([expected] if is_other else [])


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("Stand op 29 februari 2024", "a.csv", ""),
        ("Gemaakt op 01-03-2024", "a.csv", ""),
        ("1-1-2024 t/m 29-2-2024", "a.csv", ""),
        ("Stand op 31 januari 2024", "a.csv", "De titel noemt 31 januari 2024; u koos 29 februari 2024."),
        (
            "Overzicht",
            "stand 31-01-2024.csv",
            "De bestandsnaam noemt 31 januari 2024; u koos 29 februari 2024.",
        ),
    ],
)
def test_title_or_name_that_names_another_day(title, name, expected):
    text = f"{title};\n" + statement("Gehuisvest", 3, 25, 2)
    days = {"first_day": date(2024, 1, 1), "last_day": date(2024, 2, 29)}

    assert doubts(text, "housings-total", name=name, **days) == ([f"heading: {expected}"] if expected else [])


@pytest.mark.parametrize(("shape", "is_day"), [("dd-mm-yyyy", True), ("mmm-yy", False)])
def test_title_that_shows_a_month_names_no_day(shape, is_day):
    def change(workbook):
        workbook.active["C1"].number_format = shape

    rows = [("CBS-code", "Gehuisvest"), ("GM0310", 3), ("GM0344", 25), ("GM0355", 2)]
    content = book(("Overzicht", None, date(2024, 2, 1)), *rows, change=change)

    with rehearsal():
        days = {"first_day": date(2024, 1, 1), "last_day": date(2024, 2, 29)}
        found = send(content, "housings-total", confirmed={"heading": "klopt"}, **days).doubts

    says = "De titel noemt 1 februari 2024; u koos 29 februari 2024."
    assert [str(doubt) for doubt in found] == ([says] if is_day else [])


# Share


@pytest.mark.parametrize(
    ("numbers", "far"),
    [
        ((150, 750, 100), ""),
        ((151, 749, 100), "Rij 2: De Bilt: 151 wijkt sterk af (naar inwoners ongeveer 100)."),
        ((50, 850, 100), ""),
        ((49, 851, 100), "Rij 2: De Bilt: 49 wijkt sterk af (naar inwoners ongeveer 100)."),
    ],
)
def test_quota_far_from_the_share_of_inhabitants(numbers, far):
    assert quotas(*numbers) == ([f"share: {far}"] if far else [])


@pytest.mark.parametrize(("first", "is_far"), [(12, False), (13, True)])
def test_few_people_are_never_far_from_their_share(first, is_far):
    found = [doubt for doubt in quotas(first, 18 - first, 2) if doubt.startswith("share: Rij 2")]

    assert bool(found) is is_far


# Fall


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((100, 800, 100), []),
        ((101, 800, 100), []),
        ((99, 800, 100), ["fall: Rij 2: De Bilt: 99 is lager dan de 100 die bekend was."]),
    ],
)
def test_quota_that_falls(numbers, expected):
    assert revised(*numbers) == expected


def test_cumulative_figure_that_falls():
    days = {"first_day": date(2023, 1, 1), "last_day": date(2023, 6, 30)}

    assert doubts(statement("Gehuisvest", 45, 379, 60), "housings-total", **days) == [
        "fall: Rij 3: Utrecht: 379 is lager dan de 380 die bekend was."
    ]


def test_cumulative_figure_lower_than_a_month_before():
    january = {"first_day": date(2024, 1, 1), "last_day": date(2024, 1, 31)}
    send(statement("Gehuisvest", 3, 20, 4), "housings-total", confirmed={"overdrawn": "bekend"}, **january)
    february = {**january, "last_day": date(2024, 2, 29)}

    with tried(statement("Gehuisvest", 2, 24, 4), "housings-total", **february) as recorded:
        found = [str(doubt) for doubt in recorded.doubts if doubt.check == "fall"]

        assert found == ["Rij 2: De Bilt: 2 is lager dan de 3 die bekend was."]
        assert list(recorded.before.values()) == [3, 20, 4]


def test_housings_that_fall_in_a_month_that_was_known():
    january = {"first_day": date(2024, 1, 1), "last_day": date(2024, 1, 31)}
    send("CBS-code;Datum;Gehuisvest\nGM0310;05-01-2024;3", "housings", **january)
    text = "CBS-code;Datum;Gehuisvest\nGM0310;05-01-2024;1\nGM0310;05-02-2024;1"

    with tried(text, "housings", first_day=date(2024, 1, 1), last_day=date(2024, 2, 29)) as recorded:
        assert list(map(str, recorded.doubts)) == ["Rij 2: De Bilt: 2 is lager dan de 3 die bekend was."]
        assert list(recorded.before.values()) == [3, 0, 0]


def test_housings_that_fall_because_a_row_is_gone():
    text = "CBS-code;Datum;Gehuisvest\nGM0310;05-07-2023;3\nGM0344;05-07-2023;53"

    assert doubts(text, "housings", **SECOND_HALF)[0] == "fall: Zeist: 0 is lager dan de 4 die bekend was."


# Outlier


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (300, []),
        (301, ["outlier: Rij 2: De Bilt: 301 wijkt sterk af (het hoogste tot nu toe was 100)."]),
        (17, []),
        (16, ["outlier: Rij 2: De Bilt: 16 wijkt sterk af (het laagste tot nu toe was 50)."]),
    ],
)
def test_quota_far_from_its_own_history(number, expected):
    found = quotas(number, 800, 100)

    assert [doubt for doubt in found if doubt.startswith("outlier")] == expected


@pytest.mark.parametrize(("number", "expected"), [(135, False), (136, True)])
def test_cumulative_figure_far_from_the_periods_before(number, expected):
    days = {"first_day": date(2024, 1, 1), "last_day": date(2024, 2, 29)}
    found = doubts(statement("Gehuisvest", number, 0, 0), "housings-total", **days)

    assert any(doubt.startswith("outlier: Rij 2") for doubt in found) is expected


@pytest.mark.parametrize(("number", "expected"), [(13, False), (14, True)])
def test_few_people_on_a_day_are_no_outlier(number, expected):
    text = f"CBS-code;Datum;Gehuisvest\nGM0310;05-02-2024;{number}"
    days = {"first_day": date(2024, 1, 1), "last_day": date(2024, 2, 29)}
    text_before = [doubt for doubt in doubts(text, "housings", **days) if doubt.startswith("outlier")]

    # The total of 2023-1 was booked on one day: 45. So three times that, and not 3, is the bound.
    assert text_before == []
    big = f"CBS-code;Datum;Gehuisvest\nGM0310;05-02-2024;{122 + number}"
    found = [doubt for doubt in doubts(big, "housings", **days) if doubt.startswith("outlier")]
    assert bool(found) is expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(30, []), (31, ["outlier: Rij 2: De Bilt: 31 wijkt sterk af (het hoogste tot nu toe was 10)."])],
)
def test_stock_far_from_the_ones_before(number, expected):
    day = date(2024, 1, 2)  # Of the day before nobody knows, so nothing else is expected.

    assert (
        doubts(statement("Openstaand", number, 50, 8), "couplings-open", first_day=day, last_day=day)
        == expected
    )


# Stock

COUPLED_IN_JANUARY = "CBS-code;Datum;Gekoppeld\nGM0310;10-01-2024;{}"
JANUARY = {"first_day": date(2024, 1, 1), "last_day": date(2024, 1, 31)}


def stock(number: int, day: date) -> list[str]:
    text = statement("Openstaand", number, 54, 13)
    found = doubts(text, "couplings-open", first_day=day, last_day=day)
    return [doubt for doubt in found if doubt.startswith("stock")]


def far(number: int, day: str, left: int) -> list[str]:
    return [
        f"stock: Rij 2: De Bilt: {number} wijkt sterk af (op {day} stonden er volgens het grootboek {left} open)."
    ]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (9, far(9, "31 januari 2024", 20)),
        (10, []),
        (30, []),
        (31, far(31, "31 januari 2024", 20)),
    ],
)
def test_stock_far_from_couplings_and_housings(number, expected):
    # 10 open on 1 July, 5 coupled and 3 housed since, and 8 coupled now.
    send(COUPLED_IN_JANUARY.format(8), "couplings", **JANUARY)
    send("CBS-code;Datum;Gehuisvest", "housings", **JANUARY)

    assert stock(number, date(2024, 1, 31)) == expected
    assert stock(number, date(2024, 2, 1)) == expected, "the ledger ends on the day before"
    assert stock(number, date(2024, 2, 2)) == [], "nobody knows of 1 February"


@pytest.mark.parametrize(("number", "is_far"), [(1, True), (2, False), (22, False), (23, True)])
def test_few_people_in_a_stock_are_not_remarkable(number, is_far):
    # 12 are left; half of that is fewer than 10.
    assert stock(number, NEW_YEAR) == (far(number, "31 december 2023", 12) if is_far else [])


def test_stock_stated_anew_is_compared_with_the_one_before():
    send(
        statement("Openstaand", 40, 54, 13),
        "couplings-open",
        first_day=NEW_YEAR,
        last_day=NEW_YEAR,
        confirmed={"stock": "nageteld", "outlier": "nageteld"},
    )

    assert stock(61, NEW_YEAR) == far(61, "31 december 2023", 40)


def test_stock_as_the_ledger_says_is_no_outlier_however_far_it_grew():
    send(COUPLED_IN_JANUARY.format(60), "couplings", **JANUARY, confirmed={"outlier": "bekend"})
    send("CBS-code;Datum;Gehuisvest", "housings", **JANUARY)
    day = JANUARY["last_day"]

    # 12 were left and 60 coupled, where 10 was the highest stock before.
    assert doubts(statement("Openstaand", 72, 54, 13), "couplings-open", first_day=day, last_day=day) == []


def test_stock_after_couplings_that_are_not_known_is_not_compared():
    send("CBS-code;Datum;Gehuisvest", "housings", **JANUARY)

    assert stock(31, date(2024, 1, 31)) == []


# Overdrawn


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (12, []),
        (13, ["overdrawn: De Bilt: op 31 januari 2024 zijn er 1 meer gehuisvest dan gekoppeld."]),
    ],
)
def test_more_housed_than_coupled(number, expected):
    # 10 open on 1 July, 5 coupled and 3 housed since: 12 are left.
    text = f"CBS-code;Datum;Gehuisvest\nGM0310;05-01-2024;{number}"

    assert doubts(text, "housings", first_day=date(2024, 1, 1), last_day=date(2024, 1, 31)) == expected


# Repeated


CORRECTION = "Gemeente;Correctie;Reden\n{}"
REPEATED = "repeated: Rij {}: Zeist: een correctie van {} met deze reden staat er al."


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Zeist;2;anders", []),
        ("Zeist;3;nagekomen", []),
        ("Utrecht;2;nagekomen", []),
        ("Zeist;2;nagekomen", [REPEATED.format(2, 2)]),
        ("Zeist;1;x\nZeist;1;x", [REPEATED.format(3, 1)]),
        ("Zeist;1;x\nZeist;-1;x", []),
    ],
)
def test_the_same_correction_more_than_once(rows, expected):
    assert doubts(CORRECTION.format(rows), "corrections", period=period("2023-2")) == expected


def test_a_correction_that_was_taken_back_may_come_again():
    take_back(Delivery.objects.get(kind="corrections"), reason="fout", by=None, now=at("2024-02-01"))

    assert doubts(CORRECTION.format("Zeist;2;nagekomen"), "corrections", period=period("2023-2")) == []


# Confirmed, or not


def older_and_lower(**confirmed: str):
    return send(
        statement("Gehuisvest", 44, 380, 60),
        "housings-total",
        on="2023-06-30",
        first_day=date(2023, 1, 1),
        last_day=date(2023, 6, 30),
        confirmed=confirmed,
    )


@pytest.mark.parametrize("confirmed", [{}, {"older": " ", "fall": ""}, {"share": "ja"}])
def test_what_is_not_confirmed_records_nothing(confirmed):
    before = Delivery.objects.count(), DeliveryFile.objects.count()

    with pytest.raises(Unconfirmed) as refusal:
        older_and_lower(**confirmed)

    assert [doubt.check for doubt in refusal.value.doubts] == ["older", "fall"]
    assert (Delivery.objects.count(), DeliveryFile.objects.count()) == before


def test_each_doubt_needs_its_own_reason():
    with pytest.raises(Unconfirmed) as refusal:
        older_and_lower(older="circulaire vond ik later")

    assert refusal.value.messages == (
        "Lager dan eerder gemeld: Rij 2: De Bilt: 44 is lager dan de 45 die bekend was.",
    )


def test_what_was_confirmed_is_kept_with_its_reason():
    delivery = older_and_lower(older="later gevonden", fall="klopt").delivery

    assert delivery.reason == "later gevonden klopt"
    assert [(row["check"], row["row"], row["reason"]) for row in delivery.file.confirmations] == [
        ("older", None, "later gevonden"),
        ("fall", 2, "klopt"),
    ]


def test_the_same_correction_once_more_needs_a_reason():
    text = CORRECTION.format("Zeist;2;nagekomen\nUtrecht;-3;dubbel")
    said = {"on": "2024-01-10", "period": period("2023-2")}
    with pytest.raises(Unconfirmed):
        send(text, "corrections", **said)

    recorded = send(text, "corrections", confirmed={"repeated": "het zijn er echt twee"}, **said)

    assert recorded.is_new
    assert Correction.objects.filter(reason="nagekomen").count() == 2
