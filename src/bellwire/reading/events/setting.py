"""Where and when an event takes place, out of the places and times that its sentence and its article name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

import msgspec

from bellwire.reading.events.bearings import Bearings
from bellwire.reading.events.status import Standing
from bellwire.reading.events.status_words import CONCEDING, SAYING
from bellwire.reading.facts import Facts
from bellwire.reading.facts.situate import PlaceMention, best_place
from bellwire.reading.facts.times import TimeMention
from bellwire.reading.facts.times.tense import tense_at
from bellwire.reading.reading import Party, Place, When
from bellwire.reading.syntax.frames import Frame
from bellwire.reading.syntax.tokens import Token

#: Days before the article's own at which a dated event is background rather than news.
OLD_DAYS = 6
#: The same after the lead, where an earlier day is told to explain the news.
OLD_LATER = 3
#: A stretch up to now that began so many days ago sums up what is known: "in the past two years".
OLD_STRETCH = 45


#: Statuses of what is yet to come.
OPEN = frozenset(["planned", "proposed", "predicted", "threatened"])
#: Kinds whose place is where their actor sits: words, not deeds.
SPOKEN = frozenset(
    ["threat", "rejection", "talks", "agreement", "accusation", "appeal", "support", "cooperation", "weapons"]
)
#: What is named by where it goes or comes from.
_BOUND = frozenset("bus coach minibus train flight ferry plane lorry truck car taxi convoy pilgrim passenger".split())
#: Words by which a venue hangs on a meeting: "talks held in Oslo", "the Oslo round".
VENUES = frozenset(
    "hold take place meet open begin start resume schedule convene continue host capital city town resort".split()
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What an article offers where a sentence is silent: country and town that it is about, dateline, own time, and the
    countries that it names; `guessed`: only the dateline says what country it is about; `told`: the day named last
    before a sentence (its field and index) that points back at one; `towns`: those that the copy tells to be some;
    `spots`: where sentences, by their index, place "the attack" of those before."""

    prior: str | None
    theatre: Place | None
    located: Place | None
    anchor: datetime | None
    named: frozenset[str] = frozenset()
    guessed: bool = False
    told: Mapping[tuple[str, int], date] = field(default_factory=dict)
    bearings: Bearings = field(default_factory=Bearings)
    towns: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    spots: Sequence[tuple[int, Place]] = ()

    @property
    def town(self) -> Place | None:
        """The town that the article is about, in which its "Old City" lies."""
        return self.theatre if self.theatre is not None and self.theatre.precision in ("town", "point") else None


def where(
    frame: Frame,
    mentions: tuple[PlaceMention, ...],
    scene: Scene,
    actor: Party | None,
    target: Party | None,
    facts: Facts,
    at_actor: bool,
) -> Place | None:
    """The place of an event: named near its trigger, else its target's or actor's country, else the article's."""
    inside = tuple(
        m
        for m in mentions
        if m.situates and not m.voice and not _is_party(m, frame, at_actor) and not _is_bound(m, frame)
    )
    if inside and not at_actor:
        return best_place(inside, frame.trigger, frame.sentence, scene.prior, facts)
    if at_actor:
        known = actor is not None and actor.country is not None
        inside = tuple(m for m in inside if _below(m, frame, venue=known))
        if inside:
            return best_place(inside, frame.trigger, frame.sentence, scene.prior, facts)
    countries = facts.gazetteer.countries
    if at_actor and actor is not None and actor.country in countries:
        return msgspec.structs.replace(countries[actor.country].place(), origin="actor")
    if scene.theatre is not None:
        return msgspec.structs.replace(scene.theatre, origin="article")
    if scene.prior and scene.prior in countries and not scene.guessed:
        return msgspec.structs.replace(countries[scene.prior].place(), origin="article")
    for party in (actor, target) if at_actor else (target, actor):
        if party is not None and party.country in countries:
            return msgspec.structs.replace(countries[party.country].place(), origin="actor")
    return msgspec.structs.replace(scene.located, origin="located") if scene.located else None


def _is_bound(mention: PlaceMention, frame: Frame) -> bool:
    """Whether a town is only where something goes that is at another place: "a bus for Omdurman was being loaded"."""
    tokens = frame.sentence.tokens
    token = tokens[mention.last]
    head = tokens[token.head]
    return (
        mention.place.precision in ("town", "point")
        and token.dep == "pobj"
        and head.lemma in ("for", "from")
        and tokens[head.head].lemma in _BOUND
        and head.head != frame.trigger
    )


def _below(mention: PlaceMention, frame: Frame, *, venue: bool) -> bool:
    """Whether a place hangs on the event: as its `venue` ("talks held in Abuja", "the Abuja talks"), else anyhow."""
    tokens = frame.sentence.tokens
    at = mention.last
    if venue and not (mention.where or (tokens[at].dep == "compound" and mention.place.precision == "town")):
        return False
    for _ in range(12):
        if tokens[at].head == at:
            break
        at = tokens[at].head
        if at == frame.trigger or (venue and at == frame.anchor):
            return True
        if venue and tokens[at].pos in ("VERB", "NOUN") and tokens[at].lemma not in VENUES:
            break
    return False


def _is_party(mention: PlaceMention, frame: Frame, at_actor: bool) -> bool:
    """Whether a place stands for a government that acts here ("Iran said"), not for where it happens."""
    if mention.place.precision != "country":
        return False
    token = frame.sentence.tokens[mention.last]
    if mention.nation != "where" or token.dep in ("nsubj", "agent", "dative"):
        return True
    head = frame.sentence.tokens[token.head]
    return token.dep == "pobj" and head.lemma in ("by", "with", "from", "between") and not at_actor


def when(
    frame: Frame, path: Sequence[int], mentions: Sequence[TimeMention], stands: Standing, anchor: datetime | None
) -> TimeMention | None:
    """The time expression that belongs to an event: it hangs on the trigger or on a verb above it; the nearest such.

    The day on which somebody spoke of what is to come is not the day of what is to come, nor that on which somebody
    owned up to a thing the day of the thing. A clock time of the same day makes the day exact.
    """
    token, above = frame.token, {frame.anchor, *path, *_governor(frame, path), *_coming(frame, path)}
    dated = [m for m in mentions if m.first is not None or m.past]
    mine = [m for m in dated if _hangs(frame, owner_of(frame, m), above)]
    mine = mine or [m for m in dated if _shared(frame, owner_of(frame, m)) in above]
    mine = [m for m in mine if frame.sentence.tokens[owner_of(frame, m)].lemma not in CONCEDING]
    if stands.status in OPEN and anchor is not None:
        mine = [m for m in mine if not _only_said(frame, m, anchor.date())]
    spoken = {m: frame.sentence.tokens[owner_of(frame, m)].lemma in SAYING for m in mine}
    best = min(mine, key=lambda m: (spoken[m], m.value.endswith("REF"), abs(m.start - token.start)), default=None)
    if best is None or best.at is not None or best.precision not in ("day", "part"):
        return best
    exact = next((m for m in mine if m.at is not None and m.first == best.first), None)
    return exact or best


def term(
    frame: Frame, mentions: Sequence[TimeMention], own: TimeMention | None, anchor: datetime | None
) -> TimeMention | None:
    """The time up to which a threat or a truce runs ("until 6 p.m. on Saturday to leave", "will now run until Friday"),
    where its sentence names one that is yet to come and its `own` is not."""
    if anchor is None or (own is not None and is_to_come(own, anchor)):
        return own
    for mention in mentions:
        before = word_before(frame, mention)
        if before is not None and before.lemma in TERMS and is_to_come(mention, anchor):
            return with_hour(mention, mentions, anchor)
    return own


def of_vote(
    frame: Frame, path: Sequence[int], mentions: Sequence[TimeMention], own: TimeMention | None, anchor: datetime | None
) -> TimeMention | None:
    """The time at which something is to be voted on, where its sentence puts it to a vote ("will vote on Monday on a
    draft that would order the withdrawal by March"), else its `own`."""
    tokens = frame.sentence.tokens
    votes = {i for i in path if tokens[i].lemma == "vote"}
    if not votes or anchor is None:
        return own
    votes |= {tokens[i].head for i in votes if tokens[i].pos == "NOUN"}
    for mention in mentions:
        if owner_of(frame, mention) in votes and is_to_come(mention, anchor):
            return with_hour(mention, mentions, anchor)
    return own


def word_before(frame: Frame, mention: TimeMention) -> Token | None:
    """The word right before a time; None where the sentence begins with it."""
    return next((t for t in reversed(frame.sentence.tokens) if t.end <= mention.start), None)


def with_hour(mention: TimeMention, mentions: Sequence[TimeMention], anchor: datetime) -> TimeMention:
    """A time to come, or the hour of its day where its sentence names one besides."""
    here = [m for m in mentions if m.at is not None and m.first == mention.first and is_to_come(m, anchor)]
    return mention if mention.at is not None or not here else here[0]


def is_put_off(lemmas: Sequence[str]) -> bool:
    """Whether a sentence says that something is put off."""
    apart = any(pair in (("put", "off"), ("put", "back"), ("push", "back")) for pair in pairwise(lemmas))
    return apart or not _DELAYING.isdisjoint(lemmas)


def put_off(
    frame: Frame, mentions: Sequence[TimeMention], own: TimeMention | None, anchor: datetime | None
) -> TimeMention | None:
    """The time to which something is put off, where its sentence says so ("postponed on Thursday to Friday at 1300
    GMT"), else its `own`."""
    if anchor is None or not is_put_off([t.lemma for t in frame.sentence.tokens]):
        return own
    for mention in mentions:
        before = word_before(frame, mention)
        if before is not None and before.lemma in ("to", "until", "till", "for") and is_to_come(mention, anchor):
            return with_hour(mention, mentions, anchor)
    return own


def is_to_come(mention: TimeMention, anchor: datetime) -> bool:
    """Whether a time lies after the article's own."""
    if mention.at is not None:
        return mention.at > anchor
    return mention.first is not None and mention.first > anchor.date()


def _only_said(frame: Frame, mention: TimeMention, today: date) -> bool:
    """Whether a day hangs on the past tense of a verb above an event that is yet to come."""
    last = mention.last or mention.first
    if last is None or last > today or owner_of(frame, mention) in (frame.trigger, frame.anchor):
        return False
    offset = frame.sentence.start
    return tense_at(frame.sentence, mention.start - offset, mention.end - offset) == "past"


def _governor(frame: Frame, path: Sequence[int]) -> Sequence[int]:
    """The verb next above the last word of a path, which dates what hangs on it."""
    tokens, at = frame.sentence.tokens, path[-1]
    for _ in range(8):
        if tokens[at].pos in ("VERB", "AUX") or tokens[at].head == at:
            return (at,)
        at = tokens[at].head
    return ()


def _coming(frame: Frame, path: Sequence[int]) -> Sequence[int]:
    """The verb that says what the event's verb has yet to do: "a truce is to take effect at noon"."""
    sentence = frame.sentence
    verbs = [i for i in path if sentence.tokens[i].lemma == "be"]
    below = [c for i in verbs for c in sentence.below(i) if c.dep in ("xcomp", "acomp")]
    deeper = [d for c in below for d in sentence.below(c.i) if d.dep == "xcomp"]
    return [c.i for c in (*below, *deeper) if c.pos == "VERB"]


def _beside(frame: Frame, owner: int, above: set[int]) -> bool:
    """Whether a time hangs on a clause that tells when: "killed when the army stormed the city in 1982"."""
    if owner < 0:
        return False
    tokens = frame.sentence.tokens
    marks = {c.lemma for c in frame.sentence.below(owner) if c.dep in ("mark", "advmod")}
    return tokens[owner].dep == "advcl" and tokens[owner].head in above and bool(marks & {"when", "as", "while"})


def _shared(frame: Frame, owner: int) -> int:
    """The verb that shares a time with one joined to it or below it: "12 were killed and 40 hurt on Friday"."""
    tokens = frame.sentence.tokens
    for _ in range(4):
        if owner < 0 or tokens[owner].dep not in ("conj", "pcomp", "prep"):
            return -1
        owner = tokens[owner].head
        if owner in (frame.trigger, frame.anchor):
            return owner
    return -1


def _hangs(frame: Frame, owner: int, above: set[int]) -> bool:
    return owner in above or _controller(frame, owner) in above or _beside(frame, owner, above)


def _controller(frame: Frame, owner: int) -> int:
    """The verb whose subject does what an infinitive says: "the truce is to take effect on Monday"."""
    tokens = frame.sentence.tokens
    for _ in range(4):
        if owner < 0 or owner == frame.trigger or tokens[owner].dep != "xcomp":
            break
        owner = tokens[owner].head
    return owner


def owner_of(frame: Frame, mention: TimeMention) -> int:
    """The verb or trigger that a time expression hangs on; -1 where there is none."""
    tokens = frame.sentence.tokens
    at = next((t.i for t in tokens if t.end > mention.start), -1)
    for _ in range(8):
        if at < 0 or at == frame.trigger or tokens[at].head == at or tokens[at].pos in ("VERB", "AUX"):
            break
        at = tokens[at].head
    return at


def when_of(mention: TimeMention | None, text: str, offset: int) -> When | None:
    """The contract's form of a time mention; None where it names no days."""
    if mention is None or mention.first is None:
        return None
    last = mention.last or mention.first
    words = text[mention.start - offset : mention.end - offset]
    return When(
        start=mention.first, end=max(last, mention.first), precision=mention.precision, text=words, at=mention.at
    )


def is_old(mention: TimeMention | None, text: str, anchor: datetime | None, *, lead: bool) -> bool:
    """Whether a time lies clearly before the article's own: a weekday is news in the lead and background after it."""
    if mention is None or anchor is None:
        return False
    words = " ".join(word for word in text.lower().split() if word not in ("early", "late", "mid", "sometime"))
    if mention.past or words.startswith(("last week", "last month", "last year", "the previous")):
        return True
    last: date | None = mention.last or mention.first
    if mention.first is not None and (mention.type == "DURATION" or mention.reaches(anchor.date())):
        return (
            mention.first < (anchor - timedelta(days=OLD_STRETCH)).date() and last is not None and last <= anchor.date()
        )
    return last is not None and last < (anchor - timedelta(days=OLD_DAYS if lead else OLD_LATER)).date()


def is_ahead(mention: TimeMention | None, frame: Frame, anchor: datetime | None) -> bool:
    """Whether a time lies after the article's own and says when, not until when: "comes into force on Friday"."""
    if mention is None or anchor is None or mention.first is None or mention.past:
        return False
    if mention.first <= anchor.date() or (mention.at is not None and mention.at <= anchor):
        return False
    owner, tokens = owner_of(frame, mention), frame.sentence.tokens
    near = {frame.trigger, frame.anchor, frame.token.head, *_coming(frame, (frame.token.head,))}
    if frame.form == "adjective" or owner not in near or tokens[owner].tag not in ("VBZ", "VBP", "VB"):
        return False
    if tokens[owner].lemma in ENDS:
        return False
    before = next((t for t in reversed(tokens) if t.end <= mention.start), None)
    return before is None or before.lemma not in ENDING


#: Verbs and nouns by which a thing is put off.
_DELAYING = frozenset("postpone postponement delay defer reschedule".split())
#: Words before a day that say how long what is told goes on.
ENDING = frozenset("until till through to by before from since".split())
#: Those of them that say up to when.
TERMS = frozenset("until till by before".split())
#: Verbs that say when it ends, not when it begins: "the truce is due to expire on Friday".
ENDS = frozenset("expire end lapse run finish last conclude stop".split())
