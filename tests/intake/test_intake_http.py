"""Copy that is pushed, against a real listener: what is taken, what is not, and what is answered."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest
from fake_kafka import FakeKafka
from kafka.errors import KafkaTimeoutError, MessageSizeTooLargeError
from listener import Pushed, listening
from web import until

from bellwire.intake import http_patience
from bellwire.wire import read_copy

TOKEN = "correct horse battery"
ITEM = b'{"uri": "urn:a", "version": "2", "headline": "Army advances"}'
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:x</id><title>Army advances</title></entry></feed>'


def test_an_item_is_accepted_once_the_broker_has_it(listener: Pushed, kafka: FakeKafka) -> None:
    answer = listener.push(ITEM)
    assert answer.status == 202
    item = {"item": 1, "status": "accepted", "uri": "urn:a", "version": "2"}
    assert answer.json == {"accepted": 1, "refused": 0, "items": [item]}
    assert kafka.sent[0]["key"] == b"urn:a" and read_copy(kafka.sent[0]["value"])[0].feed == "unnamed"


def test_nothing_is_answered_before_the_broker_confirms(listener: Pushed, kafka: FakeKafka) -> None:
    kafka.held = True
    answers: list[int] = []
    pushing = threading.Thread(target=lambda: answers.append(listener.push(ITEM).status))
    pushing.start()
    until(lambda: kafka.sent)
    time.sleep(0.1)
    assert answers == []
    kafka.release()
    pushing.join(10)
    assert answers == [202]


def test_many_items_are_told_of_each(listener: Pushed, kafka: FakeKafka) -> None:
    body = json.dumps([{"uri": f"urn:{number}", "headline": "x"} for number in range(100)])
    answer = listener.push(body)
    assert answer.status == 202 and answer.json["accepted"] == 100
    assert [one["uri"] for one in answer.json["items"]] == [f"urn:{number}" for number in range(100)]
    assert len(kafka.sent) == 100


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json; charset=utf-8", ITEM),
        ("application/ninjs+json", ITEM),
        ("application/octet-stream", ITEM),
        ("text/plain", b"ALEPPO, Dec 4 (Reuters) - The army advanced on Sunday, officials said."),
        ("application/mbox", b"From x Sun Dec  4 21:30:00 2016\nFrom: x\nSubject: Army advances\n\nTroops came.\n"),
        ("application/atom+xml", ATOM),
        ("text/xml", ATOM),
        ("APPLICATION/XML", ATOM),
    ],
)
def test_copy_of_any_format_is_taken(listener: Pushed, content_type: str, body: bytes) -> None:
    assert listener.push(body, content_type=content_type).status == 202


def test_the_charset_of_pushed_text_is_heeded(listener: Pushed, kafka: FakeKafka) -> None:
    text = "ALEPPO, Dec 4 (Reuters) - Войска заняли мост, сообщила армия."
    assert listener.push(text.encode("koi8-r"), content_type="text/plain; charset=KOI8-R").status == 202
    assert json.loads(kafka.sent[0]["value"])["bodies"][0]["value"] == text


def test_an_item_that_cannot_be_read_is_named_and_kept_and_the_others_are_accepted(
    listener: Pushed, kafka: FakeKafka
) -> None:
    answer = listener.push(b'[{"uri": "urn:a", "headline": "x"}, {"headline" : "no uri"}, 7]')
    assert answer.status == 400 and answer.headers["content-type"] == "application/problem+json"
    assert [one["status"] for one in answer.json["items"]] == ["accepted", "refused", "refused"]
    assert answer.json["detail"].startswith("item 2: no-uri: ")
    assert answer.json["detail"].endswith("accepted all the same: 1")
    assert [one["value"] for one in kafka.sent[1:]] == [b'{"headline" : "no uri"}', b"7"]
    assert kafka.sent[1]["headers"]["content-type"] == b"application/json"


@pytest.mark.parametrize("wrong", ['{"uri": "urn:b", "n": NaN}', '{"uri": "urn:b", "headline": "cut \\ud83d"}'])
def test_an_item_that_is_no_json_is_kept_and_the_others_are_accepted(
    listener: Pushed, kafka: FakeKafka, wrong: str
) -> None:
    answer = listener.push(f'[{{"uri": "urn:a", "headline": "x"}}, {wrong}, {{"uri": "urn:c", "headline": "x"}}]')
    assert [one["status"] for one in answer.json["items"]] == ["accepted", "refused", "accepted"]
    assert kafka.sent[1]["value"] == wrong.encode()


@pytest.mark.parametrize(
    "body", [b"{broken", b"[" * 50_000, b'{"uri": "urn:a"', b"<rss", b"[]", b"[NaN]", b"\xff\xfe\0"]
)
def test_a_body_that_cannot_be_read_is_kept_as_it_is(listener: Pushed, kafka: FakeKafka, body: bytes) -> None:
    assert listener.push(body).status == 400
    assert [one["value"] for one in kafka.sent] == [body]


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_an_empty_body_is_nothing_to_keep(listener: Pushed, kafka: FakeKafka, body: bytes) -> None:
    answer = listener.push(body)
    assert (answer.status, answer.json["detail"]) == (400, "an empty body") and kafka.sent == []


def test_a_picture_is_passed_over_and_is_no_fault(listener: Pushed, kafka: FakeKafka) -> None:
    answer = listener.push(b'{"uri": "urn:a", "type": "picture", "headline": "x"}')
    assert answer.status == 202 and kafka.sent == []
    assert answer.json["items"][0]["status"] == "passed-over"


@pytest.mark.parametrize(
    "content_type", ["application/x-ndjson", "application/jsonl", "application/json", "text/plain"]
)
def test_json_lines_are_an_item_each(listener: Pushed, kafka: FakeKafka, content_type: str) -> None:
    lines = b'{"uri": "urn:a", "headline": "x"}\n\n{"uri": "urn:b"}\n{"uri": "urn:c", "headline": "x"}\n'
    answer = listener.push(lines, content_type=content_type)
    assert [(one["item"], one["status"]) for one in answer.json["items"]] == [
        (1, "accepted"),
        (2, "refused"),
        (3, "accepted"),
    ]
    assert len(kafka.sent) == 3


MAILBOX = "".join(
    f"From a Sun Dec  4 21:30:00 2016\nMessage-ID: <{name}@x>\nSubject: {subject}\n\n{subject}\n\n"
    for name, subject in (("a", "Army advances"), ("b", ""), ("c", "Army withdraws"))
).encode()


def test_mails_of_a_mailbox_are_an_item_each(listener: Pushed, kafka: FakeKafka) -> None:
    answer = listener.push(MAILBOX, content_type="application/mbox")
    assert [one["status"] for one in answer.json["items"]] == ["accepted", "refused", "accepted"]
    assert [one["uri"] for one in answer.json["items"] if "uri" in one] == ["a@x", "c@x"]
    assert len(kafka.sent) == 3


def test_an_item_of_a_page_that_cannot_be_read_costs_no_other(listener: Pushed, kafka: FakeKafka) -> None:
    answer = listener.push(b'{"_items": [{"uri": "urn:a", "headline": "x"}, {"uri": "urn:b"}]}')
    assert [one["status"] for one in answer.json["items"]] == ["accepted", "refused"]
    assert [sent["key"] for sent in kafka.sent] == [b"urn:a", b"pushed/unnamed/1#2"]


def test_more_items_than_a_body_may_have_are_too_large(listener: Pushed, kafka: FakeKafka) -> None:
    page = {"_items": [{"uri": "a", "headline": "x"}] * 1500}
    assert [listener.push(json.dumps(body)).status for body in ([7] * 2001, [page, page])] == [413, 413]
    assert kafka.sent == []


def test_an_item_that_no_message_can_hold_is_named(listener: Pushed, kafka: FakeKafka) -> None:
    kafka.fate = lambda value: MessageSizeTooLargeError("too large") if b"urn:b" in value else None
    answer = listener.push(b'[{"uri": "urn:a", "headline": "x"}, {"uri": "urn:b", "headline": "x"}]')
    assert answer.status == 400
    assert [(one["status"], one.get("reason")) for one in answer.json["items"]] == [
        ("accepted", None),
        ("refused", "too-large"),
    ]


def test_of_versions_of_one_item_the_one_that_no_message_can_hold_is_named(listener: Pushed, kafka: FakeKafka) -> None:
    kafka.fate = lambda value: MessageSizeTooLargeError("too large") if b'"version":"2"' in value else None
    versions = [{"uri": "urn:a", "headline": "x", "version": version} for version in "123"]
    answer = listener.push(json.dumps(versions))
    assert [one["status"] for one in answer.json["items"]] == ["accepted", "refused", "accepted"]


def test_what_the_broker_does_not_confirm_may_be_tried_again(listener: Pushed, kafka: FakeKafka) -> None:
    kafka.fate = lambda value: KafkaTimeoutError("late")
    answer = listener.push(ITEM)
    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    assert "late" in answer.json["detail"]
    assert listener.push(b"", "/healthz", "GET").status == 503
    kafka.fate = lambda value: None
    assert listener.push(ITEM).status == 202
    assert listener.push(b"", "/healthz", "GET").status == 200


def test_a_broker_that_says_nothing_is_not_waited_for(kafka: FakeKafka) -> None:
    kafka.held = True
    with listening(kafka, http_confirm_seconds=0.2) as listener:
        assert listener.push(ITEM).status == 503


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip"])
def test_a_packed_body_is_unpacked(listener: Pushed, encoding: str) -> None:
    assert listener.push(gzip.compress(ITEM), content_encoding=encoding).status == 202


def test_a_gzip_bomb_is_too_large(kafka: FakeKafka) -> None:
    with listening(kafka, max_body_bytes=100_000) as listener:
        assert listener.push(gzip.compress(bytes(50_000_000)), content_encoding="gzip").status == 413
    assert kafka.sent == []


@pytest.mark.parametrize(("encoding", "status"), [("br", 415), ("gzip", 400)])
def test_a_body_that_is_not_packed_as_it_says_is_told(listener: Pushed, encoding: str, status: int) -> None:
    assert listener.push(ITEM, content_encoding=encoding).status == status


def test_a_body_above_the_limit_is_refused_whether_its_length_is_told_or_not(kafka: FakeKafka) -> None:
    with listening(kafka, max_body_bytes=2000) as listener:
        assert listener.push(b"x" * 2001).status == 413
        answer = listener.push(b"x" * 500 for _ in range(50))
        assert answer.status == 413 and answer.headers["connection"] == "close"
        assert listener.push(b" " * (2000 - len(ITEM)) + ITEM).status == 202


def test_a_body_is_refused_by_its_length_before_it_comes(listener: Pushed) -> None:
    with listener.open() as connection:
        head = (
            "POST /v1/articles HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 999999999999\r\n\r\n"
        )
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("content_type", "hint"),
    [
        ("multipart/form-data; boundary=x", "as the body itself"),
        ("application/x-www-form-urlencoded", "curl"),
        ("image/jpeg", "as the body itself"),
        ("application/pdf", "as the body itself"),
        ("application/zip", "as the body itself"),
    ],
)
def test_what_no_copy_is_is_refused_with_a_hint(listener: Pushed, content_type: str, hint: str) -> None:
    answer = listener.push(ITEM, content_type=content_type)
    assert answer.status == 415 and hint in answer.json["detail"]


def test_a_body_that_comes_by_drops_is_ended(kafka: FakeKafka) -> None:
    with listening(kafka, http_body_seconds=0.3) as listener, listener.open() as connection:
        connection.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{")
        assert connection.recv(1000).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("said", [b"", b"POST /v1/articles HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_head_that_comes_by_drops_is_ended(kafka: FakeKafka, monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(http_patience, "HEAD_SECONDS", 0.3)
    with listening(kafka) as listener, listener.open() as connection:
        connection.sendall(said)
        assert connection.recv(1000) == b""


def test_a_sender_that_goes_away_is_no_fault(listener: Pushed, capfd: pytest.CaptureFixture[str]) -> None:
    with listener.open() as connection:
        connection.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{")
    assert listener.push(ITEM).status == 202
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v1/articles", 405), ("POST", "/v2", 404)])
def test_other_addresses_and_methods_are_problems_too(listener: Pushed, method: str, path: str, status: int) -> None:
    answer = listener.push(ITEM, path, method)
    assert (answer.status, answer.json["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_pushes_a_file(listener: Pushed, kafka: FakeKafka, tmp_path: Path) -> None:
    path = tmp_path / "item.xml"
    path.write_bytes(ATOM)
    command = ["curl", "--silent", "--show-error", "--data-binary", f"@{path}", listener.url()]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=300).stdout)
    assert told["status"] == 415 and "Content-Type" in told["detail"]
    command += ["--header", "Content-Type: application/xml"]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=300).stdout)
    assert told["accepted"] == 1 and kafka.sent[0]["key"] == b"urn:x"
