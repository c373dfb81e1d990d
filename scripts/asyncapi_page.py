"""docs/asyncapi.json, the AsyncAPI 3 document: out of topics, headers and payload types.

It needs no other file: the schemas of all values stand in its components.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from schema_pages import schemas

import bellwire
from bellwire.broker.headers import HEADERS, HeaderSpec, schema_name, type_name
from bellwire.broker.topics import TOPICS, TopicSpec
from bellwire.errors import DEAD_LETTER_REASONS, BadCopy, WorkFailed
from bellwire.reading.knowledge import load_knowledge
from bellwire.settings import Settings
from bellwire.stream.envelope import ALERT_TYPES, PAYLOADS
from bellwire.watch.alert import Priority

#: The settings' own defaults, whatever the environment says.
DEFAULTS = Settings.model_construct()
BINDING = "0.5.0"
JSON, BYTES = "application/json", "application/octet-stream"

#: Each message: its title and what it is.
TITLES = {
    "article": ("Article", "One version of one story, as intake writes it: under ninjs 3 field names."),
    "wire-copy": ("Wire copy", "What any other producer writes: ninjs of any generation, or raw wire copy."),
    "reading": ("Reading", "What was read in one article version: its events, or why there are none."),
    "event": ("Event", "One thing told in an article, with its thread."),
    "alert": ("Alert", "One version of what is published of a thread. A Cancel takes back all that it references."),
    "thread": ("Thread", "A thread as it stands: its latest alert and its last versions."),
    "dead-letter": ("Dead letter", "A message that could not be worked on, as it came; the headers say why."),
}

#: Who sends what; the worker alone receives.
SENDERS = {
    "articles": "Intake sends what feeds bring.",
    "readings": "The reader sends one for every article version.",
    "events": "The watcher sends every event that an article version told anew.",
    "alerts": "The watcher sends every version of what is published.",
    "threads": "The watcher sends every change of a thread that ever alerted.",
    "dead-letters": "The worker sends what it cannot work on.",
}
RECEIVERS = {
    "articles": "The reader receives articles and wire copy.",
    "readings": "The watcher receives readings.",
}


def asyncapi_page() -> str:
    """The document as JSON."""
    roots, parts = schemas(list(PAYLOADS), "#/components/schemas/{name}")
    document = {
        "asyncapi": "3.0.0",
        "id": "urn:bellwire",
        "info": _info(),
        "defaultContentType": JSON,
        "servers": {
            "kafka": {"host": DEFAULTS.brokers, "protocol": "kafka", "description": "Any broker of the cluster."}
        },
        "channels": {spec.name: _channel(spec) for spec in TOPICS},
        "operations": dict(operation for spec in TOPICS for operation in _operations(spec)),
        "components": {
            "messages": {name: _message(name, roots.get(name)) for name in TITLES},
            "schemas": parts,
        },
    }
    return json.dumps(document, indent=1) + "\n"


def _info() -> dict[str, Any]:
    return {
        "title": "Bellwire",
        "version": bellwire.__version__,
        "description": (
            "Sourced, de-duplicated alerts of escalation and de-escalation, read from wire copy as it arrives.\n\n"
            f"`{DEFAULTS.topic_prefix}` at the front of an address is the setting `topic_prefix`. Operations are "
            "Bellwire's own: receive what it sends. Headers are CloudEvents 1.0 in binary mode; where one is there "
            "twice, the last counts. Delivery is at least once: the same input makes the same `ce_id` and the same "
            "bytes, so drop what you have seen. New headers and fields may come; those here stay as they are."
        ),
        "contact": {"name": "The Bellwire developers"},
        "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        "tags": [{"name": "news"}, {"name": "cloudevents"}],
    }


def _channel(spec: TopicSpec) -> dict[str, Any]:
    config: dict[str, Any] = spec.config(DEFAULTS)
    topic = {name: int(value) for name, value in config.items() if value.isdigit()}
    topic["cleanup.policy"] = [spec.cleanup]
    kinds = _kinds(spec.name.removeprefix("events."))
    return {
        "address": DEFAULTS.topic(spec.name),
        "title": spec.name,
        "description": _sentence(spec.value + (f": {', '.join(kinds)}" if kinds else "")),
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in spec.carries},
        "bindings": {"kafka": {"topicConfiguration": dict(sorted(topic.items())), "bindingVersion": BINDING}},
    }


def _operations(spec: TopicSpec) -> Iterable[tuple[str, dict[str, Any]]]:
    """What Bellwire does on a topic."""
    for action, told in (("send", SENDERS), ("receive", RECEIVERS)):
        if summary := told.get(spec.name.partition(".")[0]):
            yield (
                f"{action}-{spec.name}",
                {
                    "action": action,
                    "channel": {"$ref": f"#/channels/{spec.name}"},
                    "summary": summary,
                    "messages": [{"$ref": f"#/channels/{spec.name}/messages/{name}"} for name in spec.carries],
                },
            )


def _message(name: str, payload: dict[str, Any] | None) -> dict[str, Any]:
    title, summary = TITLES[name]
    key = next(spec.key for spec in TOPICS if name in spec.carries)
    made: dict[str, Any] = {
        "name": name,
        "title": title,
        "summary": summary,
        "contentType": JSON if payload else BYTES,
        "headers": _headers(name),
        "payload": payload or {"type": "string", "format": "binary", "description": "The bytes as they came."},
        "bindings": {"kafka": {"key": {"type": "string", "description": key}, "bindingVersion": BINDING}},
    }
    if "ce_correlationid" in made["headers"]["properties"]:
        made["correlationId"] = {"description": "The thread.", "location": "$message.header#/ce_correlationid"}
    return made


def _headers(name: str) -> dict[str, Any]:
    """The schema of a message's headers. Wire copy that intake could not read has an article's, other copy has none."""
    listed = "article" if name == "wire-copy" else name
    values = _values(listed) if name == listed else {}
    return {
        "type": "object",
        "required": [spec.name for spec in HEADERS if name in spec.always],
        "properties": {
            spec.name: _header(spec, values.get(spec.name, ()))
            for spec in HEADERS
            if listed in spec.always or listed in spec.sometimes
        },
    }


def _header(spec: HeaderSpec, values: tuple[str, ...]) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "string", "description": _sentence(spec.meaning)}
    if len(values) == 1:
        made["const"] = values[0]
    elif values:
        made["enum"] = list(values)
    elif spec.pattern:
        made["pattern"] = spec.pattern
    elif spec.name.startswith("ce_"):
        made["minLength"] = 1
    return made


def _values(name: str) -> dict[str, tuple[str, ...]]:
    """The headers of a message whose values can be listed."""
    if name == "dead-letter":
        classes = (BadCopy, WorkFailed, *WorkFailed.__subclasses__())
        return {"error-class": tuple(one.__name__ for one in classes), "reason": tuple(DEAD_LETTER_REASONS)}
    kinds = {
        "event": tuple(type_name("event", kind) for kind in _kinds()),
        "alert": tuple(ALERT_TYPES.values()),
    }
    return {
        "content-type": (JSON,),
        "ce_specversion": ("1.0",),
        "ce_type": kinds.get(name, (type_name(name),)),
        "ce_dataschema": (schema_name(name),),
        "ce_severitytext": tuple(priority.value for priority in Priority),
    }


@cache
def _kinds(family: str | None = None) -> list[str]:
    """The kinds of events, of this family or all."""
    kinds = load_knowledge(opinion=False).kinds
    return [name for name, kind in kinds.items() if family in (None, kind.family)]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
