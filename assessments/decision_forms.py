"""Forms of decisions. What they hold goes to an action, which decides; its refusals come back to the fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q

from assessments.acts import NEEDED
from assessments.models import ActKind, ActOutcome
from assessments.motivation import STANDARD
from assessments.rules.ladder import LADDER
from assessments.workflow import PROPOSE, Transition
from municipalities.actions import Refused
from municipalities.fields import DayField, DutchIntegerField, PeriodField
from municipalities.forms import NO_PERSONS
from municipalities.models import Municipality

COLLEGE = "het college van burgemeester en wethouders"


def text_area(label: str, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def line(label: str, help_text: str = "", max_length: int = 300) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=max_length, help_text=help_text)


def needed(
    label: str, help_text: str, missing: str, *, max_length: int = 10_000, rows: int = 0
) -> forms.CharField:
    """Return a field that must be filled in: a line, or with `rows` an area; `missing` says so when it is not."""
    return forms.CharField(
        label=label,
        max_length=max_length,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput,
        help_text=help_text,
        error_messages={"required": missing},
    )


class DecisionForm(forms.Form):
    """A form whose action says what is missing, as far as it depends on the rest."""

    sometimes: frozenset[str] = frozenset()
    """Fields of which the help says when they are needed: they are not called optional."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.sometimes:
            vars(self.fields[name])["needed_at_times"] = True
        for field in self.fields.values():
            # A browser cuts off the rest of a longer text without a word; the form says that it is too long.
            field.widget.attrs.pop("maxlength", None)

    def refuse(self, refusal: Refused) -> None:
        """Show each sentence at its field, and the others above the form."""
        fields: Mapping[str, str] = getattr(refusal, "fields", {})
        for name, message in fields.items():
            self.add_error(name if name in self.fields else None, message)
        for message in refusal.messages:
            if message not in fields.values():
                self.add_error(None, message)


class StepForm(DecisionForm):
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
        asked = {*step.asks, *(["motivation"] if step is PROPOSE and shares_words else [])}
        self.fields = {name: field for name, field in self.fields.items() if name in asked}
        self.initial = {
            "motivation": STANDARD,
            "addressees": COLLEGE,
            "publication_place": place,
            **self.initial,
        }


class ReasonForm(DecisionForm):
    """Why."""

    reason = needed("Reden", f"Blijft bij de gegevens staan. {NO_PERSONS}", "Vul een reden in.", rows=3)


class OpeningRungForm(DecisionForm):
    """A rung that was adopted before this application, or by a municipality that merged."""

    period = PeriodField(
        help_text="De periode waarover deze trede is vastgesteld. Staat die er niet bij? Vraag de beheerder de periode "
        "eerst toe te voegen, bij Beheer."
    )
    rung = forms.TypedChoiceField(
        label="Trede",
        coerce=int,
        choices=[("", "Kies een trede"), *((step.number, f"{step.number} {step.label}") for step in LADDER)],
    )
    adopted_on = DayField(label="Vastgesteld op")
    letter_reference = needed(
        "Kenmerk van de brief",
        "Waar de gemeente deze trede in las.",
        "Vul het kenmerk van de brief in.",
        max_length=100,
    )
    inherited_from = forms.ModelChoiceField(
        Municipality.objects.none(),
        label="Overgenomen van",
        required=False,
        to_field_name="cbs_code",
        empty_label="geen keuze na een herindeling",
        help_text="Na een herindeling: van welke gemeente de trede doorgaat. Dat kan ook de eigen trede zijn.",
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["inherited_from"]
        field.queryset = Municipality.objects.filter(Q(successor=municipality) | Q(pk=municipality.pk))
        if not municipality.predecessors.exists():
            del self.fields["inherited_from"]


class LegalActForm(DecisionForm):
    """A notice, decision or execution, with its own term."""

    sometimes = frozenset(name for names in NEEDED.values() for name in names)

    kind = forms.ChoiceField(label="Soort", choices=[("", "Kies een soort"), *ActKind.choices])
    decided_on = DayField(label="Datum van het besluit")
    decision_number = forms.CharField(label="Nummer van het besluit", max_length=100)
    term_start = DayField(label="Begin van de termijn", help_text="De eerste dag.")
    term_end = DayField(label="Einde van de termijn", help_text="Die dag hoort er nog bij.")
    scope = DutchIntegerField(label="Omvang", help_text="Het aantal vergunninghouders waar het om gaat.")
    scope_text = forms.CharField(
        label="Omschrijving van de omvang",
        max_length=300,
        help_text='Past in "Het gaat om …", bijvoorbeeld "de achterstand op 1 januari 2024".',
    )
    addressees = forms.CharField(label="Geadresseerden", max_length=300, initial=COLLEGE)
    copy_to_council = forms.BooleanField(label="Afschrift aan de gemeenteraad", required=False)
    view_due = DayField(
        label="Uiterste datum zienswijze", required=False, help_text="Nodig bij een voornemen."
    )
    required_results = text_area(
        "Wat de gemeente moet bereiken", "Nodig bij een besluit: resultaat en datum."
    )
    letters_and_talks = text_area("Wat eraan voorafging", "Nodig bij een besluit: brieven, gesprekken, plan.")
    view = text_area("Zienswijze van de gemeente", "Nodig bij een besluit: de samenvatting.")
    lighter_means = text_area("Afweging van een lichter middel", "Nodig bij een besluit.")
    appeal_address = line("Adres voor het beroep", "Nodig bij een besluit.")
    published_on = DayField(label="Bekendgemaakt op", required=False)
    publication_place = line("Plaats van bekendmaking", "", 200)


class ActEndForm(DecisionForm):
    """How an act ended."""

    ended_on = DayField(label="Geëindigd op")
    outcome = forms.ChoiceField(label="Afloop", choices=[("", "Kies een afloop"), *ActOutcome.choices])
    reason = needed("Toelichting", f"Waaruit dit blijkt. {NO_PERSONS}", "Vul een toelichting in.", rows=3)


class PublicationForm(DecisionForm):
    """When and where an act was made public."""

    published_on = DayField(label="Bekendgemaakt op")
    publication_place = line("Plaats van bekendmaking", "Een nieuwe bekendmaking vervangt de vorige.", 200)
