"""Forms of notes about a municipality; the action says what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.permissions import supervisors_of
from assessments.judging.given_terms import given_terms
from assessments.web import DecisionForm, line, needed, text_area
from municipalities.contacts.attachments import MOST_FILES, NAMED, fill_in_files
from municipalities.dutch import day_text
from municipalities.fields import DayField, DutchIntegerField, FilesField, LastDayField, PeriodField
from municipalities.forms import NO_PERSONS, OnWorkingDays
from municipalities.models import (
    ActionPlan,
    Agreement,
    ContactPoint,
    Conversation,
    Level,
    Memo,
    Municipality,
    Note,
    Outcome,
    Owner,
    PlanVerdict,
    Received,
    Reply,
    ReplyTo,
    SideFigure,
    SideKind,
)
from municipalities.moments import local_day

AGREED = f"Wat de gemeente of de provincie doet. {NO_PERSONS}"
LAST = "Die dag hoort er nog bij."


class NoteForm(OnWorkingDays, DecisionForm):
    """A form that also shows what was recorded before; then it can be withdrawn."""

    withdraw = forms.BooleanField(
        label="Intrekken: dit is per vergissing vastgelegd",
        required=False,
        help_text="Het blijft zichtbaar voor wie het dossier van een eerdere dag bekijkt.",
    )

    field_order: list[str] = []

    def __init__(
        self, *args: Any, municipality: Municipality, row: Note | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, province=municipality.province_id, **kwargs)
        if row is None:
            del self.fields["withdraw"]
        else:
            self.fields["withdraw"] = self.fields.pop("withdraw")
            self.initial = {name: self.value_of(row, name) for name in self.fields if name != "withdraw"}

    def value_of(self, row: Note, name: str) -> Any:
        return getattr(row, name)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "withdraw"}

    @property
    def also(self) -> dict[type[Note], dict[str, Any]]:
        """What is added with it, by kind."""
        return {}


class NoteWithFilesForm(NoteForm):
    """A form of a note to which files can be added, and from which they can be left out."""

    uploads = FilesField(label="Bijlagen toevoegen", required=False)
    dropped = forms.TypedMultipleChoiceField(
        label="Bijlagen weghalen",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.carried: list[int] = row.files or [] if row else []
        self.fields["uploads"].help_text = (
            f"{NAMED}. Hooguit {MOST_FILES}, elk tot {settings.ATTACHMENT_MB} MB; meer tegelijk kan. Na een "
            "foutmelding kiest u ze opnieuw."
        )
        if self.carried:
            fill_in_files([row])
            field: Any = self.fields["dropped"]
            field.choices = [(file.pk, file.name) for file in row.attached]
        else:
            del self.fields["dropped"]
        for name in ("uploads", "dropped", "withdraw"):
            if name in self.fields:
                self.fields[name] = self.fields.pop(name)

    def value_of(self, row: Note, name: str) -> Any:
        return None if name in ("uploads", "dropped") else super().value_of(row, name)

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        dropped = values.pop("dropped", ())
        return {**values, "files": [key for key in self.carried if key not in dropped]}


class ConversationForm(NoteWithFilesForm):
    """A talk, held or planned."""

    is_planned = forms.TypedChoiceField(
        label="Stand",
        coerce=lambda value: value == "True",
        choices=[("False", "Gevoerd"), ("True", "Gepland")],
        widget=forms.RadioSelect,
        initial="False",
    )
    day = DayField(label="Datum")
    level = forms.ChoiceField(
        label="Niveau", choices=Level.choices, widget=forms.RadioSelect, initial=Level.OFFICIAL
    )
    participants = needed(
        "Deelnemers",
        "Functies, geen namen: bijvoorbeeld beleidsadviseur wonen en toezichthouder.",
        "Vul in wie deelnemen, met hun functie.",
        max_length=300,
    )
    summary = needed(
        "Samenvatting",
        f"Bij een gepland gesprek: waarover het zal gaan. {NO_PERSONS}",
        "Vul in waarover het gesprek ging, of zal gaan.",
        rows=6,
    )


class TalkForm(ConversationForm):
    """A talk to add, with what was agreed in it."""

    sometimes = frozenset({"due_on"})

    text = line("Afspraak", f"{AGREED} Leeg als er niets is afgesproken.")
    due_on = LastDayField(label="Uiterlijk op", required=False, help_text=f"Nodig bij een afspraak. {LAST}")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["day"] = local_day(timezone.now())

    def clean(self) -> Any:
        values = super().clean()
        if {"text", "due_on"} <= values.keys() and bool(values["text"]) != bool(values["due_on"]):
            name, missing = ("due_on", "tot wanneer") if values["text"] else ("text", "wat")
            self.add_error(name, f"Vul in {missing} is afgesproken, of laat ook het andere leeg.")
        return values

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name not in ("text", "due_on")}

    @property
    def also(self) -> dict[type[Note], dict[str, Any]]:
        agreed = {name: self.cleaned_data[name] for name in ("text", "due_on")}
        return {Agreement: agreed} if agreed["text"] else {}


class AgreementForm(NoteForm):
    """What was agreed, and what came of it."""

    sometimes = frozenset({"ended_on"})

    text = needed(
        "Afspraak",
        AGREED,
        "Vul in wat is afgesproken.",
        max_length=300,
    )
    due_on = LastDayField(label="Uiterlijk op", help_text=LAST)
    outcome = forms.ChoiceField(label="Uitkomst", choices=Outcome.choices, required=False)
    ended_on = DayField(
        label="Datum van de uitkomst", required=False, help_text="Nodig zodra er een uitkomst is."
    )
    remark = text_area("Toelichting", NO_PERSONS)


class ActionPlanForm(NoteWithFilesForm):
    """A plan of action: asked, delivered, judged."""

    sometimes = frozenset({"delivered_on", "judged_on"})

    asked_on = DayField(label="Gevraagd op")
    due_on = LastDayField(label="Uiterlijk op", help_text=LAST)
    delivered_on = DayField(
        label="Ontvangen op", required=False, help_text="Leeg zolang het plan er niet is."
    )
    verdict = forms.ChoiceField(label="Oordeel", choices=PlanVerdict.choices, required=False)
    judged_on = DayField(
        label="Datum van het oordeel", required=False, help_text="Nodig zodra er een oordeel is."
    )
    remark = text_area("Toelichting", NO_PERSONS)


class ReplyForm(NoteWithFilesForm):
    """What a municipality answered, or that nothing is waited for any more."""

    sometimes = frozenset({"sender", "document"})

    about = forms.ChoiceField(
        label="Waarover", help_text="Wat de gemeente beantwoordt. Dat staat daarna niet meer open."
    )
    outcome = forms.ChoiceField(
        label="Stand", choices=Received.choices, widget=forms.RadioSelect, initial=Received.RECEIVED
    )
    day = DayField(
        label="Datum", help_text="De dag waarop u haar ontving of hoorde, of besloot niet langer te wachten."
    )
    sender = line(
        "Van", "Functie, geen naam: bijvoorbeeld beleidsadviseur wonen. Nodig bij een reactie.", 200
    )
    document = line(
        "Bestand of kenmerk",
        "Waar de reactie of het verslag van het horen staat, zoals in uw zaaksysteem. Nodig bij een reactie.",
        200,
    )
    summary = needed(
        "Inhoud",
        f"Wat erin staat, of waarom u niet langer wacht. {NO_PERSONS}",
        "Vul in wat erin staat, of waarom u niet langer wacht.",
        rows=4,
    )

    def __init__(self, *args: Any, municipality: Municipality, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, municipality=municipality, row=row, **kwargs)
        terms = given_terms([municipality], known_at=timezone.now())
        self.asked = {f"{term.kind} {term.reference}": term for term in terms if term.can_be_answered}
        choices = {key: term.told for key, term in self.asked.items()}
        if row is not None:
            choices.setdefault(
                self.value_of(row, "about"), f"{row.get_about_display()} {row.reference}".strip()
            )
        choices.setdefault(f"{ReplyTo.OTHER} ", ReplyTo.OTHER.label)
        field: Any = self.fields["about"]
        field.choices = [("", "Kies waarover het gaat"), *choices.items()]

    def value_of(self, row: Any, name: str) -> Any:
        return f"{row.about} {row.reference}" if name == "about" else super().value_of(row, name)

    def clean(self) -> Any:
        values = super().clean()
        term, day = self.asked.get(self.cleaned_data.get("about", "")), self.cleaned_data.get("day")
        if term and day and day < term.given_on:
            self.add_error(
                "day",
                f"{day_text(day)} ligt vóór {term.source}, van {day_text(term.given_on)}. Controleer de datum.",
            )
        return values

    @property
    def values(self) -> dict[str, Any]:
        about, _, reference = self.cleaned_data["about"].partition(" ")
        return {**super().values, "about": about, "reference": reference}


class SideFigureForm(NoteForm):
    """A number beside the judgement."""

    period = PeriodField()
    kind = forms.ChoiceField(
        label="Soort",
        choices=[("", "Kies een soort"), *SideKind.choices],
        help_text="Telt niet mee voor de trede en staat in geen enkele som.",
    )
    number = DutchIntegerField(label="Aantal")
    day = DayField(label="Stand op", help_text="De dag waarop dit aantal gold.")
    source = needed("Bron", "Waar dit aantal staat.", "Vul in waar dit aantal staat.", max_length=200)

    def value_of(self, row: Note, name: str) -> Any:
        # A choice of a period is made by its code.
        value = getattr(row, name)
        return value.code if name == "period" else value


class ContactPointForm(NoteForm):
    """Whom to reach at the municipality."""

    sometimes = frozenset({"telephone", "mailbox"})

    function = needed(
        "Functie of afdeling",
        "Geen naam van een persoon: bijvoorbeeld beleidsadviseur wonen.",
        "Vul de functie of de afdeling in.",
        max_length=200,
    )
    telephone = line("Telefoonnummer", "Nodig als er geen e-mailadres is.", 30)
    mailbox = forms.EmailField(
        label="E-mailadres",
        required=False,
        max_length=254,
        help_text="Van de functie of de afdeling, niet van een persoon. Nodig als er geen telefoonnummer is.",
        error_messages={"invalid": "Dit is geen e-mailadres. Schrijf het als wonen@gemeente.example."},
    )


class OwnerForm(NoteForm):
    """Who of the province looks after the municipality."""

    supervisor = forms.ModelChoiceField(
        User.objects.none(),
        label="Vaste toezichthouder",
        empty_label="Kies een toezichthouder",
        help_text="Wie voor uw provincie deze gemeente volgt. Ook anderen kunnen gesprekken vastleggen.",
        error_messages={"required": "Kies een toezichthouder.", "invalid_choice": "Kies een toezichthouder."},
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, municipality=municipality, **kwargs)
        field: Any = self.fields["supervisor"]
        field.queryset = supervisors_of(municipality.province_id)


class MemoForm(NoteForm):
    """What a colleague must know."""

    text = needed(
        "Notitie",
        f"Voor collega's: komt in geen brief en in geen rapportage. {NO_PERSONS}",
        "Vul in wat collega's moeten weten.",
        max_length=2000,
        rows=4,
    )


FORMS: dict[type[Note], type[NoteForm]] = {
    Conversation: ConversationForm,
    Agreement: AgreementForm,
    ActionPlan: ActionPlanForm,
    Reply: ReplyForm,
    SideFigure: SideFigureForm,
    ContactPoint: ContactPointForm,
    Owner: OwnerForm,
    Memo: MemoForm,
}
FORMS_TO_ADD: dict[type[Note], type[NoteForm]] = {**FORMS, Conversation: TalkForm}
