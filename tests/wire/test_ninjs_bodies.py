"""Of several texts of one ninjs item the story is read: by role, then by completeness."""

from __future__ import annotations

import json

import pytest

from bellwire.errors import BadCopy
from bellwire.wire import read_copy

STORY = (
    "The army took the bridge on Sunday, its spokesman said in the capital.\n\n"
    "Rebels denied it and said that they held on to both of its ends, and to the road that leads there from the north."
)
FULL = "".join(f"<p>{paragraph}</p>" for paragraph in STORY.split("\n\n"))
TEASER = "The army took the bridge."
LONG = f"{TEASER} A summary may be longer than the story itself, as this one is, by a few words more than it."


def body(**fields: object) -> str:
    (article,) = read_copy(json.dumps({"uri": "u", "headline": "h", "versioncreated": "2016-12-04", **fields}).encode())
    return article.body


def part(role: str, value: str, kind: str = "text/plain") -> dict[str, str]:
    return {"role": role, "contentType": kind, "value": value}


@pytest.mark.parametrize("short", ["summary", "abstract", "teaser", "drol:summary", "body_lead", "intro"])
@pytest.mark.parametrize("value", [TEASER, LONG])
def test_a_short_form_is_not_the_story(short: str, value: str) -> None:
    for role in ("main", "", "text"):
        assert body(bodies=[part(short, value), part(role, FULL, "text/html")]) == STORY
        assert body(bodies=[part(role, FULL, "text/html"), part(short, value)]) == STORY


def test_a_short_form_is_read_where_there_is_no_other() -> None:
    assert body(bodies=[part("summary", TEASER)]) == TEASER


def test_the_main_form_comes_before_what_does_not_say() -> None:
    assert body(bodies=[part("factbox", LONG), part("main", FULL, "text/html")]) == STORY


def test_markup_that_says_clearly_more_than_the_plain_text_is_read() -> None:
    assert body(body_text=TEASER, body_html=FULL) == STORY
    assert body(body_text=f"{TEASER}\n\n(More follows)", body_html=FULL) == STORY


def test_of_texts_that_say_about_the_same_the_plain_one_is_read() -> None:
    told = f"{STORY}\n\nIt is clear."
    assert body(body_text=told, body_html=FULL) == told
    assert body(body_text=STORY, body_html=f"{FULL}<p>Read more here.</p>") == STORY


def test_of_several_plain_texts_the_full_one_is_read() -> None:
    assert body(body_text=TEASER, body_long=STORY) == body(body_long=STORY, body_text=TEASER) == STORY
    assert body(body_text=STORY, body_summary=LONG) == STORY


def test_a_main_text_without_paragraphs_takes_those_of_markup_that_says_the_same() -> None:
    flat = STORY.replace("\n\n", " ")
    assert body(bodies=[part("main", flat), part("richtext", FULL, "body_xhtml")]) == STORY


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=utf-8", "plain"])
def test_lines_of_plain_text_are_paragraphs_however_its_type_is_written(kind: str) -> None:
    lines = [f"{'The army took another of the villages on the road to Aleppo on Sunday. ' * 2}" for _ in range(3)]
    item = {"uri": "urn:a", "headlines": [{"value": "h"}], "bodies": [{"contentType": kind, "value": "\n".join(lines)}]}
    (article,) = read_copy(json.dumps(item).encode())
    assert article.body == "\n\n".join(line.strip() for line in lines)


NITF = (
    "<nitf><head><title>t</title></head><body><body.head><hedline><hl1>Army nears old city</hl1></hedline>"
    "<byline>By A. Reporter</byline></body.head><body.content>{}</body.content></body></nitf>"
)
BLOCK = "<block><p>Troops took the hospital.</p><p>Rebels held on.</p></block>"


@pytest.mark.parametrize("markup", [NITF.format(BLOCK), f"<body.content>{BLOCK}</body.content>", BLOCK])
def test_a_body_in_nitf_is_read(markup: str) -> None:
    ninjs_1 = {"uri": "urn:a", "headline": "Army nears old city", "body_nitf": markup}
    part = {"contentType": "application/nitf+xml", "value": markup}
    ninjs_3 = {"uri": "urn:a", "headlines": [{"value": "Army nears old city"}], "bodies": [part]}
    for item in (ninjs_1, ninjs_3):
        (article,) = read_copy(json.dumps(item).encode())
        assert article.body == "Troops took the hospital.\n\nRebels held on."


def test_a_text_that_lost_the_space_between_two_paragraphs_is_read_as_its_markup() -> None:
    assert body(body_text=STORY.replace("\n\n", ""), body_html=FULL) == STORY


def test_an_entry_of_a_diary_is_told_by_when_it_takes_place() -> None:
    item = {"guid": "u", "name": "Talks open", "slugline": "talks", "dates": {"start": "2016-12-05T08:00:00+0000"}}
    with pytest.raises(BadCopy, match="it holds agenda"):
        read_copy(json.dumps(item).encode())
