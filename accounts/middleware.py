"""Nobody opens a page without logging in, nor with a role that may not read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from accounts.permissions import may_read, require


class ReaderRequiredMiddleware(LoginRequiredMiddleware):
    """Guards every view that is not marked `login_not_required`."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None and getattr(view_func, "login_required", True):
            require(request.user, may_read)
        return answer

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Return after logging in; to the page of the form, since an address that takes a POST may not open."""
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        messages.warning(request, "Er is niets opgeslagen: u was uitgelogd. Log in en probeer opnieuw.")
        page = urlsplit(request.headers.get("Referer", "")).path
        return redirect_to_login(page or "/", self.get_login_url(view_func))
