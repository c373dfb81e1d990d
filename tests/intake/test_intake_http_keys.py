"""Who may push copy, and how fast: keys, signatures, and haste that is told when to go on."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
from collections.abc import Iterator

import pytest
from fake_kafka import FakeKafka
from listener import Pushed, listening

from bellwire.intake.http_limits import Buckets
from bellwire.intake.keys import Key
from bellwire.wire import read_copy

TOKEN = "correct horse battery"


ITEM = b'{"uri": "urn:a", "version": "2", "headline": "Army advances"}'


@pytest.fixture
def locked(kafka: FakeKafka) -> Iterator[Pushed]:
    """With a key of each kind."""
    keys = [Key("reuters", "bearer", TOKEN.encode()), Key("desk", "superdesk", TOKEN.encode())]
    with listening(kafka, keys) as running:
        yield running


def test_a_token_names_the_feed(locked: Pushed, kafka: FakeKafka) -> None:
    assert locked.push(ITEM, authorization=f"Bearer {TOKEN}").status == 202
    article = read_copy(kafka.sent[0]["value"])[0]
    assert (article.feed, article.provider) == ("reuters", "Reuters")


@pytest.mark.parametrize("shown", [{}, {"authorization": "Bearer wrong"}, {"authorization": TOKEN}])
def test_without_a_token_nothing_is_taken(locked: Pushed, kafka: FakeKafka, shown: dict[str, str]) -> None:
    answer = locked.push(ITEM, **shown)
    assert answer.status == 401 and answer.headers["www-authenticate"].startswith("Bearer")
    assert kafka.sent == []


def test_superdesk_s_push_is_taken_under_its_feed(locked: Pushed, kafka: FakeKafka) -> None:
    item = {
        "guid": "urn:newsml:desk:1",
        "type": "text",
        "version": "3",
        "pubstatus": "usable",
        "headline": "Army advances",
        "body_html": "<p>The army advanced.</p>",
        "versioncreated": "2016-12-04T12:00:00+0000",
    }
    body = json.dumps(item).encode()
    signature = f"sha1={hmac.new(TOKEN.encode(), body, hashlib.sha1).hexdigest()}"
    assert locked.push(body, x_superdesk_signature=signature).status == 202
    article = read_copy(kafka.sent[0]["value"])[0]
    assert (article.uri, article.version, article.body) == ("urn:newsml:desk:1", "3", "The army advanced.")
    assert article.feed == "desk"
    assert locked.push(body + b" ", x_superdesk_signature=signature).status == 401


def test_a_signature_is_of_what_comes_over_the_wire(locked: Pushed) -> None:
    body = gzip.compress(ITEM)
    signature = f"sha1={hmac.new(TOKEN.encode(), body, hashlib.sha1).hexdigest()}"
    assert locked.push(body, x_superdesk_signature=signature, content_encoding="gzip").status == 202


def test_no_page_in_a_browser_can_push_where_nobody_is_asked_for_a_key(listener: Pushed, kafka: FakeKafka) -> None:
    assert listener.push(ITEM, content_type="text/plain", origin="https://evil.example").status == 403
    assert kafka.sent == []


def test_who_pushes_too_fast_is_told_when_to_go_on(kafka: FakeKafka) -> None:
    with listening(kafka, http_rate=0.1, http_burst=2) as listener:
        assert [listener.push(ITEM).status for _ in range(3)] == [202, 202, 429]
        answer = listener.push(ITEM)
        assert 5 <= int(answer.headers["retry-after"]) <= 10


def test_superdesk_is_told_so_in_a_way_in_which_it_tries_again(kafka: FakeKafka) -> None:
    with listening(kafka, http_rate=0.1, http_burst=1) as listener:
        listener.push(ITEM)
        answer = listener.push(ITEM, x_superdesk_signature="sha1=x")
        assert answer.status == 503 and "retry-after" in answer.headers


def test_one_sender_s_haste_is_not_another_s(kafka: FakeKafka) -> None:
    keys = [Key("one", "bearer", b"a token of one feed"), Key("two", "bearer", b"a token of the other")]
    with listening(kafka, keys, http_rate=0.1, http_burst=1) as listener:
        one, two = ({"authorization": f"Bearer {key.secret.decode()}"} for key in keys)
        assert [listener.push(ITEM, **who).status for who in (one, one, two, {}, {})] == [202, 429, 202, 401, 429]


def test_a_bucket_fills_again_and_never_above_its_burst() -> None:
    now = [0.0]
    buckets = Buckets(rate=2.0, burst=2, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 0.5]
    now[0] = 0.5
    assert [buckets.take("a"), buckets.take("a")] == [0, 0.5]
    now[0] = 100.0
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 0.5]
