"""When something that is announced is to begin, and how long it lasts: "declared a truce, to start at noon", "talks
opening on Monday", "a truce of three days"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bellwire.reading.events.composition import Step
from bellwire.reading.events.setting import ENDS, is_put_off, is_to_come, owner_of, with_hour, word_before
from bellwire.reading.events.status import Standing
from bellwire.reading.facts.times import TimeMention
from bellwire.reading.syntax.frames import Frame
from bellwire.reading.syntax.tokens import Token

#: Why it is told as done.
HAS_BEGUN = "it has begun"
#: The step of what is told with a time to come at which it begins.
YET_TO_BEGIN = "yet to begin"
#: Kinds that have a beginning of which copy tells beforehand, and those that may be due and put off.
BEGINNING = frozenset(["truce", "talks", "agreement"])
DUE = BEGINNING | {"withdrawal", "release", "aid"}
#: Verbs by which it begins, alone and with one of these words.
_BEGINS = frozenset(["begin", "start", "commence", "open"])
_WITH = {
    "take": frozenset(["effect", "hold"]),
    "come": frozenset(["force", "effect"]),
    "enter": frozenset(["force", "effect"]),
    "go": frozenset(["effect"]),
}
#: What says that it begins as it is agreed.
_AT_ONCE = re.compile(r"\b(?:with immediate effect|effective immediately|immediately effective)\b", re.I)
#: By what it is decided.
_DECIDING = frozenset(["vote", "ballot", "referendum", "signing", "ratification"])
#: What stands before the time itself.
_FROM = frozenset(["from", "starting", "beginning", "effective"])

#: What stands after a length of time that is no truce's: "a day after the offensive", "two days of talks".
_OF_ANOTHER = re.compile(
    r"\s*(?:(?:after|before|ago|later|earlier|into|since|apart)\b|of\b(?!\s+(?:\w+\s+)?(?:truce|cease-?fire|calm|quiet|peace)))"
)
#: What lasted so long, beside a length of time: "the two-week border war".
_WENT_ON = re.compile(
    r"[\s-]{0,3}(?:long\s+|old\s+)?(?:[\w-]+\s+)?"
    r"(?:war|conflict|siege|battle|offensive|campaign|fight|fighting|insurgency|uprising|occupation|blockade|talks|summit)s?\b",
    re.IGNORECASE,
)
#: … and what stands before one or begins it: "to begin within 48 hours".
_NOT_FOR = re.compile(r"\b(?:after|following|within|in|past|last|previous|every)(?:\s+the)?\s*$", re.IGNORECASE)


def lasting(frame: Frame, mentions: Sequence[TimeMention]) -> str | None:
    """How long a truce lasts by the words of its sentence, ISO 8601; None where these only tell how long talks or
    fighting went on, or how long after something it came."""
    text, offset = frame.sentence.text, frame.sentence.start
    for mention in mentions:
        first, last = mention.start - offset, mention.end - offset
        words = text[first:last].split()
        another = _OF_ANOTHER.match(text, last) or _WENT_ON.match(text, last)
        if not mention.duration or another or (words and _NOT_FOR.search(words[0])):
            continue
        if not _NOT_FOR.search(text[max(0, first - 20) : first]):
            return mention.duration
    return None


def beginning(
    frame: Frame, kind: str, mentions: Sequence[TimeMention], own: TimeMention | None, anchor: datetime | None
) -> tuple[TimeMention | None, bool]:
    """The time at which it is to begin, where its sentence names one that is yet to come, and that it is; else its
    `own`, and that nothing says so."""
    if kind not in BEGINNING:
        return own, False
    if is_delayed(frame) or awaits_vote(frame):
        return own, True
    if anchor is not None and own is not None and is_to_come(own, anchor):
        return own, _is_from(frame, own)
    if anchor is None:
        return own, False
    for mention in mentions:
        if not is_to_come(mention, anchor) or mention.start < frame.token.end:
            continue
        if _is_from(frame, mention) or _begins(frame, frame.sentence.tokens[owner_of(frame, mention)]):
            return with_hour(mention, mentions, anchor), True
    return own, False


def _is_from(frame: Frame, mention: TimeMention) -> bool:
    """Whether a time is told to be the one from which on: "a ceasefire from Tuesday"."""
    before = word_before(frame, mention)
    return before is not None and before.text.lower() in _FROM and mention.start >= frame.token.end


def is_delayed(frame: Frame) -> bool:
    """Whether the verb of which the event is the subject or object, or a word right at it, puts it off."""
    tokens = frame.sentence.tokens
    if frame.token.pos not in ("NOUN", "PROPN"):
        return False
    at = frame.token
    for _ in range(5):
        if any(_delays(frame, one) for one in (at, *frame.sentence.below(at.i)) if one.pos == "VERB"):
            return True
        if at.pos in ("VERB", "AUX") or at.head == at.i:
            return False
        at = tokens[at.head]
    return False


def awaits_vote(frame: Frame) -> bool:
    """Whether a sentence tells of what comes before it is voted on or signed: "hours before a vote on the accord"."""
    tokens, at = frame.sentence.tokens, frame.token
    for _ in range(3):
        above = tokens[at.head]
        if at.dep != "pobj" or above.lemma not in ("on", "of", "for", "before"):
            return False
        if at.lemma in _DECIDING and above.lemma in ("before", "of"):
            return above.lemma == "before" or tokens[above.head].lemma == "ahead"
        at = tokens[above.head]
    return False


def _delays(frame: Frame, verb: Token) -> bool:
    below = (c.lemma for c in frame.sentence.below(verb.i))
    return verb.tag in ("VBN", "VBD") and is_put_off([verb.lemma, next((c for c in below if c in ("off", "back")), "")])


def only_time(frame: Frame, mentions: Sequence[TimeMention], anchor: datetime | None) -> TimeMention | None:
    """The one time to come that a sentence names, the hour of its day where it has one; None where it names two, or
    tells by it when something ends."""
    ahead = [m for m in mentions if anchor is not None and is_to_come(m, anchor)]
    if any(_ends(frame, frame.sentence.tokens[owner_of(frame, m)]) for m in ahead):
        return None
    if len({m.first for m in ahead}) != 1:
        return None
    return next((m for m in ahead if m.at is not None), ahead[0])


def _ends(frame: Frame, verb: Token) -> bool:
    """Whether a verb says that something ends, and not that somebody ends something."""
    return verb.lemma in ENDS and all(c.dep != "dobj" for c in frame.sentence.below(verb.i))


def yet_to_begin(stands: Standing, frame: Frame) -> Standing:
    """With the step that says that it is yet to begin, which no second opinion overrules."""
    return replace(stands, steps=(*stands.steps, Step(frame.token.text, frame.trigger, YET_TO_BEGIN, "planned")))


def has_begun(frame: Frame, kind: str) -> bool:
    """Whether a clause of the event's own says that what was agreed holds: "a truce that took effect at noon"; or its
    sentence, that a truce does at once."""
    if kind == "truce" and _AT_ONCE.search(frame.sentence.text):
        return True
    return kind in BEGINNING and any(
        verb.dep == "relcl" and verb.tag == "VBD" and _begins(frame, verb) and frame.sentence.field == "body"
        for verb in frame.sentence.below(frame.trigger)
    )


def _begins(frame: Frame, verb: Token) -> bool:
    """Whether a verb says that the event, and nothing else, is to begin."""
    behind = (t.lemma for t in frame.sentence.tokens[verb.i + 1 : verb.i + 4])
    if verb.lemma not in _BEGINS and _WITH.get(verb.lemma, frozenset()).isdisjoint(behind):
        return False
    if verb.i < frame.trigger:
        return False
    if verb.dep == "relcl" and not any(c.text.lower() == "to" for c in frame.sentence.below(verb.i)):
        return verb.head == frame.trigger
    own = [c for c in frame.sentence.below(verb.i) if c.dep in ("nsubj", "nsubjpass")]
    return not own or all(c.i == frame.trigger or c.lemma in ("it", "which", "that") for c in own)
