"""How many were killed, wounded, captured, displaced, are missing.

Read from the surface, number by number, since headlines and tolls ("12 dead, 30 hurt") are where parsers err most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bellwire.reading.facts.count_words import (
    AUX,
    BETWEEN,
    DO,
    DONE,
    MEASURES,
    NOUNISH,
    NOUNS,
    OTHER_NUMBERS,
    PEOPLE_ONLY,
    STATES,
    TAKEN,
    TAKING,
)
from bellwire.reading.facts.quantities import Quantity, quantity_at
from bellwire.reading.syntax.tokens import Sentence, Token


@dataclass(frozen=True, slots=True)
class Count:
    """`least` to `most` people of `category`, said by tokens `first` to `last`, both included; `joined` to the count
    before it in one list ("five soldiers, three civilians killed").
    """

    category: str
    least: int
    most: int
    first: int
    last: int
    joined: bool = False


def totals(counts: Sequence[Count]) -> dict[str, tuple[int, int]]:
    """Each category's number: lists summed, else the largest, as later numbers mostly tell parts of it."""
    sums: dict[str, list[tuple[int, int]]] = {}
    for count in counts:
        found = sums.setdefault(count.category, [])
        if count.joined and found:
            least, most = found.pop()
            found.append((least + count.least, most + count.most))
        else:
            found.append((count.least, count.most))
    return {category: (max(n for n, _ in found), max(n for _, n in found)) for category, found in sums.items()}


def find_counts(sentence: Sentence) -> list[Count]:
    """Every count of people harmed, taken or driven out in `sentence`, in order; an open end is a guess of its size."""
    tokens = sentence.tokens
    found: list[Count] = []
    waiting: list[Count] = []
    i = 0
    while i < len(tokens):
        quantity = quantity_at(tokens, i)
        if quantity is None:
            i += 1
            continue
        counted = _counted(tokens, quantity, found[-1] if found else None)
        if counted and waiting and _joined(tokens, waiting[-1], quantity) and counted[0].last > quantity.last:
            found.extend(replace(one, category=counted[0].category) for one in waiting)
            counted = [replace(one, joined=True) for one in counted]
        waiting = [] if counted else [*waiting, *_uncounted(tokens, quantity, waiting)]
        found.extend(counted)
        i = quantity.last + 1
    return found


def _uncounted(tokens: Sequence[Token], q: Quantity, before: Sequence[Count]) -> list[Count]:
    """People of whom nothing is said yet, and who may share what is said of the next: "five men, two boys killed"."""
    end = _noun_phrase_end(tokens, q.last)
    if _no_people(tokens, q) or not _last_word_counts(tokens, q, end):
        return []
    if before and not _joined(tokens, before[-1], q):
        return []
    return [Count("", q.least, q.most, q.first, end)]


def _counted(tokens: Sequence[Token], q: Quantity, before: Count | None) -> list[Count]:
    """What the quantity counts: nothing, one category, or two ("killed or wounded")."""
    if _no_people(tokens, q):
        return []
    end = _noun_phrase_end(tokens, q.last)
    category = _of_what(tokens, q, end) or _after(tokens, q, end) or _toll(tokens, q)
    if category is None and _counts_people(tokens, q, end):
        category = _before(tokens, q)
        if category is None and before is not None and _joined(tokens, before, q) and _last_word_counts(tokens, q, end):
            category = before.category
    if category is None and _last_word_counts(tokens, q, end):
        category = _by_parse(tokens, end)
    if category is None:
        return []
    both = _both(tokens, end)
    if both:
        return [Count(c, 0, q.most, q.first, end) for c in ("killed", "wounded")]
    joined = before is not None and before.category == category and _joined(tokens, before, q)
    return [Count(category, q.least, q.most, q.first, end, joined)]


def _no_people(tokens: Sequence[Token], q: Quantity) -> bool:
    """Whether it is a date, a sum, an age or a measure, or a bare article before no word for a person."""
    token = tokens[q.last]
    after = tokens[q.last + 1] if q.last + 1 < len(tokens) else None
    sure = after is not None and (after.text.lower() in STATES or after.lemma.lower() in PEOPLE_ONLY)
    if token.entity in OTHER_NUMBERS and token.text[:1].isdigit() and not sure:
        return True
    if q.first > 0 and tokens[q.first - 1].text in ("$", "£", "€", ".", "No", "no.") and token.text[:1].isdigit():
        return tokens[q.first - 1].text != "." or q.first > 1
    dash = after is not None and after.text == "-" and after.start > token.end
    if (
        after is not None
        and not dash
        and (after.text in ("-", "%", ":") or after.lemma in MEASURES or after.text.lower() in ("of", "'s"))
    ):
        return after.text.lower() != "of" or not _of_people(tokens, q)
    return False


def _of_people(tokens: Sequence[Token], q: Quantity) -> bool:
    """Whether "of" goes on with people: "one of its medics", "two of them"; not "one of the groups"."""
    if q.least != q.most or q.most > 4:
        return True
    following = tokens[q.last + 2 : q.last + 6]
    return any(t.lemma.lower() in PEOPLE_ONLY or t.text.lower() in ("them", "those", "whom") for t in following)


def _noun_phrase_end(tokens: Sequence[Token], last: int) -> int:
    """The last token of the noun phrase that a number opens: "12 Syrian soldiers", "dozens of young people"."""
    end = last
    while end + 1 < len(tokens) and end - last < 7:
        token = tokens[end + 1]
        word = token.text.lower()
        if word in STATES and (token.pos != "ADJ" or word == "dead" or not _noun_follows(tokens, end + 1)):
            break
        if (
            token.pos in NOUNISH
            or token.text == "-"
            or (word in ("of", "other") and end == last)
            or token.dep == "amod"
        ):
            end += 1
        else:
            break
    return end


def _noun_follows(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].pos in ("NOUN", "PROPN")


def _of_what(tokens: Sequence[Token], q: Quantity, end: int) -> str | None:
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


def _after(tokens: Sequence[Token], q: Quantity, end: int) -> str | None:
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
        other = _noun_phrase_end(tokens, end + 2)
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


def _counts_people(tokens: Sequence[Token], q: Quantity, end: int) -> bool:
    """Whether the number may count people after a verb: no other things are named, an article needs a person."""
    word, lemma = tokens[q.last].text.lower(), tokens[end].lemma.lower()
    if word in ("a", "an", "another", "no"):
        return end > q.last and lemma in PEOPLE_ONLY
    return lemma not in MEASURES


def _before(tokens: Sequence[Token], q: Quantity) -> str | None:
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


#: Words between a toll and its number, and the verbs by which it moves.
_TOLL_AT = frozenset(["to", "at", "of", "is", "was", "above", "past", "over", ":"])
_TOLL_MOVES = frozenset(
    "rise climb jump reach hit pass stand top exceed soar grow revise raise put increase near".split()
)
_HARM = {"dead": "killed", "killed": "killed", "wounded": "wounded", "injured": "wounded", "displaced": "displaced"}


def _toll(tokens: Sequence[Token], q: Quantity) -> str | None:
    """The category of a toll that the number is the new height of: "the death toll … rose (from 12) to 17"."""
    words = [t.text.lower() for t in tokens[: q.first]]
    if not words or words[-1] == "from" or (words[-1] not in _TOLL_AT and tokens[q.first - 1].lemma not in _TOLL_MOVES):
        return None
    at = next((k for k in range(len(words) - 1, max(-1, len(words) - 26), -1) if words[k] in ("toll", "number")), None)
    between = tokens[at : q.first] if at is not None else ()
    if at is None or any(t.text == ";" for t in between):
        return None
    moving = tokens[max(0, at - 4) : q.first]
    if words[-1] not in ("of", ":") and not any(t.lemma in _TOLL_MOVES or t.lemma == "be" for t in moving):
        return None
    near = words[max(0, at - 2) : at] + words[at + 1 : at + 5]
    said = next((_HARM[w] for w in near if w in _HARM), None)
    if words[at] == "number":
        return said
    return "wounded" if said == "wounded" or "injury" in near else "killed"


def _by_parse(tokens: Sequence[Token], end: int) -> str | None:
    """What the verb of the noun phrase says past other words: "12 people, among them a boy, were killed"."""
    token = tokens[end]
    verb = tokens[token.head]
    word = verb.text.lower()
    if token.dep == "nsubjpass" and word in DONE and not word.startswith("claim"):
        return DONE[word]
    return DO.get(word) if token.dep == "nsubj" else None


def _joined(tokens: Sequence[Token], before: Count, q: Quantity) -> bool:
    """Whether only "and", a comma and the like stand between the last count and this one: one list of one verb."""
    between = [t.text.lower() for t in tokens[before.last + 1 : q.first]]
    return bool(between) and len(between) <= 2 and set(between) <= {",", "and", "as", "well"}


def _last_word_counts(tokens: Sequence[Token], q: Quantity, end: int) -> bool:
    return end > q.last and tokens[end].lemma.lower() in PEOPLE_ONLY


def _both(tokens: Sequence[Token], end: int) -> bool:
    """Whether those counted were killed *or* wounded, so that neither number is known."""
    near = [t.text.lower() for t in tokens[end + 1 : end + 9]]
    for k, word in enumerate(near[:-2]):
        if word == "killed" and near[k + 1] in ("or", "and") and near[k + 2] in ("wounded", "injured"):
            rest = near[k + 3] if k + 3 < len(near) else ""
            return not rest[:1].isdigit() and rest not in ("at", "more", "some", "several", "dozens", "another")
    return False
