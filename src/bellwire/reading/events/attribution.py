"""Who says so, clause by clause: the speaker on the way to the root, "according to", and a quotation's last speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bellwire.reading.events.status import Standing
from bellwire.reading.events.status_words import SAYING
from bellwire.reading.facts.times.words import WEEKDAYS
from bellwire.reading.reading import Grade
from bellwire.reading.syntax.frame_words import ACCUSING
from bellwire.reading.syntax.frames import Argument, Framer
from bellwire.reading.syntax.subjects import subject_of
from bellwire.reading.syntax.tokens import Sentence, Token

#: Argument types that make a speaker a party to a conflict.
PARTIES = frozenset(
    ["armed_force", "rebel", "militia", "state", "country", "government", "leader", "terrorist", "gunmen"]
)
#: … and types of what never speaks.
THINGS = frozenset(["aircraft", "ship", "missile", "weapon", "vehicle", "bomb", "facility", "building", "craft"])


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker: the words of attribution, the speaker's own words, types, and what the speech does."""

    text: str
    source: str
    head: int
    types: frozenset[str]
    grade: Grade
    denies: bool
    neutral: bool
    accuses: bool


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """Word lists of data/speakers.toml."""

    official: frozenset[str]
    unnamed: frozenset[str]
    neutral: frozenset[str]

    @staticmethod
    def of(data: Mapping[str, Sequence[str]]) -> SpeakerWords:
        """Out of the decoded TOML."""
        return SpeakerWords(frozenset(data["official"]), frozenset(data["unnamed"]), frozenset(data["neutral"]))


def speakers(framer: Framer, standing: Standing, words: SpeakerWords) -> list[Speaker]:
    """Everyone who vouches for (or denies) what stands below, nearest first."""
    found: list[Speaker] = []
    for speech in standing.speeches:
        agents, patients = subject_of(framer, speech.verb)
        verb = framer.tokens[speech.verb]
        heads = agents or patients if verb.lemma in SAYING or agents else []
        if heads and _cannot_speak(framer, heads[0]) and (outer := _outer_speech(framer, verb)) is not None:
            heads = subject_of(framer, outer)[0] or heads
        for head in heads[:1]:
            accuses = verb.lemma in ACCUSING
            found.append(speaker_of(framer, head, speech.verb, words, denies=speech.denies, accuses=accuses))
    for i in standing.path:
        for prep in framer.below(i, "prep"):
            if framer.tokens[prep].lemma == "accord":
                for to in framer.below(prep, "prep"):
                    found.extend(speaker_of(framer, p, prep, words) for p in framer.below(to, "pobj"))
    return found


def _cannot_speak(framer: Framer, head: int) -> bool:
    """Whether nothing says that a word names somebody ("the situation"), or it names a thing ("a helicopter")."""
    token, types = framer.tokens[head], framer.argument(head).types
    return token.tag in ("NN", "NNS") and not token.entity and types <= THINGS


def _outer_speech(framer: Framer, verb: Token) -> int | None:
    """The verb of saying under which the parser has a verb that stands beside it: "said all was calm and denied it",
    "said that it had crashed, denying that"."""
    while verb.dep in ("conj", "advcl"):
        verb = framer.tokens[verb.head]
    above = framer.tokens[verb.head]
    return above.i if verb.dep == "ccomp" and above.lemma in SAYING else None


def speaker_of(
    framer: Framer, head: int, verb: int, words: SpeakerWords, *, denies: bool = False, accuses: bool = False
) -> Speaker:
    """The speaker that a word names, and what the speech from there to its verb does."""
    argument: Argument = framer.argument(head)
    tokens = framer.tokens
    source = text_of(framer.sentence, argument.first, _undated(tokens, argument))
    lemmas = argument.lemmas | {tokens[k].lemma for k in range(argument.first, argument.last + 1)}
    outside = "igo" in argument.types and not argument.types & {"rebel", "state", "government", "leader"}
    neutral = bool(lemmas & words.neutral) or outside or bool(argument.types & {"media", "aid_agency"})
    party = bool(argument.types & PARTIES) and not lemmas & words.unnamed
    if tokens[head].entity == "PERSON" or any(tokens[a].entity == "PERSON" for a in framer.below(head, "appos")):
        grade = Grade.NAMED
    elif lemmas & words.unnamed:
        grade = Grade.UNNAMED
    elif party and argument.types & {"rebel", "armed_force", "militia", "terrorist", "gunmen"}:
        grade = Grade.PARTY
    elif lemmas & words.official or party:
        grade = Grade.OFFICIAL
    else:
        grade = Grade.UNNAMED
    low, high = min(argument.first, verb), max(argument.last, verb)
    text = text_of(framer.sentence, low, high) if high - low < 25 else source
    return Speaker(text, source, head, argument.types, grade, denies, neutral, accuses)


def _undated(tokens: Sequence[Token], argument: Argument) -> int:
    """The last word of a speaker, without the day on which it spoke: "the border service on Wednesday"."""
    on, day = (tokens[k].text.lower() for k in (argument.last - 1, argument.last))
    dated = argument.last - 2 >= argument.head and on == "on" and day in WEEKDAYS
    return argument.last - 2 if dated else argument.last


def text_of(sentence: Sentence, first: int, last: int) -> str:
    """The words from one token to another, as in the clean text."""
    tokens: Sequence[Token] = sentence.tokens
    return sentence.text[tokens[first].start - sentence.start : tokens[last].end - sentence.start]
