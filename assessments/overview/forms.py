"""The form that narrows an overview."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from assessments.overview.overview import Selection
from assessments.rules.findings import SHORTAGE, TOTAL_TASK
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
    basis = forms.ChoiceField(
        label="Basis",
        required=False,
        choices=[("", "alles"), (SHORTAGE, SHORTAGE), (TOTAL_TASK, TOTAL_TASK)],
    )

    field_order = ["name", "rung", "basis", "known_on"]

    def __init__(self, *args: Any, ladder: Iterable[Rung], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rung = cast(forms.TypedChoiceField, self.fields["rung"])
        rung.choices = [
            ("", "alle treden"),
            *((step.number, f"{step.number} {step.label}") for step in ladder),
        ]

    @property
    def selection(self) -> Selection:
        """What was chosen; a choice that cannot be read chooses nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return Selection(chosen.get("name", ""), chosen.get("rung"), chosen.get("basis", ""))
