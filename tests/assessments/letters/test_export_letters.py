"""Writing all letters of a period to a folder."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.letters import export as letter_files
from audit.models import AuditEntry
from tests.assessments.letters.letter_cases import make_assessment
from tests.factories import make_municipality, make_period, make_province

pytestmark = pytest.mark.django_db


def export(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("export_letters", "2023-2", "--to", str(folder), *options, stdout=out)
    return out.getvalue()


def assessed(name: str, *, realised: int | None = 10, **fields) -> None:
    make_assessment(10, 0, 10, realised, municipality=make_municipality(name, **fields))


def test_export_writes_one_file_per_letter(tmp_path):
    assessed("Zeist", cbs_code="GM0355")
    assessed("Baarn", cbs_code="GM0308")
    folder = tmp_path / "brieven" / "2023-2"

    out = export(folder)

    names = sorted(path.name for path in folder.iterdir())
    assert names == ["toezichtbrief-2023-2-baarn-GM0308.html", "toezichtbrief-2023-2-zeist-GM0355.html"]
    text = (folder / names[1]).read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "het college van burgemeester en wethouders van Zeist" in text
    assert out == f"2 brieven geschreven naar {folder}.\n"


def test_export_of_one_letter_says_so_in_the_singular(tmp_path):
    assessed("Zeist")

    assert export(tmp_path) == f"1 brief geschreven naar {tmp_path}.\n"


def test_export_names_who_gets_no_letter(tmp_path):
    assessed("Zeist")
    assessed("Soest", realised=None)
    assessed("Baarn", realised=None)
    make_municipality("De Bilt")

    out = export(tmp_path)

    assert "Geen brief, want er ontbreken cijfers: Baarn en Soest.\n" in out
    assert "Geen brief, want nog niet beoordeeld: De Bilt.\n" in out


def test_export_refuses_to_replace_letters(tmp_path):
    assessed("Baarn", cbs_code="GM0308")
    assessed("Zeist", cbs_code="GM0355")
    (tmp_path / "toezichtbrief-2023-2-zeist-GM0355.html").write_text("van mij")

    with pytest.raises(CommandError, match=r"staat toezichtbrief-2023-2-zeist-GM0355\.html al.*--overwrite"):
        export(tmp_path)

    assert [path.read_text() for path in tmp_path.iterdir()] == ["van mij"]
    assert not AuditEntry.objects.filter(action="brieven geëxporteerd").exists()


def test_export_replaces_letters_when_asked_and_leaves_other_files(tmp_path):
    assessed("Zeist", cbs_code="GM0355")
    (tmp_path / "toezichtbrief-2023-2-zeist-GM0355.html").write_text("oud")
    (tmp_path / "lijst.txt").write_text("van mij")

    export(tmp_path, "--overwrite")

    assert (tmp_path / "toezichtbrief-2023-2-zeist-GM0355.html").read_text(encoding="utf-8") != "oud"
    assert (tmp_path / "lijst.txt").read_text() == "van mij"
    assert len(list(tmp_path.iterdir())) == 2


def test_export_that_fails_halfway_leaves_nothing(tmp_path, monkeypatch):
    assessed("Baarn")
    assessed("Zeist")
    written = []

    def disk_full(path: Path, content: bytes) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(path)
        path.touch()

    monkeypatch.setattr(Path, "write_bytes", disk_full)
    with pytest.raises(CommandError, match=r"Schrijven in .* kan niet: de schijf is vol"):
        export(tmp_path)

    assert list(tmp_path.iterdir()) == []
    assert not AuditEntry.objects.filter(action="brieven geëxporteerd").exists()


def test_export_without_a_log_leaves_nothing(tmp_path, monkeypatch):
    assessed("Zeist")

    def fail(*args, **kwargs) -> None:
        raise RuntimeError

    monkeypatch.setattr(letter_files, "record", fail)
    with pytest.raises(RuntimeError):
        export(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_export_to_a_file_is_refused(tmp_path):
    assessed("Zeist")
    (tmp_path / "brieven").touch()

    with pytest.raises(CommandError, match="brieven is geen map"):
        export(tmp_path / "brieven")


def test_export_takes_every_assessed_province_unless_one_is_named(tmp_path):
    assessed("Zeist")
    assessed("Groningen", province=make_province("PV20", "Groningen"))
    make_province("PV30", "Noord-Brabant")

    export(tmp_path / "alle")
    export(tmp_path / "een", "--province", "PV26")

    assert len(list((tmp_path / "alle").iterdir())) == 2
    assert len(list((tmp_path / "een").iterdir())) == 1
    entries = (
        AuditEntry.objects.exclude(action="beleidskader bevestigd")
        .order_by("id")
        .values_list("action", "province_code", "details__letters")
    )
    assert list(entries) == [
        ("brieven geëxporteerd", "PV20", 1),
        ("brieven geëxporteerd", "PV26", 1),
        ("brieven geëxporteerd", "PV26", 1),
    ]


def test_export_of_a_period_without_letters_is_refused(tmp_path):
    make_period()
    make_province()

    for options in ((), ("--province", "PV26")):
        with pytest.raises(CommandError, match="Over 2023-2 is er geen brief"):
            export(tmp_path / "brieven", *options)
    assert not (tmp_path / "brieven").exists()


def test_export_of_an_unknown_period_or_province_names_those_that_exist(tmp_path):
    with pytest.raises(CommandError, match="Periode 2023-2 bestaat niet"):
        export(tmp_path)
    make_period()
    make_province()
    with pytest.raises(CommandError, match=r"Provincie PV99 bestaat niet\. Kies een van: PV26"):
        export(tmp_path, "--province", "PV99")
