"""The page behind a figure: where it comes from, as the sum that a reader can check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from urllib.parse import urlencode

from django.urls import reverse

from assessments.judging.assessment_page import Detail
from assessments.judging.province_ladder import ladder_of
from assessments.judging.shown import Known, Shown, shown_by
from assessments.judging.sums import Term, balance_noun, size
from assessments.judging.versions import track_of
from assessments.models import Judgement
from audit.refused import Missing
from municipalities import catalogue
from municipalities.catalogue import BY_KEY
from municipalities.dutch import MINUS, UNKNOWN, count, day_text, number, plural, signed
from municipalities.ledger.mergers import OpenMerger, mergers_behind
from municipalities.ledger.provenance import LedgerPart, Provenance, entries_behind
from municipalities.ledger.queries import figures_for
from municipalities.models import Municipality, Period

FIGURES = {figure.slug: figure.key for figure in catalogue.FIGURES if figure.slug}
SHOWN = 10
"""How many deliveries the page names where there are no entries."""


def provenance_url(figure: str, period: str, code: str, assessed: str = "", version: str = "") -> str:
    """Return where a figure is explained; `assessed` is the period of the assessment it is asked for.

    `version` names that assessment, when it is not the one that the page of the period shows by itself.
    """
    url = reverse("assessments:provenance_detail", args=[period, code, BY_KEY[figure].slug])
    asked = {"assessment": "" if assessed == period else assessed, "versie": version}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{url}?{query}" if query else url


def linked(terms: Iterable[Term], detail: Detail) -> list[Term]:
    """Return the terms of a sum, each figure with a link to where it comes from."""
    code, version = detail.municipality.cbs_code, detail.asked_version
    return [
        replace(term, url=provenance_url(term.figure, detail.period.code, code, version=version))
        if term.figure
        else term
        for term in terms
    ]


@dataclass(frozen=True)
class ProvenancePage:
    """What the page behind a figure shows."""

    provenance: Provenance
    origin: Period
    """The period of the assessment for which the figure is asked."""
    assessment: Judgement | None
    version: str = ""
    """The version that was asked for by name; empty for what the page of the period shows."""
    merger: OpenMerger | None = None
    """What keeps the opening balance of the same period from being known."""
    row: Shown | None = None
    """What is shown of that assessment, beside what is known now; None in a file of the decision."""

    @property
    def label(self) -> str:
        return BY_KEY[self.provenance.figure].dated(self.provenance.period.facts)

    @property
    def back_url(self) -> str:
        code = self.provenance.municipality.cbs_code
        if self.version:
            return reverse("assessments:version_detail", args=[self.origin.code, code, self.version])
        return reverse("assessments:assessment_detail", args=[self.origin.code, code])

    @property
    def explained(self) -> str:
        """What the list of entries holds."""
        entries = self.provenance.entries
        total = signed(sum(entry.amount for entry in entries))
        if len(entries) == 1:
            return f"1 boeking: {total}."
        return f"{number(len(entries))} boekingen, samen {total}. Zij staan op volgorde van de dag waarover zij gaan."

    @property
    def terms(self) -> list[Term]:
        """The sum, line by line, always whole."""
        return [*self._parts(), *entry_terms(self.provenance), *set_to_zero(self.provenance), *self._result()]

    def _parts(self) -> Iterator[Term]:
        found = self.provenance
        for index, part in enumerate(found.parts):
            note = "" if part.period == found.period else f"periode {part.period.code}"
            yield Term(
                BY_KEY[part.figure].dated(part.period.facts),
                size(part.amount),
                sign_of(part, index),
                note,
                url=self._url(part),
            )

    def _url(self, part: LedgerPart) -> str:
        found = self.provenance
        if not found.municipality.existed_between(part.period.start, part.period.last_day):
            return ""
        code = found.municipality.cbs_code
        return provenance_url(part.figure, part.period.code, code, self.origin.code, self.version)

    def _result(self) -> Iterator[Term]:
        found = self.provenance
        so_far, through = found.figures.realised_so_far, found.figures.covered_through
        if found.figure == "realised" and found.value is None and so_far is not None and through is not None:
            yield Term(f"Gehuisvest tot en met {day_text(through)}", number(so_far), "=")
        yield Term(self.label, result(found), "=", balance_note(found))

    @property
    def received(self) -> str:
        """Whether anything came in of a figure that is not known."""
        found = self.provenance
        has_part = any(part.amount is not None for part in found.parts)
        has_days = found.figure == "realised" and found.figures.covered_through is not None
        some = found.entries or has_part or has_days or self.merger
        return "Nog niet alle cijfers ontvangen." if some else "Geen cijfers ontvangen."

    @property
    def unknown(self) -> str:
        """Why there is no figure; empty when there is one."""
        return missing_sentence(self.provenance, self.merger) if self.provenance.value is None else ""

    @property
    def empty(self) -> str:
        """Why a known figure has no entries; empty when it has some, or when other figures make it."""
        found = self.provenance
        if found.value is None or found.parts or found.entries:
            return ""
        if found.figure in ("quota", "opening_balance"):
            return "Er zijn geen boekingen: het opgegeven aantal was 0."
        return "Er zijn geen boekingen: over deze dagen is niemand opgegeven."

    @property
    def deliveries(self) -> list[int]:
        return self.provenance.deliveries[:SHOWN]

    @property
    def more_deliveries(self) -> int:
        return len(self.provenance.deliveries) - len(self.deliveries)


def provenance_page(
    slug: str, municipality: Municipality, period: Period, *, assessed: str, version: str, now: datetime
) -> ProvenancePage:
    """Return the page of a figure, as known for the assessment over the period `assessed`, else now.

    Without a `version` it is the assessment that the page of that period shows. Raises Missing for a figure,
    period or version that is not there.
    """
    if slug not in FIGURES:
        raise Missing
    origin = period if assessed == period.code else Period.objects.filter(code=assessed).first()
    if origin is None or not municipality.existed_between(origin.start, origin.last_day):
        raise Missing
    track = track_of(origin, municipality)
    assessment = track.named(version) if version else track.shown
    if version and assessment is None:
        raise Missing
    known = Known(figures_for(origin, known_at=now, only=municipality), {}, None)
    ladder = ladder_of(municipality.province, origin.code)
    row = known.beside(shown_by(assessment, municipality, ladder, known.figures[municipality], now))
    found = entries_behind(FIGURES[slug], row.municipality, period, known_at=row.known_at)
    mergers = mergers_behind({municipality: found.figures}, period, known_at=row.known_at)
    return ProvenancePage(found, origin, assessment, version, mergers.get(municipality), row)


def sign_of(part: LedgerPart, index: int) -> str:
    if part.amount is not None and part.amount < 0:
        return MINUS
    return "+" if index else ""


def entry_terms(found: Provenance) -> Iterator[Term]:
    """Yield the sum of the entries of each kind, in the order in which the kinds first occur."""
    order = list(dict.fromkeys(entry.kind for entry in found.entries))
    entries = sorted(found.entries, key=lambda entry: order.index(entry.kind))
    for kind, group in groupby(entries, key=attrgetter("kind")):
        amounts = [entry.amount for entry in group]
        count = plural(len(amounts), "boeking", "boekingen")
        first = kind == order[0] and not found.parts
        sign = MINUS if sum(amounts) < 0 else "" if first else "+"
        yield Term(kind, number(abs(sum(amounts))), sign, count)


def set_to_zero(found: Provenance) -> Iterator[Term]:
    if found.set_to_zero:
        task = found.figures.total_task
        nothing_to_house = found.figure == "coupling_shortage" and task is not None and task <= 0
        why = "Zonder totaalopgave is er geen tekort" if nothing_to_house else "Minder dan 0 telt als 0"
        sign = "+" if found.set_to_zero > 0 else MINUS
        yield Term(why, number(abs(found.set_to_zero)), sign)


def result(found: Provenance) -> str:
    return UNKNOWN if found.value is None else count(found.value)


def balance_note(found: Provenance) -> str:
    """Say in words what the sign of a balance means."""
    if found.figure not in ("opening_balance", "closing_balance") or not found.value:
        return ""
    return f"{balance_noun(found.value).lower()} van {size(found.value)}"


def missing_sentence(found: Provenance, merger: OpenMerger | None) -> str:
    """Say what has to come in before a figure is known."""
    figures, period = found.figures, found.period
    match found.figure:
        case "quota":
            return "Over deze periode is geen taakstelling aangeleverd."
        case "opening_balance" if merger:
            return "Wat openstond bij wie in deze gemeente opging, is nog niet toegedeeld."
        case "opening_balance":
            return "Er is geen beginstand opgegeven, en de eindstand van de periode ervoor is niet bekend."
        case "realised" if figures.covered_through is not None:
            return (
                f"De huisvestingen zijn aangeleverd tot en met {day_text(figures.covered_through)}. Het cijfer is "
                f"bekend als elke dag tot en met {day_text(period.last_day)} is aangeleverd."
            )
        case "realised":
            return f"Over {day_text(period.start)}, de eerste dag van de periode, zijn geen huisvestingen aangeleverd."
        case "housed_by_reference_date" | "open_couplings_on_reference_date":
            return (
                "Hiervoor is een stand van wie wacht op een woning nodig, en daarna elke dag huisvestingen en "
                f"koppelingen tot en met {day_text(period.reference_date)}."
            )
        case _:
            return "Een deel van deze som is niet bekend."
