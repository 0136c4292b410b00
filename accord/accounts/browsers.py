"""Browsers that somebody has signed in from before, and where a request comes from.

A known browser proves nothing about who sits before it. It only has a count of its own for wrong passwords.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "accord_known_browser"
SALT = "accord.known-browser"
KEPT_FOR = 180 * 24 * 60 * 60
MOST = 5
"""On a shared computer, the last so many people who signed in."""


def address_of(request: HttpRequest) -> str:
    """The network that a request comes from: an address, or the first half of one of the long kind."""
    return truncate_ip(get_client_ip(request) or "unknown")


def known_browser(request: HttpRequest, account: str) -> str:
    """The name of this browser for one account; empty where nobody has signed in to it from here."""
    return dict(_kept(request)).get(_digest(account), "")


def remember_browser(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Know this browser for an account from now on; the name it has stays."""
    digest, kept = _digest(account), _kept(request)
    name = dict(kept).get(digest) or secrets.token_urlsafe(16)
    others = [[key, value] for key, value in kept if key != digest]
    response.set_cookie(
        COOKIE,
        signing.dumps([[digest, name], *others][:MOST], salt=SALT),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _digest(account: str) -> str:
    return salted_hmac(SALT, account.strip().lower(), algorithm="sha256").hexdigest()[:24]


def _kept(request: HttpRequest) -> Sequence[tuple[str, str]]:
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_FOR)
        return [(str(key), str(value)) for key, value in kept]
    except (signing.BadSignature, ValueError, TypeError):
        return []
