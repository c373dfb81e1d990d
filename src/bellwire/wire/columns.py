"""How wide a column of lines is: where the machine that wrapped a text broke its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

#: Columns (in characters) of copy that is broken into lines: narrower is a list, wider a paragraph a line.
LEAST_WIDTH, MOST_WIDTH = 40, 100
#: Characters that a machine may leave free at a line's end.
SLACK = 2
#: How sentences and lines that stand for themselves end.
_ENDS = '.!?:"”’)='


def column_of(lines: Sequence[str]) -> int:
    """The width that explains most breaks within sentences: lines as long as that, whose successor's first word had no
    room. 0 where no break tells of one; a line that is too long, or too short, tells nothing by itself."""
    opened: Counter[int] = Counter()
    for before, line in pairwise(lines):
        if before and line and LEAST_WIDTH <= len(before) <= MOST_WIDTH and before[-1] not in _ENDS:
            opened[len(before)] += 1
            opened[min(len(before) + len(first_word(line)), MOST_WIDTH) + 1] -= 1
    best = width = inside = 0
    for at in sorted(opened):
        inside += opened[at]
        if inside >= best and inside:
            best, width = inside, at
    return width


def first_word(line: str) -> str:
    """What a line begins with, up to its first space."""
    return line.split(" ", 1)[0]


def has_no_room(before: str, line: str, width: int) -> bool:
    """Whether a line ended because its successor's first word had no room in it. One that is wider than the column by
    more than its last word was never broken by it."""
    whole = len(before) - len(before.rsplit(" ", 1)[-1]) > width
    return not whole and len(before) + len(first_word(line)) >= width - SLACK
