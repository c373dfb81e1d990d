"""The annotated texts as the encoder learns from them: wordpieces, with what is known of each and of the whole."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from labels import DIRECTIONS, STATUSES, own_texts, places  # noqa: E402

from bellwire.reading.encoder import encoded  # noqa: E402
from bellwire.reading.knowledge import load_gate, load_knowledge  # noqa: E402
from bellwire.reading.reading import Direction  # noqa: E402
from bellwire.reading.syntax.pages import pages_of  # noqa: E402
from bench.gold import GOLD, articles  # noqa: E402

#: Labels of a set; the second annotator's, where there are two.
LABELS = {
    "agnews": ["agnews/labels.jsonl"], "bbc": ["bbc/labels.jsonl"], "re3d": ["re3d/labels.jsonl"],
    "reuters": ["reuters/annotator1.jsonl", "reuters/annotator2.jsonl"], "modern": ["modern/labels.jsonl"],
    "case2021": ["case2021/signals.jsonl"], "plover": ["plover/signals.jsonl"],
}  # fmt: skip
#: Wordpieces of a text that it is taught on: labels are of whole texts.
LEARNT = 384


@dataclass
class Text:
    """A text with what is known of it. NaN: not known. `tags`: per wordpiece 0 for none, a kind's number + 1, -1
    for not known; `moods`: per wordpiece a status's number or -1; `shown`: kind, status and the wordpieces among which
    one tells it, where the labels quote a passage and not its word."""

    name: str
    uri: str
    ids: list[int]
    tags: np.ndarray
    moods: np.ndarray
    kinds: np.ndarray
    statuses: np.ndarray
    alerts: np.ndarray
    direction: np.ndarray
    alert: float
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    shown: list[tuple[int, int, list[int]]] = field(default_factory=list)


def gather(words: Tokenizer) -> tuple[list[Text], list[str]]:
    """Every annotated text, and the kinds."""
    know = load_knowledge(opinion=False)
    gate = load_gate(know)
    kinds = [name for name, kind in know.kinds.items() if kind.direction is not Direction.CONTEXT]
    texts: list[Text] = []
    for name, files in LABELS.items():
        gold = [{r["uri"]: r for r in map(json.loads, (GOLD / file).read_text().splitlines())} for file in files]
        for article in articles(name):
            rows = [rows[article.uri] for rows in gold if article.uri in rows]
            if rows:
                pages = pages_of(article.headline, article.body, gate, know.is_name)
                texts.append(_text(name, article.uri, (pages.headline.text, pages.body.text), rows, kinds, words))
    for article, row in own_texts():
        pages = pages_of(article.headline, article.body, gate, know.is_name)
        texts.append(_text("own", article.uri, (pages.headline.text, pages.body.text), [row], kinds, words))
    return texts, kinds


def _text(
    name: str, uri: str, pages: tuple[str, str], rows: list[dict[str, Any]], kinds: list[str], words: Tokenizer
) -> Text:
    ids, spans = encoded(words, *pages, longest=LEARNT)
    size = len(ids)
    text = Text(
        name, uri, ids, np.full(size, -1), np.full(size, -1), np.zeros(len(kinds)),
        np.zeros((len(kinds), len(STATUSES))), np.zeros(len(kinds)), np.zeros(len(DIRECTIONS)), 0.0, spans,
    )  # fmt: skip
    if name == "modern":
        _partly(text, rows[0], kinds)
        return text
    marked = all("trigger" in signal for row in rows for signal in row["signals"])
    if marked:
        text.tags[:] = 0
    for row in rows:
        worth = 1 / len(rows)
        text.direction[DIRECTIONS.index(row["direction"])] += worth
        signals = [s for s in row["signals"] if s["kind"] in kinds]
        text.alert += worth * any(s["alert"] for s in signals)
        there, ways, rings = np.zeros_like(text.kinds), np.zeros_like(text.statuses), np.zeros_like(text.alerts)
        for signal in signals:
            at = kinds.index(signal["kind"])
            there[at], ways[at, STATUSES.index(signal["status"])] = 1, 1
            rings[at] = max(rings[at], signal["alert"])
            if not marked:
                _show(text, pages, signal, at)
            elif signal["trigger"]:
                _mark(text, pages, signal, at)
        text.kinds += worth * there
        text.statuses += worth * ways
        text.alerts += worth * rings
    return text


def _mark(text: Text, pages: tuple[str, str], signal: dict[str, Any], kind: int) -> None:
    """Tags the wordpieces of a trigger wherever it stands."""
    for n in _pieces(text, pages, signal["trigger"]):
        text.tags[n] = kind + 1
        text.moods[n] = STATUSES.index(signal["status"])


def _show(text: Text, pages: tuple[str, str], signal: dict[str, Any], kind: int) -> None:
    """Notes where the evidence of a signal stands."""
    pieces = list(_pieces(text, pages, signal["evidence"])) if signal.get("evidence") else []
    if pieces:
        text.shown.append((kind, STATUSES.index(signal["status"]), pieces))


def _pieces(text: Text, pages: tuple[str, str], wanted: str) -> Iterator[int]:
    """The wordpieces of a string wherever it stands."""
    for part, page in enumerate(pages):
        for begin, stop in places(page, wanted):
            for n, (where, start, end) in enumerate(text.spans):
                if where == part and begin <= start < end <= stop:
                    yield n


def _partly(text: Text, row: dict[str, Any], kinds: list[str]) -> None:
    """Labels of a set that says what must and what must never be read, and nothing of the rest."""
    ways = row["direction"].split("|")
    text.direction[[DIRECTIONS.index(way) for way in ways]] = 1 / len(ways)
    text.alert = float(row["alert"])
    text.alerts[:] = np.nan
    text.kinds[:] = np.nan if row["must"] else 0
    text.statuses[:] = np.nan
    for kind, statuses, _ in row["must"]:
        if kind in kinds:
            text.kinds[kinds.index(kind)] = 1
            if statuses in STATUSES:
                text.statuses[kinds.index(kind), STATUSES.index(statuses)] = 1
    for several, statuses in row["never"]:
        for kind in set(several.split("|")) & set(kinds):
            for status in statuses.split("|"):
                text.statuses[kinds.index(kind), STATUSES.index(status)] = 0
