"""Files that go with a note: looked into, kept to the byte, and carried on by what replaces the note."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from functools import partial
from io import BytesIO

import pytest
from django.db import connection

from assessments.verification import deviations
from audit.append_only import drop_triggers, install_triggers
from audit.refused import Refused
from audit.words import take_away_words
from municipalities.contacts.actions import withdraw_note
from municipalities.contacts.attachments import MOST_FILES, Upload, fill_in_files, problem_with
from municipalities.models import ActionPlan, AttachedFile, Conversation, Reply
from municipalities.moments import end_of_day
from tests.costs import reads_of
from tests.factories import PDF, at, make_municipality, make_plan, make_reply, make_talk

pytestmark = pytest.mark.django_db

PNG = Upload("foto.png", b"\x89PNG\r\n\x1a\n rest")
OOXML = "application/vnd.openxmlformats-officedocument"


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def word(**more: str | bytes) -> dict[str, str | bytes]:
    main = f'<Override ContentType="{OOXML}.wordprocessingml.document.main+xml"/>'
    return {"[Content_Types].xml": f"<Types>{main}</Types>", "word/document.xml": "<x/>", **more}


def open_document(kind: str) -> dict[str, str | bytes]:
    return {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"}


SHEET = {
    "[Content_Types].xml": f"<Types>{OOXML}.spreadsheetml.sheet.main+xml</Types>",
    "xl/workbook.xml": "<x/>",
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF.content),
        ("A.PDF", PDF.content),
        ("a.png", PNG.content),
        ("a.jpg", b"\xff\xd8\xff\xe0 rest"),
        ("a.jpeg", b"\xff\xd8\xff\xe1 rest"),
        ("a.docx", archive(word())),
        ("a.xlsx", archive(SHEET)),
        ("a.odt", archive(open_document("text"))),
        ("a.ods", archive(open_document("spreadsheet"))),
    ],
)
def test_file_of_a_kind_that_is_taken_is_taken(name, content):
    assert problem_with(Upload(name, content)) == ""


ENCRYPTED = bytearray(archive(word()))
ENCRYPTED[ENCRYPTED.rindex(b"PK\x01\x02") + 8] |= 1


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("brief.exe", b"MZ", "is geen PDF, PNG, JPEG"),
        ("brief", PDF.content, "is geen PDF, PNG, JPEG"),
        ("brief.svg", b"<svg/>", "is geen PDF, PNG, JPEG"),
        ("brief.docm", archive(word()), "is geen PDF, PNG, JPEG"),
        ("brief.pdf", b"", "is leeg"),
        ("brief.pdf", PNG.content, "is niet wat de naam zegt"),
        ("brief.pdf", b"<html>%PDF-1.7", "is niet wat de naam zegt"),
        ("foto.png", b"\xff\xd8\xff\xe0", "is niet wat de naam zegt"),
        ("brief.docx", PDF.content, "is niet wat de naam zegt"),
        ("brief.docx", archive(SHEET), "is niet wat de naam zegt"),
        ("brief.docx", archive({"word/document.xml": "<x/>"}), "is niet wat de naam zegt"),
        ("brief.docx", archive({**SHEET, "word/document.xml": "<x/>"}), "is niet wat de naam zegt"),
        ("brief.odt", archive(open_document("spreadsheet")), "is niet wat de naam zegt"),
        ("brief.odt", archive(word()), "is niet wat de naam zegt"),
        ("brief.docx", archive(word())[:-30], "is beschadigd"),
        ("brief.docx", b"PK\x03\x04 rest", "is beschadigd"),
        ("brief.docx", archive(word(**{"WORD/document.xml": "<y/>"})), "is beschadigd"),
        ("brief.docx", bytes(ENCRYPTED), "is versleuteld"),
        ("brief.docx", archive(word(**{"word/vbaProject.bin": b"x"})), "heeft macro's"),
        ("brief.docx", archive(word(**{"word/activeX/activeX1.xml": "x"})), "heeft macro's"),
        (
            "brief.docx",
            archive(word(**{"[Content_Types].xml": f"{OOXML}.wordprocessingml.document macroEnabled"})),
            "heeft macro's",
        ),
        (
            "blad.ods",
            archive({**open_document("spreadsheet"), "Basic/Standard/Module1.xml": "x"}),
            "heeft macro's",
        ),
        ("brief.docx", archive(word(**{f"p{part}": "" for part in range(5_000)})), "uit te veel delen"),
    ],
)
def test_file_that_is_not_what_it_says_or_can_do_harm_is_refused(name, content, said):
    assert said in problem_with(Upload(name, content))
    assert name in problem_with(Upload(name, content))


def test_file_that_is_far_larger_unpacked_is_refused(monkeypatch):
    bomb = archive(word(**{"word/media/a.bin": b"0" * 1000}))
    assert problem_with(Upload("a.docx", bomb)) == ""
    monkeypatch.setattr("municipalities.contacts.attachments.MOST_UNPACKED", 1000)

    assert "uitgepakt te groot" in problem_with(Upload("a.docx", bomb))


def test_file_may_be_as_large_as_the_setting_says_and_no_larger(settings):
    settings.ATTACHMENT_MB = 1
    most = PDF.content.ljust(1024 * 1024)

    assert problem_with(Upload("a.pdf", most)) == ""
    assert "groter dan 1 MB" in problem_with(Upload("a.pdf", most + b" "))


# Kept with a note --------------------------------------------------------------------------------


def names(row) -> list[str]:
    row = type(row).objects.get(pk=row.pk)
    fill_in_files([row])
    return [file.name for file in row.attached]


@pytest.mark.parametrize("make", [make_talk, make_reply, partial(make_plan, due_on="2024-04-01")])
def test_corrections_keep_the_files_of_a_note_unless_one_is_left_out(make):
    one = make_municipality()
    first = make(one, "2024-03-01", uploads=[PDF, PNG])
    more = make(
        one,
        "2024-03-01",
        on="2024-03-02",
        replaces=first,
        files=first.files,
        uploads=[Upload("b.pdf", PDF.content)],
    )
    less = make(one, "2024-03-01", on="2024-03-03", replaces=more, files=more.files[1:])
    gone = withdraw_note(less, by=None, now=at("2024-03-04"))

    assert names(first) == ["Zienswijze.pdf", "foto.png"]
    assert names(more) == ["Zienswijze.pdf", "foto.png", "b.pdf"]
    assert names(less) == ["foto.png", "b.pdf"]
    assert names(gone) == names(less)
    assert list(type(first).objects.standing(end_of_day(at("2024-03-04")().date()))) == []
    assert AttachedFile.objects.count() == 3
    assert bytes(AttachedFile.objects.get(name="foto.png").content) == PNG.content
    assert list(deviations()) == []


def test_file_that_is_refused_keeps_the_whole_note_out():
    one = make_municipality()
    with pytest.raises(Refused) as caught:
        make_talk(one, "2024-03-01", summary="", uploads=[PDF, Upload("a.exe", b"MZ"), Upload("b.pdf", b"")])

    assert set(caught.value.fields) == {"summary", "uploads"}
    assert len(caught.value.fields["uploads"]) == 2
    assert not Conversation.objects.exists()
    assert not AttachedFile.objects.exists()


def test_note_has_no_more_files_than_fit_with_those_that_it_carries_on():
    one = make_municipality()
    first = make_reply(
        one, "2024-03-01", uploads=[Upload(f"{n}.pdf", PDF.content) for n in range(MOST_FILES)]
    )

    with pytest.raises(Refused) as caught:
        make_reply(one, "2024-03-01", on="2024-03-02", replaces=first, files=first.files, uploads=[PDF])
    assert "hooguit 10 bijlagen" in caught.value.fields["uploads"][0]
    make_reply(one, "2024-03-01", on="2024-03-02", replaces=first, files=first.files[1:], uploads=[PDF])


def test_note_of_before_there_were_files_says_what_it_said():
    """A column that is empty is in no checksum: `None`, and not an empty list."""
    talk = make_talk(make_municipality(), "2024-03-01")

    assert Conversation.objects.get(pk=talk.pk).files is None
    assert ActionPlan._meta.get_field("files").null
    assert Reply._meta.get_field("files").null


def test_files_of_many_notes_take_one_read_and_their_content_none():
    one = make_municipality()
    talks = [make_talk(one, f"2024-03-0{day}", uploads=[PDF]) for day in (1, 2, 3)]

    assert {reads_of(lambda some=some: fill_in_files(some)) for some in (talks[:1], talks)} == {1}
    assert "content" in talks[0].attached[0].get_deferred_fields()


def test_file_that_was_changed_in_the_database_is_seen():
    talk = make_talk(make_municipality(), "2024-03-01", uploads=[PDF])
    drop_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE municipalities_attachedfile SET content = %s", [b"%PDF-1.7 anders"])
    install_triggers(connection)
    assert [f"bijlage {talk.files[0]}" in said for said in deviations()] == [True]


def test_name_and_content_of_a_file_are_taken_away_and_all_still_holds():
    talk = make_talk(make_municipality(), "2024-03-01", uploads=[PDF])
    row = AttachedFile.objects.get()
    take_away_words(row, ["name", "content"], reason="Verzoek van 3 januari 2025.", at=at("2025-02-01")())

    row = AttachedFile.objects.get()
    assert (row.name, row.content) == ("", None)
    assert list(deviations()) == []
    assert names(talk) == [""]
