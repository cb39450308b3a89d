from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import may_enter_figures, require
from accounts.requests import UserRequest
from assessments.judging.policy_in_force import Confirmed, confirmed_of
from assessments.judging.province_ladder import ladder_of
from assessments.models import PolicyConfirmation
from assessments.models.policy_confirmations import SOURCE
from assessments.policies.confirm import confirm
from assessments.policies.forms import ConfirmationForm
from assessments.policies.lines import periods_judged_by, rule_tables
from assessments.rules.contract import Policy
from assessments.rules.definitions import MEASURED_AGAINST, definitions_of
from assessments.rules.registry import policies_of
from assessments.web import done, form_page


def policy_in(user: Any, version: str) -> Policy:
    """Return a policy of the user's province; else 404, whatever the reason."""
    for policy in policies_of(user.province_id):
        if policy.version == version:
            return policy
    raise Http404


NOTHING = Confirmed()


def described(confirmed: Confirmed, subject: str) -> list[tuple[PolicyConfirmation, str]]:
    """Return what was confirmed of a subject, newest first, each with the periods for which a choice holds."""
    return [(row, confirmed.holds(row) if row.choice else "") for row in confirmed.about(subject)]


@require_safe
def policy_list(request: UserRequest) -> HttpResponse:
    confirmed = confirmed_of(request.user.province)
    policies = [
        (each, confirmed.get(each.version, NOTHING)) for each in policies_of(request.user.province_id)
    ]
    return render(request, "assessments/policies/policy_list.html", {"policies": policies})


@require_safe
def policy_detail(request: UserRequest, version: str) -> HttpResponse:
    policy = policy_in(request.user, version)
    confirmed = confirmed_of(request.user.province).get(policy.version, NOTHING)
    context = {
        "policy": policy,
        "confirmed": confirmed,
        "source_confirmations": described(confirmed, SOURCE),
        "assumptions": [(each, described(confirmed, each.code)) for each in policy.assumptions],
        "may_confirm": may_enter_figures(request.user),
        "periods": periods_judged_by(policy),
        "tables": rule_tables(policy),
        "definitions": definitions_of(policy),
        "measured_against": MEASURED_AGAINST,
        "ladder": ladder_of(request.user.province, policy.last_period or "").values(),
    }
    return render(request, "assessments/policies/policy_detail.html", context)


@form_page
def policy_confirm(request: UserRequest, version: str, subject: str) -> HttpResponse:
    require(request.user, may_enter_figures)
    policy = policy_in(request.user, version)
    if subject != SOURCE and not policy.assumes(subject):
        raise Http404
    earlier = confirmed_of(request.user.province).get(policy.version, NOTHING).about(subject)
    form = ConfirmationForm(request.POST or None, policy=policy, subject=subject, earlier=earlier)
    if done(request, form, lambda: record_confirmation(request, policy, subject, form)):
        return redirect("assessments:policy_detail", version)
    assumption = None if subject == SOURCE else policy.assumption(subject)
    context = {"policy": policy, "assumption": assumption, "confirmations": earlier, "form": form}
    return render(request, "assessments/policies/policy_confirm.html", context)


def record_confirmation(request: UserRequest, policy: Policy, subject: str, form: ConfirmationForm) -> str:
    province = request.user.province
    confirm(
        province=province,
        policy=policy,
        subject=subject,
        stated=form.stated,
        earlier=form.cleaned_data["earlier"],
        by=request.user,
        now=timezone.now,
    )
    what = "De vindplaats" if subject == SOURCE else f"Aanname {subject}"
    return f"{what} van beleidskader {policy.version} is bevestigd. Vastgestelde brieven veranderen niet."
