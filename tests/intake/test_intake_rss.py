"""Feeds asked again and again, against a real server with faults: every item once, whatever happens."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

import pytest
from fake_kafka import FakeKafka
from kafka.errors import KafkaTimeoutError
from web import Asked, Reply, Web

from bellwire.errors import Unavailable
from bellwire.intake.arrivals import Arrivals
from bellwire.intake.feeds import Feed
from bellwire.intake.fetching import Fetcher, Limits
from bellwire.intake.memory import source_key
from bellwire.intake.outlet import Outlet
from bellwire.intake.pacing import Pace
from bellwire.intake.producer import ArticleProducer
from bellwire.intake.rounds import Turn
from bellwire.intake.rss import FeedSource
from bellwire.ledger import Ledger
from bellwire.wire import read_copy
from bellwire.wire.limits import MAX_ITEMS

FEED = Feed("desk", provider="Reuters")


class Desk:
    """Asks one feed; `said`: what was told of items that no message can hold."""

    def __init__(self, server: Web, ledger: Ledger, kafka: FakeKafka, *, allow_private: bool = True) -> None:
        self._server, self._ledger, self._kafka = server, ledger, kafka
        self._allow_private = allow_private
        self.said: list[str] = []
        self.most_bytes = self.most_of_a_feed = 100_000

    def ask(self, times: int = 1) -> Turn:
        """What came of it the last time."""

        def connect() -> ArticleProducer:
            return ArticleProducer("a:1", "articles", max_message_bytes=1000, connect=self._kafka)

        async def run() -> Turn:
            arrivals = Arrivals(Outlet(connect, patience=2), self._ledger.sources, self.said.append)
            async with Fetcher(Limits(body=self.most_bytes, total=2), allow_private=self._allow_private) as fetcher:
                url = self._server.url("/feed")
                source = FeedSource(url, FEED, Pace(300, 30), fetcher, arrivals, self.most_of_a_feed, trusted=True)
                return [await source.ask() for _ in range(times)][-1]

        return asyncio.run(run())

    def sent(self) -> list[tuple[str, str]]:
        """Uri and version of all articles that Kafka has, in their order."""
        found = [read_copy(one["value"])[0] for one in self._kafka.sent]
        return [(article.uri, article.version) for article in found]


@pytest.fixture
def desk(server: Web, ledger: Ledger, kafka: FakeKafka) -> Desk:
    return Desk(server, ledger, kafka)


def entries(*items: tuple[str, str]) -> bytes:
    """An Atom feed of these ids, updated at these times."""
    told = "".join(
        f"<entry><id>{name}</id><title>Army advances</title><updated>{time}</updated></entry>" for name, time in items
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title>{told}</feed>'.encode()


ONE, TWO = "2016-12-04T12:00:00Z", "2016-12-04T13:00:00Z"


def feed(*items: tuple[str, str], **headers: str) -> Reply:
    return Reply(body=entries(*items), headers=tuple(headers.items()))


def test_the_entries_of_a_feed_arrive_oldest_first_under_its_name(desk: Desk, server: Web, kafka: FakeKafka) -> None:
    server.pages["/feed"] = feed(("urn:b", TWO), ("urn:a", ONE))
    assert desk.ask() == Turn(sent=2)
    assert desk.sent() == [("urn:a", ONE), ("urn:b", TWO)]
    [article] = read_copy(kafka.sent[0]["value"])
    assert (article.feed, article.provider) == ("desk", "Reuters")


def test_what_was_sent_is_not_sent_again_and_what_is_new_is(desk: Desk, server: Web) -> None:
    server.pages["/feed"] = feed(("urn:a", ONE))
    desk.ask(2)
    server.pages["/feed"] = feed(("urn:b", TWO), ("urn:a", ONE))
    assert desk.ask(2) == Turn()
    assert desk.sent() == [("urn:a", ONE), ("urn:b", TWO)]


def test_a_new_version_of_an_entry_is_new(desk: Desk, server: Web) -> None:
    server.pages["/feed"] = feed(("urn:a", ONE))
    desk.ask()
    server.pages["/feed"] = feed(("urn:a", TWO))
    desk.ask()
    assert desk.sent() == [("urn:a", ONE), ("urn:a", TWO)]


def test_without_a_version_another_text_is_new_and_the_same_is_not(desk: Desk, server: Web) -> None:
    for text in ("Army advances", "Army advances", "Army withdraws"):
        server.pages["/feed"] = Reply(body=json.dumps({"uri": "urn:a", "headline": text}).encode())
        desk.ask()
    assert desk.sent() == [("urn:a", ""), ("urn:a", "")]


def test_another_text_under_the_same_guid_and_date_is_new(desk: Desk, server: Web) -> None:
    for title in ("Army takes bridge", "Army takes bridge", "CORRECTED: Army did not take bridge"):
        server.pages["/feed"] = Reply(
            body=f"<rss><channel><item><guid>urn:a</guid><title>{title}</title>"
            "<pubDate>Sun, 04 Dec 2016 21:30:00 GMT</pubDate></item></channel></rss>".encode()
        )
        desk.ask()
    assert desk.sent() == [("urn:a", ""), ("urn:a", "")]


def test_an_item_that_cannot_be_read_costs_no_other_and_is_sent_once(desk: Desk, server: Web, kafka: FakeKafka) -> None:
    items = [{"uri": "urn:a", "headline": "x"}, {"uri": "urn:b", "headline": "x", "pubstatus": "maybe"}]
    server.pages["/feed"] = Reply(body=json.dumps({"_items": items}).encode())
    desk.ask(2)
    assert [sent["value"][:14] for sent in kafka.sent] == [b'{"uri":"urn:a"', b'{"uri":"urn:b"']
    assert len(kafka.sent) == 2


def test_an_entry_of_no_known_status_costs_no_other_and_is_sent_once(desk: Desk, server: Web, kafka: FakeKafka) -> None:
    odd = (
        '<item xmlns:apnm="http://ap.org/schemas/03/2005/apnm"><guid>urn:b</guid><title>y</title>'
        "<apnm:PublishingStatus>Maybe</apnm:PublishingStatus></item>"
    )
    for built in (ONE, TWO):  # What of the feed changes with every fetch makes no new item of an old one.
        body = (
            f"<rss><channel><lastBuildDate>{built}</lastBuildDate><item><guid>urn:a</guid><title>x</title></item>"
            f"{odd}</channel></rss>"
        )
        server.pages["/feed"] = Reply(body=body.encode())
        assert not desk.ask().failed
    assert len(kafka.sent) == 2
    assert b"urn:b" in kafka.sent[1]["value"]


def test_a_restart_sends_nothing_twice_and_asks_only_for_what_is_new(
    desk: Desk, server: Web, ledger: Ledger, kafka: FakeKafka
) -> None:
    server.pages["/feed"] = lambda asked: (
        Reply(304) if asked.headers.get("if-none-match") == '"1"' else feed(("urn:a", ONE), ETag='"1"')
    )
    desk.ask()
    assert Desk(server, ledger, kafka).ask() == Turn()
    assert server.asked[1].headers["if-none-match"] == '"1"'
    server.pages["/feed"] = feed(("urn:a", ONE), ETag='"2"')
    assert Desk(server, ledger, kafka).ask() == Turn()
    assert len(kafka.sent) == 1


def test_what_the_broker_does_not_confirm_is_sent_at_the_next_turn(desk: Desk, server: Web, kafka: FakeKafka) -> None:
    server.pages["/feed"] = feed(("urn:a", ONE), ETag='"1"')
    kafka.fate = lambda value: KafkaTimeoutError("late")
    with pytest.raises(Unavailable, match="late"):
        desk.ask()
    kafka.fate = lambda value: None
    assert desk.ask() == Turn(sent=1)
    assert "if-none-match" not in server.asked[1].headers
    assert desk.sent() == [("urn:a", ONE)] * 2


def test_an_entry_that_no_message_can_hold_is_told_and_the_others_go_on(
    desk: Desk, server: Web, kafka: FakeKafka
) -> None:
    from kafka.errors import MessageSizeTooLargeError

    kafka.fate = lambda value: MessageSizeTooLargeError("too large") if b"urn:a" in value else None
    server.pages["/feed"] = feed(("urn:a", ONE), ("urn:b", TWO))
    desk.ask(2)
    assert len(desk.said) == 1 and desk.said[0].startswith("urn:a: not sent")
    assert [one["key"] for one in kafka.sent] == [b"urn:a", b"urn:b"]


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_a_status_that_is_no_feed_is_a_failure_and_the_next_turn_goes_on(desk: Desk, server: Web, status: int) -> None:
    server.pages["/feed"] = Reply(status, entries(("urn:a", ONE)), headers=(("Retry-After", "7"),))
    assert desk.ask() == Turn(failed=f"status {status}", wait=7)
    server.pages["/feed"] = feed(("urn:a", ONE))
    assert desk.ask() == Turn(sent=1)


@pytest.mark.parametrize(
    "fault",
    [
        Reply(body=entries(("urn:a", ONE))[:60], length=len(entries(("urn:a", ONE)))),
        Reply(silence=30),
        Reply(body=b"x" * 100_001),
        Reply(302, headers=(("Location", "/feed"),)),
        Reply(302, headers=(("Location", "http://[::1"),)),
    ],
    ids=["half a body", "silence", "too large", "a loop", "an address that is none"],
)
def test_a_fault_of_the_server_is_a_failure_and_nothing_is_remembered(desk: Desk, server: Web, fault: Reply) -> None:
    server.pages["/feed"] = fault
    with pytest.raises(Unavailable):
        desk.ask()
    server.pages["/feed"] = feed(("urn:a", ONE))
    assert desk.ask() == Turn(sent=1)


def test_an_empty_feed_is_no_failure(desk: Desk, server: Web, kafka: FakeKafka) -> None:
    server.pages["/feed"] = feed()
    assert desk.ask() == Turn() and kafka.sent == []


@pytest.mark.parametrize("content_type", ["text/html", "application/json", "image/png", "text/plain", ""])
def test_the_content_decides_what_it_is_not_the_type(desk: Desk, server: Web, content_type: str) -> None:
    server.pages["/feed"] = Reply(body=entries(("urn:a", ONE)), headers=(("Content-Type", content_type),))
    assert desk.ask() == Turn(sent=1)


@pytest.mark.parametrize("body", [b"Service unavailable", b"", b"\x89PNG\r\n\x1a\n", b"From: me\r\n\r\nhello"])
def test_a_complaint_in_plain_text_is_no_copy(desk: Desk, server: Web, kafka: FakeKafka, body: bytes) -> None:
    server.pages["/feed"] = Reply(body=body, headers=(("Content-Type", "application/rss+xml"),))
    assert desk.ask().failed.startswith("it cannot be read")
    assert kafka.sent == []


def test_of_a_feed_that_cannot_be_read_the_first_body_is_kept_and_the_next_ones_are_told(
    desk: Desk, server: Web, kafka: FakeKafka
) -> None:
    for number in range(3):
        server.pages["/feed"] = Reply(body=f"<html>{number}</html>".encode())
        assert "cannot be read" in desk.ask().failed
    assert [one["value"] for one in kafka.sent] == [b"<html>0</html>"]
    server.pages["/feed"] = feed(("urn:a", ONE))
    assert desk.ask() == Turn(sent=1)
    server.pages["/feed"] = Reply(body=b"<html>3</html>")
    desk.ask()
    assert kafka.sent[-1]["value"] == b"<html>3</html>"


def test_of_a_feed_that_keeps_its_whole_past_the_newest_entries_are_read_and_the_others_told(
    desk: Desk, server: Web
) -> None:
    past = [(f"urn:{number}", ONE) for number in range(MAX_ITEMS)]
    desk.most_bytes = desk.most_of_a_feed = 1_000_000
    server.pages["/feed"] = feed(*past, ("urn:new", TWO))
    assert desk.ask() == Turn(sent=MAX_ITEMS, older=1)
    assert desk.sent()[-1] == ("urn:new", TWO)
    assert desk.ask() == Turn(older=1)


def test_of_a_feed_that_is_too_large_the_newest_entries_are_read(desk: Desk, server: Web) -> None:
    desk.most_bytes, desk.most_of_a_feed = 100_000, 2_000
    server.pages["/feed"] = feed(*((f"urn:{number}", ONE) for number in range(50)), ("urn:new", TWO))
    turn = desk.ask()
    assert turn.sent + turn.older == 51
    assert turn.older
    assert desk.sent()[-1] == ("urn:new", TWO)


def moved(to: str, status: int) -> Reply:
    return Reply(status, headers=(("Location", to),))


def test_a_feed_that_has_moved_for_good_is_asked_for_where_it_is(desk: Desk, server: Web) -> None:
    server.pages |= {"/feed": moved("/new", 301), "/new": feed(("urn:a", ONE))}
    desk.ask(3)
    assert server.paths() == ["/feed", "/new", "/new", "/new"]
    assert desk.sent() == [("urn:a", ONE)]


def test_a_feed_that_has_moved_for_now_is_asked_for_where_it_was(desk: Desk, server: Web) -> None:
    server.pages |= {"/feed": moved("/new", 302), "/new": feed(("urn:a", ONE))}
    desk.ask(2)
    assert server.paths() == ["/feed", "/new", "/feed", "/new"]


def test_a_move_to_what_is_no_feed_is_not_remembered(desk: Desk, server: Web) -> None:
    server.pages |= {"/feed": moved("/login", 301), "/login": Reply(body=b"<html>Log in</html>")}
    desk.ask()
    server.pages["/feed"] = feed(("urn:a", ONE))
    assert desk.ask() == Turn(sent=1)


FAULTS = [Reply(404), Reply(410), Reply(500), Reply(body=b"<html>This name is for sale</html>"), moved("/new", 302)]
NAMES = ["404", "410", "500", "a page", "a loop"]


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_a_feed_that_is_not_where_it_had_moved_to_is_asked_for_where_it_was(
    desk: Desk, server: Web, fault: Reply
) -> None:
    server.pages |= {"/feed": moved("/new", 308), "/new": feed(("urn:a", ONE))}
    desk.ask()
    server.pages |= {"/feed": feed(("urn:b", TWO)), "/new": fault}
    assert desk.ask() == Turn(sent=1)
    server.asked.clear()
    assert desk.ask() == Turn() and server.paths() == ["/feed"]


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_a_move_stands_while_there_is_no_feed_at_either_address(desk: Desk, server: Web, fault: Reply) -> None:
    server.pages |= {"/feed": moved("/new", 308), "/new": feed(("urn:a", ONE))}
    desk.ask()
    server.pages |= {"/feed": Reply(410), "/new": fault}
    with suppress(Unavailable):
        turn = desk.ask()
        assert turn.failed and not turn.over
    server.pages["/new"] = feed(("urn:b", TWO))
    server.asked.clear()
    assert desk.ask() == Turn(sent=1) and server.paths() == ["/new"]


def test_a_server_that_wants_to_be_asked_later_is_not_asked_by_way_of_the_old_address(desk: Desk, server: Web) -> None:
    server.pages |= {"/feed": moved("/new", 308), "/new": feed(("urn:a", ONE))}
    desk.ask()
    server.pages["/new"] = Reply(503, headers=(("Retry-After", "60"),))
    server.asked.clear()
    assert desk.ask() == Turn(failed="status 503", wait=60.0) and server.paths() == ["/new"]


def test_a_feed_that_is_gone_for_good_is_never_asked_for_again(desk: Desk, server: Web) -> None:
    server.pages["/feed"] = Reply(410)
    assert desk.ask() == Turn(failed="it is gone for good (status 410)", over=True)


def test_an_operator_s_private_address_gives_no_leave_to_its_redirects(
    server: Web, ledger: Ledger, kafka: FakeKafka
) -> None:
    server.pages |= {"/feed": moved("/admin", 301), "/admin": feed(("urn:a", ONE))}
    with pytest.raises(Unavailable, match="not public"):
        Desk(server, ledger, kafka, allow_private=False).ask()
    assert server.paths() == ["/feed"]


def test_a_private_address_that_a_feed_has_moved_to_is_not_the_operator_s(
    server: Web, ledger: Ledger, kafka: FakeKafka
) -> None:
    server.pages |= {"/feed": moved("/new", 301), "/new": feed(("urn:a", ONE))}
    Desk(server, ledger, kafka).ask()
    with pytest.raises(Unavailable, match="not public"):
        Desk(server, ledger, kafka, allow_private=False).ask()


def test_a_source_s_name_in_the_ledger_has_nothing_secret_and_is_its_own() -> None:
    one, two = (source_key(f"https://me:pass@wire.example/feed?token={token}") for token in ("hidden", "other"))
    assert one.startswith("https://wire.example/feed #") and "hidden" not in one and "pass" not in one
    assert one != two


def test_it_says_that_it_wants_a_feed(desk: Desk, server: Web) -> None:
    def page(asked: Asked) -> Reply:
        assert asked.headers["accept"].startswith("application/atom+xml")
        return feed(("urn:a", ONE))

    server.pages["/feed"] = page
    assert desk.ask() == Turn(sent=1)
