"""What is measured, read from ``definitions/measures`` and ``definitions/stages``.

A measure says what it counts, over whom, how it pools and in which columns of which published form it is
found; a stage says who the pupil groups are and which years have no results. Neither needs Python to change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accord.analytics.progress_bands import Banding
from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry
from accord.meaning.pupil_sums import AddsUp, sums_of
from accord.warehouse.bandings import bandings_of
from accord.warehouse.measure_kinds import CARRIERS, COLUMN_ROLES, Kind, lacking
from accord.warehouse.measured_years import Break, Gap, breaks_of, gaps_of
from accord.warehouse.returned import Returned, read_returned, refuse_unknown

PUPILS, WHOLE = "{pupils}", "{whole}"
"""What stands in a column's name for a pupil group's label, and for the column of its number."""
_CODE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class GroupColumns:
    """How one published form names a pupil group: the label in column names, the column of its number.

    Where a file lacks that column, ``all_but`` names the number of the pupils who are not in the group.
    """

    label: str
    whole: str
    all_but: str | None = None


@dataclass(frozen=True, slots=True)
class PupilGroup:
    """A group of pupils: all, boys, disadvantaged …"""

    code: str
    name: str
    phrase: str
    note: str
    columns: Mapping[str, GroupColumns]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a stage: the families of results and numbers of pupils, or of what schools report themselves."""

    name: str
    results_family: str
    pupils_family: str
    eligible: str
    school_reported: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of education with its published forms, in the order in which they are preferred.

    ``headline`` is the measure that a page opens with. ``totals_leave_out`` names kinds of school that the
    publisher's rows of an authority and of England leave out, so that schools added up to one leave them out too.
    ``returns`` is the form in which schools report themselves, where there is one: it is asked where those fail.
    ``england_by_phase`` has the level of England's row for each type of school, where there is none for all of them.
    """

    code: str
    name: str
    headline: str
    totals_leave_out: tuple[str, ...]
    counted_on: str
    first_year: int
    hidden_pupils_at_most: int
    forms: tuple[Form, ...]
    pupil_groups: Mapping[str, PupilGroup]
    gaps: tuple[Gap, ...]
    with_special: bool
    """Whether special schools count in a group unasked."""
    not_by_school: str
    """Why there are no results by school, of a stage that is published for authorities alone; else empty."""
    returns: Form | None
    england_by_phase: Mapping[str, str]
    adds_up: tuple[AddsUp, ...]
    """Which of its pupil groups add up to which: no pupil is in two parts of one sum."""

    @property
    def families(self) -> tuple[str, ...]:
        """Every family that carries results or pupils, each once, the preferred form's first."""
        named = [name for form in self.forms for name in (form.pupils_family, form.results_family)]
        return tuple(dict.fromkeys(named))

    @property
    def every_family(self) -> tuple[str, ...]:
        """The same, and the family in which schools report themselves."""
        return (*self.families, *([self.returns.results_family] if self.returns else []))

    def form(self, name: str) -> Form:
        """The published form of a name; raises `StopIteration` for one that the stage does not have."""
        return next(form for form in self.forms if form.name == name)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. ``version`` is the hash of its definition and its stage's."""

    code: str
    name: str
    short_name: str
    phrase: str
    stage: Stage
    kind: Kind
    unit: str
    higher_is_better: bool | None
    """None where neither is better: what schools are like, and not how they do."""
    per: int
    """Of how many a rate or ratio is told."""
    counts: str
    over: str
    pools: str
    columns: Mapping[str, Mapping[str, str]]
    pupils: tuple[str, ...]
    first_year: int
    last_year: int | None
    gaps: tuple[Gap, ...]
    breaks: tuple[Break, ...]
    pupil_sd: Mapping[int, float]
    bands: Mapping[int, Banding]
    """How the publisher bands schools, by year; not a word of ours."""
    school_year_sd: float | None
    steady_within: float | None
    """How many points of change over some years still count as none; None where nobody has set it."""
    why_it_matters: str
    owner: str
    checked_by: str
    review_due: str
    version: str
    returned: Returned | None = None
    """How schools report it themselves (`accord.warehouse.returned`); None where they may not."""
    by_school_year: bool = False
    """Whether a sentence names the school year of its figures rather than the summer in which that ends."""

    @property
    def of_some_pupils(self) -> bool:
        """Whether a percentage is of the pupils alone who could be followed from an earlier stage."""
        return self.kind is Kind.PERCENTAGE and any("coverage" in roles for roles in self.columns.values())

    def column(self, form: str, role: str, pupils: str) -> str | None:
        """The published column for one role and pupil group in one form; None where the form has none."""
        template = self.columns.get(form, {}).get(role)
        group = self.stage.pupil_groups[pupils].columns.get(form)
        if template is None or group is None:
            return None
        return template.replace(PUPILS, group.label).replace(WHOLE, group.whole)

    def carriers(self, form: str) -> tuple[str, ...]:
        """The roles in which a form has the result, the exact one first; none where it does not have it."""
        return tuple(role for role in CARRIERS[self.kind] if role in self.columns.get(form, {}))

    def returned_column(self, role: str, pupils: str) -> str | None:
        """The column of one role and pupil group in what schools report themselves (``MET|KS2 RWM EXPECTED|ALL``)."""
        return self.returned.variable(role, self.code, pupils) if self.returned else None

    def when(self, year: int) -> str:
        """``summer 2027``, or ``the school year 2026/27``."""
        return f"the school year {year - 1}/{year % 100:02}" if self.by_school_year else f"summer {year}"

    @property
    def result_families(self) -> frozenset[str]:
        """The families of files in which its results come, what schools report themselves among them."""
        own = [self.stage.returns.results_family] if self.returned and self.stage.returns else []
        return frozenset([*own, *(form.results_family for form in self.stage.forms if form.name in self.columns)])

    def gap(self, year: int) -> Gap | None:
        """Why there is nothing to show for a year, or None where it was measured."""
        if year < self.first_year:
            reason = f"{self.stage.name} was measured differently before {self.first_year}."
            return Gap((year,), "not_measured", reason)
        if self.last_year is not None and year > self.last_year:
            reason = f"{self.stage.name} was last measured in this way in {self.last_year}."
            return Gap((year,), "not_measured", reason)
        return next((gap for gap in self.gaps if year in gap.years), None)

    def series(self, year: int) -> int:
        """The number of breaks up to a year: only years with the same number may share a line."""
        return sum(1 for each in self.breaks if each.starts <= year)


_StageRead = tuple[Stage, Mapping[str, Any]]


def load_measures(folders: Sequence[Path]) -> dict[str, Measure]:
    """All measures by code, later folders overlaying earlier ones file by file.

    Raises `DefinitionError`, naming file and key, for a definition that cannot be used.
    """
    stages: dict[str, _StageRead] = {}
    for path, raw in load_yaml(folders, "stages").items():
        entry = Entry(path, raw)
        stage = _stage(entry)
        _refuse_second(entry, "stage", stage.code, stages)
        stages[stage.code] = stage, raw
    measures: dict[str, Measure] = {}
    told: list[tuple[Entry, Measure]] = []
    for path, raw in load_yaml(folders, "measures").items():
        entry = Entry(path, {str(key): value for key, value in raw.items()} | _review_due(raw))
        measure = _measure(entry, raw, stages)
        _refuse_second(entry, "measure", measure.code, measures)
        measures[measure.code] = measure
        told.append((entry, measure))
    for entry, measure in told:
        refuse_unknown(entry, measure.returned, measures)
    return dict(sorted(measures.items()))


def _review_due(raw: Mapping[str, Any]) -> dict[str, str]:
    return {"review_due": str(raw.get("review_due", ""))}  # YAML reads a plain date as a date; to us it is text


def _refuse_second(entry: Entry, key: str, code: str, known: Container[str]) -> None:
    if not _CODE.fullmatch(code):
        raise entry.error(key, f"{code!r} is no code; use small letters, digits and underscores")
    if code in known:
        raise entry.error(key, f"another file defines {code} already")


def _stage(entry: Entry) -> Stage:
    forms = entry.entry("forms")
    groups = [_pupil_group(each) for each in entry.entries("pupil_groups")]
    every = tuple(_form(name, forms.entry(name)) for name in entry.mapping("forms"))
    stage = Stage(
        code=entry.text("stage"),
        name=entry.text("name"),
        headline=entry.text("headline", ""),
        totals_leave_out=tuple(str(kind) for kind in entry.items("totals_leave_out")),
        counted_on=entry.text("counted_on"),
        first_year=entry.whole("first_year"),
        hidden_pupils_at_most=entry.whole("hidden_pupils_at_most"),
        forms=tuple(form for form in every if not form.school_reported),
        pupil_groups={group.code: group for group in groups},
        gaps=gaps_of(entry),
        with_special=entry.flag("special_schools_count"),
        not_by_school=entry.text("not_by_school", ""),
        returns=next((form for form in every if form.school_reported), None),
        england_by_phase={str(phase): str(level) for phase, level in entry.mapping("england_by_phase").items()},
        adds_up=sums_of(entry),
    )
    if not stage.forms:
        raise entry.error("forms", "a stage needs at least one published form")
    entry.finish()
    return stage


def _form(name: str, entry: Entry) -> Form:
    family, reported = entry.text("results_family"), entry.flag("school_reported")
    # What schools report names the pupils of each measure by itself.
    pupils = (family, "") if reported else (entry.text("pupils_family"), entry.text("eligible"))
    entry.finish()
    return Form(name, family, *pupils, school_reported=reported)


def _pupil_group(entry: Entry) -> PupilGroup:
    columns = entry.entry("columns")
    group = PupilGroup(
        code=entry.text("code"),
        name=entry.text("name"),
        phrase=entry.text("phrase"),
        note=entry.text("note", ""),
        columns={form: _group_columns(columns.entry(form)) for form in entry.mapping("columns")},
    )
    entry.finish()
    return group


def _group_columns(entry: Entry) -> GroupColumns:
    columns = GroupColumns(entry.text("label"), entry.text("whole"), entry.text("all_but", "") or None)
    entry.finish()
    return columns


def _measure(entry: Entry, raw: Mapping[str, Any], stages: Mapping[str, _StageRead]) -> Measure:
    code = entry.text("stage")
    if code not in stages:
        raise entry.error("stage", f"there is no stage {code}; known are {', '.join(stages)}")
    stage, stage_raw = stages[code]
    kind = entry.choice(Kind, entry.text("kind"), "kind")
    measure = Measure(
        code=entry.text("measure"),
        name=entry.text("name"),
        short_name=entry.text("short_name"),
        phrase=entry.text("phrase"),
        stage=stage,
        kind=kind,
        unit=entry.text("unit"),
        higher_is_better=_direction(entry, raw),
        per=entry.whole("per", 100 if kind is Kind.RATE else 1),
        counts=entry.text("counts"),
        over=entry.text("over"),
        pools=entry.text("pools"),
        columns=_columns(entry, kind, stage),
        returned=read_returned(entry, stage.returns.name, kind) if stage.returns else None,
        by_school_year=entry.flag("by_school_year"),
        pupils=_pupils(entry, stage),
        first_year=entry.whole("first_year", stage.first_year),
        last_year=entry.whole("last_year") if "last_year" in raw else None,
        gaps=stage.gaps + gaps_of(entry),
        breaks=breaks_of(entry),
        pupil_sd=_pupil_sd(entry),
        bands=bandings_of(entry),
        school_year_sd=entry.number("school_year_sd") if "school_year_sd" in raw else None,
        steady_within=entry.number("steady_within") if "steady_within" in raw else None,
        why_it_matters=entry.text("why_it_matters"),
        owner=entry.text("owner"),
        checked_by=entry.text("checked_by"),
        review_due=entry.text("review_due"),
        version=hashlib.sha256(repr((raw, stage_raw)).encode()).hexdigest()[:16],
    )
    entry.finish()
    return measure


def _direction(entry: Entry, raw: Mapping[str, Any]) -> bool | None:
    if "higher_is_better" not in raw:
        raise entry.error("higher_is_better", "this key is missing; it is true or false, or the word neither")
    if raw["higher_is_better"] == "neither":
        entry.text("higher_is_better")
        return None
    return entry.flag("higher_is_better")


def _columns(entry: Entry, kind: Kind, stage: Stage) -> Mapping[str, Mapping[str, str]]:
    named = entry.entry("columns")
    forms = tuple(entry.mapping("columns"))
    known = [each.name for each in stage.forms]
    reported = stage.returns.name if stage.returns else None
    columns: dict[str, Mapping[str, str]] = {}
    for form in forms:
        if form == reported:
            continue
        if form not in known:
            raise named.error(form, f"the stage {stage.code} has no such form; it has {', '.join(known)}")
        roles = named.entry(form)
        given = named.mapping(form)
        missing = lacking(kind, given)
        if missing is not None:
            raise roles.error(missing, f"a measure of the kind {kind} needs this column")
        columns[form] = {role: roles.text(role) for role in given if role in COLUMN_ROLES[kind]}
        roles.finish()
    if not columns and reported not in forms:
        raise entry.error("columns", "a measure needs the columns of at least one form")
    return columns


def _pupils(entry: Entry, stage: Stage) -> tuple[str, ...]:
    pupils = tuple(str(each) for each in entry.items("pupils"))
    unknown = [each for each in pupils if each not in stage.pupil_groups]
    if unknown:
        known = ", ".join(stage.pupil_groups)
        raise entry.error("pupils", f"the stage has no group {unknown[0]}; it has {known}")
    if not pupils:
        raise entry.error("pupils", "a measure needs at least one group of pupils")
    return pupils


def _pupil_sd(entry: Entry) -> Mapping[int, float]:
    values = entry.entry("pupil_sd")
    found = {}
    for year in entry.mapping("pupil_sd"):
        if not year.isdecimal():
            raise values.error(year, "this must be a year, such as 2019")
        found[int(year)] = values.number(year)
    return found
