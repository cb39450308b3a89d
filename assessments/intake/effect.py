"""What a delivery, or taking one back, changes: in sentences and a sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.intake.kept_preview import Preview, RestedChange
from assessments.judging.sums import Term
from municipalities.dutch import balance, count, number, plural


@dataclass(frozen=True)
class Effect:
    """A preview, ready to print; of a control it says what differs, since nothing changes."""

    preview: Preview

    @property
    def is_control(self) -> bool:
        return bool(self.preview.control)

    @property
    def title(self) -> str:
        return "Wat er afwijkt" if self.is_control else "Wat er verandert"

    @property
    def column(self) -> str:
        """The head of the column of numbers that the delivery gives."""
        return "Overzicht" if self.is_control else "Straks"

    @property
    def terms(self) -> list[Term]:
        before, after, difference = self.preview.sums
        then = "volgens dit overzicht" if self.is_control else "straks"
        return [
            Term(f"nu bekend{without(self.preview.unknown_before)}", count(before)),
            Term("verschil", balance(difference)),
            Term(f"{then}{without(self.preview.unknown_after)}", count(after), "="),
        ]

    @property
    def changed(self) -> str:
        changed = self.preview.changed
        if changed == 0:
            return f"Geen enkel aantal {'wijkt af' if self.is_control else 'verandert'}."
        what = "wijkt het aantal af; er verandert niets" if self.is_control else "verandert het aantal"
        return f"Bij {number(changed)} van de {number(len(self.preview.rows))} gemeenten {what}."

    @property
    def sentences(self) -> Iterator[str]:
        yield self.changed
        if any(self.preview.housed) and not self.is_control:
            before, after = map(count, self.preview.housed)
            yield f"Gehuisvest in {self.preview.period} tot nu toe: van {before} naar {after}."
        if self.preview.is_partly_known:
            yield (
                "Van een deel van deze dagen is nu nog niets bekend; alleen wat wel bekend is, telt mee in “nu bekend”."
            )
        if self.preview.stays:
            yield f"Wat hierna is opgegeven, blijft gelden: {', '.join(self.preview.stays)}."
        yield from self.outcomes
        if not self.preview.adopted:
            yield "Geen vastgestelde beoordeling wijkt hierdoor af."

    @property
    def outcomes(self) -> Iterator[str]:
        for group in self.preview.outcomes:
            many = "" if group["count"] == 1 else f"{number(group['count'])} gemeenten: "
            yield (
                f"Over {group['period']} gaat de uitkomst van het beleidskader van {group['before']} naar "
                f"{group['after']} bij {many}{group['names']}."
            )
        if self.preview.outcomes:
            yield "Een concept verandert pas als u opnieuw beoordeelt."
        else:
            yield "Geen enkele uitkomst van het beleidskader verandert."

    @property
    def adopted_title(self) -> str:
        return differ_title(self.preview.adopted, "vastgestelde")

    @property
    def proposed_title(self) -> str:
        return differ_title(self.preview.proposed, "voorgestelde")


def differ_title(rows: list[RestedChange], what: str) -> str:
    return f"{plural(len(rows), f'{what} beoordeling wijkt', f'{what} beoordelingen wijken')} daarna af"


def without(unknown: int) -> str:
    """Say how many municipalities a sum lacks."""
    return f", zonder {plural(unknown, 'gemeente', 'gemeenten')}" if unknown else ""
