"""Why a reading is as it is: for an event its rule, operators and facts; for a silent sentence the nearest rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import fill

from bellwire.reading.events.attribution import text_of
from bellwire.reading.events.candidates import candidates
from bellwire.reading.events.composition import compose
from bellwire.reading.events.context import Knowledge
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.genre import genre_of
from bellwire.reading.events.merge import Merged, merge
from bellwire.reading.events.opinion.news import bearing
from bellwire.reading.events.scene import prover
from bellwire.reading.events.weigh import about_of, is_unsaid, weigh
from bellwire.reading.facts.places import find_places
from bellwire.reading.nearest import nearest, overruled
from bellwire.reading.outcome import READABLE
from bellwire.reading.reader import Reader
from bellwire.reading.reading import Event, Evidence, Outcome, Party, Place, When
from bellwire.reading.syntax.frames import Frame
from bellwire.reading.syntax.pages import Pages, parsed
from bellwire.reading.syntax.tokens import Sentence
from bellwire.wire.article import Article


@dataclass(frozen=True, slots=True)
class EventWhy:
    """One event and how it came about. `status`: what made its status, the operators from the inside out first;
    `weighed`: what the second opinion says of it."""

    event: Event
    rule: str
    trigger: str
    status: tuple[str, ...]
    weighed: tuple[str, ...]
    place: str
    time: str
    actor: str
    target: str
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
    """All that `bellwire read --explain` shows of one article. `passed_over`: sentences that hold no trigger;
    `ours`: whether its words are those of conflict or politics, without which nothing else is looked at."""

    outcome: Outcome
    ours: bool = True
    flags: tuple[str, ...] = ()
    events: tuple[EventWhy, ...] = ()
    silent: tuple[SilentWhy, ...] = ()
    passed_over: int = 0


def explain(reader: Reader, article: Article) -> Explanation:
    """Reads the article once more and keeps the reasons; the events are those of `Reader.read`."""
    reading = reader.read(article)
    if reading.outcome not in READABLE:
        return Explanation(reading.outcome)
    if not reader.is_ours(article):
        return Explanation(reading.outcome, ours=False)
    know = reader.knowledge
    pages = reader.pages(article)
    merged = merge(reader.drafts(article, pages)[0])
    silent = tuple(_silent(reader, article, pages, merged))
    accounted = len({d.order for one in merged for d in one.all}) + len(silent)
    return Explanation(
        outcome=reading.outcome,
        flags=tuple(sorted(pages.flags)),
        events=tuple(_event_why(e, one, know) for e, one in zip(reading.events, merged, strict=True)),
        silent=silent,
        passed_over=len(pages.pieces) + len(pages.others) - accounted,
    )


def _event_why(event: Event, one: Merged, know: Knowledge) -> EventWhy:
    lead = one.lead
    said = lead.why[len(lead.standing.steps) :]
    return EventWhy(
        event=event,
        rule=lead.rule.name,
        trigger=lead.frame.token.text,
        status=(*_operators(lead), *(why for why in said if not why.startswith("weighed"))),
        weighed=tuple(why for why in said if why.startswith("weighed")),
        place=_place_why(event, one, know),
        time=_time_why(event.when),
        actor=_party_why(event.actor, one, acts=True),
        target=_party_why(event.target, one, acts=False),
        mentions=len(one.all),
    )


def _operators(draft: Draft) -> Iterator[str]:
    """Each operator on the way up with the word that bears it and what the event is under it."""
    status = "happened"
    for step in draft.standing.steps:
        status = compose(status, step.effect, step.name)
        named = f" ({step.name})" if step.name != step.word.lower() else ""
        yield f"“{step.word}”{named} makes it {status}"
    if draft.standing.background:
        yield "its clause only dates or describes what else is told"


def _place_why(event: Event, one: Merged, know: Knowledge) -> str:
    place = event.place
    if place is None:
        return "not known"
    if place.origin == "text":
        how = f"named {_named(place, [d.frame.sentence for d in one.all], know) or 'near the trigger'}"
    elif place.origin == "actor":
        party = next((p for p in (event.target, event.actor) if p is not None and p.country == place.country), None)
        how = f"the country of “{party.text}”" if party else "the country of who acts or suffers"
    elif place.origin == "located":
        how = "where the reporter files from; nothing nearer is named"
    else:
        how = "what the article is about"
    return "; ".join(filter(None, (f"{place.path} ({place.precision}): {how}", one.lead.placed)))


def _named(place: Place, sentences: Sequence[Sentence], know: Knowledge) -> str:
    """The words that name a place, in the first of these sentences that does."""
    for sentence in sentences:
        for found in find_places(sentence, know.facts, place.country):
            if found.place.path == place.path:
                return f"“{text_of(sentence, found.first, found.last)}”"
    return ""


def _time_why(when: When | None) -> str:
    if when is None:
        return "not said"
    days = f"{when.start}" if when.start == when.end else f"{when.start} to {when.end}"
    at = f", {when.at:%H:%M} UTC" if when.at is not None else ""
    return f"{days}{at} ({when.precision}): “{when.text}”"


def _party_why(party: Party | None, one: Merged, *, acts: bool) -> str:
    if party is None:
        return "not said"
    known = ", ".join(filter(None, (party.name, party.country, party.role)))
    return f"“{party.text}”" + (f" = {known}" if known else "") + f": {_role(party, one, acts=acts)}"


def _role(party: Party, one: Merged, *, acts: bool) -> str:
    """What a party is to the trigger of the mention that names it."""
    for draft in one.all:
        if party != (draft.actor if acts else draft.target):
            continue
        frame, turned = draft.frame, draft.rule.data.swap
        mine = frame.agents if acts is not turned else frame.patients
        if any(frame.sentence.tokens[a.head].text in party.text for a in mine):
            return f"{'acts' if acts else 'suffers'} in “{_anchor(frame)}”"
        return "plans, demands, refuses or says it" if acts else "is told of it, or the other side of it"
    return "named by another mention"


def _anchor(frame: Frame) -> str:
    words = dict.fromkeys([frame.anchor, frame.trigger])
    return " ".join(frame.sentence.tokens[i].text for i in words)


def _silent(reader: Reader, article: Article, pages: Pages, merged: Sequence[Merged]) -> Iterator[SilentWhy]:
    know, prove = reader.knowledge, prover(article, pages)
    told = {d.order for one in merged for d in one.all}
    words = candidates(reader.heard(article, pages)[1])
    about = about_of(words, pages, know.opinion)
    likely, unsaid = dict[str, float](), frozenset[str]()
    if know.opinion is not None and about is not None:
        likely = weigh(words, about, pages.flags, know.opinion).likely
        kinds = enumerate(know.opinion.kinds_told)
        unsaid = frozenset(kind for at, kind in kinds if is_unsaid(about, at, likely[kind], ruled=True))
    genre = genre_of(article.headline, article.body, know.genres, bearing(about, know.opinion))
    for sentence in parsed(pages, reader.parser):
        if sentence.index in told:
            continue
        found = overruled(words, likely, unsaid, sentence, genre, know) or nearest(sentence, know, pages.flags)
        if found is not None:
            evidence = prove(sentence, found.trigger)
            yield SilentWhy(evidence, found.trigger.text, found.rule, "; ".join(found.reasons))


def rendered(explanation: Explanation, width: int | None = None) -> str:
    """The explanation as plain text, on a terminal wrapped to its `width` with what belongs together indented."""
    if explanation.outcome not in READABLE:
        return f"not read: {explanation.outcome.value}"
    if not explanation.ours:
        return "about something else: its words are not those of conflict or politics, so no sentence was looked at"
    lines = [f"about: {', '.join(explanation.flags) or 'nothing that a rule asks for'}"]
    for why in explanation.events:
        lines += _event_lines(why)
    if explanation.silent:
        lines.append("no event in:")
    for silent in explanation.silent:
        lines += [
            f"    “{silent.evidence.text}”",
            f"        nearest {silent.rule}, on “{silent.trigger}”, but {silent.why}",
        ]
    if explanation.passed_over:
        lines.append(f"passed over: {explanation.passed_over} more, in which no word matters to a rule")
    return "\n".join(lines if width is None else map(partial(_hung, width=width), lines))


def _hung(line: str, width: int) -> str:
    indent = len(line) - len(line.lstrip()) + (8 if line.startswith("    ") and line[4:5].isalpha() else 0)
    return fill(line, max(width, 40), subsequent_indent=" " * indent, break_on_hyphens=False)


def _event_lines(why: EventWhy) -> Iterator[str]:
    e = why.event
    yield f"{e.kind} / {e.status}{' (disputed)' if e.disputed else ''}{' · rings' if e.alertable else ''}"
    yield f"    “{e.evidence[0].text}”"
    yield f"    rule    {why.rule}, on “{why.trigger}”; {why.mentions} mention{'s' if why.mentions > 1 else ''}"
    yield f"    status  {'; '.join(why.status) or 'nothing on the way to the root changes it'}"
    for weighed in why.weighed:
        yield f"    {weighed}"
    yield f"    place   {why.place}"
    yield f"    time    {why.time}"
    yield f"    actor   {why.actor}"
    yield f"    target  {why.target}"
