from __future__ import annotations

from typing import Any

from django import forms

from assessments.models import PublishedKind, ReportProse
from assessments.reports.adopt import Published
from assessments.reports.report import SLOTS
from assessments.reports.save_prose import ProseChanged
from assessments.web import DecisionForm, TypedNumbersForm, line
from audit.refused import Refused
from municipalities.fields import DayField, DutchIntegerField
from municipalities.forms import NO_PERSONS
from municipalities.models import Municipality, Period

FORMATTING = (
    "Een lege regel begint een alinea, “- ” een opsomming, “## ” een kop; **twee sterretjes** maken vet. Een getal uit "
    "een andere bron: [[301|brief van 10 november 2023]]."
)


class ProseForm(TypedNumbersForm, DecisionForm):
    """The text of one place; `version` is the one that was on the screen."""

    text = forms.CharField(
        required=False, max_length=30_000, widget=forms.Textarea(attrs={"rows": 16}), label="Tekst"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    other_text = ""
    """What someone else saved in the meantime."""

    def __init__(self, *args: Any, slot: str, row: ReportProse | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slot, self.row = slot, row
        self.fields["text"].help_text = f"{SLOTS[slot].help_text} {FORMATTING} {NO_PERSONS}"
        self.initial = {"text": row.text if row else "", "version": row.version if row else 0}

    @property
    def is_to_be_saved(self) -> bool:
        return "save" in self.data

    @property
    def shown_text(self) -> str:
        """What to preview: what was typed, else what is kept."""
        return self.cleaned_data["text"] if self.is_bound and self.is_valid() else str(self.initial["text"])

    def after(self, refusal: Refused) -> ProseForm:
        """Return the form with the refusal, ready to save over the version that was in the way."""
        form = self
        if isinstance(refusal, ProseChanged):
            data = {
                "text": self.data.get("text", ""),
                "version": refusal.current.version,
                "confirmed_numbers": self.cleaned_data["confirmed_numbers"],
            }
            form = ProseForm(data, slot=self.slot, row=self.row)
            form.other_text = refusal.current.text
            form.full_clean()
        form.refuse(refusal)
        return form


class ReportAdoptForm(DecisionForm):
    decision_date = DayField(
        label="Datum van het besluit",
        required=False,
        help_text="De dag waarop Gedeputeerde Staten besloten. Wat daarna bekend werd, komt niet in de rapportage.",
    )
    decision_number = line("Nummer van het besluit", "Zoals het in de besluitenlijst staat.", 100)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class PublishedForm(DecisionForm):
    """A figure that was published, beside the ledger."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label="Gemeente",
        required=False,
        to_field_name="cbs_code",
        empty_label="de provincie als geheel",
    )
    kind = forms.ChoiceField(label="Cijfer")
    value = DutchIntegerField(
        label="Waarde",
        signed=True,
        help_text="Een achterstand is boven 0, een voorsprong begint met een minteken. Een percentage als heel getal.",
    )
    source = line(
        "Bron", f"Waar dit staat, bijvoorbeeld een brief of rapportage met datum. {NO_PERSONS}", 200
    )

    def __init__(self, *args: Any, user: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipality: Any = self.fields["municipality"]
        municipality.queryset = (
            Municipality.objects.visible_to(user)
            .existing_between(period.start, period.last_day)
            .order_by("name")
        )
        kind: Any = self.fields["kind"]
        kind.choices = [(f"{code}:{name}", label) for code, name, label in self.kinds(period)]

    @staticmethod
    def kinds(period: Period) -> list[tuple[str, str, str]]:
        """Return what can be typed here: figures at the end of this period, and of the periods around it."""
        facts, kind = period.facts, PublishedKind
        return [
            (facts.code, kind.CLOSING_BALANCE.value, f"Eindstand {facts.code}"),
            (facts.next_code, kind.OPENING_BALANCE.value, f"Beginstand {facts.next_code}"),
            (facts.previous_code, kind.SHARE_OF_QUOTA.value, f"% van de taakstelling {facts.previous_code}"),
            (
                facts.previous_code,
                kind.SHARE_OF_TOTAL_TASK.value,
                f"% van de totaalopgave {facts.previous_code}",
            ),
        ]

    def clean(self) -> None:
        share = self.cleaned_data.get("kind", "").partition(":")[2].startswith("share_")
        if share and self.cleaned_data.get("municipality"):
            self.add_error("municipality", "Een percentage is van de provincie als geheel.")
        value = self.cleaned_data.get("value")
        if share and value is not None and not 0 <= value <= 1000:
            self.add_error("value", "Een percentage ligt tussen 0 en 1000.")

    @property
    def period_code(self) -> str:
        return str(self.cleaned_data["kind"]).partition(":")[0]

    @property
    def figure(self) -> Published:
        return Published(
            kind=str(self.cleaned_data["kind"]).partition(":")[2],
            value=self.cleaned_data["value"],
            source=self.cleaned_data["source"],
            municipality=self.cleaned_data["municipality"],
        )
