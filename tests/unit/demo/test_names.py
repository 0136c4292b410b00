"""No invented name is that of a real place, school, trust or group in the published register."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable
from pathlib import Path

import pytest

from accord.demo.names import ALLIANCES, DIOCESES, PARTNERSHIPS, TRUSTS, county_names, place_names
from accord.demo.register import listed
from accord.demo.trusts import MANY, bodies_of
from tests.factories.worlds import county

pytestmark = pytest.mark.real_data


def words_of(names: Iterable[str]) -> set[str]:
    return {word.lower() for name in names for word in name.replace("-", " ").replace(",", " ").split()}


def real_places(places: Iterable[str], names: Iterable[str]) -> set[str]:
    """The invented places that are a word of a real name."""
    known = words_of(names)
    return {place for place in places if place.lower() in known}


def real_names(invented: Iterable[str], names: Iterable[str]) -> set[str]:
    """The invented names that are real ones as a whole, however they are capitalised."""
    known = {" ".join(name.lower().split()) for name in names}
    return {name for name in invented if " ".join(name.lower().split()) in known}


@functools.cache
def published(real_data: Path) -> set[str]:
    """Names of schools, towns, streets and groups of all England, as far as the files have them."""
    names: set[str] = set()
    for file in ("gias/2021/936_gias.csv", "gias/20220420/gias_part.csv"):
        for row in csv.DictReader((real_data / file).read_text(encoding="cp1252").splitlines()):
            names |= {str(row[each] or "") for each in ("EstablishmentName", "Town", "Locality", "Street")}
    links = (real_data / "gias/20250905/links_edubasealldata20250905.csv").read_text(encoding="cp1252")
    names |= {row[2] for row in csv.reader(links.splitlines())}
    groups = (real_data / "gias/2022/groups.csv").read_text(encoding="utf-8")
    names |= {row["Group Name"] for row in csv.DictReader(groups.splitlines())}
    members = (real_data / "gias/2022/group_links.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(members.splitlines()):
        names |= {row["EstablishmentName"], row["LA (name)"], row["Group Name"]}
    return names - {""}


def test_a_real_name_among_the_invented_is_found(real_data: Path):
    names = published(real_data)
    assert len(names) > 30_000
    assert real_places(["Aldremcombe", "Guildford"], names) == {"Guildford"}
    assert real_names(["Aldremcombe Primary School", "holy trinity  cofe primary school"], names)
    assert "Surrey" in names


def test_no_place_is_real(real_data: Path):
    assert real_places([*place_names(), *county_names()], published(real_data)) == set()


def test_no_school_trust_or_group_is_real(real_data: Path):
    schools = listed(county())
    invented = {school.name for school in schools} | {school.earlier_name for school in schools} - {""}
    assert len(invented) > 200
    invented |= {seat.body.name for seat in bodies_of(schools, 90_001, MANY)} | {*TRUSTS, *DIOCESES.values()}
    invented |= {f"{name} Alliance" for name in ALLIANCES} | {f"{name} Area Partnership" for name in PARTNERSHIPS}
    assert real_names(invented, published(real_data)) == set()
