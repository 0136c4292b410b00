"""Tells PostgreSQL who is signed in, in every transaction of a request, so that its second wall knows.

The name is signed with a key that the site's role cannot read in the database, for one connection: a query that was
smuggled in can neither name somebody else nor keep the name beyond its transaction.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.functional import LazyObject, empty
from psycopg.pq import TransactionStatus

_BLOCK = 64
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def wall_key() -> bytes:
    """The key of this installation, made from the one that signs sessions."""
    return salted_hmac("accord.config.wall", "", secret=settings.SECRET_KEY, algorithm="sha256").digest()


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The key as HMAC uses it, inside and outside: PostgreSQL has the hash, and not HMAC."""
    long = key.ljust(_BLOCK, b"\0")
    return bytes(each ^ 0x36 for each in long), bytes(each ^ 0x5C for each in long)


def token(person: int, backend: int, at: float, key: bytes) -> str:
    """The name of a person, signed for one connection at one moment."""
    told = f"{person}.{int(at)}"
    return f"{told}.{hmac.new(key, f'{told}.{backend}'.encode('ascii'), sha256).hexdigest()}"


class ToldWhoIsSignedIn:
    """Middleware around everything that asks for what is not everybody's. On SQLite it does nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, telling the database before each transaction's first question."""
        if connection.vendor != "postgresql":
            return self.get_response(request)
        telling = Telling(request)
        try:
            with connection.execute_wrapper(telling):
                return self.get_response(request)
        finally:
            telling.take_back(connection)


class Telling:
    """Stands before every query of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._told: int | None = None
        self._key = wall_key()

    def __call__(self, execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Ask the query, in a transaction that knows who asks."""
        asked: BaseDatabaseWrapper = context["connection"]
        person = _signed_in(self._request)
        if asked.in_atomic_block:
            state = asked.connection.info.transaction_status
            if state == TransactionStatus.IDLE or (state == TransactionStatus.INTRANS and person != self._told):
                self._tell(asked, person)
            return execute(sql, params, many, context)
        with transaction.atomic(using=asked.alias):
            self._tell(asked, person)
            return execute(sql, params, many, context)

    def take_back(self, asked: BaseDatabaseWrapper) -> None:
        """Where a longer transaction goes on, it does not go on as this person."""
        connected = asked.connection
        if asked.in_atomic_block and connected.info.transaction_status == TransactionStatus.INTRANS:
            self._set(asked, "")

    def _tell(self, asked: BaseDatabaseWrapper, person: int | None) -> None:
        backend = asked.connection.info.backend_pid
        self._set(asked, token(person, backend, time.time(), self._key) if person is not None else "")
        self._told = person

    def _set(self, asked: BaseDatabaseWrapper, value: str) -> None:
        # Not by a cursor of Django's, which would come here again.
        with asked.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('accord.viewer', %s, true)", [value])


def _signed_in(request: HttpRequest) -> int | None:
    """The person, if it is known by now: asking for them is a query too."""
    user = getattr(request, "user", None)
    if isinstance(user, LazyObject):
        user = getattr(request, "_cached_user", None) if user._wrapped is empty else user._wrapped
    return user.pk if user is not None and user.is_authenticated else None
