"""Names that DfE published, matched without numbers against the register of another year."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from accord.meaning.definitions import folders
from accord.register.rules.matches import Given, Known
from accord.register.rules.matching import Index
from accord.register.rules.name_words import read_name_words


def rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def follow(urn: str, after: dict[str, str], living: set[str]) -> str:
    seen = {urn}
    while urn not in living and after.get(urn, urn) not in seen:
        urn = after[urn]
        seen.add(urn)
    return urn


@pytest.fixture
def register(real_data: Path) -> tuple[list[Known], dict[str, str]]:
    """The register of April 2022 for two authorities, and for each URN the one that lives on."""
    gias = rows(real_data / "gias/20220420/gias_part.csv")
    living = {each["URN"] for each in gias if each["EstablishmentStatus (name)"].startswith("Open")}
    links = rows(real_data / "gias/20250905/links_edubasealldata20250905.csv", "cp1252")
    after = {each["URN"]: each["LinkURN"] for each in links if each["LinkType"].startswith("Successor")}
    stands = {each["URN"]: follow(each["URN"], after, living) for each in gias + links}
    knowns = [_known(each, stands[each["URN"]], living) for each in gias]
    return knowns, stands


def _known(row: dict[str, str], stands_for: str, living: set[str]) -> Known:
    return Known(
        urn=row["URN"],
        names=((row["EstablishmentName"], True),),
        la_code=row["LA (code)"],
        estab=row["EstablishmentNumber"],
        old_numbers=(),
        postcode=row["Postcode"],
        town=row["Town"],
        is_open=row["URN"] in living,
        stands_for=stands_for if stands_for in living else row["URN"],
        phase=row["PhaseOfEducation (name)"],
    )


def outcome(index: Index, given: Given, meant: str) -> str:
    match = index.match(given)
    if match.urn is None:
        return "held"
    return "right" if match.urn == meant else "wrong"


def test_every_school_is_found_by_its_own_name_and_postcode(register):
    knowns, _ = register
    index = Index(knowns, read_name_words(folders(None)))
    living = [each for each in knowns if each.is_open and each.postcode]
    counts = Counter(
        outcome(index, Given(each.names[0][0], postcode=each.postcode, la_code=each.la_code), each.urn)
        for each in living
    )
    print(dict(counts))
    assert counts["wrong"] == 0
    assert counts["right"] >= 0.995 * len(living) > 500


@pytest.mark.parametrize("by", ["name and postcode", "name and town", "name"])
def test_names_of_2018_find_the_schools_of_2022(by: str, register, real_data: Path):
    knowns, stands = register
    index = Index(knowns, read_name_words(folders(None)))
    urns = {each.urn for each in knowns}
    counts: Counter[str] = Counter()
    for code in ("850", "936"):
        for row in rows(real_data / f"ks2/2018/{code}_ks2final.csv"):
            if row["RECTYPE"] not in ("1", "2"):
                continue
            postcode = row["PCODE"] if "postcode" in by else ""
            given = Given(row["SCHNAME"], postcode=postcode, town=row["TOWN"] if "town" in by else "", la_code=code)
            meant = stands.get(row["URN"], row["URN"])
            result = outcome(index, given, meant)
            counts[result if meant in urns else f"{result}, not in the register"] += 1
    print(by, dict(counts))
    assert counts["wrong"] == counts["right, not in the register"] == counts["wrong, not in the register"] == 0
    assert counts["right"] >= 0.97 * (counts["right"] + counts["held"])
