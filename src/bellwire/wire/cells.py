"""Where a line of text ends within a table: a row is a line, though editors put paragraphs into its cells."""

from __future__ import annotations

CELLS = frozenset(("td", "th"))
_ROWS = frozenset(("table", "tr", "caption"))


class Cells:
    """Follows a walk over elements: within a cell the first block parts nothing, those behind it do."""

    def __init__(self) -> None:
        self._inside = False
        self._filled = False
        self._left = False

    def begin(self, tag: str) -> None:
        """An element begins."""
        if tag in CELLS:
            self._inside, self._filled, self._left = True, False, False
        elif tag in _ROWS:
            self._inside = False

    def end(self, tag: str) -> None:
        """An element ends."""
        self._inside = self._inside and tag not in CELLS

    def parts_at_start(self) -> bool:
        """Whether the line ends where a block begins."""
        parts = self._filled or not self._inside
        self._filled = self._left = False
        return parts

    def parts_at_end(self) -> bool:
        """Whether the line ends where a block ends."""
        self._left = self._inside and self._filled
        return not self._inside

    def parts_before_text(self) -> bool:
        """Whether the line ends before text that follows."""
        parts, self._left, self._filled = self._left, False, True
        return parts
