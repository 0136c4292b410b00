"""How long the register's extract takes to load, and its list pages to answer, few schools and many in one run.

    python benchmarks/register_at_national_size.py [--schools 50000] [--few 200]

Invents extracts as wide as real ones and takes two in through the same door (the second with every school's name
changed), then asks for each page as a signed-in person does: a line a page with few schools and many, side by side,
in milliseconds (the first time after a change, and again) and in questions asked of the database.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import invented_homes as homes

PAGES = (
    ("schools", "/schools/"),
    ("schools, by name", "/schools/?text=oak+77"),
    ("schools, by a common word", "/schools/?text=school"),
    ("schools, by number", "/schools/?text=100077"),
    ("schools, last page", "/schools/?page=4"),
    ("schools in no district", "/schools/?in_none_of=district"),
    ("coverage of alliances", "/schools/coverage/"),
    ("coverage of districts", "/schools/coverage/?kind=district"),
    ("coverage in one authority", "/schools/coverage/?kind=district&authority=201"),
    ("groups", "/register/groups/"),
    ("changes", "/register/changes/"),
)
REPEATS = 9
COLUMNS = (
    "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)", "OpenDate", "CloseDate", "PhaseOfEducation (name)", "StatutoryLowAge",
    "StatutoryHighAge", "DistrictAdministrative (name)", "Postcode", "Town", "NumberOfPupils", "Easting", "Northing",
    "ReligiousCharacter (name)", "Diocese (name)", "AdministrativeWard (name)", "ParliamentaryConstituency (name)",
)  # fmt: skip
OTHERS = tuple(f"Field {at} that nobody keeps" for at in range(110 - len(COLUMNS)))
"""A real extract has some 110 columns; a reader passes most of them over."""
TREES = ("Oak", "Elm", "Ash", "Yew", "Holly", "Beech", "Rowan")


def main() -> None:
    """Measure few and many, each in a process of its own, and print them side by side."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--schools", type=int, default=50_000)
    asked.add_argument("--few", type=int, default=200)
    asked.add_argument("--one", type=int, default=None, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.one is not None:
        print(json.dumps(_measured(options.one)))
        return
    both = [_apart(options.few), _apart(options.schools)]
    print(f"{'':<28}{options.few:>14,}{options.schools:>14,}")
    for name in both[0]:
        print(f"{name:<28}{both[0][name]:>14}{both[1][name]:>14}")


def _apart(schools: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as home:
        told = subprocess.run(
            [sys.executable, __file__, "--one", str(schools)],
            env=os.environ | {"ACCORD_HOME": f"{home}/home"},
            check=True, stdout=subprocess.PIPE, text=True,
        ).stdout  # fmt: skip
    measured: dict[str, str] = json.loads(told.splitlines()[-1])
    return measured


def _measured(schools: int) -> dict[str, str]:
    homes.module("accord.config.opening").open_home()
    home = Path(os.environ["ACCORD_HOME"])
    intakes = homes.module("accord.intake.actions.intakes")
    now = homes.module("django.utils.timezone").now()
    told = {}
    for order, year in (("first", 2023), ("second", 2024)):
        path = home / f"edubasealldata{year}0901.csv"
        _write(path, schools, f" {year}")
        began = time.perf_counter()
        intake = intakes.take_in(path=path, name=path.name, asked=intakes.Asked(), by=None, at=now)
        told[f"{order} extract, s"] = f"{time.perf_counter() - began:.1f}"
        if not intake.releases.exists():
            raise SystemExit(f"{path.name} was not taken in: {intake.progress}")
    for whose, which in (("this process", resource.RUSAGE_SELF), ("its reader", resource.RUSAGE_CHILDREN)):
        told[f"most memory, {whose}, MB"] = f"{resource.getrusage(which).ru_maxrss / 1000:.0f}"
    return told | _pages(home, now)


def _pages(home: Path, now: object) -> dict[str, str]:
    homes.module("accord.cli.serve").gather_static_files(home)
    client = homes.signed_in()
    client.get("/data/")
    counting = homes.module("django.test.utils").CaptureQueriesContext(homes.module("django.db").connection)
    told = {}
    cache = homes.module("django.core.cache").cache
    for name, address in PAGES:
        with counting as asked:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        questions = len(asked)  # counted now: the next request forgets them
        first, again = [], []
        for _ in range(REPEATS):
            cache.clear()
            for took in (first, again):
                began = time.perf_counter()
                client.get(address)
                took.append(1000 * (time.perf_counter() - began))
        told[f"{name}, ms"] = f"{statistics.median(first):.0f}, {statistics.median(again):.0f}"
        told[f"{name}, questions"] = str(questions)
    return told


def _write(path: Path, schools: int, ending: str) -> None:
    with path.open("w", encoding="cp1252", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS + OTHERS)
        for at in range(schools):
            area = at % 150
            phase, low, high = (("Primary", 4, 11), ("Secondary", 11, 18))[at % 5 == 0]
            name = f"{TREES[at % len(TREES)]} {at} School{ending}"
            closed = at % 2 and at > schools / 3
            out.writerow((
                100_000 + at, 201 + area, f"Authority {area}", 2000 + at // 150, name, "Community school",
                "Closed" if closed else "Open", "01-09-1990", "31-08-2019" if closed else "", phase, low, high,
                f"District {at % 300}", f"ZX{at % 90 + 1} {at % 9}AA", f"Town {at % 900}", 100 + at % 900,
                400_000 + at, 200_000 + at, "Does not apply", "Not applicable", f"Ward {at % 8000}",
                f"Constituency {at % 530}", *(f"{at % 97} and so on" for _ in OTHERS),
            ))  # fmt: skip



if __name__ == "__main__":
    main()
