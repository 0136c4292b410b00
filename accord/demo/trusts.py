"""Trusts and federations: who runs the academies, and which maintained schools share a governing body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.demo.names import TRUSTS
from accord.demo.schools import Kind, School

MULTI, SINGLE, FEDERATION = ("6", "Multi-academy trust"), ("10", "Single-academy trust"), ("1", "Federation")
ACADEMIES = frozenset({"ACC", "AC", "ACS", "F", "FAP"})
MOVED_ON = date(2025, 9, 1)
"""One academy changed its trust between the two extracts of the register."""
CLOSED_ON = date(2025, 8, 31)
"""One federation came to an end between them."""
_A_TRUST_BEGINS = date(2011, 9, 1)


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many of each an authority has at most."""

    multis: int
    singles: int
    federations: int


FEW, MANY, SOME = HowMany(2, 0, 0), HowMany(len(TRUSTS), 6, 4), HowMany(5, 3, 2)
"""Of a small authority, of the county, of another authority of the nation."""


@dataclass(frozen=True, slots=True)
class Body:
    """A trust or federation."""

    uid: int
    name: str
    kind: tuple[str, str]
    opened: date
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A school in a body, from a day until the day before another, if it left."""

    body: Body
    urn: int
    joined: date
    left: date | None = None


def bodies_of(schools: Sequence[School], first_uid: int, how_many: HowMany, label: str = "") -> list[Seat]:
    """Every academy in a trust, some on their own; pairs of small maintained schools in federations."""
    academies = [school for school in schools if school.school_type in ACADEMIES and school.closed is None]
    secondaries = [school for school in academies if school.kind is Kind.SECONDARY][: how_many.singles]
    rest = [school for school in academies if school not in secondaries]
    multis = _multis(first_uid, label, how_many.multis)
    seats = _in_turn(rest, multis)
    uid = first_uid + len(multis)
    for at, school in enumerate(secondaries):
        body = Body(uid + at, f"{school.name} Trust", SINGLE, _since(school))
        seats.append(Seat(body, school.urn, _since(school)))
    seats += _federations(schools, uid + len(secondaries), how_many.federations)
    return _moved(seats, multis)


def _multis(first_uid: int, label: str, count: int) -> list[Body]:
    names = [f"{label}{name}" for name in TRUSTS[:count]]
    return [Body(first_uid + at, name, MULTI, _A_TRUST_BEGINS) for at, name in enumerate(names)]


def _in_turn(academies: Sequence[School], bodies: Sequence[Body]) -> list[Seat]:
    return [Seat(bodies[at % len(bodies)], school.urn, _since(school)) for at, school in enumerate(academies)]


def _federations(schools: Sequence[School], first_uid: int, most: int) -> list[Seat]:
    """Pairs of small maintained schools under one governing body each."""
    small = [
        school for school in schools
        if school.kind is Kind.PRIMARY and school.school_type in ("CY", "VC") and school.closed is None
        and school.opened is None and school.cohort < 25
    ]  # fmt: skip
    seats = []
    for at in range(min(most, len(small) // 2)):
        pair = small[2 * at : 2 * at + 2]
        name = f"The Federation of {pair[0].name} and {pair[1].name}"
        body = Body(first_uid + at, name, FEDERATION, date(2014 + at, 9, 1), CLOSED_ON if at == 0 else None)
        seats += [Seat(body, school.urn, body.opened, body.closed) for school in pair]
    return seats


def _moved(seats: list[Seat], multis: Sequence[Body]) -> list[Seat]:
    """The first academy of the first trust went to the second."""
    first = next(seat for seat in seats if seat.body is multis[0] and seat.joined < MOVED_ON)
    left = Seat(first.body, first.urn, first.joined, MOVED_ON)
    return [left if seat is first else seat for seat in seats] + [Seat(multis[1], first.urn, MOVED_ON)]


def _since(school: School) -> date:
    return school.opened or date(2013, 9, 1)
