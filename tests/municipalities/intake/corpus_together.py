"""What rows say together: totals, duplicates, who is missing, control totals; and much that is wrong at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl import Workbook

from tests.municipalities.intake.builders import ALL, HOUSINGS, QUOTAS, Case, book, csv, rows

JULY_5 = date(2023, 7, 5)
CHECK = "Controleer het bestand."
HAGUE = ("GM0518", "'s-Gravenhage", 500)
ELSEWHERE = "1 rij van andere provincies geteld en niet vastgelegd: Zuid-Holland 1."


NOT_READ = "De totaalrij (rij {}) is niet vergeleken: een aantal van een andere provincie is niet te lezen."


def with_total(*labels: str, stated: Any = 110, national: bool = False) -> bytes:
    """Return the good figures, a row of another province when `national`, and a row that says it is the total."""
    code, name = labels if len(labels) == 2 else ("", *labels)
    return csv(*rows(), *([HAGUE] if national else []), (code, name, stated))


def right(*labels: str, stated: Any = 110, row: int = 5, shown: str = "110", **how: Any) -> Case:
    notes = (
        *([ELSEWHERE] if how.get("national") else []),
        f"De totaalrij (rij {row}), {shown}, is gelijk aan de som van de rijen.",
    )
    return Case(
        f"total {labels} {stated} {shown} {row}",
        "quotas",
        with_total(*labels, stated=stated, **how),
        ALL,
        notes=notes,
    )


def wrong(*labels: str, stated: Any, finding: str, row: int = 5, **how: Any) -> Case:
    return Case(
        f"wrong total {labels} {stated}",
        "quotas",
        with_total(*labels, stated=stated, **how),
        ALL,
        (f"Rij {row}, kolom C: {finding}",),
        notes=(ELSEWHERE,) if how.get("national") else (),
    )


def merge_label(workbook: Workbook) -> None:
    workbook.active.merge_cells("A5:B5")


TOTALS = [
    *(
        right(label)
        for label in (
            "Totaal",
            "TOTAAL",
            "Eindtotaal",
            "Totaal:",
            "som",
            "Totaal Utrecht",
            "Totaal provincie Utrecht",
            "Provincie Utrecht",
            "Utrecht (PV)",
            "Totaal van de gemeenten",
            "Nederland",
        )
    ),
    right("Totaal", ""),
    right("PV26", "Utrecht"),
    right("Nederland", stated=610, shown="610", row=6, national=True),
    right("Eindtotaal", stated="610", shown="610", row=6, national=True),
    right("Provincie Utrecht", row=6, national=True),
    wrong("Totaal", stated=111, finding=f"De totaalrij geeft 111, de som van de rijen is 110. {CHECK}"),
    wrong("Utrecht (PV)", stated=80, finding=f"De totaalrij geeft 80, de som van de rijen is 110. {CHECK}"),
    wrong("Totaal", stated=-110, finding=f"De totaalrij geeft −110, de som van de rijen is 110. {CHECK}"),
    wrong(
        "Provincie Zuid-Holland",
        stated=1500,
        row=6,
        finding=f"De totaalrij geeft 1.500, de som van de rijen is 500. {CHECK}",
        national=True,
    ),
    wrong(
        "Totaal",
        stated=110,
        row=6,
        finding=f"De totaalrij geeft 110, de som van de rijen is 610. {CHECK}",
        national=True,
    ),
    wrong(
        "Totaal",
        stated="circa 110",
        finding='"circa 110" is geen heel aantal. Vul alleen cijfers in, bijvoorbeeld 1234 of 1.234.',
    ),
    Case(
        "a total without a number",
        "quotas",
        with_total("Totaal", stated=""),
        ALL,
        notes=("Rij 5 is een totaalrij zonder aantal; zij is niet vergeleken.",),
    ),
    Case(
        "a total that is computed",
        "quotas",
        book(*rows(), (None, "Totaal", "=SUM(C2:C4)")),
        ALL,
        notes=("Rij 5 is een totaalrij met een formule; zij is niet vergeleken.",),
    ),
    Case(
        "a total of which the label is merged",
        "quotas",
        book(*rows(), ("Totaal", None, 110), change=merge_label),
        ALL,
        notes=("De totaalrij (rij 5), 110, is gelijk aan de som van de rijen.",),
    ),
    Case(
        "a total over a number of another province that cannot be read",
        "quotas",
        csv(*rows(), (*HAGUE[:2], "n.v.t."), ("", "Totaal", 700)),
        ALL,
        notes=(
            ELSEWHERE,
            "De totaalrij (rij 6) is niet vergeleken: een aantal van een andere provincie is niet te lezen.",
        ),
    ),
    Case(
        "a total of couplings less those withdrawn",
        "couplings",
        csv(
            ("Gemeente", "Datum", "Gekoppeld", "Soort"),
            ("Zeist", "05-07-2023", 5, ""),
            ("Zeist", "05-07-2023", 2, "ingetrokken"),
            ("Totaal", "", 3, ""),
        ),
        (("GM0355", JULY_5, "coupled", 5), ("GM0355", JULY_5, "withdrawn", 2)),
        notes=("De totaalrij (rij 4), 3, is gelijk aan de som van de rijen.",),
    ),
    Case(
        "subtotals of what stands above them, and a total",
        "quotas",
        csv(
            *rows()[:3],
            ("", "Subtotaal", 90),
            rows()[3],
            ("", "Totaal", 20),
            HAGUE,
            ("GM1900", "Súdwest-Fryslân", 30),
            ("", "Totaal Friesland", 30),
            ("", "Totaal", 640),
        ),
        ALL,
        notes=(
            "2 rijen van andere provincies geteld en niet vastgelegd: Fryslân 1, Zuid-Holland 1.",
            "De subtotaalrij (rij 4), 90, is gelijk aan de som van de rijen erboven.",
            "De subtotaalrij (rij 6), 20, is gelijk aan de som van de rijen erboven.",
            "De totaalrij (rij 9), 30, is gelijk aan de som van de rijen.",
            "De totaalrij (rij 10), 640, is gelijk aan de som van de rijen.",
        ),
    ),
    Case(
        "totals after a formula, and of a province with a number that cannot be read",
        "quotas",
        book(
            *rows()[:3],
            (None, "Subtotaal", "=SUM(C2:C3)"),
            rows()[3],
            (None, "Subtotaal", 20),
            (*HAGUE[:2], "n.v.t."),
            (None, "Totaal Zuid-Holland", 500),
            (None, "Totaal Utrecht", 110),
        ),
        ALL,
        notes=(
            ELSEWHERE,
            "Rij 4 is een totaalrij met een formule; zij is niet vergeleken.",
            NOT_READ.format(6),
            NOT_READ.format(8),
            "De totaalrij (rij 9), 110, is gelijk aan de som van de rijen.",
        ),
    ),
    Case(
        "days of another province that are wrong, or not asked for",
        "housings",
        csv(
            ("Gemeente", "Datum", "Aantal"),
            ("Den Haag", "32-07-2023", 1),
            ("Den Haag", "", 1),
            ("Den Haag", "01-01-2022", 1),
            ("Zeist", "05-07-2023", 2),
        ),
        (("GM0355", JULY_5, "regular", 2),),
        notes=("3 rijen van andere provincies geteld en niet vastgelegd: Zuid-Holland 3.",),
    ),
    Case(
        "a row for each other province, and all together",
        "quotas",
        csv(
            *rows(),
            ("", "Zuid-Holland", 500),
            ("", "Provincie Limburg", 300),
            ("", "Totaal", 910),
        ),
        ALL,
        notes=(
            "De totaalrij (rij 5) is niet vergeleken: van Zuid-Holland staan er geen andere rijen in.",
            "De totaalrij (rij 6) is niet vergeleken: van Limburg staan er geen andere rijen in.",
            "De totaalrij (rij 7), 910, is gelijk aan de som van de rijen.",
        ),
    ),
    Case(
        "a wrong row of another province, beside its municipalities",
        "quotas",
        csv(*rows(), HAGUE, ("", "Zuid-Holland", 501)),
        ALL,
        (f"Rij 6, kolom C: De totaalrij geeft 501, de som van de rijen is 500. {CHECK}",),
        notes=(ELSEWHERE,),
    ),
    Case(
        "people of the own province in its total only",
        "housings",
        csv(("Gemeente", "Datum", "Aantal"), ("Provincie Utrecht", "", 5)),
        findings=(f"Rij 2, kolom C: De totaalrij geeft 5, de som van de rijen is 0. {CHECK}",),
    ),
    Case(
        "subtotals of a province and of a region",
        "quotas",
        csv(
            ("Prov.", *QUOTAS),
            *(("PV26", *row) for row in rows()[1:3]),
            ("", "", "Subtotaal regio Midden", 90),
            ("PV26", *rows()[3]),
            ("Subtotaal Utrecht", "", "", 110),
            ("PV28", *HAGUE),
            ("PV28", "0501", "Brielle", 4),
            ("Subtotaal Zuid-Holland", "", "", 504),
            ("", "", "Subtotaal regio Zuid", 5),
        ),
        ALL,
        (f"Rij 10, kolom D: De totaalrij geeft 5, de som van de rijen is 614. {CHECK}",),
        notes=(
            ELSEWHERE.replace("1 rij van", "2 rijen van").replace("Holland 1", "Holland 2"),
            "Hiervan is alleen zeker dat zij in een andere provincie liggen: “Brielle” (Zuid-Holland).",
            "De subtotaalrij (rij 4), 90, is gelijk aan de som van de rijen erboven.",
            "De totaalrij (rij 6), 110, is gelijk aan de som van de rijen.",
            "De totaalrij (rij 9), 504, is gelijk aan de som van de rijen.",
        ),
    ),
    Case(
        "totals of regions and a province, in a column of their own",
        "quotas",
        csv(
            ("Regio", "Gemeente", "Taakstelling"),
            *(("Midden", *row[1:]) for row in rows()[1:3]),
            ("Regio Midden totaal", "", 90),
            ("Zuid", *rows()[3][1:]),
            ("Totaal regio Zuid", "", 20),
            ("Utrecht Totaal", "", 110),
        ),
        ALL,
        notes=(
            "Niet gelezen kolommen: A (Regio).",
            "De subtotaalrij (rij 4), 90, is gelijk aan de som van de rijen erboven.",
            "De subtotaalrij (rij 6), 20, is gelijk aan de som van de rijen erboven.",
            "De totaalrij (rij 7), 110, is gelijk aan de som van de rijen.",
        ),
    ),
    *(
        Case(
            f"what may be all that is said of a municipality: {label}",
            "housings",
            csv(
                ("Gemeente", "Datum", "Aantal"),
                ("Utrecht", "05-07-2023", 3),
                (label, "05-07-2023", 3),
            ),
            (("GM0344", JULY_5, "regular", 3),),
            (f'Rij 3, kolom A: "{label}" is niet herkend. Kies de gemeente of pas het bestand aan.',),
        )
        for label in ("Totaal Zeist", "Zeist totaal")
    ),
    Case(
        "many totals that are right, and one that is not",
        "quotas",
        csv(*rows(), *(("", "Totaal", 110) for _ in range(6)), ("", "Totaal", 111)),
        ALL,
        (f"Rij 11, kolom C: De totaalrij geeft 111, de som van de rijen is 110. {CHECK}",),
        notes=("6 totaalrijen zijn gelijk aan de som van hun rijen: rij 5, 6, 7, 8, 9, 10.",),
    ),
    Case(
        "a subtotal after a formula",
        "quotas",
        book(*rows()[:3], (None, "Subtotaal", "=SUM(C2:C3)"), rows()[3], (None, "Subtotaal", 20)),
        ALL,
        notes=(
            "Rij 4 is een totaalrij met een formule; zij is niet vergeleken.",
            "De subtotaalrij (rij 6), 20, is gelijk aan de som van de rijen erboven.",
        ),
    ),
    Case(
        "a subtotal of nothing, and a wrong one",
        "quotas",
        csv(*rows(), ("", "Totaal", 110), ("", "Subtotaal", 0), ("", "Subtotaal", 20)),
        ALL,
        tuple(
            f"Rij {row}, kolom C: De totaalrij geeft {stated}, de som van de rijen is 110. {CHECK}"
            for row, stated in ((6, 0), (7, 20))
        ),
        notes=("De totaalrij (rij 5), 110, is gelijk aan de som van de rijen.",),
    ),
    Case(
        "a total in the column with the days",
        "housings",
        csv(("Datum", "Gemeente", "Aantal"), ("05-07-2023", "Zeist", 2), ("Totaal", "", 2)),
        (("GM0355", JULY_5, "regular", 2),),
        notes=("De totaalrij (rij 3), 2, is gelijk aan de som van de rijen.",),
    ),
    Case(
        "a wrong total in a merged cell of a column that is not read",
        "quotas",
        book(
            ("Regio", "Gemeente", "Taakstelling"),
            *(("Midden", *row[1:]) for row in rows()[1:]),
            ("Totaal", None, 100),
            change=merge_label,
        ),
        ALL,
        (f"Rij 5, kolom C: De totaalrij geeft 100, de som van de rijen is 110. {CHECK}",),
        notes=("Niet gelezen kolommen: A (Regio).",),
    ),
    *(
        Case(
            f"a total of {stated} above the headings",
            "quotas",
            book(("Taakstelling Utrecht", None, 2023), ("Totaal", None, stated), (), *rows()),
            ALL,
            findings,
            notes=notes,
        )
        for stated, findings, notes in (
            (110, (), ("De totaalrij (rij 2), 110, is gelijk aan de som van de rijen.",)),
            (111, (f"Rij 2, kolom C: De totaalrij geeft 111, de som van de rijen is 110. {CHECK}",), ()),
            ("=SUM(C5:C7)", (), ("Rij 2 is een totaalrij met een formule; zij is niet vergeleken.",)),
            ("personen", (), ()),
        )
    ),
    Case(
        "a municipality forgotten, and a reason that speaks of a total",
        "corrections",
        csv(("Gemeente", "Correctie", "Reden"), ("Zeist", 2, "laat"), ("", 2, "Totaal")),
        (("GM0355", 2, "laat"),),
        ("Rij 3, kolom A: De gemeente ontbreekt. Vul de CBS-code of de naam in.",),
    ),
    Case(
        "a column with the province makes no totals of municipalities",
        "quotas",
        book(
            ("Provincie", "CBS-code", "Taakstelling"),
            *(("Provincie Utrecht", int(code[2:]), number) for code, number in ALL),
            ("Provincie Utrecht", None, 110),
        ),
        ALL,
        notes=("De totaalrij (rij 5), 110, is gelijk aan de som van de rijen.",),
    ),
    Case(
        "a misspelled name beside its province is not taken for a total",
        "housings",
        csv(
            ("Provincie", "Gemeente", "Datum", "Aantal"),
            ("Utrecht (PV)", "Zeist", "05-07-2023", 2),
            ("Utrecht (PV)", "Zeits", "05-07-2023", 2),
        ),
        (("GM0355", JULY_5, "regular", 2),),
        (
            'Rij 3, kolom B: "Zeits" is niet herkend. Bedoelt u Zeist (GM0355)? Kies de gemeente of pas het bestand '
            "aan.",
        ),
    ),
    Case(
        "a municipality that is called a total",
        "quotas",
        csv(*rows(), ("GM0344", "Totaal", 110)),
        ALL,
        (
            "Rij 5, kolom A: De code GM0344 is die van Utrecht, maar de naam is “Totaal”. Verbeter de code of de naam.",
        ),
    ),
]

INCOMPLETE = "Een overzicht moet alle gemeenten bevatten; vul 0 in als er niemand is."
SETS = [
    Case(
        "twice the same municipality, by code and by name",
        "quotas",
        csv(*rows(), ("", "gemeente Zeist", 20)),
        ALL,
        ("Rij 5, kolom B: Zeist staat in rij 4 en rij 5. Laat één rij staan.",),
    ),
    Case(
        "twice the same day and kind",
        "housings",
        csv(
            HOUSINGS,
            ("GM0355", "", "05-07-2023", 1, "regulier"),
            ("GM0355", "", "2023-07-05", 1, ""),
            ("GM0355", "", "05-07-2023", 1, "Nidos"),
        ),
        (("GM0355", JULY_5, "regular", 1), ("GM0355", JULY_5, "nidos", 1)),
        (
            "Rij 3, kolom B: Zeist op 5 juli 2023 staat in rij 2 en rij 3. Tel de aantallen op in 1 rij, of laat "
            "één rij staan als het dezelfde mensen zijn.",
        ),
    ),
    Case(
        "municipalities left out",
        "couplings-open",
        csv(("Gemeente", "Openstaand"), ("Zeist", 3)),
        (("GM0355", 3),),
        (f"Deze gemeenten ontbreken: De Bilt, Utrecht. {INCOMPLETE}",),
    ),
    Case(
        "a statement of nothing",
        "openings",
        csv(("Gemeente", "Beginstand")),
        findings=(f"Deze gemeenten ontbreken: De Bilt, Utrecht, Zeist. {INCOMPLETE}",),
    ),
    Case(
        "corrections of nothing",
        "corrections",
        csv(("Gemeente", "Correctie", "Reden"), ("Zeist", "", "")),
        findings=("Er staat geen enkele correctie in. Vul minstens 1 rij in.",),
        notes=("1 rij met alleen een gemeente overgeslagen: daar is niets ingevuld.",),
    ),
    Case(
        "everything wrong is said at once",
        "quotas",
        csv(
            ("Gemeente", "Taakstelling"),
            ("Zeits", 3),
            ("De Bilt", "n.v.t."),
            ("de bilt", 5),
            ("Totaal", "veel"),
        ),
        (("GM0310", 5),),
        (
            'Rij 2, kolom A: "Zeits" is niet herkend. Bedoelt u Zeist (GM0355)? Kies de gemeente of pas het bestand '
            "aan.",
            'Rij 3, kolom B: "n.v.t." is geen heel aantal. Vul alleen cijfers in, bijvoorbeeld 1234 of 1.234.',
            'Rij 5, kolom B: "veel" is geen heel aantal. Vul alleen cijfers in, bijvoorbeeld 1234 of 1.234.',
            f"Deze gemeenten ontbreken: Utrecht, Zeist. {INCOMPLETE}",
        ),
    ),
    Case("control total that agrees", "quotas", csv(*rows()), ALL, said={"control_total": 110}),
    Case(
        "control total of the own province only",
        "quotas",
        csv(*rows(), HAGUE),
        ALL,
        notes=(ELSEWHERE,),
        said={"control_total": 110},
    ),
    Case(
        "control total that does not agree",
        "quotas",
        csv(*rows(QUOTAS, GM0344="1.080")),
        (("GM0310", 10), ("GM0344", 1080), ("GM0355", 20)),
        (f"Uw controletotaal is 110, het bestand telt op tot 1.110. {CHECK}",),
        said={"control_total": 110},
    ),
    Case(
        "control total of zero is one too",
        "quotas",
        csv(*rows()),
        ALL,
        (f"Uw controletotaal is 0, het bestand telt op tot 110. {CHECK}",),
        said={"control_total": 0},
    ),
    Case(
        "one kind of housings by hand",
        "housings",
        csv(("Gemeente", "Datum", "Gehuisvest"), ("Zeist", "05-07-2023", 1)),
        (("GM0355", JULY_5, "nidos", 1),),
        said={"entry_kind": "nidos"},
    ),
    Case(
        "one kind said, another in the file",
        "housings",
        csv(("Gemeente", "Datum", "Gehuisvest", "Soort"), ("Zeist", "05-07-2023", 1, "regulier")),
        findings=(
            'Rij 2, kolom D: Deze rij gaat over een andere soort ("regulier") dan u koos. Pas de soort aan, of kies '
            "alle soorten.",
        ),
        said={"entry_kind": "nidos"},
    ),
]

CASES = [*TOTALS, *SETS]
