"""`bellwire replay --readings`: from the readings that a worker left, a ledger like its own, with which one goes on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.intake.example import example_wire
from bellwire.intake.messages import article_message
from bellwire.ledger import Deed, DeedKind, Ledger, open_ledger
from bellwire.settings import Settings
from bellwire.stream.audit import Auditor
from bellwire.wire import Article
from kit.fakes import FakeReader
from kit.ledgers import latest_alerts, rows
from kit.topics import read_all, send
from kit.workers import Worker, settings_for, wait_for

pytestmark = pytest.mark.timeout(1800)


@dataclass
class Story:
    """The example wire as a worker took it; and how the command ended that built its ledger anew."""

    live: Settings
    new: Settings
    done: subprocess.CompletedProcess[str]
    folder: Path


def real_worker(settings: Settings, folder: Path) -> Worker:
    return Worker(
        settings, folder, reader="bellwire.reading:load_reader", watcher="bellwire.watch:load_watcher"
    ).until_up(90)


def wire(settings: Settings, *articles: Article) -> None:
    """Send articles and wait until all that comes of them is published."""
    made = [article_message(article, now=datetime.now(UTC)) for article in articles]
    send(settings.brokers, settings.topic("articles"), [(one.key.decode(), one.value) for one in made])
    with Auditor(settings) as auditor:
        wait_for(lambda: auditor.account().balanced)


def replay(settings: Settings, *options: str) -> subprocess.CompletedProcess[str]:
    command = [
        *(sys.executable, "-m", "bellwire", "replay", "--brokers", settings.brokers, "--ledger", settings.ledger_url),
        *("--clock", settings.clock, "--group", settings.group, *options),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    done.stderr = "".join(line for line in done.stderr.splitlines(True) if not line.startswith("watched "))  # progress
    return done


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("story")
    with EmbeddedBroker() as broker:
        live = settings_for(broker.address, folder, clock="article", partitions=1)
        ensure_topics(live.brokers, live)
        with real_worker(live, folder) as worker:
            wire(live, *example_wire())
            assert worker.terminate() == 0, worker.words()
        new = live.model_copy(update={"ledger_url": f"sqlite:///{folder / 'new.db'}"})
        yield Story(live, new, replay(new, "--readings"), folder)


def opened(settings: Settings) -> Ledger:
    return open_ledger(settings.ledger_url)


def test_every_row_comes_out_as_the_worker_wrote_it(story: Story) -> None:
    assert story.done.returncode == 0, story.done.stderr
    live, new = opened(story.live), opened(story.new)
    assert rows(new) == rows(live)
    assert new.counts()["alerts"] >= 10
    live.close()
    new.close()


def test_it_says_what_it_built(story: Story) -> None:
    said = dict(line.split(maxsplit=1) for line in story.done.stdout.splitlines())
    assert (said["readings"], said["articles"]) == ("20  (0 refused)", "20")
    assert said["clock"].startswith("2016-12-05T")
    assert story.done.stderr == ""


def test_a_ledger_that_holds_articles_is_refused_in_one_line(story: Story) -> None:
    done = replay(story.live, "--readings")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "bellwire: the ledger holds articles already; name a new one with --ledger\n"


def test_without_a_word_on_what_to_replay_it_is_bad_use(story: Story) -> None:
    done = replay(story.new)
    assert done.returncode == 2
    assert "--readings" in done.stderr


def test_where_no_worker_ever_committed_all_readings_count_as_watched(story: Story, tmp_path: Path) -> None:
    other = story.new.model_copy(update={"ledger_url": f"sqlite:///{tmp_path / 'other.db'}", "group": "never"})
    done = replay(other, "--readings")
    assert "group never has committed no readings: all count as watched" in done.stderr
    assert done.stdout == story.done.stdout


def test_a_worker_goes_on_from_the_new_ledger_and_publishes_nothing_again(story: Story) -> None:
    alerts = read_all(story.live.brokers, story.live.topic("alerts"))
    ledger = opened(story.new)
    told = latest_alerts(ledger)
    first = next(one for one in told if one.article and one.article.uri.endswith("corridor"))
    sent = next(one for one in example_wire() if one.uri == first.article.uri)  # type: ignore[union-attr]
    kill = msgspec.structs.replace(sent, version="9", pubstatus="canceled", received=first.updated)
    with real_worker(story.new, story.folder) as worker:
        wire(story.new, kill)
        assert worker.terminate() == 0, worker.words()
    after = read_all(story.new.brokers, story.new.topic("alerts"))
    ids = [msgspec.json.decode(record.value)["id"] for record in after[len(alerts) :]]
    touched = {one.thread: one.version + 1 for one in told if sent.uri in {proof.uri for proof in one.evidence}}
    assert f"{first.thread}-{first.version + 1:06d}" in ids
    assert set(ids) <= {f"{thread}-{version:06d}" for thread, version in touched.items()}
    assert ledger.alerts_of(first.thread)[-1].reason in ("killed", "source-killed")
    ledger.close()


def test_what_the_workers_have_not_committed_is_left_to_them(story: Story, tmp_path: Path) -> None:
    other = story.new.model_copy(update={"ledger_url": f"sqlite:///{tmp_path / 'other.db'}"})
    before = replay(other, "--readings").stdout
    unwatched = FakeReader().read(Article(uri="urn:unwatched", version="1", headline="Fight in Ravno"))
    send(other.brokers, other.topic("readings"), [("urn:unwatched", msgspec.json.encode(unwatched))])
    again = other.model_copy(update={"ledger_url": f"sqlite:///{tmp_path / 'again.db'}"})
    assert replay(again, "--readings").stdout == before


def test_from_an_old_ledger_come_the_acts_and_deliveries_that_no_topic_holds(story: Story, tmp_path: Path) -> None:
    old = opened(story.live)
    old.desk.write(Deed(what=DeedKind.ACKNOWLEDGE, by="editor", at=datetime.now(UTC), thread="t1"))
    new = story.new.model_copy(update={"ledger_url": f"sqlite:///{tmp_path / 'new.db'}"})
    done = replay(new, "--readings", "--old", story.live.ledger_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "deeds             1  (of the old ledger)" in done.stdout
    built = opened(new)
    assert [deed.by for deed in built.desk.after(0)] == ["editor"]
    assert built.sequence.unknown() == 0
    for ledger in (old, built):
        ledger.close()


def test_without_the_old_ledger_the_new_one_knows_that_it_does_not_know_who_was_told(story: Story) -> None:
    built = opened(story.new)
    assert built.sequence.unknown() > 0
    built.close()


def test_an_old_ledger_that_is_not_there_is_named_before_anything_is_built(story: Story, tmp_path: Path) -> None:
    new = story.new.model_copy(update={"ledger_url": f"sqlite:///{tmp_path / 'new.db'}"})
    done = replay(new, "--readings", "--old", f"sqlite:///{tmp_path / 'typo.db'}")
    assert done.stderr == f"bellwire: there is no ledger at {tmp_path / 'typo.db'}; give the URL of one that is there\n"
    assert list(tmp_path.iterdir()) == []
