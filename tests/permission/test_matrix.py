"""Everybody asks for everything by every method, and gets what the tables in ``expected`` write by hand."""

from __future__ import annotations

import pytest

from tests.journeys.routes import routes
from tests.permission.asking import Asker, Tally, chosen, wrong_with
from tests.permission.expectations import METHODS, cells, not_expected, tables
from tests.permission.telling import foreign

pytestmark = pytest.mark.django_db

MOST_SHOWN = 40
FEWEST = 5_000


def test_every_route_is_written_of() -> None:
    told = not_expected()
    assert not told, "\n" + "\n".join(told)
    assert len(tables()) == len({name for name, _ in routes()}) > 80


@pytest.mark.parametrize("route", sorted(tables()))
def test_who_gets_what(route: str, asker: Asker, tally: Tally) -> None:
    wrong: list[str] = []
    told: list[str] = []
    for cell in cells(route):
        if not chosen(cell):
            tally.left_out += 1
            continue
        found = asker.ask(cell)
        tally.cells[cell.method] += 1
        tally.answers[str(found.status)] += 1
        tally.routes.add(route)
        wrong += wrong_with(cell, found)
        told += foreign(cell, found, asker.world.aviary, tally)
    tally.wrong += wrong
    tally.foreign += told
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:MOST_SHOWN])
    assert not told, f"{len(told)} told to whom they are not for:\n" + "\n".join(told[:MOST_SHOWN])


def test_enough_was_asked(tally: Tally) -> None:
    """Last, so that it counts them all; run alone it has nothing to count."""
    if len(tally.routes) < len(tables()):
        pytest.skip(f"only {len(tally.routes)} of {len(tables())} routes were asked for in this run")
    assert sum(tally.cells.values()) >= FEWEST and len(tally.cells) == len(METHODS)
    assert tally.canaries > 1_000 and tally.logged > 1_000
    assert {"html", "csv", "svg+xml", "json", "xml", "header", "cookies"} <= tally.media.keys()
    assert not tally.wrong and not tally.foreign
