"""Apache Kafka that nobody enters without a name: TLS, SCRAM and PLAIN on one port, certificates on another, ACLs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient
from kafka.admin import ACL, ACLOperation, ACLPermissionType, ResourcePattern, ResourceType

from bellwire.broker.clients import connected
from bellwire.broker.rights import ROLES, Right
from bellwire.processes import free_port
from bellwire.settings import Cluster, Settings

from .brokers import ApacheKafka

#: Everybody's password.
PASSWORD = "correct-horse-battery"

_PROPERTIES = r"""
listeners=SASL_SSL://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller},\
INTERNAL://127.0.0.1:%(internal)s,MTLS://127.0.0.1:%(mtls)s
advertised.listeners=SASL_SSL://localhost:{port},INTERNAL://127.0.0.1:%(internal)s,MTLS://localhost:%(mtls)s
listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT,MTLS:SSL
inter.broker.listener.name=INTERNAL
sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512,PLAIN
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.plain.sasl.jaas.config=\
org.apache.kafka.common.security.plain.PlainLoginModule required user_plain="%(password)s";
ssl.keystore.type=PEM
ssl.keystore.location=%(folder)s/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location=%(folder)s/ca.pem
listener.name.mtls.ssl.client.auth=required
listener.name.mtls.ssl.principal.mapping.rules=RULE:^CN=([^,]+).*$/$1/
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:admin;User:ANONYMOUS
"""


@dataclass(frozen=True, slots=True)
class Secured:
    """A running broker, and how to come in."""

    address: str
    mtls: str
    folder: Path

    def settings(self, user: str, **more: Any) -> Settings:
        """Settings of one who comes with name and password."""
        chosen = {
            "brokers": self.address,
            "broker_security": "SASL_SSL",
            "broker_username": user,
            "broker_password": PASSWORD,
            "broker_ca_file": str(self.folder / "ca.pem"),
        }
        return Settings(**(chosen | more))

    def by_certificate(self, name: str, **more: Any) -> Settings:
        """Settings of one who comes with a certificate."""
        _certificate(self.folder, name)
        chosen = {
            "brokers": self.mtls,
            "broker_security": "SSL",
            "broker_ca_file": str(self.folder / "ca.pem"),
            "broker_cert_file": str(self.folder / f"{name}.pem"),
        }
        return Settings(**(chosen | more))

    def allow(self, user: str, *rights: Right, settings: Settings) -> None:
        """Give a user these rights."""
        acls = [
            ACL(f"User:{user}", "*", ACLOperation[operation], ACLPermissionType.ALLOW, ResourcePattern(kind, name))
            for right in rights
            for operation in right.operations
            for kind, name in [_resource(right, settings)]
        ]
        admin = connected(KafkaAdminClient, self.settings("admin").cluster)
        try:
            assert not admin.create_acls(acls)["failed"]
        finally:
            admin.close()


def _resource(right: Right, settings: Settings) -> tuple[ResourceType, str]:
    kind, name = right.resource(settings)
    return ResourceType[kind], name


@contextmanager
def secured_broker(folder: Path) -> Iterator[Secured]:
    """One node with a user for each role, the user `admin`, who may do all, and `plain` and `scram-sha-256`."""
    if shutil.which("openssl") is None:
        pytest.skip("certificates for the broker need openssl")
    _authority(folder)
    _certificate(folder, "broker", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    ports = {"internal": free_port("127.0.0.1"), "mtls": free_port("127.0.0.1")}
    properties = folder / "secured.properties"
    properties.write_text(_PROPERTIES % {"folder": folder, "password": PASSWORD, **ports})
    users = [word for user in ("admin", "scram-sha-256", *ROLES) for word in ("--scram", f"{user}={PASSWORD}")]

    def as_admin(address: str) -> Cluster:
        return Secured(_by_name(address), "", folder).settings("admin").cluster

    kafka = ApacheKafka(folder, options=["--properties", str(properties), *users], cluster=as_admin)
    try:
        yield Secured(_by_name(kafka.start().address), f"localhost:{ports['mtls']}", folder)
    finally:
        kafka.stop()


def _by_name(address: str) -> str:
    return address.replace("127.0.0.1", "localhost")


def _authority(folder: Path) -> None:
    _openssl(folder, "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=newsroom -keyout ca.key -out ca.pem")


def _certificate(folder: Path, name: str, extension: str = "keyUsage=digitalSignature") -> None:
    """NAME.pem: a key, and a certificate for it that the authority has signed."""
    if (folder / f"{name}.pem").exists():
        return
    (folder / "extension").write_text(extension)
    _openssl(folder, f"req -newkey rsa:2048 -nodes -subj /CN={name} -keyout {name}.key -out {name}.csr")
    _openssl(
        folder,
        f"x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile extension -out {name}.crt",
    )
    (folder / f"{name}.pem").write_text((folder / f"{name}.key").read_text() + (folder / f"{name}.crt").read_text())


def _openssl(folder: Path, command: str) -> None:
    subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True, timeout=300)
