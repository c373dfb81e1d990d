"""A file system that can be full; where none may be mounted, processes whose files may not grow."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def mount(folder: Path, megabytes: int) -> bool:
    """Give a folder a small file system of its own, in memory; False where that is not allowed."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmount(folder: Path) -> None:
    """Give it up."""
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)


@contextmanager
def no_room(folder: Path, writers: Iterable[int]) -> Iterator[str]:
    """No file in this folder can grow for the length of the block; how that is done, in words."""
    if folder.is_mount():
        with _filled(folder) as how:
            yield how
    else:
        largest = max(file.stat().st_size for file in folder.iterdir())
        with _limited(largest, writers) as how:
            yield how


@contextmanager
def _filled(folder: Path) -> Iterator[str]:
    filler = folder / "filler"
    block = bytes(4096)
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(block)
    try:
        yield f"its file system filled with {filler.stat().st_size // 1024} KiB"
    finally:
        filler.unlink()


@contextmanager
def _limited(largest: int, writers: Iterable[int]) -> Iterator[str]:
    pids = list(writers)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (largest, hard))
    try:
        yield f"no file of its writers may grow beyond {largest} bytes"
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, hard))
