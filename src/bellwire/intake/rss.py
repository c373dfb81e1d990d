"""RSS and Atom feeds, asked whether anything is new; any other format of the wire that lies at an address too."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import msgspec

from bellwire.addresses import shown
from bellwire.errors import BadCopy, Unavailable
from bellwire.intake.arrivals import article_items, refused_item
from bellwire.intake.fetching import Answer, Validators
from bellwire.intake.memory import SourceState, source_key
from bellwire.intake.messages import Refused, read_items
from bellwire.intake.online import Online
from bellwire.intake.rounds import Turn, finished
from bellwire.wire import Article
from bellwire.wire.feed_newest import newest_of
from bellwire.wire.sniff import sniffed

_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, application/json;q=0.8, */*;q=0.5"

#: What a feed in any format begins with. Plain text, which a server's complaint may be, is none.
_BEGINNINGS = (b"<", b"{", b"[")


@dataclass(frozen=True, slots=True)
class FeedSource(Online):
    """A feed at an address. `trusted`: the operator gave the address on the command line, so it may be a private one.
    `max_bytes`: of the whole feed."""

    max_bytes: int
    trusted: bool = False

    async def ask(self) -> Turn:
        """Fetch it and send what is new. Raises Unavailable."""
        state = await asyncio.to_thread(self.arrivals.memory.state, source_key(self.url))
        if not state.moved_to:
            return await finished(self._heard, await self._get(self.url, state, trusted=self.trusted), state)
        try:
            answer = await self._get(state.moved_to, state)
        except Unavailable:
            if back := await self._back():
                return back
            raise
        turn = await finished(self._heard, answer, state)
        if turn.failed and turn.wait is None and (back := await self._back()):
            return back
        return turn

    async def _get(self, url: str, state: SourceState, *, trusted: bool = False) -> Answer:
        validators = Validators(state.etag, state.last_modified)
        return await self.fetcher.get(url, headers={"Accept": _ACCEPT}, validators=validators, trusted=trusted)

    async def _back(self) -> Turn | None:
        """What came of asking where it was before it moved; None where there is no feed either: then the move stands,
        since what fails may only do so for a while."""
        try:
            answer = await self._get(self.url, SourceState(), trusted=self.trusted)
            if answer.status != 200:
                return None
            await asyncio.to_thread(self._read, answer)
        except (BadCopy, Unavailable):
            return None
        return await finished(self._heard, answer, SourceState())

    def _heard(self, answer: Answer, state: SourceState) -> Turn:
        moved_to = answer.moved_to or state.moved_to
        if answer.status == 200:
            return self._take(answer, moved_to, state)
        if answer.status == 304:
            if moved_to != state.moved_to:
                self.remember(msgspec.structs.replace(state, moved_to=moved_to))
            return Turn(wait=answer.wait)
        if state.moved_to and answer.status in (404, 410):
            return Turn(failed=f"gone from where it had moved to ({shown(state.moved_to)}, status {answer.status})")
        if answer.status == 410:
            return Turn(failed="it is gone for good (status 410)", over=True)
        return Turn(failed=f"status {answer.status}", wait=answer.wait)

    def _take(self, answer: Answer, moved_to: str, before: SourceState) -> Turn:
        """The articles of a feed that can be read; of one that cannot, the first such body, for the dead letters."""
        try:
            found, older = self._read(answer)
        except BadCopy as error:
            items = []
            if not before.unreadable and _looks_like_a_feed(answer.body):
                items = [refused_item(answer.body, shown(self.url), self.feed, answer.content_type)]
            state = SourceState(moved_to=before.moved_to, unreadable=True)
            self.arrivals.take(source_key(self.url), items, state)
            return Turn(failed=f"it cannot be read ({error.reason}): {error}", wait=answer.wait)
        state = SourceState(answer.validators.etag, answer.validators.last_modified, moved_to)
        items = article_items([one for one in found if isinstance(one, Article)], self.feed)
        items += [
            refused_item(one.data, shown(self.url), self.feed, answer.content_type)
            for one in found
            if isinstance(one, Refused)
        ]
        return Turn(self.arrivals.take(source_key(self.url), items, state), older=older)

    def _read(self, answer: Answer) -> tuple[list[Article | Refused], int]:
        """What is in it, and how many older entries of one that keeps its whole past are left out."""
        if not _looks_like_a_feed(answer.body):
            raise BadCopy("it is no feed of any format")
        found, older = self._items_of(answer.body, answer.content_type), 0
        refused = _refusal_of(found)
        if refused is not None and refused.reason == "too-large" and _is_feed(answer):
            newest, older = newest_of(answer.body, self.max_bytes, zone=self.feed.zone)
            found = self._items_of(newest, "")
            refused = _refusal_of(found)
        if refused is None:
            return found, older
        if refused.reason in ("no-text", "no-story"):
            return [], older
        raise refused

    def _items_of(self, body: bytes, content_type: str) -> list[Article | Refused]:
        return read_items(body, content_type, feed=self.feed, max_bytes=self.max_bytes)


def _refusal_of(found: list[Article | Refused]) -> BadCopy | None:
    """Why the whole of it cannot be read, None where some of it can."""
    return found[0].why if len(found) == 1 and isinstance(found[0], Refused) else None


def _is_feed(answer: Answer) -> bool:
    return sniffed(answer.body, answer.content_type, max_bytes=len(answer.body)).format == "feed"


def _looks_like_a_feed(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n").startswith(_BEGINNINGS)
