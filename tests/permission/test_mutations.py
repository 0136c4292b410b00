"""A policy with a mistake in it does not pass: some cell of a quick slice of the matrix is wrong, or tells too much."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.fixtures.skipping import thorough
from tests.permission.asking import Asker, Tally, wrong_with
from tests.permission.expectations import Cell, cells
from tests.permission.mutations import MISTAKES
from tests.permission.telling import foreign

pytestmark = pytest.mark.django_db

ROUTES = (
    "register:lists", "register:list", "register:rename_group", "register:correct", "intake:sent", "intake:upload",
    "intake:accept", "register:people", "register:person", "register:people_over", "register:end_right",
    "register:view_as", "dashboards:groups", "dashboards:follow", "sharing:agreement", "sharing:sign",
    "dashboards:json", "dashboards:csv",
)  # fmt: skip
"""Pages of every kind of rule: acts, whose things are, groups, people, looking as somebody, embargoes."""
VIEWERS = frozenset(
    {
        "data_manager own", "data_manager other", "data_protection_officer own", "councillor own", "teacher own",
        "headteacher own", "headteacher same group", "headteacher other", "alliance_lead own", "alliance_lead other",
        "governor own", "business_support own", "director own", "director other", "partnership_officer own",
        "governor_services own",
        "without a right", "without a right any more", "without a right yet", "without a way in",
        "looking as a teacher, as administrator", "looking as a data manager, as administrator",
        "pretending to look as a data manager, a teacher",
    }
)  # fmt: skip
FEWEST = 12


def slice_of_cells(first: str = "") -> Iterator[Cell]:
    """The quick slice: what is asked of those pages by some of the viewers, of one page before the others."""
    for route in sorted(ROUTES, key=lambda each: each != first):
        yield from (each for each in cells(route) if str(each.viewer) in VIEWERS and each.method == each.ask.method)


def noticed(asker: Asker, first: str = "") -> list[str]:
    """What is wrong in the first cell of the slice that has anything wrong, or nothing."""
    cache.clear()
    for cell in slice_of_cells(first):
        found = asker.ask(cell)
        wrong = wrong_with(cell, found) or foreign(cell, found, asker.world.aviary, Tally())
        if wrong:
            return wrong
    return []


def test_the_policy_as_it_is_passes(asker: Asker) -> None:
    number = sum(1 for _ in slice_of_cells())
    assert noticed(asker) == [] and number > 300
    print(f"{number} cells in the slice, none wrong")


NAMES = [pytest.param(each, marks=[pytest.mark.thorough] * (at % 2)) for at, each in enumerate(sorted(MISTAKES))]
"""Every other one in the usual run."""


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_is_noticed(name: str, asker: Asker, monkeypatch: pytest.MonkeyPatch, tally: Tally) -> None:
    route, make = MISTAKES[name]
    make(monkeypatch, asker.world)
    found = noticed(asker, route)
    tally.mistakes[name] = bool(found)
    assert found, f"nobody noticed that {name}"
    print(found[0])


def test_enough_mistakes_were_made(tally: Tally) -> None:
    wanted = len(MISTAKES) if thorough() else (len(MISTAKES) + 1) // 2
    if len(tally.mistakes) < wanted:
        pytest.skip("run with the mistakes themselves")
    assert sum(tally.mistakes.values()) == wanted >= FEWEST
