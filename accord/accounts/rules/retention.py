"""How long what is kept, as ``definitions/retention`` says, and when its time is over: pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from accord.accounts.rules.field_classes import Classes, load_classes
from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry

LEFT = "left"
"""Instead of a field: the last day on which a person held a right or signed in."""


class Then(StrEnum):
    """What happens when the time is over."""

    DELETE = "delete"
    EMPTY = "empty"
    FORGET = "forget"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class After:
    """A length of time, by the calendar."""

    years: int = 0
    months: int = 0
    days: int = 0

    def before(self, on: date) -> date:
        """The last day that lies at least this long before a day. A 29 February counts from the 28th."""
        months = on.year * 12 + on.month - 1 - 12 * self.years - self.months
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(on.day, last)) - timedelta(days=self.days)

    def __str__(self) -> str:
        """In words: ``2 years``, ``13 months``, ``1 day``."""
        parts = ((self.years, "year"), (self.months, "month"), (self.days, "day"))
        return " and ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n)


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to the rows of a table, so long after a date of theirs. ``only`` picks rows by a field.

    ``counted`` says in words from when.
    """

    table: str
    since: str
    counted: str
    after: After
    then: Then
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A group of tables that are kept alike. Without rules they are kept for good."""

    code: str
    name: str
    why: str
    rules: tuple[Rule, ...]

    @property
    def rest_for_good(self) -> bool:
        """Whether rows that no rule picks are kept for good."""
        return all(rule.only for rule in self.rules)


Schedule = Mapping[str, Kept]


def load_schedule(folders: Sequence[Path]) -> Schedule:
    """Every group by its code. Raises `DefinitionError` for a table, a field or a word that is not known.

    A table that `definitions/privacy` puts in no group, or in one that is not here, is an error of its file.
    """
    return _load(tuple(folders))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Schedule:
    classes, found = load_classes(folders), dict[str, Kept]()
    for path, content in load_yaml(folders, "retention").items():
        for code in map(str, content):
            entry = Entry(path, content).entry(code)
            rules = tuple(_rule(each, classes) for each in entry.entries("rules"))
            found[code] = Kept(code, entry.text("name"), entry.text("why"), rules)
            entry.finish()
    return found


def _rule(entry: Entry, classes: Classes) -> Rule:
    table = entry.text("table")
    if table not in classes:
        raise entry.error("table", f"there is no table {table} in definitions/privacy")
    since, then = entry.text("from"), entry.choice(Then, entry.text("then"), "then")
    if since != LEFT and since not in classes[table].fields:
        raise entry.error("from", f"{table} has no field {since}")
    if (since == LEFT) is not (then is Then.LEAVE):
        raise entry.error("then", "people leave, and nothing else does: write from: left with then: leave")
    only = {name: tuple(map(str, values)) for name, values in entry.mapping("only").items()}
    after = entry.entry("after")
    length = After(after.whole("years", 0), after.whole("months", 0), after.whole("days", 0))
    if length == After():
        raise entry.error("after", "say how long: years, months or days")
    after.finish()
    rule = Rule(table, since, entry.text("counted"), length, then, only)
    entry.finish()
    return rule


def unkept(schedule: Schedule, classes: Classes) -> list[str]:
    """Tables whose group is not in the schedule, and groups of the schedule that no table is in."""
    used = {table.keep for table in classes.values()}
    missing = [f"{table.label} is kept as {table.keep}, which is in no schedule" for table in classes.values()
               if table.keep not in schedule]  # fmt: skip
    return missing + [f"{code} is in the schedule and no table is kept so" for code in schedule if code not in used]
