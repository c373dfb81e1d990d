"""A careful GET, against a real server with faults."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from web import Reply, Web, web

from bellwire import __version__, addresses
from bellwire.addresses import is_public, shown
from bellwire.errors import Unavailable
from bellwire.intake.fetching import Answer, Fetcher, Limits, Validators

LIMITS = Limits(body=1000, total=2.0, connect=1.0, read=1.0)


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as running:
        yield running


def fetch(
    url: str, limits: Limits = LIMITS, *, allow_private: bool = False, trusted: bool = True, **more: Any
) -> Answer:
    async def run() -> Answer:
        async with Fetcher(limits, allow_private=allow_private) as fetcher:
            return await fetcher.get(url, trusted=trusted, **more)

    return asyncio.run(run())


def reason(url: str, limits: Limits = LIMITS, **more: Any) -> str:
    with pytest.raises(Unavailable) as caught:
        fetch(url, limits, **more)
    return caught.value.reason


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


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status, headers=(("Location", to),))


def test_a_redirect_is_followed_and_only_one_for_good_is_remembered(server: Web) -> None:
    server.pages |= {"/": redirect("/b", 301), "/b": redirect("/c", 308), "/c": redirect("/d"), "/d": Reply(body=b"x")}
    answer = fetch(server.url(), allow_private=True)
    assert (answer.body, answer.url, answer.moved_to) == (b"x", server.url("/d"), server.url("/c"))


def test_what_comes_after_a_redirect_for_now_is_not_for_good(server: Web) -> None:
    server.pages |= {"/": redirect("/b", 307), "/b": redirect("/c", 301), "/c": Reply()}
    assert fetch(server.url(), allow_private=True).moved_to == ""


def test_a_loop_of_redirects_ends(server: Web) -> None:
    server.pages |= {"/": redirect("/b"), "/b": redirect("/")}
    assert reason(server.url(), allow_private=True) == "too-many-redirects"
    assert len(server.asked) == 6


def test_a_redirect_without_an_address_is_an_answer(server: Web) -> None:
    server.pages["/"] = Reply(302)
    assert fetch(server.url()).status == 302


@pytest.mark.parametrize(
    "to",
    [
        "/b",
        "http://127.0.0.1:{port}/b",
        "http://localhost:{port}/b",
        "http://[::1]:{port}/b",
        "http://[::ffff:127.0.0.1]:{port}/b",
        "http://0.0.0.0:{port}/b",
        "http://0x7f.1:{port}/b",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "//127.0.0.1:{port}/b",
    ],
)
def test_a_redirect_never_leads_to_an_address_that_is_not_public(server: Web, to: str) -> None:
    server.pages |= {"/": redirect(to.format(port=server.port)), "/b": Reply(body=b"secret")}
    assert reason(server.url(), trusted=True) in ("private-address", "broken")
    assert server.paths() == ["/"]


def test_an_address_that_is_not_public_is_refused_unless_the_operator_named_it(server: Web) -> None:
    assert reason(server.url(), trusted=False) == "private-address"
    assert server.asked == []
    assert fetch(server.url(), trusted=True).status == 404
    assert fetch(server.url(), trusted=False, allow_private=True).status == 404


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "data:,x"])
def test_a_redirect_to_another_scheme_is_refused(server: Web, to: str) -> None:
    server.pages["/"] = redirect(to)
    assert reason(server.url(), allow_private=True) in ("not-http", "broken")


def test_a_name_that_leads_to_a_private_address_is_refused(server: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve(monkeypatch, "127.0.0.1")
    assert reason(f"http://wire.example:{server.port}/", trusted=False) == "private-address"
    assert server.asked == []


def test_a_name_is_resolved_once_and_the_address_that_was_checked_is_the_one_connected_to(
    server: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name first leads where it may, then elsewhere: whoever looked twice would connect elsewhere."""
    checked: list[str] = []
    monkeypatch.setattr(addresses, "is_public", lambda address: checked.append(address) or address == "127.0.0.1")
    asked = resolve(monkeypatch, "127.0.0.1", "10.0.0.1")
    assert fetch(f"http://wire.example:{server.port}/", trusted=False).status == 404
    assert (checked, asked) == (["127.0.0.1"], ["wire.example"])


def resolve(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """wire.example has these addresses, another each time it is asked for; returns for what was asked."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def known(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host != "wire.example":
            return real(host, port, *rest, **more)
        asked.append(host)
        return real(answers[min(len(asked), len(answers)) - 1], port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", known)
    return asked


def test_headers_of_the_caller_go_to_their_own_origin_only(server: Web) -> None:
    with web() as other:
        server.pages["/"] = redirect(other.url())
        fetch(server.url(), allow_private=True, headers={"Authorization": "Bearer secret"})
        assert server.asked[0].headers["authorization"] == "Bearer secret"
        assert "authorization" not in other.asked[0].headers


def test_name_and_password_of_an_address_go_to_its_own_origin_only_and_it_is_not_remembered_as_moved(
    server: Web,
) -> None:
    with web() as other:
        server.pages |= {"/": redirect("/b", 301), "/b": redirect(other.url(), 301)}
        answer = fetch(f"http://me:pass@127.0.0.1:{server.port}/", allow_private=True)
        assert [one.headers.get("authorization") for one in server.asked] == ["Basic bWU6cGFzcw=="] * 2
        assert "authorization" not in other.asked[0].headers
        assert answer.moved_to == ""


def test_no_connection_serves_two_requests_so_that_none_of_the_operator_s_serves_a_redirect(server: Web) -> None:
    async def run() -> str:
        async with Fetcher(LIMITS) as fetcher:
            await fetcher.get(server.url(), trusted=True)
            with pytest.raises(Unavailable) as caught:
                await fetcher.get(server.url())
            return caught.value.reason

    assert asyncio.run(run()) == "private-address"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "not an address", "",
        "fec0::1", "64:ff9b:1::7f00:1", "64:ff9b:1::808:808", "::127.0.0.1", "::7f00:1", "::8.8.8.8",
        "::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2002:a9fe:a9fe::",
        "64:ff9b::a9fe:a9fe", "3fff::1", "5f00::1", "4000::1", "192.88.99.1", "64:ff9b::c058:6301", "168.63.129.16",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d70e"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://me:secret@wire.example/feed?token=secret#x", "https://wire.example/feed"),
        ("https://wire.example:8443/feed", "https://wire.example:8443/feed"),
        ("http://[::1", "an address that is none"),
        ("https://wire.example/\x1b[2J", "https://wire.example/\ufffd[2J"),
    ],
)
def test_an_address_is_shown_without_what_is_secret_in_it(url: str, text: str) -> None:
    assert shown(url) == text


def test_the_time_of_a_retry_is_counted_from_now(server: Web) -> None:
    at = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    server.pages["/"] = lambda asked: Reply(503, headers=(("Retry-After", at),))
    assert fetch(server.url()).wait == 0
