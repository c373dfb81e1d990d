"""A file system that can be full."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def mount(folder: Path, megabytes: int) -> bool:
    """Give a folder a small file system of its own, in memory; False where that is not allowed."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmount(folder: Path) -> None:
    """Give it up."""
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)


@contextmanager
def filled(folder: Path) -> Iterator[str]:
    """No room on the file system of this folder for the length of the block; how it was filled, in words."""
    filler = folder / "filler"
    block = bytes(4096)
    size = 0
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                size += file.write(block)
        except OSError:
            pass
    try:
        yield f"tmpfs filled with {size // 1024} KiB"
    finally:
        filler.unlink()
