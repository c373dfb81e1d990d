"""The annotated texts as the second opinion learns from them: what the reader sees in each, and what is right.

Every text of ../shared/gold with the kinds of event that it tells, and our own; only those that the encoder has
answers on.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from labels import STATUSES, own_texts, places  # noqa: E402

from bellwire.reading import Reader, load_reader  # noqa: E402
from bellwire.reading.encoder import Said  # noqa: E402
from bellwire.reading.events.candidates import Candidate, Told, by_rules, candidates, heard  # noqa: E402
from bellwire.reading.events.context import Context, Knowledge  # noqa: E402
from bellwire.reading.events.extract import drafts  # noqa: E402
from bellwire.reading.events.opinion import Opinion  # noqa: E402
from bellwire.reading.events.opinion.wording import wording  # noqa: E402
from bellwire.reading.events.rules import bare_rule  # noqa: E402
from bellwire.reading.events.scene import prover, scene_of  # noqa: E402
from bellwire.reading.events.weigh import mood_names, telling_of  # noqa: E402
from bellwire.reading.knowledge import load_encoder, load_vocabulary  # noqa: E402
from bellwire.reading.reading import Direction  # noqa: E402
from bellwire.reading.syntax.pages import heeding, pages_of, parsed  # noqa: E402
from bellwire.wire import Article  # noqa: E402
from bench.gold import GOLD, articles  # noqa: E402
from bench.mechanisms import Remembering  # noqa: E402

LABELS = {
    "agnews": "agnews/labels.jsonl", "bbc": "bbc/labels.jsonl", "re3d": "re3d/labels.jsonl",
    "reuters": "reuters/annotator1.jsonl", "case2021": "case2021/signals.jsonl", "plover": "plover/signals.jsonl",
    "modern": "modern/labels.jsonl",
}  # fmt: skip
#: Texts in which a lemma must tell an event to be a trigger.
LEAST_TRIGGER = 2
#: How much a mention counts that only repeats a trigger, or that only a rule finds.
REPEATED, RULED = 0.3, 0.5


class AnyWord(Container[str]):
    """Every word is a trigger."""

    def __contains__(self, word: object) -> bool:
        return True


@dataclass(frozen=True)
class Mood:
    """How one mention is told: its features, the number of its status (-1: not known), whether it rings, how much it
    counts; the status that the rules give, and the numbers of its kind and word for the encoder."""

    names: list[str]
    status: int
    alert: bool
    worth: float
    ruled: str
    kind: int
    word: int | None


@dataclass
class Text:
    """An annotated text with everything that is learned from it. `partly`: not all that it tells is in `signals`."""

    name: str
    uri: str
    partly: bool
    signals: list[dict[str, Any]]
    direction: str
    alert: bool
    wording: list[str]
    found: list[Candidate]
    context: Context
    said: Said
    telling: list[list[str]] = field(default_factory=list)
    #: Per candidate the kinds that it tells (their number in `signals`), and those left open.
    tells: list[set[int]] = field(default_factory=list)
    open: list[set[int]] = field(default_factory=list)
    mood: list[Mood] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        return {signal["kind"] for signal in self.signals}


def gather(parses: Path | None, answers: dict[str, list[np.ndarray]]) -> tuple[list[Text], list[str], list[str]]:
    """Every annotated text that the encoder has answers on, the kinds, and the lemmas that tell events in enough of
    them. `parses`: where parses are kept."""
    reader = load_reader(method="rules")
    reader.parser = parser = Remembering(reader.parser)
    if parses and parses.exists():
        parser.known.update(pickle.loads(parses.read_bytes()))
    words = load_vocabulary()
    hollow = Opinion(AnyWord(), 1.0, *(None,) * 6, words, load_encoder())  # type: ignore[arg-type]
    reader.knowledge = replace(reader.knowledge, opinion=hollow)
    kinds = [name for name, kind in reader.knowledge.kinds.items() if kind.direction is not Direction.CONTEXT]
    texts: list[Text] = []
    for name, article, row in labelled():
        if article.uri in answers:
            texts.append(_text(name, article, row, kinds, answers[article.uri], reader))
            if len(texts) % 500 == 0:
                print(f"{len(texts)} of {len(answers)} texts", file=sys.stderr)
    if parses:
        parses.write_bytes(pickle.dumps(parser.known))
    told: Counter[str] = Counter()
    for text in texts:
        told.update({one.frame.lemma for one, tells in zip(text.found, text.tells, strict=True) if tells})
    triggers = sorted(lemma for lemma, n in told.items() if n >= LEAST_TRIGGER)
    for text in texts:
        _narrow(text, set(triggers))
        text.telling = telling_of(text.found, text.context.flags, hollow)
    return texts, kinds, triggers


def _signals(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What a text that is labelled by what must be read tells for sure."""
    return [
        {"kind": kind, "status": status, "trigger": "", "alert": row["alert"]}
        for kind, status, _ in row.get("must", ())
        if "|" not in kind
    ]


def labelled() -> Iterator[tuple[str, Article, dict[str, Any]]]:
    """Every annotated article with its labels, and the name of its set."""
    for name, labels in LABELS.items():
        gold = {row["uri"]: row for row in map(json.loads, (GOLD / labels).read_text().splitlines())}
        yield from ((name, article, gold[article.uri]) for article in articles(name) if article.uri in gold)
    yield from (("own", article, row) for article, row in own_texts())


def _text(
    name: str, article: Article, row: dict[str, Any], kinds: list[str], answers: list[np.ndarray], reader: Reader
) -> Text:
    signals = [s for s in row.get("signals") or _signals(row) if s["kind"] in kinds]
    direction, alert = row["direction"].split("|")[0], row.get("alert", any(s["alert"] for s in signals))
    know = reader.knowledge
    assert know.opinion is not None
    pages = pages_of(article.headline, article.body, reader.gate, know.is_name)
    said = know.opinion.encoder.said(answers, pages.headline.text, pages.body.text)
    pages = heeding(pages, said)
    sentences = parsed(pages, reader.parser)
    found = candidates(heard(sentence, know, pages.flags, said) for sentence in sentences)
    ruled = {told.kind for told in by_rules(found)}
    about = wording(pages.headline.text, pages.body.text, ruled, pages.flags, know.opinion.words)
    context = Context(scene_of(article, pages, sentences, know.facts), pages.flags, prover(article, pages))
    partly = name == "modern" and bool(signals)
    text = Text(name, article.uri, partly, signals, direction, alert, about, found, context, said)
    for one in found:
        tells, unsure = _marked(one, signals, article, pages)
        text.tells.append(tells)
        text.open.append(unsure)
    text.mood = list(_moods(text, kinds, know))
    return text


def _marked(one: Candidate, signals: list[dict[str, Any]], article: Any, pages: Any) -> tuple[set[int], set[int]]:
    """The signals whose trigger a word heads, or whose evidence it stands in by a rule of their kind, and those whose
    trigger or evidence it only stands in."""
    sentence, tokens = one.frame.sentence, one.frame.sentence.tokens
    copy = pages.copy(sentence.field)
    text = article.headline if sentence.field == "headline" else article.body
    token, head = one.frame.token, tokens[one.frame.token.head]
    start, _ = copy.back(token.start, token.end)
    above = copy.back(head.start, head.end)
    tells, unsure = set[int](), set[int]()
    for number, signal in enumerate(signals):
        marked = signal.get("trigger") or signal.get("evidence") or ""
        around = next((where for where in places(text, marked) if where[0] <= start < where[1]), None)
        if around is None:
            continue
        outside = head.i == token.i or not around[0] <= above[0] < around[1] or head.pos in ("AUX", "ADP", "PART")
        headed = outside if signal.get("trigger") else signal["kind"] in one.told()
        (tells if headed else unsure).add(number)
    return tells, unsure


def _moods(text: Text, kinds: list[str], know: Knowledge) -> Iterable[Mood]:
    """How each event is told."""
    statuses: dict[str, set[str]] = defaultdict(set)
    lemmas: dict[str, set[str]] = defaultdict(set)
    for signal in text.signals:
        statuses[signal["kind"]].add(signal["status"])
    for one, tells in zip(text.found, text.tells, strict=True):
        for number in tells:
            lemmas[text.signals[number]["kind"]].add(one.frame.lemma)
    wanted: list[tuple[Told, str, bool, float]] = []
    for one, tells in zip(text.found, text.tells, strict=True):
        sure = {text.signals[n]["kind"]: text.signals[n] for n in tells}
        for kind in text.kinds:
            ruled = kind in one.told()
            worth = 1.0 if kind in sure else RULED if ruled else REPEATED if one.frame.lemma in lemmas[kind] else 0.0
            if not worth or (kind not in sure and len(statuses[kind]) > 1):
                continue
            signal = sure.get(kind) or next(s for s in text.signals if s["kind"] == kind)
            outcome = one.outcome(kind)
            rule = outcome.rule if outcome else bare_rule(kind)
            wanted.append((Told(one, kind, rule, "", 1.0), signal["status"], signal["alert"], worth))
    found = drafts([row[0] for row in wanted], text.context, know)
    for draft, (told, status, alert, worth) in zip(found, wanted, strict=True):
        token = draft.frame.token
        yield Mood(
            mood_names(told.kind, draft.mood), STATUSES.index(status) if status in STATUSES else -1, alert, worth,
            draft.status, kinds.index(told.kind), text.said.at(draft.frame.sentence.field, token.start),
        )  # fmt: skip


def _narrow(text: Text, triggers: set[str]) -> None:
    """Leaves the candidates that the reader would have."""
    keep = [n for n, one in enumerate(text.found) if one.outcomes or one.frame.lemma in triggers or _heard(text, one)]
    text.found = [text.found[n] for n in keep]
    text.tells = [text.tells[n] for n in keep]
    text.open = [text.open[n] for n in keep]


def _heard(text: Text, one: Candidate) -> bool:
    return text.said.hears(one.frame.sentence.field, one.frame.token.start)
