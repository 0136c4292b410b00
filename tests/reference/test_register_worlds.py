"""Members and figures of groups by all three clocks equal a naive computation, on random histories."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis
from accord.performance.queries import figures
from accord.performance.recorded import recorded_of
from accord.performance.selections import Selection, Who
from accord.register.choices import Category, Status
from accord.register.models.groups import Group, Membership, Nesting
from accord.register.models.links import Succession
from accord.register.models.schools import Establishment, School
from accord.register.rules.clocks import Clock
from tests.factories.school_tables import publish, school
from tests.fixtures.skipping import thorough
from tests.reference import naive_register as naive
from tests.reference.test_naive_agreement import differences

COUNT = 200
THOROUGH = 1000
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOW = {"converted": ("continued", "fresh_start", "new_sponsor"), "merged": ("merged", "amalgamated"),
       "absorbed": ("merged",), "split": ("split",)}  # fmt: skip


def put_in_register(worlds: list[naive.World]) -> None:
    """Every establishment with its days, what followed what, and a group with another inside it."""
    for world in worlds:
        chance = random.Random(world.seed)
        for urn, each in world.known.items():
            place, _ = School.objects.get_or_create(address=str(naive.stands_for(world.known, urn)))
            Establishment.objects.create(
                urn=str(urn), name=f"School {urn}", school=place, stands=place.address == str(urn), la_code="201",
                category=Category.ACADEMY, status=Status.CLOSED if each.closed else Status.OPEN,
                opened_on=date(each.opened, 9, 1), closed_on=date(each.closed, 9, 1) if each.closed else None,
            )  # fmt: skip
        for event in world.events:
            for old in event.old:
                for new in event.new:
                    how = chance.choice(HOW[event.kind])
                    Succession.objects.create(
                        older=str(old), newer=str(new), how=how, on=date(event.year, 9, 1), recorded_by="both"
                    )
        put_group(world)


def put_group(world: naive.World) -> None:
    outer, inner = (
        Group.objects.create(slug=f"{part}-{world.seed}", name=f"{part} {world.seed}", kind="alliance")
        for part in ("outer", "inner")
    )
    Nesting.objects.create(
        outer=outer, inner=inner, starts_on=world.lay.start, ends_before=world.lay.end, recorded_at=AT
    )
    for each in world.stays:
        group = inner if each.inner else outer
        Membership.objects.create(
            group=group, urn=str(each.urn), starts_on=each.start, ends_before=each.end, recorded_at=AT
        )


def told(world: naive.World) -> dict[str, dict[int, tuple[str, ...]]]:
    """The members of the outer group that the register tells, by clock and year."""
    group = Who.group(f"outer-{world.seed}")
    known = recorded_of([group])[group]
    return {clock: known.members(clock, naive.YEARS, "05-15", world.on) for clock in Clock}


def replayed(world: naive.World, other: bool = False) -> dict[str, dict[int, tuple[str, ...]]]:
    """The same by replay; ``other`` takes the members of today for those at the time, which is wrong."""
    return {
        clock: {
            year: tuple(sorted(map(str, naive.members(world, "today" if other else clock, year))))
            for year in naive.YEARS
        }
        for clock in Clock
    }


@pytest.mark.django_db
def test_members_by_three_clocks_equal_a_replay_of_the_events():
    seen, planted, histories = 0, 0, THOROUGH if thorough() else 250

    @settings(max_examples=histories, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(st.integers(0, 10**6))
    def one(seed: int) -> None:
        nonlocal seen, planted
        world = naive.invent(seed)
        with transaction.atomic():
            put_in_register([world])
            ours = told(world)
            transaction.set_rollback(True)
        assert ours == replayed(world)
        seen, planted = seen + 1, planted + (ours != replayed(world, other=True))

    one()
    print(f"{seen} histories, 0 differ; with the wrong clock {planted} do")
    assert seen >= histories and planted > seen / 2


def asked(world: naive.World, clock: Clock, span: int) -> list[dict]:
    years = naive.YEARS if span == 1 else naive.YEARS[-1:]
    on = world.on if clock is Clock.TODAY else None
    who = Who.group(f"outer-{world.seed}")
    asked_for = Selection(who, (naive.MEASURE,), years, span=span, basis=Basis.POOLED, members=clock, on=on)
    rows = figures(asked_for, Reader.operator())
    return [{"years_missing": []} | row.as_json() for row in rows]


@pytest.mark.parametrize(
    "count", [COUNT, pytest.param(THOROUGH, marks=pytest.mark.thorough)], ids=["some worlds", "a thousand worlds"]
)
def test_figures_by_three_clocks_agree_with_a_replay(home: Path, tmp_path: Path, count: int):
    worlds = [naive.invent(seed) for seed in range(count)]
    put_in_register(worlds)
    for year in naive.YEARS:
        elsewhere = [school(f"{990000 + at}", str(300 + at), 10) for at in range(150)]  # so many make it England's
        publish(tmp_path, [row for world in worlds for row in world.rows[year].values()] + elsewhere, year)
    faults, seen, crossed, kinds = [], 0, 0, set()
    # What is wrong on purpose: another clock's members, and a shared history counted for each who shares it.
    planted = {"clock": 0, "twice": 0}
    for world in worlds:
        for clock in Clock:
            for span in (1, 3) if world.seed % 4 == 0 else (1,):
                for row in asked(world, clock, span):
                    year = row["year"]
                    ours = naive.figure(world, clock, year, span)
                    found = differences(ours, row)
                    faults += [f"world {world.seed}, {clock}, {year}, span {span}: {'; '.join(found)}"] * bool(found)
                    if world.seed % 4 == 0:
                        other = Clock.THEN if clock is Clock.TODAY else Clock.TODAY
                        wrong = {
                            "clock": naive.figure(world, other, year, span),
                            "twice": naive.figure(world, clock, year, span, twice=True),
                        }
                        for name, each in wrong.items():
                            planted[name] += bool(differences(each, row))
                    seen, crossed = seen + 1, crossed + bool(row.get("lineage"))
                    kinds.add(row["status"])
    print(f"{count} worlds, {seen} figures, {crossed} across numbers, planted faults found: {planted}; {sorted(kinds)}")
    assert faults == [], f"{len(faults)} of {seen}:\n" + "\n".join(faults[:20])
    assert seen == len(Clock) * (3 * count + count // 4) and crossed > seen / 5
    assert planted["clock"] > seen / 20 and planted["twice"] > 0
    assert {"measured", "incomplete", "not_applicable", "suppressed", "no_pupils"} <= kinds

