"""The invented authority's alliances, and the CSV they are imported from."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass

from accord.demo.schools import Kind, School

COLUMNS = ("group", "kind", "urn", "role", "starts_on", "ends_before", "parent")

_NAMES = (
    "Heron Alliance",
    "Beacon Alliance",
    "Kestrel Alliance",
    "Longacre Alliance",
    "Larkrise Alliance",
)
_SIZES = (9, 7, 8, 6, 8)
_BEGAN = "2017-09-01"
_INFANT_ALLIANCE, _TWICE_ALLIANCE = 2, 4
LEFT_ON = "2023-09-01"
"""The day from which one school is no longer in its alliance."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One row of the groups file: a school in a group from `starts_on` until the day before `ends_before`."""

    group: str
    kind: str
    urn: int
    role: str
    starts_on: str
    ends_before: str = ""
    parent: str = ""


def alliances(schools: list[School], infants: list[School]) -> tuple[Membership, ...]:
    """Five alliances, each led by its largest school with Key Stage 2.

    Planted: two schools are in no alliance; one is in two; one leaves in 2023; the third alliance holds
    an infant school and a special school; the school that opened in 2018 joins that September.
    """
    # A stride deals small and large schools out over the alliances; 37 of 38 mainstream schools are dealt.
    mainstream = [school for school in schools if not school.special]
    dealt = [mainstream[place * 5 % len(mainstream)] for place in range(len(mainstream))]
    rows: list[Membership] = []
    taken = 0
    for index, (group, size) in enumerate(zip(_NAMES, _SIZES, strict=True)):
        members = dealt[taken : taken + size]
        taken += size
        if index == _INFANT_ALLIANCE:
            special = next(school for school in schools if school.special)
            members = [*members[:-1], special, infants[0]]
        if index == _TWICE_ALLIANCE:
            members = [*members[:-1], dealt[0]]
        lead = max(members, key=lambda school: (school.kind is not Kind.INFANT, school.cohort))
        rows += [_row(group, school, lead=school is lead) for school in members]
    leaver = next(place for place, row in enumerate(rows) if row.group == _NAMES[1] and row.role == "member")
    left = rows[leaver]
    rows[leaver] = Membership(left.group, left.kind, left.urn, left.role, left.starts_on, LEFT_ON)
    return tuple(rows)


def _row(group: str, school: School, *, lead: bool) -> Membership:
    starts = f"{school.opened}-09-01" if school.opened else _BEGAN
    return Membership(group, "alliance", school.urn, "lead" if lead else "member", starts)


def groups_csv(memberships: tuple[Membership, ...]) -> str:
    """The documented groups file, as text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(row) for row in memberships)
    return out.getvalue()
