"""The grid to enter figures by hand: what is entered becomes a file in our own layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from municipalities.fields import DutchIntegerField
from municipalities.intake.known import Cells, csv_of
from municipalities.intake.particulars import Particulars
from municipalities.models import DeliveryKind, Municipality


class GridForm(forms.Form):
    """A number per municipality, filled with what is known; corrections also ask why."""

    def __init__(
        self,
        *args: Any,
        about: Particulars,
        known: Mapping[Municipality, int | None],
        entered: Mapping[str, Mapping[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        self.municipalities = list(known)
        corrects = about.kind.kind == DeliveryKind.CORRECTIONS
        for municipality, number in known.items():
            code = municipality.cbs_code
            before = entered.get(code, {})
            self.fields[f"n_{code}"] = DutchIntegerField(
                label=municipality.name,
                required=not corrects,
                signed=about.kind.signed,
                initial=before.get(about.kind.number.header, number),
                error_messages={"required": "Vul een aantal in; 0 als er niemand is."},
            )
            if corrects:
                self.fields[f"r_{code}"] = forms.CharField(
                    label=f"Reden voor {municipality.name}",
                    max_length=500,
                    required=False,
                    initial=before.get("Reden", ""),
                )

    def rows(self) -> list[tuple[Municipality, forms.BoundField, forms.BoundField | None]]:
        return [
            (
                municipality,
                self[f"n_{municipality.cbs_code}"],
                self[f"r_{municipality.cbs_code}"] if f"r_{municipality.cbs_code}" in self.fields else None,
            )
            for municipality in self.municipalities
        ]

    def clean(self) -> None:
        for municipality in self.municipalities:
            code = municipality.cbs_code
            reason = self.cleaned_data.get(f"r_{code}", "")
            if f"r_{code}" in self.fields and self.cleaned_data.get(f"n_{code}") and not reason.strip():
                self.add_error(f"r_{code}", "Vul een reden in voor de correctie.")

    def content(self) -> bytes:
        """Return what was entered in our own layout of a file, so that it goes the way of every file."""
        kind, day = self.about.kind, self.about.last_day
        columns = kind.own_columns
        rows: list[Cells] = [[column.header for column in columns]]
        for municipality in self.municipalities:
            number = self.cleaned_data[f"n_{municipality.cbs_code}"]
            if number is None:
                continue
            values: dict[str, str | int] = {
                "code": municipality.cbs_code,
                "name": municipality.name,
                "day": day.isoformat() if day else "",
                "number": number,
                "reason": self.cleaned_data.get(f"r_{municipality.cbs_code}", ""),
            }
            rows.append([values.get(column.name, "") for column in columns])
        return csv_of(rows)
