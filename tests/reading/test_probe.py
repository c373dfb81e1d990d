"""The probe: sentences of our own, read by the rules alone, of which a stated share must be read as they say."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bellwire.reading import Reader
from bellwire.reading.reading import Event
from bellwire.wire.article import Article
from kit.readers import reader_by_rules

HERE = Path(__file__).parent
PROBES = [
    probe
    for path in sorted((HERE / "probe").glob("*.toml"))
    for probe in tomllib.loads(path.read_text(encoding="utf-8"))["probe"]
]
#: The share of all claims ("must" and "never") that has to hold.
LEAST = 0.83
WHEN = datetime(2024, 5, 15, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def by_rules() -> Reader:
    return reader_by_rules()


def told(claim: str, events: tuple[Event, ...]) -> bool:
    kinds, _, statuses = claim.partition("/")
    return any(e.kind in kinds.split("|") and (not statuses or e.status in statuses.split("|")) for e in events)


def test_the_probe_is_read_as_it_says(by_rules: Reader) -> None:
    held = []
    for probe in PROBES:
        article = Article(uri="urn:p", version="1", body=probe["text"], version_time=WHEN)
        events = by_rules.read(article).events
        held += [told(claim, events) for claim in probe.get("must", ())]
        held += [not told(claim, events) for claim in probe.get("never", ())]
    assert sum(held) >= LEAST * len(held)


def test_each_sentence_of_the_probe_claims_something() -> None:
    assert all(probe.get("must") or probe.get("never") for probe in PROBES)


TRAPS = tomllib.loads((HERE / "traps.toml").read_text(encoding="utf-8"))["trap"]
#: The share of articles in words of war alone of which nothing may ring.
QUIET = 0.9


def test_words_of_war_alone_do_not_ring(by_rules: Reader) -> None:
    quiet = 0
    for trap in TRAPS:
        article = Article(uri="urn:t", version="1", headline=trap["headline"], body=trap["body"], version_time=WHEN)
        quiet += not any(event.alertable for event in by_rules.read(article).events)
    assert quiet >= QUIET * len(TRAPS)
