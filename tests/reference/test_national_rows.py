"""Absence, census and workforce on the real files: schools pooled against the national rows printed below them.

Schools are sorted into types by the census of 2022, which prints them (SCHOOLTYPE). What is summed here by hand, in
plain Python, is also asked of the product; and both are held against DfE's own rows. Run with `-s` to see the counts.

Where they differ, this is why:
- census 2022: nothing differs. Every roll and count of pupils adds up to the row, for each type of school.
- census 2018: the file prints no types; those of 2022 are lent to the schools that still have their number. Its two
  rows are of more than primary and secondary schools: together 8,378,809 pupils, where all state-funded schools in the
  file have 8.04 million. They have special schools in, by age; so plans are 1.7 and 2.8 points above ours, and only
  first language and SEN support, which hardly differ between those schools, are within 0.3 of a point.
- absence: sessions are not published by school. A school is weighted by its January roll, where DfE adds up sessions;
  schools that changed their number by 2022 are left out. Within 0.25 of a point of every row.
- persistent absence: 770 schools' shares are suppressed, and enrolments over a year are more than a roll, most where
  pupils move most, who are absent most. So ours is below every row, by up to 1.05 points.
- pupils to a teacher: ratios and teachers are rounded to a tenth. Within 0.1 of the row.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.reference.homes import Home
from tests.reference.published import folder

pytestmark = [pytest.mark.real_data, pytest.mark.thorough]

TYPES = {"PRI": "State-funded primary", "SEC": "State-funded secondary", "SPE": "State-funded special school"}
Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        return [{key.strip(): (cell or "").strip() for key, cell in row.items() if key} for row in rows]


def number(text: str) -> float | None:
    plain = text.replace(",", "").removesuffix("%").removeprefix("£")
    return float(plain) if plain.replace(".", "", 1).isdigit() else None


@pytest.fixture(scope="module")
def types() -> Mapping[str, list[str]]:
    """The URNs of each type of school, by the mark of its national row."""
    rows = read(folder() / "census/2022/england_census.csv")
    return {mark: [r["URN"] for r in rows if r["SCHOOLTYPE"] == name and r["URN"].isdigit()]
            for mark, name in TYPES.items()}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("national"))
    for family, name, years in (("census", "england_census", (2018, 2022)), ("absence", "england_abs", (2018,)),
                                ("workforce", "england_swf", (2018, 2022))):
        for year in years:
            home.accord("intake", str(folder() / f"{family}/{year}/{name}.csv"), "--year", str(year))
    return home


def asked(home: Home, types: Mapping[str, list[str]], measures: list[str], year: int) -> dict[tuple[str, str], dict]:
    """The product's figure of every measure over the schools of each type."""
    questions = [{"urns": types[mark], "measures": measures, "years": [year], "pupils": ["all"], "special": True,
                  "span": 1} for mark in TYPES]
    return {(mark, row["measure"]): row for mark, rows in zip(TYPES, home.ask(questions), strict=True)
            for row in rows if row["basis"] == "pooled"}


def test_the_census_of_2022_adds_up_to_every_national_row(home: Home, types) -> None:
    rows = {row["ESTAB"]: row for row in read(folder() / "census/2022/england_census.csv") if row["URN"] == "NAT"}
    counts = {"census_roll": "NOR", "census_eal": "NUMEAL", "census_sen_support": "TSENELK", "census_ehcp": "TSENELSE"}
    found = asked(home, types, list(counts), 2022)
    equal = 0
    for (mark, measure), row in found.items():
        told = row["value"] if measure == "census_roll" else row["part_low"]
        equal += told == number(rows[mark][counts[measure]])
    print(f"census 2022, counts equal to the national row: {equal} of {len(found)}")
    assert equal == len(found) == 12


def test_the_census_of_2018_is_near_by(home: Home, types) -> None:
    rows = {row["ESTAB"]: row for row in read(folder() / "census/2018/england_census.csv") if row["URN"] == "NAT"}
    shares = {"census_eal": "PNUMEAL", "census_sen_support": "PSENELK"}
    found = asked(home, types, list(shares), 2018)
    apart = {key: row["value"] - number(rows[key[0]][shares[key[1]]]) for key, row in found.items() if key[0] in rows}
    print("census 2018, points from the national row:", {k: round(v, 2) for k, v in apart.items()})
    assert len(apart) == 4
    assert all(abs(each) <= 0.3 for each in apart.values())


def test_absence_of_2018_is_near_the_national_rows_and_is_what_plain_sums_give(home: Home, types) -> None:
    absent = read(folder() / "absence/2018/england_abs.csv")
    nation = {row["ESTAB"]: row for row in absent if row["LA"] == "NAT"}
    rolls = {row["URN"]: number(row["NOR"]) for row in read(folder() / "census/2018/england_census.csv")}
    columns = {"absence_overall": ("PERCTOT", 0.25), "absence_persistent": ("PPERSABS10", 1.05)}
    found = asked(home, types, list(columns), 2018)
    same = near = 0
    for (mark, measure), row in found.items():
        column, within = columns[measure]
        own = [(rolls.get(each["URN"]), number(each[column])) for each in absent if each["URN"] in set(types[mark])]
        known = [(n, rate) for n, rate in own if n and rate is not None]
        plain = sum(n * rate for n, rate in known) / sum(n for n, _ in known)
        apart = row["value"] - number(nation[mark][column])
        print(f"{measure} {mark}: product {row['value']:.4f}, plain {plain:.4f}, printed {nation[mark][column]}, "
              f"apart {apart:+.2f}, {len(known):,} schools")
        same += abs(plain - row["value"]) < 1e-9
        near += abs(apart) <= within
    assert (same, near) == (6, 6)


def test_pupils_to_a_teacher_are_near_the_national_rows(home: Home, types) -> None:
    near = 0
    for year in (2018, 2022):
        staff = read(folder() / f"workforce/{year}/england_swf.csv")
        nation = {row["Establishment Number"]: row for row in staff if row["LA Number"] == "NAT"}
        ratio = next(name for name in staff[0] if name.startswith("Pupil:"))
        teachers = "Total Number of Teachers (Full-Time Equivalent)"
        found = asked(home, types, ["workforce_pupil_teacher_ratio"], year)
        for mark in nation:
            row = found[mark, "workforce_pupil_teacher_ratio"]
            wanted = set(types[mark])
            known = [(number(r[ratio]), number(r[teachers])) for r in staff if r["URN"] in wanted]
            known = [(x, t) for x, t in known if x is not None and t]
            plain = sum(x * t for x, t in known) / sum(t for _, t in known)
            apart = row["value"] - number(nation[mark][ratio])
            print(f"{year} {mark}: product {row['value']:.4f}, plain {plain:.4f}, printed {nation[mark][ratio]}, "
                  f"apart {apart:+.2f}")
            near += abs(apart) <= 0.1 and abs(plain - row["value"]) < 0.01
    assert near == 4
