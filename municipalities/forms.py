"""Entry by hand: one form is one delivery. What a form says goes to an action, which decides."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format

from municipalities.actions import (
    Clock,
    change_municipality,
    change_province,
    create_period,
    record_delivery,
    take_back,
)
from municipalities.fields import DayField, DutchIntegerField, MunicipalityField, PeriodField
from municipalities.models import (
    CorrectionKind,
    CouplingKind,
    Delivery,
    DeliveryForm,
    DeliveryKind,
    HousingKind,
    Municipality,
    Period,
    Province,
    QuotaKind,
)
from municipalities.statements import Stated

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


def kind_field(choices: list[tuple[str, str]], help_text: str) -> forms.ChoiceField:
    return forms.ChoiceField(label="Soort", choices=[("", "Kies een soort"), *choices], help_text=help_text)


def reason_field(help_text: str, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label="Reden",
        max_length=2000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"{help_text} {NO_PERSONS}",
    )


class EntryForm(OwnForm, forms.Form):
    """What a source says of one municipality."""

    municipality = MunicipalityField(help_text="De gemeente waarover dit cijfer gaat.")
    number = DutchIntegerField(label="Aantal", help_text="Het aantal vergunninghouders.")
    dated_on = DayField(
        label="Datum van de bron", help_text="De datum van het bericht of overzicht waarin dit aantal staat."
    )
    source = forms.CharField(
        label="Bron",
        max_length=200,
        required=False,
        help_text=f"Waar dit aantal staat, bijvoorbeeld “COA-overzicht week 27”. {NO_PERSONS}",
    )
    reason = reason_field("Alleen nodig als over hetzelfde al een nieuwere bron is vastgelegd.")

    def record(self, *, by: Any, now: Clock) -> Delivery:
        same = ("municipality", "dated_on", "source", "reason")
        values = {name: self.cleaned_data[name] for name in same}
        return record_delivery(province=by.province, by=by, now=now, **values, **self.says())

    def says(self) -> dict[str, Any]:
        """Return what record_delivery needs beside the fields that all these forms have."""
        raise NotImplementedError

    def line(self, **values: Any) -> Stated:
        return Stated(
            municipality=self.cleaned_data["municipality"], number=self.cleaned_data["number"], **values
        )


class QuotaForm(EntryForm):
    period = PeriodField(help_text="De periode waarvoor de taakstelling geldt.")
    kind = kind_field(
        QuotaKind.choices,
        "Bekendgemaakt: de eerste taakstelling. Gewijzigd: een nieuw aantal van het Rijk. Herverdeeld: gemeenten namen "
        "iets van elkaar over. Herstelt u een tikfout, kies dan de soort van toen.",
    )
    dated_on = DayField(label="Bekendgemaakt op", help_text="De dag waarop dit aantal is bekendgemaakt.")
    number = DutchIntegerField(
        label="Nieuwe taakstelling",
        help_text="Het hele nieuwe aantal vergunninghouders in deze periode, niet het verschil met het vorige.",
    )

    field_order = ("municipality", "period", "kind", "dated_on", "number", "source", "reason")

    def says(self) -> dict[str, Any]:
        return {
            "kind": DeliveryKind.QUOTAS,
            "entry_kind": self.cleaned_data["kind"],
            "period": self.cleaned_data["period"],
            "stated": [self.line()],
        }


class DaysForm(EntryForm):
    """What a source says of one day, or of the days from the first through the last."""

    first_day = DayField(label="Eerste dag", help_text="De eerste dag waarover het aantal gaat.")
    last_day = DayField(
        label="Laatste dag", help_text="De laatste dag waarover het aantal gaat; die dag telt mee."
    )

    field_order = (
        "municipality",
        "kind",
        "first_day",
        "last_day",
        "number",
        "dated_on",
        "source",
        "reason",
    )

    def clean(self) -> None:
        days = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if days[0] and days[1] and days[1] < days[0]:
            self.add_error("last_day", "De laatste dag ligt voor de eerste dag. Draai ze om.")
        elif days[0] and days[1] and days[0] < days[1]:
            self.clean_more_days(self.cleaned_data.get("kind"))

    def clean_more_days(self, kind: str | None) -> None:
        """Refuse a kind that must be entered day by day."""

    @property
    def days(self) -> dict[str, date]:
        return {name: self.cleaned_data[name] for name in ("first_day", "last_day")}

    @property
    def is_one_day(self) -> bool:
        return self.cleaned_data["first_day"] == self.cleaned_data["last_day"]


class HousingForm(DaysForm):
    kind = kind_field(
        HousingKind.choices, "Een totaal over meer dagen geldt voor alle soorten samen: kies dan Regulier."
    )
    last_day = DayField(
        label="Laatste dag",
        help_text="Gelijk aan de eerste dag: het aantal van die dag. Later: het totaal over al die dagen; begin dan "
        "op de eerste dag van een periode.",
    )
    number = DutchIntegerField(
        label="Gehuisvest",
        help_text="Het hele aantal gehuisveste vergunninghouders, niet het verschil met wat al bekend was. Niemand: "
        "vul 0 in.",
    )

    def clean_more_days(self, kind: str | None) -> None:
        if kind and kind != HousingKind.REGULAR:
            label = HousingKind(kind).label
            self.add_error(
                "kind", f"Geef huisvestingen van de soort {label} per dag op: eerste en laatste dag gelijk."
            )

    def says(self) -> dict[str, Any]:
        kind = self.cleaned_data["kind"]
        says = {"kind": DeliveryKind.HOUSINGS, "entry_kind": kind, **self.days}
        if not self.is_one_day:
            return {**says, "form": DeliveryForm.STATEMENT, "stated": [self.line()]}
        on_the_day = self.line(day=self.cleaned_data["first_day"], kind=kind)
        return {**says, "form": DeliveryForm.EVENTS, "stated": [on_the_day]}


class CouplingForm(DaysForm):
    kind = kind_field(
        CouplingKind.choices,
        "Gekoppeld of ingetrokken: op die dag. Stand: het aantal openstaande koppelingen aan het einde van die dag.",
    )
    last_day = DayField(
        label="Laatste dag",
        help_text="Gelijk aan de eerste dag. Alleen bij 0 mag de laatste dag later zijn: dan is op geen van die dagen "
        "iemand gekoppeld of ingetrokken.",
    )
    number = DutchIntegerField(
        label="Aantal",
        help_text="Het hele aantal, ook bij ingetrokken koppelingen zonder minteken. Niemand: vul 0 in.",
    )

    def clean_more_days(self, kind: str | None) -> None:
        if kind == CouplingKind.STOCK:
            self.add_error(
                "last_day", "Een stand geldt voor één dag. Vul bij eerste en laatste dag dezelfde dag in."
            )
        elif self.cleaned_data.get("number"):
            self.add_error(
                "last_day",
                "Geef een aantal boven 0 per dag op: eerste en laatste dag gelijk. Over meer dagen kan alleen 0.",
            )

    def says(self) -> dict[str, Any]:
        kind = self.cleaned_data["kind"]
        if kind == CouplingKind.STOCK:
            return {"kind": DeliveryKind.STOCK, **self.days, "stated": [self.line()]}
        on_the_day = [self.line(day=self.cleaned_data["first_day"], kind=kind)] if self.is_one_day else []
        return {
            "kind": DeliveryKind.COUPLINGS,
            "form": DeliveryForm.EVENTS,
            "entry_kind": kind,
            "stated": on_the_day,
            **self.days,
        }


class CorrectionForm(EntryForm):
    period = PeriodField(help_text="De periode waarvan de beginstand verandert.")
    kind = kind_field(
        CorrectionKind.choices,
        "Beginstand: de stand aan het begin van de eerste periode van een gemeente. Correctie: een verandering van een "
        "beginstand die al bekend is.",
    )
    number = DutchIntegerField(
        label="Aantal",
        signed=True,
        help_text="Bij een beginstand de hele stand, bij een correctie het verschil. Een achterstand is hoger dan 0, "
        "een voorsprong lager dan 0, bijvoorbeeld -3.",
    )
    reason = reason_field("Altijd nodig bij een correctie.")

    field_order = ("municipality", "period", "kind", "number", "dated_on", "source", "reason")

    def says(self) -> dict[str, Any]:
        says = {"period": self.cleaned_data["period"], "stated": [self.line()]}
        if self.cleaned_data["kind"] == CorrectionKind.OPENING:
            return {**says, "kind": DeliveryKind.OPENINGS}
        return {**says, "kind": DeliveryKind.CORRECTIONS, "form": DeliveryForm.EVENTS}


class TakeBackForm(OwnForm, forms.Form):
    """Take back one delivery; a number instead of a list of them all, which soon are hundreds."""

    delivery = forms.ModelChoiceField(
        Delivery.objects.all(),
        to_field_name="number",
        label="Nummer van de aanlevering",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "vIntegerField"}
        ),
        help_text="Het nummer staat in de lijst met aanleveringen.",
        error_messages={
            "invalid_choice": "Aanlevering %(value)s bestaat niet. Kies een nummer uit de lijst."
        },
    )
    reason = reason_field("Waarom deze aanlevering niet klopt.", required=True)

    def record(self, *, by: Any, now: Clock) -> Delivery:
        return take_back(self.cleaned_data["delivery"], reason=self.cleaned_data["reason"], by=by, now=now)


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
