"""The empty files that one fills in: our own headings, and who is in the province."""

from __future__ import annotations

import pytest
from django.urls import reverse

from municipalities.intake.kinds import KINDS
from municipalities.models import Municipality
from tests.assessments.intake.uploading import ABOUT, elsewhere, grid_url, text_of, upload
from tests.factories import deliver_openings, deliver_quotas, make_municipality, make_period

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("kind", "deliver"),
    [
        ("quotas", lambda ms: deliver_quotas(make_period(), dict.fromkeys(ms, 12), on="2023-05-02")),
        ("openings", lambda ms: deliver_openings(make_period(), dict.fromkeys(ms, -3), on="2023-05-02")),
    ],
)
def test_template_filled_with_what_is_known_changes_nothing(page, baarn, soest, extension, kind, deliver):
    make_municipality("'s-Graveland")
    deliver(Municipality.objects.all())
    about = {**ABOUT[kind], "dated_on": "2023-05-02"}
    links = page.get(grid_url(kind, **about)).content.decode()
    path = reverse("assessments:intake_template", args=[kind, extension])
    assert f'href="{path}?' in links

    template = page.get(path, about)
    text = text_of(upload(page, kind, template.content, f"{kind}.{extension}"))

    assert template["Content-Disposition"] == f'attachment; filename="{kind}.{extension}"'
    assert "Niets gewijzigd" in text


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_template_has_our_headings_and_the_municipalities_of_the_province(page, baarn, kind):
    elsewhere()
    found = next(one for one in KINDS if one.key == kind)

    lines = page.get(reverse("assessments:intake_template", args=[kind, "csv"])).content.decode("utf-8-sig")

    first, *rest = lines.splitlines()
    assert first == ";".join(column.header for column in found.own_columns)
    assert [line.split(";")[:2] for line in rest] == [[baarn.cbs_code, "Baarn"]]


def test_template_that_does_not_exist_is_a_404(page):
    for path in ("quotas.exe", "niets.csv"):
        assert page.get(f"/aanlevering/sjabloon/{path}").status_code == 404
