"""keys.toml: the secrets of feeds, which show nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellwire.errors import BellwireError
from bellwire.intake.keys import Key, bearer_key, known_keys, load_keys
from bellwire.settings import Settings

SECRET = "correct horse battery"

WHOLE = """
[reuters]
bearer = ["the old token, 2016", "the new token, 2017"]
webhook = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

["UN press"]
superdesk = "correct horse battery"
token = "a token of the newsroom"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "keys.toml"
    path.write_text(text)
    return path


def test_each_feed_has_its_keys_of_every_kind(tmp_path: Path) -> None:
    found = load_keys(written(tmp_path, WHOLE))
    assert [(key.feed, key.kind) for key in found] == [
        ("reuters", "bearer"),
        ("reuters", "bearer"),
        ("reuters", "webhook"),
        ("UN press", "superdesk"),
        ("UN press", "token"),
    ]
    assert found[0].secret == b"the old token, 2016" and len(found[2].secret) == 24


def test_a_key_shows_nowhere() -> None:
    assert SECRET not in repr(bearer_key("reuters", SECRET)) + str(Key("reuters", "bearer", SECRET.encode()))


@pytest.mark.parametrize(
    "text",
    [
        'bearer = "correct horse battery"',
        '[reuters]\nbaerer = "correct horse battery"',
        '[reuters]\nbearer = "correct"',
        "[reuters]\nbearer = 1234567890123456",
        '[reuters]\nwebhook = "whsec_correct horse battery"',
        '[reuters]\nbearer = "correct horse battery',
        '[" "]\nbearer = "correct horse battery"',
    ],
)
def test_a_fault_is_one_sentence_that_does_not_tell_the_secret(tmp_path: Path, text: str) -> None:
    with pytest.raises(BellwireError) as caught:
        load_keys(written(tmp_path, text))
    assert "keys.toml" in str(caught.value) and "correct" not in str(caught.value)


def test_no_file_has_no_keys_unless_one_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert known_keys(Settings()) == []
    with pytest.raises(BellwireError, match=r"nosuch\.toml"):
        known_keys(Settings(keys_file="nosuch.toml"))


def test_the_token_of_a_setting_is_as_long_as_any_other() -> None:
    with pytest.raises(BellwireError, match="BELLWIRE_HTTP_TOKEN"):
        bearer_key("", "short")


def test_settings_do_not_show_their_tokens() -> None:
    assert SECRET not in repr(Settings(http_token=SECRET, poll_token=SECRET))


def test_the_example_of_the_page_is_a_file_of_keys(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "intake.md").read_text()
    found = load_keys(written(tmp_path, page.split("```toml\n")[1].split("```")[0]))
    assert [(key.feed, key.kind) for key in found] == [
        ("reuters", "bearer"),
        ("reuters", "webhook"),
        ("desk", "superdesk"),
        ("desk", "token"),
    ]
