"""Files that go with a talk, a plan or a reply: chosen on its form, listed in the dossier, and only downloaded."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.models import Role
from assessments.dossier.talk_forms import ConversationForm
from audit.models import AuditEntry
from audit.words import take_away_words
from municipalities.models import AttachedFile, Conversation, Municipality
from tests.assessments.utrecht import municipality, utrecht
from tests.factories import PDF, make_plan, make_province, make_reply, make_talk, make_user
from tests.reading import source_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example")]

DOSSIER = "/gemeenten/GM0312/"
TALK = {
    "is_planned": "False",
    "day": "2024-06-03",
    "level": "official",
    "participants": "Beleidsadviseur wonen",
    "summary": "Locaties besproken.",
}


def client_of(role: Role, province=None) -> Client:
    client = Client()
    client.force_login(make_user(role, province or utrecht()))
    return client


def chosen(name: str = PDF.name, content: bytes = PDF.content) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_files_are_added_several_at_once_left_out_and_listed_with_their_size():
    client, address = client_of(Role.SUPERVISOR), f"{DOSSIER}gesprekken/"
    form = source_of(client.get(f"{address}toevoegen/"))
    assert 'enctype="multipart/form-data"' in form
    assert " multiple" in form

    sent = {**TALK, "uploads": [chosen("één <b>.pdf"), chosen("twee.pdf", PDF.content.ljust(2048))]}
    added = source_of(client.post(f"{address}toevoegen/", sent, follow=True))
    talk = Conversation.objects.latest("pk")
    links = [reverse("assessments:attached_file", args=["GM0312", key]) for key in talk.files]
    assert f'href="{links[0]}">één &lt;b&gt;.pdf</a>' in added
    assert "2,0 KB" in added.replace("\N{NO-BREAK SPACE}", " ")

    change = f"{address}{talk.pk}/"
    assert "Bijlagen weghalen" in source_of(client.get(change))
    mended = source_of(
        client.post(change, {**TALK, "summary": "Beter.", "dropped": [talk.files[0]]}, follow=True)
    )
    assert links[0] not in mended
    assert links[1] in mended
    assert client.get(links[0]).status_code == 200
    assert AttachedFile.objects.count() == 2


def test_files_that_are_refused_say_so_at_the_field_and_nothing_is_kept(settings):
    settings.ATTACHMENT_MB = 1
    client, before = client_of(Role.SUPERVISOR), Conversation.objects.count()
    for files, said in (
        ([chosen("macro.exe")], "“macro.exe” is geen PDF"),
        ([chosen(), chosen("leeg.pdf", b"")], "“leeg.pdf” is leeg"),
        ([chosen("groot.pdf", b"%PDF-".ljust(1024 * 1024 + 1))], "“groot.pdf” is groter dan 1 MB"),
        ([chosen(f"{n}.pdf") for n in range(11)], "hooguit 10 bijlagen"),
    ):
        page = source_of(client.post(f"{DOSSIER}gesprekken/toevoegen/", {**TALK, "uploads": files}))
        assert said in page
        assert "Er is niets opgeslagen." in page
    assert Conversation.objects.count() == before
    assert not AttachedFile.objects.exists()


def test_too_many_files_are_refused_before_they_are_read(monkeypatch):
    def read(self, *_):
        raise AssertionError(self.name)

    monkeypatch.setattr(SimpleUploadedFile, "read", read)
    files = MultiValueDict({"uploads": [chosen(f"{n}.pdf") for n in range(11)]})
    form = ConversationForm(TALK, files, municipality=municipality("GM0312"))

    assert form.errors == {
        "uploads": ["Er kunnen hooguit 10 bijlagen bij. Haal er weg, of voeg bestanden samen."]
    }


def test_files_of_plans_and_replies_stand_with_them():
    one = municipality("GM0312")
    make_plan(one, "2024-01-10", "2024-03-01", uploads=[PDF])
    make_reply(one, "2024-02-01", uploads=[PDF])
    make_talk(one, "2024-03-01", on="2024-02-20", is_planned=True, uploads=[PDF])
    page = source_of(client_of(Role.READER).get(DOSSIER))

    for file in AttachedFile.objects.all():
        assert reverse("assessments:attached_file", args=["GM0312", file.pk]) in page
    assert page.count(f">{PDF.name}</a>") == 3


def test_file_is_downloaded_to_the_byte_never_shown_and_logged_without_its_name():
    make_reply(municipality("GM0312"), "2024-02-01", uploads=[PDF])
    file = AttachedFile.objects.get()
    answer = client_of(Role.READER).get(reverse("assessments:attached_file", args=["GM0312", file.pk]))

    assert answer.content == PDF.content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{PDF.name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    line = AuditEntry.objects.latest("pk")
    assert (line.action, line.object_id) == ("bijlage gedownload", str(file.pk))
    assert PDF.name not in f"{line.object_label} {line.details}"


def test_file_is_read_by_the_own_province_at_its_own_municipality_only():
    make_reply(municipality("GM0312"), "2024-02-01", uploads=[PDF])
    key = AttachedFile.objects.get().pk
    elsewhere = make_province("PV24")
    other = Municipality.objects.filter(province=elsewhere).first()

    for client, code in (
        (client_of(Role.SUPERVISOR, elsewhere), "GM0312"),
        (client_of(Role.SUPERVISOR, elsewhere), other.cbs_code),
        (client_of(Role.SUPERVISOR), "GM0355"),
    ):
        assert client.get(reverse("assessments:attached_file", args=[code, key])).status_code == 404


def test_file_of_which_the_content_was_taken_away_is_not_there():
    make_reply(municipality("GM0312"), "2024-02-01", uploads=[PDF])
    file = AttachedFile.objects.get()
    take_away_words(file, ["name", "content"], reason="Verzoek.", at=timezone.now())
    client = client_of(Role.READER)

    assert ">bijlage</a>" in source_of(client.get(DOSSIER))
    assert client.get(reverse("assessments:attached_file", args=["GM0312", file.pk])).status_code == 404
