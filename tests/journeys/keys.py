"""A page that is only reached by its keyboard, and that shows where one is at every stop."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

MOST_STOPS = 250
SEEN = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  const told = ['outline', 'boxShadow', 'backgroundColor', 'borderColor', 'color', 'textDecoration', 'clip'];
  const looks = () => told.map(p => s[p]).join('|');
  const box = e.getBoundingClientRect(), focused = looks();
  e.blur();
  const other = looks() !== focused;
  e.focus({preventScroll: true});
  return other && box.width > 0 && box.height > 0;
}"""
"""Whether the element with the focus looks otherwise than without it, and can be seen at all."""
NAME = """() => {
  const e = document.activeElement;
  return (e.name || e.innerText || e.getAttribute('aria-labelledby') || e.tagName).trim().split('\\n')[0];
}"""
PLACE = "() => [...document.querySelectorAll('*')].indexOf(document.activeElement)"


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the tab key stops: its name, its place in the page, and whether the focus is seen there."""

    name: str
    place: int
    seen: bool


def focus_is_seen(page: Page) -> bool:
    """Whether what has the focus looks otherwise than without it."""
    return bool(page.evaluate(SEEN))


class Keys:
    """The keyboard on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self) -> str:
        """One step on. Returns the name of where it stops, and fails where the focus cannot be seen."""
        self.page.keyboard.press("Tab")
        name = str(self.page.evaluate(NAME))
        assert name == "BODY" or focus_is_seen(self.page), f"the focus cannot be seen on {name}"
        return name

    def reach(self, name: str, within: str = "body") -> None:
        """Step on until something of this name has the focus."""
        passed = []
        for _ in range(MOST_STOPS):
            found = self.tab()
            passed.append(found)
            if found.startswith(name) and self.page.evaluate("w => !!document.activeElement.closest(w)", within):
                return
        raise AssertionError(f"{name} was not reached, only {sorted(set(passed))}")

    def reach_region(self, selector: str) -> None:
        """Step on until a part of the page has the focus that is no link or field: a frame that scrolls."""
        for _ in range(MOST_STOPS):
            self.tab()
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} was not reached")

    def press(self, key: str, leads_on: bool = False) -> None:
        """Press a key; ``leads_on`` where another page follows."""
        if not leads_on:
            self.page.keyboard.press(key)
            return
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Write where the focus is."""
        self.page.keyboard.type(words)

    def all_stops(self) -> list[Stop]:
        """Every stop of the page, from its beginning to where the browser begins again."""
        stops: list[Stop] = []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            name, place = self.page.evaluate(NAME), self.page.evaluate(PLACE)
            if name == "BODY" or (stops and name == stops[0].name and place < stops[-1].place):
                break
            stops.append(Stop(name, place, focus_is_seen(self.page)))
        return stops
