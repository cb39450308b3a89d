"""A file, from upload by preview to delivery and to its cells; what is said of it and refused."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from municipalities.models import Coupling, Delivery, DraftDelivery, Quota
from tests.assessments.intake.uploading import (
    ABOUT,
    LIST,
    QUOTAS,
    confirm,
    draft_url,
    elsewhere,
    nothing_recorded,
    only_delivery,
    only_draft,
    text_of,
    upload,
    workbook,
)
from tests.factories import deliver_quotas, make_period
from tests.reading import source_of

pytestmark = pytest.mark.django_db


def test_file_goes_from_upload_by_preview_to_delivery(page, baarn, soest, administrator):
    shown = text_of(upload(page, "quotas", LIST, "Taakstellingen 2023-2.csv", source="Circulaire"))
    assert nothing_recorded()
    done = confirm(page)

    assert "Geen fouten in 2 regels" in shown
    assert "Bij 2 van de 2 gemeenten verandert het aantal." in shown
    assert "CSV, UTF-8, puntkomma's" in shown
    assert "A Gemeente, B Taakstelling" in shown
    assert "2 wijzigingen vastgelegd uit Taakstellingen 2023-2.csv." in text_of(done)
    delivery = only_delivery(administrator)
    assert done.redirect_chain[-1][0] == reverse("municipalities:delivery_detail", args=[delivery.number])
    assert sorted(Quota.objects.values_list("municipality__name", "amount")) == [
        ("Baarn", 12),
        ("Soest", 1234),
    ]
    assert (bytes(delivery.file.content), delivery.file.name) == (LIST.encode(), "Taakstellingen 2023-2.csv")
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor")) == [
        ("aanlevering klaargezet", administrator.pk),
        ("aanlevering vastgelegd", administrator.pk),
    ]


def test_same_file_again_is_no_delivery(page, baarn, soest):
    upload(page, "quotas", LIST)
    confirm(page)
    shown = text_of(upload(page, "quotas", LIST))
    done = confirm(page)

    assert "Er valt niets vast te leggen." in shown
    assert "Leg 2 taakstellingen vast" not in shown
    assert "Niets gewijzigd: alle cijfers in bestand.csv waren al bekend." in text_of(done)
    assert (Delivery.objects.count(), Quota.objects.count(), DraftDelivery.objects.count()) == (1, 2, 0)


def test_file_in_which_nobody_is_named_covers_its_days(page, baarn, administrator):
    template = page.get(reverse("assessments:intake_template", args=["couplings", "csv"])).content
    about = {"first_day": "2023-08-01", "last_day": "2023-08-20", "dated_on": "2023-08-21"}

    shown = text_of(upload(page, "couplings", template, **about))
    done = text_of(confirm(page))

    delivery = only_delivery(administrator)
    assert "1 rij met alleen een gemeente overgeslagen: daar is niets ingevuld." in shown
    assert (delivery.first_day, delivery.last_day) == (date(2023, 8, 1), date(2023, 8, 20))
    assert not Coupling.objects.exists()
    assert "bestand.csv" in done


@pytest.mark.parametrize(
    ("kind", "about", "sentence"),
    [
        (
            "housings",
            {"first_day": "2023-08-02", "last_day": "2023-08-01"},
            "De laatste dag ligt voor de eerste dag.",
        ),
        ("quotas", {"control_total": "twaalf"}, '"twaalf" is geen heel aantal.'),
        ("quotas", {"period": ""}, "Kies een periode."),
        ("quotas", {"source": "x" * 201}, "Zorg dat deze waarde niet meer dan 200 tekens bevat"),
    ],
)
def test_upload_refuses_what_is_said_of_a_file_and_keeps_it(page, baarn, kind, about, sentence):
    text = text_of(upload(page, kind, LIST, **about))

    assert sentence in text
    assert "Er is 1 fout. Er is niets opgeslagen." in text
    for value in (ABOUT[kind] | about).values():
        assert not value or value in text
    assert not DraftDelivery.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Dit bestand is leeg. Kies een ander bestand."),
        (b"  \r\n ", "Dit bestand is leeg. Kies een ander bestand."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "het is geen Excel- of CSV-bestand"),
        (b"PK\x03\x04rest", "Dit bestand is beschadigd"),
    ],
)
def test_upload_refuses_a_file_that_cannot_be_read(page, content, sentence):
    text = text_of(upload(page, "quotas", content, "lijst.xlsx"))

    assert sentence in text
    assert 'href="#id_file"' in text
    assert not DraftDelivery.objects.exists()


def test_upload_without_a_file_asks_for_one(page):
    response = page.post(reverse("assessments:intake_upload", args=["quotas"]), QUOTAS)

    assert "Kies een bestand." in text_of(response)
    assert not DraftDelivery.objects.exists()


def test_upload_of_too_large_a_file_is_refused(page, monkeypatch):
    monkeypatch.setattr("assessments.intake.forms.MOST_BYTES", 10)

    assert "het is groter dan" in text_of(upload(page, "quotas", LIST))
    assert not DraftDelivery.objects.exists()


NAMES = [
    ("../../etc/passwd", "passwd"),
    ("C:\\lijsten\\mei.csv", "mei.csv"),
    ("regel\neinde\x7f\u202e.csv", "regeleinde.csv"),
    (f"{'lang' * 60}.csv", None),
    ("a;b='c.csv", "a;b='c.csv"),
    ("<script>alert(1)</script>.csv", "script>.csv"),
    ("taakstelling – é 漢字.csv", "taakstelling – é 漢字.csv"),
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_file_comes_back_to_the_byte_whatever_its_name(page, baarn, soest, name, kept):
    content = LIST.replace("\n", "\r\n").encode("utf-16")
    shown = upload(page, "quotas", content, name)
    confirm(page)

    back = page.get(reverse("municipalities:delivery_file", args=[1]))

    file = Delivery.objects.get().file
    assert file.name == kept or (kept is None and len(file.name) <= 200 and file.name.endswith(".csv"))
    assert back.content == content
    assert back["Content-Type"] == "application/octet-stream"
    assert back["Content-Disposition"].startswith("attachment; filename")
    assert "<script>" not in source_of(shown)
    assert AuditEntry.objects.get(action="bestand gedownload").details["sha256"] == file.sha256


def test_row_of_another_province_is_counted_and_not_recorded(page, baarn):
    stranger = elsewhere()
    rows = f"CBS-code;Taakstelling\n{baarn.cbs_code};3\n{stranger.cbs_code};4\n"

    shown = text_of(upload(page, "quotas", rows))
    confirm(page)

    assert "1 rij van andere provincies geteld en niet vastgelegd: Overijssel 1." in shown
    assert list(Quota.objects.values_list("municipality", "amount")) == [(baarn.pk, 3)]


def test_findings_are_all_named_with_cell_and_remedy(page, baarn, soest):
    rows = "Gemeente;Taakstelling\nBaarn;12,5\nZoest;7\nSoest;=1+1\n"

    text = text_of(upload(page, "quotas", rows))
    errors = page.get(draft_url("errors"))

    assert "Er zijn 3 fouten. Er is niets vastgelegd." in text
    for row, about in ((2, "Baarn"), (4, "Soest")):
        assert f'Rij {row}, kolom B <span class="detail">{about}</span>' in text
    assert "Rij 3, kolom A</th>" in text
    assert f"Bedoelt u Soest ({soest.cbs_code})?" in text
    assert "wijs zelf aan wat er staat" in text
    assert 'id="vastleggen"' not in text
    listed = errors.content.decode("utf-8-sig").splitlines()
    assert listed[0] == "Rij;Kolom;Gemeente;Waarde;Wat er mis is;Wat u kunt doen"
    assert [line.split(";")[:4] for line in listed[1:]] == [
        ["2", "B", "Baarn", "12,5"],
        ["3", "A", "", "Zoest"],
        ["4", "B", "Soest", "'=1+1"],
    ]


def test_draft_with_findings_cannot_be_recorded(page, baarn):
    upload(page, "quotas", "Gemeente;Taakstelling\nBaarn;x\n")

    assert "Er is 1 fout. Er is niets vastgelegd." in text_of(confirm(page))
    assert nothing_recorded()


def test_control_total_must_match(page, baarn, soest):
    wrong = text_of(upload(page, "quotas", LIST, control_total="1.247"))
    right = text_of(upload(page, "quotas", LIST, control_total="1.246"))

    assert "Uw controletotaal is 1.247, het bestand telt op tot 1.246." in wrong
    assert "Geen fouten in 2 regels" in right


def test_other_file_is_asked_with_what_was_said_of_the_first(page, baarn, soest):
    upload(page, "quotas", LIST, source="Circulaire", control_total="1.246")

    again = text_of(page.get(page.get(draft_url()).context["page"].other_url))

    for value in ("2023-05-02", "Circulaire", "1246"):
        assert f'value="{value}"' in again
    assert '<option value="2023-2" selected>' in again
    assert '<option value="announced" selected>' in again


def test_other_file_takes_the_place_of_the_first(page, baarn, soest):
    upload(page, "quotas", "Gemeente;Taakstelling\nBaarn;x\nSoest;7\n", "fout.csv")
    again = page.get(draft_url()).context["page"].other_url

    offered = text_of(page.get(again))
    unreadable = upload(page, "quotas", b"", "leeg.csv", to=again)
    kept = only_draft()
    upload(page, "quotas", LIST, "goed.csv", to=again)

    assert "Dit bestand komt in de plaats van fout.csv, waarvan nog niets is vastgelegd." in offered
    assert "Dit bestand is leeg." in text_of(unreadable)
    assert kept.name == "fout.csv"
    assert only_draft().name == "goed.csv"


def test_cell_on_the_delivery_page_is_that_of_the_file(page, baarn, soest):
    rows = [
        ["Lijst"],
        ["Gemeente", "Code", "Taakstelling"],
        ["Soest", soest.cbs_code, 7],
        ["Baarn", baarn.cbs_code, 5],
    ]
    upload(page, "quotas", workbook(rows), "lijst.xlsx")
    detail = text_of(confirm(page))
    behind = text_of(page.get(f"/perioden/2023-2/gemeenten/{baarn.cbs_code}/herkomst/taakstelling/"))

    for table in detail.partition("Wat er is geboekt</h2>")[::2]:
        found = dict(re.findall(r"(Baarn|Soest)(?:</a>)?</th>.*?>([A-Z][0-9]+)</td>", table))
        assert found == {"Baarn": "C4", "Soest": "C3"}
    assert re.search(r'href="/aanlevering/1/">(<span[^>]*>aanlevering </span>)?1</a>, cel C4', behind)


def test_entry_that_came_without_a_file_has_no_cell(page, baarn):
    deliver_quotas(make_period(), {baarn: 12}, on="2023-05-02")

    assert ">Cel<" not in text_of(page.get("/aanlevering/1/"))
