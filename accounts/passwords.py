"""What a password must be, in Dutch."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User

ASKED = "Ten minste 12 tekens, niet alleen cijfers, geen veelgebruikt wachtwoord en niet het e-mailadres."
UNEQUAL = "De twee wachtwoorden zijn niet gelijk."
ERRORS = {
    "password_too_short": "Dit wachtwoord is te kort. Gebruik ten minste %(min_length)s tekens.",
    "password_too_similar": "Dit wachtwoord lijkt te veel op het e-mailadres. Kies een ander.",
    "password_too_common": "Dit wachtwoord wordt veel gebruikt. Kies een ander.",
    "password_entirely_numeric": "Dit wachtwoord bestaat alleen uit cijfers. Gebruik ook letters.",
}
"""Django's translation lacks one of these and stumbles over another."""


def weaknesses_of(password: str, account: User) -> list[ValidationError]:
    """Return why this password of an account is too weak; nothing where it is not."""
    try:
        validate_password(password, account)
    except ValidationError as weak:
        return [in_dutch(error) for error in weak.error_list]
    return []


def in_dutch(error: ValidationError) -> ValidationError:
    sentence = ERRORS.get(error.code or "", error.message)
    return ValidationError(sentence, code=error.code, params=error.params)
