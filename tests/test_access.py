"""Who may open what: one table of every address, and nothing beside the table.

The table is compared with the addresses that exist: an address that is not in it fails, and so does a line
of which the address is gone. The pages of Django's admin follow from their kind, one rule for each kind.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.actions import change_account, hash_of
from accounts.models import Role, User
from assessments.decisions.legal_acts import record_act
from assessments.intake.preview import refused_preview
from assessments.models import Assessment, RungLabel
from audit.actions import record
from municipalities.intake.drafts import keep_draft
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.particulars import Particulars
from municipalities.intake.read_rows import read_file
from municipalities.models import ClosedDay, Municipality, Period, Province, QuotaKind
from tests.assessments.judging.test_memory import NOTICE, take_over
from tests.factories import NUMBER, deliver_file, make_notes, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# The table ---------------------------------------------------------------------------------------

EVERYONE = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
SUPERVISORS = frozenset({Role.SUPERVISOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
ADOPTERS = frozenset({Role.ADOPTER})
AT_WORK = SUPERVISORS | ADMINISTRATORS | ADOPTERS

Arguments = dict[str, Any]
PERIOD = {"period": "2023-2"}
ZEIST = {**PERIOD, "code": "GM0355"}
KIND = {"kind": "quotas"}
DRAFT = {"draft": 1}
WITH_FILE = 739
"""The number of the first delivery after the example."""
NOTED = {"code": "GM0355", "number": NUMBER}
AGENDA = "een-geheim-woord"
ACT = {"code": "GM0355", "number": NUMBER, "event": "begin"}


@dataclass(frozen=True, kw_only=True)
class Page:
    """One address: which roles may open it (GET) and send to it (POST), and an example of its arguments."""

    get: frozenset[Role] = NOBODY
    post: frozenset[Role] = NOBODY
    own: Arguments = field(default_factory=dict)
    """Arguments that lead to something of the province of Utrecht."""
    query: Arguments = field(default_factory=dict)
    national: bool = False
    """The same address for every province: it shows what is of the own province, or what is not of a province."""
    without_login: str = "login"
    """What happens without logging in; every method but the accepted ones is refused then too."""
    secret: bool = False
    """Who knows the address may read it, whoever that is."""
    kept: bool = False
    """What stands there never changes: something sent to it is refused, whatever the role."""

    def accepts(self, method: str) -> bool:
        return bool(self.roles(method))

    def roles(self, method: str) -> frozenset[Role]:
        return {"GET": self.get, "HEAD": self.get, "POST": self.post}.get(method, NOBODY)


TABLE = {
    "assessments:work_list": Page(get=EVERYONE, national=True),
    "assessments:log_list": Page(get=AT_WORK, national=True),
    "assessments:search_all": Page(get=EVERYONE, national=True),
    "assessments:impact_list": Page(get=EVERYONE, national=True),
    "assessments:municipality_list": Page(get=EVERYONE, national=True),
    "assessments:municipality_detail": Page(get=EVERYONE, own={"code": "GM0355"}),
    "assessments:conversation_add": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:conversation_change": Page(get=SUPERVISORS, post=SUPERVISORS, own=NOTED),
    "assessments:agreement_add": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:agreement_change": Page(get=SUPERVISORS, post=SUPERVISORS, own=NOTED),
    "assessments:action_plan_add": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:action_plan_change": Page(get=SUPERVISORS, post=SUPERVISORS, own=NOTED),
    "assessments:reply_add": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:reply_change": Page(get=SUPERVISORS, post=SUPERVISORS, own=NOTED),
    "assessments:side_figure_add": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:side_figure_change": Page(get=SUPERVISORS, post=SUPERVISORS, own=NOTED),
    "assessments:contact_point_add": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:contact_point_change": Page(get=SUPERVISORS, post=SUPERVISORS, own=NOTED),
    "assessments:owner_add": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:owner_change": Page(get=SUPERVISORS, post=SUPERVISORS, own=NOTED),
    "assessments:memo_add": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:memo_change": Page(get=SUPERVISORS, post=SUPERVISORS, own=NOTED),
    "assessments:attached_file": Page(get=EVERYONE, own=NOTED),
    "assessments:period_talks": Page(get=EVERYONE, own=PERIOD, national=True),
    "assessments:period_forecast": Page(get=EVERYONE, own=PERIOD, national=True),
    "assessments:what_if": Page(get=EVERYONE, own=ZEIST),
    "assessments:opening_rung_add": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:opening_rung_take_back": Page(
        get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355", "period": "2023-2"}
    ),
    "assessments:legal_act_add": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:legal_act_end": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:legal_act_extend": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:legal_act_publish": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:act_letter_detail": Page(get=EVERYONE, own=ACT),
    "assessments:act_letter_download": Page(get=EVERYONE, own=ACT),
    "assessments:act_texts": Page(get=EVERYONE, own=ACT),
    "assessments:act_letter_adopt": Page(get=ADOPTERS, post=ADOPTERS, own=ACT),
    "assessments:act_letter_pdf": Page(get=EVERYONE, own=ACT),
    "assessments:act_letter_pdf_keep": Page(post=EVERYONE, own=ACT),
    "assessments:act_letter_replace": Page(get=ADOPTERS, post=ADOPTERS, own=ACT),
    "assessments:act_letter_send": Page(get=SUPERVISORS, post=SUPERVISORS, own=ACT),
    "assessments:legal_act_take_back": Page(get=SUPERVISORS, post=SUPERVISORS, own={"code": "GM0355"}),
    "assessments:step_propose": Page(get=SUPERVISORS, post=SUPERVISORS, own=PERIOD, national=True),
    "assessments:step_adopt": Page(get=ADOPTERS, post=ADOPTERS, own=PERIOD, national=True),
    "assessments:step_give_back": Page(get=ADOPTERS, post=ADOPTERS, own=PERIOD, national=True),
    "assessments:step_recall": Page(get=SUPERVISORS, post=SUPERVISORS, own=PERIOD, national=True),
    "assessments:step_correct_sending": Page(get=SUPERVISORS, post=SUPERVISORS, own=PERIOD, national=True),
    "assessments:step_correct_publication": Page(
        get=SUPERVISORS, post=SUPERVISORS, own=PERIOD, national=True
    ),
    "assessments:step_withdraw": Page(get=ADOPTERS, post=ADOPTERS, own=PERIOD, national=True),
    "assessments:step_send": Page(get=SUPERVISORS, post=SUPERVISORS, own=PERIOD, national=True),
    "assessments:step_publish": Page(get=SUPERVISORS, post=SUPERVISORS, own=PERIOD, national=True),
    "assessments:step_abandon": Page(get=SUPERVISORS, post=SUPERVISORS, own=PERIOD, national=True),
    "assessments:assessment_reassess": Page(get=SUPERVISORS, post=SUPERVISORS, own=ZEIST),
    "assessments:version_detail": Page(get=EVERYONE, own={**ZEIST, "version": "concept"}),
    "assessments:decision_file": Page(get=EVERYONE, own={**ZEIST, "version": "concept", "extension": "zip"}),
    "own_account": Page(get=EVERYONE, post=EVERYONE, national=True),
    "own_password": Page(get=EVERYONE, post=EVERYONE, national=True),
    "own_agenda": Page(post=EVERYONE, national=True),
    "agenda": Page(get=EVERYONE, own={"word": AGENDA}, national=True, without_login="ok", secret=True),
    "user_guide": Page(get=EVERYONE, national=True),
    "accessibility": Page(get=EVERYONE, national=True, without_login="ok"),
    "login": Page(get=EVERYONE, post=EVERYONE, national=True, without_login="ok"),
    "logout": Page(post=EVERYONE, national=True, without_login="ok"),
    "assessments:period_list": Page(get=EVERYONE, national=True),
    "assessments:period_choose": Page(get=EVERYONE, query={"periode": "2023-2", "gemeente": "GM0355"}),
    "assessments:period_overview": Page(get=EVERYONE, own=PERIOD, national=True),
    "assessments:period_download": Page(get=EVERYONE, own={**PERIOD, "extension": "csv"}, national=True),
    "assessments:period_assess": Page(get=SUPERVISORS, post=SUPERVISORS, own=PERIOD, national=True),
    "assessments:assessment_detail": Page(get=EVERYONE, own=ZEIST),
    "assessments:motivation_save": Page(post=SUPERVISORS, own=ZEIST),
    "assessments:letter_detail": Page(get=EVERYONE, own=ZEIST),
    "assessments:letter_download": Page(get=EVERYONE, own=ZEIST),
    "assessments:letter_pdf": Page(get=EVERYONE, own=ZEIST),
    "assessments:letter_pdf_keep": Page(post=EVERYONE, own=ZEIST),
    "assessments:letter_archive": Page(get=EVERYONE, post=EVERYONE, own=PERIOD, national=True),
    "assessments:report_list": Page(get=EVERYONE, national=True),
    "assessments:report_detail": Page(get=EVERYONE, own=PERIOD, national=True),
    "assessments:report_document": Page(get=EVERYONE, own=PERIOD, national=True),
    "assessments:report_pdf_keep": Page(post=EVERYONE, own=PERIOD, national=True),
    "assessments:report_adopt": Page(get=ADOPTERS, post=ADOPTERS, own=PERIOD, national=True),
    "assessments:report_prose": Page(
        get=SUPERVISORS, post=SUPERVISORS, own={**PERIOD, "slot": "summary"}, national=True
    ),
    "assessments:report_download": Page(get=EVERYONE, own={**PERIOD, "extension": "html"}, national=True),
    "assessments:reconciliation_detail": Page(get=EVERYONE, own=PERIOD, national=True),
    "assessments:published_figure_add": Page(get=SUPERVISORS, post=SUPERVISORS, own=PERIOD, national=True),
    "assessments:text_block_list": Page(get=EVERYONE, national=True),
    "assessments:text_block_detail": Page(
        get=EVERYONE, post=ADMINISTRATORS, own={"key": "ask.2"}, national=True
    ),
    "assessments:provenance_detail": Page(get=EVERYONE, own={**ZEIST, "figure": "taakstelling"}),
    "assessments:policy_list": Page(get=EVERYONE, national=True),
    "assessments:policy_confirm": Page(
        get=ADMINISTRATORS, post=ADMINISTRATORS, own={"version": "utrecht-2023", "subject": "source"}
    ),
    "assessments:policy_detail": Page(get=EVERYONE, own={"version": "utrecht-2023"}),
    "municipalities:delivery_list": Page(get=EVERYONE, national=True),
    "municipalities:delivery_detail": Page(get=EVERYONE, own={"number": 1}),
    "municipalities:delivery_file": Page(get=EVERYONE, own={"number": WITH_FILE}),
    "assessments:delivery_take_back": Page(get=ADMINISTRATORS, post=ADMINISTRATORS, own={"number": 1}),
    "assessments:intake_start": Page(get=ADMINISTRATORS, national=True),
    "assessments:intake_upload": Page(get=ADMINISTRATORS, post=ADMINISTRATORS, own=KIND, national=True),
    "assessments:intake_enter": Page(get=ADMINISTRATORS, post=ADMINISTRATORS, own=KIND, national=True),
    "assessments:intake_template": Page(get=ADMINISTRATORS, own={**KIND, "extension": "csv"}, national=True),
    "assessments:intake_draft": Page(get=ADMINISTRATORS, post=ADMINISTRATORS, own=DRAFT),
    "assessments:intake_layout": Page(get=ADMINISTRATORS, post=ADMINISTRATORS, own=DRAFT),
    "assessments:intake_check": Page(post=ADMINISTRATORS, own=DRAFT),
    "assessments:intake_discard": Page(post=ADMINISTRATORS, own=DRAFT),
    "assessments:intake_discard_several": Page(post=ADMINISTRATORS, national=True),
    "assessments:intake_errors": Page(get=ADMINISTRATORS, own=DRAFT),
    "admin:index": Page(get=ADMINISTRATORS, national=True),
    "admin:login": Page(get=EVERYONE, national=True),
    "admin:jsi18n": Page(get=ADMINISTRATORS, national=True),
    "admin:app_list": Page(get=ADMINISTRATORS, own={"app_label": "municipalities"}, national=True),
}

CATCH_ALL = "admin:(?P<url>.*)$"
"""What Django's admin answers for every address below it that does not exist; it has no name."""

NOT_THERE: Arguments = {
    "subject": "A99",
    "period": "2099-1",
    "periode": "2099-1",
    "code": "GM9999",
    "gemeente": "GM9999",
    "version": "geen-2023",
    "extension": "exe",
    "figure": "geen",
    "key": "geen",
    "slot": "geen",
    "object_id": "999999",
    "number": 999999,
    "event": "geen",
    "kind": "geen",
    "draft": 999999,
    "word": "geen",
}
"""For each argument a value that leads nowhere."""


def admin_pages() -> Iterator[tuple[str, Page]]:
    """Give the table of the admin: the same rule for every model."""
    registered: dict[Any, Any] = admin.site._registry
    for model, pages in registered.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        national = not pages.own_province
        row = model._default_manager.filter(pages.own(user_of("PV26"))).first() if not national else None
        key = row or model._default_manager.first()
        assert key is not None, f"no {model.__name__} to open: add one in rows_of_every_kind"
        yield f"{name}_changelist", Page(get=ADMINISTRATORS, national=True)
        yield (
            f"{name}_change",
            Page(
                get=ADMINISTRATORS,
                post=ADMINISTRATORS,
                own={"object_id": str(key.pk)},
                national=national,
                kept=pages.change_form is None,
            ),
        )
        if pages.add_form:
            yield f"{name}_add", Page(get=ADMINISTRATORS, post=ADMINISTRATORS, national=True)


# Addresses ---------------------------------------------------------------------------------------


def existing(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    """Walk the addresses that exist; one without a name is called by its pattern."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or entry.pattern}"
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from existing(entry.url_patterns, inner)


NAMES = sorted(set(existing()))


def address(name: str, arguments: Arguments, query: Arguments) -> str:
    if name == CATCH_ALL:
        return "/beheer/geen-pagina/"
    path = reverse(name, kwargs=arguments)
    return f"{path}?{urlencode(query)}" if query else path


def addresses_nowhere(name: str, page: Page) -> list[str]:
    """Return the address with one argument after another replaced by what does not exist."""
    own, query = page.own, page.query
    return [
        *(address(name, {**own, key: NOT_THERE[key]}, query) for key in own if key in NOT_THERE),
        *(address(name, own, {**query, key: NOT_THERE[key]}) for key in query),
    ]


# People ------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="module")
def rows_of_every_kind(example: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What the example does not have, so that every page of the admin has a row; and someone of every role."""
    with django_db_blocker.unblock(), transaction.atomic():
        utrecht = Province.objects.get(pk="PV26")
        RungLabel.objects.create(province=utrecht, rung=1, name="Signaleren", colour="groen")
        ClosedDay.objects.create(province=utrecht, day=date(2026, 5, 15), reason="vrijdag na Hemelvaart")
        decide_about_zeist()
        take_in_files()
        make_notes(Municipality.objects.get(cbs_code="GM0355"))
        record("proef", by=user_of("PV26"), at=timezone.now(), about=utrecht, province_code="PV26")
        User.objects.filter(pk=user_of("PV26").pk).update(agenda_key=hash_of(AGENDA))
        session_of.cache_clear()
        for province, role in product(("PV26", "PV24"), Role):
            session_of(province, role)
        table.cache_clear()
        yield
        transaction.set_rollback(True)


def decide_about_zeist() -> None:
    """Record a rung that was taken over and a notice that runs, so that their pages can be opened."""
    zeist = Municipality.objects.get(cbs_code="GM0355")
    take_over(zeist, 2, by=None, now=timezone.now)
    record_act(municipality=zeist, by=None, now=timezone.now, id=NUMBER, **{**NOTICE, "scope": 9})


def take_in_files() -> None:
    """Record a file, about a day on which nobody was coupled, and keep another one that is wrong."""
    day = date(2024, 7, 1)
    recorded = deliver_file("CBS-code;Datum;Gekoppeld\n", "couplings", on=day, first_day=day, last_day=day)
    assert recorded.delivery.number == WITH_FILE
    about = Particulars(
        kind=BY_KEY["quotas"],
        province=Province.objects.get(pk="PV26"),
        period=Period.objects.get(code="2023-2"),
        entry_kind=QuotaKind.REVISED,
        dated_on=date(2023, 12, 1),
    )
    keep_wrong(b"Gemeente;Taakstelling\nZeist-Oost;3\n", "wijziging.csv", about)


def keep_wrong(content: bytes, name: str, about: Particulars) -> None:
    """Keep a file with findings as a draft, as uploading it does."""
    preview = refused_preview(read_file(content, about)).to_json()
    keep_draft(content, name, about, preview, by=user_of("PV26"), now=timezone.now)


def user_of(province: str, role: Role = Role.ADMINISTRATOR) -> User:
    email = f"{role}@{province}.example".lower()
    found = User.objects.filter(email=email).first()
    return found or make_user(role, Province.objects.get(pk=province), email=email)


@cache
def session_of(province: str, role: Role) -> str:
    """Log someone in, for the whole module."""
    client = Client()
    client.force_login(user_of(province, role))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def client_of(role: Role | None, province: str = "PV26", **options: Any) -> Client:
    client = Client(**options)
    if role is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(province, role)
    return client


@cache
def table() -> dict[str, Page]:
    """Return the whole table; that of the admin needs rows to open, which stay for the module."""
    return {**TABLE, **dict(admin_pages())}


def page_of(name: str) -> Page:
    # A page that is not there at all: only for administrators, who get to hear so.
    return Page(get=ADMINISTRATORS, national=True) if name == CATCH_ALL else table()[name]


# What happens ------------------------------------------------------------------------------------


def outcome(response: HttpResponse) -> str | int:
    """Return `ok`, `login`, or the status that refuses."""
    if response.status_code == 302:
        target = response["Location"]
        assert target.startswith("/")
        assert not target.startswith("//")
        return "login" if target.startswith(("/inloggen/?next=/", "/beheer/login/?next=/")) else "ok"
    return "ok" if response.status_code == 200 else response.status_code


def expected(name: str, page: Page, role: Role | None, method: str, place: str) -> str | int:
    """Return what must happen, in the order in which it is decided."""
    if role is None and page.without_login == "login" and name != "admin:login":
        return "login"
    if not page.accepts(method):
        return 405
    if page.secret and place == "nowhere":
        return 404
    if role is None:
        return page.without_login
    if role not in page.roles(method):
        return 403
    if name == CATCH_ALL or place == "nowhere" or (place == "other" and not page.national):
        return 404
    return 403 if page.kept and method == "POST" else "ok"


def send(client: Client, method: str, path: str) -> Any:
    """Send a request; whatever the answer is, it has the headers that protect."""
    response = client.generic(method, path, content_type="application/x-www-form-urlencoded")
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; connect-src 'self'; style-src ")
    assert "unsafe" not in policy
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    return response


def without_token(response: HttpResponse) -> tuple[int, tuple[str, ...], str]:
    """Return everything that a visitor could tell two answers apart by."""
    content = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.getvalue().decode())
    return response.status_code, tuple(response.headers), content


# Complete by construction ------------------------------------------------------------------------


def test_table_has_every_address_once_and_no_other():
    listed = [*table(), CATCH_ALL]
    found = list(existing())

    assert sorted(set(found) - set(listed)) == [], "not in the table: say who may open it"
    assert sorted(set(listed) - set(found)) == [], "in the table, but gone"
    assert len(found) == len(set(found)), "two addresses with one name: the table tries only one"
    assert "admin" not in listed


def test_table_knows_a_value_that_leads_nowhere_for_every_argument():
    arguments = {key for page in table().values() for key in (*page.own, *page.query)}

    assert arguments - NOT_THERE.keys() == {"app_label"}, "an app that is not there matches no address"


# Every address × role × method × province ---------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [*Role, None])
def test_access(name, role):
    """Open and send: own, of another province, and what does not exist; the last two without a difference."""
    page = page_of(name)
    own, nowhere = address(name, page.own, page.query), addresses_nowhere(name, page)
    assert page.national or nowhere
    at_home, stranger = client_of(role), client_of(role, "PV24")
    for method in ("GET", "POST"):
        places = [
            ("own", own, at_home),
            ("other", own, stranger),
            *(("nowhere", p, stranger) for p in nowhere),
        ]
        answers = [(place, path, send(client, method, path)) for place, path, client in places]

        assert [(method, place, path, outcome(answer)) for place, path, answer in answers] == [
            (method, place, path, expected(name, page, role, method, place)) for place, path, _ in answers
        ]
        if role is not None and not page.national:
            assert len({without_token(answer) for place, _, answer in answers if place != "own"}) == 1


@pytest.mark.once
@pytest.mark.parametrize("name", NAMES)
def test_access_by_no_other_method(name):
    page = page_of(name)
    path = address(name, page.own, page.query)
    for role in (*Role, None):
        client = client_of(role)
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
            assert outcome(send(client, method, path)) == expected(name, page, role, method, "own"), method
        assert outcome(send(client, "HEAD", path)) == expected(name, page, role, "HEAD", "own")


@pytest.mark.parametrize("name", NAMES)
def test_page_for_another_province_names_nothing_of_utrecht(name):
    Assessment.objects.update(motivation="Dit schreef Utrecht.")
    page = page_of(name)
    secrets = (
        "Dit schreef Utrecht",
        "GM0355",
        "Zeist",
        "wijziging.csv",
        "Woudenberg",
        "Wijk bij Duurstede",
        "pv26.example",
    )
    for role in () if page.secret else page.get:
        response = client_of(role, "PV24").get(address(name, page.own, page.query))
        for secret in secrets:
            assert secret not in response.getvalue().decode(), (role, secret)


@pytest.mark.parametrize("name", NAMES)
def test_opening_a_page_writes_nothing(name):
    page = page_of(name)
    for role in page.get:
        client = client_of(role)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address(name, page.own, page.query))
        written = [
            query["sql"]
            for query in queries
            if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)", query["sql"])
            and not re.search(r'"(audit_auditentry|django_session)"', query["sql"])
        ]
        assert written == []


# Sent from elsewhere -----------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_sent_without_the_token_of_the_form(name):
    page = page_of(name)
    path = address(name, page.own, page.query)
    for role in (*Role, None):
        response = send(client_of(role, enforce_csrf_checks=True), "POST", path)
        assert response.status_code == 403
        assert "De pagina stond te lang open; er is niets opgeslagen." in response.content.decode()


def test_token_of_the_form_lets_it_through_but_not_from_another_site():
    client = client_of(Role.SUPERVISOR, enforce_csrf_checks=True)
    opened = client.get(reverse("assessments:assessment_detail", kwargs=ZEIST)).content.decode()
    (token, *_) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', opened)
    sent = {"csrfmiddlewaretoken": token, "motivation": "Er wordt gebouwd.", "version": "0"}
    path = reverse("assessments:motivation_save", kwargs=ZEIST)

    assert client.post(path, sent, headers={"Origin": "https://elders.example"}).status_code == 403
    assert client.post(path, sent, headers={"Origin": "http://testserver"}).status_code == 302


ELSEWHERE = [
    "https://elders.example/",
    "//elders.example/",
    "///elders.example/",
    "/\\elders.example/",
    "\\\\elders.example/",
    "https:elders.example",
    "http:///elders.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " https://elders.example/",
    "\thttps://elders.example/",
    "https://testserver@elders.example/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_logging_in_and_out_leads_to_no_other_site(target):
    user = make_user(Role.ADMINISTRATOR, Province.objects.get(pk="PV26"))
    sent = {"username": user.email, "password": "geheim-genoeg", "next": target}

    for path in (reverse("login"), f"{reverse('login')}?{urlencode({'next': target})}"):
        client = Client()
        assert client.post(path, sent)["Location"] == "/"
        assert client.get(f"{reverse('login')}?{urlencode({'next': target})}")["Location"] == "/"
        assert client.get(f"{reverse('admin:login')}?{urlencode({'next': target})}")["Location"] == "/beheer/"
        assert client.post(reverse("logout"), {"next": target})["Location"] in {"/inloggen/", "/uitloggen/"}

    first = Client().get(f"{reverse('admin:login')}?{urlencode({'next': target})}")
    assert urlsplit(first["Location"]).netloc == ""
    client = Client()
    assert client.post(first["Location"], sent)["Location"] == "/"


def test_logging_in_returns_to_the_page_that_was_asked():
    path = reverse("assessments:assessment_detail", kwargs=ZEIST)
    user = make_user(Role.READER, Province.objects.get(pk="PV26"))
    client = Client()
    asked = client.get(path)

    assert asked["Location"] == f"/inloggen/?next={path}"
    sent = {"username": user.email, "password": "geheim-genoeg"}
    assert client.post(asked["Location"], sent)["Location"] == path


# Access that ends --------------------------------------------------------------------------------


def test_access_ends_at_once_when_an_account_is_switched_off():
    client = client_of(Role.READER)
    path = reverse("assessments:period_list")
    assert client.get(path).status_code == 200

    User.objects.filter(pk=user_of("PV26", Role.READER).pk).update(is_active=False)

    assert outcome(client.get(path)) == "login"
    assert "Uitloggen" not in Client().get(reverse("login")).content.decode()


def test_access_ends_at_once_when_a_role_changes():
    client = client_of(Role.SUPERVISOR)
    path = reverse("assessments:period_assess", kwargs=PERIOD)
    assert client.get(path).status_code == 200

    User.objects.filter(pk=user_of("PV26", Role.SUPERVISOR).pk).update(role=Role.READER)

    assert client.get(path).status_code == client.post(path).status_code == 403


def test_access_ends_at_once_in_the_province_that_someone_left():
    client = client_of(Role.READER)
    path = reverse("assessments:assessment_detail", kwargs=ZEIST)
    assert client.get(path).status_code == 200

    User.objects.filter(pk=user_of("PV26", Role.READER).pk).update(province="PV24")

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_a_role_that_does_not_exist_may_read_nothing(name):
    page = page_of(name)
    if page.without_login == "ok" or name == "admin:login":
        return
    client = client_of(Role.READER)
    User.objects.filter(pk=user_of("PV26", Role.READER).pk).update(role="chef")

    assert client.get(address(name, page.own, page.query)).status_code == 403


def test_a_new_password_ends_the_sessions_of_that_account():
    user = make_user(Role.READER, Province.objects.get(pk="PV26"))
    first, second = Client(), Client()
    for client in (first, second):
        client.force_login(user)

    change_account(
        user,
        email=user.email,
        name=user.name,
        role=user.role,
        is_active=True,
        password="zeven groene fietsen",
        by=user_of("PV26"),
        now=timezone.now,
    )

    for client in (first, second):
        assert outcome(client.get(reverse("assessments:period_list"))) == "login"


def test_logging_out_ends_the_session_that_the_browser_keeps():
    client = client_of(Role.READER)
    cookie = client.cookies["sessionid"].value
    client.post(reverse("logout"))
    client.cookies["sessionid"] = cookie

    assert outcome(client.get(reverse("assessments:period_list"))) == "login"


# One place for permissions -----------------------------------------------------------------------

ROOT = Path(__file__).parent.parent


def compares_a_role(node: ast.AST) -> bool:
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    return any(
        isinstance(side, ast.Attribute)
        and (
            side.attr in {"role", "is_staff"}
            or (isinstance(side.value, ast.Name) and side.value.id == "Role")
        )
        for side in sides
    )


def test_roles_are_compared_in_one_place():
    places = {
        str(path.relative_to(ROOT))
        for package in ("accounts", "assessments", "audit", "ibt", "municipalities")
        for path in (ROOT / package).rglob("*.py")
        if any(compares_a_role(node) for node in ast.walk(ast.parse(path.read_text())))
    }
    templates = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\{% (el)?if [^%]*(\.role\b|is_staff|is_superuser|perms\.)", path.read_text())
    }

    assert places | templates == {"accounts/permissions.py"}
