"""From a parsed sentence to drafts of events: frames → rules → status → speakers → who, where, when, how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bellwire.reading.events.attribution import SpeakerWords, speakers
from bellwire.reading.events.claims import judged
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.kinds import Kinds
from bellwire.reading.events.match import Match, Miss, match
from bellwire.reading.events.operators import Operators
from bellwire.reading.events.rules import RuleBook
from bellwire.reading.events.setting import Scene, is_old, when, when_of, where
from bellwire.reading.events.status import Standing, standing
from bellwire.reading.facts import Facts
from bellwire.reading.facts.actors import party, types_of
from bellwire.reading.facts.counts import find_counts
from bellwire.reading.facts.places import find_places
from bellwire.reading.facts.times import TimeMention, find_times
from bellwire.reading.reading import Evidence, Party
from bellwire.reading.syntax.frames import Argument, Framer
from bellwire.reading.syntax.tokens import Sentence, Token

#: Kinds whose place is where their actor sits: words, not deeds.
SPOKEN = frozenset(
    ["threat", "rejection", "talks", "agreement", "accusation", "appeal", "support", "cooperation", "weapons"]
)

#: Nouns that leave the event before them what it is: "bomb attack", "coup leader", "siege victims".
CARRIERS = frozenset(
    """attack attacks campaign operation operations wave violence victim survivor attempt toll process effort efforts talks
    negotiation negotiations meeting deal agreement violation violations breach mission drive force strike raid raids
    blast leader suspect trial crisis drama site scene zone move line siege ordeal conference summit dispute row case
    situation convoy spree strategy battle war clash clashes fight fighting bid bombing bombings killing killings
    accident incident incidents casualty casualties death deaths damage horror tragedy carnage mastermind plotter""".split()
)
#: Types that can plan, demand or refuse.
ACTING = frozenset(["state", "government", "rebel", "armed_force", "militia", "igo", "leader", "official", "diplomat", "party", "gunmen"])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the reader was loaded with and that events need."""

    rules: RuleBook
    operators: Operators
    kinds: Kinds
    facts: Facts
    words: SpeakerWords

    def is_name(self, word: str) -> bool:
        """Whether a lower-cased word is a name of a place or people, and so bears a capital."""
        gazetteer = self.facts.gazetteer
        if any(index.match([word], 0)[0] for index in (gazetteer.names, gazetteer.demonyms, gazetteer.seats)):
            return True
        return word not in self.rules.by_form and any(t.population > 200_000 for t in gazetteer.match([word], 0)[1])


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the article as a whole when one of its sentences is read."""

    scene: Scene
    flags: frozenset[str]
    prove: Callable[[Sentence, Token], Evidence]


def framer_of(sentence: Sentence, facts: Facts) -> Framer:
    """A framer whose argument types come from the facts."""
    return Framer(sentence, lambda tokens, head: types_of(tokens, head, facts))


def matches(framer: Framer, know: Knowledge, flags: frozenset[str]) -> Iterator[Match | Miss]:
    """What each trigger word of a sentence tells, nested ones consumed by the wider."""
    found: dict[int, Match] = {}
    for token in framer.tokens:
        if token.text.lower() not in know.rules.by_form:
            continue
        outcome = match(framer.frame(token.i), know.rules, flags)
        if isinstance(outcome, Match) and _only_names(framer, token, know.operators):
            yield Miss(outcome.frame, outcome.rule, f"it only names a {framer.tokens[token.head].text}")
        elif isinstance(outcome, Match):
            found[token.i] = outcome
        elif outcome is not None:
            yield outcome
    inside = {i: _inside(m, framer) & found.keys() for i, m in found.items()}
    yielding = {i for i, m in found.items() if any(found[k].rule.kind in m.rule.data.yields_to for k in inside[i])}
    consumed = {
        k
        for i, m in found.items()
        if i not in yielding
        for k in inside[i]
        if found[k].rule.kind in m.rule.data.consumes or k == m.frame.anchor or _is_part(framer, k, i)
    }
    yield from (m for i, m in found.items() if i not in consumed | yielding)


def _only_names(framer: Framer, token: Token, operators: Operators) -> bool:
    """Whether a trigger only says which sort of thing a noun is: "peace prize", "attack helicopter"."""
    head = framer.tokens[token.head]
    if token.dep not in ("compound", "nmod") or head.pos not in ("NOUN", "PROPN") or token.pos == "PROPN":
        return False
    if head.lemma in CARRIERS or head.text.lower() in CARRIERS:
        return False
    return operators.find("noun", head.text.lower(), "compound", frozenset()) is None


def _is_part(framer: Framer, part: int, whole: int) -> bool:
    """Whether a trigger is only the first half of another: "peace talks", "bomb attack"."""
    token = framer.tokens[part]
    return token.head == whole and token.dep in ("compound", "nmod") and framer.tokens[whole].pos in ("NOUN", "PROPN")


def _inside(one: Match, framer: Framer) -> set[int]:
    """Words inside a frame that may be triggers themselves: its arguments, their compounds, its complement clauses."""
    frame = one.frame
    heads = [a.head for a in frame.patients] + [a.head for found in frame.preps.values() for a in found]
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


def drafts(sentence: Sentence, context: Context, know: Knowledge) -> Iterator[Draft]:
    """Every event that a sentence mentions."""
    framer = framer_of(sentence, know.facts)
    found = [m for m in matches(framer, know, context.flags) if isinstance(m, Match)]
    if not found:
        return
    places = find_places(sentence, know.facts, context.scene.prior)
    anchor = context.scene.anchor
    times = find_times(sentence.text, anchor) if anchor is not None else ()
    counts = find_counts(sentence)
    for one in found:
        frame = one.frame
        stands = standing(frame, know.operators)
        said = tuple(speakers(framer, stands, know.words))
        agents, patients = (frame.patients, frame.agents) if one.rule.data.swap else (frame.agents, frame.patients)
        actor, target = _party(framer, agents, know.facts), _party(framer, patients, know.facts)
        if actor is None and stands.steps:
            actor = _mover(framer, stands, know.facts)
        mention = when(frame, _ancestors(framer, stands), tuple(_moved(times, sentence.start)))
        words = sentence.text[mention.start - sentence.start :] if mention else ""
        for name in (one.rule.kind, *one.rule.data.also):
            kind = know.kinds[name]
            status, why = judged(one, name, kind, stands, said, framer, know.facts)
            if status in ("happened", "claimed") and is_old(mention, words, anchor, lead=sentence.index <= 1):
                status, why = "past", (*why, "its time is long before the article's")
            yield Draft(
                frame=frame,
                rule=one.rule,
                name=name,
                kind=kind,
                status=status,
                standing=stands,
                speakers=said,
                actor=actor,
                target=target,
                place=where(frame, places, context.scene, actor, target, know.facts, one.rule.kind in SPOKEN),
                when=when_of(mention, sentence.text, sentence.start),
                duration=next((t.duration for t in times if t.duration and one.rule.kind == "truce"), None),
                counts=_counts(counts, one.rule.kind),
                evidence=context.prove(sentence, frame.token),
                order=sentence.index,
                confidence=max(0.1, one.rule.data.confidence - 0.1 * stands.background),
                why=why,
            )


def _moved(times: Sequence[TimeMention], offset: int) -> Iterator[TimeMention]:
    for t in times:
        yield TimeMention(
            t.start + offset, t.end + offset, t.value, t.type, t.first, t.last, t.at, t.precision, t.duration
        )


def _party(framer: Framer, arguments: Sequence[Argument], facts: Facts) -> Party | None:
    for argument in arguments:
        if framer.tokens[argument.head].pos != "PRON":
            return party(framer.tokens, argument.head, facts)
    return None


def _ancestors(framer: Framer, stands: Standing) -> tuple[int, ...]:
    """The way of an event; where operators lead it into the future, on to the root: "due to vote on Monday on a truce"."""
    path = list(stands.path)
    if stands.steps:
        for _ in framer.tokens:
            head = framer.tokens[path[-1]].head
            if head == path[-1]:
                break
            path.append(head)
    return tuple(path)


def _mover(framer: Framer, stands: Standing, facts: Facts) -> Party | None:
    """Who plans, demands or refuses what has no agent of its own: the subject of the nearest predicate above it."""
    at = stands.path[0]
    for _ in framer.tokens:
        at = framer.tokens[at].head
        if framer.tokens[at].pos in ("VERB", "AUX"):
            agents, _patients = framer.subject(at)
            acting = next((head for head in agents if framer.types(head) & ACTING), None)
            if acting is not None:
                return party(framer.tokens, acting, facts)
    return None


def _counts(found: Sequence[object], kind: str) -> dict[str, tuple[int, int]]:
    if kind not in ("casualties", "attack", "strike", "bombing", "clash", "shortage", "unrest"):
        return {}
    counts: dict[str, tuple[int, int]] = {}
    for count in found:
        category, least, most = str(count.category), int(count.least), int(count.most)  # type: ignore[attr-defined]
        low, high = counts.get(category, (least, most))
        counts[category] = (max(low, least), max(high, most))
    return counts
