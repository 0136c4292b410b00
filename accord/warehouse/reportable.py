"""Which measures schools may report themselves, and of which groups of pupils: what the definitions say of it."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from accord.warehouse.checking.blocks import normal_label
from accord.warehouse.measures import Measure, load_measures
from accord.warehouse.returned import Returned


@dataclass(frozen=True, slots=True)
class Reportable:
    """Measures by code. Labels are those of files: upper case, single spaces."""

    measures: Mapping[str, Measure]

    def measure(self, label: str) -> str | None:
        """The code of a measure that a file may mean; None for one that no school reports."""
        return {normal_label(code): code for code in self.measures}.get(label)

    def group(self, measure: str, label: str) -> str | None:
        """The code of one of a measure's groups of pupils that a file may mean."""
        return {normal_label(code): code for code in self.measures[measure].pupils}.get(label)

    def name(self, measure: str) -> str:
        """The name of a measure."""
        return self.measures[measure].name

    def stage(self, measure: str) -> str:
        """The code of a measure's stage."""
        return self.measures[measure].stage.code

    def group_name(self, measure: str, group: str) -> str:
        """The name of a group of pupils."""
        return self.measures[measure].stage.pupil_groups[group].name

    def not_measured(self, measure: str, year: int) -> str:
        """Why a measure has no results of a summer; empty where it has."""
        gap = self.measures[measure].gap(year)
        return gap.reason if gap else ""

    def returned(self, measure: str) -> Returned:
        """How a measure is told: its columns, what they are of in words, and when to ask about a change."""
        found = self.measures[measure].returned
        if found is None:
            raise KeyError(measure)
        return found

    def pair(self, measure: str) -> tuple[str, str]:
        """The columns of a measure's two numbers: of what, and how much of it."""
        told = self.returned(measure)
        return told.pupils, told.met

    def replaced_by_publication(self, measure: str) -> bool:
        """Whether results of schools are published that take the place of what they report."""
        each = self.measures[measure]
        return bool(each.columns) and not each.stage.not_by_school

    def school_year_sd(self, measure: str) -> float | None:
        """How much schools vary between years in a measure (FORMULAS 10); None where it has not been estimated."""
        return self.measures[measure].school_year_sd


def reportable(folders: Sequence[Path]) -> Reportable:
    """What schools may report, as the definitions stand."""
    return _reportable(tuple(folders))


def every_measure(folders: Sequence[Path]) -> Mapping[str, Measure]:
    """All measures, those that nobody reports too: what is published of them is held against what is reported."""
    return _every(tuple(folders))


@functools.lru_cache(maxsize=4)
def _every(folders: tuple[Path, ...]) -> Mapping[str, Measure]:
    return load_measures(folders)


@functools.lru_cache(maxsize=4)
def _reportable(folders: tuple[Path, ...]) -> Reportable:
    return Reportable({code: each for code, each in _every(folders).items() if each.returned})
