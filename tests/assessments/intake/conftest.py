"""Who walks the pages of the intake, and for whom."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Role, User
from municipalities.models import Municipality
from tests.factories import make_municipality, make_period, make_user


@pytest.fixture
def administrator() -> User:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    make_period()
    client.force_login(administrator)
    return client


@pytest.fixture
def baarn(page: Client) -> Municipality:
    return make_municipality("Baarn")


@pytest.fixture
def soest(baarn: Municipality) -> Municipality:
    return make_municipality("Soest")
