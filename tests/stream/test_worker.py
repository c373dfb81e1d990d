"""How a worker starts, what it shows, and how it ends when it cannot go on."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bellwire.broker.admin import Admin, Place
from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.ledger import OutboxMessage, open_ledger
from bellwire.processes import free_port
from bellwire.settings import Settings
from bellwire.stream.app import poll_size
from bellwire.stream.audit import Auditor
from bellwire.stream.probe import any_waits
from bellwire.stream.watchdog import Stall
from bellwire.watch.thread import Changes
from chaos.stage import Machines
from kit.fakes import HANG, RAISE, SLOW
from kit.topics import article, read_all, send_articles
from kit.workers import Worker, children_of, pool_of, settings_for, wait_for


@pytest.fixture(scope="module")
def broker() -> Iterator[EmbeddedBroker]:
    with EmbeddedBroker() as started:
        yield started


@pytest.fixture
def settings(broker: EmbeddedBroker, tmp_path: Path) -> Settings:
    prefix = tmp_path.name.replace("_", "-")
    made = settings_for(broker.address, tmp_path, topic_prefix=prefix, group=prefix)
    ensure_topics(broker.address, made)
    return made


def _says(settings: Settings, folder: Path, **more: str) -> str:
    """The last line of a worker that exits 1 by itself. (What a pool process that dies with it says may come later.)"""
    with Worker(settings, folder, **more) as worker:
        assert worker.exit_status() == 1, worker.words()
        return [line for line in worker.child.last_lines(200) if line.startswith("bellwire worker:")][-1]


def _told(port: int, path: str) -> tuple[int, str]:
    """What the worker answers there; status 0 where nothing does."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)


def test_without_a_broker_it_exits_with_one_line(tmp_path: Path) -> None:
    address = f"127.0.0.1:{free_port('127.0.0.1')}"
    said = _says(settings_for(address, tmp_path), tmp_path)
    assert said.startswith(f"bellwire worker: no answer from the Kafka broker at {address}")


def test_without_topics_it_exits_with_one_line(broker: EmbeddedBroker, tmp_path: Path) -> None:
    said = _says(settings_for(broker.address, tmp_path, topic_prefix="none"), tmp_path)
    assert said.startswith("bellwire worker: topic none.articles.v1 is missing (and ")
    assert said.endswith("`bellwire topics --create` makes what is missing")


def test_without_a_model_it_exits_with_one_line(settings: Settings, tmp_path: Path) -> None:
    said = _says(settings, tmp_path, reader="kit.fakes:load_no_reader")
    assert said.startswith("bellwire worker: a pool process could not begin to work")


def test_with_a_taken_metrics_port_it_exits_with_one_line(
    settings: Settings, broker: EmbeddedBroker, tmp_path: Path
) -> None:
    taken = settings.model_copy(update={"metrics_port": broker.port})
    assert _says(taken, tmp_path) == f"bellwire worker: no metrics on port {broker.port}: Address already in use"


def test_with_a_broken_file_of_feeds_it_exits_with_the_line(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("# night\n[feeds.night]\n")
    broken = settings.model_copy(update={"feeds_file": str(tmp_path / "feeds.toml")})
    assert "feeds.toml line 2: night has no silence" in _says(broken, tmp_path)


def test_a_feed_that_is_silent_is_a_metric_and_a_line_of_the_log(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("[feeds.night]\nsilence = '1m'\n")
    ledger = open_ledger(settings.ledger_url)
    with ledger.watching(()) as tx:
        tx.arrived("night", datetime.now(UTC) - timedelta(hours=1))
    ledger.close()
    port = free_port("127.0.0.1")
    told = settings.model_copy(update={"feeds_file": str(tmp_path / "feeds.toml"), "metrics_port": port})

    def shown() -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
            return str(answer.read().decode())

    with Worker(told, tmp_path).until_up() as worker:
        wait_for(lambda: 'bellwire_feed_silent{feed="night"} 1.0' in shown())
        wait_for(lambda: worker.child.says("feed is silent"))
        assert worker.terminate() == 0


def test_its_metrics_tell_what_it_did_and_the_lag_that_the_broker_sees(settings: Settings, tmp_path: Path) -> None:
    port = free_port("127.0.0.1")
    with Worker(settings.model_copy(update={"metrics_port": port}), tmp_path).until_up() as worker:
        made = [article(0, "Fight in Ravno"), article(1), article(2, body=RAISE)]
        send_articles(settings.brokers, settings.topic("articles"), made)

        def shown() -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
                return str(answer.read().decode())

        wanted = (
            'bellwire_articles_total{outcome="read"} 2.0',
            'bellwire_events_total{kind="clash",status="happened"} 1.0',
            'bellwire_alerts_total{direction="escalation",msg_type="Alert",priority="URGENT"} 1.0',
            'bellwire_dead_letters_total{reason="work-failed"} 1.0',
            "bellwire_wire_to_alert_seconds_count 1.0",
            "bellwire_reading_seconds_count 2.0",
            'bellwire_feed_articles_total{feed="unnamed",sort="first"} 2.0',
            'bellwire_acknowledged_total{agent="reader"} 3.0',
            'bellwire_tempo_turns_total{direction="escalation",turn="up"} 0.0',
            "bellwire_outbox_waiting_seconds 0.0",
            f'bellwire_consumer_lag{{topic="{settings.topic("articles")}"}} 0.0',
            f'bellwire_consumer_lag_seconds{{topic="{settings.topic("readings")}"}} 0.0',
            'bellwire_in_flight{agent="reader"} 0.0',
        )
        wait_for(lambda: all(line in shown() for line in wanted))
        assert worker.terminate() == 0


def test_a_worker_whose_broker_has_gone_lives_and_is_not_ready(tmp_path: Path) -> None:
    port = free_port("127.0.0.1")
    with EmbeddedBroker() as broker:
        settings = settings_for(broker.address, tmp_path, metrics_port=port)
        ensure_topics(broker.address, settings)
        with Worker(settings, tmp_path).until_up():
            wait_for(lambda: _told(port, "/readyz")[0] == 200)
            broker.stop()
            wait_for(lambda: "broker: " in _told(port, "/readyz")[1])
            assert _told(port, "/readyz")[0] == 503
            assert _told(port, "/livez")[0] == 200


@pytest.mark.kafka
def test_a_worker_whose_broker_answers_and_confirms_nothing_is_not_ready(tmp_path: Path) -> None:
    port = free_port("127.0.0.1")
    with Machines() as machines:
        direct = settings_for(machines.kafka.address, tmp_path, metrics_port=port)
        ensure_topics(direct.brokers, direct)
        behind = direct.model_copy(update={"brokers": f"127.0.0.1:{machines.kafka.behind}"})
        with Worker(behind, tmp_path).until_up():
            wait_for(lambda: _told(port, "/readyz")[0] == 200)
            machines.proxy.swallow = True
            send_articles(direct.brokers, direct.topic("articles"), [article(0)])
            wait_for(lambda: "has not confirmed what we published" in _told(port, "/readyz")[1])
            assert (_told(port, "/readyz")[0], _told(port, "/livez")[0]) == (503, 200)


def test_its_log_tells_of_an_alert_by_article_and_thread_and_never_the_copy(settings: Settings, tmp_path: Path) -> None:
    copy = "The hills above the town were quiet before dawn."
    with Worker(settings.model_copy(update={"log_format": "json"}), tmp_path).until_up() as worker:
        made = [article(0, "Fight in Ravno", body=copy), article(1, body=f"{copy} {RAISE}")]
        send_articles(settings.brokers, settings.topic("articles"), made)
        wait_for(lambda: worker.child.says('"event": "alert"') and worker.child.says("dead letter"))
        assert worker.terminate(120) == 0
        lines = [json.loads(line) for line in worker.child.log.read_text().splitlines()]
    [alert] = [line for line in lines if line["event"] == "alert"]
    assert alert["article"] == made[0]["uri"]
    assert alert["id"].startswith(alert["thread"])
    [dead] = [line for line in lines if line["event"] == "dead letter"]
    assert (dead["article"], dead["level"]) == (made[1]["uri"], "warning")
    assert not worker.child.says("quiet before dawn")


@pytest.mark.parametrize("killed", [pool_of, children_of], ids=["its processes", "the server that forks them"])
def test_a_pool_that_is_killed_costs_nothing(
    killed: Callable[[int], list[int]], settings: Settings, tmp_path: Path
) -> None:
    with Worker(settings, tmp_path).until_up() as worker:
        before = killed(worker.child.pid)
        assert before
        send_articles(settings.brokers, settings.topic("articles"), [article(n, body=SLOW) for n in range(4)])
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        with Auditor(settings) as auditor:
            account = wait_for(lambda: found if (found := auditor.account()).balanced and found.readings else None)
        assert (account.articles, account.dead_letters) == (4, 0)
        assert worker.terminate() == 0


def test_a_worker_that_stood_still_beyond_its_session_does_no_harm(settings: Settings, tmp_path: Path) -> None:
    made = [article(n, f"Fight in Town{n % 3}", SLOW) for n in range(8)]
    with Worker(settings, tmp_path).until_up() as zombie:
        send_articles(settings.brokers, settings.topic("articles"), made)
        with Auditor(settings) as auditor:
            wait_for(lambda: auditor.account().readings >= 1)
            os.kill(zombie.child.pid, signal.SIGSTOP)
            with Worker(settings, tmp_path, name="other").until_up() as other:
                wait_for(lambda: auditor.account().readings >= 8)
                os.kill(zombie.child.pid, signal.SIGCONT)
                account = wait_for(lambda: found if (found := auditor.account()).balanced else None)
                assert (account.articles, account.dead_letters) == (8, 0)
                assert other.child.ended is None


def test_a_worker_whose_broker_goes_for_good_exits_with_the_reason(tmp_path: Path) -> None:
    with EmbeddedBroker() as gone:
        settings = settings_for(gone.address, tmp_path, patience=2.0)
        ensure_topics(gone.address, settings)
        with Worker(settings, tmp_path).until_up() as worker:
            send_articles(gone.address, settings.topic("articles"), [article(n, body=SLOW) for n in range(4)])
            gone.child.stop()
            assert worker.exit_status(300) == 1
            words = [line for line in worker.child.last_lines(20) if "[aiokafka." not in line]  # It may log after us.
            assert words[-1].startswith("bellwire worker: ")


def test_a_worker_that_moves_nothing_any_more_stops_and_says_so(settings: Settings, tmp_path: Path) -> None:
    stuck = settings.model_copy(update={"article_deadline": 600.0, "stall_seconds": 20.0})
    send_articles(settings.brokers, settings.topic("articles"), [article(0, body=HANG)])
    with Worker(stuck, tmp_path) as worker:
        assert worker.exit_status(180) == 1, worker.words()
        said = worker.child.last_lines(1)[0]
    where = rf"{re.escape(settings.topic('articles'))}\[\d\]"
    assert re.fullmatch(rf"bellwire worker: 1 messages of {where} wait and nothing has moved for \d+ s", said)


@pytest.mark.parametrize(("there", "waits"), [({}, False), ({("a", 1): 9}, True)])
def test_lag_behind_which_the_broker_holds_no_message_is_no_stall(
    there: dict[tuple[str, int], int], waits: bool
) -> None:
    """An end behind markers of transactions, or behind what was compacted."""
    admin: Any = SimpleNamespace(next_offset=lambda at, offset: there.get((at.topic, at.partition)))
    stall = Stall({Place("a", 0): 5, Place("a", 1): 7}, "said")
    assert any_waits(admin, stall) is waits


def test_on_sigterm_while_it_starts_it_ends_at_once_and_readyz_says_at_what_it_was(
    settings: Settings, tmp_path: Path
) -> None:
    port = free_port("127.0.0.1")
    ledger = open_ledger(settings.ledger_url)
    with ledger.watching(["XX"]) as tx:
        tx.apply(Changes(), [OutboxMessage("alerts", "t", (("ce_id", "x"),), b"{}")])
    ledger.close()
    other = sqlite3.connect(settings.ledger_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with Worker(settings.model_copy(update={"metrics_port": port}), tmp_path) as worker:
            wait_for(lambda: "publishes what waits" in _told(port, "/readyz")[1])
            assert _told(port, "/readyz")[0] == 503
            assert worker.terminate(60) == 0, worker.words()
    finally:
        other.close()


def test_on_sigterm_it_waits_no_longer_for_a_ledger_that_is_out_of_reach(settings: Settings, tmp_path: Path) -> None:
    patient = settings.model_copy(update={"article_deadline": 600.0})
    with Worker(patient, tmp_path).until_up() as worker:
        other = sqlite3.connect(settings.ledger_url.removeprefix("sqlite:///"), isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            send_articles(settings.brokers, settings.topic("articles"), [article(0, "Fight in Ravno")])
            wait_for(lambda: worker.child.says("out of reach, trying again"))
            assert worker.terminate(90) == 0, worker.words()
        finally:
            other.close()


def test_on_sigterm_it_finishes_and_commits_what_it_reads_and_begins_no_more(
    settings: Settings, tmp_path: Path
) -> None:
    with Worker(settings, tmp_path).until_up() as worker, Auditor(settings) as auditor:
        send_articles(settings.brokers, settings.topic("articles"), [article(n, body=SLOW) for n in range(40)])
        wait_for(lambda: auditor.account().readings)
        assert worker.terminate() == 0, worker.words()
        account = auditor.account()
    with Admin(settings.brokers) as admin:
        committed = admin.committed(settings.group)
    topic = settings.topic("articles")
    assert sum(offset for at, offset in committed.items() if at.topic == topic) == account.readings
    assert 0 < account.readings < 40


def test_a_backlog_of_articles_does_not_keep_their_readings_from_the_watcher(
    settings: Settings, tmp_path: Path
) -> None:
    made = [article(n, f"Fight in Town{n % 3}", SLOW) for n in range(400)]
    send_articles(settings.brokers, settings.topic("articles"), made)
    with Worker(settings, tmp_path).until_up(), Auditor(settings) as auditor:
        wait_for(lambda: read_all(settings.brokers, settings.topic("alerts")))
        assert len(auditor.account().in_flight) > 300


@pytest.mark.parametrize(("prefetch", "partitions", "size"), [(64, 4, 3), (64, 1, 12), (64, 64, 1), (1, 4, 1)])
def test_what_comes_at_once_from_all_partitions_fits_into_the_last_fifth_of_a_buffer(
    prefetch: int, partitions: int, size: int
) -> None:
    assert poll_size(prefetch, partitions) == size
