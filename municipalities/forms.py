"""Forms of the administration: what a form says goes to an action, which decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import cached_property
from typing import Any, ClassVar

from django import forms

from audit.forms import NamedFields
from audit.refused import Clock
from municipalities.change_places import (
    add_alias,
    change_municipality,
    change_province,
    create_period,
    save_closed_day,
)
from municipalities.dutch import day_text
from municipalities.fields import DayField, LastDayField, MunicipalityField, PeriodField
from municipalities.figures import PeriodFacts
from municipalities.models import ClosedDay, Municipality, MunicipalityAlias, Period, Province
from municipalities.working_days import WorkingDays, working_days_of

NO_PERSONS = "Noem geen personen en geen kenmerken waaraan iemand te herkennen is."


class OwnForm(NamedFields):
    """A form that offers, and takes, only what is of the user's own province."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            # Periods are the same for every province.
            if isinstance(field, forms.ModelChoiceField) and not isinstance(field, PeriodField):
                rows: Any = field.queryset
                field.queryset = rows.visible_to(user)


class OnWorkingDays(NamedFields):
    """A form of which the terms end on working days; a day that is none is asked for again, and kept where it may."""

    def __init__(self, *args: Any, province: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.province_code = province

    @cached_property
    def working_days(self) -> WorkingDays:
        return working_days_of(self.province_code)

    def clean(self) -> Any:
        values = super().clean()
        closed = {
            name: sentence
            for name, field in self.fields.items()
            if isinstance(field, LastDayField) and name in self.changed_data
            if (day := self.cleaned_data.get(name)) and (sentence := self.working_days.problem(day))
        }
        kept = self.kept_among(closed)
        for name, sentence in closed.items():
            if name not in kept:
                self.add_error(name, sentence)
        return values

    def kept_among(self, closed: Iterable[str]) -> set[str]:
        """Offer to keep these days, and return the fields of those that were kept."""
        asked = {
            f"{name} {self.cleaned_data[name]}": name
            for name in closed
            if getattr(self.fields[name], "may_keep", False)
        }
        if not asked:
            return set()
        self.fields[KEPT] = forms.MultipleChoiceField(
            label="Toch aanhouden",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[
                (key, f"{self[name].label}: {day_text(self.cleaned_data[name])}")
                for key, name in asked.items()
            ],
            help_text="Vink een dag alleen aan als u weet dat het geen werkdag is en haar toch wilt.",
        )
        return {asked[key] for key in self[KEPT].data or () if key in asked}


KEPT = "kept_days"


class PeriodForm(OwnForm, forms.Form):
    """A period by its code alone: its days and reference date follow from that."""

    code = forms.RegexField(
        r"\A(?:19|2[01])[0-9]{2}-[12]\Z",
        label="Code",
        max_length=6,
        help_text="Het jaar en het halfjaar, bijvoorbeeld 2023-2. Halfjaar 1 is 1 januari tot en met 30 juni, met "
        "1 april als peildatum koppelingen. Halfjaar 2 is 1 juli tot en met 31 december, met 1 oktober als "
        "peildatum koppelingen. Een periode kan later niet meer wijzigen.",
        error_messages={"invalid": "Schrijf een periode als 2023-1 of 2023-2."},
    )

    def record(self, *, by: Any, now: Clock) -> Period:
        return create_period(**asdict(PeriodFacts.of(self.cleaned_data["code"])), by=by, now=now)


class AliasForm(OwnForm, forms.ModelForm):
    municipality = MunicipalityField(help_text="De gemeente die zo wordt genoemd.")

    class Meta:
        model = MunicipalityAlias
        fields = ("name", "municipality")

    def record(self, *, by: Any, now: Clock) -> MunicipalityAlias:
        return add_alias(self.instance, by=by, now=now)


class ClosedDayForm(OwnForm, forms.ModelForm):
    class Meta:
        model = ClosedDay
        fields = ("day", "reason", "is_open")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"day": DayField}

    def record(self, *, by: Any, now: Clock) -> ClosedDay:
        return save_closed_day(self.instance, by=by, now=now)


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
        fields = (
            "postal_address",
            "letter_place",
            "contact",
            "signing",
            "signature",
            "mandate",
            "executive_signature",
            "publication_place",
            "letter_prefix",
        )
        widgets = {"postal_address": forms.Textarea(attrs={"rows": 4})}

    def record(self, *, by: Any, now: Clock) -> Province:
        return change_province(self.instance, by=by, now=now, **self.cleaned_data)
