"""Weights, words and tables are data, checked when they are loaded."""

from __future__ import annotations

from importlib.resources import files

import msgspec
import pytest

from bellwire.reading.reading import Status
from bellwire.watch.alert import Certainty, Priority
from bellwire.watch.policy import Agencies, CapTable, Figures, Kinds, Templates, Words, load_policy, read_data

POLICY = load_policy()
FILES = {
    "kinds.toml": Kinds,
    "policy.toml": Figures,
    "agencies.toml": Agencies,
    "words.toml": Words,
    "cap.toml": CapTable,
    "headlines.toml": Templates,
}


@pytest.mark.parametrize("name", FILES)
def test_an_unknown_key_is_refused(name: str) -> None:
    text = (files("bellwire.watch") / "data" / name).read_text(encoding="utf-8")
    read_data(name, FILES[name], text)
    with pytest.raises(msgspec.ValidationError, match="unknown"):
        read_data(name, FILES[name], "surprise = 1\n" + text)


def test_affinity_is_symmetric_and_between_0_and_1() -> None:
    kinds = POLICY.kinds.kind
    for one in kinds:
        for other in kinds:
            assert POLICY.affinity(one, other) == POLICY.affinity(other, one)
            assert 0 <= POLICY.affinity(one, other) <= 1


def test_kinds_are_related_that_can_be_one_thing_and_no_others() -> None:
    kinds = POLICY.kinds.kind
    assert set(POLICY.related) == set(kinds)
    for one in kinds:
        assert POLICY.related[one] == {other for other in kinds if POLICY.affinity(one, other)}


def test_affinities_name_known_kinds_once() -> None:
    links = POLICY.kinds.link
    pairs = [frozenset((one, other)) for same in links.values() for one, row in same.items() for other in row]
    assert {kind for pair in pairs for kind in pair} <= set(POLICY.kinds.kind)
    assert len(pairs) == len(set(pairs))


def test_every_kind_has_its_words() -> None:
    kinds = set(POLICY.kinds.kind)
    assert set(POLICY.templates.noun) == kinds
    assert set(POLICY.templates.verb) == kinds


def test_every_status_certainty_and_priority_has_its_figures() -> None:
    assert set(POLICY.figures.priority.status) == {status.value for status in Status}
    assert set(POLICY.figures.priority.certainty) == {one.value for one in Certainty}
    assert set(POLICY.cap.severity) == {one.value for one in Priority}
    assert set(POLICY.cap.urgency) == {status.value for status in Status}


def test_an_alias_means_one_agency() -> None:
    aliases = [alias for names in read_data("agencies.toml", Agencies).agency.values() for alias in names]
    assert len(aliases) == len(set(aliases))
