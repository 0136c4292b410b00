"""One page in one state: how many rules ran on it, what they found, and whether it scrolls sideways."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.fixtures.browsers import checked
from tests.fixtures.skipping import thorough
from tests.journeys.routes import Example

NARROW, WIDE = 320, 1280
PICTURES = Path(__file__).resolve().parents[2] / "build" / "screenshots"
"""Where the thorough run keeps a picture of every page in every state; never in the repository."""
LONG = " of Saint Bartholomew-the-Great and Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
LENGTHEN = """long => {
  const named = 'main h1, main h2, main h3, main a:not([aria-label]), main th, main td, main dd, main li, ' +
    'main option, main label, .govuk-breadcrumbs a, .accord-sign-out span, .govuk-generic-header a';
  for (const each of document.querySelectorAll(named)) {
    const words = [...each.childNodes].find(n => n.nodeType === 3 && n.data.trim());
    if (words) words.data += long;
  }
}"""
"""Gives everything that could carry a name a very long one, with a word in it that cannot be broken by sense."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What was found on one route in one state."""

    route: str
    state: str
    rules: int
    faults: tuple[str, ...]


TABLE = pytest.StashKey[list[Cell]]()
"""Where a run keeps what it looked at, until it prints the table."""


def looked_at(page: Page, route: str, state: str) -> Cell:
    """Check the page as it stands now."""
    if thorough():
        name = re.sub(r"[^a-z0-9]+", "-", f"{route} {state}".lower())
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    found = checked(page)
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    sideways = [f"{too_wide} pixels too wide: {widest(page)}"] if too_wide > 0 else []
    return Cell(route, state, found.rules, (*found.faults, *sideways))


def widest(page: Page) -> str:
    """What sticks out furthest, for whoever has to mend it."""
    return page.evaluate(
        "() => [...document.querySelectorAll('main *, header *, footer *')]"
        ".filter(e => !e.closest('.accord-table') && e.getBoundingClientRect().right > window.innerWidth)"
        ".map(e => e.outerHTML.slice(0, 120))[0] || ''"
    )


def in_states(page: Page, route: str, states: tuple[str, ...]) -> list[Cell]:
    """One visit, seen in each of these states; "long" comes last, because it changes the words."""
    cells = []
    for state in states:
        page.emulate_media(forced_colors="active" if state == "forced" else "none")
        page.set_viewport_size({"width": NARROW if state in ("320", "long") else WIDE, "height": 900})
        if state == "long":
            page.evaluate(LENGTHEN, LONG)
        cells.append(looked_at(page, route, state))
    return cells


def address_of(example: Example, read: Callable[[str], str]) -> str:
    """Where an example is: as it stands, or by the first link that fits on the page where it is found."""
    if isinstance(example, str):
        return example
    text = read(address_of(example.on, read))
    found = re.search(rf'href="({example.fits})["?#]', text)
    assert found, f"no link like {example.fits} on {example.on}"
    return found.group(1) + example.then


def summary(cells: list[Cell]) -> list[str]:
    """The table: routes in rows, states in columns, rules that ran and violations in each cell."""
    states = list(dict.fromkeys(cell.state for cell in cells))
    widest_name = max(len(cell.route) for cell in cells)
    lines = [" " * widest_name + "".join(f"{state:>12}" for state in states)]
    for route in dict.fromkeys(cell.route for cell in cells):
        found = {cell.state: f"{cell.rules}/{len(cell.faults)}" for cell in cells if cell.route == route}
        lines.append(f"{route:<{widest_name}}" + "".join(f"{found.get(state, ''):>12}" for state in states))
    routes, faults = len({cell.route.partition(" (")[0] for cell in cells}), sum(len(cell.faults) for cell in cells)
    fewest = min(cell.rules for cell in cells)
    lines.append(f"{routes} routes, {len(cells)} looks, at least {fewest} rules on each, {faults} violations")
    return lines
