"""Pages about the application itself."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ibt.guide import guide


@require_safe
def user_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "guide.html", {"guide": guide()})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")
