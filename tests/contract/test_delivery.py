"""What the worker promises, on the embedded broker and on Apache Kafka: the same class on both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from kafka.consumer.fetcher import ConsumerRecord

from bellwire.broker.follower import Follower
from bellwire.broker.topics import check_topics, ensure_topics
from bellwire.settings import Settings
from bellwire.stream.audit import Account, Auditor
from bellwire.stream.resend import Wanted, find, resend
from kit.brokers import BOTH, broker
from kit.fakes import CRASH, HANG, RAISE, SLOW
from kit.topics import article, header, read_all, send, send_articles
from kit.workers import Worker, pool_of, settings_for, wait_for

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(params=BOTH, scope="class")
def brokers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with broker(request.param, tmp_path_factory.mktemp("broker")) as address:
        yield address


@pytest.fixture
def settings(brokers: str, tmp_path: Path) -> Settings:
    """Topics of its own for every test, on the broker that they share."""
    prefix = tmp_path.name.replace("_", "-")[:60]
    made = settings_for(brokers, tmp_path, topic_prefix=prefix, group=prefix, article_deadline=2.0)
    ensure_topics(brokers, made)
    return made


class TestDelivery:
    def test_every_article_gets_its_reading_and_every_alert_is_published(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        with Worker(settings, tmp_path).until_up() as worker:
            send_articles(settings.brokers, settings.topic("articles"), _fights(30))
            account = _balanced(settings)
            assert worker.terminate() == 0, worker.words()
        assert (account.articles, account.readings, account.dead_letters, account.repeated) == (30, 30, 0, 0)
        alerts = read_all(settings.brokers, settings.topic("alerts"))
        assert sorted(header(record, "ce_id") or "" for record in alerts) == sorted(
            json.loads(record.value)["id"] for record in alerts
        )
        assert len(alerts) == 30
        events = read_all(settings.brokers, settings.topic("events.ground"))
        views = read_all(settings.brokers, settings.topic("threads"))
        assert len(events) == len(views) == 30

    def test_what_cannot_be_read_becomes_a_dead_letter_and_the_next_article_goes_on(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        bad = _bad_input()
        with Worker(settings, tmp_path).until_up() as worker:
            sent = send(settings.brokers, settings.topic("articles"), [("one key", value) for value in bad.values()])
            send_articles(settings.brokers, settings.topic("articles"), _fights(3))
            account = _balanced(settings)
            assert worker.terminate() == 0, worker.words()
        assert (account.articles, account.readings, account.dead_letters) == (len(bad) + 3, 3, len(bad))
        letters = read_all(settings.brokers, settings.topic("dead-letters"))
        by_place = {(header(r, "partition"), header(r, "offset")): r for r in letters}
        for (reason, value), (partition, offset) in zip(bad.items(), sent, strict=True):
            letter = by_place[str(partition), str(offset)]
            assert header(letter, "reason") == reason.split("/")[0], header(letter, "sentence")
            assert header(letter, "topic") == settings.topic("articles")
            assert (letter.key, letter.value) == (b"one key", value)

    def test_a_dead_letter_that_is_sent_again_is_tried_again_and_the_account_holds(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        with Worker(settings, tmp_path).until_up():
            send(settings.brokers, settings.topic("articles"), [("k", _bad_input()["no-text"])])
            _until(settings, "dead-letters", 1)
            assert resend(settings, find(settings, Wanted())).confirmed == 1
            letters = _until(settings, "dead-letters", 2)
            account = _balanced(settings)
        assert sorted(header(letter, "attempts") or "" for letter in letters) == ["1", "2"]
        assert (account.articles, account.dead_letters) == (2, 2)
        assert [letter.resent for letter in find(settings, Wanted())] == [True, False]

    def test_what_is_no_reading_becomes_a_dead_letter_too(self, settings: Settings, tmp_path: Path) -> None:
        with Worker(settings, tmp_path).until_up():
            send(settings.brokers, settings.topic("readings"), [(None, b"no reading"), ("k", b'{"uri": 7}')])
            letters = _until(settings, "dead-letters", 2)
        assert {header(letter, "reason") for letter in letters} == {"not-a-reading"}
        assert {letter.value for letter in letters} == {b"no reading", b'{"uri": 7}'}

    def test_a_stop_finishes_what_is_under_way_and_leaves_nothing_to_repeat(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        slow = [article(number, body=SLOW) for number in range(6)]
        with Worker(settings, tmp_path).until_up() as worker:
            send_articles(settings.brokers, settings.topic("articles"), slow)
            _until(settings, "readings", 1)
            assert worker.terminate() == 0, worker.words()
        with Worker(settings, tmp_path, name="next").until_up():
            account = _balanced(settings)
        assert (account.readings, account.repeated) == (6, 0)

    def test_what_a_killed_worker_had_under_way_is_done_by_the_next(self, settings: Settings, tmp_path: Path) -> None:
        slow = [article(number, f"Fight in Town{number}", SLOW) for number in range(6)]
        with Worker(settings, tmp_path).until_up() as worker:
            pool = pool_of(worker.child.pid)
            send_articles(settings.brokers, settings.topic("articles"), slow)
            _until(settings, "readings", 1)
            worker.kill()
        assert len(pool) >= 1
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pool))
        with Worker(settings, tmp_path, name="next").until_up():
            account = _balanced(settings)
        assert account.articles == 6 and account.dead_letters == 0

    @pytest.mark.timeout(900)
    def test_four_workers_share_the_copy_and_one_that_is_killed_costs_nothing(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        with ExitStack() as stack:
            workers = [stack.enter_context(Worker(settings, tmp_path, name=f"worker-{one}")) for one in range(4)]
            for worker in workers:
                worker.until_up(180)
            send_articles(settings.brokers, settings.topic("articles"), _fights(40))
            _until(settings, "readings", 1)
            workers[0].kill()
            account = _balanced(settings, 300)
            assert [worker.terminate(120) for worker in workers[1:]] == [0, 0, 0]
        assert (account.articles, account.dead_letters) == (40, 0)
        assert len({header(record, "ce_id") for record in read_all(settings.brokers, settings.topic("alerts"))}) == 40

    def test_versions_of_one_article_are_read_in_the_order_in_which_they_came(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        versions = [article(1, body=SLOW if number == 1 else "Quick.", version=number) for number in range(1, 6)]
        with Worker(settings.model_copy(update={"processes": 2}), tmp_path).until_up():
            send_articles(settings.brokers, settings.topic("articles"), versions)
            readings = _until(settings, "readings", 5)
        assert [json.loads(record.value)["version"] for record in readings] == ["1", "2", "3", "4", "5"]

    def test_too_many_dead_letters_stop_the_worker_and_a_good_one_goes_on_from_there(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        strict = settings.model_copy(update={"dead_letter_run": 5})
        with Worker(strict, tmp_path) as worker:
            worker.until_up()
            send(settings.brokers, settings.topic("articles"), [("k", b"{")] * 20)
            assert worker.exit_status() == 1
            assert "5 dead letters in a row" in worker.words()
        assert len(read_all(settings.brokers, settings.topic("dead-letters"))) < 5
        with Worker(settings, tmp_path, name="fixed").until_up():
            account = _balanced(settings)
        assert account.articles == 20

    def test_the_topics_are_as_the_contract_says(self, settings: Settings) -> None:
        assert check_topics(settings.brokers, settings) == []
        assert ensure_topics(settings.brokers, settings) == []


def _fights(count: int) -> list[dict[str, object]]:
    return [article(number, f"Fight in Town{number % 4}") for number in range(count)]


def _bad_input() -> dict[str, bytes]:
    """Bytes that must not be read, by the reason they must get; one megabyte more than five where size matters."""

    def item(body: str) -> bytes:
        return json.dumps(article(99, body=body)).encode()

    return {
        "not-json": b'{"uri": "urn:x", ',
        "not-an-article": b'[1, 2, {"x": null}]',
        "no-text": json.dumps({"uri": "urn:x:1", "pubstatus": "usable", "headlines": [], "bodies": []}).encode(),
        "too-large": item("word " * (5 * 1024 * 1024 // 5)),
        "not-json/surrogate": item("X").replace(b'"X"', b'"\\ud800"'),
        "not-utf8": b'{"uri": "\xff\xfe"}',
        "work-crashed": item(CRASH),
        "work-timed-out": item(HANG),
        "work-failed": item(RAISE),
    }


def _balanced(settings: Settings, patience: float = 90) -> Account:
    """The account, once all that was sent is accounted for."""
    with Auditor(settings) as auditor:
        return wait_for(lambda: account if (account := auditor.account()).balanced else None, patience)  # type: ignore[no-any-return]


def _until(settings: Settings, topic: str, count: int) -> list[ConsumerRecord]:
    """The messages of a topic, once there are so many."""
    records: list[ConsumerRecord] = []

    def found() -> list[ConsumerRecord]:
        records.extend(follower.new())
        return records if len(records) >= count else []

    with closing(Follower(settings.brokers, settings.topic(topic))) as follower:
        return wait_for(found)  # type: ignore[no-any-return]
