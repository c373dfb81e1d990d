"""Two workers at one moment: what one watches the other sees, though neither has committed when the other begins."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from bellwire.ledger import Ledger
from bellwire.reading.reading import Reading
from bellwire.stream.steps import Steps
from bellwire.watch import load_watcher
from bellwire.watch.thread import Changes
from kit.ledgers import latest_alerts
from ledger.conftest import ledger as ledger
from ledger.conftest import postgres as postgres
from ledger.conftest import postgres_url as postgres_url
from ledger.conftest import url as url
from watch.readings_by_hand import NOON, event, hours, reading

_HEADLINE = "Raid kills nine in Aleppo"
STORY = reading("urn:story", event("strike"), headline=_HEADLINE, version_time=NOON)
NOTICE = reading("urn:notice", headline=f'WITHDRAWN: "{_HEADLINE}"', at=NOON + hours(1))


class Lingering:
    """A watcher that, once it has judged, stays in its transaction until the other has had time to begin."""

    def __init__(self) -> None:
        self._watcher = load_watcher()
        self.judged, self.go_on = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._watcher, name)

    def watch(self, *given: Any) -> Changes:
        changes = self._watcher.watch(*given)
        self.judged.set()
        self.go_on.wait(10)
        return changes


@pytest.mark.parametrize(("first", "second"), [(STORY, NOTICE), (NOTICE, STORY)], ids=["story first", "notice first"])
def test_a_story_and_a_kill_notice_that_names_it_never_pass_each_other_by(
    ledger: Ledger, first: Reading, second: Reading
) -> None:
    lingering = Lingering()

    def watch(watcher: Any, one: Reading) -> threading.Thread:
        steps = Steps(ledger, watcher, lambda changes, now: [])
        started = threading.Thread(target=steps.watch, args=(one, NOON + hours(2)))
        started.start()
        return started

    one = watch(lingering, first)
    assert lingering.judged.wait(10)
    other = watch(load_watcher(), second)
    other.join(0.5)
    lingering.go_on.set()
    one.join(30)
    other.join(30)
    assert [alert.msg_type for alert in latest_alerts(ledger)] == (["Cancel"] if first is STORY else [])
    assert ledger.counts()["articles"] == 2
