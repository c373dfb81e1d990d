"""What the labels of annotated texts are made of, and the annotated texts of our own, which the encoder and the second
opinion learn from beside ../shared/gold.

Ours are scripts/texts/*.jsonl, one text a line, written and labelled for Bellwire by its ontology; incidents are
invented or freely retold, not factual. {"headline", "body", "date", "direction", "signals": [{"kind", "status",
"country", "trigger" (an exact substring), "actor", "target", "alert"}]}.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bellwire.wire import Article

TEXTS = Path(__file__).with_name("texts")
STATUSES = ("happened", "claimed", "planned", "proposed", "threatened", "predicted", "denied", "past")
DIRECTIONS = ("none", "escalation", "de-escalation", "mixed")


def places(text: str, marked: str) -> Iterator[tuple[int, int]]:
    """Start and end of a trigger or of evidence wherever it stands in a text, whose lines may be broken otherwise."""
    words = marked.split()
    pattern = r"\s+".join(map(re.escape, words))
    return (found.span() for found in re.finditer(pattern, text)) if words else iter(())


def own_texts() -> Iterator[tuple[Article, dict[str, Any]]]:
    """Every text as an article, with its labels as those of ../shared/gold have them."""
    for file in sorted(TEXTS.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            uri = f"urn:bellwire-texts:{file.stem}:{number}"
            when = datetime.fromisoformat(row["date"]).replace(hour=12, tzinfo=UTC)
            article = Article(
                uri=uri, version="1", headline=row["headline"], body=row["body"], version_time=when, language="en"
            )
            yield article, {"uri": uri, "direction": row["direction"], "signals": row["signals"]}
