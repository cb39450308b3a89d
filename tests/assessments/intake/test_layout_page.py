"""Pointing out what stands where in a file: its sheet, its headings and its names."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import Delivery, Quota
from tests.assessments.intake.uploading import (
    LIST,
    confirm,
    draft_url,
    elsewhere,
    layout_values,
    only_draft,
    text_of,
    upload,
    workbook,
)

pytestmark = pytest.mark.django_db


def test_column_and_name_are_pointed_out_and_kept(page, baarn, soest):
    rows = [["Opgave Rijk"], ["Wie", "Hoeveel", "Vorig jaar"], ["Baarn", 12, 10], ["Soest-Zuid", 7, 9]]
    first = text_of(upload(page, "quotas", workbook(rows), "rijk.xlsx"))
    pointed = page.get(draft_url("layout"))
    columns = layout_values(pointed, header_row=2, column_name="", column_number="")
    found = page.post(draft_url("layout"), columns, follow=True)
    pointed = page.get(draft_url("layout"))
    named = page.post(
        draft_url("layout"), layout_values(pointed, header_row=2, column_name=0, column_number=1), follow=True
    )
    pointed = page.get(draft_url("layout"))
    assert "“Soest-Zuid” is" in text_of(pointed)
    shown = page.post(draft_url("layout"), layout_values(pointed, name_0=soest.cbs_code), follow=True)
    done = confirm(page)

    assert "wijs zelf aan wat er staat" in first
    assert "Er is niets vastgelegd." in text_of(found)
    assert '"Soest-Zuid" is niet herkend.' in text_of(named)
    assert "A Wie, B Hoeveel" in text_of(shown)
    assert "2 wijzigingen vastgelegd uit rijk.xlsx." in text_of(done)
    file = Delivery.objects.get().file
    assert (file.header_row, file.columns["number"]) == (2, ["B", "Hoeveel"])
    assert list(file.names.values()) == [soest.cbs_code]
    assert sorted(Quota.objects.values_list("municipality__name", "amount")) == [("Baarn", 12), ("Soest", 7)]


def test_choice_for_a_name_is_shown_and_can_be_changed(page, baarn, soest):
    zwolle = elsewhere()
    rows = "Gemeente;Taakstelling\nBaarn;12\nSoest-Zuid;7\nNergens;3\nZwolle;9\n"
    upload(page, "quotas", rows)

    def point_out(**values: str) -> str:
        asked = page.get(draft_url("layout"))
        return text_of(page.post(draft_url("layout"), layout_values(asked, **values), follow=True))

    first = point_out(name_0=zwolle.cbs_code, name_1=zwolle.province_id)
    offered = text_of(page.get(draft_url("layout")))
    second = point_out(name_0=soest.cbs_code)
    third = point_out(name_1="")

    assert f"Zelf aangewezen: “Soest-Zuid” is Zwolle ({zwolle.cbs_code})." in first
    assert "Deze gemeenten ontbreken: Soest." in first
    assert "een gemeente in Overijssel, telt hier niet mee" in offered
    assert (
        "Ligt zij in een andere provincie en staat zij er niet bij, kies dan onderaan die provincie."
        in offered
    )
    assert "een gemeente in Utrecht" not in offered
    assert f"Zelf aangewezen: “Soest-Zuid” is Soest ({soest.cbs_code})." in second
    assert "2 rijen van andere provincies geteld en niet vastgelegd: Overijssel 2." in second
    assert "Geen fouten in 2 regels" in second
    assert '"Nergens" is niet herkend.' in third


def test_sheet_is_pointed_out(page, baarn):
    lists = {
        "Oud": [["Gemeente", "Taakstelling"], ["Baarn", 5]],
        "Nieuw": [["Gemeente", "Taakstelling"], ["Baarn", 6]],
    }
    shown = text_of(upload(page, "quotas", workbook([["Leeswijzer"]], **lists), "bladen.xlsx"))
    pointed = page.get(draft_url("layout"))

    after = page.post(draft_url("layout"), layout_values(pointed, sheet="Nieuw"), follow=True)
    confirm(page)

    assert "Deze kolommen staan op de bladen “Oud” en “Nieuw”." in shown
    assert "Kies het blad zelf." in shown
    assert "Niet gelezen bladen: “Blad1”, “Oud”." in text_of(after)
    assert Quota.objects.get().amount == 6
    assert Delivery.objects.get().file.sheet == "Nieuw"


@pytest.mark.filterwarnings("ignore:Title is more than 31 characters")
def test_sheet_with_an_endless_name_is_recorded(page, baarn):
    rows = {"lang" * 40: [["Gemeente", "Taakstelling"], ["Baarn", 5]]}
    upload(page, "quotas", workbook([], **rows), "lang.xlsx")
    confirm(page)

    assert Delivery.objects.get().file.sheet == "lang" * 25


def test_one_column_cannot_be_two_things(page, baarn, soest):
    upload(page, "quotas", LIST)
    pointed = page.get(draft_url("layout"))

    text = text_of(page.post(draft_url("layout"), layout_values(pointed, column_number=0)))

    assert "Deze kolom is al gekozen voor Gemeente. Kies een andere." in text


def point_out(page: Client, *, then: dict[str, Any], **first: Any) -> str:
    """Point out a row, and on the page that follows the columns; return what the preview then says."""
    page.post(draft_url("layout"), layout_values(page.get(draft_url("layout")), **first))
    pointed = page.get(draft_url("layout"))
    return text_of(page.post(draft_url("layout"), layout_values(pointed, **then), follow=True))


def test_file_without_headings_is_pointed_out(page, baarn, soest):
    upload(page, "quotas", workbook([["Baarn", 12], ["Soest", 7]]), "kaal.xlsx")

    shown = point_out(page, header_row=0, then={"column_name": 0, "column_number": 1})
    done = text_of(confirm(page))

    assert "Geen fouten in 2 regels" in shown
    assert "2 wijzigingen vastgelegd uit kaal.xlsx." in done
    assert Delivery.objects.get().file.cells == [[1, 1], [2, 1]]
    assert "<dt>Rij met kolomkoppen</dt><dd>geen</dd>" in text_of(
        page.get(reverse("municipalities:delivery_detail", args=[1]))
    )


def test_column_without_a_heading_of_its_own_is_pointed_out(page, baarn, soest):
    rows = [[None, "Taakstelling", None], [None, "bruto", "netto"], ["Baarn", 20, 12], ["Soest", 9, 7]]
    upload(page, "quotas", workbook(rows), "twee rijen.xlsx")

    shown = point_out(page, header_row=2, then={"column_name": 0, "column_number": 2})

    assert "A: zonder kop (“Baarn”)" in text_of(page.get(draft_url("layout")))
    assert "Geen fouten in 2 regels" in shown
    assert [row["after"] for row in only_draft().preview["rows"]] == [12, 7]


def test_headings_far_down_are_pointed_out(page, baarn, soest):
    rows = [[f"Toelichting {row}"] for row in range(1, 60)]
    upload(page, "quotas", workbook([*rows, ["Wie", "Hoeveel"], ["Baarn", 12], ["Soest", 7]]), "lang.xlsx")

    shown = point_out(page, header_row=60, then={"column_name": 0, "column_number": 1})

    assert "Hoeveel" in text_of(page.get(draft_url("layout")))
    assert "Geen fouten in 2 regels" in shown


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"header_row": "-1"}, "Zorg ervoor dat deze waarde minstens 0 is"),
        ({"header_row": "1001"}, "Zorg ervoor dat deze waarde hoogstens 1000 is"),
        ({"header_row": "x"}, "Voer een geheel getal in"),
        ({"column_number": "99"}, "Selecteer een geldige keuze"),
        ({"column_number": "x"}, "Selecteer een geldige keuze"),
    ],
)
def test_what_is_pointed_out_must_be_there(page, baarn, soest, values, sentence):
    upload(page, "quotas", LIST)
    before = only_draft().particulars

    text = text_of(page.post(draft_url("layout"), layout_values(page.get(draft_url("layout")), **values)))

    assert sentence in text
    assert only_draft().particulars == before


def test_layout_page_of_an_empty_sheet_says_so(page):
    upload(page, "quotas", workbook([]), "leeg.xlsx")

    assert "Dit blad is leeg." in text_of(page.get(draft_url("layout")))


def test_many_unknown_names_do_not_make_an_endless_page(page, baarn):
    with patch("municipalities.intake.names.get_close_matches", wraps=get_close_matches) as looked:
        upload(page, "quotas", "Gemeente;Taakstelling\n" + "".join(f"Nergens {n};1\n" for n in range(500)))

    asked = [
        name for name in page.get(draft_url("layout")).context["form"].fields if name.startswith("name_")
    ]

    assert len(asked) == 50
    assert len(only_draft().preview["unknown"]) == 200
    assert looked.call_count == 200
