"""How a province names its rungs, and the dates in its letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from assessments.judging.province_ladder import ladder_of
from assessments.letters.forms import LetterDaysForm
from assessments.models import LetterTerms, RungLabel
from assessments.settings import save_setting
from audit.admin import AuditedAdmin
from municipalities.fields import MunicipalityField, PeriodField
from municipalities.forms import OwnForm

EVERYBODY = "alle gemeenten"


class SettingForm(OwnForm, forms.ModelForm):
    """A setting of the own province, which is not chosen but that of the user."""

    def record(self, *, by: Any, now: Callable[[], datetime]) -> Any:
        return save_setting(self.instance, self.changed_data, by=by, now=now)


class RungLabelForm(SettingForm):
    class Meta:
        model = RungLabel
        fields = ("rung", "name", "colour")


class LetterTermsForm(LetterDaysForm, SettingForm):
    period = PeriodField(help_text="De periode waarover de brieven gaan.")
    municipality = MunicipalityField(
        required=False,
        empty_label=EVERYBODY,
        help_text=LetterTerms._meta.get_field("municipality").help_text,
    )

    class Meta(LetterDaysForm.Meta):
        fields = ("period", "municipality", *LetterDaysForm.Meta.fields, "your_reference")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, province=user.province_id, **kwargs)
        # The lists hold codes, where a model form would give keys of the database.
        if self.instance.pk is not None:
            self.initial["period"] = self.instance.period
            self.initial["municipality"] = self.instance.municipality


class SettingAdmin(AuditedAdmin):
    save_label = "Opslaan"


@admin.register(RungLabel)
class RungLabelAdmin(SettingAdmin):
    add_form = RungLabelForm
    change_form = RungLabelForm
    list_display = ("rung", "name", "colour")
    ordering = ("rung",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the whole ladder as well: what has no own name keeps that of the ladder."""
        user: Any = request.user
        own = set(self.get_queryset(request).values_list("rung", flat=True))
        rungs = [(rung, rung.number in own) for rung in ladder_of(user.province).values()]
        return super().changelist_view(request, {"rungs": rungs, **(extra_context or {})})


@admin.register(LetterTerms)
class LetterTermsAdmin(SettingAdmin):
    add_form = LetterTermsForm
    change_form = LetterTermsForm
    list_display = (
        "period",
        "whose",
        "letter_date",
        "reaction_due",
        "talk_due",
        "action_plan_due",
        "plan_review_due",
    )
    list_select_related = ("period", "municipality")

    @admin.display(description="gemeente", ordering="municipality__name")
    def whose(self, terms: LetterTerms) -> str:
        return terms.municipality.name if terms.municipality else EVERYBODY
