"""The command that takes a file in: the same as the page does, fit for a nightly job."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from assessments.management.commands.import_delivery import Progress
from audit.models import AuditEntry
from audit.rehearsal import rehearsal
from municipalities.ledger.contents import LEDGERS
from municipalities.models import Delivery, Municipality, Quota
from tests.assessments.intake.uploading import (
    client_of,
    confirm,
    enter,
    only_draft,
    text_of,
    upload,
    workbook,
)
from tests.factories import deliver_housings, deliver_quotas, make_municipality, make_period, make_province

pytestmark = pytest.mark.django_db

MONTH = ["--from", "2023-08-01", "--until", "2023-08-31", "--dated-on", "2023-09-01"]
HALF_YEAR = ["--period", "2023-2", "--dated-on", "2023-05-02"]
ON_A_DAY = ["--as-of", "2023-08-01", "--dated-on", "2023-08-02"]
ARGUMENTS = {
    "quotas": HALF_YEAR,
    "housings": MONTH,
    "housings-total": ON_A_DAY,
    "couplings": MONTH,
    "couplings-open": ON_A_DAY,
    "openings": HALF_YEAR,
    "corrections": HALF_YEAR,
}
"""What `ABOUT` says on the page."""
FILES = {
    "quotas": "Gemeente;Taakstelling\nBaarn;12\nSoest;1.234\n",
    "housings": "Gemeente;Datum;Gehuisvest;Soort\nBaarn;2-8-2023;3;Nidos\nSoest;31-08-2023;4;\n",
    "housings-total": "Gemeente;Gehuisvest t/m\nBaarn;3\nSoest;0\n",
    "couplings": "Gemeente;Datum;Gekoppeld;Soort\nBaarn;2023-08-02;3;ingetrokken\nSoest;31 aug 2023;4;\n",
    "couplings-open": "Gemeente;Openstaand\nBaarn;3\nSoest;0\n",
    "openings": "Gemeente;Beginstand\nBaarn;-3\nSoest;12\n",
    "corrections": "Gemeente;Correctie;Reden\nBaarn;-3;nagekomen\nSoest;2;dubbel geteld\n",
}


@pytest.fixture
def baarn() -> Municipality:
    make_period()
    make_municipality("Soest")
    return make_municipality("Baarn")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bestand.csv"
    path.write_text(FILES["quotas"])
    return path


def run(kind: str, file: Path, *arguments: str) -> tuple[int, str]:
    """Run the command for the province of Utrecht and return its exit status and what it printed."""
    out = StringIO()
    words = [kind, str(file), "--province", "PV26", *(arguments or ARGUMENTS[kind])]
    try:
        call_command("import_delivery", *words, stdout=out, stderr=StringIO())
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def entries() -> list[Any]:
    rows = [(ledger.__name__, row) for ledger in LEDGERS for row in ledger.objects.order_by("pk").values()]
    left_out = {"id", "delivery_id", "recorded_at"}
    return [(name, {key: row[key] for key in row.keys() - left_out}) for name, row in rows]


def delivery_said() -> list[Any]:
    return list(Delivery.objects.values_list("kind", "form", "first_day", "last_day", "dated_on", "lines"))


@pytest.mark.parametrize("kind", FILES)
def test_command_records_what_the_page_records(baarn, tmp_path, kind):
    file = tmp_path / "bestand.csv"
    file.write_text(FILES[kind])
    with rehearsal():
        status, text = run(kind, file)
        by_command = entries(), delivery_said(), Delivery.objects.get().file.cells

    page = client_of()
    upload(page, kind, FILES[kind])
    confirm(page)

    assert status == 0
    assert "2 regels gelezen" in text
    assert "Vastgelegd als aanlevering 1." in text
    assert by_command == (entries(), delivery_said(), Delivery.objects.get().file.cells)
    assert by_command[0]


def test_command_names_the_findings_of_the_page(baarn, file):
    file.write_text("Gemeente;Taakstelling\nBaarn;12,5\nZoest;=1+1\n")

    status, text = run("quotas", file)
    _, told = run("quotas", file, *HALF_YEAR, "--json")
    upload(client_of(), "quotas", file.read_text())

    assert status == 1
    assert '     2  B      12,5                  "12,5" is geen heel aantal.' in text
    assert "Er zijn 4 fouten in bestand.csv. Er is niets vastgelegd." in text
    assert json.loads(told)["findings"] == only_draft().preview["findings"]
    assert not Delivery.objects.exists()


def test_command_leaves_a_line_in_the_log(baarn, file):
    run("quotas", file, *HALF_YEAR, "--source", "Circulaire")

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action) == (None, "aanlevering vastgelegd")
    assert (entry.details["file"], entry.details["source"]) == ("bestand.csv", "Circulaire")


def test_command_run_each_night_records_once(baarn, file):
    run("quotas", file)
    status, text = run("quotas", file)

    assert status == 0
    assert "Niets gewijzigd: alle cijfers in bestand.csv waren al bekend." in text
    assert Delivery.objects.count() == 1


def test_command_takes_both_quotas_of_one_letter_in_any_number_of_nights(baarn, file):
    letter = ["--period", "2023-2", "--dated-on", "2023-11-10", "--quota-kind"]
    run("quotas", file, *letter, "announced")
    revised = file.with_name("gewijzigd.csv")
    revised.write_text("Gemeente;Taakstelling\nBaarn;8\nSoest;900\n")
    run("quotas", revised, *letter, "revised", "--reason", "circulaire")

    again = [run("quotas", path, *letter, kind) for path, kind in ((file, "announced"), (revised, "revised"))]

    assert [status for status, _ in again] == [0, 0]
    assert all("waren al bekend" in text for _, text in again)
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "day", "refusal"),
    [
        ("announced", "2023-11-10", "De taakstelling over 2023-2 is op 10 november 2023 al gewijzigd"),
        ("announced", "2023-12-01", "De taakstelling over 2023-2 is op 10 november 2023 al gewijzigd"),
        ("revised", "2023-04-20", "De taakstelling over 2023-2 is op 2 mei 2023 bekendgemaakt"),
    ],
)
def test_command_and_page_refuse_quotas_in_the_wrong_order(baarn, file, kind, day, refusal):
    numbers = {baarn: 12, Municipality.objects.get(name="Soest"): 1234}
    deliver_quotas(make_period(), numbers, on="2023-05-02")
    deliver_quotas(make_period(), {**numbers, baarn: 8}, on="2023-11-10", kind="revised")

    status, text = run("quotas", file, "--period", "2023-2", "--dated-on", day, "--quota-kind", kind)
    page = client_of()
    shown = text_of(upload(page, "quotas", file.read_text(), quota_kind=kind, dated_on=day))
    filled = {municipality: str(number) for municipality, number in numbers.items()}
    typed = text_of(enter(page, "quotas", filled, period="2023-2", quota_kind=kind, dated_on=day))

    assert status == 1
    assert all(refusal in told for told in (text, shown, typed))
    assert Delivery.objects.count() == 2


def test_dry_run_says_what_would_change_and_keeps_nothing(baarn, file):
    status, text = run("quotas", file, *HALF_YEAR, "--dry-run")

    assert status == 0
    assert "2 regels gelezen, bij 2 gemeenten een ander aantal. Er is niets vastgelegd (--dry-run)." in text
    assert not Delivery.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_what_is_unlikely_needs_a_reason(baarn, file, more):
    deliver_quotas(make_period(), {baarn: 30, Municipality.objects.get(name="Soest"): 1240}, on="2023-05-01")

    refused, text = run("quotas", file, *HALF_YEAR, *more)
    taken, _ = run("quotas", file, *HALF_YEAR, "--reason", "minder instroom", *more)

    assert (refused, taken) == (1, 0)
    assert "Lager dan eerder gemeld. Rij 2: Baarn: 12 is lager dan de 30 die bekend was." in text
    assert "Bevestig met --reason." in text
    assert "Er zijn 2 fouten in bestand.csv." in text
    assert Delivery.objects.count() == (1 if more else 2)
    if not more:
        kept = Delivery.objects.get(number=2).file.confirmations
        assert {doubt["reason"] for doubt in kept} == {"minder instroom"}


def test_json_is_one_object_whatever_comes_of_it(baarn, file):
    told = [
        json.loads(run("quotas", file, *HALF_YEAR, "--json", *more)[1]) for more in (["--dry-run"], [], [])
    ]

    assert [(one["dry_run"], one["is_new"], one["changed"]) for one in told] == [
        (True, True, 2),
        (False, True, 2),
        (False, False, 0),
    ]
    assert [one.get("delivery") for one in told] == [None, 1, None]
    assert {(one["file"], one["lines"], one["total"]) for one in told} == {("bestand.csv", 2, 1246)}
    file.write_bytes(b"PK\x03\x04")
    (finding,) = json.loads(run("quotas", file, *HALF_YEAR, "--json")[1])["findings"]
    assert finding["reason"].startswith("Dit bestand is beschadigd")


def test_control_says_how_far_it_is_from_the_ledger(baarn, tmp_path):
    first, last = make_period().start, make_period().start.replace(day=31)
    deliver_housings(first, last, [(baarn, first, 3)])
    file = tmp_path / "totaal.csv"
    file.write_text(FILES["housings-total"].replace("Soest;0", "Soest;2"))
    arguments = ["--as-of", "2023-07-31", "--dated-on", "2023-08-02"]

    for more in (["--dry-run"], []):
        status, text = run("housings-total", file, *arguments, *more)
        assert status == 0
        assert (
            "Dit overzicht is een controle: er is niets vastgelegd. Verschil met het grootboek: +2." in text
        )


def test_rows_of_other_provinces_are_counted(baarn, file):
    zwolle = make_municipality("Zwolle", province=make_province("PV23", "Overijssel"))
    file.write_text(FILES["quotas"] + "Zwolle;9\n")

    _, text = run("quotas", file)

    assert "1 rij van andere provincies geteld en niet vastgelegd: Overijssel 1." in text
    assert not Quota.objects.filter(municipality=zwolle).exists()


def test_control_total_must_match(baarn, file):
    wrong, text = run("quotas", file, *HALF_YEAR, "--control-total", "1.247")
    right, _ = run("quotas", file, *HALF_YEAR, "--control-total", "1.246")

    assert (wrong, right) == (1, 0)
    assert "Uw controletotaal is 1.247, het bestand telt op tot 1.246." in text


def test_sheet_is_chosen(baarn, tmp_path):
    rows = [["Gemeente", "Taakstelling"], ["Baarn", 3], ["Soest", 4]]
    file = tmp_path / "bladen.xlsx"
    file.write_bytes(workbook(rows, Blad2=rows))

    assert run("quotas", file)[0] == 1
    assert run("quotas", file, *HALF_YEAR, "--sheet", "Blad2")[0] == 0
    assert Delivery.objects.get().file.sheet == "Blad2"


def test_file_name_is_kept_fit_to_show(baarn, tmp_path):
    file = tmp_path / f"regel\neinde{'x' * 220}.csv"
    file.write_text(FILES["quotas"])

    run("quotas", file)

    name = Delivery.objects.get().file.name
    assert len(name) == 200
    assert name.endswith("x.csv")
    assert client_of().get("/aanlevering/1/bestand/").content == FILES["quotas"].encode()


# What is refused before anything is read ---------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "arguments", "sentence"),
    [
        ("quotas", [], "Geef de periode op, bijvoorbeeld --period 2024-1."),
        ("quotas", ["--period", "2031-1"], "Periode 2031-1 bestaat niet. Kies een van: 2023-2."),
        ("quotas", ["--period", "2023-2"], "De datum van de bron ontbreekt. Geef --dated-on of --as-of."),
        ("quotas", [*HALF_YEAR, "--from", "2023-08-01"], "--from hoort niet bij quotas."),
        ("quotas", [*HALF_YEAR, "--quota-kind", "nieuw"], '"nieuw" is geen soort taakstelling.'),
        ("quotas", [*HALF_YEAR, "--control-total", "12,5"], '--control-total: "12,5" is geen heel aantal.'),
        ("quotas", ["--period", "2023-2", "--dated-on", "2-5-2023"], '"2-5-2023" is geen datum.'),
        ("openings", [*HALF_YEAR, "--quota-kind", "revised"], "--quota-kind hoort niet bij openings."),
        (
            "housings",
            ["--from", "2023-08-01"],
            "Geef op over welke dagen het bestand gaat: --from DAG en --until DAG.",
        ),
        ("housings", [*MONTH, "--as-of", "2023-08-31"], "--as-of hoort niet bij housings."),
        (
            "housings",
            ["--from", "2023-08-02", "--until", "2023-08-01"],
            "De laatste dag ligt voor de eerste dag.",
        ),
        (
            "housings",
            [*MONTH, "--period", "2023-2", "--until", "2024-01-01"],
            "Deze dagen liggen niet in periode",
        ),
        ("housings-total", ["--as-of", "2031-08-01"], "Deze dag valt in geen enkele periode."),
        ("couplings-open", [], "Geef op over welke dagen het bestand gaat: --as-of DAG."),
        ("couplings-open", [*ON_A_DAY, *MONTH], "--from en --until horen niet bij couplings-open."),
        ("niets", HALF_YEAR, '"niets" is geen soort bestand. Kies een van: quotas, housings'),
    ],
)
def test_arguments_that_are_missing_or_contradict_are_refused(baarn, file, kind, arguments, sentence):
    words = [kind, str(file), "--province", "PV26", *arguments]
    with pytest.raises(CommandError) as refused:
        call_command("import_delivery", *words, stdout=StringIO())

    assert sentence in str(refused.value)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("province", "sentence"),
    [
        ([], "Geef de provincie op"),
        (["--province", "PV99"], "Provincie PV99 bestaat niet. Kies een van: PV26."),
    ],
)
def test_province_is_asked(baarn, file, province, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_delivery", "quotas", str(file), *HALF_YEAR, *province, stdout=StringIO())


def test_file_that_cannot_be_opened_is_refused(baarn, tmp_path, file, monkeypatch):
    for path in (tmp_path / "niets.csv", tmp_path):
        with pytest.raises(CommandError, match="is niet te lezen"):
            run("quotas", path)
    monkeypatch.setattr("assessments.management.commands.import_delivery.MOST_BYTES", 10)
    with pytest.raises(CommandError, match="is groter dan"):
        run("quotas", file)


def test_progress_is_told_to_who_looks():
    seen, unseen = StringIO(), StringIO()
    for stream, shown in ((seen, True), (unseen, False)):
        progress = Progress(OutputWrapper(stream), shown=shown)
        for row in range(1, 1501):
            progress.tell(row)
        progress.end()

    assert seen.getvalue() == "\r500 rijen gelezen\r1.000 rijen gelezen\r1.500 rijen gelezen\n"
    assert unseen.getvalue() == ""
