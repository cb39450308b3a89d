"""Files in every dress: encodings, delimiters, headings, sheets, and what stands around the figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from openpyxl import Workbook

from municipalities.intake.layout import Wanted
from tests.municipalities.intake.builders import (
    ALL,
    HOUSINGS,
    NUMBERS,
    QUOTAS,
    SHEET,
    Case,
    book,
    csv,
    operated,
    rows,
    saved,
    swap,
)

JULY_5 = date(2023, 7, 5)
NO_HEADER = (
    "Er is geen rij met kolomkoppen gevonden. Wijs de rij en de kolommen zelf aan of gebruik het sjabloon."
)


def absent(header: str) -> str:
    return f'Kolom "{header}" niet gevonden. Wijs de kolom zelf aan of gebruik het sjabloon.'


def too_many(sign: str) -> str:
    return (
        f"Deze rij heeft meer velden dan er kolomkoppen zijn. Misschien staat er een {sign} in een waarde. "
        "Zet die waarde tussen aanhalingstekens, geef de kolom een kop, of sla het bestand op als .xlsx."
    )


LEADS = (
    "Volgens de kop van kolom C ({}) is een voorsprong daar een aantal boven 0. Hier is een achterstand boven 0 en een "
    "voorsprong onder 0: draai in het bestand de tekens om."
)


BOTH_PERIODS = (
    'Kolom "Taakstelling" kan D (Taakstelling 2023-2) en E (Taakstelling 2024-1) zijn. Wijs de kolom zelf '
    "aan."
)


def merge_headings(workbook: Workbook) -> None:
    for cells in ("A2:A3", "B2:B3", "D2:E2"):
        workbook.active.merge_cells(cells)


def headed(*header: str) -> bytes:
    """Return a file with the good figures under other headings: code, name, number."""
    return csv(*rows(header))


def sheets(*titles: str, hidden: tuple[str, ...] = ()) -> bytes:
    """Return an Excel file with the same good figures on each of its sheets."""
    workbook = Workbook()
    for title in titles:
        sheet = workbook.create_sheet(title)
        for row in rows():
            sheet.append(row)
        if title in hidden:
            sheet.sheet_state = "hidden"
    del workbook["Sheet"]
    return saved(workbook)


def beside_others(others: dict[str, Any]) -> bytes:
    """Return a file with the good figures on one sheet, and others, each in a state, with a word only."""
    workbook = Workbook()
    workbook.active.title = "Cijfers"
    for row in rows():
        workbook.active.append(row)
    for title, state in others.items():
        workbook.create_sheet(title).append(["Uitleg"])
        workbook[title].sheet_state = state
    return saved(workbook)


def hidden_figures() -> bytes:
    """Return a file with the figures on a hidden sheet, after a sheet with a word."""
    workbook = Workbook()
    workbook.active.title = "Uitleg"
    sheet = workbook.create_sheet("Mei")
    for row in rows():
        sheet.append(row)
    sheet.sheet_state = "hidden"
    return saved(workbook)


def hide_row_3_and_column_c(workbook: Workbook) -> None:
    workbook.active.row_dimensions[3].hidden = True
    workbook.active.column_dimensions["C"].hidden = True


of_no_height = swap('<row r="3">', '<row r="3" ht="0" customHeight="1">')
of_no_width = swap("<sheetData>", '<cols><col min="3" max="3" width="0" customWidth="1"/></cols><sheetData>')


def filtered(workbook: Workbook) -> None:
    workbook.active.auto_filter.ref = "A1:C4"
    workbook.active.auto_filter.add_filter_column(1, ["Zeist"])


def number_codes(workbook: Workbook) -> None:
    for row, code in enumerate((310, 344.0, 355), 2):
        workbook.active.cell(row, 1).value = code


KINDS = [
    Case("quotas", "quotas", csv(*rows()), ALL),
    Case(
        "housings",
        "housings",
        csv(
            HOUSINGS,
            ("GM0344", "Utrecht", "05-07-2023", 3, ""),
            ("GM0344", "Utrecht", "05-07-2023", 2, "Nidos"),
            ("GM0355", "Zeist", "06-07-2023", 1, "HAR"),
        ),
        (
            ("GM0344", JULY_5, "regular", 3),
            ("GM0344", JULY_5, "nidos", 2),
            ("GM0355", date(2023, 7, 6), "hotel_scheme", 1),
        ),
    ),
    Case("housings-total", "housings-total", headed("CBS-code", "Gemeente", "Gehuisvest t/m"), ALL),
    Case(
        "couplings",
        "couplings",
        csv(
            ("CBS-code", "Gemeente", "Datum", "Gekoppeld", "Soort"),
            ("GM0344", "Utrecht", "05-07-2023", 3, "gekoppeld"),
            ("GM0344", "Utrecht", "05-07-2023", 1, "ingetrokken"),
            ("GM0355", "Zeist", "05-07-2023", 2, "Ontkoppeld"),
        ),
        (
            ("GM0344", JULY_5, "coupled", 3),
            ("GM0344", JULY_5, "withdrawn", 1),
            ("GM0355", JULY_5, "withdrawn", 2),
        ),
    ),
    Case("couplings-open", "couplings-open", headed("CBS-code", "Gemeente", "Openstaand"), ALL),
    Case(
        "openings, with a lead",
        "openings",
        csv(*rows(("CBS-code", "Gemeente", "Beginstand"), GM0310=-4, GM0355="−1.234")),
        (("GM0310", -4), ("GM0344", 80), ("GM0355", -1234)),
    ),
    Case(
        "corrections, one municipality twice",
        "corrections",
        csv(
            ("CBS-code", "Gemeente", "Correctie", "Reden"),
            ("GM0344", "Utrecht", 2, "nagekomen  melding"),
            ("GM0344", "Utrecht", "-3", "dubbel geteld"),
            ("GM0355", "Zeist", "", ""),
        ),
        (("GM0344", 2, "nagekomen melding"), ("GM0344", -3, "dubbel geteld")),
        notes=("1 rij met alleen een gemeente overgeslagen: daar is niets ingevuld.",),
    ),
    Case("housings of no one", "housings", csv(HOUSINGS), ()),
]

ENCODINGS = [
    Case("UTF-8 with a mark", "quotas", csv(*rows(), encoding="utf-8-sig"), ALL),
    Case("UTF-16 with a mark", "quotas", csv(*rows(), encoding="utf-16", delimiter="\t"), ALL),
    Case("UTF-16 LE without a mark", "quotas", csv(*rows(), encoding="utf-16-le"), ALL),
    Case("UTF-16 BE without a mark", "quotas", csv(*rows(), encoding="utf-16-be"), ALL),
    Case("UTF-16 BE with a mark", "quotas", b"\xfe\xff" + csv(*rows(), encoding="utf-16-be"), ALL),
    Case(
        "Windows-1252",
        "housings",
        csv(("Gemeente", "Datum", "Aantal"), ("Súdwest-Fryslân", "5-7-2023", 9), encoding="cp1252"),
        (),
        notes=("1 rij van andere provincies geteld en niet vastgelegd: Fryslân 1.",),
    ),
    Case("commas", "quotas", csv(*rows(), delimiter=","), ALL),
    Case("tabs", "quotas", csv(*rows(), delimiter="\t"), ALL),
    Case("line ends of Unix", "quotas", csv(*rows(), end="\n"), ALL),
    Case("line ends of an old Mac", "quotas", csv(*rows(), end="\r"), ALL),
    Case("no line end at the end", "quotas", csv(*rows()).rstrip(), ALL),
    Case("the hint of Excel", "quotas", b"sep=;\r\n" + csv(*rows()), ALL),
    Case(
        "everything in quotation marks, with a comma in a title",
        "quotas",
        csv(*[[f'"{cell}"' for cell in row] for row in [("Utrecht, Zeist", "", ""), *rows()]]),
        ALL,
    ),
    Case(
        "commas and quotation marks, with a semicolon in a reason",
        "corrections",
        csv(
            ('"Gemeente"', '"Correctie"', '"Reden"'),
            ('"Zeist"', '"2"', '"te laat; nagekomen"'),
            delimiter=",",
        ),
        (("GM0355", 2, "te laat; nagekomen"),),
    ),
    Case(
        "columns chosen, commas, and a semicolon somewhere",
        "corrections",
        csv(("Wie", "Wat", "Waarom"), ("Zeist", 2, "laat; nagekomen"), delimiter=","),
        (("GM0355", 2, "laat; nagekomen"),),
        said={"wanted": Wanted(header_row=1, columns={"name": 0, "number": 1, "reason": 2})},
    ),
    Case(
        "a reason over two lines",
        "corrections",
        csv(
            ("Gemeente", "Correctie", "Reden"), ("Zeist", 2, '"eerste\nen ""tweede"""'), ("Utrecht", "x", "y")
        ),
        findings=(
            'Rij 3, kolom B: "x" is geen heel aantal. Vul alleen cijfers in, bijvoorbeeld 1234 of 1.234.',
        ),
        lines=(("GM0355", 2, 'eerste en "tweede"'),),
    ),
]

HEADINGS = [
    Case(f"heading {header}", kind, headed("Gemeentecode", "Gemeentenaam", header), ALL)
    for kind, header in (
        ("housings-total", "Gehuisvest t/m 31-12-2023"),
        ("housings-total", "GEHUISVEST TOT EN MET 31 DECEMBER 2023"),
        ("housings-total", "Gerealiseerd per 1 januari 2024"),
        ("housings-total", "Aantal gehuisvest in periode 2023-2"),
        ("housings-total", "Gehuisvest in 2023-2"),
        ("quotas", "Taakstelling 2024-1"),
        ("quotas", "Taakstelling eerste halfjaar 2024"),
        ("quotas", "Taakstelling 2e helft 2023"),
        ("quotas", "Taakstelling 2023-II"),
        ("quotas", "  taakstelling\u00a02023 "),
        ("couplings-open", "Openstaande koppelingen op 31 dec 2023"),
        ("couplings-open", "Gekoppeld, niet gehuisvest"),
        ("openings", "Achterstand (+) of voorsprong (-)"),
    )
] + [
    *(
        Case(
            f"headings {header}",
            kind,
            csv((*header, "Aantal"), ("Zeist", "05-07-2023", 2)),
            (("GM0355", JULY_5, event, 2),),
        )
        for kind, event, header in (
            ("housings", "regular", ("Gehuisvest in", "Gehuisvest op")),
            ("couplings", "coupled", ("Gekoppeld aan", "Gekoppeld op")),
        )
    ),
    Case(
        "code only",
        "quotas",
        csv(*[(code, number) for code, _, number in rows(("GM-code", "", "Aantal"))]),
        ALL,
    ),
    Case("name only", "quotas", csv(*[(name, number) for _, name, number in rows()]), ALL),
    Case(
        "header after titles and empty rows",
        "quotas",
        book(("Bijlage bij de circulaire",), (), ("Provincie Utrecht", "peildatum 1 mei"), (), *rows()),
        ALL,
    ),
    Case(
        "empty rows between and after, and a remark beside",
        "quotas",
        book(rows()[0], (), *rows()[1:3], (), (), rows()[3], (), (None, None, None, "let op")),
        ALL,
        notes=("Niet gelezen: wat zonder kop in kolom D staat (rij 9).",),
    ),
    Case(
        "headings far down, pointed out",
        "quotas",
        book(*[(f"Toelichting {row}",) for row in range(1, 60)], *rows()),
        ALL,
        said={"wanted": Wanted(header_row=60)},
    ),
    Case(
        "thousands in a file with commas",
        "quotas",
        csv(*rows(GM0344="1,234"), delimiter=","),
        lines=(("GM0310", 10), ("GM0344", 1), ("GM0355", 20)),
        findings=(f"Rij 3, kolom D: {too_many('komma')}",),
        notes=("Niet gelezen: wat zonder kop in kolom D staat (rij 3).",),
    ),
    Case(
        "a semicolon in a reason",
        "corrections",
        csv(("Gemeente", "Correctie", "Reden"), ("Zeist", 2, "te laat; nagekomen")),
        lines=(("GM0355", 2, "te laat"),),
        findings=(f"Rij 2, kolom D: {too_many('puntkomma')}",),
        notes=("Niet gelezen: wat zonder kop in kolom D staat (rij 2).",),
    ),
    Case(
        "a row of another province in more fields than there are headings",
        "housings",
        csv(("Gemeente", "Datum", "Aantal"), ("Den Haag", "5-7-2023", "1,234"), delimiter=","),
        notes=(
            "1 rij van andere provincies geteld en niet vastgelegd: Zuid-Holland 1.",
            "Niet gelezen: wat zonder kop in kolom D staat (rij 2).",
        ),
    ),
    Case(
        "columns in another order among others",
        "quotas",
        csv(*[(number, "x", name, "y", code) for code, name, number in rows()]),
        ALL,
        notes=("Niet gelezen kolommen: B (x), D (y).",),
    ),
    Case("code as a number", "quotas", book(*rows(), change=number_codes), ALL),
    Case(
        "two columns that could be meant",
        "quotas",
        csv(("Gemeente", "Taakstelling 2023-2", "Taakstelling 2024-1"), ("Zeist", 20, 30)),
        findings=(
            'Kolom "Taakstelling" kan B (Taakstelling 2023-2) en C (Taakstelling 2024-1) zijn. Wijs de kolom zelf aan.',
        ),
    ),
    Case(
        "one of two columns chosen",
        "quotas",
        csv(*[(*row, 99) for row in rows((*QUOTAS[:2], "Taakstelling 2023-2"))]).replace(
            b"2;99", b"2;Taakstelling 2024-1"
        ),
        ALL,
        notes=("Niet gelezen kolommen: D (Taakstelling 2024-1).",),
        said={"wanted": Wanted(columns={"number": 2})},
    ),
    Case(
        "no column with a number",
        "quotas",
        csv(("Gemeente", "x"), ("Zeist", 1)),
        findings=(absent("Taakstelling"),),
    ),
    Case(
        "no municipality", "quotas", csv(("x", "Taakstelling"), ("Zeist", 1)), findings=(absent("Gemeente"),)
    ),
    Case("no day", "housings", csv(("Gemeente", "Aantal"), ("Zeist", 1)), findings=(absent("Datum"),)),
    Case(
        "no reason", "corrections", csv(("Gemeente", "Correctie"), ("Zeist", 1)), findings=(absent("Reden"),)
    ),
    Case(
        "a title that begins with the name of a column, above headings that do not have it",
        "couplings-open",
        book(
            ("Openstaande koppelingen per 31 december 2023",), *rows(("gem.code", "gem.naam", "Nog te doen"))
        ),
        findings=(absent("Wacht op woning"),),
    ),
    Case(
        "nothing but the province known by its heading",
        "housings-total",
        csv(("Provincie", "Plaats", "Stand"), ("Utrecht", "Zeist", 1)),
        findings=(absent("Gemeente"), absent("Gehuisvest t/m")),
    ),
    *(
        Case(
            f"a percentage is no number of people: {heading}",
            "housings-total",
            headed("CBS-code", "Gemeente", heading),
            findings=(absent("Gehuisvest t/m"),),
        )
        for heading in ("Realisatie (%)", "% gehuisvest", "Gehuisvest %")
    ),
    *(
        Case(
            f"leads above zero: {heading}",
            "openings",
            headed("CBS-code", "Gemeente", heading),
            findings=(LEADS.format(heading),),
            said={"wanted": Wanted(columns={"number": 2})},
        )
        for heading in (
            "Achterstand (-) of voorsprong (+)",
            "Voorsprong",
            "+ = voorsprong, - = achterstand",
            "Saldo (voorsprong = positief)",
        )
    ),
    *(
        Case(
            f"leads below zero: {heading}",
            "openings",
            headed("CBS-code", "Gemeente", heading),
            ALL,
            said=said,
        )
        for heading, said in (
            ("Achterstand (+) of voorsprong (-)", {}),
            ("Achterstand 2023-2", {}),
            ("Achterstand - voorsprong", {"wanted": Wanted(columns={"number": 2})}),
        )
    ),
    Case(
        "a backlog and a lead in columns of their own",
        "openings",
        csv(("Gemeente", "Achterstand", "Voorsprong"), ("De Bilt", 3, 0), ("Utrecht", 0, 5), ("Zeist", 0, 0)),
        findings=(
            "Achterstand en voorsprong staan in aparte kolommen (B en C). Zet ze in 1 kolom, een voorsprong met een "
            "min ervoor.",
        ),
    ),
    Case(
        "remarks and groups between and below the figures",
        "quotas",
        book(
            QUOTAS,
            ("Regio Midden",),
            *rows()[1:],
            (),
            ("* inclusief herverdeling",),
            (None, "Bron: CBS"),
            ("Vragen? Bel ons.",),
            change=lambda workbook: workbook.active.merge_cells("A9:C9"),
        ),
        ALL,
        notes=(
            "Overgeslagen, omdat er alleen een tekst staat: rij 2 (“Regio Midden”), rij 7 (“* inclusief "
            "herverdeling”), rij 8 (“Bron: CBS”), rij 9 (“Vragen? Bel ons.”).",
        ),
    ),
    Case(
        "a row with a municipality or a number only is no remark",
        "quotas",
        csv(*rows()[:3], ("", "Zeist", ""), ("", "", "3"), ("", "", "drie"), ("12", "", "")),
        ALL[:2],
        (
            "Rij 4, kolom C: Het aantal ontbreekt. Vul een aantal in; 0 als er niemand is.",
            *(f"Rij {row}, kolom B: De gemeente ontbreekt. Vul de CBS-code of de naam in." for row in (5, 6)),
            'Rij 6, kolom C: "drie" is geen heel aantal. Vul alleen cijfers in, bijvoorbeeld 1234 of 1.234.',
            'Rij 7, kolom A: "12" is geen code van een gemeente. Een gemeentecode is GM met vier cijfers, '
            "bijvoorbeeld GM0344.",
            "Rij 7, kolom C: Het aantal ontbreekt. Vul een aantal in; 0 als er niemand is.",
        ),
    ),
    Case(
        "a remark in the column with the days",
        "housings",
        csv(("Datum", "Gemeente", "Gehuisvest"), ("05-07-2023", "Zeist", 2), ("Bron: COA", "", "")),
        (("GM0355", JULY_5, "regular", 2),),
        notes=("Overgeslagen, omdat er alleen een tekst staat: rij 3 (“Bron: COA”).",),
    ),
    Case(
        "a municipality that is forgotten under a name that nobody knows",
        "quotas",
        csv(*rows()[:3], ("", "Zeits", "")),
        ALL[:2],
        (
            "Deze gemeenten ontbreken: Zeist. Een overzicht moet alle gemeenten bevatten; vul 0 in als er niemand is.",
        ),
        notes=("Overgeslagen, omdat er alleen een tekst staat: rij 4 (“Zeits”).",),
    ),
    *(
        Case(
            f"two rows with headings, {name}",
            "quotas",
            book(
                ("Bijlage",),
                ("Code", "Gemeente", "Inwoners", "Taakstelling", None, None),
                (None, None, "1-1-2023", "2023-2", "2024-1", "Opmerking"),
                *((*row[:2], 9, row[2], 99, None) for row in rows()[1:]),
                change=change,
            ),
            lines,
            findings,
            notes=notes,
            said=said,
        )
        for name, change, said, lines, findings, notes in (
            ("merged", merge_headings, {}, (), (BOTH_PERIODS,), ()),
            ("not merged", None, {}, (), (BOTH_PERIODS,), ()),
            (
                "one of which is chosen",
                merge_headings,
                {"wanted": Wanted(header_row=3, columns={"number": 3})},
                ALL,
                (),
                ("Niet gelezen kolommen: C (Inwoners 1-1-2023), E (Taakstelling 2024-1), F (Opmerking).",),
            ),
        )
    ),
    Case(
        "two rows with headings that tell a number from a percentage",
        "housings-total",
        csv(
            ("Gemeente", "Gehuisvest", ""),
            ("", "aantal", "%"),
            *((name, number, 50) for _, name, number in rows()[1:]),
        ),
        ALL,
        notes=("Niet gelezen kolommen: C (Gehuisvest %).",),
    ),
    Case(
        "months under one heading",
        "housings-total",
        csv(
            ("Gemeente", "Gehuisvest", ""),
            ("", "juli", "augustus"),
            *((name, number, 50) for _, name, number in rows()[1:]),
        ),
        findings=(
            'Kolom "Gehuisvest t/m" kan B (Gehuisvest juli) en C (Gehuisvest augustus) zijn. Wijs de kolom zelf aan.',
        ),
    ),
    Case(
        "a number right below the headings is no heading",
        "quotas",
        csv(QUOTAS, ("", "", 5), *rows()[1:]),
        ALL,
        ("Rij 2, kolom B: De gemeente ontbreekt. Vul de CBS-code of de naam in.",),
    ),
    *(
        Case(
            f"who was housed elsewhere than where they were coupled: {kind}",
            kind,
            csv(
                ("Koppelgemeente", "Gemeente van huisvesting", day, "Aantal"),
                ("Zeist", "Utrecht", "05-07-2023", 2),
            ),
            ((code, JULY_5, word, 2),),
            notes=(f"Niet gelezen kolommen: {other}.",),
        )
        for kind, day, code, word, other in (
            ("housings", "Datum uitplaatsing", "GM0344", "regular", "A (Koppelgemeente)"),
            ("couplings", "Datum van koppeling", "GM0355", "coupled", "B (Gemeente van huisvesting)"),
        )
    ),
    *(
        Case(
            f"a column for {heading} beside the number",
            kind,
            csv(("Gemeente", "Datum", "Aantal", heading), ("Zeist", "05-07-2023", 2, 1)),
            findings=(
                f"Kolom D ({heading}) gaat over een eigen soort. Geef elke soort eigen rijen, met een kolom Soort "
                f"waarin staat: {words}.",
            ),
        )
        for kind, heading, words in (
            ("couplings", "Ingetrokken", '"gekoppeld" of "ingetrokken"'),
            ("housings", "HAR", '"regulier" of "nidos" of "hotel en accommodatieregeling"'),
        )
    ),
    Case(
        "a part of the number in a column of its own",
        "housings",
        csv(("Gemeente", "Datum", "Aantal", "Waarvan Nidos"), ("Zeist", "05-07-2023", 2, 1)),
        (("GM0355", JULY_5, "regular", 2),),
        notes=("Niet gelezen kolommen: D (Waarvan Nidos).",),
    ),
    Case(
        "a pivot table",
        "quotas",
        csv(
            ("Rijlabels", "Som van Taakstelling"),
            *((name, number) for _, name, number in rows()[1:]),
            ("Eindtotaal", 110),
        ),
        ALL,
        notes=("De totaalrij (rij 5), 110, is gelijk aan de som van de rijen.",),
    ),
    Case("no headings at all", "quotas", csv(*rows()[1:]), findings=(NO_HEADER,)),
    Case("another kind of file", "couplings-open", csv(*rows()), findings=(absent("Wacht op woning"),)),
    Case(
        "no headings, said so",
        "quotas",
        csv(*rows()[1:]),
        ALL,
        said={"wanted": Wanted(header_row=0, columns={"code": 0, "name": 1, "number": 2})},
    ),
    Case(
        "no headings, and the first row taken for them",
        "housings",
        csv(("Zeist", "05-07-2023", 1), ("Utrecht", "05-07-2023", 2)),
        (("GM0344", JULY_5, "regular", 2),),
        (
            "Rij 1, kolom C: Deze rij met cijfers staat niet onder de kolomkoppen. Wijs de rij met kolomkoppen zelf "
            "aan; kies rij 0 als die er niet is.",
        ),
        said={"wanted": Wanted(header_row=1, columns={"name": 0, "day": 1, "number": 2})},
    ),
    Case(
        "a second table with better headings below the first",
        "housings",
        csv(
            ("Gemeente", "Datum", "Gehuisvest"),
            ("Zeist", "05-07-2023", 1),
            ("Gemeente", "Datum", "Gehuisvest", "Soort"),
            ("Utrecht", "05-07-2023", 2, "Nidos"),
        ),
        (("GM0344", JULY_5, "nidos", 2),),
        (
            "Rij 2, kolom C: Deze rij met cijfers staat niet onder de kolomkoppen. Wijs de rij met kolomkoppen zelf "
            "aan; kies rij 0 als die er niet is.",
        ),
    ),
    Case(
        "chosen columns that do not exist, or twice",
        "quotas",
        csv(*rows()),
        findings=(
            "Kolom A is meer dan 1 keer aangewezen. Wijs elke kolom 1 keer aan.",
            "Kolom J is leeg. Wijs een andere kolom aan.",
        ),
        said={"wanted": Wanted(header_row=1, columns={"code": 0, "name": 0, "number": 9})},
    ),
    Case(
        "by hand: row and columns",
        "quotas",
        csv(("Overzicht",), ("Wie", "Hoeveel"), *[(name, number) for _, name, number in rows()[1:]]),
        ALL,
        said={"wanted": Wanted(header_row=2, columns={"name": 0, "number": 1})},
    ),
]

SHEETS = [
    Case(
        "other sheets are told",
        "quotas",
        beside_others({"Uitleg": "visible", "Oud": "hidden", "Ouder": "veryHidden"}),
        ALL,
        notes=("Niet gelezen bladen: “Uitleg”, “Oud” (verborgen), “Ouder” (verborgen).",),
    ),
    Case(
        "the same columns on two sheets",
        "quotas",
        sheets("Mei", "Juni"),
        findings=("Deze kolommen staan op de bladen “Mei” en “Juni”. Kies het blad zelf.",),
    ),
    Case(
        "a sheet chosen",
        "quotas",
        sheets("Mei", "Juni"),
        ALL,
        notes=("Niet gelezen bladen: “Mei”.",),
        said={"wanted": Wanted(sheet="Juni")},
    ),
    Case(
        "a sheet chosen that is not there",
        "quotas",
        sheets("Mei"),
        refusal="Blad “Juni” staat niet in dit bestand. Kies een ander blad.",
        said={"wanted": Wanted(sheet="Juni")},
    ),
    Case(
        "figures on a hidden sheet only",
        "quotas",
        hidden_figures(),
        findings=("Blad “Mei” is verborgen. Kies het blad zelf als het om dit blad gaat.",),
    ),
    Case(
        "a hidden sheet chosen",
        "quotas",
        hidden_figures(),
        ALL,
        notes=("Niet gelezen bladen: “Uitleg”.",),
        said={"wanted": Wanted(sheet="Mei")},
    ),
    Case(
        "a visible sheet comes before a hidden one",
        "quotas",
        sheets("Oud", "Nieuw", hidden=("Oud",)),
        ALL,
        notes=("Niet gelezen bladen: “Oud” (verborgen).",),
    ),
    Case(
        "a row of no height and a column of no width",
        "quotas",
        operated({SHEET: lambda part: of_no_width(of_no_height(part))}),
        ALL,
        notes=("1 verborgen rij is meegelezen: rij 3.", "Deze kolommen zijn verborgen en meegelezen: C."),
    ),
    Case(
        "rows hidden by default, of those that hold nothing",
        "quotas",
        operated({SHEET: swap("<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" ')}),
        ALL,
    ),
    Case(
        "a filter that hides no rows yet",
        "quotas",
        book(*rows(), change=filtered),
        ALL,
        notes=("Op dit blad staat een filter; ook de rijen die het weglaat, zijn meegelezen.",),
    ),
    Case(
        "a filter of which nothing is left out",
        "quotas",
        book(*rows(), change=lambda workbook: setattr(workbook.active.auto_filter, "ref", "A1:C4")),
        ALL,
    ),
    Case(
        "hidden rows and columns are read and told",
        "quotas",
        book(*rows(), change=hide_row_3_and_column_c),
        ALL,
        notes=("1 verborgen rij is meegelezen: rij 3.", "Deze kolommen zijn verborgen en meegelezen: C."),
    ),
    Case("an empty sheet", "quotas", book(), findings=(NO_HEADER,)),
    Case(
        "a day with a time, in Excel",
        "housings",
        book(
            ("Gemeente", "Datum", "Aantal"),
            ("Zeist", datetime.fromisoformat("2023-07-05 23:59:59"), NUMBERS["GM0355"]),
        ),
        (("GM0355", JULY_5, "regular", 20),),
    ),
]

CASES = [*KINDS, *ENCODINGS, *HEADINGS, *SHEETS]
