"""The Faust app, set so that it loses nothing. Each setting that differs from Faust's default says why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import faust
from mode.supervisors import CrashingSupervisor

from bellwire.broker.clients import client_options
from bellwire.broker.topics import DEAD_LETTER_ROOM
from bellwire.settings import Settings
from bellwire.stream.checks import client_name


def make_app(settings: Settings, folder: Path) -> Any:
    """A Faust app without web server, tables, leader or topic of its own. `folder` is for files that it insists on."""
    largest = settings.max_message_bytes + DEAD_LETTER_ROOM
    client = client_options(settings.cluster)
    return faust.App(
        settings.group,
        broker=";".join(f"kafka://{address}" for address in client["bootstrap_servers"]),
        broker_credentials=_credentials(client),
        datadir=str(folder),
        # The group tells by it who works by which method.
        broker_client_id=client_name(settings),
        # Raw bytes: an exception of Faust's own decoding would end the agent.
        key_serializer="raw",
        value_serializer="raw",
        # What escapes an agent must not restart it on the next message: the message would count as done.
        agent_supervisor=CrashingSupervisor,
        # A stop or a rebalance waits for what is under way; without it that counts as done.
        stream_wait_empty=True,
        stream_buffer_maxsize=settings.prefetch,
        broker_max_poll_records=poll_size(settings.prefetch, settings.partitions),
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.heartbeat,
        # A rebalance waits for articles under way, each of which may be tried twice.
        broker_rebalance_timeout=max(60.0, 3 * settings.article_deadline),
        broker_request_timeout=max(90.0, settings.session_timeout + 1),
        broker_commit_interval=settings.commit_interval,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=largest,
        # Topics that were deleted and made anew come back to us after so long, not after five minutes.
        consumer_metadata_max_age_ms=10_000,
        producer_acks=-1,
        producer_max_request_size=largest + 1024 * 1024,
        # Faust's twenty minutes would hide a broker that is gone.
        producer_request_timeout=30.0,
        # Topics are made by `bellwire topics --create` only.
        topic_allow_declare=False,
        topic_disable_leader=True,
        # No tables, so no standby copies; this also picks the plain round-robin assignor.
        table_standby_replicas=0,
        # No port: metrics have a small server of their own.
        web_enabled=False,
        worker_redirect_stdouts=False,
    )


def poll_size(prefetch: int, partitions: int) -> int:
    """How many messages Faust may take from its client at once, so that no topic holds up the other.

    One loop of Faust fills the buffers of both agents and waits where one is full: a backlog of articles kept readings
    from the watcher until it was read (none watched in 70 s). A partition is left out while its buffer is four fifths
    full, but only from its next message on: what may still come from all of them must fit into the last fifth.
    """
    return max(1, prefetch // 5 // partitions)


def _credentials(client: Mapping[str, Any]) -> Any:
    """How the brokers are spoken with, as Faust names it; None in the clear."""
    context = client.get("ssl_context")
    if "sasl_mechanism" in client:
        return faust.SASLCredentials(
            username=client["sasl_plain_username"],
            password=client["sasl_plain_password"],
            mechanism=client["sasl_mechanism"],
            ssl_context=context,
        )
    return faust.SSLCredentials(context) if context is not None else None
