"""A news API of Superdesk's shape asked again and again: nothing lost, nothing twice, whatever it does."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
import pytest
from fake_kafka import FakeKafka
from kafka.errors import KafkaTimeoutError
from web import Asked, Reply, Web, web

from bellwire.errors import Unavailable
from bellwire.intake.arrivals import Arrivals
from bellwire.intake.feeds import Feed
from bellwire.intake.fetching import Fetcher, Limits
from bellwire.intake.memory import source_key
from bellwire.intake.outlet import Outlet
from bellwire.intake.pacing import Pace
from bellwire.intake.poll import NewsApi
from bellwire.intake.producer import ArticleProducer
from bellwire.intake.rounds import NotNow, Turn
from bellwire.ledger import Ledger
from bellwire.wire import read_copy

NOW = datetime.now(UTC).replace(microsecond=0)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
TOKEN = "a token of the newsroom"


@dataclass(slots=True)
class Api:
    """Superdesk's search: the newest first, so many a page, so many in all of one query (400 beyond)."""

    items: list[dict[str, Any]] = field(default_factory=list)
    page_size: int = 3
    depth: int = 1000
    newest_first: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)

    def put(self, uri: str, time: datetime, version: str = "1", **more: Any) -> None:
        item = {"uri": uri, "version": version, "headline": "Army advances", "versioncreated": written(time)}
        self.items.append(item | more)

    def __call__(self, request: Asked) -> Reply:
        parameters = dict(parse_qsl(urlsplit(request.path).query))
        self.asked.append(parameters)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply(401)
        page = int(parameters.get("page", 1))
        if (page - 1) * self.page_size >= self.depth:
            return Reply(400)
        start, end = parameters["start_date"], parameters.get("end_date", "9")
        found = sorted(
            (one for one in self.items if start <= one["versioncreated"][:19] <= end),
            key=lambda one: one["versioncreated"],
            reverse=self.newest_first,
        )
        links: dict[str, Any] = {}
        if page * self.page_size < len(found):
            links["next"] = {"href": f"news/search?{urlencode({'page': page + 1})}"}
        shown = found[(page - 1) * self.page_size : page * self.page_size]
        return Reply(body=json.dumps({"_items": shown, "_links": links}).encode())


def written(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+0000")


@pytest.fixture
def api(server: Web) -> Api:
    found = Api()
    server.pages["/v1/news/search"] = found
    return found


class Desk:
    """Asks the API."""

    def __init__(self, server: Web, ledger: Ledger, kafka: FakeKafka) -> None:
        self.url = server.url("/v1/news/search?include_fields=body_html")
        self._ledger, self._kafka = ledger, kafka

    def ask(self, token: str = TOKEN, since: datetime = NOW - timedelta(days=1)) -> Turn:
        def connect() -> ArticleProducer:
            return ArticleProducer("a:1", "articles", max_message_bytes=1000, connect=self._kafka)

        async def run() -> Turn:
            arrivals = Arrivals(Outlet(connect, patience=2), self._ledger.sources, print)
            async with Fetcher(Limits(body=1_000_000, total=5)) as fetcher:
                source = NewsApi(
                    self.url,
                    Feed("desk"),
                    Pace(300, 30),
                    fetcher,
                    arrivals,
                    since,
                    10_000,
                    look_back=6 * HOUR,
                    token=token,
                    trusted=True,
                )
                return await source.ask()

        return asyncio.run(run())

    def sent(self) -> list[str]:
        return [read_copy(one["value"])[0].uri for one in self._kafka.sent]

    def an_hour_passes(self) -> None:
        """As far as the ledger can tell."""
        state = self._ledger.sources.state(source_key(self.url))
        assert state.looked_back is not None
        earlier = msgspec.structs.replace(state, looked_back=state.looked_back - HOUR)
        self._ledger.sources.remember(source_key(self.url), earlier, [], datetime.now(UTC))

    @property
    def cursor(self) -> datetime | None:
        return self._ledger.sources.state(source_key(self.url)).cursor


@pytest.fixture
def desk(server: Web, ledger: Ledger, kafka: FakeKafka) -> Desk:
    return Desk(server, ledger, kafka)


def test_all_pages_are_read_and_each_page_is_sent_oldest_first(api: Api, desk: Desk) -> None:
    for number in range(7):
        api.put(f"urn:{number}", NOW - number * MINUTE)
    assert desk.ask() == Turn(sent=7)
    assert desk.sent() == [f"urn:{number}" for number in (2, 1, 0, 5, 4, 3, 6)]
    assert [one.get("page") for one in api.asked] == [None, "2", "3"]
    assert all(one["include_fields"] == "body_html" and "start_date" in one for one in api.asked)


def test_the_first_turn_begins_where_it_is_told_to_and_the_next_ones_a_while_before_the_newest(
    api: Api, desk: Desk
) -> None:
    api.put("urn:a", NOW - 60 * MINUTE)
    desk.ask(since=NOW - 120 * MINUTE)
    desk.ask()
    starts = [NOW - 130 * MINUTE, NOW - 70 * MINUTE]
    assert [one["start_date"] for one in api.asked] == [written(start)[:19] for start in starts]


def test_what_the_overlap_brings_again_is_not_sent_again_and_what_comes_late_is(api: Api, desk: Desk) -> None:
    api.put("urn:a", NOW - 5 * MINUTE)
    desk.ask()
    api.put("urn:late", NOW - 9 * MINUTE)
    assert desk.ask() == Turn(sent=1)
    assert desk.sent() == ["urn:a", "urn:late"]


def test_what_appears_hours_late_is_sent_within_the_hour(api: Api, desk: Desk) -> None:
    api.put("urn:a", NOW - 5 * MINUTE)
    desk.ask()
    api.put("urn:late", NOW - 3 * HOUR)
    assert desk.ask() == Turn()
    desk.an_hour_passes()
    assert desk.ask() == Turn(sent=1)
    assert api.asked[-1]["start_date"] == written(NOW - 5 * MINUTE - 6 * HOUR)[:19]
    assert desk.ask() == Turn()
    assert api.asked[-1]["start_date"] == written(NOW - 15 * MINUTE)[:19]


def test_it_never_looks_back_beyond_where_it_began(api: Api, desk: Desk) -> None:
    api.put("urn:old", NOW - 3 * HOUR)
    desk.ask(since=NOW - HOUR)
    desk.an_hour_passes()
    assert desk.ask() == Turn()
    assert api.asked[-1]["start_date"] == written(NOW - HOUR - 10 * MINUTE)[:19]


def test_a_look_back_that_fails_is_made_again(api: Api, desk: Desk, kafka: FakeKafka) -> None:
    api.put("urn:a", NOW - 5 * MINUTE)
    desk.ask()
    api.put("urn:late", NOW - 3 * HOUR)
    desk.an_hour_passes()
    kafka.fate = lambda value: KafkaTimeoutError("late")
    with pytest.raises(Unavailable):
        desk.ask()
    kafka.fate = lambda value: None
    assert desk.ask() == Turn(sent=1)


def test_a_new_version_is_sent(api: Api, desk: Desk) -> None:
    api.put("urn:a", NOW - 5 * MINUTE)
    desk.ask()
    api.items.clear()
    api.put("urn:a", NOW - 2 * MINUTE, version="2")
    assert desk.ask() == Turn(sent=1)


def test_a_restart_goes_on_where_it_stood(api: Api, desk: Desk, server: Web, ledger: Ledger, kafka: FakeKafka) -> None:
    api.put("urn:a", NOW - 60 * MINUTE)
    desk.ask()
    assert Desk(server, ledger, kafka).ask(since=NOW) == Turn()
    assert api.asked[-1]["start_date"] == written(NOW - 70 * MINUTE)[:19]


def test_a_time_in_the_future_does_not_move_the_cursor_beyond_now(api: Api, desk: Desk) -> None:
    api.put("urn:a", NOW + timedelta(days=300))
    desk.ask()
    assert desk.cursor is not None and desk.cursor <= datetime.now(UTC)


def test_more_than_the_api_gives_of_one_query_is_asked_for_in_smaller_windows(api: Api, desk: Desk) -> None:
    api.depth = 6
    for number in range(20):
        api.put(f"urn:{number}", NOW - number * MINUTE)
    assert desk.ask() == Turn(sent=20)
    assert desk.cursor == NOW
    assert desk.ask() == Turn()


def test_an_api_that_gives_the_oldest_first_is_read_whole_too(api: Api, desk: Desk) -> None:
    api.depth, api.newest_first = 6, False
    for number in range(20):
        api.put(f"urn:{number}", NOW - number * MINUTE)
    assert desk.ask() == Turn(sent=20)
    assert desk.cursor == NOW


def test_more_versions_of_one_second_than_the_api_gives_are_told_and_the_cursor_stays(api: Api, desk: Desk) -> None:
    api.depth = 6
    for number in range(7):
        api.put(f"urn:{number}", NOW - MINUTE)
    with pytest.raises(Unavailable, match="one second"):
        desk.ask()
    assert desk.cursor is None


def test_pages_without_end_end(api: Api, desk: Desk, server: Web) -> None:
    def endless(asked: Asked) -> Reply:
        number = int(dict(parse_qsl(urlsplit(asked.path).query)).get("page", 0))
        links = {"next": {"href": f"?page={number + 1}"}}
        return Reply(body=json.dumps({"_items": [{"uri": "urn:a", "headline": "x"}], "_links": links}).encode())

    server.pages["/v1/news/search"] = endless
    with pytest.raises(Unavailable):
        desk.ask()
    assert len(server.asked) == 40


def test_pages_in_a_circle_are_told_and_what_was_in_them_is_sent(api: Api, desk: Desk, server: Web) -> None:
    body = {"_items": [{"uri": "urn:a", "headline": "x"}], "_links": {"next": {"href": "?page=1"}}}
    server.pages["/v1/news/search"] = Reply(body=json.dumps(body).encode())
    with pytest.raises(Unavailable, match="circle"):
        desk.ask()
    assert desk.sent() == ["urn:a"]


def test_an_empty_page_ends_it_though_it_names_another(api: Api, desk: Desk, server: Web) -> None:
    body = {"_items": [], "_links": {"next_page": {"href": "news/feed?start_date=now"}}}
    server.pages["/v1/news/search"] = Reply(body=json.dumps(body).encode())
    assert desk.ask() == Turn()


def test_a_next_page_on_another_host_is_refused_and_gets_no_token(api: Api, desk: Desk, server: Web) -> None:
    with web() as other:
        body = {"_items": [{"uri": "urn:a", "headline": "x"}], "_links": {"next": {"href": other.url("/")}}}
        server.pages["/v1/news/search"] = Reply(body=json.dumps(body).encode())
        with pytest.raises(Unavailable, match="another host"):
            desk.ask()
        assert other.asked == []


def test_a_failure_on_a_later_page_keeps_the_cursor_and_the_next_turn_gets_the_rest(
    api: Api, desk: Desk, server: Web
) -> None:
    for number in range(7):
        api.put(f"urn:{number}", NOW - number * MINUTE)
    server.pages["/v1/news/search"] = lambda asked: (
        Reply(500, headers=(("Retry-After", "9"),)) if "page=3" in asked.path else api(asked)
    )
    with pytest.raises(NotNow) as caught:
        desk.ask()
    assert (str(caught.value), caught.value.wait, desk.cursor) == ("status 500", 9, None)
    server.pages["/v1/news/search"] = api
    assert desk.ask() == Turn(sent=1)
    assert sorted(desk.sent()) == [f"urn:{number}" for number in range(7)]


def test_a_broker_that_does_not_confirm_keeps_the_cursor(api: Api, desk: Desk, kafka: FakeKafka) -> None:
    api.put("urn:a", NOW - MINUTE)
    kafka.fate = lambda value: KafkaTimeoutError("late")
    with pytest.raises(Unavailable, match="late"):
        desk.ask()
    assert desk.cursor is None
    kafka.fate = lambda value: None
    assert desk.ask() == Turn(sent=1)


def test_an_item_that_cannot_be_read_is_a_dead_letter_once_and_the_others_are_read(
    api: Api, desk: Desk, kafka: FakeKafka
) -> None:
    api.put("urn:a", NOW - MINUTE)
    api.items.append({"headline": "no uri", "versioncreated": written(NOW)})
    desk.ask()
    assert desk.ask() == Turn()
    assert len(kafka.sent) == 2
    assert json.loads(kafka.sent[1]["value"])["headline"] == "no uri"


def test_a_picture_is_passed_over(api: Api, desk: Desk) -> None:
    api.put("urn:a", NOW - MINUTE, type="picture")
    assert desk.ask() == Turn() and desk.sent() == []


@pytest.mark.parametrize("token", ["", "another"])
def test_without_the_right_token_it_says_so_and_not_what_the_token_is(api: Api, desk: Desk, token: str) -> None:
    with pytest.raises(Unavailable, match="token") as caught:
        desk.ask(token=token)
    assert "another" not in str(caught.value)


@pytest.mark.parametrize(
    "reply",
    [Reply(body=b"<html>"), Reply(body=b'{"_items": ['), Reply(body=b'{"_items"', length=900), Reply(silence=30)],
    ids=["html", "cut JSON", "half a body", "silence"],
)
def test_what_is_no_page_is_a_failure(desk: Desk, server: Web, reply: Reply) -> None:
    server.pages["/v1/news/search"] = reply
    with pytest.raises(Unavailable):
        desk.ask()


def test_a_redirect_to_a_private_address_is_refused(desk: Desk, server: Web) -> None:
    server.pages["/v1/news/search"] = Reply(302, headers=(("Location", server.url("/admin")),))
    with pytest.raises(Unavailable, match="not public"):
        desk.ask()
    assert len(server.asked) == 1
