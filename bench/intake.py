"""What an item costs `bellwire intake files`, against `json.loads` alone over the same bytes.

10,000 items, the wire of 1987 as ninjs (without ../shared the example wire, over and over), lie in one file of lines,
in a zip, in a packed tar and in a folder, and go to the embedded broker until it has confirmed each. "Read" is an item
without a broker: from bytes to its message.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.intake.example import example_wire
from bellwire.intake.files import Sending, all_delivered, send_files
from bellwire.intake.folders import files_in
from bellwire.intake.messages import parcel
from bellwire.intake.producer import ArticleProducer
from bellwire.intake.resume import Journal
from bellwire.intake.unpacking import Limits
from bellwire.settings import Settings
from bellwire.wire import encode
from bench.figures import How, Pair, Row, compared, in_turn
from bench.wires import STREAM


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


def loads(copy: Sequence[bytes]) -> None:
    """Each item's JSON, kept no longer than what `read` makes."""
    for item in copy:
        json.loads(item)


def read(copy: Sequence[bytes]) -> None:
    """Each item's message, without a broker."""
    now = datetime.now(UTC)
    for item in copy:
        parcel(item, name="bench", now=now)


def rows(how: How) -> Iterator[Row]:
    """A row a way."""
    return compare(items(how.pick(10_000, 300)), how)


def compare(copy: Sequence[bytes], how: How) -> Iterator[Row]:
    """What an item takes each way beside json.loads."""
    with tempfile.TemporaryDirectory(prefix="bellwire-intake-") as folder, EmbeddedBroker() as broker:
        settings = Settings(brokers=broker.address)
        ensure_topics(broker.address, settings)
        works: dict[str, Callable[[], object]] = {
            "json.loads": lambda: loads(copy),
            "read": lambda: read(copy),
        }
        for name, path in lay_out(Path(folder), copy).items():
            works[f"files: {name}"] = partial(send, settings, path)
        plain, *others = in_turn([microseconds(work, len(copy)) for work in works.values()], how)
    for name, took in zip(list(works)[1:], others, strict=True):
        yield compared(f"intake, {name}", Pair(took, plain), "µs an item", note="against json.loads")


def microseconds(work: Callable[[], object], count: int) -> Callable[[int], float]:
    """What an item takes in a turn."""

    def of(_: int) -> float:
        began = time.perf_counter()
        work()
        return 1e6 * (time.perf_counter() - began) / count

    return of
