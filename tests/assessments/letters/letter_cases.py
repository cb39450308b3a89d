"""Assessments to write letters about: built from figures, without a ledger."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

from assessments.letters.letter import Letter, letter_of
from assessments.models import Assessment, LetterTerms
from assessments.rules.assess import assess
from assessments.rules.registry import policy_for
from assessments.typed_text import Text
from municipalities.figures import Figures
from municipalities.models import Municipality, Province
from municipalities.moments import end_of_day
from tests.factories import (
    confirm_sources,
    deliver_openings,
    deliver_quotas,
    make_municipality,
    make_period,
    make_province,
)
from tests.rules.cases import before

KNOWN_AT = {"2023-2": end_of_day(date(2024, 1, 1)), "2024-1": end_of_day(date(2024, 7, 1))}
NEXT = {"2023-2": "2024-1", "2024-1": "2024-2"}
VOID = {"meta", "br", "link", "img", "input", "hr"}


def assessment_of(
    t: int | None,
    o: int | None,
    s: int | None,
    r: int | None,
    p: int | None = None,
    *,
    code: str = "2023-2",
    municipality: Municipality | None = None,
    announced: int | None = None,
    met_before: bool | None = None,
    status: str = "provisional",
    housed_in_time: int = 0,
    **fields: Any,
) -> Assessment:
    """Return an unsaved assessment of quota, opening, who waited, realised and previous rung."""
    municipality, period = municipality or make_municipality(), make_period(code)
    confirm_sources(municipality.province)
    figures = Figures(
        period=period.facts,
        quota=t,
        quota_announced=t if announced is None else announced,
        quota_announced_on=date(2023, 5, 2),
        quota_changed_on=None if announced is None else date(2023, 11, 10),
        opening_balance=o,
        housed_by_reference_date=None if s is None else housed_in_time,
        open_couplings_on_reference_date=s,
        realised=r,
    )
    previous = before(period.facts.previous_code, p, misses=int(met_before is False), met=met_before is True)
    policy = policy_for("PV26", code)
    assert policy is not None
    placement = assess(figures, previous, policy)
    values = {
        "known_at": KNOWN_AT[code],
        "assessed_at": KNOWN_AT[code],
        "policy": policy.version,
        "figures_snapshot": figures.to_json(),
        "placement_snapshot": placement.to_dict(),
        "verdict": placement.verdict or "",
        "measured_against": placement.measured_against,
        "proposed_rung": placement.rung,
        "rung": placement.rung,
        "rung_on_total_task": placement.rung_on_total_task,
        "previous_rung_status": status if p else "",
    }
    return Assessment(municipality=municipality, period=period, **values | fields)


def make_assessment(*figures: int | None, **fields: Any) -> Assessment:
    assessment = assessment_of(*figures, **fields)
    assessment.save()
    return assessment


def example_province() -> Province:
    """Return the province as the worked example dresses it."""
    return make_province(
        contact="[postbus van het team toezicht]",
        signature="[functie volgens mandaat]",
        publication_place="de IBT-kaart",
        letter_place="Utrecht",
        letter_prefix="VOORBEELD",
        figures_are_examples=True,
    )


LETTER_DATES = {"2023-1": date(2023, 7, 25), "2023-2": date(2024, 1, 25), "2024-1": date(2024, 7, 25)}


def make_terms(code: str = "2023-2", *, letter_date: date | None = None, **fields: Any) -> LetterTerms:
    """Make terms that follow the date of the letter by so many weeks."""
    sent = letter_date or LETTER_DATES[code]
    weeks = {"reaction_due": 4, "talk_due": 8, "action_plan_due": 6, "plan_review_due": 10, "dispute_due": 2}
    days = {name: sent + timedelta(weeks=count) for name, count in weeks.items()}
    values = {"letter_date": sent, "publication_from": sent + timedelta(days=15), **days, **fields}
    return LetterTerms.objects.create(province=make_province(), period=make_period(code), **values)


def with_next(assessment: Assessment, *, quota: int, opening: int) -> Assessment:
    """Announce the quota of the period after, and state the balance it opens with."""
    after, municipality = make_period(NEXT[assessment.period.code]), assessment.municipality
    deliver_quotas(after, {municipality: quota}, on=assessment.period.last_day, municipality=municipality)
    deliver_openings(after, {municipality: opening}, on=assessment.period.last_day, municipality=municipality)
    return assessment


def zeist() -> Letter:
    municipality = make_municipality("Zeist", province=example_province(), cbs_code="GM0355")
    make_terms()
    assessment = assessment_of(66, 12, 66, 70, municipality=municipality, announced=102)
    return letter_of(with_next(assessment, quota=70, opening=8))


def stichtse_vecht(**fields: Any) -> Letter:
    municipality = make_municipality("Stichtse Vecht", province=example_province(), cbs_code="GM1904")
    make_terms()
    assessment = assessment_of(65, 48, 84, 71, municipality=municipality, announced=101, **fields)
    return letter_of(with_next(assessment, quota=69, opening=42))


def bunnik(**fields: Any) -> Letter:
    make_terms("2024-1", letter_date=date(2024, 7, 25), action_plan_due=date(2024, 9, 5))
    values: dict[str, Any] = {"met_before": False, "municipality": make_municipality("Bunnik")} | fields
    return letter_of(assessment_of(17, 7, 21, 7, 2, code="2024-1", **values))


def rows_of(letter: Letter) -> dict[str, str]:
    return {row.label: row.value for row in letter.figure_rows}


def words(*texts: Text) -> str:
    return " ".join(str(text) for text in texts)


class Page(HTMLParser):
    """What a browser would make of a letter: tags that match, attributes, words outside the style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.unmatched: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unmatched.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def is_well_formed(self) -> bool:
        return not self.open and not self.unmatched
