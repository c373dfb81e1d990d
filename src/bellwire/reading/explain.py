"""Why a reading is as it is: for an event its rule, operators and facts; for a silent sentence the nearest rule."""

from __future__ import annotations

from dataclasses import dataclass

from bellwire.reading.events.draft import Draft
from bellwire.reading.events.match import Miss
from bellwire.reading.events.merge import merge
from bellwire.reading.events.record import events_of
from bellwire.reading.events.scene import prover
from bellwire.reading.events.triggers import framer_of, matches
from bellwire.reading.reader import Reader
from bellwire.reading.reading import Event, Evidence, Place
from bellwire.reading.syntax.pages import Pages, pages_of, parsed
from bellwire.wire.article import Article

#: How a place is known, in words.
ORIGINS = {
    "text": "named near the trigger",
    "actor": "the country of who acts or suffers",
    "article": "what the article is about",
    "located": "where the reporter files from",
}


@dataclass(frozen=True, slots=True)
class EventWhy:
    """One event and how it came about. `status`: the operators and speakers that made its status, inner first."""

    event: Event
    rule: str
    trigger: str
    status: tuple[str, ...]
    place: str
    time: str
    actor: str
    mentions: int


@dataclass(frozen=True, slots=True)
class SilentWhy:
    """A sentence with a trigger word that tells no event: the rule that came nearest, and why it did not apply."""

    evidence: Evidence
    trigger: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that `bellwire read --explain` shows of one article."""

    flags: tuple[str, ...]
    events: tuple[EventWhy, ...]
    silent: tuple[SilentWhy, ...]


def explain(reader: Reader, article: Article) -> Explanation:
    """Reads the article once more and keeps the reasons; the events are those of `Reader.read`."""
    know = reader.knowledge
    pages = pages_of(article.headline, article.body, reader.gate, know.is_name)
    if not pages.english:
        return Explanation((), (), ())
    merged = merge(reader.drafts(article, pages))
    events = events_of(article, merged, pages.flags, news=True)
    told: set[tuple[str, int]] = {(d.evidence.field, d.evidence.start) for one in merged for d in one.all}
    return Explanation(
        flags=tuple(sorted(pages.flags)),
        events=tuple(_event_why(e, one.lead, len(one.all)) for e, one in zip(events, merged, strict=True)),
        silent=tuple(_silent(reader, article, pages, told)),
    )


def _event_why(event: Event, lead: Draft, mentions: int) -> EventWhy:
    return EventWhy(
        event=event,
        rule=lead.rule.name,
        trigger=lead.frame.token.text,
        status=lead.why or ("nothing on the way to the root changes it",),
        place=_place_why(event.place, lead),
        time=f"“{event.when.text}” is {event.when.start} to {event.when.end}" if event.when else "not said",
        actor=f"“{event.actor.text}” acts" if event.actor else "not said",
        mentions=mentions,
    )


def _place_why(place: Place | None, lead: Draft) -> str:
    found = f"{place.path}: {ORIGINS[place.origin]}" if place is not None else "not known"
    return f"{found}; {lead.placed}" if lead.placed else found


def _silent(reader: Reader, article: Article, pages: Pages, told: set[tuple[str, int]]) -> list[SilentWhy]:
    prove = prover(article, pages)
    found: list[SilentWhy] = []
    for sentence in parsed(pages, reader.parser):
        misses = [
            m
            for m in matches(framer_of(sentence, reader.knowledge.facts), reader.knowledge, pages.flags)
            if isinstance(m, Miss)
        ]
        if not misses:
            continue
        nearest = misses[0]
        evidence = prove(sentence, nearest.frame.token)
        if (evidence.field, evidence.start) not in told:
            found.append(SilentWhy(evidence, nearest.frame.token.text, nearest.rule.name, nearest.why))
    return found


def rendered(explanation: Explanation) -> str:
    """The explanation as plain text for a terminal."""
    lines = [f"about: {', '.join(explanation.flags) or 'nothing that a rule asks for'}"]
    for why in explanation.events:
        e = why.event
        lines += [
            f"{e.kind} / {e.status}{' (disputed)' if e.disputed else ''}{' · rings' if e.alertable else ''}",
            f"    “{e.evidence[0].text}”",
            f"    rule    {why.rule}, on “{why.trigger}”; {why.mentions} mention{'s' if why.mentions > 1 else ''}",
            f"    status  {'; '.join(why.status)}",
            f"    place   {why.place}",
            f"    time    {why.time}",
            f"    actor   {why.actor}",
        ]
    if explanation.silent:
        lines.append("no event in:")
    for silent in explanation.silent:
        lines += [
            f"    “{silent.evidence.text}”",
            f"        nearest {silent.rule}, on “{silent.trigger}”, but {silent.why}",
        ]
    return "\n".join(lines)
