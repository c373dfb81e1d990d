"""Credits, bylines and datelines as agencies write them."""

from __future__ import annotations

import json

import pytest

from bellwire.wire import read_copy
from bellwire.wire.credit import agency_of, byline_of, person_of, place_of


@pytest.mark.parametrize(
    ("names", "agency"),
    [
        (["Example Press"], "Example Press"),
        (["", "  ", "Example  Press"], "Example Press"),
        (["EXP/B. Photo"], "EXP"),
        (["STT–"], "STT"),
        (["The Example Press. All rights reserved."], "The Example Press"),
        (["example.com", "Example Press"], "Example Press"),
        (["www.example.co.uk"], "example"),
        ([], ""),
    ],
)
def test_the_first_name_that_is_no_address_is_the_agency(names: list[str], agency: str) -> None:
    assert agency_of(names) == agency


@pytest.mark.parametrize(
    ("written", "byline"),
    [
        ("By A. Reporter", "A. Reporter"),
        ("BY A. REPORTER", "A. REPORTER"),
        ("by: A. Reporter", "A. Reporter"),
        ("Byron Reporter", "Byron Reporter"),
        ("by and large", "by and large"),
        ("Von A. Reporter, dpa", "Von A. Reporter, dpa"),
        ("daa/mt/msr", ""),
        ("", ""),
        ("Talks to go on, says minister after a night of shelling", ""),
        ("From our own correspondent in the north", "From our own correspondent in the north"),
        (
            "Anna Reporter with B. Writer in Homs and A. van der Berg",
            "Anna Reporter with B. Writer in Homs and A. van der Berg",
        ),
        ("Anna Reporter (mailto:a@x.example)", "Anna Reporter"),
        ("Anna Reporter (mailto:", "Anna Reporter"),
    ],
)
def test_a_byline_is_names_without_by(written: str, byline: str) -> None:
    assert byline_of(written) == byline


@pytest.mark.parametrize(
    ("written", "person"),
    [("Anna Reporter", "Anna Reporter"), ("reporter.anna", ""), ("YKN-CER", ""), ("wh", ""), ("anna reporter", "")],
)
def test_a_person_has_a_name_and_no_login(written: str, person: str) -> None:
    assert person_of(written) == person


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("BEIRUT, Lebanon, Dec 4 (Example Press) -", "Beirut, Lebanon"),
        ("Beirut", "Beirut"),
        ("Athen (dpa) - ", "Athen"),
        ("Paris, 21 jan 2019 (AFP) -", "Paris"),
        ("MOSCOW, Monday (Example Press)", "Moscow"),
        ("MOSCOW, January 21. /TASS/.", "Moscow"),
        ("SHARM EL-SHEIKH, Egypt", "Sharm El-Sheikh, Egypt"),
        ("AL-BAB", "Al-Bab"),
        ("L'Aquila", "L'Aquila"),
        ("SANA'A", "Sana'a"),
        ("N'DJAMENA, Chad", "N'Djamena, Chad"),
        ("BUFFALO, N.Y.", "Buffalo, N.Y."),
        ("Washington, DC", "Washington, DC"),
        ("No-Data-Available", ""),
        ("Kyiv/Washington", "Kyiv/Washington"),
        ("2013-03-04 11:40:31 GMT+00:00", ""),
        ("4/4/2018", ""),
        ("January 21", ""),
        ("", ""),
        ("a" * 100_000, ""),
        ("A, " * 100_000, "A, A"),
    ],
)
def test_a_dateline_s_place_is_town_and_land(dateline: str, place: str) -> None:
    assert place_of(dateline) == place


@pytest.mark.parametrize("field", ["", "Jane Roe", "A. Reporter"])
@pytest.mark.parametrize("line", ["By Jane Roe", "By Jane Roe and Ali d'Arcy", "Von Jane Roe"])
def test_a_byline_above_the_story_is_none_of_it(line: str, field: str) -> None:
    item = {"uri": "urn:a", "headline": "h", "byline": field, "body_html": f"<p>{line}</p><p>MOSUL (AP) - It fell.</p>"}
    g2 = (
        f'<newsItem guid="urn:a"><contentMeta><headline>h</headline><by>{field}</by></contentMeta><contentSet>'
        f"<inlineXML><html><body>{item['body_html']}</body></html></inlineXML></contentSet></newsItem>"
    )
    for copy in (json.dumps(item), g2):
        (article,) = read_copy(copy.encode())
        assert article.body == "MOSUL (AP) - It fell."
        assert article.byline == (field or byline_of(line))


@pytest.mark.parametrize("line", ["By Sunday the army had left.", "By the river the army stood", "By Jane Roe."])
def test_a_paragraph_that_begins_like_a_byline_is_of_the_story(line: str) -> None:
    item = {"uri": "urn:a", "headline": "h", "body_html": f"<p>{line}</p><p>It fell.</p>"}
    (article,) = read_copy(json.dumps(item).encode())
    assert (article.body, article.byline) == (f"{line}\n\nIt fell.", "")


def test_a_byline_that_is_all_there_is_stays() -> None:
    (article,) = read_copy(json.dumps({"uri": "urn:a", "headline": "h", "body_text": "By Jane Roe"}).encode())
    assert article.body == "By Jane Roe"
