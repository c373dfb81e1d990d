"""What is listed once in the code is told in the docs, and nothing there is stale."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from inspect import signature
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from prometheus_client.metrics import MetricWrapperBase

from bellwire.broker.headers import HEADERS, HeaderSpec
from bellwire.broker.rights import ROLES, in_words
from bellwire.broker.topics import TOPICS, TopicSpec
from bellwire.cli.main import COMMANDS
from bellwire.delivery.decide import MEANING as WHY
from bellwire.delivery.filters import NAMES as FILTER_NAMES
from bellwire.delivery.labels import MEANING as LABELS
from bellwire.delivery.labels import OF_EVENTS
from bellwire.delivery.subscriptions import FIELDS, read_subscriptions
from bellwire.desk.api_events import OTHERS as EVENT_NAMES
from bellwire.desk.lists import OTHERS as LIST_NAMES
from bellwire.errors import DEAD_LETTER_REASONS
from bellwire.intake.example import example_wire
from bellwire.ledger import DeliveryState
from bellwire.metrics import PROGRAMS, Note
from bellwire.reading.events.rules import Rule
from bellwire.reading.knowledge import load_knowledge
from bellwire.settings import Settings
from bellwire.stream.envelope import PAYLOADS
from bellwire.subscribe import TOPIC_NAMES, subscribe
from bellwire.watch.policy import load_policy
from bellwire.watch.thread import ThreadState
from bellwire.wire import Article
from kit.published import published

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text()


def rows(name: str) -> dict[str, str]:
    """Table rows by what stands in backticks in their first cell."""
    return {line.split("`")[1]: line for line in page(name).splitlines() if line.startswith("| `")}


@pytest.mark.timeout(900)
def test_the_generated_pages_are_what_the_code_says() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make-docs", "--check"], capture_output=True, text=True, timeout=800
    )
    assert made.returncode == 0, made.stderr


@pytest.mark.parametrize("path", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")], ids=lambda path: path.name)
def test_every_setting_that_a_page_names_is_one(path: Path) -> None:
    named = set(re.findall(r"\bBELLWIRE_[A-Z_]+(?![…A-Z_])", path.read_text()))
    assert named <= {f"BELLWIRE_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description, "a setting has a description"
    assert description[1:] in rows("settings.md")[f"BELLWIRE_{name.upper()}"]


@pytest.mark.parametrize(("metric", "note"), [one for served in PROGRAMS.values() for one in served.notes.items()])
def test_every_metric_is_documented(metric: MetricWrapperBase, note: Note) -> None:
    [family] = metric.describe()
    name = family.name + ("_total" if family.type == "counter" else "")
    assert family.documentation in rows("metrics.md")[name]
    assert note.do in rows("metrics.md")[name]


@pytest.mark.parametrize("spec", TOPICS, ids=lambda spec: spec.name)
def test_every_topic_is_documented_with_its_key_and_how_long_it_is_kept(spec: TopicSpec) -> None:
    row = rows("topics.md")[Settings(topic_prefix="bellwire").topic(spec.name)]
    assert spec.key in row.split("|")[2]
    assert ("compacted" if spec.cleanup == "compact" else f"{spec.days} days") in row.split("|")[4]


def test_no_topic_is_documented_that_is_not_there() -> None:
    there = {Settings(topic_prefix="bellwire").topic(spec.name) for spec in TOPICS}
    assert {name for name in rows("topics.md") if name.startswith("bellwire.")} == there


@pytest.mark.parametrize(("reason", "meaning"), DEAD_LETTER_REASONS.items())
def test_every_reason_of_a_dead_letter_is_documented(reason: str, meaning: str) -> None:
    assert f"| {meaning} |" in rows("operations.md")[reason]


def test_no_reason_is_documented_that_no_dead_letter_can_bear() -> None:
    section = page("operations.md").split("## Dead letters")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", section, re.MULTILINE)) == set(DEAD_LETTER_REASONS)


@pytest.mark.parametrize("rule", load_knowledge().rules.rules, ids=lambda rule: rule.name)
def test_every_rule_is_documented_with_its_examples_and_near_misses(rule: Rule) -> None:
    section = page("rules.md").split(f"\n#### {rule.name}\n")[1].split("\n#### ")[0].replace("\\", "")
    assert all(f"  - {text}\n" in section for text in (*rule.data.examples, *rule.data.near_misses))


@pytest.mark.parametrize("name", ["rules.md", "operators.md"])
def test_links_within_a_page_lead_to_a_heading(name: str) -> None:
    headings = re.findall(r"^#+ (.+)$", page(name), re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", page(name))) <= anchors


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"## `bellwire {command}`" in page("cli.md")


@pytest.mark.parametrize("article", example_wire(), ids=lambda article: f"{article.uri} {article.version}")
def test_every_item_of_the_example_wire_is_documented(article: Article) -> None:
    item = f"`{article.uri.removeprefix('urn:bellwire-example:')}` {article.version}"
    [row] = [line for line in page("example-wire.md").splitlines() if f"| {item} |" in line]
    assert article.received is not None
    assert row.startswith(f"| {article.received:%-d %b %H:%M} |")
    assert article.provider in row


@pytest.mark.parametrize("option", list(signature(subscribe).parameters)[1:])
def test_every_option_of_subscribe_is_documented(option: str) -> None:
    assert option in rows("subscribe.md")


def test_the_topics_that_can_be_subscribed_to_are_those_of_the_contract_and_all_events() -> None:
    assert set(TOPIC_NAMES) == {spec.name for spec in TOPICS} | {"events"}


@pytest.mark.parametrize("spec", HEADERS, ids=lambda spec: spec.name)
def test_every_header_is_documented(spec: HeaderSpec) -> None:
    assert spec.meaning in rows("topics.md")[spec.name]


def test_no_header_is_documented_that_no_message_bears() -> None:
    assert {name for name in rows("topics.md") if not name.startswith("bellwire.")} == {spec.name for spec in HEADERS}


@pytest.mark.parametrize("role", ROLES)
def test_the_rights_of_each_role_at_the_broker_are_documented(role: str) -> None:
    assert f"| {in_words(role)} |" in rows("security.md")[role]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_are_as_their_schema_says(payload: str) -> None:
    schema = json.loads(page(f"schemas/{payload}.v1.json"))
    Draft202012Validator.check_schema(schema)
    named = [one for told in published().values() for one in told if one.header("ce_dataschema") == schema["$id"]]
    assert named
    for one in named:
        if one.header("reason") is None:
            Draft202012Validator(schema).validate(json.loads(one.value))


@pytest.mark.parametrize(("label", "meaning"), LABELS.items())
def test_every_label_of_matchers_is_documented(label: str, meaning: str) -> None:
    assert f"| {meaning} |" in rows("routes.md")[label]


@pytest.mark.parametrize(("name", "meaning"), {**FILTER_NAMES, **LIST_NAMES}.items())
def test_every_name_in_the_address_of_a_list_is_documented(name: str, meaning: str) -> None:
    told = page("desk.md").split("### Filters")[1].split("\n## ")[0]
    if name not in LABELS or name == "text":
        assert f"| `{name}` | {meaning.replace('|', chr(92) + '|')} |" in told
    else:
        assert f"`{name}`" in told.split("\n| ")[0]


def test_every_name_in_the_address_of_events_is_documented() -> None:
    told = page("desk.md").split("### Events")[1].split("\n### ")[0]
    assert set(re.findall(r"`(\w+)`", told.split("\n| ")[0])) == {*OF_EVENTS, "filter"}
    assert dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", told, re.MULTILINE)) == EVENT_NAMES


@pytest.mark.parametrize(("why", "meaning"), WHY.items())
def test_every_reason_to_send_or_not_is_documented(why: str, meaning: str) -> None:
    assert f"| {meaning} |" in rows("routes.md")[why]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_a_subscription_is_documented(field: str) -> None:
    assert field in rows("routes.md")


def test_the_subscriptions_that_are_shown_can_be_read() -> None:
    found, wrong = read_subscriptions(page("routes.md").split("```toml\n")[1].split("```")[0])
    assert (len(found), wrong) == (2, [])


@pytest.mark.parametrize("state", DeliveryState)
def test_every_state_of_a_delivery_is_documented(state: str) -> None:
    assert state in rows("routes.md")


def drawing(name: str) -> str:
    """The diagram on a page."""
    [found] = re.findall(r"^```mermaid\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)
    return found


def test_the_flow_is_drawn_with_every_topic() -> None:
    drawn = set(re.findall(r'\[\("([\w.*-]+)"\)\]', drawing("architecture.md")))
    assert drawn == {"events.*" if spec.name.startswith("events.") else spec.name for spec in TOPICS}


def test_the_life_of_a_thread_is_drawn_with_every_state_and_its_hours() -> None:
    drawn, clock = drawing("watching.md"), load_policy().figures.clock
    assert set(re.findall(r"--> (\w+):", drawn)) == set(ThreadState)
    assert f"{clock.quiet_hours:g} hours without" in drawn and f"{clock.ended_hours:g} hours without" in drawn
    assert f"forgotten {Settings().keep_threads_days:g} days" in drawn


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda path: path.name)
def test_every_picture_on_a_page_is_there(path: Path) -> None:
    named = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", path.read_text())
    assert [one for one in named if not (path.parent / one).is_file()] == []
