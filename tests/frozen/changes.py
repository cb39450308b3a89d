"""A world in which two periods were decided on, and what can change in it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from accounts.models import Role, User
from assessments.letters.province_blocks import block_of, save_text_block
from assessments.models import LetterTerms, PolicyConfirmation, RungLabel
from assessments.policies.confirm import Confirmation, confirm
from assessments.reports.adopt import adopt_report
from assessments.rules.registry import policy_by_version
from assessments.workflow import SEND
from municipalities.change_places import change_municipality, change_province
from municipalities.ledger.take_back import take_back
from municipalities.models import Delivery, DeliveryKind, Municipality, Province
from tests.assessments.decisions.deciding import (
    adopt,
    assess,
    covered,
    house_late,
    someone,
    take,
)
from tests.factories import (
    at,
    deliver_correction,
    deliver_couplings,
    deliver_quotas,
    deliver_stock,
    make_municipality,
    make_period,
    make_province,
)

ON = "2025-02-03"
"""When things change; pages are opened later."""
NEW_NAME = "Zuilen"
"""Of Zeist: it stays the last of the list."""
NAMES = {"GM0308": "Baarn", "GM0344": "Utrecht", "GM0355": "Zeist"}


def decided_world() -> None:
    """Decide on 2023-2, sent and reported, and on 2024-1: a rung of the rule, one without backlog, one with a name."""
    province = make_province()
    Province.objects.update(figures_are_examples=True)
    rows = [make_municipality(name, cbs_code=code) for code, name in NAMES.items()]
    RungLabel.objects.create(province=province, rung=2, name="Waakvlam", colour="geel")
    covered(*rows, housed=7)
    covered(*rows, code="2024-1", housed=4)
    make_period("2023-1")
    someone(Role.READER)
    for code, day in (("2023-2", "2025-01-02"), ("2024-1", "2025-01-06")):
        assess(code, on=day)
        adopt(code, on=day)
    take(SEND, on="2025-01-07")
    adopt_report(
        province=make_province(),
        periods=[make_period()],
        decision_date=date(2025, 1, 8),
        decision_number="2025-1",
        by=someone(Role.ADOPTER),
        now=at("2025-01-08"),
    )


def zeist() -> Municipality:
    return Municipality.objects.select_related("province").get(cbs_code="GM0355")


def everybody() -> dict[Municipality, int]:
    return dict.fromkeys(Municipality.objects.all(), 0)


def newest_of(kind: str) -> Delivery:
    return Delivery.objects.filter(kind=kind, takes_back=None, first_day__lt=date(2024, 1, 1)).order_by("pk")[
        0
    ]


def undo(delivery: Delivery) -> None:
    take_back(delivery, reason="Verkeerd bestand.", by=None, now=at(ON))


def late_housing() -> None:
    house_late(zeist(), number=3, on=ON)


def correction() -> None:
    deliver_correction(make_period("2023-2"), zeist(), 4, on=ON)
    deliver_correction(make_period("2024-1"), zeist(), 2, on=ON)


def quota_revised() -> None:
    numbers = dict.fromkeys(everybody(), 4)
    deliver_quotas(make_period(), numbers, on=ON, kind="revised", dated_on=date(2025, 2, 1))


def quota_taken_back() -> None:
    undo(Delivery.objects.filter(kind=DeliveryKind.QUOTAS, period__code="2023-2")[0])


def stock_changed() -> None:
    deliver_stock(date(2023, 7, 1), dict.fromkeys(everybody(), 2), on=ON)


def couplings_changed() -> None:
    day = date(2024, 2, 1)
    deliver_couplings(day, day, [(zeist(), day, 48)], on=ON, event_kind="withdrawn")


def housings_taken_back() -> None:
    undo(newest_of(DeliveryKind.HOUSINGS))


def rung_renamed() -> None:
    RungLabel.objects.filter(rung=2).update(name="Vraagbaak", colour="rood")
    for rung in (1, 3, 4):
        RungLabel.objects.create(province=make_province(), rung=rung, name=f"Anders {rung}", colour="paars")


def text_block_changed() -> None:
    for key in ("result_same", "example_figures", "appeal_none"):
        block = block_of(make_province(), key)
        if block is not None:
            save_text_block(
                province=make_province(),
                key=key,
                text="Andere woorden.",
                number=block.number,
                by=someone(Role.ADMINISTRATOR),
                now=at(ON),
            )


def sender_changed() -> None:
    change_province(
        Province.objects.get(),
        postal_address="Elders 1",
        contact="iemand anders",
        signature="een ander",
        publication_place="de IBT-kaart",  # of which a report that is still written tells today
        letter_prefix="ANDERS",
        by=someone(Role.ADMINISTRATOR),
        now=at(ON),
    )
    change_municipality(
        zeist(),
        postal_address="Nieuwe weg 2",
        valid_until=None,
        successor=None,
        by=someone(Role.ADMINISTRATOR),
        now=at(ON),
    )


def terms_changed() -> None:
    names = (
        "reaction_due",
        "talk_due",
        "action_plan_due",
        "plan_review_due",
        "dispute_due",
        "publication_from",
    )
    due = dict.fromkeys(names, date(2026, 6, 5))
    LetterTerms.objects.update(letter_date=date(2026, 5, 5), **due)


def municipality_renamed() -> None:
    Municipality.objects.filter(cbs_code="GM0355").update(name=NEW_NAME)


def municipality_ended() -> None:
    change_municipality(
        zeist(),
        postal_address="",
        valid_until=date(2024, 12, 31),
        successor=None,
        by=someone(Role.ADMINISTRATOR),
        now=at(ON),
    )


def account_renamed() -> None:
    for user in User.objects.all():
        user.name = f"{user.name} (nieuwe naam)"
        user.save()


def earlier_period() -> None:
    make_period("2022-2")


def examples_off() -> None:
    Province.objects.update(figures_are_examples=False)


def policy_confirmed() -> None:
    province = make_province()
    for subject, stated in (
        ("A6", Confirmation(evidence="Besluit.", choice="cleared", first_period=make_period("2024-2"))),
        (
            "source",
            Confirmation(
                evidence="Nieuw.",
                is_published=True,
                document="Ander kader",
                article="artikel 99",
                place="CVDR999",
                day=date(2024, 1, 1),
            ),
        ),
    ):
        policy = policy_by_version("utrecht-2024")
        earlier = PolicyConfirmation.objects.filter(policy=policy.version, subject=subject).count()
        administrator = someone(Role.ADMINISTRATOR)
        values: dict[str, Any] = {"stated": stated, "earlier": earlier, "by": administrator, "now": at(ON)}
        confirm(province=province, policy=policy, subject=subject, **values)


def assessed_again() -> None:
    house_late(zeist(), number=3, on=ON)
    assess(on=ON)


CHANGES: tuple[Callable[[], None], ...] = (
    late_housing,
    correction,
    quota_revised,
    quota_taken_back,
    stock_changed,
    couplings_changed,
    housings_taken_back,
    rung_renamed,
    text_block_changed,
    sender_changed,
    terms_changed,
    municipality_renamed,
    municipality_ended,
    account_renamed,
    earlier_period,
    examples_off,
    policy_confirmed,
    assessed_again,
)


def all_at_once() -> None:
    """Change everything in turn, but for what takes the next from under it."""
    for change in CHANGES:
        if change not in (quota_revised, policy_confirmed, earlier_period):
            change()


MARKED = {
    all_at_once,
    late_housing,
    correction,
    quota_revised,
    quota_taken_back,
    stock_changed,
    couplings_changed,
    housings_taken_back,
    municipality_ended,
    assessed_again,
}
"""What makes something known otherwise, so that pages must say so; of who ended the dossier says when."""
ADDS_A_PERIOD = {earlier_period, policy_confirmed}
RENAMES = {municipality_renamed, all_at_once}
NO_EXAMPLES = {examples_off, all_at_once}
"""The pictures of a dossier get a column more."""
