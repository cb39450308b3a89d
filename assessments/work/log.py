"""The log of a province, to read and to search."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Role
from assessments.models import Assessment
from assessments.models.judgements import CHOSEN_FIELDS, LETTER_FIELDS
from audit.forms import NamedFields
from audit.models import AuditEntry
from municipalities.dutch import clock_text, day_text, known_text
from municipalities.fields import DayField
from municipalities.models import DeliveryForm, DeliveryKind
from municipalities.moments import end_of_day, start_of_day
from municipalities.tables import TEXT, HouseTable


@dataclass(frozen=True)
class LogQuestion:
    """What was searched for; empty chooses all."""

    words: str = ""
    first_day: date | None = None
    last_day: date | None = None


class LogForm(NamedFields, forms.Form):
    """Which lines of the log to show."""

    zoek = forms.CharField(
        label="Zoeken",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text="In handeling, object, persoon en bijzonderheden.",
    )
    van = DayField(label="Vanaf", required=False)
    tot = DayField(label="Tot en met", required=False)

    @property
    def asked(self) -> LogQuestion:
        """What was typed; what cannot be read chooses nothing."""
        self.is_valid()
        found = self.cleaned_data
        return LogQuestion(found.get("zoek", "").strip(), found.get("van"), found.get("tot"))


def entries_for(user: Any, asked: LogQuestion) -> QuerySet[AuditEntry]:
    """Return the lines of the user's province and its people, newest first."""
    rows = AuditEntry.objects.filter(
        Q(province_code=user.province_id) | Q(province_code="", actor__province=user.province_id)
    ).select_related("actor")
    if asked.words:
        fields = ("action", "object_label", "by_name", "actor__name", "result", "details")
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": asked.words})
        # SQLite keeps JSON as text in which letters with accents are escaped.
        found |= Q(details__icontains=json.dumps(asked.words)[1:-1])
        rows = rows.filter(found)
    if asked.first_day:
        rows = rows.filter(recorded_at__gte=start_of_day(asked.first_day))
    if asked.last_day:
        rows = rows.filter(recorded_at__lte=end_of_day(asked.last_day))
    return rows.order_by("-id")


class LogTable(HouseTable):
    """Who did what, on which object, when, from where, with what result."""

    recorded_at = tables.Column("Wanneer", orderable=False)
    who = tables.Column("Wie", empty_values=(), orderable=False, attrs=TEXT)
    action = tables.Column("Handeling", orderable=False, attrs=TEXT)
    object_label = tables.Column("Waarover", orderable=False, attrs=TEXT, empty_values=())
    result = tables.Column("Resultaat", orderable=False, attrs=TEXT, default="")
    origin = tables.Column("Vanaf", orderable=False, attrs=TEXT, empty_values=())

    caption = "Het logboek, de nieuwste regel eerst"
    css_class = "wrapped"

    class Meta:
        empty_text = "Geen regels gevonden. Maak het zoekveld leeg om alles te zien."

    def render_recorded_at(self, value: datetime) -> str:
        return clock_text(value)

    def render_who(self, record: AuditEntry) -> str:
        return record.who

    def render_origin(self, record: AuditEntry) -> str:
        return record.origin or "server"

    def render_object_label(self, record: AuditEntry) -> SafeString:
        """Name the object, with the details below it; the whole line stands in Beheer."""
        parts = [
            f"{DETAILS.get(name, name)}: {in_dutch(shown)}"
            for name, shown in record.details.items()
            if shown not in ("", None, {}, []) and name not in FINGERPRINTS
        ]
        text = "; ".join(parts)
        short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        return format_html("{}{}", record.object_label, format_html(DETAIL, short) if short else "")


def in_dutch(value: Any) -> str:
    """Return a detail as the page writes it: days and moments in words, what belongs together in a row."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dict):
        return ", ".join(f"{DETAILS.get(name, name)} {in_dutch(part)}" for name, part in value.items())
    if isinstance(value, list):
        return " naar ".join(in_dutch(part) or "leeg" for part in value)
    text = "" if value is None else str(value)
    if ISO_DAY.fullmatch(text):
        return day_text(date.fromisoformat(text))
    if ISO_MOMENT.fullmatch(text):
        return known_text(datetime.fromisoformat(text))
    return CODES.get(text, text)


CODES: dict[str, str] = dict([*DeliveryKind.choices, *DeliveryForm.choices, *Role.choices])
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2}")
LONGEST = 200
DETAIL = '<small class="detail">{}</small>'
FINGERPRINTS = {"checksum", "sha256"}
TYPED = (*CHOSEN_FIELDS, *LETTER_FIELDS)
DETAILS = {
    "adopted_on": "vastgesteld op",
    "addressees": "geadresseerden",
    "bestand": "bestand",
    "changes": "wijzigingen",
    "choice": "keuze",
    "decision_date": "datum van het besluit",
    "decision_number": "nummer van het besluit",
    "article": "artikel",
    "day": "van kracht vanaf",
    "directory": "map",
    "document": "titel",
    "email": "e-mailadres",
    "entries": "boekingen",
    "evidence": "staat in",
    "file": "bestand",
    "first_period": "vanaf periode",
    "form": "vorm",
    "is_active": "actief",
    "is_published": "gepubliceerd",
    "kind": "soort",
    "known_at": "bekend op",
    "letter": "brief",
    "letters": "brieven",
    "lines": "regels",
    "means": "wijze",
    "municipalities": "gemeenten",
    "municipality": "gemeente",
    "number": "nummer",
    "place": "vindplaats",
    "password_changed": "wachtwoord gewijzigd",
    "policy": "beleidskader",
    "publication_place": "plaats",
    "published_on": "gepubliceerd op",
    "reason": "reden",
    "recorded_at": "vastgelegd op",
    "replaces": "in plaats van nummer",
    "role": "rol",
    "sent_on": "verzonden op",
    "source": "bron",
    "text": "tekst",
    "values": "waarden",
    "version": "versie",
    "what": "waarover",
    **{name: str(vars(Assessment._meta.get_field(name))["verbose_name"]) for name in TYPED},
}
"""What the details of a line are called on the page."""
