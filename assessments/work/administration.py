"""What the administrator has to see to before others are held up: figures, quotas, the dates of letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Max
from django.urls import reverse

from assessments.letters.content_of_period import terms_in
from municipalities.dutch import day_text
from municipalities.halfyear import first_day_of, half_year_after, half_year_of
from municipalities.models import Delivery, DeliveryKind, Period, Province

STALE = timedelta(weeks=1)
"""How old the newest days may be: COA delivers them every week."""
AHEAD = timedelta(weeks=6)
"""How long before a half-year its quotas are looked for. The State announces them three months ahead."""
DAYS_OF = {DeliveryKind.HOUSINGS: "gehuisvest", DeliveryKind.COUPLINGS: "gekoppeld"}


def administration(
    province: Province, periods: Iterable[Period], undated: set[str], today: date
) -> Iterator[tuple[str, str]]:
    """Yield what is missing, as a sentence and the page on which to mend it; one query.

    `undated` are the half-years with a concept or a proposal of which the letters have no date.
    """
    kinds = Delivery.objects.standing().filter(province=province, kind__in=(*DAYS_OF, DeliveryKind.QUOTAS))
    delivered = list(kinds.order_by("kind").values_list("kind", "period__code").annotate(Max("last_day")))
    yield from old_figures({kind: last for kind, _, last in delivered if kind in DAYS_OF}, today)
    known = {code for _, code, _ in delivered if code}
    yield from missing_quotas(known, {period.code for period in periods}, today)
    for code in sorted(undated):
        text = f"Brieven over {code} hebben nog geen datum en termijnen: vul ze in"
        yield text, reverse("admin:assessments_letterterms_changelist")


def old_figures(last_days: Mapping[str, date | None], today: date) -> Iterator[tuple[str, str]]:
    """Yield the kinds of which the newest day is older than a week; of a kind that never came nothing is said."""
    for kind, last_day in last_days.items():
        if last_day is not None and today - last_day > STALE:
            text = (
                f"Wie is {DAYS_OF[DeliveryKind(kind)]}, is bekend tot en met {day_text(last_day)}: lever aan"
            )
            yield text, reverse("assessments:intake_start")


def missing_quotas(known: set[str], there: set[str], today: date) -> Iterator[tuple[str, str]]:
    """Yield the running half-year and the one that begins soon, where no quota of them came."""
    running = half_year_of(today)
    following = half_year_after(running)
    codes = [running, *([following] if first_day_of(following) - today <= AHEAD else [])]
    for code in codes:
        if code not in there:
            yield f"Periode {code} is er nog niet: voeg haar toe", reverse("admin:municipalities_period_add")
        elif code not in known:
            yield f"Over {code} is geen taakstelling bekend: lever aan", reverse("assessments:intake_start")


def undated_letters(province: Province, to_adopt: set[str]) -> set[str]:
    """Return of these half-years those of which the letters have no date."""
    rows = terms_in(province)
    return to_adopt - {row.period.code for row in rows if row.municipality_id is None and row.letter_date}
