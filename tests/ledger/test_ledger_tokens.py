"""Tokens and sessions, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bellwire.errors import BellwireError
from bellwire.ledger import Ledger
from bellwire.ledger.tables import TOKENS
from kit.alerts import NOON

_DAY = timedelta(days=1)


def test_a_token_is_valid_until_it_expires(ledger: Ledger) -> None:
    token, text = ledger.tokens.create("night desk", "acknowledge", NOON, NOON + _DAY)
    assert ledger.tokens.valid(text, NOON) == token
    assert ledger.tokens.valid(text, NOON + _DAY) is None
    assert ledger.tokens.all() == [token]


def test_the_secret_is_kept_nowhere(ledger: Ledger) -> None:
    _, text = ledger.tokens.create("bot", "read", NOON, NOON + _DAY)
    secret = text.split("_", 2)[2]
    with ledger._engine.connect() as connection:
        assert secret not in repr(connection.execute(select(TOKENS)).all())


def test_a_token_that_was_made_elsewhere_is_let_in_once_and_stays_revoked(ledger: Ledger) -> None:
    text = "bw_prometheus1_" + "x" * 40
    assert ledger.tokens.admit(text, "prometheus", "read", NOON, NOON + _DAY)
    found = ledger.tokens.valid(text, NOON)
    assert found is not None and (found.name, found.scope) == ("prometheus", "read")
    assert ledger.tokens.revoke(found.id, NOON)
    assert not ledger.tokens.admit(text, "prometheus", "read", NOON, NOON + _DAY)
    assert ledger.tokens.valid(text, NOON) is None


@pytest.mark.parametrize("text", ["", "secret", "bw_a_short", "xx_a_" + "x" * 40, "bw_a-b_" + "x" * 40])
def test_what_is_no_token_is_not_let_in(ledger: Ledger, text: str) -> None:
    with pytest.raises(BellwireError, match="desk: a token is bw_ID_SECRET"):
        ledger.tokens.admit(text, "desk", "admin", NOON, NOON + _DAY)
    assert not ledger.tokens.any()


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: t + "x", lambda t: t.replace("bw_", "xx_"), lambda t: ""]
)
def test_anything_else_is_no_token(ledger: Ledger, spoil: object) -> None:
    _, text = ledger.tokens.create("bot", "read", NOON, NOON + _DAY)
    assert ledger.tokens.valid(spoil(text), NOON) is None  # type: ignore[operator]


@pytest.mark.parametrize("text", ["bw_%_x", "bw__", "bw_é_x", "bw_' OR 1=1 --_x", "bw_\0_x", "bw_" + "a" * 99 + "_x"])
def test_odd_texts_are_no_tokens_and_no_errors(ledger: Ledger, text: str) -> None:
    ledger.tokens.create("bot", "read", NOON, NOON + _DAY)
    assert ledger.tokens.valid(text, NOON) is None


def test_revoking_a_token_ends_the_sessions_that_it_opened(ledger: Ledger) -> None:
    token, text = ledger.tokens.create("desk", "read", NOON, NOON + _DAY)
    _, session = ledger.tokens.create("desk", "read", NOON, NOON + _DAY, token.id)
    assert ledger.tokens.revoke(token.id, NOON)
    assert ledger.tokens.valid(text, NOON) is None
    assert ledger.tokens.valid(session, NOON) is None
    assert not ledger.tokens.revoke(token.id, NOON)


def test_sessions_are_not_listed_and_forgotten_when_they_have_expired(ledger: Ledger) -> None:
    token, _ = ledger.tokens.create("desk", "read", NOON, NOON + _DAY)
    ledger.tokens.create("desk", "read", NOON, NOON + timedelta(hours=1), token.id)
    assert ledger.tokens.all() == [token]
    ledger.tokens.sweep(NOON + timedelta(hours=2))
    with ledger._engine.connect() as connection:
        assert len(connection.execute(select(TOKENS)).all()) == 1
    assert ledger.tokens.any()


def test_a_session_that_was_opened_as_its_token_was_revoked_opens_nothing(ledger: Ledger) -> None:
    token, _ = ledger.tokens.create("desk", "read", NOON, NOON + _DAY)
    assert ledger.tokens.revoke(token.id, NOON)
    _, session = ledger.tokens.create("desk", "read", NOON, NOON + _DAY, token.id)
    assert ledger.tokens.valid(session, NOON) is None
