"""Towns that no list has, where the text itself says that a name is a town's."""

from __future__ import annotations

from collections.abc import Sequence

from bellwire.reading.syntax.tokens import Token

#: What is sure to be of that name: "the town of Mogok".
TOWNS = frozenset(["town", "city", "village", "port", "hamlet", "settlement", "township", "capital"])

#: Arabic articles as copy writes them before a hyphen.
ARTICLES = frozenset("al el ad an ar as ash at ed en er es et ez".split())
#: Tokens of such a name.
_LONGEST = 5


#: Words between a name and what it is said to be: "Kyaukme, a small mining town in".
_BETWEEN = 6

#: Prepositions that stand before places alone, unlike "in Parliament, in London".
_AT = frozenset(["near", "outside"])
#: Units of the distance that a place is from another.
UNITS = frozenset("km kms kilometer kilometers kilometre kilometres mile miles".split())
#: What stands between a name and that distance.
_LIES = frozenset([",", "lie", "sit", "be", "stand", "locate", "situate"])
_ABOUT = frozenset("about some around roughly nearly almost just only more less than over under barely".split())


def unlisted_town(tokens: Sequence[Token], first: int) -> int | None:
    """The last token of the name that begins at `first` and is said to be a town's: "the village of Kafr Zibad",
    "Kafr Zibad, a village in the north", "Kafr Zibad, 9 miles from", "near Kafr Zibad, in"; None where none is."""
    capital = tokens[first].text[:1].isupper() and tokens[first].pos in ("PROPN", "NOUN", "ADJ")
    if not capital and not with_article(tokens, first):
        return None
    of = first >= 2 and tokens[first - 1].text.lower() == "of" and tokens[first - 2].lemma.lower() in TOWNS
    if of:
        return _end(tokens, first)
    if first and (tokens[first - 1].text[:1].isupper() and tokens[first - 1].pos == "PROPN"):
        return None
    last = _end(tokens, first)
    said = is_explained(tokens, last) or _is_far(tokens, last) or _is_within(tokens, first, last)
    return last if said else None


def with_article(tokens: Sequence[Token], first: int) -> bool:
    """Whether a name begins with an Arabic article that copy writes small: "al-Obeid", "el-Fasher", "ar-Rutba"."""
    if tokens[first].text not in ARTICLES or first + 2 >= len(tokens):
        return False
    return tokens[first + 1].text in ("-", "–") and tokens[first + 2].text[:1].isupper()


def is_explained(tokens: Sequence[Token], last: int) -> bool:
    """Whether a comma and the words for a town come next: ", a trading town of 40,000"."""
    after = tokens[last + 1 : last + 3 + _BETWEEN]
    if [t.text.lower() for t in after[:2]] not in ([",", "a"], [",", "an"]):
        return False
    for token in after[2:]:
        if token.lemma.lower() in TOWNS:
            return True
        if token.pos not in ("ADJ", "NOUN", "PROPN", "ADV", "VERB", "PUNCT") or token.text == ",":
            return False
    return False


def _is_far(tokens: Sequence[Token], last: int) -> bool:
    """Whether it is said how far it is from somewhere: "Aguelhok lies about 400 km", "Sake, some 25 miles west"."""
    at = last + 1
    while at < min(len(tokens), last + 4) and tokens[at].lemma.lower() in _LIES:
        at += 1
    if at == last + 1:
        return False
    while at < min(len(tokens), last + 7) and tokens[at].lemma.lower() in _ABOUT:
        at += 1
    told = tokens[at : at + 2]
    return len(told) == 2 and told[0].text[:1].isdigit() and told[1].text.lower() in UNITS


def _is_within(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a wider place stands round it: "near Aguelhok, in the country's north"."""
    before = tokens[first - 1].text.lower() if first else ""
    return before in _AT and [t.text.lower() for t in tokens[last + 1 : last + 3]] == [",", "in"]


def _end(tokens: Sequence[Token], first: int) -> int:
    """The last token of the name that begins at `first`."""
    last = first
    while last + 1 < min(len(tokens), first + _LONGEST):
        joined = tokens[last + 1].text in ("-", "–") and last + 2 < len(tokens)
        following = last + 2 if joined else last + 1
        if not tokens[following].text[:1].isupper() or not (joined or tokens[following].pos == "PROPN"):
            break
        last = following
    return last
