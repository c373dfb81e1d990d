"""The oracle finds what is wrong: a suite that cannot fail proves nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from bellwire.stream.dead_letters import dead_letter
from bellwire.stream.envelope import of_changes, of_reading
from bellwire.stream.message import Message, Output, as_headers
from bellwire.watch import MemoryLedger
from bellwire.wire import read_copy
from chaos.crew import Exit
from chaos.faults import FAULTS
from chaos.history import Item, items
from chaos.oracle import Found, Verdict, judge
from chaos.run import Played
from kit.fakes import load_reader, load_watcher

_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
_SENT = items(7, 60, poison=0.1, kinds={"raise": 1})


def _record(output: Output) -> Any:
    return SimpleNamespace(key=output.key, value=output.value, headers=list(output.headers))


def _run(sent: list[Item]) -> Found:
    """What the topics and the ledger hold after a run in which nothing went wrong."""
    reader, watcher, ledger = load_reader(), load_watcher(), MemoryLedger()
    outputs: dict[str, list[Any]] = {
        "readings": [],
        "dead-letters": [],
        "alerts": [],
        "events.ground": [],
        "threads": [],
    }
    registered = []
    for number, item in enumerate(sent):
        message = Message("a", 0, number, 1_700_000_000_000 + number, item.uri.encode(), item.value)
        [article] = read_copy(item.value, "application/json", max_bytes=1_000_000)
        try:
            reading = reader.read(msgspec.structs.replace(article, received=message.arrival))
        except LookupError as error:
            outputs["dead-letters"].append(_record(dead_letter(message, _failed(error), attempts=1, version="0")))
            continue
        outputs["readings"].append(_record(of_reading(reading, message, 1, 1, "/test")))
        known = ledger.known(reading.uri, watcher.keys(reading))
        changes = watcher.watch(reading, known, message.arrival)
        ledger.apply(changes)
        registered.append((reading.uri, reading.version))
        for one in of_changes(changes, message.arrival, "/test"):
            outputs[one.topic].append(_record(Output(one.topic, one.key.encode(), one.value, as_headers(one.headers))))
    return Found(
        [],
        *outputs.values(),
        registered=registered,
        kept_alerts={alert.id: (alert.thread, msgspec.json.encode(alert)) for alert in ledger.alerts},
        kept_events={_name(record): record.value for record in outputs["events.ground"]},
        kept_threads={name: msgspec.json.encode(thread).decode() for name, thread in ledger.threads.items()},
    )


def _failed(error: Exception) -> Any:
    from bellwire.errors import WorkFailed

    return WorkFailed(str(error))


def _name(record: Any) -> str:
    return str(dict(record.headers)["ce_id"].decode())


@pytest.fixture
def found() -> Found:
    return _run(_SENT)


def _judge(found: Found, **more: Any) -> Verdict:
    return judge(found, _SENT, {item.id for item in _SENT}, load_watcher(), **more)


def _spoilt(record: Any) -> Any:
    return SimpleNamespace(key=record.key, value=record.value.replace(b"Fight", b"Fighz"), headers=record.headers)


def test_a_run_in_which_nothing_went_wrong_holds(found: Found) -> None:
    verdict = _judge(found)
    assert verdict.holds, verdict.wrong()
    assert verdict.readings + verdict.dead_letters == len(_SENT)
    assert verdict.dead_letters and verdict.alerts and verdict.again == 0


def test_what_is_sent_twice_the_same_is_no_fault(found: Found) -> None:
    twice = replace(found, readings=found.readings * 2, alerts=found.alerts + found.alerts, events=found.events * 2)
    verdict = _judge(twice)
    assert verdict.holds, verdict.wrong()
    assert verdict.again == len(found.readings) + len(found.alerts) + len(found.events)


def test_an_article_without_reading_and_dead_letter_is_lost(found: Found) -> None:
    assert len(_judge(replace(found, letters=found.letters[1:])).lost) == 1
    assert _judge(replace(found, readings=found.readings[:-1])).lost


def test_a_reading_that_never_came_to_the_ledger_is_lost(found: Found) -> None:
    assert _judge(replace(found, registered=found.registered[:-1])).lost


def test_an_alert_that_was_not_published_or_came_too_late_is_lost(found: Found) -> None:
    assert _judge(replace(found, alerts=found.alerts[:-1])).lost
    second = next(record for record in found.alerts if _name(record).endswith("-000002"))
    first = next(record for record in found.alerts if record.key == second.key)
    late = [record for record in found.alerts if record is not first] + [first]
    assert _judge(replace(found, alerts=late)).lost == [f"alert {_name(first)} was not heard"]


def test_an_alert_of_which_the_ledger_knows_nothing_is_one_too_many(found: Found) -> None:
    name = _name(found.alerts[-1])
    kept = {id_: body for id_, body in found.kept_alerts.items() if id_ != name}
    assert f"alert {name} is in no ledger" in _judge(replace(found, kept_alerts=kept)).repeated


def test_one_article_told_by_two_versions_of_a_thread_is_repeated(found: Found) -> None:
    (name, (thread, body)) = next(iter(found.kept_alerts.items()))
    more = found.kept_alerts | {name[:-6] + "999999": (thread, body)}
    assert any(" in " in one for one in _judge(replace(found, kept_alerts=more)).repeated)


def _renamed(record: Any, **headers: bytes) -> Any:
    return SimpleNamespace(key=record.key, value=record.value, headers=list((dict(record.headers) | headers).items()))


@pytest.mark.parametrize("other_thread", [False, True])
def test_an_alert_that_a_subscriber_hears_twice_is_repeated(found: Found, other_thread: bool) -> None:
    """Under the next id of its thread, as a worker would tell it that forgot; or under another thread."""
    first = found.alerts[0]
    headers = {"ce_correlationid": b"another"} if other_thread else {"ce_id": _name(first)[:-6].encode() + b"999999"}
    verdict = _judge(replace(found, alerts=[*found.alerts, _renamed(first, **headers)]))
    assert any("is heard as" in one for one in verdict.repeated)


def test_an_event_of_which_the_ledger_knows_nothing_is_one_too_many(found: Found) -> None:
    name = _name(found.events[-1])
    kept = {id_: body for id_, body in found.kept_events.items() if id_ != name}
    assert _judge(replace(found, kept_events=kept)).repeated == [f"event {name} is in no ledger"]


def test_an_event_whose_body_is_not_that_of_the_ledger_differs(found: Found) -> None:
    name = _name(found.events[-1])
    verdict = _judge(replace(found, kept_events=found.kept_events | {name: b"{}"}))
    assert verdict.differing == [f"event {name}"]


def _ended(*ends: Exit) -> list[str]:
    reasons = FAULTS["worker-killed"].ends
    return Played("worker-killed", 1, reasons, (), Verdict(), None, (), tuple(ends), 1.0).wrong()


def test_a_worker_that_ends_as_its_fault_does_not_explain_is_wrong() -> None:
    assert _ended(Exit(-9, ""), Exit(-9, "")) == []
    [said] = _ended(Exit(-9, ""), Exit(1, "bellwire worker: stopped by ValueError: x", "unexpected"))
    assert said == "a worker ended with unexpected: bellwire worker: stopped by ValueError: x"
    assert _ended(Exit(0, "")) == ["a worker ended with asked: "]
    assert _ended(Exit(1, "killed")) == ["a worker ended with status 1: killed"]
    assert _ended(Exit(1, "bellwire worker: no answer", "broker-unavailable")) == []


def test_no_fault_explains_a_bug() -> None:
    assert all(not {"unexpected", "status 1"} & fault.ends for fault in FAULTS.values())


def test_an_article_that_is_read_and_buried_is_repeated(found: Found) -> None:
    read = next(item for item in _SENT if item.poison is None)
    letter = SimpleNamespace(key=b"", value=read.value, headers=[("reason", b"work-failed")])
    verdict = _judge(replace(found, letters=[*found.letters, letter]))
    assert verdict.repeated == [f"{read.id} is read and buried"]
    assert verdict.buried == [f"{read.id} (work-failed)"]


def test_bodies_that_differ_are_found_on_every_topic(found: Found) -> None:
    for name in ("readings", "alerts", "events"):
        records = getattr(found, name)
        spoilt = next(record for record in records if b"Fight" in record.value or name == "events")
        other = _spoilt(spoilt) if name != "events" else SimpleNamespace(value=b"{}", headers=spoilt.headers)
        assert _judge(replace(found, **{name: [*records, other]})).differing, name


def test_readings_of_what_its_producer_sent_twice_may_tell_of_two_arrivals_and_of_nothing_else(found: Found) -> None:
    reading = msgspec.json.decode(found.readings[0].value)
    name = f"{reading['uri']}#{reading['version']}"
    reading["article"]["received"] = "2026-11-29T12:00:00Z"
    later = SimpleNamespace(value=msgspec.json.encode(reading), headers=found.readings[0].headers)
    both = replace(found, readings=[*found.readings, later])
    assert _judge(both).differing == [f"reading of {name}"]
    assert _judge(both, sent_again={name}).holds
    reading["article"]["headline"] += "!"
    later.value = msgspec.json.encode(reading)
    assert _judge(both, sent_again={name}).differing == [f"reading of {name}"]


def test_a_thread_that_a_run_without_faults_would_not_have_is_found(found: Found) -> None:
    name, body = next(iter(found.kept_threads.items()))
    threads = found.kept_threads | {name: body.replace("Fight", "Fighz")}
    assert _judge(replace(found, kept_threads=threads)).threads == [name]
    assert _judge(replace(found, registered=found.registered[::-1])).threads


def test_an_older_view_that_was_written_last_is_stale(found: Found) -> None:
    keys = [record.key for record in found.views]
    first = next(record for record in found.views if keys.count(record.key) > 1)
    assert _judge(replace(found, views=[*found.views, first])).stale == [first.key.decode()]
