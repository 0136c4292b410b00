"""The invented schools in the national register, in the published forms: extracts of two days, links, groups."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sin

from accord.demo.names import DIOCESES, postcode, telephone
from accord.demo.places import roll
from accord.demo.plans import Size
from accord.demo.schools import Kind, School
from accord.demo.trusts import FEW, MANY, SOME, Seat, bodies_of
from accord.demo.world import World

EXTRACTS = (date(2024, 9, 6), date(2026, 9, 4))
FIRST_UID = 90_001
SEATS_OF_AN_AUTHORITY = 100
WEST, SOUTH, CELL = 604_000, 712_000, 4_200
"""Metres of the national grid, out at sea: there is nothing there."""
TYPES = {
    "CY": ("1", "Community school"), "VA": ("2", "Voluntary aided school"), "VC": ("3", "Voluntary controlled school"),
    "FD": ("5", "Foundation school"), "CYS": ("7", "Community special school"), "PRU": ("14", "Pupil referral unit"),
    "NUR": ("15", "Local authority nursery school"), "AC": ("28", "Academy sponsor led"),
    "ACC": ("34", "Academy converter"), "F": ("35", "Free schools"),
    "FAP": ("38", "Free schools alternative provision"), "ACS": ("44", "Academy special converter"),
}  # fmt: skip
_PHASES = {
    Kind.SPECIAL: ("0", "Not applicable"), Kind.ALTERNATIVE: ("0", "Not applicable"), Kind.NURSERY: ("1", "Nursery"),
    Kind.SECONDARY: ("4", "Secondary"), Kind.ALL_THROUGH: ("7", "All-through"),
}  # fmt: skip
_DISTRICTS = ("South", "Mid", "North", "East")
WARD = 4
_STEPS = 14


def register_files(world: World) -> dict[str, str]:
    """File names and texts, in the order in which they are to be taken in: the older extract and its members first."""
    schools = listed(world)
    seats = _seats(world, schools)
    found: dict[str, str] = {}
    for day in EXTRACTS:
        found[f"edubasealldata{day:%Y%m%d}.csv"] = extract(world, schools, day)
        if day is EXTRACTS[-1]:
            found[f"links_edubasealldata{day:%Y%m%d}.csv"] = links(schools, day)
        found[f"allgroupsdata{day:%Y%m%d}.csv"] = groups(seats, day)
        found[f"allgrouplinksdata{day:%Y%m%d}.csv"] = group_links(seats, day)
    found["invented_boundaries.geojson"] = boundaries(world)
    return found


def listed(world: World) -> list[School]:
    """The schools that the register has: all of the nation's, else those of our authority."""
    if world.size is Size.NATION:
        return list(world.everybody)
    return [school for school in world.everybody if school.la == world.authority.code]


def _seats(world: World, schools: Sequence[School]) -> list[Seat]:
    """Who is in which trust or federation, authority by authority; every body has a number of its own."""
    homes: dict[str, list[School]] = {}
    for school in schools:
        homes.setdefault(school.la, []).append(school)
    found: list[Seat] = []
    for at, authority in enumerate(world.authorities):
        if authority.code in homes:
            label = "" if at == 0 else f"{authority.name} "
            first = FIRST_UID + at * SEATS_OF_AN_AUTHORITY
            how_many = SOME if at else FEW if world.size is Size.SMALL else MANY
            found += bodies_of(homes[authority.code], first, how_many, label)
    return found


def extract(world: World, schools: Sequence[School], day: date) -> str:
    """The extract of establishments as it stood on a day."""
    grid = Grid.of(schools)
    return _csv(_row(world, school, grid, day) for school in schools if school.opened is None or school.opened <= day)


@dataclass(frozen=True, slots=True)
class Grid:
    """The squares of a map, ``side`` in a row, and what the wards on it are called: four by four squares each."""

    side: int
    wards: Mapping[tuple[str, int], str]

    @classmethod
    def of(cls, schools: Sequence[School]) -> Grid:
        """The map that these schools lie on; a ward is called by the town of its first school."""
        side = max(8, int(max(school.spot for school in schools) ** 0.5) + 1)
        found = cls(side, {})
        wards: dict[tuple[str, int], str] = {}
        for school in schools:
            wards.setdefault((school.la, found.ward(school)), school.town)
        return cls(side, wards)

    def at(self, school: School) -> tuple[int, int]:
        """How far across and how far up a school lies."""
        return school.spot % self.side, school.spot // self.side

    def ward(self, school: School) -> int:
        """The number of the ward that a school lies in."""
        across, up = self.at(school)
        return across // WARD + (self.side + WARD - 1) // WARD * (up // WARD) + 1

    def district(self, school: School) -> int:
        """The number of the district: four of them, where there are rows enough."""
        across, up = self.at(school)
        return across * 2 // self.side + 2 * min(up * 2 // self.side, 1)


def _row(world: World, school: School, grid: Grid, day: date) -> dict[str, object]:
    code, name = TYPES[school.school_type]
    closed = school.closed if school.closed and school.closed <= day else None
    # Between the two extracts some were renamed, and one is to close.
    early = day < EXTRACTS[-1]
    status = "Closed" if closed else "Open, but proposed to close" if school.will_close and not early else "Open"
    row = _place(world, school, grid) | {
        "URN": school.urn, "EstablishmentNumber": school.estab,
        "EstablishmentName": school.earlier_name if early and school.earlier_name else school.name,
        "TypeOfEstablishment (code)": code, "TypeOfEstablishment (name)": name,
        "EstablishmentStatus (name)": status, "ReasonEstablishmentOpened (name)": school.opened_because,
        "OpenDate": _day(school.opened), "CloseDate": _day(closed and closed - timedelta(days=1)),
        "ReasonEstablishmentClosed (name)": school.closed_because if closed else "",
        "NumberOfPupils": "" if closed else roll(school),
        "SchoolCapacity": "" if closed else round(roll(school) * 1.08) // 5 * 5 + 5,
        "ReligiousCharacter (name)": school.faith, "Postcode": postcode(school.place), "Town": school.town,
        "Street": school.street, "TelephoneNum": telephone(school.place),
        "UKPRN": 10_900_000 + school.urn % 100_000, "Diocese (name)": DIOCESES.get(school.faith, "Not applicable"),
        "LastChangedDate": _day(day),
    }  # fmt: skip
    return row | _ages(school)


def _place(world: World, school: School, grid: Grid) -> dict[str, object]:
    (across, up), ward = grid.at(school), grid.ward(school)
    authority = world.authorities[int(school.la) - int(world.authority.code)]
    district = _DISTRICTS[grid.district(school)]
    return {
        "LA (code)": authority.code, "LA (name)": authority.name,
        "Easting": WEST + across * CELL + school.place * 1_597 % (CELL - 300),
        "Northing": SOUTH + up * CELL + school.place * 2_741 % (CELL - 300),
        "DistrictAdministrative (code)": f"E0799{authority.code}{_DISTRICTS.index(district) + 1}",
        "DistrictAdministrative (name)": f"{district} {authority.name}",
        "AdministrativeWard (code)": f"E05{authority.code}{ward:03d}",
        "AdministrativeWard (name)": f"{grid.wards[school.la, ward]} and villages",
        "ParliamentaryConstituency (name)": f"{district} {authority.name}",
        "GOR (name)": "Invented region", "HeadPreferredJobTitle": "Headteacher",
        "GSSLACode (name)": f"E10999{authority.code}",
    }  # fmt: skip


def _ages(school: School) -> dict[str, object]:
    low, high = school.ages.split("-")
    code, name = _PHASES.get(school.kind, ("2", "Primary"))
    return {
        "StatutoryLowAge": low, "StatutoryHighAge": high,
        "PhaseOfEducation (code)": code, "PhaseOfEducation (name)": name,
    }  # fmt: skip


def links(schools: Sequence[School], day: date) -> str:
    """Each link from both sides, as the register records them."""
    named = {school.urn: school for school in schools}
    rows: list[dict[str, object]] = []
    for old in schools:
        if not old.into or old.closed is None or old.closed > day:
            continue
        new = named[old.into]
        onward = old.link.replace("Predecessor", "Successor")
        for this, other, kind in ((new, old, old.link), (old, new, onward)):
            rows.append(
                {
                    "URN": this.urn, "LinkURN": other.urn, "LinkName": other.name, "LinkType": kind,
                    "LinkEstablishedDate": _day(old.closed),
                }
            )  # fmt: skip
    return _csv(rows)


def groups(seats: Sequence[Seat], day: date) -> str:
    """Trusts and federations as they stood on a day."""
    bodies = {seat.body.uid: seat.body for seat in seats if seat.body.opened <= day}
    rows = []
    for uid, body in sorted(bodies.items()):
        closed = body.closed if body.closed and body.closed <= day else None
        rows.append(
            {
                "Group UID": uid, "Group ID": f"TR{uid}", "Group Name": body.name, "Group Type (code)": body.kind[0],
                "Group Type": body.kind[1], "Open date": _day(body.opened), "Closed Date": _day(closed),
                "Group Status": "Closed" if closed else "Open",
            }
        )  # fmt: skip
    return _csv(rows)


def group_links(seats: Sequence[Seat], day: date) -> str:
    """Who was in which trust or federation on a day."""
    return _csv(
        {
            "URN": seat.urn, "Group UID": seat.body.uid, "Group Name": seat.body.name,
            "Group Type (code)": seat.body.kind[0], "Group Type": seat.body.kind[1], "Joined date": _day(seat.joined),
        }
        for seat in seats
        if seat.joined <= day and (seat.left is None or day < seat.left)
    )  # fmt: skip


def boundaries(world: World) -> str:
    """The outline of the authority: a county with a ragged coast that nobody has."""
    ours = [school.spot for school in world.everybody if school.la == world.authority.code]
    side = max(8, int(max(ours) ** 0.5) + 1)
    rows = max(ours) // side + 1
    west, south, east, north = WEST - 900, SOUTH - 900, WEST + side * CELL + 900, SOUTH + rows * CELL + 900
    edges = (((west, north), (east, north)), ((east, north), (east, south)), ((east, south), (west, south)))
    ring = [point for start, end in (*edges, ((west, south), (west, north))) for point in _ragged(start, end)]
    ring.append(ring[0])
    code = f"E10999{world.authority.code}"
    feature = {
        "type": "Feature",
        "properties": {"CTYUA25CD": code, "CTYUA25NM": world.authority.name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def _ragged(start: tuple[int, int], end: tuple[int, int]) -> list[list[int]]:
    """The points of one side of an outline, clockwise: bays and headlands that lie outside the straight line."""
    (x0, y0), (x1, y1) = start, end
    across, up = (y0 > y1) - (y0 < y1), (x1 > x0) - (x1 < x0)
    points = [[x0, y0]]
    for step in range(1, _STEPS):
        out = int(2_600 + 1_700 * sin(step * 1.9 + x0 % 7) + 900 * sin(step * 4.3 + y1 % 5))
        along = step / _STEPS
        points.append([int(x0 + (x1 - x0) * along) + across * out, int(y0 + (y1 - y0) * along) + up * out])
    return points


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def _csv(rows: Iterable[Mapping[str, object]]) -> str:
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
