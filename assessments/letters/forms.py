from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from assessments.judging.given_terms import OF_THE_MUNICIPALITY, problem_with_term
from assessments.letters.matter import TERMS
from assessments.letters.province_blocks import BlockInForce, problems_with_block, tidied
from assessments.models import LetterTerms
from assessments.web import DecisionForm
from municipalities.fields import LetterDayField
from municipalities.forms import NO_PERSONS, OnWorkingDays

SAVE = "save"


class TextBlockForm(DecisionForm):
    """The text of a block; `number` is the version that was on the screen."""

    text = forms.CharField(
        label="Tekst",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"Leeg: de standaardtekst. Een nieuwe regel wordt een punt van een opsomming. {NO_PERSONS}",
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, block: BlockInForce, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.block = block
        self.initial = {"text": text, "number": block.number}

    @property
    def is_to_be_saved(self) -> bool:
        """Whether it was sent to be saved, and not only to be previewed."""
        return SAVE in self.data

    @property
    def shown_text(self) -> str:
        """The text to preview: what was typed, else what is in force; an empty one is the standard text."""
        in_force = "" if self.block.unknown_fields else self.block.text
        typed = tidied(self.cleaned_data["text"]) if self.is_bound and self.is_valid() else in_force
        return typed or self.block.standard

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        for problem in problems_with_block(self.block.key, tidied(text)):
            self.add_error("text", problem)
        return text


class LetterDaysForm(OnWorkingDays, forms.ModelForm):
    """The days in the letters over a period; a municipality gets time to answer."""

    class Meta:
        model = LetterTerms
        fields: tuple[str, ...] = (
            "letter_date",
            "reaction_due",
            "talk_due",
            "action_plan_due",
            "plan_review_due",
            "dispute_due",
            "short_reason",
            "publication_from",
            "decision_due",
        )
        field_classes = dict.fromkeys(TERMS.values(), LetterDayField)

    def clean(self) -> Any:
        values = super().clean()
        for name, sentence in self.short_terms():
            self.add_error(name, sentence)
        return values

    def short_terms(self) -> Iterator[tuple[str, str]]:
        """Yield the terms that give a municipality too little time."""
        letter_date = self.cleaned_data.get("letter_date")
        for name in OF_THE_MUNICIPALITY:
            last_day = self.cleaned_data.get(name)
            if letter_date is None or last_day is None:
                continue
            has_reason = bool(self.cleaned_data.get("short_reason"))
            if wrong := problem_with_term(self.working_days, letter_date, last_day, has_reason=has_reason):
                yield name, wrong
