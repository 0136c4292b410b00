"""Small random worlds: a few schools in a few authorities, with cells hidden in all the ways files do.

Each world is rows in the published wide form and questions to ask of them. Seeded, so that a disagreement
can be had again by its number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.factories.naive_files import EVERY_GROUP, SOME_GROUPS, SUBJECTS
from tests.reference.naive import PERCENTAGES, PROGRESS, PUPILS, SCALED

Row = dict[str, str]
SEVERAL_YEARS = (2017, 2018, 2019)
WHOLE_OF = {ending.upper(): whole for ending, whole in PUPILS.values()}
GROUP_OF = {ending.upper(): pupils for pupils, (ending, _) in PUPILS.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """Figures to ask for: each measure, pupil group and year, of some URNs or of an authority.

    `special` None leaves the usual choice; `span` is the number of years in a pool.
    """

    measures: tuple[str, ...]
    pupils: tuple[str, ...]
    years: tuple[int, ...]
    span: int
    urns: tuple[str, ...]
    authority: str | None
    special: bool | None


@dataclass(frozen=True, slots=True)
class World:
    """What is published, by year, and what is asked."""

    number: int
    authorities: tuple[str, ...]
    rows: dict[int, list[Row]]
    question: Question


def percent(part: int, whole: int) -> str:
    return f"{(200 * part + whole) // (2 * whole)}%"


def cohort(dice: Random) -> int:
    """Pupils in the year group: small schools often, large ones sometimes, nobody now and then."""
    return dice.choice((0, dice.randint(1, 10), dice.randint(5, 35), dice.randint(11, 100),
                        dice.randint(20, 70), dice.randint(60, 130), dice.randint(100, 240)))


def marker(dice: Random) -> str:
    return dice.choices(("SUPP", "NE", "NA", "NP", ""), weights=(6, 1, 1, 1, 1))[0]


def wholes(dice: Random, n: int) -> dict[str, int]:
    """Pupils by group: some groups share the year out between them, others take a part of it."""
    boys, poor, low = (dice.randint(0, n) for _ in range(3))
    middle = dice.randint(0, n - low)
    return {"TELIG": n, "BELIG": boys, "GELIG": n - boys, "TFSM6CLA1A": poor, "TNOTFSM6CLA1A": n - poor,
            "TEALGRP2": dice.choice((0, dice.randint(0, n))), "TMOBN": dice.randint(0, n), "TKS1GROUP_L": low,
            "TKS1GROUP_M": middle, "TKS1GROUP_H": n - low - middle}


def percentages(dice: Random, groups: dict[str, int]) -> Row:
    """A percentage for each group with pupils, hidden where few; now and then one that no count fits."""
    row = {}
    stems = [(stem, EVERY_GROUP) for stem in ("PTRWM_EXP", "PTRWM_HIGH")]
    stems += [(f"{subject}_{bar}", SOME_GROUPS) for subject in SUBJECTS for bar in ("EXP", "HIGH")]
    for stem, endings in stems:
        for ending in ["", *(e.upper() for e in endings)]:
            whole = groups[WHOLE_OF[ending]]
            if whole == 0:
                cell = dice.choice(("", "NE", "0%"))
            elif dice.random() < (0.5 if whole < 6 else 0.06):
                cell = marker(dice)
            else:
                cell = percent(dice.randint(0, whole), whole)
                cell = f"{dice.randint(0, 100)}%" if dice.random() < 0.03 else cell
            row[stem + ending] = cell
    return row


def scores(dice: Random, groups: dict[str, int]) -> Row:
    """Progress with its limits and coverage, and scaled scores with the pupils who have none."""
    row = {}
    for stem in ("READ", "WRIT", "MAT"):
        covered = dice.randint(30, 100)
        row[f"{stem}COV"] = f"{covered}%" if dice.random() < 0.95 else marker(dice)
        for ending in ["", *(e.upper() for e in EVERY_GROUP)]:
            whole, name = groups[WHOLE_OF[ending]], f"{stem}PROG{ending}"
            if whole == 0 or dice.random() < (0.5 if whole < 6 else 0.08):
                cells = (dice.choice(("LOWCOV", marker(dice))),) * 3
            else:
                tenths = dice.randint(-90, 90)
                half = max(1, round(117 / whole**0.5) + dice.randint(-1, 1))
                cells = tuple(f"{t / 10:g}" for t in (tenths, tenths - half, tenths + half))
            row |= dict(zip((name, f"{name}_LOWER", f"{name}_UPPER"), cells, strict=True))
    for stem in ("READ", "MAT", "GPS"):
        row[f"PT{stem}_AT"] = dice.choice(("0%", f"{dice.randint(0, 40)}%", "SUPP", ""))
        for ending in ["", *(e.upper() for e in EVERY_GROUP)]:
            whole = groups[WHOLE_OF[ending]]
            shown = whole and dice.random() > (0.5 if whole < 6 else 0.08)
            row[f"{stem}_AVERAGE{ending}"] = str(dice.randint(85, 118)) if shown else marker(dice)
    return row


def school(dice: Random, place: Row) -> Row:
    """One school's row: usual, or new, or without pupils, or hiding even how many pupils it has."""
    fate = dice.random()
    if fate < 0.04:
        return place | {"SHORT": "yes", "TELIG": dice.choice(("", "NEW"))}
    if fate < 0.07:
        return place | {"TELIG": dice.choice(("0", "NEW", "NE", "NA", "NP", ""))}
    groups = wholes(dice, cohort(dice))
    row = place | {name: str(whole) for name, whole in groups.items()}
    row |= percentages(dice, groups) | scores(dice, groups)
    if fate < 0.085:
        hidden = {name for name in row if name not in place}
        row |= dict.fromkeys(hidden, "SUPP")
    elif fate < 0.095:
        row["TELIG"] = "SUPP"
    elif fate < 0.20:
        said = dice.choice(("SUPP", "SUPP", ""))
        row |= dict.fromkeys((name for name in groups if name != "TELIG" and dice.random() < 0.7), said)
    return row


def table(dice: Random, places: list[Row]) -> list[Row]:
    """One year's school rows; a school is now and then not in the table."""
    kept = [school(dice, place) for place in places if dice.random() > 0.04]
    return kept or [school(dice, places[0])]


def authority_row(dice: Random, code: str) -> Row:
    """What the publisher prints for an authority itself: not the sum of its schools, on purpose."""
    groups = wholes(dice, dice.randint(500, 9000))
    row = {"RECTYPE": "3", "LEA": code} | {name: str(whole) for name, whole in groups.items()}
    return row | percentages(dice, groups) | scores(dice, groups)


def question(dice: Random, years: tuple[int, ...], places: list[Row]) -> Question:
    """Three measures for all pupils and one group of them (not every table has every such column)."""
    # Three years end where all three are loaded, or after years without tests.
    span = 3 if max(years) in (max(SEVERAL_YEARS), 2023) and dice.random() < 0.4 else 1
    asked = (max(years),) if span == 3 else years
    measures = tuple(dice.sample([*PERCENTAGES] if span == 3 else [*PERCENTAGES, *PROGRESS, *SCALED], 3))
    pupils = ("all", dice.choice([GROUP_OF[ending.upper()] for ending in EVERY_GROUP]))
    special = dice.choice((None, None, True, False))
    if dice.random() < 0.25:
        return Question(measures, pupils, asked, span, (), dice.choice(places)["LEA"], special)
    chosen = dice.sample(places, dice.randint(1, min(len(places), 12)))
    urns = [place["URN"] for place in chosen]
    urns += ["999999"] if dice.random() < 0.15 else []
    urns = ["999999"] if dice.random() < 0.03 else urns
    return Question(measures, pupils, asked, span, tuple(urns), None, special)


def world(number: int, years: tuple[int, ...], authorities: list[str], first_urn: int) -> World:
    """The world of that number, in the given years and authorities, its URNs counted up from `first_urn`."""
    dice = Random(20261123 + number)
    places = []
    for order in range(dice.choice((dice.randint(3, 8), dice.randint(3, 12), dice.randint(3, 30)))):
        places.append({"RECTYPE": dice.choices("12", weights=(6, 1))[0], "LEA": dice.choice(authorities),
                       "ESTAB": f"{2000 + order}", "URN": f"{first_urn + order}",
                       "SCHNAME": f"World {number} School {order}", "ICLOSE": "0", "AGERANGE": "4-11"})
    rows = {year: table(dice, places) + [authority_row(dice, code) for code in authorities] for year in years}
    return World(number, tuple(authorities), rows, question(dice, years, places))


def worlds(count: int, years: tuple[int, ...]) -> Iterator[World]:
    """So many worlds side by side: each has authorities and URNs of its own."""
    following = dict.fromkeys(years, 201)
    for number in range(count):
        several = number % 8 == 0 and set(SEVERAL_YEARS) <= set(years)
        lived = SEVERAL_YEARS if several else (years[number % len(years)],)
        start, size = max(following[year] for year in lived), (1, 1, 2, 3)[number % 4]
        following |= dict.fromkeys(lived, start + size)
        yield world(number, lived, [str(start + step) for step in range(size)], 100000 + 30 * number)
