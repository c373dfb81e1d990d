from __future__ import annotations

import pytest

from bellwire.broker.headers import HEADERS, MESSAGES, in_order, schema_name, type_name


def test_every_header_is_listed_once_with_messages_that_there_are() -> None:
    names = [spec.name for spec in HEADERS]
    assert len(names) == len(set(names))
    assert {message for spec in HEADERS for message in (*spec.always, *spec.sometimes)} == set(MESSAGES)


def test_headers_come_in_the_order_of_the_list_and_without_the_empty_ones() -> None:
    made = in_order({"ce_type": "bellwire.alert", "ce_subject": None, "ce_partitionkey": "", "content-type": "x"})
    assert made == (("content-type", "x"), ("ce_type", "bellwire.alert"))


def test_a_header_that_is_not_listed_is_refused() -> None:
    with pytest.raises(KeyError, match="ce_colour"):
        in_order({"ce_colour": "red"})


def test_names_of_types_and_schemas() -> None:
    assert (type_name("reading"), type_name("event", "capture")) == ("bellwire.reading", "bellwire.event.capture")
    assert schema_name("alert") == "urn:bellwire:alert:v1"
