"""What every form says of a field that was left empty: the field by its name, and what to do."""

from __future__ import annotations

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


def missing_text(field: forms.Field, label: str) -> str:
    """Return what to do about an empty field; a choice that asks something while nothing is chosen asks it again."""
    choices: Any = getattr(field, "choices", ())
    asked = next((str(words) for value, words in choices if value in ("", None)), "")
    if asked.startswith("Kies"):
        return f"{asked}."
    if label[1:2].islower():
        label = label[0].lower() + label[1:]
    return f"Kies {label}." if choices or isinstance(field, forms.FileField) else f"Vul {label} in."
