from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import may_assess
from accounts.requests import UserRequest
from assessments.actions import assess_period, save_motivation
from assessments.downloads import FILE_TYPES, as_csv, as_xlsx, table_of
from assessments.forms import KnownAtForm, MotivationForm, OverviewForm
from assessments.letters import letter_of, render_letter, style_source
from assessments.models import Assessment
from assessments.pages import coupling_sum, ladder_steps, province_sum, rule_lines, task_sum
from assessments.provenance import linked, provenance_page
from assessments.queries import (
    Detail,
    Overview,
    detail_of,
    known_days,
    ladder_of,
    latest_assessments,
    municipality_in,
    overview_of,
    period_sizes,
    periods_for,
    periods_judged_by,
    policy_in,
)
from assessments.rules.blocks import available_explained
from assessments.rules.registry import policies_of, policy_by_version, policy_for
from assessments.rules.terms import BASIS, definitions_of
from assessments.rules.wording import number
from assessments.tables import OverviewTable
from municipalities.actions import Refused
from municipalities.models import Period
from municipalities.moments import local_day
from municipalities.queries import municipalities_of
from municipalities.tables import EntryTable, show


@require_safe
def period_list(request: UserRequest) -> HttpResponse:
    return render(request, "assessments/period_list.html", {"periods": period_sizes(request.user)})


@require_safe
def period_choose(request: UserRequest) -> HttpResponse:
    """Go to another period, on the page of the same municipality when that is where one was."""
    found = get_object_or_404(Period, code=request.GET.get("periode", ""))
    code = request.GET.get("gemeente", "")
    if not code:
        return redirect("assessments:period_overview", found.code)
    municipality = municipality_in(request.user, found, code)
    return redirect("assessments:assessment_detail", found.code, municipality.cbs_code)


@require_safe
def period_overview(request: UserRequest, period: str) -> HttpResponse:
    found = get_object_or_404(Period, code=period)
    form, overview = asked_overview(request, found)
    table = OverviewTable(overview.only(form.selection), found, selection=form.selection)
    show(table, request, per_page=50)
    context = {
        "period": found,
        "periods": periods_for(request.user),
        "policy": policy_for(request.user.province_id, period),
        "may_assess": may_assess(request.user),
        "form": form,
        "overview": overview,
        "terms": province_sum(overview.totals, found.facts),
        "table": table,
    }
    return render(request, "assessments/period_overview.html", context)


@require_safe
def period_download(request: UserRequest, period: str, extension: str) -> HttpResponse:
    found = get_object_or_404(Period, code=period)
    form, overview = asked_overview(request, found)
    note = "voorbeeldcijfers" if request.user.province.figures_are_examples else ""
    table = table_of(overview.only(form.selection), found, note)
    if extension not in FILE_TYPES:
        raise Http404
    content = as_xlsx(table, found.code) if extension == "xlsx" else as_csv(table)
    headers = {"Content-Disposition": f'attachment; filename="overzicht-{found.code}.{extension}"'}
    return HttpResponse(content, content_type=FILE_TYPES[extension], headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def period_assess(request: UserRequest, period: str) -> HttpResponse:
    require_supervisor(request)
    found = get_object_or_404(Period, code=period)
    form = KnownAtForm(request.POST if request.method == "POST" else None, today=local_day(timezone.now()))
    if request.method == "POST" and assess_as_asked(request, found, form):
        return redirect("assessments:period_overview", period)
    province = request.user.province
    context = {
        "period": found,
        "form": form,
        "policy": policy_for(province.code, period),
        "count": len(municipalities_of(found, province)),
        "known_on": known_days(latest_assessments(found, province).values()),
    }
    return render(request, "assessments/period_assess.html", context)


def assess_as_asked(request: UserRequest, period: Period, form: KnownAtForm) -> bool:
    """Assess a period with what was known on the day in the form; False when that is refused."""
    if not form.is_valid():
        return False
    province, known_at = request.user.province, form.known_at
    try:
        judged = assess_period(
            period=period, province=province, by=request.user, now=timezone.now, known_at=known_at
        )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    missing = sum(not row.placement.rung for row in judged)
    messages.success(request, assessed(len(judged), missing, period.code))
    return True


@require_safe
def assessment_detail(request: UserRequest, period: str, code: str) -> HttpResponse:
    found = get_object_or_404(Period, code=period)
    detail = detail_of(found, municipality_in(request.user, found, code), now=timezone.now())
    form = MotivationForm.of(detail.assessment) if detail.assessment and may_assess(request.user) else None
    return render_detail(request, detail, form)


@require_safe
def provenance_detail(request: UserRequest, period: str, code: str, figure: str) -> HttpResponse:
    found = get_object_or_404(Period, code=period)
    municipality = municipality_in(request.user, found, code)
    assessed = request.GET.get("assessment", period)
    page = provenance_page(figure, municipality, found, assessed=assessed, now=timezone.now())
    table = EntryTable(page.provenance)
    show(table, request, per_page=100)
    return render(request, "assessments/provenance_detail.html", {"page": page, "table": table})


@require_POST
def motivation_save(request: UserRequest, period: str, code: str) -> HttpResponse:
    require_supervisor(request)
    assessment = visible_assessment(request, period, code)
    form = MotivationForm(request.POST)
    if form.is_valid():
        try:
            save_motivation(
                assessment,
                text=form.cleaned_data["motivation"],
                version=form.cleaned_data["version"],
                by=request.user,
                now=timezone.now,
            )
        except Refused as refusal:
            form = form.after(refusal)
        else:
            messages.success(request, "Motivering opgeslagen.")
            return redirect("assessments:assessment_detail", period, code)
    return render_detail(
        request, detail_of(assessment.period, assessment.municipality, now=timezone.now()), form
    )


@require_safe
def letter_detail(request: UserRequest, period: str, code: str) -> HttpResponse:
    letter = letter_of(visible_assessment(request, period, code, rung__isnull=False))
    document = render_letter(letter, toolbar=True)
    return HttpResponse(document, headers={"Content-Security-Policy": f"style-src {style_source(document)}"})


@require_safe
def letter_download(request: UserRequest, period: str, code: str) -> HttpResponse:
    letter = letter_of(visible_assessment(request, period, code, rung__isnull=False))
    headers = {"Content-Disposition": f'attachment; filename="{letter.file_name}"'}
    return HttpResponse(render_letter(letter), headers=headers)


def asked_overview(request: UserRequest, period: Period) -> tuple[OverviewForm, Overview]:
    """Return the filter of the address and the overview, of all municipalities, as known when it asks."""
    now, province = timezone.now(), request.user.province
    form = OverviewForm(request.GET, ladder=ladder_of(province).values(), today=local_day(now))
    return form, overview_of(period, province, now=now, known_at=form.known_at)


@require_safe
def policy_list(request: UserRequest) -> HttpResponse:
    policies = policies_of(request.user.province_id)
    return render(request, "assessments/policy_list.html", {"policies": policies})


@require_safe
def policy_detail(request: UserRequest, version: str) -> HttpResponse:
    policy = policy_in(request.user, version)
    context = {
        "policy": policy,
        "periods": periods_judged_by(policy),
        "lines": rule_lines(policy),
        "definitions": definitions_of(policy),
        "basis": BASIS,
        "ladder": ladder_of(request.user.province).values(),
    }
    return render(request, "assessments/policy_detail.html", context)


def require_supervisor(request: UserRequest) -> None:
    if not may_assess(request.user):
        raise PermissionDenied("Uw rol mag dit niet. Vraag een toezichthouder.")


def visible_assessment(request: UserRequest, period: str, code: str, **only: bool) -> Assessment:
    rows = Assessment.objects.visible_to(request.user).select_related("municipality__province", "period")
    return get_object_or_404(rows, period__code=period, municipality__cbs_code=code, **only)


def render_detail(request: UserRequest, detail: Detail, form: MotivationForm | None) -> HttpResponse:
    assessment = detail.assessment
    placement = assessment.placement if assessment else None
    context = {
        "detail": detail,
        "periods": periods_for(request.user),
        "form": form,
        "placement": placement,
        "policy": policy_by_version(assessment.policy) if assessment else None,
        "task_sum": linked(task_sum(detail.figures), detail.period, detail.municipality),
        "coupling_sum": linked(
            coupling_sum(detail.figures, placement.norm if placement else None),
            detail.period,
            detail.municipality,
        ),
        "available_explained": available_explained(detail.period.facts),
        "ladder": ladder_steps(
            detail.ladder,
            placement.rung if placement else None,
            placement.rung_on_total_task if placement else None,
        ),
    }
    return render(request, "assessments/assessment_detail.html", context)


def assessed(count: int, missing: int, period: str) -> str:
    municipalities = "1 gemeente" if count == 1 else f"{number(count)} gemeenten"
    without = f"; voor {number(missing)} zijn geen cijfers ontvangen" if missing else ""
    return f"{municipalities} beoordeeld over {period}{without}."
