"""What the words right beside a word say of it: negations, modals, infinitives, conditions and modifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bellwire.reading.events.composition import Step
from bellwire.reading.events.operators import Operators
from bellwire.reading.events.status_words import (
    ASKING,
    AT_FIRST,
    BEGINNING,
    CONDITIONS,
    FALSE,
    IN_ERROR,
    KNOWING,
    KNOWN,
    NEGATIONS,
    NEVER,
    OBLIGING_MODALS,
    OPEN,
    PERCEIVING,
    PLANNED_MODALS,
    POSSIBLE_MODALS,
    PROVING,
    REPORTS,
    SAYING,
    STAYING,
)
from bellwire.reading.syntax.tokens import Sentence, Token

#: Subjects that nobody and nothing is.
NOBODY = frozenset(["nobody", "none", "neither", "no-one", "nothing"])


def modality_at(sentence: Sentence, path: Sequence[int], operators: Operators, *, shared: bool) -> Iterator[Step]:
    """The steps at the last word of a way from a trigger up.

    `shared`: the way came to it by a conjunction, whose first verb bears auxiliaries for both.
    """
    token, below = sentence.tokens[path[-1]], sentence.below(path[-1])
    if token.dep == "conj" and (nor := _nor(sentence, token)) is not None:
        yield _step(nor, "nor", "denied")
    verbal = token.pos in ("VERB", "AUX")
    if shared and verbal and not _shares(sentence, sentence.tokens[path[-2]], below):
        return
    if sentence.field == "headline" and token.head == token.i and not verbal:
        yield from _future_of_noun(sentence, path, below)
    if len(path) > 1:
        if verbal and (unknown := _unknown(sentence, path, below)) is not None:
            yield from unknown
            return
        yield from _in_error(sentence, path, below)
    if verbal:
        yield from _mood(sentence, path, token, below)
    given = verbal and len(path) > 1 and _is_given(sentence, sentence.tokens[path[-2]], below)
    for child in below:
        if child.dep in ("neg", "preconj") or (child.lemma in NEGATIONS and child.dep in ("det", "advmod")):
            if not given:
                yield _step(child, "not", "denied")
        elif child.dep in ("amod", "advmod", "det", "nmod", "compound") and (len(path) < 2 or verbal):
            found = operators.find("modifier", child.text.lower(), "modifier", frozenset())
            if found and found.name != "not":
                yield _step(child, found.name, found.effect)
        elif given:
            continue
        elif child.dep in ("nsubj", "nsubjpass") and child.lemma in NOBODY:
            yield _step(child, "not", "denied")
        elif child.dep in ("nummod", "amod", "det") and _is_none(sentence, child):
            yield _step(child, "not one", "denied")
        elif child.dep in ("nsubj", "nsubjpass", "dobj") and verbal and child.i not in path:
            yield from _none(sentence, child)
        elif child.dep == "prep" and verbal:
            for inner in sentence.below(child.i):
                if inner.text.lower() in NEVER and inner.i not in path:
                    yield from _none(sentence, inner)


def _is_given(sentence: Sentence, subject: Token, beside: Sequence[Token]) -> bool:
    """Whether a known thing is said to do or not to do something to another, which takes for granted that it is there:
    "the raid did not kill anyone", "the truce has seen no breach"; not "the truce did not take effect"."""
    if subject.dep != "nsubj":
        return False
    objects = [c for c in beside if c.dep == "dobj"]
    known = any(c.lemma in KNOWN and c.dep in ("det", "poss") for c in sentence.below(subject.i))
    return known and bool(objects) and all(c.lemma not in BEGINNING for c in objects)


def _shares(sentence: Sentence, second: Token, first: Sequence[Token]) -> bool:
    """Whether a verb joined to another has its auxiliaries and its subject: "to leave or be shelled", "no soldier was
    killed or wounded"; `first` hangs on that other verb."""
    own = sentence.below(second.i)
    helper = next((c for c in own if c.dep in ("aux", "auxpass")), second)
    if helper.tag == "VB":
        return True
    passive = helper is second and second.tag == "VBN" and any(c.dep == "auxpass" for c in first)
    joined = all(c.dep not in ("nsubj", "nsubjpass") for c in own) and all(c.lemma != "but" for c in first)
    return passive and joined


def _step(token: Token, name: str, effect: str) -> Step:
    return Step(token.text, token.i, name, effect)


def is_asked(sentence: Sentence, above: int, clause: int) -> bool:
    """Whether a clause asks who, how or where, and so takes for granted that something was done."""
    return any(t.lemma in ASKING for t in sentence.tokens[above + 1 : clause + 1])


def _unknown(sentence: Sentence, path: Sequence[int], below: Sequence[Token]) -> list[Step] | None:
    """What a denied verb of knowing or proving says: that it is open, and not that it is not so; None of any other."""
    verb = sentence.tokens[path[-1]]
    said = [c for c in below if c.dep == "acomp"] if verb.lemma == "be" else [verb]
    if not any(c.dep == "neg" for c in below) or not said:
        return None
    if said[0].lemma in PROVING:
        return [_step(said[0], "not proven", "claimed")]
    if said[0].lemma not in KNOWING:
        return None
    clause = sentence.tokens[path[-2]]
    if is_asked(sentence, said[0].i, clause.i):
        return []
    if any(c.dep == "mark" and c.lemma in OPEN for c in sentence.below(clause.i)):
        return [_step(said[0], "not known", "predicted")]
    return [] if clause.dep in ("nsubj", "nsubjpass") and said[0].lemma != "say" else None


def _in_error(sentence: Sentence, path: Sequence[int], below: Sequence[Token]) -> Iterator[Step]:
    """What was reported was not so: "first reported killed", "falsely claimed that", "false reports that"."""
    token, clause = sentence.tokens[path[-1]], sentence.tokens[path[-2]]
    if token.lemma in REPORTS and token.pos == "NOUN":
        yield from (_step(c, "in error", "denied") for c in below if c.dep == "amod" and c.text.lower() in FALSE)
    elif token.lemma in SAYING or token.lemma == "think":
        for child in (c for c in below if c.dep == "advmod"):
            participle = (
                token.tag in ("VBN", "VBD")
                and clause.tag == "VBN"
                and clause.dep in ("xcomp", "oprd")
                and child.i < token.i
            )
            if child.lemma in IN_ERROR or (participle and child.lemma in AT_FIRST):
                yield _step(child, "in error", "denied")


def _nor(sentence: Sentence, second: Token) -> Token | None:
    """The "nor" that joins a clause to the one before it, and says that neither is so."""
    joining = (c for c in sentence.below(second.head) if c.dep == "cc" and c.lemma == "nor" and c.i < second.i)
    return next(joining, None)


def _future_of_noun(sentence: Sentence, path: Sequence[int], below: Sequence[Token]) -> Iterator[Step]:
    """A headline's noun with an infinitive has a future: "Truce to start at noon"."""
    for clause in below:
        if clause.dep in ("acl", "relcl", "xcomp", "advcl", "ccomp") and clause.i not in path:
            for to in sentence.below(clause.i):
                if to.dep == "aux" and to.text.lower() == "to" and to.i == clause.i - 1:
                    yield _step(to, "to", "planned")


def _none(sentence: Sentence, noun: Token) -> Iterator[Step]:
    below = sentence.below(noun.i)
    if any(
        (c.dep == "det" and c.lemma in ("no", "neither")) or c.lemma == "not" or _is_none(sentence, c) for c in below
    ):
        yield _step(noun, "no", "denied")


def _is_none(sentence: Sentence, token: Token) -> bool:
    """Whether a number says that there is none: "not one", "not a single"."""
    below = sentence.below(token.i)
    return token.lemma in ("one", "single") and any(c.dep == "neg" or c.lemma == "not" for c in below)


def _mood(sentence: Sentence, path: Sequence[int], token: Token, below: Sequence[Token]) -> Iterator[Step]:
    """What a verb's auxiliaries, infinitive and conditions say."""
    auxiliaries = {c.text.lower(): c for c in below if c.dep in ("aux", "auxpass")}
    stays = token.lemma in STAYING and len(path) > 1 and sentence.tokens[path[-2]].dep == "nsubj"
    for word, aux in auxiliaries.items():
        if word in ("would", "'d") and token.tag == "VBN" and auxiliaries.keys() & {"have", "'ve"}:
            yield _step(aux, "would have", "denied")
        elif not stays or word not in ("will", "would"):
            yield from _modal(word, aux, token, below)
    to = auxiliaries.get("to")
    if to is not None and (token.dep == "ROOT" or (token.dep in ("ccomp", "relcl") and token.tag == "VB")):
        if not _granted(sentence, token):
            yield _step(to, "to", "planned")
    elif to is not None and token.dep == "advcl" and token.lemma not in SAYING:
        yield _step(to, "in order to", "planned")
    elif token.lemma == "be" and (coming := _is_to(sentence, path, below)) is not None:
        yield _step(coming, "is to", "planned")
    marks = {c.lemma for c in below if c.dep in ("mark", "advmod", "prep")}
    unmarked = token.dep == "advcl" and _inverted(token, below)
    if (marks & CONDITIONS and token.dep in ("advcl", "ccomp", "pcomp", "acl")) or unmarked:
        yield _step(token, "if", "predicted")
    if any(c.dep == "advcl" and _conditional(sentence, c) for c in below if c.i not in path):
        yield _step(token, "then", "predicted")


def _modal(word: str, aux: Token, verb: Token, below: Sequence[Token]) -> Iterator[Step]:
    if word in PLANNED_MODALS:
        yield _step(aux, "will", "planned")
    elif word in POSSIBLE_MODALS:
        if verb.lemma not in PERCEIVING:
            negated = any(c.dep == "neg" for c in below)
            yield _step(aux, "can" if word in ("can", "ca") else "may", "planned" if negated else "predicted")
    elif word in ("would", "'d"):
        yield _step(aux, "would", "planned")
    elif word in OBLIGING_MODALS:
        yield _step(aux, "should", "proposed")


def _granted(sentence: Sentence, token: Token) -> bool:
    """Whether an infinitive tells what was done: "let buses carry them out", "the biggest city to fall"."""
    head = sentence.tokens[token.head]
    if token.dep == "ccomp":
        return head.lemma in ("allow", "enable", "permit", "cause", "lead", "let")
    ranks = (head, *sentence.below(head.i))
    return token.dep == "relcl" and any(r.tag == "JJS" or r.lemma in ("first", "last", "only") for r in ranks)


def _is_to(sentence: Sentence, path: Sequence[int], below: Sequence[Token]) -> Token | None:
    """The "to" of "a truce is to take effect": what the subject of "be" has yet to do; none on its own way."""
    if any(c.dep in ("attr", "acomp", "expl") for c in below):
        return None
    for clause in below:
        if clause.dep == "xcomp" and clause.i not in path:
            return next((c for c in sentence.below(clause.i) if c.dep == "aux" and c.text.lower() == "to"), None)
    return None


def _conditional(sentence: Sentence, clause: Token) -> bool:
    """Whether a clause is a condition, also one without a word for it: "had the missile hit the base"."""
    below = sentence.below(clause.i)
    return any(c.dep == "mark" and c.lemma in ("if", "unless") for c in below) or _inverted(clause, below)


def _inverted(clause: Token, below: Sequence[Token]) -> bool:
    marked = any(c.dep in ("mark", "advmod", "prep") and c.i < clause.i for c in below)
    had = next((c for c in below if c.dep == "aux" and c.text.lower() in ("had", "should")), None)
    subject = next((c for c in below if c.dep in ("nsubj", "nsubjpass")), None)
    return not marked and had is not None and subject is not None and had.i < subject.i
