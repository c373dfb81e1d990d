"""Any body becomes messages and an account of them, and what a body says of its packing is never believed."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress

from fake_kafka import FakeKafka
from hypothesis import given
from hypothesis import strategies as st

from bellwire.intake.bodies import Body, BodyRefused
from bellwire.intake.feeds import Feed
from bellwire.intake.outlet import Outlet
from bellwire.intake.producer import ArticleProducer
from bellwire.intake.pushed import Account, take

ITEM = {"uri": "urn:a", "version": "1", "headline": "Army advances"}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*ITEM, "type", "x"]), inner),
    max_leaves=12,
)
types = st.sampled_from(["", "application/json", "text/xml", "text/plain", "message/rfc822", "application/atom+xml"])


def pushed(data: bytes, content_type: str = "") -> tuple[Account, FakeKafka]:
    kafka = FakeKafka()
    outlet = Outlet(lambda: ArticleProducer("a:1", "articles", max_message_bytes=10_000, connect=kafka))
    return take(data, content_type, feed=Feed("desk"), outlet=outlet, max_bytes=1000), kafka


@given(st.binary(min_size=1, max_size=300), types)
def test_any_bytes_are_accounted_for(data: bytes, content_type: str) -> None:
    account, kafka = pushed(data, content_type)
    assert account.items
    assert len(kafka.sent) == account.count("accepted") + account.count("refused")


@given(st.lists(json_values, max_size=5))
def test_any_json_is_accounted_for_item_by_item(items: list[object]) -> None:
    account, _ = pushed(json.dumps(items).encode())
    assert {one["item"] for one in account.items} == set(range(1, max(1, len(items)) + 1))


def test_a_mark_of_byte_order_before_an_array_is_no_part_of_it() -> None:
    account, _ = pushed(b"\xef\xbb\xbf" + json.dumps([ITEM, ITEM]).encode())
    assert account.count("accepted") == 2


def test_an_item_above_the_limit_of_an_article_is_refused_and_kept() -> None:
    account, kafka = pushed(json.dumps([ITEM, ITEM | {"body_text": "x" * 1000}]).encode())
    assert [one["status"] for one in account.items] == ["accepted", "refused"]
    assert account.items[1]["reason"] == "too-large" and len(kafka.sent) == 2


def test_many_faults_are_named_up_to_five() -> None:
    account, _ = pushed(b"[1, 2, 3, 4, 5, 6, 7]")
    assert account.sentence.count("item ") == 5 and account.sentence.endswith("; and 2 more")


@given(st.sampled_from(["gzip", "deflate", "", "br"]), st.lists(st.binary(max_size=200), max_size=5))
def test_a_body_never_holds_more_than_its_limit(encoding: str, chunks: list[bytes]) -> None:
    with suppress(BodyRefused):
        body = Body(encoding, 300)
        for chunk in chunks:
            body.add(chunk)
        assert len(body.whole()) <= 300


@given(st.binary(max_size=300), st.integers(1, 7), st.sampled_from([31, 15, -15]))
def test_a_packed_body_comes_out_whole_however_it_is_cut(data: bytes, size: int, window: int) -> None:
    packing = zlib.compressobj(wbits=window)
    packed = packing.compress(data) + packing.flush()
    body = Body("gzip" if window == 31 else "deflate", 1000)
    for start in range(0, len(packed), size):
        body.add(packed[start : start + size])
    assert body.whole() == data
