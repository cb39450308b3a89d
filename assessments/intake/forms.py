"""Forms of the intake: what a file is about, where things stand in it, and the grid to enter figures by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.intake.kept_preview import DoubtGroup, Preview
from assessments.web import DecisionForm, RefusingForm
from audit.forms import NamedFields
from municipalities.dutch import WEEKDAYS, day_text, plural
from municipalities.fields import DayField, DutchIntegerField, MunicipalityField, PeriodField
from municipalities.forms import NO_PERSONS, OwnForm
from municipalities.intake.already_known import Cells, csv_of
from municipalities.intake.kinds import IntakeKind
from municipalities.intake.layout import NOWHERE, Layout, Wanted
from municipalities.intake.limits import MOST_BYTES
from municipalities.intake.names import key_of
from municipalities.intake.particulars import Particulars
from municipalities.models import (
    CouplingKind,
    DeliveryKind,
    HousingKind,
    Municipality,
    Period,
    Province,
    QuotaKind,
)
from municipalities.wording import fit_name

CHOOSE = ("", "Kies een soort")


class AboutForm(OwnForm, forms.Form):
    """What a delivery is about; a kind of file asks for some of these."""

    period = PeriodField(
        help_text="De periode waarover het gaat. Staat zij er niet bij, voeg haar dan eerst toe bij Beheer, Perioden."
    )
    quota_kind = forms.ChoiceField(
        label="Soort taakstelling",
        choices=[CHOOSE, *QuotaKind.choices],
        help_text="Bekendgemaakt: de eerste taakstelling. Gewijzigd: een nieuw aantal van het Rijk. Herverdeeld: "
        "gemeenten namen iets van elkaar over. Herstelt u een fout, kies dan de soort van toen.",
    )
    first_day = DayField(
        label="Eerste dag",
        help_text="De eerste dag die het bestand volledig beschrijft, ook als er dan niemand was.",
    )
    last_day = DayField(label="Laatste dag", help_text="De laatste dag die het bestand volledig beschrijft.")
    as_of = DayField(label="Stand op", help_text="De dag waarop deze aantallen gelden; die dag telt mee.")
    event_kind = forms.ChoiceField(
        label="Soort", choices=[], help_text="Van welke soort u de aantallen invoert."
    )
    municipality = MunicipalityField(
        required=False, empty_label="hele provincie", help_text="Alleen als u van 1 gemeente iets invoert."
    )
    dated_on = DayField(
        label="Datum van de bron",
        help_text="De datum van het bericht of overzicht waarin deze aantallen staan.",
    )
    source = forms.CharField(
        label="Bron",
        max_length=200,
        required=False,
        help_text=f"Waar dit vandaan komt, bijvoorbeeld “COA-overzicht week 27”. {NO_PERSONS}",
    )
    control_total = DutchIntegerField(
        label="Controletotaal",
        required=False,
        signed=True,
        help_text="De som die u verwacht voor uw provincie. Klopt die niet, dan wordt er niets vastgelegd.",
    )

    def __init__(self, *args: Any, kind: IntakeKind, by_hand: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.by_hand = by_hand
        asked = {
            "period": ["period"],
            "days": ["first_day", "last_day"],
            "day": ["as_of"],
        }[kind.asks]
        if kind.kind == DeliveryKind.QUOTAS:
            asked.append("quota_kind")
        if by_hand:
            asked += ["municipality", *(["event_kind"] if kind.words else [])]
        else:
            asked.append("file")
        if not by_hand or kind.asks == "days":
            asked.append("control_total")
        self.fields = {name: field for name, field in self.fields.items() if name in [*asked, *ALWAYS]}
        if kind.words and by_hand:
            labels = dict([*HousingKind.choices, *CouplingKind.choices])
            choices = [(value, labels[value]) for value in dict.fromkeys(kind.words.values())]
            field = self.fields["event_kind"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if kind.asks == "days" and by_hand:
            self.fields["first_day"].help_text = "De eerste dag waarover u aantallen invoert."
            self.fields["last_day"].help_text = f"Hooguit {MOST_DAYS} dagen tegelijk; 1 dag mag ook."

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "De laatste dag ligt voor de eerste dag. Draai ze om.")
        elif first and last and self.by_hand and (last - first).days >= MOST_DAYS:
            self.add_error(
                "last_day",
                f"Met de hand voert u hooguit {MOST_DAYS} dagen tegelijk in. Kies een eerdere laatste dag, of lever "
                "een bestand aan.",
            )
        as_of = self.cleaned_data.get("as_of")
        if as_of and self.kind.key == "housings-total" and period_on(as_of) is None:
            self.add_error(
                "as_of", "Deze dag valt in geen enkele periode. Voeg die periode eerst toe bij Beheer."
            )

    def particulars(self) -> Particulars:
        values = self.cleaned_data
        first, last = values.get("first_day"), values.get("last_day")
        if as_of := values.get("as_of"):
            period = period_on(as_of) if self.kind.key == "housings-total" else None
            first, last = period.start if period else as_of, as_of
        return Particulars(
            kind=self.kind,
            province=self.user.province,
            dated_on=values["dated_on"],
            period=values.get("period"),
            first_day=first,
            last_day=last,
            entry_kind=values.get("quota_kind") or values.get("event_kind") or "",
            source=values["source"],
            municipality=values.get("municipality"),
            control_total=values.get("control_total"),
            by_hand=self.by_hand,
        )


ALWAYS = ("dated_on", "source")
MOST_DAYS = 14
"""How many days stand beside each other in the grid."""


def period_on(day: date) -> Period | None:
    return Period.objects.filter(start__lte=day, end__gt=day).first()


class UploadForm(AboutForm):
    """A file and what it is about."""

    file = forms.FileField(
        label="Bestand",
        help_text=f"Excel (.xlsx) of CSV, hooguit {MOST_BYTES // 1024 // 1024} MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Dit bestand is leeg. Kies een ander bestand.",
            "invalid": "Kies een bestand.",
        },
    )
    field_order = ("file",)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                f"Dit bestand kan niet worden gelezen: het is groter dan {MOST_BYTES // 1024 // 1024} MB. Sla het op "
                "als .xlsx of .csv zonder wachtwoord en macro's."
            )
        return file

    def name(self) -> str:
        return fit_name(self.cleaned_data["file"].name)


MOST_ASKED = 50
"""Of how many names one page asks who is meant; each list holds every municipality."""
ELSEWHERE = "Ligt zij in een andere provincie en staat zij er niet bij, kies dan onderaan die provincie."
LAST_HEADER = 1000
"""Below which row no headings stand; looking further takes long."""


class LayoutForm(NamedFields, forms.Form):
    """Where in a file things stand, and who is meant by names that were not recognised."""

    header_row = forms.IntegerField(
        label="Rij met kolomkoppen",
        min_value=0,
        max_value=LAST_HEADER,
        help_text="Het nummer van de rij in het bestand; 0 als er geen kolomkoppen zijn.",
    )

    def __init__(
        self,
        *args: Any,
        kind: IntakeKind,
        layout: Layout,
        unknown: Mapping[str, str],
        chosen: Mapping[str, str],
        municipalities: list[Municipality],
        own: Province,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        asked = list(dict.fromkeys([*chosen, *unknown]))[:MOST_ASKED]
        self.unknown = {f"name_{n}": typed for n, typed in enumerate(asked)}
        sheets = [sheet.name for sheet in layout.book.sheets]
        if len(sheets) > 1:
            sheet = forms.ChoiceField(label="Blad", required=False, choices=[(name, name) for name in sheets])
            self.fields = {"sheet": sheet, **self.fields}
        self.initial = {"sheet": layout.sheet.name, "header_row": layout.header_row}
        columns = [("", "staat er niet in"), *layout.choices]
        for column in kind.columns:
            self.fields[f"column_{column.name}"] = forms.TypedChoiceField(
                label=column.header, choices=columns, required=False, coerce=int, empty_value=None
            )
            self.initial[f"column_{column.name}"] = layout.columns.get(column.name)
        elsewhere = {row.province for row in municipalities if row.province != own}
        named = [
            ("", "Kies een gemeente"),
            *((row.cbs_code, f"{row} ({row.cbs_code})") for row in municipalities),
            (
                "Staat er niet bij",
                [
                    (province.code, f"een gemeente in {province}, telt hier niet mee")
                    for province in sorted(elsewhere, key=str)
                ],
            ),
        ]
        for name, typed in self.unknown.items():
            self.fields[name] = forms.ChoiceField(
                label=f"“{typed}” is",
                choices=named,
                required=False,
                help_text=f"{unknown.get(typed, '')} {ELSEWHERE}".strip(),
            )
            self.initial[name] = chosen.get(typed)

    def clean(self) -> None:
        chosen: dict[int, str] = {}
        for column in self.kind.columns:
            index = self.cleaned_data.get(f"column_{column.name}")
            if index in chosen:
                self.add_error(
                    f"column_{column.name}",
                    f"Deze kolom is al gekozen voor {chosen[index]}. Kies een andere.",
                )
            elif index is not None:
                chosen[index] = column.header

    def wanted(self, layout: Layout) -> Wanted:
        """Return the choices; another sheet or row is recognised anew, so its columns are not kept."""
        values = self.cleaned_data
        sheet, row = values.get("sheet", layout.sheet.name), values["header_row"]
        if (sheet, row) != (layout.sheet.name, layout.header_row):
            return Wanted(sheet, row if row != layout.header_row else None)
        chosen = {column.name: values[f"column_{column.name}"] for column in self.kind.columns}
        return Wanted(
            sheet, row, {name: NOWHERE if index is None else index for name, index in chosen.items()}
        )

    def names(self) -> dict[str, str]:
        """Return the choice for each name that was asked about; "" when there is none, or none any more."""
        return {key_of(typed): self.cleaned_data[name] for name, typed in self.unknown.items()}


class ConfirmForm(RefusingForm):
    """A reason for each kind of doubt; `mark` says which preview was seen."""

    mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"mark": preview.mark}
        self.doubts = preview.doubts
        for doubt in self.doubts:
            self.fields[doubt["check"]] = forms.CharField(
                label=f"Waarom het klopt: {doubt['title'].lower()}",
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=f"Blijft bij de aanlevering staan. {NO_PERSONS}",
                error_messages={"required": "Bevestig met een reden, of verbeter het bestand."},
            )

    @property
    def pairs(self) -> list[tuple[DoubtGroup, forms.BoundField]]:
        return [(doubt, self[doubt["check"]]) for doubt in self.doubts]


class TakeBackForm(DecisionForm):
    """Why a delivery is not right."""

    reason = forms.CharField(
        label="Reden",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Waarom deze aanlevering niet klopt. {NO_PERSONS}",
        error_messages={"required": "Vul een reden in voor het terugnemen."},
    )


@dataclass(frozen=True)
class GridRow:
    """A municipality with the fields in which its numbers are entered."""

    municipality: Municipality
    cells: list[tuple[str, forms.BoundField]]
    """Each with the head of its column."""
    reason: forms.BoundField | None


class GridForm(NamedFields, forms.Form):
    """A number per municipality and, of events, per day, filled with what is known; corrections also ask why."""

    def __init__(
        self,
        *args: Any,
        about: Particulars,
        known: Mapping[Municipality, Sequence[int | None]],
        entered: Mapping[tuple[str, str], Mapping[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        self.municipalities = list(known)
        self.days: list[date | None] = [*about.entry_days] or [None]
        self.corrects = about.kind.kind == DeliveryKind.CORRECTIONS
        for municipality, numbers in known.items():
            code = municipality.cbs_code
            for day, number in zip(self.days, numbers, strict=True):
                before = entered.get((code, iso(day)), {})
                self.fields[self.cell(municipality, day)] = DutchIntegerField(
                    label=f"{municipality.name}, {day_text(day)}" if self.has_days else municipality.name,
                    required=not self.corrects and not about.entry_days,
                    signed=about.kind.signed,
                    initial=before.get(about.kind.number.header, number),
                    error_messages={"required": "Vul een aantal in; 0 als er niemand is."},
                )
            if self.corrects:
                self.fields[f"r_{code}"] = forms.CharField(
                    label=f"Reden voor {municipality.name}",
                    max_length=500,
                    required=False,
                    initial=entered.get((code, ""), {}).get("Reden", ""),
                )
        if about.entry_days:
            self.fields["rest"] = forms.BooleanField(
                label="Lege velden zijn 0",
                help_text="Verder was er op deze dagen niemand.",
                required=False,
                initial=bool(entered),
            )

    @property
    def has_days(self) -> bool:
        return len(self.days) > 1

    def cell(self, municipality: Municipality, day: date | None) -> str:
        """Return the name of the field of a municipality and a day."""
        return f"n_{municipality.cbs_code}{f'_{day:%Y%m%d}' if day and self.has_days else ''}"

    @property
    def css(self) -> str:
        return f"entry-grid stacked{' entry-grid--days' if self.has_days else ''}"

    @property
    def rest(self) -> forms.BoundField | None:
        return self["rest"] if "rest" in self.fields else None

    @property
    def headers(self) -> list[str]:
        if not self.has_days:
            return [self.about.kind.number.header]
        return [f"{WEEKDAYS[day.weekday()]} {day.day}-{day.month}" for day in self.about.entry_days]

    def rows(self) -> list[GridRow]:
        return [
            GridRow(
                row,
                [
                    (head, self[self.cell(row, day)])
                    for head, day in zip(self.headers, self.days, strict=True)
                ],
                self[f"r_{row.cbs_code}"] if self.corrects else None,
            )
            for row in self.municipalities
        ]

    def clean(self) -> None:
        for municipality in self.municipalities:
            code = municipality.cbs_code
            reason = self.cleaned_data.get(f"r_{code}", "")
            if self.corrects and self.cleaned_data.get(f"n_{code}") and not reason.strip():
                self.add_error(f"r_{code}", "Vul een reden in voor de correctie.")
        empty = sum(value is None for name, value in self.cleaned_data.items() if name.startswith("n_"))
        if "rest" in self.fields and empty and not self.cleaned_data["rest"]:
            self.add_error(
                "rest",
                f"{plural(empty, 'veld is', 'velden zijn')} leeg. Vul 0 in als er niemand was, of kies dat lege velden "
                "0 zijn.",
            )

    def content(self) -> bytes:
        """Return what was entered in our own layout of a file, so that it goes the way of every file."""
        columns, values = self.about.kind.own_columns, self.cleaned_data
        rows: list[Cells] = [[column.header for column in columns]]
        for municipality in self.municipalities:
            for day in self.days:
                number = values[self.cell(municipality, day)]
                if number is None and not values.get("rest"):
                    continue
                entry: dict[str, str | int] = {
                    "code": municipality.cbs_code,
                    "name": municipality.name,
                    "day": iso(day or self.about.last_day),
                    "number": number or 0,
                    "reason": values.get(f"r_{municipality.cbs_code}", ""),
                }
                rows.append([entry.get(column.name, "") for column in columns])
        return csv_of(rows)


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
