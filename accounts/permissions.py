"""Who may do what, as named questions; the only place where roles are compared."""

from __future__ import annotations

from typing import Any

from accounts.models import Role


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


def has_role(user: Any, *roles: Role) -> bool:
    return bool(user.is_authenticated and user.is_active and user.role in roles)
