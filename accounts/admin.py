"""Who may log in, managed by the administrator of a province."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.actions import change_account, create_account
from accounts.models import User
from accounts.passwords import ASKED, UNEQUAL, weaknesses_of
from audit.admin import AuditedAdmin
from audit.forms import NamedFields

# Django's app for logging in brings its groups along; here a role says what an account may do.
admin.site.unregister(Group)

Clock = Callable[[], datetime]


class AccountForm(NamedFields, forms.ModelForm):
    """An account of the own province; its province is that of the administrator."""

    password = forms.CharField(
        label="Wachtwoord",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=ASKED,
    )
    password_again = forms.CharField(
        label="Wachtwoord nogmaals",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Hetzelfde wachtwoord, om een tikfout te voorkomen.",
    )

    class Meta:
        model = User
        fields = ("email", "name", "role", "is_active")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            for name in ("password", "password_again"):
                self.fields[name].required = False
            self.fields["password"].help_text += " Leeg: het wachtwoord blijft zoals het is."

    def clean_email(self) -> str:
        # All in lower case, so that the database sees two spellings as one address.
        return str(self.cleaned_data["email"]).lower()

    def validate_unique(self) -> None:
        """Leave it to the constraint, which also knows capitals; else one address gives two errors."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        password = values.get("password") or ""
        if password != (values.get("password_again") or ""):
            self.add_error("password_again", UNEQUAL)
        elif password:
            account = User(email=values.get("email", ""), name=values.get("name", ""))
            if weak := weaknesses_of(password, account):
                self.add_error("password", weak)
        return values

    def record(self, *, by: Any, now: Clock) -> User:
        names = ("email", "name", "role", "is_active", "password")
        values = {name: self.cleaned_data[name] for name in names}
        if self.instance.pk is None:
            return create_account(by=by, now=now, **values)
        return change_account(self.instance, by=by, now=now, **values)


@admin.register(User)
class AccountAdmin(AuditedAdmin):
    """No account is ever deleted: the log names who did what."""

    add_form = AccountForm
    change_form = AccountForm
    save_label = "Opslaan"
    list_display = ("email", "name", "role", "active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("email", "name")
    show_full_result_count = True

    @admin.display(description="actief", ordering="is_active")
    def active(self, account: User) -> str:
        # Django's icon says True or False.
        return "ja" if account.is_active else "nee"

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        # As Django's own page of users: no guessing a password, letter by letter, in the address.
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def after_saving(self, request: HttpRequest, form: Any, made: User) -> None:
        if made == request.user:
            # A new password ends every session of an account; keep this one.
            update_session_auth_hash(request, made)
        super().after_saving(request, form, made)
