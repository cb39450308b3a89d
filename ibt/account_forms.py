"""What somebody changes about the own account."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from accounts.passwords import ASKED, UNEQUAL, weaknesses_of
from assessments.web import DecisionForm


class OwnAccountForm(DecisionForm):
    """The name, and whether the work list comes by mail."""

    name = forms.CharField(label="Naam", max_length=100, help_text="Naam zoals die in het logboek komt.")
    wants_digest = forms.BooleanField(
        label="Dagelijkse e-mail",
        required=False,
        help_text="Op werkdagen wat er op u wacht; wacht er niets, dan komt er geen.",
    )

    def __init__(self, *args: Any, user: User, has_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": user.name, "wants_digest": user.wants_digest}
        if not has_mail:
            del self.fields["wants_digest"]


class PasswordForm(DecisionForm):
    """A new password, by who knows the old one."""

    old = forms.CharField(
        label="Huidig wachtwoord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="Nieuw wachtwoord",
        strip=False,
        help_text=ASKED,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Nieuw wachtwoord nogmaals",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        if not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError("Dit is niet uw huidige wachtwoord. Vul het opnieuw in.")
        return str(self.cleaned_data["old"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        new, again = values.get("new"), values.get("again")
        if new and again and new != again:
            self.add_error("again", UNEQUAL)
        elif new and (weak := weaknesses_of(new, self.user)):
            self.add_error("new", weak)
        return values
