"""What stands while a page is made: found once for all its figures, so that they are of one state.

Outside a page, by a command or in the background, everything is asked anew each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.intake.queries.releases import published_refs, register_release_ids
from accord.performance.restricted import Seen, seen_by
from accord.register.queries import edition as register
from accord.register.queries.corrections import corrections_state

Found = TypeVar("Found")

KEPT_FOR = 24 * 60 * 60
_PAGE: ContextVar[dict[Hashable, Any] | None] = ContextVar("page", default=None)


class OneStateForAPage:
    """Middleware: a page that is only looked at is answered from one state of releases and register."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; one that may change something sees what it changed."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        before = _PAGE.set({})
        try:
            return self.get_response(request)
        finally:
            _PAGE.reset(before)


def once(key: Hashable, find: Callable[[], Found]) -> Found:
    """What was found for this page already, or is found now."""
    page = _PAGE.get()
    if page is None:
        return find()
    if key not in page:
        page[key] = find()
    found: Found = page[key]
    return found


def until_the_register_changes(key: str, find: Callable[[], Found]) -> Found:
    """What an earlier page found, if the register is still the same; else it is found now."""
    if _PAGE.get() is None:
        return find()
    digest = hashlib.sha256(f"{edition()} {key}".encode()).hexdigest()
    found: Found = once((until_the_register_changes, key), lambda: cache.get_or_set(digest, find, KEPT_FOR))
    return found


def seen(reader: Reader) -> Seen:
    """What is published now, as a reader may see it."""
    return once((seen, reader.rights), lambda: seen_by(reader, published_refs(), timezone.localdate()))


def edition() -> str:
    """The edition of the register."""
    return once(edition, register.edition)


def register_state() -> str:
    """Changes whenever the register follows another set of extracts, or is corrected here."""
    return once(register_state, _register_state)


def _register_state() -> str:
    ids = [str(each) for each in register_release_ids()]
    known = [*ids, *corrections_state()]
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:24] if known else ""
