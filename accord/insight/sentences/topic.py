"""What a figure is about, in words."""

from __future__ import annotations

from dataclasses import dataclass

from accord.analytics.figures import Figure


@dataclass(frozen=True, slots=True)
class Topic:
    """What a figure is about, in words: ``phrase`` of the measure, ``pupils`` as a noun, the summer.

    ``where`` begins a sentence that is to stand alone (“In Elm Alliance”, `in_group`, `at_school`); empty on a
    page that says it already. ``one_school``: of a school by itself, and not of several as if they were one.
    """

    kind: str
    phrase: str
    pupils: str
    year: int
    where: str = ""
    one_school: bool = False
    in_year: str = ""
    """What a sentence calls the year; empty for its summer."""

    @property
    def when(self) -> str:
        """``summer 2027``, ``the school year 2026/27``."""
        return self.in_year or f"summer {self.year}"

    @property
    def these(self) -> str:
        """``these schools``, ``this school``."""
        return "this school" if self.one_school else "these schools"


@dataclass(frozen=True, slots=True)
class Named:
    """A figure with the name of the group, school or pupils it is of, as it stands in the middle of a sentence."""

    name: str
    figure: Figure


def in_group(name: str) -> str:
    """``In Elm Alliance``: the start of a sentence about a group or an authority."""
    return f"In {name}"


def at_school(name: str) -> str:
    """``At Elm Primary School``: the start of a sentence about a school."""
    return f"At {name}"
