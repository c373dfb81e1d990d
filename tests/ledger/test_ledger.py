"""What the ledger promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from bellwire.ledger import Ledger, OutboxMessage, outbox
from bellwire.ledger.engine import connect
from bellwire.reading.reading import Outcome
from bellwire.watch.thread import Changes, Decision, KnownVersion, ThreadEvent, ThreadKey
from kit.alerts import CAPTURE, GROUND, NOON, alert, thread
from kit.ledgers import latest_alerts


def apply(ledger: Ledger, changes: Changes, *messages: OutboxMessage) -> None:
    """One transaction of the Syrian theatre."""
    with ledger.watching(["SY"]) as tx:
        tx.apply(changes, messages)


def message(key: str, value: bytes = b"{}") -> OutboxMessage:
    return OutboxMessage("alerts", key, (("ce_id", f"{key}-000001"),), value)


def test_a_thread_is_found_by_its_key_and_comes_back_equal(ledger: Ledger) -> None:
    apply(ledger, Changes(threads=(thread("t1"),)))
    with ledger.watching(["SY"]) as tx:
        assert tx.known("urn:other", [GROUND]).threads == (thread("t1"),)
        assert tx.known("urn:other", [ThreadKey("SY", "talks"), ThreadKey("IQ", "ground")]).threads == ()


def test_a_thread_is_found_by_the_article_that_told_of_it(ledger: Ledger) -> None:
    apply(ledger, Changes(threads=(thread("t1"),)))
    with ledger.watching([]) as tx:
        assert tx.known("urn:a", []).threads == (thread("t1"),)
        assert tx.known("urn:b", []).threads == ()


def test_an_article_is_remembered_by_a_thread_that_dropped_its_report(ledger: Ledger) -> None:
    apply(ledger, Changes(threads=(thread("t1"),)))
    bare = msgspec.structs.replace(thread("t1"), reports=())
    apply(ledger, Changes(threads=(bare,)))
    with ledger.watching([]) as tx:
        assert tx.known("urn:a", []).threads == (bare,)


def test_a_thread_that_changed_its_keys_is_no_longer_found_by_the_old_ones(ledger: Ledger) -> None:
    apply(ledger, Changes(threads=(thread("t1"),)))
    apply(ledger, Changes(threads=(thread("t1", keys=(ThreadKey("SY", "talks"),)),)))
    with ledger.watching(["SY"]) as tx:
        assert tx.known("urn:other", [GROUND]).threads == ()
        assert len(tx.known("urn:other", [ThreadKey("SY", "talks")]).threads) == 1


def test_of_many_threads_those_come_first_to_which_most_keys_lead_then_those_of_the_newest_news(ledger: Ledger) -> None:
    near, far = ThreadKey("SY", "ground@36:37"), ThreadKey("SY", "ground@")
    for number in range(20):
        keys = (near, GROUND) if number == 14 else (GROUND,)
        news = NOON + timedelta(minutes=number)
        told = msgspec.structs.replace(thread(f"t{number:02}", uri=f"urn:{number}", keys=keys), last_news=news)
        apply(ledger, Changes(threads=(told,)))
    with ledger.watching(["SY"]) as tx:
        found = [one.id for one in tx.known("urn:other", [GROUND, near, far], 4).threads]
        assert sorted(found) == ["t14", "t17", "t18", "t19"]
        assert len(tx.known("urn:other", [GROUND, near, far]).threads) == 20
        assert "t02" in [one.id for one in tx.known("urn:2", [GROUND], 1).threads]


def test_of_a_square_of_the_map_only_what_lies_in_the_box_is_found_and_crowds_out_nothing(ledger: Ledger) -> None:
    square = "@72:74"
    for number in range(6):
        lat = 36.1 if number else 36.4
        key = ThreadKey("SY", square, (lat, 37.1, lat, 37.1))
        told = msgspec.structs.replace(thread(f"t{number}", uri=f"urn:{number}", keys=(key,)), last_news=NOON)
        apply(ledger, Changes(threads=(told,)))
    asked = ThreadKey("SY", square, (36.3, 36.9, 36.7, 37.3))
    with ledger.watching(["SY"]) as tx:
        assert [one.id for one in tx.known("urn:other", [asked], 4).threads] == ["t0"]
        assert len(tx.known("urn:other", [ThreadKey("SY", square)]).threads) == 6


def test_threads_of_each_country_are_looked_for_by_themselves(ledger: Ledger) -> None:
    for country in ("SY", "IQ"):
        for number in range(3):
            keys = (ThreadKey(country, "ground"),)
            apply(ledger, Changes(threads=(thread(f"{country}{number}", uri=f"urn:{country}{number}", keys=keys),)))
    with ledger.watching(["SY", "IQ"]) as tx:
        keys = [ThreadKey(country, "ground") for country in ("SY", "IQ", "IR")]
        assert [one.id for one in tx.known("urn:other", keys, 1).threads] == ["IQ2", "SY2"]


def test_versions_come_back_in_the_order_of_their_registration(ledger: Ledger) -> None:
    versions = tuple(
        KnownVersion(uri="urn:a", version=name, outcome=Outcome.READ, version_time=NOON) for name in ("2", "10", "1")
    )
    for version in versions:
        apply(ledger, Changes(version=version, decisions=(Decision(reason="new"),)))
    with ledger.watching([]) as tx:
        assert tx.known("urn:a", []).versions == versions


def test_the_same_version_again_replaces_what_stood_there(ledger: Ledger) -> None:
    first = KnownVersion(uri="urn:a", version="1", outcome=Outcome.EMBARGOED)
    then = KnownVersion(uri="urn:a", version="1", outcome=Outcome.READ)
    apply(ledger, Changes(version=first))
    apply(ledger, Changes(version=then))
    with ledger.watching([]) as tx:
        assert tx.known("urn:a", []).versions == (then,)


@pytest.mark.parametrize("uri", ["urn:" + "x" * 5000, "nul\0 \\0", "ünïcode ☎", ""])
def test_any_uri_can_be_kept_and_found(ledger: Ledger, uri: str) -> None:
    version = KnownVersion(uri=uri, version="v" * 3000 + "\0", outcome=Outcome.READ)
    apply(ledger, Changes(version=version, threads=(thread("t1", uri=uri),)), message(uri))
    with ledger.watching([], uris=[uri]) as tx:
        assert tx.known(uri, []).versions == (version,)
        assert len(tx.known(uri, []).threads) == 1
    assert [row.message.key for row in ledger.unpublished([uri])] == [uri]


def test_uris_that_differ_after_what_an_index_holds_are_two(ledger: Ledger) -> None:
    apply(ledger, Changes(version=KnownVersion(uri="x" * 5000 + "a", version="1", outcome=Outcome.READ)))
    with ledger.watching([]) as tx:
        assert tx.known("x" * 5000 + "b", []).versions == ()


def test_due_threads_are_those_whose_time_has_come(ledger: Ledger) -> None:
    soon, later = NOON + timedelta(minutes=1), NOON + timedelta(hours=1)
    apply(ledger, Changes(threads=(thread("never"), thread("soon", due=soon), thread("later", due=later))))
    with ledger.watching([]) as tx:
        assert [found.id for found in tx.due(NOON)] == []
        assert [found.id for found in tx.due(soon)] == ["soon"]
        assert [found.id for found in tx.due(later)] == ["soon", "later"]
        assert [found.id for found in tx.due(later, 1)] == ["soon"]
        assert [tx.next_due(), tx.next_due(soon), tx.next_due(later)] == [soon, later, None]


def test_nothing_of_a_transaction_that_fails_remains(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError, match="worker bug"), ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(thread("t1"),), alerts=(alert("t1", 1),)), [message("t1")])
        raise RuntimeError("worker bug")
    assert (ledger.thread("t1"), latest_alerts(ledger), ledger.unpublished()) == (None, [], [])


def test_a_part_of_a_transaction_that_fails_leaves_no_trace_and_the_rest_stands(ledger: Ledger) -> None:
    with ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(thread("before"),)))
        with pytest.raises(RuntimeError, match="bug"), tx.part():
            tx.apply(Changes(threads=(thread("half"),)))
            raise RuntimeError("bug")
        with tx.part():
            tx.apply(Changes(threads=(thread("after"),)))
    assert [ledger.thread(name) is not None for name in ("before", "half", "after")] == [True, False, True]


def test_the_outbox_gives_back_the_exact_bytes_in_sequence_until_marked(ledger: Ledger) -> None:
    sent = [message(f"t{number}", bytes([number, 0, 255])) for number in range(5)]
    apply(ledger, Changes(), *sent)
    rows = ledger.unpublished()
    assert [row.message for row in rows] == sent
    assert [row.seq for row in rows] == sorted({row.seq for row in rows})
    ledger.mark_published([row.seq for row in rows[:3]])
    assert [row.message for row in ledger.unpublished()] == sent[3:]
    assert [row.message for row in ledger.unpublished(["t4"])] == sent[4:]
    assert ledger.unpublished([]) == []
    assert len(ledger.unpublished(limit=1)) == 1


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Published messages are deleted at once."""
    monkeypatch.setattr(outbox, "KEEP", 0)
    monkeypatch.setattr(outbox, "SWEEP", 1)


@pytest.mark.usefixtures("forgetful")
def test_sequence_numbers_are_never_used_again(ledger: Ledger) -> None:
    apply(ledger, Changes(), message("t1"))
    (first,) = ledger.unpublished()
    ledger.mark_published([first.seq])
    apply(ledger, Changes(), message("t2"))
    assert ledger.unpublished()[0].seq > first.seq


@pytest.mark.usefixtures("forgetful")
def test_what_is_published_goes_and_what_waits_stays(ledger: Ledger, url: str) -> None:
    apply(ledger, Changes(), message("t1"), message("t2"))
    ledger.mark_published([ledger.unpublished()[1].seq])
    engine = connect(url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM outbox")).scalar() == 1
    engine.dispose()
    assert [row.message.key for row in ledger.unpublished()] == ["t1"]


def test_the_latest_alerts_are_one_a_thread_last_decided_first(ledger: Ledger) -> None:
    apply(ledger, Changes(alerts=(alert("t1", 1), alert("t2", 1))))
    apply(ledger, Changes(alerts=(alert("t1", 2),)))
    assert latest_alerts(ledger) == [alert("t1", 2), alert("t2", 1)]
    assert latest_alerts(ledger, 1) == [alert("t1", 2)]
    assert ledger.alerts_of("t1") == [alert("t1", 1), alert("t1", 2)]
    each = {"t1": [alert("t1", 1), alert("t1", 2)], "t2": [alert("t2", 1)]}
    assert ledger.alerts_of_each(["t1", "t2", "nosuch"]) == each


def test_an_alert_written_again_stands_once_and_keeps_its_place(ledger: Ledger) -> None:
    apply(ledger, Changes(alerts=(alert("t1", 1),)))
    apply(ledger, Changes(alerts=(alert("t2", 1),)))
    apply(ledger, Changes(alerts=(alert("t1", 1),)))
    assert [found.id for found in latest_alerts(ledger)] == ["t2-000001", "t1-000001"]


def test_a_thread_that_is_not_there_is_none(ledger: Ledger) -> None:
    assert ledger.thread("nosuch") is None
    assert ledger.alerts_of("nosuch") == []


def test_counts_add_up(ledger: Ledger) -> None:
    told = ThreadEvent(thread="t1", theatre="SY/Aleppo", uri="urn:a", version="1", event=CAPTURE)
    version = KnownVersion(uri="urn:a", version="1", outcome=Outcome.READ)
    changes = Changes(
        version=version, threads=(thread("t1"),), alerts=(alert("t1", 1), alert("t1", 2)), events=(told, told)
    )
    apply(ledger, changes, message("t1"))
    counts = ledger.counts()
    assert {name: counts[name] for name in ("articles", "events", "threads", "alerts", "unpublished")} == {
        "articles": 1,
        "events": 1,
        "threads": 1,
        "alerts": 2,
        "unpublished": 1,
    }
    assert (counts["articles read"], counts["alerts Alert"], counts["alerts Update"]) == (1, 1, 1)


def test_a_time_without_a_zone_is_refused(ledger: Ledger) -> None:
    with pytest.raises(StatementError, match="a time without a zone"):
        apply(ledger, Changes(threads=(thread("t1", due=datetime(2016, 12, 4)),)))


def test_a_ledger_that_answers_says_nothing(ledger: Ledger) -> None:
    ledger.ping()


def test_more_than_one_statement_holds_can_be_marked(ledger: Ledger) -> None:
    apply(ledger, Changes(), message("t1"), message("t2"))
    ledger.mark_published(range(3000))
    assert ledger.unpublished() == []
