from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from accounts.models import Role, User
from audit.models import AuditEntry
from tests.factories import make_province, make_user

pytestmark = pytest.mark.django_db


def test_createsuperuser_makes_an_administrator_of_a_province(monkeypatch):
    make_province()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "een-lang-wachtwoord")
    options = {"email": "Beheer@provincie.example", "name": "Robin", "province": "PV26", "interactive": False}
    call_command("createsuperuser", **options, stdout=StringIO())

    user = User.objects.get()
    assert (user.email, user.role, user.province_id) == (
        "beheer@provincie.example",
        Role.ADMINISTRATOR,
        "PV26",
    )
    assert user.check_password("een-lang-wachtwoord")
    line = AuditEntry.objects.get(action="account toegevoegd")
    assert (line.actor, line.object_id, line.province_code) == (None, str(user.pk), "PV26")
    assert line.details == {"email": "beheer@provincie.example", "role": "administrator", "is_active": True}


def test_email_is_unique_whatever_its_case():
    make_user(email="robin@provincie.example")

    with pytest.raises(IntegrityError):
        User.objects.create(email="Robin@Provincie.example", name="Robin", province=make_province())
