"""Requests that nobody friendly sends: routes of the site with values that try to break out of where they are put."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse

CANARY = "fuzzcanary"
MARKUP = f"<script>{CANARY}</script>"
VALUES = (
    "' OR '1'='1", "'; DROP TABLE accounts_person; --", '" OR 1=1 --', "$1",
    "1) UNION SELECT password FROM accounts_person --",
     "%s", "%(x)s", "{{ 7*7 }}", "{% debug %}", MARKUP, f'"><img src=x onerror={CANARY}>',
    f"javascript:{CANARY}", "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "\x00", "a\x00b",
    "\r\nSet-Cookie: planted=1", "\n", "\u202e", "\ufffe", "\U0001f4a3", "é" * 40, "x" * 5000, "-1", "0",
    "99999999999999999999", "1e309", "NaN", "inf", "0x41", "2019-02-30", "0000-00-00", "9999-12-31", "2019", "true",
    "null", "[]", "{}", "=1+1", "read_csv('/etc/passwd')", "pk", "person__password", "-password", "?", "&&&",
    "__class__", "%", "_", "\\", "'", '"', "`", ";", "", " ", "１２３",
)
"""Ways out of SQL, of pages, of paths and heads, out of numbers and days, and plain nonsense."""
METHODS = ("get",) * 15 + ("post",) * 4 + ("head",)
NAMES = (
    "year", "measure", "pupils", "members", "on", "page", "sort", "order", "order_by", "with", "find", "text", "kind",
    "frozen", "whole", "narrow", "counts", "next", "filter", "group", "authority", "phase", "status", "special",
    "years",
)  # fmt: skip
PART = re.compile(r"<(?:(\w+):)?(\w+)>")
OF_SQL = re.compile(
    r"(?:Operational|Programming|Integrity|Data|NotSupported)Error\b|syntax error at or near|unrecognized token: "
    r"|no such column: |near (?:\"|&quot;).{1,40}(?:\"|&quot;): syntax error|(?:Parser|Binder|Catalog) Error: "
)
"""What SQLite, PostgreSQL and DuckDB say of a question that they cannot read."""


class SeesWhatIsReached:
    """Middleware, the innermost: counts the views that were reached by somebody signed in."""

    reached = 0

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Nothing has refused it so far: it is reached."""
        type(self).reached += bool(request.user.is_authenticated)


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What a run of hostile requests counted."""

    by: str
    requests: int
    reached: int
    """How many reached a view with somebody signed in."""
    statuses: Counter[int]
    wrong: int
    of: str
    """What was asked: so many routes, so many fields."""

    def __str__(self) -> str:
        reached = f"{self.reached:,} reached a view signed in ({self.reached / (self.requests or 1):.0%})"
        answers = f"{dict(sorted(self.statuses.items()))}, {self.wrong} wrong"
        return f"{self.requests:,} {self.by} to {self.of}: {reached}, {answers}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    who: str
    method: str
    route: str
    address: str
    data: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.who}: {self.method.upper()} {self.route} {self.address!r} {self.data!r}"[:400]


@dataclass
class Hostility:
    """Makes requests, the same ones for a seed. ``known`` are values of parts of addresses that lead somewhere."""

    chance: random.Random
    routes: Sequence[tuple[str, str]]
    people: Sequence[str]
    known: Mapping[str, Sequence[str]]
    names: set[str] = field(default_factory=lambda: set(NAMES))
    values: set[str] = field(default_factory=set)

    def request(self) -> Asked:
        """The next one."""
        name, pattern = self.chance.choice(self.routes)
        method = self.chance.choice(METHODS)
        address = "/" + PART.sub(lambda part: self._part(part[2], part[1] or "str"), pattern)
        return Asked(self.chance.choice(self.people), method, name, address, self._data(method))

    def learn(self, page: str) -> None:
        """Take up the names of fields and the questions that a page of the site shows."""
        self.names |= set(re.findall(r'<(?:input|select|textarea|button)[^>]* name="([\w-]+)"', page)) - {
            "csrfmiddlewaretoken"
        }
        for query in re.findall(r'href="[^"?]*\?([^"#]+)"', page)[:30]:
            pairs = parse_qsl(unescape(query))
            self.names |= {name for name, _ in pairs}
            self.values |= {value for _, value in pairs if len(value) < 40}

    def _part(self, name: str, kind: str) -> str:
        if self.chance.random() < 0.85 and self.known.get(name):
            return self.chance.choice(self.known[name])
        if kind in ("int", "uuid"):
            return {"int": "99999999999999999999", "uuid": "00000000-0000-0000-0000-000000000001"}[kind]
        forbidden = r"[^\w-]" if kind == "slug" else r"[/?#\r\n\x00]"
        return re.sub(forbidden, "", self.chance.choice(VALUES))[:200] or "nothing"

    def _data(self, method: str) -> dict[str, Any]:
        known = sorted(self.values) or [""]
        names = self.chance.sample(sorted(self.names), k=min(len(self.names), self.chance.randrange(0, 7)))
        data: dict[str, Any] = {
            name: self.chance.choice(known if self.chance.random() < 0.3 else VALUES) for name in names
        }
        if self.chance.random() < 0.2:
            data[self.chance.choice(VALUES) or "x"] = self.chance.choice(VALUES)
        if method == "post" and self.chance.random() < 0.3:
            data = {name: [value, self.chance.choice(VALUES)] for name, value in data.items()}
        return data


def faults(answer: HttpResponse) -> list[str]:
    """What an answer shows that it must not."""
    body = answer.getvalue().decode("utf-8", errors="replace") if not answer.streaming else ""
    return shows(answer.status_code, answer.get("Content-Type", ""), body, answer.cookies)


def shows(status: int, kind: str, body: str, cookies: Iterable[str]) -> list[str]:
    """The same, of an answer in its parts."""
    found = [f"status {status}"] if status >= 500 else []
    if "Traceback (most recent call last)" in body or "accord/" in body and ".py" in body and "line " in body:
        found.append("a trace")
    if OF_SQL.search(body):
        found.append("an error of SQL")
    if kind.startswith(("text/html", "image/svg")):
        if MARKUP in body or f"onerror={CANARY}>" in body and f'"><img src=x onerror={CANARY}>' in body:
            found.append("the payload as markup")
        if re.search(rf'(?:href|src|action)="javascript:{CANARY}', body):
            found.append("the payload as an address")
    if "planted" in cookies or "root:x:0" in body:
        found.append("what was planted or another file")
    return found


def is_strict(policy: str) -> bool:
    """Whether a policy allows this site and what carries the nonce of the page, and nothing else."""
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    allowed = {each for each in " ".join(directives.values()).split() if not each.startswith("'nonce-")}
    return directives.get("default-src") == "'none'" and allowed <= {"'none'", "'self'"}
