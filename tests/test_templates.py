"""Templates print: a line fits on a screen, a condition asks one question or two, and names come from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

from municipalities.catalogue import FIGURES

TEMPLATES = Path(__file__).parent.parent / "templates"
WIDTH = 120


def lines() -> list[tuple[str, str]]:
    """Return every line of every template, with the name of that."""
    return [
        (path.relative_to(TEMPLATES).as_posix(), line)
        for path in sorted(TEMPLATES.rglob("*.html"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def test_no_line_is_longer_than_a_screen_is_wide():
    assert [(name, len(line)) for name, line in lines() if len(line) > WIDTH] == []


def test_condition_joins_no_more_than_two_questions():
    conditions = [
        (name, condition)
        for name, line in lines()
        for condition in re.findall(r"\{% (?:el)?if (.*?) %\}", line)
        if len(re.findall(r" (?:and|or) ", condition)) > 1
    ]

    assert conditions == []


def test_column_of_a_figure_takes_its_name_from_the_catalogue():
    labels = {figure.label for figure in FIGURES}
    typed = [
        (name, words)
        for name, line in lines()
        for shown in re.findall(r"\{% columns (.*?) %\}", line) + re.findall(r' data-label(="[^"]*")', line)
        for words in re.findall(r'"([^"]*)"(?!\|)', shown.replace("&shy;", ""))
        if words in labels
    ]

    assert typed == []


def test_every_tag_and_value_ends_as_it_began():
    """What is not closed is no tag to Django: it prints it as it stands."""
    whole = re.compile(r"\{%[^{}]*?%\}|\{\{[^{}]*?\}\}|\{#.*?#\}")
    open_ended = [
        (name, line) for name, line in lines() if re.search(r"\{[%{#]|[%}#]\}", whole.sub("", line))
    ]

    assert open_ended == []
