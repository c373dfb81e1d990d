"""Which addresses on the network may be fetched (public ones, whatever a name or a redirect leads to) and shown."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from bellwire.printable import printable

#: RFC 6052: an IPv4 address within an IPv6 one, for a translator on the way.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

#: Where IPv6 is public: what IANA has given out as global unicast; an IPv4 address in IPv6's form, or for a translator.
#: So site-local addresses, a translator of the network's own (64:ff9b:1::/48, RFC 8215), and IPv4 in forms that were
#: given up (::/96, ::ffff:0:0:0/96) are not. Source: IANA's registry of the IPv6 address space.
_PUBLIC = (ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("::ffff:0:0/96"), _NAT64)

#: Of these again what is not, and Python 3.11 does not know: for documentation (RFC 9637), anycast relays (RFC 7526),
#: and the address by which Azure serves its machines.
_NOT_PUBLIC = tuple(map(ipaddress.ip_network, ("3fff::/20", "192.88.99.0/24", "168.63.129.16/32")))

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]


class PrivateAddress(OSError):
    """What is to be fetched lies at a private, loopback, link-local or other address that is not public."""


def is_public(address: str) -> bool:
    """Whether a literal address is one of the public internet, what is within it included; False for none at all."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_public, (found, *_within(found))))


def _is_public(address: _Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and not any(address in network for network in _PUBLIC):
        return False
    return address.is_global and not address.is_multicast and not any(address in network for network in _NOT_PUBLIC)


def _within(address: _Address) -> tuple[_Address, ...]:
    """The IPv4 addresses that an IPv6 address leads on to."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(one for one in found if one is not None)


def public_socket(where: _AddressInfo) -> socket.socket:
    """A socket to this address. Raises PrivateAddress for one that is not public.

    aiohttp asks for it with each address itself, literal or resolved, just before it connects there: no name can lead
    elsewhere in between.
    """
    family, kind, protocol, _, address = where
    if not is_public(str(address[0])):
        raise PrivateAddress("it leads to an address that is not public (BELLWIRE_ALLOW_PRIVATE_ADDRESSES)")
    return socket.socket(family, kind, protocol)


def shown(url: str) -> str:
    """An address as it may stand in a log: without name and password, and without its query, which may hold a token."""
    try:
        parts = urlsplit(url)
        text = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    except ValueError:
        return "an address that is none"
    return printable(text[:300])
