"""The form that narrows an overview."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from assessments.overview.overview import Selection
from assessments.rules.ladder import Rung
from assessments.web import KnownAtForm


class OverviewForm(KnownAtForm):
    """Which municipalities of a period to show, and as known when."""

    name = forms.CharField(
        label="Gemeente",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text="Een deel van de naam is genoeg.",
    )
    rung = forms.TypedChoiceField(label="Trede", required=False, coerce=int, empty_value=None)
    measure = forms.CharField(label="Gemeten aan", required=False, widget=forms.Select)

    field_order = ["name", "rung", "measure", "known_on"]

    def __init__(self, *args: Any, rungs: Iterable[Rung], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer((), rungs)

    def offer(self, measures: Iterable[str], rungs: Iterable[Rung]) -> None:
        """Offer the rungs by these names, and what the municipalities shown were measured against.

        What they were not measured against chooses nothing.
        """
        cast(forms.TypedChoiceField, self.fields["rung"]).choices = [
            ("", "alle treden"),
            *((step.number, f"{step.number} {step.label}") for step in rungs),
        ]
        self.measures = tuple(measures)
        choices = [("", "alles"), *((label, label) for label in self.measures)]
        cast(forms.Select, self.fields["measure"].widget).choices = choices
        chosen = self.cleaned_data.get("measure") if self.measures and self.is_valid() else ""
        if chosen and chosen not in self.measures:
            self.add_error("measure", "Kies een van de keuzes uit de lijst.")

    @property
    def selection(self) -> Selection:
        """What was chosen; a choice that cannot be read chooses nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        measure = chosen.get("measure", "")
        offered = measure if measure in self.measures else ""
        return Selection(chosen.get("name", ""), chosen.get("rung"), offered)

    @property
    def asks_rung(self) -> bool:
        """Whether a rung or a measure was asked for, readable or not."""
        return bool(self["rung"].value() or self["measure"].value())
