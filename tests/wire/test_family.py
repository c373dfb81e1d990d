"""A story's name is the same for all its versions: what names look like in the world, revision and all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.wire import read_copy
from bellwire.wire.family import family_of

NAMES = [
    # RFC 3085, the revision at its end, with and without the letter for what it does.
    ("urn:newsml:example.com:20240101:id:3", "3", "urn:newsml:example.com:20240101:id"),
    ("urn:newsml:example.com:20240101:id:3N", "3", "urn:newsml:example.com:20240101:id"),
    ("urn:newsml:example.com:20240101:id:3U", "3U", "urn:newsml:example.com:20240101:id"),
    ("urn:newsml:example.com:20240101:id:4A", "", "urn:newsml:example.com:20240101:id"),
    ("urn:newsml:example.com:20240101T120000Z:TX-AB12:1", "1", "urn:newsml:example.com:20240101T120000Z:TX-AB12"),
    ("urn:newsml:example.com:20240101T120000+0100:2145:1", "1", "urn:newsml:example.com:20240101T120000+0100:2145"),
    ("URN:NewsML:example.com:20240101:id:12", "12", "URN:NewsML:example.com:20240101:id"),
    ("urn:newsml:example.com:10020931:1N", "1", "urn:newsml:example.com:10020931"),
    ("urn:newsml:example.com:20161204:EX:585167:0", "", "urn:newsml:example.com:20161204:EX:585167"),
    ("urn:newsml:example.com::104917454:2", "2", "urn:newsml:example.com::104917454"),
    ("urn:newsml:example.com:20240101:id:123456", "123456", "urn:newsml:example.com:20240101:id"),
    # RFC 4151: what ends it is the version where that says the same.
    ("tag:example.com,2024:newsml_L1:1345039779", "1345039779", "tag:example.com,2024:newsml_L1"),
    ("tag:example.com,2024-01-01:newsml_L1:7", "7", "tag:example.com,2024-01-01:newsml_L1"),
    # Addresses with the version as a parameter.
    ("https://example.com/item/9?v=2", "2", "https://example.com/item/9"),
    ("https://example.com/item/9?version=2&lang=en", "2", "https://example.com/item/9?lang=en"),
    ("https://example.com/item?id=9&v=2", "2", "https://example.com/item?id=9"),
    ("https://example.com/item?id=9&rev=2&lang=en#top", "2", "https://example.com/item?id=9&lang=en#top"),
]  # fmt: skip
KEPT = [
    ("urn:newsml:example.com:20240101:id", "3"),
    ("urn:newsml:example.com:20240101:3", "3"),
    ("urn:newsml:example.com::104917454", "1"),
    ("urn:newsml:example.com:20240101:EX:585167", "4"),
    ("urn:newsml:dpa.com:20090101:161204-930-7", "7"),
    ("urn:newsml:localhost:5000:2019-07-24T16:04:06.163986:1a9710cf-58ed-4fe8-a16d-5178db7bcdb4", "1"),
    ("urn:newsml:localhost:2016-12-04T21:30:00.1:7", "7"),
    ("tag:example.com,2024:7", "7"),
    ("tag:example.com,2024:newsml_L1:7", "8"),
    ("tag:example.com,2024:newsml_L1", ""),
    ("https://example.com/item/9?v=2", "3"),
    ("https://example.com/item/9?id=2", "2"),
    ("https://example.com/item/2", "2"),
    ("https://example.com/item/9?v=2", ""),
    ("urn:uuid:6d1e5f0a-1c1b-4b0e-9e0a-7c5b8e9d0f1a", "1"),
    ("20240101:EXA:8883:0", "4"),
    ("", "1"),
]


@pytest.mark.parametrize(("uri", "version", "family"), NAMES)
def test_a_name_does_not_carry_the_revision(uri: str, version: str, family: str) -> None:
    assert family_of(uri, version) == family


@pytest.mark.parametrize(("uri", "version"), KEPT)
def test_what_only_looks_like_a_revision_stays(uri: str, version: str) -> None:
    assert family_of(uri, version) == uri


@pytest.mark.parametrize(("uri", "version", "family"), [*NAMES, *((uri, version, uri) for uri, version in KEPT if uri)])
def test_ninjs_and_newsml_g2_name_a_story_alike(uri: str, version: str, family: str) -> None:
    ninjs = json.dumps({"uri": uri, "version": version, "headline": "h", "body_text": "t"}).encode()
    meta = "<itemMeta/><contentMeta><headline>h</headline></contentMeta>"
    g2 = f'<newsItem guid="{uri.replace("&", "&amp;")}" version="{version}">{meta}</newsItem>'.encode()
    assert [read_copy(copy)[0].uri for copy in (ninjs, g2)] == [family, family]


@given(st.text(), st.text(max_size=8))
def test_every_name_has_a_family_and_none_is_longer(uri: str, version: str) -> None:
    family = family_of(uri, version)
    assert bool(family) == bool(uri)
    assert len(family) <= len(uri)
