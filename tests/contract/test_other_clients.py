"""The example wire through a real worker, read back by clients that know nothing of Bellwire: on both brokers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kafka.consumer.fetcher import ConsumerRecord

from bellwire.broker.topics import TOPICS, ensure_topics
from bellwire.intake.example import example_wire
from bellwire.intake.feeds import Feed
from bellwire.intake.messages import article_message, parcel
from bellwire.intake.producer import ArticleProducer
from bellwire.settings import Settings
from bellwire.stream.audit import Auditor
from kit import asyncapi, newcomer
from kit.brokers import BOTH, broker
from kit.topics import read_all
from kit.workers import Worker, settings_for, wait_for

ROOT = Path(__file__).parents[2]


#: From where kcat reads. Debian's librdkafka 2.0.2 cannot read what the embedded broker (Tansu 0.6.0) answers when it
#: is asked for its versions and its first offsets, so there kcat asks for neither.
FROM_THE_BEGINNING = {
    "kafka": ["-o", "beginning"],
    "embedded": ["-o", "0", "-X", "api.version.request=false", "-X", "broker.version.fallback=0.9.0"],
}

#: Topics on which the example wire leaves nothing: it tells of no unrest, and by the articles' clock nothing overtakes.
NOT_TOLD = frozenset(["events.unrest", "articles.urgent"])


@dataclass(frozen=True, slots=True)
class Wire:
    """A broker on whose topics stands all that a worker made of the example wire and of a broken item."""

    kind: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as another client saw it; of a header that is there twice, the last."""

    partition: int
    offset: int
    key: str
    headers: dict[str, str]
    value: bytes


@pytest.fixture(params=BOTH, scope="class")
def wire(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    folder = tmp_path_factory.mktemp("wire")
    with broker(request.param, folder) as address:
        made = settings_for(address, folder, topic_prefix="bellwire", partitions=1, clock="article")
        ensure_topics(address, made)
        loaders = {"reader": "bellwire.reading:load_reader", "watcher": "bellwire.watch:load_watcher"}
        with Worker(made, folder, **loaders).until_up() as worker:
            _send_the_example(made)
            with Auditor(made) as auditor:
                wait_for(lambda: auditor.account().balanced)
            assert worker.terminate() == 0, worker.words()
        yield Wire(request.param, made)


@pytest.fixture(scope="module")
def document() -> asyncapi.Document:
    return asyncapi.Document(ROOT / "docs" / "asyncapi.json")


class TestOtherClients:
    def test_a_consumer_written_from_the_document_alone_keeps_the_board(
        self, wire: Wire, document: asyncapi.Document
    ) -> None:
        alerts = [json.loads(record.value) for record in _records(wire, "alerts")]
        consumer = newcomer.Newcomer(document)
        with closing(consumer.listen(wire.settings.brokers)) as told:
            for _ in alerts:
                next(told)
        stands = {alert["thread"]: alert["headline"] for alert in alerts}
        canceled = {alert["thread"] for alert in alerts if alert["msg_type"] == "Cancel"}
        assert consumer.complaints == []
        assert set(consumer.changes) == {"created", "updated", "canceled"}
        assert consumer.board == {thread: headline for thread, headline in stands.items() if thread not in canceled}

    def test_kcat_reads_key_headers_and_payload_of_every_topic_as_the_document_says(
        self, wire: Wire, document: asyncapi.Document
    ) -> None:
        for spec in TOPICS:
            topic, told = wire.settings.topic(spec.name), _kcat(wire, spec.name)
            assert told == [
                Seen(one.partition, one.offset, one.key.decode(), _text(one.headers), one.value)
                for one in _records(wire, spec.name)
            ]
            assert told or spec.name in NOT_TOLD, f"nothing of the example wire is on {spec.name}"
            for one in told:
                headers = [(name, value.encode()) for name, value in one.headers.items()]
                assert document.problems(topic, headers, one.value) == []

    def test_the_consumer_in_the_docs_prints_a_headline(self, wire: Wire) -> None:
        [code] = re.findall(r"```python\n(.+?)```", (ROOT / "docs" / "topics.md").read_text(), re.DOTALL)
        code = code.replace("127.0.0.1:9092", wire.settings.brokers)
        with subprocess.Popen([sys.executable, "-uc", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as shown:
            assert shown.stdout is not None
            line = shown.stdout.readline().strip()
            shown.kill()
        first = json.loads(_records(wire, "alerts")[0].value)
        assert line == f"{first['priority']} {first['headline']}"


@pytest.mark.parametrize("module", [asyncapi, newcomer], ids=lambda module: module.__name__)
def test_the_consumer_uses_none_of_our_code(module: Any) -> None:
    assert "import bellwire" not in Path(module.__file__).read_text()
    assert "from bellwire" not in Path(module.__file__).read_text()


def _send_the_example(settings: Settings) -> None:
    topic, limit = settings.topic("articles"), settings.max_message_bytes
    first = example_wire()[0].received
    assert first is not None
    [broken] = parcel(b"{broken", name="drop/a.json", feed=Feed("desk"), now=first).messages
    with ArticleProducer(settings.brokers, topic, max_message_bytes=limit) as producer:
        for article in example_wire():
            producer.send(article_message(article, now=first))
        producer.send(broken)


def _records(wire: Wire, name: str) -> list[ConsumerRecord]:
    return read_all(wire.settings.brokers, wire.settings.topic(name))


def _kcat(wire: Wire, name: str) -> list[Seen]:
    """Every message of a topic as Debian's kcat shows it."""
    command = shutil.which("kcat") or shutil.which("kafkacat")
    if command is None:
        pytest.skip("kcat is missing: apt-get install kcat")
    done = subprocess.run(
        [
            command,
            "-C",
            "-b",
            wire.settings.brokers,
            "-t",
            wire.settings.topic(name),
            "-e",
            "-q",
            "-J",
            *FROM_THE_BEGINNING[wire.kind],
        ],
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        Seen(one["partition"], one["offset"], one["key"], _pairs(one["headers"]), one["payload"].encode())
        for one in found
    ]


def _pairs(flat: list[str]) -> dict[str, str]:
    """kcat shows headers as name, value, name, value."""
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _text(headers: list[tuple[str, bytes]]) -> dict[str, str]:
    return {name: value.decode() for name, value in headers}
