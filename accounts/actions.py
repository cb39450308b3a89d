"""Writes to the accounts. Passwords never reach the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from audit.models import AuditEntry
from audit.refused import Refused


@transaction.atomic
def create_account(
    *,
    email: str,
    name: str,
    role: str,
    is_active: bool,
    password: str,
    by: User,
    now: Callable[[], datetime],
) -> User:
    """Add an account to the province of the one who adds it."""
    account = User.objects.create_user(
        email, password, name=name, role=role, is_active=is_active, province=by.province
    )
    log_new_account(account, by=by, at=now())
    return account


ACTED = (
    "{name} heeft met dit account al iets gedaan: het blijft van deze persoon. Maak voor een ander adres of een andere "
    "persoon een nieuw account, en zet dit account uit."
)


def has_acted(account: User) -> bool:
    """Return whether the log names an account as the one who did something."""
    return AuditEntry.objects.filter(actor=account).exists()


def log_new_account(account: User, *, by: User | None, at: datetime) -> None:
    record(
        "account toegevoegd",
        by=by,
        at=at,
        about=account,
        province_code=account.province_id,
        email=account.email,
        role=account.role,
        is_active=account.is_active,
    )


@transaction.atomic
def open_agenda(account: User, *, now: Callable[[], datetime]) -> str:
    """Return a new secret word for the address of somebody's agenda; the one before it stops. Only its hash is kept."""
    word = secrets.token_urlsafe(32)
    set_agenda_key(account, hash_of(word), "adres van de agenda gemaakt", now())
    return word


@transaction.atomic
def close_agenda(account: User, *, now: Callable[[], datetime]) -> None:
    set_agenda_key(account, "", "adres van de agenda ingetrokken", now())


def set_agenda_key(account: User, key: str, said: str, at: datetime) -> None:
    User.objects.filter(pk=account.pk).update(agenda_key=key)
    record(said, by=account, at=at, about=account, province_code=account.province_id)


def account_of_agenda(word: str) -> User | None:
    """Return whose agenda this is; None when the address was never given or is closed, or the account is."""
    return User.objects.filter(agenda_key=hash_of(word), is_active=True).first()


def hash_of(word: str) -> str:
    return sha256(word.encode()).hexdigest()


@transaction.atomic
def change_account(
    account: User, *, by: User, now: Callable[[], datetime], password: str = "", **values: Any
) -> User:
    """Change these fields of an account; an empty password leaves the one it has."""
    current = User.objects.select_for_update(of=("self",), no_key=True).get(pk=account.pk)
    if "email" in values:
        values["email"] = values["email"].lower()
    changes: dict[str, Any] = {
        field: [getattr(current, field), value]
        for field, value in values.items()
        if getattr(current, field) != value
    }
    if current == by and changes.keys() & {"role", "is_active"}:
        raise Refused(
            "U kunt uw eigen rol niet wijzigen en uw eigen account niet uitschakelen. Vraag een andere beheerder."
        )
    if "email" in changes and has_acted(current):
        raise Refused(fields={"email": ACTED.format(name=current.name)})
    for field in changes:
        setattr(current, field, values[field])
    if password:
        current.set_password(password)
    current.save()
    if changes or password:
        record(
            "account gewijzigd",
            by=by,
            at=now(),
            about=current,
            province_code=current.province_id,
            changes=changes,
            password_changed=bool(password),
        )
    return current
