"""The province's own words in its letters: versions, refusals, preview, and letters that never change again."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.decisions.take_step import reassess
from assessments.letters.blocks import BLOCKS, TEXTS
from assessments.letters.content import Adoption, Superseded
from assessments.letters.content_of_period import sample_of
from assessments.letters.fields import FIELDS
from assessments.letters.letter import letter_of, missing_in, render_letter, written
from assessments.letters.province_blocks import (
    blocks_of,
    editable_blocks,
    fields_in,
    save_text_block,
    wording_of,
)
from assessments.models import AdoptedLetter, Assessment, LetterTerms, TextBlock
from assessments.typed_text import prose, typed
from assessments.workflow import ADOPT, PROPOSE, SEND
from audit.actions import keep_sealed
from audit.models import AuditEntry
from audit.refused import Refused
from tests.assessments.decisions.deciding import (
    adopt,
    assess,
    covered,
    house_late,
    people,
    ready_to_write,
    take,
)
from tests.assessments.letters.letter_cases import Page, assessment_of, make_assessment, make_terms, zeist
from tests.factories import at, make_municipality, make_period, make_province, make_user
from tests.reading import on_one_line, source_of

pytestmark = pytest.mark.django_db

FIXED = ("mark.concept", "mark.assumption", "mark.executive", "mark.example")
TITLES = {key: block.title for key, block in BLOCKS.items() if not block.is_fixed}
NEEDED = {key: block.needed for key, block in BLOCKS.items() if block.needed}


def save(key: str, text: str, number: int = 0, by=None) -> TextBlock:
    return save_text_block(
        province=make_province(), key=key, text=text, number=number, by=by, now=at("2025-02-01")
    )


def test_every_field_of_a_standard_text_can_be_chosen():
    assert {name for text in TEXTS.values() for name in fields_in(text)} - FIELDS.keys() == set()


def test_every_block_of_the_letter_is_there_once_but_what_guards_it():
    listed = [block.key for _, blocks in blocks_of(make_province()) for block in blocks]

    assert len(listed) == len(set(listed))
    assert set(TEXTS) - set(listed) == set(FIXED)
    assert set(listed) == editable_blocks().keys()


def test_every_block_says_in_dutch_what_it_is_for():
    titles = {key: block.title for key, block in editable_blocks().items()}

    assert titles.keys() - TITLES.keys() == {key for key in titles if key.startswith("after.")}
    assert TITLES.keys() <= titles.keys()
    assert all(titles.values())
    for part, blocks in blocks_of(make_province()):
        said = [block.title for block in blocks if block.key in TITLES]
        assert len(said) == len(set(said)), f"two blocks alike in {part}"


def test_own_words_take_the_place_of_the_standard_text_in_concepts():
    row = save("council.ask", "Wij vragen u niets  over {periode_tekst}. \n\n")

    html = render_letter(letter_of(assessment_of(10, 0, 10, 10)))

    assert (row.number, row.text) == (1, "Wij vragen u niets over {periode_tekst}.")
    assert "Wij vragen u niets over de tweede helft van 2023 (2023-2)." in html
    assert "Wij vragen u deze brief aan de gemeenteraad te sturen." not in html


def test_paragraph_of_the_province_follows_the_rung():
    save("after.rung_2", "Wij bellen u.")

    assert str(letter_of(assessment_of(10, 0, 10, 9)).result[-1]) == "Wij bellen u."


def test_what_a_lawyer_must_confirm_first_is_off_until_the_province_writes_it():
    said = "Deze brief is geen besluit."
    assert said not in render_letter(letter_of(assessment_of(10, 0, 10, 9)))

    save("law.status", said)

    assert said in render_letter(letter_of(assessment_of(10, 0, 10, 9)))


def test_field_that_a_letter_lacks_stands_open_so_that_it_cannot_be_adopted():
    save("council.ask", "De volgende taakstelling is {taakstelling_volgend}.")

    html = render_letter(letter_of(assessment_of(10, 0, 10, 10)))

    assert "<mark>[taakstelling van de volgende periode]</mark>" in html


def test_number_that_is_not_known_yet_is_not_zero():
    save("intro", "Straks {taakstelling_volgend}, in totaal {opgave_volgend}, {beginstand_volgend_tekst}.")
    make_period("2024-1")

    letter = letter_of(assessment_of(10, 0, 10, 10))

    assert str(letter.intro[0]) == (
        "Straks [taakstelling van de volgende periode], in totaal [totaalopgave van de volgende periode], [beginstand "
        "van de volgende periode in woorden]."
    )
    assert "taakstelling van de volgende periode" in missing_in(letter), "so it cannot be adopted"


@pytest.mark.parametrize("key", ["intro", "mark.replaces", "figures.source"])
def test_every_line_of_a_block_is_printed(key):
    make_terms()
    names = "".join(f" {{{name}}}" for name in NEEDED.get(key, ()))
    save(key, f"Eerst dit{names}:\nhet een;\nhet ander.")
    municipality = make_municipality()
    superseded = {municipality.pk: Superseded(number="X-1", day=date(2024, 1, 2), changes="alles")}
    adoption = Adoption(decision_date=date(2024, 1, 20), decision_number="7", superseded=superseded)
    assessment = assessment_of(10, 0, 10, 10, municipality=municipality)
    (letter,) = written([assessment], assessment.period, make_province(), adoption=adoption)

    html = render_letter(letter)

    items = [item.strip() for item in re.findall(r"<li>(.*?)</li>", html, re.DOTALL)]
    assert items == ["het een;", "het ander."]


def test_adopting_waits_for_what_its_own_words_leave_open():
    baarn = make_municipality("Baarn")
    covered(baarn)
    assess()
    adopt()
    take(SEND, on="2025-01-02")
    house_late(baarn, number=1, on="2025-01-04")
    reassess(
        period=make_period(), municipality=baarn, reason="Nagekomen.", by=people()[0], now=at("2025-01-05")
    )
    save("mark.replaces", f"{TEXTS['mark.replaces']} Deze brief komt na {{einddatum}}.")

    with pytest.raises(Refused, match="Baarn: in de brief ontbreekt nog: dag van het einde"):
        adopt(on="2025-01-06")

    assert AdoptedLetter.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "Wij {quotum}.",
            "Onbekend invulveld {quotum} in tekstblok council.ask. Kies een veld uit de lijst.",
        ),
        ("{taakstelling.real}", "Onbekend invulveld {taakstelling.real}"),
        ("{taakstelling!r}", "Onbekend invulveld {taakstelling!r}"),
        ("{taakstelling:>9}", "Onbekend invulveld {taakstelling:>9}"),
        ("{}", "Onbekend invulveld {}"),
        ("Wij } vragen", "losse accolade"),
        ("Wij {taakstelling", "losse accolade"),
        (TEXTS["council.ask"], "Er is niets gewijzigd"),
        ("", "Er is niets gewijzigd"),
    ],
)
def test_text_that_is_no_block_is_refused(text, problem):
    with pytest.raises(Refused) as refusal:
        save("council.ask", text)

    assert problem in str(refusal.value)
    assert not TextBlock.objects.exists()


@pytest.mark.parametrize(("key", "name"), [(key, name) for key, names in NEEDED.items() for name in names])
def test_what_a_letter_cannot_do_without_stays_in_its_block(key, name):
    assert name in fields_in(TEXTS[key])

    with pytest.raises(Refused, match=f"In tekstblok {key} ontbreekt {{{name}}}"):
        save(key, "Neem contact met ons op.")
    assert save(key, f"{TEXTS[key]} Nieuw.").number == 1
    assert save(key, "", number=1).number == 2, "the standard text"


def test_versions_follow_each_other_and_an_empty_one_returns_to_the_standard_text():
    save("council.ask", "Een.")
    save("council.ask", "Twee.", 1)
    assert wording_of(make_province()).texts["council.ask"] == "Twee."
    with pytest.raises(Refused, match=r"intussen gewijzigd \(versie 2\)"):
        save("council.ask", "Drie.", 1)

    save("council.ask", "", 2)

    wording = wording_of(make_province())
    assert wording.texts["council.ask"] == TEXTS["council.ask"]
    assert "council.ask" not in wording.versions
    assert list(TextBlock.objects.values_list("number", "text")) == [(1, "Een."), (2, "Twee."), (3, "")]
    assert AuditEntry.objects.filter(action="tekstblok gewijzigd").count() == 3


def test_own_words_that_ask_for_a_field_of_before_are_passed_over_and_the_list_says_so():
    row = TextBlock(
        province=make_province(),
        key="council.ask",
        number=1,
        text="Voor {datum_einde}.",
        recorded_at=at("2025-02-01")(),
    )
    keep_sealed(row, "tekstblok gewijzigd", by=None, at=row.recorded_at, province_code="PV26")
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))

    page = source_of(client.get(reverse("assessments:text_block_list")))

    assert wording_of(make_province()).texts["council.ask"] == TEXTS["council.ask"]
    assert "vraagt om <code>datum_einde</code>, een invulveld dat niet meer bestaat" in page
    assert page.count("niet in brieven") == 1
    assert client.get(reverse("assessments:text_block_detail", args=["council.ask"])).status_code == 200


def test_only_an_administrator_saves_and_only_for_the_own_province():
    with pytest.raises(Refused, match="Vraag een beheerder"):
        save("council.ask", "Een.", by=make_user(Role.SUPERVISOR))
    save("council.ask", "Een.")

    assert wording_of(make_province("PV20", "Groningen")).texts["council.ask"] == TEXTS["council.ask"]


def test_what_guards_a_letter_is_no_text_block():
    with pytest.raises(Refused, match=r"Tekstblok mark\.concept bestaat niet"):
        save("mark.concept", "Een brief.")


def test_preview_fills_the_text_and_saves_nothing():
    assessment = zeist().assessment
    assessment.save()
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    url = reverse("assessments:text_block_detail", args=["council.ask"])

    page = client.post(url, {"text": "Totaalopgave: {opgave}.", "number": 0, "preview": "1"})

    assert "Totaalopgave: 78." in source_of(page)
    assert "Zo staat het in de brief aan Zeist" in source_of(page)
    assert not TextBlock.objects.exists()


def test_saving_in_the_browser_says_so_and_shows_the_version():
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR, name="Robin"))
    url = reverse("assessments:text_block_detail", args=["council.ask"])

    page = source_of(client.post(url, {"text": "Niets.", "number": 0, "save": "1"}, follow=True))

    assert "opgeslagen als versie 1" in page
    assert "Robin" in page


def test_preview_without_any_assessment_shows_open_fields():
    sample = sample_of(make_province(), "ask.2", TEXTS["ask.2"])

    assert sample.assessment is None
    assert "[uiterste datum reactie]" in str(sample.text)


def test_adopted_letter_keeps_its_words_and_says_what_it_was_made_from():
    covered(make_municipality("Baarn"))
    assess()
    save("council.ask", "Wij vragen u niets.")
    adopt()
    kept = AdoptedLetter.objects.get()
    before = kept.html

    save("council.ask", "Toch iets.", 1)

    kept.refresh_from_db()
    assert "Wij vragen u niets." in before
    assert kept.html == before
    assert kept.text_blocks == {"council.ask": 1}
    assert len(kept.template) == 64
    assert kept.printed_on == date(2026, 1, 5)


# --- What a supervisor adds ----------------------------------------------------------------------


def test_additions_stand_in_their_own_places():
    make_terms()
    letter = letter_of(
        assessment_of(
            10,
            0,
            10,
            9,
            letter_paragraphs="Dank voor **uw** bericht.\n\n- een\n- twee",
            asks="Een lijst van woningen.",
            asks_due=date(2024, 3, 1),
            extra_requests="Eén woning voor Nidos.",
        )
    )
    html = render_letter(letter)

    assert "Dank voor <strong>uw</strong> bericht." in html
    assert '<ul class="bullets" role="list"> <li>een</li><li>twee</li></ul>' in on_one_line(html)
    assert str(letter.part("Waarom deze trede")).endswith("bericht. een twee")
    assert str(letter.part("Wat wij van u vragen")).endswith(
        "Wij vragen u uiterlijk 1 maart 2024: Een lijst van woningen. Los van de trede vragen wij u: Eén woning voor "
        "Nidos."
    )
    assert Page(html).is_well_formed


@pytest.mark.parametrize(
    "text",
    ["<b>x</b>", "<script>x</script>", "[x](javascript:alert(1))", "**<i>x</i>**", "- <img src=x>", "&lt;"],
)
def test_nothing_that_is_typed_becomes_markup(text):
    html = render_letter(letter_of(assessment_of(10, 0, 10, 9, letter_paragraphs=text, motivation=text)))

    assert not {"b", "script", "i", "img", "a"} & {tag for tag, _ in Page(html).tags}
    assert Page(html).text.count(text.replace("**", "").removeprefix("- ")) == 2


def test_formatting_reads_paragraphs_items_and_bold():
    first, second = typed("a **b** c\nd\r\n\r\n- e\n  f\n- **g**")

    assert [(piece.words, piece.is_strong) for piece in first.pieces] == [
        ("a ", False),
        ("b", True),
        (" c\nd", False),
    ]
    assert (second.words, [item.words for item in second.items]) == ("", ["e f", "**g**"])


def test_prose_of_a_report_also_has_headings_and_quotes():
    heading, paragraph = prose("## Nidos\nEr zijn [[301|de circulaire]] plekken.")

    assert (heading.words, heading.is_heading) == ("Nidos", True)
    assert [(piece.words, piece.source) for piece in paragraph.pieces if piece.is_quoted] == [
        ("301", "de circulaire")
    ]


SENT = {"motivation": "", "version": 0, "letter_paragraphs": "", "asks": "", "extra_requests": ""}


@pytest.mark.parametrize(
    ("rung", "sent", "says"),
    [
        (
            2,
            {"asks": "Een lijst."},
            "De brief vraagt een reactie, maar er is geen uiterste datum. Vul die in.",
        ),
        (2, {"asks_due": "2024-03-01"}, "Er is een uiterste datum, maar niet wat"),
        (1, {"asks": "Een lijst.", "asks_due": "2024-03-01"}, "Trede 1 vraagt de gemeente niets extra"),
        (2, {"asks": "Een lijst.", "asks_due": "2024-03-01"}, "Motivering opgeslagen."),
    ],
)
def test_what_is_asked_needs_a_date_and_a_rung_that_asks(rung, sent, says):
    assessment = make_assessment(10, 0, 10, 9 if rung == 2 else 10)
    client = Client()
    client.force_login(make_user())
    url = reverse("assessments:motivation_save", args=["2023-2", assessment.municipality.cbs_code])

    page = source_of(client.post(url, {**SENT, **sent}, follow=True))

    assert says in page.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("due", "reason", "says"),
    [
        (
            "2026-01-23",
            "",
            "ligt vóór de datum van de brief (26 januari 2026). Kies een dag op of na 9 februari",
        ),
        (
            "2026-02-03",
            "",
            "De termijn is 6 werkdagen. Kies er ten minste 10, of schrijf waarom het korter moet.",
        ),
        ("2026-02-03", "De gemeente vroeg om spoed.", "Motivering opgeslagen."),
        ("2026-02-09", "", "Motivering opgeslagen."),
    ],
)
def test_what_is_asked_gives_as_much_time_as_other_terms(due, reason, says):
    m = make_assessment(10, 0, 10, 9).municipality
    days = {"letter_date": date(2026, 1, 26), "short_reason": reason}
    LetterTerms.objects.create(province=m.province, period=make_period(), **days)
    client = Client()
    client.force_login(make_user())
    url = reverse("assessments:motivation_save", args=["2023-2", m.cbs_code])

    page = source_of(client.post(url, {**SENT, "asks": "Een lijst.", "asks_due": due}, follow=True))

    assert says in page


def test_additions_go_along_when_the_rule_judges_again_and_into_the_adopted_letter():
    covered(make_municipality("Baarn", cbs_code="GM0308"))
    assess()
    client = Client()
    client.force_login(make_user())
    url = reverse("assessments:motivation_save", args=["2023-2", "GM0308"])
    client.post(url, {**SENT, "extra_requests": "Eén woning voor Nidos."})
    assess()

    adopt()

    assert "Eén woning voor Nidos." in AdoptedLetter.objects.get().html


TOO_SOON = "Baarn: wat de brief verder vraagt, heeft te weinig tijd. De termijn is 6 werkdagen. Kies er ten minste 10"


def test_what_is_asked_has_as_much_time_once_the_date_of_the_letter_moves():
    covered(make_municipality("Baarn", cbs_code="GM0308"), housed=7)
    ready_to_write()
    assess()
    Assessment.objects.update(asks="Een lijst.", asks_due=date(2026, 1, 13))

    with pytest.raises(Refused, match=TOO_SOON):
        take(PROPOSE)
    LetterTerms.objects.update(letter_date=date(2025, 12, 5))
    take(PROPOSE)
    LetterTerms.objects.update(letter_date=date(2026, 1, 5))
    with pytest.raises(Refused, match=TOO_SOON):
        take(ADOPT)
    LetterTerms.objects.update(short_reason="De gemeente vroeg om spoed.")
    take(ADOPT)
    assert AdoptedLetter.objects.exists()


def test_own_words_of_a_block_that_no_letter_has_any_more_stay_to_be_read():
    make_assessment(10, 0, 10, 10)
    keys = {"ask_1": "Wij bellen u elke maand.", "intro": "Geacht college,", "law_9": ""}
    for key, text in keys.items():
        TextBlock.objects.create(
            province=make_province(), key=key, number=1, text=text, recorded_at=at("2024-01-02")()
        )

    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    page = source_of(client.get("/tekstblokken/")).partition("Niet meer in gebruik</h2>")[2]

    assert "<code>ask_1</code>" in page
    assert "Wij bellen u elke maand." in page
    assert "Geacht college," not in page
    assert "law_9" not in page
    block = "/tekstblokken/ask.2.talk/"
    assert f'href="{block}?uit=ask_1"' in source_of(client.get(block))
    assert "Wij bellen u elke maand.</textarea>" in source_of(client.get(f"{block}?uit=ask_1"))
    assert "Wij bellen u elke maand.</textarea>" not in on_one_line(
        source_of(client.get(f"{block}?uit=law_9"))
    )
