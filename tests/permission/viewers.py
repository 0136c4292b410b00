"""Who asks: the viewers and circles that expected/viewers.yaml and expected/circles.yaml write out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

EXPECTED = Path(__file__).with_name("expected")
HELD = re.compile(
    r"^(?P<role>[a-z_]+) (?P<scope>\S+?)"
    r"(?: (?P<when>until yesterday|from tomorrow|but may not sign in))?"
    r"(?: for (?P<named>.+))?$"
)
NOT_ROLES = ("without", "looking as", "pretending", "several", "nobody")
"""Lines of viewers.yaml that write out the whole right."""
SIGNED_IN_AS_NOBODY = "nobody"
NOTHING = "nothing"


@dataclass(frozen=True, slots=True, order=True)
class Viewer:
    """Somebody who asks: a role, and how they stand to what is asked for (``headteacher``, ``same group``)."""

    role: str
    relation: str

    def __str__(self) -> str:
        return f"{self.role} {self.relation}"


@dataclass(frozen=True, slots=True)
class Right:
    """A right as viewers.yaml writes it."""

    role: str
    scope: str
    when: str = ""
    named: str = ""


@dataclass(frozen=True, slots=True)
class Holds:
    """What a viewer holds, and as whom they look."""

    rights: tuple[Right, ...]
    looks_as: str = ""
    signed_in: bool = True
    may_sign_in: bool = True


@cache
def written(name: str) -> Any:
    """One of the tables."""
    return yaml.safe_load((EXPECTED / name).read_text(encoding="utf-8"))


@cache
def viewers() -> Mapping[Viewer, Holds]:
    """Everybody who asks, in the order of the table, with what they hold."""
    table = written("viewers.yaml")
    return {
        Viewer(role, relation): _holds(held if role in NOT_ROLES else f"{role} {held}", table)
        for role, lines in table.items()
        for relation, held in lines.items()
    }


def _holds(held: str, table: Mapping[str, Mapping[str, str]]) -> Holds:
    if held == SIGNED_IN_AS_NOBODY:
        return Holds((), signed_in=False)
    if held == NOTHING:
        return Holds(())
    own, _, looks_as = held.partition(" looking as ")
    if looks_as and ":" not in own and not own.endswith(" everywhere"):
        role, _, relation = own.partition(" ")
        own = f"{role} {table[role][relation]}"
    rights = []
    for each in own.split(" and "):
        found = HELD.match(each)
        assert found, f"viewers.yaml: nobody can read “{each}”"
        rights.append(Right(found["role"], found["scope"], found["when"] or "", found["named"] or ""))
    return Holds(tuple(rights), looks_as, may_sign_in=not any("may not" in each.when for each in rights))


def named(words: str) -> Viewer:
    """The viewer that is written ``data_manager own``."""
    return next(each for each in viewers() if str(each) == words)


@cache
def circle(name: str) -> frozenset[Viewer]:
    """Those in a circle. Raises `AssertionError`, naming it, for one that is not written or that names nobody."""
    circles = written("circles.yaml")
    assert name in circles, f"no circle “{name}” in tests/permission/expected/circles.yaml: write it there"
    line = dict(circles[name])
    found: set[Viewer] = set()
    for other in line.pop("all of", ()):
        found |= circle(other)
    gone = line.pop("but not", ())
    for role, relations in line.items():
        found |= set(_of_role(name, role, relations))
    for other in gone:
        found -= circle(other)
    return frozenset(found)


def _of_role(circle_name: str, role: str, relations: str | list[str]) -> Iterator[Viewer]:
    known = [each for each in viewers() if each.role == role]
    assert known, f"circles.yaml, {circle_name}: there is no {role} in viewers.yaml"
    for relation in [each.relation for each in known] if relations == "all" else relations:
        assert Viewer(role, relation) in viewers(), f"circles.yaml, {circle_name}: no {role} is “{relation}”"
        yield Viewer(role, relation)
