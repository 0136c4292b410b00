"""How a figure was made: every school, count, release and file behind it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis
from accord.analytics.members import STATES, MemberState
from accord.intake.queries.releases import by_ids
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.performance.pooled import Brought, Sources, bring, pupil_sd
from accord.performance.preparing import Prepared
from accord.performance.queries import ask, figures, prepare
from accord.performance.reads import note_behind
from accord.performance.schools import of_families, releases_folder
from accord.performance.selections import Selection
from accord.performance.single_schools import REASONS
from accord.register.rules.lineage import How
from accord.register.rules.memberships import spelled
from accord.warehouse.counts import Printed, Whom, printed
from accord.warehouse.measure_kinds import CARRIERS, Kind
from accord.warehouse.measures import Measure
from accord.warehouse.returned import ROLES

COMMAND_LINE = "the command line"
"""Who sends and accepts files without signing in."""
PUT_TOGETHER = "Accord, which put own returns together"
"""Who made a file that nobody sent."""


@dataclass(frozen=True, slots=True)
class SchoolBehind:
    """A school in a figure: what was printed for it, where, and what was made of it.

    ``pupils`` is None where the number is hidden; ``part_low``…``part_high`` are None for scores, and
    ``weight`` and ``score`` for percentages. ``printed`` maps a published column to its text.
    """

    urn: str
    name: str
    authority: str | None
    kind: str | None
    year: int
    state: MemberState
    reason: str
    pupils: int | None
    part_low: int | None
    part_high: int | None
    weight: float | None
    score: float | None
    printed: dict[str, str]
    row_in_file: int | None
    release: str | None
    reported: bool = False
    """Whether its numbers are what it reports itself."""


@dataclass(frozen=True, slots=True)
class ReleaseBehind:
    """A release and the file it was read from."""

    id: str
    family: str
    year: int
    settled: str
    extent: str
    file: str
    member: str
    sha256: str
    received_at: datetime
    received_by: str
    accepted_at: datetime | None
    accepted_by: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure with all that it was made from. ``pupil_sd`` is set for progress scores only."""

    figure: FigureRow
    measure: Measure
    schools: tuple[SchoolBehind, ...]
    releases: tuple[ReleaseBehind, ...]
    pupil_sd: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "figure": self.figure.as_json(),
            "measure": {
                "code": self.measure.code,
                "version": self.measure.version,
                "counts": self.measure.counts,
                "over": self.measure.over,
                "pools": self.measure.pools,
            },
            "pupil_sd": self.pupil_sd,
            "schools": [_plain_school(each) for each in self.schools],
            "releases": [_plain_release(each) for each in self.releases],
        }


def explain(selection: Selection, reader: Reader, *, schools: bool = True) -> list[Explanation]:
    """Every figure of a selection with the schools, counts, releases and files behind it.

    Without ``schools`` only the releases and files are told: for a comparator such as England.
    """
    asked = ask(selection, reader)
    rows = figures(selection, reader)
    releases = _releases([id_ for row in rows for id_ in row.releases])
    behind: dict[FigureRow, list[SchoolBehind]] = {}
    if schools and any(row.basis == Basis.POOLED for row in rows):
        prepared = prepare(asked)
        behind = {row: _all_schools(prepared, row) for row in rows if row.basis == Basis.POOLED}
        told = ((each.urn, each.release, row.measure) for row, some in behind.items() for each in some)
        note_behind(told, asked.seen, reader)
    return [
        Explanation(
            figure=row,
            measure=catalogue.measure(row.measure),
            schools=tuple(behind.get(row, ())),
            releases=tuple(releases[id_] for id_ in row.releases),
            pupil_sd=pupil_sd(catalogue.measure(row.measure), row.year, asked.editions),
        )
        for row in rows
    ]


def lineage_sentences(explanation: Explanation) -> list[str]:
    """Where a figure crosses to what a school was before, a sentence for each."""
    names = {each.urn: each.name for each in explanation.schools}
    found = []
    for each in explanation.figure.crossings:
        older, newer = f"{names.get(each.urn, 'A school')} (URN {each.urn})", f"URN {each.into}"
        on = f" on {spelled(each.on)}" if each.on else ""
        found.append(_CROSSED[each.how].format(older=older, newer=newer, on=on))
    return found


_CROSSED = {
    How.CONTINUED: "{older} became {newer}{on}; its results are part of that school's history.",
    How.AMALGAMATED: "{older} was amalgamated into {newer}{on}; its results are part of that school's history.",
    How.MERGED: "{older} was merged into {newer}{on}; the results of all that were merged are pooled.",
    How.SPLIT: "{newer} was split off from {older}{on}: a new start, joined here for context.",
    How.FRESH_START: "{older} closed and {newer} took its place{on}: a fresh start, joined here for context.",
    How.NEW_SPONSOR: "{newer} took the place of {older}{on} under a new sponsor, joined here for context.",
}


def _all_schools(prepared: Prepared, row: FigureRow) -> list[SchoolBehind]:
    measure = catalogue.measure(row.measure)
    found = [_schools(prepared.sources, measure, row.pupils, year) for year in row.years_pooled]
    return [school for schools in found for school in schools]


def _schools(sources: Sources, measure: Measure, pupils: str, year: int) -> list[SchoolBehind]:
    brought = bring(sources, measure, pupils, year)
    codes = brought.members.codes.tolist()
    reported = set() if brought.reported is None else set(brought.members.codes[brought.reported].tolist())
    cells = _printed(sources, measure, pupils, year, set(codes)) | _reported(sources, measure, pupils, year, reported)
    found = [_school(sources, measure, brought, at, year, cells.get(code, _Cells())) for at, code in enumerate(codes)]
    return sorted(found, key=lambda each: (each.name, each.urn))


def _school(sources: Sources, measure: Measure, brought: Brought, at: int, year: int, cells: _Cells) -> SchoolBehind:
    code = str(brought.members.codes[at])
    state = STATES[brought.members.states[at]]
    counted = state is MemberState.COUNTED
    scored = counted and measure.kind not in (Kind.PERCENTAGE, Kind.TOTAL)
    parts = counted and not scored
    place = sources.schools.rows.get((year, code))
    known = place or sources.schools.newest.get(code)
    stands = cells.result or place
    return SchoolBehind(
        urn=code,
        name=(place.name if place else "") or sources.schools.name_of(code),
        authority=known.authority if known else None,
        kind=known.kind if known else None,
        year=year,
        state=state,
        reason=REASONS[state],
        pupils=int(brought.members.pupils[at]) if brought.members.known[at] else None,
        part_low=int(brought.counts.low[at]) if parts else None,
        part_high=int(brought.counts.high[at]) if parts else None,
        weight=_plain_number(brought.weights[at]) if scored else None,
        score=float(brought.scores[at]) if scored else None,
        printed={each.variable: each.text for each in sorted(cells.all, key=lambda each: each.variable)},
        row_in_file=stands.row if stands else None,
        release=stands.release if stands else None,
        reported=bool(brought.reported is not None and brought.reported[at]),
    )


def _plain_number(number: float) -> float:
    return int(number) if number == int(number) else float(number)


@dataclass(slots=True)
class _Cells:
    """What was printed for a school: every cell that was used, and the one with the result."""

    all: list[Printed] = field(default_factory=list)
    result: Printed | None = None


def _printed(sources: Sources, measure: Measure, pupils: str, year: int, members: Set[str]) -> dict[str, _Cells]:
    found: dict[str, _Cells] = {}
    stage = measure.stage
    chosen = dict(zip(sources.gathered.codes, sources.gathered.form_of(year), strict=True))
    for form in stage.forms:
        codes = [code for code, name in chosen.items() if name == form.name and code in members]
        group = stage.pupil_groups[pupils].columns.get(form.name)
        wholes = [form.eligible, *(name for name in (group.whole, group.all_but) if name)] if group else [form.eligible]
        roles = {measure.column(form.name, role, pupils): role for role in measure.columns.get(form.name, {})}
        results = [name for name in roles if name is not None]
        for family, names in ((form.pupils_family, wholes), (form.results_family, results)):
            editions = of_families(sources.editions, [family], (year,))
            asked = [pair for edition in editions for pair in edition.for_schools(codes)]
            cells_of_all = (printed(releases_folder(), [of], Whom("school"), some, names) for of, some in asked)
            for each in chain.from_iterable(cells_of_all):
                cells = found.setdefault(each.code, _Cells())
                cells.all.append(each)
                if roles.get(each.variable) in CARRIERS[measure.kind] and cells.result is None:
                    cells.result = each
    return found


def _reported(sources: Sources, measure: Measure, pupils: str, year: int, codes: Set[str]) -> dict[str, _Cells]:
    """What some schools report themselves, as they sent it."""
    form, found = measure.stage.returns, dict[str, _Cells]()
    if form is None or not codes:
        return found
    names = [name for role in ROLES if (name := measure.returned_column(role, pupils))]
    for edition in of_families(sources.editions, [form.results_family], (year,)):
        for of, some in edition.for_schools(sorted(codes)):
            for each in printed(releases_folder(), [of], Whom("school"), some, names):
                cells = found.setdefault(each.code, _Cells())
                cells.all.append(each)
                cells.result = each
    return found


def _releases(ids: Sequence[str]) -> dict[str, ReleaseBehind]:
    return {
        id_: ReleaseBehind(
            id=id_,
            family=each.family,
            year=each.year,
            settled=each.settled,
            extent=each.extent,
            file=each.intake.name,
            member=each.member,
            sha256=each.intake.file.sha256,
            received_at=each.intake.received_at,
            received_by=str(each.intake.received_by or nobody),
            accepted_at=each.accepted_at,
            accepted_by=str(each.accepted_by or nobody) if each.accepted_at else "",
        )
        for id_, each in by_ids(sorted(set(ids))).items()
        for nobody in [PUT_TOGETHER if each.intake.compiled else COMMAND_LINE]
    }


def _plain_school(school: SchoolBehind) -> dict[str, Any]:
    return {name: getattr(school, name) for name in SchoolBehind.__slots__} | {"state": str(school.state)}


def _plain_release(release: ReleaseBehind) -> dict[str, Any]:
    plain = {name: getattr(release, name) for name in ReleaseBehind.__slots__}
    for name in ("received_at", "accepted_at"):
        plain[name] = plain[name].isoformat() if plain[name] else None
    return plain
