"""Pages of the intake: a file, or a form, becomes a draft; and a delivery is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from assessments.intake.draft_page import DraftPage, entered_in, facts_about, upload
from assessments.intake.draft_views import drafts_of, for_administrators
from assessments.intake.effect import Effect
from assessments.intake.forms import AboutForm, GridForm, TakeBackForm, UploadForm
from assessments.intake.kept_preview import Preview
from assessments.intake.preview import preview_take_back
from assessments.spreadsheets import FILE_TYPES, TABLE_TYPES, as_csv, as_xlsx
from assessments.web import file_response, form_page
from audit.actions import record
from audit.refused import Refused
from municipalities import wording
from municipalities.intake.already_known import known_numbers, known_on_days, template_rows
from municipalities.intake.drafts import STALE_DRAFT, discard_draft
from municipalities.intake.kinds import BY_KEY, KINDS, IntakeKind
from municipalities.intake.limits import Unreadable
from municipalities.intake.particulars import Particulars
from municipalities.ledger.register import name_key
from municipalities.ledger.take_back import take_back
from municipalities.models import Delivery, DraftDelivery, Municipality
from municipalities.moments import local_day


@require_safe
@for_administrators
def intake_start(request: UserRequest) -> HttpResponse:
    drafts = [DraftPage(draft) for draft in drafts_of(request).defer("content")]
    context = {"kinds": KINDS, "drafts": drafts, "stale_before": timezone.now() - STALE_DRAFT}
    return render(request, "assessments/intake/intake_start.html", context)


@form_page
@for_administrators
def intake_upload(request: UserRequest, kind: str) -> HttpResponse:
    found = kind_called(kind)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(data, files, kind=found, user=request.user, initial=asked_before(request))
    draft = uploaded(request, form) if data is not None and form.is_valid() else None
    if draft is not None:
        return redirect("assessments:intake_draft", draft.number)
    context = {"kind": found, "form": form, "earlier": earlier_draft(request, by_hand=False)}
    return render(request, "assessments/intake/intake_upload.html", context)


def uploaded(request: UserRequest, form: UploadForm) -> DraftDelivery | None:
    """Keep a file as a draft; a file that cannot be read goes back into the form."""
    content = form.cleaned_data["file"].read()
    try:
        draft = upload(content, form.name(), form.particulars(), by=request.user, now=timezone.now)
    except Unreadable as refusal:
        form.add_error("file", str(refusal))
        return None
    return in_place_of_earlier(request, draft, by_hand=False)


@form_page
@for_administrators
def intake_enter(request: UserRequest, kind: str) -> HttpResponse:
    """Ask what the figures are about, then show the grid; what is entered goes the way of a file."""
    found = kind_called(kind)
    form = AboutForm(request.GET or None, kind=found, user=request.user, by_hand=True)
    if not form.is_bound or not form.is_valid():
        return render(request, "assessments/intake/intake_enter.html", {"kind": found, "form": form})
    about = form.particulars()
    grid = grid_for(request, about)
    if grid.is_bound and grid.is_valid():
        return redirect("assessments:intake_draft", entered(request, grid).number)
    context = {"kind": found, "grid": grid, "facts": facts_about(about)}
    return render(request, "assessments/intake/intake_grid.html", context)


def grid_for(request: UserRequest, about: Particulars) -> GridForm:
    """Return the grid with what is known, or with what was entered in the draft that the address names."""
    earlier = earlier_draft(request, by_hand=True)
    known = known_on_days(about, known_at=timezone.now())
    sent = request.POST if request.method == "POST" else None
    return GridForm(sent, about=about, known=known, entered=entered_in(earlier, about) if earlier else {})


def entered(request: UserRequest, grid: GridForm) -> DraftDelivery:
    draft = upload(grid.content(), "invoer.csv", grid.about, by=request.user, now=timezone.now)
    return in_place_of_earlier(request, draft, by_hand=True)


def in_place_of_earlier(request: UserRequest, draft: DraftDelivery, *, by_hand: bool) -> DraftDelivery:
    """Discard the draft that this one improves: of two about the same, the wrong one could be recorded."""
    earlier = earlier_draft(request, by_hand=by_hand)
    if earlier is not None:
        discard_draft(earlier, by=request.user, now=timezone.now)
    return draft


def earlier_draft(request: UserRequest, *, by_hand: bool) -> DraftDelivery | None:
    """Return the draft that the address names, when it was made in the same way."""
    asked = request.GET.get("concept", "")
    found = drafts_of(request).filter(number=asked).first() if asked.isdecimal() and len(asked) < 10 else None
    return found if found is not None and found.particulars["by_hand"] == by_hand else None


@require_safe
@for_administrators
def intake_template(request: UserRequest, kind: str, extension: str) -> HttpResponse:
    """Give our own layout of a file, with the municipalities and, when the address says of what, what is known."""
    found = kind_called(kind)
    if extension not in TABLE_TYPES:
        raise Http404
    now = timezone.now()
    rows = template_rows(found, numbers_for_template(request, found, now))
    name = f"{found.key}.{extension}"
    record(
        "sjabloon gedownload",
        by=request.user,
        at=now,
        province_code=request.user.province_id,
        file=name,
    )
    content = as_csv(rows) if extension == "csv" else as_xlsx({"Aanlevering": rows}, has_total=False)
    return file_response(content, name, FILE_TYPES[extension])


def numbers_for_template(
    request: UserRequest, kind: IntakeKind, now: datetime
) -> dict[Municipality, int | None]:
    """Return what is known of what the address asks; without that, who exists today and no numbers."""
    if kind.asks != "days" and request.GET:
        form = AboutForm(request.GET, kind=kind, user=request.user, by_hand=True)
        if form.is_valid():
            return known_numbers(form.particulars(), known_at=now)
    today = local_day(now)
    own = Municipality.objects.visible_to(request.user).existing_between(today, today)
    return dict.fromkeys(sorted(own, key=name_key))


@form_page
@for_administrators
def delivery_take_back(request: UserRequest, number: int) -> HttpResponse:
    """Ask for a reason, show what taking back would change, and do it once that was seen."""
    deliveries = Delivery.objects.visible_to(request.user).select_related(
        "period", "municipality", "province"
    )
    delivery = get_object_or_404(deliveries, number=number)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    counter, preview = (
        taken_back(request, delivery, form) if form.is_bound and form.is_valid() else (None, None)
    )
    if counter is not None:
        messages.success(request, f"Aanlevering {number} teruggenomen met aanlevering {counter.number}.")
        return redirect("municipalities:delivery_detail", counter.number)
    effect = Effect(preview) if preview else None
    context = {"delivery": delivery, "form": form, "preview": preview, "effect": effect}
    about = {"about": wording.about(delivery), "reach": wording.reach(delivery)}
    return render(request, "assessments/intake/delivery_take_back.html", {**context, **about})


def taken_back(
    request: UserRequest, delivery: Delivery, form: TakeBackForm
) -> tuple[Delivery | None, Preview | None]:
    """Take a delivery back when its effect was seen as it is, else return that; a refusal goes into the form."""
    try:
        preview, seen = preview_take_back(delivery, now=timezone.now), request.POST.get("seen", "")
        if seen != preview.mark:
            if seen:
                form.add_error(
                    None, "Intussen is er iets anders vastgelegd. Bekijk opnieuw wat er verandert."
                )
            return None, preview
        reason = form.cleaned_data["reason"]
        return take_back(delivery, reason=reason, by=request.user, now=timezone.now), None
    except Refused as refusal:
        form.refuse(refusal)
        return None, None


def kind_called(key: str) -> IntakeKind:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def asked_before(request: UserRequest) -> dict[str, Any]:
    """Return what the address says of a file, so that another one need not be described again."""
    return {name: value for name, value in request.GET.items() if name in UploadForm.base_fields}
