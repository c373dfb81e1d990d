"""Where a careful GET may go: redirects, public addresses, and to whom headers and passwords are shown."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
from getting import LIMITS, fetch, reason
from web import Reply, Web, web

from bellwire import addresses
from bellwire.addresses import is_public, shown
from bellwire.errors import Unavailable
from bellwire.intake.fetching import Fetcher


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
