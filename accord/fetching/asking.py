"""One question to a publisher: redirects are followed within the listed hosts, and each hop is looked at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import urllib3
from urllib3.response import BaseHTTPResponse

from accord.fetching.addresses import Listed, MayNotAsk, Place, Resolve, place_of
from accord.fetching.pace import Pace

MOST_HOPS = 5
REDIRECTS = (301, 302, 303, 307, 308)
LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a connection, and for the next bytes."""

    connecting: float = 20.0
    reading: float = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a publisher answered: the status, the headers by their names in small letters, where from, and the body."""

    status: int
    headers: Mapping[str, str]
    address: str
    body: BaseHTTPResponse


@contextmanager
def asked(
    address: str, listed: Listed, headers: Mapping[str, str], patience: Patience, resolve: Resolve, pace: Pace
) -> Iterator[Answer]:
    """Ask once. Raises `MayNotAsk`, `NameUnknown` or `urllib3.exceptions.HTTPError`."""
    seen: set[str] = set()
    while True:
        if address in seen or len(seen) > MOST_HOPS:
            raise MayNotAsk("The address leads round in a circle, or on and on.")
        seen.add(address)
        place = place_of(address, listed, resolve)
        pace.wait_for(place.host)
        with _asked_once(place, headers, patience) as body:
            kept = {name.lower(): value for name, value in body.headers.items()}
            if body.status not in REDIRECTS or "location" not in kept:
                yield Answer(body.status, kept, address, body)
                return
            address = urljoin(address, kept["location"].strip())[:LONGEST_ADDRESS].partition("#")[0]


@contextmanager
def _asked_once(place: Place, headers: Mapping[str, str], patience: Patience) -> Iterator[BaseHTTPResponse]:
    """Connect to the very number that was looked at; over https the certificate must be that of the name."""
    timeout = urllib3.Timeout(connect=patience.connecting, read=patience.reading)
    if place.secure:
        pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(
            place.number, place.port, timeout=timeout, cert_reqs="CERT_REQUIRED",
            server_hostname=place.host, assert_hostname=place.host,
        )  # fmt: skip
    else:
        pool = urllib3.HTTPConnectionPool(place.number, place.port, timeout=timeout)
    with pool:
        body = pool.urlopen(
            "GET", place.path, headers={**headers, "Host": place.named}, retries=False, redirect=False,
            assert_same_host=False, preload_content=False, decode_content=False,
        )  # fmt: skip
        try:
            yield body
        finally:
            body.close()


def seconds_to_wait(retry_after: str, now: datetime) -> float | None:
    """How long a publisher asks to be left alone: seconds or a date; None where it says neither."""
    said = retry_after.strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
