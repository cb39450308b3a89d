"""What every form says of a field that was left empty: the field by its name, and what to do."""

from __future__ import annotations

import re
from typing import Any

from django import forms

BARE = forms.Field.default_error_messages["required"]


class NamedFields(forms.BaseForm):
    """A form in which an empty field is never just "verplicht": the sentence names it."""

    def full_clean(self) -> None:
        # Not sooner: a form can still rename its fields after it was made.
        for name, field in self.fields.items():
            if field.error_messages.get("required") is BARE:
                field.error_messages["required"] = missing_text(field, str(self[name].label))
        super().full_clean()


QUESTIONS = ("wat", "wie", "hoe", "welk", "welke", "waar", "waarom", "waarover", "waaruit")
NEUTER = re.compile(
    r"(?:aantal|adres|afschrift|artikel|begin|beleidskader|besluit|bestand|cijfer|concept|contact|controletotaal"
    r"|e-mailadres|gevolg|kenmerk|mandaat|niveau|nummer|oordeel|postadres|wachtwoord)$",
    re.IGNORECASE,
)
"""The nouns with "het" that a field is called by; all others have "de", in the plural too."""
ENDS_OPEN = ("op", "met", "van", "vanaf", "uiterlijk")
"""Last words of what is no noun: "Vastgesteld op"."""


def what_in(field: forms.Field) -> str:
    return "een dag" if isinstance(field, forms.DateField) else "iets"


def missing_text(field: forms.Field, label: str) -> str:
    """Return what to do about an empty field; a choice that asks something while nothing is chosen asks it again."""
    choices: Any = getattr(field, "choices", ())
    asked = next((str(words) for value, words in choices if value in ("", None)), "")
    if asked.startswith("Kies"):
        return f"{asked}."
    is_choice = bool(choices) or isinstance(field, forms.FileField)
    name = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    first, *others = name.split() or [""]
    if first in QUESTIONS:
        return f"Kies {name}." if is_choice else f"Vul in {name}."
    if [first, *others][-1] in ENDS_OPEN:
        return f'Kies bij "{label}".' if is_choice else f'Vul bij "{label}" {what_in(field)} in.'
    article = "het" if any(NEUTER.match(word) for word in (first, *others[:1])) else "de"
    return f"Kies {article} {name}." if is_choice else f"Vul {article} {name} in."
