"""What keeps a site from starting: settings with which nobody should be let near other people's results.

The demonstration, where every name and figure is invented, starts with anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from accord.config.homes import PRIVATE_FILE, PRIVATE_FOLDER

SHORTEST_KEY = 50
FEWEST_SIGNS_OF_A_KEY = 15
WELL_KNOWN = ("django-insecure", "changeme", "change-me", "secret", "example", "password", "development")
WILL_NOT_START = 3
"""The exit status that tells the web server's supervisor not to try again."""


@dataclass(frozen=True, slots=True)
class Unsafe:
    """One reason not to start: the setting, what is wrong with it, and what to do."""

    setting: str
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.setting}: {self.what} {self.fix}"


@dataclass(frozen=True, slots=True)
class Installation:
    """What is asked about a site before it starts. ``bound_to`` is empty where something else listens for it."""

    debug: bool
    hosts: Sequence[str]
    secret_key: str
    behind_tls: bool
    home: Path
    bound_to: str = ""


def unsafe(here: Installation) -> list[Unsafe]:
    """Every reason not to start, in the order in which to mend them."""
    found: list[Unsafe] = []
    for ask in (_debugging, _hosts, _key, _tls, _listening, _folders):
        found += ask(here)
    return found


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own, which nobody else reaches."""
    bare = host.strip().strip("[]").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def stop_if(found: Iterable[object], say: Callable[[str], object]) -> None:
    """End this process, with the reasons, where there are any."""
    reasons = [f"- {each}" for each in found]
    if reasons:
        say("\n".join(["Accord does not start, because it would not be safe:", *reasons]))
        sys.exit(WILL_NOT_START)


def _debugging(here: Installation) -> Iterable[Unsafe]:
    if here.debug:
        yield Unsafe("ACCORD_DEBUG", "It is on: pages would show settings, code and data of others.", "Take it away.")


def _hosts(here: Installation) -> Iterable[Unsafe]:
    if not [host for host in here.hosts if host.strip()]:
        yield Unsafe(
            "ACCORD_HOSTS",
            "It names nobody.",
            "Give the names under which people reach the site, such as accord.example.gov.uk.",
        )
    for host in here.hosts:
        if "*" in host or host.startswith("."):
            yield Unsafe(
                "ACCORD_HOSTS",
                f"{host} lets a browser call the site by names that are not yours.",
                "Name each host in full, parted by commas.",
            )


def _key(here: Installation) -> Iterable[Unsafe]:
    key = here.secret_key
    known = [word for word in WELL_KNOWN if key.lower().startswith(word)]
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS_OF_A_KEY or known:
        yield Unsafe(
            "ACCORD_SECRET_KEY",
            f"It is short or known, so that anybody could sign sessions (a good one has {SHORTEST_KEY} signs or more).",
            "Take it away and Accord makes one and keeps it in its home; or give a long random one.",
        )


def _tls(here: Installation) -> Iterable[Unsafe]:
    elsewhere = [host for host in here.hosts if host.strip() and not is_loopback(host)]
    if elsewhere and not here.behind_tls:
        yield Unsafe(
            "ACCORD_BEHIND_TLS",
            f"It is off, and people reach the site as {elsewhere[0]}: passwords would cross the network in the clear.",
            "Put a web server with a certificate in front and set it to true.",
        )


def _listening(here: Installation) -> Iterable[Unsafe]:
    if here.bound_to and not is_loopback(here.bound_to) and not here.behind_tls:
        yield Unsafe(
            "--host",
            f"{here.bound_to} is open to a network, and ACCORD_BEHIND_TLS is off.",
            "Listen on 127.0.0.1, or put a web server with a certificate in front and set ACCORD_BEHIND_TLS to true.",
        )


def _folders(here: Installation) -> Iterable[Unsafe]:
    rooms = [(here.home, PRIVATE_FOLDER)]
    rooms += [(here.home / name, PRIVATE_FILE) for name in ("secret_key", "accord.sqlite3")]
    for path, wanted in rooms:
        if path.exists() and path.stat().st_mode & 0o077:
            yield Unsafe(
                "ACCORD_HOME",
                f"Other users of this machine may open {path}.",
                f"As its owner: chmod {wanted:o} {path}",
            )
