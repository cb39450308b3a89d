"""Every letter of the worked example, read against the figures, the terms and the register behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from assessments import pdf
from assessments.letters import matter as matter_module
from assessments.letters.content import Adoption
from assessments.letters.content_of_period import matter_of, shared_by
from assessments.letters.fields import fill_blocks
from assessments.letters.letter import Letter, letters_of, missing_in, render_letter, write
from assessments.letters.matter import Matter
from assessments.letters.province_blocks import fields_in
from assessments.models import Assessment
from assessments.rules.situation import Verdict
from example.worked_example import PROVINCE, load_example
from municipalities.dutch import AMSTERDAM, MONTHS, day_text
from municipalities.models import Period, Province
from tests.assessments.letters.test_letter_wording import faults

pytestmark = [pytest.mark.once, pytest.mark.django_db]

NOW = datetime(2026, 11, 30, 9, tzinfo=AMSTERDAM)
CODES = ("2023-2", "2024-1", "2024-2", "2025-1", "2025-2")


@pytest.fixture(scope="module", autouse=True)
def whole_example(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the example with its later periods, and their talks, once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_example(now=NOW)
        yield
        transaction.set_rollback(True)


def letter_to(name: str, code: str) -> Letter:
    period = Period.objects.get(code=code)
    (letter,) = (row for row in letters_of(period, province()) if row.assessment.municipality.name == name)
    return letter


def province() -> Province:
    return Province.objects.get(pk=PROVINCE)


def said(letter: Letter) -> str:
    """Return the running text, from the first line to the signature."""
    parts = " ".join(f"**{part.heading}.** {part}" for part in letter.parts)
    return " ".join([*map(str, letter.intro), *map(str, letter.result), parts])


def sums(letter: Letter) -> str:
    """Return the table as one line."""
    return " · ".join(
        f"{row.label} {row.value}" + (f" ({row.note})" if row.note else "") for row in letter.figure_rows
    )


def has(letter: Letter, *sentences: str) -> None:
    """Check that these stand in the letter, in this order."""
    text, at = said(letter), 0
    for sentence in sentences:
        found = text.find(sentence, at)
        assert found >= 0, f"{sentence!r} not after {text[:at][-60:]!r} in {text}"
        at = found + len(sentence)


# --- The worked examples of the words -------------------------------------------------------------


def test_baarn_hears_on_one_page_that_the_shortage_excused_it():
    letter = letter_to("Baarn", "2023-2")

    assert [f"{row.label} {row.value}" for row in letter.references] == [
        "Datum Utrecht, 25 januari 2024",
        "Ons kenmerk VOORBEELD-2023-2-GM0308",
        "Contact de postbus van het team toezicht (voorbeeld)",
        "Cijfers bekend op 1 januari 2024",
    ]
    assert letter.subject == "Toezicht huisvesting vergunninghouders 2023-2: trede 1"
    assert said(letter) == (
        "In deze brief leest u onze beoordeling over de tweede helft van 2023 (2023-2): 1 juli tot en met 31 december "
        "2023. Wij plaatsen uw gemeente op trede 1 van de interventieladder (signaleren). Over de eerste helft van "
        "2023 is geen trede vastgelegd. Trede 1 betekent: wij volgen uw cijfers en vragen verder niets. "
        "**Waaraan wij hebben gemeten.** Wij hebben gemeten aan het aantal dat op tijd beschikbaar was: 24. Uw "
        "gemeente huisvestte 26 vergunninghouders. Daarmee is dat aantal gehaald. De totaalopgave is niet gehaald: er "
        "staat nog een achterstand open van 5 vergunninghouders. De taakstelling op zichzelf is wel gehaald. "
        "**De cijfers.** Bron: het Rijk en het COA, bekend op 1 januari 2024. "
        "**Waarom deze trede.** Op 1 oktober 2023 had uw gemeente in deze periode 11 vergunninghouders gehuisvest en "
        "waren er nog 13 aan haar gekoppeld. Zij waren op tijd beschikbaar. Voor de totaalopgave waren het er 7 te "
        "weinig. Dat tekort aan koppelingen is een verschoonbare reden: een reden waar uw gemeente geen invloed op "
        "had. Hadden wij het koppelingstekort niet meegeteld, dan was het trede 2 geweest. De achterstand blijft staan "
        "en telt mee in de volgende totaalopgave. Is dit aantal gehaald, dan hoort daarbij trede 1. Wij stellen trede "
        "1 vast. "
        "**Wat hierna volgt.** Over 2024-1 is de taakstelling 26. Met de achterstand erbij is de totaalopgave 31. "
        "Vanaf 2024-1 beoordelen wij volgens het Aanvullend beleidskader interbestuurlijk toezicht huisvesting "
        "vergunninghouders provincie Utrecht 2024. Haalt uw gemeente die taakstelling niet, dan gaat zij in beginsel "
        "naar trede 2. Klopt een cijfer niet? Meld het uiterlijk 8 februari 2024 met het aantal, de dag en waaruit het "
        "blijkt. Een correctie kan leiden tot een nieuwe beoordeling. Wij vragen u deze brief aan de gemeenteraad te "
        "sturen. Wij publiceren deze brief op de IBT-kaart, niet eerder dan 9 februari 2024. Vragen? De postbus van "
        "het team toezicht (voorbeeld). Het college zorgt voor de huisvesting van vergunninghouders volgens de "
        "taakstelling (artikelen 28 en 29 van de Huisvestingswet 2014). Wij houden daarop toezicht (artikel 124 van de "
        "Gemeentewet). Voor deze periode gold geen gepubliceerde beleidsregel. Daarom staat onze hele "
        "redenering in deze brief."
    )
    assert sums(letter) == (
        "Taakstelling 25 (Rijk, 10 november 2023; eerst 38) · + Achterstand op 1 juli 2023 6 · = Totaalopgave 31 · "
        "− Gehuisvest, 1 juli tot en met 31 december 2023 26 (COA) · = Achterstand op 31 december 2023 5 · "
        "Gehuisvest tot en met 1 oktober 2023 11 (COA) · + Wacht op woning (gekoppeld) op 1 oktober 2023 13 (COA) · "
        "= Op tijd beschikbaar 24 (opgeteld door de provincie) · "
        "Koppelingstekort 7 (totaalopgave min op tijd beschikbaar) · "
        "Deel van de taakstelling, van de totaalopgave 104% en 84% · Gemeten aan beschikbaar aantal 24 (gehaald)"
    )
    assert [str(line) for line in letter.signature] == [
        "Met vriendelijke groet,",
        "Gedeputeerde Staten van Utrecht,",
        "namens hen,",
        "een functionaris met mandaat (voorbeeld)",
    ]


def test_zeist_hears_why_its_opening_is_not_what_the_letter_before_said():
    letter = letter_to("Zeist", "2024-1")

    has(
        letter,
        "van trede 1 naar trede 2",
        "Wij hebben gemeten aan de taakstelling: 70. Uw gemeente huisvestte 57 vergunninghouders. Dat zijn er 13 te "
        "weinig.",
        "Er waren op 1 april 2024 genoeg vergunninghouders beschikbaar: 82. In onze brief van 25 januari 2024 stond "
        "een achterstand van 8 vergunninghouders. Daarna is een correctie verwerkt van 1: Na 1 januari 2024 verwerkte "
        "administratieve correctie. Deze periode begint daarom met een achterstand van 9 vergunninghouders. De "
        "achterstand is gegroeid.",
    )
    assert (
        "Taakstelling 70 (Rijk, 10 november 2023) · + Achterstand op 1 januari 2024 8 (eindstand van de vorige "
        "periode) · + Correctie daarop 1 (Na 1 januari 2024 verwerkte administratieve correctie) · = Totaalopgave 79 · "
        "− Gehuisvest, 1 januari tot en met 30 juni 2024 57 (COA) · = Achterstand op 30 juni 2024 22 · "
        "Gehuisvest tot en met 1 april 2024 25 (COA) · + Wacht op woning (gekoppeld) op 1 april 2024 57 (COA) · "
        "= Op tijd beschikbaar 82 (opgeteld door de provincie) · Deel"
    ) in sums(letter)


def test_eemnes_hears_what_its_lead_took():
    letter = letter_to("Eemnes", "2024-1")

    has(
        letter,
        "van trede 1 naar trede 2",
        "Wij hebben gemeten aan de taakstelling: 10. Uw gemeente huisvestte 8 vergunninghouders, 2 minder dan de "
        "taakstelling. De voorsprong ving daarvan 1 op. Er bleef er 1 over. ",
    )
    assert "De totaalopgave is niet gehaald" not in said(letter)
    assert "− Voorsprong op 1 januari 2024 1" in sums(letter)


def test_oudewater_hears_that_it_met_everything():
    letter = letter_to("Oudewater", "2024-1")

    has(
        letter,
        "van trede 2 naar trede 1",
        "Wij hebben gemeten aan de totaalopgave: 18. Dat is de taakstelling plus de achterstand. Uw gemeente "
        "huisvestte 21 vergunninghouders. Daarmee is dat aantal gehaald. Ook de taakstelling is gehaald.",
        "De achterstand van 7 is ingelopen. Is er geen achterstand, dan hoort daarbij trede 1. Wij stellen trede 1 "
        "vast.",
        "Onze vragen uit de brief van 25 januari 2024 hoeft u niet meer te beantwoorden.",
    )
    assert "= Voorsprong op 30 juni 2024 3 · " in sums(letter)
    assert "Deel van de taakstelling, van de totaalopgave 191% en 117% · " in sums(letter)
    assert "voorsprong is opgevangen" not in " ".join(map(str, letter.marks))


def test_stichtse_vecht_hears_why_its_shortage_does_not_count():
    letter = letter_to("Stichtse Vecht", "2024-1")

    has(
        letter,
        "van trede 2 naar trede 3",
        "Wij hebben gemeten aan de taakstelling: 69. Uw gemeente huisvestte 65 vergunninghouders. Dat zijn er 4 te "
        "weinig.",
        "Er waren 4 koppelingen te weinig voor de totaalopgave, maar genoeg voor de taakstelling: 109. Daarom telt het "
        "tekort hier niet mee. In onze brief van 25 januari 2024 stond een achterstand van 42 vergunninghouders. "
        "Daarna is een correctie verwerkt van 2: ",
        "Dit is ten minste de tweede periode op rij waarin het gevraagde aantal niet is gehaald.",
    )
    assert re.search(r"69 .* 42 .* 2 .* Totaalopgave 113 .* 65 .* 48 .* 29 .* 80 .* 109 ", sums(letter))


def test_rhenen_is_measured_against_what_was_available():
    letter = letter_to("Rhenen", "2024-1")

    has(
        letter,
        "van trede 1 naar trede 2",
        "Wij hebben gemeten aan het aantal dat op tijd beschikbaar was: 17. Uw gemeente huisvestte 12 "
        "vergunninghouders. Dat zijn er 5 te weinig.",
        "Op 1 april 2024 had uw gemeente in deze periode 5 vergunninghouders gehuisvest en waren er nog 12 aan haar "
        "gekoppeld. Zij waren op tijd beschikbaar. Voor de totaalopgave waren het er 3 te weinig. Daarom meten wij aan "
        "het aantal dat op tijd beschikbaar was. Zonder dat tekort was de trede dezelfde geweest.",
    )
    assert re.search(r"21 .*− Voorsprong op 1 januari 2024 1 .* 20 .* 12 .* 8 ", sums(letter))


def test_amersfoort_is_asked_for_a_plan_with_the_rhythm_of_the_policy():
    letter = letter_to("Amersfoort", "2024-1")

    has(
        letter,
        "van trede 2 naar trede 3",
        "Wij hebben gemeten aan de taakstelling: 169. Uw gemeente huisvestte 98 vergunninghouders. Dat zijn er 71 te "
        "weinig. De totaalopgave is niet gehaald: er staat nog een achterstand open van 156 vergunninghouders.",
        "Er waren op 1 april 2024 genoeg vergunninghouders beschikbaar: 264. De achterstand is gegroeid; zij was 85.",
        "Wij vragen u uiterlijk 5 september 2024 een plan van aanpak vast te stellen",
        "Uiterlijk 3 oktober 2024 laten wij weten of het plan genoeg houvast geeft.",
        "Daarna bespreken wij de voortgang: elke twee weken.",
        "Haalt uw gemeente die taakstelling niet, dan beslissen Gedeputeerde Staten over een voornemen tot "
        "indeplaatsstelling.",
    )


def test_soest_housed_everybody_who_was_available():
    letter = letter_to("Soest", "2026-1")

    has(
        letter,
        "Uw gemeente blijft op trede 1",
        "Wij hebben gemeten aan het aantal dat op tijd beschikbaar was: 45. Uw gemeente huisvestte 45 "
        "vergunninghouders: evenveel als er op tijd beschikbaar waren. Daarmee is dat aantal gehaald. Uw gemeente "
        "bleef onder de taakstelling van 49; daar had zij geen invloed op.",
        "Hadden wij het koppelingstekort niet meegeteld, dan was het trede 2 geweest.",
    )
    assert re.search(r"49 .* 15 .* 64 .* 45 .* 19 .* 22 .* 23 .* 45 ", sums(letter))


def test_soest_ended_at_zero_with_its_lead():
    letter = letter_to("Soest", "2024-2")

    has(
        letter,
        "Uw gemeente blijft op trede 1",
        "Wij hebben gemeten aan de totaalopgave: 51. Dat is de taakstelling min de voorsprong. Uw gemeente huisvestte "
        "51 vergunninghouders. Daarmee is dat aantal gehaald. Het verschil met de taakstelling van 52 is opgevangen "
        "met de voorsprong.",
    )
    assert re.search(
        r"52 .*− Voorsprong .* 1 .* 51 .* 51 .*= Achterstand op 31 december 2024 0 ", sums(letter)
    )
    assert "voorsprong is opgevangen" in " ".join(map(str, letter.marks)), "only here the lead was used"


# --- All letters of five periods ------------------------------------------------------------------

DAY = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)})(?: \d{{4}})?")
LAW = re.compile(r"\((?:artikel|artikelen) [^()]*\)|artikel (?:28|118|124)\b|Huisvestingswet 2014|\(\d\)")
HALF_YEAR = re.compile(r"\b\d{4}-[12]\b|helft van \d{4}")
SAME = {
    "beginstand_tekst": "beginstand",
    "eindstand_mensen": "eindstand",
    "eindstand_tekst": "eindstand",
    "gehuisvest_mensen": "gehuisvest",
}
MEASURES = {"quota": "taakstelling", "total_task": "opgave", "available": "beschikbaar"}
COUNTS = {
    *("taakstelling", "beginstand", "opgave", "gehuisvest", "eindstand", "beschikbaar", "koppelingstekort"),
    *("tot_peildatum_mensen", "open_koppelingen", "maat_verschil", "correctie", "eindstand_vorig_tekst"),
    *("taakstelling_volgend", "opgave_volgend"),
}


def every_matter() -> Iterator[tuple[Matter, Letter]]:
    for period in Period.objects.filter(code__in=CODES):
        rows = Assessment.objects.filter(period=period).select_related("municipality", "period")
        shared = shared_by(list(rows), period, province(), None)
        for row in rows:
            matter = matter_of(row, shared)
            yield matter, write(matter, {})


@pytest.fixture(scope="module")
def letters(whole_example: None, django_db_blocker: DjangoDbBlocker) -> list[tuple[Matter, Letter, Counter]]:
    """Write all of them, and count the fields that were filled into their running text."""
    found: list[tuple[Matter, Letter, Counter[str]]] = []
    used: Counter[str] = Counter()

    def counting(keys, values, texts):
        used.update(name for key in keys for name in fields_in(texts[key]))
        return fill_blocks(keys, values, texts)

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(matter_module, "fill_blocks", counting)
        for matter, letter in every_matter():
            found.append((matter, letter, Counter(used)))
            used.clear()
    return found


def test_there_are_130_letters_on_every_rung_that_needs_no_executive(letters):
    assert len(letters) == 130
    assert {letter.rung.number for _, letter, _ in letters} >= {1, 2, 3}


def test_what_the_page_to_adopt_remembers_of_a_letter_tells_letters_apart_in_every_process(letters):
    told = {repr(letter): render_letter(letter) for _, letter, _ in letters}

    assert len(told) == len(set(told.values())) == 130
    assert not [text for text in told if " at 0x" in text or "set({" in text]


def test_every_letter_says_once_whether_the_task_was_met(letters):
    sayings = {
        Verdict.MET: r"Daarmee is dat aantal gehaald\.",
        Verdict.NOT_MET: r"te weinig\. (?!Dat tekort)|minder dan de taakstelling\. De voorsprong ving",
        Verdict.EXCUSABLE: r"Het oordeel is: niet gehaald, maar verschoonbaar\.",
        Verdict.NOTHING_ASKED: r"hoefde uw gemeente in deze periode niemand|In deze periode is niets gevraagd\.",
    }
    for matter, letter, _ in letters:
        part = f"{letter.part('Waaraan wij hebben gemeten')} "
        counted = {verdict: len(re.findall(pattern, part)) for verdict, pattern in sayings.items()}
        assert counted == {**dict.fromkeys(sayings, 0), matter.verdict: 1}, part


def test_every_number_in_running_text_is_in_the_snapshot_the_terms_or_the_register(letters):
    for matter, letter, _ in letters:
        text = LAW.sub("", said(letter))
        for title in (
            matter.values["kader"],
            matter.values["kader_vindplaats"],
            matter.values["kader_volgend"],
        ):
            text = text.replace(title, "")
        unknown_days = {day for day in DAY.findall(text) if not any(day in known for known in days(matter))}
        assert unknown_days == set(), text
        text = HALF_YEAR.sub("", DAY.sub("", text))
        rungs = set(map(int, re.findall(r"trede (\d)", text)))
        assert rungs <= rungs_of(matter), text
        numbers = {
            int(found.replace(".", ""))
            for found in re.findall(r"\d[\d.]*\d|\d", re.sub(r"[Tt]rede \d", "", text))
        }
        assert numbers <= counts(matter), f"{numbers - counts(matter)} in {text}"


def days(matter: Matter) -> set[str]:
    talks = {day_text(row.day) for row in matter.contacts.held}
    agreed = {day_text(row.due_on) for row in matter.contacts.agreements}
    ends = {day_text(matter.period.last_day), *matter.values["periode_dagen"].split(" tot en met ")}
    filled = {value for name, value in matter.values.items() if DAY.fullmatch(value)}
    reasons = {line.reason for line in matter.corrections}
    return talks | agreed | ends | filled | reasons | {matter.values["stand_per"]}


def rungs_of(matter: Matter) -> set[int]:
    placement = matter.placement
    rungs = {matter.rung.number, placement.rung, placement.previous_rung, placement.rung_on_total_task}
    # What the policy says of rungs in general, and the next one.
    return {*filter(None, rungs), matter.rung.number + 1, 1, 2, 3}


def counts(matter: Matter) -> set[int]:
    figures, after = matter.figures, matter.next_figures
    names = (
        *(
            "quota",
            "opening_balance",
            "total_task",
            "realised",
            "closing_balance",
            "housed_by_reference_date",
        ),
        *("open_couplings_on_reference_date", "available_on_reference_date", "coupling_shortage"),
    )
    found = {abs(value) for name in names if (value := getattr(figures, name)) is not None}
    found |= {abs(value) for name in names[:3] if after and (value := getattr(after, name)) is not None}
    found |= {matter.bound or 0, matter.short_of_bound, abs(matter.previous_closing or 0)}
    found |= {abs(sum(line.amount for line in matter.corrections))}
    talks = [row.level for row in matter.contacts.held if matter.period.start <= row.day < matter.period.end]
    # "in beginsel 1 trede omhoog", and how often was spoken.
    return found | {1} | set(Counter(talks).values())


def test_every_figure_stands_once_in_running_text(letters):
    for matter, letter, used in letters:
        if letter.rung.needs_executive:
            continue
        figures = Counter()
        for name, number in used.items():
            figure = MEASURES.get(matter.measure, name) if name == "maat_aantal" else SAME.get(name, name)
            figures[figure] += number
        twice = {name for name, number in figures.items() if number > 1 and name in COUNTS}
        assert twice == set(), said(letter)


def test_no_letter_contradicts_rung_register_or_rhythm(letters):
    for matter, letter, _ in letters:
        text = said(letter)
        assert letter.rung.number == matter.assessment.rung
        assert "elke maand" not in text
        asks = [part for part in letter.parts if part.heading == "Wat wij van u vragen"]
        assert not (asks and "Wij vragen nu niets nieuws" in text), text
        assert ("afspraken" in text) is bool(matter.contacts.open_agreements() and 1 < letter.rung.number < 4)
        assert ("elke twee weken" in text) is ("Daarna bespreken wij de voortgang" in text)
        plan = matter.contacts.plan
        received = plan is not None and plan.delivered_on is not None
        assert received or "Uw plan van aanpak ontvingen wij" not in text
        assert ("op rij" in text) <= (matter.assessment.consecutive_misses > 1)


def test_every_letter_is_well_written_and_leaves_nothing_open(letters):
    for _, letter, _ in letters:
        text = said(letter)
        assert faults(text.replace("**", "")) == [], text
        assert "norm" not in re.findall(r"\w+", text.lower())
        assert letter.rung.needs_executive or missing_in(letter) == []


def test_lead_is_assumed_only_where_a_lead_took_the_difference(letters):
    for matter, letter, _ in letters:
        marked = "met een voorsprong is opgevangen" in " ".join(map(str, letter.marks))
        known = matter.known
        under_2024 = matter.policy.steps_up_after_a_miss
        assert marked is (
            under_2024
            and not letter.rung.needs_executive
            and known.closing_balance <= 0
            and known.realised < known.quota
        )


@pytest.mark.pdf
def test_longest_letters_on_rung_1_fit_on_one_page_once_adopted(letters):
    adoption = Adoption(decision_date=date(2024, 1, 20), decision_number="7", superseded={})
    short = [(len(said(letter)), matter) for matter, letter, _ in letters if letter.rung.number == 1]
    longest = [matter for _, matter in sorted(short, key=lambda pair: pair[0])[-6:]]

    documents = [render_letter(write(replace(matter, adoption=adoption), {})) for matter in longest]

    assert [len(pdf.laid_out(document).pages) for document in documents] == [1] * 6
