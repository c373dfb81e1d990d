"""Mail: its text and its headers become an article, however they are encoded; nothing in it takes long."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import mail
from bellwire.wire.article import Article
from kit.effort import soon

NIGHT = datetime(2016, 12, 4, 21, 30, tzinfo=UTC)
STORY = "ALEPPO, Syria, Dec 4 (Reuters) - Troops took the “eye” hospital.\n\nRebels held on.\n"


def message(text: str = STORY, **headers: str) -> EmailMessage:
    built = EmailMessage()
    built.set_content(text)
    for name, value in {"Subject": "Army nears old city", "From": "A Desk <desk@x.example>", **headers}.items():
        built[name.replace("_", "-")] = value
    return built


def one(data: bytes | EmailMessage, **options: object) -> Article:
    (article,) = mail.read(data if isinstance(data, bytes) else data.as_bytes(), **options)  # type: ignore[arg-type]
    return article


def raw(headers: str, body: str = "Troops came.", encoding: str = "utf-8") -> Article:
    return one(f"{headers}\nFrom: desk@x.example\n\n{body}\n".encode(encoding))


def nested(depth: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))


def test_a_mail_is_an_article() -> None:
    sent = message(Message_ID="<abc@x.example>", Date="Sun, 04 Dec 2016 22:30:00 +0100", Content_Language="EN")
    assert one(sent) == Article(
        uri="abc@x.example",
        headline="Army nears old city",
        body="ALEPPO, Syria, Dec 4 (Reuters) - Troops took the “eye” hospital.\n\nRebels held on.",
        version_time=NIGHT,
        language="en",
        located="Aleppo, Syria",
        provider="Reuters",
    )


def test_of_alternatives_the_plain_one_is_read() -> None:
    sent = message()
    sent.add_alternative("<p>Other</p>", subtype="html")
    assert one(sent).body.startswith("ALEPPO")


def test_html_is_read_where_there_is_no_plain_text() -> None:
    sent = message(" \n")
    sent.add_alternative("<p>Troops came.</p><p>Rebels <b>left</b>.</p><script>x()</script>", subtype="html")
    assert one(sent).body == "Troops came.\n\nRebels left."


def test_a_footer_that_a_list_adds_is_no_copy() -> None:
    sent = message()
    sent.clear_content()
    sent.set_content("<p>Troops came.</p>", subtype="html")
    sent.make_mixed()
    footer = EmailMessage()
    footer.set_content("To unsubscribe…")
    sent.attach(footer)
    assert one(sent).body == "Troops came."


def test_attachments_beside_a_text_are_no_copy() -> None:
    sent = message("Troops came.")
    sent.add_attachment("Other text", filename="notes.txt")
    sent.add_attachment("Other text", filename="inline.txt", disposition="inline")
    sent.add_attachment(b"%PDF-", maintype="application", subtype="pdf")
    assert one(sent).body == "Troops came."


@pytest.mark.parametrize("text", [" \n", ""])
def test_a_text_that_is_only_attached_is_read(text: str) -> None:
    sent = message(text)
    sent.add_attachment("Troops came.", filename="statement.txt")
    sent.add_attachment(b"%PDF-", maintype="application", subtype="pdf")
    assert one(sent).body == "Troops came."


def test_every_text_that_stands_in_line_is_read() -> None:
    sent = message("Troops came.")
    sent.make_mixed()
    for disposition, text in ((None, "Rebels left."), ("inline", "It rained.")):
        part = EmailMessage()
        part.set_content(text, disposition=disposition)
        sent.attach(part)
    assert one(sent).body == "Troops came.\n\nRebels left.\n\nIt rained."


FORWARDED = [
    "---------- Forwarded message ----------\nFrom: Reuters <r@r.com>\nDate: Sun, Dec 4, 2016\nSubject: S\nTo: x@y\n\n",
    "-----Original Message-----\nFrom: Reuters\nSent: Sunday\nTo: x@y,\n  z@y\nSubject: S\n\n",
    "Begin forwarded message:\n\nFrom: Reuters <r@r.com>\nSubject: S\n\n",
    "From: Reuters <r@r.com>\nSent: Sunday, December 4, 2016\nTo: x@y\nSubject: S\n\n",
]


@pytest.mark.parametrize("head", FORWARDED)
@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_the_header_of_a_mail_that_is_forwarded_within_the_text_is_no_copy(head: str, subtype: str) -> None:
    text = f"For you.\n\n{head}Troops came.\n\nRebels left.\n"
    if subtype == "html":
        text = text.replace("<", "&lt;").replace("\n\n", "</p><p>").replace("\n", "<br>")
    sent = message()
    sent.set_content(f"<p>{text}</p>" if subtype == "html" else text, subtype=subtype)
    assert one(sent).body == "For you.\n\nTroops came.\n\nRebels left."


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("iso-2022-jp", "iso2022_jp", "シリア軍は日曜日、アレッポの地区を制圧した。"),
        ("iso-2022-kr", "iso2022_kr", "시리아군은 알레포 지구를 장악했다"),
        ("hz-gb-2312", "hz", "叙利亚军队占领了阿勒颇"),
        ("utf-7", "utf-7", "Café “eye” <reuters@x.com>"),
        ("unicode-1-1-utf-7", "utf-7", "Café"),
        ("x-mac-roman", "mac-roman", "The café owner said “the army took it” — he fled."),
        ("iso-8859-1", "cp1251", "Армия взяла район Алеппо в воскресенье, сообщил источник."),
        ("iso-8859-1", "koi8-r", "Армия взяла район Алеппо в воскресенье, сообщил источник в штабе."),
        ("iso-8859-1", "cp1252", "Élève, âgé, à l’hôpital: ÉÈÀÇ"),
        ("iso-2022-jp", "utf-8", "シリア軍は"),
    ],
)
def test_the_charset_that_was_meant_is_read(declared: str, codec: str, text: str) -> None:
    head = f"Subject: s\nFrom: desk@x.example\nContent-Type: text/plain; charset={declared}\n\n".encode()
    assert one(head + text.encode(codec)).body == text


def test_markup_in_utf_7_is_no_markup_either() -> None:
    head = b"Subject: s\nFrom: desk@x.example\nContent-Type: text/plain; charset=utf-7\n\n"
    assert one(head + b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-Troops came.").body == "Troops came."


def test_a_forwarded_mail_is_read_where_the_outer_one_says_nothing() -> None:
    outer = message("\n", Subject="Fwd", Message_ID="<outer@x.example>")
    outer.add_attachment(message(Message_ID="<abc@x.example>"))
    article = one(outer)
    assert (article.uri, article.headline) == ("abc@x.example", "Army nears old city")


def test_a_digest_holds_several_articles() -> None:
    data = b"Subject: d\nFrom: a@b\nContent-Type: multipart/digest; boundary=x\n\n"
    data += b"".join(b"--x\n\nSubject: %d\n\nText\n" % number for number in range(3))
    assert [article.headline for article in mail.read(data + b"--x--\n")] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("header", "headline"),
    [
        ("Subject: =?utf-8?B?Q2Fmw6kgYmxhc3Q=?=", "Café blast"),
        ("Subject: =?iso-8859-1?Q?Caf=E9?= =?iso-8859-1?Q?_blast?=", "Café blast"),
        ("Subject: =?utf-8?Q?Caf=E9_blast?=", "Café blast"),
        ("Subject: =?utf-8?Q?Caf=C3?= =?utf-8?Q?=A9?= blast", "Café blast"),
        ("Subject: =?x-none?Q?Caf=C3=A9?= blast", "Café blast"),
        ("Subject: =?utf-8?B?!?= blast", "blast"),
        ("Subject: Café blast", "Café blast"),
        ("Subject: Army nears\n old city", "Army nears old city"),
        ("Subject: Fwd: FW: Re: Army nears", "Army nears"),
        ("Subject: Report: army nears", "Report: army nears"),
        ("Subject: CORRECTED-Army nears", "CORRECTED-Army nears"),
    ],
)
def test_the_subject_is_the_headline(header: str, headline: str) -> None:
    assert raw(header).headline == headline


def test_eight_bits_in_a_header_are_what_they_are() -> None:
    assert raw("Subject: Café blast", encoding="cp1252").headline == "Café blast"


@pytest.mark.parametrize(
    ("headers", "body", "encoding"),
    [
        ("Content-Type: text/plain; charset=us-ascii", "Café “blast”", "cp1252"),
        ("Content-Type: text/plain; charset=iso-8859-1", "Café “blast”", "utf-8"),
        ("Content-Type: text/plain; charset=utf-8", "Café “blast”", "cp1252"),
        ("Content-Type: text/plain; charset=no-such", "Café “blast”", "utf-8"),
        ("Content-Type: text/plain; charset", "Café “blast”", "utf-8"),
        ("Content-Type: nonsense", "Café “blast”", "utf-8"),
        ("Content-Transfer-Encoding: quoted-printable", "Caf=C3=A9 =E2=80=9Cbl=\nast=E2=80=9D", "ascii"),
        ("Content-Transfer-Encoding: base64", "Q2Fmw6kg4oCcYmxhc3TigJ0=", "ascii"),
    ],
)
def test_whatever_charset_and_encoding_is_declared(headers: str, body: str, encoding: str) -> None:
    assert raw(f"Subject: s\n{headers}", body, encoding).body == "Café “blast”"


def test_flowed_lines_go_on_and_a_signature_does_not() -> None:
    article = raw(
        "Subject: s\nContent-Type: text/plain; format=flowed", "Troops \ncame.\nRebels left.\n\n-- \nA Desk\n+1 5"
    )
    assert article.body == "Troops came.\n\nRebels left."


def test_lines_of_a_column_are_paragraphs() -> None:
    column = "Troops took the hospital of the old city on Sunday, the\narmy said, after a night of fire.\n\nThey left."
    assert raw("Subject: s", column).body == column.replace("the\narmy", "the army")


@pytest.mark.parametrize(
    ("header", "urgency"),
    [
        ("X-Priority: 1 (Highest)", 1),
        ("X-Priority: 3", 5),
        ("Priority: urgent", 1),
        ("Importance: low", 9),
        ("X-Priority: yes\nImportance: high", 1),
        ("X-Other: 1", 5),
    ],
)
def test_importance_is_urgency(header: str, urgency: int) -> None:
    assert raw(f"Subject: s\n{header}").urgency == urgency


@pytest.mark.parametrize(
    ("sender", "provider"),
    [
        ("Agence France-Presse <desk@x.example>", "Agence France-Presse"),
        ('"Desk, The" <desk@x.example>', "Desk, The"),
        ("=?utf-8?Q?D=C3=A9sk=2C_The?= <desk@x.example>", "Désk, The"),
        ("desk@x.example (The Desk)", "The Desk"),
        ("desk@x.example", ""),
        ("(" * 5_000, ""),
    ],
)
def test_the_senders_name_is_the_provider_where_no_dateline_names_one(sender: str, provider: str) -> None:
    assert one(f"From: {sender}\nSubject: s\n\nTroops came.\n".encode()).provider == provider


def test_a_mail_without_an_id_is_named_by_its_text() -> None:
    first, second = raw("Subject: s"), raw("Subject: s\nX-Other: 1")
    assert first.uri == second.uri != raw("Subject: t").uri


@pytest.mark.parametrize(("date", "found"), [("Sun, 04 Dec 2016 23:30:00", NIGHT), ("soon", None), ("", None)])
def test_the_date_is_the_version_time(date: str, found: datetime | None) -> None:
    sent = f"From: a@b\nSubject: s\nDate: {date}\n\nTroops came.\n".encode()
    assert one(sent, zone=ZoneInfo("Asia/Beirut")).version_time == found


def test_what_the_text_is_labelled_with_is_read() -> None:
    text = f"Keywords: SYRIA-ALEPPO\nHeadline: Hospital falls\nBy Jane Roe\n\n{STORY}\nNot for publication: call 555\n"
    article = one(message(text))
    assert (article.slug, article.headline, article.byline) == ("SYRIA-ALEPPO", "Hospital falls", "Jane Roe")
    assert (article.body.endswith("Rebels held on."), article.ednote) == (True, "call 555")


def test_a_slug_as_subject_leaves_the_texts_own_headline() -> None:
    article = one(message(f"Army nears old city\n\n{STORY}", Subject="SYRIA-ALEPPO/"))
    assert (article.slug, article.headline) == ("SYRIA-ALEPPO", "Army nears old city")


def test_the_headline_is_not_told_twice() -> None:
    assert one(message(f"Army nears old city\n\n{STORY}")).body.startswith("ALEPPO")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"From: a@b\nTo: c@d\n\n \n", "no-text"),
        (b"From: a@b\n" + b"Content-Type: message/rfc822\n\n" * 2_000, "too-large"),
        (
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2_000)),
            "too-large",
        ),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1_000, "too-large"),
        (b"Subject: s\nContent-Type: text/plain; " + b"a=b; " * 100_000 + b"\n\nx", "too-large"),
    ],
    ids=["empty", "forwards", "nesting", "parts", "parameters"],
)
def test_what_is_no_copy_is_refused_with_its_reason(data: bytes, why: str) -> None:
    with pytest.raises(BadCopy) as refused:
        mail.read(data)
    assert refused.value.reason == why


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nx",
        b"X: y\n" * 100_000 + b"\nx",
        b"Subject: s\nContent-Type: text/html\n\n" + b"<div>x" * 100_000,
        b"Subject: s\n\n" + b"a b (\n" * 100_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(8))
        + b"x\n" * 200_000,
    ],
    ids=["words", "headers", "html", "lines", "parts"],
)
def test_nothing_takes_quadratic_time(data: bytes) -> None:
    with soon():
        mail.read(data)


PIECES = [
    b"From: a@b\n", b"Subject: ", b"=?utf-8?Q?", b"?=", b"=?x?B?=", b"Content-Type: ", b"text/html", b"text/plain",
    b"multipart/mixed", b"multipart/alternative", b"message/rfc822", b"; boundary=b", b"; charset=", b"utf-16", b"idna",
    b"\n", b"\r\n", b"\r", b"\n\n", b"--b", b"--b--", b"Content-Transfer-Encoding: ", b"base64", b"x-uuencode",
    b"quoted-printable", b"=", b"=\n", b"\xff", b"\xe9", b"\x00", b"-- \n", b"<p>", b"Date: ", b"(", b"@",
    b"Headline: x",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join) | st.binary(max_size=300))
def test_any_mail_gives_articles_or_bad_copy(data: bytes) -> None:
    try:
        articles = mail.read(data)
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS
    else:
        assert all(article.uri and (article.headline or article.body) for article in articles)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=60))
def test_a_text_comes_out_as_it_went_in(word: str) -> None:
    plain = "".join(char for char in word if char.isascii() or char in "éüñ")
    assert one(message(f"Troops {plain}x came.")).body == f"Troops {plain}x came."


def test_a_charset_with_a_null_in_it_is_no_charset() -> None:
    data = (
        b'From: a@example.org\nSubject: News\nContent-Type: text/plain; charset="utf\x00-8"\n\nThe caf\xc3\xa9 burnt.\n'
    )
    (article,) = mail.read(data)
    assert article.body == "The caf\u00e9 burnt."
