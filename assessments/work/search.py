"""One search over municipalities, periods, letters, talks, agreements and notes of a province."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse

from assessments.judging.names import as_named_in
from assessments.models import ActLetter, AdoptedLetter
from audit.forms import NamedFields
from municipalities.dutch import clock_text, day_text, period_text
from municipalities.ledger.register import name_key
from municipalities.models import Agreement, Conversation, Memo, Municipality, Period

MOST = 20
"""How many of a kind are shown; of more is said that there are more."""
LEAST = 2
"""Letters of a word that tell something."""


class SearchForm(NamedFields, forms.Form):
    zoek = forms.CharField(
        label="Zoeken",
        min_length=LEAST,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text="Een gemeente, een periode, het kenmerk van een brief, of een woord uit een gesprek, afspraak of "
        "notitie.",
        error_messages={
            "required": "Vul in wat u zoekt.",
            "min_length": f"Vul minstens {LEAST} tekens in.",
        },
    )


@dataclass(frozen=True)
class Hit:
    """Something that was found: what it is, where it stands, and words around what was searched for."""

    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class Hits:
    """What was found of a kind; at most MOST."""

    title: str
    rows: list[Hit]
    has_more: bool


def search(words: str, *, user: Any, now: datetime) -> list[Hits]:
    """Return what this user may see in which the words stand, by kind; a kind without any is left out."""
    kinds: dict[str, Iterable[Hit]] = {
        "Gemeenten": municipality_hits(words, user),
        "Perioden": period_hits(words),
        "Brieven": letter_hits(words, user),
        "Gesprekken": talk_hits(words, user, now),
        "Afspraken": agreement_hits(words, user, now),
        "Notities": memo_hits(words, user, now),
    }
    found = {title: list(islice(hits, MOST + 1)) for title, hits in kinds.items()}
    return [Hits(title, rows[:MOST], len(rows) > MOST) for title, rows in found.items() if rows]


def municipality_hits(words: str, user: Any) -> Iterator[Hit]:
    rows = Municipality.objects.visible_to(user).filter(Q(name__icontains=words) | Q(cbs_code__iexact=words))
    for row in sorted(rows, key=name_key):
        yield Hit(row.name, dossier_url(row), row.cbs_code)


def period_hits(words: str) -> Iterator[Hit]:
    for row in Period.objects.filter(code__contains=words).order_by("-start"):
        yield Hit(row.code, reverse("assessments:period_overview", args=[row.code]), period_text(row.code))


def letter_hits(words: str, user: Any) -> Iterator[Hit]:
    own = {"number__icontains": words, "version__municipality__province": user.province_id}
    adopted = AdoptedLetter.objects.filter(**own).select_related("version__municipality", "version__period")
    for row in adopted.order_by("-printed_on", "number"):
        version = row.version
        place = [version.period.code, version.municipality.cbs_code]
        url = reverse("assessments:letter_detail", args=place) + f"?versie={version.name}"
        called = as_named_in(version, version.municipality)
        yield Hit(row.number, url, f"{called.name}, {day_text(row.printed_on)}")
    acts = ActLetter.objects.filter(**own).select_related("version__municipality")
    for letter in acts.order_by("-printed_on", "number"):
        municipality = as_named_in(letter.version, letter.version.municipality)
        url = f"{dossier_url(municipality)}#h-acts"
        yield Hit(letter.number, url, f"{municipality.name}, {day_text(letter.printed_on)}")


def talk_hits(words: str, user: Any, now: datetime) -> Iterator[Hit]:
    asked = Q(summary__icontains=words) | Q(participants__icontains=words)
    rows = Conversation.objects.visible_to(user).standing(now).filter(asked).select_related("municipality")
    for row in rows.order_by("-day", "-pk"):
        label = f"{row.municipality.name}, {day_text(row.day)}"
        yield Hit(label, f"{dossier_url(row.municipality)}#h-talks", around(words, row.summary))


def agreement_hits(words: str, user: Any, now: datetime) -> Iterator[Hit]:
    asked = Q(text__icontains=words) | Q(remark__icontains=words)
    rows = Agreement.objects.visible_to(user).standing(now).filter(asked).select_related("municipality")
    for row in rows.order_by("-due_on", "-pk"):
        label = f"{row.municipality.name}, uiterlijk {day_text(row.due_on)}"
        yield Hit(label, f"{dossier_url(row.municipality)}#h-agreements", around(words, row.text))


def memo_hits(words: str, user: Any, now: datetime) -> Iterator[Hit]:
    rows = Memo.objects.visible_to(user).standing(now).filter(text__icontains=words)
    for row in rows.select_related("municipality"):
        label = f"{row.municipality.name}, {clock_text(row.recorded_at)}"
        yield Hit(label, f"{dossier_url(row.municipality)}#h-memos", around(words, row.text))


def dossier_url(municipality: Municipality) -> str:
    return reverse("assessments:municipality_detail", args=[municipality.cbs_code])


AROUND = 60
"""Letters before and after the words that were found."""


def around(words: str, text: str) -> str:
    """Return the words with what stands beside them; the begin where they stand elsewhere."""
    place = max(0, text.lower().find(words.lower()))
    start, end = max(0, place - AROUND), place + len(words) + AROUND
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
