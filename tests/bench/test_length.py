"""What a bench reads to see how time grows with length."""

from collections.abc import Callable

import pytest

from bench.length import COPY, ONCE, one_sentence, story


@pytest.mark.parametrize("made", COPY, ids=lambda made: made.__name__)
def test_copy_is_as_long_as_is_asked(made: Callable[[int], str]) -> None:
    assert ONCE - 300 <= len(made(ONCE)) <= ONCE + 300


def test_a_story_of_sixteen_times_the_length_repeats_no_paragraph() -> None:
    paragraphs = story(16 * ONCE).split("\n\n")
    assert len(set(paragraphs)) == len(paragraphs)


def test_one_sentence_has_no_full_stop_before_its_end() -> None:
    assert ". " not in one_sentence(ONCE)
