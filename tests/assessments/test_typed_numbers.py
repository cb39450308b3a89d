"""Which typed numbers ask for a confirmation: every case once."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.typed_numbers import (
    KnownNumbers,
    UnknownNumbers,
    confirmed_in,
    numbers_in,
    numbers_of,
    numbers_said,
    refuse_unknown,
)
from municipalities.figures import Figures, PeriodFacts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("De gemeente huisvestte er 66.", ["66"]),
        ("Er zijn 1.234 plekken, 5% van 8207 en 12 procent.", ["1.234", "5%", "8207", "12 procent"]),
        ("Dat is 12,5 of 0 of 66, en nog eens 66.", ["12,5", "0", "66"]),
        ("- een\n- 12 gemeenten", ["12"]),
        ("tussen 3 en 4 woningen", ["3", "4"]),
        ("een achterstand van −3 of +14", ["3", "14"]),
        # Days, half-years and times.
        ("Op 10 november 2023 en over 2023-2, in 2015, op 3 en 4 mei.", []),
        ("Sinds 2024-01-31, 31-1-2024, 1/2/2024 en 2023-II.", []),
        ("Om 14.05 uur of 9:30.", []),
        ("In 2.023 woningen, en in 2023.", ["2.023"]),
        # Where a rule stands.
        ("Artikel 124, eerste lid, en art. 4:84 Awb; artikelen 28 en 29, lid 2 en 3.", []),
        ("Zie paragraaf 3.1.1, tabel 2, bijlage 1 en trede 3.", []),
        # References, telephone numbers, postcodes, addresses.
        ("Kenmerk VOORBEELD-2023-2-GM0308, zaak 2024/00123, CVDR713805, besluit 2024-77.", []),
        ("Bel 030 258 91 11, 06-12345678 of +31 30 2589111.", []),
        ("Archimedeslaan 6, 3584 BA Utrecht", ["6"]),
        ("ibt24@provincie.example, https://provincie.example/2024/66", []),
        ("Logregel 4-82ab149c897844f, regel 739: 4-53e42a104f785, logboek 15:4-bc28009ccf432b.", []),
        # Ordinals, terms and numbered items.
        ("De 2e en 11de keer, de tweede helft, de 3ste.", []),
        ("Binnen 12 weken, elke 2 maanden, 10 werkdagen, 3 tot 4 jaar.", []),
        ("1. Een locatie\n2) Nog 1", ["1"]),
        # People, places and percents count, whatever stands before them.
        ("Op trede 3, 99 mensen wachten; op trede 3 en 98 nieuwe mensen.", ["99", "98"]),
        ("Met dit besluit 20 plekken, en van zaak 21 extra woningen.", ["20", "21"]),
        ("Op trede 3, 97. En dat is 90/120.", ["97", "90", "120"]),
        ("Er wachten 2010 mensen, en 2011 opvangplekken.", ["2010", "2011"]),
        ("Volgens lid 3 en 12 procent, en regel 5 6%.", ["12 procent", "6%"]),
        ("In 2023 vergunninghouders huisvesten, sinds 2022 woningen, 1 mei 2024 mensen.", []),
        ("Treden 2, 3 en 4; artikel 3, 4 of 5; trede 3 de woningen; tabel 2–3.", []),
        ("Zaak 2024/00123 en 123/2024, 2023/24.", []),
    ],
)
def test_numbers_that_could_be_figures(text, found):
    assert numbers_in(text) == found


PERIOD = PeriodFacts(
    code="2023-2", start=date(2023, 7, 1), end=date(2024, 1, 1), reference_date=date(2023, 10, 1)
)
ZEIST = Figures(
    period=PERIOD,
    quota=70,
    quota_announced=80,
    quota_announced_on=date(2023, 5, 2),
    quota_changed_on=date(2023, 11, 10),
    opening_balance=-9,
    housed_by_reference_date=25,
    open_couplings_on_reference_date=57,
    realised=57,
)


@pytest.mark.parametrize(
    "written",
    ["70", "80", "9", "61", "82", "57", "25", "13", "4", "10", "1.372", "81%", "81 %", "81 procent", "93%"],
)
def test_figures_their_differences_and_what_findings_name_are_known(written):
    known = numbers_of(ZEIST, 57, None, texts=["De provincie telde er 1.372."])

    assert known.has(written), sorted(known.counts)


@pytest.mark.parametrize("written", ["66", "71", "82%", "57%", "12,5", "1.373"])
def test_other_numbers_are_not(written):
    assert not numbers_of(ZEIST, 57, texts=["De provincie telde er 1.372."]).has(written)


def test_municipality_without_figures_has_none():
    assert numbers_of(Figures(period=PERIOD)) == KnownNumbers()


def test_generated_sentences_name_counts_and_shares():
    assert numbers_said(["88% van 1.372 op 1 juli 2023, 12 procent"]) == KnownNumbers(
        counts=frozenset({1372}), shares=frozenset({88, 12})
    )


def test_unknown_number_is_refused_at_its_field_until_it_is_confirmed():
    known = KnownNumbers(counts=frozenset({70}))
    texts = {"motivation": "Er zijn 66 plekken en 70 mensen.", "asks": "Noem er 66, of 12."}
    with pytest.raises(UnknownNumbers) as refusal:
        refuse_unknown(texts, known, ["12"], of="deze brief")

    assert refusal.value.numbers == ["66", "66"]
    assert refusal.value.fields["motivation"] == (
        "Het getal 66 staat niet in de cijfers van deze brief. Pas het aan, of noem de bron en bevestig het getal.",
    )
    refuse_unknown(texts, known, ["12", "66", "99"], of="deze brief")
    assert confirmed_in(texts.values(), known, ["12", "66", "70", "99"]) == ["12", "66"]


@pytest.mark.parametrize("piece", ["9", "a", "9a", "9.", "9/", "@", "0 ", "9, ", "1:"])
def test_long_texts_are_read_at_once(piece):
    """Every number of a text of the greatest length is looked for, whatever it is made of."""
    assert isinstance(numbers_in(piece * (30_000 // len(piece))), list)
