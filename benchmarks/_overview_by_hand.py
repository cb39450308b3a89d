"""The overview of a period as one view with hand-written SQL and a plain template.

The same rows, footer, sums, counts per rung and names of municipalities as the page of the
application. It leaves out what is no figure: the menu, the switch of period, the form to filter,
sorting and downloads; and what stands above the table: the map, the line of the province, and what
was judged over the period before. It does not ask what deliveries cover either: it takes every
figure for known.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import timezone

from assessments.rules.policies.six_rungs import SIX
from benchmarks._by_hand import figures_by_hand
from municipalities.models import Period

ROWS = """
    SELECT m.id, m.name, m.cbs_code, a.rung, a.rung_on_total_task, a.measured_against, a.known_at,
        CAST(a.figures_snapshot ->> 'quota' AS integer),
        CAST(a.figures_snapshot ->> 'opening_balance' AS integer),
        CAST(a.figures_snapshot ->> 'realised' AS integer),
        CAST(a.figures_snapshot ->> 'housed_by_reference_date' AS integer),
        CAST(a.figures_snapshot ->> 'open_couplings_on_reference_date' AS integer),
        CAST(a.placement_snapshot ->> 'previous_rung' AS integer), before.rung
    FROM municipalities_municipality m
    JOIN assessments_assessment a ON a.municipality_id = m.id AND a.period_id = %s
    LEFT JOIN assessments_assessment before ON before.municipality_id = m.id AND before.period_id = %s
    WHERE m.province_id = %s ORDER BY m.name
"""
LABELS = "SELECT rung, name, colour FROM assessments_runglabel WHERE province_id = %s"
PAGE = engines["django"].from_string("""<!doctype html><html lang="nl"><head><title>Overzicht</title></head><body>
<h1>{{ period.code }}</h1><p>{{ rows|length }} gemeenten, bekend op {{ known_at|join:", " }}</p>
<p>Iets anders bekend geworden van {{ stale|join:", " }}.</p>
<dl>{% for label, value in sums.items %}<dt>{{ label }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
<ol>{% for rung in ladder %}<li>{{ rung.0 }} {{ rung.1 }}: {{ rung.3 }}</li>{% endfor %}</ol>
<ul>{% for measure, count in measures.items %}<li>{{ measure }}: {{ count }}</li>{% endfor %}</ul>
<p>Lichter: {{ milder|join:", " }}.</p>
<table><thead><tr>{% for name in columns %}<th>{{ name }}</th>{% endfor %}</tr></thead><tbody>
{% for row in page %}<tr><th><a href="/perioden/{{ period.code }}/gemeenten/{{ row.cbs_code }}/">{{ row.name }}</a>
{% if row.stale %}<abbr>verouderd</abbr>{% endif %}</th><td><b class="{{ row.colour }}">{{ row.rung }}</b>
{{ row.label }}</td><td>{{ row.measure }}{% if row.milder %}, <b>lichter</b>{% endif %}</td>
{% for cell in row.cells %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}
</tbody><tfoot><tr><th>Provincie ({{ rows|length }})</th><td></td><td></td>
{% for cell in footer %}<td>{{ cell }}</td>{% endfor %}</tr></tfoot></table>
<p>{% for number in page.paginator.page_range %}<a href="?page={{ number }}">{{ number }}</a>{% endfor %}</p>
</body></html>""")
COLUMNS = (
    *("Gemeente", "Trede", "Basis", "Taakstelling", "Beginstand", "Totaalopgave", "Beschikbaar"),
    *("Gehuisvest", "% van de taakstelling", "% van de totaalopgave", "Eindstand"),
)


@dataclass
class Row:
    name: str
    cbs_code: str
    rung: int
    label: str
    colour: str
    measure: str
    milder: bool
    stale: bool
    quota: int
    opening: int
    available: int
    realised: int

    @property
    def total_task(self) -> int:
        return self.quota + self.opening

    @property
    def closing(self) -> int:
        return self.total_task - self.realised

    @property
    def cells(self) -> list[str]:
        return cells(self.quota, self.opening, self.available, self.realised)


def overview_by_hand(request: HttpRequest, period: str) -> HttpResponse:
    found = Period.objects.get(code=period)
    before = Period.objects.filter(end=found.start).first()
    province = request.user.province_id
    labels = {rung.number: (rung.label, rung.colour) for rung in SIX.rungs}
    labels |= {rung: (name, colour) for rung, name, colour in fetched(LABELS, province)}
    live = figures_by_hand(found, timezone.now())
    rows, known_at = [], set()
    for pk, name, code, rung, unlimited, measure, known, *figures, previous, rung_before in fetched(
        ROWS, found.pk, before.pk if before else None, province
    ):
        quota, opening, realised, housed, unhoused = figures
        available = housed + max(0, unhoused)
        stale = live[pk] != (quota, opening, realised, available) or previous != rung_before
        sums = (quota, opening, available, realised)
        rows.append(Row(name, code, rung, *labels[rung], measure, rung < unlimited, stale, *sums))
        known_at.add(known)
    return HttpResponse(PAGE.render(context(request, found, rows, labels) | {"known_at": known_at}))


def context(request: HttpRequest, period: Period, rows: list[Row], labels: dict[int, Any]) -> dict[str, Any]:
    quota, opening = sum(row.quota for row in rows), sum(row.opening for row in rows)
    available, realised = sum(row.available for row in rows), sum(row.realised for row in rows)
    counted = Counter(row.rung for row in rows)
    sums = {
        "Taakstelling": number(quota),
        "Begin": number(opening),
        "Totaalopgave": number(quota + opening),
        "Gehuisvest": number(realised),
        "Einde": number(quota + opening - realised),
        "Van de taakstelling": share(realised, quota),
        "Van de totaalopgave": share(realised, quota + opening),
        "Bruto begin": number(sum(max(0, row.opening) for row in rows)),
        "Bruto einde": number(sum(max(0, row.closing) for row in rows)),
        "Koppelingstekorten": number(sum(row.available < row.total_task for row in rows)),
    }
    return {
        "period": period,
        "rows": rows,
        "page": Paginator(rows, 50).get_page(request.GET.get("page")),
        "columns": COLUMNS,
        "footer": cells(quota, opening, available, realised),
        "sums": sums,
        "ladder": [(rung, *labels[rung], counted[rung]) for rung in labels],
        "measures": dict(Counter(row.measure for row in rows)),
        "milder": [row.name for row in rows if row.milder],
        "stale": [row.name for row in rows if row.stale],
    }


def fetched(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def cells(quota: int, opening: int, available: int, realised: int) -> list[str]:
    task = quota + opening
    return [
        number(quota),
        signed(opening),
        number(task),
        number(available),
        number(realised),
        share(realised, quota),
        share(realised, task),
        signed(task - realised),
    ]


def number(value: int) -> str:
    return f"{value:,}".replace(",", ".").replace("-", "\N{MINUS SIGN}")


def signed(value: int) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def share(part: int, whole: int) -> str:
    return f"{(200 * part + whole) // (2 * whole)}%" if whole > 0 else "n.v.t."
