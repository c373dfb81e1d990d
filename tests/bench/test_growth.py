"""What a bench fills ledgers with to see how the cost of a reading grows."""

import pytest

from bellwire.watch import load_watcher
from bellwire.watch.places import distance
from bench.growth import World, cost


def test_what_happens_beside_towns_is_no_town_s() -> None:
    towns = {place.path: place for n in range(3000) if (place := World(n).story().place) and place.precision == "town"}
    beside = [place for n in range(60) if (place := World(n).story(beside=True).place) and place.precision == "town"]
    area = load_watcher().policy.figures.same_thing.area_km
    away = [distance(one, town) or 0 for one in beside for town in towns.values() if town.country == one.country]
    assert away and min(away) > area


def test_a_world_is_the_same_for_the_same_seed() -> None:
    assert [World(7).story(), World(7).story()] == [World(7).story()] * 2
    one, other = World(7), World(7)
    assert [one.story() for _ in range(9)] == [other.story() for _ in range(9)]


def test_each_larger_ledger_is_compared_with_the_smallest(capsys: pytest.CaptureFixture[str]) -> None:
    [row] = cost([10, 30], stories=4, rounds=1)
    assert row.name == "cost of a reading, 30 open threads against 10"
    assert row.ours > 0 and row.theirs and row.ratio
