"""Who speaks of what another sentence tells: who denies it, and only points back to it ("the government denied this",
"a claim that the army dismissed", "called it a lie"), so that it is disputed; and who ends a quotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bellwire.reading.events.attribution import Speaker, SpeakerWords, speaker_of
from bellwire.reading.events.candidates import Heard
from bellwire.reading.events.draft import REAL, Draft
from bellwire.reading.events.status_words import COPULAS, SAYING
from bellwire.reading.reading import Direction
from bellwire.reading.syntax.frames import Framer
from bellwire.reading.syntax.gate import may_answer
from bellwire.reading.syntax.subjects import subject_of

#: Verbs that deny their object, nouns and adjectives that call it untrue, and verbs by which somebody calls it so.
_DENYING = frozenset(["deny", "dismiss", "refute", "dispute", "rebut", "contradict", "disavow", "rubbish"])
#: What denies an account, and refuses all else: "rejected it" may be of a plan.
_REJECTING = frozenset(["reject", "brush", "wave", "scoff"])
_UNTRUE = frozenset([
    "untrue", "false", "baseless", "unfounded", "groundless", "fabricated", "fake", "bogus", "incorrect", "nonsense",
    "rubbish", "propaganda", "lie", "fabrication", "invention", "fiction", "fantasy", "disinformation",
])  # fmt: skip
_TRUE = frozenset(["true", "correct", "so", "accurate"])
_CALLING = frozenset(["call", "describe", "brand", "label", "denounce", "dismiss", "reject"])
#: What points back: pronouns, and nouns for what somebody said.
_PRONOUNS = frozenset(["this", "that", "it"])
_SAID = frozenset([
    "claim", "report", "allegation", "accusation", "charge", "assertion", "statement", "announcement", "account",
    "version", "rumour", "rumor", "suggestion",
])  # fmt: skip
#: What stands before what only dates, and so many words before its verb at most.
_DATES, _CLAUSE = frozenset(["after", "before", "until"]), 8
#: Kinds that are words.
_WORDS = frozenset(["threat", "rejection", "sanction"])
#: How many sentences before what a pronoun and a noun point back to may stand.
_NEAR, _FAR = 1, 3


@dataclass(frozen=True, slots=True)
class _Answer:
    """Who denies, by which word in which sentence, and whether that word is a pronoun."""

    speaker: Speaker
    order: int
    start: int
    pronoun: bool


def answered(drafts: Sequence[Draft], sentences: Sequence[Heard], words: SpeakerWords) -> list[Draft]:
    """The same mentions, those that are denied so disputed, with who denies them."""
    found = list(drafts)
    for sentence in sentences:
        if may_answer(sentence.framer.sentence.text):
            for answer in _answers(sentence.framer, words):
                if (at := _meant(found, answer)) is not None:
                    one = found[at]
                    status = "claimed" if one.said else one.status  # What copy tells as a fact stays one.
                    found[at] = replace(one, status=status, disputed=True, others=(*one.others, answer.speaker))
    return found


def quoted(drafts: Sequence[Draft], sentences: Sequence[Heard], words: SpeakerWords) -> list[Draft]:
    """The same mentions, what is denied in a quotation of several sentences with who speaks at its end."""
    ends: dict[int, Speaker] = {}
    inside: list[int] = []
    for framer in (sentence.framer for sentence in sentences if sentence.framer.sentence.field == "body"):
        at, marks = framer.sentence.index, framer.sentence.text.count('"')
        if inside and at != inside[-1] + 1:
            inside = []
        if inside and marks and (speaker := _last_speaker(framer, words)) is not None:
            ends |= dict.fromkeys(inside, speaker)
        is_open = bool(inside) is not bool(marks % 2)
        inside = [*inside, at] if is_open else []
    return [
        replace(draft, others=(ends[draft.order],))
        if draft.status == "denied" and not draft.said and draft.order in ends
        else draft
        for draft in drafts
    ]


def _last_speaker(framer: Framer, words: SpeakerWords) -> Speaker | None:
    """Who speaks behind the mark that ends a quotation: '… the city," an official said'."""
    close = framer.sentence.start + framer.sentence.text.index('"')
    for verb in (token for token in framer.tokens if token.lemma in SAYING and token.pos == "VERB"):
        if verb.start > close and (heads := framer.below(verb.i, "nsubj")):
            return speaker_of(framer, heads[0], verb.i, words)
    return None


def _meant(drafts: Sequence[Draft], answer: _Answer) -> int | None:
    """Which mention is denied: the nearest before that tells an act as done, one that somebody claims first; where a
    headline denies what it does not tell, the first that somebody claims."""
    reach = _NEAR if answer.pronoun else _FAR
    before = [
        (draft.order, bool(draft.said), -at)
        for at, draft in enumerate(drafts)
        if _is_act(draft)
        and answer.order - reach <= draft.order <= answer.order
        and (draft.order < answer.order or draft.frame.token.start < answer.start)
        and all(speaker.source != answer.speaker.source for speaker in draft.said)
        and (answer.pronoun or draft.said or draft.status == "claimed")
    ]
    if not before and answer.order == 0:
        return next((at for at, draft in enumerate(drafts) if _is_act(draft) and draft.said), None)
    return -max(before)[2] if before else None


def _is_act(draft: Draft) -> bool:
    """Whether it is told as done, no harm alone nor mere words."""
    mere = draft.name in _WORDS or draft.kind.direction in (Direction.CONTEXT, Direction.IMPACT)
    return draft.status in REAL and not mere


def _answers(framer: Framer, words: SpeakerWords) -> Iterator[_Answer]:
    """What a sentence denies that another tells."""
    for token in framer.tokens:
        if token.pos not in ("VERB", "AUX"):
            continue
        if token.lemma in _DENYING | _REJECTING:
            found = _denied(framer, token.i)
        elif token.lemma in _CALLING:
            found = _called(framer, token.i)
        else:
            found = _untrue(framer, token.i) if token.lemma in COPULAS else None
        if found is None or _only_dates(framer, found[0]):
            continue
        verb, pointing = found
        agents, _ = subject_of(framer, verb)
        heads = agents or [who for by in framer.below(verb, "agent") for who in framer.below(by, "pobj")]
        told = [head for head in heads if framer.tokens[head].pos in ("NOUN", "PROPN")]
        negated = bool(framer.below(verb, "neg"))
        if told and not negated:
            speaker = speaker_of(framer, told[0], verb, words, denies=True)
            word = framer.tokens[pointing]
            yield _Answer(speaker, framer.sentence.index, word.start, word.lemma in _PRONOUNS)


def _only_dates(framer: Framer, verb: int) -> bool:
    """Whether the denial is told only to say when another thing came: "admitted it a day after it had denied it"."""
    return any(framer.tokens[at].lemma in _DATES for at in range(max(0, verb - _CLAUSE), verb))


def _denied(framer: Framer, verb: int) -> tuple[int, int] | None:
    """A verb that denies what its object points back to, or what it is a relative clause of."""
    objects = framer.below(verb, "dobj", "nsubjpass")
    if framer.tokens[verb].dep == "relcl" and all(framer.tokens[one].lemma in ("which", "that") for one in objects):
        objects = [framer.tokens[verb].head]
    pointing = next((one for one in objects if _points(framer, one)), None)
    if pointing is None or (framer.tokens[pointing].lemma in _PRONOUNS and framer.tokens[verb].lemma in _REJECTING):
        return None
    return verb, pointing


def _called(framer: Framer, verb: int) -> tuple[int, int] | None:
    """A verb by which somebody calls what points back untrue: "called the claim a lie"."""
    below = [i for i in _under(framer, verb) if i > verb]
    pointing = next((i for i in below if _points(framer, i)), None)
    untrue = pointing is not None and any(framer.tokens[i].lemma in _UNTRUE for i in below if i > pointing)
    return (verb, pointing) if pointing is not None and untrue else None


def _untrue(framer: Framer, copula: int) -> tuple[int, int] | None:
    """Who says that what points back is untrue, or not true."""
    pointing = next((one for one in framer.below(copula, "nsubj") if _points(framer, one)), None)
    above = framer.tokens[framer.tokens[copula].head]
    if pointing is None or framer.tokens[copula].dep != "ccomp" or above.lemma not in SAYING:
        return None
    said = [framer.tokens[one].lemma for one in framer.below(copula, "acomp", "attr")]
    denied = bool(framer.below(copula, "neg"))
    wanted = _TRUE if denied else _UNTRUE
    return (above.i, pointing) if any(word in wanted for word in said) else None


def _points(framer: Framer, at: int) -> bool:
    """Whether a word points back to what was said: a pronoun, or a known noun that does not say what about."""
    token = framer.tokens[at]
    if token.lemma in _PRONOUNS and token.pos == "PRON":
        return True
    told = framer.below(at, "acl", "ccomp") or any(
        framer.tokens[one].lemma in ("of", "that", "about") for one in framer.below(at, "prep")
    )
    return token.lemma in _SAID and not told


def _under(framer: Framer, at: int) -> list[int]:
    """Every word below another, in order of their place."""
    found, todo = list[int](), [at]
    while todo:
        below = framer.sentence.children[todo.pop()]
        found += below
        todo += below
    return sorted(found)
