"""Letters: what an assessment says to the municipality, ready to print."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils.text import slugify

from assessments.judging.given_terms import OF_ACTS
from assessments.judging.names import as_named_in
from assessments.judging.versions import adopted_letter_of, tracks_of
from assessments.letters.act_told import ActTold
from assessments.letters.content import Adoption
from assessments.letters.content_of_period import NoLetter, matter_of, shared_by
from assessments.letters.event import Event
from assessments.letters.executive import own_event, step_of_executive
from assessments.letters.fields import FIELDS, open_words
from assessments.letters.figures import FigureRow, figure_rows
from assessments.letters.half_year import half_year
from assessments.letters.matter import Matter
from assessments.letters.parts import Part, every_part, intro, marks, signature
from assessments.models import Assessment, AssessmentVersion, Judgement
from assessments.pdf import pdf_offer
from assessments.rules.ladder import Rung
from assessments.typed_text import Text
from assessments.workflow import State
from municipalities.dutch import day_text, known_text
from municipalities.ledger.queries import municipalities_of
from municipalities.models import Municipality, Period, Province

ANNEX = "bijlage"
"""A letter in which this stands speaks of something that is not kept here."""
WITH_ANNEX = "De brief verwijst naar een bijlage: stuur die mee"


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
    is_own: bool
    """Whether it is that of a step on its own day, and of no half-year."""
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
    intro: tuple[Text, ...]
    result: tuple[Text, ...]
    """What is decided or found."""
    figure_rows: tuple[FigureRow, ...]
    parts: tuple[Part, ...]
    """What follows, in order, as far as it has something to say."""
    is_short: bool
    """Whether it is set to fit on one page."""
    signature: tuple[Text, ...]
    mandate: str
    """What whoever signs relies on; kept with the letter, not printed."""
    printed_on: date | None
    """The date above it; None while that is open."""
    terms: Mapping[str, date]
    """The last days that it names, by their field."""
    assumptions: tuple[str, ...]
    """The codes of what it rests on and the province did not confirm."""

    @property
    def title(self) -> str:
        if self.is_own:
            return f"{self.subject}, {self.assessment.municipality}{' (concept)' if self.is_concept else ''}"
        concept = " (concept)" if self.is_concept else ""
        municipality = as_named_in(self.assessment, self.assessment.municipality)
        return f"Toezichtbrief {municipality}, {self.assessment.period}{concept}"

    @property
    def file_name(self) -> str:
        return file_name_of(self.assessment.period, self.assessment.municipality)

    @property
    def texts(self) -> list[Text]:
        """Everything in it that can be open."""
        return [
            *self.marks,
            *self.sender_address,
            *self.addressee_address,
            *(reference.value for reference in self.references),
            *self.intro,
            *self.result,
            *(text for part in self.parts for text in part.texts),
            *self.signature,
        ]

    @property
    def past_its_term(self) -> str:
        """That its own date lies after a last day of an act that it names; empty when it does not."""
        for name, what in OF_ACTS.items():
            day = self.terms.get(name)
            if day is not None and self.printed_on is not None and day < self.printed_on:
                return f"De brief is van {day_text(self.printed_on)}, na {what} ({day_text(day)})"
        return ""

    @property
    def unconfirmed_count(self) -> str:
        """That it rests on what counts for an act, which nobody confirmed, as the rest of a sentence; mostly empty."""
        code = self.assessment.rules.counts_by
        return (
            f"steunt op aanname {code}, die niet is bevestigd: wat eerst telt, beslist of een stap vervalt. De "
            "beheerder bevestigt die bij Beleid."
            if code in self.assumptions
            else ""
        )

    def part(self, heading: str) -> Part:
        """Return the part with this heading; without a word where it has nothing to say."""
        return next((part for part in self.parts if part.heading == heading), Part(heading, ()))


def file_name_of(period: Period, municipality: Municipality) -> str:
    return f"toezichtbrief-{period.code}-{slugify(municipality.name)}-{municipality.cbs_code}.html"


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
    return render_to_string("letters/letter.html", {"letter": letter})


def document_of(judgement: Assessment | AssessmentVersion) -> str:
    """Return the letter as it was kept, or as concept when nothing was adopted yet."""
    kept = adopted_letter_of(judgement)
    return str(kept.html) if kept else render_letter(letter_of(judgement))


def with_toolbar(document: str, judgement: Judgement) -> str:
    """Return a letter that was kept as the screen shows it: the same document, with the way back above it."""
    context = {"judgement": judgement, "pdf": pdf_offer(adopted_letter_of(judgement))}
    toolbar = render_to_string("letters/toolbar.html", context)
    return with_tools(document, toolbar)


def with_tools(document: str, toolbar: str) -> str:
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


def event_of(matter: Matter) -> Event:
    """Return what the letter is about: a step of the executive, or else the half-year."""
    told = matter.told
    if told is not None and matter.own is not None:
        return own_event(matter, told)
    if matter.rung.act or (told is not None and not told.is_aside):
        return step_of_executive(matter, told, told.act.kind if told else matter.rung.act)
    return half_year(matter)


def write(matter: Matter, text_blocks: Mapping[str, int]) -> Letter:
    province, municipality, event = matter.province, matter.municipality, event_of(matter)
    return Letter(
        assessment=matter.assessment,
        is_concept=matter.adoption is None,
        is_own=matter.own is not None,
        text_blocks=text_blocks,
        rung=matter.rung,
        number=number_of(matter),
        subject=event.subject,
        marks=tuple(marks(matter, event)),
        sender=f"Gedeputeerde Staten van {province}",
        sender_address=address_lines(province.postal_address, matter, "afzender_adres"),
        addressee=f"Aan: het college van burgemeester en wethouders van {municipality}",
        addressee_address=address_lines(municipality.postal_address, matter, "adres"),
        copy_to=f"Afschrift aan: de gemeenteraad van {municipality}" if event.is_of_executive else "",
        references=references(matter, event),
        intro=intro(matter, event),
        result=event.result,
        figure_rows=figure_rows(matter),
        parts=every_part(matter, event),
        is_short=event.is_short,
        signature=signature(matter, event),
        mandate="" if event.is_of_executive else province.mandate,
        printed_on=matter.letter_date,
        # After all parts: they are what names a day.
        terms=matter.named_terms,
        assumptions=tuple(assumption.code for assumption in matter.assumptions),
    )


def number_of(matter: Matter) -> str:
    """Return the reference; versions after the first carry their number."""
    assessment, told = matter.assessment, matter.told
    if told is not None and matter.own is not None:
        about, version = reference_of(told), matter.own.version
    else:
        about = matter.period.code
        version = assessment.number if isinstance(assessment, AssessmentVersion) else 1
    suffix = f"-{version}" if version > 1 else ""
    return f"{matter.province.letter_prefix}-{about}-{matter.municipality.cbs_code}{suffix}"


def reference_of(told: ActTold) -> str:
    """Return what tells the letters of one act apart."""
    if told.end is not None:
        return f"GS{told.act.pk}-einde{told.end.pk}"
    return (
        f"GS{told.act.pk}"
        if told.begins
        else f"GS{told.act.pk}-verlenging{told.extension.pk if told.extension else 0}"
    )


def address_lines(typed: str, matter: Matter, name: str) -> tuple[Text, ...]:
    """Return the lines of an address; one that is missing stands open."""
    lines = tuple(Text(line.strip()) for line in typed.splitlines() if line.strip())
    return lines or (matter.given(name),)


def figures_known(matter: Matter, event: Event) -> str:
    """Return when the figures were known: those of the half-year, and in an own letter what was housed since."""
    half_year, told = matter.values["stand_per"], matter.told
    if matter.own is None:
        return half_year
    is_counted = told is not None and told.progress is not None and told.end is None
    since = known_text(matter.own.known_at) if is_counted else ""
    if event.is_bare:
        return since
    if since in ("", half_year):
        return half_year
    return f"{half_year} (over {matter.period.code}) en {since} (daarna)"


def names_decision(matter: Matter, event: Event) -> bool:
    """Return whether a decision of the executive stands above it; an end is recorded without one."""
    own_end = matter.own is not None and matter.told is not None and matter.told.end is not None
    return event.is_of_executive and not own_end


def references(matter: Matter, event: Event) -> tuple[Reference, ...]:
    """Return the block with date and reference numbers; what there is not, is left out."""
    lines = {
        "Datum": Text(f"{matter.given('plaats')}, {matter.given('briefdatum')}"),
        "Ons kenmerk": Text(number_of(matter)),
        "Uw kenmerk": Text(matter.terms.your_reference if matter.terms else ""),
        "Contact": matter.given("contact"),
        "Cijfers bekend op": Text(figures_known(matter, event)),
        "Besluit van Gedeputeerde Staten": matter.given("besluit")
        if names_decision(matter, event)
        else Text(""),
    }
    return tuple(Reference(label, value) for label, value in lines.items() if value.words)
