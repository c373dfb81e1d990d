"""The AsyncAPI document says of every topic what the real code puts on it, and others' tools can read both."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary_event

from bellwire.broker.headers import MESSAGES
from bellwire.broker.topics import COPY, TOPICS
from bellwire.settings import Settings
from bellwire.stream.envelope import PAYLOADS
from kit.asyncapi import Document
from kit.published import published

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "asyncapi.json"
TOOL = Path(__file__).parent / "asyncapi"
NAMES = [Settings.model_construct().topic(spec.name) for spec in TOPICS]

#: On the topics for copy anything may stand; a dead letter keeps the headers that it came with.
ARTICLES = [Settings.model_construct().topic(name) for name in COPY]
DEAD_LETTERS = "bellwire.dead-letters.v1"

#: What npm says when it is not the package that is wrong but the way to it.
UNREACHABLE = re.compile(
    r"\b(E(AI_AGAIN|NOTFOUND|CONNREFUSED|CONNRESET|TIMEDOUT|NETUNREACH|HOSTUNREACH)|ERR_SOCKET_TIMEOUT|E(40[137]|5\d\d))\b"
)


@pytest.fixture(scope="module")
def document() -> Document:
    return Document(DOCUMENT)


def test_every_topic_is_a_channel_and_every_channel_a_topic(document: Document) -> None:
    assert [channel["address"] for channel in document.tree["channels"].values()] == NAMES


def test_every_message_of_a_topic_is_described_and_every_description_used(document: Document) -> None:
    carried = {name for spec in TOPICS for name in spec.carries}
    assert set(document.tree["components"]["messages"]) == carried == {*MESSAGES, "wire-copy"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_schema_file_of_a_payload_says_the_same(payload: str, document: Document) -> None:
    own = json.loads((ROOT / "docs" / "schemas" / f"{payload}.v1.json").read_text().replace("/$defs/", "/parts/"))
    told = json.loads(json.dumps(document.tree).replace("/components/schemas/", "/parts/"))
    assert told["components"]["messages"][payload]["payload"] == {"$ref": own["$ref"]}
    assert own["$defs"].items() <= told["components"]["schemas"].items()
    assert told["components"]["messages"][payload]["headers"]["properties"]["ce_dataschema"]["const"] == own["$id"]


@pytest.mark.parametrize("topic", NAMES)
def test_what_is_published_on_a_topic_is_as_the_document_says(topic: str, document: Document) -> None:
    told = published()[topic]
    assert told
    for one in told:
        assert document.problems(topic, one.headers, one.value) == []


@pytest.mark.parametrize("topic", [name for name in NAMES if name != DEAD_LETTERS])
def test_no_header_is_published_that_the_document_does_not_list(topic: str, document: Document) -> None:
    for one in published()[topic]:
        assert {name for name, _ in one.headers} <= document.listed_headers(topic)


@pytest.mark.parametrize("topic", [name for name in NAMES if name not in ARTICLES])
def test_a_message_without_a_header_that_always_stands_is_not_as_the_document_says(
    topic: str, document: Document
) -> None:
    one = published()[topic][0]
    [at] = document.messages(topic).values()
    required = document.at(at)["headers"]["required"]
    assert required
    for name in required:
        rest = [pair for pair in one.headers if pair[0] != name]
        assert document.problems(topic, rest, one.value), name


@pytest.mark.parametrize("topic", [name for name in NAMES if name not in (*ARTICLES, DEAD_LETTERS)])
def test_a_value_that_lacks_a_field_is_not_as_the_document_says(topic: str, document: Document) -> None:
    one = published()[topic][0]
    value = json.loads(one.value)
    del value["event" if "event" in value else "latest" if "latest" in value else "outcome"]
    assert document.problems(topic, one.headers, json.dumps(value).encode())


@pytest.mark.parametrize("topic", [name for name in NAMES if name not in (*ARTICLES, "bellwire.alerts.v1")])
def test_an_alert_on_another_topic_is_not_as_the_document_says(topic: str, document: Document) -> None:
    alert = published()["bellwire.alerts.v1"][0]
    assert document.problems(topic, alert.headers, alert.value)


@pytest.mark.parametrize("change", ["created", "updated", "canceled"])
def test_alerts_are_told_apart_by_their_headers(change: str) -> None:
    verbs = {"created": "Alert", "updated": "Update", "canceled": "Cancel"}
    alerts = published()["bellwire.alerts.v1"]
    told = [one for one in alerts if one.header("ce_type") == f"bellwire.alert.{change}"]
    assert told
    assert {json.loads(one.value)["msg_type"] for one in told} == {verbs[change]}


@pytest.mark.parametrize("topic", NAMES)
def test_headers_are_what_the_cloudevents_library_reads(topic: str) -> None:
    events = [one for one in published()[topic] if one.header("ce_type") is not None]
    assert events
    for one in events:
        event = from_binary_event(KafkaMessage(dict(one.headers), one.key, one.value))
        assert (event.get_specversion(), event.get_id()) == ("1.0", one.header("ce_id"))
        assert (event.get_source(), event.get_type()) == (one.header("ce_source"), one.header("ce_type"))
        assert event.get_extension("partitionkey") == one.header("ce_partitionkey") == one.key.decode()
        is_json = event.get_datacontenttype() == "application/json"
        assert event.get_data() == (json.loads(one.value) if is_json else one.value.decode())


def test_the_parser_of_asyncapi_has_nothing_to_say_of_it(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(DOCUMENT.read_text().replace('"action": "send"', '"action": "shout"', 1))
    found = _parsed(DOCUMENT, broken)
    told = found[str(DOCUMENT)]
    assert told["channels"] == NAMES
    assert [said for said in told["said"] if said["code"] != "asyncapi-latest-version"] == []
    assert found[str(broken)]["channels"] is None


def _parsed(*files: Path) -> dict[str, Any]:
    """What @asyncapi/parser says of these files. Skips where it is neither installed nor can be."""
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"@asyncapi/parser needs {' and '.join(missing)}: apt-get install npm")
    command = ["node", TOOL / "parse.mjs", _installed(), *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _installed() -> Path:
    """The folder in which npm has put what package.json asks for."""
    folder = ROOT / "build" / "asyncapi-parser"
    wanted, mark = (TOOL / "package.json").read_text(), folder / "installed"
    if mark.exists() and mark.read_text() == wanted:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(wanted)
    quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    try:
        done = subprocess.run(["npm", "install", *quiet], cwd=folder, capture_output=True, text=True, timeout=200)
    except subprocess.TimeoutExpired:
        pytest.skip("npm install takes too long: its registry cannot be reached")
    if done.returncode and UNREACHABLE.search(done.stderr):
        pytest.skip(f"npm cannot reach its registry: {done.stderr.strip().splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    mark.write_text(wanted)
    return folder
