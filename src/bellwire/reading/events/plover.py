"""PLOVER codes one thing a sentence: the event that it is about bears the root, what explains or dates it none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from bellwire.reading.events.candidates import Candidate, Heard, Told
from bellwire.reading.events.context import Context, Knowledge
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.extract import drafts
from bellwire.reading.events.kinds import Kinds
from bellwire.reading.events.main_event import by_distance, main_predicate
from bellwire.reading.events.match import OFF_TOPIC
from bellwire.reading.events.root_features import root_features
from bellwire.reading.events.root_model import Guess
from bellwire.reading.events.roots import Roots
from bellwire.reading.syntax.frames import Frame, Framer

#: By how much the model must hold its root for likelier than the rules' to change it.
MARGIN = 0.1
#: How sure it must be to read an event where no rule does.
LEAST_NEW = -0.4
#: The types of those who act in politics: only they make an event that no rule reads.
POLITICAL = frozenset(
    "state government leader official diplomat igo party rebel militia police armed_force aid_agency alliance "
    "organisation civilians person".split()
)


def coded(mentions: Sequence[Draft], roots: Roots) -> list[Draft]:
    """The mentions of an article, in order, with the roots of those that their sentences are about."""
    found: list[Draft] = []
    for _, group in groupby(mentions, key=lambda draft: (draft.frame.sentence.field, draft.order)):
        found.extend(_coded(list(group), roots))
    return found


def _coded(mentions: list[Draft], roots: Roots) -> list[Draft]:
    ranked = by_distance(mentions)
    ruled = [draft for draft in ranked if roots.of(draft)]
    bearer = ruled[0] if ruled else ranked[0]
    root, why = roots.of(bearer), bearer.why
    guess = bearer.guess
    if guess is not None and guess.root != root:
        same = next((draft for draft in ruled if roots.of(draft) == guess.root), None)
        if guess.score - guess.scores.get(root or "", 0.0) >= MARGIN:
            bearer = same or bearer
            root, why = guess.root, (*bearer.why, f"coded {guess.root} ({guess.score:.2f}): {', '.join(guess.reasons)}")
    return [replace(draft, root=root, why=why) if draft is bearer else draft for draft in mentions]


def politics(
    kept: Sequence[Draft], ruled: Sequence[Draft], sentences: Sequence[Heard], context: Context, know: Knowledge
) -> list[Draft]:
    """What rules and second opinion keep, with what the root model makes of each sentence, and everyday politics: what
    that opinion drops, and predicates that no rule reads. `ruled`: what rules alone read."""
    if know.root_model is None or context.flags & OFF_TOPIC:
        return list(kept)
    told, read = _by_sentence(kept), _by_sentence(ruled)
    found: list[Draft] = []
    for sentence in sentences:
        key = sentence.framer.sentence.field, sentence.framer.sentence.start
        mine, rules = told.get(key, []), read.get(key, [])
        guess = know.root_model.guess(root_features(sentence.framer, rules, know.roots))
        here = as_politics(mine, rules, know.roots, know.kinds)
        frame = unread(sentence.framer, rules, guess, know.roots, know.root_model.knows) if guess else None
        if guess and frame:
            rule = know.roots.learned[guess.root]
            learned = Told(Candidate(frame, sentence.framer, ()), rule.kind, rule, "", rule.data.confidence)
            here.extend(drafts([learned], context, know))
        found.extend(replace(draft, guess=guess) for draft in here)
    return found


def _by_sentence(drafts: Iterable[Draft]) -> dict[tuple[str, int], list[Draft]]:
    found: dict[tuple[str, int], list[Draft]] = {}
    for draft in drafts:
        found.setdefault((draft.frame.sentence.field, draft.frame.sentence.start), []).append(draft)
    return found


def as_politics(kept: Sequence[Draft], ruled: Sequence[Draft], roots: Roots, kinds: Kinds) -> list[Draft]:
    """What the second opinion keeps of a sentence; where that is nothing, the first of what rules read as talks,
    refusals or deals of a conflict, told as everyday politics."""
    found = list(kept)
    dropped = [] if found else [draft for draft in ruled if roots.of(draft) in roots.learned]
    for draft in by_distance(dropped)[:1]:
        rule = roots.learned[str(roots.of(draft))]
        why = (*draft.why, f"told as {rule.kind}: {draft.rule.name} is not held for news of a conflict")
        kind = kinds[rule.kind]
        found.append(replace(draft, rule=rule, name=rule.kind, kind=kind, confidence=rule.data.confidence, why=why))
    return found


def unread(
    framer: Framer, ruled: Sequence[Draft], guess: Guess, roots: Roots, knows: Callable[[str], bool]
) -> Frame | None:
    """The frame of a predicate that no rule reads, though the model knows its verb and what it tells; else None."""
    if guess.root not in roots.learned or guess.score < LEAST_NEW:
        return None
    told = [draft for draft in ruled if not draft.missed]
    found = main_predicate(framer.sentence)
    if found is None or any(roots.of(draft) == guess.root for draft in told):
        return None
    main, _ = found
    if (
        main.pos != "VERB"
        or not knows(f"m={main.lemma}")
        or any(main.i in (draft.frame.trigger, draft.frame.anchor) for draft in told)
    ):
        return None
    frame = framer.frame(main.i)
    return frame if any(agent.types & POLITICAL for agent in frame.agents) else None
