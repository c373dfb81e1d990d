"""Who a verb's subject is and what the verb makes of it, though the words may stand elsewhere in the sentence.

Voice, conjunction, control, relatives and personal pronouns are resolved here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellwire.reading.syntax.frame_words import (
    ACCUSING,
    CLAIMS,
    HEADLINE_PASSIVE,
    PERSONAL,
    PERSONS,
    PURPOSES,
    SUBJECTS,
)

if TYPE_CHECKING:
    from bellwire.reading.syntax.frames import Framer

#: Clauses above in which a subject is looked for.
DEEPEST = 6


def subject_of(framer: Framer, verb: int, depth: int = 0) -> tuple[list[int], list[int]]:
    """(agents, patients) that a verb's subject gives it, through conjunction, control and relatives."""
    token = framer.tokens[verb]
    passive = is_passive(framer, verb)
    own = framer.below(verb, *SUBJECTS)
    if own:
        resolved = [_coreferent(framer, verb, _antecedent(framer, verb, s)) for s in own]
        return ([], resolved) if passive else (resolved, [])
    if depth > DEEPEST or token.head == verb:
        return [], []
    head, dep = token.head, token.dep
    above = framer.tokens[head]
    inherited: list[int] = []
    if dep in ("relcl", "acl"):
        if dep == "acl" and token.tag == "VBN" and not framer.below(verb, "aux"):
            return [], [head]
        claimed = dep == "acl" and above.lemma in CLAIMS
        abstract = claimed or (above.lemma in PURPOSES and token.tag == "VB")
        inherited = framer.below(head, "poss") if abstract else [head]
    elif dep in ("xcomp", "ccomp") and above.pos in ("VERB", "AUX", "ADJ"):
        objects = framer.below(head, "dobj", "dative") if above.lemma not in ("promise", "threaten", "vow") else []
        inherited = objects or subjects_of(framer, head, depth + 1)
    elif dep in ("conj", "advcl", "pcomp", "dep", "prep"):
        base = head
        while framer.tokens[base].pos in ("ADP", "SCONJ") and framer.tokens[base].head != base:
            base = framer.tokens[base].head
        inherited = subjects_of(framer, base, depth + 1) if framer.tokens[base].pos in ("VERB", "AUX") else []
        if framer.tokens[base].lemma in CLAIMS:
            inherited = framer.below(base, "poss")
        if framer.tokens[base].lemma in ACCUSING and dep == "pcomp":
            inherited = framer.below(base, "dobj", "nsubjpass") or inherited
    return ([], inherited) if passive else (inherited, [])


def subjects_of(framer: Framer, verb: int, depth: int = 0) -> list[int]:
    """A verb's subject, whatever it does there."""
    agents, patients = subject_of(framer, verb, depth)
    return agents + patients


def _antecedent(framer: Framer, verb: int, subject: int) -> int:
    """The noun that a relative pronoun stands for, else the subject itself."""
    if framer.tokens[subject].lemma in ("who", "which", "that", "whom") and framer.tokens[verb].dep == "relcl":
        return framer.tokens[verb].head
    return subject


def _coreferent(framer: Framer, verb: int, subject: int) -> int:
    """The noun that a personal pronoun stands for, where a clause above has one: "rebels said they would leave"; in
    what somebody claims, whose claim it is: "rejected Moscow's claim that it had taken the town"."""
    word = framer.tokens[subject].lemma.lower()
    if word not in PERSONAL:
        return subject
    at = verb
    for _ in range(6):
        token = framer.tokens[at]
        if token.dep == "acl" and framer.tokens[token.head].lemma in CLAIMS:
            return next(iter(framer.below(token.head, "poss")), subject)
        if token.head == at or token.dep in ("relcl", "acl"):
            break
        at = token.head
        for found in framer.below(at, *SUBJECTS):
            person = bool(framer.types(found) & PERSONS)
            if found < subject and framer.tokens[found].pos in ("NOUN", "PROPN"):
                return subject if word == "it" and person else found
    return subject


def is_passive(framer: Framer, verb: int) -> bool:
    """Whether a verb is passive: marked so, or a bare participle of a headline."""
    token = framer.tokens[verb]
    if framer.below(verb, "nsubjpass", "auxpass", "csubjpass"):
        return True
    if framer.below(verb, "agent") and not framer.below(verb, "dobj"):
        return True
    if token.tag not in ("VBN", "VBD", "JJ") or framer.below(verb, "dobj", "aux"):
        return False
    if token.tag == "VBN" and token.dep in ("acl", "amod"):
        return True
    bare = framer.sentence.field == "headline" or token.tag == "VBN"
    return bare and token.lemma in HEADLINE_PASSIVE and token.dep in ("ROOT", "conj", "ccomp", "advcl", "dep")
