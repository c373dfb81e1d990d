"""How settings become what the clients are told, without a broker."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bellwire.broker.clients import client_options
from bellwire.errors import BellwireError
from bellwire.settings import SECRETS, Cluster, Settings
from bellwire.stream.app import make_app


def _cluster(**more: Any) -> Cluster:
    return Settings(brokers="a:1, b:2", **more).cluster


def test_addresses_alone_mean_in_the_clear() -> None:
    wanted = {"bootstrap_servers": ["a:1", "b:2"], "security_protocol": "PLAINTEXT"}
    assert client_options("a:1, b:2") == client_options(_cluster()) == wanted


def test_name_and_password_within_tls() -> None:
    made = client_options(_cluster(broker_security="SASL_SSL", broker_username="u", broker_password="p"))
    context = made.pop("ssl_context")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert made == {
        "bootstrap_servers": ["a:1", "b:2"],
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "u",
        "sasl_plain_password": "p",
    }


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
def test_faust_is_told_the_same(mechanism: str, tmp_path: Path) -> None:
    chosen = {"broker_username": "u", "broker_password": "p", "broker_mechanism": mechanism}
    told = make_app(Settings(broker_security="SASL_SSL", **chosen), tmp_path).conf.broker_credentials
    assert (told.protocol.value, told.mechanism.value, told.username, told.password) == (
        "SASL_SSL",
        mechanism,
        "u",
        "p",
    )
    assert told.ssl_context.check_hostname
    assert make_app(Settings(broker_security="SSL"), tmp_path).conf.broker_credentials.protocol.value == "SSL"
    assert make_app(Settings(), tmp_path).conf.broker_credentials is None


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"broker_security": "SASL_SSL"}, "SASL_SSL needs BELLWIRE_BROKER_USERNAME and BELLWIRE_BROKER_PASSWORD"),
        (
            {
                "broker_security": "SASL_PLAINTEXT",
                "broker_mechanism": "PLAIN",
                "broker_username": "u",
                "broker_password": "p",
            },
            "PLAIN shows everybody on the way the password",
        ),
        ({"broker_security": "SSL", "broker_ca_file": "/no/such.pem"}, "/no/such.pem cannot be used: No such file"),
        ({"broker_security": "SSL", "broker_cert_file": "/no/such.pem"}, "/no/such.pem cannot be used: No such file"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(chosen: dict[str, str], sentence: str) -> None:
    with pytest.raises(BellwireError, match=sentence):
        client_options(_cluster(**chosen))


def test_a_locked_key_without_its_password_is_refused_rather_than_asked_for(tmp_path: Path) -> None:
    command = "openssl req -x509 -newkey rsa:2048 -passout pass:secret -subj /CN=x -keyout key.pem -out cert.pem"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True, timeout=300)
    files = {"broker_cert_file": str(tmp_path / "cert.pem"), "broker_key_file": str(tmp_path / "key.pem")}
    with pytest.raises(BellwireError, match="cannot be used"):
        client_options(_cluster(broker_security="SSL", **files))
    assert "ssl_context" in client_options(_cluster(broker_security="SSL", broker_key_password="secret", **files))


def test_no_secret_shows_where_settings_are_shown() -> None:
    chosen = {name: SecretStr("hush-hush-hush-hush") for name in SECRETS}
    settings = Settings(**chosen)
    assert "broker_password" in SECRETS
    assert "hush" not in f"{settings!r} {settings} {settings.cluster!r} {settings.cluster} {settings.model_dump()}"
