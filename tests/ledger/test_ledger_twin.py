"""The watcher's ledger in memory and the database give the same answers to the same changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellwire.ledger import Ledger, Watching, open_ledger
from bellwire.reading.reading import ArticleSummary, Outcome, Reading
from bellwire.watch.memory import MemoryLedger
from bellwire.watch.thread import Changes, KnownVersion, Report, Thread, ThreadKey, ThreadState
from kit.alerts import NOON, alert, thread

KEYS = [ThreadKey(country, group) for country in ("SY", "IQ") for group in ("ground", "talks")]
#: In one square of the map: two spots, a box that holds both, one that holds the second, and the square whole.
SPOTS = [ThreadKey("SY", "@72:74", (lat, 37.1, lat, 37.1)) for lat in (36.1, 36.4)]
BOXES = [ThreadKey("SY", "@72:74", (south, 37.0, 36.5, 37.2)) for south in (36.0, 36.3)] + [ThreadKey("SY", "@72:74")]
URIS = ["urn:a", "urn:b", "urn:c"]


@contextmanager
def _both(ledger: Ledger, memory: MemoryLedger, changes: Changes) -> Iterator[Watching]:
    memory.apply(changes)
    with ledger.watching(["SY", "IQ"]) as tx:
        tx.apply(changes)
        yield tx


def _held(uri: str) -> Thread:
    reading = Reading(uri=uri, version="1", outcome=Outcome.EMBARGOED, article=ArticleSummary(embargoed=NOON))
    bare = msgspec.structs.replace(thread(f"held-{uri}", due=NOON), keys=(), reports=(), latest=None)
    return msgspec.structs.replace(bare, state=ThreadState.HELD, held=reading)


threads = st.builds(
    lambda name, uris, keys, due, first: msgspec.structs.replace(
        thread(f"t{name}"),
        reports=tuple(Report(uri=uri, version="1") for uri in uris),
        keys=tuple(keys),
        due=None if due is None else NOON + timedelta(minutes=due),
        first_seen=NOON + timedelta(minutes=first),
    ),
    st.integers(0, 3),
    st.lists(st.sampled_from(URIS), max_size=2),
    st.lists(st.sampled_from([*KEYS, *SPOTS]), max_size=2, unique_by=lambda key: key.kind_group),
    st.none() | st.integers(0, 9),
    st.integers(0, 3),
)
versions = st.builds(
    lambda uri, version, outcome: KnownVersion(uri=uri, version=str(version), outcome=outcome, received=NOON),
    st.sampled_from(URIS),
    st.integers(0, 3),
    st.sampled_from([Outcome.READ, Outcome.CANCELED]),
)
changes = st.builds(
    lambda version, changed: Changes(
        version=version, threads=tuple({one.id: one for one in changed}.values()), alerts=(alert("t1", 1),)
    ),
    st.none() | versions,
    st.lists(threads | st.sampled_from(URIS).map(_held), max_size=3),
)


@settings(max_examples=12, deadline=None)
@given(history=st.lists(changes, max_size=6))
def test_both_answer_alike(tmp_path_factory: pytest.TempPathFactory, history: list[Changes]) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('twin') / 'ledger.db'}")
    memory = MemoryLedger()
    try:
        for change in history:
            with _both(ledger, memory, change) as tx:
                for uri in URIS:
                    assert tx.known(uri, KEYS[:1]) == memory.known(uri, KEYS[:1])
                    assert tx.known(uri, KEYS[1:]) == memory.known(uri, KEYS[1:])
                    assert tx.known(uri, KEYS, 1) == memory.known(uri, KEYS, 1)
                    assert tx.known(uri, KEYS, 2) == memory.known(uri, KEYS, 2)
                    for box in BOXES:
                        assert tx.known(uri, [*KEYS, box], 1) == memory.known(uri, [*KEYS, box], 1)
                for minutes in (-1, 0, 5, 10):
                    now = NOON + timedelta(minutes=minutes)
                    assert tx.due(now) == memory.due(now)
                    assert tx.due(now, 1) == memory.due(now)[:1]
                    assert tx.next_due(now) == memory.next_due(now)
                assert tx.next_due() == memory.next_due()
    finally:
        ledger.close()


def test_embargoed_copy_is_held_and_found(ledger: Ledger) -> None:
    memory, held = MemoryLedger(), _held("urn:a")
    with _both(ledger, memory, Changes(threads=(held,))) as tx:
        assert tx.known("urn:a", []).threads == memory.known("urn:a", []).threads == (held,)
        assert tx.due(NOON) == memory.due(NOON) == [held]
