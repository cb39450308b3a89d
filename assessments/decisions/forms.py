"""The form of a step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from assessments.decisions.candidates import Change, Subject
from assessments.judging.motivation import STANDARD
from assessments.letters.forms import LetterDaysForm
from assessments.rules.ladder import Rung
from assessments.web import (
    DecisionForm,
    NarrowingForm,
    TypedNumbersForm,
    line,
    narrowing_choice,
    rung_choice,
    text_area,
)
from assessments.workflow import PROPOSE, Transition
from municipalities.fields import DayField
from municipalities.forms import NO_PERSONS

WITH_WORDS = ("motivation", "confirmed_numbers")
COLLEGE = "het college van burgemeester en wethouders"


class StepForm(TypedNumbersForm, DecisionForm):
    """What a step asks for; the chosen municipalities stand beside it as `key`."""

    also: tuple[str, ...] = ()
    """Fields of the form that no field of `Step` keeps."""

    motivation = text_area(
        "Motivering voor beoordelingen zonder eigen motivering",
        "Komt in de brief, na de bevindingen, waar de uitkomst is overgenomen. Een eigen motivering blijft staan. Waar "
        f"is afgeweken of een verschoonbare reden is genoemd, komt deze tekst niet bij. {NO_PERSONS}",
    )
    decision_date = DayField(
        label="Datum van het besluit", required=False, help_text="De dag waarop Gedeputeerde Staten besloten."
    )
    decision_number = line("Nummer van het besluit", "Zoals het in de besluitenlijst staat.", 100)
    sent_on = DayField(label="Datum van verzending", required=False)
    addressees = line("Geadresseerden", "Functies en organen, geen namen.")
    means = line("Wijze van verzending", "Bijvoorbeeld per post of per e-mail.", 100)
    published_on = DayField(label="Datum van publicatie", required=False)
    publication_place = line("Plaats van publicatie", "Bijvoorbeeld de IBT-kaart.", 200)
    reason = text_area("Reden", f"Blijft bij de beoordeling staan. {NO_PERSONS}")

    def __init__(
        self, *args: Any, step: Transition, place: str = "", shares_words: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = {*step.asks, *self.also, *(WITH_WORDS if step is PROPOSE and shares_words else ())}
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


class ProposeForm(LetterDaysForm, StepForm):
    """What a proposal asks for, and the days in the letters that follow: Beheer keeps them, in one place."""

    also = LetterDaysForm.Meta.fields

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in super().shown_fields if field.name not in self.also]

    @property
    def letter_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in (*self.also, "kept_days")]

    @property
    def instance_note(self) -> str:
        """Whose days these are, and where they are kept."""
        whose = self.instance.municipality
        others = "in alle brieven over deze periode die nog niet zijn vastgesteld"
        return f"Zij staan {f'alleen in de brief aan {whose}' if whose else others}, en bij Beheer."

    @property
    def changed_days(self) -> list[str]:
        return [name for name in self.changed_data if name in self.also]

    @property
    def given(self) -> dict[str, Any]:
        """What goes with the proposals."""
        return {name: self.cleaned_data[name] for name in WITH_WORDS if name in self.fields}


class SubjectsForm(NarrowingForm):
    """Which municipalities to take a step with."""

    def __init__(self, *args: Any, subjects: Iterable[Subject], rungs: Iterable[Rung], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures = {row.judgement.measured_against_label for row in subjects} - {""}
        self.fields["rung"] = rung_choice("Trede", rungs)
        self.fields["measure"] = narrowing_choice("Gemeten aan", sorted(measures))
        self.fields["change"] = narrowing_choice("Verandering", Change)

    def holds(self, row: Subject) -> bool:
        return all(TESTS[name](row, value) for name, value in self.chosen.items())


TESTS: dict[str, Callable[[Subject, Any], bool]] = {
    "name": lambda row, asked: asked in row.name_key,
    "rung": lambda row, asked: row.judgement.rung == asked,
    "measure": lambda row, asked: row.judgement.measured_against_label == asked,
    "change": lambda row, asked: row.change == asked,
}
"""What holds of a row, by the name of the field that asks it."""
