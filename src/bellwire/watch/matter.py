"""What is it about? The offer that a rejection answers, the site that a capture or a strike is of."""

from __future__ import annotations

import re
from functools import lru_cache

from bellwire.reading.reading import Direction, Event, Status
from bellwire.watch.policy import Policy, any_of

#: Kinds that say something about another thing; that other thing is in their words.
ABOUT = frozenset({"rejection", "talks", "agreement"})
#: Kinds whose target is the site that they happen at.
_AT_SITES = frozenset({"capture", "strike", "bombing", "attack", "clash", "siege", "damage"})
#: Characters before a town's name in which it may be said that a thing is only near it.
_BEFORE = 80


def matters(event: Event, policy: Policy) -> frozenset[str]:
    """What an event is about, as kinds: itself; of a rejection what it rejects, of talks and agreements also what they
    name. Empty where a kind of that sort names nothing: then it may be about anything."""
    if event.kind not in ABOUT:
        return frozenset({"truce" if event.kind == "violation" else event.kind})
    texts = [evidence.text for evidence in event.evidence[:3]] + ([event.target.text] if event.target else [])
    named = _named("\n".join(texts), tuple(policy.kinds.about.items())) - {event.kind}
    return named | {event.kind} if named and event.kind != "rejection" else named


def one_matter(one: Event, other: Event, policy: Policy) -> bool:
    """Whether two events may be about one thing: where one of them speaks of another, what they name is not apart."""
    if one.kind not in ABOUT and other.kind not in ABOUT:
        return True
    mine, theirs = matters(one, policy), matters(other, policy)
    return not mine or not theirs or not mine.isdisjoint(theirs)


def tells(event: Event, pattern: str) -> bool:
    """Whether a sentence that proves an event has a pattern of the policy's words."""
    return any(map(any_of((pattern,)).search, (evidence.text for evidence in event.evidence)))


def took_captives(attack: Event, policy: Policy) -> bool:
    """Whether people were led away in an attack, who may be freed."""
    return "captured" in attack.counts or tells(attack, policy.words.captives)


def took_vessel(capture: Event, policy: Policy) -> bool:
    """Whether a ship or a plane was taken, which may be let go."""
    return bool(vessel(capture, policy))


def vessel(capture: Event, policy: Policy) -> str:
    """The ship or plane that was taken, in its copy's word: "tanker"; empty where it is none."""
    found = any_of((policy.words.vessels,)).search(capture.target.text) if capture.target else None
    return found[0].lower() if found else ""


def is_over(event: Event, policy: Policy) -> bool:
    """Whether what goes on is told to be ended ("lifted the blockade"): that is no denial, and good news."""
    if event.status is not Status.DENIED or event.kind not in ("siege", "unrest"):
        return False
    denies = any(said.stance == "denies" for said in event.attribution)
    return not denies and tells(event, policy.words.over)


def is_denial(event: Event) -> bool:
    """Whether it is denied, or somebody denies it."""
    return event.status is Status.DENIED or any(said.stance == "denies" for said in event.attribution)


def is_longer(truce: Event, policy: Policy) -> bool:
    """Whether it is told to be extended."""
    return tells(truce, policy.words.longer)


def is_off(event: Event) -> bool:
    """Whether a good thing is told to be off ("the evacuation was suspended") and nobody denies it."""
    good = event.direction is Direction.DE_ESCALATION and event.status is Status.DENIED
    return good and event.kind != "truce" and not event.attribution


def disowned(event: Event, policy: Policy) -> bool:
    """Whether somebody says that a thing was never agreed or planned: that denies the plan, and calls nothing off."""
    return event.status is Status.DENIED and bool(event.attribution) and tells(event, policy.words.disowned)


def sums_up(event: Event, policy: Policy) -> bool:
    """Whether every sentence that tells it sums up long stretches: "3,200 people have been killed since the coup"."""
    sums, recent = any_of(policy.words.sums), any_of(policy.words.no_sums)
    texts = [evidence.text for evidence in event.evidence]
    return bool(texts) and all(sums.search(text) and not recent.search(text) for text in texts)


def one_sentence(one: Event, other: Event) -> bool:
    """Whether a sentence tells both."""
    mine = {(evidence.field, evidence.start) for evidence in one.evidence}
    return any((evidence.field, evidence.start) in mine for evidence in other.evidence)


def one_word(one: Event, other: Event) -> bool:
    """Whether a word tells both."""
    mine = {(evidence.field, evidence.trigger, evidence.text) for evidence in one.evidence}
    return any((evidence.field, evidence.trigger, evidence.text) in mine for evidence in other.evidence)


def site(event: Event, policy: Policy) -> frozenset[str]:
    """The site that an event is told to be at, as words to compare: {"eye", "hospital"}; empty where it names none."""
    return frozenset(site_name(event, policy).lower().split())


def site_name(event: Event, policy: Policy) -> str:
    """The site that an event is told to be at: its sort, and the word before it where that says which ("eye
    hospital"); empty where it names none."""
    if event.kind not in _AT_SITES or event.target is None or _is_of_town(event):
        return ""
    words = re.findall(r"[^\W_]+", re.sub(r"['’]s\b", "", event.target.text))
    for order, word in enumerate(words):
        if word.lower() not in policy.words.sites:
            continue
        which = words[order - 1] if order else ""
        town = event.place is not None and which.lower() in event.place.name.lower().split()
        vague = town or which.lower() in policy.words.vague or which.lower() in policy.words.common
        return word if vague or not which else f"{which} {word}"
    return ""


def _is_of_town(event: Event) -> bool:
    """Whether it is the town itself that falls or holds, whatever site its copy names besides ("denied that Goma had
    fallen and said its troops held the airport")."""
    place, actor = event.place, event.actor
    return place is not None and place.precision == "town" and actor is not None and actor.text == place.name


def beside(event: Event, policy: Policy) -> bool:
    """Whether its sentence has it near the town that is its place, not in it: "three villages near Kupiansk"."""
    if event.place is None or event.place.precision not in ("town", "point"):
        return False
    town, near = event.place.name.lower(), any_of((policy.words.beside,))
    text = next((e.text for e in event.evidence if town in e.text.lower()), "")
    before = [words[-_BEFORE:] for words in text.lower().split(town)[:-1]]
    return bool(before) and all(near.search(words) for words in before)


def one_site(one: frozenset[str], other: frozenset[str], policy: Policy) -> bool | None:
    """Whether two sites are one; None where either is not named. The one may be named more closely than the other, or
    by another word of its sort ("power plant", "power station")."""
    if not one or not other:
        return None
    mine, theirs = (frozenset(policy.words.site_sorts.get(word, word) for word in words) for words in (one, other))
    return mine <= theirs or theirs <= mine or not (one & other) <= policy.words.sites


@lru_cache(maxsize=4096)
def _named(text: str, about: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(kind for kind, pattern in about if any_of((pattern,)).search(text))
