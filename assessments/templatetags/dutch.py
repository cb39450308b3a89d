"""How templates print what the rules and figures hold; the wording itself is in `rules.wording`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from assessments import typed_text
from assessments.forecast.call_list import housings, needed_text
from assessments.forecast.forecast import BreakEven
from assessments.forecast.outlook import Outlook
from assessments.forecast.what_if import WhatIf
from assessments.judging import choice_in_words
from assessments.judging.sums import known_text, with_missing
from assessments.letters.figures import status_of_previous
from assessments.models import Judgement
from assessments.overview.overview import Row
from assessments.rules.findings import Finding
from assessments.typed_text import Text
from assessments.workflow import State
from municipalities import dutch
from municipalities.figures import Figures, Sum, Totals
from municipalities.moments import AMSTERDAM

register = template.Library()

UNKNOWN = "onbekend"
BALANCES = ("Beginstand", "Eindstand")
LAST_OF_EXAMPLE = "2024-1"
"""The last period of the example that illustrates what was; what follows is made up."""
A_FEW = 5
"""As many names as a sentence can carry."""
CODE = re.compile(r"\b(\d{4}-[12]|[a-z-]+-\d{4})\b")
"""A period or the version of a policy: 2023-2, utrecht-2023."""


@register.filter
def count(value: int | None) -> str:
    """Print a number of people; what is not covered is said in words."""
    return UNKNOWN if value is None else dutch.number(value)


@register.filter
def balance(value: int | None) -> str:
    """Print a balance for a table: + is a backlog, − a lead."""
    return UNKNOWN if value is None else dutch.signed(value)


@register.filter
def sum_text(total: Sum, label: str) -> str:
    """Print a sum over municipalities, a balance with its sign, saying what is missing from it."""
    written = balance(total.value) if label in BALANCES else count(total.value)
    return with_missing(total, written)


@register.filter
def share_of(figures: Figures | Totals, name: str) -> str | SafeString:
    """Print a share in whole percentages: unknown without figures, "n.v.t." when nothing was asked."""
    share = getattr(figures, name)
    if share is not None:
        return dutch.percentage(share)
    why = no_share(figures, name)
    return why if why == UNKNOWN else format_html('<abbr title="niet van toepassing">{}</abbr>', why)


def no_share(figures: Figures | Totals, name: str) -> str:
    """Return why there is no share: a figure is not known, or nothing was asked."""
    known = is_known(figures, "realised") and is_known(figures, name.removeprefix("share_of_"))
    return dutch.NOT_APPLICABLE if known else UNKNOWN


def is_known(figures: Figures | Totals, name: str) -> bool:
    value = getattr(figures, name)
    return value.missing == 0 if isinstance(value, Sum) else value is not None


@register.filter
def day(value: date | None) -> str:
    return UNKNOWN if value is None else dutch.day(value)


@register.filter
def known_on(moment: datetime) -> str:
    """Print since when figures stand, as in "bekend op 1 januari 2024"."""
    return known_text(moment)


@register.filter
def clock(moment: datetime) -> str:
    """Print a day and the time: "8 januari 2024, 10.14 uur"."""
    return dutch.clock(moment.astimezone(AMSTERDAM))


@register.filter
def names(rows: Sequence[Row]) -> str:
    return dutch.listing([row.municipality.name for row in rows])


@register.filter
def are_many(rows: Sequence[Row]) -> bool:
    """Return whether a sentence gives the number of these instead of their names."""
    return len(rows) > A_FEW


@register.filter
def named(rows: Sequence[Row]) -> str:
    """Print which municipalities these are, in a sentence; of many only the number."""
    return f"{count(len(rows))} gemeenten" if are_many(rows) else names(rows)


@register.filter
def made_up(code: str | None) -> bool:
    """Return whether a period of the worked example is fictitious; templates ask it for example figures only."""
    return bool(code) and str(code) > LAST_OF_EXAMPLE


@register.filter
def period_text(code: str) -> str:
    return dutch.period_text(code)


@register.filter
def whole(text: object) -> SafeString:
    """Keep every code in a text on one line; markup is left as it is."""
    if isinstance(text, SafeString):
        return text
    return mark_safe(CODE.sub(r'<span class="nowrap">\g<0></span>', escape(str(text))))


LONG_WORDS = re.compile(
    r"(indeplaats|[Vv]oortgangs|[Tt]aak|[Tt]otaal|[Aa]chter|[Gg]ehuis|ver|[Bb]estuur|[Bb]eoor)"
    r"(?=stelling|rapportage|opgave|standen|vest|rekening|lijk|deling)"
)


@register.filter
def breakable(words: object) -> str:
    """Let the long words of titles and headings break where Dutch breaks them."""
    return LONG_WORDS.sub("\\1\N{SOFT HYPHEN}", str(words))


@register.filter
def sentence(finding: Finding, subject: str) -> str:
    """Print a finding, the municipality called as the page calls it."""
    return finding.text(subject)


@register.filter
def measured(value: int | str) -> str:
    """Print what a finding measured, or its bound: a number of people, or a course in words."""
    return dutch.number(value) if isinstance(value, int) else value


BOUNDS = {"coupling_shortage": "Totaalopgave", "shortage_no_excuse": "Taakstelling"}


@register.filter
def bound_label(finding: Finding) -> str:
    """Print what a finding measured against; only one number of a municipality is called its norm."""
    return BOUNDS.get(finding.key, "Norm")


@register.filter
def previous_note(judgement: Judgement) -> str:
    """Say how the previous rung is known; nothing when it was simply adopted."""
    status = judgement.previous_rung_status
    return "" if status == "adopted" else status_of_previous(status)


@register.filter
def typed(text: str) -> tuple[Text, ...]:
    """Return what a person typed as paragraphs, with the formatting that is allowed."""
    return typed_text.typed(text)


@register.filter
def below(level: int) -> int:
    """Return the level of a heading under this one."""
    return level + 1


@register.filter
def place_of(sources: Sequence[str] | None, source: str) -> str:
    """Print the number of a source in the list of them; its name where there is no such list."""
    return str(list(sources).index(source) + 1) if sources and source in sources else f"({source})"


@register.filter
def as_field(name: str) -> str:
    """Print the name of a field as it is typed in a text block."""
    return f"{{{name}}}"


@register.filter
def letter_additions(judgement: Judgement) -> list[tuple[str, tuple[Text, ...]]]:
    """Return what a supervisor adds to the letter, each with the name of its field."""
    asked = f"Wat wij verder vragen, uiterlijk {day(judgement.asks_due)}"
    texts = {
        "Eigen alinea's": judgement.letter_paragraphs,
        asked: judgement.asks,
        "Extra verzoeken": judgement.extra_requests,
    }
    return [(label, typed_text.typed(text)) for label, text in texts.items() if text]


@register.filter
def state_label(judgement: Judgement) -> str:
    return State(judgement.state).label.lower()


@register.filter
def ground_text(judgement: Judgement) -> str:
    """Print the excusable ground that was chosen, as the policy words it."""
    return choice_in_words.ground_text(judgement)


@register.filter
def needed(step: BreakEven, outlook: Outlook) -> str:
    """Say what a lighter rung takes."""
    return needed_text(step, outlook.figures.period.end, outlook.previous.rung or 1)


@register.filter
def needed_for(step: BreakEven, page: WhatIf) -> str:
    """Say what a lighter rung takes, with other numbers than those that are known."""
    assert page.placement is not None
    if page.is_over:
        return f"Met {housings(step.more)} meer is de uitkomst trede {step.rung}."
    return needed_text(step, page.period.end, page.placement.previous_rung)


@register.filter
def are_waiting(number: int) -> str:
    """Print how many wait, as the rest of a sentence that begins with a day."""
    if number == 0:
        return "wacht er niemand"
    return f"{'wacht' if number == 1 else 'wachten'} er {dutch.people(number)}"
