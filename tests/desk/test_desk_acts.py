"""What people do at the desk: forms, the trail, and what every page is told of it."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlencode

import msgspec
import pytest

from bellwire.ledger import DeedKind
from bellwire.reading.reading import Evidence
from bellwire.watch.alert import MsgType
from kit.alerts import CAPTURE, SENTENCE, alert, keep, proof
from kit.desks import Desk, post, stream

#: What the sentence of these alerts was read as.
TOLD = msgspec.structs.replace(CAPTURE, evidence=(msgspec.convert(msgspec.to_builtins(proof()), Evidence),))


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def named(desk: Desk, thread: str) -> str:
    """The name of the one sentence that a story's page offers to mark."""
    (name,) = re.findall(r'name="sentence" value="([^"]+)"', desk.get(f"/threads/{thread}")[2])
    return name


def test_who_acknowledged_a_thread_when_and_why_stands_in_list_story_and_trail(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    answer = post(desk, "/threads/a/acknowledge", accept="text/html", by="  Ana   Lima ", note="calling Beirut")
    assert answer[:2] == (303, "/threads/a")
    for path in ("/", "/threads/a"):
        assert "✓ Ana Lima" in text(desk.get(path)[2]) and "calling Beirut" in text(desk.get(path)[2])
    assert "Ana Lima acknowledge Army takes hospital in east Aleppo - army a-000001 calling Beirut" in text(
        desk.get("/trail")[2]
    )


def test_an_acknowledged_thread_that_changed_says_so(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    post(desk, "/threads/a/acknowledge", by="Ana")
    assert "changed since" not in desk.get("/")[2]
    keep(desk.ledger, alert("a", 2))
    assert "changed since" in desk.get("/")[2]


def test_other_pages_are_told_at_once(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    with stream(desk, "?as=row") as listening:
        post(desk, "/threads/a/acknowledge", by="<b>Ana</b>")
        events = iter(listening)
        standing, told = (next(one for one in events if one.event == "done").json for _ in range(2))
    assert (standing["before"], standing["seq"]) == (0, 0)
    assert (told["before"], told["seq"], told["lists"]) == (0, 1, False)
    assert "&lt;b&gt;Ana&lt;/b&gt;" in told["acknowledged"]["a"]  # type: ignore[index]


def test_a_silence_is_previewed_hides_counts_lists_and_ends(desk: Desk) -> None:
    keep(desk.ledger, alert("a"), alert("b"), alert("b", 2, msg_type=MsgType.CANCEL, headline="Taken back"))
    preview = text(desk.get("/silences/new?kind=capture&country=SY")[2])
    assert "Hides kind capture , country Syria" in preview
    assert "Would hide now: 1" in preview and "Stays, being withdrawn: 1" in preview
    answer = post(desk, "/silences", filter="kind=capture&country=SY", by="Ana", reason="known", hours="4")
    assert answer[0] == 204
    page = desk.get("/")[2]
    assert "Army takes" not in page and "Taken back" in page and '<b id="silenced">1</b> silenced' in page
    assert "Army takes" in desk.get("/?silenced=true")[2]
    listed = text(desk.get("/silences")[2])
    assert "known – Ana" in listed and "Hidden now: 1" in listed
    (silence,) = desk.ledger.desk.silences()
    assert post(desk, f"/silences/{silence.id}/end", by="Ben")[0] == 204
    assert "Army takes" in desk.get("/")[2]
    assert post(desk, f"/silences/{silence.id}/end", by="Ben")[0] == 404


def test_the_stream_hides_what_is_silenced_but_never_a_cancel(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    with stream(desk, "?as=row") as listening:
        post(desk, "/silences", filter="kind=capture", by="Ana", reason="known", hours="1")
        desk.feed.publish(alert("b"), alert("c", 2, msg_type=MsgType.CANCEL))
        hidden, cancel = listening.alerts(2)
    assert hidden.json == {"id": "b-000001", "thread": "b", "gone": True, "silenced": True}
    assert cancel.json["type"] == "Cancel"


def test_a_sentence_is_marked_wrong_with_what_would_be_right(desk: Desk) -> None:
    keep(desk.ledger, alert("a", event=TOLD))
    fields = {"by": "Ana", "sentence": named(desk, "a"), "status": "planned", "note": "only a plan"}
    assert post(desk, "/threads/a/mark", **fields)[0] == 204
    (mark,) = desk.ledger.desk.marks()
    assert (mark.what, mark.alert, mark.more["sentence"]) == (DeedKind.MARK_WRONG, "a-000001", SENTENCE)
    assert (mark.more["status"], mark.more["was_kind"], mark.more["kind"]) == ("planned", "capture", "")
    assert "status should be planned" in text(desk.get("/threads/a")[2])


def test_a_mark_says_of_a_sentence_what_the_ledger_knows_and_not_what_a_form_claims(desk: Desk) -> None:
    keep(desk.ledger, alert("a", event=TOLD))
    claimed = {"uri": "urn:forged", "version": "9", "trigger": "never", "was_kind": "truce", "versioncreated": "1999"}
    fields = {"by": "Ana", "sentence": named(desk, "a"), "note": "odd", **claimed}
    assert post(desk, "/threads/a/mark", **fields)[0] == 204
    more = desk.ledger.desk.marks()[0].more
    assert (more["uri"], more["version"], more["trigger"], more["was_kind"]) == ("urn:a", "1", "included", "capture")
    assert more["versioncreated"] == "2016-12-04T12:00:00Z"
    (answer,) = {
        post(desk, "/threads/a/mark", by="Ana", note="x", sentence=made) for made in ("", "Made up.", SENTENCE)
    }
    assert answer[0] == 422 and "this version has none of that name" in answer[2]
    assert len(desk.ledger.desk.marks()) == 1


def test_a_sentence_is_marked_in_the_version_that_somebody_saw(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    seen = named(desk, "a")
    keep(desk.ledger, alert("a", 2, evidence=(proof("Rebels deny it.", "deny"),)))
    later = named(desk, "a")
    assert post(desk, "/threads/a/mark", by="Ana", note="x", alert="a-000001", sentence=seen)[0] == 204
    assert post(desk, "/threads/a/mark", by="Ana", note="x", alert="a-000001", sentence=later)[0] == 422
    assert [(mark.alert, mark.more["sentence"]) for mark in desk.ledger.desk.marks()] == [("a-000001", SENTENCE)]


def test_a_view_is_named_and_found_and_dropped(desk: Desk) -> None:
    query = "country=SY&sort=priority"
    assert post(desk, "/views", name="Syria", query=query, by="Ana")[0] == 204
    assert 'href="/?country=SY&amp;sort=priority"' in desk.get("/")[2]
    post(desk, "/views", name="Syria", query=query, by="Ana", drop="yes")
    assert "Syria</a>" not in desk.get("/")[2]
    assert [deed.what.value for deed in desk.ledger.desk.after(0)] == ["save-view", "drop-view"]


@pytest.mark.parametrize(
    ("path", "fields", "status", "says"),
    [
        ("/threads/a/acknowledge", {}, 422, "by: say who you are"),
        ("/threads/nosuch/acknowledge", {"by": "Ana"}, 404, "no such story"),
        ("/silences", {"by": "Ana", "reason": "x", "hours": "4", "filter": ""}, 422, "a silence of everything is none"),
        (
            "/silences",
            {"by": "Ana", "reason": " ", "hours": "4", "filter": "kind=strike"},
            422,
            "reason: say something",
        ),
        ("/silences", {"by": "Ana", "reason": "x", "hours": "nan", "filter": "kind=strike"}, 422, "hours: "),
        ("/silences", {"by": "Ana", "reason": "x", "hours": "9999", "filter": "kind=strike"}, 422, "hours: between"),
        ("/silences", {"by": "Ana", "reason": "x", "hours": "4", "filter": "kind=strik"}, 400, "did you mean strike?"),
        ("/threads/a/mark", {"by": "Ana", "sentence": "x", "kind": "nonsense"}, 422, "kind: no 'nonsense'"),
        ("/threads/a/mark", {"by": "Ana", "sentence": "x"}, 422, "note: say what is wrong"),
        ("/views", {"by": "Ana", "name": "", "query": "kind=strike"}, 422, "name: say something"),
        ("/views", {"by": "Ana", "name": "mine", "query": "", "drop": "yes"}, 404, "There is no view mine."),
    ],
)
def test_what_cannot_be_done_is_said(desk: Desk, path: str, fields: dict[str, str], status: int, says: str) -> None:
    keep(desk.ledger, alert("a"))
    found = post(desk, path, **fields)
    assert found[0] == status and says in msgspec.json.decode(found[2])["detail"]
    assert desk.ledger.desk.last() == 0


def test_only_a_form_of_decent_size_is_read(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    assert post(desk, "/threads/a/acknowledge", media="application/json", by="Ana")[0] == 415
    assert post(desk, "/threads/a/acknowledge", by="Ana", note="x" * 70_000)[0] == 413
    answer = post(desk, "/threads/a/acknowledge", by="Ana", **{f"field{number}": "" for number in range(100)})
    assert answer[0] == 422 and "more than 100 fields" in answer[2]


def test_no_name_and_no_note_turns_what_stands_beside_it_or_bears_a_control(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    post(desk, "/threads/a/acknowledge", by="A\u202ena\0", note="call\u2067ing\0 \x1bBeirut 👩\u200d💻")
    post(desk, "/views", by="Ana", name="Syr\0\u202eia", query="country=SY")
    [saved, seen] = desk.ledger.desk.before(None)
    assert (seen.by, seen.note) == ("Ana", "calling Beirut 👩\u200d💻")
    assert saved.more["view"] == "Syria"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"])
def test_a_form_leads_back_to_this_desk_only(desk: Desk, back: str) -> None:
    keep(desk.ledger, alert("a"))
    assert post(desk, "/threads/a/acknowledge", accept="text/html", by="Ana", back=back)[1] == "/threads/a"


def test_a_name_that_was_given_stands_in_the_next_form(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    body = urlencode({"by": "Zoë; O'Neil"})
    headers = desk.send("POST", "/threads/a/acknowledge", body, Content_Type="application/x-www-form-urlencoded")[1]
    cookie = headers["set-cookie"].split(";")[0]
    assert 'value="Zoë; O&#39;Neil">' in desk.get("/threads/a", Cookie=cookie)[2]
    assert 'name="by" required maxlength="80" autocomplete="name">' in desk.get("/threads/a")[2]


def test_the_trail_tells_the_end_of_a_silence_as_a_time(desk: Desk) -> None:
    post(desk, "/silences", by="Ana", filter="kind=strike", hours="4", reason="known")
    trail = desk.get("/trail")[2]
    ends = datetime.fromisoformat(desk.ledger.desk.after(0)[0].more["ends"])
    assert f"{ends.day} {ends:%b %Y %H:%M} UTC" in text(trail)
    assert ends.isoformat() not in text(trail)
