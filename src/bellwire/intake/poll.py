"""A news API asked for what is new since it was last asked, with a cursor that survives restarts.

Why this loses nothing: each window of time overlaps the one before, and once an hour one goes far back, since items
may appear late under an earlier time; the cursor moves only when a window has been read to its end; what is brought
again is known by its version.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec

from bellwire.addresses import shown
from bellwire.errors import BadCopy, Unavailable
from bellwire.intake.arrivals import Item, article_items, refused_item
from bellwire.intake.fetching import Answer
from bellwire.intake.memory import SourceState, source_key
from bellwire.intake.news_pages import Page, Window, following, read_page
from bellwire.intake.online import Online
from bellwire.intake.rounds import NotNow, Turn, finished
from bellwire.wire import Article, read_copy

#: How much of what was asked for is asked for again each time, and how often `look_back` is.
OVERLAP = timedelta(minutes=10)
LOOKS_BACK_EVERY = timedelta(hours=1)

#: Pages that are read of one window before the rest is asked for as a window of its own: Superdesk gives 1,000 items
#: of any query, 25 a page.
_PAGES = 40

#: Windows in one turn; then the next turn goes on, from the same cursor.
_WINDOWS = 200


@dataclass(slots=True)
class _Read:
    """New items that were sent of a window, when its versions were made, and whether these are all of it."""

    sent: int = 0
    times: list[datetime] = field(default_factory=list)
    complete: bool = False


@dataclass(frozen=True, slots=True)
class NewsApi(Online):
    """A news API at an address, whose parameters (fields, products, page size) are the operator's.

    `since`: from when on to ask where there is no cursor yet. `look_back`: how late an item may appear. `token` goes to
    its own host only. `trusted`: the address may be a private one. `max_bytes`: of one item."""

    since: datetime
    max_bytes: int
    look_back: timedelta = OVERLAP
    token: str = field(default="", repr=False)
    trusted: bool = False

    async def ask(self) -> Turn:
        """Read all that is new and send it. Raises Unavailable."""
        began = datetime.now(UTC)
        state = await asyncio.to_thread(self.arrivals.memory.state, source_key(self.url))
        known = min(state.cursor or self.since, began)
        state = self._begun(state, known, began)
        window, sent, newest = Window(self._start(state, known, began)), 0, known
        for _ in range(_WINDOWS):
            read = await self._read(window, state)
            sent, newest = sent + read.sent, max([newest, *read.times])
            if read.complete:
                looked_back = began if self._is_far(state, began) else state.looked_back
                read_to = msgspec.structs.replace(state, cursor=min(newest, began), looked_back=looked_back)
                await finished(self.remember, read_to)
                return Turn(sent)
            rest = window.rest(read.times)
            if rest is None:
                raise Unavailable("there is more of one second than the API gives: what follows is not reached")
            window = rest
        raise Unavailable(f"more than {_WINDOWS * _PAGES:,} pages at once: the next turn goes on")

    def _begun(self, state: SourceState, known: datetime, began: datetime) -> SourceState:
        """The state with the beginning of all that was ever asked for, before which is never gone back."""
        if state.since is not None:
            return state
        return msgspec.structs.replace(state, since=known - OVERLAP, looked_back=began)

    def _start(self, state: SourceState, known: datetime, began: datetime) -> datetime:
        """From when on to ask."""
        back = max(self.look_back, OVERLAP) if self._is_far(state, began) else OVERLAP
        return max(known - back, state.since or known - back)

    def _is_far(self, state: SourceState, began: datetime) -> bool:
        """Whether it is time to go far back."""
        return state.looked_back is None or not timedelta() <= began - state.looked_back < LOOKS_BACK_EVERY

    async def _read(self, window: Window, state: SourceState) -> _Read:
        """Send what is new in a window, page by page, as far as the API gives it."""
        at, read, asked = window.url(self.url), _Read(), set[str]()
        for _ in range(_PAGES):
            if at in asked:
                raise Unavailable("its pages lead in a circle: what follows is not reached")
            asked.add(at)
            answer = await self._get(at)
            if answer.status == 400 and len(asked) > 1:
                return read  # deeper than the API pages
            page = self._page(answer)
            read.sent += await finished(self._take, page, state)
            read.times += page.times
            if not (page.items and page.next_href):
                read.complete = True
                return read
            at = self._following(at, page.next_href)
        return read

    async def _get(self, url: str) -> Answer:
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        return await self.fetcher.get(url, headers=headers, trusted=self.trusted)

    def _page(self, answer: Answer) -> Page:
        if answer.status in (401, 403):
            what = "the token is refused" if self.token else "it wants a token"
            raise Unavailable(f"{what} (status {answer.status})")
        if answer.status != 200:
            raise NotNow(f"status {answer.status}", answer.wait)
        try:
            return read_page(answer.body)
        except BadCopy as error:
            raise Unavailable(str(error), reason=error.reason) from None

    def _following(self, at: str, href: str) -> str:
        try:
            return following(at, href)
        except BadCopy as error:
            raise Unavailable(str(error)) from None

    def _take(self, page: Page, state: SourceState) -> int:
        articles, refused = list[Article](), list[Item]()
        for data in page.items:
            try:
                articles += read_copy(data, "application/json", max_bytes=self.max_bytes, zone=self.feed.zone)
            except BadCopy as error:
                if error.reason == "no-story":
                    continue
                refused.append(refused_item(data, shown(self.url), self.feed, "application/json"))
        return self.arrivals.take(source_key(self.url), [*article_items(articles, self.feed), *refused], state)
