"""The progress report as people use it: prose around what is generated, adoption, files, reconciliation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, User
from assessments import keep_pdf
from assessments.decisions.legal_acts import end_act, record_act
from assessments.models import AdoptedLetter, AdoptedReport, PublishedFigure, ReportProse
from assessments.pdf import NoPdf, laid_out
from assessments.reports import export
from assessments.reports.adopt import Published, adopt_report, publish_figure
from assessments.reports.counts import Earlier
from assessments.reports.reconciliation import reconciliation_of
from assessments.reports.report import render_report, report_of
from assessments.reports.save_prose import ProseChanged, save_prose, unmarked_numbers
from assessments.typed_numbers import UnknownNumbers
from audit.models import AuditEntry
from audit.refused import Refused
from municipalities.models import Level, Period, QuotaKind, ReplyTo
from tests.assessments.decisions.deciding import adopt, assess, covered, house_late, someone
from tests.assessments.judging.test_memory import NOTICE
from tests.assessments.letters.letter_cases import Page
from tests.factories import (
    at,
    deliver_correction,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    make_municipality,
    make_period,
    make_province,
    make_reply,
    make_talk,
    make_user,
)
from tests.reading import on_one_line, source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

DECISION = {"decision_date": date(2025, 1, 2), "decision_number": "2025-1"}


def client_of(role: Role) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def page(role: Role, name: str, *args: str, **query: str) -> str:
    answer = client_of(role).get(reverse(f"assessments:{name}", args=args or ["2023-2"]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def write(
    text: str,
    *,
    slot: str = "summary",
    version: int = 0,
    on: str = "2025-01-02",
    by: User | None = None,
    confirmed: Sequence[str] = (),
) -> ReportProse:
    return save_prose(
        province=make_province(),
        period=make_period(),
        slot=slot,
        text=text,
        version=version,
        by=by,
        now=at(on),
        confirmed=confirmed,
    )


def adopt_it(*periods: Period, on: str = "2025-01-02", by: User | None = None, **given) -> AdoptedReport:
    return adopt_report(
        province=make_province(),
        periods=periods or [make_period()],
        by=by or someone(Role.ADOPTER),
        now=at(on),
        **{**DECISION, **given},
    )


@made_once
def decided() -> None:
    covered(make_municipality("Baarn", cbs_code="GM0308"), make_municipality("Zeist"), housed=7)
    assess()
    adopt()


# --- Prose -----------------------------------------------------------------------------------------


def test_prose_stands_in_its_own_place_and_cannot_be_markup(decided):
    write("Veel <b>is</b> **gebeurd**.\n\n## Kop\n- [[301 plekken|de circulaire]]")

    html = render_report(report_of([make_period()], make_province(), now=at("2025-01-02")()))

    assert "Veel &lt;b&gt;is&lt;/b&gt; <strong>gebeurd</strong>." in html
    assert "<h3>Kop</h3>" in html
    assert '<span class="quoted">301 plekken</span>' in html
    assert '<ol class="sources"><li>de circulaire</li></ol>' in html
    assert Page(html).is_well_formed
    assert "Ontwikkelingen" not in html, "what nobody wrote has no heading either"


def test_slower_writer_is_told_and_loses_nothing():
    write("Van een ander.")
    with pytest.raises(ProseChanged):
        write("Van mij.")
    client = client_of(Role.SUPERVISOR)
    url = reverse("assessments:report_prose", args=["2023-2", "summary"])

    html = source_of(client.post(url, {"text": "Van mij.", "version": 0, "save": "1"}))

    assert "Van een ander." in html
    assert "Van mij." in html
    assert 'name="version" value="1"' in html
    assert client.post(url, {"text": "Samen.", "version": 1, "save": "1"}).status_code == 302
    assert ReportProse.objects.get().text == "Samen."


def test_preview_of_prose_saves_nothing():
    make_period()
    url = reverse("assessments:report_prose", args=["2023-2", "summary"])

    html = client_of(Role.SUPERVISOR).post(url, {"text": "Er zijn 12.", "version": 0, "preview": "1"})

    assert "niet als aangehaald gemarkeerd: 12" in source_of(html)
    assert not ReportProse.objects.exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Op 10 november 2023 en over 2023-2, in 2015.", []),
        ("Er zijn 1.234 plekken, 5% van [[8.207|bron]].", ["1.234", "5%"]),
        ("Er zijn [[301]] plekken.", ["301"]),
        ("- een\n- 12 gemeenten", ["12"]),
    ],
)
def test_numbers_without_a_source_are_found(text, found):
    assert unmarked_numbers(text) == found


def test_number_that_the_report_does_not_say_is_confirmed_and_logged(decided):
    with pytest.raises(UnknownNumbers, match="Het getal 66 staat niet in de cijfers van deze rapportage"):
        write("Van de 20 zijn er 14 gehuisvest (70%); er komen 66 woningen.")
    row = write("Er komen 66 woningen, volgens de gemeenten.", confirmed=["66"])

    assert row.confirmed_numbers == "66"
    assert AuditEntry.objects.order_by("pk").last().details["numbers"] == "66"
    assert write("Toch 66 woningen.", version=1).version == 2


def test_page_of_prose_comes_back_with_the_number_named_and_a_box(decided):
    client = client_of(Role.SUPERVISOR)
    url = reverse("assessments:report_prose", args=["2023-2", "summary"])
    sent = {"text": "Er komen 66 woningen.", "version": 0, "save": "1"}

    html = source_of(client.post(url, sent))

    assert "Het getal 66 staat niet in de cijfers van deze rapportage." in html
    assert "Het getal 66 klopt; de tekst noemt de bron" in html
    assert not ReportProse.objects.exists()
    assert client.post(url, {**sent, "confirmed_numbers": ["66"]}).status_code == 302
    assert ReportProse.objects.get().confirmed_numbers == "66"


# --- Adoption --------------------------------------------------------------------------------------


def test_adopted_report_never_changes_again(decided):
    write("Zoals het was.")
    kept = adopt_it()
    html = page(Role.READER, "report_document")

    write("Heel anders.", version=1, on="2025-02-01")
    deliver_quotas(
        make_period("2024-1"), dict.fromkeys(make_province().municipalities.all(), 9), on="2025-02-01"
    )

    assert page(Role.READER, "report_document") == html == kept.html
    assert hashlib.sha256(html.encode()).hexdigest() == kept.sha256
    assert "Zoals het was." in html
    assert "CONCEPT" not in html
    assert "2 januari 2025, besluit 2025-1" in on_one_line(html)
    assert "Heel anders." in page(Role.READER, "report_document", versie="concept")


def test_next_version_names_the_one_it_replaces(decided, tmp_path):
    first = adopt_it()
    second = adopt_it(on="2025-02-01", decision_date=date(2025, 1, 30), decision_number="2025-4")
    path = tmp_path / "rapportage.html"
    path.write_text(first.html, encoding="utf-8", newline="\n")
    out = StringIO()
    call_command("verify", "--letter", str(path), stdout=out)

    assert second.number == 2
    assert "vervangt versie 1, vastgesteld op 2 januari 2025 (besluit 2025-1)" in on_one_line(second.html)
    assert "vastgesteld op 2 januari 2025, vervangen door versie 2" in out.getvalue()
    assert page(Role.READER, "report_document", versie="1") == first.html


def test_report_waits_for_its_assessments():
    covered(make_municipality("Baarn"), housed=7)
    with pytest.raises(Refused, match="over 2023-2 is de beoordeling van Baarn nog niet vastgesteld"):
        adopt_it()
    assess()
    with pytest.raises(Refused, match="nog niet vastgesteld"):
        adopt_it()
    adopt()

    assert adopt_it().number == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"decision_date": None}, "decision_date"),
        ({"decision_date": date(2030, 1, 1)}, "decision_date"),
        ({"decision_date": date(2023, 1, 1)}, "decision_date"),
        ({"decision_number": " "}, "decision_number"),
    ],
)
def test_decision_must_be_whole(decided, given, field):
    with pytest.raises(Refused) as refusal:
        adopt_it(**given)

    assert list(refusal.value.fields) == [field]
    assert not AdoptedReport.objects.exists()


def test_only_an_adopter_adopts(decided):
    with pytest.raises(Refused, match="Vraag een vaststeller"):
        adopt_report(
            province=make_province(),
            periods=[make_period()],
            by=make_user(Role.SUPERVISOR),
            now=at("2025-01-02"),
            **DECISION,
        )
    client = client_of(Role.ADOPTER)
    url = reverse("assessments:report_adopt", args=["2023-2"])

    done = client.post(url, {"decision_date": "2025-01-02", "decision_number": "2025-1"}, follow=True)

    assert "vastgesteld als versie 1" in source_of(done)
    assert AdoptedReport.objects.get().adopted_by.role == Role.ADOPTER


def test_who_wrote_in_it_does_not_adopt_it(decided):
    write("Zoals het was.", by=(writer := make_user(Role.SUPERVISOR)))
    writer.role = Role.ADOPTER
    writer.save()

    with pytest.raises(Refused, match="U hebt zelf aan de tekst van deze rapportage geschreven"):
        adopt_it(by=writer)
    assert adopt_it().number == 1


def test_report_is_not_decided_on_before_what_it_rests_on():
    covered(make_municipality("Baarn"), housed=7)
    assess()
    adopt(on="2025-01-04", decision_date=date(2025, 1, 3))

    for on, message in {
        date(2024, 12, 31): "De cijfers zijn bekend op 1 januari 2025",
        date(2025, 1, 2): "De beoordelingen zijn vastgesteld op 3 januari 2025",
    }.items():
        with pytest.raises(Refused, match=message) as refusal:
            adopt_it(on="2025-01-09", decision_date=on)
        assert list(refusal.value.fields) == ["decision_date"]
    adopt_it(on="2025-01-09", decision_date=date(2025, 1, 8))
    with pytest.raises(Refused, match="die wordt vervangen, is vastgesteld op 8 januari 2025"):
        adopt_it(on="2025-01-09", decision_date=date(2025, 1, 7))


def test_report_says_what_was_known_on_the_day_of_the_decision(decided):
    everybody = make_province().municipalities.all()
    deliver_quotas(make_period("2024-1"), dict.fromkeys(everybody, 9), on="2025-01-20")

    before = adopt_it(on="2025-02-01", decision_date=date(2025, 1, 19))
    after = adopt_it(on="2025-02-01", decision_date=date(2025, 1, 20))

    assert "is nog niet bekendgemaakt" in before.html
    assert "bekend op 19 januari 2025" in before.html
    assert "op tot 18." in after.html


def test_report_that_changed_since_it_was_looked_at_is_not_adopted(decided):
    client = client_of(Role.ADOPTER)
    url = reverse("assessments:report_adopt", args=["2023-2"])
    seen = client.get(url).context["form"]["seen"].value()
    sent = {"decision_date": "2025-01-02", "decision_number": "2025-1", "seen": seen}
    write("Er is iets bijgekomen.")

    refused = source_of(client.post(url, sent))

    assert "De rapportage is intussen gewijzigd. Vernieuw de pagina en bekijk haar opnieuw." in refused
    assert not AdoptedReport.objects.exists()
    seen_again = client.get(url).context["form"]["seen"].value()
    assert client.post(url, {**sent, "seen": seen_again}).status_code == 302


def test_page_does_not_pass_the_concept_off_as_adopted(decided):
    adopt_it()

    html = page(Role.READER, "report_detail")

    assert "hieronder een nieuw concept</span>" in html
    assert "Hieronder staat wat met wat nu bekend is de volgende versie zou zijn." in html
    assert "?versie=1" in html


# --- Talks -----------------------------------------------------------------------------------------


def test_talks_of_each_period_are_counted_and_frozen_and_nobody_not_spoken_is_named(decided):
    baarn = make_province().municipalities.get(name="Baarn")
    make_talk(baarn, "2023-08-01", on="2025-01-01")
    make_talk(baarn, "2023-12-01", on="2025-01-01", level=Level.POLITICAL)
    make_talk(baarn, "2024-02-01", on="2025-01-01")
    kept = adopt_it()
    make_talk(baarn, "2023-12-02", on="2025-01-05")

    html = page(Role.READER, "report_document")

    assert "2.1 Gesprekken met gemeenten" in on_one_line(html)
    assert html == kept.html
    assert "2 gesprekken gevoerd met 1 van de 2 gemeenten: 1 ambtelijk en 1 bestuurlijk." in html
    assert "geen gesprek" not in html
    both = report_of([make_period("2023-1"), make_period()], make_province(), now=at("2025-02-01")())
    told = [section.sentences for section in both.sections if section.heading == "Gesprekken met gemeenten"]
    assert len(told) == 1, "of 2023-1 no talk was recorded"
    assert "3 gesprekken" in told[0][0]


def test_steps_of_the_executive_of_the_period_are_counted_as_on_record_then(decided):
    baarn, zeist = make_province().municipalities.order_by("name")
    notice = {**NOTICE, "decided_on": date(2024, 2, 1), "view_due": date(2024, 2, 20), "scope": 3}
    notice |= {"term_start": date(2024, 2, 2), "term_end": date(2024, 8, 30)}
    first = record_act(municipality=baarn, by=None, now=at("2025-01-03"), **notice)
    record_act(municipality=zeist, by=None, now=at("2025-01-03"), **notice)
    ended = {"ended_on": date(2024, 5, 21), "outcome": "withdrawn", "reason": "Gehaald."}
    end_act(first, by=None, now=at("2025-01-04"), **ended)

    def told(code: str, on: str) -> list[str]:
        made = report_of([make_period(code)], make_province(), now=at(on)())
        return [line for each in made.sections if "Stappen" in each.heading for line in each.sentences]

    assert told("2024-1", "2025-01-02") == []
    assert told("2023-2", "2025-01-05") == []
    assert told("2024-1", "2025-01-03") == ["Voornemens: 2 gegeven en 2 lopend."]
    assert told("2024-1", "2025-01-05") == ["Voornemens: 2 gegeven, 1 ingetrokken en 1 lopend."]


def test_replies_on_figures_are_counted_by_municipality(decided):
    baarn, zeist = make_province().municipalities.order_by("name")
    letters = {row.version.municipality_id: row.number for row in AdoptedLetter.objects.all()}
    for day in ("2025-01-20", "2025-01-21"):
        make_reply(baarn, day, about=ReplyTo.FIGURES, reference=letters[baarn.pk])
    make_reply(zeist, "2025-01-20", about=ReplyTo.QUESTIONS, reference=letters[zeist.pk])

    def told(on: str) -> list[str]:
        made = report_of([make_period()], make_province(), now=at(on)())
        return [line for each in made.sections if "wederhoor" in each.heading for line in each.sentences]

    assert told("2025-01-19") == []
    assert told("2025-01-21") == ["1 gemeente reageerde op de eigen cijfers."]


def test_published_share_of_zero_is_compared_with(decided):
    share = Published("share_of_quota", 0, "Rapportage van 2023")
    publish_figure(share, province=make_province(), period_code="2023-1", by=None, now=at("2025-01-02"))

    made = report_of([make_period()], make_province(), now=at("2025-01-02")())

    assert made.last.counted.earlier == Earlier(quota=Fraction(0), total_task=None, is_quoted=True)


# --- More periods ----------------------------------------------------------------------------------


def test_report_over_two_periods_has_a_row_and_columns_for_each():
    municipalities = make_municipality("Baarn"), make_municipality("Zeist")
    covered(*municipalities, housed=7)
    covered(*municipalities, code="2024-1", housed=12)
    revised = {"kind": QuotaKind.REVISED, "dated_on": date(2024, 3, 1)}
    deliver_quotas(make_period("2024-1"), dict.fromkeys(municipalities, 9), on="2024-07-02", **revised)
    assess()
    assess("2024-1")
    periods = [make_period(), make_period("2024-1")]
    made = report_of(periods, make_province(), now=at("2025-01-02")())

    assert [table.number for table in made.tables] == [1, 2, 3, 4, 5]
    assert [table.title for table in made.tables] == [
        "Resultaten van de provincie, 2023-2",
        "Treden per gemeente, 2023-2",
        "Resultaten van de provincie, 2024-1",
        "Treden per gemeente, 2024-1",
        "De provincie door de tijd",
    ]
    assert [(section.number, section.heading) for section in made.sections if section.number[:1] == "3"] == [
        ("3", "Resultaten en beoordeling"),
        ("3.1", "De tweede helft van 2023 (2023-2)"),
        ("3.1.1", "Provinciale resultaten"),
        ("3.1.1.1", "Koppelingstekort"),
        ("3.1.2", "Beoordelingen"),
        ("3.2", "De eerste helft van 2024 (2024-1)"),
        ("3.2.1", "Provinciale resultaten"),
        ("3.2.1.1", "Koppelingstekort"),
        ("3.2.2", "Beoordelingen"),
        ("3.2.3", "Wie omhoog of omlaag ging"),
        ("3.3", "Trend"),
    ]
    *_, trend = made.tables
    assert trend.rows == (
        ("2023-2", 20, 14, 6, 0, 2, 0, 0),
        ("2024-1", 18, 24, 0, 2, 0, 0, 0),
    )
    assert "de tweede helft van 2023 (2023-2) tot en met de eerste helft van 2024 (2024-1)" in made.title
    text = " ".join(sentence for section in made.sections for sentence in section.sentences)
    assert "Bekendgemaakt was 20; op 1 maart 2024 is dat gewijzigd." in text
    assert "Beide percentages zijn hoger dan in de tweede helft van 2023" in text
    assert "Omlaag: Baarn (van 2 naar 1) en Zeist (van 2 naar 1)." in text
    html = render_report(made)
    assert Page(html).is_well_formed
    assert page(Role.READER, "report_detail", "2024-1", vanaf="2023-2")
    answer = client_of(Role.READER).get(
        reverse("assessments:report_detail", args=["2023-2"]), {"vanaf": "2024-1"}
    )
    assert answer.status_code == 404


def test_report_over_two_periods_tells_why_one_does_not_open_where_the_other_closed():
    municipalities = make_municipality("Baarn"), make_municipality("Zeist")
    covered(*municipalities, housed=7)
    covered(*municipalities, code="2024-1", housed=12)
    assess()
    assess("2024-1")
    deliver_correction(make_period("2024-1"), municipalities[0], 4, on="2025-01-01", reason="Dubbel geteld.")

    made = report_of([make_period(), make_period("2024-1")], make_province(), now=at("2025-01-02")())

    judged = made.tables[2].rows[0][2]
    assert judged == 6
    assert (
        "De eindstand is 6 en de beginstand van 2024-1 is 10: 4 hoger, door correcties bij 1 gemeente. De tabel geeft "
        "bij 2024-1 de beginstand waarmee is beoordeeld: 6."
    ) in made.notes[0]
    assert "2024-2 de beginstand waarmee" not in made.notes[0]


# --- Files -----------------------------------------------------------------------------------------


def test_tables_are_the_same_numbers_in_every_file(decided):
    adopt_it()
    client = client_of(Role.READER)

    def download(extension: str, **query: str):
        return client.get(reverse("assessments:report_download", args=["2023-2", extension]), query)

    book = load_workbook(BytesIO(download("xlsx").content))
    assert book.sheetnames == ["Tabel 1", "Tabel 2"]
    values = [cell.value for cell in book["Tabel 1"][2]]
    assert values == ["2023-2", 20, 0, 20, 14, 0.7, 0.7, 6, 6]
    assert download("csv", tabel="1").content.decode("utf-8-sig").splitlines()[1] == (
        "2023-2;20;0;20;14;0,7000;0,7000;6;6"
    )
    assert "Baarn;onbekend;2;Totaalopgave;Niet gehaald;7;10;3" in download("csv", tabel="2").content.decode(
        "utf-8-sig"
    )
    assert download("csv", tabel="9").status_code == 404
    assert (
        download("html")["Content-Disposition"] == 'attachment; filename="voortgangsrapportage-2023-2.html"'
    )
    assert download("exe").status_code == 404


def test_command_writes_the_kind_that_the_name_says(decided, tmp_path):
    def write_to(name: str, *options: str) -> bytes:
        path = tmp_path / name
        call_command("progress_report", "2023-2", "--to", str(path), *options, stdout=StringIO())
        return path.read_bytes()

    assert b"CONCEPT" in write_to("rapportage.html")
    assert write_to("rapportage.xlsx").startswith(b"PK")
    assert "Baarn" in write_to("tabel.csv", "--table", "2").decode("utf-8-sig")
    with pytest.raises(CommandError, match="Een bestand docx kan niet"):
        write_to("rapportage.docx")
    with pytest.raises(CommandError, match="--overwrite"):
        write_to("rapportage.html")
    with pytest.raises(CommandError, match="geen tabel 9"):
        write_to("tabel9.csv", "--table", "9")
    with pytest.raises(CommandError, match="geen rapportage met deze periode of versie"):
        write_to("oud.html", "--number", "7")
    assert write_to("rapportage.html", "--overwrite", "--known-at", "2024-12-01")


def test_pdf_that_cannot_be_made_is_said(decided, monkeypatch):
    def cannot(document: str) -> bytes:
        raise NoPdf

    monkeypatch.setattr(export, "pdf_of", cannot)
    answer = client_of(Role.READER).get(
        reverse("assessments:report_download", args=["2023-2", "pdf"]), follow=True
    )

    assert "Deze server kan geen PDF maken" in source_of(answer)


def test_pdf_of_an_adopted_report_is_made_once_and_served(decided, monkeypatch, tmp_path):
    monkeypatch.setattr(keep_pdf, "pdf_of", lambda _: b"%PDF eerst")
    adopt_it()
    client = client_of(Role.READER)
    url = reverse("assessments:report_download", args=["2023-2", "pdf"])
    assert "is nog geen PDF gemaakt" in source_of(client.get(url, follow=True))

    made = client.post(reverse("assessments:report_pdf_keep", args=["2023-2"]), follow=True)
    monkeypatch.setattr(keep_pdf, "pdf_of", lambda _: b"%PDF later")
    call_command("progress_report", "2023-2", "--to", str(tmp_path / "r.pdf"), stdout=StringIO())
    out = StringIO()
    call_command("verify", "--letter", str(tmp_path / "r.pdf"), stdout=out)

    assert "PDF van Voortgangsrapportage 2023-2, versie 1: gemaakt en vastgelegd." in source_of(made)
    assert client.get(url).content == b"%PDF eerst" == (tmp_path / "r.pdf").read_bytes()
    assert "vastgesteld op 2 januari 2025 (PDF van " in out.getvalue()


@pytest.mark.pdf
def test_pdf_of_a_report(decided):
    answer = client_of(Role.READER).get(reverse("assessments:report_download", args=["2023-2", "pdf"]))

    assert answer.content.startswith(b"%PDF-")


@pytest.mark.pdf
def test_pdf_of_a_report_keeps_a_table_on_one_page():
    everybody = [make_municipality() for _ in range(30)]
    covered(*everybody, housed=7)
    assess()
    pages = laid_out(page(Role.READER, "report_document")).pages
    on_page = [{str(getattr(box, "text", "")) for box in each._page_box.descendants()} for each in pages]

    (at,) = [
        number for number, words in enumerate(on_page) if "Tabel 2: Treden per gemeente, 2023-2" in words
    ]
    assert {row.name for row in everybody} <= on_page[at]


def test_columns_of_a_table_are_named_on_a_small_screen(decided):
    html = on_one_line(page(Role.READER, "report_detail"))

    assert '<td data-label="Taak&shy;stelling">'.replace("&shy;", "\N{SOFT HYPHEN}") in html
    assert 'data-label="Trede 2023-2" class="t">2</td>' in html


def test_special_housings_stand_in_a_table_beside_the_judgement():
    baarn = make_municipality("Baarn")
    covered(baarn, housed=7)
    day = date(2023, 12, 1)
    nidos = {"event_kind": "nidos", "entry_kind": "nidos", "municipality": baarn}
    deliver_housings(day, day, [(baarn, day, 2)], on="2024-01-02", **nidos)
    assess()

    made = report_of([make_period()], make_province(), now=at("2025-02-01")())

    *_, beside = made.tables
    assert [column.heading for column in beside.columns] == ["Gemeente", "Periode", "Gehuisvest door Nidos"]
    assert (beside.title, beside.rows) == ("Los van de trede", (("Baarn", "2023-2", 2),))
    assert made.last.counted.totals.realised.value == 9, "they count as housed"
    (section,) = (section for section in made.sections if section.heading == "Nidos-plekken")
    assert section.sentences[0] == "Door Nidos gehuisvest: 2, in 1 gemeente: Baarn."


def test_share_of_a_period_that_still_runs_is_unknown_and_of_no_task_not_applicable():
    covered(make_municipality("Baarn"), housed=7)
    running = make_period("2024-1")
    deliver_quotas(running, {make_province().municipalities.get(): 5}, on="2024-01-02")

    html = page(Role.READER, "report_detail", "2024-1")

    assert 'totaal\N{SOFT HYPHEN}opgave">onbekend</td>' in html
    assert "zijn nog niet alle cijfers ontvangen" in html
    assert "n.v.t." not in html


def test_merger_leaves_no_difference_between_the_balances():
    covered(
        make_municipality("Oudstad", valid_until=date(2023, 12, 31)), make_municipality("Baarn"), housed=7
    )
    new = make_municipality("Nieuwstad", valid_from=date(2024, 1, 1))
    deliver_openings(make_period("2024-1"), {new: 3}, on="2024-01-05", municipality=new)
    assess()

    made = report_of([make_period()], make_province(), now=at("2025-01-02")())

    assert made.last.reconciliation.opening.value == made.last.counted.totals.closing_balance.value == 6
    assert "De eindstand van 6 is ook de beginstand van 2024-1." in made.notes[0]
    whole = made.last.reconciliation
    assert (whole.start.value, whole.difference, whole.unexplained) == (6, 0, 0)
    assert [(str(line.municipality), line.closing, line.opening) for line in whole.lines] == [
        ("Baarn", 3, 3),
        ("Nieuwstad", None, 3),
        ("Oudstad", 3, None),
    ]
    html = page(Role.READER, "reconciliation_detail")
    assert f"/gemeenten/{new.cbs_code}/" in html
    assert [html.count(words) for words in ("bestond nog niet", "bestaat niet meer")] == [1, 1]
    assert "tot en met 31 december 2023</span>" in html
    assert html.count(">n.v.t.</abbr>") == 6, (
        "what differs, twice, and what changed and came in late of who is new"
    )
    assert ">onbekend</td>" not in html


def test_municipality_that_goes_on_without_figures_has_an_unknown_opening():
    covered(make_municipality("Baarn"), housed=7)
    make_municipality("Stil")
    make_period("2024-1")
    assess()

    _, silent = reconciliation_of(make_period(), make_province(), now=at("2025-01-02")()).lines

    assert (silent.opening, silent.is_gone) == (None, False)
    assert ">onbekend</td>" in page(Role.READER, "reconciliation_detail")


def test_balances_of_some_are_not_compared_with_those_of_all():
    covered(make_municipality("Baarn"), housed=7)
    make_municipality("Nieuwstad", valid_from=date(2024, 1, 1))
    deliver_quotas(
        make_period("2024-1"), dict.fromkeys(make_province().municipalities.all(), 9), on="2024-01-05"
    )
    assess()

    made = report_of([make_period()], make_province(), now=at("2025-01-02")())

    assert made.last.reconciliation.gap is None
    assert made.notes[0].endswith(
        "Niet van alle gemeenten zijn de eindstand en de beginstand van 2024-1 bekend."
    )
    html = page(Role.READER, "reconciliation_detail")
    assert "Zonder 1 gemeente waarvan de beginstand onbekend is." in html
    text = " ".join(line for section in made.sections for line in section.sentences)
    assert "lager dan" not in text
    assert "In deze aantallen ontbreekt 1 gemeente" in text


# --- Queries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report_detail", "report_document", "reconciliation_detail"])
def test_number_of_queries_does_not_grow_with_municipalities(name):
    covered(*(make_municipality() for _ in range(3)), housed=7)
    assess()
    make_municipality()  # that nobody assessed: of those the ledger is asked
    client = client_of(Role.READER)
    url = reverse(f"assessments:{name}", args=["2023-2"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    few = queries()
    for _ in range(30):
        make_municipality()

    assert queries() == few


# --- Reconciliation --------------------------------------------------------------------------------


def reconciled():
    return reconciliation_of(make_period(), make_province(), now=at("2025-03-01")())


def test_reconciliation_explains_the_opening_by_late_figures_and_corrections(decided):
    baarn, _zeist = make_province().municipalities.order_by("name")
    house_late(baarn, number=2, on="2025-01-10")
    deliver_correction(make_period("2024-1"), baarn, 4, on="2025-01-11", reason="Dubbel geteld.")

    first, second = reconciled().lines

    assert (first.closing, first.late, first.corrected, first.opening) == (3, -2, 4, 5)
    assert (first.difference, first.unexplained) == (2, 0)
    assert [(line.amount, line.reason) for line in first.corrections] == [(4, "Dubbel geteld.")]
    assert (second.difference, second.unexplained, second.published_differs) == (0, 0, False)
    whole = reconciled()
    assert (whole.closing.value, whole.explained, whole.opening.value) == (6, 2, 8)


def test_changed_quota_is_not_called_late(decided):
    baarn, _zeist = make_province().municipalities.order_by("name")
    house_late(baarn, number=2, on="2025-01-10")
    deliver_quotas(make_period(), {baarn: 6}, on="2025-01-11", kind="revised", municipality=baarn)
    make_period("2024-1")

    first, _ = reconciled().lines
    made = report_of([make_period()], make_province(), now=at("2025-03-01")())

    assert (first.closing, first.changed, first.late, first.opening, first.unexplained) == (3, -4, -2, -3, 0)
    assert (
        "door wijzigingen van de totaalopgave over 2023-2 (4 lager) en nagekomen cijfers over 2023-2 (2 lager)."
    ) in " ".join(made.notes)


def test_published_figure_that_differs_remains_unexplained(decided):
    baarn = make_province().municipalities.get(name="Baarn")
    make_period("2024-1")
    for value in (9, 5):
        publish_figure(
            Published(kind="closing_balance", value=value, source="Brief", municipality=baarn),
            province=make_province(),
            period_code="2023-2",
            by=None,
            now=at("2025-02-01"),
        )

    line = reconciled().lines[0]

    assert (line.published_closing, line.difference, line.unexplained) == (5, -2, -2)
    assert PublishedFigure.objects.count() == 2, "what was typed before stays"
    html = page(Role.READER, "reconciliation_detail")
    assert "onverklaard" in html
    assert "Er zijn geen correcties" in html


def test_reconciliation_without_a_next_period_or_figures_says_unknown():
    make_municipality("Baarn")
    make_period()

    (line,) = reconciled().lines
    html = page(Role.READER, "reconciliation_detail")

    assert (line.closing, line.opening, line.unexplained) == (None, None, None)
    assert "onbekend" in html


def test_published_figure_is_typed_in_the_browser(decided):
    client = client_of(Role.SUPERVISOR)
    url = reverse("assessments:published_figure_add", args=["2023-2"])
    sent = {"municipality": "", "kind": "2023-1:share_of_quota", "value": "69", "source": "Rapportage"}

    assert "Vul in waar dit cijfer is gepubliceerd." in source_of(client.post(url, {**sent, "source": ""}))
    refused = source_of(client.post(url, {**sent, "municipality": "GM0308"}))
    assert "Een percentage is van de provincie als geheel." in refused
    saved = source_of(client.post(url, sent, follow=True))

    assert "Vastgelegd: % van de taakstelling van provincie Utrecht over" in saved
    text = page(Role.READER, "report_detail")
    assert "lager" in text or "hoger" in text
    assert "volgens de vorige rapportage" in text


def test_publishing_a_figure_is_for_supervisors():
    with pytest.raises(Refused, match="Vraag een toezichthouder"):
        publish_figure(
            Published(kind="closing_balance", value=1, source="x"),
            province=make_province(),
            period_code="2023-2",
            by=make_user(Role.READER),
            now=at("2025-02-01"),
        )
