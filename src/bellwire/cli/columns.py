"""Rows of a table as they come: aligned on a terminal, parted by tabs elsewhere."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping

import typer

from bellwire.printable import printable


class Columns:
    """Names of columns and how wide each is on a terminal: negative widths align right, the last is cut to what is
    left of the line. Wire copy is not trusted: nothing in a cell can move the cursor or part it."""

    def __init__(self, widths: Mapping[str, int]) -> None:
        self._widths = widths
        self._terminal = sys.stdout.isatty()
        self._room = shutil.get_terminal_size().columns
        self.row(*widths)

    def row(self, *cells: object) -> None:
        """Print one."""
        plain = [printable(str(cell), " ") for cell in cells]
        typer.echo(self._aligned(plain) if self._terminal else "\t".join(plain))

    def _aligned(self, cells: list[str]) -> str:
        *first, last = zip(cells, self._widths.values(), strict=True)
        line = "  ".join(_fitted(cell, width) for cell, width in first)
        return f"{line}  {last[0]}"[: self._room]


def _fitted(text: str, width: int) -> str:
    """Of what is too long the end: of a path the file."""
    room = abs(width)
    text = text if len(text) <= room else f"…{text[1 - room :]}"
    return text.ljust(room) if width > 0 else text.rjust(room)
