"""Forms of what is put on record in a dossier: legal acts, and rungs taken over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q

from assessments.decisions.act_problems import NEEDED
from assessments.decisions.forms import COLLEGE
from assessments.judging.province_ladder import names_of_rungs
from assessments.models import ActKind, ActOutcome
from assessments.web import DecisionForm, line, needed, text_area
from municipalities.fields import DayField, DutchIntegerField, LastDayField, PeriodField
from municipalities.forms import NO_PERSONS, OnWorkingDays
from municipalities.models import Municipality


class OpeningRungForm(DecisionForm):
    """A rung that was adopted before this application, or by a municipality that merged."""

    period = PeriodField(
        help_text="De periode waarover deze trede is vastgesteld. Staat die er niet bij? Vraag de beheerder de periode "
        "eerst toe te voegen, bij Beheer."
    )
    rung = forms.TypedChoiceField(
        label="Trede",
        coerce=int,
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
        rung: Any = self.fields["rung"]
        names = names_of_rungs(municipality.province)
        rung.choices = [
            ("", "Kies een trede"),
            *((number, f"{number} {name}") for number, name in names.items()),
        ]
        field: Any = self.fields["inherited_from"]
        field.queryset = Municipality.objects.filter(Q(successor=municipality) | Q(pk=municipality.pk))
        if not municipality.predecessors.exists():
            del self.fields["inherited_from"]


class LegalActForm(OnWorkingDays, DecisionForm):
    """A notice, decision or execution, with its own term."""

    sometimes = frozenset(
        {"view_given", "view_on", "view", "weighing", *(name for names in NEEDED.values() for name in names)}
    )

    kind = forms.ChoiceField(label="Soort", choices=[("", "Kies een soort"), *ActKind.choices])
    decided_on = DayField(
        label="Datum van het besluit",
        error_messages={"required": "Vul de datum van het besluit in, bijvoorbeeld 5 februari 2026."},
    )
    decision_number = needed(
        "Nummer van het besluit", "", "Vul het nummer van het besluit in.", max_length=100
    )
    term_start = DayField(label="Begin van de termijn", help_text="De eerste dag.")
    term_end = LastDayField(
        label="Einde van de termijn",
        help_text="Die dag hoort er nog bij.",
        error_messages={"required": "Vul de laatste dag van de termijn in."},
    )
    scope = DutchIntegerField(
        label="Omvang",
        help_text="De achterstand op de eerste dag van dit halfjaar; bij een vervolg die van het voornemen.",
        error_messages={"required": "Vul de omvang in: het aantal vergunninghouders."},
    )
    addressees = forms.CharField(label="Geadresseerden", max_length=300, initial=COLLEGE)
    copy_to_council = forms.BooleanField(label="Afschrift aan de gemeenteraad", required=False)
    view_due = LastDayField(
        label="Uiterste datum zienswijze", required=False, help_text="Nodig bij een voornemen."
    )
    required_results = text_area(
        "Wat de gemeente moet bereiken", "Nodig bij een besluit: resultaat en datum."
    )
    letters_and_talks = text_area("Wat eraan voorafging", "Nodig bij een besluit: brieven, gesprekken, plan.")
    view_given = forms.TypedChoiceField(
        label="Zienswijze",
        required=False,
        choices=[("", "niet van toepassing"), ("ja", "De gemeente gaf er een"), ("nee", "Er kwam er geen")],
        coerce=lambda chosen: chosen == "ja",
        empty_value=None,
        help_text="Nodig bij een besluit.",
    )
    view_on = DayField(label="Datum van de zienswijze", required=False)
    view = text_area("Zienswijze van de gemeente", "De samenvatting.")
    weighing = text_area("Weging van de zienswijze", "Wat de zienswijze verandert, of waarom niet.")
    lighter_means = text_area("Afweging van een lichter middel", "Nodig bij een besluit.")
    interests = text_area(
        "Afweging van belangen",
        "Nodig bij een besluit: de gevolgen voor de gemeente tegen het belang van het besluit.",
    )
    demands = text_area(
        "Wat wij nu vorderen", 'Alleen bij een uitvoering; komt in de brief na "Wij vorderen nu:".'
    )
    appeal_address = line("Adres voor het beroep", "Nodig bij een besluit.")
    published_on = DayField(label="Bekendgemaakt op", required=False)
    publication_place = line("Plaats van bekendmaking", "", 200)


class ActEndForm(DecisionForm):
    """How an act ended."""

    ended_on = DayField(label="Geëindigd op")
    outcome = forms.ChoiceField(
        label="Afloop", help_text="Vervallen of uitgevoerd kan pas als de omvang is gehaald."
    )
    reason = needed("Toelichting", f"Waaruit dit blijkt. {NO_PERSONS}", "Vul een toelichting in.", rows=3)
    costs = line("Kosten", 'Als zij bekend zijn; komt in de brief na "De kosten waren".', 100)

    def __init__(self, *args: Any, outcomes: Iterable[ActOutcome], is_execution: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_execution:
            del self.fields["costs"]
        outcome: Any = self.fields["outcome"]
        outcome.choices = [("", "Kies een afloop"), *((each.value, each.label) for each in outcomes)]


class ActExtensionForm(OnWorkingDays, DecisionForm):
    """More time for an act that runs."""

    decided_on = DayField(
        label="Datum van het besluit",
        error_messages={"required": "Vul de datum van het besluit in, bijvoorbeeld 5 februari 2026."},
    )
    decision_number = needed(
        "Nummer van het besluit", "", "Vul het nummer van het besluit in.", max_length=100
    )
    term_end = LastDayField(
        label="Nieuw einde van de termijn",
        help_text="Die dag hoort er nog bij.",
        error_messages={"required": "Vul de laatste dag van de termijn in."},
    )
    reason = needed(
        "Reden", f'Komt in de brief na "omdat". {NO_PERSONS}', "Vul in waarom er meer tijd komt.", rows=3
    )


class ActLetterForm(DecisionForm):
    """The day above the letter of a step."""

    printed_on = DayField(
        label="Datum van de brief", help_text="Na het vaststellen verandert de brief niet meer."
    )


class ActLetterReplaceForm(ActLetterForm):
    """The day above a letter that takes the place of another, and what differs."""

    changes = text_area(
        "Wat er anders is",
        'Komt in de brief na "Anders zijn:". Leeg laten kan alleen als de vorige niet is verzonden.',
    )


class ActLetterSentForm(DecisionForm):
    """That the letter of a step was sent."""

    sent_on = DayField(label="Datum van verzending")
    addressees = needed("Geadresseerden", "", "Vul in aan wie de brief is verzonden.", max_length=300)
    means = needed("Wijze van verzending", "", "Vul in hoe de brief is verzonden.", max_length=100)


class PublicationForm(DecisionForm):
    """When and where an act was made public."""

    published_on = DayField(label="Bekendgemaakt op")
    publication_place = line("Plaats van bekendmaking", "Een nieuwe bekendmaking vervangt de vorige.", 200)
