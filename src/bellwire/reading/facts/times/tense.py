"""The tense of the verb that dates hang on, read from the parse: "to vote Monday" looks ahead, "voted Monday" back."""

from __future__ import annotations

from bellwire.reading.facts.times.mention import Tense
from bellwire.reading.syntax.tokens import Sentence, Token

#: Modals after which a thing is yet to come, unless "have" follows: "could have met Monday".
MODALS = frozenset("will shall 'll wo would may might could can should must ought".split())
#: What is done today of a thing to come: the date that such a participle bears is the thing's.
PLANNING = frozenset(
    "schedule plan expect slate set due postpone delay project book tip tap poise expire begin start resume".split()
)
#: Verbs of timetables, whose present tells what is to come: "talks open Monday".
TIMETABLE = frozenset(
    """open begin start resume vote meet convene expire end gather reconvene arrive reopen close return leave run fly
    sit take come lapse""".split()
)
#: Verbs below which an infinitive tells what came to pass: "failed to meet", "began to shell".
FULFILLED = frozenset(
    """fail manage begin start continue force have use get help come seem appear dare return cease stop happen tend
    compel cause lead enable allow see hear watch""".split()
)


#: Deeds that bear the day on which they were done, whatever is told of them: "damage from Tuesday's attack will cost".
DONE = frozenset(
    """attack strike airstrike raid bombing blast explosion killing massacre ambush shooting shelling clash assault coup
    assassination crash riot incursion bombardment murder kidnapping""".split()
)


def tense_at(sentence: Sentence, start: int, end: int) -> Tense | None:
    """Where the words at `start`:`end` of the sentence's own text point; None where the verb does not say."""
    tokens = sentence.tokens
    inside = [t for t in tokens if t.start - sentence.start < end and t.end - sentence.start > start]
    if not inside:
        return None
    first, last = inside[0].i, inside[-1].i
    head = next((t for t in inside if not first <= t.head <= last), inside[-1])
    if tokens[head.head].dep == "prep" and tokens[head.head].lemma in ("for", "until", "till", "by", "from"):
        return None
    if head.dep == "poss" and tokens[head.head].lemma in DONE:
        return "past"
    at, nouns = head, 0
    for _ in range(8):
        above = tokens[at.head]
        if above.i == at.i:
            break
        at = above
        if at.pos in ("VERB", "AUX"):
            found = _of_verb(sentence, at)
            if found is not None or at.tag != "VBG":
                return found if not nouns or found == "future" else None
        nouns += at.pos in ("NOUN", "PROPN", "ADJ")
    return None


def _of_verb(sentence: Sentence, verb: Token) -> Tense | None:
    below = sentence.below(verb.i)
    helpers = [t for t in below if t.dep in ("aux", "auxpass")]
    words = {t.text.lower() for t in helpers}
    perfect = any(t.lemma == "have" for t in helpers)
    if words & MODALS:
        return "past" if perfect or ("could" in words and _denied(sentence, below)) else "future"
    if "to" in words:
        begins = verb.lemma in TIMETABLE and verb.dep in ("advcl", "acl", "relcl", "conj")
        own = all(t.dep != "dobj" or t.lemma == "effect" for t in below)  # "to begin talks" says what for
        return "future" if begins and own else _of_infinitive(sentence.tokens, verb)
    if "did" in words or perfect:
        return "past"
    now = any(t.lemma == "be" and t.tag in ("VBZ", "VBP") for t in helpers)
    if verb.tag == "VBN" or (verb.tag == "VBD" and now):
        return ("future" if now else None) if verb.lemma in PLANNING else "past"
    if verb.tag == "VBG":
        return "future" if now else "past" if helpers else None
    if verb.lemma == "be" and any(t.lemma in PLANNING for t in below):
        return "future" if verb.tag != "VBD" else None
    if verb.tag in ("VB", "VBP", "VBZ") and verb.lemma in TIMETABLE:
        return "future"
    return "past" if verb.tag == "VBD" else None


def _denied(sentence: Sentence, below: list[Token]) -> bool:
    """Whether what hangs below a verb denies it: "he could not be reached", "neither could be found"."""
    subjects = [t for t in below if t.dep in ("nsubj", "nsubjpass")]
    words = [*below, *subjects, *(c for t in subjects for c in sentence.below(t.i))]
    return any(t.dep == "neg" or t.lemma in ("neither", "nobody", "none", "no") for t in words)


def _of_infinitive(tokens: tuple[Token, ...], verb: Token) -> Tense | None:
    above = tokens[verb.head]
    if above.lemma in PLANNING and any(t.text.lower() == "had" for t in tokens[max(0, above.i - 4) : above.i]):
        return "past"
    if above.i != verb.i and verb.dep in ("xcomp", "ccomp") and above.lemma in FULFILLED:
        return "past" if above.tag in ("VBD", "VBN") else None
    if above.i != verb.i and verb.dep == "advcl" and above.tag in ("VBD", "VBN"):
        return None
    return "future"
