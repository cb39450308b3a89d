"""Letters: what an assessment says to the municipality, ready to print."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q
from django.template.loader import render_to_string

from assessments import letter_parts
from assessments.legal_acts import acts_since
from assessments.letter_blocks import OPEN, Text, open_words
from assessments.letter_figures import FigureRow, figure_rows
from assessments.letter_matter import Adoption, Matter
from assessments.letter_parts import Part
from assessments.models import AdoptedLetter, Assessment, AssessmentVersion, Judgement, LegalAct, LetterTerms
from assessments.queries import ladder_of, rung_of
from assessments.rules.findings import Placement
from assessments.rules.ladder import Rung
from assessments.rules.policy import Known
from assessments.rules.registry import policy_by_version, policy_for
from assessments.tracks import tracks_of
from assessments.workflow import State
from municipalities.actions import Refused
from municipalities.figures import Figures, PeriodFacts
from municipalities.models import Municipality, Period, Province
from municipalities.queries import figures_for, municipalities_of, next_period

SUBJECTS = {
    4: "Voornemen tot indeplaatsstelling",
    5: "Besluit tot indeplaatsstelling",
    6: "Uitvoering van de indeplaatsstelling",
}
HALF_ENDS = {"1": (6, 30), "2": (12, 31)}


class NoLetter(Refused):
    """An assessment without a rung has no letter."""

    def __init__(self, assessment: Judgement) -> None:
        super().__init__(
            f"Er is geen brief voor {assessment.municipality} over {assessment.period}: er zijn geen cijfers "
            "ontvangen. Lever de cijfers aan en beoordeel opnieuw."
        )


@dataclass(frozen=True)
class Reference:
    """One line of the block with date and reference number."""

    label: str
    value: Text


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything a template prints; the parts follow each other in this order."""

    assessment: Judgement
    is_concept: bool
    rung: Rung
    number: str
    subject: str
    marks: tuple[Text, ...]
    sender: str
    sender_address: tuple[Text, ...]
    addressee: str
    addressee_address: tuple[Text, ...]
    copy_to: str
    """The second addressee, from rung 4 on; empty below."""
    references: tuple[Reference, ...]
    opening: Text
    outcome: tuple[Text, ...]
    figure_rows: tuple[FigureRow, ...]
    figures: Part
    reasons: Part
    asks: Part
    outlook: Part
    publication: Part
    law: Part
    appeal: Part
    signature: Text
    printed_on: date | None
    """The date above it; None while that is open."""

    @property
    def title(self) -> str:
        concept = " (concept)" if self.is_concept else ""
        return f"Toezichtbrief {self.assessment.municipality}, {self.assessment.period}{concept}"

    @property
    def file_name(self) -> str:
        return file_name_of(self.assessment.period, self.assessment.municipality)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that have something to say, in order."""
        every = (self.figures, self.reasons, self.asks, self.outlook, self.publication, self.law, self.appeal)
        return tuple(part for part in every if part.texts)

    @property
    def texts(self) -> list[Text]:
        """Everything in it that can be open."""
        return [
            *(reference.value for reference in self.references),
            *self.outcome,
            *(text for part in self.parts for text in part.texts),
            self.signature,
        ]


def file_name_of(period: Period, municipality: Municipality) -> str:
    return f"toezichtbrief-{period.code}-{municipality.cbs_code}.html"


def missing_in(letter: Letter) -> list[str]:
    """Return what a letter still leaves open, in words."""
    printed = " ".join(str(text) for text in letter.texts if not text.is_typed)
    return [words for name, words in OPEN.items() if open_words(name) in printed]


def letters_of(period: Period, province: Province) -> list[Letter]:
    """Return the letters that are still concepts, by name; the number of queries is fixed.

    What was adopted has a letter that was kept: see `AdoptedLetter`.
    """
    shown = {key: track.shown for key, track in tracks_of(period, province).items() if not track.standing}
    rows = []
    for municipality in municipalities_of(period, province):
        judgement = shown.get(municipality.pk)
        if judgement is not None and judgement.rung is not None and judgement.state != State.WITHDRAWN:
            judgement.municipality, judgement.period = municipality, period
            rows.append(judgement)
    return written(rows, period, province)


def letter_of(assessment: Judgement) -> Letter:
    """Return the letter of one assessment; raises NoLetter when it has no rung."""
    if assessment.rung is None:
        raise NoLetter(assessment)
    (letter,) = written([assessment], assessment.period, assessment.municipality.province)
    return letter


def render_letter(letter: Letter) -> str:
    """Return the letter as a document that stands alone."""
    return render_to_string(f"letters/{letter.rung.name}.html", {"letter": letter})


def document_of(judgement: Assessment | AssessmentVersion) -> str:
    """Return the letter as it was kept, or as concept when nothing was adopted yet."""
    if isinstance(judgement, AssessmentVersion):
        kept = AdoptedLetter.objects.filter(version=judgement).first()
        if kept is not None:
            return str(kept.html)
    return render_letter(letter_of(judgement))


def with_toolbar(document: str, judgement: Judgement) -> str:
    """Return a letter that was kept as the screen shows it: the same document, with the way back above it."""
    toolbar = render_to_string("letters/toolbar.html", {"judgement": judgement})
    # Without an icon of its own a browser asks for one.
    with_icon = document.replace("<title>", '<link rel="icon" href="data:,">\n<title>', 1)
    return with_icon.replace("<body>", f"<body>{toolbar}", 1)


def style_source(document: str) -> str:
    """Return what allows the style in the head of a letter, and no other, in a Content-Security-Policy."""
    style = document.partition("<body>")[0].partition("<style>")[2].partition("</style>")[0]
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What the letters of one province over one period have in common, read once."""

    facts: PeriodFacts
    province: Province
    ladder: dict[int, Rung]
    terms: dict[str, LetterTerms]
    """By period code: this period and those of the previous rungs."""
    earlier_letters: dict[tuple[int, str], date]
    """The date above the letters that were adopted and stand, by municipality id and period code."""
    next_facts: PeriodFacts | None
    next_figures: dict[datetime, dict[Municipality, Figures]]
    """By the moment as known on; empty when nobody created the next period yet."""
    acts: dict[tuple[int, int], LegalAct]
    """By municipality id and rung, those that ran since the period began."""
    adoption: Adoption | None


def written(
    assessments: Sequence[Judgement], period: Period, province: Province, *, adoption: Adoption | None = None
) -> list[Letter]:
    """Return the letters of these assessments, in the same order; final ones with an adoption."""
    shared = shared_by(assessments, period, province, adoption)
    return [write(matter_of(assessment, shared)) for assessment in assessments]


def shared_by(
    assessments: Sequence[Judgement], period: Period, province: Province, adoption: Adoption | None
) -> Shared:
    after = next_period(period)
    before = {assessment.placement.previous_period for assessment in assessments}
    terms = LetterTerms.objects.filter(Q(period=period) | Q(period__code__in=before), province=province)
    moments = {assessment.known_at for assessment in assessments} if after else set()
    return Shared(
        facts=period.facts,
        province=province,
        ladder=ladder_of(province),
        terms={row.period.code: row for row in terms.select_related("period")},
        earlier_letters=letter_dates(before, province),
        next_facts=after.facts if after else None,
        next_figures={
            moment: figures_for(after, known_at=moment, province=province) for moment in moments if after
        },
        acts=acts_since(period.start, province),
        adoption=adoption,
    )


def letter_dates(periods: Collection[str], province: Province) -> dict[tuple[int, str], date]:
    """Return the date above the letters that stand over these periods, by municipality id and period code."""
    versions = AssessmentVersion.objects.standing().filter(
        municipality__province=province, period__code__in=periods
    )
    letters = AdoptedLetter.objects.filter(version__in=versions.values("pk"))
    rows = letters.values_list("version__municipality_id", "version__period__code", "printed_on")
    return {(municipality, code): printed_on for municipality, code, printed_on in rows}


def previous_letter_date(municipality: Municipality, placement: Placement, shared: Shared) -> date | None:
    """Return the date of the letter on the previous rung: as it was printed, else as its terms say."""
    if not placement.previous_known:
        return None
    printed_on = shared.earlier_letters.get((municipality.pk, placement.previous_period))
    terms = shared.terms.get(placement.previous_period)
    return printed_on or (terms.letter_date if terms else None)


def matter_of(assessment: Judgement, shared: Shared) -> Matter:
    placement, figures = assessment.placement, assessment.figures
    known, municipality = Known.of(figures), assessment.municipality
    if assessment.rung is None or known is None:
        raise NoLetter(assessment)
    continues = municipality.existed_on(shared.facts.end)
    return Matter(
        assessment=assessment,
        placement=placement,
        figures=figures,
        known=known,
        rung=rung_of(assessment, shared.ladder) or shared.ladder[assessment.rung],
        policy=policy_by_version(assessment.policy),
        province=shared.province,
        municipality=municipality,
        terms=shared.terms.get(shared.facts.code),
        previous_letter_date=previous_letter_date(municipality, placement, shared),
        continues=continues,
        next_policy=policy_for(shared.province.code, shared.facts.next_code) if continues else None,
        next_last_day=shared.next_facts.last_day
        if shared.next_facts
        else last_day_of(shared.facts.next_code),
        next_figures=shared.next_figures.get(assessment.known_at, {}).get(municipality),
        act=shared.acts.get((municipality.pk, assessment.rung)),
        adoption=shared.adoption,
    )


def last_day_of(code: str) -> date:
    """Return the last day of a half-year that nobody created yet."""
    year, half = code.split("-")
    return date(int(year), *HALF_ENDS[half])


def write(matter: Matter) -> Letter:
    province, municipality = matter.province, matter.municipality
    sender = f"Gedeputeerde Staten van {province}"
    return Letter(
        assessment=matter.assessment,
        is_concept=matter.adoption is None,
        rung=matter.rung,
        number=number_of(matter),
        subject=subject_of(matter),
        marks=tuple(letter_parts.marks(matter)),
        sender=sender,
        sender_address=address(province.postal_address, matter, "sender_address"),
        addressee=f"Aan: het college van burgemeester en wethouders van {municipality}",
        addressee_address=address(municipality.postal_address, matter, "addressee_address"),
        copy_to=f"Afschrift aan: de gemeenteraad van {municipality}" if matter.rung.needs_executive else "",
        references=references(matter),
        opening=matter.text("opening"),
        outcome=letter_parts.outcome(matter),
        figure_rows=figure_rows(matter),
        figures=letter_parts.figures(matter),
        reasons=letter_parts.reasons(matter),
        asks=letter_parts.asks(matter),
        outlook=letter_parts.outlook(matter),
        publication=letter_parts.publication(matter),
        law=letter_parts.law(matter),
        appeal=letter_parts.appeal(matter),
        signature=Text(f"{sender}, namens hen, {matter.given('signature')}"),
        printed_on=matter.letter_date,
    )


def number_of(matter: Matter) -> str:
    """Return the reference; versions after the first carry their number."""
    assessment = matter.assessment
    version = assessment.number if isinstance(assessment, AssessmentVersion) else 1
    suffix = f"-{version}" if version > 1 else ""
    return f"{matter.province.letter_prefix}-{matter.period.code}-{matter.municipality.cbs_code}{suffix}"


def subject_of(matter: Matter) -> str:
    rung = matter.rung.number
    return SUBJECTS.get(rung, f"Beoordeling huisvesting vergunninghouders {matter.period.code}: trede {rung}")


def address(typed: str, matter: Matter, missing: str) -> tuple[Text, ...]:
    """Return the lines of an address; a concept shows that it is missing, a final letter leaves it out."""
    lines = tuple(Text(line.strip()) for line in typed.splitlines() if line.strip())
    return lines or ((matter.given(missing),) if matter.adoption is None else ())


def references(matter: Matter) -> tuple[Reference, ...]:
    lines = {
        "Datum": matter.given("letter_date"),
        "Kenmerk": Text(number_of(matter)),
        "Periode": Text(matter.period.code),
        "Stand van de cijfers": Text(f"bekend op {matter.given('known_at')}"),
        "Beleidskader": Text(matter.policy.title),
        "Bijlagen": Text("geen"),
    }
    if matter.rung.needs_executive or matter.adoption is not None:
        lines["Besluit van Gedeputeerde Staten"] = matter.given("decision")
    return tuple(Reference(label, value) for label, value in lines.items())
