"""What was kept is what the ledger gives, at any moment, and nothing depends on whether it was kept."""

from __future__ import annotations

import ast
import inspect
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from audit.rehearsal import rehearsal
from municipalities.ledger import computed, kept, waiting
from municipalities.ledger.computed import computed_figures
from municipalities.ledger.keep import keep_figures, kept_deviations
from municipalities.ledger.queries import figures_for_each, municipalities_of_each, pools_for
from municipalities.ledger.waiting import computed_pools
from municipalities.models import Delivery, KeptFigures, Municipality, Period
from tests.costs import reads_of
from tests.municipalities.ledger.test_ledger_properties import COVERED, World, few_examples, ledgers, played

pytestmark = pytest.mark.django_db

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
hours = st.integers(0, 26).map(lambda hour: BEGIN + timedelta(hours=hour))
keepings = st.lists(st.tuples(st.integers(0, 12), hours, st.booleans()), max_size=5)
LATER = BEGIN + timedelta(days=2)
PURE = ("municipalities.figures", "municipalities.halfyear", "municipalities.pool")


def asked_of(world, moments):
    return [(period, known_at) for period in world.periods for known_at in moments]


def anew(world, pairs):
    municipalities = municipalities_of_each({period for period, _ in pairs}, world.province)
    return computed_figures(pairs, municipalities)


@few_examples
@given(ledgers, keepings, st.lists(hours, min_size=1, max_size=4), st.integers(0, 12))
def test_kept_figures_are_those_of_the_ledger_at_any_moment(steps, keepings, moments, merged):
    # The periods of this ledger lie ahead, and pools are kept of one that runs.
    with transaction.atomic(), patch("municipalities.ledger.keep.runs_at", return_value=True):
        world = World()
        for index, step in enumerate(steps):
            world.play(step)
            if merged == index:
                merge(world)
            for after, moment, lasting in keepings:
                # Nobody asks what will be known at a moment that is still to come.
                if after == index:
                    keep_figures(
                        asked_of(world, [min(moment, world.moment)]), world.province, lasting=lasting
                    )
        pairs = asked_of(world, [*moments, world.moment, LATER])

        found = figures_for_each(pairs, province=world.province)

        assert found == anew(world, pairs)
        for pair, own in found.items():
            assert list(own) == list(anew(world, [pair])[pair])
            period, known_at = pair
            pools = pools_for(period, known_at=known_at, province=world.province)
            assert pools == computed_pools(period, list(own), known_at=known_at)
        assert list(kept_deviations()) == []
        transaction.set_rollback(True)


def merge(world):
    """Let the second municipality have gone into the first after the first period, known from now on."""
    heir, gone = world.municipalities
    gone.valid_until, gone.successor, gone.merged_at = world.periods[0].last_day, heir, world.moment
    gone.save()


def kept_world():
    world = played(COVERED)
    keep_figures(asked_of(world, [world.moment]), world.province)
    return world


def test_kept_figures_take_three_queries_and_others_nine():
    world = kept_world()
    pairs = asked_of(world, [world.moment, LATER])

    assert reads_of(lambda: figures_for_each(pairs, province=world.province)) == 3
    one = world.municipalities[0]
    assert reads_of(lambda: figures_for_each(pairs, only=one)) == 3
    KeptFigures.objects.all().delete()
    assert reads_of(lambda: figures_for_each(pairs, province=world.province)) == 9


def test_delivery_about_a_later_period_leaves_what_was_kept_of_earlier_ones():
    world = kept_world()
    (first, *_, last) = world.periods

    world.play(("events", "housings", 11, 0, [(0, 11, 0, 3)], None))
    pairs = [(first, world.moment), (last, world.moment)]
    municipalities = municipalities_of_each(world.periods, world.province)

    assert set(kept.kept_figures(pairs, world.province, municipalities)) == {pairs[0]}
    assert figures_for_each(pairs, province=world.province) == anew(world, pairs)


def test_newer_figures_take_the_place_of_older_ones_but_not_of_those_judged_on():
    world = kept_world()
    period = world.periods[0]
    keep_figures([(period, world.moment)], world.province, lasting=True)
    count = KeptFigures.objects.count()

    for day in (0, 1, 2):
        world.play(("events", "housings", day, 0, [(0, day, 0, day)], None))
        keep_figures(asked_of(world, [world.moment]), world.province)

    assert KeptFigures.objects.count() == count + 1
    assert KeptFigures.objects.filter(period=period).count() == 2


def test_rehearsal_keeps_nothing():
    world = kept_world()
    with rehearsal():
        world.play(("take back", 5))
        shown = figures_for_each(asked_of(world, [world.moment]), province=world.province)
        assert shown == anew(world, asked_of(world, [world.moment]))
        keep_figures(asked_of(world, [world.moment]), world.province)
        inside = KeptFigures.objects.count()
    world.play(("events", "housings", 0, 0, [(0, 0, 0, 9)], None))

    assert inside == KeptFigures.objects.count() == len(world.periods)
    pairs = asked_of(world, [world.moment])
    assert figures_for_each(pairs, province=world.province) == anew(world, pairs)


@pytest.mark.parametrize("change", ["calculation", "end"])
def test_what_rests_on_other_rules_or_other_municipalities_is_not_read(change, monkeypatch):
    world = kept_world()
    if change == "calculation":
        monkeypatch.setattr(kept, "calculation", lambda: "anders")
    else:
        merge(world)
    pairs = asked_of(world, [world.moment])
    municipalities = municipalities_of_each(world.periods, world.province)

    assert kept.kept_figures(pairs, world.province, municipalities) == {}
    assert figures_for_each(pairs, province=world.province) == anew(world, pairs)


def test_every_module_that_makes_figures_is_in_the_fingerprint():
    """A change of any of them makes that nothing kept before it is read."""
    todo, seen = [computed.__name__, waiting.__name__], set()
    while todo:
        module = import_module(todo.pop())
        if module not in seen and module.__name__.startswith(("municipalities.ledger.", *PURE)):
            seen.add(module)
            tree = ast.parse(inspect.getsource(module))
            todo += [
                node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
            ]

    assert seen == set(kept.CALCULATION)


def test_verify_finds_kept_figures_that_the_ledger_does_not_give():
    world = kept_world()
    assert list(kept_deviations()) == []
    row = KeptFigures.objects.latest("pk")
    row.figures[str(world.municipalities[0].pk)][1] = 999
    row.save()

    assert len(list(kept_deviations())) == 1


def test_verify_finds_kept_pools_that_the_ledger_does_not_give():
    with patch("municipalities.ledger.keep.runs_at", return_value=True):
        world = kept_world()
        period = world.periods[0]
        assert pools_for(period, known_at=world.moment, province=world.province)
        row = KeptFigures.objects.get(period=period)
        row.pools[str(world.municipalities[0].pk)][1] += 1
        row.save()

        assert len(list(kept_deviations())) == 1


def test_command_keeps_what_pages_ask_and_throws_away(capsys):
    world = kept_world()
    call_command("keep_figures", "--anew")

    assert "bewaard" in capsys.readouterr().out
    assert Delivery.objects.exists()
    assert KeptFigures.objects.filter(is_lasting=False).count() == len(world.periods)
    again = KeptFigures.objects.count()
    KeptFigures.objects.filter(is_lasting=True).update(basis="an earlier calculation")
    call_command("keep_figures")
    assert KeptFigures.objects.count() == again
    assert not KeptFigures.objects.filter(basis="an earlier calculation").exists()


def test_figures_that_were_kept_of_a_period_without_municipalities_are_nobodys():
    world = kept_world()
    first = world.periods[0].start
    before = Period.objects.create(
        code="2020-1", start=date(2020, 1, 1), end=date(2020, 7, 1), reference_date=date(2020, 4, 1)
    )
    Municipality.objects.update(valid_from=first)
    call_command("keep_figures")

    assert KeptFigures.objects.filter(period=before).exists()
    assert figures_for_each([(before, LATER)], province=world.province) == {(before, LATER): {}}
