"""The health page: whether copy comes, is read and gets out; what did not, and why."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from bellwire.broker.admin import Admin, Member
from bellwire.broker.tail import tail
from bellwire.broker.topics import READ_BY_WORKERS
from bellwire.desk.arrivals import feeds
from bellwire.desk.live import Live
from bellwire.desk.rendering import page
from bellwire.desk.words import Moment, moment
from bellwire.errors import Unavailable
from bellwire.intake.silence import Silence
from bellwire.ledger import DeliveryState, Ledger
from bellwire.settings import Settings

#: Dead letters that are shown; unpublished messages that are counted; seconds for which an answer of Kafka's holds.
_LETTERS, _COUNTED, _HOLDS = 20, 1000, 5.0
#: Seconds in which Kafka must answer.
_PATIENCE = 3.0

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class DeadLetterView:
    """What could not be worked on, and why."""

    time: Moment
    topic: str
    key: str
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class BrokerView:
    """What Kafka tells: lag by topic, workers with what they read (None: it does not tell), newest dead letters; or
    what is wrong with it."""

    wrong: str = ""
    lag: dict[str, int] = field(default_factory=dict)
    workers: list[tuple[str, str, str]] | None = None
    letters: list[DeadLetterView] = field(default_factory=list)


class Held:
    """An answer that holds for some seconds, so that many pages ask once."""

    def __init__(self, ask: Callable[[], BrokerView]) -> None:
        self._ask = ask
        self._one = threading.Lock()
        self._until = 0.0
        self._answer = BrokerView()

    def __call__(self) -> BrokerView:
        """The answer."""
        with self._one:
            if time.monotonic() > self._until:
                self._answer = self._ask()
                self._until = time.monotonic() + _HOLDS
            return self._answer


@router.get("/health")
def health(request: Request) -> HTMLResponse:
    """Feeds, workers, lag, dead letters."""
    ledger: Ledger = request.app.state.ledger
    settings: Settings = request.app.state.settings
    live: Live = request.app.state.live
    standing, wrong = feeds(ledger, settings, datetime.now(UTC))
    unpublished = len(ledger.unpublished(limit=_COUNTED + 1))
    return page(
        request,
        "health.html",
        feeds=standing,
        feeds_wrong=wrong,
        broker=request.app.state.broker(),
        given_up=sum(n for (_, state), n in ledger.deliveries.counts().items() if state == DeliveryState.DEAD),
        held=ledger.targets.held(),
        unpublished=f"{_COUNTED}+" if unpublished > _COUNTED else unpublished,
        listeners=live.listeners,
        silent=Silence.SILENT.value,
    )


def broker_view(settings: Settings) -> BrokerView:
    """What Kafka tells now."""
    names = {settings.topic(name): name for name in READ_BY_WORKERS}
    dead = settings.topic("dead-letters")
    try:
        with Admin(settings.cluster, _PATIENCE) as admin:
            standing = admin.standing(settings.group, names)
            members = admin.members(settings.group)
            seen = {at.topic for at in (*standing, *admin.ends([dead]))}
        letters = tail(settings.cluster, dead, _LETTERS, _PATIENCE)
    except Unavailable as error:
        return BrokerView(wrong=str(error))
    if unseen := [topic for topic in (*names, dead) if topic not in seen]:
        return BrokerView(wrong=f"there is no {' and no '.join(unseen)} that the desk may see")
    lag = {name: sum(one.lag for at, one in standing.items() if at.topic == topic) for topic, name in names.items()}
    workers = None if members is None else [_worker(one, names) for one in members]
    return BrokerView(lag=lag, workers=workers, letters=[_letter(record) for record in letters])


def _worker(member: Member, names: Mapping[str, str]) -> tuple[str, str, str]:
    reads = ", ".join(f"{names.get(at.topic, at.topic)} {at.partition}" for at in member.places)
    return member.client, member.host, reads


def _letter(record: Any) -> DeadLetterView:
    headers = {name: bytes(value or b"").decode("utf-8", "replace") for name, value in record.headers}
    return DeadLetterView(
        time=moment(datetime.fromtimestamp(record.timestamp / 1000, UTC)),
        topic=headers.get("topic", ""),
        key=(record.key or b"").decode("utf-8", "replace"),
        reason=headers.get("reason", ""),
        sentence=headers.get("sentence", ""),
    )
