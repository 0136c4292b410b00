"""The schools most like one with their figures, and where the one stands among them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accord.analytics.differences import Difference, gap
from accord.analytics.figures import Basis, Figure
from accord.dashboards.queries.one_school import Looking, now
from accord.insight.sentences.rounding import PERCENTAGE
from accord.performance.selections import Who
from accord.performance.similar import Similar, similar_to
from accord.performance.single_schools import SchoolRow


@dataclass(frozen=True, slots=True)
class Like:
    """One school of those most like it: its place in the list, its figure, and that less the one's own, where told."""

    urn: str
    name: str
    at: int
    row: SchoolRow | None
    apart: Difference | None


@dataclass(frozen=True, slots=True)
class LikeIt:
    """The schools most like one, nearest first; its own figure and that of all of them as one school."""

    similar: Similar
    own: Figure | None
    schools: tuple[Like, ...]
    together: Figure | None


def like_it(looking: Looking) -> LikeIt | None:
    """None for what is no school, and where no file lists the school for any phase."""
    question = looking.question
    if not looking.subject.is_school or question.year is None:
        return None
    stage = question.measure.stage.code
    similar = similar_to(looking.subject.key, stage, question.year, looking.reader, question.frozen)
    if similar is None:
        return None
    figures = now(looking).group
    own = figures[0].figure if figures else None
    if similar.found is None or question.measure.gap(question.year) is not None:
        return LikeIt(similar, own, _named(similar, {}, None), None)
    asked = replace(
        looking.selection((question.year,), (question.pupils,)),
        who=Who.of_urns(similar.urns), special=similar.special or None, members=None, through=(),
    )  # fmt: skip
    rows = {each.urn: each for each in looking.school_figures(asked)}
    together = next((each.figure for each in looking.figures(replace(asked, basis=Basis.POOLED))), None)
    counted = own if question.measure.kind == PERCENTAGE else None
    return LikeIt(similar, own, _named(similar, rows, counted), together)


def _named(similar: Similar, rows: dict[str, SchoolRow], own: Figure | None) -> tuple[Like, ...]:
    if similar.found is None:
        return ()
    found = []
    for at, urn in enumerate(similar.urns):
        row = rows.get(urn)
        apart = gap(row.row.figure, own) if row is not None and own is not None else None
        found.append(Like(urn, similar.pool.names[int(similar.found.rows[at])], at, row, apart))
    return tuple(found)
