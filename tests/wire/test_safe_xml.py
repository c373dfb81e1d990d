"""XML in whatever encoding, however hostile: read without a DTD, an entity or a fetch, or refused for a true reason."""

from __future__ import annotations

import codecs
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire.safe_xml import Element, parse
from kit.effort import soon

TEXT = "Café “Salam” – 5 €"


def root(document: str, encoding: str = "utf-8") -> Element:
    return parse(document.encode(encoding))


def refusal(data: bytes) -> str:
    with pytest.raises(BadCopy) as refused:
        parse(data)
    return refused.value.reason


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-8"),
        ("utf-32", "utf-32"),
        ("utf-32-le", "utf-32"),
    ],
)
def test_the_text_is_the_same_in_every_encoding_and_whatever_is_declared(encoding: str, declared: str) -> None:
    assert root(f"<?xml version='1.0' encoding='{declared}'?><a>{TEXT}</a>", encoding).text == TEXT


@pytest.mark.parametrize("declared", ["iso-8859-15", "iso-8859-7", "windows-1251", "koi8-r", "shift_jis", "gb18030"])
def test_a_declared_encoding_is_believed_where_the_bytes_are_no_unicode(declared: str) -> None:
    text = {"iso-8859-15": "5 €", "iso-8859-7": "Αθήνα", "shift_jis": "東京", "gb18030": "北京"}.get(declared, "Москва")
    assert root(f'<?xml version="1.0" encoding="{declared}"?><a>{text}</a>', declared).text == text


def test_without_a_declaration_latin_1_is_told_from_utf_8() -> None:
    assert root("<a>Düsseldorf</a>", "latin-1").text == root("<a>Düsseldorf</a>").text == "Düsseldorf"


def test_an_encoding_that_is_no_text_is_not_believed() -> None:
    assert root('<?xml version="1.0" encoding="utf-7"?><a>+ADw-b+AD4-</a>').text == "+ADw-b+AD4-"


def test_namespaces_and_prefixes_are_taken_off() -> None:
    document = '<x:a xmlns:x="http://iptc.org/std/nar/2006-10-01/"><x:b xmlns="urn:other"><c/></x:b></x:a>'
    assert [element.tag for element in root(document).iter()] == ["a", "b", "c"]


def test_a_prefix_without_a_namespace_is_forgiven() -> None:
    assert [element.tag for element in root("<a><rtr:b/></a>").iter()] == ["a", "b"]


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("&nbsp;", "\u00a0"),
        ("&eacute;&Eacute;", "éÉ"),
        ("&ldquo;&mdash;&hellip;", "“—…"),
        ("&Zcaron;", "Ž"),
        ("&#150;&#x93;", "–“"),
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#60;b&#62;&#38;", "<b>&"),
        ("AT&T & Co", "AT&T & Co"),
        ("&unknown; &;", "&unknown; &;"),
        ("a&#0;b&#x1F;c", "a\ufffdbc"),
        ("<![CDATA[&nbsp; <b> &]]>", "&nbsp; <b> &"),
    ],
)
def test_references_become_their_characters(written: str, means: str) -> None:
    assert root(f"<a>{written}</a>").text == means


def test_entities_in_attributes_stay_within_them() -> None:
    assert root('<a b="&ldquo;&QUOT;&eacute;&LT;"/>').get("b") == '“"é<'


def test_comments_and_instructions_do_not_break_a_text() -> None:
    assert root("<?xml version='1.0'?><!-- & --><a>one <!-- > & --> two<?x y?></a>").text == "one  two"


def test_nulls_and_control_characters_are_left_out() -> None:
    assert root("\x00<a>one\x00\x01\x0b\x1b\ufffetwo</a>\x1a").text == "onetwo"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf-3-6.dtd">',
        '<!DOCTYPE a PUBLIC "-//IPTC//DTD NITF 3.6//EN" "file:///etc/passwd">',
        '<!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd" [<!ENTITY % nitf SYSTEM "nitf-3-0.dtd"> %nitf;]>',
        "<!DOCTYPE a [<!-- <!ENTITY x 'y'> ]> --><!ELEMENT a (#PCDATA)> <?pi ]> ?>]>",
        "<!DOCTYPE a>",
    ],
)
def test_a_document_type_is_passed_over_and_never_fetched(doctype: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    assert root(f"<?xml version='1.0'?>\n<!-- x -->{doctype}<a>text</a>").text == "text"


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY x "y">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        "<!ENTITY % x \"&#60;!ENTITY y SYSTEM 'http://127.0.0.1:9/'>\"> %x;",
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">',
        '<!ELEMENT a ANY><!ENTITY\tx\n"y">',
    ],
)
def test_a_document_that_defines_entities_is_refused(subset: str) -> None:
    assert refusal(f"<!DOCTYPE a [{subset}]><a>&x;</a>".encode()) == "unsafe-xml"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<a>" * 100_000 + b"</a>" * 100_000, "unsafe-xml"),
        (b"<a b='" + b"x" * 11_000_000 + b"'/>", "unsafe-xml"),
        (b"<a>" + b"x" * 11_000_000 + b"</a>", "unsafe-xml"),
        (b"<a" + b"a" * 60_000 + b"/>", "unsafe-xml"),
        (b"<a><b></a>", "not-xml"),
        (b"<a/><a/>", "not-xml"),
        (b"<a>cut sho", "not-xml"),
        (b"<!-- <a/>", "not-xml"),
        (b"<!DOCTYPE a [<a/>", "not-xml"),
        (b"<!DOCTYPE a SYSTEM 'x", "not-xml"),
        (b"<a><![CDATA[</a>", "not-xml"),
        (b"<?xml version='1.0'?>", "not-xml"),
        (b"words", "not-xml"),
        (b"", "not-xml"),
        ("<a>Привет, \ud83d</a>".encode("utf-8", "surrogatepass"), "not-utf8"),
    ],
)
def test_what_is_broken_or_too_much_is_refused_with_its_reason(data: bytes, why: str) -> None:
    assert refusal(data) == why


def test_the_refusal_names_the_fault_and_its_line() -> None:
    with pytest.raises(BadCopy, match=r"line 2 of its root: Opening and ending tag mismatch: b"):
        parse(b"<?xml version='1.0'?>\n<a><rtr:x/>\n<b></a>")


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" + b"&" * 1_000_000 + b"</a>",
        b"<!-- -->" * 200_000 + b"<a/>",
        b"<?x?>" * 300_000 + b"<a/>",
        b"<a>" + b"<!---->" * 200_000 + b"</a>",
        b"<a>" + b"<![CDATA[" * 200_000 + b"</a>",
        b"<!DOCTYPE a [" + b"<!ENTITY % x SYSTEM 'y'>" * 80_000 + b"]><a/>",
        b"<!DOCTYPE a [" + b"'" * 1_999_999 + b"]><a/>",
        b"<a " + b" ".join(b"a%d='1'" % number for number in range(150_000)) + b"/>",
        b"<a>" + b"<b/>" * 400_000 + b"</a>",
        b"<a>" + b"\xff" * 1_900_000 + b"</a>",
    ],
    ids="ampersands comments instructions inner-comments cdata parameters quotes attributes elements bytes".split(),
)
def test_two_megabytes_of_anything_end_quickly(data: bytes) -> None:
    with soon():
        try:
            parse(data)
        except BadCopy as refused:
            assert refused.reason in BAD_COPY_REASONS


_PIECES = st.sampled_from(
    [*"<a> </a> <!-- --> <![CDATA[ ]]> <!DOCTYPE <!ENTITY [ ]> % ' \" & ; &# <?xml ?> <x:a > é \x00".split(), " ", "\n"]
)


@given(st.one_of(st.binary(max_size=300), st.lists(_PIECES, max_size=40).map(lambda parts: "".join(parts).encode())))
def test_no_bytes_raise_anything_but_bad_copy(data: bytes) -> None:
    try:
        parse(data)
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60),
    st.sampled_from([codecs.BOM_UTF8, b""]),
)
def test_any_text_comes_back_as_it_was_written(text: str, mark: bytes) -> None:
    kept = text.replace("\ufeff", "").replace("\ufffe", "").replace("\uffff", "")
    written = kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert (parse(mark + f"<a>{written}</a>".encode()).text or "") == kept
