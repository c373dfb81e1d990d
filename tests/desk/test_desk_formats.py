"""Alerts as Atom and CAP: what a reader of each may rely on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from bellwire.desk.formats import atom, cap
from bellwire.reading.reading import Place
from bellwire.watch.alert import Alert, MsgType
from kit.alerts import CAPTURE, NOON, alert
from kit.atom_rules import faults

HOSTILE = "<script>alert(1)</script> & \x1b[2J\x00]]>"

#: CAP 1.2, section 3.2, as a RELAX NG grammar of our own: which elements, in which order, with which values.
_CAP_GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:oasis:names:tc:emergency:cap:1.2"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<define name="name"><data type="string"><param name="pattern">[^\\s,&lt;&amp;]+</param></data></define>
<define name="time"><data type="dateTime">
  <param name="pattern">\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+\\-]\\d\\d:\\d\\d</param></data></define>
<define name="words"><data type="string"><param name="minLength">1</param></data></define>
<define name="pair"><element name="valueName"><ref name="words"/></element>
  <element name="value"><ref name="words"/></element></define>
<start><element name="alert">
  <element name="identifier"><ref name="name"/></element>
  <element name="sender"><ref name="name"/></element>
  <element name="sent"><ref name="time"/></element>
  <element name="status"><choice><value>Actual</value><value>Exercise</value><value>Test</value></choice></element>
  <element name="msgType"><choice><value>Alert</value><value>Update</value><value>Cancel</value></choice></element>
  <optional><element name="source"><ref name="words"/></element></optional>
  <element name="scope"><value>Public</value></element>
  <optional><element name="note"><ref name="words"/></element></optional>
  <optional><element name="references"><list><oneOrMore><data type="token">
    <param name="pattern">[^\\s,]+,[^\\s,]+,[^\\s,]+</param></data></oneOrMore></list></element></optional>
  <optional><element name="incidents"><ref name="words"/></element></optional>
  <element name="info">
    <optional><element name="language"><data type="language"/></element></optional>
    <element name="category"><choice><value>Security</value><value>Safety</value><value>Infra</value>
      <value>Other</value><value>CBRNE</value><value>Health</value></choice></element>
    <element name="event"><ref name="words"/></element>
    <element name="urgency"><choice><value>Immediate</value><value>Expected</value><value>Future</value>
      <value>Past</value><value>Unknown</value></choice></element>
    <element name="severity"><choice><value>Extreme</value><value>Severe</value><value>Moderate</value>
      <value>Minor</value><value>Unknown</value></choice></element>
    <element name="certainty"><choice><value>Observed</value><value>Likely</value><value>Possible</value>
      <value>Unlikely</value><value>Unknown</value></choice></element>
    <optional><element name="senderName"><ref name="words"/></element></optional>
    <optional><element name="headline"><ref name="words"/></element></optional>
    <optional><element name="description"><ref name="words"/></element></optional>
    <zeroOrMore><element name="parameter"><ref name="pair"/></element></zeroOrMore>
    <zeroOrMore><element name="area">
      <element name="areaDesc"><ref name="words"/></element>
      <zeroOrMore><element name="circle"><data type="string">
        <param name="pattern">-?\\d+(\\.\\d+)?,-?\\d+(\\.\\d+)? \\d+(\\.\\d+)?</param></data></element></zeroOrMore>
      <zeroOrMore><element name="geocode"><ref name="pair"/></element></zeroOrMore>
    </element></zeroOrMore>
  </element>
</element></start>
</grammar>
"""
_GRAMMAR = etree.RelaxNG(etree.fromstring(_CAP_GRAMMAR))
_CAP = {"c": "urn:oasis:names:tc:emergency:cap:1.2"}
_ATOM = {"a": "http://www.w3.org/2005/Atom"}

FIRST = alert("t1")
SECOND = alert("t1", 2, references=("t1-000001",), changed="denied by AP")


def sound(made: bytes) -> etree._Element:
    root = etree.fromstring(made)
    assert _GRAMMAR.validate(root), _GRAMMAR.error_log
    return root


def test_an_alert_is_a_sound_message_of_cap() -> None:
    root = sound(cap(FIRST, []))
    assert root.findtext("c:sent", namespaces=_CAP) == "2016-12-04T12:00:00-00:00"
    assert root.findtext("c:info/c:area/c:circle", namespaces=_CAP) == "36.2,37.16 0"
    assert root.find("c:references", _CAP) is None


def test_later_versions_name_what_they_supersede() -> None:
    for message in (SECOND, alert("t1", 2, msg_type=MsgType.CANCEL, references=("t1-000001",), evidence=())):
        root = sound(cap(message, [FIRST]))
        named = root.findtext("c:references", namespaces=_CAP)
        assert named == "bellwire,t1-000001,2016-12-04T12:00:00-00:00"


def test_an_alert_without_place_or_article_and_with_hostile_copy_is_sound() -> None:
    nowhere = msgspec.structs.replace(CAPTURE, place=None)
    far = msgspec.structs.replace(CAPTURE, place=Place(name="Syria", path="SY", country="SY"))
    for event in (nowhere, far):
        root = sound(cap(alert("t1", event=event, article=None, headline=HOSTILE, changed=HOSTILE), []))
        assert "<script>" in str(root.findtext("c:info/c:headline", namespaces=_CAP))


ADDRESS = "http://desk.example/atom?place=SY"


def made(*alerts: Alert, address: str = ADDRESS, title: str = 'Bellwire: place="SY"') -> bytes:
    return atom(alerts, name="/atom?place=SY", title=title, address=address, now=NOON)


def feed(*alerts: Alert) -> etree._Element:
    return etree.fromstring(made(*alerts))


TEMPO = msgspec.structs.replace(CAPTURE, kind="tempo")
FEEDS = {
    "of two": made(alert("t2"), SECOND),
    "of none": made(),
    "of what is taken back": made(alert("t1", 2, msg_type=MsgType.CANCEL, evidence=())),
    "of hostile copy": made(alert("t1", headline=HOSTILE, changed=HOSTILE), title=HOSTILE),
    "of a tempo": made(alert("tempo-SY-escalation-2016120412", event=TEMPO)),
    "of a thread with a name of any signs": made(alert("zażółć a/b?c#d%\x00&")),
    "of a page": atom(
        [FIRST],
        name="/atom?",
        title="B",
        address=f"{ADDRESS}&cursor=7",
        now=NOON,
        pages={"first": ADDRESS, "next": f"{ADDRESS}&cursor=3"},
    ),
    "of any address": made(FIRST, address='http://desk.example/atom?filter=kind=~"a|b"&text=ż ó'),
}


@pytest.mark.parametrize("which", FEEDS)
def test_a_feed_is_sound(which: str) -> None:
    assert faults(FEEDS[which]) == []


def feed_validator(made: bytes) -> str:
    """What the Feed Validator finds wrong, where somebody has it: CONTRIBUTING.md tells how. It has no release."""
    folder = os.environ.get("FEEDVALIDATOR")
    if not folder:
        pytest.skip("FEEDVALIDATOR names no copy of the Feed Validator")
    asked = [sys.executable, str(Path(__file__).with_name("feed_validator.py")), folder]
    return subprocess.run(asked, input=made, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("which", FEEDS)
def test_the_feed_validator_finds_no_error(which: str) -> None:
    assert feed_validator(FEEDS[which]) == ""


def test_the_feed_validator_finds_errors_where_there_are() -> None:
    told = feed_validator(FEEDS["of two"].replace(b"<updated>2016", b"<updated>16"))
    assert "InvalidRFC3339Date" in told


FAULTS = {
    "<updated>2016-12-04T12:00:00Z</updated>": "<updated>4 December</updated>",
    "<id>urn:bellwire:thread:t1</id>": "<id>t1</id>",
    "<name>Bellwire</name>": "",
    'rel="self"': 'rel="me"',
    'href="http://desk.example/threads/t1"': 'href="/threads/t1"',
    'term="URGENT"': 'term=""',
    "<published>": "<published/><published>",
    'type="text">': 'type="html">',
    "<author>": "<subtitle/><author>",
}


@pytest.mark.parametrize("sound", FAULTS)
def test_a_feed_that_is_not_sound_is_found_out(sound: str) -> None:
    text = FEEDS["of two"].decode()
    assert sound in text and faults(text.replace(sound, FAULTS[sound], 1).encode())


def test_an_entry_leads_to_its_story_where_there_is_one() -> None:
    links = etree.fromstring(FEEDS["of two"]).xpath("a:entry/a:link[@rel='alternate']/@href", namespaces=_ATOM)
    assert links == ["http://desk.example/threads/t2", "http://desk.example/threads/t1"]
    assert b"/threads/" not in FEEDS["of a tempo"]


def test_a_feed_has_what_every_reader_asks_for() -> None:
    root = feed(alert("t2"), SECOND)
    for place in (root, *root.findall("a:entry", _ATOM)):
        assert place.findtext("a:id", namespaces=_ATOM) and place.findtext("a:title", namespaces=_ATOM)
        assert re.fullmatch(r"[\d-]{10}T[\d:]{8}Z", str(place.findtext("a:updated", namespaces=_ATOM)))
    assert root.findtext("a:author/a:name", namespaces=_ATOM) == "Bellwire"
    assert root.xpath("a:link[@rel='self']/@href", namespaces=_ATOM) == ["http://desk.example/atom?place=SY"]
    ids = [str(one.text) for one in root.iterfind(".//a:id", _ATOM)]
    assert len(set(ids)) == 3 and all(
        re.fullmatch(r"(urn:bellwire:thread|tag:bellwire,2026:feed):\w+", one) for one in ids
    )
    assert [len(one.findall("a:content[@type='text']", _ATOM)) for one in root.findall("a:entry", _ATOM)] == [1, 1]


def test_an_entry_keeps_its_id_through_the_versions_of_its_thread() -> None:
    ids = [feed(one).findtext("a:entry/a:id", namespaces=_ATOM) for one in (FIRST, SECOND)]
    assert ids[0] == ids[1] == "urn:bellwire:thread:t1"


def test_what_is_taken_back_says_so_in_the_feed_and_copy_stays_text() -> None:
    cancel = alert("t1", 2, msg_type=MsgType.CANCEL, headline=HOSTILE)
    assert str(feed(cancel).findtext("a:entry/a:title", namespaces=_ATOM)).startswith("WITHDRAWN ✕ <script>")


def test_a_feed_without_alerts_is_a_feed() -> None:
    assert feed().findtext("a:updated", namespaces=_ATOM) == "2016-12-04T12:00:00Z"
