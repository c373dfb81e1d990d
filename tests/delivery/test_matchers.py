"""Matchers in Alertmanager's words, on the labels of an alert."""

from __future__ import annotations

import re

import msgspec
import pytest

from bellwire.delivery.labels import MEANING, labels_of
from bellwire.delivery.matchers import matches, read_matchers
from bellwire.reading.reading import Direction
from bellwire.watch.alert import Corroboration
from kit.alerts import alert, proof

ALERT = alert("t1", changed="denied by AP", direction=Direction.MIXED)


def fits(text: str, **other: object) -> bool:
    return matches(read_matchers(text), labels_of(alert("t1", **other) if other else ALERT))


@pytest.mark.parametrize(
    "text",
    [
        'kind="capture"',
        "kind=capture",
        'kind="Capture"',
        'kind!="strike"',
        'kind=~"strike|capture"',
        'kind!~"str.*"',
        '{kind="capture", place="SY"}',
        'family="ground"',
        'direction="mixed"',
        'direction="escalation"',
        'country="sy"',
        'place="SY"',
        'place="sy/aleppo/"',
        'place=~"SY/.*"',
        'agency="Example"',
        'priority=~"FLASH|URGENT"',
        'status="claimed"',
        'contested="false"',
        'certainty="Possible"',
        'text="HOSPITAL"',
        'text=~"den(y|ied)"',
        'text!="bridge"',
        'text="aleppo"',
        'thread="t1"',
        "",
    ],
)
def test_an_alert_fits(text: str) -> None:
    assert fits(text)


@pytest.mark.parametrize(
    "text",
    [
        'kind="strike"',
        'kind!="capture"',
        'kind=~"strike|bombing"',
        'kind="capture", place="UA"',
        'place="SY/Al"',
        'place=~"SY"',
        'direction!="mixed"',
        'agency!="example"',
        'text="bridge"',
        'text!~"hospital"',
    ],
)
def test_an_alert_does_not_fit(text: str) -> None:
    assert not fits(text)


def test_of_several_agencies_one_that_fits_is_enough_and_one_that_is_ruled_out_too_many() -> None:
    both = Corroboration(articles=2, independent_sources=("Reuters", "AFP"), unique_texts=2)
    assert fits('agency="AFP"', corroboration=both)
    assert not fits('agency!="AFP"', corroboration=both)


def test_a_label_without_a_value_counts_as_empty() -> None:
    nowhere = {"event": msgspec.structs.replace(ALERT.event, place=None)}
    assert fits('place=""', **nowhere)
    assert fits('place!="SY"', **nowhere)
    assert not fits('place="SY"', **nowhere)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('kin="capture"', "no label kin; did you mean kind?"),
        ('kind="captre"', "no kind is captre; did you mean capture?"),
        ('kind=~"x.*"', "no kind is x"),
        ('priority="LOUD"', "no priority is LOUD; there are FLASH, BULLETIN, URGENT, ROUTINE"),
        ('country="Syria"', "no country is Syria; did you mean SY?"),
        ('kind:"capture"', "is no matcher: write LABEL="),
        ('kind="capture" place="SY"', "is no matcher"),
        ('kind="capture', "is no matcher"),
        ('text=~"("', "no expression that RE2 knows: missing )"),
        (r'text=~"(a)\\1"', "no expression that RE2 knows"),
        (f'text="{"x" * 1001}"', "more than 1000 letters"),
        ('text=~"(.{0,30}a){28}z"', "is too complex, with what stands beside it"),
        ('text=~".{990}x"', "is too complex"),
        (r'text=~"(\\pL|\\pN){20}z"', "is too complex"),
        ('text=~".{100}a",text=~".{100}b",text=~".{100}c"', "text: .{100}c is too complex"),
        (",".join(["kind=capture"] * 21), "there are more than 20 conditions"),
    ],
)
def test_what_is_no_matcher_is_told_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_matchers(text)


def test_an_expression_that_would_hang_a_backtracking_engine_is_answered() -> None:
    long = alert("t1", headline="b" + "a" * 998 + "b")
    assert not matches(read_matchers('text=~"^(a+)+$"'), labels_of(long))


def test_an_expression_looks_at_the_first_thousand_letters_of_a_value_and_words_at_all() -> None:
    long = alert("t1", headline=" " * 1000 + "calm")
    assert not matches(read_matchers('text=~"calm"'), labels_of(long))
    assert matches(read_matchers('text="calm"'), labels_of(long))


def test_an_expression_looks_at_the_first_six_thousand_letters_of_all_values() -> None:
    many = alert("t1", evidence=(*[proof(f"included {'x' * 990}")] * 6, proof("included calm")))
    assert not matches(read_matchers('text=~"calm"'), labels_of(many))
    assert matches(read_matchers('text="calm"'), labels_of(many))


def test_what_follows_one_condition_too_many_is_not_even_read() -> None:
    with pytest.raises(ValueError, match="more than 20"):
        read_matchers(",".join(["kind=capture"] * 21 + ['text=~"("']))


def test_a_matcher_reads_back_as_it_is_written() -> None:
    for text in ('kind=~"strike|bombing"', 'text="said \\"no\\""', 'text=~"\\\\d+"'):
        [matcher] = read_matchers(text)
        assert str(matcher) == text
        assert read_matchers(str(matcher)) == (matcher,)


def test_every_label_has_values_and_a_meaning() -> None:
    assert set(labels_of(ALERT)) == set(MEANING)
