"""What others write cannot drive the terminal or the page that it is shown on."""

from __future__ import annotations

import pytest

from bellwire.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2JRavno\x07", "?[2JRavno?"),
        ("one\ntwo\r\tthree\x85four", "one?two??three?four"),
        ("one\u2028two", "one?two"),
        ("abc\u202ecba\u2066x", "abc?cba?x"),
        ("half \ud83d", "half ?"),
        ("Ravno, 12 °C – “нет” 軍", "Ravno, 12 °C – “нет” 軍"),
    ],
)
def test_what_does_not_print_is_another_sign_and_the_rest_as_it_was(text: str, shown: str) -> None:
    assert printable(text, "?") == shown
