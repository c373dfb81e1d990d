"""Map, tempo and health: what they show, and of what."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from math import hypot
from pathlib import Path

import msgspec
import pytest
from kafka import KafkaConsumer, KafkaProducer

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.tail import tail
from bellwire.broker.topics import ensure_topics
from bellwire.desk.drawing import WORLD, around, bars, spots
from bellwire.desk.health import broker_view
from bellwire.errors import BadCopy
from bellwire.reading.reading import Direction, Place
from bellwire.settings import Settings
from bellwire.stream.dead_letters import dead_letter
from bellwire.stream.message import Message
from bellwire.watch.alert import MsgType
from bellwire.watch.thread import Changes, Level, Tempo
from kit.alerts import CAPTURE, NOON, alert, keep
from kit.brokers import broker
from kit.desks import Desk, post
from kit.topics import send
from kit.workers import wait_for

MOSUL = Place(name="Mosul", path="IQ/Mosul", country="IQ", lat=36.3, lon=43.1)


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_map_shows_each_place_once_a_direction_and_lists_the_same(desk: Desk) -> None:
    there = msgspec.structs.replace(CAPTURE, place=MOSUL)
    keep(desk.ledger, alert("a"), alert("b"), alert("c", direction=Direction.DE_ESCALATION), alert("d", event=there))
    page = desk.get("/map")[2]
    assert page.count("<circle") == 3
    assert text(page).count("Army takes hospital in east Aleppo - army") >= 4
    assert desk.get("/map?country=IQ")[2].count("<circle") == 1
    assert desk.get("/map?country=Iraq")[0] == 400


def test_old_news_is_off_the_map(desk: Desk) -> None:
    keep(desk.ledger, alert("old"), alert("new", updated=datetime(2017, 1, 1, tzinfo=UTC)))
    page = desk.get("/map")[2]
    assert "/threads/new" in page and "/threads/old" not in page


def test_tempo_is_drawn_and_told_in_words(desk: Desk) -> None:
    hour = int(NOON.timestamp() // 3600)
    up = Tempo(
        country="SY", direction=Direction.ESCALATION, since=NOON, hours={hour: 4, hour - 1: 1}, level=Level.RAISED
    )
    down = Tempo(country="SY", direction=Direction.DE_ESCALATION, since=NOON, hours={hour - 10: 2})
    with desk.ledger.watching(["SY"]) as tx:
        tx.apply(Changes(tempos=(up, down)))
    page = desk.get("/map")[2]
    assert "5 of escalation, 2 of de-escalation, 72 hours" in text(page)
    assert "escalation raised" in text(page)
    assert page.count("<rect") == 2


def test_bars_end_with_the_last_hour_and_add_up() -> None:
    drawn = bars({100: 2, 99: 1, 40: 9, 28: 5}, {98: 3}, 100, 72)
    assert [(bar.x, bar.count, bar.up) for bar in drawn] == [(9, 9, True), (69, 3, True), (69, 3, False)]
    assert max(bar.height for bar in drawn) == 18


def test_spots_of_one_place_do_not_cover_each_other() -> None:
    one, two = spots([alert("a"), alert("b", direction=Direction.IMPACT)], WORLD)
    assert abs(one.x - two.x) >= one.r + two.r - 0.02


def test_what_has_no_coordinates_is_not_on_the_map() -> None:
    nowhere = msgspec.structs.replace(CAPTURE, place=None)
    assert spots([alert("a", event=nowhere)], WORLD) == []
    assert around([alert("a", event=nowhere)]) == WORLD


def test_health_lists_feeds_with_their_last_article(desk: Desk) -> None:
    with desk.ledger.watching(()) as tx:
        tx.arrived("afp", NOON)
    page = text(desk.get("/health")[2])
    assert "afp unlisted 4 Dec 2016 12:00 UTC" in page


def test_health_says_where_kafka_does_not_answer(desk: Desk) -> None:
    assert "no answer from the Kafka broker" in text(desk.get("/health")[2])


def test_lag_and_dead_letters_are_told_by_the_broker() -> None:
    with EmbeddedBroker() as embedded:
        settings = Settings(brokers=embedded.address, partitions=2)
        ensure_topics(embedded.address, settings)
        for uri in ("urn:a", "urn:b"):  # Of one batch this broker would tell the first message only.
            send(embedded.address, settings.topic("articles"), [(uri, b"{}")])
        message = Message(settings.topic("articles"), 0, 0, 0, b"urn:a", b"\xff", ())
        letter = dead_letter(message, BadCopy("no article in it", reason="not-an-article"), attempts=1, version="0")
        _send_letter(embedded.address, settings.topic("dead-letters"), letter)
        found = broker_view(settings)
    assert found.lag == {"articles": 2, "articles.urgent": 0, "readings": 0}
    assert [(one.reason, one.sentence, one.key) for one in found.letters] == [
        ("not-an-article", "no article in it", "urn:a")
    ]
    assert (found.workers, found.wrong) == (None, ""), "the embedded broker does not tell"


def _send_letter(brokers: str, topic: str, letter: object) -> None:
    producer = KafkaProducer(bootstrap_servers=brokers)
    try:
        producer.send(topic, key=letter.key, value=letter.value, headers=list(letter.headers)).get(20)  # type: ignore[attr-defined]
    finally:
        producer.close()


def test_the_tail_of_a_topic_is_its_newest_records() -> None:
    with EmbeddedBroker() as broker:
        settings = Settings(brokers=broker.address, partitions=1)
        ensure_topics(broker.address, settings)
        topic = settings.topic("dead-letters")
        assert tail(broker.address, topic, 5) == []
        send(broker.address, topic, [("k", str(number).encode()) for number in range(30)])
        assert [record.value for record in tail(broker.address, topic, 3)] == [b"29", b"28", b"27"]
        assert tail(broker.address, "nosuch", 3) == []


def test_the_outline_of_the_world_is_small_and_draws_nothing_else(desk: Desk) -> None:
    status, headers, outline = desk.get("/static/world.svg")
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    assert len(outline) < 60_000 and "<script" not in outline


@pytest.mark.kafka
def test_workers_are_told_with_what_they_read(tmp_path: Path) -> None:
    with broker("kafka", tmp_path) as address:
        settings = Settings(brokers=address, partitions=2)
        ensure_topics(address, settings)
        worker = KafkaConsumer(settings.topic("articles"), bootstrap_servers=address, group_id=settings.group)
        try:
            wait_for(lambda: worker.poll(timeout_ms=200) is not None and worker.assignment())
            found = broker_view(settings)
        finally:
            worker.close()
    assert found.workers is not None
    ((_, _, reads),) = found.workers
    assert reads == "articles 0, articles 1"


@pytest.mark.parametrize("directions", [1, 2, 3, 4])
def test_every_spot_lies_at_its_place_or_touches_it(directions: int) -> None:
    ways = (Direction.ESCALATION, Direction.IMPACT, Direction.DE_ESCALATION, Direction.MIXED)[:directions]
    told = [alert(f"{way}{n}", direction=way) for number, way in enumerate(ways) for n in range(1 + 3 * number)]
    found = spots(told, WORLD)
    assert len(found) == directions
    for spot in found:
        away = hypot(spot.x - 37.16, spot.y + 36.2)
        assert away == pytest.approx(0 if directions == 1 else spot.r, abs=0.02)


def test_what_was_withdrawn_is_no_spot_and_stays_in_the_list(desk: Desk) -> None:
    keep(desk.ledger, alert("a"), alert("a", 2, msg_type=MsgType.CANCEL, headline="WITHDRAWN by Example"))
    page = desk.get("/map")[2]
    assert page.count("<circle") == 0 and "WITHDRAWN by Example" in page


def test_a_spot_of_several_stories_leads_to_their_list(desk: Desk) -> None:
    keep(desk.ledger, alert("a"), alert("b"))
    [link] = re.findall(r'<a href="([^"]+)" class="escalation" aria-label', desk.get("/map")[2])
    listed = desk.get(unescape(link))[2]
    assert listed.count("data-thread=") == 2


def test_a_tempo_has_no_story_and_nothing_leads_to_one(desk: Desk) -> None:
    country = Place(name="Syria", path="SY", country="SY", lat=35.0, lon=38.0, precision="country")
    counted = msgspec.structs.replace(CAPTURE, kind="tempo", family="tempo", place=country)
    tempo = alert("tempo-SY-escalation", headline="Much more escalation told of Syria", event=counted, article=None)
    with desk.ledger.watching(["SY"]) as tx:
        tx.apply(Changes(alerts=(tempo,)))
    form = {"accept": "text/html", "by": "Ana"}
    assert post(desk, "/threads/tempo-SY-escalation/acknowledge", **form)[:2] == (303, "/")
    for path in ("/", "/map", "/silences/new?kind=tempo", "/trail"):
        page = desk.get(path)[2]
        assert "tempo" in page.casefold() and "/threads/tempo" not in page.replace('action="/threads/tempo', ""), path
    keep(desk.ledger, alert("a"))
    assert post(desk, "/threads/a/acknowledge", **form)[1] == "/threads/a"
    assert '<a href="/threads/a">Army takes hospital in east Aleppo - army</a>' in desk.get("/trail")[2]
