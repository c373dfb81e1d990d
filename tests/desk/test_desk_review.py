"""What was marked wrong becomes gold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bellwire.desk.review import gold_rows
from bellwire.ledger import Deed, DeedKind, open_ledger
from bellwire.wire import read_copy
from kit.alerts import NOON, SENTENCE

READ = {"was_kind": "capture", "was_status": "claimed", "was_country": "SY", "was_direction": "escalation"}


def mark(note: str = "", **right: str) -> Deed:
    more = {"sentence": SENTENCE, "trigger": "included", "uri": "urn:a", "version": "1", **READ, **right}
    return Deed(what=DeedKind.MARK_WRONG, by="Ana", at=NOON, thread="a", alert="a-000001", note=note, more=more, seq=7)


@pytest.mark.parametrize(
    ("right", "direction", "signals"),
    [
        ({"status": "planned"}, "escalation", [("capture", "planned", "SY")]),
        ({"kind": "withdrawal", "direction": "de-escalation"}, "de-escalation", [("withdrawal", "claimed", "SY")]),
        ({"kind": "nothing"}, "none", []),
        ({}, "escalation", [("capture", "claimed", "SY")]),
    ],
)
def test_what_is_right_replaces_what_was_read(
    right: dict[str, str], direction: str, signals: list[tuple[str, ...]]
) -> None:
    (row,) = gold_rows([mark(**right)])
    assert row["direction"] == direction
    assert [(one["kind"], one["status"], one["country"]) for one in row["signals"]] == signals
    assert row["review"]["read"] == {"kind": "capture", "status": "claimed", "country": "SY", "direction": "escalation"}


def test_a_row_is_an_article_of_the_one_sentence_at_its_own_time() -> None:
    (row,) = gold_rows([mark(versioncreated="2016-12-03T10:00:00Z")])
    (article,) = read_copy(json.dumps(row).encode(), "application/json")
    assert (article.uri, article.body) == ("urn:bellwire-review:7", SENTENCE)
    assert article.version_time is not None and article.version_time.day == 3


def test_the_command_writes_a_row_a_mark(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    ledger = open_ledger(url)
    ledger.desk.write(mark("only a plan", status="planned"))
    ledger.close()
    command = [sys.executable, "-m", "bellwire", "review", "export", "--ledger", url]
    out = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    (row,) = map(json.loads, out.splitlines())
    assert (row["uri"], row["review"]["note"], row["signals"][0]["status"]) == (
        "urn:bellwire-review:1",
        "only a plan",
        "planned",
    )
