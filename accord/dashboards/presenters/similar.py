"""The schools most like one: the sentences, the list of them, and the characteristics that it follows from."""

from __future__ import annotations

import numpy as np
from django.urls import reverse

from accord.analytics.differences import Direction
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.similar import Like, LikeIt
from accord.insight.sentences.cells import plain_counts, plain_interval, plain_value
from accord.insight.sentences.comparison import between
from accord.insight.sentences.similar import (
    Among,
    among_similar,
    nobody_is_like,
    not_in_files,
    who_is_like,
)
from accord.insight.sentences.topic import Named
from accord.meaning.likeness import Covariate, Unit
from accord.ui.tables.tables import Cell, Column, Table, said

CLOSEST = 2
"""So many characteristics are named in which a school is nearest."""
BESIDE = {Direction.UP: "above it", Direction.DOWN: "below it", Direction.CANNOT_TELL: "cannot tell"}
NO_SCHOOL = (
    "No file of results up to this summer lists this school as a primary or secondary school, so nobody can tell "
    "which schools are like it."
)
MEANING = (
    "Likeness is of what schools are given, not of what they make of it. Each characteristic counts the same, in "
    "standard deviations over the schools compared: a distance of 1 is as far as schools usually lie from their "
    "average on one of them. The department’s service names 50 of its own; how it weighs is not published."
)

NOT_ENGLAND = "The files here do not cover England: only schools of the authorities that are loaded are compared."


def similar_sentences(looking: Looking, found: LikeIt | None) -> list[str]:
    """Who is like it and where it stands among them; or why nobody can tell."""
    if found is None:
        return [NO_SCHOOL]
    similar, name = found.similar, looking.subject.name
    every, nearest = similar.likeness.covariates, similar.found
    missing = not_in_files([each.name for each, source in zip(every, similar.pool.sources, strict=True) if not source])
    if nearest is None:
        known = int((~np.isnan(similar.pool.values[similar.at])).sum())
        return [nobody_is_like(name, known, len(every), similar.likeness.fewest), *filter(None, [missing])]
    kind = f"{'special' if similar.special else 'mainstream'} {similar.phase.name}"
    told = [who_is_like(name, kind, len(nearest.rows), nearest.compared, len(nearest.used), len(every))]
    topic = topic_of(looking.question)
    if found.own is not None and found.together is not None:
        together = Named(f"the {len(nearest.rows)} similar schools together", found.together)
        told.append(between(topic, Named(name, found.own), together))
        told.append(among_similar(topic, _among(found)))
    told.append(missing)
    if nearest.lacking:
        told.append(f"{nearest.lacking:,} more could not be compared: a characteristic of theirs is not published.")
    if not similar.pool.england:
        told.append(NOT_ENGLAND)
    return [*filter(None, told), MEANING]


def _among(found: LikeIt) -> Among:
    told = [each.apart.direction for each in found.schools if each.apart is not None]
    counts = [told.count(each) for each in (Direction.UP, Direction.DOWN, Direction.CANNOT_TELL)]
    return Among(counts[0], counts[1], counts[2], len(found.schools) - len(told))


def similar_table(looking: Looking, found: LikeIt) -> Table:
    """The schools, nearest first, with the reasons and the measure's figure of each."""
    question = looking.question
    columns = (
        Column("name", "School", "the name in the file that lists it"),
        Column("urn", "URN", "unique reference number of today", file_only=True),
        Column("distance", "Distance", "Euclidean, in standard deviations over the schools compared", numeric=True),
        Column("closest", "Closest in", "in which it is nearest: its own number against this one’s", words=True),
        Column("furthest", "Differs most in", "the one in which it is furthest off, likewise", words=True),
        Column("value", question.measure.short_name, "the figure, not rounded; or why there is none", numeric=True),
        Column("interval", "95% interval", "of this year’s own rate, in words", numeric=True),
        Column("counts", "Pupils", "who did, of all", numeric=True),
        Column("points", "", "its figure less this one’s, in percentage points", file_only=True),
        Column("beside", "Beside this school", "by the 95% interval of the difference", words=True),
        *(Column(each.code, each.name, each.means, file_only=True) for each in found.similar.likeness.covariates),
    )
    caption = f"The schools most like {looking.subject.name}, summer {question.year}"
    return Table("similar", caption, columns, tuple((_cells(looking, found, each), False) for each in found.schools))


def _cells(looking: Looking, found: LikeIt, each: Like) -> tuple[Cell, ...]:
    similar, kind = found.similar, looking.question.measure.kind
    nearest = similar.found
    assert nearest is not None
    row, values = int(nearest.rows[each.at]), similar.pool.values
    figure = each.row.row.figure if each.row else None
    address = f"{reverse('dashboards:one_school', args=['schools', each.urn])}?{looking.question.address}"
    closest = "; ".join(_against(found, row, column) for column in nearest.closest(each.at, CLOSEST))
    distance = float(nearest.distances[each.at])
    return (
        Cell(each.name or f"URN {each.urn}", each.name, href=address),
        said(each.urn),
        Cell(f"{distance:.2f}", distance),
        said(closest),
        said(_against(found, row, nearest.furthest(each.at))),
        Cell(plain_value(figure, kind), figure.value) if figure else said("No figure"),
        said(plain_interval(figure, kind) if figure else ""),
        said(plain_counts(figure) if figure else ""),
        Cell("", each.apart.points if each.apart else None),
        said(BESIDE[each.apart.direction] if each.apart else ""),
        *(Cell("", _number(value)) for value in values[row].tolist()),
    )


def _against(found: LikeIt, row: int, column: int) -> str:
    covariate, values = found.similar.likeness.covariates[column], found.similar.pool.values
    theirs, own = (_worded(covariate, float(values[at, column])) for at in (row, found.similar.at))
    return f"{covariate.name}: {theirs} against {own}"


def _worded(covariate: Covariate, value: float) -> str:
    if np.isnan(value):
        return "not known"
    match covariate.unit:
        case Unit.PERCENT:
            return f"{value:.1f}%"
        case Unit.PUPILS:
            return f"{value:,.0f}"
        case Unit.POINTS:
            return f"{value:.1f}"


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value


def likeness_table(looking: Looking, found: LikeIt) -> Table:
    """Each characteristic of the school, the middle of the schools named and of all compared, and where it is read."""
    similar = found.similar
    columns = (
        Column("name", "Characteristic"),
        Column("own", looking.subject.name, "its own number", numeric=True),
        Column("similar", "Middle of these schools", "median of the schools named", numeric=True),
        Column("all", f"Middle of all {similar.phase.name} schools", "median of all that have it", numeric=True),
        Column("means", "What it is", words=True),
        Column("source", "From", "the column and the summer or January of its file", words=True),
    )
    named = similar.found.rows if similar.found is not None else np.empty(0, dtype=np.intp)
    lines = []
    for at, covariate in enumerate(similar.likeness.covariates):
        source, column = similar.pool.sources[at], similar.pool.values[:, at]
        numbers = [float(column[similar.at]), _middle(column[named]), _middle(column)]
        read = f"{source.column.family}, {source.column.variable}, {source.year}" if source else "In no file here"
        cells = [Cell(_worded(covariate, each), _number(each)) for each in numbers]
        lines.append(((said(covariate.name), *cells, said(covariate.means), said(read)), False))
    return Table("likeness", f"What makes schools like {looking.subject.name}", columns, tuple(lines))


def _middle(values: np.ndarray) -> float:
    there = values[~np.isnan(values)]
    return float(np.median(there)) if len(there) else float("nan")
