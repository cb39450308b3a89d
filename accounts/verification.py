"""Whether accounts are what the log last said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from accounts.models import Role, User
from audit.models import AuditEntry

ABOUT_ACCOUNTS = ("account toegevoegd", "account gewijzigd")
NAMES = {"name": "naam", "email": "e-mailadres", "role": "rol"}


def account_deviations() -> Iterator[str]:
    """Yield the accounts of which name, address or role is not what the last line about it says: who then is who?"""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    lines = AuditEntry.objects.filter(Q(action__in=ABOUT_ACCOUNTS) | ~Q(by_email="")).order_by("pk")
    columns = ("actor_id", "by_name", "by_email", "by_role", "action", "object_id", "details")
    for actor, name, email, role, action, about, details in lines.values_list(*columns).iterator():
        if email:
            said[str(actor)].update(name=name, email=email, role=role)
        if action in ABOUT_ACCOUNTS:
            changed = {field: new for field, (_, new) in details.get("changes", {}).items()}
            told = {field: value for field, value in {**details, **changed}.items() if field in NAMES}
            if "role" in told:
                told["role"] = Role(told["role"]).label
            said[about].update(told)
    for account in User.objects.order_by("pk"):
        now = {"name": account.name, "email": account.email, "role": account.get_role_display()}
        for field, value in said[str(account.pk)].items():
            if now[field] != value:
                yield f"account {account.pk}: {NAMES[field]} is niet wat het logboek het laatst zegt."
