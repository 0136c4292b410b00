"""The invented authority's part of the national register, in the published forms: two extracts, links, groups."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accord.demo.names import postcode, telephone
from accord.demo.places import roll
from accord.demo.schools import Kind, School
from accord.demo.world import World

FIRST_OLD_URN = 990_001
"""What the schools were before they converted, amalgamated or closed."""
FIRST_UID = 90_001
EXTRACTS = (date(2024, 9, 6), date(2025, 9, 5))
CONVERTED = {"ACC": date(2016, 9, 1), "AC": date(2014, 9, 1), "ACS": date(2015, 9, 1)}
CONVERTS_BETWEEN = date(2025, 4, 1)
"""The last of our academy converters becomes one between the two extracts."""
RENAMED = 3
AMALGAMATED = 12
"""The primary school that an infant and a junior school went into in 2012."""
WEST, SOUTH, CELL = 604_000, 712_000, 4_200
"""Metres of the national grid, out at sea: there is nothing there."""
TRUSTS = ("Larkrise Learning Trust", "Kestrel Schools Trust")
TYPES = {
    "CY": ("1", "Community school"), "VA": ("2", "Voluntary aided school"), "VC": ("3", "Voluntary controlled school"),
    "FD": ("5", "Foundation school"), "CYS": ("7", "Community special school"), "AC": ("28", "Academy sponsor led"),
    "ACC": ("34", "Academy converter"), "F": ("35", "Free schools"), "ACS": ("44", "Academy special converter"),
}  # fmt: skip
_WAS = {"ACC": "CY", "AC": "CY", "ACS": "CYS"}
_PHASES = {Kind.SPECIAL: ("0", "Not applicable")}


@dataclass(frozen=True, slots=True)
class Old:
    """An establishment that is no more: its number, the school it went into, how, when, and what it was."""

    urn: int
    into: School
    link: str
    closed: date
    name: str
    school_type: str
    ages: str
    estab: int


def register_files(world: World) -> dict[str, str]:
    """File names and texts, in the order in which they are to be taken in."""
    old = old_establishments(world)
    found = {f"edubasealldata{day:%Y%m%d}.csv": extract(world, old, day) for day in EXTRACTS}
    last = EXTRACTS[-1]
    found[f"links_edubasealldata{last:%Y%m%d}.csv"] = links(old)
    found[f"allgroupsdata{last:%Y%m%d}.csv"] = groups()
    found[f"allgrouplinksdata{last:%Y%m%d}.csv"] = group_links(world)
    found["invented_boundaries.geojson"] = boundaries(world)
    return found


def ours(world: World) -> list[School]:
    """All schools of the authority, the infant schools after those with Key Stage 2."""
    return [*world.ours, *world.infants]


def old_establishments(world: World) -> list[Old]:
    """What went into our schools: one for each academy, and an infant and a junior school that became a primary."""
    found: list[Old] = []

    def add(into: School, link: str, closed: date, name: str, kind: str, ages: str) -> None:
        found.append(Old(FIRST_OLD_URN + len(found), into, link, closed, name, kind, ages, 2900 + len(found)))

    schools = ours(world)
    last = max((school.urn for school in schools if school.school_type == "ACC"), default=0)
    for school in schools:
        if school.school_type in CONVERTED:
            opened = CONVERTS_BETWEEN if school.urn == last else CONVERTED[school.school_type]
            add(school, "Predecessor", opened, school.name, _WAS[school.school_type], school.ages)
    whole = schools[AMALGAMATED]
    for word, ages in (("Infant", "4-7"), ("Junior", "7-11")):
        add(whole, "Predecessor - amalgamated", date(2012, 9, 1), f"{whole.town} {word} School", "CY", ages)
    return found


def opened_on(school: School, old: Sequence[Old]) -> date | None:
    """The day a school opened as what it is now; None where it always was."""
    before = [each.closed for each in old if each.into is school]
    if before:
        return before[0]
    return date(school.opened - 1, 9, 1) if school.opened else None


def extract(world: World, old: Sequence[Old], day: date) -> str:
    """The extract of establishments as it stood on a day."""
    rows = []
    for place, school in enumerate(ours(world)):
        opened = opened_on(school, old)
        if opened is not None and opened > day:
            continue
        rows.append(_row(world, school, place, opened, day))
    rows += [_old_row(world, each, day) for each in old]
    return _csv(rows)


def _row(world: World, school: School, place: int, opened: date | None, day: date) -> dict[str, object]:
    code, name = TYPES[school.school_type]
    closed = date(school.closed, 8, 31) if school.closed < day.year else None
    called = school.name
    if place == RENAMED and day == EXTRACTS[0]:
        called = f"{school.town} County Primary School"
    reason = "Academy Converter" if school.school_type in ("ACC", "ACS") else "New Provision" if school.opened else ""
    row = _place(world, place) | {
        "URN": school.urn, "EstablishmentNumber": school.estab, "EstablishmentName": called,
        "TypeOfEstablishment (code)": code, "TypeOfEstablishment (name)": name,
        "EstablishmentStatus (name)": "Closed" if closed else "Open", "ReasonEstablishmentOpened (name)": reason,
        "OpenDate": _day(opened), "CloseDate": _day(closed),
        "ReasonEstablishmentClosed (name)": "Closure" if closed else "",
        "NumberOfPupils": roll(school), "SchoolCapacity": round(roll(school) * 1.08) // 5 * 5 + 5,
        "ReligiousCharacter (name)": school.faith, "Postcode": postcode(school.urn), "Town": school.town,
        "Street": school.street, "TelephoneNum": telephone(school.urn), "UKPRN": 10_900_000 + school.urn % 100_000,
        "Diocese (name)": _diocese(school.faith), "LastChangedDate": _day(day),
    }  # fmt: skip
    return row | _ages(school.ages, school.kind)


def _old_row(world: World, each: Old, day: date) -> dict[str, object]:
    code, name = TYPES[each.school_type]
    open_still = each.closed > day
    reason = "Result of Amalgamation/Merger" if "amalgamated" in each.link else "Academy Converter"
    row = _place(world, ours(world).index(each.into)) | {
        "URN": each.urn, "EstablishmentNumber": each.estab, "EstablishmentName": each.name,
        "TypeOfEstablishment (code)": code, "TypeOfEstablishment (name)": name,
        "EstablishmentStatus (name)": "Open" if open_still else "Closed",
        "CloseDate": "" if open_still else _day(each.closed),
        "ReasonEstablishmentClosed (name)": "" if open_still else reason,
        "Postcode": postcode(each.into.urn), "Town": each.into.town, "Street": each.into.street,
        "NumberOfPupils": roll(each.into) if open_still else "",
    }  # fmt: skip
    return row | _ages(each.ages, each.into.kind)


def _place(world: World, place: int) -> dict[str, object]:
    east, north = WEST + place % 8 * CELL, SOUTH + place // 8 * CELL
    district = ("North", "South")[place % 2]
    return {
        "LA (code)": world.authority.code, "LA (name)": world.authority.name,
        "Easting": east + place * 97 % 1900, "Northing": north + place * 61 % 1900,
        "DistrictAdministrative (code)": f"E0799900{place % 2 + 1}",
        "DistrictAdministrative (name)": f"{district} {world.authority.name}",
        "AdministrativeWard (code)": f"E059990{place // 8 + 1:02d}",
        "AdministrativeWard (name)": f"{ours(world)[place // 8 * 8].town} and villages",
        "ParliamentaryConstituency (name)": f"{district} {world.authority.name}",
        "GOR (name)": "Invented region", "HeadPreferredJobTitle": "Headteacher",
        "GSSLACode (name)": "E10999001",
    }  # fmt: skip


def _ages(ages: str, kind: Kind) -> dict[str, object]:
    low, high = ages.split("-")
    code, name = _PHASES.get(kind, ("2", "Primary"))
    return {
        "StatutoryLowAge": low, "StatutoryHighAge": high,
        "PhaseOfEducation (code)": code, "PhaseOfEducation (name)": name,
    }  # fmt: skip


def _diocese(faith: str) -> str:
    dioceses = {"Church of England": "Diocese of Invention", "Roman Catholic": "Catholic Diocese of Invention"}
    return dioceses.get(faith, "Not applicable")


def links(old: Sequence[Old]) -> str:
    """Each link from both sides, as the register records them."""
    rows: list[dict[str, object]] = []
    for each in old:
        onward = each.link.replace("Predecessor", "Successor")
        for urn, other, name, kind in (
            (each.into.urn, each.urn, each.name, each.link),
            (each.urn, each.into.urn, each.into.name, onward),
        ):
            day = _day(each.closed)
            rows.append(
                {"URN": urn, "LinkURN": other, "LinkName": name, "LinkType": kind, "LinkEstablishedDate": day}
            )
    return _csv(rows)


def groups() -> str:
    """Two trusts."""
    return _csv(
        {
            "Group UID": FIRST_UID + at, "Group ID": f"TR9{at:04d}", "Group Name": name,
            "Group Type (code)": "06", "Group Type": "Multi-academy trust", "Open date": "01/09/2013",
            "Closed Date": "", "Group Status": "Open",
        }
        for at, name in enumerate(TRUSTS)
    )  # fmt: skip


def group_links(world: World) -> str:
    """Every academy in one of the two trusts, in turn."""
    academies = [school for school in ours(world) if school.school_type in ("ACC", "AC", "ACS", "F")]
    return _csv(
        {
            "URN": school.urn, "Group UID": FIRST_UID + at % 2, "Group Name": TRUSTS[at % 2],
            "Group Type (code)": "06", "Group Type": "Multi-academy trust",
            "Joined date": _day(CONVERTED.get(school.school_type, date(2018, 9, 1))),
        }
        for at, school in enumerate(academies)
    )  # fmt: skip


def boundaries(world: World) -> str:
    """The outline of the authority: a county with a ragged coast that nobody has."""
    rows = (len(ours(world)) + 7) // 8
    west, south, east, north = WEST - 2500, SOUTH - 2500, WEST + 8 * CELL + 1500, SOUTH + rows * CELL + 1500
    top = [[west + step * (east - west) // 8, north - (step % 3) * 900] for step in range(9)]
    right = [[east - (step % 2) * 1200, north - step * (north - south) // 5] for step in range(1, 6)]
    ring = [*top, *right, [west + 800, south + 600], [west, (south + north) // 2], top[0]]
    feature = {
        "type": "Feature",
        "properties": {"CTYUA25CD": "E10999001", "CTYUA25NM": world.authority.name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def _csv(rows: Iterable[Mapping[str, object]]) -> str:
    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue()
