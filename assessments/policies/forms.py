from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from assessments.models import PolicyConfirmation
from assessments.models.policy_confirmations import SOURCE
from assessments.policies.confirm import Confirmation
from assessments.policies.lines import periods_judged_by
from assessments.rules.contract import Policy
from assessments.web import DecisionForm, line, needed
from municipalities.fields import DayField, PeriodField
from municipalities.forms import NO_PERSONS

OF_SOURCE = ("is_published", "document", "article", "place", "day")
OF_CHOICE = ("choice", "first_period")


class ConfirmationForm(DecisionForm):
    """What is confirmed about one subject of a policy: only the fields that it has."""

    sometimes = frozenset(("document", "article", "place", "day"))

    is_published = forms.TypedChoiceField(
        label="Gepubliceerd",
        error_messages={"required": "Kies of het beleidskader is gepubliceerd."},
        coerce=lambda value: value == "ja",
        empty_value=None,
        choices=[("", "Kies"), ("ja", "ja"), ("nee", "nee, het is niet gepubliceerd")],
        help_text="Is het niet gepubliceerd, dan staat dat in de brief, met de hele redenering.",
    )
    document = line("Titel", "Alleen als het is gepubliceerd: zoals boven het stuk staat.")
    article = line("Artikel of paragraaf", "Alleen als het is gepubliceerd: waar de regels staan.", 100)
    place = line("Vindplaats", "Alleen als het is gepubliceerd: bijvoorbeeld CVDR713805.", 200)
    day = DayField(label="Van kracht vanaf", required=False, help_text="Alleen als het is gepubliceerd.")
    choice = forms.ChoiceField(label="Uitleg", error_messages={"required": "Kies een uitleg uit de lijst."})
    first_period = PeriodField(
        label="Geldt vanaf",
        help_text="De eerste periode die zo wordt beoordeeld.",
        error_messages={"required": "Kies een periode die dit beleidskader beoordeelt."},
    )
    evidence = needed(
        "Staat in",
        f"Het stuk met datum, en wie het vaststelde. {NO_PERSONS}",
        "Vul in waar dit staat.",
        rows=3,
    )

    earlier = forms.IntegerField(widget=forms.HiddenInput)
    """How often it was confirmed when the page was opened."""

    def __init__(
        self,
        *args: Any,
        policy: Policy,
        subject: str,
        earlier: Sequence[PolicyConfirmation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        # What was confirmed last, else what is known of the policy.
        published = next((row for row in earlier if row.is_published), policy.publication)
        known = {name: getattr(published, name) for name in OF_SOURCE[1:]} if subject == SOURCE else {}
        self.initial = {"earlier": len(earlier), **known}
        choices = {} if subject == SOURCE else policy.assumption(subject).choices or {}
        has = {*(OF_SOURCE if subject == SOURCE else ()), *(OF_CHOICE if choices else ())}
        for name in (*OF_SOURCE, *OF_CHOICE):
            if name not in has:
                del self.fields[name]
        if choices:
            cast(forms.ChoiceField, self.fields["choice"]).choices = [("", "Kies"), *choices.items()]
            judged = [period.pk for period in periods_judged_by(policy)]
            field = cast(forms.ModelChoiceField, self.fields["first_period"])
            field.queryset = cast(Any, field.queryset).filter(pk__in=judged)

    @property
    def stated(self) -> Confirmation:
        """What was said; of what is not published nothing else is."""
        without = {"earlier", *(OF_SOURCE[1:] if self.cleaned_data.get("is_published") is False else ())}
        return Confirmation(
            **{name: value for name, value in self.cleaned_data.items() if name not in without}
        )
