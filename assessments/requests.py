"""What views share: who may do this, and a line in the log for what leaves the house."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import may_adopt, may_assess, may_enter_figures
from accounts.requests import UserRequest
from audit.actions import record

form_page = require_http_methods(["GET", "HEAD", "POST"])


def require_supervisor(request: UserRequest) -> None:
    if not may_assess(request.user):
        raise PermissionDenied("Uw rol mag dit niet. Vraag een toezichthouder.")


def require_adopter(request: UserRequest) -> None:
    if not may_adopt(request.user):
        raise PermissionDenied("Uw rol mag dit niet. Vraag een vaststeller.")


def require_administrator(request: UserRequest) -> None:
    if not may_enter_figures(request.user):
        raise PermissionDenied("Uw rol mag dit niet. Vraag een beheerder.")


def log_download(request: UserRequest, what: str, about: Model, **details: str) -> None:
    """Log what leaves the house."""
    user = request.user
    record(what, by=user, at=timezone.now(), about=about, province_code=user.province_id, **details)


def file_response(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """Return a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
