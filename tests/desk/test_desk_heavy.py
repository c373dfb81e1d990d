"""The heaviest filter that is taken holds up nobody but who asks it."""

from __future__ import annotations

import asyncio
import http.client
import threading
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest

from bellwire.delivery.filters import LIGHT, read_filter
from bellwire.delivery.matchers import HEAVIEST
from bellwire.desk.board import Board
from bellwire.desk.live import RING, Live
from bellwire.desk.sifting import Sieve
from kit.alerts import alert, keep, proof
from kit.desks import Desk, PlayedFeed, running_desk, stream

#: Copy that an expression with many alternatives in each place goes through letter by letter.
COPY = "ab ba aab abb " * 60
PAST = tuple(alert(f"{number:016x}", evidence=(proof(f"included {COPY}"),)) for number in range(RING))

#: Each as heavy as is taken, and none fits what it is asked of.
HEAVY = [
    'text=~"((a|b)?){400}((a|b| )?){200}z"',
    'text=~"(.{0,10}a){15}z"',
    ",".join(f'text=~"(a|b| ){{40}}{number}z"' for number in range(20)),
]


def _asking(desk: Desk, path: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=60)
    connection.request("GET", path)
    return connection


@pytest.mark.parametrize("form", ["json", "row"])
@pytest.mark.parametrize("heavy", [*HEAVY, ",".join(f'text="nowhere {number}"' for number in range(20))])
def test_a_listener_that_asks_a_heavy_filter_of_all_that_passed_freezes_nobody(
    tmp_path: Path, heavy: str, form: str
) -> None:
    assert read_filter([("filter", heavy)]).weight <= HEAVIEST
    with running_desk(tmp_path, PlayedFeed(past=PAST)) as desk:
        path = f"/stream/alerts?{urlencode({'after': 'none', 'filter': heavy, 'as': form})}"
        with ExitStack() as stack:
            for _ in range(3):
                stack.enter_context(closing(_asking(desk, path)))
            assert [desk.get("/livez")[0] for _ in range(20)] == [200] * 20


async def test_while_a_heavy_question_is_asked_the_loop_goes_on_and_light_ones_are_answered() -> None:
    sieve, go_on = Sieve(), threading.Event()
    heavy = asyncio.create_task(sieve.ask(LIGHT + 1, go_on.wait, 60))
    assert [await sieve.ask(LIGHT, str, number) for number in range(50)] == [str(number) for number in range(50)]
    assert not heavy.done()
    go_on.set()
    assert await heavy
    sieve.close()


def test_a_listener_with_a_heavy_filter_hears_what_fits_in_order(tmp_path: Path) -> None:
    wanted = 'text=~"(a|b| ){200}|hospital in east"'
    assert read_filter([("filter", wanted)]).weight > LIGHT
    query = urlencode({"after": "none", "filter": wanted})
    with running_desk(tmp_path, PlayedFeed(past=PAST[:5])) as desk, stream(desk, f"?{query}") as listening:
        desk.feed.publish(alert("a", headline="Calm"), alert("b"))
        ids = [event.json["id"] for event in listening.alerts(6)]
    assert ids == [*(one.id for one in PAST[:5]), "b-000001"]


def test_a_list_looks_back_less_far_with_a_heavy_filter_and_says_where_it_goes_on(desk: Desk) -> None:
    keep(desk.ledger, *PAST[:300])
    told = msgspec.json.decode(desk.get(f"/api/v1/alerts?{urlencode({'filter': HEAVY[0]})}")[2])
    assert told["alerts"] == [] and told["next"]


def test_silences_are_asked_once_for_all_listeners_and_afresh_when_they_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    board, now = Board(Live(), lambda deed: ""), datetime.now(UTC)
    board.begin(desk.ledger, now)
    asked: list[str] = []
    monkeypatch.setattr("bellwire.desk.board.is_silenced", lambda one, silences: bool(asked.append(one.id) or silences))
    assert [board.hides(PAST[0]) for _ in range(3)] == [False] * 3
    desk.ledger.desk.silence("kind=capture", by="Ana", reason="known", begins=now, ends=now + timedelta(hours=1))
    board.begin(desk.ledger, now)
    assert [board.hides(PAST[0]) for _ in range(3)] == [True] * 3
    assert asked == [PAST[0].id] * 2
