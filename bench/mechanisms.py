"""The mechanisms of reading, and how to switch each off: what bench/ablate.py takes away in turn.

The code that reads knows nothing of this. A switch gives the reader other knowledge, or puts something plainer in the
place of one named function or table while it is off; `with mechanism.off(reader) as poorer:` puts all back at the end.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

import msgspec
import numpy as np

from bellwire.reading import Reader
from bellwire.reading.encoder import Said
from bellwire.reading.events import extract
from bellwire.reading.events.candidates import Told
from bellwire.reading.events.context import Knowledge
from bellwire.reading.events.merge import Merged
from bellwire.reading.events.operators import Operators
from bellwire.reading.events.rules import Rule, RuleBook, slot
from bellwire.reading.events.status import Standing
from bellwire.reading.syntax.copy import Copy
from bellwire.reading.syntax.gate import Gate
from bellwire.reading.syntax.pages import Pages, pages_of
from bellwire.reading.syntax.parse import Parser
from bellwire.reading.syntax.tokens import Token

Switch = Callable[[Reader], AbstractContextManager[Reader]]
READING = "bellwire.reading"


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One thing that reading does: its name, what is left without it, and the switch."""

    name: str
    without: str
    off: Switch


class Remembering:
    """A parser that parses every sentence once in its life, so that switching a mechanism off costs no new parse."""

    def __init__(self, parser: Parser) -> None:
        self.parser = parser
        self.known: dict[str, tuple[Token, ...]] = {}

    def __call__(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, self.parser(new), strict=True))
        return [self.known[text] for text in texts]


class Heard:
    """An encoder that is asked once of every text, likewise."""

    def __init__(self, encoder: Callable[[str, str], Said]) -> None:
        self.encoder = encoder
        self.known: dict[tuple[str, str], Said] = {}

    def __call__(self, headline: str, body: str) -> Said:
        if (headline, body) not in self.known:
            self.known[headline, body] = self.encoder(headline, body)
        return self.known[headline, body]


def patched(**instead: object) -> Switch:
    """Other functions or tables in the place of those at `room__module__name` below bellwire.reading."""

    @contextmanager
    def off(reader: Reader) -> Iterator[Reader]:
        with ExitStack() as stack:
            for path, other in instead.items():
                stack.enter_context(mock.patch(f"{READING}.{path.replace('__', '.')}", other))
            yield reader

    return off


def knowing(change: Callable[[Knowledge], Knowledge]) -> Switch:
    """A reader that knows something else."""

    @contextmanager
    def off(reader: Reader) -> Iterator[Reader]:
        knows, days = change(reader.knowledge), reader.recency_days
        yield Reader(reader.parser, knows, reader.gate, max_chars=reader.max_chars, recency_days=days)

    return off


def every_rule(change: Callable[[Rule], Rule]) -> Switch:
    """A reader whose rules ask for less."""

    def changed(know: Knowledge) -> Knowledge:
        rules = {rule.name: change(rule) for rule in know.rules.rules}
        index = {form: tuple((rules[r.name], p) for r, p in found) for form, found in know.rules.by_form.items()}
        return replace(know, rules=RuleBook(tuple(rules.values()), index))

    return knowing(changed)


def both(*switches: Switch) -> Switch:
    """Several switches thrown together."""

    @contextmanager
    def off(reader: Reader) -> Iterator[Reader]:
        with ExitStack() as stack:
            for switch in switches:
                reader = stack.enter_context(switch(reader))
            yield reader

    return off


def _untyped(rule: Rule) -> Rule:
    free = slot([], {})
    return replace(rule, agent=free, patient=free, either=free, preps=())


def _wordless(rule: Rule) -> Rule:
    none: frozenset[str] = frozenset()
    return replace(rule, with_any=none, near=none, not_with=none, not_near=none)


def _anywhere(rule: Rule) -> Rule:
    return replace(rule, data=msgspec.structs.replace(rule.data, context=[], not_context=[], anywhere=True))


def _every_sentence(headline: str, body: str, gate: Gate, is_name: Callable[[str], bool], _: bool) -> Pages:
    return pages_of(headline, body, gate, is_name, exhaustive=True)


def _verbatim(text: str) -> Copy:
    return Copy(text, array("l", range(len(text) + 1)), len(text))


def _standing(found: Callable[..., Standing], **instead: Any) -> Callable[..., Standing]:
    return lambda *given: replace(found(*given), **instead)


def _by_operators(one: Told, kind: object, stands: Standing, *_rest: object) -> tuple[str, Any]:
    said = one.rule.data.status if stands.status == "happened" else ""
    return said or stands.status, ()


def _no(*_given: object, **_named: object) -> bool:
    return False


def _nothing(*_given: object, **_named: object) -> tuple[()]:
    return ()


def _mute(know: Knowledge) -> Knowledge:
    """An encoder that says of everything that it is unlikely."""
    if know.opinion is None:
        return know
    loud = know.opinion.encoder

    def mute(headline: str, body: str) -> Said:
        said = loud(headline, body)
        words = np.full_like(said.words, -6.0)
        words[:, 0] = 0.0
        low = (np.full_like(one, -3.0) for one in (said.kinds, said.statuses, said.rings))
        return Said(*low, -1.0, np.zeros(4), words, np.zeros_like(said.moods), said.spans)

    return replace(know, opinion=replace(know.opinion, encoder=mute))  # type: ignore[arg-type]


#: In the order of the way from copy to verdict.
MECHANISMS = (
    Mechanism("cleaning", "copy as it came: lines, quotes, spellings", patched(syntax__pages__clean=_verbatim)),
    Mechanism("editors' notes", "notes to editors are read as story", patched(syntax__pages__notes=lambda *_: [])),
    Mechanism("datelines", "datelines are read as story", patched(syntax__pages__dateline=lambda *_: (0, ""))),
    Mechanism("truecasing", "capitals stay", patched(syntax__pages__truecase=lambda text, *_: text)),
    Mechanism("subject", "copy on anything is read", knowing(lambda know: replace(know, subject=None))),
    Mechanism("gate", "every sentence is parsed", patched(reader__pages_of=_every_sentence)),
    Mechanism(
        "light verbs", "in 'launched an attack' nobody attacks",
        patched(syntax__frames__Framer___light=lambda framer, i: (i, "")),
    ),
    Mechanism(
        "quantifiers", "'dozens of rebels' are dozens",
        patched(syntax__frames__QUANTIFIERS=frozenset()),
    ),
    Mechanism(
        "headline passives", "'hostages freed' is active",
        patched(syntax__subjects__HEADLINE_PASSIVE=frozenset()),
    ),
    Mechanism(
        "subjects from above", "conjoined, controlled and relative clauses have none",
        patched(syntax__subjects__DEEPEST=-1),
    ),
    Mechanism(
        "pronouns", "'they' are nobody known",
        patched(syntax__subjects___coreferent=lambda framer, verb, subject: subject),
    ),
    Mechanism("argument types", "anybody does anything to anybody", every_rule(_untyped)),
    Mechanism("words beside", "words with and near a trigger do not matter", every_rule(_wordless)),
    Mechanism(
        "topics", "every article is on conflict",
        both(every_rule(_anywhere), patched(syntax__pages__flags_of=lambda *_: frozenset(["conflict"]))),
    ),
    Mechanism("names of things", "'coup plaque' is a coup", patched(events__triggers___only_names=_no)),
    Mechanism("nesting", "each trigger tells its own event", patched(events__triggers___inside=lambda *_: set())),
    Mechanism(
        "operators", "the table of operators is empty",
        knowing(lambda know: replace(know, operators=Operators({}))),
    ),
    Mechanism(
        "operators and moods", "no operator, negation, modal or condition",
        patched(events__extract__standing=_standing(extract.standing, status="happened", steps=())),
    ),
    Mechanism(
        "background clauses", "a clause that only dates another is news",
        patched(events__extract__standing=_standing(extract.standing, background=False)),
    ),
    Mechanism("sides", "any side's word is as good as a fact", patched(events__extract__judged=_by_operators)),
    Mechanism("speakers", "nobody says anything", patched(events__extract__speakers=_nothing)),
    Mechanism("old dates", "no date makes an event past", patched(events__extract__is_old=_no)),
    Mechanism("dates ahead", "no date makes an event planned", patched(events__extract__is_ahead=_no)),
    Mechanism("sorts of copy", "almanacs and obituaries are news", knowing(lambda know: replace(know, genres=()))),
    Mechanism(
        "places of words", "talks and threats are where a place is named",
        patched(events__extract__SPOKEN=frozenset()),
    ),
    Mechanism(
        "country of the article", "the dateline alone places a silent sentence",
        patched(events__scene__article_prior=lambda *_: None),
    ),
    Mechanism("second opinion", "rules alone", knowing(lambda know: replace(know, opinion=None))),
    Mechanism("  its encoder", "", knowing(_mute)),
    Mechanism("  its rules' answer", "", patched(events__opinion__telling___rules=_nothing)),
    Mechanism("  its arguments", "", patched(events__opinion__telling___arguments=_nothing)),
    Mechanism("  its words above and below", "", patched(events__opinion__telling___tree=_nothing)),
    Mechanism("  its words either side", "", patched(events__opinion__telling___window=_nothing)),
    Mechanism("  its sentence", "", patched(events__opinion__telling___sentence=_nothing)),
    Mechanism("  its groups of words", "", patched(events__opinion__vocabulary__Vocabulary__groups=lambda *_: None)),
    Mechanism("  its words of the article", "", patched(events__weigh__wording=lambda *_: [])),
    Mechanism("  its operators", "", patched(events__opinion__mood___operators=_nothing)),
    Mechanism("  its speakers", "", patched(events__opinion__mood___speech=_nothing)),
    Mechanism("  its way to the root", "", patched(events__opinion__mood___way=_nothing)),
    Mechanism("  its times", "", patched(events__opinion__mood___times=_nothing)),
    Mechanism("  its verdict on the article", "", patched(reader__bearing=lambda *_: None)),
    Mechanism("  its event most wanted", "", patched(events__opinion__news__wanted=lambda whole, _: whole)),
    Mechanism("choice of countries", "rules place events", knowing(lambda know: replace(know, venue=None))),
    Mechanism("root model", "rules alone code PLOVER", knowing(lambda know: replace(know, root_model=None))),
    Mechanism("substance", "long copy without fighters or arms rings", patched(reader__is_waged=lambda *_: True)),
    Mechanism(
        "merging", "each mention is an event",
        patched(reader__merge=lambda found: [Merged(one, ()) for one in found]),
    ),
    Mechanism(
        "news first", "late sentences ring like early ones",
        patched(events__verdict__NEWS_SENTENCES=10**6),
    ),
)  # fmt: skip
