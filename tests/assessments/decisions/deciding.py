"""Short ways to a period with everything a rung needs, and to decisions about it."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from accounts.models import Role, User
from assessments.decisions.act_letters import send_act_letter
from assessments.decisions.candidates import subjects_of
from assessments.decisions.take_step import take_step
from assessments.judging.assess_period import assess_period
from assessments.letters.matter import TERMS
from assessments.models import ActLetter, AssessmentVersion, LegalAct, LetterTerms, PolicyConfirmation
from assessments.workflow import ADOPT, PROPOSE, Transition
from audit.actions import keep_sealed
from municipalities.dutch import day_text
from municipalities.models import Municipality
from tests.factories import (
    CONFIRMED,
    at,
    confirm_sources,
    deliver_couplings,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    deliver_stock,
    make_period,
    make_province,
    make_user,
)

GIVEN: dict[str, dict[str, Any]] = {
    "propose": {"motivation": "Wij zien geen reden om af te wijken."},
    "adopt": {"decision_date": date(2025, 1, 1), "decision_number": "2024-77"},
    "give_back": {"reason": "Licht de cijfers toe."},
    "withdraw": {"reason": "Bij vergissing vastgesteld."},
    "recall": {},
    "send": {"sent_on": date(2025, 1, 1), "addressees": "het college", "means": "per e-mail"},
    "abandon": {"reason": "Er verandert niets."},
    "publish": {"published_on": date(2025, 1, 1), "publication_place": "de IBT-kaart"},
    "correct_sending": {
        "sent_on": date(2025, 1, 1),
        "addressees": "het college",
        "means": "per post",
        "reason": "De brief ging per post.",
    },
    "correct_publication": {
        "published_on": date(2025, 1, 1),
        "publication_place": "de eigen site",
        "reason": "Niet op de kaart.",
    },
}
"""What each step asks for; the days are those on which most tests take it."""

LETTER_DAYS = {
    **dict.fromkeys(TERMS.values(), "2026-02-05"),
    "letter_date": "2026-01-05",
    "publication_from": "2026-02-06",
}
"""Days in letters that give a municipality its time, as the page of a proposal sends them."""
DAYS = ("decision_date", "sent_on", "published_on")
DAY = "2025-01-01"


def covered(*municipalities: Municipality, code: str = "2023-2", quota: int = 10, housed: int = 10) -> None:
    """Deliver everything a rung needs: no opening balance, enough couplings."""
    period = make_period(code)
    province = municipalities[0].province
    if code == "2023-2":
        deliver_openings(period, dict.fromkeys(municipalities, 0), on=period.start)
    deliver_quotas(period, dict.fromkeys(municipalities, quota), on=period.start, dated_on=period.start)
    deliver_stock(period.start, dict.fromkeys(municipalities, 50), on=period.end, dated_on=period.end)
    deliver_couplings(
        date(period.start.year, period.start.month, 2), period.last_day, [], on=period.end, province=province
    )
    houses = [(m, period.reference_date, housed) for m in municipalities]
    deliver_housings(period.start, period.last_day, houses, on=period.end)


def house_late(*municipalities: Municipality, number: int, on: str, day: date = date(2023, 12, 31)) -> None:
    """Deliver people housed on a day of 2023-2 after the fact; the file is the truth about that day."""
    deliver_housings(day, day, [(municipality, day, number) for municipality in municipalities], on=on)


def assess(code: str = "2023-2", *, on: str = DAY, **fields: Any) -> list:
    values = {"period": make_period(code), "province": make_province(), "by": None, "now": at(on), **fields}
    return assess_period(**values)


def ready_to_write(code: str = "2023-2") -> None:
    """Give the province what a final letter needs."""
    province = make_province()
    confirm_sources(province)
    province.contact, province.signature = "de postbus van toezicht", "de manager toezicht"
    province.publication_place = "de IBT-kaart"
    province.letter_place, province.postal_address = "Utrecht", "Postbus 1"
    province.save()
    province.municipalities.filter(postal_address="").update(postal_address="Postbus 2")
    days = dict.fromkeys(TERMS.values(), date(2026, 1, 5))
    LetterTerms.objects.get_or_create(province=province, period=make_period(code), defaults=days)


def confirm_counting(choice: str = "current", policy: str = "utrecht-2024") -> None:
    """Confirm what housings count for first while an act runs: its letters cannot be adopted without it."""
    row = PolicyConfirmation(
        province=make_province(),
        policy=policy,
        subject="A12",
        choice=choice,
        evidence="Besluit.",
        recorded_at=CONFIRMED,
    )
    keep_sealed(row, "beleidskader bevestigd", by=None, at=CONFIRMED, province_code="PV26")


def people() -> tuple[User, User]:
    """Return who proposes and who adopts."""
    return someone(Role.SUPERVISOR), someone(Role.ADOPTER)


def someone(role: Role) -> User:
    email = f"{role}@deciding.example"
    return User.objects.filter(email=email).first() or make_user(role, email=email)


def take(
    step: Transition, code: str = "2023-2", *, on: str = DAY, by: Any = None, **given: Any
) -> list[AssessmentVersion]:
    """Take a step with everybody who can."""
    period, province = make_period(code), make_province()
    supervisor, adopter = people()
    who = by or (supervisor if step.who == "toezichthouder" else adopter)
    keys = [row.key for row in subjects_of(step, period, province, by=who, now=at(on)())]
    values = {**GIVEN[step.name], **{name: at(on)().date() for name in step.asks if name in DAYS}, **given}
    return take_step(step, period=period, province=province, keys=keys, by=who, now=at(on), **values)


def adopt(code: str = "2023-2", *, on: str = DAY, **given: Any) -> list[AssessmentVersion]:
    """Propose and adopt whatever is ready."""
    ready_to_write(code)
    take(PROPOSE, code, on=on)
    return take(ADOPT, code, on=on, **given)


def keep_act_letter(act: LegalAct, *, on: str) -> ActLetter:
    """Keep a letter of a legal act as adopting does, and that it was sent; its words do not matter."""
    supervisor, adopter = people()
    moment, day = at(on)(), at(on)().date()
    html = f"<!doctype html><p>Brief van {day_text(day)}</p>"
    version = AssessmentVersion.objects.filter(municipality=act.municipality).first()
    letter = ActLetter(
        act=act,
        version=version,
        adopted_by=adopter,
        number=f"GS{act.pk}",
        printed_on=day,
        html=html,
        sha256=sha256(html.encode()).hexdigest(),
        made_at=moment,
    )
    code = act.municipality.province_id
    keep_sealed(letter, "brief vastgelegd", by=adopter, at=moment, province_code=code)
    send_act_letter(
        letter, sent_on=day, addressees="het college", means="per post", by=supervisor, now=at(on)
    )
    return letter
