"""The fields that a block of a letter can have, and how the letter names what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType

from assessments.typed_text import Text

OPEN: Mapping[str, str] = MappingProxyType(
    {
        "letter_date": "datum",
        "reaction_due": "uiterste datum reactie",
        "talk_due": "uiterste datum gesprek",
        "action_plan_due": "uiterste datum plan van aanpak",
        "plan_review_due": "uiterste datum oordeel over het plan",
        "contact_interval": "ritme van de gesprekken",
        "previous_letter_date": "datum van onze vorige brief",
        "plan_asked_on": "datum van onze brief over het plan van aanpak",
        "quota_announced_on": "datum van bekendmaking",
        "quota_revised_on": "datum van wijziging",
        "sender_address": "postadres van de provincie",
        "addressee_address": "postadres van het college",
        "contact": "functie of postbus voor vragen",
        "signature": "functie volgens mandaat",
        "publication_place": "plaats van publicatie",
        # Only a decision of the executive supplies these (rungs 4 to 6).
        "decision": "nummer en datum van het besluit",
        "decision_date": "datum van het besluit",
        "scope_vh": "aantal vergunninghouders",
        "scope_text": "omvang volgens het besluit",
        "required_results": "resultaat, aantal en datum per onderdeel",
        "term_start": "begin van de termijn",
        "term_end": "einde van de termijn",
        "view_due": "uiterste datum zienswijze",
        "view_summary": "samenvatting van de zienswijze",
        "letters_and_talks": "brieven, gesprekken en plan van aanpak",
        "lighter_means": "afweging van een lichter middel",
        "motivation": "motivering",
        "plan_kind": "soort plan",
        "appeal_address": "adres voor het beroep",
    }
)
"""How the letter names what is still open."""

OF_ACT = (
    "decision_date",
    "scope_vh",
    "scope_text",
    "required_results",
    "term_start",
    "term_end",
    "view_due",
    "view_summary",
    "letters_and_talks",
    "lighter_means",
    "appeal_address",
)
"""What only a legal act of rungs 4 to 6 supplies."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        **OPEN,
        "rung": "trede",
        "previous_rung": "vorige trede",
        "period_text": "de periode",
        "previous_period_text": "de vorige periode",
        "next_period_text": "de volgende periode",
        "next_period_last_day": "laatste dag van de volgende periode",
        "known_at": "waarop de cijfers bekend waren",
        "quota": "taakstelling",
        "quota_announced": "bekendgemaakte taakstelling",
        "opening_balance_vh": "beginstand, met vergunninghouders",
        "total_task": "totaalopgave",
        "realised_vh": "gehuisvest, met vergunninghouders",
        "closing_balance_vh": "eindstand, met vergunninghouders",
        "closing_balance_text": "eindstand in woorden",
        "share_of_quota": "percentage van de taakstelling",
        "share_of_total_task": "percentage van de totaalopgave",
        "next_quota": "taakstelling van de volgende periode",
        "next_opening_text": "beginstand van de volgende periode in woorden",
        "next_total_task": "totaalopgave van de volgende periode",
        "policy_title": "titel van het beleidskader",
        "policy_source": "vindplaats van het beleidskader",
        "next_policy_title": "titel van het volgende beleidskader",
        "assumption": "aannamen van de rekenregel",
        "ground": "verschoonbare reden",
        "ground_norm": "aangepaste norm",
        "asks_due": "uiterste datum van wat verder wordt gevraagd",
        "lapsed_on": "datum van het voornemen of besluit dat verviel",
        "superseded_letter_date": "datum van de vervangen brief",
        "superseded_letter_number": "kenmerk van de vervangen brief",
        "changes": "wat er is gewijzigd",
    }
)
"""Every field that a block can have, as it is named to who edits it, and in a letter that lacks it."""


def fill_blocks(keys: tuple[str, ...], values: Mapping[str, str], texts: Mapping[str, str]) -> Text:
    """Return the blocks as one paragraph with everything filled in, the items of all below it; raises KeyError."""
    lines = [[line.format_map(values) for line in texts[key].split("\n")] for key in keys]
    words = " ".join(first for first, *_ in lines)
    return Text(words, tuple(Text(item) for _, *items in lines for item in items))


def fields_of(text: str) -> set[str]:
    """Return the fields that a block asks for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def open_words(name: str) -> str:
    """Return the words, in square brackets, that stand in for what is not known yet."""
    return f"[{FIELDS[name]}]"
