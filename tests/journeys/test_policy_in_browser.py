"""What the Content-Security-Policy forbids, a browser says in its console: nothing on any page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_admin_has_a_clean_console_and_no_scripts_but_ours(
    page: Page, site: str, log_in: Callable[[str], None], problems: list[str]
):
    log_in("beheerder")
    registered: dict[Any, Any] = admin.site._registry
    names = {
        f"{model._meta.app_label}_{model._meta.model_name}": pages for model, pages in registered.items()
    }
    lists = [reverse(f"admin:{name}_changelist") for name in names]
    forms = [reverse(f"admin:{name}_add") for name, pages in names.items() if pages.add_form]
    for path in (reverse("admin:index"), *lists, *forms):
        page.goto(site + path)
        row = page.locator("#result_list tbody th a").first
        if row.count():
            row.click()
            page.wait_for_load_state()
        assert page.locator("script:not([src*='/js/app'])").count() == 0

    assert problems == []


def test_letter_keeps_its_style_and_no_other_runs(
    page: Page, site: str, log_in: Callable[[str], None], problems: list[str]
):
    log_in("raadpleger")
    page.goto(f"{site}/perioden/2023-2/gemeenten/GM0355/brief/")
    padding = "getComputedStyle(document.querySelector('main')).paddingTop"
    assert page.evaluate(padding) != "0px"
    assert problems == []

    added = "document.head.insertAdjacentHTML('beforeend', '<style>main { padding: 0 }</style>')"
    page.evaluate(added)
    assert page.evaluate(padding) != "0px"
    assert any("Content Security Policy" in problem for problem in problems)
