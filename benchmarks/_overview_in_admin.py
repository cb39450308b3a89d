"""The assessments as a list of Django's admin: 50 a page, from the snapshots alone.

No sums, no footer, and no look at the ledger: so no mark on what is known otherwise by now.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessments.judging.sums import share_cell
from assessments.models import Assessment
from municipalities.dutch import balance, count


class OpenSite(admin.AdminSite):
    """A site for whoever is logged in: permissions are not what is measured."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


class AssessmentAdmin(admin.ModelAdmin):
    list_display = (
        "municipality",
        "rung",
        "basis",
        "quota",
        "opening_balance",
        "total_task",
        "available",
        "realised",
        "share_of_quota",
        "share_of_total_task",
        "closing_balance",
    )
    list_filter = ("period", "rung", "basis")
    list_per_page = 50
    list_select_related = ("municipality",)
    search_fields = ("municipality__name",)
    ordering = ("municipality__name",)
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = lambda *_: False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        return Assessment.objects.filter(municipality__province=request.user.province_id)

    def quota(self, row: Assessment) -> str:
        return count(row.figures.quota)

    def opening_balance(self, row: Assessment) -> str:
        return balance(row.figures.opening_balance)

    def total_task(self, row: Assessment) -> str:
        return count(row.figures.total_task)

    def available(self, row: Assessment) -> str:
        return count(row.figures.available_on_reference_date)

    def realised(self, row: Assessment) -> str:
        return count(row.figures.realised)

    def share_of_quota(self, row: Assessment) -> str:
        return share_cell(row.figures, "share_of_quota")

    def share_of_total_task(self, row: Assessment) -> str:
        return share_cell(row.figures, "share_of_total_task")

    def closing_balance(self, row: Assessment) -> str:
        return balance(row.figures.closing_balance)


site = OpenSite(name="benchmark")
site.register(Assessment, AssessmentAdmin)
