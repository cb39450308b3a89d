"""Who may do what, as named questions; the only place where roles are compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts.models import Role, User
from audit.refused import Refused

Question = Callable[[Any], bool]


class NotAllowed(Refused, PermissionDenied):
    """The role does not allow it: on a form a sentence, elsewhere a page that says so (403)."""


def require(by: Any, may: Question) -> None:
    """Raise NotAllowed unless this user may; a command on the server (None) has no role."""
    if by is not None and not may(by):
        raise NotAllowed(f"Uw rol mag dit niet. Vraag een {WHO_MAY[may]}.")


def may_read(user: Any) -> bool:
    """Open the pages of the own province, its letters and its downloads."""
    return has_role(user, *Role)


def may_assess(user: Any) -> bool:
    """Propose rungs and write motivations."""
    return has_role(user, Role.SUPERVISOR)


def may_adopt(user: Any) -> bool:
    """Adopt on behalf of the provincial executive, give a proposal back, withdraw what was adopted."""
    return has_role(user, Role.ADOPTER)


def may_read_log(user: Any) -> bool:
    """Read the log of the own province: who works here, not who only looks."""
    return has_role(user, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.ADOPTER)


def may_enter_figures(user: Any) -> bool:
    """Enter periods and figures, manage the province and its accounts, and read the log."""
    return has_role(user, Role.ADMINISTRATOR)


def supervisors_of(province_code: str) -> QuerySet[User]:
    """Return who may assess in a province, by name."""
    return User.objects.filter(province=province_code, role=Role.SUPERVISOR, is_active=True).order_by("name")


def has_role(user: Any, *roles: Role) -> bool:
    return bool(user.is_authenticated and user.is_active and user.role in roles)


WHO_MAY: dict[Question, str] = {
    may_read: "beheerder van uw provincie",
    may_assess: "toezichthouder",
    may_adopt: "vaststeller",
    may_read_log: "toezichthouder",
    may_enter_figures: "beheerder",
}
"""Whom to ask for what one may not do oneself, in Dutch."""
