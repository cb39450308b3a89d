"""What the pages of all rooms share: who may do this, what one may see, and a form that takes a refusal back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from assessments.rules.ladder import Rung
from assessments.typed_numbers import UnknownNumbers
from audit.actions import record
from audit.forms import NamedFields
from audit.refused import Missing, Refused
from municipalities.fields import DayInput
from municipalities.forms import NO_PERSONS
from municipalities.ledger.register import periods_of, register_of, searchable, with_register
from municipalities.models import Municipality, Period, Province
from municipalities.moments import end_of_day, not_in_future


def municipality_in(user: Any, period: Period, code: str) -> Municipality:
    """Return a municipality of the user's province that existed in the period; else 404, whatever the reason."""
    visible = Municipality.objects.visible_to(user).existing_between(period.start, period.last_day)
    return get_object_or_404(visible.select_related("province"), cbs_code=code)


def province_read(request: UserRequest) -> Province:
    """Return the user's province with its register, for a page that only reads: all of it asks this one."""
    request.user.province = with_register(request.user.province, "rung_labels")
    return request.user.province


def period_read(request: UserRequest, code: str) -> Period:
    """Return a period of those that the page asks anyway; else 404."""
    found = next((row for row in periods_of(province_read(request)) if row.code == code), None)
    if found is None:
        raise Http404
    return found


def municipality_read(request: UserRequest, code: str, period: Period | None = None) -> Municipality:
    """Return a municipality with the register of its province, which existed in a period if one is given; else 404."""
    for row in register_of(province_read(request)):
        if row.cbs_code == code and (period is None or row.existed_between(period.start, period.last_day)):
            return row
    raise Http404


@contextmanager
def missing_is_404() -> Iterator[None]:
    """Answer with 404 for what is not there: what lies below the pages knows nothing of answers."""
    try:
        yield
    except Missing:
        raise Http404 from None


EARLIEST_YEAR = 2010
"""Before it nothing can be known here: the supervision in this form is from 2012."""


class RefusingForm(NamedFields, forms.Form):
    """A form that takes back what the action refused: each sentence at its field, and the others above the form."""

    general_field: str | None = None
    """The field for what is about none, instead of above the form."""
    renamed: Mapping[str, str] = {}
    """Fields that have another name in the action: that name, and the one here."""

    def refuse(self, refusal: Refused) -> None:
        for name, sentences in refusal.fields.items():
            field = self.renamed.get(name, name)
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)
        for sentence in refusal.general:
            self.add_error(self.general_field, sentence)


MOST_CONFIRMED = 50


class TypedNumbersForm(RefusingForm):
    """A form with text of which numbers that are no figures come back to be confirmed."""

    confirmed_numbers = forms.MultipleChoiceField(
        label="Getallen die geen cijfer zijn",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Bevestig alleen een getal waarvan de bron in de tekst staat. Wie het bevestigde, staat in het "
        "logboek.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self["confirmed_numbers"].data if self.is_bound else None
        self.offer(sent if isinstance(sent, list) else [])

    def offer(self, numbers: Iterable[str]) -> None:
        """Put a box on the form for each of these numbers."""
        field: Any = self.fields["confirmed_numbers"]
        field.choices = [
            (each, f"Het getal {each} klopt; de tekst noemt de bron") for each in dict.fromkeys(numbers)
        ]

    def refuse(self, refusal: Refused) -> None:
        super().refuse(refusal)
        if isinstance(refusal, UnknownNumbers) and "confirmed_numbers" in self.fields:
            self.offer([*self.cleaned_data.get("confirmed_numbers", ()), *refusal.numbers])

    @property
    def asks_for_numbers(self) -> bool:
        field: Any = self.fields.get("confirmed_numbers")
        return field is not None and bool(field.choices)


FILTERS = (
    *("name", "rung", "measure", "change", "before", "left", "overdue", "silent", "reason", "owner"),
    *("sort", "page"),
)
"""What a list asks in its address: it goes along through what is done with a row, and back."""


def kept_query(asked: Mapping[str, Any], **also: str) -> str:
    """Return the query of the list that one came from, after what is `also` asked; empty where that is nothing."""
    kept = also | {name: asked[name] for name in FILTERS if asked.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def rung_choice(label: str, rungs: Iterable[Rung]) -> forms.TypedChoiceField:
    """Return a field that narrows a list to one rung."""
    choices = [("", "alle treden"), *((row.number, f"{row.number} {row.label}".strip()) for row in rungs)]
    return forms.TypedChoiceField(
        label=label, required=False, coerce=int, empty_value=None, choices=choices, error_messages=NO_CHOICE
    )


def narrowing_choice(label: str, values: Iterable[str]) -> forms.ChoiceField:
    """Return a field that narrows a list to what has one of these values."""
    choices = [("", "alles"), *((value, value) for value in values)]
    return forms.ChoiceField(label=label, required=False, choices=choices, error_messages=NO_CHOICE)


NO_CHOICE = {
    "invalid_choice": "Kies een van de keuzes uit de lijst.",
    "invalid": "Kies een trede uit de lijst.",
}


class NarrowingForm(RefusingForm):
    """Which municipalities of a list to show, in its address; what cannot be read chooses nothing."""

    name = forms.CharField(
        label="Gemeente",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text="Of een deel ervan.",
    )

    @property
    def chosen(self) -> dict[str, Any]:
        """What is asked of a row, by field; of a name the letters to look for."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        for beside in ("known_on", "sort"):
            asked.pop(beside, None)
        return asked | ({"name": searchable(asked["name"])} if "name" in asked else {})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else the address asks, such as an order; another choice begins on the first page."""
        return [(name, value) for name, value in self.data.items() if name not in (*self.fields, "page")]


class KnownAtForm(RefusingForm):
    """As known on which day; empty means now."""

    known_on = forms.DateField(
        label="Cijfers bekend op",
        required=False,
        widget=DayInput,
        input_formats=["%Y-%m-%d"],
        help_text="Leeg: wat nu bekend is.",
        error_messages={"invalid": "Dit is geen datum. Kies een dag, bijvoorbeeld 1 januari 2024."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_known_on(self) -> date | None:
        day: date | None = self.cleaned_data["known_on"]
        if wrong := not_in_future(day, self.today):
            raise ValidationError(wrong)
        if day is not None and day.year < EARLIEST_YEAR:
            raise ValidationError(f"Kies een dag vanaf 1 januari {EARLIEST_YEAR}.")
        return day

    @property
    def known_at(self) -> datetime | None:
        """The end of the chosen day; None when no day, or no readable one, was chosen."""
        self.is_valid()
        day = self.cleaned_data.get("known_on")
        return end_of_day(day) if day else None


form_page = require_http_methods(["GET", "HEAD", "POST"])


def log_download(request: UserRequest, what: str, about: Model, **details: str) -> None:
    """Log what leaves the house."""
    user = request.user
    record(what, by=user, at=timezone.now(), about=about, province_code=user.province_id, **details)


def file_response(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """Return a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


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


class DecisionForm(RefusingForm):
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


class ReasonForm(DecisionForm):
    """Why."""

    reason = needed("Reden", f"Blijft bij de gegevens staan. {NO_PERSONS}", "Vul een reden in.", rows=3)


def own_municipality(request: UserRequest, code: str) -> Municipality:
    visible = Municipality.objects.visible_to(request.user).select_related("province")
    return get_object_or_404(visible, cbs_code=code)


def done(request: UserRequest, form: DecisionForm, write: Callable[[], str]) -> bool:
    """Write what a valid form holds and say so; a refusal goes back into the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        message = write()
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, message)
    return True
