"""Everything that one adopted version stands on, as it was frozen or known then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assessments.decision_files.proof import Proof, proof_of
from assessments.judging.choice_in_words import choice_row
from assessments.judging.legal_acts_in_force import standing_acts
from assessments.judging.names import as_named_in
from assessments.judging.policy_in_force import Confirmed, confirmed_of
from assessments.judging.provenance_page import FIGURES, ProvenancePage
from assessments.models import AdoptedLetter, AssessmentVersion, KeptPdf, LegalAct, PolicyConfirmation, Step
from assessments.pdf import pdf_kept_of
from assessments.policies.lines import RuleLine, rule_tables
from assessments.rules.contract import Assumption, Policy
from audit.refused import Refused
from municipalities.catalogue import BY_KEY
from municipalities.catalogue import FIGURES as EVERY_FIGURE
from municipalities.dutch import number, period_text
from municipalities.figures import Figures
from municipalities.ledger.provenance import entries_behind
from municipalities.ledger.queries import figures_for, next_period
from municipalities.models import Reply


class NotAdopted(Refused):
    """Of what was never adopted there is no file."""

    def __init__(self) -> None:
        super().__init__("De stukken zijn er pas van wat is vastgesteld. Kies een vastgestelde versie.")


@dataclass(frozen=True)
class SaidThen:
    """One figure, as it is written, with what it means."""

    label: str
    value: str
    meaning: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionFile:
    """One adopted version with all that it stands on."""

    version: AssessmentVersion
    letter: AdoptedLetter
    pdf: KeptPdf | None
    figures: list[SaidThen]
    outcome: list[SaidThen]
    """What was measured against what, and what came of it."""
    next_figures: list[SaidThen]
    """Of the period after it, as known then: what the letter looks ahead to."""
    provenance: list[ProvenancePage]
    policy: Policy
    confirmed: Confirmed
    """What the province had confirmed of the policy when it was adopted."""
    steps: list[Step]
    acts: list[LegalAct]
    replies: list[Reply]
    """What the municipality answered to the letter, and to those steps."""
    proof: Proof

    @property
    def title(self) -> str:
        version = self.version
        return (
            f"Stukken bij de beoordeling van {version.municipality} over {period_text(version.period.code)}"
        )

    @property
    def name(self) -> str:
        """Of its files, without the kind."""
        version = self.version
        return f"stukken-{version.period.code}-{version.municipality.cbs_code}-versie-{version.number}"

    @property
    def choice(self) -> str:
        row = choice_row(self.version)
        return row.sentence if row else ""

    @property
    def words(self) -> list[tuple[str, str]]:
        """What people typed, by what it is called; empty ones are left out."""
        version = self.version
        said = (
            ("Motivering", version.motivation),
            ("Eigen alinea's in de brief", version.letter_paragraphs),
            ("Wat verder is gevraagd", version.asks),
            ("Wat wij los van de trede vragen", version.extra_requests),
            ("Reden van herbeoordeling", version.reassessment_reason),
        )
        return [(name, text) for name, text in said if text]

    @property
    def confirmed_numbers(self) -> list[str]:
        return list(self.version.confirmed_numbers.splitlines())

    @property
    def rules(self) -> dict[str, list[RuleLine]]:
        return rule_tables(self.policy)

    @property
    def assumptions(self) -> list[tuple[Assumption, str]]:
        """Each assumption, with what held of it where there was a choice."""
        held = self.policy.choices
        return [
            (each, (each.choices or {}).get(held.get(each.code, ""), "")) for each in self.policy.assumptions
        ]


def decision_file_of(version: AssessmentVersion, *, now: datetime) -> DecisionFile:
    """Return the file of a version that was ever adopted, also of one replaced or withdrawn; raises NotAdopted."""
    letter = AdoptedLetter.objects.filter(version=version).first()
    if letter is None:
        raise NotAdopted
    version.municipality = as_named_in(version, version.municipality)
    pdf = pdf_kept_of(letter)
    steps = list(version.steps.select_related("taken_by"))
    acts = acts_known_then(version, letter)
    replies = replies_to([letter.number, *(act.decision_number for act in acts)], version, now)
    return DecisionFile(
        version=version,
        letter=letter,
        pdf=pdf,
        figures=list(said(version.figures)),
        outcome=list(outcome_then(version)),
        next_figures=next_figures_of(version),
        provenance=provenance_of(version),
        policy=version.rules,
        confirmed=confirmed_then(version, letter),
        steps=steps,
        acts=acts,
        replies=replies,
        proof=proof_of([version, letter, *steps, *([pdf] if pdf else []), *acts, *replies]),
    )


def said(figures: Figures) -> Iterator[SaidThen]:
    """Yield every figure of a municipality as the catalogue calls it; dated ones with their day."""
    for row in EVERY_FIGURE:
        if hasattr(figures, row.key):
            value = getattr(figures, row.key)
            yield SaidThen(row.dated(figures.period), row.written(value), row.definition)


def outcome_then(version: AssessmentVersion) -> Iterator[SaidThen]:
    placement = version.placement
    label, measure = version.measured_row
    yield SaidThen(label, measure)
    for name, value in (
        ("Aantal waaraan is gemeten", placement.number_to_reach),
        ("Geteld", placement.measured),
        ("Aangepast aantal", version.ground_norm),
    ):
        if value is not None:
            yield SaidThen(name, number(value))
    bound = version.ground_norm if version.ground_norm is not None else placement.number_to_reach
    if bound is not None and placement.measured is not None and placement.measured < bound:
        yield SaidThen("Te weinig", number(bound - placement.measured))
    yield SaidThen("Oordeel", version.verdict_label)
    before = str(placement.previous_rung) if placement.previous_known else "niet vastgelegd"
    yield SaidThen(f"Trede over {placement.previous_period or version.period.facts.previous_code}", before)
    yield SaidThen("Uitkomst volgens het beleidskader", f"trede {version.proposed_rung}")
    yield SaidThen("Vastgestelde trede", f"trede {version.rung}{', bevroren' if version.is_frozen else ''}")
    if version.rung_on_total_task is not None:
        yield SaidThen("Uitkomst zonder koppelingstekort", f"trede {version.rung_on_total_task}")
    yield SaidThen("Gemiste perioden op rij", number(version.consecutive_misses))


def next_figures_of(version: AssessmentVersion) -> list[SaidThen]:
    after = next_period(version.period)
    if after is None:
        return []
    province = version.municipality.province
    found = figures_for(after, known_at=version.known_at, province=province).get(version.municipality)
    keys = ("quota", "opening_balance", "total_task")
    return [
        SaidThen(f"{BY_KEY[key].label} {after.code}", BY_KEY[key].written(getattr(found, key)))
        for key in keys
        if found is not None and getattr(found, key) is not None
    ]


def provenance_of(version: AssessmentVersion) -> list[ProvenancePage]:
    """Return where each figure comes from, in the ledger as known then."""
    return [
        ProvenancePage(
            entries_behind(figure, version.municipality, version.period, known_at=version.known_at),
            version.period,
            version,
            version.name,
        )
        for figure in FIGURES.values()
    ]


def confirmed_then(version: AssessmentVersion, letter: AdoptedLetter) -> Confirmed:
    found = confirmed_of(version.municipality.province).get(version.policy, Confirmed())
    rows: tuple[PolicyConfirmation, ...] = found.rows
    return Confirmed(tuple(row for row in rows if row.recorded_at <= letter.made_at))


def acts_known_then(version: AssessmentVersion, letter: AdoptedLetter) -> list[LegalAct]:
    """Return the steps of the executive about the municipality that were on record when it was adopted."""
    acts = standing_acts(letter.made_at).filter(municipality=version.municipality)
    return list(acts.order_by("decided_on", "pk"))


def replies_to(numbers: list[str], version: AssessmentVersion, now: datetime) -> list[Reply]:
    """Return what the municipality answered to a letter or an act with one of these numbers, oldest first."""
    standing = Reply.objects.standing(now).filter(municipality=version.municipality, reference__in=numbers)
    return list(standing.order_by("day", "pk"))
