"""Every decision has a reason, and every reason is explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from readings_by_hand import Wire, event, reading

from bellwire.watch import MEANING, Reason

DOCS = (Path(__file__).parents[2] / "docs" / "watching.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", list(Reason))
def test_a_reason_is_documented_as_the_code_means_it(reason: Reason) -> None:
    assert f"| `{reason.value}` | {MEANING[reason]} |" in DOCS


def test_the_docs_list_no_reason_that_is_none() -> None:
    listed = [line.split("`")[1] for line in DOCS.splitlines() if line.startswith("| `")]
    assert sorted(listed) == sorted(reason.value for reason in Reason)


def test_every_incident_of_a_reading_gets_a_decision() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike"), event("accusation"), event("strike", "past")))
    assert sorted(wire.reasons) == ["background", "context-kind", "new-thread"]


def test_an_article_without_events_says_so() -> None:
    wire = Wire()
    wire.send(reading("urn:a"))
    assert wire.reasons == ["no-events"]
