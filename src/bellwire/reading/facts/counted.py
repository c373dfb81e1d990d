"""Whether a number counts people, and the noun phrase that it opens."""

from __future__ import annotations

from collections.abc import Sequence

from bellwire.reading.facts.count_words import MEASURES, NOUNISH, OTHER_NUMBERS, PEOPLE_ONLY, STATES
from bellwire.reading.facts.quantities import Quantity
from bellwire.reading.facts.situate import SPEECH
from bellwire.reading.syntax.tokens import Token


def counts_no_people(tokens: Sequence[Token], q: Quantity) -> bool:
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


def phrase_end(tokens: Sequence[Token], last: int) -> int:
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


def ends_with_people(tokens: Sequence[Token], q: Quantity, end: int) -> bool:
    """Whether the last word of the phrase is one that only people are."""
    return end > q.last and tokens[end].lemma.lower() in PEOPLE_ONLY


def tells(tokens: Sequence[Token], end: int) -> bool:
    """Whether those of a noun phrase are who says so: "killing 15 people, a hospital official (in the city) said"."""
    verb = tokens[tokens[end].head]
    if tokens[end].dep == "nsubj" and verb.lemma in SPEECH:
        return True
    for token in tokens[end + 1 : end + 8]:
        if token.text in (",", ";") or token.pos == "AUX":
            return False
        if token.pos == "VERB" or token.text.lower() in ("said", "told"):
            return token.lemma in SPEECH and token.tag != "VBN"
    return False


def counts_people(tokens: Sequence[Token], q: Quantity, end: int) -> bool:
    """Whether the number may count people after a verb: no other things are named, an article needs a person."""
    word, lemma = tokens[q.last].text.lower(), tokens[end].lemma.lower()
    if word in ("a", "an", "another", "no"):
        return end > q.last and lemma in PEOPLE_ONLY
    return lemma not in MEASURES
