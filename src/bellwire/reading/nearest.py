"""Why a sentence tells no event: the rule that applied and was overruled, else the one that came nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bellwire.reading.events.candidates import Candidate
from bellwire.reading.events.context import Knowledge
from bellwire.reading.events.genre import Genre
from bellwire.reading.events.match import Match, Miss, near_misses
from bellwire.reading.events.rules import Rule
from bellwire.reading.events.triggers import framer_of, matches
from bellwire.reading.reading import Direction
from bellwire.reading.syntax.frames import Argument, Frame
from bellwire.reading.syntax.tokens import Sentence, Token

#: How many conditions fail, whether it is of a context kind, minus how many hold, where it stands.
Rank = tuple[int, bool, int, int]


@dataclass(frozen=True, slots=True)
class Nearest:
    """A rule that came near in a sentence: its trigger there, and every reason against it."""

    rule: str
    trigger: Token
    reasons: tuple[str, ...]


def overruled(
    found: Iterable[Candidate],
    likely: Mapping[str, float],
    unsaid: frozenset[str],
    sentence: Sentence,
    genre: Genre | None,
    know: Knowledge,
) -> Nearest | None:
    """The rule that applies in a sentence and yet tells no event there, by the sort of copy or the second opinion.

    `found` are all candidates of the article; `likely`: how likely that opinion holds each kind; `unsaid`: the kinds
    that the text as a whole speaks against.
    """
    here = [
        one for one in found if (one.frame.sentence.field, one.frame.sentence.start) == (sentence.field, sentence.start)
    ]
    applied = [outcome for one in here for outcome in one.outcomes if isinstance(outcome, Match)]
    if not applied:
        return None
    context = Direction.CONTEXT
    one = next((m for m in applied if know.kinds[m.rule.kind].direction is not context), applied[0])
    reasons = [f"the article is of the sort {genre.name}"] if genre is not None and genre.effect == "nothing" else []
    if one.rule.kind in likely and not reasons:
        reasons = [f"the second opinion gives {one.rule.kind} {likely[one.rule.kind]:.2f} of 1 in this article"]
        if one.rule.kind in unsaid:
            reasons.append("the text as a whole speaks against it, and no desk would want it")
    return Nearest(one.rule.name, one.frame.token, tuple(reasons))


def nearest(sentence: Sentence, know: Knowledge, flags: frozenset[str]) -> Nearest | None:
    """The rule of which the fewest conditions fail; of such the one of which most hold. None without any trigger."""
    ranked = sorted(_candidates(sentence, know, flags), key=lambda found: found[0])
    return ranked[0][1] if ranked else None


def _candidates(sentence: Sentence, know: Knowledge, flags: frozenset[str]) -> Iterator[tuple[Rank, Nearest]]:
    """What came near, with its rank: the lower the nearer."""
    framer = framer_of(sentence, know.facts)
    named: dict[tuple[int, str], str] = {}
    for miss in matches(framer, know, flags):
        if isinstance(miss, Miss):
            named[miss.frame.trigger, miss.rule.name] = miss.why
    for token in framer.tokens:
        if token.text.lower() not in know.rules.by_form:
            continue
        frame = framer.frame(token.i)
        for rule, asked in near_misses(frame, know.rules, flags):
            against = tuple(_worded(why, rule, frame) for why in asked if why)
            if not against:
                against = (named.get((token.i, rule.name), "the same is told by another word of the sentence"),)
            failed = sum(map(bool, asked))
            context = know.kinds[rule.kind].direction is Direction.CONTEXT
            yield (failed, context, failed - len(asked), token.i), Nearest(rule.name, token, against)


def _worded(why: str, rule: Rule, frame: Frame) -> str:
    """A reason with the words of the argument that it is about, and what the rule takes there."""
    for name, arguments, wanted in (
        ("agent or patient", frame.agents + frame.patients, rule.data.either),
        ("agent", frame.agents, rule.data.agent), ("patient", frame.patients, rule.data.patient),
    ):  # fmt: skip
        takes = " or ".join(kind for kind in wanted if kind not in ("?", "~") and not kind.startswith("-"))
        if why.startswith(f"its {name} is"):
            words = " and ".join(f"“{_text(frame, argument)}”" for argument in arguments)
            return f"its {name} {words}{why.removeprefix(f'its {name}')}" + (f", not {takes}" if takes else "")
        if why == f"it has no {name}" and takes:
            return f"{why} ({takes})"
    return why


def _text(frame: Frame, argument: Argument) -> str:
    tokens, sentence = frame.sentence.tokens, frame.sentence
    return sentence.text[tokens[argument.first].start - sentence.start : tokens[argument.last].end - sentence.start]
