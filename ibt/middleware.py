"""What holds for every response, whatever made it: its headers, the notice of maintenance, a page for a refusal."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

Handler = Callable[[HttpRequest], HttpResponseBase]

CSP = "Content-Security-Policy"
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",  # a page asks for itself again, with other values
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
SWITCHED_OFF = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
"""What a page could ask of a browser; ours asks for nothing."""

RETRY_AFTER = 10 * 60
"""Seconds after which it makes sense to try again during maintenance."""


def headers(get_response: Handler) -> Handler:
    """Set the headers that every response has; outermost, so that no error or file escapes them."""
    fixed = {
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in SWITCHED_OFF),
        "Cross-Origin-Resource-Policy": "same-origin",
        # Django's own middleware sets these too, but not on an address that it refuses.
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        # What a view says about a directive goes before the general rule: the letter has its own style.
        policy = POLICY | directives(response.headers.get(CSP, ""))
        response.headers[CSP] = "; ".join(f"{name} {sources}" for name, sources in policy.items())
        for name, value in fixed.items():
            response.headers[name] = value
        # Static files say how long they keep; nothing else may be kept.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def directives(policy: str) -> dict[str, str]:
    """Return the sources per directive."""
    parts = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: sources for name, _, sources in parts if name}


def maintenance(get_response: Handler) -> Handler:
    """Answer everything but static files with a notice, without a session and without the database."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not settings.MAINTENANCE:
            return get_response(request)
        return HttpResponse(
            render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_AFTER)}
        )

    return middleware


def refuse_nul(get_response: Handler) -> Handler:
    """Refuse an address with a NUL in it: no page has one, and PostgreSQL takes none."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return respond


def explain_method(get_response: Handler) -> Handler:
    """Give a page to who opens what only a button sends to, or the other way round; Django leaves it empty."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response

    return respond
