"""Counts drawn without files: the planted effects are in them, England's rates are right, the rest is chance."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from accord.demo.draws import MEASURES, DrawnCounty, draw_county
from accord.demo.effects import Planting

SEEDS = 24


@functools.cache
def counties(planted: bool) -> tuple[DrawnCounty, ...]:
    return tuple(draw_county(seed, planted=planted, years=(2016, 2017, 2018, 2019, 2023)) for seed in range(SEEDS))


def rates(county: DrawnCounty, name: str, group: str = "all", measure: str = "rwm_expected") -> np.ndarray:
    """An alliance's rate of each summer, in points above England's."""
    columns = county.alliances[name]
    part = county.reached[measure, group][:, columns].sum(axis=1)
    whole = county.pupils[group][:, columns].sum(axis=1)
    return 100 * (part / whole - county.national[measure, group])


def means(planted: bool, name: str, group: str = "all") -> np.ndarray:
    return np.mean([rates(county, name, group) for county in counties(planted)], axis=0)


def test_the_same_seed_gives_the_same_counts():
    first, again, other = draw_county(3), draw_county(3), draw_county(4)
    assert all((first.reached[key] == again.reached[key]).all() for key in first.reached)
    assert first.pupils["all"].shape != other.pupils["all"].shape or (first.pupils["all"] != other.pupils["all"]).any()


@pytest.mark.parametrize("measure", MEASURES)
def test_englands_rates_are_those_of_many_counties(measure):
    for group in ("all", "disadvantaged", "other"):
        part = sum(county.reached[measure, group].sum(axis=1) for county in counties(False))
        whole = sum(county.pupils[group].sum(axis=1) for county in counties(False))
        national = counties(False)[0].national[measure, group]
        assert np.abs(part / whole - national).max() < 0.02, group


def test_planted_effects_are_there_from_their_summer_on():
    what = {each.group: each for each in counties(True)[0].planted if each.group}
    kinds = [each.what for each in what.values()]
    assert kinds == [Planting.IMPROVES, Planting.IMPROVES, Planting.GAP_NARROWS]
    years = np.array(counties(True)[0].years)
    for name, each in what.items():
        group = "disadvantaged" if each.what is Planting.GAP_NARROWS else "all"
        moved = means(True, name, group) - means(False, name, group)
        assert np.abs(moved[years < each.since]).max(initial=0.0) == 0.0, "the same draw but for what is planted"
        # A shift of so many standard deviations is worth fewer points where the rate is high.
        assert (moved[years >= each.since] > 0.7 * each.points).all()
        assert (moved[years >= each.since] < 1.15 * each.points).all()
        others = means(True, name, "other") - means(False, name, "other")
        assert (np.abs(others).max() == 0) == (each.what is Planting.GAP_NARROWS)


def test_nothing_else_moves_but_by_chance():
    plain = list(counties(True)[0].alliances)[10:]
    for name in plain:
        assert np.abs(means(True, name) - means(False, name)).max() == 0
    everywhere = np.mean([means(False, name) for name in plain], axis=0)
    assert np.abs(everywhere).max() < 2
    assert not counties(False)[0].planted


def test_schools_keep_their_standing_from_one_summer_to_the_next():
    before, after = [], []
    for county in counties(False):
        large = county.pupils["all"].min(axis=0) >= 25
        share = county.reached["rwm_expected", "all"][:, large] / county.pupils["all"][:, large]
        before.append(share[2])
        after.append(share[3])
    one, two = np.concatenate(before), np.concatenate(after)
    assert 0.13 < one.std() < 0.18
    assert 0.5 < np.corrcoef(one, two)[0, 1] < 0.75
