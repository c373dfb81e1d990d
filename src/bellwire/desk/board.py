"""What people did, as every open page has to know it: looked up each second, so that other desks' pages know it too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import structlog
from fastapi import Request

from bellwire.delivery.filters import Filter
from bellwire.delivery.silences import hiding, is_silenced
from bellwire.desk.live import Done, Live
from bellwire.errors import Unavailable
from bellwire.ledger import Deed, DeedKind, Ledger, Silence
from bellwire.watch.alert import Alert

#: Seconds between looks.
_EVERY = 1.0
#: Kinds of deeds after which a page has to load its rows again.
_CHANGE_LISTS = frozenset([DeedKind.SILENCE, DeedKind.END_SILENCE, DeedKind.SAVE_VIEW, DeedKind.DROP_VIEW])
#: Alerts of which it is remembered whether a silence hides them.
_REMEMBERED = 4000

_log = structlog.get_logger(__name__)


class Acted(msgspec.Struct, frozen=True, kw_only=True):
    """What was done between two places of the trail: threads acknowledged, with a line of the page for each; `lists`:
    whether what lists show has changed besides."""

    before: int
    seq: int
    acknowledged: dict[str, str] = {}
    lists: bool = False


class Board:
    """The trail's latest place and the silences in force. `render` makes a line of an acknowledgement."""

    def __init__(self, live: Live, render: Callable[[Deed], str]) -> None:
        self._live = live
        self._render = render
        self._silences: tuple[tuple[Silence, Filter], ...] = ()
        self._hidden: tuple[list[Filter], dict[str, bool]] = ([], {})
        self._one = asyncio.Lock()
        self.seq = 0

    def begin(self, ledger: Ledger, now: datetime) -> None:
        """Learn how it stands."""
        self.seq = ledger.desk.last()
        self._silences = in_force(ledger, now)

    @property
    def silences(self) -> list[Filter]:
        """What is hidden now."""
        now = datetime.now(UTC)
        return [hides for silence, hides in self._silences if silence.ends > now]

    @property
    def weight(self) -> int:
        """How costly it is to ask whether an alert is silenced."""
        return sum(hides.weight for _, hides in self._silences)

    def hides(self, alert: Alert) -> bool:
        """Whether a silence in force hides an alert; asked of the silences once for all listeners."""
        silences, (asked, known) = self.silences, self._hidden
        if silences != asked or len(known) > _REMEMBERED:
            known = {}
            self._hidden = (silences, known)
        if alert.id not in known:
            known[alert.id] = is_silenced(alert, silences)
        return known[alert.id]

    async def follow(self, ledger: Ledger) -> None:
        """Look each second, until cancelled."""
        while True:
            await asyncio.sleep(_EVERY)
            try:
                await self.look(ledger)
            except Unavailable as error:
                _log.debug("the trail cannot be read; trying on", error=str(error))
            except Exception:  # Of whatever sort: pages that no longer hear what is done would look as if they did.
                _log.exception("the trail was not understood; trying on")

    async def look(self, ledger: Ledger) -> None:
        """Tell every page of what was done since the last look."""
        async with self._one:
            now = datetime.now(UTC)
            new = await asyncio.to_thread(ledger.desk.after, self.seq)
            ended = any(silence.ends <= now for silence, _ in self._silences)
            lists = ended or any(deed.what in _CHANGE_LISTS for deed in new)
            if lists:
                self._silences = await asyncio.to_thread(in_force, ledger, now)
            if new or ended:
                before, self.seq = self.seq, new[-1].seq if new else self.seq
                done = {deed.thread: self._render(deed) for deed in new if deed.what is DeedKind.ACKNOWLEDGE}
                self._live.tell_done(_done(Acted(before=before, seq=self.seq, acknowledged=done, lists=lists)))

    def standing(self) -> Done:
        """What a page is told that has just connected."""
        return _done(Acted(before=self.seq, seq=self.seq))


async def tell(request: Request) -> None:
    """Have every page told of what was just done, and its own desk know it."""
    board: Board = request.app.state.board
    await board.look(request.app.state.ledger)


def in_force(ledger: Ledger, now: datetime) -> tuple[tuple[Silence, Filter], ...]:
    """Silences that have not ended, with what they hide."""
    return hiding(ledger.desk.silences(now))


def _done(acted: Acted) -> Done:
    return Done(msgspec.json.encode(acted).decode())
