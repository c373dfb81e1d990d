"""Paths → the files in them: folders with all that is in them, in a fixed order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Standard input, among paths.
STDIN = "-"

#: What the name of a file ends in that tells how far a run is: no copy.
JOURNAL = ".bellwire-resume"


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its size in bytes and the nanosecond of its last change. `refused`: why it is not opened."""

    path: str
    size: int = 0
    changed: int = 0
    refused: str = ""


def missing(paths: list[str], *, folders: bool = False) -> str | None:
    """The first of `paths` that is no readable file (or, where they may be, folder), as a sentence."""
    for path in paths:
        if path == STDIN or Path(path).is_file() or (folders and Path(path).is_dir()):
            continue
        what = "is a directory" if Path(path).is_dir() else "is no file" if Path(path).exists() else "does not exist"
        return f"{path} {what}"
    return None


def files_in(paths: list[str]) -> Iterator[Found]:
    """The files as they are named, and those in the folders among them: sorted, deeper ones last; no hidden ones."""
    for path in paths:
        if path == STDIN:
            yield Found(STDIN)
        elif path.endswith(JOURNAL):
            continue
        elif Path(path).is_dir():
            yield from _files_below(path)
        else:
            yield _found(path, links=True)


def _files_below(top: str) -> Iterator[Found]:
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted((one for one in listing if _is_copy(one.name)), key=lambda one: one.name)
            deeper = [one.path for one in entries if one.is_dir(follow_symlinks=False)]
        except OSError as error:
            yield Found(folder, refused=_sentence(error))
            continue
        waiting.extend(reversed(deeper))
        below = set(deeper)
        yield from (_found(one.path, links=False) for one in entries if one.path not in below)


def _is_copy(name: str) -> bool:
    return not (name.startswith(".") or name.endswith(JOURNAL))


def _found(path: str, *, links: bool) -> Found:
    try:
        status = Path(path).stat(follow_symlinks=links)
    except OSError as error:
        return Found(path, refused=_sentence(error))
    if stat.S_ISLNK(status.st_mode):
        return Found(path, refused="it is a link")
    if not stat.S_ISREG(status.st_mode):
        return Found(path, refused="it is no file")
    return Found(path, status.st_size, status.st_mtime_ns)


def _sentence(error: OSError) -> str:
    return error.strerror or type(error).__name__
