"""Fields of JSON as they come: numbers where texts are wanted, of any size."""

from __future__ import annotations

import pytest

from bellwire.wire.json_fields import digits, text

HUGE = int("9" * 400)


@pytest.mark.parametrize(
    ("value", "wanted"), [(3, "3"), (3.0, "3"), (2.5, "2.5"), ("3a", "3a"), (HUGE, "9" * 400), (True, ""), ([3], "")]
)
def test_a_number_is_written_out_however_large(value: object, wanted: str) -> None:
    assert digits({"urgency": value}, "urgency") == wanted


def test_a_text_that_is_a_number_is_written_out() -> None:
    assert text({"version": HUGE}, "version") == "9" * 400
