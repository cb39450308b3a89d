"""The guide as a page, and the way to the part of it that is about a page."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.text import slugify

from accounts.models import Role
from ibt.guide import GUIDE, PARTS, guide, part_about
from tests.factories import make_user
from tests.reading import source_of
from tests.test_access import TABLE

HEADINGS = {slugify(line.lstrip("# ")) for line in GUIDE.read_text().splitlines() if line.startswith("#")}


def test_every_heading_of_the_guide_can_be_linked_to():
    assert set(re.findall(r'<h\d[^>]* id="([^"]+)"', guide())) == HEADINGS
    assert set(re.findall(r'href="#([^"]+)"', guide())) <= HEADINGS


def test_guide_leads_nowhere_else():
    """A picture or a file beside the guide has no address in the application."""
    assert not re.search(r'<img|href="[^#]|\]\(', guide())


@pytest.mark.parametrize("name", [name for name, page in TABLE.items() if page.get])
def test_every_page_has_a_part_of_the_guide(name):
    assert part_about(name) in HEADINGS | {"inhoud"}
    if name.startswith(("assessments:", "municipalities:", "admin:")):
        assert part_about(name) in HEADINGS


def test_every_part_is_about_some_page():
    """A view that was renamed, or that an earlier line takes, shows here."""
    views = {*TABLE, "login"}
    first = {next((key for key in PARTS if view.startswith(key)), None) for view in views}
    assert first >= set(PARTS) - {"admin:"}


@pytest.mark.django_db
def test_question_mark_opens_the_part_about_the_page(client):
    client.force_login(make_user(Role.READER))
    page = source_of(client.get(reverse("assessments:report_list")))
    assert f'href="{reverse("user_guide")}#voortgangsrapportage-en-aansluiting"' in page


@pytest.mark.django_db
def test_statement_of_accessibility_is_read_without_logging_in(client):
    page = source_of(client.get(reverse("login")))
    assert f'href="{reverse("accessibility")}"' in page
    assert "WCAG 2.2" in source_of(client.get(reverse("accessibility")))
