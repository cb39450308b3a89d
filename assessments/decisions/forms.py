"""The form of a step."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.judging.motivation import STANDARD
from assessments.web import DecisionForm, TypedNumbersForm, line, text_area
from assessments.workflow import PROPOSE, Transition
from municipalities.fields import DayField
from municipalities.forms import NO_PERSONS

WITH_WORDS = ("motivation", "confirmed_numbers")
COLLEGE = "het college van burgemeester en wethouders"


class StepForm(TypedNumbersForm, DecisionForm):
    """What a step asks for; the chosen municipalities stand beside it as `key`."""

    motivation = text_area(
        "Motivering voor beoordelingen zonder eigen motivering",
        "Komt in de brief, na de bevindingen, waar de uitkomst is overgenomen. Een eigen motivering blijft staan. Waar "
        f"is afgeweken of een verschoonbare reden is genoemd, komt deze tekst niet bij. {NO_PERSONS}",
    )
    decision_date = DayField(
        label="Datum van het besluit", required=False, help_text="De dag waarop Gedeputeerde Staten besloten."
    )
    decision_number = line("Nummer van het besluit", "Zoals het in de besluitenlijst staat.", 100)
    reason = text_area("Reden", f"Blijft bij de beoordeling staan. {NO_PERSONS}")
    sent_on = DayField(label="Datum van verzending", required=False)
    addressees = line("Geadresseerden", "Functies en organen, geen namen.")
    means = line("Wijze van verzending", "Bijvoorbeeld per post of per e-mail.", 100)
    published_on = DayField(label="Datum van publicatie", required=False)
    publication_place = line("Plaats van publicatie", "Bijvoorbeeld de IBT-kaart.", 200)

    def __init__(
        self, *args: Any, step: Transition, place: str = "", shares_words: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = {*step.asks, *(WITH_WORDS if step is PROPOSE and shares_words else ())}
        self.fields = {name: field for name, field in self.fields.items() if name in asked}
        self.initial = {
            "motivation": STANDARD,
            "addressees": COLLEGE,
            "publication_place": place,
            **self.initial,
        }

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields to fill in; the boxes for numbers only once there are numbers to confirm."""
        return [field for field in self if field.name != "confirmed_numbers" or self.asks_for_numbers]
