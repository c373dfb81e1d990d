"""Dead letters listed and sent again, on both brokers, and as the command says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaProducer
from kafka.consumer.fetcher import ConsumerRecord
from typer.testing import CliRunner

from bellwire.broker.admin import Admin
from bellwire.cli.main import register
from bellwire.errors import BadCopy
from bellwire.settings import Settings
from bellwire.stream.dead_letters import dead_letter
from bellwire.stream.message import Message
from bellwire.stream.resend import Wanted, find
from kit.brokers import BOTH, broker
from kit.topics import header, read_all

_KEPT = (("content-type", b"text/plain"), ("x", b"\xff"))


@pytest.fixture(params=BOTH, scope="module")
def brokers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with broker(request.param, tmp_path_factory.mktemp("broker")) as address:
        yield address


@pytest.fixture
def settings(brokers: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Settings:
    prefix = re.sub(r"\W", "-", request.node.name)[-60:]
    monkeypatch.setenv("BELLWIRE_TOPIC_PREFIX", prefix)
    monkeypatch.setenv("BELLWIRE_BROKERS", brokers)
    made = Settings()
    with Admin(brokers) as admin:
        names = [made.topic(name) for name in ("articles", "readings", "dead-letters")]
        admin.create({name: {} for name in names}, partitions=2, replication=1)
    return made


def _bury(settings: Settings, number: int, reason: str = "no-text", topic: str = "articles", **more: object) -> None:
    """A dead letter of a message that lay at this offset."""
    message = Message(
        topic=settings.topic(topic),
        partition=1,
        offset=number,
        timestamp_ms=1_700_000_000_000,
        key=more.get("key", b"key %d" % number),  # type: ignore[arg-type]
        value=more.get("value", b"bytes %d \x1b[2J\xff" % number),  # type: ignore[arg-type]
        headers=more.get("headers", _KEPT),  # type: ignore[arg-type]
    )
    letter = dead_letter(message, BadCopy("no text", reason=reason), attempts=1, version="9")
    producer = KafkaProducer(bootstrap_servers=settings.brokers)
    try:
        topic = settings.topic("dead-letters")
        producer.send(topic, letter.value, key=letter.key, headers=list(letter.headers)).get(timeout=300)
    finally:
        producer.close()


def _command(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(register(), ["dead-letters", *words])
    return done.exit_code, done.stdout, done.stderr


def _sent(settings: Settings, topic: str = "articles") -> list[ConsumerRecord]:
    return read_all(settings.brokers, settings.topic(topic))


def test_one_is_sent_again_as_it_came_with_the_next_attempt(settings: Settings) -> None:
    _bury(settings, 7)
    [letter] = find(settings, Wanted())
    assert _command("resend", letter.place)[0] == 0
    [record] = _sent(settings)
    assert (record.key, record.value) == (b"key 7", b"bytes 7 \x1b[2J\xff")
    origin = f"{settings.topic('articles')}/1@7".encode()
    assert tuple(record.headers) == (*_KEPT, ("resent-of", origin), ("attempt", b"2"))


def test_a_second_time_sends_nothing_unless_asked_to(settings: Settings) -> None:
    _bury(settings, 7)
    assert _command("resend", "--all", "--yes")[0] == 0
    code, _, said = _command("resend", "--all", "--yes")
    assert (code, len(_sent(settings))) == (0, 1)
    assert "1 sent again before and left out" in said
    assert _command("resend", "--all", "--yes", "--again")[0] == 0
    assert len(_sent(settings)) == 2


def test_a_message_that_became_a_dead_letter_twice_is_sent_once(settings: Settings) -> None:
    _bury(settings, 7)
    _bury(settings, 7)
    [letter] = find(settings, Wanted())
    assert _command("resend", letter.place, *letter.also)[0] == 0
    assert (len(letter.also), len(_sent(settings))) == (1, 1)


@pytest.mark.parametrize("other", [{"value": b"of the topic made anew"}, {"key": b"another"}, {"key": None}])
def test_two_messages_that_lay_at_the_same_offset_of_a_topic_and_of_the_one_made_anew_are_each_listed_and_sent(
    settings: Settings, other: dict[str, object]
) -> None:
    _bury(settings, 7)
    _bury(settings, 7, **other)
    first, second = find(settings, Wanted())
    assert (first.origin, first.also) == (second.origin, second.also) == (first.origin, ())
    assert _command("resend", first.place)[0] == 0
    assert [letter.resent for letter in find(settings, Wanted())] == [True, False]
    assert _command("resend", "--all", "--yes")[0] == 0
    assert len(_sent(settings)) == 2
    assert [letter.resent for letter in find(settings, Wanted())] == [True, True]


def test_what_was_sent_again_and_failed_again_counts_its_attempts(settings: Settings) -> None:
    _bury(settings, 9, headers=(*_KEPT, ("resent-of", b"x/1@7"), ("attempt", b"2")))
    [letter] = find(settings, Wanted())
    assert letter.attempts == 2
    assert _command("resend", letter.place)[0] == 0
    [record] = _sent(settings)
    assert [name for name, _ in record.headers] == ["content-type", "x", "resent-of", "attempt"]
    assert header(record, "attempt") == "3"


def test_filters_choose_by_topic_reason_and_time(settings: Settings) -> None:
    _bury(settings, 1)
    _bury(settings, 2, reason="work-failed")
    _bury(settings, 3, reason="not-a-reading", topic="readings")
    assert len(_command("list")[1].splitlines()) == 4
    assert len(_command("list", "--reason", "work-failed")[1].splitlines()) == 2
    assert len(_command("list", "--topic", "readings")[1].splitlines()) == 2
    assert len(_command("list", "--since", "2099-01-01")[1].splitlines()) == 1
    assert _command("resend", "--topic", "readings", "--yes")[0] == 0
    assert (len(_sent(settings)), len(_sent(settings, "readings"))) == (0, 1)
    assert [line.split("\t")[4] for line in _command("list")[1].splitlines()[1:]] == ["waits", "waits", "resent"]


def test_a_dry_run_sends_nothing(settings: Settings) -> None:
    _bury(settings, 1)
    code, _, said = _command("resend", "--all", "--dry-run")
    assert (code, _sent(settings)) == (0, [])
    assert "1 to send" in said


def test_many_are_sent_only_when_somebody_said_yes(settings: Settings) -> None:
    _bury(settings, 1)
    assert _command("resend", "--all")[0] == 2
    assert _command("resend")[0] == 2
    assert _sent(settings) == []


def test_one_is_shown_without_moving_the_cursor_and_raw_as_it_came(settings: Settings) -> None:
    _bury(settings, 7)
    [letter] = find(settings, Wanted())
    _, shown, _ = _command("show", letter.place)
    assert "bytes 7 \\x1b[2J\\xff" in shown and "\x1b" not in shown
    raw = CliRunner().invoke(register(), ["dead-letters", "show", "--raw", letter.place])
    assert raw.stdout_bytes == b"bytes 7 \x1b[2J\xff"


def test_what_others_wrote_there_is_no_letter_of_ours(settings: Settings) -> None:
    producer = KafkaProducer(bootstrap_servers=settings.brokers)
    producer.send(settings.topic("dead-letters"), b"?").get(timeout=300)
    producer.close()
    assert find(settings, Wanted()) == []


def test_letters_of_other_topics_are_left_alone(settings: Settings) -> None:
    foreign = Message("elsewhere", 0, 0, 0, None, b"x")
    letter = dead_letter(foreign, BadCopy("x"), attempts=1, version="9")
    producer = KafkaProducer(bootstrap_servers=settings.brokers)
    producer.send(settings.topic("dead-letters"), letter.value, headers=list(letter.headers)).get(timeout=300)
    producer.close()
    code, _, said = _command("resend", "--all", "--yes")
    assert code == 0
    assert "1 came from topics that are not ours" in said


def test_a_place_that_is_none_is_one_line(settings: Settings, tmp_path: Path) -> None:
    done = CliRunner().invoke(register(), ["dead-letters", "resend", "0@99"])
    assert done.exit_code == 1
    assert "no dead letter at 0@99" in str(done.exception)
