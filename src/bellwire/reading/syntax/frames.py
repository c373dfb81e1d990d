"""Turns parsed sentences into frames: who does what to whom, with every way of saying it made regular once.

A frame belongs to one trigger word. Voice, control, relatives, light verbs, nominalisations, quantifiers, apposition
and headline ellipsis are resolved here, so that a rule only says what is special to its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bellwire.reading.syntax.frame_words import (
    ACTORS,
    ANYONE,
    BLOWS,
    LIGHT_PREPOSITIONAL,
    LIGHT_VERBS,
    PERSONAL,
    QUANTIFIERS,
    RECEIVING,
    SUBJECTS,
    UNDERGONE,
)
from bellwire.reading.syntax.subjects import is_passive, subject_of, subjects_of
from bellwire.reading.syntax.tokens import Sentence, Token

TypesOf = Callable[[Sequence[Token], int], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Argument:
    """A participant: its head word, the span of its whole phrase, the types of all its conjuncts and appositions."""

    head: int
    first: int
    last: int
    types: frozenset[str]
    lemmas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """One trigger with its arguments. `anchor` carries tense and mood: the light verb or the trigger itself."""

    sentence: Sentence
    trigger: int
    anchor: int
    lemma: str
    form: str
    agents: tuple[Argument, ...]
    patients: tuple[Argument, ...]
    preps: dict[str, tuple[Argument, ...]]
    modifiers: frozenset[str]
    particles: frozenset[str]
    objects: frozenset[str]
    passive: bool = False
    light: str = ""
    words: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def token(self) -> Token:
        """The trigger word."""
        return self.sentence.tokens[self.trigger]


class Framer:
    """Builds frames of one sentence; keeps the types of words that it has asked for."""

    def __init__(self, sentence: Sentence, types_of: TypesOf) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self._types_of = types_of
        self._types: dict[int, frozenset[str]] = {}
        self.words = frozenset(t.lemma for t in self.tokens) | frozenset(t.text.lower() for t in self.tokens)

    def below(self, i: int, *deps: str) -> list[int]:
        """Children of a word that bear one of these labels."""
        return [c for c in self.sentence.children[i] if self.tokens[c].dep in deps]

    def types(self, i: int) -> frozenset[str]:
        """The types of a word's phrase, seen through quantifiers and with its appositions."""
        if i not in self._types:
            found = set(self._types_of(self.tokens, i))
            token = self.tokens[i]
            if token.lemma in QUANTIFIERS or token.text.lower() in QUANTIFIERS or token.pos == "NUM":
                for prep in self.below(i, "prep"):
                    if self.tokens[prep].lemma == "of":
                        for inner in self.below(prep, "pobj"):
                            found |= self._types_of(self.tokens, inner)
            for other in self.below(i, "appos"):
                found |= self._types_of(self.tokens, other)
            counted = token.lemma in QUANTIFIERS and not self.below(i, "prep")
            if counted or token.pos == "NUM" or token.text.lower() in ANYONE:
                found.add("people")
            if token.lemma.lower() in PERSONAL:
                found.add("pronoun")
            self._types[i] = frozenset(found)
        return self._types[i]

    def argument(self, i: int) -> Argument:
        """A participant headed by a word, its conjuncts' types included."""
        heads, todo = [i], list(self.below(i, "conj"))
        while todo and len(heads) < 8:
            at = todo.pop()
            if self.tokens[at].pos in ("NOUN", "PROPN", "NUM", "PRON", "ADJ"):
                heads.append(at)
                todo.extend(self.below(at, "conj"))
        types = frozenset().union(*(self.types(h) for h in heads))
        first = last = i
        for token in self._phrase(i):
            first, last = min(first, token.i), max(last, token.i)
        lemmas: set[str] = set()
        for head in heads:
            for core in self._measured(head):
                for near in (core, *self.below(core, "compound", "amod", "poss", "nmod")):
                    lemmas.update((self.tokens[near].lemma, self.tokens[near].text.lower()))
        return Argument(i, first, last, types, frozenset(lemmas))

    def _measured(self, i: int) -> list[int]:
        """A word and, where it only measures or groups, what it measures: "dozens of rockets"."""
        token = self.tokens[i]
        if token.lemma not in QUANTIFIERS and token.text.lower() not in QUANTIFIERS and token.pos != "NUM":
            return [i]
        of = (prep for prep in self.below(i, "prep") if self.tokens[prep].lemma == "of")
        return [i, *(inner for prep in of for inner in self.below(prep, "pobj"))]

    def _phrase(self, i: int) -> Iterator[Token]:
        """The words of a noun phrase without its relative clauses and appositions."""
        todo, seen = [i], 0
        while todo and seen < 60:
            at = todo.pop()
            seen += 1
            yield self.tokens[at]
            todo.extend(
                c for c in self.sentence.children[at]
                if self.tokens[c].dep not in ("relcl", "acl", "appos", "cc", "conj", "punct", "advcl", "parataxis")
            )  # fmt: skip

    def arguments(self, heads: Sequence[int]) -> tuple[Argument, ...]:
        """Participants for several heads."""
        return tuple(self.argument(h) for h in heads)

    def prepositions(self, i: int) -> dict[str, tuple[Argument, ...]]:
        """Prepositional arguments of a word: preposition → participants."""
        found: dict[str, list[Argument]] = {}
        for prep in self.below(i, "prep", "agent", "dative"):
            name = self.tokens[prep].lemma
            for inner in self.below(prep, "pobj", "pcomp"):
                found.setdefault(name, []).append(self.argument(inner))
            for deeper in self.below(prep, "prep"):
                for inner in self.below(deeper, "pobj"):
                    found.setdefault(self.tokens[deeper].lemma, []).append(self.argument(inner))
        return {name: tuple(arguments) for name, arguments in found.items()}

    def modifiers(self, i: int) -> frozenset[str]:
        """The words that stand directly by a word: adjectives, compounds, adverbs, determiners, its own first parts."""
        deps = ("amod", "compound", "advmod", "nmod", "det", "poss", "nummod", "neg", "prt", "acomp", "oprd", "punct")
        near: set[str] = set()
        for child in self.below(i, *deps):
            near.update((self.tokens[child].lemma, self.tokens[child].text.lower()))
            for inner in self.below(child, "amod", "compound", "conj", "nmod", "punct"):
                near.add(self.tokens[inner].lemma)
        return frozenset(near)

    def _words(self, heads: Sequence[int]) -> frozenset[str]:
        cores = [core for head in heads for core in self._measured(head)]
        return frozenset(w for h in cores for w in (self.tokens[h].lemma, self.tokens[h].text.lower()))

    def frame(self, i: int) -> Frame:
        """The frame of the trigger word `i`, as verb, noun or adjective by its tag."""
        token = self.tokens[i]
        if token.dep == "amod" and token.tag in ("VBN", "VBG", "JJ", "VBD"):
            return self._adjective(i)
        if token.pos == "VERB" or (token.pos == "AUX" and token.dep == "ROOT"):
            return self._verb(i)
        if token.pos in ("ADJ", "ADV"):
            return self._adjective(i)
        return self._noun(i)

    def _verb(self, i: int) -> Frame:
        token = self.tokens[i]
        agents, patients = subject_of(self, i)
        objects = self.below(i, "dobj", "dative")
        patients = patients + [o for o in objects if o not in patients]
        if token.dep == "relcl" and not objects and not is_passive(self, i):
            own = self.below(i, *SUBJECTS)
            if own and self.tokens[own[0]].lemma not in ("who", "which", "that"):
                patients.append(token.head)
        complements = ("oprd", "attr", "acomp", "xcomp", *(("ccomp",) if token.lemma == "let" else ()))
        if token.lemma == "let":
            patients.extend(s for clause in self.below(i, "ccomp") for s in self.below(clause, *SUBJECTS))
        if token.dep == "amod" or (token.dep == "compound" and token.tag == "VBG"):
            patients.append(token.head)
        preps = self.prepositions(i)
        by = preps.get("by", ())
        passive = is_passive(self, i) or token.dep == "amod"
        return Frame(
            self.sentence, i, i, token.lemma, "verb",
            by + self.arguments(agents) if passive else self.arguments(agents),
            self.arguments(patients),
            preps,
            self.modifiers(i),
            frozenset(self.tokens[c].lemma for c in self.below(i, "prt", "prep", "advmod")),
            self._words([*objects, *self.below(i, *complements), *(patients if passive else ())]),
            passive=passive,
            words=self.words,
        )  # fmt: skip

    def _adjective(self, i: int) -> Frame:
        token = self.tokens[i]
        noun = [token.head] if token.dep in ("amod", "acl") else subjects_of(self, token.head)
        return Frame(
            self.sentence, i, i, token.lemma, "adjective", (), self.arguments(noun), self.prepositions(i),
            self.modifiers(i), frozenset(), frozenset(), words=self.words,
        )  # fmt: skip

    def _noun(self, i: int) -> Frame:
        preps = self.prepositions(i)
        agents = self.below(i, "poss", "nmod") + self.below(i, "compound", "amod")
        named = [a for a in agents if self.tokens[a].dep == "poss" or self.types(a) & ACTORS]
        if self.tokens[i].lemma in BLOWS:  # "The Moscow bombing" is one in Moscow.
            named = [a for a in named if self.tokens[a].dep == "poss" or "town" not in self.types(a)]
        anchor, light = self._light(i)
        more_agents: tuple[Argument, ...] = preps.get("by", ())
        patients: tuple[Argument, ...] = ()
        for prep in ("on", "against", "of", "at", "upon", "to"):
            patients += preps.get(prep, ())
        if self.tokens[i].lemma in UNDERGONE and "of" not in preps:
            patients += self.arguments([a for a in named if self.tokens[a].dep == "poss"])
            named = [a for a in named if self.tokens[a].dep != "poss"]
        if light:
            outer = self.prepositions(anchor)
            found = self.arguments(subject_of(self, anchor)[0])
            if light in RECEIVING:
                patients = found + patients
            elif not is_passive(self, anchor):
                more_agents = found + more_agents
            else:
                more_agents = outer.get("by", ()) + more_agents
            for prep in ("on", "against", "with", "to"):
                patients += outer.get(prep, ())
            preps = {name: preps.get(name, ()) + outer.get(name, ()) for name in {*preps, *outer}}
        token = self.tokens[i]
        return Frame(
            self.sentence, i, anchor, token.lemma, "noun", more_agents + self.arguments(named), patients, preps,
            self.modifiers(i), frozenset(), frozenset(), light=light, words=self.words,
        )  # fmt: skip

    def _light(self, i: int) -> tuple[int, str]:
        """The light verb that carries a noun, with its lemma; else the noun itself and ""."""
        token = self.tokens[i]
        at = i
        while self.tokens[at].dep == "conj" and self.tokens[self.tokens[at].head].pos in ("NOUN", "PROPN"):
            at = self.tokens[at].head
        token = self.tokens[at]
        if token.dep == "pobj" and self.tokens[token.head].lemma == "of":
            whole = self.tokens[self.tokens[token.head].head]
            at = whole.i if whole.lemma in QUANTIFIERS and whole.pos in ("NOUN", "NUM") else at
            token = self.tokens[at]
        head = self.tokens[token.head]
        if token.dep in ("dobj", "nsubjpass") and head.pos == "VERB" and (head.lemma in LIGHT_VERBS | RECEIVING):
            return head.i, head.lemma
        if token.dep == "pobj" and head.dep == "prep":
            verb = self.tokens[head.head]
            if verb.pos in ("VERB", "AUX") and (verb.lemma, head.lemma) in LIGHT_PREPOSITIONAL:
                return verb.i, verb.lemma
        return i, ""
