"""Which pupils carry the distance from England: a sentence about the first way that can be told, and a table of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accord.analytics.contributions import Carried
from accord.analytics.figures import Basis
from accord.analytics.pupil_shares import LeftOver, Partition, Shares
from accord.dashboards.presenters.england import beside_england
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Beside, Looking
from accord.dashboards.queries.pupil_parts import ALL, Carrying, name_of
from accord.insight.sentences.pupil_shares import LEFT_OVER, NOT_TOLD, carries, why_untold
from accord.insight.sentences.rounding import PERCENTAGE, score, signed
from accord.insight.sentences.wording import capital
from accord.ui.tables.tables import Cell, Column, Table, said

FIRST = "disadvantaged"
"""The group whose way of telling pupils apart the sentence is about, where that can be told."""
Line = tuple[tuple[Cell, ...], bool]


def carrying_sentence(looking: Looking, rows: Beside, found: Carrying | None) -> str:
    """By disadvantage where that can be told, else by what else can; why not, where nothing can; empty without both."""
    here = rows.of(year=looking.question.year, pupils=ALL)
    england = beside_england(here.england[0] if here.england else None)
    if found is None or england is None:
        return ""
    way = min(found.ways, key=lambda each: (found.ways[each].untold is not None, FIRST not in each.parts))
    return carries(topic_of(looking.question), here.group[0].figure, england, found.ways[way], way, _phrases(looking))


def carrying_table(looking: Looking, rows: Beside, found: Carrying | None) -> Table:
    """A row for each part of each way of telling pupils apart; the rows of one way add up to its last."""
    columns = (
        Column("way", "Told apart by", "the groups of pupils that are set beside each other"),
        Column("pupils", "Pupils", "who", words=True),
        Column("pupils_code", "Code", "code of the pupil group; empty for everyone else", file_only=True),
        Column("met", "", "pupils who did, within what the published percentages allow", file_only=True),
        Column("whole", "", "pupils", file_only=True),
        Column("counts", "Who did, of all", "in words", numeric=True),
        Column("value", "Figure", "percentage, 0 to 100, not rounded", numeric=True),
        Column("points", "Carry, in points", "points of the whole figure, not rounded", numeric=True),
        Column("in_pupils", "In pupils", "more than at England\u2019s percentage (fewer, if negative)", numeric=True),
        Column("told_pupils", "", "pupils of the schools whose pupils are told apart", file_only=True),
    )
    lines: list[Line] = []
    for way, shares in found.ways.items() if found else ():
        lines += _lines(looking, way, shares)
    england = _england(rows.of(year=looking.question.year, pupils=ALL))
    notes = (
        f"The distance is from {england}. "
        "The parts of one way add up to all of it; the ways overlap, so their parts must not be added to each other.",
        "A school is told apart where every one of the groups is published for it. Of any other only its figure for "
        "all pupils is used.",
    )
    caption = f"Which pupils carry the distance, summer {looking.question.year}"
    return Table("carrying", caption, columns, tuple(lines), notes)


def _lines(looking: Looking, way: Partition, shares: Shares) -> Iterator[Line]:
    phrases = _phrases(looking)
    named = name_of(looking.question.measure, way)
    if shares.untold is not None:
        why = capital(f"cannot tell: {why_untold(shares, way)}")
        yield _cells(named, why, "", None, shares.told_pupils), True
        return
    for code, each in shares.parts.items():
        yield _cells(named, capital(phrases[code]), code, each, shares.told_pupils), False
    if way.left_over is not LeftOver.NOBODY and shares.left_over.whole:
        yield _cells(named, capital(LEFT_OVER[way.left_over]), "", shares.left_over, shares.told_pupils), False
    if shares.not_told.whole:
        yield _cells(named, capital(NOT_TOLD), "", shares.not_told, shares.told_pupils), False
    yield _cells(named, "All pupils", ALL, shares.total, shares.told_pupils), True


def _cells(way: str, who: str, code: str, each: Carried | None, told: int) -> tuple[Cell, ...]:
    if each is None:
        return (said(way), said(who), said(code), *(Cell("", None) for _ in range(6)), Cell(str(told), told))
    value = 100 * each.part / each.whole if each.whole else None
    return (
        said(way),
        said(who),
        said(code),
        Cell(str(each.part), each.part),
        Cell(str(each.whole), each.whole),
        said(f"{each.part:,} of {each.whole:,}"),
        Cell("" if value is None else score(value, PERCENTAGE), value),
        Cell(signed(each.points), each.points),
        Cell(signed(each.pupils), each.pupils),
        Cell(str(told), told),
    )


def _england(here: Beside) -> str:
    row = here.england[0] if here.england else None
    if row is None or row.figure.value is None:
        return "England"
    printed = ", as published: it may be half a point more or less" if row.basis is Basis.PUBLISHED else ""
    return f"{row.title}, {score(row.figure.value, PERCENTAGE)}{printed}"


def _phrases(looking: Looking) -> Mapping[str, str]:
    return {code: group.phrase for code, group in looking.question.measure.stage.pupil_groups.items()}
