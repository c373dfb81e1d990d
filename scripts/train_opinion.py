#!/usr/bin/env python3
"""Learns the second opinion out of ../shared/gold and writes src/bellwire/reading/data/opinion.json: `make train`.

    scripts/train_opinion.py                 from the open part of every annotated set
    scripts/train_opinion.py --all           from all of it
    scripts/train_opinion.py --parses FILE   keeps the parses here, to try again fast

Linear models over the features that the reader itself makes; only features seen in three texts or more, only numbers,
no text. Where one model is fed by another it sees what that one says of texts that it was not fitted to (four folds).
Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import time
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import log1p
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from mechanisms import Remembering  # noqa: E402

from bellwire.reading import Reader, load_reader  # noqa: E402
from bellwire.reading.events.candidates import Candidate, Told, by_rules, candidates, heard  # noqa: E402
from bellwire.reading.events.context import Context, Knowledge  # noqa: E402
from bellwire.reading.events.extract import drafts  # noqa: E402
from bellwire.reading.events.opinion import Opinion, figures  # noqa: E402
from bellwire.reading.events.opinion.linear import log_odds, shares  # noqa: E402
from bellwire.reading.events.opinion.news import COLUMNS, news_figures  # noqa: E402
from bellwire.reading.events.opinion.wording import wording  # noqa: E402
from bellwire.reading.events.rules import bare_rule  # noqa: E402
from bellwire.reading.events.scene import prover, scene_of  # noqa: E402
from bellwire.reading.events.weigh import mood_names, settled, spots_of, telling_of, weighed  # noqa: E402
from bellwire.reading.knowledge import load_vocabulary  # noqa: E402
from bellwire.reading.reading import Direction  # noqa: E402
from bellwire.reading.syntax.pages import pages_of, parsed  # noqa: E402
from bellwire.wire import Article  # noqa: E402
from gold import GOLD, articles, is_blind  # noqa: E402

LABELS = {
    "agnews": "agnews/labels.jsonl", "bbc": "bbc/labels.jsonl", "re3d": "re3d/labels.jsonl",
    "reuters": "reuters/annotator1.jsonl", "case2021": "case2021/signals.jsonl", "plover": "plover/signals.jsonl",
}  # fmt: skip
STATUSES = ("happened", "claimed", "planned", "proposed", "threatened", "predicted", "denied", "past")
#: Texts in which a feature must stand; texts in which a lemma must tell an event to be a trigger; folds.
LEAST_TEXTS, LEAST_TRIGGER, FOLDS = 3, 2, 4
#: How freely each model may fit (scikit-learn's C).
FREE = {
    "telling": 0.3, "wording": 0.05, "kinds": 0.05, "mood": 0.1, "alert": 0.03, "alert words": 0.1,
    "news": 0.03,
}  # fmt: skip
#: Weights below this are left out; how likely a kind must be to be told.
FAINT, LEAST = 0.03, 0.36
#: How much a mention counts that only repeats a trigger, or that only a rule finds.
REPEATED, RULED = 0.3, 0.5


class AnyWord(Container[str]):
    """Every word is a trigger."""

    def __contains__(self, word: object) -> bool:
        return True


@dataclass
class Text:
    """An annotated text with everything that is learned from it."""

    name: str
    uri: str
    signals: list[dict[str, Any]]
    direction: str
    wording: list[str]
    found: list[Candidate]
    context: Context
    telling: list[list[str]] = field(default_factory=list)
    #: Per candidate the kinds that it tells (their number in `signals`), and those left open.
    tells: list[set[int]] = field(default_factory=list)
    open: list[set[int]] = field(default_factory=list)
    mood: list[tuple[list[str], int, bool, float]] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        return {signal["kind"] for signal in self.signals}

    @property
    def alert(self) -> bool:
        return any(signal["alert"] for signal in self.signals)


def gather(parses: Path | None) -> tuple[list[Text], list[str], list[str], Knowledge]:
    """Every annotated text, the kinds, the lemmas that tell events in enough open texts, and what the reader knows."""
    reader = load_reader(method="rules")
    reader.parser = parser = Remembering(reader.parser)
    if parses and parses.exists():
        parser.known.update(pickle.loads(parses.read_bytes()))
    words = load_vocabulary()
    hollow = Opinion(AnyWord(), 1.0, *(None,) * 5, words)  # type: ignore[arg-type]
    reader.knowledge = know = replace(reader.knowledge, opinion=hollow)
    kinds = [name for name, kind in know.kinds.items() if kind.direction is not Direction.CONTEXT]
    texts: list[Text] = []
    for name, labels in LABELS.items():
        gold = {row["uri"]: row for row in map(json.loads, (GOLD / labels).read_text().splitlines())}
        for article in articles(name):
            if article.uri in gold:
                signals = [s for s in gold[article.uri]["signals"] if s["kind"] in kinds]
                texts.append(_text(name, article, signals, gold[article.uri]["direction"], reader))
        print(f"{name}: {sum(t.name == name for t in texts)} texts", file=sys.stderr)
    if parses:
        parses.write_bytes(pickle.dumps(parser.known))
    told: Counter[str] = Counter()
    for text in texts:
        if not is_blind(text.uri):
            told.update({one.frame.lemma for one, tells in zip(text.found, text.tells, strict=True) if tells})
    triggers = sorted(lemma for lemma, n in told.items() if n >= LEAST_TRIGGER)
    for text in texts:
        _narrow(text, set(triggers))
        text.telling = telling_of(text.found, text.context.flags, hollow)
    return texts, kinds, triggers, know


def _text(name: str, article: Article, signals: list[dict[str, Any]], direction: str, reader: Reader) -> Text:
    know = reader.knowledge
    pages = pages_of(article.headline, article.body, reader.gate, know.is_name)
    sentences = parsed(pages, reader.parser)
    found = candidates(heard(sentence, know, pages.flags) for sentence in sentences)
    ruled = {told.kind for told in by_rules(found)}
    assert know.opinion is not None
    about = wording(pages.headline.text, pages.body.text, ruled, pages.flags, know.opinion.words)
    context = Context(scene_of(article, pages, sentences, know.facts), pages.flags, prover(article, pages))
    text = Text(name, article.uri, signals, direction, about, found, context)
    for one in found:
        tells, unsure = _marked(one, signals, article, pages)
        text.tells.append(tells)
        text.open.append(unsure)
    text.mood = list(_moods(text, know))
    return text


def _marked(one: Candidate, signals: list[dict[str, Any]], article: Any, pages: Any) -> tuple[set[int], set[int]]:
    """The signals whose trigger a word heads, and those whose trigger or evidence it only stands in."""
    sentence, tokens = one.frame.sentence, one.frame.sentence.tokens
    copy = pages.copy(sentence.field)
    text = article.headline if sentence.field == "headline" else article.body
    token, head = one.frame.token, tokens[one.frame.token.head]
    start, _ = copy.back(token.start, token.end)
    above = copy.back(head.start, head.end)
    tells, unsure = set[int](), set[int]()
    for number, signal in enumerate(signals):
        marked = signal.get("trigger") or signal.get("evidence") or ""
        at = text.find(marked, max(0, start - len(marked))) if marked else -1
        if not 0 <= at <= start < at + len(marked):
            continue
        outside = head.i == token.i or not at <= above[0] < at + len(marked) or head.pos in ("AUX", "ADP", "PART")
        (tells if signal.get("trigger") and outside else unsure).add(number)
    return tells, unsure


def _moods(text: Text, know: Knowledge) -> Iterable[tuple[list[str], int, bool, float]]:
    """How each event is told: features, status, whether it rings, how much the mention counts."""
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
        yield mood_names(told.kind, draft.mood), STATUSES.index(status), alert, worth


def _narrow(text: Text, triggers: set[str]) -> None:
    """Leaves the candidates that the reader would have."""
    keep = [n for n, one in enumerate(text.found) if one.outcomes or one.frame.lemma in triggers]
    text.found = [text.found[n] for n in keep]
    text.tells = [text.tells[n] for n in keep]
    text.open = [text.open[n] for n in keep]


class Matrix:
    """Features of enough texts as columns."""

    def __init__(self, texts: Iterable[Iterable[Iterable[str]]], least: int = LEAST_TEXTS) -> None:
        counts = Counter(name for rows in texts for name in {name for row in rows for name in row})
        self.names = sorted(name for name, n in counts.items() if n >= least)
        self.columns = {name: at for at, name in enumerate(self.names)}

    def rows(self, rows: Iterable[Iterable[str]]) -> csr_matrix:
        """Rows of ones where features are there."""
        at, ends = list[int](), [0]
        for row in rows:
            at.extend(self.columns[name] for name in row if name in self.columns)
            ends.append(len(at))
        return csr_matrix((np.ones(len(at), dtype=np.float32), at, ends), shape=(len(ends) - 1, len(self.names)))


@dataclass
class Model:
    """A fitted linear model over named features; `even` as in Table."""

    columns: list[str]
    matrix: Matrix
    weights: np.ndarray
    start: np.ndarray
    even: float = 0.0

    def scores(self, rows: Iterable[Iterable[str]]) -> np.ndarray:
        """One score per row and column."""
        there = self.matrix.rows(rows)
        total = there @ self.weights
        if self.even:
            total *= (self.even / np.sqrt(np.maximum(1, np.diff(there.indptr))))[:, None]
        return np.asarray(total + self.start)

    def stored(self) -> dict[str, Any]:
        """As TableData."""
        step = float(np.abs(self.weights).max()) / 127
        bytes_ = np.rint(self.weights / step).astype(np.int8)
        keep = np.flatnonzero(np.abs(self.weights).max(axis=1) >= FAINT)
        names = [self.matrix.names[at] for at in keep]
        return {
            "columns": self.columns, "step": step, "start": [round(float(x), 4) for x in self.start],
            "features": names, "weights": b64encode(bytes_[keep].tobytes()).decode(), "even": self.even,
        }  # fmt: skip


def fit_telling(texts: Sequence[Text], kinds: Sequence[str]) -> Model:
    """Does this word tell an event of a kind? One of all kinds, or none."""
    matrix = Matrix(text.telling for text in texts)
    rows, answers = list[list[str]](), list[int]()
    for text in texts:
        lemmas: dict[str, set[str]] = defaultdict(set)
        for one, tells in zip(text.found, text.tells, strict=True):
            for number in tells:
                lemmas[text.signals[number]["kind"]].add(one.frame.lemma)
        for one, names, tells, unsure in zip(text.found, text.telling, text.tells, text.open, strict=True):
            told = {text.signals[n]["kind"] for n in tells} | (one.told() & text.kinds)
            told |= {kind for kind in text.kinds if one.frame.lemma in lemmas[kind]}
            if unsure and not told:
                continue
            for kind in sorted(told) or [""]:
                rows.append(names)
                answers.append(kinds.index(kind) + 1 if kind else 0)
    weights, start = _softmax(matrix.rows(rows), np.array(answers), len(kinds) + 1, FREE["telling"])
    return Model(["", *kinds], matrix, weights, start)


def _softmax(
    rows: Any, answers: np.ndarray, size: int, free: float, worth: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    fitted = LogisticRegression(C=free, max_iter=60, tol=1e-3).fit(rows, answers, sample_weight=worth)
    weights, start = np.zeros((rows.shape[1], size)), np.full(size, -20.0)
    weights[:, fitted.classes_] = fitted.coef_.T
    start[fitted.classes_] = fitted.intercept_
    return weights, start


def fit_wording(texts: Sequence[Text], kinds: Sequence[str]) -> Model:
    """What is an article with these words about, would a desk want it, which way does it point?"""
    matrix = Matrix([text.wording] for text in texts)
    even = 6.0
    rows = matrix.rows(text.wording for text in texts)
    rows = rows.multiply((even / np.sqrt(np.maximum(1, np.diff(rows.indptr))))[:, None]).tocsr()
    size = len(kinds) + len(COLUMNS)
    weights, start = np.zeros((len(matrix.names), size)), np.zeros(size)
    for at, kind in enumerate([*kinds, "alert"]):
        answers = np.array([text.alert if kind == "alert" else kind in text.kinds for text in texts])
        free = FREE["alert words"] if kind == "alert" else FREE["wording"]
        fitted = LogisticRegression(C=free, solver="liblinear", tol=1e-2).fit(rows, answers)
        weights[:, at], start[at] = fitted.coef_[0], fitted.intercept_[0]
    ways = np.array([COLUMNS.index(text.direction) - 1 for text in texts])
    weights[:, len(kinds) + 1 :], start[len(kinds) + 1 :] = _softmax(rows, ways, len(COLUMNS) - 1, FREE["alert words"])
    return Model([*kinds, *COLUMNS], matrix, weights, start, even)


@dataclass
class Fold:
    """Models fitted to three of four parts, and the texts of the fourth."""

    texts: list[Text]
    telling: Model
    wording: Model
    mood: Model


def folds(texts: Sequence[Text], kinds: Sequence[str]) -> list[Fold]:
    """The folds, each in turn left out."""
    found: list[Fold] = []
    for fold in range(FOLDS):
        rest = [text for n, text in enumerate(texts) if n % FOLDS != fold]
        left_out = list(texts[fold::FOLDS])
        found.append(Fold(left_out, fit_telling(rest, kinds), fit_wording(rest, kinds), fit_mood(rest)))
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr)
    return found


def figures_of(text: Text, fold: Fold, kinds: Sequence[str]) -> list[dict[str, float]]:
    """The figures of every kind, as the reader makes them."""
    odds = [log_odds(shares(row)[1:]) for row in fold.telling.scores(text.telling)] if text.telling else []
    long = log1p(len({one.frame.sentence.start for one in text.found}))
    spots, about = spots_of(text.found, odds), fold.wording.scores([text.wording])[0][: len(kinds)]
    return [figures(at, kinds, spots, about, long) for at in range(len(kinds))]


def fit_kinds(parts: Sequence[Fold], kinds: Sequence[str]) -> dict[str, list[float]]:
    """Does the article tell of a kind? Figure → weight, fitted to what models say of texts that they have not seen."""
    pairs = [(text, fold) for fold in parts for text in fold.texts]
    rows = [row for text, fold in pairs for row in figures_of(text, fold, kinds)]
    answers = np.array([kind in text.kinds for text, _ in pairs for kind in kinds])
    columns, dense = _dense(rows)
    middle, spread = np.zeros(len(columns)), np.ones(len(columns))
    for name, at in columns.items():
        shared = name.split(": ")[-1]
        if name in kinds:
            continue
        source = dense[:, columns[shared]] if shared in columns else dense[:, columns["best"]]
        pull = 1.0 if name == shared else 0.3 if shared.startswith("beside ") else 0.5
        middle[at], spread[at] = source.mean(), (source.std() + 1e-6) / pull
    scaled = np.where(dense != 0, (dense - middle) / spread, 0)
    fitted = LogisticRegression(C=FREE["kinds"], max_iter=200, tol=1e-3).fit(scaled, answers)
    weights = fitted.coef_[0] / spread
    found = {name: float(weights[at]) for name, at in columns.items()}
    for kind in kinds:
        lost = sum(w * middle[columns[name]] for name, w in found.items() if _concerns(name, kind))
        found[kind] = found.get(kind, 0.0) + float(fitted.intercept_[0]) - float(lost)
    return {name: [round(weight, 4)] for name, weight in found.items()}


def _dense(rows: Sequence[dict[str, float]]) -> tuple[dict[str, int], np.ndarray]:
    columns = {name: at for at, name in enumerate(sorted({name for row in rows for name in row}))}
    dense = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for at, row in enumerate(rows):
        for name, value in row.items():
            dense[at, columns[name]] = value
    return columns, dense


def fit_news(parts: Sequence[Fold], model: dict[str, Any], know: Knowledge) -> dict[str, list[float]]:
    """Does the article ring, which way does it point? Fitted to what the reader makes of texts that it has not seen."""
    rows, rings, ways = list[dict[str, float]](), list[bool](), list[int]()
    for fold in parts:
        stored = {name: getattr(fold, name).stored() for name in ("telling", "wording", "mood")}
        opinion = opinion_of({**model, **stored, "news": {"columns": [], "weights": {}}}, know)
        knowing = replace(know, opinion=opinion)
        for text in fold.texts:
            about = opinion.wording.scores(text.wording)
            told = weighed(text.found, about, text.context.flags, knowing)
            rows.append(news_figures(settled(drafts(told, text.context, knowing), opinion), about[-len(COLUMNS) :]))
            rings.append(text.alert)
            ways.append(COLUMNS.index(text.direction) - 1)
    columns, dense = _dense(rows)
    spread = dense.std(axis=0) + 1e-6
    spread[columns["always"]] = 1.0
    fitted = LogisticRegression(C=FREE["news"], max_iter=300, tol=1e-3)
    alert = fitted.fit(dense / spread, rings)
    weights = np.zeros((len(columns), len(COLUMNS)))
    weights[:, 0] = alert.coef_[0] / spread
    weights[columns["always"], 0] += alert.intercept_[0]
    way = LogisticRegression(C=FREE["news"], max_iter=300, tol=1e-3).fit(dense / spread, ways)
    weights[:, 1:] = way.coef_.T / spread[:, None]
    weights[columns["always"], 1:] += way.intercept_
    return {name: [round(float(w), 4) for w in weights[at]] for name, at in columns.items()}


def opinion_of(model: dict[str, Any], know: Knowledge) -> Opinion:
    """The model as the reader loads it."""
    assert know.opinion is not None
    return Opinion.of(json.dumps(model).encode(), know.opinion.words)


def _concerns(name: str, kind: str) -> bool:
    return name != kind and (": " not in name or name.startswith(f"{kind}: "))


def fit_mood(texts: Sequence[Text]) -> Model:
    """How is it told, and would a desk want it?"""
    matrix = Matrix([row[0] for row in text.mood] for text in texts)
    told = [row for text in texts for row in text.mood]
    rows = matrix.rows(row[0] for row in told)
    worth = np.array([row[3] for row in told])
    weights, start = _softmax(rows, np.array([row[1] for row in told]), len(STATUSES), FREE["mood"], worth)
    rings = LogisticRegression(C=FREE["alert"], solver="liblinear", tol=1e-2)
    rings.fit(rows, np.array([row[2] for row in told]), sample_weight=worth)
    return Model(
        [*STATUSES, "alert"], matrix,
        np.column_stack((weights, rings.coef_[0])), np.append(start, rings.intercept_[0]),
    )  # fmt: skip


def main() -> int:
    """Learns and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="learn from the blind part too")
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "src/bellwire/reading/data/opinion.json")
    args = parser.parse_args()
    begun = time.monotonic()
    texts, kinds, triggers, know = gather(args.parses)
    texts = [text for text in texts if args.all or not is_blind(text.uri)]
    print(f"{len(texts)} texts, {len(triggers)} triggers, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    parts = folds(texts, kinds)
    written: dict[str, Any] = {
        "trained_on": f"{len(texts)} texts, {'both parts' if args.all else 'the open part'}",
        "triggers": triggers,
        "least": LEAST,
        "telling": fit_telling(texts, kinds).stored(),
        "wording": fit_wording(texts, kinds).stored(),
        "kinds": {"columns": ["told"], "weights": fit_kinds(parts, kinds)},
        "mood": fit_mood(texts).stored(),
    }
    written["news"] = {"columns": list(COLUMNS), "weights": fit_news(parts, written, know)}
    args.out.write_text(json.dumps(written, separators=(",", ":"), ensure_ascii=True) + "\n", encoding="utf-8")
    sizes = {name: len(written[name]["features"]) for name in ("telling", "wording", "mood")}
    print(f"{sizes}, {args.out.stat().st_size // 1024} kB, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
