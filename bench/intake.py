"""How many items a second `bellwire intake files` sends, against `json.loads` alone over the same bytes.

`make bench` runs it after the others. 10,000 items, the wire of 1987 as ninjs (without ../shared the example wire, over
and over), lie in one file of lines, in a zip, in a packed tar and in a folder, and go to the embedded broker until it
has confirmed each. Rounds of all alternate; medians are printed. "Read" is an item without a broker: from bytes to its
message.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import statistics
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from run import STREAM

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.intake.example import example_wire
from bellwire.intake.files import Sending, all_delivered, send_files
from bellwire.intake.folders import files_in
from bellwire.intake.messages import parcel
from bellwire.intake.pieces import Limits
from bellwire.intake.producer import ArticleProducer
from bellwire.intake.resume import Journal
from bellwire.settings import Settings
from bellwire.wire import encode


def items(count: int) -> list[bytes]:
    """So many items of JSON, from the beginning again where there are fewer."""
    if not STREAM.exists():
        return list(islice(cycle([encode(article) for article in example_wire()]), count))
    with gzip.open(STREAM) as lines:
        return list(islice(cycle([line.strip() for line in lines]), count))


def lay_out(folder: Path, copy: Sequence[bytes]) -> dict[str, Path]:
    """The same items in each form."""
    forms = {name: folder / name for name in ("lines", "zip", "tar.gz", "folder")}
    forms["lines"].write_bytes(b"\n".join(copy))
    forms["folder"].mkdir()
    with (
        zipfile.ZipFile(forms["zip"], "w", zipfile.ZIP_DEFLATED) as packed,
        tarfile.open(forms["tar.gz"], "w:gz") as tar,
    ):
        for number, item in enumerate(copy):
            name = f"{number:06}.json"
            packed.writestr(name, item)
            header = tarfile.TarInfo(name)
            header.size = len(item)
            tar.addfile(header, io.BytesIO(item))
            (forms["folder"] / name).write_bytes(item)
    return forms


def send(settings: Settings, path: Path) -> None:
    """As the command does, with a journal; raises where anything is not delivered."""
    with ArticleProducer(
        settings.brokers, settings.topic("articles"), max_message_bytes=settings.max_message_bytes, many=True
    ) as producer:
        sending = Sending(producer, print, max_article_bytes=settings.max_article_bytes)
        with tempfile.TemporaryDirectory() as folder:
            journal = Journal(Path(folder) / "journal", {})
            limits = Limits(item=settings.max_message_bytes)
            tally = send_files(files_in([str(path)]), sending, limits, journal=journal)
            journal.close()
        if not all_delivered(tally, producer):
            raise SystemExit(f"{path}: not all delivered")


def read(copy: Sequence[bytes]) -> None:
    """Each item's message, without a broker."""
    now = datetime.now(UTC)
    for item in copy:
        parcel(item, name="bench", now=now)


def compare(copy: Sequence[bytes], rounds: int) -> None:
    """Print a row a form."""
    with tempfile.TemporaryDirectory(prefix="bellwire-intake-") as folder, EmbeddedBroker() as broker:
        settings = Settings(brokers=broker.address)
        ensure_topics(broker.address, settings)
        works: dict[str, Callable[[], object]] = {
            "json.loads": lambda: [json.loads(item) for item in copy],
            "read": lambda: read(copy),
        }
        for name, path in lay_out(Path(folder), copy).items():
            works[f"files: {name}"] = lambda path=path: send(settings, path)  # type: ignore[misc]
        took: dict[str, list[float]] = {name: [] for name in works}
        for number in range(rounds + 1):
            for name, work in works.items():
                print(f"  round {number} of {rounds}: {name:20}", end="\r", file=sys.stderr)
                start = time.perf_counter()
                work()
                if number:  # the first warms up
                    took[name].append(time.perf_counter() - start)
    for name, times in took.items():
        ratios = [mine / alone for mine, alone in zip(times, took["json.loads"], strict=True)]
        print(
            f"| {name} | {len(copy) / statistics.median(times):,.0f} | "
            f"{statistics.median(ratios):.1f}× ({min(ratios):.1f}–{max(ratios):.1f}) |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    copy = items(given.items)
    print(f"\n{len(copy):,} items of {sum(map(len, copy)) / len(copy):,.0f} bytes on average, embedded broker\n")
    print("| way | items/s | takes, against json.loads: median (range) |")
    print("| --- | --- | --- |")
    compare(copy, given.rounds)


if __name__ == "__main__":
    main()
