"""Random groups against a second sampler that draws one school after another: a tenth stand in the outer tenth.

The sampler (`naive_random_groups`) knows nothing of Accord. In the same run it shows what fails: the group among single
schools, and among groups that are not matched on cohort size and phase (FORMULAS 15).
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest

from accord.analytics.random_groups import place, strata
from tests.reference import naive_random_groups
from tests.reference.naive_random_groups import Pool
from tests.reference.published import folder, rows_of

SCHOOLS = 2500
THOROUGH = pytest.mark.thorough
RUNS = [pytest.param(1200, 2000, 0.027, id="1,200 groups"),
        pytest.param(20_000, 10_000, 0.01, id="20,000 groups", marks=THOROUGH)]  # fmt: skip
"""Test groups, draws for each, and how far from a tenth: three standard errors, or what FORMULAS 15 allows."""


class Drawing:
    """A pool as the product and as the naive sampler see it, with templates of groups of six to ten schools."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.bags = pool, naive_random_groups.bags_of(pool)
        self.parts, self.wholes = np.array(pool.met), np.array(pool.pupils)
        self.alike = strata(pool.phases, self.wholes)
        self.ordered = sorted(pool.rate([at]) for at in range(len(pool.met)))

    def groups(self, count: int, seed: int, *, smallest: bool = False) -> Iterator[list[int]]:
        """Test groups: every one has a template of its own, and is drawn to match it."""
        dice = random.Random(seed)
        fifths = [0] if smallest else range(5)
        kinds = [bag for bag in sorted(self.bags) if bag[1] in fifths]
        for _ in range(count):
            template = dice.choices(kinds, k=dice.randint(6, 10))
            yield naive_random_groups.like(template, self.bags, dice)

    def lower(self, group: list[int], seed: int, draws: int, alike: np.ndarray | None = None) -> float:
        chosen = self.alike if alike is None else alike
        found = place(self.parts, self.wholes, chosen, group, seed=seed, draws=draws)
        assert found is not None
        return found.lower


def outer(places: list[float]) -> float:
    return sum(each < 0.05 or each > 0.95 for each in places) / len(places)


def show_all_ways(drawing: Drawing, groups: int, draws: int) -> dict[str, float]:
    """The share of test groups beyond the 5th and 95th percentile, by way of placing them; printed too."""
    matched, single = [], []
    for at, group in enumerate(drawing.groups(groups, 15)):
        matched.append(drawing.lower(group, at, draws))
        single.append(naive_random_groups.below_single_schools(drawing.pool, group, drawing.ordered))
    anywhere = np.zeros(len(drawing.parts), dtype=np.int64)
    small = list(drawing.groups(max(groups // 4, 400), 16, smallest=True))
    found = {
        "matched": outer(matched),
        "small schools, matched": outer([drawing.lower(each, at, draws) for at, each in enumerate(small)]),
        "small schools, unmatched": outer([drawing.lower(each, at, draws, anywhere) for at, each in enumerate(small)]),
        "among single schools": outer(single),
    }
    print(f"\n{groups:,} groups: " + "; ".join(f"{way} {share:.1%}" for way, share in found.items()))
    return found


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return Drawing(naive_random_groups.invented(SCHOOLS, 15))


def test_the_product_and_the_sampler_take_the_same_schools_for_alike(drawing: Drawing):
    ours = {tuple(np.flatnonzero(drawing.alike == each).tolist()) for each in np.unique(drawing.alike)}
    assert ours == {tuple(bag) for bag in drawing.bags.values()} and len(ours) == 10


def test_the_place_agrees_with_the_naive_sampler(drawing: Drawing):
    dice = random.Random(4)
    of_school = {at: bag for bag, schools in drawing.bags.items() for at in schools}
    for group in drawing.groups(4, 4):
        ours = drawing.pool.rate(group)
        template = [of_school[each] for each in group]
        rates = [drawing.pool.rate(naive_random_groups.like(template, drawing.bags, dice)) for _ in range(2000)]
        lower = sum((each < ours) + (each == ours) / 2 for each in rates) / len(rates)
        # 2,000 naive draws: three standard errors are 3.4 points.
        assert abs(drawing.lower(group, 9, 10_000) - lower) < 0.04


@pytest.mark.parametrize(("groups", "draws", "near"), RUNS)
def test_a_tenth_of_like_groups_stand_in_the_outer_tenth_and_other_ways_fail(drawing: Drawing, groups, draws, near):
    found = show_all_ways(drawing, groups, draws)
    assert abs(found["matched"] - 0.10) < near
    assert abs(found["small schools, matched"] - 0.10) < 2 * near
    assert found["small schools, unmatched"] > 0.15
    assert found["among single schools"] < 0.05, "groups differ by less than schools do: none looks unusual"


@pytest.mark.real_data
@THOROUGH
def test_so_it_is_with_the_schools_of_england():
    rows = rows_of(folder() / "ks2/2018/derived_national_ks2_perf_2018.csv")
    cells = [(row["TELIG"].strip(), row["PTRWM_EXP"].strip().removesuffix("%")) for row in rows]
    known = [(int(size), int(share)) for size, share in cells if size.isdigit() and int(size) and share.isdigit()]
    met = [round(n * share / 100) for n, share in known]
    pool = Pool(met, [n for n, _ in known], ["primary"] * len(known))
    found = show_all_ways(Drawing(pool), 20_000, 10_000)
    assert len(known) > 13_000 and abs(found["matched"] - 0.10) < 0.01
    assert found["small schools, unmatched"] > 0.15 and found["among single schools"] < 0.05
