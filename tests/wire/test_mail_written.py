"""Mail as programs write it: alternatives that only point, quoted lines, flowed lines, what a list adds below."""

from __future__ import annotations

import pytest

from bellwire.wire import mail
from bellwire.wire.article import Article
from kit.effort import soon

STORY = "ALEPPO, Syria, Dec 4 (Reuters) - Troops took the hospital.\n\nRebels held on."
LONG = f"{STORY}\n\n" + "\n\n".join(f"Street {number} was shelled for hours, people there said." for number in range(9))


def raw(body: str, content_type: str = "text/plain", subject: str = "Army nears old city") -> Article:
    header = f"From: desk@x.example\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: {content_type}"
    (article,) = mail.read(f"{header}\n\n{body}\n".encode())
    return article


def alternatives(plain: str, markup: str) -> Article:
    parts = f"--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{markup}\n--b--"
    return raw(parts, "multipart/alternative; boundary=b")


def marked(text: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))


def test_a_plain_text_that_only_points_at_the_other_is_not_read() -> None:
    assert alternatives("This mail is best read in a browser: http://x.example/1", marked(LONG)).body == LONG


def test_a_plain_text_that_says_the_same_is_read_whatever_stands_around_the_other() -> None:
    menu = "<p>Home</p><p>Press</p><p>Contact</p>" * 5
    assert alternatives(LONG, menu + marked(LONG)).body == LONG
    assert alternatives(STORY, menu + marked(STORY)).body == STORY


@pytest.mark.parametrize("mark", ["Begin forwarded message:", "---------- Forwarded message ---------"])
def test_a_mail_that_is_forwarded_in_quoted_lines_is_read_as_it_was_written(mark: str) -> None:
    quoted = "".join(f"> {line}\n" if line else ">\n" for line in f"From: A\nSubject: s\n\n{STORY}".split("\n"))
    assert raw(f"{mark}\n\n{quoted}", subject="Fwd: s").body == STORY


def test_what_is_quoted_by_whoever_writes_stays_quoted() -> None:
    assert raw(f"{STORY}\n\n> We never said so.").body == f"{STORY}\n\n> We never said so."


def test_flowed_lines_of_what_is_quoted_go_on_without_the_sign_that_quotes() -> None:
    flowed = "Begin forwarded message:\n\n> From: A\n> Subject: s\n>\n> Troops came \n> at night.\n> Rebels left."
    assert raw(flowed, "text/plain; format=flowed").body == "Troops came at night.\n\nRebels left."


def test_of_two_spaces_at_a_flowed_line_s_end_one_is_text() -> None:
    assert raw("Troops  \ncame at n \night.", "text/plain; format=flowed; delsp=yes").body == "Troops came at night."


@pytest.mark.parametrize("end", ["`\nend", " \nend", "end"])
def test_a_file_within_the_text_is_no_copy(end: str) -> None:
    file = f"begin 644 map.png\n{'M' + 'B5!.1PT*' * 7 + 'AB'}\n#1%(!\n{end}"
    assert raw(f"{STORY}\n\n{file}").body == STORY
    assert raw(f"{file}\n\n{STORY}").body == STORY


def test_words_that_begin_and_end_are_no_file() -> None:
    text = "begin 644 lives anew\n\nNothing did.\n\nend"
    assert raw(text).body.startswith("begin 644 lives anew")


def test_what_a_list_adds_below_a_line_is_no_copy() -> None:
    footer = "_______________________________________________\nA-News mailing list\nhttp://x.example/listinfo"
    assert raw(f"{STORY}\n\n{footer}").body == STORY


def test_a_line_of_signs_within_a_story_ends_nothing() -> None:
    assert raw(f"{STORY}\n\n{'_' * 30}\n\nMore followed.").body.endswith("More followed.")


def test_lines_of_signs_take_no_quadratic_time() -> None:
    with soon():
        raw(f"{STORY}\n\n" + f"{'_' * 30}\n" * 30_000)


@pytest.mark.parametrize("declared", ["multipart/mixed; boundary=other", "multipart/mixed", "multipart/alternative"])
@pytest.mark.parametrize("before", ["", "This is a message of several parts.\n\n"])
def test_parts_are_read_whatever_the_header_says_marks_them(declared: str, before: str) -> None:
    part = "--=_mark\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    content = "Troops took the “eye” hospital."
    sent = f"From: a@x.example\nSubject: Army nears\nContent-Type: {declared}\n\n{before}{part}{content}\n--=_mark--\n"
    [article] = mail.read(sent.encode())
    assert (article.headline, article.body) == ("Army nears", "Troops took the “eye” hospital.")


def test_a_mail_of_several_parts_that_has_none_is_a_text() -> None:
    header = "From: a@x.example\nSubject: Army nears\nContent-Type: multipart/report;"
    [article] = mail.read(f"{header}\n\nTroops took the “eye” hospital.\n".encode())
    assert article.body == "Troops took the “eye” hospital."
