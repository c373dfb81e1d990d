"""Works out an event's status: the operators on the way from its trigger to the root, composed from the inside out."""

from __future__ import annotations

from dataclasses import dataclass

from bellwire.reading.events.composition import compose
from bellwire.reading.events.operators import Operator, Operators
from bellwire.reading.syntax.frames import Frame
from bellwire.reading.syntax.tokens import Sentence, Token

#: Verbs of saying, with what they make of their clause when the speaker has a stake in it.
SAYING = frozenset([
    "say", "tell", "report", "announce", "state", "declare", "add", "claim", "assert", "insist", "maintain",
    "confirm", "admit", "acknowledge", "note", "explain", "warn", "argue", "allege", "reveal", "disclose", "comment",
    "remark", "quote", "write", "cite", "reiterate", "repeat", "stress", "testify", "charge", "contend", "conclude",
    "indicate", "suggest", "believe", "recall", "boast"
])  # fmt: skip
PLANNED_MODALS = frozenset(["will", "shall", "'ll", "wo", "wo n't"])
POSSIBLE_MODALS = frozenset(["may", "might", "could", "can", "ca"])
OBLIGING_MODALS = frozenset(["should", "must", "ought"])
CONDITIONS = frozenset(["if", "unless", "whether", "lest", "provided"])
TEMPORAL = frozenset([
    "after", "before", "since", "until", "till", "when", "while", "as", "during", "following", "amid", "despite",
    "because", "although", "though", "over", "in", "once", "from", "against", "pending", "by", "at", "with", "for",
    "given", "within", "throughout", "through", "under", "like"
])  # fmt: skip
#: Prepositions whose object only dates or explains the news: "since the raid", "despite the truce".
DATING = frozenset(["after", "since", "following", "during", "despite", "over", "amid", "before", "until"])
#: Nouns whose content may be denied from above: "dismissed as baseless reports that…".
REPORTS = frozenset(["report", "rumour", "rumor", "claim", "allegation", "post", "story", "assertion", "accusation"])
#: Verbs that only join a subject to what is said of it: "a truce is near".
COPULAS = frozenset(["be", "seem", "look", "appear", "remain", "become"])
#: Texts whose participle says what they ask for: to vote on a resolution demanding a truce is to vote on a truce.
TEXTS = frozenset(["resolution", "draft", "motion", "text", "proposal", "bill"])
#: Verbs whose "in doing" is the deed: "shall assist in bringing food".
HELPING = frozenset(["assist", "help", "succeed", "join", "engage", "participate", "cooperate"])
#: "in no circumstances", "on no account".
NEVER = frozenset(["circumstance", "circumstances", "account", "way", "condition"])
#: Verbs of perception: what could be heard was there.
PERCEIVING = frozenset(["hear", "see", "feel", "smell"])
NEGATIONS = frozenset(["not", "n't", "never", "no", "neither", "nor", "n’t", "cannot"])


@dataclass(frozen=True, slots=True)
class Step:
    """One operator met on the way: the word, where it stands, its name and effect."""

    word: str
    at: int
    name: str
    effect: str
    stops: bool = False


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
        came_by_conjunction = False
        for _ in self.tokens:
            self.path.append(at)
            self._local(at, shared=came_by_conjunction)
            token = self.tokens[at]
            if token.head == at:
                break
            if not self._cross(token):
                self._listen(token.head)
                break
            came_by_conjunction = token.dep == "conj"
            at, self.above = (token.head, -1) if self.above < 0 else (self.above, -1)
        status = "happened"
        for step in self.steps:
            status = compose(status, step.effect, step.name)
        return Standing(status, tuple(self.steps), tuple(self.speeches), self.background, tuple(self.path))

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

    def _children(self, i: int) -> list[Token]:
        return [self.tokens[c] for c in self.sentence.children[i]]

    def _add(self, token: Token, name: str, effect: str, stops: bool = False) -> None:
        self.steps.append(Step(token.text, token.i, name, effect, stops))

    def _local(self, at: int, shared: bool) -> None:
        """Negation, modals, infinitives and modifiers that stand directly at a word on the way."""
        token = self.tokens[at]
        below = self._children(at)
        if token.dep == "conj" and (nor := self._nor(token)) is not None:
            self._add(nor, "nor", "denied")
        if shared and token.pos in ("VERB", "AUX"):
            previous = self.tokens[self.path[-2]]
            if previous.tag != "VB" or any(self.tokens[c].dep == "aux" for c in self.sentence.children[previous.i]):
                return
        verbal = token.pos in ("VERB", "AUX")
        if self.sentence.field == "headline" and token.head == at and not verbal:
            self._headline(below)
        if verbal:
            self._mood(token, below)
        for child in below:
            if child.dep in ("neg", "preconj") or (child.lemma in NEGATIONS and child.dep in ("det", "advmod")):
                self._add(child, "not", "denied")
            elif child.dep in ("amod", "advmod", "det", "nmod", "compound") and (len(self.path) < 2 or verbal):
                found = self.operators.find("modifier", child.text.lower(), "modifier", frozenset())
                if found and found.name != "not":
                    self._add(child, found.name, found.effect)
            elif child.dep in ("nsubj", "nsubjpass") and child.lemma in (
                "nobody",
                "none",
                "neither",
                "no-one",
                "nothing",
            ):
                self._add(child, "not", "denied")
            elif child.dep in ("nummod", "amod", "det") and self._is_none(child):
                self._add(child, "not one", "denied")
            elif child.dep in ("nsubj", "nsubjpass", "dobj") and verbal and child.i not in self.path:
                self._add_none(child)
            elif child.dep == "prep" and verbal:
                for inner in self._children(child.i):
                    if inner.text.lower() in NEVER and inner.i not in self.path:
                        self._add_none(inner)

    def _nor(self, second: Token) -> Token | None:
        """The "nor" that joins a clause to the one before it, and says that neither is so."""
        joining = (c for c in self._children(second.head) if c.dep == "cc" and c.lemma == "nor" and c.i < second.i)
        return next(joining, None)

    def _headline(self, below: list[Token]) -> None:
        """A headline's noun with an infinitive has a future: "Truce to start at noon"."""
        for clause in below:
            if clause.dep in ("acl", "relcl", "xcomp", "advcl", "ccomp") and clause.i not in self.path:
                for to in self._children(clause.i):
                    if to.dep == "aux" and to.text.lower() == "to" and to.i == clause.i - 1:
                        self._add(to, "to", "planned")

    def _add_none(self, noun: Token) -> None:
        below = self._children(noun.i)
        if any((c.dep == "det" and c.lemma == "no") or c.lemma == "not" or self._is_none(c) for c in below):
            self._add(noun, "no", "denied")

    def _is_none(self, token: Token) -> bool:
        """Whether a number says that there is none: "not one", "not a single"."""
        return token.lemma in ("one", "single") and any(
            c.dep == "neg" or c.lemma == "not" for c in self._children(token.i)
        )

    def _mood(self, token: Token, below: list[Token]) -> None:
        auxiliaries = {c.text.lower(): c for c in below if c.dep in ("aux", "auxpass")}
        marks = {c.lemma for c in below if c.dep in ("mark", "advmod", "prep")}
        to = auxiliaries.get("to")
        for word, aux in auxiliaries.items():
            if word in PLANNED_MODALS:
                self._add(aux, "will", "planned")
            elif word in POSSIBLE_MODALS and token.lemma in PERCEIVING:
                continue
            elif word in POSSIBLE_MODALS:
                negated = any(c.dep == "neg" for c in below)
                self._add(aux, "can" if word in ("can", "ca") else "may", "planned" if negated else "predicted")
            elif word in ("would", "'d"):
                self._add(aux, "would", "planned")
            elif word in OBLIGING_MODALS:
                self._add(aux, "should", "proposed")
        if to is not None and (token.dep == "ROOT" or (token.dep in ("ccomp", "relcl") and token.tag == "VB")):
            if not self._granted(token):
                self._add(to, "to", "planned")
        elif to is not None and token.dep == "advcl" and token.lemma not in SAYING:
            self._add(to, "in order to", "planned")
        elif token.lemma == "be" and (coming := self._is_to(below)) is not None:
            self._add(coming, "is to", "planned")
        if marks & CONDITIONS and token.dep in ("advcl", "ccomp", "pcomp", "acl"):
            self._add(token, "if", "predicted")
        if any(c.dep == "advcl" and self._conditional(c) for c in below if c.i not in self.path):
            self._add(token, "then", "predicted")

    def _granted(self, token: Token) -> bool:
        """Whether an infinitive tells what was done: "let buses carry them out", "the biggest city to fall"."""
        head = self.tokens[token.head]
        if token.dep == "ccomp":
            return head.lemma in ("allow", "enable", "permit", "cause", "lead", "let")
        ranks = (head, *self._children(head.i))
        return token.dep == "relcl" and any(r.tag == "JJS" or r.lemma in ("first", "last", "only") for r in ranks)

    def _is_to(self, below: list[Token]) -> Token | None:
        """The "to" of "a truce is to take effect": what the subject of "be" has yet to do; none on its own way."""
        if any(c.dep in ("attr", "acomp", "expl") for c in below):
            return None
        for clause in below:
            if clause.dep == "xcomp" and clause.i not in self.path:
                return next((c for c in self._children(clause.i) if c.dep == "aux" and c.text.lower() == "to"), None)
        return None

    def _report(self, clause: Token) -> Token | None:
        """The noun of report whose content the parser took for a relative of a nearer noun: "reports on channels that
        drones had struck a base"; it stands above, and the clause lacks nothing that a relative pronoun could be."""
        objects = [c for c in self._children(clause.i) if c.dep == "dobj"]
        own = any(c.dep in ("nsubj", "nsubjpass") and c.lemma != "that" for c in self._children(clause.i))
        if not own or len(objects) < 2 or all(c.lemma != "that" for c in objects):
            return None
        at = self.tokens[clause.head]
        for _ in range(4):
            if at.lemma in REPORTS or at.head == at.i:
                break
            at = self.tokens[at.head]
        return at if at.lemma in REPORTS else None

    def _conditional(self, clause: Token) -> bool:
        return any(c.dep == "mark" and c.lemma in ("if", "unless") for c in self._children(clause.i))

    def _cross(self, token: Token) -> bool:
        """Goes from a word to its head; False where nothing above reaches it."""
        head, dep = self.tokens[token.head], token.dep
        that = any(c.dep == "mark" and c.lemma == "that" for c in self._children(token.i))
        if dep == "relcl" and (report := self._report(token)) is not None:
            self.above = report.i
            return self._operate(report, "that")
        if (dep == "relcl" or (dep == "acl" and token.tag == "VBG")) and head.lemma in TEXTS:
            return True
        if dep == "relcl" or (dep == "acl" and not that and token.tag in ("VBN", "VBG", "VBD")):
            self.background = True
            return False
        if dep == "advcl":
            marks = {c.lemma for c in self._children(token.i) if c.dep in ("mark", "advmod", "prep")}
            infinitive = any(c.text.lower() == "to" for c in self._children(token.i) if c.dep == "aux")
            if marks & CONDITIONS:
                return False
            if infinitive:
                return self._operate(head, "complement")
            if "since" in marks:
                self._add(token, "since", "past")
            if marks & TEMPORAL:
                self.background = True
                return False
            return not marks
        if dep in ("pobj", "pcomp") and head.pos in ("ADP", "SCONJ", "ADV"):
            return self._cross_preposition(head)
        slot = _slot(dep, token)
        if dep in ("nsubj", "expl") and head.lemma in COPULAS:
            for said in (c for c in self._children(head.i) if c.dep in ("acomp", "attr", "oprd")):
                ahead = any(c.dep in ("xcomp", "ccomp") for c in self._children(said.i))
                if not ahead and not self._operate(said, "subject"):
                    return False
        return self._operate(head, slot) if slot else True

    def _cross_preposition(self, preposition: Token) -> bool:
        """From a prepositional object to what the preposition hangs on; no operator reaches adjuncts of verbs."""
        above, name = self.tokens[preposition.head], preposition.lemma
        self.path.append(preposition.i)
        if self._find(above, name) is not None:
            return self._operate(above, name)
        if above.dep == "acl" and self._find(self.tokens[above.head], name) is not None:
            self.path.append(above.i)
            return self._operate(self.tokens[above.head], name)
        if name == "in" and above.lemma in HELPING:
            return True
        for subject in (c for c in self._children(above.i) if c.dep in ("nsubj", "nsubjpass")):
            if above.pos in ("VERB", "AUX") and subject.pos == "NOUN" and self._find(subject, name) is not None:
                return self._operate(subject, name)
        if above.i == self.frame.anchor or (name == "for" and above.pos == "VERB"):
            return True
        self.background = name in DATING
        if name == "since":
            self._add(preposition, "since", "past")
        if name in ("in", "worth") and above.entity == "MONEY":
            return True
        if name == "in" and any(c.dep == "dobj" and c.entity == "MONEY" for c in self._children(above.i)):
            return self._operate(above, "object")
        return name == "of" and above.pos in ("NOUN", "PROPN", "NUM")

    def _form(self, token: Token) -> str:
        if token.pos in ("VERB", "AUX"):
            return "verb"
        return "adjective" if token.pos in ("ADJ", "ADV") else "noun"

    def _find(self, head: Token, slot: str) -> Operator | None:
        near = frozenset(c.lemma for c in self._children(head.i))
        found = self.operators.find(self._form(head), head.text.lower(), slot, near)
        if found is None and head.tag in ("VBN", "VBD", "JJ", "VBG"):
            other = "adjective" if self._form(head) == "verb" else "verb"
            found = self.operators.find(other, head.text.lower(), slot, near)
        return found

    def _operate(self, head: Token, slot: str) -> bool:
        if head.i == self.frame.anchor:
            return True
        saying = head.lemma in SAYING and slot == "complement" and head.pos == "VERB"
        found = self._find(head, slot)
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
        if found.name in ("factive", "happened"):
            if found.stops and not self._is_aspect(head):
                self.background = True
                return False
            return True
        self._add(head, found.name, found.effect, found.stops)
        return True

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
