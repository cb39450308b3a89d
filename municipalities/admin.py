"""The facts in the admin: periods, the ledger, and the province with its municipalities."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.http import HttpRequest

from audit.admin import AuditedAdmin, OwnRelatedFilter
from municipalities import wording
from municipalities.actions import Refused
from municipalities.contents import difference_with_ledger, lines_booked, lines_said
from municipalities.forms import (
    CorrectionForm,
    CouplingForm,
    HousingForm,
    MunicipalityForm,
    PeriodForm,
    ProvinceForm,
    QuotaForm,
    TakeBackForm,
)
from municipalities.models import (
    Correction,
    Coupling,
    Delivery,
    Housing,
    LedgerEntry,
    Municipality,
    Period,
    Province,
    Quota,
)
from municipalities.wording import day_text, plural, signed

ENTRIES = ("quota_entries", "correction_entries", "housing_entries", "coupling_entries")
SHOWN = 500
"""How many lines and entries the page of one delivery shows."""


class FactsAdmin(AuditedAdmin):
    refused = Refused


@admin.register(Province)
class ProvinceAdmin(FactsAdmin):
    own_province = "pk"
    change_form = ProvinceForm
    save_label = "Opslaan"
    list_display = ("name", "code", "contact", "signature")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code", "name")


@admin.register(Municipality)
class MunicipalityAdmin(FactsAdmin):
    change_form = MunicipalityForm
    save_label = "Opslaan"
    list_display = ("name", "cbs_code", "valid_from", "valid_until", "successor")
    list_select_related = ("successor",)
    list_per_page = 100
    search_fields = ("name", "cbs_code")
    show_full_result_count = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("cbs_code", "name", "province", "valid_from", "inhabitants")


@admin.register(Period)
class PeriodAdmin(FactsAdmin):
    own_province = ""
    add_form = PeriodForm
    change_refusal = "Een periode kan niet worden gewijzigd of verwijderd."
    list_display = ("code", "start", "last_day", "reference_date")
    fields = list_display

    @admin.display(description="laatste dag", ordering="end")
    def last_day(self, period: Period) -> date:
        return period.last_day

    def after_saving(self, request: HttpRequest, form: Any, made: Period) -> None:
        self.message_user(request, f"Periode {made} toegevoegd.", messages.SUCCESS)


class EntryAdmin(FactsAdmin):
    """A ledger: entries stay as they are, and a form adds a delivery."""

    own_province = "delivery__province"
    list_select_related: ClassVar[tuple[str, ...]] = ("municipality", "delivery")
    list_filter: ClassVar[tuple[Any, ...]] = ("kind", ("municipality", OwnRelatedFilter))

    @admin.display(description="verschil", ordering="amount")
    def signed_amount(self, entry: LedgerEntry) -> str:
        return signed(entry.amount)

    def after_saving(self, request: HttpRequest, form: Any, made: Delivery) -> None:
        tell_what_was_booked(self, request, made)


def tell_what_was_booked(page: AuditedAdmin, request: HttpRequest, delivery: Delivery) -> None:
    """Say what came of a delivery: entries, nothing new, or a control."""
    booked = sum(getattr(delivery, name).count() for name in ENTRIES)
    if delivery.is_control:
        text = wording.control_text(difference_with_ledger(delivery))
        page.message_user(request, text, messages.WARNING)
    elif booked == 0:
        page.message_user(request, "Niets gewijzigd: dit cijfer was al bekend.", messages.INFO)
    else:
        entries = plural(booked, "boeking", "boekingen")
        page.message_user(request, f"Aanlevering {delivery.number} vastgelegd: {entries}.", messages.SUCCESS)


@admin.register(Quota)
class QuotaAdmin(EntryAdmin):
    add_form = QuotaForm
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
    add_form = HousingForm
    list_display = ("housed_on", "municipality", "kind", "signed_amount", "delivery", "recorded_at")
    date_hierarchy = "housed_on"
    fields = list_display


@admin.register(Coupling)
class CouplingAdmin(EntryAdmin):
    add_form = CouplingForm
    list_display = ("coupled_on", "municipality", "kind", "signed_amount", "delivery", "recorded_at")
    date_hierarchy = "coupled_on"
    fields = list_display


@admin.register(Correction)
class CorrectionAdmin(EntryAdmin):
    add_form = CorrectionForm
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
class DeliveryAdmin(FactsAdmin):
    """What was delivered; the form to add one takes another back."""

    add_form = TakeBackForm
    add_title = "Aanlevering terugnemen"
    save_label = "Aanlevering terugnemen"
    offers_another = False
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

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Leave "Toevoegen" off the index: the form takes back."""
        return {**super().get_model_perms(request), "add": False}

    def heading(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Name what is about to be taken back, so that a slip of the pen shows."""
        number = (request.POST or request.GET).get("delivery", "")
        readable = number.isdecimal() and len(number) < 10
        chosen = self.get_queryset(request).filter(number=number).first() if readable else None
        subtitle = f"{chosen}, {self.about(chosen)}, {self.reach(chosen)}" if chosen else None
        return {"title": self.add_title, "subtitle": subtitle}

    def page_content(self, row: Any) -> dict[str, Any]:
        return content_of(row)

    def after_saving(self, request: HttpRequest, form: Any, made: Delivery) -> None:
        booked = sum(getattr(made, name).count() for name in ENTRIES)
        text = (
            f"Aanlevering {form.cleaned_data['delivery'].number} teruggenomen met aanlevering {made.number}: "
            f"{plural(booked, 'boeking', 'boekingen')}."
        )
        self.message_user(request, text, messages.SUCCESS)

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

    @admin.display(description="vastgelegd door", ordering="recorded_by__name")
    def who(self, delivery: Delivery) -> str:
        return wording.who(delivery)


def content_of(delivery: Delivery) -> dict[str, Any]:
    """Return what a delivery said, and what was booked for it, ready to print."""
    lines = [
        {
            "municipality": line.municipality,
            "day": day_text(line.day),
            "kind": line.kind,
            "number": wording.number(line.number),
            "reason": line.reason,
        }
        for line in lines_said(delivery)
    ]
    entries = [
        {
            "ledger": line.ledger,
            "municipality": str(line.municipality),
            "day": day_text(line.day) or str(line.period),
            "kind": line.kind,
            "amount": signed(line.amount),
        }
        for line in lines_booked(delivery)
    ]
    can_be_taken_back = delivery.takes_back_id is None and not hasattr(delivery, "taken_back_by")
    return {
        "lines": lines[:SHOWN],
        "entries": entries[:SHOWN],
        "lines_left_out": max(0, len(lines) - SHOWN),
        "entries_left_out": max(0, len(entries) - SHOWN),
        "can_be_taken_back": can_be_taken_back,
    }
