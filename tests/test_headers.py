"""Headers of every response, the pages for errors, and the notice of maintenance."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.models import Assessment
from assessments.overview import views
from municipalities.models import Province
from tests.factories import make_user

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("example")]

OVERVIEW = "/perioden/2023-2/"
ZEIST = f"{OVERVIEW}gemeenten/GM0355/"
STATIC = "/static/css/app.css"

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def client_of(role: Role = Role.SUPERVISOR, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    client.force_login(make_user(role, Province.objects.get(pk="PV26")))
    return client


def assert_headers(response: HttpResponse, *, policy: str = POLICY, cache: str = "no-store") -> None:
    assert response["Content-Security-Policy"] == policy
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]
    assert re.fullmatch(r"([a-z-]+=\(\)(, |$))+", response["Permissions-Policy"])
    assert "Access-Control-Allow-Origin" not in response
    assert cache in response["Cache-Control"]


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(user: Any) -> None:
        raise error

    monkeypatch.setattr(views, "period_rows", fail)


@pytest.mark.parametrize("path", ["/perioden/", ZEIST, "/beheer/", "/beheer/jsi18n/", "/inloggen/", "/"])
def test_headers_of_a_page(path):
    assert_headers(client_of(Role.ADMINISTRATOR).get(path))
    assert_headers(Client().get(path))


def test_headers_of_a_download():
    response = client_of().get(ZEIST + "brief.html")

    assert response["Content-Disposition"].startswith("attachment")
    assert_headers(response)


@pytest.mark.parametrize("code", ["GM0355", "GM0308"])
def test_headers_of_a_letter_allow_its_own_style_and_no_other(code):
    response = client_of().get(f"/perioden/2023-2/gemeenten/{code}/brief/")
    (style,) = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    source = f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"

    assert "@page" in style
    assert_headers(response, policy=POLICY.replace("style-src 'self'", f"style-src {source}"))
    assert " style=" not in response.content.decode()


def test_headers_of_a_letter_do_not_allow_a_style_that_was_typed():
    typed = "</p><style>body{display:none}</style>"
    Assessment.objects.filter(municipality__cbs_code="GM0355").update(motivation=typed)
    response = client_of().get(ZEIST + "brief/")

    assert response.content.decode().count("<style>") == 1
    assert response["Content-Security-Policy"].count("sha256-") == 1


def read(response: Any) -> Any:
    """Read a file to its end, which closes it."""
    if response.streaming:
        response.getvalue()
    return response


def test_headers_of_a_static_file_that_may_be_kept():
    response = read(Client().get(STATIC))

    assert response.status_code == 200
    assert_headers(response, cache="max-age=")
    assert "no-store" not in response["Cache-Control"]


def test_headers_of_a_static_file_that_did_not_change_or_is_not_there():
    client = Client()
    changed = read(client.get(STATIC))["Last-Modified"]

    for answer, status in (
        (client.get(STATIC, headers={"If-Modified-Since": changed}), 304),
        (client.post(STATIC), 405),
        (client.get("/static/css/geen.css"), 404),
    ):
        response = read(answer)
        assert response.status_code == status
        assert_headers(response, cache="")


def test_hsts_is_on_every_answer_over_https(settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    client = client_of()

    for path in ("/perioden/", "/bestaat-niet/", STATIC, ZEIST + "brief.html", ZEIST + "motivering/"):
        response = read(client.get(path, secure=True))
        assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_headers_of_an_address_that_is_refused_before_anything_else(settings):
    settings.SECURE_SSL_REDIRECT = True
    client = Client()

    assert client.get("/perioden/", secure=False).status_code == 301
    assert_headers(client.get("/perioden/", secure=False))
    assert_headers(client.get("/perioden/", headers={"Host": "elders.example"}))


# Errors ------------------------------------------------------------------------------------------


def test_error_400_in_dutch_for_another_host():
    for client in (Client(), client_of()):
        response = client.get("/perioden/", headers={"Host": "elders.example"})

        assert response.status_code == 400
        assert "De applicatie kan dit verzoek niet verwerken; er is niets opgeslagen." in text_of(response)
        assert_headers(response)


def test_error_400_in_dutch_for_a_request_that_nobody_makes_by_accident(monkeypatch):
    fail_with(monkeypatch, SuspiciousOperation("geheim"))
    response = client_of().get("/perioden/")

    assert response.status_code == 400
    assert "Fout 400" in text_of(response)
    assert "geheim" not in text_of(response)
    assert_headers(response)


def test_error_403_says_whom_to_ask():
    response = client_of(Role.READER).get("/perioden/2023-2/beoordelen/")

    assert response.status_code == 403
    assert "Uw rol mag dit niet. Vraag een toezichthouder." in text_of(response)
    assert_headers(response)


def test_error_403_when_the_form_was_open_too_long():
    for client in (Client(enforce_csrf_checks=True), client_of(enforce_csrf_checks=True)):
        response = client.post(reverse("login"), {"username": "x", "password": "y"})

        assert response.status_code == 403
        assert "De pagina stond te lang open; er is niets opgeslagen." in text_of(response)
        assert_headers(response)


def test_error_404_does_not_repeat_the_address():
    for client in (Client(), client_of()):
        response = client.get("/perioden/<b>onzin/nergens/")

        assert response.status_code == 404
        assert "Deze pagina bestaat niet" in text_of(response)
        assert "onzin" not in text_of(response)
        assert_headers(response)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("get", ZEIST + "motivering/", "POST"),
        ("get", "/uitloggen/", "POST"),
        ("post", "/perioden/", "GET, HEAD"),
        ("put", "/inloggen/", "GET, HEAD, POST"),
    ],
)
def test_error_405_in_dutch_says_which_methods_are_allowed(method, path, allowed):
    response = getattr(client_of(), method)(path)

    assert response.status_code == 405
    assert response["Allow"] == allowed
    assert "Fout 405" in text_of(response)
    assert "Dit adres werkt alleen met een knop of een link in de applicatie" in text_of(response)
    assert "Ga naar de werkvoorraad" in text_of(response)
    assert_headers(response)


def test_error_405_without_login_leads_to_the_login():
    response = Client().put("/inloggen/")

    assert response.status_code == 405
    assert "Ga naar inloggen" in text_of(response)


def test_log_is_silent_about_what_was_rightly_refused(caplog):
    client = client_of(Role.READER)
    answers = [client.get(path) for path in (OVERVIEW + "beoordelen/", "/bestaat-niet/", "/uitloggen/")]

    assert [answer.status_code for answer in answers] == [403, 404, 405]
    assert caplog.records == []


def test_error_500_shows_the_number_that_is_in_the_log(monkeypatch, caplog):
    fail_with(monkeypatch, ValueError("geheim"))
    response = client_of().get("/perioden/")
    text = text_of(response)
    (incident,) = re.findall(r"Meld ([0-9A-F]{4}-[0-9A-F]{4}) bij de beheerder", text)

    assert response.status_code == 500
    assert "Er ging iets mis; er is niets opgeslagen." in text
    assert "geheim" not in text
    (line,) = [record for record in caplog.records if incident in record.getMessage()]
    assert line.getMessage() == f"Incident {incident}: Internal Server Error: /perioden/"
    assert line.exc_info is not None
    assert "geheim" in str(line.exc_info[1])
    assert_headers(response)


def test_error_500_needs_no_login_and_no_database(monkeypatch):
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("weg")

    monkeypatch.setattr("django.contrib.auth.views.LoginView.get", fail)
    response = Client(raise_request_exception=False).get(reverse("login"))

    assert response.status_code == 500
    assert "bij de beheerder" in text_of(response)
    assert_headers(response)


def test_every_error_has_its_own_number(monkeypatch):
    fail_with(monkeypatch, ValueError())
    client = client_of()

    assert text_of(client.get("/perioden/")) != text_of(client.get("/perioden/"))


# Maintenance -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/perioden/", ZEIST, "/inloggen/", "/beheer/", "/bestaat-niet/"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("logged_in", [True, False])
def test_maintenance_answers_every_address_without_the_database(
    settings, django_assert_num_queries, path, method, logged_in
):
    client = client_of() if logged_in else Client()
    settings.MAINTENANCE = True

    with django_assert_num_queries(0):
        response = getattr(client, method)(path)
    assert response.status_code == 503
    assert response["Retry-After"] == "600"
    assert "De applicatie is in onderhoud. Probeer het later opnieuw." in text_of(response)
    assert_headers(response)


def test_maintenance_leaves_the_static_files_that_its_page_needs(settings):
    settings.MAINTENANCE = True
    client = Client()
    files = re.findall(r'href="(/static/[^"]+)"', text_of(client.get("/")))

    assert len(files) == 4
    for path in files:
        assert read(client.get(path)).status_code == 200


# Logging in and out ------------------------------------------------------------------------------


def test_form_sent_after_the_session_ended_returns_to_the_page_of_the_form():
    client = Client()
    page = client.post(ZEIST + "motivering/", headers={"Referer": f"http://testserver{ZEIST}?x=1"})

    assert page["Location"] == f"/inloggen/?next={ZEIST}"
    assert "Er is niets opgeslagen: u was uitgelogd." in text_of(client.get(page["Location"]))
    assert client.post(ZEIST + "motivering/")["Location"] == "/inloggen/?next=/"


def test_maintenance_starts_without_a_database():
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ibt.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "MAINTENANCE": "1",
    }
    command = [sys.executable, "-c", "import ibt.wsgi"]

    subprocess.run(command, cwd=Path(__file__).parent.parent, env=environment, check=True)


def text_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())
