"""Pages of docs that are tried: their shell blocks in one shell, in order, and what they say that these print."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```\n(?:\s*^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
#: What tells a terminal how to show text.
_SHOWN_HOW = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
_INLINE = re.compile(r"`(bellwire [^`]+)`")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: under which heading, in which language; `shows` is a block of text right behind it."""

    heading: str
    language: str
    text: str
    shows: str

    @property
    def first(self) -> str:
        return self.text.splitlines()[0]


def blocks(page: Path, language: str = "sh") -> list[Block]:
    """The blocks of a page in one language, in order."""
    text = page.read_text()
    found = []
    for one in _BLOCK.finditer(text):
        before = re.sub(r"^```.*?^```$", "", text[: one.start()], flags=re.MULTILINE | re.DOTALL)
        headings = re.findall(r"^#+ (.+)$", before, re.MULTILINE)
        found.append(Block(headings[-1] if headings else "", one[1], one[2], one[3] or ""))
    return [one for one in found if one.language == language]


def named_commands(page: Path) -> Iterator[str]:
    """Every use of `bellwire` that a page shows: in blocks of shell and of consoles, and within its prose."""
    text = page.read_text()
    for block in [*blocks(page, "sh"), *blocks(page, "console")]:
        joined = block.text.replace("\\\n", " ")
        prompt = r"^\$ " if block.language == "console" else r"^"
        yield from re.findall(prompt + r"(?:.*[|(&] ?)?(?:\w+=\S+ )*(bellwire [^|>#\n)&]+)", joined, re.MULTILINE)
    yield from (" ".join(one.split()) for one in _INLINE.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL)))


class Shell:
    """One bash for many blocks, its stdout a terminal, so that commands print what a reader sees.

    A block that fails ends it. At the end of the `with` everything that it started is killed.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BELLWIRE_")}
        own = {"HOME": str(folder), "PATH": path, "TERM": "xterm", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
        self._said = ""
        self._talk = (folder / "talk").open("w+")
        self._master, slave = os.openpty()
        termios.tcsetwinsize(slave, (50, 160))
        self._bash = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env={**kept, **own, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=slave,
            stderr=self._talk,
            text=True,
            start_new_session=True,
        )
        os.close(slave)
        self._ears = threading.Thread(target=self._listen, daemon=True)
        self._ears.start()

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._bash.pid, signal.SIGKILL)
        self._bash.communicate()
        self._ears.join(5)
        os.close(self._master)
        self._talk.close()

    def run(self, text: str, within: float = 400.0) -> str:
        """What a block prints on stdout. Fails, with stderr, where a command of it does."""
        assert self._bash.stdin is not None
        before, mark = len(self._said), f"@@{len(self._said)}@@"
        self._bash.stdin.write(f"set -euo pipefail\n{text}\nset +eu\nprintf '%s%s\\n' '@@{len(self._said)}' '@@'\n")
        self._bash.stdin.flush()
        done = threading.Event()
        waited = 0.0
        while mark not in self._said and self._bash.poll() is None and waited < within:
            done.wait(0.1)
            waited += 0.1
        assert mark in self._said, f"{text}\nprinted: {self._said[before:]}\nsaid: {self._told()}"
        return _SHOWN_HOW.sub("", self._said[before:].split(mark)[0]).replace("\r\n", "\n")

    def _told(self) -> str:
        self._talk.flush()
        return Path(self._talk.name).read_text()

    def _listen(self) -> None:
        with suppress(OSError):  # the last writer has gone
            while data := os.read(self._master, 65536):
                self._said += data.decode(errors="replace")


def missing(shows: str, printed: str) -> list[str]:
    """The lines that a page shows and that were not printed in this order; `…` stands for anything."""
    lines, absent = iter([" ".join(line.split()) for line in printed.splitlines()]), []
    for shown in filter(None, (" ".join(line.split()) for line in shows.splitlines())):
        wanted = re.compile(".*".join(map(re.escape, re.split(" ?… ?", shown))))
        if shown != "…" and not any(wanted.fullmatch(line) for line in lines):
            absent.append(shown)
    return absent
