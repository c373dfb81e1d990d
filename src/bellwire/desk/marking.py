"""Copy with what was read in it marked: the sentences that prove, and in them trigger, actor, place and time. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bellwire.reading.reading import Event, Evidence

#: What a mark may stand for, the strongest first: where two meet, the stronger one has the letters.
ROLES = ("trigger", "actor", "target", "place", "time")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text: its `role` in an evidence sentence ("" for none), and whether it lies in one (`proves`)."""

    text: str
    role: str
    proves: bool


def marked_copy(body: str, events: Sequence[Event]) -> list[list[Piece]]:
    """The text by paragraphs, each in pieces."""
    roles: list[str] = [""] * len(body)
    proves = bytearray(len(body))
    for event in events:
        for proof in event.evidence:
            if proof.field != "body" or body[proof.start : proof.end] != proof.text:
                continue
            proves[proof.start : proof.end] = b"\1" * (proof.end - proof.start)
            for start, end, role in spans(event, proof):
                for at in range(max(start, proof.start), min(end, proof.end)):
                    if not roles[at] or ROLES.index(role) < ROLES.index(roles[at]):
                        roles[at] = role
    return [list(_pieces(body, roles, proves, start, end)) for start, end in _paragraphs(body)]


def spans(event: Event, proof: Evidence) -> Iterator[tuple[int, int, str]]:
    """Where in its field an evidence sentence names what, as (start, end, role)."""
    yield *proof.trigger, "trigger"
    parties = (("actor", event.actor), ("target", event.target))
    named = [(role, party.text) for role, party in parties if party is not None]
    named += [("place", event.place.name)] if event.place else []
    named += [("time", event.when.text)] if event.when else []
    for role, words in named:
        for start, end in _found(words, proof.text):
            yield proof.start + start, proof.start + end, role


def _found(words: str, text: str) -> Iterable[tuple[int, int]]:
    """Where a text has these words, however it breaks its lines; letters on either side make another word."""
    if not words.strip():
        return []
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [one.span() for one in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)][:1]


def _paragraphs(body: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in re.finditer(r"\n\s*\n", body):
        if body[at : gap.start()].strip():
            yield at, gap.start()
        at = gap.end()
    if body[at:].strip():
        yield at, len(body)


def _pieces(body: str, roles: Sequence[str], proves: bytearray, start: int, end: int) -> Iterator[Piece]:
    at = start
    for here in range(start + 1, end + 1):
        if here == end or roles[here] != roles[at] or proves[here] != proves[at]:
            yield Piece(body[at:here], roles[at], bool(proves[at]))
            at = here
