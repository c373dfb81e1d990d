"""Files in a drop folder, and the folder watched as `bellwire intake directory` does."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from fake_kafka import FakeKafka

from bellwire.intake.directory import watch
from bellwire.intake.drop_folder import DropFolder
from bellwire.intake.producer import ArticleProducer


def put(drop: DropFolder, name: str, uri: str = "urn:a") -> Path:
    path = drop.folder / name
    path.write_text(json.dumps({"uri": uri, "headline": "x"}))
    return path


def connected(kafka: FakeKafka) -> ArticleProducer:
    return ArticleProducer("a:1", "articles", max_message_bytes=1000, connect=kafka)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def watching(drop: DropFolder, connect: Callable[[], ArticleProducer]) -> Iterator[list[str]]:
    stop, said = threading.Event(), []
    thread = threading.Thread(
        target=watch, args=(drop, connect), kwargs={"stop": stop, "settle": 0.05, "talk": said.append}
    )
    thread.start()
    try:
        yield said
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def await_(condition: Callable[[], bool]) -> None:
    end = monotonic() + 10
    while not condition():
        assert monotonic() < end, "not in time"
        sleep(0.01)
