"""Everything behind one decision in one file: complete, checkable, the same each time, also of what was replaced."""

from __future__ import annotations

import csv
import hashlib
import html
import json
import re
from datetime import date
from io import BytesIO, StringIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.decision_files.decision_file import (
    DecisionFile,
    NotAdopted,
    acts_known_then,
    decision_file_of,
)
from assessments.decision_files.write import files_of, files_written
from assessments.decisions.legal_acts import record_act
from assessments.decisions.take_step import reassess
from assessments.judging.save_motivation import save_motivation
from assessments.models import AdoptedLetter, Assessment, AssessmentVersion
from assessments.typed_numbers import KnownNumbers, numbers_said
from assessments.workflow import SEND, WITHDRAW
from audit.append_only import drop_triggers, install_triggers
from audit.models import AuditEntry
from municipalities.models import QuotaKind
from tests.assessments.decisions.deciding import DAY, adopt, assess, covered, house_late, people, take
from tests.assessments.judging.test_memory import NOTICE
from tests.assessments.letters.letter_cases import Page
from tests.factories import (
    at,
    deliver_quotas,
    make_municipality,
    make_period,
    make_province,
    make_reply,
    make_user,
)
from tests.reading import source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db


@made_once
def decided() -> None:
    """Baarn and Zeist: a lowered quota, a known next one, words of their own, adopted and sent."""
    both = make_municipality("Baarn", cbs_code="GM0308"), make_municipality("Zeist", cbs_code="GM0355")
    covered(*both, housed=7)
    changed = date(2023, 11, 10)
    deliver_quotas(
        make_period(), dict.fromkeys(both, 9), on="2024-01-02", kind=QuotaKind.REVISED, dated_on=changed
    )
    deliver_quotas(
        make_period("2024-1"), dict.fromkeys(both, 12), on="2024-01-02", dated_on=date(2023, 11, 10)
    )
    assess()
    concept = Assessment.objects.get(municipality=both[0])
    text = "Er komen 66 woningen, schreef de gemeente."
    save_motivation(concept, text=text, version=0, by=None, now=at(DAY), confirmed=["66"])
    adopt()
    take(SEND)


def version_of(number: int = 1) -> AssessmentVersion:
    versions = AssessmentVersion.objects.filter(municipality__cbs_code="GM0308", number=number)
    return versions.select_related("municipality__province", "period").get()


def file_of() -> DecisionFile:
    return decision_file_of(version_of(), now=at("2025-04-01")())


def url(extension: str = "zip", version: str = "1", code: str = "GM0308") -> str:
    return reverse("assessments:decision_file", args=["2023-2", code, version, extension])


def client_of(role: Role = Role.READER) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def words_in(document: str) -> str:
    text = re.sub(r"<style.*?</style>", " ", document, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).replace("\N{SOFT HYPHEN}", "")


def cells_in(document: str) -> str:
    """Return the words with a bar between cells, so that those of two never stand together."""
    return words_in(document.replace("</td>", " | ").replace("</th>", " | "))


def test_every_number_of_the_letter_is_among_the_figures_of_the_file(decided):
    file = file_of()
    rows = [*file.figures, *file.outcome, *file.next_figures]
    told = numbers_said([f"{row.value} {row.label}" for row in rows])
    known = KnownNumbers(counts=told.counts | {66}, shares=told.shares)

    # The questions of the letter are counted: (1), (2), (3).
    text = re.sub(r"\(\d\) ", "", cells_in(file.letter.html))
    assert known.unknown_in(text) == []


def test_document_says_everything_and_stands_alone(decided):
    document = files_written(file_of(), "html").decode()
    text = words_in(document)

    assert Page(document).is_well_formed
    assert "http" not in document.replace("http-equiv", "")
    assert "src=" not in document
    for words in (
        "Geacht college,",
        "Taakstelling 9",
        "Bekendgemaakte taakstelling 10",
        "Taakstelling 2024-1 12",
        "Te weinig 2",
        "In elke tabel geldt de eerste regel die klopt.",
        "Er komen 66 woningen, schreef de gemeente.",
        "Getallen die een persoon heeft bevestigd: 66.",
        "vastgesteld, door",
        "Besluit 2024-77 van 1 januari 2025.",
        "Verzonden op 1 januari 2025 aan het college, per e-mail.",
        "beoordeling vastgezet: Beoordeling Baarn, 2023-2, versie 1",
        AdoptedLetter.objects.get(version=version_of()).sha256,
    ):
        assert words in text, words
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", document)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_steps_of_the_executive_are_those_on_record_when_it_was_adopted(decided):
    version = version_of()
    act = record_act(
        municipality=version.municipality, by=None, now=at("2025-01-10"), **{**NOTICE, "scope": 2}
    )

    assert file_of().acts == [], "it came after the decision"
    assert acts_known_then(version, AdoptedLetter(made_at=at("2025-01-11")())) == [act]


def test_replies_to_the_letter_stand_in_it_with_their_seals(decided):
    baarn, letter = version_of().municipality, AdoptedLetter.objects.get(version=version_of())
    reply = make_reply(baarn, "2025-02-03", reference=letter.number)
    make_reply(baarn, "2025-02-03", reference="Een andere brief")
    file = file_of()

    assert file.replies == [reply]
    assert reply.checksum in [seal.checksum for seal in file.proof.seals]
    assert file.proof.holds
    assert reply.summary in words_in(files_written(file, "html").decode())


def test_archive_verifies_by_its_own_checksums_and_holds_the_letter_as_it_was(decided):
    content = client_of().get(url()).content
    with ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert {name: hashlib.sha256(content).hexdigest() for name, content in files.items()} == sums
    assert files["brief.html"].decode() == AdoptedLetter.objects.get(version=version_of()).html
    entries = list(csv.reader(StringIO(files["herkomst.csv"].decode("utf-8-sig")), delimiter=";"))
    housed = [int(row[3]) for row in entries[1:] if row[0] == "Gehuisvest"]
    assert sum(housed) == json.loads(files["cijfers.json"])["cijfers"]["realised"] == 7


def test_seals_can_be_computed_again_from_the_file_alone(decided):
    files = files_of(file_of())
    lines = json.loads(files["logboek.json"])

    for seal in json.loads(files["verzegeld.json"]):
        digest = hashlib.sha256(
            json.dumps(seal["columns"], sort_keys=True, ensure_ascii=False).encode()
        ).hexdigest()
        assert seal["checksum"].rpartition("-")[2] == digest, seal["what"]
        assert seal["checksum"] in [line["row_checksum"] for line in lines]
    checksums = {line["key"]: line["checksum"] for line in lines}
    beside = [line for line in lines if line["key"] - 1 in checksums]
    assert beside
    assert all(line["previous"] == checksums[line["key"] - 1] for line in beside)
    assert all(not line["about"] and not line["action"] for line in lines if not line["row_checksum"])


def test_same_state_gives_the_same_bytes(decided):
    client = client_of()
    first, second = client.get(url()), client.get(url())

    assert first.content == second.content
    assert first["Content-Disposition"] == 'attachment; filename="stukken-2023-2-GM0308-versie-1.zip"'
    assert AuditEntry.objects.filter(action="stukken gedownload").count() == 2


def test_later_figures_change_nothing_in_it(decided):
    before = files_of(file_of())
    house_late(version_of().municipality, number=3, on="2025-02-04")
    after = files_of(file_of())

    same = ("brief.html", "cijfers.json", "herkomst.csv", "verzegeld.json")
    assert [before[name] for name in same] == [after[name] for name in same]


def test_what_was_replaced_or_withdrawn_has_its_file_too(decided):
    baarn = version_of().municipality
    house_late(baarn, number=3, on="2025-02-04")
    reassess(
        period=make_period(), municipality=baarn, reason="Nagekomen.", by=people()[0], now=at("2025-02-05")
    )
    adopt(on="2025-02-06", decision_date=date(2025, 2, 6))
    take(WITHDRAW, on="2025-03-01")
    client = client_of()

    for version, state in (("1", "vervangen"), ("2", "ingetrokken")):
        assert client.get(url(version=version)).status_code == 200
        assert state in words_in(client.get(url("html", version)).content.decode())
        page = client.get(reverse("assessments:version_detail", args=["2023-2", "GM0308", version]))
        assert url("html", version) in source_of(page)


def test_concept_has_none():
    covered(make_municipality("Baarn", cbs_code="GM0308"), housed=7)
    assess()
    client = client_of()
    page = reverse("assessments:version_detail", args=["2023-2", "GM0308", "concept"])

    assert "De stukken zijn er pas van wat is vastgesteld." in source_of(
        client.get(url(version="concept"), follow=True)
    )
    assert "Alle stukken" not in source_of(client.get(page))
    assert client.get(url(version="7")).status_code == 404
    assert client.get(url("exe", "concept")).status_code == 404
    with pytest.raises(NotAdopted):
        decision_file_of(AssessmentVersion(pk=0), now=at("2025-04-01")())


def test_row_that_was_changed_behind_the_application_is_said(decided):
    drop_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_step SET reason = 'Anders.' WHERE number = 1")
    install_triggers(connection)
    file = file_of()

    assert not file.proof.holds
    assert "een deel van deze stukken is niet wat is vastgelegd" in words_in(
        files_written(file, "html").decode()
    )


def test_decision_of_another_province_is_not_there(decided):
    client = Client()
    client.force_login(make_user(Role.READER, province=make_province("PV24", "Flevoland")))

    assert client.get(url()).status_code == 404
