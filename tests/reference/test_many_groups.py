"""The figures of many groups read in one pass equal those of each asked alone, field by field, on random worlds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.accounts.actions.events import record
from accord.accounts.readers import Reader
from accord.analytics.figures import Basis
from accord.performance.catalogue import measure
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures, figures_of_many
from accord.performance.selections import Selection, Who
from accord.performance.tables import figure_table
from accord.register.models.groups import Membership
from accord.register.rules.clocks import Clock
from accord.warehouse import counts
from tests.factories.school_tables import publish
from tests.reference import naive_register as naive
from tests.reference import worlds as cells
from tests.reference.test_register_worlds import put_in_register

COUNT = 25
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
MEASURES = ("ks2_rwm_expected", "ks2_reading_progress", "ks2_maths_scaled")
PUPILS = ("all", "disadvantaged")
OPERATOR = Reader.operator()


def rows_of(worlds: list[naive.World], year: int) -> list[cells.Row]:
    """A full row, hidden in all the ways files do, of every school that the world has one of; some are special."""
    dice = random.Random(year)
    return [
        cells.school(dice, {"RECTYPE": "2" if urn % 6 == 0 else "1", "LEA": "201", "ESTAB": f"{urn % 7000 + 2000}",
                            "URN": str(urn), "SCHNAME": f"School {urn}", "ICLOSE": "0", "AGERANGE": "4-11"})
        for world in worlds for urn in world.rows[year]
    ]  # fmt: skip


@pytest.fixture
def published_worlds(home: Path, tmp_path: Path) -> list[naive.World]:
    worlds = [naive.invent(seed) for seed in range(COUNT)]
    put_in_register(worlds)
    for year in naive.YEARS:
        publish(tmp_path, rows_of(worlds, year), year)
    return worlds


def asked(whos: list[Who], clock: Clock, span: int, special: bool | None) -> list[Selection]:
    """The same question about each; a pool over years has no progress."""
    measures, years = (MEASURES, naive.YEARS) if span == 1 else (MEASURES[:1], naive.YEARS[-1:])
    on = date(2018, 3, 1) if clock is Clock.TODAY else None
    first = Selection(whos[0], measures, years, PUPILS, special, span, Basis.POOLED, clock, on)
    return [replace(first, who=who) for who in whos]


def differing(selections: list[Selection], together: list[list[FigureRow]]) -> list[str]:
    """Which selections have other figures alone."""
    return [
        f"{one.who.label}: {mine} is {alone} alone"
        for one, found in zip(selections, together, strict=True)
        for mine, alone in zip(found, figures(one, OPERATOR), strict=True)
        if mine != alone
    ]


def test_many_groups_in_one_pass_equal_each_alone(published_worlds: list[naive.World]):
    seeds = [world.seed for world in published_worlds]
    whos = [Who.group(f"{part}-{seed}") for seed in seeds for part in ("outer", "inner")]
    seen, statuses, crossed = 0, set(), 0
    for clock in Clock:
        for span, special in ((1, None), (1, True), (3, None)):
            selections = asked(whos, clock, span, special)
            together = figures_of_many(selections, OPERATOR)
            assert differing(selections, together) == []
            for row in (row for rows in together for row in rows):
                seen, crossed = seen + 1, crossed + bool(row.crossings)
                statuses.add(str(row.figure.status))
    print(f"{seen} figures of {len(whos)} groups, 0 differ; {crossed} across numbers; {sorted(statuses)}")
    assert seen == len(Clock) * len(whos) * len(PUPILS) * (2 * len(MEASURES) * 3 + 1) and crossed > seen / 20
    assert {"measured", "approximate", "incomplete", "not_applicable", "suppressed", "no_pupils"} <= statuses


def test_schools_chosen_by_hand_and_those_of_the_file_stand_among_groups(published_worlds: list[naive.World]):
    urns = [str(urn) for world in published_worlds[:6] for urn in world.rows[2018]]
    whos = [Who.group("outer-1"), Who.of_urns(urns[:5]), Who.authority("201"), Who.of_urns([urns[0], "999999"])]
    selections = [replace(each, members=None, on=None) for each in asked(whos, Clock.TODAY, 1, None)]
    selections = [replace(each, special=at % 2 == 0) for at, each in enumerate(selections)]
    assert differing(selections, figures_of_many(selections, OPERATOR)) == []


def test_a_member_who_leaves_changes_the_figures_of_many_at_once(published_worlds: list[naive.World]):
    whos = [Who.group(f"outer-{world.seed}") for world in published_worlds]
    selections = asked(whos, Clock.TODAY, 1, None)
    before = figures_of_many(selections, OPERATOR)
    counted = next(one.who.name for one, rows in zip(selections, before, strict=True)
                   if all(row.figure.coverage.schools_counted for row in rows if row.pupils == "all"))  # fmt: skip
    Membership.objects.filter(group__slug__in=(counted, counted.replace("outer", "inner"))).delete()
    # The planted difference: what was found before the schools left is not what is so now.
    assert {each.split(":")[0] for each in differing(selections, before)} == {counted}
    record("left", kind="group", subject=counted, by=None, at=AT, detail={})
    assert differing(selections, figures_of_many(selections, OPERATOR)) == []


def test_selections_asked_together_differ_only_in_whose_they_are(home: Path):
    one = Selection(Who.of_urns(["100001"]), MEASURES, (2018,))
    with pytest.raises(ValueError, match="differ only in whose"):
        figures_of_many([one, replace(one, years=(2019,))], OPERATOR)
    assert figures_of_many([], OPERATOR) == []


def test_fifty_groups_ask_no_more_questions_than_five(
    published_worlds: list[naive.World], monkeypatch: pytest.MonkeyPatch
):
    whos = [Who.group(f"{part}-{world.seed}") for world in published_worlds for part in ("outer", "inner")]
    questions: list[str] = []
    really = counts.engine
    monkeypatch.setattr(counts, "engine", lambda: questions.append("asked") or really())

    def spent(some: list[Who]) -> tuple[int, int]:
        questions.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            figures_of_many(asked(some, Clock.THEN, 1, None), OPERATOR)
        return len(queries), len(questions)

    figures_of_many(asked(whos[:1], Clock.THEN, 1, None), OPERATOR)  # what every process finds once
    few, many = spent(whos[20:25]), spent(whos)
    print(f"5 groups: {few[0]} queries, {few[1]} questions to the releases; 50 groups: {many[0]}, {many[1]}")
    # The steps of the longest lineage are gone back one by one, in a query each.
    assert len(whos) == 50 and many[1] == few[1] and many[0] <= few[0] + 4


def test_a_table_of_all_groups_has_the_figures_of_each_alone(published_worlds: list[naive.World]):
    slugs = [f"{part}-{world.seed}" for world in published_worlds for part in ("outer", "inner")]
    table = figure_table(slugs, MEASURES, naive.YEARS, OPERATOR)
    compared = 0
    for slug in slugs:
        for code in MEASURES:
            pupils = measure(code).pupils
            one = Selection(Who.group(slug), (code,), naive.YEARS, pupils, basis=Basis.POOLED)
            alone = {(row.pupils, row.year): row.as_json() for row in figures(one, OPERATOR)}
            rows = table.filter(pl.col("group") == slug, pl.col("measure") == code).to_dicts()
            assert len(rows) == len(alone) == len(pupils) * len(naive.YEARS)
            for row in rows:
                expected = {name: alone[row["pupils"], row["year"]][name] for name in row}
                assert row == {name: each if isinstance(each, str | None) else pytest.approx(each, rel=1e-12, abs=1e-12)
                               for name, each in expected.items()}  # fmt: skip
                compared += row["value"] is not None
    print(f"{table.height} figures in one table, {compared} of them with a value, 0 differ from those of a group alone")
    assert compared > 1000
    assert set(table["status"].cast(pl.String)) >= {"measured", "approximate", "incomplete", "suppressed", "no_pupils"}
