"""What each route should answer whom, as the tables in ``expected`` write it, and which cells that makes.

A table says for each route which requests are made (``ask``), and for each answer who gets it. Who is in no circle of
a line is refused: 403 where they have signed in, the sign-in page where they have not. A method that no line names is
405 to those who pass the door, and refused to the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.journeys.routes import routes
from tests.permission.viewers import EXPECTED, Viewer, circle, viewers, written

SIGN_IN = "sign in"
REFUSED, NOT_ALLOWED = 403, 405
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
NOT_TABLES = ("viewers.yaml", "circles.yaml", "canaries.yaml")
KEYS = {"ask", "with", "file", "rest", "because", "by all"}

Answer = int | str


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to a route: what is sent, and who should get which answer."""

    route: str
    method: str
    address: str
    sent: Mapping[str, Any] = field(default_factory=dict, hash=False)
    answers: Mapping[Viewer, Answer] = field(default_factory=dict, hash=False)
    rest: Answer = REFUSED
    by_all: bool = False
    """Asked for by every viewer in each run, because what it shows differs between those who see it."""

    def alike(self, answer: Answer) -> bool:
        """Whether most viewers get an answer."""
        return sum(each == answer for each in self.answers.values()) > len(viewers()) // 2

    def expected(self, viewer: Viewer) -> Answer:
        """The answer that a viewer should get."""
        if viewer in self.answers:
            return self.answers[viewer]
        return SIGN_IN if viewer in circle("not signed in") else self.rest


@dataclass(frozen=True, slots=True)
class Cell:
    """One request by one viewer, with the answer that it should get."""

    viewer: Viewer
    method: str
    ask: Ask
    expected: Answer
    at_the_door: bool = True
    """Whether the viewer may do what the page is for at all, over anything."""

    def __str__(self) -> str:
        return f"{self.method} {self.ask.address} by {self.viewer}"


class WrongTable(AssertionError):
    """A table that cannot be read; the message names the file and the line's route."""


@cache
def tables() -> Mapping[str, tuple[str, list[Mapping[Any, Any]]]]:
    """Every route with the file that writes of it and its lines."""
    found: dict[str, tuple[str, list[Mapping[Any, Any]]]] = {}
    for path in sorted(EXPECTED.glob("*.yaml")):
        if path.name in NOT_TABLES:
            continue
        for route, lines in (written(path.name) or {}).items():
            if route in found:
                raise WrongTable(f"{path.name}: {route} is written of in {found[route][0]} already")
            found[route] = path.name, lines
    return found


def asks(route: str) -> tuple[Ask, ...]:
    """The requests to a route, in the order of its table."""
    file, lines = tables()[route]
    place = f"{file}, {route}"
    return tuple(each for line in lines if "ask" in line for each in _asks(place, route, line))


def _asks(place: str, route: str, line: Mapping[Any, Any]) -> Iterator[Ask]:
    methods, _, address = str(line["ask"]).partition(" ")
    for method in methods.split("|"):
        if method not in METHODS or not address.startswith("/"):
            raise WrongTable(f"{place}: “{line['ask']}” is no request. Write one like “GET /groups/”.")
        yield _ask(place, route, line, method, address)


def _ask(place: str, route: str, line: Mapping[Any, Any], method: str, address: str) -> Ask:
    answers: dict[Viewer, Answer] = {}
    for key, circles in line.items():
        if key in KEYS:
            continue
        if not (isinstance(key, int) or key == SIGN_IN):
            raise WrongTable(f"{place}: “{key}” is no answer. Write a status, or “{SIGN_IN}”.")
        for name in [circles] if isinstance(circles, str) else circles:
            for viewer in circle(name):
                if answers.get(viewer, key) != key:
                    raise WrongTable(f"{place}: {viewer} should get both {answers[viewer]} and {key}.")
                answers[viewer] = key
    sent = {**(line.get("with") or {}), **({"file": line["file"]} if "file" in line else {})}
    return Ask(route, method, address, sent, answers, line.get("rest", REFUSED), bool(line.get("by all")))


def other_methods(route: str) -> Mapping[str, Answer]:
    """Answers to methods that a table writes out because they are not 405: ``others: {OPTIONS: 200}``."""
    return {method: answer for line in tables()[route][1] for method, answer in line.get("others", {}).items()}


def cells(route: str) -> Iterator[Cell]:
    """Every cell of a route: its requests by every viewer, and every other method by every viewer."""
    asked = asks(route)
    door = _door(route, asked[0])
    for ask in asked:
        for viewer in viewers():
            yield Cell(viewer, ask.method, ask, ask.expected(viewer), viewer in door)
            if ask.method == "GET" and not any(each.method == "HEAD" for each in asked):
                yield Cell(viewer, "HEAD", ask, ask.expected(viewer), viewer in door)
    named = {ask.method for ask in asked} | ({"HEAD"} if any(ask.method == "GET" for ask in asked) else set())
    first, said = asked[0], other_methods(route)
    for method in METHODS:
        if method not in named:
            for viewer in viewers():
                yield Cell(viewer, method, first, _otherwise(first, viewer, method, said, door))


def _otherwise(
    first: Ask, viewer: Viewer, method: str, said: Mapping[str, Answer], door: frozenset[Viewer]
) -> Answer:
    if viewer not in door:
        return SIGN_IN if viewer in circle("not signed in") else REFUSED
    if method in said:
        return said[method]
    if method in UNSAFE and viewer in circle("looking as somebody") and viewer not in _open(first):
        return REFUSED
    return NOT_ALLOWED


def _door(route: str, first: Ask) -> frozenset[Viewer]:
    """Who may do what a route is for over anything: as a ``door`` line says, else whom its first line lets in."""
    for line in tables()[route][1]:
        if "door" in line:
            return circle(line["door"])
    return frozenset(each for each in viewers() if first.expected(each) not in (REFUSED, SIGN_IN))


def _open(ask: Ask) -> frozenset[Viewer]:
    """Whom even looking as somebody does not keep out: everybody, where a page is open to all."""
    out = circle("not signed in")
    return frozenset(viewers()) if all(ask.expected(each) != SIGN_IN for each in out) else frozenset()


def not_expected() -> list[str]:
    """What to do about routes that no table writes of, and about tables of routes that are not there."""
    there, told = {name for name, _ in routes()}, tables()
    lines = [
        f"{name}: nobody has written who may ask for it. Add it to tests/permission/expected/{_file(name)}, by hand: "
        f"a line such as\n    {name}:\n      - ask: GET {_example(name)}\n        200: lookers\n"
        "  (circles are in expected/circles.yaml; whoever is in none of a line's circles is refused)."
        for name in sorted(there - told.keys())
    ]
    return lines + [
        f"{name}: there is no such route any more. Take it out of tests/permission/expected/{told[name][0]}."
        for name in sorted(told.keys() - there)
    ]


def _file(route: str) -> str:
    space = route.partition(":")[0] if ":" in route else "accounts"
    known = {file for name, (file, _) in tables().items() if name.partition(":")[0] == space}
    return sorted(known)[0] if known else f"{space}.yaml"


def _example(route: str) -> str:
    return "/" + dict(routes()).get(route, "").replace("\\", "")
