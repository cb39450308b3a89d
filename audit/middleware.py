"""Every line that is logged while a request is answered says from where that request came."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from audit.origin import address_of, origin


def remember_origin(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def respond(request: HttpRequest) -> HttpResponseBase:
        token = origin.set(address_of(request))
        try:
            return get_response(request)
        finally:
            origin.reset(token)

    return respond
