"""The facts in the admin: periods, the ledger, and the province with its municipalities."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest

from audit.admin import AuditedAdmin, OwnRelatedFilter
from municipalities import wording
from municipalities.dutch import day_text, signed
from municipalities.forms import AliasForm, ClosedDayForm, MunicipalityForm, PeriodForm, ProvinceForm
from municipalities.models import (
    ClosedDay,
    Correction,
    Coupling,
    Delivery,
    Housing,
    LedgerEntry,
    Municipality,
    MunicipalityAlias,
    Period,
    Province,
    Quota,
)


@admin.register(Province)
class ProvinceAdmin(AuditedAdmin):
    own_province = "pk"
    change_form = ProvinceForm
    save_label = "Opslaan"
    list_display = ("name", "code", "contact", "signature")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code", "name")


@admin.register(Municipality)
class MunicipalityAdmin(AuditedAdmin):
    change_form = MunicipalityForm
    save_label = "Opslaan"
    list_display = ("name", "cbs_code", "valid_from", "valid_until", "successor")
    list_select_related = ("successor",)
    list_per_page = 100
    search_fields = ("name", "cbs_code")
    show_full_result_count = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("cbs_code", "name", "province", "valid_from", "inhabitants")


@admin.register(MunicipalityAlias)
class AliasAdmin(AuditedAdmin):
    """Other names of the municipalities of the own province."""

    own_province = "municipality__province"
    add_form = AliasForm
    list_display = ("name", "municipality")
    list_select_related = ("municipality",)
    search_fields = ("name", "municipality__name")
    change_refusal = "Een andere naam kan niet worden gewijzigd. Voeg de goede toe."
    fields = list_display


@admin.register(ClosedDay)
class ClosedDayAdmin(AuditedAdmin):
    """Days on which no term ends, beside weekends and public holidays."""

    add_form = ClosedDayForm
    change_form = ClosedDayForm
    save_label = "Opslaan"
    list_display = ("day", "reason", "opened")

    @admin.display(description="toch open", ordering="is_open")
    def opened(self, row: ClosedDay) -> str:
        # Django's icon says True or False.
        return "ja" if row.is_open else "nee"


@admin.register(Period)
class PeriodAdmin(AuditedAdmin):
    own_province = ""
    add_form = PeriodForm
    change_refusal = "Een periode kan niet worden gewijzigd of verwijderd."
    list_display = ("code", "start", "last_day", "reference_date")
    fields = list_display

    @admin.display(description="laatste dag", ordering="end")
    def last_day(self, period: Period) -> date:
        return period.last_day

    def after_saving(self, request: HttpRequest, form: Any, made: Period) -> None:
        days = f"{day_text(made.start)} tot en met {day_text(made.last_day)}"
        reference = f"peildatum koppelingen {day_text(made.reference_date)}"
        self.message_user(request, f"Periode {made} toegevoegd: {days}, {reference}.", messages.SUCCESS)


class EntryAdmin(AuditedAdmin):
    """A ledger: to look at. What is added comes in a delivery."""

    own_province = "delivery__province"
    list_select_related: ClassVar[tuple[str, ...]] = ("municipality", "delivery")
    list_filter: ClassVar[tuple[Any, ...]] = ("kind", ("municipality", OwnRelatedFilter))

    @admin.display(description="verschil", ordering="amount")
    def signed_amount(self, entry: LedgerEntry) -> str:
        return signed(entry.amount)


@admin.register(Quota)
class QuotaAdmin(EntryAdmin):
    list_display = (
        "announced_on",
        "period",
        "municipality",
        "kind",
        "signed_amount",
        "delivery",
        "recorded_at",
    )
    list_select_related = ("municipality", "delivery", "period")
    list_filter = ("period", "kind", ("municipality", OwnRelatedFilter))
    fields = list_display


@admin.register(Housing)
class HousingAdmin(EntryAdmin):
    list_display = ("housed_on", "municipality", "kind", "signed_amount", "delivery", "recorded_at")
    date_hierarchy = "housed_on"
    fields = list_display


@admin.register(Coupling)
class CouplingAdmin(EntryAdmin):
    list_display = ("coupled_on", "municipality", "kind", "signed_amount", "delivery", "recorded_at")
    date_hierarchy = "coupled_on"
    fields = list_display


@admin.register(Correction)
class CorrectionAdmin(EntryAdmin):
    list_display = ("period", "municipality", "kind", "signed_amount", "reason", "delivery", "recorded_at")
    list_select_related = ("municipality", "delivery", "period")
    list_filter = ("period", "kind", ("municipality", OwnRelatedFilter))
    fields = list_display


class ReachFilter(OwnRelatedFilter):
    """A delivery without a municipality is about all of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display: Any = "hele provincie"


@admin.register(Delivery)
class DeliveryAdmin(AuditedAdmin):
    """What was delivered."""

    list_display = ("number", "kind", "about", "reach", "dated_on", "status", "recorded_at", "who")
    list_display_links = ("number", "kind")
    list_filter = ("kind", "form", ("municipality", ReachFilter))
    list_select_related = ("period", "municipality", "recorded_by", "takes_back", "taken_back_by")
    fields = (
        "number",
        "kind",
        "form",
        "entry_kind_label",
        "about",
        "reach",
        "dated_on",
        "source",
        "reason",
        "status",
        "recorded_at",
        "entered_at",
        "who",
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_who()

    @admin.display(description="soort boeking")
    def entry_kind_label(self, delivery: Delivery) -> str:
        return wording.entry_kind(delivery)

    @admin.display(description="waarover")
    def about(self, delivery: Delivery) -> str:
        return wording.about(delivery)

    @admin.display(description="gemeente", ordering="municipality__name")
    def reach(self, delivery: Delivery) -> str:
        return wording.reach(delivery)

    @admin.display(description="status")
    def status(self, delivery: Delivery) -> str:
        return wording.status(delivery)

    @admin.display(description="vastgelegd door", ordering="name_then")
    def who(self, delivery: Delivery) -> str:
        return wording.who(delivery)
