"""What each trigger word of a sentence tells: matches of rules, nested ones consumed by the wider, and misses."""

from __future__ import annotations

from collections.abc import Iterator

from bellwire.reading.events.context import Knowledge
from bellwire.reading.events.match import Match, Miss, match
from bellwire.reading.events.operators import Operators
from bellwire.reading.events.status_words import DATING
from bellwire.reading.facts import Facts
from bellwire.reading.facts.actors import types_of
from bellwire.reading.reading import Direction
from bellwire.reading.syntax.frame_words import SUBJECTS
from bellwire.reading.syntax.frames import Framer
from bellwire.reading.syntax.tokens import Sentence, Token

#: Nouns that leave the event before them what it is: "bomb attack", "coup leader", "siege victims".
CARRIERS = frozenset([
    "attack", "attacks", "campaign", "operation", "operations", "wave", "violence", "victim", "survivor", "attempt",
    "toll", "process", "effort", "efforts", "talks", "negotiation", "negotiations", "meeting", "deal", "agreement",
    "violation", "violations", "breach", "mission", "drive", "force", "strike", "raid", "raids", "blast", "leader",
    "suspect", "trial", "crisis", "drama", "site", "scene", "zone", "move", "line", "siege", "ordeal", "conference",
    "summit", "dispute", "row", "case", "situation", "convoy", "spree", "strategy", "battle", "war", "clash",
    "clashes", "fight", "fighting", "bid", "bombing", "bombings", "killing", "killings", "accident", "incident",
    "incidents", "casualty", "casualties", "death", "deaths", "damage", "horror", "tragedy", "carnage", "mastermind",
    "plotter",
])  # fmt: skip


#: Types of those who are warned of, and do not warn.
FIGHTING = frozenset(["rebel", "gunmen", "militia", "terrorist"])
#: Words that rank an event among others of its kind.
RANKS = frozenset("first second third fourth fifth last latest biggest largest worst deadliest".split())


def framer_of(sentence: Sentence, facts: Facts) -> Framer:
    """A framer whose argument types come from the facts."""
    return Framer(sentence, lambda tokens, head: types_of(tokens, head, facts))


def matches(framer: Framer, know: Knowledge, flags: frozenset[str]) -> Iterator[Match | Miss]:
    """What each trigger word of a sentence tells, nested ones consumed by the wider."""
    found: dict[int, Match] = {}
    missed: list[Miss] = []
    for token in framer.tokens:
        if token.text.lower() not in know.rules.by_form or _is_month(token):
            continue
        outcome, misses = match(framer.frame(token.i), know.rules, flags)
        if outcome is None:
            missed.extend(misses)
        elif _only_names(framer, token, know.operators):
            missed.append(Miss(outcome.frame, outcome.rule, f"it only names a {framer.tokens[token.head].text}"))
        elif only_ranks(framer, token):
            missed.append(Miss(outcome.frame, outcome.rule, "it only ranks what is told elsewhere"))
        elif _of_others(framer, outcome):
            missed.append(Miss(outcome.frame, outcome.rule, "it warns of what others may do"))
        else:
            found[token.i] = outcome
            if know.kinds[outcome.rule.kind].direction is Direction.CONTEXT:
                missed.extend(misses)
    around = {i: _inside(m, framer) for i, m in found.items()}
    inside = {i: words & found.keys() for i, words in around.items()}
    yielding = {
        i
        for i, m in found.items()
        if any(found[k].rule.kind in m.rule.data.yields_to for k in inside[i] - _dating(m, framer))
    }
    #: Everyday politics consumes nothing of a conflict.
    everyday = {i: know.kinds[m.rule.kind].direction is Direction.CONTEXT for i, m in found.items()}
    consumed = {
        k
        for i, m in found.items()
        if i not in yielding
        for k in inside[i]
        if not (everyday[i] and not everyday[k])
        and (
            found[k].rule.kind in m.rule.data.consumes
            or (k == m.frame.anchor and m.rule.kind not in found[k].rule.data.consumes)
            or _is_part(framer, k, i)
        )
    }
    yield from (m for i, m in found.items() if i not in consumed | yielding)
    told = {(k, kind) for i, m in found.items() for k in around[i] for kind in (m.rule.kind, *m.rule.data.consumes)}
    yield from (m for m in missed if (m.frame.trigger, m.rule.kind) not in told)


def _is_month(token: Token) -> bool:
    """Whether a word that could be a deed is a month: "the end of March"."""
    return token.text in ("March", "May") and (token.entity == "DATE" or token.pos == "PROPN")


def _only_names(framer: Framer, token: Token, operators: Operators) -> bool:
    """Whether a trigger only says which sort of thing a noun is: "peace prize", "attack helicopter"."""
    head = framer.tokens[token.head]
    if token.dep not in ("compound", "nmod") or head.pos not in ("NOUN", "PROPN") or token.pos == "PROPN":
        return False
    if token.pos == "VERB" and token.tag == "VBG":
        return False
    if head.lemma in CARRIERS or head.text.lower() in CARRIERS:
        return False
    return operators.find("noun", head.text.lower(), "compound", frozenset()) is None


def only_ranks(framer: Framer, token: Token) -> bool:
    """Whether a trigger only ranks an event among others: "it would be the first deadly clash in years"."""
    head = framer.tokens[token.head]
    would = any(framer.tokens[c].lemma == "would" for c in framer.below(head.i, "aux"))
    if token.dep != "attr" or head.lemma != "be" or not would:
        return False
    return any(framer.tokens[c].text.lower() in RANKS for c in framer.below(token.i, "amod", "nummod", "advmod"))


def _of_others(framer: Framer, one: Match) -> bool:
    """Whether a threat only warns of what fighters may do: "the embassy warned that extremists may attack hotels"."""
    if one.rule.kind != "threat" or one.frame.lemma != "warn":
        return False
    if any(a.types & FIGHTING for a in one.frame.agents):
        return False
    clauses = framer.below(one.frame.trigger, "ccomp")
    return any(framer.types(s) & FIGHTING for c in clauses for s in framer.below(c, *SUBJECTS))


def _is_part(framer: Framer, part: int, whole: int) -> bool:
    """Whether a trigger is only the first half of another: "peace talks", "bomb attack"."""
    token = framer.tokens[part]
    return token.head == whole and token.dep in ("compound", "nmod") and framer.tokens[whole].pos in ("NOUN", "PROPN")


def _dating(one: Match, framer: Framer) -> set[int]:
    """What only says when or why: "threatened reprisals after the raid", "vowed to retaliate for the raid"."""
    when = {a.head for name in DATING for a in one.frame.preps.get(name, ())}
    for clause in framer.below(one.frame.trigger, "xcomp", "ccomp"):
        for prep in framer.below(clause, "prep"):
            if framer.tokens[prep].lemma in DATING | {"for"}:
                when.update(framer.below(prep, "pobj"))
    return when


def _inside(one: Match, framer: Framer) -> set[int]:
    """Words inside a frame that may be triggers themselves: its arguments, their compounds, its complement clauses."""
    frame = one.frame
    fought = frame.agents if "fighting" in one.rule.agent.types else ()  # "Fighting stopped."
    heads = [a.head for a in (*frame.patients, *fought)] + [a.head for found in frame.preps.values() for a in found]
    for clause in framer.below(frame.trigger, "xcomp", "ccomp", "acl"):
        heads.append(clause)
        heads.extend(framer.below(clause, "dobj"))
    inside = {*heads, *framer.below(frame.trigger, "compound", "nmod")}
    for head in heads:
        inside.update(framer.below(head, "compound", "amod", "nmod", "conj"))
        for prep in framer.below(head, "prep"):
            inside.update(framer.below(prep, "pobj"))
        inside.update(framer.below(head, "acl"))
    if frame.anchor != frame.trigger:
        inside.add(frame.anchor)
    return inside - {frame.trigger}
