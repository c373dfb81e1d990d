"""Making Kafka clients: how the brokers are spoken with, and nothing left behind where there is none."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from typing import Any, TypeVar

from kafka import KafkaConsumer
from kafka.net.compat import KafkaNetClient

from bellwire.errors import BellwireError
from bellwire.settings import Cluster

_T = TypeVar("_T")

#: Milliseconds for which a broker may hold a fetch that finds nothing, where somebody waits for what comes. Kafka
#: answers as soon as something is there. The embedded broker (Tansu 0.6.0) does not: with Faust's 1,500 each step of an
#: article's way took 0.4 s there, with 100 0.05 s, with 50 half of that (medians); with 25 an idle desk asks so often
#: that it takes a tenth of a core.
FETCH_WAIT_MS = 50

#: Milliseconds after which a consumer asks anew which partitions there are, and which topics (`topic_ids`).
METADATA_AGE_MS = 5_000

#: Bootstrap servers, and how to speak with them; addresses alone mean in the clear.
Brokers = str | Cluster


def connected(make: Callable[..., _T], brokers: Brokers, **config: Any) -> _T:
    """`make(**config)`, connected with these brokers, for kafka-python's consumer, producer or admin client.

    Where the first connection fails, kafka-python 3.0.12 raises out of the constructor and leaves a running thread and
    its selector behind, four descriptors a try: whoever tries again for a night runs out of them. Here they are closed.
    (The sockets of connections that were refused are left to Python's collector, which frees them.)
    """
    made: list[_Client] = []

    def remember(*args: Any, **given: Any) -> _Client:
        made.append(_Client(*args, **given))
        return made[-1]

    try:
        return make(**client_options(brokers), **config, kafka_client=remember)
    except BaseException:
        for client in made:
            client.close()
        raise


def consumer_of(brokers: Brokers, **config: Any) -> KafkaConsumer:
    """A consumer of no group, connected: it commits nothing, and makes no topic by asking for it."""
    alone = {"group_id": None, "enable_auto_commit": False, "allow_auto_create_topics": False}
    return connected(KafkaConsumer, brokers, **alone, metadata_max_age_ms=METADATA_AGE_MS, **config)


class _Client(KafkaNetClient):  # type: ignore[misc]  # kafka-python is untyped
    """Ends with it the connections that are still under way, whose sockets kafka-python 3.0.12 forgets; and asks for
    topics as it was told: that forgets `allow_auto_create_topics` too, so that whoever asked for a topic made it."""

    def __init__(self, *args: Any, allow_auto_create_topics: bool = True, **config: Any) -> None:
        super().__init__(*args, **config)
        self.cluster.config["allow_auto_create_topics"] = allow_auto_create_topics

    def close(self, node_id: Any = None) -> None:
        under_way: list[Any] = []
        if node_id is None:
            self._manager.close()
            self._net.stop()  # From here on its thread adds none.
            under_way = [key.fileobj for key in (self._net._selector.get_map() or {}).values()]
        super().close(node_id)
        for one in under_way:
            if isinstance(one, socket.socket):
                one.close()


def client_options(brokers: Brokers) -> dict[str, Any]:
    """Addresses and security as kafka-python and aiokafka call them.

    Raises BellwireError where a name or password is missing, would go in the clear, or a file cannot be used.
    """
    cluster = brokers if isinstance(brokers, Cluster) else Cluster(brokers)
    options: dict[str, Any] = {
        "bootstrap_servers": [address.strip() for address in cluster.addresses.split(",")],
        "security_protocol": cluster.security,
    }
    if cluster.security.startswith("SASL"):
        if not (cluster.username and cluster.password.get_secret_value()):
            raise BellwireError(f"{cluster.security} needs BELLWIRE_BROKER_USERNAME and BELLWIRE_BROKER_PASSWORD")
        if cluster.mechanism == "PLAIN" and cluster.security != "SASL_SSL":
            raise BellwireError("PLAIN shows everybody on the way the password: set BELLWIRE_BROKER_SECURITY=SASL_SSL")
        options |= {
            "sasl_mechanism": cluster.mechanism,
            "sasl_plain_username": cluster.username,
            "sasl_plain_password": cluster.password.get_secret_value(),
        }
    if cluster.security.endswith("SSL"):
        options["ssl_context"] = _tls(cluster)
    return options


def _tls(cluster: Cluster) -> ssl.SSLContext:
    """Certificates are always verified, and the host's name with them."""
    named = cluster.ca_file
    try:
        context = ssl.create_default_context(cafile=cluster.ca_file or None)
        if cluster.cert_file:
            named = f"{cluster.cert_file} {cluster.key_file}".strip()
            password = cluster.key_password.get_secret_value()
            # Given always: without one OpenSSL would ask at the terminal.
            context.load_cert_chain(cluster.cert_file, cluster.key_file or None, lambda: password)
    except OSError as error:
        raise BellwireError(f"TLS with the brokers: {named} cannot be used: {error.strerror or error}") from None
    return context
