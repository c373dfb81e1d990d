"""What befell those whom a number counts: killed, wounded, captured, displaced, missing."""

from __future__ import annotations

from collections.abc import Sequence

from bellwire.reading.facts.count_words import AUX, BETWEEN, DO, DONE, NOUNS, PEOPLE_ONLY, STATES, TAKEN, TAKING
from bellwire.reading.facts.counted import phrase_end
from bellwire.reading.facts.quantities import Quantity
from bellwire.reading.syntax.tokens import Token

#: Words between a toll and its number, and the verbs by which it moves.
_TOLL_AT = frozenset(["to", "at", "of", "is", "was", "above", "past", "over", ":", "now"])
_TOLL_MOVES = frozenset(
    "rise climb jump reach hit pass stand top exceed soar grow revise raise put increase near bring take push lift "
    "double triple mount swell lower cut now".split()
)
_TOLLS = frozenset(["toll", "number", "count"])
#: What makes it the toll of more than one thing: "the number of dead this week".
_SPANS = frozenset(["week", "month", "year", "war", "conflict"])
_HARM = {"dead": "killed", "killed": "killed", "wounded": "wounded", "injured": "wounded", "displaced": "displaced"}


def of_noun(tokens: Sequence[Token], q: Quantity, end: int) -> str | None:
    """The category of the noun counted itself: "34 deaths", "took 12 prisoners"; and "no casualties"."""
    head = tokens[end]
    lemma = head.lemma.lower()
    if lemma in NOUNS and end > q.last and head.pos in ("NOUN", "ADJ", "VERB"):
        if lemma in ("life", "body"):
            verb = {t.lemma for t in tokens[max(0, q.first - 4) : q.first]}
            wanted = (
                {"claim", "cost", "lose", "take"} if lemma == "life" else {"find", "recover", "retrieve", "pull", "see"}
            )
            passive = {t.lemma for t in tokens[end + 1 : end + 4]}
            return "killed" if (verb | passive) & wanted else None
        return NOUNS[lemma]
    if lemma == "casualty" and q.most == 0:
        return "killed"
    if lemma in TAKEN:
        near = {t.text.lower() for t in (*tokens[max(0, q.first - 4) : q.first], *tokens[end + 1 : end + 4])}
        return "captured" if near & TAKING else None
    return None


def said_after(tokens: Sequence[Token], q: Quantity, end: int) -> str | None:
    """What is said of those counted: "12 people were killed", "30 hurt", "two died", "12 others wounded"."""
    if end == q.last and tokens[q.last].text.lower() in ("a", "an", "no"):
        return None
    single = q.most == 1 and tokens[q.last].text.lower() in ("a", "an", "another", "one")
    if single and end > q.last and tokens[end].lemma.lower() not in PEOPLE_ONLY:
        return None
    at, steps, passive = _past_others(tokens, end) + 1, 0, False
    while at < len(tokens) and steps < 5 and (tokens[at].lemma in AUX or tokens[at].pos in ("AUX", "ADV", "PART")):
        passive = passive or tokens[at].lemma in ("be", "get")
        if tokens[at].text.lower() in DO:
            break
        at, steps = at + 1, steps + 1
    if at >= len(tokens):
        return None
    word = tokens[at].text.lower()
    if word in DO:
        return DO[word]
    if word in STATES and (passive or word in ("dead", "missing", "homeless") or not _takes_object(tokens, at)):
        return STATES[word]
    if passive and word in DONE:
        return DONE[word]
    if word == "taken" and any(t.lemma in TAKEN for t in tokens[at + 1 : at + 3]):
        return "captured"
    if word == "lost" and any(t.lemma == "life" for t in tokens[at + 1 : at + 3]):
        return "killed"
    if word == "shot" and at + 1 < len(tokens) and tokens[at + 1].text.lower() == "dead":
        return "killed"
    return None


def _past_others(tokens: Sequence[Token], end: int) -> int:
    """The end of what is joined to a noun phrase by "and" and shares its verb: "three soldiers and an interpreter"."""
    if end + 2 < len(tokens) and tokens[end + 1].text.lower() == "and" and tokens[end + 2].pos in ("DET", "NUM"):
        other = phrase_end(tokens, end + 2)
        if other > end + 2 and other + 1 < len(tokens) and tokens[other + 1].pos == "AUX":
            return other
    return end


def _takes_object(tokens: Sequence[Token], at: int) -> bool:
    """Whether "two gunmen killed …" goes on with those whom they killed."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None:
        return False
    if after.lemma == "at":
        return at + 2 < len(tokens) and tokens[at + 2].text.lower() == "least"
    return after.pos in ("DET", "NUM", "NOUN", "PROPN", "PRON", "ADJ") or after.lemma in ("more", "up")


def said_before(tokens: Sequence[Token], q: Quantity) -> str | None:
    """The verb that the number is the object of: "killed at least 12", "the death toll rose to 34"."""
    at = q.first - 1
    skipped = 0
    while at >= 0 and skipped < 3 and tokens[at].text.lower() in BETWEEN:
        at, skipped = at - 1, skipped + 1
    if at < 0:
        return None
    word = tokens[at].text.lower()
    if word in DONE:
        passive = at > 0 and tokens[at - 1].lemma == "be" and tokens[at].tag == "VBN"
        if passive or (tokens[at].dep == "amod" and skipped == 0):
            return None
        if word.startswith("claim"):
            return "killed" if any(t.lemma == "life" for t in tokens[q.last + 1 : q.last + 4]) else None
        return DONE[word]
    if word == "dead" and at > 0 and tokens[at - 1].text.lower() in ("shot", "shooting"):
        return "killed"
    return None


def in_toll(tokens: Sequence[Token], q: Quantity) -> str | None:
    """The category of a toll that the number is the new height of: "the death toll … rose (from 12) to 17"."""
    words = [t.text.lower() for t in tokens[: q.first]]
    if _before_toll(tokens, q):
        return "killed"
    if not words or words[-1] == "from" or (words[-1] not in _TOLL_AT and tokens[q.first - 1].lemma not in _TOLL_MOVES):
        return None
    at = next((k for k in range(len(words) - 1, max(-1, len(words) - 26), -1) if words[k] in _TOLLS), None)
    between = tokens[at : q.first] if at is not None else ()
    if at is None or any(t.text == ";" or t.lemma in _SPANS for t in between):
        return None
    moving = tokens[max(0, at - 4) : q.first]
    if words[-1] not in ("of", ":") and not any(t.lemma in _TOLL_MOVES or t.lemma == "be" for t in moving):
        return None
    near = words[max(0, at - 2) : at] + words[at + 1 : at + 5]
    said = next((_HARM[w] for w in near if w in _HARM), None)
    if words[at] == "number" or (words[at] == "count" and words[at - 1] not in ("death", "body")):
        return said
    return "wounded" if said == "wounded" or "injury" in near else "killed"


def _before_toll(tokens: Sequence[Token], q: Quantity) -> bool:
    """Whether it is the new height of a toll that is named after it: "raising to six the death toll"."""
    before = [t.lemma for t in tokens[max(0, q.first - 4) : q.first]]
    after = [t.text.lower() for t in tokens[q.last + 1 : q.last + 6]]
    named = after[:1] == ["the"] and ("toll" in after[:3] or after[:4] == ["the", "number", "of", "dead"])
    return named and "to" in before and bool(_TOLL_MOVES & set(before))


def by_parse(tokens: Sequence[Token], end: int) -> str | None:
    """What the verb of the noun phrase says past other words: "12 people, among them a boy, were killed"."""
    token = tokens[end]
    verb = tokens[token.head]
    word = verb.text.lower()
    if token.dep == "nsubjpass" and word in DONE and not word.startswith("claim"):
        return DONE[word]
    return DO.get(word) if token.dep == "nsubj" else None
