"""Components with words inside: what recurs on every page. Settings make them known to every template.

A component without words inside is a file in `templates/components/`, for `{% include … with … only %}`.
"""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.contrib.admin.views.main import ChangeList
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from assessments.templatetags.dutch import whole
from assessments.web import kept_query
from municipalities.dutch import NOT_APPLICABLE, plural
from municipalities.models import Municipality

register = template.Library()

NAME = re.compile(r"\w+:\w+")
"""The name of an address (`assessments:work_list`); anything else is an address as it stands."""


def address(to: str, *args: object, after: str = "", fragment: str = "", **query: object) -> str:
    """Return where a link goes: a name with its arguments or an address, then what is asked of it, if anything."""
    found = reverse(to, args=args) if NAME.fullmatch(to) else to
    asked = "&".join(f"{key}={value}" for key, value in query.items() if value not in (None, ""))
    return f"{found}{after}{'?' if asked else ''}{asked}{'#' if fragment else ''}{fragment}"


@register.simple_block_tag
def link(content: str, to: str, *args: object, css: str = "", **rest: Any) -> SafeString:
    """Print a link; `css` adds classes, `after` ends the address, `fragment` and any other word ask."""
    classes = f"utrecht-link {css}".strip()
    return format_html(
        '<a class="{}" href="{}">{}</a>', classes, address(to, *args, **rest), mark_safe(content)
    )


@register.simple_tag
def dossier_link(municipality: Municipality, **rest: Any) -> SafeString:
    """Print the name of a municipality as a link to its dossier; the rest as of `link`."""
    return link(escape(municipality.name), "assessments:municipality_detail", municipality.cbs_code, **rest)


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


@register.simple_tag
def send_or_cancel(words: str, to: str, *args: object, **rest: Any) -> SafeString:
    """Print the buttons under a form: one sends it, the other leaves it for a page; the rest as of `link`."""
    send = button(conditional_escape(words), "primary")
    cancel = button_link("Annuleren", "secondary", to, *args, **rest)
    return format_html('<div class="buttons">{} {}</div>', send, cancel)


@register.simple_block_tag
def alert(content: str, kind: str, role: str = "", css: str = "") -> SafeString:
    """Print a notice: info, ok, warning or error. Software that reads aloud says an error at once."""
    return format_html(
        '<div class="utrecht-alert utrecht-alert--{}" role="{}"><div class="utrecht-alert__content">{}</div></div>',
        f"{kind} {css}".strip(),
        role or ("alert" if kind == "error" else "status"),
        mark_safe(content),
    )


@register.simple_block_tag
def change_link(content: str, to: str, *args: object) -> SafeString:
    """Print the link to change something; the words inside say what, to who hears the page."""
    what = format_html('<span class="visually-hidden">: {}</span>', mark_safe(content))
    return link(format_html("{}{}", "Bijwerken", what), to, *args, css="no-print")


@register.simple_tag
def cells(row: list[tuple[SafeString, Any]]) -> SafeString:
    """Print the cells of a row of a `HouseTable`; nodes of a template for each take a sixth of a page's time."""
    (_, first), *others = row
    rest = "".join(f"<td {attributes}>{whole(cell)}</td>" for attributes, cell in others)
    return mark_safe(f'<th scope="row">{whole(first)}</th>{rest}')


@register.simple_tag
def status(words: str, tone: str = "") -> SafeString:
    """Print how something stands; the tone is good, attention or none."""
    return format_html('<span class="status{}">{}</span>', f" status--{tone}" if tone else "", words)


@register.filter
def is_optional(field: BoundField) -> bool:
    """Return whether a field can stay empty whatever the rest says."""
    return not field.field.required and not getattr(field.field, "needed_at_times", False)


@register.filter
def errors_title(form: BaseForm) -> str:
    """Say how many errors a form has."""
    number = sum(len(errors) for errors in form.errors.values())
    return f"Er {'is' if number == 1 else 'zijn'} {plural(number, 'fout', 'fouten')}. Er is niets opgeslagen."


@register.filter
def is_narrowed(cl: ChangeList) -> bool:
    """Return whether a list of Beheer leaves anything out."""
    return bool(cl.has_active_filters or cl.query or cl.params)


@register.filter
def expanded(words: str) -> str:
    """Print words; "n.v.t." is written out to who points at it or hears the page."""
    return not_applicable() if words == NOT_APPLICABLE else words


@register.simple_tag
def not_applicable() -> SafeString:
    return format_html('<abbr title="niet van toepassing">{}</abbr>', NOT_APPLICABLE)


@register.simple_block_tag
def section_head(content: str, key: str, title: str) -> SafeString:
    """Print the heading of a section beside what can be done there, which is not for paper."""
    offered = content.strip()
    done = format_html('<span class="no-print">{}</span>', mark_safe(offered)) if offered else ""
    return format_html(
        '<div class="row row--spread"><h2 id="{}" class="utrecht-heading-2">{}</h2>{}</div>', key, title, done
    )


@register.simple_block_tag
def breadcrumb(content: str, current: object) -> SafeString:
    """Print the path to this page: the pages above it, each a `crumb` and the outermost first, then where one is."""
    return format_html(
        '<nav class="utrecht-breadcrumb-nav" aria-label="Kruimelpad"><ol class="utrecht-breadcrumb-nav__list">{}'
        '<li class="utrecht-breadcrumb-nav__item"><span class="utrecht-breadcrumb-nav__link" aria-current="page">'
        "{}</span></li></ol></nav>",
        mark_safe(content),
        whole(current),
    )


@register.simple_tag
def crumb(label: object, to: str, *args: object) -> SafeString:
    """Print one page of the path, with where it is."""
    return format_html(
        '<li class="utrecht-breadcrumb-nav__item">'
        '<a class="utrecht-link utrecht-breadcrumb-nav__link" href="{}">{}</a></li>',
        address(to, *args),
        whole(label),
    )


@register.simple_tag(takes_context=True)
def period_path(
    context: Context, current: object, code: str = "", municipality: Municipality | None = None
) -> SafeString:
    """Print the path to a page of a period, or of one municipality over it; a list keeps its filter on the way back."""
    crumbs, asked = [crumb("Perioden", "assessments:period_list")], list_query(context)
    if code:
        crumbs.append(crumb(code, reverse("assessments:period_overview", args=[code]) + asked))
    if municipality is not None:
        url = reverse("assessments:assessment_detail", args=[code, municipality.cbs_code])
        crumbs.append(crumb(municipality.name, url + asked))
    return breadcrumb("".join(crumbs), current)


@register.simple_tag(takes_context=True)
def list_query(context: Context, **also: str) -> str:
    """Print the query of the list that one came from, after what is `also` asked."""
    return kept_query(context["request"].GET if "request" in context else {}, **also)


@register.simple_tag
def intake_path(current: object) -> SafeString:
    """Print the path to a page on which something new is delivered."""
    crumbs = crumb("Aanlevering", "municipalities:delivery_list") + crumb("Nieuw", "assessments:intake_start")
    return breadcrumb(crumbs, current)


@register.simple_block_tag
def scroll_table(content: str, label: str, css: str = "") -> SafeString:
    """Print a table that scrolls by itself where the screen is narrow; `label` is what is read aloud of it."""
    classes = f"utrecht-table utrecht-table--html-table {css}".strip()
    return format_html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}"><table class="{}">{}</table></div>',
        label,
        classes,
        mark_safe(content),
    )


@register.simple_tag
def columns(*names: str) -> SafeString:
    """Print heads of columns; "t:" before a name makes it one of text, where others hold numbers."""
    return format_html_join("", '<th scope="col"{}>{}</th>', map(head, names))


def head(name: str) -> tuple[str, str]:
    """Return the class of a column and its name; what a page marked as safe stays so."""
    shown = name.removeprefix("t:")
    css = mark_safe(' class="t"') if shown != name else ""
    return css, mark_safe(shown) if isinstance(name, SafeString) else shown
