"""Letters: what an assessment says to the municipality, ready to print."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.template.loader import render_to_string

from assessments.judging.names import as_named_in
from assessments.judging.versions import adopted_letter_of, tracks_of
from assessments.letters import parts
from assessments.letters.content import Adoption, Matter
from assessments.letters.content_of_period import NoLetter, matter_of, shared_by
from assessments.letters.fields import FIELDS, open_words
from assessments.letters.figures import FigureRow, figure_rows
from assessments.letters.parts import Part
from assessments.models import Assessment, AssessmentVersion, Judgement
from assessments.pdf import pdf_offer
from assessments.rules.ladder import Rung
from assessments.typed_text import Text
from assessments.workflow import State
from municipalities.ledger.queries import municipalities_of
from municipalities.models import Municipality, Period, Province

SUBJECTS = {
    4: "Voornemen tot indeplaatsstelling",
    5: "Besluit tot indeplaatsstelling",
    6: "Uitvoering van de indeplaatsstelling",
}


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
    text_blocks: Mapping[str, int]
    """The version of every block that is in the province's own words."""
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
    opening: tuple[Text, ...]
    outcome: tuple[Text, ...]
    figure_rows: tuple[FigureRow, ...]
    figures: Part
    reasons: Part
    asks: Part
    outlook: Part
    own: Part
    extra: Part
    publication: Part
    law: Part
    appeal: Part
    signature: Text
    printed_on: date | None
    """The date above it; None while that is open."""
    terms: Mapping[str, date]
    """The last days that it names, by their field."""

    @property
    def title(self) -> str:
        concept = " (concept)" if self.is_concept else ""
        municipality = as_named_in(self.assessment, self.assessment.municipality)
        return f"Toezichtbrief {municipality}, {self.assessment.period}{concept}"

    @property
    def file_name(self) -> str:
        return file_name_of(self.assessment.period, self.assessment.municipality)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that have something to say, in order."""
        every = (
            self.figures,
            self.reasons,
            self.asks,
            self.outlook,
            self.own,
            self.extra,
            self.publication,
            self.law,
            self.appeal,
        )
        return tuple(part for part in every if part.texts)

    @property
    def texts(self) -> list[Text]:
        """Everything in it that can be open."""
        return [
            *self.marks,
            *(reference.value for reference in self.references),
            *self.opening,
            *self.outcome,
            *(text for part in self.parts for text in part.texts),
            self.signature,
        ]


def file_name_of(period: Period, municipality: Municipality) -> str:
    return f"toezichtbrief-{period.code}-{municipality.cbs_code}.html"


def missing_in(letter: Letter) -> list[str]:
    """Return what a letter still leaves open, in words."""
    printed = " ".join(str(text) for text in letter.texts if not text.is_typed)
    return [words for name, words in FIELDS.items() if open_words(name) in printed]


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
    kept = adopted_letter_of(judgement)
    return str(kept.html) if kept else render_letter(letter_of(judgement))


def with_toolbar(document: str, judgement: Judgement) -> str:
    """Return a letter that was kept as the screen shows it: the same document, with the way back above it."""
    context = {"judgement": judgement, "pdf": pdf_offer(adopted_letter_of(judgement))}
    toolbar = render_to_string("letters/toolbar.html", context)
    # Without an icon of its own a browser asks for one.
    with_icon = document.replace("<title>", '<link rel="icon" href="data:,">\n<title>', 1)
    return with_icon.replace("<body>", f"<body>{toolbar}", 1)


def style_source(document: str) -> str:
    """Return what allows the style in the head of a letter, and no other, in a Content-Security-Policy."""
    style = document.partition("<body>")[0].partition("<style>")[2].partition("</style>")[0]
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


def written(
    assessments: Sequence[Judgement], period: Period, province: Province, *, adoption: Adoption | None = None
) -> list[Letter]:
    """Return the letters of these assessments, in the same order; final ones with an adoption."""
    shared = shared_by(assessments, period, province, adoption)
    own = shared.wording.versions
    return [write(matter_of(assessment, shared), own) for assessment in assessments]


def write(matter: Matter, text_blocks: Mapping[str, int]) -> Letter:
    province, municipality = matter.province, matter.municipality
    sender = f"Gedeputeerde Staten van {province}"
    return Letter(
        assessment=matter.assessment,
        is_concept=matter.adoption is None,
        text_blocks=text_blocks,
        rung=matter.rung,
        number=number_of(matter),
        subject=subject_of(matter),
        marks=tuple(parts.marks(matter)),
        sender=sender,
        sender_address=address_lines(province.postal_address, matter, "sender_address"),
        addressee=f"Aan: het college van burgemeester en wethouders van {municipality}",
        addressee_address=address_lines(municipality.postal_address, matter, "addressee_address"),
        copy_to=f"Afschrift aan: de gemeenteraad van {municipality}" if matter.rung.needs_executive else "",
        references=references(matter),
        opening=matter.texts("opening"),
        outcome=parts.outcome(matter),
        figure_rows=figure_rows(matter),
        figures=parts.figures(matter),
        reasons=parts.reasons(matter),
        asks=parts.asks(matter),
        outlook=parts.outlook(matter),
        own=parts.own(matter),
        extra=parts.extra(matter),
        publication=parts.publication(matter),
        law=parts.law(matter),
        appeal=parts.appeal(matter),
        signature=Text(f"{sender}, namens hen, {matter.given('signature')}"),
        printed_on=matter.letter_date,
        # After all parts: they are what names a day.
        terms=matter.named_terms,
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


def address_lines(typed: str, matter: Matter, missing: str) -> tuple[Text, ...]:
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
