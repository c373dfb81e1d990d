"""What a reading looks like on a terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from bellwire.cli.render import harmless, show
from bellwire.reading.reading import (
    ArticleSummary,
    Attribution,
    Direction,
    Event,
    Evidence,
    Grade,
    Outcome,
    Party,
    Place,
    Reading,
    Status,
)
from bellwire.wire import Article

ARTICLE = Article(
    uri="urn:test:1",
    version="1",
    headline="Army takes [bold]town[/bold]",
    body="Troops captured the town.",
    provider="Reuters",
    version_time=datetime(2016, 12, 4, tzinfo=UTC),
)
EVENT = Event(
    id="e",
    kind="capture",
    family="ground",
    direction=Direction.ESCALATION,
    status=Status.CLAIMED,
    disputed=True,
    alertable=True,
    actor=Party(text="Troops"),
    place=Place(name="Bara", path="SD/Bara"),
    counts={"killed": (2, 3)},
    attribution=(Attribution(text="rebels said", source="rebels", grade=Grade.PARTY, stance="denies"),),
    evidence=(Evidence(field="body", start=0, end=25, text="Troops captured the town.", trigger=(7, 15)),),
    rule="capture/take",
)


def shown(*events: Event, colour: bool = False) -> str:
    reading = Reading(
        uri="urn:test:1", version="1", outcome=Outcome.READ, direction=Direction.ESCALATION,
        article=ArticleSummary(), events=events,
    )  # fmt: skip
    out = StringIO()
    show(
        Console(file=out, width=160, force_terminal=colour, color_system="standard" if colour else None),
        ARTICLE,
        reading,
    )
    return out.getvalue()


def test_the_trigger_is_marked_in_the_text() -> None:
    assert "\x1b[1;4;7;31mcaptured\x1b[0m" in shown(EVENT, colour=True)


def test_an_event_is_one_row_with_what_an_editor_asks() -> None:
    (row,) = [line for line in shown(EVENT).splitlines() if "capture/take" in line]
    for part in (
        "▲ capture",
        "claimed (disputed)",
        "Troops → –",
        "2-3 killed",
        "SD/Bara",
        "rebels (party, denies)",
        "yes",
    ):
        assert part in row


def test_markup_in_copy_is_only_text() -> None:
    assert "Army takes [bold]town[/bold]" in shown(EVENT)


def test_without_events_it_says_so() -> None:
    assert "No events." in shown()


def test_controls_in_copy_reach_no_terminal() -> None:
    assert harmless("a\x1b[2Jb\x9bc\u202ed\u2067e\r\n") == "a\ufffd[2Jb\ufffdc\ufffdd\ufffde \n"


def test_what_is_shown_is_as_long_as_the_copy_so_that_marks_stay_in_place() -> None:
    copy = "".join(map(chr, range(0x3000)))
    assert len(harmless(copy)) == len(copy)
