"""The product and the naive computation agree on random worlds: values, bounds, intervals, coverage, status.

The worlds lie side by side in a few files, each with authorities and URNs of its own, and go in through
`accord intake`. Integers must be equal, other numbers to 1e-9.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

import pytest

from tests.factories import naive_files
from tests.fixtures.skipping import thorough
from tests.reference import naive
from tests.reference.homes import Home
from tests.reference.worlds import World, worlds

YEARS = (2016, 2017, 2018, 2019, 2023)
FEW = 2016  # the year whose file prints too few limits to give the spread of progress back
ENGLAND = (2017, 2018, 2019)  # one file with so many authorities that it is England's; else a few a file
AUTHORITIES_A_FILE = 60
COUNT = 1000 if thorough() else 500
COMPARED = ("status", "value", "low", "high", "part_low", "part_high", "whole", "interval_low",
            "interval_high", "schools_counted", "schools_expected", "pupils_counted", "pupils_expected")


def with_few_limits(rows: list[naive.Row]) -> list[naive.Row]:
    """The same rows, progress limits printed for the first twenty schools only."""
    return [row if place < 20 else {name: cell for name, cell in row.items()
                                    if not name.endswith(("_LOWER", "_UPPER"))}
            for place, row in enumerate(rows)]


def tables(made: list[World]) -> dict[int, list[naive.Row]]:
    """One table a year, with the rows of every world."""
    years = defaultdict(list)
    for world in made:
        for year, rows in world.rows.items():
            years[year] += rows
    years[FEW] = with_few_limits(years[FEW])
    return dict(years)


def files(folder: Path, years: dict[int, list[naive.Row]]) -> list[Path]:
    """The tables as files: England's in one, the other years' a few authorities at a time."""
    paths = []
    for year, rows in years.items():
        codes = sorted({row["LEA"] for row in rows})
        size = len(codes) if year in ENGLAND else AUTHORITIES_A_FILE
        for start in range(0, len(codes), size):
            chosen = codes[start:start + size]
            part = [row for row in rows if row["LEA"] in chosen]
            paths.append(naive_files.write(folder / f"year-{year}-from-{chosen[0]}.csv", year, part))
    return paths


class Published:
    """What the files say, read back naively, with an index by authority."""

    def __init__(self, loaded: dict[int, list[naive.Row]]) -> None:
        self.years = tuple(loaded)
        self.found = {year: defaultdict(list) for year in loaded}
        for year, rows in loaded.items():
            for row in rows:
                self.found[year][row["LEA"]].append(row)
        self.spread = {(year, measure): naive.sigma(rows, measure, year)
                       for year, rows in loaded.items() for measure in naive.PROGRESS}

    def answer(self, world: World, measure: str, pupils: str, year: int) -> naive.Answer:
        question = world.question
        span = range(year - question.span + 1, year + 1)
        come = [each for each in span if each in self.years and self.has_come(world, each)]
        loaded = come or [each for each in span if each in self.years]
        members = {each: self.members(world, each) for each in loaded}
        unheard = [urn for each in loaded for urn in self.unheard(world, each)]
        spread = self.spread.get((year, measure))
        answer = naive.pool(members, measure, pupils, spread, question.span, unheard)
        if question.authority and not come:
            answer = naive.of_no_schools()
        missing = tuple(each for each in span if each not in come) if question.span > 1 else ()
        return replace(answer, years_missing=missing)

    def has_come(self, world: World, year: int) -> bool:
        """Whether a file of the year knows of one of the schools, or that they have no pupils."""
        question = world.question
        if question.authority:
            return bool(naive.of_authority(self.found[year].get(question.authority, ()), question.authority))
        return year in ENGLAND or len(self.unheard(world, year)) < len(question.urns)

    def members(self, world: World, year: int) -> list[naive.Row]:
        question = world.question
        if question.authority:
            special = question.special is not False
            return naive.of_authority(self.found[year][question.authority], question.authority, special)
        return naive.of_urns(self.rows(world, year), question.urns, bool(question.special))

    def rows(self, world: World, year: int) -> list[naive.Row]:
        return [row for code in world.authorities for row in self.found[year].get(code, ())]

    def unheard(self, world: World, year: int) -> list[str]:
        """Members that no file of the year can know: not in it, and their authority is not in it either."""
        question = world.question
        if year in ENGLAND:
            return []
        known = {row["URN"]: row for each in self.years for row in self.rows(world, each)}
        return [urn for urn in question.urns
                if urn not in known or known[urn]["LEA"] not in self.found[year]
                and (question.special or known[urn]["RECTYPE"] == "1")]


def differences(ours: naive.Answer, theirs: dict) -> list[str]:
    """The parts of a figure in which the two computations differ."""
    found = []
    for part in COMPARED:
        mine, yours = getattr(ours, part), theirs[part]
        if isinstance(mine, float) and isinstance(yours, (int, float)):
            same = abs(mine - yours) <= 1e-9 * max(1, abs(mine))
        else:
            same = mine == yours
        if not same:
            found.append(f"{part}: naive {mine!r}, accord {yours!r}")
    if ours.years_missing != tuple(theirs["years_missing"]):
        found.append(f"years_missing: naive {ours.years_missing}, accord {theirs['years_missing']}")
    return found


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of one world: the naive answer, and the product's rows for it (pooled, published)."""

    world: World
    measure: str
    pupils: str
    year: int
    naive: naive.Answer
    rows: list[dict]

    def of(self, basis: str) -> list[dict]:
        return [row for row in self.rows if row["basis"] == basis]

    def __str__(self) -> str:
        return f"world {self.world.number}, {self.measure}, {self.pupils}, {self.year}, {self.world.question}"


def compared(world: World, published: Published, rows: list[dict]) -> Iterator[Compared]:
    question = world.question
    for key in product(question.measures, question.pupils, question.years):
        given = [row for row in rows if (row["measure"], row["pupils"], row["year"]) == key]
        yield Compared(world, *key, published.answer(world, *key), given)


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> list[Compared]:
    """Every figure of every world from both sides."""
    folder = tmp_path_factory.mktemp("worlds")
    home = Home(tmp_path_factory.mktemp("home"))
    made = list(worlds(COUNT, YEARS))
    paths = files(folder, tables(made))
    home.accord("intake", *map(str, paths), "--status", "final")
    read = defaultdict(list)
    for rows in map(naive.read, paths):
        read[naive.year_of(rows)] += rows
    published = Published(dict(read))
    given = home.ask([asdict(world.question) for world in made])
    return [each for world, rows in zip(made, given, strict=True)
            for each in compared(world, published, rows)]


def test_random_worlds_agree(asked):
    disagreements = []
    for each in asked:
        pooled = each.of("pooled")
        found = differences(each.naive, pooled[0]) if len(pooled) == 1 else [f"{len(pooled)} pooled rows"]
        if found:
            disagreements.append(f"{each}: " + "; ".join(found))
    seen = {each.world.number for each in asked}
    print(f"{len(seen)} worlds, {len(asked)} figures, {len(disagreements)} disagreements")
    assert not disagreements, "\n".join(disagreements[:20])
    assert len(seen) == COUNT


def test_the_authority_rows_stand_beside_the_pools_as_printed(asked):
    seen = 0
    for each in asked:
        question, published = each.world.question, each.of("published")
        printed = [row for row in each.world.rows[each.year]
                   if row["RECTYPE"] == "3" and row["LEA"] == question.authority]
        assert len(published) == (len(printed) if question.span == 1 else 0), str(each)
        if published:
            cell = naive.number(printed[0].get(naive.columns(each.measure, each.pupils)[0], ""))
            assert published[0]["value"] == (None if cell is None else float(cell)), str(each)
            seen += 1
    print(f"{seen} published figures")
    assert seen > COUNT // 2


def test_the_worlds_hold_every_kind_of_figure(asked):
    kinds = Counter(each.naive.status for each in asked)
    assert set(kinds) == {"measured", "approximate", "incomplete", "suppressed", "low_coverage",
                          "not_published", "not_released", "no_pupils", "not_applicable"}
    assert min(kinds.values()) >= COUNT // 100, kinds
    answers = [each.naive for each in asked]
    assert any(answer.pupils_expected is None and answer.value is not None for answer in answers)
    assert any(answer.part_low != answer.part_high for answer in answers)
    assert any(answer.years_missing for answer in answers)


@pytest.mark.parametrize("part", COMPARED)
def test_one_changed_number_is_seen(part):
    ours = naive.Answer("measured", 50.0, 40.0, 60.0, 10, 11, 20, 45.0, 55.0, 2, 3, 20, 25)
    theirs = asdict(ours)
    assert differences(ours, theirs) == []
    planted = theirs | {part: "suppressed" if part == "status" else theirs[part] + 1e-6}
    assert len(differences(ours, planted)) == 1
