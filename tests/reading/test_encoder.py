"""The encoder: where its wordpieces stand, what is cut, and that a text has one answer, alone or among others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellwire.reading.encoder import LONGEST, WINDOWS, Encoder, joined
from bellwire.reading.knowledge import load_encoder, load_knowledge
from bellwire.reading.reading import Direction
from bellwire.reading.syntax.copy import clean

HEADLINE = "Rebels shell Dalvik"
BODY = "DALVIK, March 3 - Rebels shelled the town on Monday, killing 12 people, officials said."


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_every_wordpiece_knows_where_it_stands(encoder: Encoder) -> None:
    said = encoder(HEADLINE, BODY)
    at = said.at("headline", HEADLINE.index("shell"))
    assert at is not None
    part, start, end = said.spans[at]
    assert (part, HEADLINE[start:end]) == (0, "shell")
    assert said.at("body", BODY.index("shelled")) is not None
    assert said.at("body", BODY.index("helled")) is None


def test_the_word_that_tells_an_event_tells_it_and_others_do_not(encoder: Encoder) -> None:
    said = encoder(HEADLINE, BODY)
    shelled, monday = (said.at("body", BODY.index(word)) for word in ("shelled", "Monday"))
    assert shelled is not None and said.tells(shelled)
    assert monday is not None and not said.tells(monday)


def test_there_is_a_score_for_every_kind_that_bears_on_conflict(encoder: Encoder) -> None:
    kinds = [kind for kind in load_knowledge(opinion=False).kinds.values() if kind.direction is not Direction.CONTEXT]
    said = encoder(HEADLINE, BODY)
    assert said.kinds.shape == said.rings.shape == (len(kinds),)
    assert said.statuses.shape == (len(kinds), 8)
    assert said.words.shape == (len(said.spans), len(kinds) + 1)
    assert said.directions.shape == (4,)


def test_a_text_gives_the_same_answer_alone_and_among_others(encoder: Encoder) -> None:
    first = encoder(HEADLINE, BODY)
    encoder("Choir sings", "A choir sang in the old hall. " * 40)
    again = encoder(HEADLINE, BODY)
    assert np.array_equal(first.kinds, again.kinds)
    assert np.array_equal(first.words, again.words)


def test_long_copy_is_read_in_windows_up_to_a_limit(encoder: Encoder) -> None:
    body = "The choir sang in the old hall. " * 60 + "Troops captured Dalvik. " + "Owls slept in the barn. " * 600
    said = encoder("", body)
    assert LONGEST < len(said.spans) <= LONGEST * WINDOWS
    assert said.at("body", body.index("captured")) is not None
    assert said.at("body", body.rindex("slept")) is None


def test_each_kind_is_what_the_window_says_that_tells_it_most_clearly(encoder: Encoder) -> None:
    one, two = encoder("", "Troops shelled the town."), encoder("", "The envoys held talks.")
    both = joined([one, two])
    assert np.array_equal(both.kinds, np.maximum(one.kinds, two.kinds))
    clearest = int(one.kinds.argmax())
    assert np.array_equal(both.statuses[clearest], one.statuses[clearest])
    assert both.alert == one.alert


def test_no_window_cuts_a_sentence_that_fits(encoder: Encoder) -> None:
    sentence = "Troops took the hill above the town at dawn. "
    said = encoder("", sentence * 60)
    starts = {start for part, start, _ in said.spans if part == 1}
    assert all(start in starts for start in range(0, len(sentence) * 60, len(sentence)))


def test_copy_without_words_has_an_answer(encoder: Encoder) -> None:
    assert np.isfinite(encoder("", "").kinds).all()


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_clean_text_has_finite_answers(encoder: Encoder, headline: str, body: str) -> None:
    said = encoder(clean(headline).text, clean(body).text)
    assert np.isfinite(said.kinds).all()
    assert np.isfinite(said.words).all()
