"""An AsyncAPI document as any client sees it: nothing of Bellwire's code is used here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

_HERE = "urn:document"


class Document:
    """A document and the messages that it describes."""

    def __init__(self, path: Path) -> None:
        self.tree: dict[str, Any] = json.loads(path.read_text())
        resource = Resource(contents=self.tree, specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_HERE, resource)

    def address(self, channel: str) -> str:
        """The Kafka topic of a channel."""
        return str(self.tree["channels"][channel]["address"])

    def messages(self, topic: str) -> dict[str, str]:
        """The names of the messages that a topic carries, and where each is described."""
        [channel] = [one for one in self.tree["channels"].values() if one["address"] == topic]
        return {name: message["$ref"] for name, message in channel["messages"].items()}

    def listed_headers(self, topic: str) -> set[str]:
        """Every header that a message of this topic may bear."""
        return {name for at in self.messages(topic).values() for name in self.at(at)["headers"]["properties"]}

    def problems(self, topic: str, headers: Iterable[tuple[str, bytes]], value: bytes) -> list[str]:
        """What is wrong with a message; empty where it is one of those that the topic carries, in headers and value."""
        found = []
        for name, at in self.messages(topic).items():
            wrong = self._wrong(f"{at}/headers", _text(headers))
            if not wrong and self.at(at)["contentType"] == "application/json":
                wrong = self._wrong(f"{at}/payload", json.loads(value))
            if not wrong:
                return []
            found += [f"{name}: {one}" for one in wrong]
        return found

    def _wrong(self, schema: str, instance: Any) -> list[str]:
        validator = Draft202012Validator({"$ref": f"{_HERE}{schema}"}, registry=self._registry)
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(instance)]

    def at(self, pointer: str) -> Any:
        """What stands where a `$ref` points."""
        found: Any = self.tree
        for part in pointer.removeprefix("#/").split("/"):
            found = found[part]
        return found


def _text(headers: Iterable[tuple[str, bytes]]) -> Mapping[str, str]:
    """Of a header that is there twice, the last counts."""
    return {name: value.decode() for name, value in headers}
