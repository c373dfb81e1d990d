"""Copy that a machine broke into lines is whole again, however long or short single lines of it are."""

from __future__ import annotations

import random
from textwrap import fill

import pytest

from bellwire.wire.columns import column_of
from bellwire.wire.teletype.pages import laid_out
from bellwire.wire.text import unwrap

SENTENCES = (
    "BEIRUT (AP) - Government troops seized the river bridge at Deir Hassan on Sunday, the army said, opening a road.",
    "Rebels denied that they had lost it.",
    '"We hold both banks, and we shall hold them all winter," a commander told reporters in a town that neither'
    " side would name.",
    "The United Nations said that 12,000 people had fled since Thursday, most on foot, and that the last hospital"
    " in the east of the city had closed its doors after a week of shelling.",
    "Talks in Geneva are to go on.",
    "A convoy with flour and medicine waited at the border for a third day as no side would vouch for the safety of"
    " its drivers, an aid worker said.",
    "Turkey and Russia, which back opposite sides, said nothing of it.",
)
OUTLIERS = (
    "(Reporting by A. Reporter in Beirut; Editing by B. Editor; Email: a.reporter@example.com; Tel: +961 1 000 000; "
    "Messaging: a.reporter.example.com@example.net)",
    "https://www.example.org/en/press/2016/12/04/statement-of-the-special-envoy-on-the-situation-in-the-east-of-the-city",
    "Keywords: SYRIA BRIDGE/",
    "* * *",
)


def story(width: int, lines: int, seed: int) -> tuple[list[str], str]:
    """Paragraphs, and their text in lines of a width, at least so many."""
    chance = random.Random(seed)
    paragraphs = [SENTENCES[0]]
    while sum(fill(one, width).count("\n") + 1 for one in paragraphs) < lines:
        paragraphs.append(" ".join(chance.sample(SENTENCES[1:], chance.randint(1, 3))))
    return paragraphs, "\n\n".join(fill(one, width, break_long_words=False) for one in paragraphs)


@pytest.mark.parametrize("outliers", [0, 1, 2, 4])
@pytest.mark.parametrize("lines", [5, 8, 12, 20, 40])
@pytest.mark.parametrize("width", [48, 60, 64, 69, 72, 80, 99])
def test_a_story_is_whole_again_whatever_single_lines_stand_about_it(width: int, lines: int, outliers: int) -> None:
    for seed in range(5):
        paragraphs, text = story(width, lines, seed)
        text = "\n\n".join([text, *OUTLIERS[:outliers]])
        for whole in (unwrap(text), laid_out(text.split("\n"))):
            assert whole.split("\n\n") == [*paragraphs, *OUTLIERS[:outliers]]


@pytest.mark.parametrize("width", [60, 69, 80])
@pytest.mark.parametrize("outlier", OUTLIERS[:2])
def test_an_outlier_within_the_story_parts_no_other_line(width: int, outlier: str) -> None:
    paragraphs, text = story(width, 12, 1)
    before, after = text.split("\n\n", 1)
    for whole in (
        unwrap(f"{before}\n\n{outlier}\n\n{after}"),
        laid_out(f"{before}\n\n{outlier}\n\n{after}".split("\n")),
    ):
        assert whole.split("\n\n") == [paragraphs[0], outlier, *paragraphs[1:]]


@pytest.mark.parametrize("width", [60, 69, 80])
def test_an_address_that_no_line_has_room_for_is_part_of_its_sentence(width: int) -> None:
    sentence = (
        f"The statement, of which the army has seen no part so far, is to be had at {OUTLIERS[1]} and by telephone."
    )
    paragraphs, text = story(width, 12, 2)
    text = f"{text}\n\n{fill(sentence, width, break_long_words=False, break_on_hyphens=False)}"
    for whole in (unwrap(text), laid_out(text.split("\n"))):
        assert whole.split("\n\n") == [*paragraphs, sentence]


def test_paragraphs_that_are_a_line_each_have_no_column() -> None:
    assert column_of([*SENTENCES, *OUTLIERS]) == 0
    assert unwrap("\n".join(SENTENCES)) == "\n\n".join(SENTENCES)
