"""What `make bench` fills ledgers with to see how the cost of a reading grows, and what it prints."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench"))
from growth import World, cost, size

from bellwire.intake.example import example_wire
from bellwire.watch import load_watcher
from bellwire.watch.same_thing import distance


def test_what_happens_beside_towns_is_no_town_s() -> None:
    towns = {place.path: place for n in range(3000) if (place := World(n).story().place) and place.precision == "town"}
    beside = [place for n in range(60) if (place := World(n).story(beside=True).place) and place.precision == "town"]
    area = load_watcher().policy.figures.same_thing.area_km
    for one in beside:
        assert all((distance(one, town) or 0) > area for town in towns.values() if town.country == one.country)


def test_a_world_is_the_same_for_the_same_seed() -> None:
    assert [World(7).story(), World(7).story()] == [World(7).story()] * 2
    one, other = World(7), World(7)
    assert [one.story() for _ in range(9)] == [other.story() for _ in range(9)]


def test_a_row_a_ledger_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    cost([10, 30], stories=4, rounds=1)
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[0] for row in rows] == ["| open threads", "| ---", "| 10", "| 30"]
    assert rows[2].endswith("| 1.00× |")


def test_the_size_of_a_ledger_is_told_without_its_outbox(capsys: pytest.CaptureFixture[str]) -> None:
    size("example wire", example_wire()[:4])
    row = capsys.readouterr().out.strip()
    assert row.startswith("| example wire | 4 | ")
    assert "alerts" in row and "outbox" not in row
