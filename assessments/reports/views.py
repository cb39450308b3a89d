from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import may_adopt, may_assess, require
from accounts.requests import UserRequest
from assessments.judging.periods import period_sizes
from assessments.keep_pdf import keep_pdf
from assessments.letters.letter import style_source
from assessments.models import AdoptedReport, ReportProse
from assessments.reports.adopt import adopt_report, publish_figure
from assessments.reports.export import KINDS, NoTable, report_file
from assessments.reports.forms import ProseForm, PublishedForm, ReportAdoptForm
from assessments.reports.page import Document, ReportPage, document_asked, first_period, report_page
from assessments.reports.reconciliation import reconciliation_of
from assessments.reports.report import SLOTS, periods_from
from assessments.reports.save_prose import save_prose, unmarked_numbers
from assessments.spreadsheets import FILE_TYPES
from assessments.typed_text import prose
from assessments.web import file_response, form_page, log_download, missing_is_404, period_read
from audit.refused import Refused
from municipalities.models import Period


@require_safe
def report_list(request: UserRequest) -> HttpResponse:
    adopted = AdoptedReport.objects.filter(province=request.user.province).defer("html", "tables")
    newest = {row.period_id: row for row in adopted.order_by("number")}
    rows = [(period, newest.get(period.pk)) for period, size in period_sizes(request.user) if size]
    return render(request, "assessments/reports/report_list.html", {"rows": rows})


@require_safe
def report_detail(request: UserRequest, period: str) -> HttpResponse:
    page = asked_report(request, period)
    context = {"page": page, "example_figures": page.report.has_example_figures}
    return render(request, "assessments/reports/report_detail.html", context)


@require_safe
def report_document(request: UserRequest, period: str) -> HttpResponse:
    document = asked_document(request, period).html
    return HttpResponse(document, headers={"Content-Security-Policy": f"style-src {style_source(document)}"})


@require_safe
def report_download(request: UserRequest, period: str, extension: str) -> HttpResponse:
    document = asked_document(request, period)
    if extension not in KINDS:
        raise Http404
    try:
        name, content = report_file(document, extension, request.GET.get("tabel", "1"))
    except NoTable:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:report_detail", period)
    log_download(request, "rapportage gedownload", document.about, bestand=name)
    return file_response(content, name, FILE_TYPES[extension])


@require_POST
def report_pdf_keep(request: UserRequest, period: str) -> HttpResponse:
    about = asked_document(request, period).about
    try:
        kept = keep_pdf(
            about if isinstance(about, AdoptedReport) else None, by=request.user, now=timezone.now
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{kept}: gemaakt en vastgelegd.")
    return redirect("assessments:report_detail", period)


@form_page
def report_prose(request: UserRequest, period: str, slot: str) -> HttpResponse:
    require(request.user, may_assess)
    found = get_object_or_404(Period, code=period)
    if slot not in SLOTS:
        raise Http404
    row = ReportProse.objects.filter(province=request.user.province, period=found, slot=slot).first()
    form = ProseForm(request.POST if request.method == "POST" else None, slot=slot, row=row)
    if request.method == "POST" and form.is_valid() and form.is_to_be_saved:
        form, is_kept = kept_prose(request, found, form)
        if is_kept:
            return redirect("assessments:report_detail", period)
    context = {"period": found, "slot": SLOTS[slot], "form": form, **preview(form.shown_text)}
    return render(request, "assessments/reports/report_prose.html", context)


def preview(text: str) -> dict[str, Any]:
    return {"texts": prose(text), "unmarked": unmarked_numbers(text)}


def kept_prose(request: UserRequest, period: Period, form: ProseForm) -> tuple[ProseForm, bool]:
    """Keep the text of a form; return the form, with the refusal when it was refused."""
    try:
        save_prose(
            province=request.user.province,
            period=period,
            slot=form.slot,
            by=request.user,
            now=timezone.now,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
            confirmed=form.cleaned_data["confirmed_numbers"],
        )
    except Refused as refusal:
        return form.after(refusal), False
    messages.success(request, f"Tekst opgeslagen: {SLOTS[form.slot].label}.")
    return form, True


@form_page
def report_adopt(request: UserRequest, period: str) -> HttpResponse:
    require(request.user, may_adopt)
    page = asked_report(request, period)
    sent = request.POST if request.method == "POST" else None
    form = ReportAdoptForm(sent, initial={"seen": page.report.mark})
    if request.method == "POST" and form.is_valid() and adopted(request, page, form):
        return redirect("assessments:report_detail", period)
    return render(request, "assessments/reports/report_adopt.html", {"page": page, "form": form})


def adopted(request: UserRequest, page: ReportPage, form: ReportAdoptForm) -> bool:
    try:
        row = adopt_report(
            province=request.user.province,
            periods=periods_from(page.first, page.period, request.user.province),
            by=request.user,
            now=timezone.now,
            **form.cleaned_data,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, f"Voortgangsrapportage over {row.period} vastgesteld als versie {row.number}.")
    return True


@require_safe
def reconciliation_detail(request: UserRequest, period: str) -> HttpResponse:
    found = period_read(request, period)
    reconciliation = reconciliation_of(found, request.user.province, now=timezone.now())
    context = {"period": found, "reconciliation": reconciliation}
    return render(request, "assessments/reports/reconciliation_detail.html", context)


@form_page
def published_figure_add(request: UserRequest, period: str) -> HttpResponse:
    require(request.user, may_assess)
    found = get_object_or_404(Period, code=period)
    sent = request.POST if request.method == "POST" else None
    form = PublishedForm(sent, user=request.user, period=found)
    if sent is not None and form.is_valid() and published(request, form):
        return redirect("assessments:reconciliation_detail", period)
    return render(request, "assessments/reports/published_figure_add.html", {"period": found, "form": form})


def published(request: UserRequest, form: PublishedForm) -> bool:
    try:
        row = publish_figure(
            form.figure,
            province=request.user.province,
            period_code=form.period_code,
            by=request.user,
            now=timezone.now,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, f"Vastgelegd: {row}.")
    return True


def asked_report(request: UserRequest, period: str) -> ReportPage:
    """Return the page of the report that ends with a period; `?vanaf=` lets it begin with an earlier one."""
    found = period_read(request, period)
    with missing_is_404():
        first = first_period(request.GET.get("vanaf", ""), found, request.user.province)
    return report_page(found, first, request.user.province, now=timezone.now())


def asked_document(request: UserRequest, period: str) -> Document:
    found = period_read(request, period)
    version = request.GET.get("versie", "")
    with missing_is_404():
        first = first_period(request.GET.get("vanaf", ""), found, request.user.province)
        return document_asked(found, first, request.user.province, version, now=timezone.now())
