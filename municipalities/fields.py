"""Form fields that read what Dutch people type, and say in Dutch what is wrong with it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from municipalities.contacts.attachments import MOST_FILES, TOO_MANY, TYPES, Upload, most_bytes, too_large
from municipalities.intake.values import BadValue, whole_number
from municipalities.models import Municipality, Period
from municipalities.wording import fit_name


class DutchIntegerField(forms.Field):
    """A whole number as Dutch people write it, 1234 or 1.234; below zero only when `signed`."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "vIntegerField"})

    def __init__(self, *, signed: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.signed = signed

    def to_python(self, value: Any) -> int | None:
        try:
            return whole_number(str(value or ""), signed=self.signed)
        except BadValue as bad:
            raise ValidationError(str(bad)) from None


class FilesInput(forms.FileInput):
    """The browser's own choice of files: several at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files to send along; what is too large, or too many, is refused before it is read."""

    widget = FilesInput(attrs={"accept": ",".join(TYPES)})

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """Return what was sent; each too large file has a sentence of its own."""
        sent = [file for file in data or () if file]
        if len(sent) > MOST_FILES:
            raise ValidationError(TOO_MANY)
        if wrong := [too_large(fit_name(file.name)) for file in sent if file.size > most_bytes()]:
            raise ValidationError(wrong)
        return [Upload(fit_name(file.name), file.read()) for file in sent]


class DayInput(forms.DateInput):
    """The browser's own choice of a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def format_value(self, value: Any) -> str | None:
        """Leave out what is no day: such a field shows nothing else."""
        text = super().format_value(value)
        return text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text or "") else None


class DayField(forms.DateField):
    """A day, chosen in the browser or typed as 31-12-2023."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayInput, input_formats=["%Y-%m-%d", "%d-%m-%Y"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        try:
            day = super().to_python(value)
        except ValidationError:
            raise ValidationError(
                f'"{str(value)[:40]}" is geen datum. Kies een dag, of schrijf die als 31-12-2023.'
            ) from None
        if day is not None and not 1900 <= day.year <= 2199:
            raise ValidationError("Kies een dag tussen 1900 en 2199.")
        return day


class LastDayField(DayField):
    """The last day of a term: a working day (see `OnWorkingDays`), or another one that a person keeps knowingly."""

    may_keep = True


class LetterDayField(LastDayField):
    """A day that a letter names: always a working day."""

    may_keep = False


class PeriodField(forms.ModelChoiceField):
    """A period, by its code."""

    def __init__(self, **kwargs: Any) -> None:
        values = {"label": "Periode", "empty_label": "Kies een periode", "to_field_name": "code", **kwargs}
        super().__init__(Period.objects.all(), **values)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            codes = ", ".join(Period.objects.values_list("code", flat=True))
            raise ValidationError(
                f"Periode {str(value)[:10]} bestaat niet. Kies een van: {codes or 'er zijn nog geen perioden'}."
            ) from None


class MunicipalityField(forms.ModelChoiceField):
    """A municipality of the own province, by its CBS code."""

    def __init__(self, **kwargs: Any) -> None:
        values = {
            "label": "Gemeente",
            "empty_label": "Kies een gemeente",
            "to_field_name": "cbs_code",
            **kwargs,
        }
        super().__init__(Municipality.objects.all(), **values)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(
                f'"{str(value)[:40]}" is niet herkend. Kies een gemeente uit de lijst.'
            ) from None
