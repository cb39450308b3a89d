"""The admin pages as one site: who may come in, and what it is called."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may_enter_figures

LEFT_OUT = {"password_change", "password_change_done", "autocomplete", "logout"}
"""Pages of Django's site that the application has itself, or does not use."""

FORMS = {"add_view", "change_view"}
"""The only pages that something can be sent to."""


class BeheerSite(AdminSite):
    """Entering figures, and managing the province and its accounts; only for administrators."""

    site_title = "Toezicht huisvesting vergunninghouders"
    site_header = "Beheer"
    index_title = "Beheer"
    site_url = "/"
    enable_nav_sidebar = False
    empty_value_display = "geen"

    def has_permission(self, request: HttpRequest) -> bool:
        return may_enter_figures(request.user)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return Django's pages without those that would be a second way to do something."""
        return [
            url
            for url in super().get_urls()
            if getattr(url, "name", None) not in LEFT_OUT and not str(url.pattern).startswith("r/")
        ]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Refuse another role at once: sending someone to the login page who is logged in never ends."""
        inner = super().admin_view(view, cacheable)
        methods = ["GET", "HEAD", "POST"] if view.__name__ in FORMS else ["GET", "HEAD"]

        @require_http_methods(methods)
        @wraps(inner)
        def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("Uw rol mag dit niet. Vraag een beheerder van uw provincie.")
            return inner(request, *args, **kwargs)

        return outer

    @login_not_required
    @method_decorator(require_safe)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """Send on to the application's own login page, or to where the visitor was going."""
        if request.user.is_authenticated:
            return redirect("admin:index")
        target = request.GET.get("next") or reverse("admin:index", current_app=self.name)
        return redirect_to_login(target, resolve_url(settings.LOGIN_URL))
