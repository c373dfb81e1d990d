"""The cheap gate: one automaton over all trigger words says which sentences to parse, and what copy is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick

from bellwire.reading.syntax.sentences import Span

#: How many words of a topic, per word of conflict, make an article one about that topic and not about conflict.
_MUCH = 3
#: The classes of words other than topics.
CLASSES = TRIGGER, POLITICAL, ACTOR = (" trigger", " political", " actor")
_EDGE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True)
class Findings:
    """Where words stand (start offsets, in order): triggers that always count, political ones that count only beside
    an actor, actors, words of conflict; how often each topic's words do."""

    triggers: tuple[int, ...]
    political: tuple[int, ...]
    actors: tuple[int, ...]
    conflict: tuple[int, ...]
    topics: Mapping[str, int]
    distinct: Mapping[str, int]


class Gate:
    """An Aho-Corasick automaton over trigger, actor and topic words; one pass over the lower-cased text."""

    def __init__(
        self,
        triggers: Iterable[str],
        topics: Mapping[str, Iterable[str]],
        least: Mapping[str, int],
        *,
        political: Iterable[str] = (),
        actors: Iterable[str] = (),
    ) -> None:
        self.least = least
        meanings: dict[str, list[str]] = {}
        for tag, found in ((TRIGGER, triggers), (POLITICAL, political), (ACTOR, actors)):
            for word in found:
                meanings.setdefault(word, []).append(tag)
        for topic, words in topics.items():
            for word in words:
                meanings.setdefault(word, []).append(topic)
        self._automaton = ahocorasick.Automaton()
        for word, tags in meanings.items():
            self._automaton.add_word(word, (len(word), word, tuple(tags)))
        self._automaton.make_automaton()

    def scan(self, text: str) -> Findings:
        """What stands in `text` as whole words."""
        low = text.lower() if len(text.lower()) == len(text) else "".join(c.lower()[:1] for c in text)
        places: dict[str, set[int]] = {tag: set() for tag in (*CLASSES, "conflict")}
        topics: Counter[str] = Counter()
        words: dict[str, set[str]] = {}
        for last, (length, word, tags) in self._automaton.iter(low):
            start = last - length + 1
            if (start and low[start - 1] in _EDGE) or (last + 1 < len(low) and low[last + 1] in _EDGE):
                continue
            for tag in tags:
                if tag in places:
                    places[tag].add(start)
                if tag not in CLASSES:
                    topics[tag] += 1
                    words.setdefault(tag, set()).add(word)
        distinct = {topic: len(found) for topic, found in words.items()}
        triggers, political, actors, conflict = (tuple(sorted(found)) for found in places.values())
        return Findings(triggers, political, actors, conflict, topics, distinct)


#: The words without one of which no sentence denies what another tells.
_DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)|dismiss(?:es|ed)|refut(?:es|ed)|disput(?:es|ed)|rebut(?:s|ted)|contradict(?:s|ed)"
    r"|rubbish(?:es|ed)?|untrue|not (?:true|correct|accurate|so)|false|baseless|unfounded|groundless|a lie|of lies"
    r"|propaganda|fabricat(?:ed|ion)|fake|bogus|incorrect|nonsense|invention|fiction|fantasy|disinformation)\b",
    re.IGNORECASE,
)


def may_answer(text: str) -> bool:
    """Whether a sentence may deny what another tells, and only point back to it: "the army called this a lie"."""
    return _DENYING.search(text) is not None


#: Topics whose copy is full of trigger words that mean something else.
TRADE = frozenset(["business", "sport"])


def worth_a_parse(findings: Findings, flags: frozenset[str], spans: Sequence[Span]) -> frozenset[int]:
    """The numbers of the sentences worth a parse: those with a trigger, or with a political word beside an actor; in
    copy on trade or sport those with a word of conflict.

    Nine in ten ordinary wires end here. On annotated copy it passed over 5 of 2,067 articles that tell of conflict.
    """
    if flags & TRADE and "conflict" not in flags:
        return frozenset(_holding(spans, findings.conflict))
    beside = set(_holding(spans, findings.political)) & set(_holding(spans, findings.actors))
    return frozenset(_holding(spans, findings.triggers)) | beside


def _holding(spans: Sequence[Span], offsets: Sequence[int]) -> Iterator[int]:
    """The numbers of the spans that hold one of these offsets; one walk over both lists, both in order."""
    at = 0
    for number, span in enumerate(spans):
        while at < len(offsets) and offsets[at] < span.start:
            at += 1
        if at < len(offsets) and offsets[at] < span.end:
            yield number


def flags_of(findings: Findings, least: Mapping[str, int]) -> frozenset[str]:
    """What the article is about: topics with enough distinct words; those without a `least` must outweigh conflict."""
    conflict = findings.topics.get("conflict", 0)
    flags: set[str] = set()
    others = [topic for topic in findings.topics if topic not in least and findings.distinct.get(topic, 0) >= 2]
    for topic, enough in least.items():
        if findings.distinct.get(topic, 0) >= (enough if others else 1):
            flags.add(topic)
    outweighed = 1 if conflict < 3 else _MUCH
    return frozenset(flags | {topic for topic in others if findings.topics[topic] > conflict * outweighed})
