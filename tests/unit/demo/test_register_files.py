"""The files of the register: two days of it, told from both sides, and one story with the schools."""

from __future__ import annotations

import csv
import functools
from datetime import date

from accord.demo.register import EXTRACTS, register_files
from accord.demo.schools import School
from tests.factories.worlds import county

EARLY, LATE = (f"{day:%Y%m%d}" for day in EXTRACTS)
Row = dict[str, str]


@functools.cache
def files() -> dict[str, str]:
    return register_files(county())


def table(name: str) -> list[Row]:
    return list(csv.DictReader(files()[f"{name}.csv"].splitlines()))


def known() -> dict[str, School]:
    return {str(school.urn): school for school in county().everybody if school.la == county().authority.code}


def test_each_extract_has_the_schools_of_its_day():
    for name, day in zip((EARLY, LATE), EXTRACTS, strict=True):
        rows = table(f"edubasealldata{name}")
        there = {urn for urn, school in known().items() if school.opened is None or school.opened <= day}
        assert {row["URN"] for row in rows} == there
        open_ones = {row["URN"] for row in rows if row["EstablishmentStatus (name)"] != "Closed"}
        assert open_ones == {urn for urn in there if known()[urn].is_open(day)}
        assert all(bool(row["CloseDate"]) == (row["URN"] not in open_ones) for row in rows)


def test_between_the_two_some_opened_closed_converted_were_renamed_and_one_is_to_close():
    early = {row["URN"]: row for row in table(f"edubasealldata{EARLY}")}
    late = {row["URN"]: row for row in table(f"edubasealldata{LATE}")}
    status, name = "EstablishmentStatus (name)", "EstablishmentName"
    fresh = [late[urn]["ReasonEstablishmentOpened (name)"] for urn in late.keys() - early.keys()]
    assert {"New Provision", "Academy Converter"} <= set(fresh)
    gone = [late[urn] for urn in early if early[urn][status] == "Open" and late[urn][status] == "Closed"]
    assert {"Closure", "Academy Converter"} <= {row["ReasonEstablishmentClosed (name)"] for row in gone}
    assert sum(early[urn][name] != late[urn][name] for urn in early) == 3
    assert [row[status] for row in late.values()].count("Open, but proposed to close") == 1


def test_every_link_is_told_from_both_sides():
    rows = table(f"links_edubasealldata{LATE}")
    told = {(row["URN"], row["LinkURN"], row["LinkType"]) for row in rows}
    kinds = {kind for *_, kind in told}
    assert {"Predecessor", "Predecessor - amalgamated", "Predecessor - merged"} <= kinds
    for urn, other, kind in told:
        assert urn in known() and other in known()
        turned = kind.replace("Predecessor", "*").replace("Successor", "Predecessor").replace("*", "Successor")
        assert (other, urn, turned) in told


def test_trusts_and_federations_change_between_the_two():
    groups = {row["Group UID"]: row for row in table(f"allgroupsdata{LATE}")}
    assert {row["Group Type"] for row in groups.values()} == {
        "Multi-academy trust", "Single-academy trust", "Federation",
    }  # fmt: skip
    assert [row["Group Status"] for row in groups.values()].count("Closed") == 1
    early, late = (
        {(row["URN"], row["Group UID"]) for row in table(f"allgrouplinksdata{name}")} for name in (EARLY, LATE)
    )
    assert early - late and late - early
    assert all(known()[urn].is_open(EXTRACTS[1]) for urn, _ in late)
    academies = {urn for urn, school in known().items() if school.school_type in ("ACC", "AC", "F")}
    assert {urn for urn in academies if known()[urn].is_open(date(2026, 9, 4))} <= {urn for urn, _ in late}


def test_schools_lie_apart_and_their_wards_have_names():
    rows = [row for row in table(f"edubasealldata{LATE}") if row["EstablishmentStatus (name)"] == "Open"]
    assert len({(row["Easting"], row["Northing"]) for row in rows}) == len(rows)
    wards = {row["AdministrativeWard (code)"]: row["AdministrativeWard (name)"] for row in rows}
    assert len(wards) > 8 and all(name.endswith(" and villages") for name in wards.values())
    assert len({row["DistrictAdministrative (name)"] for row in rows}) == 4
