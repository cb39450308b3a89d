"""Forms of the administration: what a form says goes to an action, which decides."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format

from municipalities.actions import (
    Clock,
    add_alias,
    change_municipality,
    change_province,
    create_period,
)
from municipalities.fields import DayField, MunicipalityField, PeriodField
from municipalities.models import Municipality, MunicipalityAlias, Period, Province

NO_PERSONS = "Noem geen personen en geen kenmerken waaraan iemand te herkennen is."


class OwnForm(forms.BaseForm):
    """A form that offers, and takes, only what is of the user's own province."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            # Periods are the same for every province.
            if isinstance(field, forms.ModelChoiceField) and not isinstance(field, PeriodField):
                rows: Any = field.queryset
                field.queryset = rows.visible_to(user)


class PeriodForm(OwnForm, forms.Form):
    code = forms.RegexField(
        r"\A[0-9]{4}-[12]\Z",
        label="Code",
        max_length=6,
        help_text="Het jaar en het halfjaar, bijvoorbeeld 2023-2.",
        error_messages={"invalid": "Schrijf een periode als 2023-1 of 2023-2."},
    )
    start = DayField(label="Eerste dag", help_text="De eerste dag van het halfjaar: 1 januari of 1 juli.")
    last_day = DayField(
        label="Laatste dag", help_text="De laatste dag van het halfjaar: 30 juni of 31 december."
    )
    reference_date = DayField(
        label="Peildatum koppelingen",
        help_text="De dag waarop genoeg vergunninghouders gekoppeld moeten zijn: 1 april of 1 oktober. Een periode "
        "kan later niet meer wijzigen.",
    )

    def clean(self) -> None:
        """Catch a slip of the pen, because a period cannot be changed afterwards."""
        values = self.cleaned_data
        if not {"code", "start", "last_day"} <= values.keys():
            return
        first_day, last_day = half_year(values["code"])
        if (values["start"], values["last_day"]) != (first_day, last_day):
            days = f"{date_format(first_day, 'j F Y')} tot en met {date_format(last_day, 'j F Y')}"
            self.add_error(
                None, f"Periode {values['code']} loopt van {days}. Vul die dagen in of wijzig de code."
            )

    def record(self, *, by: Any, now: Clock) -> Period:
        values = self.cleaned_data
        return create_period(
            code=values["code"],
            start=values["start"],
            end=values["last_day"] + timedelta(days=1),
            reference_date=values["reference_date"],
            by=by,
            now=now,
        )


def half_year(code: str) -> tuple[date, date]:
    """Return the first and last day that a period's code stands for."""
    year = max(int(code[:4]), 1)
    if code[-1] == "1":
        return date(year, 1, 1), date(year, 6, 30)
    return date(year, 7, 1), date(year, 12, 31)


class AliasForm(OwnForm, forms.ModelForm):
    municipality = MunicipalityField(help_text="De gemeente die zo wordt genoemd.")

    class Meta:
        model = MunicipalityAlias
        fields = ("name", "municipality")

    def record(self, *, by: Any, now: Clock) -> MunicipalityAlias:
        return add_alias(self.instance, by=by, now=now)


class MunicipalityForm(OwnForm, forms.ModelForm):
    valid_until = DayField(
        label="Bestaat tot en met",
        required=False,
        help_text="De laatste dag; leeg zolang de gemeente bestaat.",
    )
    successor = MunicipalityField(
        label="Opvolger",
        required=False,
        empty_label="Geen opvolger",
        help_text="De gemeente waarin deze is opgegaan.",
    )

    class Meta:
        model = Municipality
        fields = ("postal_address", "valid_until", "successor")
        widgets = {"postal_address": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The list holds CBS codes, where a model form would give a key of the database.
        self.initial["successor"] = self.instance.successor

    def record(self, *, by: Any, now: Clock) -> Municipality:
        return change_municipality(self.instance, by=by, now=now, **self.cleaned_data)


class ProvinceForm(OwnForm, forms.ModelForm):
    class Meta:
        model = Province
        fields = ("postal_address", "contact", "signature", "publication_place", "letter_prefix")
        widgets = {"postal_address": forms.Textarea(attrs={"rows": 4})}

    def record(self, *, by: Any, now: Clock) -> Province:
        return change_province(self.instance, by=by, now=now, **self.cleaned_data)
