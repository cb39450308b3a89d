"""The own account, the agenda at a secret address, and the daily mail."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from icalendar import Calendar

from accounts.actions import close_agenda, hash_of, open_agenda
from accounts.models import Role, User
from assessments.work.agenda import agenda_of
from assessments.work.digest import digest_of
from audit.models import AuditEntry
from municipalities.contacts.actions import record_note
from municipalities.models import Conversation
from tests.assessments.decisions.deciding import assess, covered, ready_to_write
from tests.factories import at, make_municipality, make_user
from tests.reading import source_of

pytestmark = pytest.mark.django_db

OLD = "een oud wachtwoord van lang geleden"
NEW = "een nieuw wachtwoord voor later"


@pytest.fixture
def user() -> User:
    made = make_user(Role.SUPERVISOR, name="Toezicht Een")
    made.set_password(OLD)
    made.save()
    return made


def waiting():
    """Have one concept wait to be proposed."""
    municipality = make_municipality("Baarn")
    covered(municipality, housed=7)
    ready_to_write()
    assess()
    return municipality


def test_name_is_changed_and_logged(client, user):
    client.force_login(user)
    page = client.post(reverse("own_account"), {"name": "Toezicht Twee"}, follow=True)

    assert "Uw gegevens zijn opgeslagen." in source_of(page)
    user.refresh_from_db()
    assert user.name == "Toezicht Twee"
    line = AuditEntry.objects.get(action="account gewijzigd")
    assert line.details["changes"] == {"name": ["Toezicht Een", "Toezicht Twee"]}


def test_role_and_address_are_not_changed_by_oneself(client, user):
    client.force_login(user)
    client.post(reverse("own_account"), {"name": "A", "role": "administrator", "email": "x@example.nl"})

    changed = User.objects.get(pk=user.pk)
    assert (changed.name, changed.role, changed.email) == ("A", Role.SUPERVISOR, user.email)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"old": "fout", "new": NEW, "again": NEW}, "Dit is niet uw huidige wachtwoord"),
        ({"old": OLD, "new": "kort", "again": "kort"}, "Dit wachtwoord is te kort"),
        ({"old": OLD, "new": NEW, "again": NEW + "!"}, "De twee wachtwoorden zijn niet gelijk"),
        ({}, "Vul het huidig wachtwoord in."),
    ],
)
def test_password_that_cannot_be_is_refused(client, user, values, says):
    client.force_login(user)
    page = client.post(reverse("own_password"), values)

    assert says in source_of(page)
    assert User.objects.get(pk=user.pk).check_password(OLD)


def test_password_is_changed_and_one_stays_logged_in(client, user):
    client.force_login(user)
    client.post(reverse("own_password"), {"old": OLD, "new": NEW, "again": NEW})

    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert client.get(reverse("own_account")).status_code == 200
    assert AuditEntry.objects.get(action="account gewijzigd").details["password_changed"] is True


def test_address_of_the_agenda_is_shown_once_and_only_its_hash_is_kept(client, user):
    client.force_login(user)
    first = source_of(client.post(reverse("own_agenda"), follow=True))
    word = first.partition("/agenda/")[2].partition(".ics")[0]

    assert User.objects.get(pk=user.pk).agenda_key == hash_of(word)
    assert word not in source_of(client.get(reverse("own_account")))
    assert not AuditEntry.objects.filter(details__icontains=word).exists()


def test_agenda_needs_no_login_until_it_is_closed(client, user):
    word = open_agenda(user, now=at("2025-01-01"))
    address = reverse("agenda", args=[word])
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")

    newer = open_agenda(user, now=at("2025-01-02"))
    assert client.get(address).status_code == 404, "the one before it stops"
    close_agenda(user, now=at("2025-01-03"))
    assert client.get(reverse("agenda", args=[newer])).status_code == 404
    assert client.get("/agenda/.ics").status_code == 404


def test_agenda_of_a_closed_account_is_gone(client, user):
    word = open_agenda(user, now=at("2025-01-01"))
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("agenda", args=[word])).status_code == 404


def test_agenda_holds_planned_talks_and_nothing_personal(user):
    municipality = make_municipality("Baarn", province=user.province)
    planned = {"day": date(2025, 1, 20), "level": "political", "is_planned": True}
    planned |= {"summary": "Met Jan.", "participants": "de wethouder"}
    record_note(Conversation, municipality=municipality, by=user, now=at("2025-01-02"), **planned)

    made = Calendar.from_ical(agenda_of(user, now=at("2025-01-03")(), absolute="https://ibt.example".__add__))
    (event,) = made.walk("VEVENT")
    assert str(event["summary"]) == "Baarn: gesprek gepland, bestuurlijk"
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2025, 1, 20), date(2025, 1, 21))
    assert str(event["url"]).startswith("https://ibt.example/gemeenten/")
    assert b"Jan" not in made.to_ical()


def test_digest_tells_what_waits_on_working_days_only(user):
    waiting()

    def sent(on: str):
        return digest_of(user, now=at(on)(), absolute="https://ibt.example".__add__)

    message = sent("2025-01-02")
    assert message.subject.startswith("Werkvoorraad: ")
    assert "1 concept over 2023-2 om voor te stellen" in message.body
    assert "https://ibt.example/perioden/2023-2/voorstellen/" in message.body
    assert sent("2025-01-04") is None, "a Saturday"
    assert sent("2025-01-01") is None, "New Year's Day"
    user.wants_digest = False
    assert sent("2025-01-02") is None


def test_nobody_gets_mail_about_nothing():
    reader = make_user(Role.READER)
    waiting()
    assert digest_of(reader, now=at("2025-01-02")(), absolute=str) is None


def test_digest_is_sent_once_a_day(user, settings, monkeypatch):
    waiting()
    settings.HAS_MAIL, settings.SITE_URL = True, "https://ibt.example"
    monkeypatch.setattr("django.utils.timezone.now", at("2025-01-02"))
    call_command("send_digest")
    call_command("send_digest")

    (message,) = [row for row in mail.outbox if row.to == [user.email]]
    assert "https://ibt.example/" in message.body


def test_digest_without_a_mail_server_is_refused(settings):
    settings.HAS_MAIL = False
    with pytest.raises(CommandError, match="EMAIL_URL ontbreekt"):
        call_command("send_digest")
