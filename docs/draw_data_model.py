"""Draws the diagram in data-model.md from the models; `make docs` runs this."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import models

PAGE = Path(__file__).with_name("data-model.md")
START = "<!-- Drawn from the models by `make docs`. -->\n"
END = "<!-- End of what was drawn. -->\n"
APPS = ("municipalities", "assessments", "accounts", "audit")
TYPES: dict[type, str] = {
    models.BooleanField: "boolean",
    models.DateTimeField: "datetime",  # is a date too, so it comes first
    models.DateField: "date",
    models.IntegerField: "integer",
    models.JSONField: "json",
    models.CharField: "string",
    models.TextField: "text",
    models.BinaryField: "binary",
}

Model = type[models.Model]


def diagram() -> str:
    """Return the models as a diagram that GitHub and GitLab draw: first the relations, then the fields."""
    drawn = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    lines = [line for draw in (relations, entity) for model in drawn for line in draw(model)]
    return "\n".join(["```mermaid", "erDiagram", *(f"    {line}" for line in lines), "```", ""])


def relations(model: Model) -> Iterator[str]:
    """Yield each foreign key; the one side may be nobody, the many side is one where the key is unique."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            one = "|o" if field.null else "||"
            many = "o|" if field.unique else "o{"
            yield f'{field.related_model.__name__} {one}--{many} {model.__name__} : "{field.name}"'


def entity(model: Model) -> Iterator[str]:
    yield f"{model.__name__} {{"
    yield from (f"    {attribute(field)}" for field in model._meta.concrete_fields)
    yield "}"


def attribute(field: Any) -> str:
    """Return one field: its type, name, keys and, in Dutch, what it is called and whether it may be empty."""
    keys = {"PK": field.primary_key, "FK": field.is_relation, "UK": field.unique and not field.primary_key}
    marks = ", ".join(key for key, holds in keys.items() if holds)
    said = f'"{field.verbose_name}{", of leeg" if field.null else ""}"'
    return " ".join(filter(None, [type_of(field), field.name, marks, said]))


def type_of(field: Any) -> str:
    stored = field.target_field if field.is_relation else field
    return next(name for kind, name in TYPES.items() if isinstance(stored, kind))


def redrawn(page: str) -> str:
    """Return the page with the diagram of the models as they are now."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}{diagram()}{END}{after}"


if __name__ == "__main__":
    django.setup()
    PAGE.write_text(redrawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
