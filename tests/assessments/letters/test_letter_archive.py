"""Letters as they leave the house: one, all of a period with index and checksums, as PDF; and known again later."""

from __future__ import annotations

import copy
import hashlib
import re
import zlib
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from assessments import keep_pdf, pdf
from assessments.decisions.take_step import reassess
from assessments.letters import letter
from assessments.letters.letter import render_letter
from assessments.letters.province_blocks import save_text_block
from assessments.models import AdoptedLetter, KeptPdf, RungLabel, judgements
from assessments.verification import deviations
from assessments.workflow import SEND, WITHDRAW
from audit.append_only import drop_triggers, install_triggers
from audit.models import AuditEntry
from municipalities.models import Municipality, Province
from tests.assessments.decisions.deciding import adopt, assess, covered, house_late, people, take
from tests.assessments.letters.letter_cases import make_assessment, stichtse_vecht
from tests.factories import at, make_municipality, make_period, make_province, make_user
from tests.reading import source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

DOWNLOADS = 20


def reader() -> Client:
    client = Client()
    client.force_login(make_user(Role.READER))
    return client


def download(client: Client, code: str, version: str = "") -> bytes:
    url = reverse("assessments:letter_download", args=["2023-2", code])
    return client.get(url, {"versie": version} if version else {}).content


def verify(path: Path) -> str:
    out = StringIO()
    call_command("verify", "--letter", str(path), stdout=out)
    return out.getvalue().strip()


@made_once
def adopted() -> tuple[Municipality, Municipality]:
    """Two municipalities with an adopted letter; one of them kept, and one decided on again."""
    baarn, zeist = (
        make_municipality("Baarn", cbs_code="GM0308"),
        make_municipality("Zeist", cbs_code="GM0355"),
    )
    covered(baarn, zeist, housed=7)
    assess()
    adopt()
    return baarn, zeist


def decide_again(municipality: Municipality) -> None:
    house_late(municipality, number=3, on="2025-02-04")
    period, supervisor = make_period(), people()[0]
    reassess(
        period=period, municipality=municipality, reason="Nagekomen.", by=supervisor, now=at("2025-02-05")
    )
    adopt(on="2025-02-06", decision_number="2025-8")


# --- Never another letter --------------------------------------------------------------------------


def change_everything(tmp_path: Path, settings, monkeypatch) -> None:
    """Change all that a letter is written from: names, figures, text blocks, templates, policies."""
    Municipality.objects.filter(cbs_code="GM0308").update(name="Nieuw-Baarn", postal_address="Elders 1")
    Province.objects.update(contact="iemand anders", letter_prefix="ANDERS", signature="een ander")
    RungLabel.objects.create(province=make_province(), rung=2, name="Anders", colour="blauw")
    save_text_block(
        province=make_province(), key="meaning.2", text="Anders.", number=0, by=None, now=at("2025-03-01")
    )
    folder = tmp_path / "letters"
    folder.mkdir()
    for name in ("base", "signalling", "information_request"):
        (folder / f"{name}.html").write_text("{# another template #}Iets heel anders.")
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates

    def gone(version: str) -> None:
        raise KeyError(version)

    monkeypatch.setattr(judgements, "policy_by_version", gone)


def downloads_stay_the_same(count: int, tmp_path, settings, monkeypatch) -> None:
    client = reader()
    first = download(client, "GM0308")
    change_everything(tmp_path, settings, monkeypatch)

    sums = {hashlib.sha256(download(client, "GM0308")).hexdigest() for _ in range(count)}

    assert sums == {hashlib.sha256(first).hexdigest()}
    assert sums == {AdoptedLetter.objects.get(version__municipality__cbs_code="GM0308").sha256}


def test_downloads_stay_the_same_after_every_change(adopted, tmp_path, settings, monkeypatch):
    downloads_stay_the_same(DOWNLOADS, tmp_path, settings, monkeypatch)


@pytest.mark.soak
def test_a_thousand_downloads_stay_the_same_after_every_change(adopted, tmp_path, settings, monkeypatch):
    downloads_stay_the_same(1000, tmp_path, settings, monkeypatch)


# --- Known again -----------------------------------------------------------------------------------


def test_adopted_letter_is_recognised(adopted, tmp_path):
    path = tmp_path / "brief.html"
    path.write_bytes(download(reader(), "GM0308"))

    assert verify(path) == "brief.html: IBT-HV-2023-2-GM0308: vastgesteld op 1 januari 2025."


def test_letter_that_was_replaced_says_by_which(adopted, tmp_path):
    client = reader()
    take(SEND, on="2025-01-02")
    decide_again(adopted[0])
    for version in "12":
        (tmp_path / version).write_bytes(download(client, "GM0308", version))

    assert verify(tmp_path / "1").endswith(
        "vastgesteld op 1 januari 2025, vervangen door IBT-HV-2023-2-GM0308-2."
    )
    assert verify(tmp_path / "2") == "2: IBT-HV-2023-2-GM0308-2: vastgesteld op 6 februari 2025."
    second = (tmp_path / "2").read_text(encoding="utf-8")
    assert (
        "Deze brief komt in de plaats van onze brief van 5 januari 2026 (kenmerk IBT-HV-2023-2-GM0308)."
        in second
    )


def test_letter_replaces_no_letter_that_was_never_sent(adopted):
    decide_again(adopted[0])

    assert "in de plaats van" not in download(reader(), "GM0308", "2").decode()


def test_letter_of_what_was_withdrawn_says_so(adopted, tmp_path):
    path = tmp_path / "brief.html"
    path.write_bytes(download(reader(), "GM0308"))
    take(WITHDRAW, on="2025-03-01")

    assert verify(path).endswith("vastgesteld op 1 januari 2025, ingetrokken op 1 maart 2025.")


def test_one_flipped_byte_is_not_recognised(adopted, tmp_path):
    content = download(reader(), "GM0308")
    path = tmp_path / "brief.html"
    for place in (0, 20, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])

        with pytest.raises(
            CommandError, match="niet herkend: dit bestand is niet gelijk aan een vastgelegde"
        ):
            verify(path)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xff\xfe\x00", b"<!doctype html>\n"])
def test_something_else_is_not_recognised(adopted, tmp_path, content):
    path = tmp_path / "brief.html"
    path.write_bytes(content)

    with pytest.raises(CommandError, match="niet herkend"):
        verify(path)


def test_concept_is_not_recognised_and_a_missing_file_is_said(tmp_path):
    make_assessment(10, 0, 10, 10, municipality=make_municipality("Baarn", cbs_code="GM0308"))
    path = tmp_path / "brief.html"
    path.write_bytes(download(reader(), "GM0308"))

    with pytest.raises(CommandError, match="niet herkend"):
        verify(path)
    with pytest.raises(CommandError, match="kan niet worden gelezen: het bestaat niet"):
        verify(tmp_path / "geen.html")


# --- All of a period -------------------------------------------------------------------------------


def archive(client: Client) -> ZipFile:
    response = client.get(reverse("assessments:letter_archive", args=["2023-2"]))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="toezichtbrieven-2023-2.zip"'
    return ZipFile(BytesIO(response.content))


def test_archive_holds_letters_index_and_checksums(adopted):
    make_assessment(10, 0, 10, 9, municipality=make_municipality("Éénstad & co", cbs_code="GM0999"))

    files = archive(reader())

    names = [
        f"toezichtbrief-2023-2-{code}.html" for code in ("baarn-GM0308", "zeist-GM0355", "eenstad-co-GM0999")
    ]
    assert sorted(files.namelist()) == sorted(["SHA256SUMS", "index.html", *names])
    kept = AdoptedLetter.objects.get(version__municipality=adopted[0])
    assert files.read(names[0]).decode() == kept.html
    for line in files.read("SHA256SUMS").decode().splitlines():
        checksum, name = line.split("  ")
        assert hashlib.sha256(files.read(name)).hexdigest() == checksum
    index = files.read("index.html").decode()
    assert re.findall(r'<a href="([^"]+)">', index) == [names[0], names[2], names[1]]
    assert "<td>Vastgesteld</td>" in index
    assert "<td>Concept</td>" in index
    assert "Éénstad &amp; co" in index
    assert kept.sha256 in index
    assert AuditEntry.objects.filter(action="brieven gedownload", details__brieven="3").count() == 1


def test_archive_is_the_same_each_time_and_asks_the_same_number_of_queries(adopted):
    client = reader()
    url = reverse("assessments:letter_archive", args=["2023-2"])

    def downloaded() -> tuple[bytes, int]:
        with CaptureQueriesContext(connection) as queries:
            content = client.get(url).content
        return content, len(queries)

    for _ in range(3):
        make_assessment(10, 0, 10, 9)
    first, few = downloaded()
    again, _ = downloaded()
    assert first == again
    for _ in range(10):
        make_assessment(10, 0, 10, 9)
    assert downloaded()[1] == few


@pytest.mark.pdf
def test_archive_that_is_asked_with_pdf_makes_what_is_not_there_and_keeps_it(adopted):
    url = reverse("assessments:letter_archive", args=["2023-2"])
    client = reader()
    first = ZipFile(BytesIO(client.post(url).content))
    again = ZipFile(BytesIO(client.post(url).content))

    names = [name for name in first.namelist() if name.endswith(".pdf")]
    assert names == [f"toezichtbrief-2023-2-{code}.pdf" for code in ("baarn-GM0308", "zeist-GM0355")]
    assert all(first.read(name) == again.read(name) for name in names)
    assert KeptPdf.objects.filter(letter__version__municipality__in=adopted).count() == 2


def test_archive_only_downloaded_makes_no_pdf(adopted):
    archive(reader())
    assert not KeptPdf.objects.exists()


def test_archive_without_letters_says_why():
    make_period()

    page = reader().get(reverse("assessments:letter_archive", args=["2023-2"]), follow=True)

    assert "is er geen brief: er is nog niet beoordeeld" in page.content.decode()


def test_command_writes_one_archive(adopted, tmp_path):
    call_command("export_letters", "2023-2", "--to", str(tmp_path), "--zip", stdout=StringIO())

    (path,) = tmp_path.iterdir()
    assert path.name == "toezichtbrieven-2023-2.zip"
    assert len(ZipFile(path).namelist()) == 4


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_command_shows_how_far_it_is_on_a_terminal_only(tmp_path):
    make_assessment(10, 0, 10, 9)
    make_assessment(10, 0, 10, 9)
    terminal, file = Terminal(), StringIO()

    call_command("export_letters", "2023-2", "--to", str(tmp_path), stdout=StringIO(), stderr=terminal)
    call_command("export_letters", "2023-2", "--to", str(tmp_path / "b"), stdout=StringIO(), stderr=file)

    assert "[##############################] 2 van 2" in terminal.getvalue()
    assert file.getvalue() == ""


def test_letter_names_the_one_that_was_sent_when_what_replaced_it_was_withdrawn(adopted, tmp_path):
    take(SEND, on="2025-01-02")
    decide_again(adopted[0])
    path = tmp_path / "brief.html"
    path.write_bytes(download(reader(), "GM0308", "1"))
    take(WITHDRAW, on="2025-02-07")
    assert verify(path).endswith("vervangen door IBT-HV-2023-2-GM0308-2, die is ingetrokken.")

    assess(on="2025-02-08")
    adopt(on="2025-02-09", decision_number="2025-9")

    assert (
        "in de plaats van onze brief van 5 januari 2026 (kenmerk IBT-HV-2023-2-GM0308)."
        in download(reader(), "GM0308").decode()
    )
    assert verify(path).endswith("vervangen door IBT-HV-2023-2-GM0308-3.")


# --- PDF -------------------------------------------------------------------------------------------


def inflated(content: bytes) -> bytes:
    """Return a PDF with what is compressed in it readable."""
    assert content.startswith(b"%PDF-")
    streams = re.findall(rb"stream\r?\n(.*?)\nendstream", content, re.DOTALL)
    return content + b"".join(zlib.decompress(each) for each in streams if each.startswith(b"x"))


@pytest.fixture
def without_pdf(monkeypatch) -> None:
    monkeypatch.setattr(pdf, "weasyprint", lambda: None)


@pytest.mark.usefixtures("without_pdf")
def test_pdf_is_not_offered_where_it_cannot_be_made(tmp_path):
    assessment = make_assessment(10, 0, 10, 9, municipality=make_municipality(cbs_code="GM0308"))
    client = reader()
    page = reverse("assessments:assessment_detail", args=["2023-2", "GM0308"])

    answer = client.get(reverse("assessments:letter_pdf", args=["2023-2", "GM0308"]), follow=True)

    assert "WeasyPrint of Pango ontbreekt. De HTML is het document" in answer.content.decode()
    assert "Een PDF kan deze server niet maken" in source_of(client.get(page))
    assert "(PDF)" not in source_of(client.get(page))
    assert "(PDF)" not in letter.with_toolbar("<body>", assessment)
    with pytest.raises(CommandError, match="Deze server kan geen PDF maken"):
        call_command("export_letters", "2023-2", "--to", str(tmp_path), "--pdf", stdout=StringIO())
    assert not list(tmp_path.iterdir())


def pdf_named(name: str):
    """Make the PDF that stands in for a real one, wherever the library is."""
    return lambda document: f"%PDF {name} {len(document)}".encode()


@pytest.fixture
def some_pdf(monkeypatch) -> None:
    monkeypatch.setattr(pdf, "can_make_pdf", lambda: True)
    monkeypatch.setattr(keep_pdf, "pdf_of", pdf_named("eerst"))


@pytest.mark.usefixtures("some_pdf")
def test_pdf_of_an_adopted_letter_is_made_once_and_served_from_then_on(adopted, monkeypatch, tmp_path):
    client = reader()
    page = reverse("assessments:assessment_detail", args=["2023-2", "GM0308"])
    url = reverse("assessments:letter_pdf", args=["2023-2", "GM0308"])
    asked = client.get(url, follow=True)
    assert "is nog geen PDF gemaakt. Kies PDF maken." in source_of(asked)
    assert not KeptPdf.objects.exists(), "reading a page writes nothing"

    made = source_of(
        client.post(reverse("assessments:letter_pdf_keep", args=["2023-2", "GM0308"]), follow=True)
    )
    monkeypatch.setattr(keep_pdf, "pdf_of", pdf_named("later"))
    client.post(reverse("assessments:letter_pdf_keep", args=["2023-2", "GM0308"]))

    kept = KeptPdf.objects.get()
    assert "PDF van Brief IBT-HV-2023-2-GM0308: gemaakt en vastgelegd." in made
    assert "Brief downloaden (PDF)" in source_of(client.get(page))
    assert client.get(url).content == bytes(kept.content)
    assert bytes(kept.content).startswith(b"%PDF eerst")
    line = AuditEntry.objects.filter(action="PDF vastgelegd").get()
    assert line.details["sha256"] == kept.sha256 == hashlib.sha256(kept.content).hexdigest()
    (tmp_path / "brief.pdf").write_bytes(bytes(kept.content))
    assert verify(tmp_path / "brief.pdf").startswith(
        "brief.pdf: IBT-HV-2023-2-GM0308: vastgesteld op 1 januari 2025 (PDF van "
    )
    assert not list(deviations())


@pytest.mark.usefixtures("some_pdf")
def test_pdfs_of_a_period_are_made_by_command_and_exported_as_kept(adopted, monkeypatch, tmp_path):
    out = StringIO()
    call_command("make_pdfs", "2023-2", "--province", "PV26", stdout=out, stderr=StringIO())
    monkeypatch.setattr(keep_pdf, "pdf_of", pdf_named("later"))
    call_command("make_pdfs", "2023-2", stdout=out, stderr=StringIO())
    call_command("export_letters", "2023-2", "--to", str(tmp_path), "--pdf", stdout=StringIO())

    assert out.getvalue().splitlines() == [
        f"{len(adopted)} PDF's over 2023-2 gemaakt en vastgelegd.",
        "0 PDF's over 2023-2 gemaakt en vastgelegd.",
    ]
    written = sorted(path.read_bytes() for path in tmp_path.glob("*.pdf"))
    assert written == sorted(bytes(row.content) for row in KeptPdf.objects.all())
    files = archive(reader())
    assert sorted(files.read(name) for name in files.namelist() if name.endswith(".pdf")) == written
    assert files.read("index.html").decode().count('.pdf">PDF<') == len(written)


@pytest.mark.usefixtures("without_pdf")
def test_server_without_pdf_says_so_when_it_is_asked_to_keep_one(adopted):
    answer = reader().post(reverse("assessments:letter_pdf_keep", args=["2023-2", "GM0308"]), follow=True)

    assert "WeasyPrint of Pango ontbreekt" in source_of(answer)
    assert not KeptPdf.objects.exists()


def test_pdf_of_a_concept_is_not_kept():
    make_assessment(10, 0, 10, 9, municipality=make_municipality(cbs_code="GM0308"))
    answer = reader().post(reverse("assessments:letter_pdf_keep", args=["2023-2", "GM0308"]), follow=True)

    assert "Van een concept wordt geen PDF vastgelegd." in source_of(answer)


@pytest.mark.usefixtures("some_pdf")
def test_one_changed_byte_of_a_kept_pdf_is_found(adopted, tmp_path):
    kept = keep_pdf.keep_pdf(AdoptedLetter.objects.first(), by=None, now=at("2025-02-01"))
    drop_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_keptpdf SET content = %s WHERE id = %s", [b"%PDF anders", kept.pk])
    install_triggers(connection)

    assert list(deviations()) == [f"vastgelegde PDF {kept.pk}: de inhoud is niet wat is vastgelegd."]


@pytest.mark.pdf
def test_pdf_is_tagged_titled_and_the_same_each_time(adopted, tmp_path):
    client = reader()
    url = reverse("assessments:letter_pdf", args=["2023-2", "GM0308"])

    keep_pdf.keep_pdf(
        AdoptedLetter.objects.get(version__municipality=adopted[0]), by=None, now=at("2025-02-01")
    )
    first, again = client.get(url), client.get(url)

    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == 'attachment; filename="toezichtbrief-2023-2-baarn-GM0308.pdf"'
    assert first.content == again.content
    text = inflated(first.content)
    assert b"/StructTreeRoot" in text
    assert b"/MarkInfo" in text
    assert b"/Lang" in text
    assert b"pdfuaid" in text
    page = client.get(reverse("assessments:assessment_detail", args=["2023-2", "GM0308"]))
    assert "Brief downloaden (PDF)" in source_of(page)


@pytest.mark.pdf
def test_pdf_sets_a_letter_as_the_screen_does():
    pages = pdf.laid_out(render_letter(stichtse_vecht())).pages
    first = [box for box in pages[0]._page_box.descendants() if getattr(box, "text", "").strip()]

    def box_of(words: str) -> Any:
        return next(box for box in first if box.text.strip() == words)

    assert len(pages) == 2
    assert box_of("Datum").position_y == box_of("Ons kenmerk").position_y == box_of("Contact").position_y
    assert any(box.text.startswith("Trede 2 betekent: wij") for box in first), "no line of one word"
    mark = next(box for box in pages[0]._page_box.descendants() if box.element_tag == "main::after")
    assert mark.style["transform"], "it stands upright beside the words, not over them"


@pytest.mark.pdf
def test_command_writes_pdf_beside_html(adopted, tmp_path):
    call_command("export_letters", "2023-2", "--to", str(tmp_path), "--pdf", stdout=StringIO())

    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".html", ".pdf", ".pdf"]


@pytest.mark.pdf
def test_index_of_an_archive_leads_to_its_pdfs(adopted, tmp_path):
    call_command("export_letters", "2023-2", "--to", str(tmp_path), "--pdf", "--zip", stdout=StringIO())

    with ZipFile(tmp_path / "toezichtbrieven-2023-2.zip") as archive:
        index = archive.read("index.html").decode()
        linked = re.findall(r'href="([^"]+)"', index)
        assert sorted([*linked, "SHA256SUMS", "index.html"]) == sorted(archive.namelist())
    assert len(linked) == 4


@pytest.mark.pdf
def test_pdf_opens_no_address_and_no_file(tmp_path, caplog):
    secret = tmp_path / "geheim.png"
    secret.write_bytes(b"geheim")
    document = (
        '<!doctype html><html lang="nl"><head><title>x</title></head><body><h1>x</h1>'
        f'<img src="{secret.as_uri()}" alt="x"><img src="http://127.0.0.1:9/x.png" alt="x"></body></html>'
    )

    pdf.pdf_of(document)

    assert caplog.text.count("URI uses disallowed protocol") == 2
