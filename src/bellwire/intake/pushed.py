"""One body that was pushed → its items on the articles topic, confirmed, with an account of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from bellwire.intake.bodies import BodyRefused
from bellwire.intake.feeds import Feed
from bellwire.intake.messages import Message, Refused, article_message, raw_message, read_items
from bellwire.intake.outlet import Outlet
from bellwire.wire import mbox
from bellwire.wire.json_items import items_as_they_stand
from bellwire.wire.limits import MAX_ITEMS
from bellwire.wire.parts import lines_of

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Account:
    """What became of each item, in order: accepted (the broker has it), refused (it could not be read, or no message
    can hold it), passed-over (a picture, a package: no story)."""

    items: list[dict[str, Any]]

    def count(self, status: str) -> int:
        """How many items have this status."""
        return sum(one["status"] == status for one in self.items)

    @property
    def sentence(self) -> str:
        """What is wrong with which item."""
        wrong = [one for one in self.items if one["status"] == "refused"]
        first = "; ".join(f"item {one['item']}: {one['reason']}: {one['detail']}" for one in wrong[:5])
        more = f"; and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        rest = self.count("accepted")
        return f"{first}{more}" + (f"; accepted all the same: {rest}" if rest else "")


def take(data: bytes, content_type: str, *, feed: Feed, outlet: Outlet, max_bytes: int) -> Account:
    """Send all that is in a body, and wait until the broker has it; what cannot be read goes to the dead letters.

    Raises Unavailable where it is not confirmed, BodyRefused for too many items.
    """
    now, items = datetime.now(UTC), list[dict[str, Any]]()
    sent: list[tuple[dict[str, Any], Message]] = []
    for number, piece in enumerate(_pieces(data), 1):
        for told, message in _read(piece, number, content_type or None, feed=feed, max_bytes=max_bytes, now=now):
            items.append(told)
            if message is not None:
                sent.append((told, message))
        _check_count(len(items))
    undelivered = outlet.deliver([message for _, message in sent]) if sent else []
    lost = {one.ce_id: one.sentence for one in undelivered}
    for told, message in sent:
        if message.ce_id in lost:
            told |= _told(told["item"], "refused", "too-large", lost[message.ce_id])
    return Account(items)


def _read(
    piece: bytes, number: int, content_type: str | None, *, feed: Feed, max_bytes: int, now: datetime
) -> Iterator[tuple[dict[str, Any], Message | None]]:
    """What is told of each article in a piece, and its message; one that cannot be read is a message as it is."""
    for place, one in enumerate(read_items(piece, content_type, feed=feed, max_bytes=max_bytes)):
        if not isinstance(one, Refused):
            told = {"item": number, "status": "accepted", "uri": one.uri, "version": one.version}
            yield told, article_message(one, feed=feed, now=now)
        elif one.why.reason == "no-story":
            yield _told(number, "passed-over", one.why.reason, str(one.why)), None
        else:
            name = f"pushed/{feed.name}/{number}" + (f"#{place + 1}" if place else "")
            message = raw_message(one.data, name, feed=feed, content_type=content_type, now=now)
            yield _told(number, "refused", one.why.reason, str(one.why)), message


def _told(number: int, status: str, reason: str, sentence: str) -> dict[str, Any]:
    return {"item": number, "status": status, "reason": reason, "detail": sentence[:500]}


def _pieces(data: bytes) -> list[bytes]:
    """The objects of a JSON array, or on a line each, as they stand in it, the mails of a mailbox; anything else is one
    piece."""
    if mbox.is_mbox(data):
        mails = mbox.mails_of(data)
        _check_count(len(mails))
        return mails
    if lines := lines_of(data):
        _check_count(len(lines))
        return lines
    if not data.removeprefix(_BOM).lstrip().startswith(b"["):
        return [data]
    try:
        pieces = [bytes(piece) for piece in msgspec.json.decode(data.removeprefix(_BOM), type=list[msgspec.Raw])]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        mended = items_as_they_stand(data.removeprefix(_BOM))
        pieces = mended[0] if mended and len(mended[0]) > 1 else []
    _check_count(len(pieces))
    return pieces or [data]


def _check_count(count: int) -> None:
    if count > MAX_ITEMS:
        raise BodyRefused(f"{count:,} items; the limit is {MAX_ITEMS:,}", reason="too-large")
