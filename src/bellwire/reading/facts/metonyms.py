"""Whether a capital's name stands for its government ("Moscow said") or for where it lies ("in Moscow")."""

from __future__ import annotations

from collections.abc import Sequence

from bellwire.reading.syntax.tokens import Token

#: Prepositions of place: what follows is where.
LOCATIVE = frozenset(
    """in at near around outside inside into on over across throughout through along off within toward towards above
    below
    beside behind between beyond round amid onto opposite under via""".split()
)
#: Prepositions of parties: what follows acts or is dealt with.
PARTIES = frozenset(["by", "with", "against", "between", "than", "like", "for", "versus", "among"])
#: What happens to towns, not to governments, though grammar makes them the subject.
UNDERGO = frozenset("fall burn wake come suffer lie sit brace shake tremble erupt explode plunge resemble look".split())
#: What is done to governments, though grammar makes them the object.
DEALT = frozenset(
    """accuse blame urge ask warn tell criticise criticize condemn support back press pressure force persuade assure
    inform
    isolate punish help arm embarrass anger remind thank invite allow enable challenge call want oblige require praise
    reassure notify lead leave defy anger infuriate convince demand let consult""".split()
)
#: What a town has and a government has not.
PLACE_PARTS = frozenset(
    """suburb airport outskirt street centre center district resident mayor university hospital zone quarter
    neighbourhood
    neighborhood square port stadium downtown park museum hotel market palace skyline population north south east west
    edge
    road bridge harbour harbor""".split()
)
#: What a government has: "Washington officials".
OFFICIAL_PARTS = frozenset(
    "official government spokesman spokeswoman policy ambassador diplomat leader envoy regime".split()
)
#: What sits there: "the government in Tripoli" is not said to act there.
GOVERNMENTS = frozenset("government regime administration junta cabinet authority".split())
READY = frozenset(
    "ready willing concerned prepared determined aware unwilling keen reluctant opposed responsible right".split()
)


def span_head(tokens: Sequence[Token], first: int, last: int) -> int:
    """The word of a name that hangs outside it."""
    for i in range(last, first - 1, -1):
        if not first <= tokens[i].head <= last or tokens[i].head == i:
            return i
    return last


def governing(tokens: Sequence[Token], i: int) -> int:
    """The word whose place in the sentence a conjunct or apposition shares: the first of its list."""
    for _ in range(6):
        if tokens[i].dep not in ("conj", "appos") or tokens[tokens[i].head].pos not in ("PROPN", "NOUN"):
            break
        i = tokens[i].head
    return i


def stands_for_government(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the seat of government named by tokens `first` to `last` acts or is dealt with."""
    i = governing(tokens, span_head(tokens, first, last))
    token = tokens[i]
    head = tokens[token.head]
    if token.dep == "nsubj":
        if head.lemma == "be":
            return any(t.head == head.i and t.lemma in READY for t in tokens)
        return head.lemma not in UNDERGO and head.pos in ("VERB", "AUX")
    if token.dep in ("nsubjpass", "dobj", "dative"):
        return head.lemma in DEALT
    if token.dep == "poss":
        return head.lemma not in PLACE_PARTS
    if token.dep in ("compound", "nmod", "amod"):
        return head.lemma in OFFICIAL_PARTS
    if token.dep == "pobj":
        if head.lemma in PARTIES:
            return True
        above = tokens[head.head].lemma
        if head.lemma == "in" and above in GOVERNMENTS:
            return True
        if head.lemma == "from":
            return tokens[head.head].pos == "NOUN"
        if head.lemma == "on":
            return above in ("pressure", "sanction", "embargo", "impose", "call", "press")
        return False
    return token.dep == "agent"


def is_where(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a preposition of place governs the name of tokens `first` to `last`."""
    token = tokens[governing(tokens, span_head(tokens, first, last))]
    head = tokens[token.head]
    return token.dep == "pobj" and head.lemma in LOCATIVE


def is_actor(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the name of tokens `first` to `last` stands where parties stand: subject, owner, after "by" or "with"."""
    token = tokens[governing(tokens, span_head(tokens, first, last))]
    head = tokens[token.head]
    return token.dep in ("nsubj", "agent", "poss", "compound") or (token.dep == "pobj" and head.lemma in ("by", "with"))
