"""Items of JSON each as it stands, where some are no JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.wire.json_items import items_as_they_stand

VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 1]))
def test_each_element_stands_by_itself(values: list[Any], indent: int | None) -> None:
    found = items_as_they_stand(json.dumps(values, indent=indent).encode())
    assert found is not None and found[1] == {}
    assert [repr(json.loads(item)) for item in found[0]] == [repr(value) for value in values]


def test_of_a_page_the_rest_is_told() -> None:
    found = items_as_they_stand(b' {"_meta": {"n": NaN}, "_items": [NaN , [1]], "_links": {"a": "b"}} ', "_items")
    assert found == ([b"NaN", b"[1]"], {"_meta": {"n": "NaN"}, "_links": {"a": "b"}})


def test_a_number_of_many_digits_is_no_work() -> None:
    digits = b"9" * 100_000
    assert items_as_they_stand(b"[" + digits + b", NaN]") == ([digits, b"NaN"], {})


@pytest.mark.parametrize(
    "data", [b"", b"[", b"[1", b"[1 2]", b"[1] 2", b"{}", b'{"_items": 1}', b'{"_items" [1]}', b"\xff", b"[" * 99_999]
)
def test_what_is_neither_is_nothing(data: bytes) -> None:
    assert items_as_they_stand(data) is None or data.startswith(b"{")
    assert items_as_they_stand(data, "_items") is None


@given(st.text(alphabet='[]{},:"_itemsNa1 ').map(str.encode), st.sampled_from(["", "_items"]))
def test_any_text_is_items_or_nothing(data: bytes, member: str) -> None:
    found = items_as_they_stand(data, member)
    assert found is None or len(found) == 2
