"""Other organisations whose sign-in a site accepts, as its operator wrote them down.

Nothing here needs Django, so that the settings can ask before Django starts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

FILE = "sign-in-providers.yaml"
"""Looked for in the home where ACCORD_SIGN_IN_PROVIDERS names no other file."""

KEYS = frozenset({"code", "name", "server", "client", "secret", "secret_file", "vouches_for", "origins"})
NEEDED = ("code", "name", "server", "client")
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class NotSense(ValueError):
    """The file of providers cannot be used; says what is wrong and what to write instead."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation that tells us who somebody is, by OpenID Connect.

    ``code`` stands in addresses. ``server`` is the issuer's address (its configuration is found below it).
    ``vouches_for`` are the ends of e-mail addresses that count as checked when it names them without saying
    so itself. ``origins`` are further origins that a browser is led through on the way.
    """

    code: str
    name: str
    server: str
    client: str
    secret: str
    vouches_for: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


def providers(named: str, home: Path) -> tuple[Provider, ...]:
    """The providers in the named file, else in the home's; none where there is no file.

    Raises NotSense when the file is not as it should be, OSError when a named one cannot be read.
    """
    file = Path(named).expanduser() if named else home / FILE
    if not named and not file.exists():
        return ()
    entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    if not isinstance(entries, list):
        raise NotSense(f"{file.name} has to be a list of providers, each beginning with “- code:”.")
    found = tuple(_provider(entry, file) for entry in entries)
    codes = [each.code for each in found]
    if len(codes) != len(set(codes)):
        raise NotSense(f"{file.name} has two providers with one code. Give each a code of its own.")
    return found


def _provider(entry: Mapping[str, Any], file: Path) -> Provider:
    if not isinstance(entry, dict) or set(entry) - KEYS:
        raise NotSense(f"{file.name}: a provider has the keys {', '.join(sorted(KEYS))} and no others.")
    for key in NEEDED:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise NotSense(f"{file.name}: a provider has no “{key}”. Write it as a text.")
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,30}", entry["code"]):
        raise NotSense(f"{file.name}: the code “{entry['code']}” has to be small letters, digits and hyphens.")
    for address in (entry["server"], *entry.get("origins", ())):
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
            raise NotSense(f"{file.name}: {entry['code']} answers at {address}; write an address with https://.")
    return Provider(
        code=entry["code"],
        name=entry["name"],
        server=entry["server"].rstrip("/"),
        client=entry["client"],
        secret=_secret(entry, file),
        vouches_for=tuple(str(each).lower().lstrip("@") for each in entry.get("vouches_for", ())),
        origins=tuple(entry.get("origins", ())),
    )


def _secret(entry: Mapping[str, Any], file: Path) -> str:
    """The client's secret: from a file of its own (beside this one unless the path is absolute), or as written."""
    if "secret_file" in entry:
        secret = (file.parent / str(entry["secret_file"])).read_text(encoding="utf-8").strip()
    else:
        secret = str(entry.get("secret", "")).strip()
    if not secret:
        raise NotSense(f"{file.name}: {entry['code']} has no secret. Name the file it is in as “secret_file”.")
    return secret


def allauth_apps(known: Sequence[Provider]) -> list[dict[str, Any]]:
    """The providers as the sign-in package wants them."""
    return [
        {
            "provider_id": each.code,
            "name": each.name,
            "client_id": each.client,
            "secret": each.secret,
            "settings": {
                "server_url": each.server,
                "verified_email": list(each.vouches_for),
                "oauth_pkce_enabled": True,
            },
        }
        for each in known
    ]


def origins(known: Sequence[Provider]) -> list[str]:
    """Where a form of ours may lead a browser on its way to sign in."""
    addresses = [address for each in known for address in (each.server, *each.origins)]
    return sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, addresses)})
