"""A careful GET, against a real server with faults."""

from __future__ import annotations

import gzip
import socket
import zlib
from datetime import UTC, datetime
from functools import partial

import pytest
from getting import fetch, reason
from web import Reply, Web

from bellwire import __version__
from bellwire.errors import Unavailable
from bellwire.intake.fetching import Limits, Validators


def test_a_body_comes_with_its_type_and_its_validators(server: Web) -> None:
    given = (("ETag", '"7"'), ("Last-Modified", "yesterday"), ("Content-Type", "text/xml"))
    server.pages["/"] = Reply(body=b"copy", headers=given)
    answer = fetch(server.url())
    assert (answer.status, answer.body, answer.content_type) == (200, b"copy", "text/xml")
    assert answer.validators == Validators('"7"', "yesterday")


def test_it_says_who_it_is_and_what_it_can_unpack(server: Web) -> None:
    fetch(server.url())
    assert server.asked[0].headers["user-agent"] == f"bellwire/{__version__}"
    assert server.asked[0].headers["accept-encoding"] == "gzip, deflate"


def test_what_was_given_is_shown_again_so_that_nothing_old_comes(server: Web) -> None:
    server.pages["/"] = lambda asked: Reply(304 if asked.headers.get("if-none-match") == '"7"' else 200)
    answer = fetch(server.url(), validators=Validators('"7"', "yesterday"))
    assert answer.status == 304
    assert server.asked[0].headers["if-modified-since"] == "yesterday"


def test_a_validator_that_cannot_be_sent_back_is_left(server: Web) -> None:
    server.pages["/"] = Reply(headers=(("ETag", '"\xfc"'),))
    assert fetch(server.url()).validators == Validators()


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_status_is_the_answer_and_its_body_is_not_read(server: Web, status: int) -> None:
    server.pages["/"] = Reply(status, b"x" * 5000)
    answer = fetch(server.url())
    assert (answer.status, answer.body) == (status, b"")


def test_retry_after_is_told_in_seconds(server: Web) -> None:
    server.pages["/"] = Reply(503, headers=(("Retry-After", "120"),))
    assert fetch(server.url()).wait == 120


#: Without the time of day, which would be in the names of tests: workers that run them must agree on these.
gzipped = partial(gzip.compress, mtime=0)


def raw_deflate(data: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(data) + packing.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzipped(b"copy")),
        ("GZIP", gzipped(b"co") + gzipped(b"py")),
        ("deflate", zlib.compress(b"copy")),
        ("deflate", raw_deflate(b"copy")),
        ("identity", b"copy"),
    ],
)
def test_a_packed_body_is_unpacked(server: Web, encoding: str, packed: bytes) -> None:
    server.pages["/"] = Reply(body=packed, headers=(("Content-Encoding", encoding),))
    assert fetch(server.url()).body == b"copy"


@pytest.mark.parametrize(
    ("encoding", "packed", "why"),
    [
        ("gzip", gzipped(bytes(50_000_000)), "too-large"),
        ("deflate", zlib.compress(bytes(900)) + b"x", "broken"),
        ("gzip", gzipped(b"copy" * 20)[:-4], "broken"),
        ("gzip", b"copy", "broken"),
        ("gzip", gzipped(b"") * 200, "broken"),
        ("br", b"copy", "bad-encoding"),
        ("gzip, gzip", gzipped(gzipped(b"copy")), "bad-encoding"),
    ],
)
def test_a_bomb_is_too_large_and_what_is_not_packed_as_it_says_is_broken(
    server: Web, encoding: str, packed: bytes, why: str
) -> None:
    server.pages["/"] = Reply(body=packed, headers=(("Content-Encoding", encoding),))
    assert reason(server.url(), Limits(body=100_000)) == why


def test_a_body_of_exactly_the_limit_is_whole_and_one_byte_more_is_too_large(server: Web) -> None:
    server.pages["/"] = Reply(body=b"x" * 1000)
    assert len(fetch(server.url()).body) == 1000
    server.pages["/"] = Reply(body=b"x" * 1001)
    assert reason(server.url()) == "too-large"


def test_half_a_body_is_none(server: Web) -> None:
    server.pages["/"] = Reply(body=b"x" * 500, length=900)
    assert reason(server.url()) == "broken"


def test_a_server_that_says_nothing_is_not_waited_for(server: Web) -> None:
    server.pages["/"] = Reply(silence=300)
    assert reason(server.url(), Limits(body=1000, read=0.2, total=600)) == "timed-out"


@pytest.mark.parametrize("body", [b"x" * 1000, b""])
def test_a_server_that_says_a_byte_at_a_time_is_not_waited_for(server: Web, body: bytes) -> None:
    server.pages["/"] = Reply(body=body, drip=0.05)
    assert reason(server.url(), Limits(body=1000, read=1.0, total=0.5)) == "timed-out"


def test_nobody_at_the_address_is_unreachable() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert reason(f"http://127.0.0.1:{probe.getsockname()[1]}/") == "unreachable"


@pytest.mark.parametrize(
    ("header", "value"),
    [("Transfer-Encoding", "chunked"), ("X-Long", "a" * 9000), ("Bad Name", "x")],
)
def test_an_answer_that_is_no_sound_http_is_told_without_the_address_and_its_token(
    server: Web, header: str, value: str
) -> None:
    server.pages["/feed"] = Reply(body=b"<feed/>", headers=((header, value),))
    with pytest.raises(Unavailable) as caught:
        fetch(server.url("/feed?token=hush-hush"))
    assert "hush" not in str(caught.value) and "http://" not in str(caught.value)
    assert "message=" not in str(caught.value) and "\\n" not in str(caught.value)


def test_headers_without_end_are_refused(server: Web) -> None:
    server.pages["/"] = Reply(headers=(("X-Long", "x" * 100_000),))
    assert reason(server.url()) == "broken"


def test_the_time_of_a_retry_is_counted_from_now(server: Web) -> None:
    at = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    server.pages["/"] = lambda asked: Reply(503, headers=(("Retry-After", at),))
    assert fetch(server.url()).wait == 0
