"""Ten thousand groups drawn like one group, in every year of a measure, beside the same drawn by `numpy` one at a time.

    python benchmarks/random_groups_beside_numpy.py [--pool 16000] [--years 9] [--repeats 5]

Invents the schools of England, two phases of them, and asks for groups of 8, of 40 and of 300 schools: which phase and
fifth of cohort size each school is in, the draws, and where the group stands. Reading the releases is not in it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import side_by_side

from accord.analytics.random_groups import DRAWS, place, strata

SEED = 15
SIZES = (8, 40, 300)
WAYS = (("numpy", "numpy, `choice` without replacement, group by group"), ("Accord", "Accord"))


def main() -> None:
    """Draw in both ways, and print a table for each size of group."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--pool", type=int, default=16_000, help="schools to draw from")
    asked.add_argument("--years", type=int, default=9)
    asked.add_argument("--repeats", type=int, default=5)
    options = asked.parse_args()
    print(side_by_side.machine())
    for size in SIZES:
        given = [str(each) for each in (size, options.pool, options.years)]
        runs = side_by_side.in_turn(__file__, [["--one", name, *given] for name, _ in WAYS], options.repeats)
        apart = max(abs(one.told["lower"] - other.told["lower"]) for one, other in zip(*runs, strict=True))
        print(f"\n{DRAWS:,} groups of {size}, {options.years} years; the places differ by {apart:.3f} at most\n")
        print("\n".join(side_by_side.table([name for _, name in WAYS], runs)), flush=True)


def invented(schools: int) -> tuple[Any, Any, list[str]]:
    """Pupils who met it, all pupils, and the phase of each school."""
    dice = np.random.default_rng(1)
    wholes = np.rint(np.clip(dice.lognormal(3.3, 0.45, schools), 8, 120)).astype(np.int64)
    rates = 1 / (1 + np.exp(-dice.normal(0.4, 0.5, schools)))
    return dice.binomial(wholes, rates), wholes, ["primary" if each % 4 else "junior" for each in range(schools)]


def ours(parts: Any, wholes: Any, phases: list[str], group: list[int]) -> float:
    """Where the group stands, as a page is told it."""
    found = place(parts, wholes, strata(phases, wholes), group, seed=SEED)
    assert found is not None
    return found.lower


def by_numpy(parts: Any, wholes: Any, phases: list[str], group: list[int]) -> float:
    """The same, as one writes it down: a group, then the next."""
    dice, known, like = np.random.default_rng(SEED), np.array(phases), np.zeros(len(wholes), dtype=int)
    for number, phase in enumerate(sorted(set(phases))):
        here = known == phase
        edges = np.quantile(wholes[here], [0.2, 0.4, 0.6, 0.8])
        like[here] = 5 * number + np.searchsorted(edges, wholes[here], side="left")
    bags = [(np.flatnonzero(like == each), int((like[group] == each).sum())) for each in np.unique(like[group])]
    rate, lower = parts[group].sum() / wholes[group].sum(), 0.0
    for _ in range(DRAWS):
        drawn = np.concatenate([dice.choice(bag, wanted, replace=False) for bag, wanted in bags])
        theirs = parts[drawn].sum() / wholes[drawn].sum()
        lower += float(theirs < rate) + float(theirs == rate) / 2
    return lower / DRAWS


def _one(way: str, size: int, schools: int, years: int) -> None:
    parts, wholes, phases = invented(schools)
    group = np.random.default_rng(2).choice(schools, size, replace=False).tolist()
    draw: Callable[..., float] = ours if way == "Accord" else by_numpy

    def every_year() -> float:
        return sum(draw(parts, wholes, phases, group) for _ in range(years)) / years

    side_by_side.timed(every_year, lambda lower: {"lower": lower})


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], *(int(each) for each in sys.argv[3:]))
    else:
        main()
