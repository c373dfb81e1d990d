"""What stands about the story in press releases and agencies' copy, and the rarer forms of datelines."""

from __future__ import annotations

import pytest

from bellwire.wire import Article, read_copy
from bellwire.wire.dateline import NONE, dateline_of


def declared(text: str) -> Article:
    (article,) = read_copy(text.encode(), "text/plain")
    return article


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("New Delhi, Dec 4 (PTI) The army said so.", "New Delhi", "PTI"),
        ("Damascus, SANA- Army units came.", "Damascus", "SANA"),
        ("Beirut (AFP/dpa) - The army came.", "Beirut", "AFP"),
        ("Paris (ats afp) Les violences.", "Paris", "ats"),
        ("GENEVA (4 December 2016) – The envoy spoke.", "Geneva", ""),
        ("New York (December 4, 2016) - The envoy spoke.", "New York", ""),
    ],
)
def test_datelines_without_a_dash_or_with_a_day_or_several_agencies(line: str, place: str, agency: str) -> None:
    (article,) = read_copy(f"Headline\n\n{line}\n".encode())
    assert (article.located, article.provider) == (place, agency)
    assert article.body == line


@pytest.mark.parametrize(
    "line",
    [
        "FILE - In this Nov. 30, 2016 file photo, troops march in Mosul. (AP Photo/X)",
        "FILE – In this Nov. 30 file photo, troops march.",
        "FILE PHOTO - Troops march in Mosul on Nov. 30.",
        "The Associated Press (AP) President Gary Pruitt spoke.",
        "The Syrian People's Party (PAP) Leader spoke.",
        "Aleppo (Reuters) reported nothing.",
        "PRESS RELEASE - The army came.",
        "Talks (1 round) - The army came.",
    ],
)
def test_a_caption_and_a_sentence_are_no_dateline(line: str) -> None:
    assert dateline_of(line) is NONE


@pytest.mark.parametrize("name", ["Karam al-Masri", "Sarah El Deeb and Ali d'Arcy", "Laila Bassam", "Maha el-Dahan"])
def test_a_byline_may_have_small_letters(name: str) -> None:
    article = declared(f"Headline\n\nBy {name}\n=(PICTURE+VIDEO)=\nBEIRUT (AFP) - Troops came.\n")
    assert (article.byline, article.body) == (name, "BEIRUT (AFP) - Troops came.")
    assert article.ednote == "PICTURE+VIDEO"


@pytest.mark.parametrize("line", ["Contact: Jane Doe, +41 22 000", "Media contact: j@un.example", "Source: UN OCHA"])
def test_who_sends_a_press_release_is_no_headline(line: str) -> None:
    article = declared(f"FOR IMMEDIATE RELEASE\n{line}\n\nEnvoy speaks\n\nGENEVA, 4 December 2016 – The envoy spoke.\n")
    assert (article.headline, article.body) == ("Envoy speaks", "GENEVA, 4 December 2016 – The envoy spoke.")
    assert line in article.ednote and article.provider == ("UN OCHA" if "OCHA" in line else "")


@pytest.mark.parametrize("line", ["Source: Russia to pull out", "Contact: how the army lost its radio"])
def test_a_headline_that_begins_like_one_stays(line: str) -> None:
    article = declared(f"{line}\n\nTroops leave\n\nBEIRUT (AP) - Troops came.\n")
    assert (article.headline, article.provider) == (line, "AP")


@pytest.mark.parametrize("mark", ["-END-", "ENDS", "– ENDS –", "- 30 -", "(END)", "***END***"])
def test_what_stands_below_the_end_is_a_note(mark: str) -> None:
    article = declared(f"Headline\n\nBEIRUT (AP) - Troops came.\n\n{mark}\n\nNotes to editors:\n1. About the UN.\n")
    assert (article.body, article.ednote) == ("BEIRUT (AP) - Troops came.", "Notes to editors: 1. About the UN.")
