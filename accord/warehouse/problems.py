"""A problem with a file, told so that the person who sent it can put it right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it.

    ``code`` is stable and meant for programs; ``message`` and ``fix`` are whole sentences. ``row`` is the row
    number a person sees when they open the file (the first line is 1). ``column`` is the header as printed.
    """

    code: str
    message: str
    fix: str
    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The problem as plain values."""
        return {name: getattr(self, name) for name in _FIELDS}


_FIELDS = ("code", "message", "fix", "file", "sheet", "row", "column", "value")

VALUE_SHOWN = 80
"""Characters of a cell repeated back in a problem; more would bury the message."""


def problem_from_json(values: dict[str, Any]) -> Problem:
    """The problem that :meth:`Problem.as_json` wrote."""
    return Problem(**{name: values.get(name) for name in _FIELDS})  # type: ignore[arg-type]


def shown(value: str) -> str:
    """A cell's text cut to a length fit for a message."""
    return value if len(value) <= VALUE_SHOWN else value[: VALUE_SHOWN - 1] + "…"


class Refused(Exception):
    """Reading cannot go on; carries the problems that say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.code for problem in problems))
        self.problems = tuple(problems)


NAMED = {"row_set_aside": 2_000}
"""Kinds of problem of which more are listed: what is missing from a release can be read off them."""


class Findings:
    """Problems as they are found: at most ``listed`` of each code (or as `NAMED` says) are kept, the rest counted."""

    def __init__(self, listed: int) -> None:
        self.listed = listed
        self._kept: dict[str, list[Problem]] = {}
        self._counts: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return any(self._counts.values())

    def most(self, code: str) -> int:
        """How many problems of a kind are listed."""
        return max(self.listed, NAMED.get(code, 0))

    def add(self, *problems: Problem) -> None:
        """Keep problems, or count them where there are enough of their kind."""
        for problem in problems:
            self._counts[problem.code] += 1
            kept = self._kept.setdefault(problem.code, [])
            if len(kept) < self.most(problem.code):
                kept.append(problem)

    def count(self, code: str, more: int) -> None:
        """Count problems of a kind that were not even made, because enough of them are listed."""
        self._counts[code] += more

    def listing(self) -> tuple[Problem, ...]:
        """The problems by kind, in the order found; the last of a kind tells how many more there are."""
        return tuple(problem for code, kept in self._kept.items() for problem in self._with_rest(code, kept))

    def _with_rest(self, code: str, kept: list[Problem]) -> list[Problem]:
        rest = self._counts[code] - len(kept)
        if not rest or not kept:
            return kept
        more = f"There are {rest:,} more of this kind, not listed here."
        return [*kept[:-1], replace(kept[-1], message=f"{kept[-1].message} {more}")]
