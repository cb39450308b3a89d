"""Draws decision-flow.md from the table of transitions; `make docs` runs this."""

from __future__ import annotations

from pathlib import Path

import django

PAGE = Path(__file__).with_name("decision-flow.md")
HEAD = """# The flow of a decision

Drawn from `assessments/workflow.py` by `make docs`. From *concept* on nothing is changed: each step adds a row. What
was given back, recalled or withdrawn goes on as a new concept.

"""


def page() -> str:
    """Return the page: the states with the steps between them, and what each step asks for."""
    from assessments.models import Step
    from assessments.workflow import PROPOSE, TRANSITIONS, State

    names = {field.name: str(field.verbose_name) for field in Step._meta.concrete_fields}
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> concept"]
    lines += [f"    {state.value}: {state.label}" for state in State]
    for step in TRANSITIONS:
        arrows = [(source.value, (step.target or source).value) for source in step.sources]
        lines += [f"    {before} --> {after}: {step.label}" for before, after in arrows]
    lines += [
        "    returned --> concept: Beoordeel opnieuw",
        "    recalled --> concept: Beoordeel opnieuw",
        "    withdrawn --> concept: Beoordeel opnieuw",
        "```",
        "",
    ]
    lines += ["| step | who | asks for |", "| --- | --- | --- |"]
    for step in TRANSITIONS:
        asks = ["motivering"] if step is PROPOSE else []
        asks += [names[name] for name in step.asks]
        other = ", een ander dan wie voorstelde" if step.other_person else ""
        other += ", alleen wie voorstelde" if step.by_proposer else ""
        other += ", alleen van een herbeoordeling" if step.only_reassessment else ""
        lines.append(f"| {step.label} | {step.who}{other} | {', '.join(asks) or '–'} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
