"""Real copy of agencies in NewsML-G2, NewsML 1.2 and NITF, as it lies in ../shared/wire."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bellwire.errors import BadCopy
from bellwire.wire import Article, newsml_1, newsml_g2, nitf, read_copy

WIRE = Path(__file__).parents[3] / "shared" / "wire"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not WIRE.is_dir(), reason="needs ../shared")]


def g2(name: str) -> Article:
    (article,) = newsml_g2.read((WIRE / name).read_bytes())
    return article


def test_iptc_s_own_text_is_read() -> None:
    article = g2("newsml-g2/LISTING_2_NewsML-G2_Text_Document.xml")
    assert (article.version, article.provider, article.located) == ("11", "Associated Press", "New York, NY")
    assert article.byline == "Meredith Jameson, Staff Reporter" and article.body.count("\n\n") == 1


def test_an_embargo_and_an_update_are_read() -> None:
    article = g2("newsml-g2/LISTING_1_A_NewsML-G2_News_Item.xml")
    assert article.embargoed == datetime.fromisoformat("2018-10-23T12:00:00Z")
    assert article.ednote.startswith("Update STRICTLY EMBARGOED")


def test_a_message_without_namespace_gives_its_text_and_no_picture() -> None:
    article = g2("newsml-g2/TT_newsmlg2_sample.xml")
    assert (article.provider, article.urgency, article.language, article.byline) == ("TT", 3, "sv", "")
    assert article.body.count("\n\n") == 4 and "Arkivbild" not in article.body


@pytest.mark.parametrize("name", ["newsml-g2/ap_metadata_example.xml", "dpa-digitalwires/no_content.xml"])
def test_media_without_text_is_refused(name: str) -> None:
    with pytest.raises(BadCopy, match=r"it holds (?:video|picture)"):
        g2(name)


@pytest.mark.parametrize("name", ["eil", "embargoed", "nsb_n1", "with_dateline"])
def test_dpa_s_xml_says_what_its_json_says(name: str) -> None:
    assert [g2(f"dpa-digitalwires/{name}.xml")] == read_copy((WIRE / "dpa-digitalwires" / f"{name}.json").read_bytes())


def test_afp_s_newsml_1_is_read() -> None:
    (article,) = newsml_1.read((WIRE / "newsml-1.2" / "afp.com_newsml1.2_sample.xml").read_bytes())
    assert (article.uri, article.version) == ("urn:newsml:afp.com:20210516T080625Z:TX-PAR-WGF71", "1")
    assert (article.provider, article.urgency, article.located) == ("AFP", 4, "Gaza City, Palestinian Territories")
    assert article.ednote.startswith("Update RECASTS ") and article.slug == "Israel-Palestinians-conflict"
    assert article.body.count("\n\n") == 40


def test_a_press_release_is_its_body_without_sheets_contacts_and_captions() -> None:
    (article,) = newsml_1.read((WIRE / "newsml-1.2" / "businesswire-newsml-20130515006361.xml").read_bytes())
    assert (article.provider, article.located, article.slug) == ("Business Wire", "Round Rock, Texas", "TX-DELL")
    assert article.body.count("\n\n") == 30 and "@" not in article.body
    assert "’s " in article.body and "â€" not in article.body


def test_ntb_s_nitf_is_read() -> None:
    (article,) = nitf.read((WIRE / "nitf" / "NTB_nitf_sample.xml").read_bytes())
    assert (article.version, article.provider, article.located) == ("1", "NTB", "Unnao")
    assert article.uri == "NTB5df9281a-a270-4dc5-a618-869bbc3bbca7"
    assert article.body.count("\n\n") == 21 and "Foto:" not in article.body
