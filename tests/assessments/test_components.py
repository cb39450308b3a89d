"""Components print what a page wrote by hand, and escape what is not markup."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from municipalities.models import Municipality


def printed(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            '{% link "assessments:work_list" %}Ga <b>verder</b>{% endlink %}',
            '<a class="utrecht-link" href="/">Ga <b>verder</b></a>',
        ),
        (
            '{% link to css="small" %}{{ words }}{% endlink %}',
            '<a class="utrecht-link small" href="/x/?a=1&amp;b=&lt;">&lt;b&gt;</a>',
        ),
        (
            '{% link "assessments:period_overview" "2023-2" maat="quota" fragment="h-map" %}Kaart{% endlink %}',
            '<a class="utrecht-link" href="/perioden/2023-2/?maat=quota#h-map">Kaart</a>',
        ),
        (
            '{% link "assessments:period_overview" "2023-2" after="?known_on=2024-01-01" %}Toen{% endlink %}',
            '<a class="utrecht-link" href="/perioden/2023-2/?known_on=2024-01-01">Toen</a>',
        ),
        (
            '{% button "secondary" name="save" value="1" %}Bewaar{% endbutton %}',
            '<button class="utrecht-button utrecht-button--secondary-action" type="submit" name="save" value="1">'
            "Bewaar</button>",
        ),
        (
            '{% button_link "primary" "assessments:work_list" css="no-print" %}Begin{% endbutton_link %}',
            '<a class="utrecht-button utrecht-button--primary-action no-print" href="/">Begin</a>',
        ),
        (
            '{% alert "error" %}<p>Mis</p>{% endalert %}',
            '<div class="utrecht-alert utrecht-alert--error" role="alert"><div class="utrecht-alert__content">'
            "<p>Mis</p></div></div>",
        ),
        (
            '{% alert "info" %}{{ words }}{% endalert %}',
            '<div class="utrecht-alert utrecht-alert--info" role="status"><div class="utrecht-alert__content">'
            "&lt;b&gt;</div></div>",
        ),
        (
            '{% change_link "assessments:period_list" %}{{ words }}{% endchange_link %}',
            '<a class="utrecht-link no-print" href="/perioden/">Bijwerken'
            '<span class="visually-hidden">: &lt;b&gt;</span></a>',
        ),
        (
            '{% dossier_link zeist after="?periode=2023-2" fragment="h-talks" %}',
            '<a class="utrecht-link" href="/gemeenten/GM0355/?periode=2023-2#h-talks">&lt;Zeist&gt;</a>',
        ),
        (
            '{% section_head "h-talks" words %}<b>+</b>{% endsection_head %}',
            '<div class="row row--spread"><h2 id="h-talks" class="utrecht-heading-2">&lt;b&gt;</h2>'
            '<span class="no-print"><b>+</b></span></div>',
        ),
        (
            '{% section_head "h-talks" "Gesprekken" %} {% endsection_head %}',
            '<div class="row row--spread"><h2 id="h-talks" class="utrecht-heading-2">Gesprekken</h2></div>',
        ),
        ('{{ "n.v.t."|expanded }}', '<abbr title="niet van toepassing">n.v.t.</abbr>'),
        ("{{ words|expanded }}", "&lt;b&gt;"),
        ("{% not_applicable %}", '<abbr title="niet van toepassing">n.v.t.</abbr>'),
        (
            '{% link "assessments:period_overview" "2023-2" maat="" naast=missing vanaf=1 %}Leeg{% endlink %}',
            '<a class="utrecht-link" href="/perioden/2023-2/?vanaf=1">Leeg</a>',
        ),
        ("{% status words %}", '<span class="status">&lt;b&gt;</span>'),
        ('{% status "Te laat" "attention" %}', '<span class="status status--attention">Te laat</span>'),
        (
            '{% breadcrumb words %}{% crumb "2023-2" "assessments:period_list" %}{% endbreadcrumb %}',
            '<nav class="utrecht-breadcrumb-nav" aria-label="Kruimelpad"><ol class="utrecht-breadcrumb-nav__list">'
            '<li class="utrecht-breadcrumb-nav__item">'
            '<a class="utrecht-link utrecht-breadcrumb-nav__link" href="/perioden/">2023-2</a></li>'
            '<li class="utrecht-breadcrumb-nav__item">'
            '<span class="utrecht-breadcrumb-nav__link" aria-current="page">&lt;b&gt;</span></li></ol></nav>',
        ),
        (
            '{% period_path "Brief" "2023-2" zeist %}',
            '<nav class="utrecht-breadcrumb-nav" aria-label="Kruimelpad"><ol class="utrecht-breadcrumb-nav__list">'
            '<li class="utrecht-breadcrumb-nav__item">'
            '<a class="utrecht-link utrecht-breadcrumb-nav__link" href="/perioden/">Perioden</a></li>'
            '<li class="utrecht-breadcrumb-nav__item">'
            '<a class="utrecht-link utrecht-breadcrumb-nav__link" href="/perioden/2023-2/">'
            "2023-2</a></li>"
            '<li class="utrecht-breadcrumb-nav__item">'
            '<a class="utrecht-link utrecht-breadcrumb-nav__link" href="/perioden/2023-2/gemeenten/GM0355/">'
            "&lt;Zeist&gt;</a></li>"
            '<li class="utrecht-breadcrumb-nav__item">'
            '<span class="utrecht-breadcrumb-nav__link" aria-current="page">Brief</span></li></ol></nav>',
        ),
        (
            '{% send_or_cancel words "assessments:period_list" %}',
            '<div class="buttons">'
            '<button class="utrecht-button utrecht-button--primary-action" type="submit">&lt;b&gt;</button> '
            '<a class="utrecht-button utrecht-button--secondary-action" href="/perioden/">Annuleren</a></div>',
        ),
        (
            '{% scroll_table words css="stacked" %}<tbody></tbody>{% endscroll_table %}',
            '<div class="scroll" role="region" tabindex="0" aria-label="&lt;b&gt;">'
            '<table class="utrecht-table utrecht-table--html-table stacked"><tbody></tbody></table></div>',
        ),
        (
            '{% columns "Totaal&shy;opgave" "t:Reden" words %}',
            '<th scope="col">Totaal&shy;opgave</th><th scope="col" class="t">Reden</th>'
            '<th scope="col">&lt;b&gt;</th>',
        ),
    ],
)
def test_component_prints_what_a_page_wrote_by_hand(written: str, expected: str):
    zeist = Municipality(cbs_code="GM0355", name="<Zeist>")

    assert printed(written, to="/x/?a=1&b=<", words="<b>", zeist=zeist) == expected


def test_cells_begin_with_a_heading_and_escape_what_is_no_markup():
    row = [("", mark_safe("<a>Baarn</a>")), (mark_safe('data-label="Soort"'), "<b> in 2023-2")]

    assert printed("{% cells row %}", row=row) == (
        '<th scope="row"><a>Baarn</a></th>'
        '<td data-label="Soort">&lt;b&gt; in <span class="nowrap">2023-2</span></td>'
    )
