"""The user guide, `docs/handleiding.md`, as a page; and which part of it is about which page."""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

GUIDE = settings.BASE_DIR / "docs" / "handleiding.md"
PICTURE = re.compile(r"^!\[.*\n", re.MULTILINE)
"""Of what is on the screen already."""
LINK_AWAY = re.compile(r"\[([^]]+)]\((?!#)[^)]*\)")
"""To a file beside the guide, which has no address here."""

CLASSES = {
    "heading_open": "utrecht-heading-{}",
    "paragraph_open": "utrecht-paragraph",
    "bullet_list_open": "utrecht-unordered-list",
    "ordered_list_open": "utrecht-ordered-list",
    "link_open": "utrecht-link",
    "table_open": "utrecht-table utrecht-table--html-table",
}

PARTS = {
    "login": "1. Inloggen en rollen",
    "own_": "1. Inloggen en rollen",
    "assessments:period_assess": "Beoordelen (toezichthouder)",
    "assessments:assessment_detail": "Beoordelen (toezichthouder)",
    "assessments:version_detail": "Beoordelen (toezichthouder)",
    "assessments:provenance_": "Beoordelen (toezichthouder)",
    "assessments:motivation_": "Motiveren en afwijken (toezichthouder)",
    "assessments:step_propose": "Voorstellen (toezichthouder)",
    "assessments:step_recall": "Voorstellen (toezichthouder)",
    "assessments:step_send": "Brieven (toezichthouder)",
    "assessments:step_publish": "Brieven (toezichthouder)",
    "assessments:step_correct_": "Brieven (toezichthouder)",
    "assessments:step_": "Vaststellen (vaststeller: vier ogen)",
    "assessments:letter_": "Brieven (toezichthouder)",
    "assessments:decision_file": "Stukken voor bezwaar of de rechter",
    "assessments:report_": "Voortgangsrapportage en aansluiting",
    "assessments:reconciliation_": "Voortgangsrapportage en aansluiting",
    "assessments:published_figure_": "Voortgangsrapportage en aansluiting",
    "assessments:intake_enter": "Met de hand",
    "assessments:intake_upload": "Met een bestand",
    "assessments:intake_discard": "Later verdergaan",
    "assessments:delivery_take_back": "Terugnemen",
    "assessments:intake_": "3. Cijfers aanleveren",
    "municipalities:delivery_": "3. Cijfers aanleveren",
    "assessments:period_talks": "4. Tussen twee beoordelingen",
    "assessments:period_forecast": "4. Tussen twee beoordelingen",
    "assessments:impact_": "5. Nagekomen cijfers en herbeoordelen",
    "assessments:assessment_reassess": "5. Nagekomen cijfers en herbeoordelen",
    "assessments:legal_act_": "6. Trede 4, 5 en 6",
    "assessments:act_": "6. Trede 4, 5 en 6",
    "assessments:period_": "2. Een halfjaar van begin tot eind",
    "assessments:work_list": "2. Een halfjaar van begin tot eind",
    "assessments:search_all": "2. Een halfjaar van begin tot eind",
    "assessments:policy_": "7. Beheer",
    "assessments:text_block_": "7. Beheer",
    "admin:": "7. Beheer",
    "assessments:log_list": "8. Controle",
    "assessments:": "4. Tussen twee beoordelingen",
}
"""The heading of the part about a page, by what the name of its view begins with; the first that fits."""


def part_about(view: str) -> str:
    """Return the anchor of the part about a view; of the whole guide where no part is."""
    return next((slugify(heading) for name, heading in PARTS.items() if view.startswith(name)), "inhoud")


@lru_cache(maxsize=1)
def guide() -> SafeString:
    """Return the guide as HTML, in the classes of the house; each heading can be linked to."""
    text = LINK_AWAY.sub(r"\1", PICTURE.sub("", GUIDE.read_text(encoding="utf-8")))
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token, following in zip(tokens, [*tokens[1:], Token("", "", 0)], strict=True):
        for each in (token, *(token.children or ())):
            if css_class := CLASSES.get(each.type):
                each.attrJoin("class", css_class.format(each.tag[1:]))
        if token.type == "heading_open":
            token.attrSet("id", slugify(following.content))
    # The guide is a file of the project, and HTML in it is printed as text.
    return mark_safe(parser.renderer.render(tokens, parser.options, {}))
