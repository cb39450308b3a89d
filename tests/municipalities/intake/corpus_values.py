"""What stands in the cells: municipalities, numbers and days as people write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl import Workbook

from tests.municipalities.intake.builders import ALL, HOUSINGS, QUOTAS, Case, book, csv, rows

JULY_5 = date(2023, 7, 5)
ADVICE = "Vul alleen cijfers in, bijvoorbeeld 1234 of 1.234."
CHOOSE = "Kies de gemeente of pas het bestand aan."
OTHERS = "1 rij van andere provincies geteld en niet vastgelegd: {} 1."


SCALED = (
    "Rij {}, kolom C: Hier staat {}, maar de opmaak “{}” toont iets anders. "
    "Kies in Excel de opmaak Standaard en kijk of het aantal klopt."
)


def formatted(number_format: str) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        for row in (2, 3, 4):
            workbook.active.cell(row, 3).number_format = number_format

    return change


def about(code: Any, name: Any, *, as_text: bool = True) -> bytes:
    """Return a file with one housing of whoever this is."""
    made = csv if as_text else book
    return made(HOUSINGS[:4], ("" if as_text and code is None else code, name, "05-07-2023", 3))


def known(code: Any, name: Any, found: str = "GM0344", **how: Any) -> Case:
    return Case(f"{code!r} {name!r}", "housings", about(code, name, **how), ((found, JULY_5, "regular", 3),))


def elsewhere(code: Any, name: Any, province: str) -> Case:
    return Case(f"{code!r} {name!r}", "housings", about(code, name), notes=(OTHERS.format(province),))


def unknown(code: Any, name: Any, finding: str, **how: Any) -> Case:
    return Case(f"{code!r} {name!r}", "housings", about(code, name, **how), findings=(finding,))


NAMES = [
    *(known(code, "") for code in ("GM0344", "gm344", "GM 0344", "0344", "344", "344.0", " GM0344 ")),
    known(344, None, as_text=False),
    known(344.0, "UTRECHT", as_text=False),
    known("GM0344", "Utrecht (gemeente)"),
    *(
        known(None, name, "GM0310")
        for name in (
            "De Bilt ",
            "DE BILT",
            "de  bilt",
            "De\u00a0Bilt",
            "Gemeente De Bilt",
            "Gem. De Bilt",
            "De Bi\u00adlt",
            "\u200bDe Bilt",
        )
    ),
    known(None, "gemeente Zeist", "GM0355"),
    known(None, "Utrecht"),
    *(
        elsewhere(None, name, "Zuid-Holland")
        for name in (
            "Den Haag",
            "'s-Gravenhage",
            "’s-Gravenhage",
            "‘s-Gravenhage",
            "`s Gravenhage",
            "'S-GRAVENHAGE",
            "s-Gravenhage",
        )
    ),
    elsewhere("GM0518", "Den Haag", "Zuid-Holland"),
    elsewhere(None, "Bergen (NH.)", "Noord-Holland"),
    elsewhere(None, "Bergen (NH)", "Noord-Holland"),
    elsewhere(None, "Bergen (L.)", "Limburg"),
    elsewhere(None, "Sudwest Fryslan", "Fryslân"),
    elsewhere(None, "Su\u0301dwest-Frysla\u0302n", "Fryslân"),
    unknown(
        None,
        "Bergen",
        'Rij 2, kolom B: "Bergen" is niet herkend. Bedoelt u Bergen (NH.) (GM0373) of Bergen (L.) (GM0893)? '
        f"{CHOOSE}",
    ),
    unknown(None, "Zeits", f'Rij 2, kolom B: "Zeits" is niet herkend. Bedoelt u Zeist (GM0355)? {CHOOSE}'),
    unknown(None, "Onbekend", f'Rij 2, kolom B: "Onbekend" is niet herkend. {CHOOSE}'),
    unknown(
        "GM0355",
        "Utrecht",
        "Rij 2, kolom A: De code GM0355 is die van Zeist, maar de naam is “Utrecht”. Verbeter de code of de naam.",
    ),
    unknown(
        "GM9999",
        "Utrecht",
        'Rij 2, kolom A: "GM9999" is geen code van een gemeente. Een gemeentecode is GM met vier cijfers, '
        "bijvoorbeeld GM0344.",
    ),
    unknown(
        "344,5",
        "Utrecht",
        'Rij 2, kolom A: "344,5" is geen code van een gemeente. Een gemeentecode is GM met vier cijfers, '
        "bijvoorbeeld GM0344.",
    ),
    unknown("", "", "Rij 2, kolom B: De gemeente ontbreekt. Vul de CBS-code of de naam in."),
    unknown(
        None,
        "Abcoude",
        "Rij 2, kolom B: Abcoude bestond niet op 5 juli 2023 (van 1 januari 1900 tot en met 31 december 2010). "
        "Gebruik De Ronde Venen.",
    ),
    unknown(
        None,
        "=A1",
        'Rij 2, kolom B: "=A1" is een formule. Vervang de formule door de waarde.',
        as_text=False,
    ),
    Case(
        "a name for which a person chose",
        "housings",
        about(None, "Zeits"),
        (("GM0355", JULY_5, "regular", 3),),
        notes=("Zelf aangewezen: “Zeits” is Zeist (GM0355).",),
        said={"names": {"zeits": "GM0355"}},
    ),
    Case(
        "rows of other provinces are counted, whatever their numbers are",
        "quotas",
        csv(*rows(), ("GM0518", "Den Haag", "n.v.t."), ("GM0373", "", 4), ("", "Bergen (L.)", "x")),
        (("GM0310", 10), ("GM0344", 80), ("GM0355", 20)),
        notes=(
            "3 rijen van andere provincies geteld en niet vastgelegd: Limburg 1, Noord-Holland 1, Zuid-Holland 1.",
        ),
    ),
]


def number(value: Any, finding: str | int, *, as_text: bool = True, kind: str = "quotas") -> Case:
    """Return a statement in which De Bilt has this number, and what comes of it."""
    header = ("CBS-code", "Gemeente", "Beginstand" if kind == "openings" else "Taakstelling")
    others = (("GM0344", 80), ("GM0355", 20))
    made = csv if as_text else book
    name = f"{kind} {value!r} {'as text' if as_text else 'in Excel'}"
    content = made(*rows(header, GM0310=value))
    if isinstance(finding, int):
        return Case(name, kind, content, (("GM0310", finding), *others))
    return Case(name, kind, content, others, (f"Rij 2, kolom C: {finding}",))


def no_number(shown: str) -> str:
    return f'"{shown}" is geen heel aantal. {ADVICE}'


def merge(workbook: Workbook) -> None:
    workbook.active.merge_cells("C2:C3")


MERGED = "Dit is een samengevoegde cel. Splits de samengevoegde cel."


def placed(*rows: tuple[str, str, str]) -> bytes:
    """Return a file with one housing in each row: code, name, province."""
    header = ("CBS-code", "Gemeente", "Provincie", "Datum", "Gehuisvest")
    return csv(header, *((*row, "05-07-2023", 3) for row in rows))


NAMES += [
    Case(
        "two of one name, told apart by their province",
        "housings",
        placed(
            ("", "Bergen", "Limburg"), ("", "Bergen", "Provincie Noord-Holland"), ("", "Utrecht", "Utrecht")
        ),
        (("GM0344", JULY_5, "regular", 3),),
        notes=("2 rijen van andere provincies geteld en niet vastgelegd: Limburg 1, Noord-Holland 1.",),
    ),
    Case(
        "one of two names, and no province that tells which",
        "housings",
        placed(("", "Bergen", "onbekend"), ("", "Bergen", "Utrecht")),
        findings=tuple(
            f'Rij {row}, kolom B: "Bergen" is niet herkend. Bedoelt u Bergen (NH.) (GM0373) of Bergen (L.) (GM0893)? '
            f"{CHOOSE}"
            for row in (2, 3)
        ),
    ),
    Case(
        "a province in which the municipality does not lie",
        "housings",
        placed(("", "Zeist", "Limburg"), ("GM0893", "", "Utrecht"), ("GM0344", "Utrecht", "PV26")),
        (("GM0344", JULY_5, "regular", 3),),
        tuple(
            f"Rij {row}, kolom {column}: {name} ligt in {province}, maar de provincie in deze rij is {typed}. "
            "Verbeter de gemeente of de provincie."
            for row, column, name, province, typed in (
                (2, "B", "Zeist", "Utrecht", "Limburg"),
                (3, "A", "Bergen (L.)", "Limburg", "Utrecht"),
            )
        ),
    ),
]


def uncertain(*named: str) -> str:
    return f"Hiervan is alleen zeker dat zij in een andere provincie liggen: {', '.join(named)}."


NOT_THEN = "bestond niet op 5 juli 2023 (van 1 januari 1900 tot en met 23 maart 2022)."
NAMES += [
    Case(
        "unknown, contradictory or merged, but surely of another province",
        "housings",
        placed(
            ("", "Brielle", "Zuid-Holland"),
            ("GM9999", "Nieuwstad", "Provincie Limburg"),
            ("GM0501", "", "PV28"),
            ("", "Rozenburg", "ZH"),
            ("", "Wieringen", "Prov. Noord-Holland"),
            ("GM0518", "Scheveningen", ""),
            ("GM9999", "Den Haag", ""),
            ("GM0893", "", "Noord-Holland"),
            ("GM0457", "Weesp", ""),
            ("", "Brielle", "Zuid-Holland"),
            ("GM0344", "Utrecht", "Utrecht"),
        ),
        (("GM0344", JULY_5, "regular", 3),),
        notes=(
            "10 rijen van andere provincies geteld en niet vastgelegd: Limburg 1, Noord-Holland 3, Zuid-Holland 6.",
            uncertain(
                "“Brielle” (Zuid-Holland)",
                "“Den Haag” (Zuid-Holland)",
                "“GM0501” (Zuid-Holland)",
                "“GM0893” (Noord-Holland)",
                "“Nieuwstad” (Limburg)",
                "“Rozenburg” (Zuid-Holland)",
                "“Scheveningen” (Zuid-Holland)",
                "“Weesp” (Noord-Holland)",
                "“Wieringen” (Noord-Holland)",
            ),
        ),
    ),
    Case(
        "unknown or merged, and perhaps of the own province",
        "housings",
        placed(
            ("", "Brielle", ""),
            ("", "Brielle", "Utrecht"),
            ("", "Brielle", "Zuid Holand"),
            ("", "Zeits", "Zuid-Holland"),
            ("GM0518", "Utrecht-Noord", ""),
            ("GM0545", "", "Zuid-Holland"),
            ("GM9999", "", ""),
        ),
        findings=(
            *(f'Rij {row}, kolom B: "Brielle" is niet herkend. {CHOOSE}' for row in (2, 3, 4)),
            f'Rij 5, kolom B: "Zeits" is niet herkend. Bedoelt u Zeist (GM0355)? {CHOOSE}',
            "Rij 6, kolom A: De code GM0518 is die van 's-Gravenhage, maar de naam is “Utrecht-Noord”. Verbeter de "
            "code of de naam.",
            f"Rij 7, kolom A: Leerdam {NOT_THEN} Gebruik Utrecht.",
            'Rij 8, kolom A: "GM9999" is geen code van een gemeente. Een gemeentecode is GM met vier cijfers, '
            "bijvoorbeeld GM0344.",
        ),
    ),
    Case(
        "a province for which a person chose",
        "housings",
        csv(HOUSINGS[:4], ("", "Brielle", "05-07-2023", 3), ("GM9999", "", "05-07-2023", 3)),
        notes=(
            OTHERS.replace("1 rij van", "2 rijen van").format("Limburg 1, Zuid-Holland"),
            uncertain("“Brielle” (Zuid-Holland)", "“GM9999” (Limburg)"),
        ),
        said={"names": {"brielle": "PV28", "gm9999": "PV31"}},
    ),
]

NAMES += [
    Case(
        "provinces by the number of the CBS, beside their names",
        "quotas",
        book(
            (*QUOTAS[:2], "Provinciecode", "Provincienaam", QUOTAS[2]),
            *((*row[:2], 26, "Utrecht", row[2]) for row in rows()[1:]),
            (501, "Brielle", 28, "Zuid-Holland", 3),
            (893, "Bergen (L.)", 27, "Noord-Holland", 3),
        ),
        ALL,
        notes=(
            OTHERS.replace("1 rij van", "2 rijen van").format("Noord-Holland 1, Zuid-Holland"),
            uncertain("“Bergen (L.)” (Noord-Holland)", "“Brielle” (Zuid-Holland)"),
            "Niet gelezen kolommen: D (Provincienaam).",
        ),
    ),
    Case(
        "one province beside all its municipalities, in a merged cell",
        "quotas",
        book(
            ("Provincie", *QUOTAS),
            *(("Utrecht", *row) for row in rows()[1:]),
            change=lambda workbook: workbook.active.merge_cells("A2:A4"),
        ),
        ALL,
    ),
]

NUMBERS = [
    *(
        number(text, 1234)
        for text in ("1234", "1.234", "1 234", "1\u00a0234", "1\u202f234", " 1234 ", "01234")
    ),
    number("1.234", 1234, as_text=False),
    number(1234.0, 1234, as_text=False),
    number("12 ", 12, as_text=False),
    number("0", 0),
    number("1.000.000", 1_000_000),
    *(
        number(text, no_number(text))
        for text in (
            "12,5",
            "12.5",
            "1_000",
            "n.v.t.",
            "-",
            "?",
            "1e3",
            "+3",
            "1.23",
            "1.2345",
            "1.234 567",
            "0.123",
            "１２",
            "12²",
            "½",
            "٣",
            "XII",
            "12 stuks",
            "#N/B",
            "0x10",
            "1,234",
            "--3",
            "3-",
            "(3)",
            "12.0",
        )
    ),
    number("1.000.001", "1.000.001 is te hoog. Vul hooguit 1.000.000 in."),
    number("9" * 400, f"{'9' * 59}… is te hoog. Vul hooguit 1.000.000 in."),
    number("", "Het aantal ontbreekt. Vul een aantal in; 0 als er niemand is."),
    number("-3", "-3 is negatief. Vul 0 of een hoger aantal in."),
    number("−3", "−3 is negatief. Vul 0 of een hoger aantal in."),
    number(-3, "-3 is negatief. Vul 0 of een hoger aantal in.", as_text=False),
    number("-0", 0),
    number(12.5, no_number("12,5"), as_text=False),
    number(0.1 + 0.2, no_number("0,3"), as_text=False),
    number(1e300, no_number("1e+300"), as_text=False),
    number(True, no_number("WAAR"), as_text=False),
    number("#N/A", no_number("#N/A"), as_text=False),
    number("=SUM(C3:C4)", '"=SUM(C3:C4)" is een formule. Vervang de formule door de waarde.', as_text=False),
    number(
        date(2023, 12, 31),
        '"31-12-2023" is een datum, geen aantal. Dit is een datum. Vul het aantal in.',
        as_text=False,
    ),
    number("+3", 3, kind="openings"),
    number("-3", -3, kind="openings"),
    number("−1.234", -1234, kind="openings"),
    number("- 3", no_number("- 3"), kind="openings"),
    Case(
        "a merged cell, and the one it took",
        "quotas",
        book(*rows(), change=merge),
        (("GM0355", 20),),
        (f"Rij 2, kolom C: {MERGED}", f"Rij 3, kolom C: {MERGED}"),
    ),
    *(
        Case(
            f"a number shown as {number_format}",
            "quotas",
            book(*rows(), change=formatted(number_format)),
            () if scaled else (("GM0310", 10), ("GM0344", 80), ("GM0355", 20)),
            tuple(SCALED.format(row, value, number_format) for row, value in ((2, 10), (3, 80), (4, 20)))
            if scaled
            else (),
        )
        for number_format, scaled in (
            ("0%", True),
            ("0.00%", True),
            ("0,", True),
            ("#,##0.0,,", True),
            ('"€" #,##0.00', True),
            ("[$€-413] #,##0", True),
            ("[$EUR] #,##0", True),
            ("[$-413]#,##0", False),
            ("[Red]#,##0;-#,##0", False),
            ("#,##0", False),
            ('0 "% van"', False),
            ("0\\%", False),
            ('_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"??_ ;_ @_ ', False),
        )
    ),
    Case(
        "a withdrawn coupling as a negative number",
        "couplings",
        csv(("Gemeente", "Datum", "Gekoppeld"), ("Zeist", "05-07-2023", -1)),
        findings=(
            'Rij 2, kolom C: -1 is negatief. Schrijf het aantal zonder min, met als soort "ingetrokken".',
        ),
    ),
    Case(
        "a correction of nothing, one without a reason",
        "corrections",
        csv(("Gemeente", "Correctie", "Reden"), ("Zeist", 0, "tikfout"), ("Utrecht", 2, " ")),
        findings=(
            "Rij 2, kolom B: Een correctie van 0 verandert niets. Vul het verschil in, bijvoorbeeld 2 of -2.",
            "Rij 3, kolom C: De reden ontbreekt. Vul een reden in voor de correctie.",
        ),
    ),
    Case(
        "kinds that do not exist",
        "couplings",
        csv(
            ("Gemeente", "Datum", "Gekoppeld", "Soort"),
            ("Zeist", "05-07-2023", 1, "stand"),
            ("Zeist", "05-07-2023", 1, "GEKOPPELD"),
        ),
        (("GM0355", JULY_5, "coupled", 1),),
        ('Rij 2, kolom D: Soort "stand" is niet bekend. Schrijf "gekoppeld" of "ingetrokken".',),
    ),
]


def day(value: Any, found: date | str, *, as_text: bool = True) -> Case:
    content = (csv if as_text else book)(HOUSINGS[:4], ("GM0355", "Zeist", value, 3))
    name = f"day {value!r} {'as text' if as_text else 'in Excel'}"
    if isinstance(found, date):
        return Case(name, "housings", content, (("GM0355", found, "regular", 3),))
    return Case(name, "housings", content, findings=(f"Rij 2, kolom C: {found}",))


def no_day(shown: str) -> str:
    return f'"{shown}" is geen datum. Schrijf een dag als 31-12-2023.'


def outside(text: str) -> str:
    return (
        f"{text} valt buiten de dagen van deze aanlevering, 1 juli 2023 tot en met 31 december 2023. Pas de dag aan, "
        "of de dagen waarover het bestand gaat."
    )


DAYS = [
    *(
        Case(
            f"a day shown as {number_format}",
            "housings",
            book(HOUSINGS[:4], ("GM0355", "Zeist", JULY_5, 3), change=formatted(number_format)),
            (("GM0355", JULY_5, "regular", 3),) if shows_day else (),
            ()
            if shows_day
            else (
                f"Rij 2, kolom C: Hier staat 05-07-2023, maar de opmaak “{number_format}” toont iets anders. Vul de "
                "hele datum in, bijvoorbeeld 31-12-2023.",
            ),
        )
        for number_format, shows_day in (
            ("mmm-yy", False),
            ("[$-413]mmmm yyyy", False),
            ('yyyy"d"', False),
            ("d mmm", True),
            ("dd/mm/yyyy hh:mm", True),
        )
    ),
    *(
        day(text, JULY_5)
        for text in (
            "05-07-2023",
            "5-7-2023",
            "05/07/2023",
            "5.7.2023",
            "2023-07-05",
            "2023-07-05T00:00:00",
            "2023-07-05 14:30",
            "5 juli 2023",
            "5 JUL 2023",
            "5-jul-2023",
            "5 jul. 2023",
            "wo 5 juli 2023",
            "Woensdag 05-07-2023",
            "wo. 5 jul 2023",
        )
    ),
    day(JULY_5, JULY_5, as_text=False),
    day("05-07-2023", JULY_5, as_text=False),
    day("07-05-2023", outside("7 mei 2023")),
    day("30-06-2023", outside("30 juni 2023")),
    day("01-07-2023", date(2023, 7, 1)),
    day("31-12-2023", date(2023, 12, 31)),
    day("01-01-2024", outside("1 januari 2024")),
    day("do 6-7-2022", '"do 6-7-2022" is een woensdag. Verbeter de dag of de datum.'),
    day("w 5 juli 2023", no_day("w 5 juli 2023")),
    day("5-7-1823", '"05-07-1823" kan niet kloppen. Kies een dag tussen 1900 en 2199.'),
    *(
        day(text, no_day(text))
        for text in (
            "5-7-23",
            "07/31/2023",
            "31-11-2023",
            "5-7",
            "45112",
            "vandaag",
            "5-7/2023",
            "2023-7-5",
            "5-7-٢٠٢٣",
        )
    ),
    day(45112, no_day("45112"), as_text=False),
    day(True, no_day("WAAR"), as_text=False),
    day("=TODAY()", '"=TODAY()" is een formule. Vervang de formule door de waarde.', as_text=False),
    day("", "De datum ontbreekt. Vul een dag in, bijvoorbeeld 31-12-2023."),
    Case(
        "1 mrt, as Excel writes March",
        "housings",
        csv(HOUSINGS[:4], ("GM0355", "Zeist", "1-mrt-2024", 3)),
        (("GM0355", date(2024, 3, 1), "regular", 3),),
        said={"first_day": date(2024, 1, 1), "last_day": date(2024, 6, 30)},
    ),
]

CASES = [*NAMES, *NUMBERS, *DAYS]
