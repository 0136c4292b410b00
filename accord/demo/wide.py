"""The `ks2final` file of one summer: all of the invented England, one row a place."""

from __future__ import annotations

import numpy as np

from accord.demo.columns import Book
from accord.demo.layouts import header
from accord.demo.places import ENGLAND, ENGLAND_ALL, Places
from accord.demo.sheets import Sheet
from accord.demo.world import World


def book(world: World, year: int) -> Book:
    """The figures of a summer and of the summers before it."""
    school = Places(world).school
    return Book(year, {each: Sheet(tally, school) for each, tally in world.tallies.items() if each <= year})


def ks2final(world: World, year: int) -> str:
    """The text of the file as DfE lays it out.

    A new school's row ends after `NEW`; the row of a school without pupils at this stage ends after its
    number of pupils aged 11, which is 0; nothing follows in either.
    """
    names = header(f"ks2final_{year}")
    table = _table(world, year, names)
    upper = [name.upper() for name in names]
    total, aged_11 = upper.index("TOTPUPS"), upper.index("TPUPYEAR")
    lines = [",".join(names)]
    for place in _order(world, year):
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


def _table(world: World, year: int, names: list[str]) -> list[list[str]]:
    places, figures = Places(world), book(world, year)
    columns = []
    for name in names:
        if name.upper() == "TOTPUPS":
            column = places.on_roll(year)
        elif name.upper() == "TPUPYEAR":
            column = figures.sheet.pupils.astype(str).astype(object)
        else:
            column = places.about(name, year)
            column = figures.column(name) if column is None else column
        columns.append(figures.sheet.blank() if column is None else column)
    return np.column_stack(columns).tolist()


def _order(world: World, year: int) -> list[int]:
    """Each authority's schools by name, then the authority itself."""
    order: list[int] = []
    for number, authority in enumerate(world.authorities):
        listed = [
            (school.name, place)
            for place, school in enumerate(world.schools)
            if school.la == authority.code and school.is_listed(year)
        ]
        order += [place for _, place in sorted(listed)]
        order.append(len(world.schools) + number)
    return order
