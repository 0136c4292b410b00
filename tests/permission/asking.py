"""Asking: one request by one viewer, what came of it, and what is wrong with that."""

from __future__ import annotations

import logging
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from accord.accounts.permission import VIEWING_AS
from tests.fixtures.skipping import thorough
from tests.permission.expectations import REFUSED, SIGN_IN, Answer, Cell
from tests.permission.viewers import Viewer, named, viewers
from tests.permission.world import World

WRITES = re.compile(r"^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
OF_THE_DOOR = re.compile(r'"(?:django_session|usersessions_usersession|accounts_tries)"')
"""Tables that are written to whoever asks: that somebody is there, and that somebody tried."""
LOOKING_AS = "looking as"
RIGHTS_NOT_SHOWN = "looking as a head of another authority, as head of school improvement"
"""Whom the second wall shows no rights of the one they look as. No page lets anybody look as such a person; who still
does, because that person has moved, has only what both may, and behind the wall nothing."""
TALLY = pytest.StashKey["Tally"]()


@dataclass
class Tally:
    """What a run asked for and found."""

    cells: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    media: Counter[str] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)
    left_out: int = 0
    wrong: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    canaries: int = 0
    logged: int = 0
    mistakes: dict[str, bool] = field(default_factory=dict)
    sequences: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a request: the answer, what was logged and sent by e-mail, and what was written."""

    response: HttpResponse
    content: bytes
    logs: tuple[str, ...]
    letters: tuple[str, ...]
    writes: tuple[str, ...]
    asked: str
    """The address and what was sent, as it was sent."""

    @property
    def status(self) -> Answer:
        """The status, or that it leads to the sign-in page."""
        code = int(self.response.status_code)
        if code == 401 and "WWW-Authenticate" in self.response:
            return SIGN_IN  # a program is asked for its token
        to = str(self.response.get("Location", ""))
        return SIGN_IN if code == 302 and to.startswith(settings.LOGIN_REDIRECT_URL + "accounts/login/") else code

    @property
    def kind(self) -> str:
        """What kind of thing it is: text/html, image/png …"""
        return str(self.response.get("Content-Type", "")).partition(";")[0]


class Heard(logging.Handler):
    """Keeps what is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, with its trace where it has one."""
        self.lines.append(self.format(record))


class Asker:
    """Every viewer signed in once; what a request changes is taken back after it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._clients: dict[Viewer, Client] = {}
        self._cookies: dict[Viewer, dict[str, str]] = {}
        for viewer in viewers():
            self._sign_in(viewer)

    def ask(self, cell: Cell) -> Answered:
        """Make a request, and take back what it changed."""
        client = self._clients[cell.viewer]
        sent = self._sent(cell.ask.sent) if cell.method == "POST" else {}
        address = self.world.filled(cell.ask.address)
        mail.outbox.clear()
        if ":" not in cell.ask.route:
            cache.clear()  # nobody is slowed down for what somebody else tried
        with transaction.atomic(), listening() as heard, watching_writes() as writes:
            given = {"data": sent} if cell.method in ("POST", "GET", "HEAD") and sent else {}
            response = getattr(client, cell.method.lower())(address, **given)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        self._come_back(cell.viewer)
        letters = tuple(str(each.message()) for each in mail.outbox)
        return Answered(response, content, tuple(heard.lines), letters, tuple(writes), f"{address} {sent}")

    def _sign_in(self, viewer: Viewer) -> None:
        holds, client = viewers()[viewer], Client(raise_request_exception=False)
        if holds.signed_in:
            client.force_login(self.world.people[viewer])
            if holds.looks_as:
                session = client.session
                session[VIEWING_AS] = str(self.world.people[named(holds.looks_as)].public_id)
                session.save()
        self._clients[viewer] = client
        self._cookies[viewer] = {key: each.value for key, each in client.cookies.items()}

    def _come_back(self, viewer: Viewer) -> None:
        """Have the cookies of before: signing out is taken back like everything else."""
        cookies = self._clients[viewer].cookies
        cookies.clear()
        for key, value in self._cookies[viewer].items():
            cookies[key] = value

    def _sent(self, given: Mapping[str, Any]) -> dict[str, Any]:
        filled: dict[str, Any] = self.world.filled(given)
        if "file" in filled:
            name, _, content = filled["file"].partition("|")
            filled["file"] = SimpleUploadedFile(name, content.encode())
        return filled


@contextmanager
def listening() -> Iterator[Heard]:
    """What everything logs meanwhile, from INFO on."""
    heard, root = Heard(), logging.getLogger()
    level = root.level
    root.addHandler(heard)
    root.setLevel(logging.INFO)
    try:
        yield heard
    finally:
        root.removeHandler(heard)
        root.setLevel(level)


@contextmanager
def watching_writes() -> Iterator[list[str]]:
    """The statements that write meanwhile, apart from those of the door itself."""
    seen: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql) and not OF_THE_DOOR.search(sql):
            seen.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def wrong_with(cell: Cell, found: Answered) -> list[str]:
    """What is wrong with an answer: another than expected, or a refusal that wrote something."""
    lines = []
    if found.status != cell.expected and not _held_back(cell, found):
        lines.append(f"{cell}: {found.status} instead of {cell.expected}")
    named = cell.viewer in cell.ask.answers and cell.method == cell.ask.method
    refused = found.status in (REFUSED, 404, 405) or (found.status == SIGN_IN and not named)
    # That somebody looked as somebody else is recorded, whatever they were shown.
    if refused and found.writes and cell.viewer.role != LOOKING_AS:
        lines.append(f"{cell}: refused with {found.status}, and yet it wrote: {found.writes[0]}")
    return lines


def _held_back(cell: Cell, found: Answered) -> bool:
    """Whether the second wall holds back from somebody what the first would let them see; never the other way."""
    behind = connection.vendor == "postgresql" and str(cell.viewer) == RIGHTS_NOT_SHOWN
    return behind and found.status in (REFUSED, 404)


def chosen(cell: Cell) -> bool:
    """Whether the usual run asks for a cell; the thorough run asks for all.

    Always: what is refused to those who may do the same elsewhere, what is not found, and what is sent and done. Of
    what nearly everybody is answered alike, and of methods that nothing answers, a part that is the same each time.
    """
    return thorough() or zlib.crc32(str(cell).encode()) % _one_in(cell) == 0


def _one_in(cell: Cell) -> int:
    if cell.ask.by_all and cell.method == "GET":
        return 5
    if cell.method != cell.ask.method:
        return 48
    if cell.expected in (REFUSED, SIGN_IN):
        return 1 if cell.at_the_door else 6
    if cell.ask.alike(cell.expected):
        return 36 if cell.expected in (200, 301, 302) else 16
    return 1


def summary(tally: Tally) -> list[str]:
    """The counts of a run."""
    lines = []
    if tally.cells:
        methods = ", ".join(f"{number:,} {method}" for method, number in tally.cells.most_common())
        answers = ", ".join(f"{number:,} × {status}" for status, number in tally.answers.most_common())
        media = ", ".join(f"{number:,} {medium}" for medium, number in tally.media.most_common(12))
        lines += [
            f"{sum(tally.cells.values()):,} cells asked ({methods}), {tally.left_out:,} left to the thorough run",
            f"{len(tally.routes)} routes, {len(viewers())} viewers; answers: {answers}",
            f"{tally.canaries:,} canaries seen by those who may, in {media}; {tally.logged:,} lines of log",
            f"{len(tally.wrong)} wrong, {len(tally.foreign)} foreign canaries",
        ]
    if tally.mistakes:
        lines.append(f"{sum(tally.mistakes.values())} of {len(tally.mistakes)} mistaken policies noticed")
    if tally.sequences:
        lines.append(", ".join(f"{number:,} {what}" for what, number in tally.sequences.items()))
    return lines
