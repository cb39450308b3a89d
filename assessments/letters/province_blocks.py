"""The text blocks of a province: which there are, what is in force, how one reads, and writing a new version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.db import transaction

from accounts.permissions import may_enter_figures, require
from assessments.judging.assess_period import latest_judgement
from assessments.letters.block import Block
from assessments.letters.blocks import BLOCKS, PARTS, TEXTS
from assessments.letters.fields import FIELDS, fields_of
from assessments.models import TextBlock
from assessments.rules.ladder import Rung
from assessments.rules.registry import POLICIES
from audit.actions import keep_sealed
from audit.refused import Clock, Refused
from municipalities.models import Province
from municipalities.recording import locked

AFTER_RUNG = "after.rung_"


@dataclass(frozen=True, kw_only=True)
class BlockInForce(Block):
    """One text block of a province, with what it says now."""

    text: str
    number: int
    """The version in force; 0 as long as the province never changed it."""

    @property
    def is_own(self) -> bool:
        return self.text != self.standard

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The fields of its standard text."""
        return [(name, FIELDS[name]) for name in dict.fromkeys(fields_in(self.standard))]

    @property
    def unknown_fields(self) -> list[str]:
        """What its own words ask for and no letter has any more: then the standard text holds."""
        return unknown_in(self.text)

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


def editable_parts() -> dict[str, list[Block]]:
    """Return the blocks that a province can put in its own words, part by part, in the order of the letter."""
    parts = {part: [block for block in blocks if not block.is_fixed] for part, blocks in PARTS.items()}
    return {
        **parts,
        "Eigen alinea na de uitkomst, per trede": [after_rung(rung) for rung in rungs_of_all()],
    }


def editable_blocks() -> dict[str, Block]:
    return {block.key: block for blocks in editable_parts().values() for block in blocks}


def after_rung(rung: Rung) -> Block:
    title = f"Eigen alinea na trede {rung.number}"
    return Block(f"{AFTER_RUNG}{rung.number}", title, "", follows=f"Na trede {rung.number}: {rung.label}")


def rungs_of_all() -> Iterator[Rung]:
    """Yield every rung that a letter can be about: one of each number."""
    yield from {rung.number: rung for policy in POLICIES for rung in policy.ladder.rungs}.values()


def wording_of(province: Province) -> Wording:
    """Return the words of a province as they are in force; one query."""
    standard = editable_blocks()
    # Words that ask for a field of an earlier version cannot be filled: then the standard holds.
    own = {
        key: row
        for key, row in newest_rows(province).items()
        if row.text and key in standard and not unknown_in(row.text)
    }
    texts = {**TEXTS, **{key: block.standard for key, block in standard.items()}}
    return Wording(
        texts | {key: row.text for key, row in own.items()}, {key: row.number for key, row in own.items()}
    )


def unknown_in(text: str) -> list[str]:
    return sorted(fields_of(text) - FIELDS.keys())


def newest_rows(province: Province) -> dict[str, TextBlock]:
    rows = TextBlock.objects.filter(province=province).order_by("number")
    return {row.key: row for row in rows}


def blocks_of(province: Province) -> list[tuple[str, list[BlockInForce]]]:
    """Return the text blocks of a province, part by part."""
    newest = newest_rows(province)

    def in_force(block: Block) -> BlockInForce:
        row = newest.get(block.key)
        text = row.text if row and row.text else block.standard
        return BlockInForce(**vars(block), text=text, number=row.number if row else 0)

    return [(part, [in_force(block) for block in blocks]) for part, blocks in editable_parts().items()]


def unused_rows(province: Province) -> list[TextBlock]:
    """Return the province's own words of blocks that no letter has any more, by key."""
    standard = editable_blocks()
    return [row for key, row in sorted(newest_rows(province).items()) if row.text and key not in standard]


def block_of(province: Province, key: str) -> BlockInForce | None:
    every = (row for _, rows in blocks_of(province) for row in rows)
    return next((row for row in every if row.key == key), None)


def versions_of(province: Province, key: str) -> list[TextBlock]:
    """Return every version of a block, the newest first."""
    rows = TextBlock.objects.filter(province=province, key=key).select_related("recorded_by")
    return list(rows.order_by("-number"))


def fields_in(text: str) -> list[str]:
    """Return the names of the fields in a text; raises ValueError for a brace that stands alone."""
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def problems_with_block(key: str, text: str) -> Iterator[str]:
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
        for name in BLOCKS[key].needed if key in BLOCKS else ():
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
    problems = list(problems_with_block(key, words))
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
