"""Turns the cells of the releases into what each school brings to a figure.

One `Gathered` serves all measures, pupil groups and years of a selection: the releases are read once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analytics.counts import Flags, Integers, Numbers
from accord.analytics.members import Members, MemberState
from accord.performance.cubes import cells_of_families
from accord.performance.returned import returned_variables
from accord.performance.schools import Editions, Schools, of_families, releases_folder
from accord.warehouse.cells import CellStatus
from accord.warehouse.counts import ABSENT, STATUSES, Cells, Codes, Whom, status_code
from accord.warehouse.measure_kinds import CARRIERS
from accord.warehouse.measures import Form, Measure, Stage

VALUE = status_code(CellStatus.VALUE)
HIDDEN = tuple(
    status_code(each)
    for each in (
        CellStatus.SUPPRESSED,
        CellStatus.SMALL,
        CellStatus.LOW_RELIABILITY,
        CellStatus.ROUNDS_TO_ZERO,
    )
)
_IS_HIDDEN = np.isin(np.arange(len(STATUSES) + 1), HIDDEN)
"""By status code, whether the number exists but is hidden."""
NO_NUMBER = status_code(CellStatus.NOT_AVAILABLE)
NO_ENTRIES = status_code(CellStatus.NO_ENTRIES)
LOW_COVERAGE = status_code(CellStatus.LOW_COVERAGE)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The cells of a selection, by family of files, over the same codes."""

    stage: Stage
    codes: tuple[str, ...]
    families: Mapping[str, Cells]

    def only(self, codes: Sequence[str], position: Mapping[str, int]) -> Gathered:
        """The cells of some of the codes, in the order given; ``position`` tells where each stands among all."""
        at = np.array([position[code] for code in codes], dtype=np.intp)
        families = {family: cells.only(codes, at) for family, cells in self.families.items()}
        return Gathered(self.stage, tuple(codes), families)

    def eligible(self, form: Form, year: int) -> tuple[Numbers, Codes]:
        """The number of pupils at the stage, over the codes."""
        return self.families[form.pupils_family].column(year, form.eligible)

    def form_of(self, year: int) -> list[str | None]:
        """For each code the preferred form that has a row for it in a year; None where there is none."""
        chosen: list[str | None] = [None] * len(self.codes)
        for form in self.stage.forms:
            _, status = self.eligible(form, year)
            for at in np.flatnonzero(status != ABSENT):
                chosen[at] = chosen[at] or form.name
        return chosen

    def whole(self, form: Form, year: int, pupils: str) -> tuple[Numbers, Codes]:
        """The number of pupils of a group over the codes; all but the others, where a file gives only those."""
        group, numbers = self.stage.pupil_groups[pupils].columns.get(form.name), self.families[form.pupils_family]
        number, status = numbers.column(year, group.whole if group else None)
        if group is None or group.all_but is None:
            return number, status
        eligible, eligible_status = self.eligible(form, year)
        others, others_status = numbers.column(year, group.all_but)
        rest = (status == ABSENT) & (eligible_status == VALUE) & (others_status == VALUE) & (others <= eligible)
        hidden = (status == ABSENT) & _IS_HIDDEN[others_status]
        told = np.where(rest, VALUE, np.where(hidden, others_status, status)).astype(np.uint8)
        return np.where(rest, eligible - others, number), told

    def result(self, form: str, year: int, variable: str | None) -> tuple[Numbers, Codes]:
        """A results column over the codes."""
        return self.families[self.stage.form(form).results_family].column(year, variable)


@dataclass(frozen=True, slots=True)
class MemberCells:
    """The members of a figure beside the cell that carries the result, in the same order.

    ``role`` is the place of the cell's role among those that can carry it (`measure_kinds.CARRIERS`).
    """

    members: Members
    number: Numbers
    role: Integers


def gather(
    measures: Sequence[Measure], pupils: Sequence[str], editions: Editions, whom: Whom, codes: Sequence[str]
) -> Gathered:
    """Read the cells that some measures of one stage need, for a level of rows and some codes. One question."""
    stage = measures[0].stage
    variables: dict[str, list[str]] = {family: [] for family in stage.families}
    variables |= returned_variables(measures, pupils)
    for form in stage.forms:
        variables[form.pupils_family] += [form.eligible, *_whole_columns(stage, form, pupils)]
        variables[form.results_family] += [
            name for measure in measures for name in _result_columns(measure, form, pupils)
        ]
    found = cells_of_families(releases_folder(), of_families(editions, tuple(variables), None), whom, codes, variables)
    return Gathered(stage, tuple(codes), found)


def _whole_columns(stage: Stage, form: Form, pupils: Sequence[str]) -> list[str]:
    groups = [stage.pupil_groups[code].columns.get(form.name) for code in pupils]
    return [name for group in groups if group is not None for name in (group.whole, group.all_but) if name]


def _result_columns(measure: Measure, form: Form, pupils: Sequence[str]) -> list[str]:
    roles = measure.columns.get(form.name, {})
    names = [measure.column(form.name, role, group) for role in roles for group in pupils]
    return [name for name in names if name is not None]


@dataclass(frozen=True, slots=True)
class InYear:
    """The schools that count in a year: where each stands among the gathered codes, and the form that has its row.

    ``absent_is_known`` tells whether being absent from the files means no pupils, ``awaited`` whether results are to
    come. It is the same for every measure and pupil group.
    """

    year: int
    codes: NDArray[np.str_]
    at: NDArray[np.intp]
    forms: NDArray[np.str_]
    absent_is_known: Flags
    awaited: Flags
    _by_form: dict[str, Flags] = field(default_factory=dict, repr=False, compare=False)

    def of_form(self, form: Form) -> Flags:
        """Which of them have their row in a form."""
        if form.name not in self._by_form:
            self._by_form[form.name] = np.asarray(self.forms == form.name)
        return self._by_form[form.name]

    def by_form(self, stage: Stage) -> list[tuple[Form, Flags]]:
        """The forms in which any of them has its row, and which of them have it there."""
        found = [(form, self.of_form(form)) for form in stage.forms]
        return [(form, own) for form, own in found if own.any()]


def in_year(gathered: Gathered, schools: Schools, year: int, covered: Covered) -> InYear:
    """The schools of a selection that count in a year, in the order of the gathered codes."""
    chosen = gathered.form_of(year)
    members = set(schools.by_year[year])
    at = [index for index, code in enumerate(gathered.codes) if code in members]
    each = [(gathered.codes[index], chosen[index]) for index in at]
    return InYear(
        year=year,
        codes=np.array([code for code, _ in each], dtype=np.str_),
        at=np.array(at, dtype=np.intp),
        forms=np.array([form or "" for _, form in each], dtype=np.str_),
        absent_is_known=np.array([covered(year, code) for code, _ in each], dtype=bool),
        awaited=np.array([not covered.results(year, code, form) for code, form in each], dtype=bool),
    )


def member_cells(gathered: Gathered, here: InYear, measure: Measure, pupils: str) -> MemberCells:
    """The schools that count in a year, each with its number of pupils, its state and its result."""
    size = len(here.codes)
    picked = _Picked(*(np.zeros(size) for _ in range(3)), *(np.zeros(size, np.uint8) for _ in range(3)))
    role: Integers = np.zeros(size, dtype=np.int64)
    for form, own in here.by_form(gathered.stage):
        *columns, carried_in = _columns(gathered, measure, pupils, here.year, form)
        picked.fill(own, columns, here.at[own])
        role[own] = carried_in[here.at[own]]
    return MemberCells(_members(here, picked, gathered.stage.hidden_pupils_at_most), picked.result, role)


class Covered:
    """Tells what the releases of a year would say of a school, had they a row for it."""

    def __init__(self, stage: Stage, editions: Editions, schools: Schools) -> None:
        self._families = [form.pupils_family for form in stage.forms]
        self._results = {form.name: form.results_family for form in stage.forms}
        self._editions = editions
        self._schools = schools
        self._found: dict[tuple[int, str | None], bool] = {}

    def __call__(self, year: int, code: str) -> bool:
        """Whether a school without a row has no pupils at this stage: its authority is covered."""
        asked = year, self._schools.authority_of(code)
        if asked not in self._found:
            editions = of_families(self._editions, self._families, (year,))
            self._found[asked] = any(edition.covers(asked[1]) for edition in editions)
        return self._found[asked]

    def results(self, year: int, code: str, form: str | None) -> bool:
        """Whether the results of a school have come; in the tidy form its pupils may come first."""
        if form is None:
            return False
        family = self._results[form]
        if (family, year, code) in self._schools.releases:
            return True
        edition = self._editions.get((family, year))
        return edition is not None and edition.covers(self._schools.authority_of(code))


@dataclass(slots=True)
class _Picked:
    """Per member: eligible pupils, pupils of the group and the result, each a number and a status code."""

    eligible: Numbers
    whole: Numbers
    result: Numbers
    eligible_status: Codes
    whole_status: Codes
    result_status: Codes

    def fill(self, here: Flags, columns: list[tuple[Numbers, Codes]], take: np.ndarray) -> None:
        """Copy the columns of one form to the members that use it."""
        for name, (number, status) in zip(("eligible", "whole", "result"), columns, strict=True):
            getattr(self, name)[here] = number[take]
            getattr(self, f"{name}_status")[here] = status[take]


def _columns(gathered: Gathered, measure: Measure, pupils: str, year: int, form: Form) -> tuple[Any, ...]:
    """Eligible pupils, pupils of the group and the result over the codes; and the place of the role it stands in."""
    result, place = _result(gathered, measure, pupils, year, form)
    return gathered.eligible(form, year), gathered.whole(form, year, pupils), result, place


def _result(
    gathered: Gathered, measure: Measure, pupils: str, year: int, form: Form
) -> tuple[tuple[Numbers, Codes], Integers]:
    """Of each code the first of the roles that its row has."""
    size = len(gathered.codes)
    number, status, place = np.full(size, np.nan), np.zeros(size, np.uint8), np.zeros(size, np.int64)
    for role in reversed(measure.carriers(form.name)):
        read, said = gathered.result(form.name, year, measure.column(form.name, role, pupils))
        there = said != ABSENT
        if role == "part":
            there &= gathered.result(form.name, year, measure.column(form.name, "whole", pupils))[1] == VALUE
        number, status = np.where(there, read, number), np.where(there, said, status)
        place = np.where(there, CARRIERS[measure.kind].index(role), place)
    return (number, status), place


def _members(there: InYear, picked: _Picked, hidden_at_most: int) -> Members:
    eligible, eligible_hidden = _known(picked.eligible, picked.eligible_status)
    whole, _ = _known(picked.whole, picked.whole_status)
    has_row = picked.eligible_status != ABSENT
    no_number = picked.eligible_status == NO_NUMBER
    nobody = has_row & ~eligible_hidden & ~no_number & (eligible == 0)
    whole_known = (picked.whole_status == VALUE) & has_row
    nobody |= (whole_known & (whole == 0)) | (picked.whole_status == NO_ENTRIES)
    counted = whole_known & (whole > 0) & (picked.result_status == VALUE)
    states = _states(picked, has_row, nobody, counted, there)
    at_most = np.where(eligible_hidden, hidden_at_most, eligible)
    return Members(
        codes=there.codes,
        states=states,
        pupils=np.where(whole_known, whole, 0),
        known=whole_known | ~has_row & there.absent_is_known,
        at_most=np.where(whole_known, whole, at_most),
        bounded=has_row & ~no_number | there.absent_is_known & ~has_row,
    )


def _known(number: Numbers, status: Codes) -> tuple[Integers, Flags]:
    """Whole numbers (0 where there is none) and which of them exist but are hidden."""
    known = status == VALUE
    whole = np.where(known, number, 0).astype(np.int64)
    return whole, _IS_HIDDEN[status]


def _states(picked: _Picked, has_row: Flags, nobody: Flags, counted: Flags, there: InYear) -> NDArray[np.uint8]:
    # A file that does not carry the result suppresses nothing, even where it hides the number of pupils.
    carried = picked.result_status != ABSENT
    no_number = (picked.eligible_status == NO_NUMBER) & (picked.result_status == VALUE)
    hidden = _IS_HIDDEN[picked.result_status] | _IS_HIDDEN[picked.whole_status] & carried
    return np.select(
        [
            ~has_row & there.absent_is_known,
            ~has_row,
            nobody,
            counted,
            there.awaited,
            no_number,
            picked.result_status == LOW_COVERAGE,
            hidden,
        ],
        [
            MemberState.NOT_APPLICABLE.code,
            MemberState.NOT_RELEASED.code,
            MemberState.NO_PUPILS.code,
            MemberState.COUNTED.code,
            MemberState.NOT_RELEASED.code,
            MemberState.NO_NUMBERS.code,
            MemberState.LOW_COVERAGE.code,
            MemberState.SUPPRESSED.code,
        ],
        default=MemberState.NOT_PUBLISHED.code,
    ).astype(np.uint8)
