from __future__ import annotations

from typing import Any

from django import forms

from assessments.letters.province_blocks import BlockInForce, problems_with_block, tidied
from assessments.web import DecisionForm
from municipalities.forms import NO_PERSONS

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
