"""Components with words inside: what recurs on every page. Settings make them known to every template.

A component without words inside is a file in `templates/components/`, for `{% include … with … only %}`.
"""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NAME = re.compile(r"\w+:\w+")
"""The name of an address (`assessments:work_list`); anything else is an address as it stands."""


def address(to: str, *args: object, after: str = "", fragment: str = "", **query: object) -> str:
    """Return where a link goes: a name with its arguments or an address, then what is asked of it."""
    found = reverse(to, args=args) if NAME.fullmatch(to) else to
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{found}{after}{'?' if asked else ''}{asked}{'#' if fragment else ''}{fragment}"


@register.simple_block_tag
def link(content: str, to: str, *args: object, css: str = "", **rest: Any) -> SafeString:
    """Print a link; `css` adds classes, `after` ends the address, `fragment` and any other word ask."""
    classes = f"utrecht-link {css}".strip()
    return format_html(
        '<a class="{}" href="{}">{}</a>', classes, address(to, *args, **rest), mark_safe(content)
    )


@register.simple_block_tag
def button(content: str, kind: str, **attributes: str) -> SafeString:
    """Print a button that sends its form: primary or secondary."""
    sends = '<button class="utrecht-button utrecht-button--{}-action" type="submit"{}>{}</button>'
    return format_html(sends, kind, flatatt(attributes), mark_safe(content))


@register.simple_block_tag
def button_link(content: str, kind: str, to: str, *args: object, css: str = "", **rest: Any) -> SafeString:
    """Print a link that looks like a button: primary or secondary; the rest as of `link`."""
    classes = f"utrecht-button utrecht-button--{kind}-action {css}".strip()
    return format_html(
        '<a class="{}" href="{}">{}</a>', classes, address(to, *args, **rest), mark_safe(content)
    )


@register.simple_block_tag
def alert(content: str, kind: str, role: str = "", css: str = "") -> SafeString:
    """Print a notice: info, ok, warning or error. Software that reads aloud says an error at once."""
    return format_html(
        '<div class="utrecht-alert utrecht-alert--{}" role="{}"><div class="utrecht-alert__content">{}</div></div>',
        f"{kind} {css}".strip(),
        role or ("alert" if kind == "error" else "status"),
        mark_safe(content),
    )
