"""How a province names its rungs, and the dates in its letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from assessments.judging.given_terms import OF_THE_MUNICIPALITY, problem_with_term
from assessments.judging.province_ladder import ladder_of
from assessments.letters.matter import TERMS
from assessments.models import LetterTerms, RungLabel
from assessments.settings import save_setting
from audit.admin import AuditedAdmin
from municipalities.fields import LetterDayField, MunicipalityField, PeriodField
from municipalities.forms import OnWorkingDays, OwnForm

EVERYBODY = "alle gemeenten"


class SettingForm(OwnForm, forms.ModelForm):
    """A setting of the own province, which is not chosen but that of the user."""

    def record(self, *, by: Any, now: Callable[[], datetime]) -> Any:
        return save_setting(self.instance, self.changed_data, by=by, now=now)


class RungLabelForm(SettingForm):
    class Meta:
        model = RungLabel
        fields = ("rung", "name", "colour")


class LetterTermsForm(OnWorkingDays, SettingForm):
    period = PeriodField(help_text="De periode waarover de brieven gaan.")
    municipality = MunicipalityField(
        required=False,
        empty_label=EVERYBODY,
        help_text=LetterTerms._meta.get_field("municipality").help_text,
    )

    class Meta:
        model = LetterTerms
        fields = (
            "period",
            "municipality",
            "letter_date",
            "reaction_due",
            "talk_due",
            "action_plan_due",
            "plan_review_due",
            "dispute_due",
            "short_reason",
            "publication_from",
            "decision_due",
            "your_reference",
        )
        field_classes = dict.fromkeys(TERMS.values(), LetterDayField)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, province=user.province_id, **kwargs)
        # The lists hold codes, where a model form would give keys of the database.
        if self.instance.pk is not None:
            self.initial["period"] = self.instance.period
            self.initial["municipality"] = self.instance.municipality

    def clean(self) -> Any:
        values = super().clean()
        for name, sentence in self.short_terms():
            self.add_error(name, sentence)
        return values

    def short_terms(self) -> Iterator[tuple[str, str]]:
        """Yield the terms that give a municipality too little time."""
        letter_date = self.cleaned_data.get("letter_date")
        for name in OF_THE_MUNICIPALITY:
            last_day = self.cleaned_data.get(name)
            if letter_date is None or last_day is None:
                continue
            has_reason = bool(self.cleaned_data.get("short_reason"))
            if wrong := problem_with_term(self.working_days, letter_date, last_day, has_reason=has_reason):
                yield name, wrong


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
