from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from assessments.actions import MotivationChanged
from assessments.models import Assessment
from assessments.queries import Selection
from assessments.rules import wording
from assessments.rules.findings import SHORTAGE, TOTAL_TASK
from assessments.rules.ladder import Rung
from municipalities.actions import Refused
from municipalities.fields import DayInput
from municipalities.moments import end_of_day

EARLIEST_YEAR = 2010
"""Before it nothing can be known here: the supervision in this form is from 2012."""


class KnownAtForm(forms.Form):
    """As known on which day; empty means now."""

    known_on = forms.DateField(
        label="Cijfers bekend op",
        required=False,
        widget=DayInput,
        input_formats=["%Y-%m-%d"],
        help_text="Leeg: wat nu bekend is.",
        error_messages={"invalid": "Dit is geen datum. Kies een dag, bijvoorbeeld 1 januari 2024."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_known_on(self) -> date | None:
        day: date | None = self.cleaned_data["known_on"]
        if day is not None and day > self.today:
            raise ValidationError(f"{wording.day(day)} ligt in de toekomst. Kies vandaag of een eerdere dag.")
        if day is not None and day.year < EARLIEST_YEAR:
            raise ValidationError(f"Kies een dag vanaf 1 januari {EARLIEST_YEAR}.")
        return day

    @property
    def known_at(self) -> datetime | None:
        """The end of the chosen day; None when no day, or no readable one, was chosen."""
        self.is_valid()
        day = self.cleaned_data.get("known_on")
        return end_of_day(day) if day else None

    def refuse(self, refusal: Refused) -> None:
        for message in refusal.messages:
            self.add_error(None, message)


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


class MotivationForm(forms.Form):
    """The supervisor's own words; `version` is the one that was on the screen."""

    motivation = forms.CharField(
        label="Toelichting bij deze beoordeling",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=(
            "Komt in de brief, onder de bevindingen. Noem geen personen en geen kenmerken waaraan iemand te "
            "herkennen is."
        ),
        error_messages={
            "max_length": "De toelichting is te lang: %(show_value)s tekens. Gebruik er ten hoogste 10.000."
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    other_text = ""
    """What someone else saved in the meantime."""

    @classmethod
    def of(cls, assessment: Assessment) -> MotivationForm:
        return cls(initial={"motivation": assessment.motivation, "version": assessment.motivation_version})

    def after(self, refusal: Refused) -> MotivationForm:
        """Return the form with the refusal, ready to save over the version that was in the way."""
        form = self
        if isinstance(refusal, MotivationChanged):
            form = MotivationForm({**self.cleaned_data, "version": refusal.version})
            form.other_text = refusal.current
            form.full_clean()
        for message in refusal.messages:
            form.add_error("motivation", message)
        return form
