"""The main menu: what this user can open, and where this page belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.permissions import may_enter_figures, may_read, may_read_log
from ibt.guide import part_about


@dataclass(frozen=True)
class Item:
    """One entry: the view it opens, and what the names of the views below it begin with."""

    label: str
    view: str
    below: tuple[str, ...] = ()
    allowed: Callable[[Any], bool] = may_read

    @property
    def url(self) -> str:
        return reverse(self.view)

    def current(self, view: str) -> str:
        """Return the value of aria-current: "page" on the page itself, "true" on the pages below it."""
        if view == self.view:
            return "page"
        return "true" if view.startswith(self.below) else ""


MENU = (
    Item("Werkvoorraad", "assessments:work_list", ("assessments:impact_",)),
    Item(
        "Perioden",
        "assessments:period_list",
        (
            "assessments:period_",
            "assessments:assessment_",
            "assessments:version_",
            "assessments:step_",
            "assessments:provenance_",
            "assessments:motivation_",
            "assessments:letter_",
            "assessments:reconciliation_",
            "assessments:published_figure_",
        ),
    ),
    Item(
        "Gemeenten",
        "assessments:municipality_list",
        (
            "assessments:municipality_",
            "assessments:opening_rung_",
            "assessments:legal_act_",
            "assessments:conversation_",
            "assessments:agreement_",
            "assessments:action_plan_",
            "assessments:side_figure_",
            "assessments:what_if",
        ),
    ),
    Item(
        "Aanlevering",
        "municipalities:delivery_list",
        ("municipalities:", "assessments:intake_", "assessments:delivery_"),
    ),
    Item("Rapportage", "assessments:report_list", ("assessments:report_",)),
    Item("Beleid", "assessments:policy_list", ("assessments:policy_", "assessments:text_block_")),
    Item("Logboek", "assessments:log_list", allowed=may_read_log),
    Item("Beheer", "admin:index", ("admin:",), may_enter_figures),
)


def menu(request: HttpRequest) -> dict[str, Any]:
    """Give every template the entries for this user, each with its aria-current, and where the guide is about it."""
    user = getattr(request, "user", None)
    match = request.resolver_match
    view = match.view_name if match else ""
    shown = [item for item in MENU if user is not None and item.allowed(user)]
    return {"menu": [(item, item.current(view)) for item in shown], "guide_part": part_about(view)}
