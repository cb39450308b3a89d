"""The form on which a person motivates an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms

from assessments.judging.save_motivation import MotivationChanged
from assessments.models import Assessment, AssessmentVersion
from assessments.models.judgements import LETTER_FIELDS
from assessments.rules.deviation import EFFECTS, Choice
from assessments.web import TypedNumbersForm
from audit.refused import Refused
from municipalities import dutch
from municipalities.fields import DayField, DutchIntegerField, LetterDayField
from municipalities.forms import NO_PERSONS, OnWorkingDays

FORMATTING = "Een lege regel begint een alinea, “- ” een opsomming; **twee sterretjes** maken vet."
CHOICE_FIELDS = {
    "rung": "chosen_rung",
    "reason": "deviation_reason",
    "presented_on": "presented_on",
    "ground": "ground",
    "evidence": "ground_evidence",
    "effect": "ground_effect",
    "norm": "ground_norm",
}
"""Where the parts of a choice stand in the form."""
TOGETHER_IN_LETTER = (("letter_paragraphs",), ("asks", "asks_due"), ("extra_requests",))
"""Which of LETTER_FIELDS are one thing."""


def letter_text(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"{help_text} {NO_PERSONS}",
    )


class MotivationForm(OnWorkingDays, TypedNumbersForm):
    """The supervisor's own words and choice; `version` is the one that was on the screen."""

    general_field = "motivation"
    renamed = CHOICE_FIELDS

    motivation = forms.CharField(
        label="Toelichting bij deze beoordeling",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"Komt in de brief, onder de bevindingen. {FORMATTING} {NO_PERSONS}",
        error_messages={
            "max_length": "De toelichting is te lang: %(show_value)s tekens. Gebruik er ten hoogste 10.000."
        },
    )
    chosen_rung = forms.TypedChoiceField(
        label="Trede",
        required=False,
        coerce=int,
        empty_value=None,
    )
    deviation_reason = forms.CharField(
        label="Reden van afwijking",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "Welke bijzondere omstandigheden maken de uitkomst onevenredig (artikel 4:84 Awb)? Of dat "
            "een zwaardere trede kan dragen, is onzeker: laat dat toetsen."
        ),
    )
    presented_on = DayField(
        label="Voorgelegd op",
        required=False,
        help_text="Alleen bij een zwaardere trede: de dag waarop u die aan de gemeente voorlegde. Zonder die dag kan "
        "de brief niet worden vastgesteld.",
    )
    ground = forms.ChoiceField(label="Verschoonbare reden", required=False)
    ground_evidence = forms.CharField(
        label="Waaruit dat blijkt",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Komt in de brief. {NO_PERSONS}",
    )
    ground_effect = forms.ChoiceField(
        label="Gevolg",
        required=False,
        choices=[("", "geen"), *EFFECTS.items()],
        help_text="Aanname A11: wat een verschoonbare reden doet, staat niet in een gevonden bron.",
    )
    ground_norm = DutchIntegerField(
        label="Aangepast aantal", required=False, help_text="Alleen bij het gevolg gevraagd aantal aanpassen."
    )
    letter_paragraphs = letter_text(
        "Eigen alinea's", "Komen in de brief onder een eigen kop, na de vooruitblik."
    )
    asks = letter_text("Wat wij verder vragen", "Komt in de brief na wat de trede vraagt; niet op trede 1.")
    asks_due = LetterDayField(
        label="Uiterlijk", required=False, help_text="De laatste dag waarop de gemeente dat kan doen."
    )
    extra_requests = letter_text(
        "Wat wij los van de trede vragen",
        "Bijvoorbeeld plekken voor Nidos. De brief zegt dat dit niet meetelt voor de trede.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    concept = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, assessment: Assessment | AssessmentVersion, **kwargs: Any) -> None:
        super().__init__(*args, province=assessment.municipality.province_id, **kwargs)
        self.assessment = assessment
        self.others: list[tuple[str, str]] = []
        """What someone else saved in the meantime: the name of each part that differs, and its text."""
        ground = cast(forms.ChoiceField, self.fields["ground"])
        policy = assessment.rules
        ground.choices = [("", "geen"), *((row.code, row.text) for row in policy.excusable_grounds)]
        rung = cast(forms.TypedChoiceField, self.fields["chosen_rung"])
        numbers = [step.number for step in policy.ladder.rungs]
        rung.choices = [("", "neem de uitkomst over"), *((number, f"{number}") for number in numbers)]
        self.initial = {
            "motivation": assessment.motivation,
            "version": getattr(assessment, "motivation_version", 0),
            "concept": assessment.pk,
            **{name: getattr(assessment, name) for name in CHOICE_FIELDS.values()},
            **assessment.letter_additions,
        }

    @property
    def choice(self) -> Choice:
        chosen: dict[str, Any] = {name: self.cleaned_data[field] for name, field in CHOICE_FIELDS.items()}
        return Choice(**chosen)

    @property
    def choice_fields(self) -> list[forms.BoundField]:
        return [self[field] for field in CHOICE_FIELDS.values()]

    @property
    def letter(self) -> dict[str, Any]:
        """What is added to the letter."""
        return {name: self.cleaned_data[name] for name in LETTER_FIELDS}

    @property
    def letter_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in LETTER_FIELDS]

    @property
    def deviates(self) -> bool:
        """Whether there is a choice to show, or something wrong with one."""
        return any(field.value() or field.errors for field in self.choice_fields)

    @property
    def adds_to_letter(self) -> bool:
        return any(field.value() or field.errors for field in self.letter_fields)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was filled in, as labels and texts, for where it cannot be saved any more."""
        fields = [self["motivation"], *self.choice_fields, *self.letter_fields]
        shown = {field.name: self.data.get(field.name, "") for field in fields}
        return self.in_words(shown)

    def in_words(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return values of the fields as labels and texts; an empty one is left out."""
        found = []
        for name, value in values.items():
            field = self.fields[name]
            choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
            named = {str(key): str(label) for key, label in choices}
            text = dutch.day_text(value) if isinstance(value, date) else str(value)
            if value not in ("", None):
                found.append((str(field.label), named.get(text, text)))
        return found

    def after(self, refusal: Refused) -> MotivationForm:
        """Return the form with the refusal, ready to save over the version that was in the way."""
        form = self
        if isinstance(refusal, MotivationChanged):
            form = self.beside(refusal)
        form.refuse(refusal)
        return form

    def beside(self, changed: MotivationChanged) -> MotivationForm:
        """Return the form with what both wrote and chose.

        What was left empty here takes over what was saved there, so that saving again loses nothing that
        nobody looked at. A choice is one thing, and so is a question with its day: parts are never mixed.
        """
        saved = {field: getattr(changed.choice, part) for part, field in CHOICE_FIELDS.items()}
        theirs = {**saved, **changed.letter}
        typed = {name: self.data.get(name, "") for name in self.fields}
        typed |= {"version": changed.version, "concept": changed.concept}
        typed["confirmed_numbers"] = self.cleaned_data["confirmed_numbers"]
        typed["motivation"] = typed["motivation"] or changed.current
        for part in (tuple(saved), *TOGETHER_IN_LETTER):
            if not any(typed[name] for name in part):
                typed |= {name: "" if (value := theirs[name]) is None else value for name in part}
        form = MotivationForm(typed, assessment=self.assessment)
        form.others = form.in_words({"motivation": changed.current, **theirs}) or [("Toelichting", "geen")]
        form.full_clean()
        return form
