"""The worked example: the province of Utrecht over 2023-2 and 2024-1, as dated ledger entries.

Sums, rungs and bases over 2023-2 are published; the figures per municipality are illustrative.
From those half-year figures `example_days` makes days, and `example_deliveries` what was delivered of them.
Given a moment, the fictitious periods of `example_later` follow, as far as they had come by then.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.models import Role, User
from assessments.judging.assess_period import assess_period, latest_judgement
from assessments.models import LetterTerms, PolicyConfirmation, PublishedFigure, PublishedKind
from assessments.models.policy_confirmations import SOURCE as SOURCE_OF_POLICY
from assessments.policies.confirm import Confirmation, confirm
from assessments.reports.adopt import Published, publish_figure
from assessments.reports.save_prose import save_prose
from assessments.rules.registry import policy_by_version
from audit.actions import lines_last
from audit.refused import Refused
from example.at_hand import keep_at_hand
from example.days import PERIODS, WEEK
from example.decisions import Deciders, decide_period
from example.deliveries import MADE_UP, SOURCE, ExampleStep, clock_at, deliveries
from example.later import later_figures
from example.talks import told_in
from municipalities.change_places import create_period
from municipalities.contacts.actions import add_note
from municipalities.figures import PeriodFacts
from municipalities.ledger.record import record_in_order
from municipalities.ledger.statements import lines_of
from municipalities.models import (
    ActionPlan,
    Agreement,
    Conversation,
    Delivery,
    Municipality,
    Note,
    Period,
    Province,
    SideFigure,
)
from municipalities.moments import end_of_day, local_day
from municipalities.reference import load_reference, read_fixture
from municipalities.working_days import WorkingDays

PROVINCE = "PV26"
DEMO_PASSWORD = "voorbeeld-2023-2"
DEMO_ACCOUNTS = {
    Role.SUPERVISOR: ("toezichthouder@provincie.example", "Voorbeeld Toezichthouder"),
    Role.ADMINISTRATOR: ("beheerder@provincie.example", "Voorbeeld Beheerder"),
    Role.ADOPTER: ("vaststeller@provincie.example", "Voorbeeld Vaststeller"),
    Role.READER: ("raadpleger@provincie.example", "Voorbeeld Raadpleger"),
}


class OfEarlierVersion(Refused):
    """The example that is there is another than this version tells; it can stay, but nothing fits behind it."""

    def __init__(self) -> None:
        super().__init__(
            "Het voorbeeld is door een eerdere versie geladen en blijft zoals het is; er komt niets bij. Het nieuwe "
            "voorbeeld komt alleen in een lege database. Bij de demonstratie: rm var/demo.sqlite3* en daarna make demo."
        )


@transaction.atomic
@lines_last()
def load_example(*, now: datetime | None = None, with_accounts: bool = False) -> bool:
    """Load what is missing of the example, whole or not at all; False when nothing was.

    With `now` it goes on, in plainly fictitious periods, through the half-year that runs; nothing is recorded
    after that moment. With accounts, one per role, their persons decided on every period but the last one that
    is over. Raises OfEarlierVersion where an earlier version loaded another example.
    """
    load_reference()
    province = Province.objects.select_for_update(no_key=True).get(pk=PROVINCE)
    if not province.figures_are_examples and Delivery.objects.filter(province=province).exists():
        raise Refused(
            f"De provincie {province} heeft al eigen cijfers. Laad het voorbeeld in een lege database."
        )
    if not province.figures_are_examples:
        dress(province)
    figures = {code: read_fixture(f"example_{code}.csv") for code in PERIODS}
    later = later_figures(figures, local_day(now)) if now else {}
    later = {facts: rows for facts, rows in later.items() if has_come(begun_on(facts), now)}
    periods = {facts.code: example_period(facts) for facts in (*PERIODS.values(), *later)}
    steps = [*deliveries(province, periods, figures, later)]
    if is_of_earlier_version(province, steps, periods["2023-2"]):
        raise OfEarlierVersion
    added = confirm_sources(province, periods["2023-2"], now)
    added |= record_missing(province, steps, now)
    if not PublishedFigure.objects.filter(province=province).exists():
        write_example_report(province, periods["2023-2"], now)
    deciders = create_demo_accounts() if with_accounts else None
    if deciders and later and has_come(first := begun_on(next(iter(later))), now):
        added |= keep_at_hand(province, deciders.supervisor, now=always(first))
    before = None
    for period in periods.values():
        if before and deciders and has_come(clock_at(judged_on(period))(), now):
            added |= decide_period(province, before, deciders)
        added |= judge(province, period, known_on=period.end, now=now)
        before = period
    kinds: tuple[type[Note], ...] = (Conversation, Agreement, ActionPlan, SideFigure)
    told_through = {kind: last_told(kind) for kind in kinds}
    for facts in later:
        added |= tell(periods[facts.code], now, told_through)
    return added


REPORT = "Voortgangsrapportage huisvesting vergunninghouders 2023-2, provincie Utrecht"
PUBLISHED = (
    ("2023-1", PublishedKind.SHARE_OF_QUOTA, 69),
    ("2023-1", PublishedKind.SHARE_OF_TOTAL_TASK, 76),
    ("2023-2", PublishedKind.CLOSING_BALANCE, 570),
    ("2024-1", PublishedKind.OPENING_BALANCE, 574),
)
"""Figures of the province as a whole, as they stand in the report over 2023-2."""


def has_come(moment: datetime, now: datetime | None) -> bool:
    """Return whether something can be recorded at a moment; without `now` all of it can."""
    return now is None or moment <= now


def is_of_earlier_version(province: Province, steps: list[ExampleStep], reported: Period) -> bool:
    """Return whether a delivery of the example says something else, or its report came too late to be written."""
    told = {step.key: lines_of(step.fields["stated"]) for step in steps}
    for *key, lines in loaded(province).filter(recorded_by=None).values_list(*ExampleStep.KEY, "lines"):
        if told.get(tuple(key), lines) != lines:
            return True
    judged = latest_judgement(province)
    has_report = PublishedFigure.objects.filter(province=province).exists()
    return not has_report and judged is not None and judged > reported_on(reported)


def loaded(province: Province) -> QuerySet[Delivery]:
    return Delivery.objects.filter(province=province, source__in=(SOURCE, MADE_UP), takes_back=None)


def record_missing(province: Province, steps: list[ExampleStep], now: datetime | None) -> bool:
    """Record the deliveries that came and are not there yet, in order; False when there were none."""
    known = set(loaded(province).values_list(*ExampleStep.KEY))
    newest = Delivery.objects.filter(province=province).aggregate(Max("recorded_at"))["recorded_at__max"]
    missing = sorted((step for step in steps if step.key not in known), key=lambda step: step.moment)
    # What people recorded in between stays before it: the moment of recording never goes back.
    moments = [
        max(filter(None, (step.moment, newest, moment_after(province.closed_until)))) for step in missing
    ]
    due = [(step, moment) for step, moment in zip(missing, moments, strict=True) if has_come(moment, now)]
    record_in_order(province, [(moment, step.stated, step.about) for step, moment in due], by=None)
    return bool(due)


def last_told(model: type[Note]) -> date:
    """Return through which day the example told of one kind of notes."""
    told = model.objects.filter(municipality__province=PROVINCE, recorded_by=None)
    last = told.aggregate(Max("recorded_at"))["recorded_at__max"]
    return local_day(last) if last else date.min


def tell(period: Period, now: datetime | None, told_through: dict[type[Note], date]) -> bool:
    """Record the fictitious talks of a period until a moment, as far as they are not there yet.

    Of days that an earlier version of the example told of, nothing is told once more.
    """
    municipalities = {row.cbs_code: row for row in Municipality.objects.filter(province=PROVINCE)}
    newest: dict[tuple[Any, str], Any] = {}
    there: dict[tuple[Any, str], list[Any]] = defaultdict(list)
    for model in told_through:
        for row in model.objects.filter(municipality__in=municipalities.values()).select_related(
            "municipality"
        ):
            there[model, row.municipality.cbs_code].append(row)
    recorded = False
    for told in sorted(told_in(period.facts, municipalities), key=lambda told: told.on):
        key = told.model, told.code
        values = told.values | ({"period": period} if told.model is SideFigure else {})
        if now is None or not has_come(clock_at(told.on)(), now):
            continue
        municipality = municipalities[told.code]
        row = next((row for row in there[key] if is_same(row, clock_at(told.on)(), values)), None)
        if row is None and told.on <= told_through[told.model]:
            continue
        if row is None:
            replaces = newest.get(key) if told.goes_on else None
            if replaces is not None and hasattr(replaces, "replaced_by"):
                # Somebody went on with it in the meantime.
                continue
            given = {"municipality": municipality, "replaces": replaces, **values}
            row = add_note(told.model, by=None, now=clock_at(told.on), **given)
            recorded = True
        newest[key] = row
    return recorded


def is_same(row: Note, moment: datetime, values: dict[str, Any]) -> bool:
    return row.recorded_at == moment and all(getattr(row, name) == value for name, value in values.items())


def always(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def moment_after(moment: datetime | None) -> datetime | None:
    return moment and moment + timedelta(microseconds=1)


def create_demo_accounts() -> Deciders:
    """Add one account per role, all with the same well-known password; never for a real province."""
    for role, (email, name) in DEMO_ACCOUNTS.items():
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(email, DEMO_PASSWORD, name=name, role=role, province_id=PROVINCE)
    supervisor, adopter = (
        User.objects.get(email=DEMO_ACCOUNTS[role][0]) for role in (Role.SUPERVISOR, Role.ADOPTER)
    )
    return Deciders(supervisor, adopter)


EXAMPLE_ADDRESS = "Postbus 1 (voorbeeld)\n1000 AA Voorbeeld"


def dress(province: Province) -> None:
    """Give the province what its letters need; what only a province can know is plainly an example."""
    province.figures_are_examples = True
    province.contact = "de postbus van het team toezicht (voorbeeld)"
    province.signature = "een functionaris met mandaat (voorbeeld)"
    province.publication_place = "de IBT-kaart"
    province.letter_prefix = "VOORBEELD"
    province.letter_place = "Utrecht"
    province.postal_address = EXAMPLE_ADDRESS
    province.mandate = "een mandaatbesluit (voorbeeld)"
    province.save()
    province.municipalities.filter(postal_address="").update(postal_address=EXAMPLE_ADDRESS)


SOURCES = {
    "utrecht-2023": Confirmation(
        is_published=False, evidence="Alleen als voorbeeld: het kader is niet gevonden."
    ),
    "utrecht-2024": Confirmation(
        is_published=True,
        document=policy_by_version("utrecht-2024").title,
        article="artikelen niet nagelezen (voorbeeld)",
        place="CVDR713805",
        day=date(2024, 1, 16),
        evidence="Alleen als voorbeeld: van de publicatie is alleen het begin gelezen.",
    ),
}
"""Where the policies stand; what only a province can know is plainly an example."""


def confirm_sources(province: Province, first: Period, now: datetime | None) -> bool:
    """Confirm where the policies stand, as example: without that no letter can be adopted; False when it was done."""
    added = False
    done = set(PolicyConfirmation.objects.filter(province=province).values_list("policy", flat=True))
    for version, stated in SOURCES.items():
        begun = [begun_on(first.facts), moment_after(latest_judgement(province))]
        begun += [clock_at(stated.day)()] if stated.day else []
        moment = max(filter(None, begun))
        if version in done or not has_come(moment, now):
            continue
        confirm(
            province=province,
            policy=policy_by_version(version),
            subject=SOURCE_OF_POLICY,
            stated=stated,
            earlier=0,
            by=None,
            now=always(moment),
        )
        added = True
    return added


def example_period(facts: PeriodFacts) -> Period:
    existing = Period.objects.filter(code=facts.code).first()
    if existing is not None:
        return existing
    return create_period(**asdict(facts), by=None, now=always(begun_on(facts)))


def begun_on(facts: PeriodFacts) -> datetime:
    return clock_at(facts.start)()


def reported_on(period: Period) -> datetime:
    return clock_at(period.end + 5 * WEEK)()


def write_example_report(province: Province, period: Period, now: datetime | None) -> None:
    """Write the prose of the report over a period, with the figures that it quotes, and what was published."""
    clock = always(reported_on(period))
    if not has_come(clock(), now):
        return
    for slot, text in example_prose(period).items():
        save_prose(province=province, period=period, slot=slot, text=text, version=0, by=None, now=clock)
    for code, kind, value in PUBLISHED:
        figure = Published(kind=kind.value, value=value, source=f"{REPORT}, paragraaf 3.1 en 4.1")
        publish_figure(figure, province=province, period_code=code, by=None, now=clock)


def example_prose(period: Period) -> dict[str, str]:
    """Return the texts of the fixture, by the place that stands above each between equals signs."""
    text = (settings.BASE_DIR / "fixtures" / f"example_report_{period.code}.txt").read_text(encoding="utf-8")
    _, *parts = re.split(r"^== (\w+) ==$", text, flags=re.MULTILINE)
    return {name: part.strip() for name, part in zip(parts[::2], parts[1::2], strict=True)}


def judged_on(period: Period) -> date:
    """Return when the example assesses a period: a week after its end."""
    return period.end + WEEK


def judge(province: Province, period: Period, *, known_on: date, now: datetime | None = None) -> bool:
    """Assess a period that is over and was not assessed yet; False otherwise."""
    if LetterTerms.objects.filter(province=province, period=period, municipality=None).exists():
        return False
    # What people decided in between stays before it.
    moment = max(filter(None, (clock_at(judged_on(period))(), moment_after(latest_judgement(province)))))
    if not has_come(moment, now):
        return False
    assess_period(
        period=period,
        province=province,
        by=None,
        now=always(moment),
        known_at=end_of_day(known_on),
    )
    letter_date = WorkingDays().from_day(known_on + timedelta(days=24))
    LetterTerms.objects.create(province=province, period=period, **terms_after(letter_date))
    return True


def terms_after(letter_date: date) -> dict[str, Any]:
    """Return example terms; the law and the policies found name none."""
    weeks = {"reaction_due": 4, "talk_due": 8, "action_plan_due": 6, "plan_review_due": 10, "dispute_due": 2}
    days = {name: WorkingDays().from_day(letter_date + number * WEEK) for name, number in weeks.items()}
    published = WorkingDays().from_day(days["dispute_due"] + timedelta(days=1))
    return {"letter_date": letter_date, **days, "publication_from": published}
