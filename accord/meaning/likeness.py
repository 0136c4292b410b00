"""What makes schools alike, read from ``definitions/similar``: the characteristics, and the phases of schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from accord.meaning.definitions import DefinitionError, load_yaml
from accord.meaning.entries import Entry


class Unit(StrEnum):
    """What the number of a characteristic is in."""

    PERCENT = "percent"
    POINTS = "points"
    PUPILS = "pupils"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a family of files, which has the number of a characteristic by school."""

    family: str
    variable: str


@dataclass(frozen=True, slots=True)
class Covariate:
    """One characteristic: its columns by phase, the preferred first; none where no file has it by school."""

    code: str
    name: str
    unit: Unit
    means: str
    columns: tuple[tuple[str, tuple[Column, ...]], ...]

    def columns_of(self, phase: str) -> tuple[Column, ...]:
        """Its columns for schools of a phase."""
        return dict(self.columns).get(phase, ())


@dataclass(frozen=True, slots=True)
class Phase:
    """Schools that are compared with one another: those that files of a stage list; the preferred family first."""

    code: str
    name: str
    stage: str
    listed_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How many schools are named, of how many characteristics at least, from files at most ``oldest`` years old."""

    nearest: int
    fewest: int
    oldest: int
    phases: tuple[Phase, ...]
    leaves_out: tuple[str, ...]
    covariates: tuple[Covariate, ...]


def load_likeness(folders: Sequence[Path]) -> Likeness:
    """The definition. Raises `DefinitionError`, naming file and key, for one that is missing or cannot be used."""
    found = load_yaml(folders, "similar")
    if len(found) != 1:
        raise DefinitionError("definitions/similar: one file says what makes schools alike, and there is not one.")
    ((path, content),) = found.items()
    entry = Entry(path, content)
    phases = tuple(_phase(each) for each in entry.entries("phases"))
    known = {each.code for each in phases}
    read = Likeness(
        nearest=entry.whole("nearest"),
        fewest=entry.whole("fewest"),
        oldest=entry.whole("oldest"),
        phases=phases,
        leaves_out=tuple(str(each) for each in entry.items("leaves_out")),
        covariates=tuple(_covariate(each, known) for each in entry.entries("covariates")),
    )
    if not 1 <= read.fewest <= len(read.covariates):
        raise entry.error("fewest", f"write a number from 1 to {len(read.covariates)}, how many covariates there are")
    if read.nearest < 1:
        raise entry.error("nearest", "name one school at least")
    entry.finish()
    return read


def _phase(entry: Entry) -> Phase:
    listed = tuple(str(each) for each in entry.items("listed_in"))
    found = Phase(entry.text("code"), entry.text("name"), entry.text("stage"), listed)
    if not listed:
        raise entry.error("listed_in", "name one family of files at least that lists the schools")
    entry.finish()
    return found


def _covariate(entry: Entry, phases: set[str]) -> Covariate:
    columns = _columns(entry, entry.mapping("columns"), phases)
    unit = entry.choice(Unit, entry.text("unit"), "unit")
    found = Covariate(entry.text("code"), entry.text("name"), unit, entry.text("means"), columns)
    entry.finish()
    return found


def _columns(
    entry: Entry, written: Mapping[str, object], phases: set[str]
) -> tuple[tuple[str, tuple[Column, ...]], ...]:
    found = []
    for phase, names in written.items():
        if phase not in phases:
            raise entry.error("columns", f"{phase} is none of the phases {', '.join(sorted(phases))}")
        if not isinstance(names, list):
            raise entry.error("columns", "write a list of columns for each phase, such as [census.NOR]")
        parts = [str(name).partition(".") for name in names]
        if not all(family and variable for family, _, variable in parts):
            raise entry.error("columns", "write each column as family.COLUMN, such as census.NOR")
        found.append((phase, tuple(Column(family, variable) for family, _, variable in parts)))
    return tuple(found)
