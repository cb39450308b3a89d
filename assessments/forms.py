from __future__ import annotations

from datetime import datetime

from django import forms

from assessments.actions import MotivationChanged
from assessments.models import Assessment
from municipalities.actions import Refused
from municipalities.moments import end_of_day


class KnownAtForm(forms.Form):
    """As known on which day; empty means now."""

    known_on = forms.DateField(
        label="Cijfers bekend op",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text="De hele dag telt mee. Leeg: alles wat nu bekend is.",
        error_messages={"invalid": "Dit is geen datum. Kies een dag, bijvoorbeeld 1 januari 2024."},
    )

    @property
    def known_at(self) -> datetime | None:
        """The end of the chosen day; None when no day, or no readable one, was chosen."""
        day = self.cleaned_data.get("known_on") if self.is_valid() else None
        return end_of_day(day) if day else None

    def refuse(self, refusal: Refused) -> None:
        for message in refusal.messages:
            self.add_error(None, message)


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
