"""Text in the elements of any XML format: a line of several parts, and what no reader would see."""

from __future__ import annotations

import pytest

from bellwire.wire import read_copy
from bellwire.wire.article import Article

NITF = "<nitf><head><docdata><doc-id id-string='a'/></docdata></head><body><body.head>{}</body.head>"
NITF += "<body.content>{}</body.content></body></nitf>"
G2 = '<newsItem guid="urn:a" version="1"><contentMeta><headline>{}</headline></contentMeta><contentSet><inlineXML>'
G2 += '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html></inlineXML></contentSet></newsItem>'


def one(document: str) -> Article:
    (article,) = read_copy(document.encode())
    return article


@pytest.mark.parametrize(
    "headline", ["Army takes<br/>bridge", "Army <em>takes</em><br/> bridge", "Army takes\n bridge"]
)
def test_a_break_within_a_headline_parts_words(headline: str) -> None:
    assert one(G2.format(headline, "<p>x</p>")).headline == "Army takes bridge"
    assert one(NITF.format(f"<hedline><hl1>{headline}</hl1></hedline>", "<p>x</p>")).headline == "Army takes bridge"


def test_emphasis_within_a_word_parts_nothing() -> None:
    assert one(G2.format("Rebel<i>-held</i> town falls", "<p>x</p>")).headline == "Rebel-held town falls"


@pytest.mark.parametrize("hidden", ['style="color: red; DISPLAY : none"', 'hidden="hidden"'])
def test_what_no_reader_sees_is_no_copy(hidden: str) -> None:
    assert one(G2.format("h", f"<p>Troops came.</p><div {hidden}><p>Menu</p></div><p>They left.</p>")).body == (
        "Troops came.\n\nThey left."
    )


@pytest.mark.parametrize("last", ["AAP RTV ar", "AFP sn", "jr/jd", "ENDS"])
def test_an_agency_s_initials_below_a_story_are_none_of_it(last: str) -> None:
    story = "<p>Troops came.</p><p>They left.</p>"
    assert one(NITF.format("", f"{story}<p>{last}</p>")).body == "Troops came.\n\nThey left."


@pytest.mark.parametrize("last", ["deal", "NATO", "AAP reported it", "UN aid"])
def test_a_short_last_paragraph_that_is_no_such_sign_stays(last: str) -> None:
    assert one(NITF.format("", f"<p>Troops came.</p><p>{last}</p>")).body == f"Troops came.\n\n{last}"


@pytest.mark.parametrize(
    "last",
    [
        "© Example Press. Reproduction is forbidden.",
        "(c) 2016 Example Press",
        "Copyright 2016 Example Press. All rights reserved.",
        "Copyright by Example Press",
    ],
)
def test_whose_rights_a_story_is_stands_below_it_and_is_none_of_it(last: str) -> None:
    story = "<p>Troops came.</p><p>They left.</p>"
    for document in (NITF.format("", f"{story}<p>{last}</p>"), G2.format("Army nears", f"{story}<p>{last}</p>")):
        assert one(document).body == "Troops came.\n\nThey left."


@pytest.mark.parametrize("last", ["Copyright laws of 1976 were changed.", "Copyright holders sued on Sunday."])
def test_a_story_about_rights_keeps_its_last_paragraph(last: str) -> None:
    assert one(NITF.format("", f"<p>Troops came.</p><p>{last}</p>")).body == f"Troops came.\n\n{last}"
