"""The `ks2final` file of one summer: all of the invented England, one row a place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from accord.demo.cells import Column
from accord.demo.columns import Book
from accord.demo.layouts import header
from accord.demo.places import ENGLAND, ENGLAND_ALL, Places
from accord.demo.sheets import Sheet
from accord.demo.world import World


def book(world: World, year: int, *, provisional: bool = False) -> Book:
    """The figures of a summer and of the summers before it."""
    school = Places(world).school
    tallies = {each: tally for each, tally in world.tallies.items() if each <= year}
    if provisional:
        tallies[year] = world.provisional[year]
    return Book(year, {each: Sheet(tally, school) for each, tally in tallies.items()})


def ks2final(world: World, year: int, *, provisional: bool = False) -> str:
    """The text of the file as DfE lays it out, in the form that was first published if it was not final yet.

    A new school's row ends after `NEW`; the row of a school without pupils at this stage ends after its
    number of pupils aged 11, which is 0; nothing follows in either.
    """
    figures = book(world, year, provisional=provisional)
    return lines_of(world, year, header(f"ks2final_{year}"), figures.sheet, figures.column)


def lines_of(
    world: World, year: int, names: list[str], sheet: Sheet, figure: Callable[[str], Column | None]
) -> str:
    """A file with one row a place and a column for each name, filled by ``figure`` where it is no fact of a place."""
    table = _table(world, year, names, sheet, figure)
    upper = [name.upper() for name in names]
    total, aged_11 = upper.index("TOTPUPS"), upper.index("TPUPYEAR")
    lines = [",".join(names)]
    for place in order_of_rows(world, year):
        row = table[place]
        if row[total] == "NEW":
            row = row[: total + 1]
        elif row[aged_11] == "0":
            row = row[: aged_11 + 1]
        lines.append(",".join(row))
    england = table[-1]
    for level in (ENGLAND_ALL, ENGLAND):
        lines.append(",".join([level, *england[1:]]))
    return "\r\n".join(lines) + "\r\n"


def _table(
    world: World, year: int, names: list[str], sheet: Sheet, figure: Callable[[str], Column | None]
) -> list[list[str]]:
    places = Places(world)
    columns = []
    for name in names:
        if name.upper() == "TOTPUPS":
            column = places.on_roll(year)
        elif name.upper() == "TPUPYEAR":
            column = sheet.pupils.astype(str).astype(object)
        else:
            column = places.about(name, year)
            column = figure(name) if column is None else column
        columns.append(sheet.blank() if column is None else column)
    return np.column_stack(columns).tolist()


def order_of_rows(world: World, year: int) -> list[int]:
    """Each authority's schools by name, then the authority itself."""
    homes = {authority.code: number for number, authority in enumerate(world.authorities)}
    rows = [
        (homes[school.la], False, school.name, place)
        for place, school in enumerate(world.schools)
        if school.is_listed(year)
    ]
    rows += [(number, True, "", len(world.schools) + number) for number in homes.values()]
    return [place for *_, place in sorted(rows)]
