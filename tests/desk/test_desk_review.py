"""What was marked wrong becomes gold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from bellwire.desk.review import gold_rows, markable
from bellwire.ledger import Deed, DeedKind, open_ledger
from bellwire.reading.reading import Direction, Event, Evidence, Status
from bellwire.watch.alert import CitedEvidence, MsgType
from bellwire.watch.thread import ThreadEvent
from bellwire.wire import read_copy
from kit.alerts import CAPTURE, NOON, SENTENCE, alert, proof, thread

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
    out = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout
    (row,) = map(json.loads, out.splitlines())
    assert (row["uri"], row["review"]["note"], row["signals"][0]["status"]) == (
        "urn:bellwire-review:1",
        "only a plan",
        "planned",
    )


@pytest.mark.parametrize(
    ("right", "direction"),
    [
        ({"kind": "withdrawal"}, "de-escalation"),
        ({"kind": "talks", "direction": "mixed"}, "mixed"),
        ({"kind": "capture"}, "escalation"),
        ({"country": "IQ"}, "escalation"),
    ],
)
def test_a_corrected_kind_has_its_own_direction(right: dict[str, str], direction: str) -> None:
    (row,) = gold_rows([mark(**right)])
    assert row["direction"] == direction


def test_a_sentence_of_which_nobody_says_what_it_tells_is_no_gold() -> None:
    unknown = {name: "" for name in READ}
    assert list(gold_rows([mark("odd", **unknown)])) == []
    (row,) = gold_rows([mark("odd", **{**unknown, "kind": "truce"})])
    assert (row["direction"], row["signals"][0]["kind"]) == ("de-escalation", "truce")


VOTE = "Envoys vote on a truce on Monday, the army said."
TRUCE = msgspec.structs.replace(
    CAPTURE, id="e2", kind="truce", family="truce", direction=Direction.DE_ESCALATION, status=Status.PLANNED, place=None
)


def test_a_sentence_is_marked_as_the_event_that_it_was_read_as() -> None:
    both, said = proof(VOTE, "vote", 200), proof(VOTE, "said", 200)
    first = alert("a", evidence=(proof(), both, proof("Nobody read this.", "read", 900)))
    told = [
        _told(msgspec.structs.replace(CAPTURE, evidence=(_cut(proof()),))),
        _told(msgspec.structs.replace(CAPTURE, id="e3", kind="strike", evidence=(_cut(said),))),
        _told(msgspec.structs.replace(TRUCE, evidence=(_cut(both),))),
    ]
    kill = alert("a", 2, msg_type=MsgType.CANCEL, evidence=())
    found = markable([first, kill], told, thread("a"))
    read = [(one.alert, one.kind, one.status, one.country, one.direction) for one in found]
    assert read == [
        ("a-000001", "capture", "claimed", "SY", "escalation"),
        ("a-000001", "truce", "planned", "", "de-escalation"),
        ("a-000001", "", "", "", ""),
    ]


def test_a_sentence_that_another_reprints_is_marked_once() -> None:
    reprint = msgspec.structs.replace(proof(VOTE, "vote", 700), uri="urn:b")
    vote, said = proof(VOTE, "vote", 200), proof(VOTE, "said", 200)
    found = markable([alert("a", evidence=(vote, reprint, said))], [], thread("a"))
    assert [one.proof for one in found] == [vote, said]


def _cut(cited: CitedEvidence) -> Evidence:
    return Evidence(field=cited.field, start=cited.start, end=cited.end, text=cited.text, trigger=cited.trigger)


def _told(event: Event) -> ThreadEvent:
    return ThreadEvent(thread="a", theatre="SY/Aleppo", uri="urn:a", version="1", event=event)
