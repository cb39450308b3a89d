from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import may_enter_figures, require
from accounts.requests import UserRequest
from assessments.judging.versions import adopted_letter_of, track_of
from assessments.keep_pdf import keep_pdf, kept_content
from assessments.letters.content_of_period import sample_of
from assessments.letters.export import archive_of
from assessments.letters.forms import TextBlockForm
from assessments.letters.letter import document_of, file_name_of, style_source, with_toolbar
from assessments.letters.province_blocks import (
    BlockInForce,
    block_of,
    blocks_of,
    save_text_block,
    unused_rows,
    versions_of,
)
from assessments.models import AdoptedLetter, Assessment, AssessmentVersion
from assessments.pdf import can_make_pdf, pdf_of
from assessments.spreadsheets import FILE_TYPES
from assessments.web import file_response, form_page, log_download, municipality_read, period_read
from audit.refused import Refused


@require_safe
def letter_detail(request: UserRequest, period: str, code: str) -> HttpResponse:
    judgement = judgement_in(request, period, code)
    document = with_toolbar(document_of(judgement), judgement)
    return HttpResponse(document, headers={"Content-Security-Policy": f"style-src {style_source(document)}"})


@require_safe
def letter_download(request: UserRequest, period: str, code: str) -> HttpResponse:
    judgement = judgement_in(request, period, code)
    log_download(request, "brief gedownload", judgement)
    name = file_name_of(judgement.period, judgement.municipality)
    return file_response(document_of(judgement), name, FILE_TYPES["html"])


@require_safe
def letter_pdf(request: UserRequest, period: str, code: str) -> HttpResponse:
    judgement = judgement_in(request, period, code)
    adopted = adopted_letter_of(judgement)
    try:
        content = kept_content(adopted) if adopted else pdf_of(document_of(judgement))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:version_detail", period, code, judgement.name)
    log_download(request, "brief gedownload", judgement, bestand="pdf")
    name = file_name_of(judgement.period, judgement.municipality).removesuffix("html")
    return file_response(content, f"{name}pdf", FILE_TYPES["pdf"])


@require_POST
def letter_pdf_keep(request: UserRequest, period: str, code: str) -> HttpResponse:
    judgement = judgement_in(request, period, code)
    try:
        kept = keep_pdf(adopted_letter_of(judgement), by=request.user, now=timezone.now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{kept}: gemaakt en vastgelegd.")
    return redirect("assessments:version_detail", period, code, judgement.name)


@form_page
def letter_archive(request: UserRequest, period: str) -> HttpResponse:
    """Give all letters; sent as a form it first makes the PDFs that are not there, where this server can."""
    found = period_read(request, period)
    try:
        if request.method == "POST" and can_make_pdf():
            theirs = {"version__period": found, "version__municipality__province": request.user.province}
            for letter in AdoptedLetter.objects.filter(**theirs, pdf=None).order_by("number"):
                keep_pdf(letter, by=request.user, now=timezone.now)
        content, count = archive_of(found, request.user.province)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:period_overview", period)
    log_download(request, "brieven gedownload", found, bestand="zip", brieven=str(count))
    return file_response(content, f"toezichtbrieven-{found.code}.zip", FILE_TYPES["zip"])


@require_safe
def text_block_list(request: UserRequest) -> HttpResponse:
    province = request.user.province
    context = {"parts": blocks_of(province), "unused": unused_rows(province)}
    return render(request, "assessments/letters/text_block_list.html", context)


@form_page
def text_block_detail(request: UserRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        require(request.user, may_enter_figures)
    block = asked_block(request, key)
    unused = {row.key: row.text for row in unused_rows(request.user.province)}
    text = unused.get(request.GET.get("uit", ""), block.text)
    form = TextBlockForm(request.POST if request.method == "POST" else None, block=block, text=text)
    if request.method == "POST" and form.is_valid() and form.is_to_be_saved and saved(request, block, form):
        return redirect("assessments:text_block_detail", key)
    context = {
        "text_block": block,
        "form": form if may_enter_figures(request.user) else None,
        "sample": sample_of(request.user.province, block.key, form.shown_text),
        "unused": unused,
        "versions": versions_of(request.user.province, key),
    }
    return render(request, "assessments/letters/text_block_detail.html", context)


def asked_block(request: UserRequest, key: str) -> BlockInForce:
    block = block_of(request.user.province, key)
    if block is None:
        raise Http404
    return block


def saved(request: UserRequest, block: BlockInForce, form: TextBlockForm) -> bool:
    try:
        row = save_text_block(
            province=request.user.province,
            key=block.key,
            by=request.user,
            now=timezone.now,
            **form.cleaned_data,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(
        request,
        f"{block.title}: opgeslagen als versie {row.number}. Vastgestelde brieven veranderen niet.",
    )
    return True


def judgement_in(request: UserRequest, period: str, code: str) -> Assessment | AssessmentVersion:
    """Return what the letter is of: the version that is asked for, else what stands; 404 without a rung."""
    found = period_read(request, period)
    track = track_of(found, municipality_read(request, code, found))
    asked = request.GET.get("versie", "")
    judgement = track.named(asked) if asked else track.shown
    if judgement is None or judgement.rung is None:
        raise Http404
    return judgement
