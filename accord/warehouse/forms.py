"""A form: one layout in which a family of files has been published, described as data."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from accord.warehouse.cells import CellStatus, CellType
from accord.warehouse.record_shapes import RecordShape

_SPACES = re.compile(r"\s+")
_BRACKET = re.compile(r"\s*\(\s*")
_PRIOR_YEAR = re.compile(r"(?P<stem>.+?)_+(?P<yy>\d\d)")


class Layout(StrEnum):
    """How figures are laid out."""

    WIDE = "wide"
    """One row a place, one column a figure."""
    TIDY = "tidy"
    """One row for each place, subject and group of pupils; labels say which figure a row holds."""
    SELF_DESCRIBED = "self_described"
    """As tidy; which columns are labels and which figures is told by what comes with the file, or by themselves."""
    RECORDS = "records"
    """One row a record of a register: words, codes and days, no figures."""


class Level(StrEnum):
    """Whose figures a row holds."""

    SCHOOL = "school"
    AUTHORITY = "authority"
    ENGLAND = "england"
    """State-funded schools of England."""
    ENGLAND_ALL = "england_all"
    """All schools of England."""
    ENGLAND_PRIMARY = "england_primary"
    """State-funded primary schools of England, and so on: files that print England once for each type of school."""
    ENGLAND_SECONDARY = "england_secondary"
    ENGLAND_SPECIAL = "england_special"
    REGION = "region"
    TRUST = "trust"


class ExtentRule(StrEnum):
    """How far a file reaches."""

    BY_AUTHORITIES = "by_authorities"
    ENGLAND = "england"


@functools.lru_cache(maxsize=8192)
def normal_header(header: str) -> str:
    """A header as it is compared: no space around it, one before a bracket, single spaces within, upper case."""
    plain = _BRACKET.sub(" (", header.replace("\u00a0", " ").replace("\ufeff", ""))
    return _SPACES.sub(" ", plain).strip().upper()


@dataclass(frozen=True, slots=True)
class LevelAndKind:
    """What a row is: its level and, for a school, its kind (mainstream, special). No level: left out."""

    level: Level | None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class LevelRule:
    """How a row's level is told: by a column's values, or the same for every row."""

    column: str | None
    rows: Mapping[str, LevelAndKind]
    constant: LevelAndKind | None
    otherwise: LevelAndKind | None = None
    """What every other value of the column means: files that mark only the rows that are no school's."""
    authority_follows_its_schools: bool = False
    """Whether an authority's row comes after its schools': then its place tells whose it is, where no number does."""
    special_columns: tuple[str, ...] = ()
    """Columns that tell a special school where the level column does not."""
    special_words: tuple[str, ...] = ()
    """A school is special if one of these (upper case) is part of such a column's value."""
    special_codes: tuple[str, ...] = ()
    """A school is special if such a column's value is exactly one of these (upper case)."""
    type_column: str | None = None
    """A column with the type of school, which may say more of its kind than all of these."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """The kinds of school that some of its values (upper case) stand for: ``IND`` is independent."""


@dataclass(frozen=True, slots=True)
class RowChoice:
    """Of rows that repeat a place for several kinds of school, keep the first value present."""

    column: str
    levels: tuple[Level, ...]
    keep_first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WholeYears:
    """A column that says which part of a year a row is about, and its words (upper case) for a whole one."""

    column: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionRule:
    """Which column says the region an authority lies in, and its other words for some (upper case)."""

    column: str
    same: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DescribedBy:
    """How files describe themselves: the headers of a description, its words, and columns that are neither.

    ``headers`` has those of ``name``, ``type``, ``label``, ``unit`` and ``grouping``; ``time`` is a column that tells
    several times of one year apart.
    """

    headers: Mapping[str, str]
    filter: str
    indicator: str
    time: str
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearRule:
    """Where a file's year can be read: from suffixes of prior years, from a column; several years or one.

    ``newest``: columns of years that a series runs through. Unless a year is given, the newest is the file's.
    ``step``: how many years the file's year lies after the newest prior one. ``also_called``: by how many years more
    a sender may call the file's year, where the columns tell it. ``ask``: what to say of the year where one is
    asked for.
    """

    suffixes: bool
    columns: tuple[str, ...]
    several: bool
    newest: tuple[str, ...] = ()
    step: int = 1
    also_called: tuple[int, ...] = ()
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A known column: the variable it feeds, and its type. ``low``…``high`` bound what it can hold."""

    variable: str
    type: CellType
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One published layout of a family. Headers are held as :func:`normal_header` gives them."""

    family: str
    code: str
    title: str
    layout: Layout
    recognised_by: tuple[str, ...]
    not_if: tuple[str, ...]
    levels: LevelRule
    places: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, Column]
    extent: ExtentRule
    year: YearRule
    accidents: Mapping[str, str] = field(default_factory=dict)
    endings: tuple[str, ...] = ()
    """Endings that a header may carry and mean the same figure."""
    gives_way: tuple[str, ...] = ()
    """Headers that give way, the first named first, where another of the same figure is in the file too."""
    labels: tuple[str, ...] = ()
    topic: str | None = None
    plain_topics: tuple[str, ...] = ()
    labels_as_printed: bool = False
    same_labels: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[tuple[str, str], ...] = ()
    choice: RowChoice | None = None
    whole_years: WholeYears | None = None
    records: RecordShape | None = None
    markers: Mapping[str, CellStatus] = field(default_factory=dict)
    """Markers in upper case, and what they stand for."""
    bands: Mapping[str, int] = field(default_factory=dict)
    authorities_that_make_england: int = 0
    years_without_results: tuple[int, ...] = ()
    first_year: int = 2010
    last_year: int | None = None
    regions: RegionRule | None = None
    set_aside_without_year: str | None = None
    """A column of years in free text; a row in which it holds no year is set aside."""
    unfilled_rows_pass: bool = False
    """A row without any figure, as a file to fill in has them, is passed over."""
    described_by: DescribedBy | None = None
    promised: tuple[str, ...] = ()
    """Figures that a file may lack altogether: they are kept as not available, so that it is known they are."""

    def canonical(self, header: str) -> str:
        """A header put right: normal, without an ending that means nothing, and with known accidents undone."""
        name = normal_header(header)
        if name in self.columns:
            return name
        for accident, meant in self.accidents.items():
            if accident in name and name.replace(accident, meant) in self.columns:
                return name.replace(accident, meant)
        stems = (name.removesuffix(ending) for ending in self.endings if name.endswith(ending))
        return next((stem for stem in stems if stem in self.columns or self._prior(stem)), name)

    def column_for(self, header: str) -> Column | None:
        """The known column under a header, prior years (``TELIG_17``) included; None if it is not known."""
        name = self.canonical(header)
        known = self.columns.get(name)
        if known is not None:
            return known
        stem = self._prior(name)
        if stem is None:
            return None
        column = self.columns[stem[0]]
        return Column(name, column.type, column.low, column.high)

    def given_way(self, headers: Sequence[str]) -> frozenset[str]:
        """Those of a file's headers, put right, that give way to others there: they keep a name of their own."""
        there = {name: self.columns[name].variable for name in map(self.canonical, headers) if name in self.columns}
        gone: set[str] = set()
        for name in self.gives_way:
            others = (variable for other, variable in there.items() if other not in gone | {name})
            if name in there and there[name] in others:
                gone.add(name)
        return frozenset(gone)

    def prior_year(self, header: str) -> tuple[str, int] | None:
        """The column and the year a suffixed header is about (``TELIG_17``: TELIG, 2017), else None."""
        return self._prior(self.canonical(header))

    def _prior(self, name: str) -> tuple[str, int] | None:
        found = _PRIOR_YEAR.fullmatch(name)
        if name in self.columns or found is None or found["stem"] not in self.columns:
            return None
        if self.columns[found["stem"]].type is CellType.TEXT:
            return None
        return found["stem"], 2000 + int(found["yy"])


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A file that is no figure file of ours but is often sent as one, and what to say to its sender."""

    code: str
    all_of: tuple[str, ...]
    any_of: tuple[str, ...]
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Family:
    """A family of published files that answer the same questions, in all its forms."""

    code: str
    title: str
    counted_on: str
    """Month and day (``05-15``) on which pupils counted belonged to their school."""
    forms: tuple[Form, ...]
    lookalikes: tuple[Lookalike, ...] = ()
