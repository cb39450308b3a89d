"""What is said of the balance, all ways it can go."""

import pytest

from assessments.rules.policies.utrecht_2023 import POLICY
from tests.rules.cases import judged

NEITHER = "geen achterstand en geen voorsprong"

# Opening and closing balance (above zero: backlog, below: lead), block, sentence.
SENTENCES = [
    (1, 2, "balance_grown", "De achterstand is gegroeid van 1 naar 2."),
    (998, 1001, "balance_grown", "De achterstand is gegroeid van 998 naar 1.001."),
    (2, 1, "balance_shrunk", "De achterstand is kleiner geworden: van 2 naar 1."),
    (1, 1, "balance_equal", "De achterstand is gelijk gebleven: 1 vergunninghouder."),
    (1200, 1200, "balance_equal", "De achterstand is gelijk gebleven: 1.200 vergunninghouders."),
    (-1, -1, "balance_equal", "De voorsprong is gelijk gebleven: 1 vergunninghouder."),
    (0, 0, "balance_equal", f"Er is, net als bij het begin van de periode, {NEITHER}."),
    (1, 0, "balance_cleared", f"De achterstand van 1 vergunninghouder is ingelopen. Er is nu {NEITHER}."),
    (
        2,
        -1,
        "balance_cleared",
        "De achterstand van 2 vergunninghouders is ingelopen. Er is nu een voorsprong van 1 "
        "vergunninghouder.",
    ),
    (0, 1, "balance_new", "Er is een achterstand ontstaan van 1 vergunninghouder."),
    (0, 12, "balance_new", "Er is een achterstand ontstaan van 12 vergunninghouders."),
    (
        -1,
        2,
        "balance_new",
        "De voorsprong van 1 vergunninghouder is gebruikt en er is een achterstand ontstaan van 2 "
        "vergunninghouders.",
    ),
    (0, -1, "balance_lead", "Er is een voorsprong ontstaan van 1 vergunninghouder."),
    (-3, -1, "balance_lead", "De voorsprong is kleiner geworden: van 3 naar 1."),
    (-1, -3, "balance_lead", "De voorsprong is gegroeid van 1 naar 3."),
    (
        -2,
        0,
        "balance_lead_used",
        "De voorsprong van 2 vergunninghouders is gebruikt. Er is nu geen achterstand.",
    ),
]


@pytest.mark.parametrize(("opening", "closing", "block", "text"), SENTENCES)
def test_balance_sentence(opening, closing, block, text):
    quota = 20
    placement = judged(POLICY, quota, opening, 2000, quota + opening - closing)

    told = [(row.block, row.sentence) for row in placement.findings if row.key == "balance"]
    assert told == [(block, text)]
