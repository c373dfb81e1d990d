"""What people do at the desk is remembered, and written in the trail; on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from bellwire.ledger import Copy, Deed, DeedKind, Ledger
from bellwire.stream.steps import Steps
from bellwire.watch.thread import Changes, ThreadState
from bellwire.wire import Article
from kit.alerts import NOON, alert, keep, thread
from kit.fakes import FakeReader, FakeWatcher
from kit.ledgers import latest_alerts

HOUR = timedelta(hours=1)


def acknowledge(ledger: Ledger, name: str, by: str = "Ana") -> int:
    deed = Deed(what=DeedKind.ACKNOWLEDGE, by=by, at=NOON, thread=name, alert=f"{name}-000001", note="seen")
    return ledger.desk.write(deed)


def test_an_acknowledgement_is_found_by_its_thread_the_latest_one(ledger: Ledger) -> None:
    acknowledge(ledger, "a")
    acknowledge(ledger, "a", "Ben")
    acknowledge(ledger, "b")
    found = ledger.desk.acknowledged(["a", "b", "c", *(f"t{number}" for number in range(1200))])
    assert {name: deed.by for name, deed in found.items()} == {"a": "Ben", "b": "Ana"}
    assert [deed.by for deed in ledger.desk.of_thread("a")] == ["Ben", "Ana"]


def test_the_trail_goes_on_from_any_place_both_ways(ledger: Ledger) -> None:
    first, second, third = (acknowledge(ledger, name) for name in "abc")
    assert [deed.thread for deed in ledger.desk.after(first)] == ["b", "c"]
    assert [deed.thread for deed in ledger.desk.before(third)] == ["b", "a"]
    assert (ledger.desk.last(), ledger.desk.before(None, 1)[0].seq) == (third, third)
    assert second == ledger.desk.after(first)[0].seq


def test_an_empty_trail_has_no_last_deed(ledger: Ledger) -> None:
    assert (ledger.desk.last(), ledger.desk.before(None)) == (0, [])


def test_a_silence_holds_until_its_end_or_until_it_is_ended(ledger: Ledger) -> None:
    short = ledger.desk.silence("kind=strike", by="Ana", reason="known", begins=NOON, ends=NOON + HOUR)
    long = ledger.desk.silence("country=SY", by="Ben", reason="drill", begins=NOON, ends=NOON + 5 * HOUR)
    assert ledger.desk.silences(NOON) == [long, short]
    assert ledger.desk.silences(NOON + HOUR) == [long]
    ended = ledger.desk.end_silence(long.id, by="Ana", at=NOON + 2 * HOUR)
    assert ended is not None and ledger.desk.silences(NOON + 2 * HOUR) == []
    assert ledger.desk.end_silence(long.id, by="Ana", at=NOON + 3 * HOUR) is None
    assert ledger.desk.end_silence("nosuch", by="Ana", at=NOON) is None
    assert {one.id for one in ledger.desk.silences()} == {short.id, long.id}


def test_every_deed_is_in_the_trail(ledger: Ledger) -> None:
    made = ledger.desk.silence("kind=strike", by="Ana", reason="known", begins=NOON, ends=NOON + HOUR)
    ledger.desk.end_silence(made.id, by="Ben", at=NOON)
    ledger.desk.save_view("Syria", "country=SY", by="Ana", at=NOON)
    ledger.desk.save_view("Syria", "country=SY&kind=strike", by="Ben", at=NOON)
    assert ledger.desk.views() == {"Syria": "country=SY&kind=strike"}
    assert ledger.desk.drop_view("Syria", by="Ana", at=NOON)
    assert not ledger.desk.drop_view("Syria", by="Ana", at=NOON)
    done = [(deed.what.value, deed.by) for deed in ledger.desk.after(0)]
    assert done == [
        ("silence", "Ana"),
        ("end-silence", "Ben"),
        ("save-view", "Ana"),
        ("save-view", "Ben"),
        ("drop-view", "Ana"),
    ]


def test_marks_are_found_with_all_they_say(ledger: Ledger) -> None:
    more = {"sentence": "nul\0 and Агентство", "wrong": "status"}
    ledger.desk.write(Deed(what=DeedKind.MARK_WRONG, by="Ana", at=NOON, thread="a", more=more))
    acknowledge(ledger, "a")
    assert [deed.more for deed in ledger.desk.marks()] == [more]


def test_alerts_are_listed_from_any_place_on(ledger: Ledger) -> None:
    keep(ledger, alert("a"), alert("b"), alert("a", 2), alert("c"))
    ids = [one.id for _, one in ledger.alerts_before(None, 9)]
    assert ids == ["c-000001", "a-000002", "b-000001"]
    place = ledger.alerts_before(None, 1)[0][0]
    assert [one.id for _, one in ledger.alerts_before(place, 1)] == ["a-000002"]


def test_the_copy_that_a_thread_tells_of_is_kept_and_goes_with_it(ledger: Ledger) -> None:
    steps = Steps(ledger, FakeWatcher(), lambda changes, now: [])
    steps.watch(FakeReader().read(Article(uri="urn:a", version="1", headline="Clash in Aleppo", body="A text.")), NOON)
    steps.watch(FakeReader().read(Article(uri="urn:b", version="1", headline="Nothing", body="Another.")), NOON)
    both = ledger.copy_of([("urn:a", "1"), ("urn:b", "1"), ("urn:a", "2")])
    assert both == [Copy(uri="urn:a", version="1", headline="Clash in Aleppo", body="A text.")]
    assert ledger.copy_of([]) == []
    (told,) = latest_alerts(ledger)
    assert [event.uri for event in ledger.events_of(told.thread)] == ["urn:a"]


def test_copy_is_forgotten_with_the_last_thread_that_tells_of_it(ledger: Ledger) -> None:
    with ledger.watching(["SY"]) as tx:
        for name, state in (("old", ThreadState.CLOSED), ("open", ThreadState.OPEN)):
            for uri in ("urn:both", f"urn:{name}"):
                tx.apply(Changes(threads=(msgspec.structs.replace(thread(name, uri=uri), state=state),)))
        for uri in ("urn:both", "urn:old", "urn:open"):
            tx.cited(Copy(uri=uri, version="1", headline="", body="text"))
    assert ledger.prune(NOON + timedelta(days=1), 9) == 1
    left = ledger.copy_of([("urn:both", "1"), ("urn:old", "1"), ("urn:open", "1")])
    assert {copy.uri for copy in left} == {"urn:both", "urn:open"}
