"""Which addresses may be asked: listed hosts by https at public addresses, and nothing inside anybody's network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

Resolve = Callable[[str, int], Sequence[str]]
"""The numbers behind a name and a port; `resolved` asks the machine."""


class MayNotAsk(Exception):
    """An address that is never asked; the message says why."""


class NameUnknown(Exception):
    """The name of a host leads nowhere, perhaps only now."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one request goes: the number that was looked at is the one that is connected to, so that a name that
    means something else a moment later leads nowhere.
    """

    secure: bool
    host: str
    port: int
    number: str
    path: str

    @property
    def named(self) -> str:
        """The host as the request names it: with its port where it is not the usual one."""
        usual = 443 if self.secure else 80
        return self.host if self.port == usual else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Listed:
    """Hosts that may be asked: ``hosts`` in the open, ``inside`` those of the authority's own network."""

    hosts: tuple[str, ...]
    inside: tuple[str, ...] = ()


def place_of(address: str, listed: Listed, resolve: Resolve) -> Place:
    """Where an address leads. Raises `MayNotAsk` where it must not be asked, `NameUnknown` where it leads nowhere."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise MayNotAsk(f"{address} is no address.") from error
    host, named = (parts.hostname or "").lower(), parts.netloc.lower()
    inside = named in listed.inside
    if parts.scheme not in (("http", "https") if inside else ("https",)):
        raise MayNotAsk(f"{parts.scheme}://{named} is not asked: files are fetched by https alone.")
    if not host or "@" in named or not (inside or named in listed.hosts):
        raise MayNotAsk(f"{named or 'An address without a host'} is not among the hosts of this source.")
    secure = parts.scheme == "https"
    port = port or (443 if secure else 80)
    try:
        numbers = list(resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise NameUnknown(host) from error
    if not numbers:
        raise NameUnknown(host)
    if not inside and (private := [each for each in numbers if not is_public(each)]):
        raise MayNotAsk(f"{host} leads to {private[0]}, which is inside a network and not in the open.")
    return Place(secure, host, port, numbers[0], (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def is_public(number: str) -> bool:
    """Whether a number of the internet is in the open, whatever it is wrapped in."""
    try:
        found = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        for wrapped in (found.ipv4_mapped, found.sixtofour, _behind_translation(found)):
            if wrapped is not None:
                return is_public(str(wrapped))
        if found.teredo is not None:
            return False
    return found.is_global and not found.is_multicast


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def _behind_translation(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The older number that a translating network (RFC 6052) wraps."""
    return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _TRANSLATED else None


def resolved(host: str, port: int) -> list[str]:
    """The numbers behind a name, as this machine knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))
