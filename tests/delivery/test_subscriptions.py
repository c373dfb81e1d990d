"""subscriptions.toml and its keys: what is read, and what is wrong by line."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bellwire.delivery.keys import Keys, load_keys, missing
from bellwire.delivery.subscriptions import read_subscriptions
from bellwire.delivery.timing import Digest, Quiet
from bellwire.errors import BellwireError
from bellwire.toml_file import load
from bellwire.watch.alert import Priority

WHOLE = """
[subscriptions.syria]
route = "webhook"
url = "https://desk.example/hook"
matchers = ['place="SY"', 'kind=~"strike|bombing"']
least = "URGENT"

[subscriptions."night mail"]
route = "mail"
to = ["desk@example.org", "night@example.org"]
digest = "07:00"
quiet = "22:00-06:00"
zone = "Europe/Paris"
passes = "BULLETIN"
tests = true
"""


def wrong(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in read_subscriptions(text)[1]]


def test_a_file_is_read_whole() -> None:
    found, problems = read_subscriptions(WHOLE)
    assert not problems
    syria, mail = found["syria"], found["night mail"]
    assert (syria.route, syria.url, syria.least) == ("webhook", "https://desk.example/hook", Priority.URGENT)
    assert [str(one) for one in syria.matchers] == ['place="SY"', 'kind=~"strike|bombing"']
    assert (syria.digest, syria.quiet, syria.passes, syria.tests) == (None, None, Priority.FLASH, False)
    assert mail.to == ("desk@example.org", "night@example.org")
    assert (mail.digest, mail.quiet) == (Digest(at=time(7)), Quiet(time(22), time(6)))
    assert (mail.zone, mail.passes, mail.tests) == (ZoneInfo("Europe/Paris"), Priority.BULLETIN, True)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("[subscriptions.a]\n", 1, "a has no route: say how it is sent: webhook, slack, matrix or mail"),
        ('[subscriptions.a]\nroute = "fax"', 2, 'route: "fax" is none of webhook, slack, matrix, mail'),
        ('[subscriptions.a]\nroute = "webhook"\nleest = "URGENT"', 3, "leest: no such setting; did you mean least?"),
        (
            '[subscriptions.a]\nroute = "webhook"\nmatchers = [\'place="SY"\', \'kind="bom"\']',
            3,
            "matchers: no kind is bom; did you mean",
        ),
        ('[subscriptions.a]\nroute = "mail"', 2, "the route mail needs to: who gets the mail"),
        ('[subscriptions.a]\nroute = "mail"\nto = "desk"', 3, "write one mail address or a list of them"),
        ('[subscriptions.a]\nroute = "mail"\nto = "a@b.example\\nBcc: c@d.example"', 3, "write one mail address"),
        ('[subscriptions.a]\nroute = "matrix"\nurl = "https://m.example"', 2, "the route matrix needs room"),
        ('[subscriptions.a]\nroute = "slack"\nto = "a@b.example"', 3, "to: the route slack has none: leave it out"),
        ('[subscriptions.a]\nroute = "webhook"\nurl = "file:///etc/passwd"', 3, "is no address: write https://"),
        ('[subscriptions.a]\nroute = "webhook"\nurl = "https://exa mple.org/"', 3, "is no address: write https://"),
        ('[subscriptions.a]\nroute = "webhook"\nquiet = "06:00-06:00"', 3, "quiet hours have an end"),
        ('[subscriptions.a]\nroute = "webhook"\nquiet = "25:00-06:00"', 3, "write the hours from start to end"),
        ('[subscriptions.a]\nroute = "webhook"\ndigest = "2d"', 3, "a digest comes at least once a day"),
        ('[subscriptions.a]\nroute = "webhook"\nzone = "Mars"', 3, '"Mars" is no time zone'),
        ('[feeds.a]\nroute = "webhook"', 1, "feeds is none of ours: each subscription is a table"),
        ("[subscriptions.a\n", 1, "no TOML"),
    ],
)
def test_what_is_wrong_is_told_by_line(text: str, line: int, sentence: str) -> None:
    assert [(at, sentence) for at, said in wrong(text) if sentence in said] == [(line, sentence)]


def test_a_file_with_a_fault_in_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "subscriptions.toml"
    path.write_text('[subscriptions.a]\nroute = "fax"\nx = 1')
    with pytest.raises(BellwireError, match=r'line 2: route: "fax" is none of .*\(1 more'):
        load(path, "subscriptions", read_subscriptions)


# Times


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2016-12-04T20:59", None),
        ("2016-12-04T21:00", "2016-12-05T05:00"),
        ("2016-12-05T04:59", "2016-12-05T05:00"),
        ("2016-12-05T05:00", None),
    ],
)
def test_quiet_hours_of_a_night_end_in_the_morning(now: str, end: str | None) -> None:
    quiet = Quiet(time(22), time(6))
    found = quiet.until(datetime.fromisoformat(now).replace(tzinfo=UTC), ZoneInfo("Europe/Paris"))
    assert found == (datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None)


@pytest.mark.parametrize(("clock", "inside"), [("11:59", False), ("12:00", True), ("13:59", True), ("14:00", False)])
def test_quiet_hours_by_day_end_on_that_day(clock: str, inside: bool) -> None:
    now = datetime.fromisoformat(f"2016-12-04T{clock}").replace(tzinfo=UTC)
    assert Quiet(time(12), time(14)).until(now, UTC) == (datetime(2016, 12, 4, 14, tzinfo=UTC) if inside else None)


def test_a_digest_comes_with_the_next_full_span_or_at_its_time() -> None:
    now = datetime(2016, 12, 4, 12, 10, tzinfo=UTC)
    assert Digest(every=timedelta(minutes=30)).next(now, UTC) == now.replace(minute=30)
    assert Digest(every=timedelta(minutes=10)).next(now, UTC) == now.replace(minute=20)
    paris = ZoneInfo("Europe/Paris")
    assert Digest(at=time(13, 30)).next(now, paris) == now.replace(minute=30)
    assert Digest(at=time(7)).next(now, paris) == datetime(2016, 12, 5, 6, tzinfo=UTC)


def test_what_comes_in_the_minute_of_a_digest_goes_with_the_next() -> None:
    now = datetime(2016, 12, 4, 12, 30, tzinfo=UTC)
    assert Digest(every=timedelta(minutes=30)).next(now, UTC) == now.replace(hour=13, minute=0)
    assert Digest(at=time(12, 30)).next(now, UTC) == now.replace(day=5)


# Keys


def test_keys_are_read_and_show_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(f'[a]\nsecret = ["whsec_{"A" * 32}", "whsec_{"B" * 32}"]\n[b]\nurl = "https://chat.example/T0"\n')
    keys = load_keys(path)
    assert len(keys["a"].secrets) == 2
    assert "AAAA" not in repr(keys) and "chat" not in repr(keys)


@pytest.mark.parametrize(
    "text", ['[a]\nsecret = "short"', "[a]\ntoken = 3", '[a]\nsecrte = "x"', "a = 1", '[a]\nurl = "ftp://x"', "[a"]
)
def test_bad_keys_are_refused_without_showing_them(text: str, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text)
    with pytest.raises(BellwireError) as caught:
        load_keys(path)
    assert "short" not in str(caught.value) and "ftp" not in str(caught.value)


def test_what_a_route_lacks_is_told() -> None:
    found, _ = read_subscriptions(WHOLE)
    assert missing(found["syria"], Keys()) == (
        "syria: the route webhook needs secret in the file of keys, under [syria]"
    )
    assert missing(found["syria"], Keys(secrets=("whsec_x",))) is None
    assert missing(found["night mail"], Keys()) is None
