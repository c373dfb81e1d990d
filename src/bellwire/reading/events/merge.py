"""Makes one event of the mentions of one thing: the best sentence first, speakers and counts of all kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bellwire.reading.events.draft import REAL, Draft
from bellwire.reading.events.setting import OPEN
from bellwire.reading.events.status_words import SAYING
from bellwire.reading.reading import Direction
from bellwire.reading.syntax.tokens import Sentence, Token

#: Subjects that only point back: "this is a pause for the people".
_POINTING = frozenset(["this", "that", "it", "these", "those", "they"])
#: What those do who bring about an agreement.
_BROKERING = frozenset(["broker", "mediate", "negotiate", "arrange"])
#: What can be agreed, and what is said of an agreement that does not say whether it is in force.
_AGREED = frozenset(["truce", "talks", "agreement"])
_HAVING = frozenset("have cover include apply extend contain comprise concern provide require stipulate allow".split())
_CALLING = frozenset(["describe", "call", "term", "hail", "praise", "brand", "label"])
#: What was decided where it then was done.
_DECISIONS = frozenset(["decided", "ordered", "chose", "decision", "order"])
#: How a word hangs in the description of a noun.
_DESCRIBING = frozenset(["pobj", "prep", "acl", "relcl", "dobj", "pcomp"])
#: What one side alone can have, the roles of the sides, and words of what has not changed.
_HELD = "capture"
_STATE, _REBELS = frozenset(["government", "military", "police"]), frozenset(["rebel", "militia"])
_STILL = frozenset(["still", "remain", "remains", "remained", "stay", "stayed", "hold", "holds"])
#: Precisions of a town or a spot in it.
EXACT = frozenset(["town", "point"])
#: What a log odds of a word's telling its kind is worth, in deciding which mention leads.
CLEAR = 0.04


@dataclass(frozen=True, slots=True)
class Merged:
    """One event: its leading mention and the others, in order of the article."""

    lead: Draft
    others: tuple[Draft, ...]

    @property
    def all(self) -> tuple[Draft, ...]:
        """Every mention, the leading one first."""
        return (self.lead, *self.others)


def merge(drafts: Sequence[Draft]) -> list[Merged]:
    """Groups mentions of one thing. Each group is led by the mention that is told best; order of first mention kept."""
    groups: list[list[Draft]] = []
    of_kind: dict[str, list[list[Draft]]] = {}
    for draft in drafts:
        alike = of_kind.setdefault(draft.name, [])
        group = next((g for g in alike if _same(g[0], draft)), None)
        names = _only_names(draft) or _only_has(draft)
        if told := [
            g
            for g in alike
            if _one_country(g[0], draft) and (names or _describes(draft, g[-1]) or _decided(draft, g[-1]))
        ]:
            group, draft = told[-1], replace(draft, status=told[-1][0].status)
        if group is None:
            groups.append([draft])
            alike.append(groups[-1])
        else:
            group.append(draft)
    return [_led(group) for group in groups]


def _one_country(one: Draft, other: Draft) -> bool:
    return len({draft.place.country for draft in (one, other) if draft.place and draft.place.country}) < 2


def _only_names(draft: Draft) -> bool:
    """Whether it says what something is that was told before ("This is a pause"): it tells nothing new of whether that
    has come to pass."""
    token, tokens = draft.frame.token, draft.frame.sentence.tokens
    if token.dep != "attr" or draft.status not in REAL or tokens[token.head].lemma != "be":
        return False
    below = draft.frame.sentence.below(token.head)
    return any(child.dep == "nsubj" and child.text.lower() in _POINTING for child in below)


def _only_has(draft: Draft) -> bool:
    """Whether it only says what is in an agreement that was told before, or what somebody calls it ("The ceasefire has
    no time limit", "described the ceasefire as unilateral")."""
    token, tokens = draft.frame.token, draft.frame.sentence.tokens
    said = {"nsubj": _HAVING, "dobj": _CALLING}.get(token.dep, frozenset())
    if draft.name not in _AGREED or draft.status not in REAL or tokens[token.head].lemma not in said:
        return False
    return any(child.text.lower() in ("the", "this") for child in draft.frame.sentence.below(token.i))


def _describes(draft: Draft, told: Draft) -> bool:
    """Whether it only says who brought about what its own sentence tells to be ahead, or who speaks of it: "will cease
    fire, said elders who brokered the truce", "said a diplomat involved in the mediation"."""
    token, sentence = draft.frame.token, draft.frame.sentence
    if sentence is not told.frame.sentence or draft.status not in REAL or told.status in REAL:
        return False
    brokered = token.dep == "dobj" and sentence.tokens[token.head].lemma in _BROKERING
    return brokered or (draft.name in _AGREED and _is_of_speaker(token, sentence))


def _decided(draft: Draft, told: Draft) -> bool:
    """Whether it is the decision to do what is told as done: "I decided to pull our units out"."""
    steps = [step for step in draft.standing.steps if step.effect == "planned"]
    decision = draft.status == "planned" and told.status == "happened" and draft.when is None
    return decision and bool(steps) and all(step.word.lower() in _DECISIONS for step in steps)


def _is_of_speaker(token: Token, sentence: Sentence) -> bool:
    """Whether a noun stands in what describes who speaks."""
    while token.dep in _DESCRIBING and token.head != token.i:
        token = sentence.tokens[token.head]
    return token.dep == "nsubj" and sentence.tokens[token.head].lemma in SAYING


def _same(first: Draft, other: Draft) -> bool:
    if first.name != other.name or not _one_country(first, other):
        return False
    if first.status == other.status:
        return True
    pair = {first.status, other.status}
    if pair <= REAL:
        return True
    contradicted = pair <= {"happened", "claimed", "denied"} and "denied" in pair and not _apart(first, other)
    return contradicted and any(d.said and not _ahead(d) for d in (first, other) if d.status == "denied")


def _ahead(draft: Draft) -> bool:
    """Whether it lies ahead, so that to deny it disputes nothing that was done: "no raid will take place"."""
    return any(step.effect in OPEN for step in draft.standing.steps)


def _apart(one: Draft, other: Draft) -> bool:
    """Whether both are dated, and of different days: "brought out on Sunday", "did not take place on Monday"."""
    if one.when is None or other.when is None:
        return False
    return one.when.end < other.when.start or other.when.end < one.when.start


def _led(group: list[Draft]) -> Merged:
    statuses = {d.status for d in group}
    rivals = [_is_rival(d, group[0]) for d in group]
    contested = ("denied" in statuses and bool(statuses & REAL)) or any(rivals)
    if contested:
        group = [_against(d) if d.status == "denied" or rival else d for d, rival in zip(group, rivals, strict=True)]
    ranked = sorted(range(len(group)), key=lambda k: (-_worth(group[k]), k))
    lead = group[ranked[0]]
    if contested:
        lead = replace(lead, status="claimed", disputed=True)
    elif statuses == REAL:
        first = min((d for d in group), key=lambda d: (d.order == 0, d.standing.background, d.order))
        lead = replace(lead, status=first.status)
    if any(d.disputed for d in group):
        claimed = lead.status in REAL and all(d.status == "claimed" for d in group if d.disputed)
        lead = replace(lead, status="claimed" if claimed else lead.status, disputed=True)
    return Merged(_where_told(lead, group), tuple(group[k] for k in ranked[1:]))


def _is_rival(draft: Draft, first: Draft) -> bool:
    """Whether a side says of itself that it holds what the other side, first, says that it holds: "the rebels say they
    took the town, the army that it still holds it"."""
    if first.name != _HELD or not {draft.status, first.status} <= REAL or not (draft.speakers and first.speakers):
        return False
    if draft.frame.words.isdisjoint(_STILL) or any(speaker.neutral for speaker in draft.speakers):
        return False
    sides = [(d.actor.role in _STATE, d.actor.role in _REBELS) if d.actor else (False, False) for d in (draft, first)]
    return sides in ([(True, False), (False, True)], [(False, True), (True, False)])


def _against(denial: Draft) -> Draft:
    """A denial beside the claim that it denies: who says that nothing was done denies it, whatever the verb; who says
    that nobody was hurt tells only what was known then."""
    if denial.kind.direction is Direction.IMPACT or any(speaker.denies for speaker in denial.said):
        return denial
    speakers, others = (
        tuple(replace(speaker, denies=True) for speaker in some) for some in (denial.speakers, denial.others)
    )
    return replace(denial, speakers=speakers, others=others)


def _where_told(lead: Draft, group: Sequence[Draft]) -> Draft:
    """The lead at the town that its other mentions name, all of them one, where its own sentence names none."""
    if lead.place is None or lead.place.origin != "article":
        return lead
    told = [d.place for d in group if d.place is not None and d.place.origin == "text" and d.place.precision in EXACT]
    one = len({place.path for place in told}) == 1 and told[0].country == lead.place.country
    return replace(lead, place=told[0]) if one else lead


def _worth(draft: Draft) -> float:
    """How well a mention tells its event: how clear its word is; place, time, parties known; early in the body."""
    worth = draft.confidence + 0.2 * (draft.actor is not None) + 0.1 * (draft.target is not None)
    worth += 0.2 * (draft.place is not None and draft.place.origin == "text") + 0.1 * (draft.when is not None)
    worth += 0.1 * (not draft.missed) + CLEAR * min(draft.weight, 5.0)
    return worth - 0.3 * draft.standing.background - 0.02 * min(draft.order, 20)
