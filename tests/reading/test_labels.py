"""Labels are found in texts whose lines are broken otherwise."""

from __future__ import annotations

import pytest
from labels import places


@pytest.mark.parametrize(
    ("text", "marked", "found"),
    [
        ("planes raided\nTehran today", "raided Tehran", [(7, 20)]),
        ("planes raided\r\n    Tehran today", "raided Tehran", [(7, 25)]),
        ("a raid, then a raid", "raid", [(2, 6), (15, 19)]),
        ("three (3) dead", "(3) dead", [(6, 14)]),
        ("nothing here", "raid", []),
        ("nothing here", "", []),
        ("nothing here", "  ", []),
    ],
)
def test_a_label_is_found_wherever_it_stands(text: str, marked: str, found: list[tuple[int, int]]) -> None:
    assert list(places(text, marked)) == found
