"""Pages of a draft: what recording it would change, where in it things stand, recording it or throwing it away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import may_enter_figures, require
from accounts.requests import UserRequest
from assessments.intake.draft_page import (
    DraftPage,
    check_again,
    choices_for,
    errors_as_csv,
    head_of,
    reading_of,
    recorded_text,
)
from assessments.intake.forms import ConfirmForm, LayoutForm
from assessments.spreadsheets import FILE_TYPES
from assessments.web import file_response, form_page
from audit.refused import Refused
from municipalities.dutch import plural
from municipalities.intake.drafts import DraftGone, discard_draft, discard_drafts, record_draft
from municipalities.intake.findings import Reading
from municipalities.intake.limits import Unreadable
from municipalities.models import DraftDelivery
from municipalities.models.files import DraftQuerySet

Given = ParamSpec("Given")
View = Callable[Concatenate[UserRequest, Given], HttpResponse]


def for_administrators(view: View[Given]) -> View[Given]:
    """Let only who may enter figures see a page."""

    @wraps(view)
    def guarded(request: UserRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        require(request.user, may_enter_figures)
        try:
            return view(request, *args, **kwargs)
        except DraftGone as refusal:
            messages.warning(request, str(refusal))
            return redirect("municipalities:delivery_list")

    return guarded


@form_page
@for_administrators
def intake_draft(request: UserRequest, draft: int) -> HttpResponse:
    """Show what recording a draft would change; a POST records it."""
    page = DraftPage(draft_in(request, draft))
    sent = request.POST if request.method == "POST" else None
    form = ConfirmForm(sent, preview=page.preview)
    if form.is_bound and not page.is_wrong and form.is_valid():
        done = recorded(request, page, form)
        if done is not None:
            return redirect(done)
    return render(request, "assessments/intake/intake_draft.html", {"page": page, "form": form})


def recorded(request: UserRequest, page: DraftPage, form: ConfirmForm) -> str | None:
    """Record a draft, say so, and return where to go; a refusal goes back into the form."""
    try:
        done = record_draft(
            page.draft,
            mark=form.cleaned_data.pop("mark"),
            confirmed=form.cleaned_data,
            by=request.user,
            now=timezone.now,
        )
    except DraftGone:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return None
    number = done.delivery.number if done.is_new else None
    messages.success(request, recorded_text(page, number, page.preview.changed))
    if number is None:
        return reverse("municipalities:delivery_list")
    return reverse("municipalities:delivery_detail", args=[number])


@form_page
@for_administrators
def intake_layout(request: UserRequest, draft: int) -> HttpResponse:
    """Say by hand which sheet, row and columns to read, and who is meant by unknown names."""
    page = DraftPage(draft_in(request, draft))
    reading = reading_of(page)
    form = LayoutForm(
        request.POST if request.method == "POST" else None,
        kind=page.kind,
        layout=reading.layout,
        unknown=reading.unknown,
        chosen=reading.chosen,
        municipalities=choices_for(page),
        own=page.draft.province,
    )
    if form.is_bound and form.is_valid() and pointed_out(page, form, reading):
        return redirect("assessments:intake_draft", draft)
    context = {"page": page, "form": form, "head": head_of(reading)}
    return render(request, "assessments/intake/intake_layout.html", context)


def pointed_out(page: DraftPage, form: LayoutForm, reading: Reading) -> bool:
    """Check a draft with what was pointed out; what cannot be read at all goes back into the form."""
    wanted, names = form.wanted(reading.layout), {**page.about.names, **form.names()}
    names = {name: code for name, code in names.items() if code}
    try:
        check_again(page.draft, replace(page.about, wanted=wanted, names=names), now=timezone.now)
    except Unreadable as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
@for_administrators
def intake_check(request: UserRequest, draft: int) -> HttpResponse:
    page = DraftPage(draft_in(request, draft))
    check_again(page.draft, page.about, now=timezone.now)
    messages.info(request, "Opnieuw gecontroleerd.")
    return redirect("assessments:intake_draft", draft)


@require_POST
@for_administrators
def intake_discard(request: UserRequest, draft: int) -> HttpResponse:
    found = draft_in(request, draft)
    discard_draft(found, by=request.user, now=timezone.now)
    messages.success(request, f"{found.name} is weggegooid; er is niets vastgelegd.")
    return redirect("assessments:intake_start")


@require_POST
@for_administrators
def intake_discard_several(request: UserRequest) -> HttpResponse:
    asked = [
        int(number) for number in request.POST.getlist("draft") if number.isdecimal() and len(number) < 10
    ]
    found = list(drafts_of(request).filter(number__in=asked).defer("content"))
    if found:
        discard_drafts(found, by=request.user, now=timezone.now)
        what = plural(len(found), "aanlevering in voorbereiding is", "aanleveringen in voorbereiding zijn")
        messages.success(request, f"{what} weggegooid; er is niets vastgelegd.")
    else:
        messages.warning(request, "Vink eerst aan wat u wilt weggooien. Er is niets gebeurd.")
    return redirect("assessments:intake_start")


@require_safe
@for_administrators
def intake_errors(request: UserRequest, draft: int) -> HttpResponse:
    page = DraftPage(draft_in(request, draft))
    return file_response(errors_as_csv(page), "fouten.csv", FILE_TYPES["csv"])


def drafts_of(request: UserRequest) -> DraftQuerySet:
    return DraftDelivery.objects.visible_to(request.user).select_related("province", "made_by")


def draft_in(request: UserRequest, number: int) -> DraftDelivery:
    return get_object_or_404(drafts_of(request), number=number)
