"""Every page that a visitor can see, and its states: for the browser and for the checker of HTML.

The pages follow from the table of `test_access.py`, in which every address must stand; so a new address is
looked at without a word here. Only the states of a page are named: filtered, filled in, refused, empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.actions import hash_of
from accounts.models import Role, User
from assessments.decisions.page import step_page
from assessments.decisions.take_step import reassess, take_step
from assessments.intake.draft_page import upload
from assessments.judging.provenance_page import FIGURES
from assessments.models import RungLabel
from assessments.workflow import ADOPT, PROPOSE
from audit.actions import record
from municipalities.fields import DayField, DutchIntegerField
from municipalities.intake.already_known import csv_of, known_numbers, template_rows
from municipalities.intake.kinds import BY_KEY, KINDS
from municipalities.intake.particulars import Particulars
from municipalities.ledger.take_back import take_back
from municipalities.models import ClosedDay, Delivery, Municipality, Period, Province
from tests.assessments.decisions.deciding import GIVEN
from tests.assessments.intake.uploading import ABOUT, DAY, grid_url, workbook
from tests.factories import NUMBER, make_notes, make_user
from tests.test_access import (
    AGENDA,
    CATCH_ALL,
    TABLE,
    address,
    admin_pages,
    decide_about_zeist,
    keep_wrong,
    take_in_files,
)

OVERVIEW = "/perioden/2023-2/"
ZEIST = f"{OVERVIEW}gemeenten/GM0355/"
BAARN = f"{OVERVIEW}gemeenten/GM0308/"
WITHOUT_FIGURES = "/perioden/2025-1/"
NOBODY = "nobody"
"""Who did not log in."""

EMPTY = [
    ("/perioden/", "Er zijn nog geen perioden"),
    ("/aanlevering/", "Nog geen aanleveringen"),
    ("/beheer/", "Toevoegen"),
    ("/beheer/municipalities/period/", "Nog geen perioden"),
    ("/aanlevering/nieuw/", "Waarover gaat het?"),
    ("/aanlevering/invoeren/quotas/", "Kies een periode"),
    ("/aanlevering/invoeren/quotas/?period=2023-2", "er zijn nog geen perioden"),
]
"""What a database without any figures shows to its first administrator."""


@dataclass(frozen=True, kw_only=True)
class State:
    """A page as it is after opening it or, with `sends`, after filling that in and sending it."""

    path: str
    role: str = Role.SUPERVISOR
    province: str = "PV26"
    sends: dict[str, str] | None = None
    says: str = ""
    """Words that are only there in this state."""

    @property
    def status(self) -> int:
        """Return what opening the page must answer, so that no page for errors passes for another."""
        return int(self.says[-3:]) if self.says.startswith("Fout ") else 200

    def __str__(self) -> str:
        return f"{self.path}{f' after sending {self.sends}' if self.sends is not None else ''} ({self.role})"


def prepare() -> None:
    """Add what the example lacks: a name of a rung, a line of the log, periods without figures, a take-back."""
    utrecht = Province.objects.get(pk="PV26")
    RungLabel.objects.create(province=utrecht, rung=1, name="Signaleren", colour="groen")
    ClosedDay.objects.create(province=utrecht, day=date(2026, 5, 15), reason="vrijdag na Hemelvaart")
    administrator = account(Role.ADMINISTRATOR)
    User.objects.filter(pk=administrator.pk).update(agenda_key=hash_of(AGENDA))
    decide_about_zeist()
    make_notes(Municipality.objects.get(cbs_code="GM0355"))
    decide_about_baarn()
    record("proef", by=administrator, at=timezone.now(), about=utrecht, province_code="PV26")
    wrong = newest()
    take_in_files()
    take_back(wrong, reason="Verkeerd bestand.", by=administrator, now=timezone.now)
    keep_drafts(administrator)
    Period.objects.create(code="2022-2", start="2022-07-01", end="2023-01-01", reference_date="2022-10-01")
    Period.objects.create(code="2025-1", start="2025-01-01", end="2025-07-01", reference_date="2025-04-01")


def decide_about_baarn() -> None:
    """Adopt the assessment of one municipality and begin another one, so that every state can be seen."""
    period, baarn = Period.objects.get(code="2023-2"), Municipality.objects.get(cbs_code="GM0308")
    for step, role in ((PROPOSE, Role.SUPERVISOR), (ADOPT, Role.ADOPTER)):
        by = account(role)
        page = step_page(step, period, baarn, by=by, now=timezone.now())
        keys = [row.key for row in page.subjects]
        # The letters of the example are dated 25 January 2024.
        given = GIVEN[step.name] | ({"decision_date": date(2024, 1, 23)} if step is ADOPT else {})
        take_step(step, period=period, province=baarn.province, keys=keys, by=by, now=timezone.now, **given)
    reason = "Nagekomen huisvestingen."
    reassess(period=period, municipality=baarn, reason=reason, by=account(Role.SUPERVISOR), now=timezone.now)


def account(role: str, province: str = "PV26") -> User:
    email = f"{role}@{province}.example".lower()
    found = User.objects.filter(email=email).first()
    return found or make_user(role, Province.objects.get(pk=province), email=email)


def newest() -> Delivery:
    """Return the newest delivery that still stands."""
    standing = Delivery.objects.filter(takes_back=None, taken_back_by=None)
    return standing.order_by("-number")[0]


def states() -> list[State]:
    """Return every page once and every state beside it, in the order of who opens them."""
    found = [
        *pages(),
        *application_states(),
        *intake_states(),
        *beheer_states(),
        *states_without_figures(),
    ]
    return sorted(set_of(found), key=lambda state: (state.province, state.role))


def set_of(found: list[State]) -> list[State]:
    return list({str(state) + state.province: state for state in found}.values())


def pages() -> Iterator[State]:
    for name, page in {**TABLE, **dict(admin_pages())}.items():
        if page.get:
            role = Role.ADMINISTRATOR if Role.ADMINISTRATOR in page.get else min(page.get)
            yield State(path=address(name, page.own, page.query), role=role)
    yield State(path=address(CATCH_ALL, {}, {}), role=Role.ADMINISTRATOR, says="Fout 404")


def application_states() -> Iterator[State]:
    yield State(path="/inloggen/", role=NOBODY)
    wrong = {"username": "niemand@provincie.example", "password": "fout"}
    yield State(path="/inloggen/", role=NOBODY, sends=wrong, says="E-mailadres of wachtwoord klopt niet")
    yield State(path="/bestaat-niet/", role=NOBODY, says="Fout 404")
    yield State(path="/bestaat-niet/", says="Fout 404")
    yield State(path="/perioden/?x=%00", says="Fout 400")
    yield State(path=f"{OVERVIEW}beoordelen/", role=Role.READER, says="Fout 403")
    yield State(path=f"{ZEIST}motivering/", says="Fout 405")
    yield State(path=f"{OVERVIEW}beoordelen/", sends={"known_on": "2999-01-01"}, says="Er is 1 fout.")
    yield State(path=f"{OVERVIEW}beoordelen/?gemeente=GM0307", says="Uw motivering blijft bewaard.")
    yield State(path=f"{OVERVIEW}?name=atlantis", says="0 van 26 gemeenten")
    yield State(path=f"{OVERVIEW}?known_on=gisteren", says="Dit is geen datum")
    yield State(path="/perioden/2024-1/?known_on=2024-03-01&sort=-quota", says="zoals bekend op")
    yield State(path=OVERVIEW, says="Beoordeel opnieuw")
    yield State(path="/perioden/2022-2/")
    yield State(path=BAARN, says="Verzending vastleggen")
    yield State(path=f"{BAARN}versies/concept/", says="U ziet de herbeoordeling in concept")
    yield State(path=f"{OVERVIEW}voorstellen/?gemeente=GM0308", says="herbeoordelen is niet nodig")
    yield State(path=f"{OVERVIEW}voorstellen/?kies=niets", says="Dagen in de brieven")
    yield State(path=f"{OVERVIEW}voorstellen/?change=lager&name=atlantis", says="Geen gemeenten gevonden")
    yield State(path=f"{OVERVIEW}voorstellen/?kies=niets", sends={}, says="Kies ten minste één gemeente")
    yield State(path=f"{OVERVIEW}verzending/", sends={}, says="Vul de datum van verzending in")
    yield State(path=f"{OVERVIEW}afbreken/?gemeente=GM0308", sends={}, says="Vul een reden in")
    yield State(path="/gemeenten/GM0355/stappen/verlengen/", sends={}, says="fouten")
    yield State(path="/gemeenten/GM0355/stappen/bekendmaking/", sends={}, says="Er is 1 fout.")
    yield State(path="/gemeenten/GM0355/stappen/terugnemen/", sends={}, says="Vul een reden in")
    yield State(path=f"{OVERVIEW}publicatie/", says="Er is hier nu niets om te doen")
    yield State(path="/gemeenten/GM0308/")
    yield from insight_states()
    yield State(path="/gemeenten/GM0355/stappen/toevoegen/", sends={}, says="fouten")
    on_saturday = {"text": "Locaties noemen", "due_on": "2027-03-27"}
    yield State(path="/gemeenten/GM0355/afspraken/toevoegen/", sends=on_saturday, says="Toch aanhouden")
    yield State(path="/gemeenten/GM0355/reacties/toevoegen/", sends={}, says="Kies waarover het gaat.")
    yield State(path="/logboek/?zoek=Baarn&van=2020-01-01", says="beoordeling vastgesteld")
    yield State(path="/logboek/?zoek=atlantis", says="Geen regels gevonden")
    yield State(path="/zoeken/?zoek=zeist", says="Gemeenten")
    yield State(path="/zoeken/?zoek=atlantis", says="Niets gevonden met")
    yield State(path="/zoeken/?zoek=z", says="Vul minstens 2 tekens in.")
    yield State(path=WITHOUT_FIGURES, says="nog geen cijfers ontvangen")
    yield State(path=f"{WITHOUT_FIGURES}gemeenten/GM0355/")
    yield State(
        path=f"{WITHOUT_FIGURES}gemeenten/GM0355/herkomst/totaalopgave/", says="Geen cijfers ontvangen"
    )
    yield State(path=ZEIST, says="Toelichting bij deze beoordeling")
    for code in ("GM0308", "GM1904"):
        yield State(path=f"/perioden/2024-1/gemeenten/{code}/")
        yield State(path=f"/perioden/2024-1/gemeenten/{code}/brief/", says="Geacht college")
    for slug in FIGURES:
        yield State(path=f"{ZEIST}herkomst/{slug}/", says="Zo is dit cijfer opgebouwd")
    yield State(path="/beleid/utrecht-2024/")
    yield State(path="/tekstblokken/ask.2/", says="Voorbeeld")
    report = f"{OVERVIEW}rapportage/"
    yield State(path=f"{report}?vanaf=2023-2", says="Aangehaalde cijfers")
    yield State(path="/perioden/2024-1/rapportage/?vanaf=2023-2", says="tot en met")
    yield State(path=f"{WITHOUT_FIGURES}rapportage/", says="nog geen cijfers ontvangen")
    yield State(
        path=f"{report}tekst/further/", sends={"text": "Er zijn 12 plekken."}, says="Tekst opgeslagen"
    )
    yield State(
        path=f"{report}vaststellen/", role=Role.ADOPTER, sends={}, says="Vul de datum van het besluit in"
    )
    yield State(path=f"{OVERVIEW}aansluiting/gepubliceerd/", sends={}, says="Vul de waarde in.")
    yield State(path="/perioden/2024-1/aansluiting/", says="Er zijn geen correcties")
    yield State(path="/tekstblokken/ask.2/")
    text_block: dict[str, Any] = {"path": "/tekstblokken/meaning.1/", "role": Role.ADMINISTRATOR}
    yield State(sends={"text": "Wij bellen u."}, says="opgeslagen als versie", **text_block)
    yield State(sends={"text": "{geen}"}, says="Onbekend invulveld", **text_block)
    yield State(path="/aanlevering/?page=2&sort=kind", says="Pagina")
    back = Delivery.objects.exclude(takes_back=None)[0]
    one_of_each_kind = dict(Delivery.objects.values_list("kind", "number"))
    for number in (*one_of_each_kind.values(), back.number, back.takes_back.number):
        yield State(path=reverse("municipalities:delivery_detail", args=[number]))


DRAFTS = {"sheets": 2, "doubts": 3, "nothing new": 4, "control": 5}
"""The drafts of `keep_drafts`, by number; the first is that of `take_in_files`."""
LONG = "een naam van een bestand zonder eind " + 6 * "taakstellingen_" + ".csv"


def keep_drafts(by: User) -> None:
    """Prepare a delivery in every state that its page can show, some of them about what was adopted."""
    utrecht, period = Province.objects.get(pk="PV26"), Period.objects.get(code="2023-2")
    quotas: dict[str, Any] = {"kind": BY_KEY["quotas"], "province": utrecht, "period": period}
    rows: list[list[Any]] = [["Gemeente", "Taakstelling"], ["Baarn", 3]]
    sheets = workbook(rows, Blad2=rows)
    revised = Particulars(**quotas, entry_kind="revised", dated_on=date(2023, 12, 1))
    keep_wrong(sheets, "bladen.xlsx", revised)
    known = known_numbers(revised, known_at=timezone.now())
    fewer = template_rows(BY_KEY["quotas"], {row: (number or 0) // 5 for row, number in known.items()})
    same = template_rows(BY_KEY["quotas"], known)
    totals = "Gemeente;Gehuisvest t/m\n" + "".join(f"{row};30\n" for row in known)
    total = Particulars(
        kind=BY_KEY["housings-total"],
        province=utrecht,
        first_day=period.start,
        last_day=date(2023, 10, 31),
        dated_on=date(2023, 11, 1),
    )
    upload(csv_of(fewer), LONG, revised, by=by, now=timezone.now)
    upload(csv_of(same), "zelfde.csv", replace(revised, dated_on=date(2023, 11, 10)), by=by, now=timezone.now)
    upload(totals.encode(), "totaal.csv", total, by=by, now=timezone.now)


def intake_states() -> Iterator[State]:
    one: dict[str, Any] = {"role": Role.ADMINISTRATOR}
    for kind in KINDS:
        about = {**ABOUT[kind.key], **ON_A_DAY.get(kind.key, {})}
        form = reverse("assessments:intake_upload", args=[kind.key])
        yield State(path=form, says="Controleer het bestand", **one)
        yield State(path=f"{form}?{urlencode(about)}", says=f'value="{about["dated_on"]}"', **one)
        yield State(path=reverse("assessments:intake_enter", args=[kind.key]), says="Stap 1 van 4", **one)
        yield State(path=grid_url(kind.key, **about), says="Stap 2 van 4", **one)
    yield State(path=reverse("assessments:intake_upload", args=["housings"]), sends={}, says="fouten", **one)
    yield State(path=grid_url("quotas", period="2023-2"), says="fouten", **one)
    yield State(
        path=grid_url("quotas", **ABOUT["quotas"]), sends={"n_GM0308": "12,5"}, says="geen heel", **one
    )
    yield State(
        path=grid_url("corrections", **ABOUT["corrections"]),
        sends={"n_GM0308": "2"},
        says="Vul een reden in voor de correctie.",
        **one,
    )
    said = {
        "sheets": "Kies het blad zelf",
        "doubts": "Bevestig wat opvalt",
        "nothing new": "Er valt niets vast te leggen",
        "control": "Dit overzicht is een controle",
    }
    for name, number in DRAFTS.items():
        yield State(path=reverse("assessments:intake_draft", args=[number]), says=said[name], **one)
        yield State(path=reverse("assessments:intake_layout", args=[number]), **one)
    doubts = reverse("assessments:intake_draft", args=[DRAFTS["doubts"]])
    yield State(path=doubts, sends={}, says="Bevestig met een reden", **one)
    yield State(
        path=reverse("assessments:intake_layout", args=[1]),
        sends={"header_row": "-1"},
        says="minstens 0",
        **one,
    )
    back = reverse("assessments:delivery_take_back", args=[1])
    yield State(path=back, sends={"reason": ""}, says="Vul een reden in", **one)
    yield State(path=back, sends={"reason": "Verkeerd bestand."}, says="Wat er verandert", **one)


ON_A_DAY = {"housings": {**DAY, "event_kind": "regular"}, "couplings": {**DAY, "event_kind": "coupled"}}
"""What the grid asks of kinds of which a file has more days."""


def insight_states() -> Iterator[State]:
    """Maps, charts, forecasts and talks: also of a day on which a period ran."""
    running = "?known_on=2024-02-15"
    for slug in ("totaalopgave", "achterstand", "koppelingstekort", "gesprek"):
        yield State(path=f"/perioden/2024-1/?maat={slug}&naast=2023-2", says="Grenzen: ©")
    yield State(path=f"/perioden/2024-1/{running}", says="Verwacht per trede")
    yield State(path=f"/perioden/2024-1/{running}&overdue=999", says="Geen gemeenten gevonden")
    yield State(path=f"/perioden/2024-1/{running}&left=veel&sort=-before", says="Niet toegepast")
    yield State(path=f"/perioden/2024-1/prognose/{running}", says="tussen")
    yield State(path="/perioden/2024-1/prognose/?known_on=gisteren", says="Dit is geen datum")
    yield State(path=f"{WITHOUT_FIGURES}prognose/", says="onbekend")
    yield State(path=f"/perioden/2024-1/gesprekken/{running}", says="niet gesproken deze periode")
    yield State(path=f"/perioden/2024-1/gesprekken/{running}&silent=0", says="gemeenten. ")
    yield State(path=f"/gemeenten/GM1904/{running}", says="Waarom bellen")
    yield State(path="/gemeenten/GM0355/?known_on=2024-03-15&periode=2023-2", says="Te laat")
    yield State(path="/gemeenten/GM0355/?known_on=2012-01-01", says="nog geen periode")
    yield State(path="/wat-als/2024-1/GM0312/?gehuisvest=30", says="trede 1, Signaleren")
    yield State(path="/wat-als/2024-1/GM0312/?gehuisvest=veel", says="is geen heel aantal")
    yield State(path="/wat-als/2025-1/GM0312/", says="Vul alle getallen in")
    for slug in (
        "gesprekken",
        "afspraken",
        "plannen-van-aanpak",
        "los-van-de-trede",
        "contacten",
        "vaste-toezichthouder",
        "notities",
    ):
        yield State(path=f"/gemeenten/GM0355/{slug}/toevoegen/", sends={}, says="niets opgeslagen")
        yield State(path=f"/gemeenten/GM0355/{slug}/{NUMBER}/", says="per vergissing vastgelegd")


def beheer_states() -> Iterator[State]:
    registered: dict[Any, Any] = admin.site._registry
    for model, pages in registered.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        one: dict[str, Any] = {"role": Role.ADMINISTRATOR}
        changelist = reverse(f"{name}_changelist")
        yield State(path=f"{changelist}?o=-1.2&p=1", **one)
        if pages.search_fields:
            yield State(path=f"{changelist}?q=atlantis", says="Niets gevonden", **one)
        if pages.date_hierarchy:
            yield State(path=f"{changelist}?{pages.date_hierarchy}__year=2023", **one)
        if pages.add_form:
            add = reverse(f"{name}_add")
            yield State(path=f"{add}?{urlencode(filled(pages.add_form))}", **one)
            yield State(path=add, sends=refused(pages.add_form), says="Er is niets opgeslagen.", **one)
        if pages.change_form:
            row = model._default_manager.filter(pages.own(account(Role.ADMINISTRATOR))).first()
            change = reverse(f"{name}_change", args=[row.pk])
            yield State(path=change, sends=refused(pages.change_form), says="Er is niets opgeslagen.", **one)
    quotas = reverse("admin:municipalities_quota_changelist")
    yield State(path=f"{quotas}?kind__exact=announced&o=2.-3", says="Filters wissen", role=Role.ADMINISTRATOR)
    yield State(path=f"{quotas}?kind__exact=redistributed", says="Niets gevonden", role=Role.ADMINISTRATOR)


FILLED = {
    "municipality": "GM0355",
    "period": "2023-2",
    "kind": "announced",
    "number": "12",
    "source": "COA-overzicht week 27",
    "reason": "Een eerder overzicht was niet volledig.",
    "first_day": "2023-08-01",
    "last_day": "2023-08-01",
    "dated_on": "2023-08-02",
    "code": "2025-2",
    "start": "2025-07-01",
    "reference_date": "2025-10-01",
    "email": "nieuw@provincie.example",
    "name": "Nieuw",
    "role": "reader",
    "rung": "2",
    "colour": "geel",
}


def filled(form: Any) -> dict[str, str]:
    return {name: FILLED[name] for name in form.base_fields if name in FILLED}


def refused(form: Any) -> dict[str, str]:
    """Return values that are refused: nothing where something must be, and days of long ago."""
    typed = {
        name: "1800-01-01" if isinstance(field, DayField) else ""
        for name, field in form.base_fields.items()
        if isinstance(field, DayField | DutchIntegerField | forms.CharField)
    }
    return {name: value for name, value in typed.items() if value or form.base_fields[name].required}


def states_without_figures() -> Iterator[State]:
    """A province that has not begun: no policy, no deliveries, no accounts but these."""
    start: dict[str, Any] = {"province": "PV24", "role": Role.ADMINISTRATOR}
    yield State(path="/beleid/", says="geen beleidskader", **start)
    yield State(path="/aanlevering/", says="Nog geen aanleveringen", **start)
    yield State(path=OVERVIEW, says="geen kaart beschikbaar", **start)
    yield State(path=f"{OVERVIEW}gesprekken/", **start)
    yield State(path="/wat-als/2023-2/GM0034/", says="geen beleidskader", **start)
    registered: dict[Any, Any] = admin.site._registry
    for model in registered:
        yield State(
            path=reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), **start
        )
