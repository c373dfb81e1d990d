"""Pages and API: what they show, and that wire copy never becomes markup."""

from __future__ import annotations

import re

import msgspec
import pytest

from bellwire.desk.views import marked, view
from bellwire.desk.words import counts, moment, place_words
from bellwire.errors import Unavailable
from bellwire.ledger import Copy
from bellwire.reading.reading import Attribution, Grade, Place
from bellwire.watch.alert import ArticleRef, Deadline, DeadlineState, MsgType, Priority
from bellwire.watch.thread import Changes, ThreadState
from kit.alerts import CAPTURE, NOON, alert, keep, proof, thread
from kit.desks import Desk, stream

HOSTILE = "<script>alert('x')</script>"


def _text(page: str) -> str:
    """The page without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_list_shows_what_an_editor_needs_of_each_thread(desk: Desk) -> None:
    told = (
        Attribution(text="the army said", source="Syrian army", grade=Grade.PARTY),
        Attribution(text="rebels said no", source="rebels", grade=Grade.PARTY, stance="denies"),
    )
    keep(desk.ledger, alert("a"), alert("a", 2, changed="adds a denial", contested=True, attribution=told))
    status, _, page = desk.get("/")
    text = _text(page)
    assert status == 200
    for words in (
        "URGENT",
        "▲ escalation",
        "Army takes hospital in east Aleppo - army",
        "Update 1 adds a denial",
        "Where Aleppo, Syria",
        "What capture, claimed; 3–5 killed",
        "Sources Example",
        "Certainty Possible contested",
        "Say so Syrian army party to the conflict the army said",
        "Deny it rebels said no party to the conflict",
        "Score 55.5 method 2026.11 kind +55.5 capture",
        "4 Dec 2016 12:00 UTC",
    ):
        assert words in text, words
    assert page.count("<li class=") == 1, "one row for one thread"
    assert "<mark>included</mark>" in page


def test_nothing_of_wire_copy_is_ever_markup(desk: Desk) -> None:
    hostile = alert(
        "a",
        2,
        headline=HOSTILE,
        changed=HOSTILE,
        evidence=(proof(f"He said {HOSTILE} and went", "<script>"),),
        attribution=(Attribution(text=HOSTILE, source=f'"{HOSTILE}', grade=Grade.NAMED),),
    )
    keep(desk.ledger, hostile)
    for path in ("/", "/threads/a"):
        page = desk.get(path)[2]
        assert page.count("<script") == 1, "our own"
        assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in page
        assert "He said <mark>&lt;script&gt;</mark>alert(&#39;x&#39;)" in page


def test_the_newest_thread_comes_first(desk: Desk) -> None:
    keep(desk.ledger, alert("a"), alert("b"), alert("a", 2))
    assert re.findall(r'data-alert="([^"]+)"', desk.get("/")[2]) == ["a-000002", "b-000001"]


def test_an_exercise_shows_only_where_asked_for_and_says_so(desk: Desk) -> None:
    keep(desk.ledger, alert("a", status="Exercise"))
    assert "Army takes" not in desk.get("/")[2]
    assert "Exercise: not the real thing" in desk.get("/?exercises=true")[2]


def test_an_empty_desk_says_so(desk: Desk) -> None:
    assert "No alerts yet" in _text(desk.get("/")[2])


def test_a_story_has_a_page_with_all_its_versions(desk: Desk) -> None:
    due = Deadline(what="Truce vote", at=NOON, precision="day", state=DeadlineState.OPEN)
    keep(desk.ledger, alert("a"), alert("a", 2, changed="adds the vote", deadline=due, priority=Priority.FLASH))
    text = _text(desk.get("/threads/a")[2])
    for words in (
        "FLASH",
        "Update 1 adds the vote",
        "First told.",
        "Due Truce vote, 4 Dec 2016",
        "4 Dec 2016",
        "Example",
    ):
        assert words in text, words


def test_a_story_has_the_copy_of_earlier_versions_too(desk: Desk) -> None:
    second = alert("a", 2, article=ArticleRef(uri="urn:a", version="2", provider="Example", version_time=NOON))
    keep(desk.ledger, alert("a"), second)
    stands = msgspec.structs.replace(thread("a"), latest=second)
    report = msgspec.structs.replace(stands.reports[0], version="2")
    with desk.ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(msgspec.structs.replace(stands, reports=(report,)),)))
        for version, headline in (("1", "Army takes it"), ("2", "Army holds it")):
            tx.cited(Copy(uri="urn:a", version=version, headline=headline, body=f"The words of version {version}."))
    text = _text(desk.get("/threads/a")[2])
    assert text.index("Army holds it") < text.index("replaced by version 2") < text.index("Army takes it")
    assert "The words of version 1." in text and "The words of version 2." in text


def test_a_cancel_is_shown_large(desk: Desk) -> None:
    keep(desk.ledger, alert("a"), alert("a", 2, msg_type=MsgType.CANCEL, changed="killed by the agency"))
    for path in ("/", "/threads/a"):
        assert "Withdrawn – do not use" in _text(desk.get(path)[2])


def test_embargoed_copy_is_shown_nowhere(desk: Desk) -> None:
    held = msgspec.structs.replace(thread("held"), state=ThreadState.HELD, latest=None)
    with desk.ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(held,)))
    assert desk.get("/threads/held")[0] == 404
    assert desk.get("/api/v1/threads/held")[0] == 404


def test_the_api_gives_threads_with_their_versions_and_no_innards(desk: Desk) -> None:
    keep(desk.ledger, alert("a"), alert("a", 2))
    status, headers, text = desk.get("/api/v1/threads/a")
    told = msgspec.json.decode(text)
    assert (status, headers["content-type"]) == (200, "application/json")
    assert [one["id"] for one in told["alerts"]] == ["a-000001", "a-000002"]
    assert told["thread"]["theatre"] == "SY/Aleppo"
    assert "shingles" not in text and "held" not in told["thread"]


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/threads/nosuch", 404), ("/api/v1/alerts?limit=0", 422), ("/api/nosuch", 404)]
)
def test_a_program_is_told_what_is_wrong(desk: Desk, path: str, status: int) -> None:
    answer, headers, text = desk.get(path)
    assert (answer, headers["content-type"]) == (status, "application/problem+json")
    problem = msgspec.json.decode(text)
    assert problem["status"] == status and problem["detail"]


def test_a_person_is_told_on_a_page(desk: Desk) -> None:
    status, headers, text = desk.get("/threads/nosuch", Accept="text/html,*/*")
    assert status == 404 and headers["content-type"].startswith("text/html")
    assert "There is no such story" in text


@pytest.mark.parametrize("path", ["/", "/api/v1/alerts", "/static/desk.css", "/nosuch", "/healthz"])
def test_every_answer_forbids_what_is_not_ours(desk: Desk, path: str) -> None:
    headers = desk.get(path)[1]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_no_page_asks_for_anything_from_elsewhere(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    pages = [
        desk.get(path)[2] for path in ("/", "/threads/a", "/static/desk.css", "/static/desk.js", "/static/times.js")
    ]
    assert not [found for page in pages for found in re.findall(r"https?://[^\s\"']+", page)]
    assert not [page for page in pages[:2] if " style=" in page or " onclick=" in page]


def test_health_tells_of_the_feed(desk: Desk) -> None:
    with stream(desk):
        status, _, text = desk.get("/healthz")
    assert (status, msgspec.json.decode(text)) == (200, {"status": "ok", "feed": "live", "listeners": 1})


def test_health_is_bad_while_the_ledger_is_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise Unavailable("the ledger cannot be reached")

    monkeypatch.setattr(desk.ledger, "ping", away)
    status, _, text = desk.get("/healthz")
    assert (status, msgspec.json.decode(text)["why"]) == (503, "the ledger cannot be reached")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("*/*", "text/plain"), ("application/openmetrics-text;version=1.0.0", "application/openmetrics-text")],
)
def test_metrics_are_served_in_the_form_asked_for(desk: Desk, accept: str, kind: str) -> None:
    status, headers, text = desk.get("/metrics", Accept=accept)
    assert status == 200 and headers["content-type"].startswith(kind)
    assert "bellwire_sse_clients 0.0" in text


def test_a_trigger_outside_its_sentence_marks_nothing() -> None:
    wrong = msgspec.structs.replace(proof(), trigger=(0, 5))
    assert (marked(wrong).before, marked(wrong).trigger) == (wrong.text, "")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, "place unknown"),
        (Place(name="Aleppo", path="SY/Aleppo", country="SY"), "Aleppo, Syria"),
        (Place(name="Syria", path="SY", country="SY"), "Syria"),
        (Place(name="Strait of Hormuz", path="Strait of Hormuz"), "Strait of Hormuz"),
    ],
)
def test_places_in_words(place: Place | None, words: str) -> None:
    assert place_words(place) == words


def test_times_in_words_are_utc() -> None:
    assert (moment(NOON).words, moment(NOON).iso) == ("4 Dec 2016 12:00 UTC", "2016-12-04T12:00:00Z")


def test_a_source_that_speaks_twice_is_one_voice() -> None:
    twice = Attribution(text="the army said", source="army", grade=Grade.PARTY)
    assert len(view(alert("a", attribution=(twice, twice))).asserting) == 1


def test_counts_in_words() -> None:
    told = msgspec.structs.replace(CAPTURE, counts={"displaced": (27000, 33000), "killed": (1, 1)})
    assert counts(told) == ("27,000–33,000 displaced", "1 killed")


def test_a_source_that_says_and_denies_stands_where_the_leading_event_has_it() -> None:
    denies = Attribution(text="the rebels denied", source="Rebels", grade=Grade.PARTY, stance="denies")
    says = Attribution(text="rebels said", source="rebels", grade=Grade.PARTY)
    told = view(alert("a", attribution=(denies, says)))
    assert (told.asserting, [voice.source for voice in told.denying]) == ((), ["Rebels"])
    told = view(alert("a", attribution=(says, denies)))
    assert ([voice.source for voice in told.asserting], told.denying) == (["rebels"], ())


def test_a_withdrawn_story_says_what_took_it_back_and_nothing_that_is_not_so(desk: Desk) -> None:
    killer = ArticleRef(uri="urn:a", version="2", provider="Example wire", version_time=NOON)
    kill = alert("a", 2, msg_type=MsgType.CANCEL, changed="killed by Example", article=killer, evidence=())
    keep(desk.ledger, alert("a"), kill)
    stands = msgspec.structs.replace(thread("a"), latest=kill, state=ThreadState.CANCELED)
    gone = msgspec.structs.replace(stands.reports[0], events=(), copied=True, headline="Army takes it")
    with desk.ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(msgspec.structs.replace(stands, reports=(gone,)),)))
        tx.cited(Copy(uri="urn:a", version="1", headline="Army takes it", body="The words of version 1."))
    page = desk.get("/threads/a")[2]
    text = _text(page)
    assert "replaced by" not in text and "a copy, adds no source" not in text and "copied" not in text
    assert text.index("Example wire – takes the story back; its copy is not kept") < text.index("Example – withdrawn")
    assert "killed by Example urn:a version 2" in text and "The words of version 1." in text
    assert "Mark: “The army said the day's gains" in text.replace("&#39;", "'")
    assert 'name="alert" value="a-000001"' in page[page.index('id="marks"') :]


def test_every_sentence_of_a_story_may_be_marked(desk: Desk) -> None:
    sentences = [f"The army took town number {number}." for number in range(6)]
    keep(desk.ledger, alert("a", evidence=tuple(proof(one, "took", 100 * at) for at, one in enumerate(sentences))))
    assert desk.get("/threads/a")[2].count('action="/threads/a/mark"') == 6
