"""`bellwire times`: time expressions of texts, with their TIMEX3 values."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer


class Text(msgspec.Struct, frozen=True):
    """A line in: a text and the time it was written (a day or a moment; without a zone: UTC)."""

    uri: str
    anchor: str
    text: str


def _lines(file: str) -> Iterator[bytes]:
    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as source:
        yield from source


def _times(line: bytes) -> bytes:
    """The answer to one line. Raises ValueError (msgspec's are such) where the line is none."""
    from bellwire.reading.facts.times import find_times

    row = msgspec.json.decode(line, type=Text)
    found = find_times(row.text, datetime.fromisoformat(row.anchor))
    shown = [{"start": t.start, "end": t.end, "value": t.value, "type": t.type} for t in found]
    return msgspec.json.encode({"uri": row.uri, "times": shown})


def times(
    file: Annotated[str, typer.Argument(help='texts, one a line: {"uri", "anchor", "text"}; - is stdin')],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="lines of JSON in and out (the only form there is)")] = True,
) -> None:
    """Finds time expressions in texts and writes their TIMEX3 values, one line of JSON per text."""
    read = 0
    try:
        for line in _lines(file):
            read += 1
            if line.strip():
                sys.stdout.buffer.write(_times(line) + b"\n")
    except OSError as error:
        _fail(f"{file}: {error.strerror or error}")
    except ValueError as error:
        _fail(f"{file}: line {read}: {error}")
    sys.stdout.flush()


def _fail(sentence: str) -> None:
    sys.stdout.flush()
    print(f"bellwire: {sentence}", file=sys.stderr)
    raise typer.Exit(1)
