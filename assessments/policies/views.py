from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from assessments.judging.province_ladder import ladder_of
from assessments.policies.lines import periods_judged_by, rule_lines
from assessments.rules.definitions import BASIS, definitions_of
from assessments.rules.policy import Policy
from assessments.rules.registry import policies_of


def policy_in(user: Any, version: str) -> Policy:
    """Return a policy of the user's province; else 404, whatever the reason."""
    for policy in policies_of(user.province_id):
        if policy.version == version:
            return policy
    raise Http404


@require_safe
def policy_list(request: UserRequest) -> HttpResponse:
    policies = policies_of(request.user.province_id)
    return render(request, "assessments/policies/policy_list.html", {"policies": policies})


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
    return render(request, "assessments/policies/policy_detail.html", context)
