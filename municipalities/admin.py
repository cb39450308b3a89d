"""The facts in the admin: periods, the ledger, and the province with its municipalities."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.formats import date_format

from audit.admin import AuditedAdmin, OwnRelatedFilter
from municipalities.actions import Refused
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
    CorrectionKind,
    Coupling,
    CouplingKind,
    Delivery,
    Housing,
    HousingKind,
    LedgerEntry,
    Municipality,
    Period,
    Province,
    Quota,
    QuotaKind,
)
from municipalities.statements import totals_at

ENTRY_KINDS: dict[str, str] = dict(
    [*QuotaKind.choices, *HousingKind.choices, *CouplingKind.choices, *CorrectionKind.choices]
)
ENTRIES = ("quota_entries", "correction_entries", "housing_entries", "coupling_entries")
SHOWN = 500
"""How many lines and entries the page of one delivery shows."""


def signed(amount: int) -> str:
    """Return +1.234 or −3, with a real minus sign."""
    return f"{amount:+,}".replace(",", ".").replace("-", "−")


def plural(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def day_text(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


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
        text = f"Dit overzicht is een controle: er is niets vastgelegd. {difference_with_ledger(delivery)}"
        page.message_user(request, text, messages.WARNING)
    elif booked == 0:
        page.message_user(request, "Niets gewijzigd: dit cijfer was al bekend.", messages.INFO)
    else:
        entries = plural(booked, "boeking", "boekingen")
        page.message_user(request, f"Aanlevering {delivery.number} vastgelegd: {entries}.", messages.SUCCESS)


def difference_with_ledger(delivery: Delivery) -> str:
    """Say how far a total is from what is known per day."""
    known = totals_at(delivery, [delivery.municipality] if delivery.municipality else [])
    difference = sum(number for _, _, _, number, _ in delivery.lines) - sum(known.values())
    return f"Verschil met het grootboek: {signed(difference) if difference else 0}."


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
        chosen = self.get_queryset(request).filter(number=number).first() if number.isdecimal() else None
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
        return ENTRY_KINDS.get(delivery.entry_kind, "alle soorten")

    @admin.display(description="waarover")
    def about(self, delivery: Delivery) -> str:
        if delivery.period is not None:
            return str(delivery.period)
        if delivery.first_day == delivery.last_day:
            return day_text(delivery.first_day)
        return f"{day_text(delivery.first_day)} tot en met {day_text(delivery.last_day)}"

    @admin.display(description="gemeente", ordering="municipality__name")
    def reach(self, delivery: Delivery) -> str:
        return str(delivery.municipality or "hele provincie")

    @admin.display(description="status")
    def status(self, delivery: Delivery) -> str:
        if delivery.takes_back is not None:
            return f"tegenboeking van {delivery.takes_back.number}"
        if hasattr(delivery, "taken_back_by"):
            return f"teruggenomen met {delivery.taken_back_by.number}"
        return "controle, niets vastgelegd" if delivery.is_control else "vastgelegd"

    @admin.display(description="vastgelegd door", ordering="recorded_by__name")
    def who(self, delivery: Delivery) -> str:
        return str(delivery.recorded_by or "opdracht op de server")


def content_of(delivery: Delivery) -> dict[str, Any]:
    """Return what a delivery said, and what was booked for it, ready to print."""
    names = dict(Municipality.objects.filter(province=delivery.province_id).values_list("cbs_code", "name"))
    lines = [
        {
            "municipality": names.get(code, code),
            "day": day_text(date.fromisoformat(day) if day else None),
            "kind": ENTRY_KINDS.get(kind or delivery.entry_kind, ""),
            "number": f"{number:,}".replace(",", ".").replace("-", "−"),
            "reason": reason,
        }
        for code, day, kind, number, reason in delivery.lines
    ]
    entries = [entry for name in ENTRIES for entry in printable(getattr(delivery, name))]
    can_be_taken_back = delivery.takes_back_id is None and not hasattr(delivery, "taken_back_by")
    return {
        "lines": lines[:SHOWN],
        "entries": entries[:SHOWN],
        "lines_left_out": max(0, len(lines) - SHOWN),
        "entries_left_out": max(0, len(entries) - SHOWN),
        "can_be_taken_back": can_be_taken_back,
    }


def printable(entries: Any) -> list[dict[str, str]]:
    """Return the entries of one ledger as words."""
    ledger = entries.model._meta.verbose_name
    wanted = ("municipality", "period")
    related = [field.name for field in entries.model._meta.fields if field.name in wanted]
    return [
        {
            "ledger": ledger,
            "municipality": str(entry.municipality),
            "day": day_of(entry),
            "kind": entry.get_kind_display(),
            "amount": signed(entry.amount),
        }
        for entry in entries.select_related(*related).order_by("pk")
    ]


def day_of(entry: Any) -> str:
    match entry:
        case Housing():
            return day_text(entry.housed_on)
        case Coupling():
            return day_text(entry.coupled_on)
        case _:
            return str(entry.period)
