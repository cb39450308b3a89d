from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import may_assess, require
from accounts.requests import UserRequest
from assessments.judging.assess_page import AssessScope, assessed, scope_of_assessing
from assessments.judging.assess_period import assess_period, still_running
from assessments.judging.assessment_page import Detail, detail_of
from assessments.judging.choice_in_words import choice_row
from assessments.judging.forms import MotivationForm
from assessments.judging.ladder_steps import ladder_steps
from assessments.judging.next_steps import next_steps, proposed_by, return_before, steps_taken
from assessments.judging.provenance_page import linked, provenance_page
from assessments.judging.save_motivation import save_motivation
from assessments.judging.sums import coupling_sum, task_sum
from assessments.judging.versions import adopted_letter_of, track_of
from assessments.models import Assessment, AssessmentVersion
from assessments.pdf import pdf_offer
from assessments.rules.registry import policy_for
from assessments.rules.sentences import available_explained
from assessments.web import (
    KnownAtForm,
    kept_query,
    missing_is_404,
    municipality_in,
    municipality_read,
    period_read,
)
from assessments.workflow import PROPOSE
from audit.refused import Refused
from municipalities.ledger.register import periods_of
from municipalities.models import Period
from municipalities.moments import local_day
from municipalities.tables import EntryTable, show


@require_http_methods(["GET", "HEAD", "POST"])
def period_assess(request: UserRequest, period: str) -> HttpResponse:
    require(request.user, may_assess)
    found, today = get_object_or_404(Period, code=period), local_day(timezone.now())
    scope = scope_of_assessing(found, request.user, request.GET.get("gemeente", ""))
    form = KnownAtForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and assess_as_asked(request, scope, form):
        return redirect(scope.next_url)
    context = {
        "period": found,
        "form": form,
        "policy": policy_for(request.user.province_id, period),
        "scope": scope,
        "still_running": still_running(found, today),
    }
    return render(request, "assessments/judging/period_assess.html", context)


def assess_as_asked(request: UserRequest, scope: AssessScope, form: KnownAtForm) -> bool:
    """Assess a period with what was known on the day in the form; False when that is refused."""
    if not form.is_valid():
        return False
    try:
        judged = assess_period(
            period=scope.period,
            province=request.user.province,
            by=request.user,
            now=timezone.now,
            known_at=form.known_at,
            municipality=scope.municipality,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, assessed(judged, scope.period.code))
    return True


@require_safe
def assessment_detail(request: UserRequest, period: str, code: str) -> HttpResponse:
    return render_detail(request, asked_detail(request, period, code))


@require_safe
def version_detail(request: UserRequest, period: str, code: str, version: str) -> HttpResponse:
    return render_detail(request, asked_detail(request, period, code, version))


@require_safe
def provenance_detail(request: UserRequest, period: str, code: str, figure: str) -> HttpResponse:
    found = get_object_or_404(Period, code=period)
    municipality = municipality_in(request.user, found, code)
    asked = {"assessed": request.GET.get("assessment", period), "version": request.GET.get("versie", "")}
    with missing_is_404():
        page = provenance_page(figure, municipality, found, **asked, now=timezone.now())
    table = EntryTable(page.provenance)
    show(table, request, per_page=100)
    context = {
        "page": page,
        "table": table,
        "example_figures": page.row is not None and page.row.has_example_figures,
    }
    return render(request, "assessments/judging/provenance_detail.html", context)


@require_POST
def motivation_save(request: UserRequest, period: str, code: str) -> HttpResponse:
    require(request.user, may_assess)
    judgement = worked_on(request, period, code)
    form = MotivationForm(request.POST, assessment=judgement)
    if form.is_valid():
        try:
            keep_motivation(request, judgement, form)
        except Refused as refusal:
            form = form.after(refusal)
        else:
            return redirect(after_saving(request, period, code))
    return render_detail(request, asked_detail(request, period, code, to_work_on=True), form)


def keep_motivation(
    request: UserRequest, judgement: Assessment | AssessmentVersion, form: MotivationForm
) -> None:
    kept = save_motivation(
        judgement,
        text=form.cleaned_data["motivation"],
        version=form.cleaned_data["version"],
        concept=form.cleaned_data["concept"],
        choice=form.choice,
        letter=form.letter,
        confirmed=form.cleaned_data["confirmed_numbers"],
        by=request.user,
        now=timezone.now,
    )
    unchanged = isinstance(judgement, Assessment) and kept.motivation_version == judgement.motivation_version
    if not unchanged:
        messages.success(request, "Motivering opgeslagen.")
    elif request.POST.get("then") != PROPOSE.name:
        messages.success(request, "Er was niets gewijzigd.")


def after_saving(request: UserRequest, period: str, code: str) -> str:
    """Return where the pressed button leads: on to proposing, or back to the page of the concept."""
    if request.POST.get("then") == PROPOSE.name:
        return reverse(PROPOSE.url_name, args=[period]) + kept_query(request.GET, gemeente=code)
    return reverse("assessments:version_detail", args=[period, code, Assessment.name]) + kept_query(
        request.GET
    )


def worked_on(request: UserRequest, period: str, code: str) -> Assessment | AssessmentVersion:
    """Return the concept, or what came of it since the page was opened; 404 when nothing was judged."""
    found = get_object_or_404(Period, code=period)
    track = track_of(found, municipality_in(request.user, found, code))
    judgement = track.concept or track.shown
    if judgement is None:
        raise Http404
    return judgement


def asked_detail(
    request: UserRequest, period: str, code: str, version: str = "", *, to_work_on: bool = False
) -> Detail:
    found = period_read(request, period)
    municipality = municipality_read(request, code, found)
    with missing_is_404():
        return detail_of(found, municipality, now=timezone.now(), version=version, to_work_on=to_work_on)


def render_detail(request: UserRequest, detail: Detail, form: MotivationForm | None = None) -> HttpResponse:
    """Show an assessment; with the form for what can still be worked on, to who may."""
    concept = detail.concept
    if form is None and concept is not None and may_assess(request.user):
        form = MotivationForm(assessment=concept)
    shown = [detail.assessment] if detail.assessment else []
    steps = next_steps(detail.assessment, request.user, proposed_by(shown, request.user))
    context = {
        "detail": detail,
        "example_figures": detail.row.has_example_figures,
        "periods": periods_of(request.user.province),
        "form": form,
        "trail": steps_taken(detail.assessment, steps),
        # With the form on the page one goes on to propose from there, so that no words stay behind.
        "next_steps": [step for step in steps if step is not PROPOSE and step.target is not None],
        "may_propose": PROPOSE in steps,
        "returned": return_before(concept, detail.track),
        **explained(detail),
    }
    return render(request, "assessments/judging/assessment_detail.html", context)


def explained(detail: Detail) -> dict[str, Any]:
    """Return what the page says of an assessment: its outcome, its policy, and the sums behind it."""
    assessment = detail.assessment
    placement = assessment.placement if assessment else None
    figures = detail.figures if assessment else detail.figures.so_far
    adopted = adopted_letter_of(assessment) if assessment else None
    norms = (placement.number_to_reach if placement else None, assessment.ground_norm if assessment else None)
    return {
        "choice": choice_row(assessment) if assessment else None,
        "placement": placement,
        "policy": assessment.rules if assessment else None,
        "figures": figures,
        "task_sum": linked(task_sum(figures), detail),
        "coupling_sum": linked(coupling_sum(detail.figures, *norms), detail),
        "pdf": pdf_offer(adopted),
        "adopted": adopted,
        "available_explained": available_explained(detail.period.facts),
        "ladder": ladder_steps(detail.row.ladder, detail.rung, assessment),
    }
