"""What all pages of the admin obey, and the log itself.

Here because every app may import `audit`, and because nothing is written in the admin but by an
action that adds a line to the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.text import capfirst

from audit.append_only import REFUSAL
from audit.models import AuditEntry
from audit.refused import Refused


class AuditedAdmin(admin.ModelAdmin):
    """List and view what is of the own province; add and change only through an action.

    A form takes `user`, and its `record(by=…, now=…)` calls the action and returns what was made; what it
    refuses becomes an error of the form. Without a form there is no such page. Nothing is ever deleted, and Django's
    own log stays empty.
    """

    own_province = "province"
    """The lookup that leads to the province; empty for what is the same for all provinces."""
    add_form: type[Any] | None = None
    change_form: type[Any] | None = None
    change_refusal = REFUSAL
    save_label = "Vastleggen"

    actions = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    # Who and what ----------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.filter(self.own(request.user)) if self.own_province else rows

    def own(self, user: Any) -> Q:
        return Q(**{self.own_province: user.province_id})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.add_form is not None and self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.change_form is not None and self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        kept = {"changelist", "change"} | ({"add"} if self.add_form else set())
        names = {f"{self.opts.app_label}_{self.opts.model_name}_{page}" for page in kept}
        return [url for url in super().get_urls() if url.name in names]

    # Pages -----------------------------------------------------------------------------------

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Refuse a filter or a page that cannot be read; Django sends on, or stumbles over the number."""
        try:
            return super().get_changelist_instance(request)
        except (IncorrectLookupParameters, OverflowError, ValueError):
            raise Http404 from None

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.form_view(request, None)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if self.has_change_permission(request, row):
            return self.form_view(request, row)
        if request.method == "POST":
            raise PermissionDenied(self.change_refusal)
        context = {
            "title": capfirst(self.opts.verbose_name),
            **self.page_content(row),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def page_content(self, row: Any) -> dict[str, Any]:
        """Return what the page of a row shows beside its fields."""
        return {}

    def form_view(self, request: HttpRequest, row: Any) -> HttpResponse:
        """Show the form to add a row, or to change one; what the action refuses becomes its error."""
        heading = self.heading(request, row)
        form = self.bound_form(request, row)
        if request.method == "POST" and form.is_valid():
            try:
                made = form.record(by=request.user, now=timezone.now)
            except Refused as refusal:
                form.add_error(None, list(refusal.messages))
            else:
                self.after_saving(request, form, made)
                return HttpResponseRedirect(self.next_page(request))
        return self.render_form(request, form, row, heading)

    def bound_form(self, request: HttpRequest, row: Any) -> Any:
        form_class = self.add_form if row is None else self.change_form
        assert form_class is not None
        values: dict[str, Any] = {"user": request.user, "initial": {}}
        if issubclass(form_class, forms.ModelForm):
            values["instance"] = row
        if request.method == "POST":
            values["data"] = request.POST
        elif row is None:
            known = form_class.base_fields
            values["initial"] = {name: value for name, value in request.GET.items() if name in known}
        return form_class(**values)

    def render_form(self, request: HttpRequest, form: Any, row: Any, heading: dict[str, Any]) -> HttpResponse:
        shown = list(self.get_readonly_fields(request, row)) if row is not None else []
        fieldsets = [(None, {"fields": [*shown, *form.fields]})]
        page = AdminForm(form, fieldsets, {}, shown, model_admin=self)
        context = {
            **self.admin_site.each_context(request),
            **heading,
            "adminform": page,
            "original": row,
            "is_popup": False,
            "media": self.media + page.media,
            "inline_admin_formsets": [],
            "problems": list(problems_in(form)),
            "save_label": self.save_label,
            "show_save_and_continue": False,
            "show_save_and_add_another": row is None,
        }
        return self.render_change_form(request, context, add=row is None, change=row is not None, obj=row)

    def heading(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        if row is None:
            return {
                "title": f"{capfirst(self.opts.verbose_name)} toevoegen",
                "subtitle": None,
            }
        return {"title": f"{capfirst(self.opts.verbose_name)} wijzigen", "subtitle": str(row)}

    def after_saving(self, request: HttpRequest, form: Any, made: Any) -> None:
        self.message_user(request, f"Opgeslagen: {made}.", messages.SUCCESS)

    def next_page(self, request: HttpRequest) -> str:
        if "_addanother" in request.POST:
            return request.path
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


class OwnRelatedFilter(admin.RelatedFieldListFilter):
    """A filter that offers only what is of the own province."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin) -> Any:
        user: Any = request.user
        own = {"province": user.province_id}
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=own)


def problems_in(form: forms.BaseForm) -> Iterator[dict[str, Any]]:
    """Return every error: the sentence and, when it is about one field, the label and id of that field."""
    for name, errors in form.errors.items():
        about = {"label": form[name].label, "id": form[name].id_for_label} if name in form.fields else {}
        yield from ({"text": str(error), **about} for error in errors)


@admin.register(AuditEntry)
class AuditEntryAdmin(AuditedAdmin):
    """What was done in the own province, and what its people did."""

    list_display = ("recorded_at", "who", "action", "object_label", "result")
    list_filter = ("action",)
    list_select_related = ("actor",)
    date_hierarchy = "recorded_at"
    fields = (
        "recorded_at",
        "who",
        "action",
        "object_type",
        "object_id",
        "object_label",
        "province_code",
        "result",
        "details",
    )
    change_refusal = "Een logregel kan niet worden gewijzigd of verwijderd."

    def own(self, user: Any) -> Q:
        return Q(province_code=user.province_id) | Q(actor__province=user.province_id)

    @admin.display(description="door", ordering="by_name")
    def who(self, row: AuditEntry) -> str:
        return row.who
