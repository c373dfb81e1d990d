"""Headlines are short, in the present tense, sourced, and readable without the story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings_by_hand import ALEPPO, ARMY, REBELS, RUSSIA, Wire, event, reading, says

from bellwire.reading.reading import Event, Evidence, Grade
from bellwire.watch.headline import LIMIT, cut


def told(one: Event, **article: str) -> str:
    (alert,) = Wire().send(reading("urn:a", one, **article))
    return alert.headline


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (
            event("capture", "claimed", actor=ARMY, attribution=(says("Syrian army", Grade.PARTY),)),
            "Syrian army says it takes Aleppo",
        ),
        (
            event("strike", "denied", actor=RUSSIA, attribution=(says("Russia", denies=True),), text="an air strike"),
            "Russia denies air strike in Aleppo",
        ),
        (
            event("strike", "claimed", actor=RUSSIA, attribution=(says("rebels", Grade.PARTY),)),
            "Rebels say Russia strikes Aleppo",
        ),
        (
            event("withdrawal", actor=REBELS, attribution=(says("the army"),)),
            "Jabha Shamiya withdraws from Aleppo - army",
        ),
        (
            event("strike", counts={"killed": (21, 21)}, text="warplanes bombed"),
            "Air strike in Aleppo, 21 killed - Reuters",
        ),
        (
            event("truce", "proposed", duration="P7D", attribution=(says("Egypt"),)),
            "7-day truce in Aleppo proposed - Egypt",
        ),
        (event("threat", "threatened", actor=ARMY), "Syrian army threatens threat in Aleppo"),
    ],
)
def test_headlines_made_of_the_event(one: Event, text: str) -> None:
    assert told(one) == text


def in_headline(kind: str, status: str, text: str) -> Event:
    import msgspec

    one = event(kind, status, actor=ARMY, attribution=(says("Syrian army", Grade.PARTY),))
    span = Evidence(field="headline", start=0, end=len(text), text=text, trigger=(0, 3))
    return msgspec.structs.replace(one, evidence=(span,))


def test_the_wires_own_headline_is_taken_with_its_agency_where_the_event_stands_in_it() -> None:
    text = "Army says it has taken Aleppo's eye hospital"
    assert told(in_headline("capture", "claimed", text), headline=text) == f"{text} - Reuters"


def test_labels_of_the_wire_are_taken_off() -> None:
    text = "UPDATE 2-Army says it has taken Aleppo's eye hospital"
    assert told(in_headline("capture", "claimed", text), headline=text).startswith("Army says")


def test_a_claim_without_its_source_is_told_in_our_words() -> None:
    text = "Army takes Aleppo's eye hospital"
    assert told(in_headline("capture", "claimed", text), headline=text) == "Syrian army says it takes Aleppo"


@given(st.text(min_size=1, max_size=400))
def test_no_headline_is_longer_than_the_limit(text: str) -> None:
    assert len(cut(text)) <= LIMIT


def test_place_of_filing_is_not_in_the_headline() -> None:
    assert "Beirut" not in told(event("strike", place=ALEPPO), located="Beirut")
