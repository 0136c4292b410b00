"""The county as it is invented: its kinds of school, what happened to them, its groups, and what is truly so."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from accord.demo.effects import Planted, Planting
from accord.demo.schools import Kind, School
from accord.demo.world import World, invent
from tests.factories.worlds import county

TODAY = date(2026, 11, 30)
SCALED = (2016, 2017, 2018, 2019, 2023, 2024, 2025)


def ours() -> list[School]:
    return [school for school in county().everybody if school.la == county().authority.code]


def now() -> list[School]:
    return [school for school in ours() if school.is_open(TODAY)]


def test_about_190_schools_of_every_kind_and_keeper():
    kinds = Counter(school.kind for school in now())
    assert 180 <= sum(kinds.values()) <= 200
    assert set(kinds) == set(Kind) and kinds[Kind.PRIMARY] > 100
    types = {school.school_type for school in now()}
    assert {"CY", "VA", "VC", "FD", "ACC", "AC", "F", "CYS", "NUR", "PRU"} <= types
    assert {school.faith for school in now()} >= {"Church of England", "Roman Catholic"}
    cohorts = [school.cohort for school in now() if school.has_results(2025)]
    assert 4 in cohorts and 240 in cohorts
    names = [school.name for school in now()]
    assert len(set(names)) == len(names)


def test_schools_convert_amalgamate_merge_close_open_and_start_afresh():
    old = [school for school in ours() if not school.is_open(TODAY)]
    why = Counter(school.closed_because for school in old)
    assert why["Academy Converter"] > 20 and why["For Academy"] > 4
    assert why["Result of Amalgamation/Merger"] == 2 * 4 + 2
    assert why["Fresh Start"] == 3 and why["Closure"] == 6
    assert sum(school.opened_because == "New Provision" for school in now()) == 5
    assert sum(school.will_close for school in now()) == 1
    # Whatever went on as another stopped on the day the other began, and is known to be its past.
    known = {school.urn: school for school in ours()}
    for school in old:
        if school.link == "Predecessor":
            assert known[school.into].opened == school.closed
        assert known[school.place].is_open(TODAY) or school.closed_because == "Closure"


def test_no_summer_counts_the_pupils_of_a_place_twice():
    """Of what stood in one place, two have results in a summer only where they had not yet merged."""
    for school in now():
        chain = [each for each in ours() if each.place == school.urn and each.link != "Predecessor - merged"]
        for year in SCALED:
            assert sum(each.has_results(year) for each in chain) <= 1, (school.name, year)


def test_a_history_reaches_back_over_every_number():
    world = county()
    academies = [school for school in now() if school.opened_because == "Academy Converter"]
    converted = [school for school in academies if school.has_results(2025)]
    assert len(converted) > 15
    for school in converted:
        assert len(world.history(school.urn)) >= 2
        assert world.truth_of_places([school.urn], 2013, "ks2_l4_rwm").whole > 0
    whole = [school for school in now() if school.opened_because.startswith("Result of")]
    assert {world.truth_of_places([school.urn], 2016, "ks2_rwm_expected").whole > 0 for school in whole} == {True}


def test_twenty_alliances_in_five_partnerships_and_four_that_are_no_more():
    world = county()
    groups = {row.group for row in world.memberships}
    assert len([group for group in groups if world.members(group, TODAY)]) == 20
    assert len({row.parent for row in world.memberships}) == 5
    ended = {each.group: each for each in world.endings}
    assert len(ended) == 4 and not any(world.members(group, TODAY) for group in ended)
    assert sorted(len(each.into) for each in world.endings) == [0, 1, 1, 2]
    for each in world.endings:
        before = world.members(each.group, each.on.replace(year=each.on.year - 1))
        assert before, each.group
        for into in each.into:
            assert set(before) & set(world.members(into, each.on))
    faded = next(each.group for each in world.endings if not each.into)
    sizes = [len(world.members(faded, date(year, 10, 1))) for year in range(2013, 2021)]
    assert sizes[0] > sizes[-1] > 0 and all(one >= two for one, two in pairwise(sizes))
    inside = {urn for group in groups for urn in world.members(group, TODAY)}
    assert len([school for school in now() if school.urn not in inside]) > 10, "schools in none"
    assert max(Counter(urn for group in groups for urn in world.members(group, TODAY)).values()) == 2, "one in two"


def above(world: World, planted: Planted, years: tuple[int, ...], pupils: str) -> float:
    """Points above England over some summers, pupils added up."""
    places = world.members(planted.group, TODAY) or planted.urns
    own = [world.truth_of_places(places, year, "ks2_rwm_expected", pupils) for year in years]
    england = [world.england_truth(year, "ks2_rwm_expected", pupils) for year in years]
    return 100 * (
        sum(each.part for each in own) / sum(each.whole for each in own)
        - sum(each.part for each in england) / sum(each.whole for each in england)
    )  # fmt: skip


def test_what_is_planted_is_in_the_counts():
    world = county()
    planted = Counter(each.what for each in world.planted)
    assert planted == {
        Planting.IMPROVES: 2, Planting.GAP_NARROWS: 1, Planting.APART: 6, Planting.STARTS_AFRESH: 3,
    }  # fmt: skip
    for each in world.planted:
        group = "disadvantaged" if each.what is Planting.GAP_NARROWS else "all"
        before, since = [tuple(y for y in SCALED if (y >= each.since) == after) for after in (False, True)]
        if each.what in (Planting.IMPROVES, Planting.GAP_NARROWS):
            assert above(world, each, since, group) - above(world, each, before, group) > each.points / 3, each
        if each.what is Planting.APART:
            assert above(world, each, SCALED, "all") * np.sign(each.points) > 0, each


@pytest.mark.parametrize("what", ["ks2_l4_rwm", "ks2_two_levels_maths", "ks2_aps", "ks2_value_added"])
def test_the_time_of_levels_has_counts_of_its_own(what):
    world = county()
    england = world.england_truth(2014, what)
    assert 0 < england.whole <= world.england_truth(2014, "ks2_l4_rwm").whole
    mean = england.part / england.whole
    assert {"ks2_l4_rwm": 0.75 < mean < 0.85, "ks2_aps": 27 < mean < 30}.get(what, True)
    with pytest.raises(KeyError):
        world.truth(world.ours[0].urn, 2018, what)


def test_a_nation_lives_as_the_county_does():
    world = invent(3, size="nation", authorities=4, years=(2019,))
    homes = Counter(school.la for school in world.everybody if school.is_open(TODAY))
    assert len(homes) == 5 and min(homes.values()) > 140
    urns = [school.urn for school in world.everybody]
    assert len(set(urns)) == len(urns) and min(urns) >= 900_001 and max(urns) <= 999_999
    groups = {row.group for row in world.memberships}
    assert len(groups) == 24 + 4 * 8
    assert world.england_truth(2019, "ks2_rwm_expected").whole > 20_000
