"""The page of the own account, and the agenda of somebody at an address that needs no logging in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import account_of_agenda, change_account, close_agenda, open_agenda
from accounts.permissions import may_read
from accounts.requests import UserRequest
from assessments.web import done
from assessments.work.agenda import agenda_of
from ibt.account_forms import OwnAccountForm, PasswordForm

OPENED = "agenda_word"
"""In the session: the word of an agenda that was just opened, to be shown once."""


@require_http_methods(["GET", "HEAD", "POST"])
def own_account(request: UserRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = OwnAccountForm(sent, user=request.user, has_mail=settings.HAS_MAIL)

    def change() -> str:
        change_account(request.user, **form.cleaned_data, by=request.user, now=timezone.now)
        return "Uw gegevens zijn opgeslagen."

    if done(request, form, change):
        return redirect("own_account")
    word = request.session.pop(OPENED, "")
    address = request.build_absolute_uri(reverse("agenda", args=[word])) if word else ""
    return render(request, "account.html", {"form": form, "agenda_address": address})


@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request: UserRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None, user=request.user)

    def change() -> str:
        mine, new = request.user, form.cleaned_data["new"]
        update_session_auth_hash(request, change_account(mine, password=new, by=mine, now=timezone.now))
        return "Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd."

    if done(request, form, change):
        return redirect("own_account")
    return render(request, "account_password.html", {"form": form})


@require_POST
def own_agenda(request: UserRequest) -> HttpResponse:
    """Open the agenda at a new address, or close it."""
    if "sluiten" in request.POST:
        close_agenda(request.user, now=timezone.now)
    else:
        request.session[OPENED] = open_agenda(request.user, now=timezone.now)
    return redirect("own_account")


@login_not_required
@require_safe
def agenda(request: HttpRequest, word: str) -> HttpResponse:
    user: Any = account_of_agenda(word)
    if user is None or not may_read(user):
        raise Http404
    content = agenda_of(user, now=timezone.now(), absolute=request.build_absolute_uri)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
