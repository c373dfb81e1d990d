"""`bellwire deliveries`: who was sent what, and what was given up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bellwire.cli.deliveries import deliveries
from bellwire.ledger import Delivery, DeliveryState, Ledger, Target, open_ledger
from bellwire.watch.alert import MsgType
from kit.alerts import NOON


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    monkeypatch.setenv("BELLWIRE_LEDGER_URL", url)
    opened = open_ledger(url)
    one = Delivery("desk", "t1-000001", "t1", 1, MsgType.ALERT, "matches", NOON, NOON)
    opened.deliveries.queue([one], 0)
    [one] = opened.deliveries.waiting("desk", NOON)
    there = Target("desk", "d1", {"route": "webhook", "url": "https://a.example/secret"})
    [one] = opened.deliveries.begin([one], there, NOON)
    given_up = replace(one, state=DeliveryState.DEAD, attempts=9, at=NOON, detail="answered 500")
    opened.deliveries.change([given_up])
    yield opened
    opened.close()


ROW = ["desk", "t1-000001", "dead", "2016-12-04T12:00:00Z", "9", "matches", "webhook a.example", "answered 500"]


@pytest.mark.parametrize("arguments", [["told", "t1"], ["dead"]])
def test_they_are_shown(arguments: list[str], ledger: Ledger) -> None:
    lines = CliRunner().invoke(deliveries, arguments).stdout.splitlines()
    assert [line.split("\t") for line in lines[1:]] == [ROW]


def test_what_was_given_up_can_be_tried_once_more(ledger: Ledger) -> None:
    assert CliRunner().invoke(deliveries, ["dead", "--again"]).stderr == "1 to be tried once more\n"
    assert [one.alert for one in ledger.deliveries.waiting("desk", datetime.now(UTC))] == ["t1-000001"]


@pytest.mark.parametrize(("version", "kind"), [(2, MsgType.UPDATE), (2, MsgType.CANCEL)])
def test_what_a_later_version_has_overtaken_is_not_tried_again(ledger: Ledger, version: int, kind: MsgType) -> None:
    """Or a story would come after its kill, or after what replaced it."""
    then = Delivery("desk", f"t1-{version:06d}", "t1", version, kind, "follows", NOON, NOON)
    ledger.deliveries.queue([then], 0)
    [one] = ledger.deliveries.waiting("desk", NOON)
    ledger.deliveries.change([replace(one, state=DeliveryState.UNNEEDED, at=NOON)])
    told = CliRunner().invoke(deliveries, ["dead", "--again"]).stderr.splitlines()
    assert told == ["0 to be tried once more", "1 not: a later version or a Cancel has overtaken them"]
    assert ledger.deliveries.waiting("desk", datetime.now(UTC)) == []
