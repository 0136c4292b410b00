"""Devices that open accounts: an app that makes codes, and a passkey that a browser keeps."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

from playwright.sync_api import Page


def code_of(secret: str, at: float | None = None, later: int = 0) -> str:
    """The six digits that an app shows for a secret (RFC 6238), ``later`` so many half minutes on."""
    moment = int((time.time() if at is None else at) // 30) + later
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", moment), sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@dataclass(frozen=True, slots=True)
class Device:
    """A passkey keeper that Chromium pretends to have; its owner's finger is always on it."""

    session: Any
    id: str

    def refuses(self) -> None:
        """From now on nobody's finger is recognised."""
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})

    def keeps(self) -> int:
        """How many passkeys are in it."""
        answer = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return len(answer["credentials"])


def with_device(page: Page) -> Device:
    """Give a page's browser a keeper of passkeys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    kept = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    answer = session.send("WebAuthn.addVirtualAuthenticator", {"options": kept})
    return Device(session, answer["authenticatorId"])
