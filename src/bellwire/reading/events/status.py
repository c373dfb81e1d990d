"""Works out an event's status: the operators on the way from its trigger to the root, composed from the inside out."""

from __future__ import annotations

from dataclasses import dataclass

from bellwire.reading.events.composition import Step, status_under
from bellwire.reading.events.modality import is_asked, modality_at
from bellwire.reading.events.operators import Operator, Operators
from bellwire.reading.events.status_words import (
    BACK,
    CONDITIONS,
    COPULAS,
    DATING,
    DAYS,
    DAYS_AFTER,
    DEEDS,
    FAILING,
    FAKES,
    FALLING,
    FALSE,
    FIGHTING,
    HELPING,
    KNOWING,
    KNOWN,
    MOCK,
    OPEN,
    PARTS,
    PLANNED_MODALS,
    POSSIBLE_MODALS,
    RECORDS,
    REPELLING,
    REPORTS,
    SAYING,
    SPEAKING,
    TEMPORAL,
    TEXTS,
    TRIES,
    TRUCES,
    TRYING,
    VAIN,
)
from bellwire.reading.syntax.frames import Frame
from bellwire.reading.syntax.tokens import Sentence, Token


@dataclass(frozen=True, slots=True)
class Speech:
    """A verb of saying met on the way, above the event: who says it is looked up from the verb."""

    verb: int
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the way to the root makes of an event. `background`: it stands in a clause that only dates another."""

    status: str
    steps: tuple[Step, ...]
    speeches: tuple[Speech, ...]
    background: bool
    path: tuple[int, ...]


def standing(frame: Frame, operators: Operators) -> Standing:
    """Climbs from the trigger to the root of its sentence; at most as many steps as the sentence has words."""
    return _Climb(frame, operators).run()


class _Climb:
    def __init__(self, frame: Frame, operators: Operators) -> None:
        self.frame = frame
        self.sentence: Sentence = frame.sentence
        self.tokens = frame.sentence.tokens
        self.operators = operators
        self.steps: list[Step] = []
        self.speeches: list[Speech] = []
        self.background = False
        self.path: list[int] = []
        #: Where to go on from, where that is not the head of the last word.
        self.above = -1

    def run(self) -> Standing:
        at = self.frame.trigger
        if (mock := self._mock_target()) is not None:
            self._add(mock, "play", "nothing")
        came_by_conjunction = False
        for _ in self.tokens:
            self.path.append(at)
            self.steps.extend(modality_at(self.sentence, self.path, self.operators, shared=came_by_conjunction))
            token = self.tokens[at]
            if token.head == at:
                break
            if not self._cross(token):
                self._listen(token.head)
                break
            came_by_conjunction = token.dep == "conj"
            at, self.above = (token.head, -1) if self.above < 0 else (self.above, -1)
        hoax = next((t for t in self.tokens[: self.path[0]] if t.lemma in ("deepfake", "hoax")), None)
        if self.sentence.field == "headline" and hoax is not None and all(s.name != "fake" for s in self.steps):
            self._add(hoax, "fake", "denied")
        status, steps = status_under(self.steps), tuple(self.steps)
        return Standing(status, steps, tuple(self.speeches), self.background, tuple(self.path))

    def _listen(self, at: int) -> None:
        """Above where operators stop, who says it all still counts: "said that fighting raged before troops fled"."""
        for _ in self.tokens:
            token = self.tokens[at]
            head = self.tokens[token.head]
            if head.i == token.i:
                return
            if token.dep == "ccomp" and head.lemma in SAYING:
                self.speeches.append(Speech(head.i))
            at = head.i

    def _add(self, token: Token, name: str, effect: str) -> None:
        self.steps.append(Step(token.text, token.i, name, effect))

    def _report(self, clause: Token) -> Token | None:
        """The noun of report whose content the parser took for a relative of a nearer noun: "reports on channels that
        drones had struck a base"; it stands above, and the clause lacks nothing that a relative pronoun could be."""
        objects = [c for c in self.sentence.below(clause.i) if c.dep == "dobj"]
        own = any(c.dep in ("nsubj", "nsubjpass") and c.lemma != "that" for c in self.sentence.below(clause.i))
        if not own or len(objects) < 2 or all(c.lemma != "that" for c in objects):
            return None
        at = self.tokens[clause.head]
        for _ in range(4):
            if at.lemma in REPORTS or at.head == at.i:
                break
            at = self.tokens[at.head]
        return at if at.lemma in REPORTS else None

    def _fake(self, noun: Token) -> Token | None:
        """The word that says that what a clause hangs on is no true record: "the video, in which…, is fake"."""
        for _ in range(3):
            below = self.sentence.below(noun.i)
            fake = next((c for c in (noun, *below) if c.lemma in FAKES and c.dep != "dobj"), None)
            if fake is not None and (fake is noun or fake.dep in ("amod", "compound")):
                return fake
            head = self.tokens[noun.head]
            if noun.dep in ("nsubj", "nsubjpass") and head.lemma in COPULAS:
                said = [c for c in self.sentence.below(head.i) if c.dep in ("acomp", "attr", "oprd")]
                found = ((c, self._find(c, "subject")) for c in said)
                return next((c for c, operator in found if operator is not None and operator.name == "deny"), None)
            if noun.dep != "pobj" or head.lemma not in ("of", "with", "showing"):
                return None
            noun = self.tokens[head.head]
        return None

    def _cross(self, token: Token) -> bool:
        """Goes from a word to its head; False where nothing above reaches it."""
        head, dep = self.tokens[token.head], token.dep
        that = self._is_content(token.i)
        if head.lemma in KNOWING and any(c.dep == "mark" and c.lemma in OPEN for c in self.sentence.below(token.i)):
            self._add(head, "not known", "predicted")
            return False
        if dep == "relcl" and (report := self._report(token)) is not None:
            self.above = report.i
            return self._operate(report, "that")
        if (dep == "relcl" or (dep == "acl" and token.tag == "VBG")) and head.lemma in TEXTS:
            return True
        clause = that or self._is_infinitive(token)  # "the claim to have captured" is no participle
        content = that and head.lemma in REPORTS
        if (dep == "relcl" and not content) or (dep == "acl" and not clause and token.tag in ("VBN", "VBG", "VBD")):
            self.background = True
            if (fake := self._fake(head)) is not None:
                self._add(fake, "fake", "denied")
            return False
        if dep == "advcl":
            marks = {c.lemma for c in self.sentence.below(token.i) if c.dep in ("mark", "advmod", "prep")}
            if marks & CONDITIONS:
                return False
            if self._is_infinitive(token):
                return self._operate(head, "complement")
            if "since" in marks:
                self._add(token, "since", "past")
            if marks & TEMPORAL:
                self.background = True
                self._date(next((c for c in self.sentence.below(token.i) if c.lemma == "after"), None))
                return False
            return not marks
        if dep in ("pobj", "pcomp") and head.pos in ("ADP", "SCONJ", "ADV"):
            return self._cross_preposition(head)
        slot = _slot(dep, token)
        if dep in ("nsubj", "expl") and head.lemma in COPULAS:
            for said in (c for c in self.sentence.below(head.i) if c.dep in ("acomp", "attr", "oprd", "advmod")):
                ahead = any(c.dep in ("xcomp", "ccomp") for c in self.sentence.below(said.i))
                own = token.i == self.frame.trigger and token.lemma in REPORTS  # "The accusation is a lie."
                if not ahead and not own and not self._operate(said, "subject"):
                    return False
        return self._operate(head, slot) if slot and not self._is_beside(token, head) else True

    def _is_content(self, clause: int) -> bool:
        """Whether a clause says what is told: "that the town had fallen"."""
        return any(c.dep == "mark" and c.lemma == "that" for c in self.sentence.below(clause))

    def _is_beside(self, clause: Token, verb: Token) -> bool:
        """Whether a clause only stands before a verb that has its own: "Rebels take town, army says it holds"."""
        own = any(c.dep == "ccomp" and c.i > verb.i for c in self.sentence.below(verb.i))
        return clause.dep == "ccomp" and clause.i < verb.i and own and verb.lemma in SAYING

    def _is_infinitive(self, verb: Token) -> bool:
        return any(c.text.lower() == "to" for c in self.sentence.below(verb.i) if c.dep == "aux")

    def _cross_preposition(self, preposition: Token) -> bool:
        """From a prepositional object to what the preposition hangs on; no operator reaches adjuncts of verbs."""
        above, name = self.tokens[preposition.head], preposition.lemma
        self.path.append(preposition.i)
        if name == "without":
            self._add(preposition, "without", "denied")
            return False
        if self._is_over(preposition):
            self.background = True
            self._add(preposition, "over", "past")
            return False
        known = f"{name} the"
        if self._is_known(self.path[-2]) and self._find(above, known) is not None:
            return self._operate(above, known)
        if self._find(above, name) is not None:
            return self._operate(above, name)
        if above.dep == "acl" and self._find(self.tokens[above.head], name) is not None:
            self.path.append(above.i)
            return self._operate(self.tokens[above.head], name)
        if name == "in" and (above.lemma in HELPING or above.lemma in PARTS or self._is_part(above)):
            return True
        forged = next((c for c in self.sentence.below(above.i) if c.dep == "amod" and c.text.lower() in FALSE), None)
        if forged is not None and above.lemma in RECORDS:
            self._add(forged, "fake", "denied")
            return False
        if name == "with" and self._is_nothing(above):
            self._add(above, "nothing to do with", "denied")
            return False
        for subject in (c for c in self.sentence.below(above.i) if c.dep in ("nsubj", "nsubjpass")):
            if above.pos in ("VERB", "AUX") and subject.pos == "NOUN" and self._find(subject, name) is not None:
                return self._operate(subject, name)
        told = name in ("of", "about") and above.lemma in SPEAKING
        if above.i == self.frame.anchor or (above.pos == "VERB" and (name == "for" or told)):
            return True
        if name == "with" and self._is_only_possible(above):
            return True
        self.background = name in DATING
        self._date(preposition)
        if name == "since":
            self._add(preposition, "since", "past")
        if name in ("in", "worth") and above.entity == "MONEY":
            return True
        if name == "in" and any(c.dep == "dobj" and c.entity == "MONEY" for c in self.sentence.below(above.i)):
            return self._operate(above, "object")
        return name == "of" and above.pos in ("NOUN", "PROPN", "NUM")

    def _is_only_possible(self, verb: Token) -> bool:
        """Whether a verb tells what may or shall be done, and so by what means: "might respond with air strikes"."""
        helpers = {c.text.lower() for c in self.sentence.below(verb.i) if c.dep == "aux"}
        return verb.pos == "VERB" and bool(helpers & (POSSIBLE_MODALS | PLANNED_MODALS | {"would", "'d"}))

    def _date(self, after: Token | None) -> None:
        """Note that the news came days after the event: "a day after rebels took the town"."""
        if after is not None and after.lemma == "after" and after.i and self.tokens[after.i - 1].lemma in DAYS:
            self._add(after, DAYS_AFTER, "happened")

    def _is_over(self, preposition: Token) -> bool:
        """Whether the event is the fighting that a truce ends: "agreed to a truce after five days of clashes"."""
        above = self.tokens[preposition.head]
        if preposition.lemma == "of" and above.dep == "pobj":
            preposition = self.tokens[above.head]
        fighting = self.tokens[self.frame.trigger].text.lower() in FIGHTING
        after = preposition.lemma in ("after", "follow", "following")
        return fighting and after and any(t.lemma.lower() in TRUCES for t in self.tokens)

    def _mock_target(self) -> Token | None:
        """The word by which what is hit is none in earnest: "struck simulated targets", "strikes on mock targets"."""
        below = self.sentence.below
        objects = [c for c in below(self.frame.trigger) if c.dep in ("dobj", "nsubjpass")]
        for preposition in (c for c in below(self.frame.trigger) if c.dep == "prep"):
            objects.extend(c for c in below(preposition.i) if c.dep == "pobj")
        beside = (c for noun in objects for c in below(noun.i) if c.dep in ("amod", "compound"))
        return next((c for c in beside if c.text.lower() in MOCK), None)

    def _is_part(self, verb: Token) -> bool:
        """Whether a verb has a part in something: "its army had no role in the raid"."""
        return verb.pos == "VERB" and any(c.dep == "dobj" and c.lemma in PARTS for c in self.sentence.below(verb.i))

    def _is_nothing(self, verb: Token) -> bool:
        """Whether somebody has nothing to do with a deed; "the visit has nothing to do with the raid" tells of one."""
        before = [t.text.lower() for t in self.tokens[max(0, verb.i - 3) : verb.i]]
        has = self.tokens[self.tokens[verb.head].head]
        who = any(c.dep == "nsubj" and c.pos in ("PROPN", "PRON") for c in self.sentence.below(has.i))
        return verb.lemma == "do" and before[-2:] == ["nothing", "to"] and who

    def _is_known(self, noun: int) -> bool:
        """Whether a noun names what is there already: "the truce", "its siege"."""
        return any(c.lemma in KNOWN and c.dep in ("det", "poss") for c in self.sentence.below(noun))

    def _form(self, token: Token) -> str:
        if token.pos in ("VERB", "AUX"):
            return "verb"
        return "adjective" if token.pos in ("ADJ", "ADV") else "noun"

    def _find(self, head: Token, slot: str) -> Operator | None:
        near = frozenset(c.lemma for c in self.sentence.below(head.i))
        found = self.operators.find(self._form(head), head.text.lower(), slot, near)
        if found is None and head.tag in ("VBN", "VBD", "JJ", "VBG"):
            other = "adjective" if self._form(head) == "verb" else "verb"
            found = self.operators.find(other, head.text.lower(), slot, near)
        return found

    def _operate(self, head: Token, slot: str) -> bool:
        if head.i == self.frame.anchor:
            return True
        if self._in_vain(head):
            self._add(head, "in vain", "denied")
            return True
        saying = head.lemma in SAYING and slot == "complement" and head.pos == "VERB"
        found = self._find(head, slot)
        account = slot == "complement" and self._is_content(self.path[-1])
        if account or (slot == "object" and self.tokens[self.path[-1]].lemma in REPORTS):
            found = self._find(head, "report") or found
        if slot == "object" and head.lemma == "claim" and self.tokens[self.path[-1]].lemma in DEEDS:
            found = self._find(head, "deed")
        if head.lemma == "drop" and self.tokens[self.path[-1]].lemma in FALLING:
            return True
        if found is not None and found.name == "doubt" and is_asked(self.sentence, head.i, self.path[-1]):
            return True
        if saying:
            self.speeches.append(Speech(head.i))
        if found is None or (saying and found.effect not in ("threatened", "claimed", "proposed")):
            return True
        if found.effect == "threatened" and head.lemma == "warn" and not self._future():
            return True
        if found.name == "vote" and slot in ("for", "on") and head.tag in ("VBD", "VBN"):
            return True
        if found.name == "deny":
            self.speeches.append(Speech(head.i, denies=True))
        elif found.effect == "claimed" and not saying:
            self.speeches.append(Speech(head.i))
        if found.effect == "happened":
            if found.stops and not self._is_aspect(head):
                self.background = True
                return False
            return True
        self._add(head, found.name, found.effect)
        return True

    def _in_vain(self, tried: Token) -> bool:
        """Whether what was tried came to nothing: it failed, it was repelled, it was in vain."""
        below = self.sentence.below(tried.i)
        if tried.pos == "VERB" and tried.lemma in TRYING:
            then = [c for c in below if c.dep == "conj"]
            beaten = any(self._is_repelled(c) or c.lemma == "fail" for c in then)
            return beaten or any(c.lemma == "unsuccessfully" for c in below) or self._is_vain(tried)
        if tried.pos != "NOUN" or tried.lemma not in TRIES:
            return False
        above = self.tokens[tried.head]
        if tried.dep == "nsubj":
            return (above.lemma in FAILING and self._is_whole(above)) or self._is_vain(above)
        return (tried.dep == "nsubjpass" and self._is_repelled(above)) or (
            tried.dep == "dobj" and self._is_repelling(above)
        )

    def _is_whole(self, verb: Token) -> bool:
        """Whether a verb of failing has nothing behind it that would be what fell or failed: "failed to stop"."""
        return all(c.dep not in ("xcomp", "dobj") for c in self.sentence.below(verb.i))

    def _is_vain(self, verb: Token) -> bool:
        """Whether a prepositional phrase says that it was for nothing: in vain, without success, in failure."""
        objects = (o for c in self.sentence.below(verb.i) if c.dep == "prep" for o in self.sentence.below(c.i))
        return any(
            o.lemma in VAIN and (o.lemma != "success" or self.tokens[o.head].lemma == "without") for o in objects
        )

    def _is_repelling(self, verb: Token) -> bool:
        """Whether a verb says that somebody was beaten back: repelled, drove back, fended off."""
        particles = {c.lemma for c in self.sentence.below(verb.i)}
        return verb.lemma in REPELLING and (verb.lemma in ("repel", "repulse", "crush") or bool(particles & BACK))

    def _is_repelled(self, verb: Token) -> bool:
        """The same of a passive."""
        passive = any(c.dep == "auxpass" for c in self.sentence.below(verb.i))
        return passive and self._is_repelling(verb)

    def _is_aspect(self, head: Token) -> bool:
        return head.lemma in ("continue", "resume", "manage", "help", "succeed", "force")

    def _future(self) -> bool:
        return any(step.effect in ("planned", "predicted") for step in self.steps) or any(
            self.tokens[i].pos == "NOUN" for i in self.path[:1]
        )


def _slot(dep: str, token: Token) -> str:
    if dep in ("ccomp", "xcomp", "csubj", "csubjpass", "acl", "pcomp", "advcl"):
        return "complement"
    if dep in ("dobj", "nsubjpass", "dative", "attr", "oprd"):
        return "object"
    if dep == "nsubj":
        return "subject"
    if dep in ("compound", "nmod", "amod", "poss"):
        return "compound"
    return ""
