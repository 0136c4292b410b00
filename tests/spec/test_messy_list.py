"""A list of 190 schools written by hand as offices write them, beside the register it was written from."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from accord.meaning.definitions import folders
from accord.register.rules.matches import Given, Known, read_dfe_number
from accord.register.rules.matching import Index
from accord.register.rules.name_words import read_name_words

FOLDER = Path(__file__).with_name("lists_of_schools")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def establishments(row: dict[str, str]) -> list[Known]:
    names = ((row["name"], True), *([(row["former_name"], False)] if row["former_name"] else []))
    old = (("999", row["old_estab"]),) if row["old_estab"] else ()
    at = (row["postcode"], row["town"])
    found = [Known(row["urn"], names, "999", row["estab"], old, *at, True, row["urn"], row["phase"])]
    if row["old_urn"]:
        former = ((row["former_name"], True),)
        found.append(Known(row["old_urn"], former, "999", "", (), *at, False, row["urn"], row["phase"]))
    return found


def line(row: dict[str, str]) -> Given:
    dfe = row["number"] if read_dfe_number(row["number"]) else ""
    return Given(row["name"], "" if dfe else row["number"], dfe, row["postcode"], row["town"], "999")


def test_a_list_of_190_is_found_but_for_what_nobody_could_tell():
    knowns = [each for row in rows("register.csv") for each in establishments(row)]
    index = Index(knowns, read_name_words(folders(None)))
    counts: Counter[str] = Counter()
    differ = []
    listed = rows("messy_list.csv")
    for row in listed:
        match = index.match(line(row))
        outcome = "held" if match.urn is None else "right" if match.urn == row["meant"] else "wrong"
        counts[outcome] += 1
        if (match.urn or "held") != row["meant"]:
            differ.append((outcome, row["name"], row["meant"], match.because))
    print(dict(counts), differ)
    assert len(listed) == 190
    assert counts["wrong"] == 0, differ
    assert counts["right"] >= 0.97 * 190, differ
