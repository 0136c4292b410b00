"""Member schools one by one, as they stand in a figure."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from accord.analytics.figures import Basis, Figure
from accord.analytics.members import STATES, MemberState
from accord.performance.figure_rows import FigureRow
from accord.performance.pooled import Brought, Sources, bring, pool, pupil_sd
from accord.performance.schools import SPECIAL
from accord.warehouse.measures import Measure

REASONS = {
    MemberState.COUNTED: "",
    MemberState.SUPPRESSED: "Suppressed: too few pupils to publish",
    MemberState.LOW_COVERAGE: "Left out: the score covers too few of the pupils",
    MemberState.NO_NUMBERS: "The file prints a result but not the pupils behind it, so it cannot be pooled",
    MemberState.NOT_PUBLISHED: "The file has no figure for this school",
    MemberState.NOT_RELEASED: "No release covers this school yet",
    MemberState.NO_PUPILS: "No such pupils this year",
    MemberState.NOT_APPLICABLE: "Not in the file: no pupils at this stage",
}


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school's own figure; ``reason`` says why it is not counted, empty where it is."""

    urn: str
    name: str
    authority: str | None
    kind: str | None
    state: MemberState
    reason: str
    row: FigureRow

    @property
    def is_special(self) -> bool:
        """Whether it is a special school, as far as a release or the register says."""
        return self.kind is not None and self.kind.endswith(SPECIAL)


def rows_of_schools(sources: Sources, measure: Measure, group: str, year: int) -> list[SchoolRow]:
    """The schools of one figure, by name."""
    brought = bring(sources, measure, group, year)
    sd = pupil_sd(measure, year, sources.editions)
    found = []
    for at, code in enumerate(brought.members.codes.tolist()):
        place = sources.schools.rows.get((year, code)) or sources.schools.newest.get(code)
        state = STATES[brought.members.states[at]]
        own = _only(brought, at)
        row = _row(sources, measure, group, year, own, pool(measure, [own], sd, over_years=False))
        found.append(
            SchoolRow(
                urn=code,
                name=sources.schools.name_of(code),
                authority=place.authority if place else None,
                kind=place.kind if place else None,
                state=state,
                reason=REASONS[state],
                row=row,
            )
        )
    return sorted(found, key=lambda each: (each.name, each.urn))


def _row(sources: Sources, measure: Measure, group: str, year: int, own: Brought, figure: Figure) -> FigureRow:
    code = str(own.members.codes[0])
    return FigureRow(
        group=code,
        title=sources.schools.name_of(code),
        measure=measure.code,
        pupils=group,
        year=year,
        members="then",
        basis=Basis.POOLED,
        figure=figure,
        releases=tuple(sorted({*sources.releases_of_school(year, code), *sources.releases_reported(year, own)})),
        years_pooled=(year,),
    )


def _only(brought: Brought, at: int) -> Brought:
    take = np.array([at], dtype=np.intp)
    return dataclasses.replace(
        brought,
        members=brought.members.only(take),
        counts=brought.counts.only(take),
        weights=brought.weights[take],
        scores=brought.scores[take],
        reported=None if brought.reported is None else brought.reported[take],
    )
