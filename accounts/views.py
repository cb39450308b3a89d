"""Logging in and out, each with a line in the log."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from audit.forms import NamedFields


class LogInForm(NamedFields, AuthenticationForm):
    """Who wants to come in."""


class LogIn(LoginView):
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        user: Any = form.get_user()
        record("ingelogd", by=user, at=timezone.now(), about=user, province_code=user.province_id)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Log that someone tried, with the address that was typed and never the password."""
        typed = str(form.data.get("username", "")).replace("\x00", "")[:254]
        known = User.objects.filter(email__iexact=typed).first()
        whose = known.province_id if known else ""
        record(
            "inloggen mislukt",
            by=None,
            at=timezone.now(),
            province_code=whose,
            result="geweigerd",
            email=typed,
        )
        return super().form_invalid(form)


class LogOut(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if user.is_authenticated:
            record("uitgelogd", by=user, at=timezone.now(), about=user, province_code=user.province_id)
        return super().post(request, *args, **kwargs)
