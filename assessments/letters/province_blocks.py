"""The text blocks of a province: which there are, what is in force, how one reads, and writing a new version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.db import transaction

from accounts.permissions import may_enter_figures, require
from assessments.judging.assess_period import latest_judgement
from assessments.letters.block_titles import TITLES
from assessments.letters.blocks import FIELDS, TEXTS
from assessments.models import TextBlock
from assessments.rules import sentences
from assessments.rules.ladder import LADDER
from audit.actions import keep_sealed
from audit.refused import Clock, Refused
from municipalities.models import Province
from municipalities.recording import locked

FIXED = ("concept", "concept_assumption", "concept_assumption.several", "executive_needed", "example_figures")
"""What guards a letter against being taken for another; not in the province's own words."""

PARTS = {
    "supersedes": "Boven de brief",
    "opening": "De uitkomst",
    "figures_sum.quota": "De cijfers",
    "choice_same": "De keuze van een persoon",
    "ask_1": "Wat wij vragen",
    "outlook.quota": "Vooruitblik",
    "extra_intro": "Los van deze beoordeling",
    "figures_reply": "Vragen en publicatie",
    "law_task": "Wettelijke grondslag",
    "notice.result": "Trede 4: voornemen tot indeplaatsstelling",
    "decision.result": "Trede 5: besluit tot indeplaatsstelling",
    "substitution.result": "Trede 6: uitvoering van de indeplaatsstelling",
}
"""The first block of each part of the letter, in the order of `TEXTS`."""

TO_BE_CHECKED = (
    "choice_lighter",
    "choice_heavier",
    "choice_ground",
    "ask_2",
    "law_",
    "policy_line",
    "notice.",
    "decision.",
    "substitution.",
    "lapsed.",
    "appeal",
)
"""How the keys begin of what a lawyer of the province must confirm before a real letter leaves."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "supersedes": ("superseded_letter_date", "superseded_letter_number"),
    "notice.result": ("scope_vh",),
    "notice.prevent": ("term_end",),
    "notice.view": ("view_due",),
    "decision.required": ("required_results",),
    "decision.term": ("term_start", "term_end"),
    "appeal": ("appeal_address",),
}
"""What a letter cannot do without: which letter it replaces, and the scope, terms and appeal of a legal act."""

AFTER_RUNG, AFTER_FINDING = "after.rung_", "after."
ON_THE_PAGE_ONLY = (
    "available_explained",
    "counterfactual_none",
    "previous_rung",
    "executive_needed",
    "no_figures",
)


@dataclass(frozen=True)
class Block:
    """One text block of a province, with what it says now."""

    key: str
    title: str
    """What it is for."""
    follows: str
    """What stands before it, of a paragraph that only the province adds."""
    standard: str
    """What it says without words of the province; empty for a paragraph that only the province adds."""
    text: str
    number: int
    """The version in force; 0 as long as the province never changed it."""

    @property
    def is_own(self) -> bool:
        return self.text != self.standard

    @property
    def to_be_checked(self) -> bool:
        return self.key.startswith(TO_BE_CHECKED)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The fields of its standard text."""
        return [(name, FIELDS[name]) for name in dict.fromkeys(fields_in(self.standard))]

    @property
    def other_fields(self) -> list[tuple[str, str]]:
        """What else it can have."""
        own = dict(self.fields)
        return [(name, words) for name, words in FIELDS.items() if name not in own]


@dataclass(frozen=True)
class Wording:
    """The words that hold for the letters of a province."""

    texts: Mapping[str, str]
    versions: Mapping[str, int]
    """The version of each block in the province's own words."""


def standard_texts() -> dict[str, str]:
    """Return every block that can be edited with its standard text, in the order of the letter."""
    after = [*(f"{AFTER_RUNG}{rung.number}" for rung in LADDER), *map(after_finding, finding_blocks())]
    return {**{key: text for key, text in TEXTS.items() if key not in FIXED}, **dict.fromkeys(after, "")}


def finding_blocks() -> list[str]:
    """Return the blocks of findings that a letter prints."""
    every = dict.fromkeys(sentences.block_of(key) for key in sentences.TEXTS)
    return [block for block in every if block not in ON_THE_PAGE_ONLY]


def after_finding(block: str) -> str:
    return f"{AFTER_FINDING}{block}"


def wording_of(province: Province) -> Wording:
    """Return the words of a province as they are in force; one query."""
    newest = {row.key: row for row in TextBlock.objects.filter(province=province).order_by("number")}
    own = {key: row for key, row in newest.items() if row.text and key in standard_texts()}
    texts = {**TEXTS, **dict.fromkeys(standard_texts().keys() - TEXTS.keys(), "")}
    return Wording(
        texts | {key: row.text for key, row in own.items()}, {key: row.number for key, row in own.items()}
    )


def blocks_of(province: Province) -> list[tuple[str, list[Block]]]:
    """Return the text blocks of a province, part by part."""
    newest = {row.key: row for row in TextBlock.objects.filter(province=province).order_by("number")}
    parts: list[tuple[str, list[Block]]] = []
    for key, standard in standard_texts().items():
        part = part_that_starts(key)
        if part:
            parts.append((part, []))
        row = newest.get(key)
        text = row.text if row and row.text else standard
        parts[-1][1].append(Block(key, title_of(key), follows(key), standard, text, row.number if row else 0))
    return parts


def block_of(province: Province, key: str) -> Block | None:
    every = (block for _, rows in blocks_of(province) for block in rows)
    return next((block for block in every if block.key == key), None)


def part_that_starts(key: str) -> str:
    if key == f"{AFTER_RUNG}1":
        return "Eigen alinea na de uitkomst, per trede"
    if key == after_finding(finding_blocks()[0]):
        return "Eigen alinea na een bevinding"
    return PARTS.get(key, "")


def title_of(key: str) -> str:
    """Return what a block is for, in words."""
    if key.startswith(AFTER_RUNG):
        return f"Eigen alinea na trede {key.removeprefix(AFTER_RUNG)}"
    return "Eigen alinea na een bevinding" if key.startswith(AFTER_FINDING) else TITLES[key]


def follows(key: str) -> str:
    """Return what stands before a paragraph that only the province adds; nothing for another block."""
    if key.startswith(AFTER_RUNG):
        number = int(key.removeprefix(AFTER_RUNG))
        return f"Na trede {number}: {next(rung.label for rung in LADDER if rung.number == number)}"
    if key.startswith(AFTER_FINDING):
        sentence = sentences.TEXTS[key.removeprefix(AFTER_FINDING)]
        return f"Na: {sentences.name_subject(sentence, 'uw gemeente')}"
    return ""


def versions_of(province: Province, key: str) -> list[TextBlock]:
    """Return every version of a block, the newest first."""
    rows = TextBlock.objects.filter(province=province, key=key).select_related("recorded_by")
    return list(rows.order_by("-number"))


def fields_in(text: str) -> list[str]:
    """Return the names of the fields in a text; raises ValueError for a brace that stands alone."""
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def problems_with(key: str, text: str) -> Iterator[str]:
    """Yield what is wrong with a text for a block."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        yield "Er staat een losse accolade in de tekst. Schrijf een invulveld als {quota}."
        return
    for _, name, spec, conversion in parsed:
        if name is None:
            continue
        if name not in FIELDS or spec or conversion:
            written = name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            yield (f"Onbekend invulveld {{{written}}} in tekstblok {key}. Kies een veld uit de lijst.")
    if text:
        used = {name for _, name, _, _ in parsed}
        for name in NEEDED.get(key, ()):
            if name not in used:
                yield f"In tekstblok {key} ontbreekt {{{name}}}: {FIELDS[name]}. De brief kan daar niet zonder."


def tidied(text: str) -> str:
    """Return a text without spaces at the ends of its lines, and without empty lines."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


@transaction.atomic
def save_text_block(
    *, province: Province, key: str, text: str, number: int, by: Any, now: Clock
) -> TextBlock:
    """Record a new version of a block; `number` is the one the page showed. Raises Refused."""
    require(by, may_enter_figures)
    moment = locked(province, now, latest=latest_judgement)
    block = block_of(province, key)
    if block is None:
        raise Refused(fields={"text": f"Tekstblok {key} bestaat niet. Kies een tekstblok uit de lijst."})
    if block.number != number:
        raise Refused(
            fields={
                "text": f"Iemand anders heeft dit tekstblok intussen gewijzigd (versie {block.number}). Bekijk die "
                "versie, neem over wat nodig is en sla opnieuw op."
            }
        )
    words = tidied(text)
    problems = list(problems_with(key, words))
    if problems:
        raise Refused(fields={"text": problems})
    if words == block.standard:
        words = ""
    if (words or block.standard) == block.text:
        raise Refused(fields={"text": "Er is niets gewijzigd: deze tekst geldt al."})
    row = TextBlock(
        province=province,
        key=key,
        number=block.number + 1,
        text=words,
        recorded_at=moment,
        recorded_by=by,
    )
    keep_sealed(row, "tekstblok gewijzigd", by=by, at=moment, province_code=province.code, text=words)
    return row
