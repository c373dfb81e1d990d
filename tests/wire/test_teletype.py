"""Teletype copy of both standards: headers, takes, kills, times, and what old machines and archives do to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bellwire.wire import Article
from bellwire.wire.teletype import is_teletype, read
from kit.teletype_copy import BODY, FIRST, HEADLINE, NIGHT, SECOND, anpa, articles, iptc, one


def test_a_message_of_iptc_7901_is_an_article() -> None:
    assert one(iptc()) == Article(
        uri="urn:teletype:ap-abc:2016-12-04:syria-bridge",
        version="20161204213000062",
        headline=HEADLINE,
        body=BODY,
        version_time=NIGHT,
        urgency=2,
        located="Beirut",
        provider="AP",
        slug="SYRIA-BRIDGE",
    )


def test_a_message_of_anpa_1312_is_an_article() -> None:
    assert one(anpa()) == Article(
        uri="urn:teletype:ap-a:2016-12-04:syria-bridge",
        version="20161204213000512",
        headline=HEADLINE,
        body=BODY.replace(" - ", " — "),
        version_time=NIGHT,
        urgency=3,
        located="Beirut",
        provider="AP",
        byline="A. REPORTER, Example Press Writer",
        slug="Syria-Bridge",
    )


@pytest.mark.parametrize("message", [iptc(), anpa()], ids=["iptc", "anpa"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: bytes(byte for byte in data if byte >= 0x20 or byte in b"\n\t"),
        lambda data: data.translate(bytes(code if code >= 0x20 or code in b"\n\t" else 0x20 for code in range(256))),
        lambda data: bytes(byte | 0x80 * (byte.bit_count() & 1) for byte in data),
        lambda data: bytes(byte | 0x80 * (not byte.bit_count() & 1) for byte in data),
        lambda data: bytes(byte | 0x80 for byte in data),
        lambda data: data.replace(b"\n", b"\r\r\n"),
        lambda data: data.replace(b"\n", b"\n\r"),
        lambda data: data.replace(b" ", b" \x00\x7f"),
        lambda data: b"\x7f\x7f\r\n" + data + b"\x1a",
        lambda data: data.decode().translate({code: 0x2400 + code for code in range(0x20) if code != 10}).encode(),
        lambda data: data.replace(b"\x04", b""),
    ],
    ids="stripped spaced even odd mark crcrlf lfcr fill delete pictures endless".split(),
)
def test_what_machines_and_archives_do_to_it_changes_nothing(message: str, spoil) -> None:  # type: ignore[no-untyped-def]
    data = spoil(message.encode())
    assert is_teletype(data) and read(data) == [one(message)]


@pytest.mark.parametrize(("priority", "urgency"), [*zip("fburdas", (1, 2, 3, 4, 5, 7, 8), strict=True), ("q", 5)])
def test_priority_letters_are_the_urgencies_that_ap_gives_beside_them(priority: str, urgency: int) -> None:
    assert one(anpa(second=f"{priority} i\x13\x11 BC-Syria-Bridge {{}} 12-04 0042")).urgency == urgency


@pytest.mark.parametrize(("priority", "urgency"), [("1", 1), ("5", 5), ("9", 9), ("0", 5)])
def test_priority_digits_are_the_urgency(priority: str, urgency: int) -> None:
    assert one(iptc(header=f"abc062 {priority} i 211")).urgency == urgency


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("042130 GMT Dec 16", NIGHT),
        ("042130 Dec 16", NIGHT),
        ("042230 CET DEC 2016", NIGHT),
        ("042130 GMT Dez 16", NIGHT),
        ("042130 GMT déc 16", NIGHT),
        ("042130 GMT dic 16", NIGHT),
        ("042130 GMT juil 16", datetime(2016, 7, 4, 21, 30, tzinfo=UTC)),
        ("042130 GMT juin 16", datetime(2016, 6, 4, 21, 30, tzinfo=UTC)),
        ("042130 GMT Dec 87", datetime(1987, 12, 4, 21, 30, tzinfo=UTC)),
        ("342130 GMT Dec 16", None),
        ("042130 XYZ Dec 16", None),
        ("later", None),
    ],
)
def test_the_time_group_of_iptc_7901(stamp: str, time: datetime | None) -> None:
    assert one(iptc(stamp=stamp)).version_time == time


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("AP-WF-12-04-16 2130GMT", NIGHT),
        ("AP-NR-12-04-16 1630EST", NIGHT),
        ("NYT-12-04-16 2130GMT", NIGHT),
        ("16:30ET 12-04-16", NIGHT),
        ("16:30ET 31-07-16", datetime(2016, 7, 31, 20, 30, tzinfo=UTC)),
        ("AP-WF-02-30-16 2130GMT", None),
    ],
)
def test_the_time_group_of_anpa_1312(stamp: str, time: datetime | None) -> None:
    assert one(anpa(stamp=stamp)).version_time == time


def test_a_time_group_without_a_zone_takes_the_feeds() -> None:
    (article,) = read(iptc(stamp="042330 Dec 16").encode(), zone=timezone(timedelta(hours=2)))
    assert article.version_time == NIGHT


@pytest.mark.parametrize(
    ("version", "label", "ednote"),
    [
        ("1stLd-Writethru", ", 1st Ld-Writethru", "Update"),
        ("2ndLd-Writethr", "", "Update"),
        ("", ", 3rd Writethru, a0512", "Update"),
        ("CORRECTIVE", ", CORRECTIVE", "Correction"),
        ("Correction", "", "Correction"),
        ("1stLd", ", CORRECTED", "Correction"),
    ],
)
def test_a_new_version_of_a_story_has_its_uri_and_says_what_it_is(version: str, label: str, ednote: str) -> None:
    article = one(anpa(version=version, label=label, first="a0600\x1fxxxxx"))
    assert (article.uri, article.version, article.ednote) == (one(anpa()).uri, "20161204213000600", ednote)
    assert article.slug == "Syria-Bridge"


def test_without_its_number_a_new_version_is_counted_by_its_ordinal() -> None:
    text = anpa(version="2ndLd-Writethru").partition("\n")[2].replace("\x13\x11", "")
    assert one(text).version == "20161204213000002"


@pytest.mark.parametrize("line", ["1ST LEAD", "REFILE\n1ST LEAD", "UPDATE 2", "(1LEAD)"])
def test_a_line_of_iptc_7901_may_say_that_it_is_a_new_version(line: str) -> None:
    article = one(iptc(f"{line}\n{HEADLINE} =\n\n{FIRST}\n"))
    assert article.headline == HEADLINE and article.ednote in ("Update", "Correction")


@pytest.mark.parametrize(("tail", "ednote"), [("(3DER)", "Update"), ("(2)", "Update"), ("(CORRECT)", "Correction")])
def test_a_mark_behind_the_headline_counts_and_is_taken_off(tail: str, ednote: str) -> None:
    article = one(iptc(f"{HEADLINE} {tail}\n\n{FIRST}\n"))
    assert (article.headline, article.ednote) == (HEADLINE, ednote)


@pytest.mark.parametrize("headline", ["Kill ratio doubles", "Correction officers strike", "Lead price falls (2016)"])
def test_words_of_a_headline_are_no_marks(headline: str) -> None:
    article = one(iptc(f"{headline} =\n\n{FIRST}\n"))
    assert (article.headline, article.ednote, article.pubstatus) == (headline, "", "usable")


@pytest.mark.parametrize("mark", ["BULLETIN KILL", "KILL", "MANDATORY KILL", "WITHDRAWN", "ELIMINATION"])
def test_a_kill_of_anpa_1312_cancels_its_story(mark: str) -> None:
    notice = "\t   EDITORS: Kill the story. The bridge did not fall.\n"
    article = one(anpa(label=f", {mark}", lines=f"^{mark}<\n", story=notice))
    assert (article.uri, article.pubstatus, article.body) == (one(anpa()).uri, "canceled", "")
    assert article.ednote == "Kill EDITORS: Kill the story. The bridge did not fall."


@pytest.mark.parametrize(("mark", "status"), [("KILL KILL KILL", "canceled"), ("HOLD HOLD HOLD", "withheld")])
def test_a_kill_and_a_hold_of_iptc_7901(mark: str, status: str) -> None:
    article = one(iptc(f"{mark} \x07\x07'''''' =\n\nPlease note item 61.\n"))
    assert (article.uri, article.pubstatus, article.body) == (one(iptc()).uri, status, "")
    assert article.ednote.endswith("Please note item 61.")


def test_adds_in_one_transmission_are_part_of_their_story() -> None:
    lead = anpa(story="\t   BEIRUT (AP) _ First page.<\n\t   (MORE)<\n")
    second = anpa(version="2ndAdd", label=", 2nd Add", lines="", story="\t   Third.<\n(END)\n", first="a0514\x1fxxxxx")
    first = anpa(version="1stAdd", label=", 1st Add", lines="", story="\t   x x x Second.<\n", first="a0513\x1fxxxxx")
    (article,) = articles(lead, second, first)
    assert article.body == "BEIRUT (AP) — First page.\n\nSecond.\n\nThird."
    assert (article.version, article.headline, article.ednote) == ("20161204213000514", HEADLINE, "")


def test_the_notes_of_an_add_are_its_story_s() -> None:
    lead = anpa(story="\t   BEIRUT (AP) _ First page.<\n")
    note = "^Eds: Embargoed until 1900 GMT, Dec 5<\n"
    add = anpa(version="1stAdd", label=", 1st Add", lines=note, story="\t   Second.<\n", first="a0513\x1fxxxxx")
    (article,) = articles(lead, add)
    assert (article.ednote, article.embargoed) == (
        "Embargoed until 1900 GMT, Dec 5",
        datetime(2016, 12, 5, 19, tzinfo=UTC),
    )


def test_adds_go_to_the_version_before_them() -> None:
    old, new = anpa(), anpa(version="1stLd-Writethru", first="a0600\x1fxxxxx")
    add = anpa(version="1stAdd", lines="", story="\t   More.<\n", first="a0601\x1fxxxxx")
    before, after = articles(old, new, add)
    assert (before.version[-4:], after.version[-4:]) == ("0512", "0601")
    assert after.body.endswith("More.") and not before.body.endswith("More.")


@pytest.mark.parametrize(
    ("version", "piece", "name"),
    [
        ("ADD 1", "Add 1", "add-1"),
        ("2ndAdd", "Add 2", "add-2"),
        ("SUB", "Sub", "sub-20161204213000513"),
        ("INSERT", "Insert", "insert-20161204213000513"),
    ],
)
@pytest.mark.parametrize("lines", ["", f"^{HEADLINE}<\n"])
def test_a_piece_that_stands_alone_is_no_version_of_its_story(version: str, piece: str, name: str, lines: str) -> None:
    article = one(anpa(version=version, lines=lines, story="\t   More.<\n", first="a0513\x1fxxxxx"))
    assert (article.headline, article.body) == (f"Syria-Bridge ({piece})", "More.")
    assert article.uri == f"{one(anpa()).uri}:{name}"
    assert article.ednote == f"{piece} to Syria-Bridge {HEADLINE if lines else ''}".strip()


def test_a_page_that_stands_alone_is_no_version_of_its_story() -> None:
    article = one(iptc(f"{HEADLINE} =\n\n{SECOND}\n", keywords="SYRIA-BRIDGE/2"))
    assert (article.uri, article.headline) == (f"{one(iptc()).uri}:add-1", "SYRIA-BRIDGE (Add 1)")


@pytest.mark.parametrize(
    ("before", "after"),
    [(("9998", "2130"), ("0004", "2330")), (("0511", "2130"), ("0512", "2130")), (("0900", "2130"), ("0001", "2131"))],
)
def test_a_channel_whose_numbers_begin_anew_goes_on(before: tuple[str, str], after: tuple[str, str]) -> None:
    versions = [
        int(one(anpa(first=f"W{number}\x1fxxxxx", stamp=f"AP-WF-12-04-16 {clock}GMT")).version)
        for number, clock in (before, after)
    ]
    assert versions == sorted(set(versions))


def test_without_a_time_the_number_alone_is_the_version() -> None:
    assert one(anpa(stamp="")).version == "0512"


def test_pages_that_the_keywords_number_are_joined() -> None:
    first, second = iptc(f"{HEADLINE} =\n\n{FIRST}\n(MORE)\n"), iptc(f"{SECOND}\n(END)\n", keywords="SYRIA-BRIDGE/2")
    (article,) = articles(first, second)
    assert article.body == BODY


@pytest.mark.parametrize("mark", ["(END)", "-0-", "-30-", "###", "ENDS", "(MORE)", "===", "* * *", "ABC/DEF/"])
def test_end_marks_are_no_story(mark: str) -> None:
    assert one(iptc(f"{HEADLINE} =\n\n{FIRST}\n\n{SECOND}\n\n{mark}\n")).body == BODY


def test_what_is_not_for_publication_is_a_note_and_never_story() -> None:
    behind = """
# Example NOTEBOOK

## Note to editors
- adds rebel denial

* * * *
The following information is not for publication

## Contacts
- Reporting by: A. Reporter in Beirut

ap abc def
"""
    article = one(iptc(f"{HEADLINE} =\n\n{FIRST}\n\n{SECOND}\n{behind}"))
    assert (article.body, article.ednote) == (BODY, "adds rebel denial Reporting by: A. Reporter in Beirut")


def test_notes_to_editors_above_the_story_are_notes() -> None:
    lines = f"^{HEADLINE}<\n^Eds: UPDATES with denial.<\n^AP Photo XBE101<\n^(Eds: With graphic.)<\n"
    article = one(anpa(lines=lines))
    assert article.ednote == "UPDATES with denial. With graphic." and "Photo" not in article.body


def test_a_bracketed_note_may_take_several_lines() -> None:
    article = one(iptc(f"(Correction: The bridge is\nat Deir Hassan.)\n{HEADLINE}\nBy A. Reporter =\n\n{FIRST}\n"))
    assert (article.ednote, article.byline) == ("Correction Correction: The bridge is at Deir Hassan.", "A. Reporter")


@pytest.mark.parametrize(
    ("note", "until"),
    [
        ("(EMBARGOED UNTIL 1900 GMT, DEC 5)", datetime(2016, 12, 5, 19, tzinfo=UTC)),
        ("(EMBARGO: 7 p.m. EST Dec. 5)", datetime(2016, 12, 6, 0, tzinfo=UTC)),
        ("(Sperrfrist 5. Januar 19.00 Uhr)", datetime(2017, 1, 5, 19, tzinfo=UTC)),
        ("(Sperrfrist 22.30 Uhr)", datetime(2016, 12, 4, 22, 30, tzinfo=UTC)),
    ],
)
def test_an_embargo_is_read_from_its_note(note: str, until: datetime) -> None:
    article = one(iptc(f"{note}\n{HEADLINE} =\n\n{FIRST}\n"))
    assert (article.embargoed, article.pubstatus) == (until, "usable")


def test_an_embargo_whose_end_nobody_can_read_is_withheld() -> None:
    article = one(iptc(f"(EMBARGOED UNTIL THE SPEECH)\n{HEADLINE} =\n\n{FIRST}\n"))
    assert (article.embargoed, article.pubstatus) == (None, "withheld")


def test_a_slug_keeps_its_parts() -> None:
    article = one(iptc(keywords="Syria/Bridge/Deir Hassan/"))
    assert article.slug == "Syria/Bridge/Deir Hassan" and article.uri.endswith(":syria-bridge-deir-hassan")


def test_the_keyword_line_gives_a_slug_that_the_header_cuts_and_the_uri_stays() -> None:
    long = anpa(second="u i\x13\x11 BC-Syria-BridgeAtDeirHa {} 12-04 0042").replace(
        "^BC-Syria-Bridge,", "^BC-Syria-Bridge At Deir Hassan, 1st Ld-Writethru,"
    )
    assert one(long).slug == "Syria-Bridge At Deir Hassan"
    assert one(long).uri == "urn:teletype:ap-a:2016-12-04:syria-bridgeatdeirha"


def test_alerts_that_share_a_keyword_are_stories_of_their_own() -> None:
    alerts = [
        anpa(second="b a\x13\x11 BC-APNewsAlert {} 12-04 0010", first=f"a05{number}\x1fxxxxx").replace(
            "BC-Syria-Bridge", "BC-APNewsAlert"
        )
        for number in (12, 13)
    ]
    assert len({article.uri for article in articles(*alerts)}) == 2


def test_the_day_of_the_header_counts_across_midnight() -> None:
    assert one(anpa(stamp="AP-WF-12-05-16 0010GMT")).uri == one(anpa()).uri


def test_a_day_of_the_last_year_stays_in_it() -> None:
    night = anpa(second="u i\x13\x11 BC-Syria-Bridge {} 12-31 0042", stamp="AP-WF-01-01-17 0010GMT")
    assert ":2016-12-31:" in one(night).uri


def test_tables_keep_their_rows() -> None:
    table = anpa(second="r s\x14\x12 BC-Syria-Bridge {} 12-04 0042", story="\t   A;1;2<\n\x08B;3;4\x10x<\n")
    assert one(table).body == "A;1;2\nB;3;4 x"


def test_rows_between_bars_are_not_joined() -> None:
    rows = "| a longer row of a table | 1 |\n| b | 2 |"
    assert rows in one(iptc(f"{HEADLINE} =\n\n{FIRST}\n\n{rows}\n")).body


def test_a_word_that_is_broken_at_its_hyphen_is_whole_again() -> None:
    assert "the left-leaning" in one(iptc(f"{HEADLINE} =\n\n   BEIRUT (AP) - It was the left-\nleaning press.\n")).body


def test_a_hyphen_that_hangs_stays() -> None:
    assert "left- and right" in one(iptc(f"{HEADLINE} =\n\n   BEIRUT (AP) - It was left-\nand right-wing.\n")).body


def test_accents_that_a_backspace_sets_are_on_their_letters() -> None:
    assert "Café Müller" in one(iptc(f"{HEADLINE} =\n\n   BEIRUT (AP) - In the Cafe\x08' Mu\x08\"ller.\n")).body
