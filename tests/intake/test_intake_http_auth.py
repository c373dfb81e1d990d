"""Who may push: tokens and signatures, right and wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest

from bellwire.intake.http_auth import Gate
from bellwire.intake.keys import Key

NOW = 1_480_852_800.0
BODY = b'{"uri": "urn:a"}'
SECRET = b"correct horse battery"
GATE = Gate(
    [
        Key("one", "bearer", SECRET),
        Key("two", "bearer", b"another token, of two"),
        Key("hook", "webhook", SECRET),
        Key("desk", "superdesk", SECRET),
        Key("api", "token", b"what we show ourselves"),
    ]
)


def feed_of(key: Key | None) -> str:
    return key.feed if key else ""


@pytest.mark.parametrize(
    ("shown", "feed"),
    [
        ("Bearer correct horse battery", "one"),
        ("bearer  another token, of two ", "two"),
        ("Token correct horse battery", "one"),
        ("Bearer correct horse batter", ""),
        ("Bearer correct horse battery!", ""),
        ("Bearer what we show ourselves", ""),
        ("Bearer \xfc", ""),
        ("Bearer", ""),
        ("Basic correct horse battery", ""),
        ("", ""),
    ],
)
def test_a_bearer_token_names_its_feed(shown: str, feed: str) -> None:
    assert feed_of(GATE.bearer({"authorization": shown})) == feed


def webhook(body: bytes = BODY, at: float = NOW, secret: bytes = SECRET, name: str = "msg_1") -> dict[str, str]:
    """Headers as the Standard Webhooks specification has them."""
    stamp = str(int(at))
    digest = hmac.new(secret, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": signature}


def test_a_standard_webhook_is_known_by_its_signature() -> None:
    assert feed_of(GATE.signed(webhook(), BODY, NOW)) == "hook"


def test_the_example_of_the_specification_is_known() -> None:
    """Source: the Standard Webhooks libraries' own example."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    gate = Gate([Key("hook", "webhook", secret)])
    assert feed_of(gate.signed(headers, b'{"test": 2432232314}', 1614265330.0)) == "hook"


def test_one_of_several_signatures_is_enough_while_secrets_change() -> None:
    headers = webhook()
    headers["webhook-signature"] = f"v1a,xyz v1,wrong {headers['webhook-signature']}"
    assert feed_of(GATE.signed(headers, BODY, NOW)) == "hook"


@pytest.mark.parametrize(
    "headers",
    [
        webhook(b"another body"),
        webhook(secret=b"another secret"),
        webhook(at=NOW - 301),
        webhook(at=NOW + 301),
        webhook() | {"webhook-timestamp": "soon"},
        webhook() | {"webhook-timestamp": "9" * 400},
        webhook() | {"webhook-timestamp": "١٢٣"},
        webhook() | {"webhook-id": "msg_2"},
        webhook() | {"webhook-id": ""},
        webhook() | {"webhook-signature": ""},
        webhook() | {"webhook-signature": "v1,"},
        {"webhook-signature": webhook()["webhook-signature"]},
    ],
)
def test_a_webhook_that_is_not_right_is_nobody_s(headers: dict[str, str]) -> None:
    assert GATE.signed(headers, BODY, NOW) is None


def superdesk(secret: bytes = SECRET, body: bytes = BODY) -> dict[str, str]:
    return {"x-superdesk-signature": f"sha1={hmac.new(secret, body, 'sha1').hexdigest()}"}


def test_superdesk_s_signature_is_known() -> None:
    assert feed_of(GATE.signed(superdesk(), BODY, NOW)) == "desk"


@pytest.mark.parametrize(
    "headers",
    [
        superdesk(b"another"),
        superdesk(body=b"another"),
        {"x-superdesk-signature": superdesk()["x-superdesk-signature"].removeprefix("sha1=")},
        {"x-superdesk-signature": "sha1="},
        {"x-superdesk-signature": "\xfc"},
        {},
    ],
)
def test_a_signature_of_superdesk_that_is_not_right_is_nobody_s(headers: dict[str, str]) -> None:
    assert GATE.signed(headers, BODY, NOW) is None


def test_a_gate_with_no_keys_but_our_own_is_open() -> None:
    assert Gate([]).is_open and Gate([Key("api", "token", SECRET)]).is_open and not GATE.is_open
