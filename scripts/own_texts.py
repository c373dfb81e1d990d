"""Annotated texts of our own: what the encoder and the second opinion learn from beside ../shared/gold.

scripts/texts/*.jsonl, one text a line, written and labelled for Bellwire by its ontology; incidents are invented or
freely retold, not factual. {"headline", "body", "date", "direction", "signals": [{"kind", "status", "country",
"trigger" (an exact substring), "actor", "target", "alert"}]}.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bellwire.wire import Article

TEXTS = Path(__file__).with_name("texts")


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
