"""feeds.toml: what is in it, what is wrong with it and on which line, and which feeds are silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BellwireError
from bellwire.intake.feeds import FIELDS, NO_FEED, Feed, feed_named, known_feeds, read_feeds
from bellwire.intake.silence import Silence, SilenceWatch, silence_of
from bellwire.reading.reading import Grade
from bellwire.settings import Settings
from bellwire.toml_file import load

WHOLE = """
# The feeds of this newsroom.
[feeds.afp]
silence = "30m"
grade = "named"
language = "fr"
zone = "Europe/Paris"
kind = "directory"
provider = "AFP"

[feeds."UN press"]
silence = "2d"
grade = "official"
kind = "rss"
urls = ["https://press.example/en.xml", "https://press.example/fr.xml"]
"""


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in read_feeds(text)[1]]


def test_a_whole_file_is_read() -> None:
    found, wrong = read_feeds(WHOLE)
    assert wrong == []
    assert found == {
        "afp": Feed(
            "afp",
            timedelta(minutes=30),
            Grade.NAMED,
            language="fr",
            zone=ZoneInfo("Europe/Paris"),
            kind="directory",
            provider="AFP",
        ),
        "UN press": Feed(
            "UN press",
            timedelta(days=2),
            Grade.OFFICIAL,
            kind="rss",
            urls=("https://press.example/en.xml", "https://press.example/fr.xml"),
        ),
    }


def test_a_feed_says_how_often_it_is_asked() -> None:
    text = '[feeds.a]\nsilence = "1h"\nkind = "rss"\nurl = "https://press.example/"\nevery = "2m"\n'
    assert read_feeds(text)[0]["a"].every == timedelta(minutes=2)
    assert "leave it out" in read_feeds(text.replace('"rss"', '"files"'))[1][-1].sentence


def test_an_empty_file_has_no_feeds() -> None:
    assert read_feeds("") == ({}, [])


@pytest.mark.parametrize("grade", Grade)
def test_every_grade_of_a_reading_can_be_given(grade: Grade) -> None:
    found, _ = read_feeds(f'[feeds.a]\nsilence = "1h"\ngrade = "{grade.name.lower()}"')
    assert found["a"].grade is grade


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('silence = "6 hours"', '"6 hours" is no length of time: write "30m", "6h" or "2d"'),
        ('silence = "0h"', "is no length of time"),
        ("silence = 6", "6 is no length of time"),
        ('grade = "good"', '"good" is none of own_reporter, named, official, unnamed, party'),
        ('language = "English"', '"English" is no language tag: write "en" or "pt-br", in small letters'),
        ('zone = "Paris"', '"Paris" is no time zone: write a name of the IANA list, such as "Europe/Paris" or "UTC"'),
        ('zone = "../etc/passwd"', "is no time zone"),
        ('zone = "America"', "is no time zone"),
        ("zone = 1", "is no time zone"),
        ('kind = "ftp"', '"ftp" is none of files, directory, rss, http, poll'),
        ('url = "ftp://a.example/"', "is no address: write https://HOST/PATH"),
        ('url = "https://[a/"', "is no address"),
        ("urls = []", 'this is no list of addresses: write ["https://…", "https://…"]'),
        ('urls = ["https://a.example/", "https://a.example/"]', "one address stands there twice"),
        ('provider = ""', "is no name: write a few words"),
        ('langauge = "en"', "langauge: no such setting; did you mean language?"),
        ("xyzzy = 1", "xyzzy: no such setting; a feed may have silence, grade, language"),
    ],
)
def test_each_fault_is_told_with_its_line_and_what_to_write(line: str, says: str) -> None:
    text = f"# Feeds\n\n[feeds.good]\nsilence = '1h'\n\n[feeds.bad]\n{line}\n" + (
        "" if "silence" in line else "silence = '1h'"
    )
    [(number, sentence)] = problems(text)
    assert number == 7
    assert says in sentence


def test_an_address_that_is_wrong_is_told_once() -> None:
    text = '[feeds.a]\nsilence = "1h"\nkind = "rss"\nurls = ["press.example"]\n'
    assert [line for line, _ in problems(text)] == [4]


def test_an_address_that_is_wrong_is_told_without_what_is_secret_in_it() -> None:
    text = '[feeds.a]\nsilence = "1h"\nkind = "rss"\nurl = "https//us:hush@press.example/rss?token=hush"\n'
    _, problems = read_feeds(text)
    assert [problem.sentence for problem in problems] == [
        'url: "https//press.example/rss" is no address: write https://HOST/PATH'
    ]


def test_one_address_in_two_feeds_is_told() -> None:
    feed = '[feeds.{}]\nsilence = "1h"\nkind = "rss"\n{}\n'
    same = '"https://press.example/a?key=secret"'
    text = feed.format("a", f"url = {same}") + feed.format("b", f"urls = [{same}]")
    assert problems(text) == [(8, "https://press.example/a is fetched by a already")]


def test_all_faults_are_told_in_the_order_of_lines() -> None:
    text = '[feeds.b]\nzone = "x"\nsilence = "x"\n[feeds.a]\n[feed.c]\nsilence = "1h"'
    assert [line for line, _ in problems(text)] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[feeds.a]\ngrade = 'named'", 1, "a has no silence: say how long the feed may say nothing"),
        ("[feeds.a]\nsilence = '1h'\nkind = 'rss'", 3, "a feed of kind rss needs the url that it is fetched from"),
        ("[feeds.a]\nsilence = '1h'\nkind = 'http'\nurl = 'https://a.example/'", 4, "is not fetched: leave it out"),
        ("[feeds.a]\nsilence = '1h'\nurl = 'https://a.example/'\nurls = ['https://b.example/']", 3, "keep urls"),
        ("[feeds.' a']\nsilence = '1h'", 1, "is no name for a feed"),
        ("\n\n[[feeds.a]]\nsilence = '1h'", 3, "a is a value; each feed is a table [feeds.NAME]"),
        ("[feeds]\na = 3", 2, "a is a value; each feed is a table [feeds.NAME]"),
        ("feeds = 3", 1, "feeds is a value"),
        ("name = 'x'", 1, "name is none of ours: each feed is a table [feeds.NAME]"),
        ("[feeds.a]\nsilence = '1h'\nsilence = '2h'", 3, "no TOML: Cannot overwrite a value"),
        ("[feeds.a]\nsilence = '1h'\n\n[feeds.a]", 4, "no TOML: Cannot declare"),
        ("[feeds.a]\nsilence = 1h", 2, "no TOML: "),
        ("[feeds.a]\nx = " + "[" * 5000, 1, "nested too deeply"),
        ("[feeds.a]\nx = " + "9" * 5000, 2, "no TOML"),
    ],
)
def test_what_is_no_file_of_feeds_is_told(text: str, line: int, says: str) -> None:
    assert any(number == line and says in sentence for number, sentence in problems(text)), problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "feeds.a = { silence = '1h', zone = 'x' }",
        "[feeds]\na.silence = '1h'\na.zone = 'x'",
        "[feeds.a]\nsilence = '''\n\n1h'''\n",
        "[other]\nfeeds = 1\n[feeds.a]\n'silence' = '1h'\n\"zone\" = 'x'",
    ],
)
def test_however_it_is_written_a_fault_has_a_line(text: str) -> None:
    found = problems(text)
    assert found and all(1 <= line <= text.count("\n") + 1 for line, _ in found)


@given(st.text(max_size=300) | st.text(alphabet="feds.[]ab=\"'\n #1h", max_size=80))
def test_any_text_gives_feeds_or_faults_with_a_line_in_it(text: str) -> None:
    for line, sentence in problems(text):
        assert 1 <= line <= text.count("\n") + 1 and sentence.isprintable()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return Settings()


def test_without_a_file_a_feed_is_its_name(settings: Settings) -> None:
    assert known_feeds(settings) == {}
    assert feed_named("afp", settings) == Feed("afp")
    assert feed_named("", settings) is NO_FEED


def test_with_a_file_only_its_feeds_are_known(settings: Settings) -> None:
    Path("feeds.toml").write_text(WHOLE)
    assert feed_named("afp", settings).provider == "AFP"
    assert feed_named("", settings) is NO_FEED
    with pytest.raises(BellwireError, match=r"no feed apf in feeds.toml: did you mean afp\?"):
        feed_named("apf", settings)
    with pytest.raises(BellwireError, match=r"add a table \[feeds.reuters\]"):
        feed_named("reuters", settings)


def test_a_file_that_was_named_must_be_there(settings: Settings) -> None:
    with pytest.raises(BellwireError, match="No such file"):
        known_feeds(Settings(feeds_file="other.toml"))


def test_a_file_that_begins_with_a_mark_of_byte_order_is_read(settings: Settings) -> None:
    Path(settings.feeds_file).write_text(WHOLE, encoding="utf-8-sig")
    assert set(known_feeds(settings)) == {"afp", "UN press"}


def test_a_file_with_faults_is_refused_with_the_first_of_them(settings: Settings) -> None:
    Path("feeds.toml").write_text("[feeds.a]\n[feeds.b]\n")
    with pytest.raises(BellwireError, match=r"feeds.toml line 1: a has no silence.*\(1 more: bellwire feeds check\)"):
        load(Path("feeds.toml"), "feeds", read_feeds)


@pytest.mark.parametrize("data", [b"\xff", b"#" * 2_000_000])
def test_a_file_that_is_no_text_or_too_large_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "feeds.toml").write_bytes(data)
    with pytest.raises(BellwireError, match=r"no UTF-8|too large"):
        load(tmp_path / "feeds.toml", "feeds", read_feeds)


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
AFP = Feed("afp", HOUR)


@pytest.mark.parametrize(
    ("feed", "latest", "since", "state"),
    [
        (AFP, NOON - HOUR, None, Silence.HEARD),
        (AFP, NOON - HOUR - timedelta(seconds=1), None, Silence.SILENT),
        (AFP, None, NOON - HOUR, Silence.WAITING),
        (AFP, None, NOON - 2 * HOUR, Silence.SILENT),
        (AFP, None, None, Silence.WAITING),
        (None, NOON, None, Silence.UNLISTED),
        (Feed("x"), NOON, None, Silence.UNLISTED),
    ],
)
def test_a_feed_is_silent_when_it_said_nothing_for_longer_than_it_may(
    feed: Feed | None, latest: datetime | None, since: datetime | None, state: Silence
) -> None:
    assert silence_of(feed, latest, NOON, since) is state


def test_a_feed_turns_silent_once_and_is_heard_again_once() -> None:
    watch = SilenceWatch([AFP, Feed("x")], since=NOON)
    assert watch.look({"afp": NOON}, NOON + HOUR) == []
    [turn] = watch.look({"afp": NOON}, NOON + 2 * HOUR)
    assert (turn.feed, turn.silent, turn.latest) == (AFP, True, NOON)
    assert watch.look({"afp": NOON}, NOON + 3 * HOUR) == []
    assert [turn.silent for turn in watch.look({"afp": NOON + 3 * HOUR}, NOON + 3 * HOUR)] == [False]


def test_a_feed_that_never_came_turns_silent_too() -> None:
    watch = SilenceWatch([AFP], since=NOON)
    assert [turn.latest for turn in watch.look({}, NOON + 2 * HOUR)] == [None]


PAGE = (Path(__file__).parents[2] / "docs" / "feeds.md").read_text()


def test_the_example_of_the_page_is_a_file_of_feeds() -> None:
    found, wrong = read_feeds(PAGE.split("```toml\n")[1].split("```")[0])
    assert wrong == [] and set(found) == {"afp", "UN press"}


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_documented(field: str) -> None:
    assert any(line.startswith("| ") and f"`{field}`" in line.split("|")[1] for line in PAGE.splitlines())


@pytest.mark.parametrize("state", Silence)
def test_every_state_of_a_feed_is_documented(state: Silence) -> None:
    assert f"| `{state}` |" in PAGE
