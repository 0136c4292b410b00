"""Groups like a group, drawn a second time: school by school out of bags, in plain Python. Knows nothing of Accord."""

from __future__ import annotations

import bisect
import random
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Pool:
    """Schools with the pupils who met a standard, all pupils, and the phase."""

    met: Sequence[int]
    pupils: Sequence[int]
    phases: Sequence[str]

    def rate(self, group: Sequence[int]) -> float:
        """Of the pupils of these schools together, the share who met it."""
        return sum(self.met[each] for each in group) / sum(self.pupils[each] for each in group)


def invented(schools: int, seed: int) -> Pool:
    """Schools that truly differ, small ones more by chance; every fifth is a junior school, larger and lower."""
    dice = random.Random(seed)
    phases = ["junior" if dice.random() < 0.2 else "primary" for _ in range(schools)]
    pupils = [min(max(round(dice.lognormvariate(3.3 + 0.5 * (each == "junior"), 0.7)), 4), 150) for each in phases]
    met = []
    for phase, size in zip(phases, pupils, strict=True):
        rate = 1 / (1 + 2.718281828 ** -(0.45 - 0.3 * (phase == "junior") + dice.gauss(0, 0.55)))
        met.append(sum(dice.random() < rate for _ in range(size)))
    return Pool(met, pupils, phases)


def bags_of(pool: Pool) -> dict[tuple[str, int], list[int]]:
    """The schools of each phase and fifth of its cohort sizes; equal sizes are in one fifth."""
    found: dict[tuple[str, int], list[int]] = {}
    for phase in sorted(set(pool.phases)):
        here = [at for at, each in enumerate(pool.phases) if each == phase]
        cuts = statistics.quantiles([pool.pupils[at] for at in here], n=5, method="inclusive")
        for at in here:
            fifth = sum(cut < pool.pupils[at] for cut in cuts)
            found.setdefault((phase, fifth), []).append(at)
    return found


def like(template: Sequence[tuple[str, int]], bags: dict[tuple[str, int], list[int]], dice: random.Random) -> list[int]:
    """A group with as many schools out of each bag as the template names it."""
    group: list[int] = []
    for bag, wanted in sorted(Counter(template).items()):
        drawn: set[int] = set()
        while len(drawn) < wanted:
            drawn.add(dice.choice(bags[bag]))
        group += sorted(drawn)
    return group


def below_single_schools(pool: Pool, group: Sequence[int], ordered: Sequence[float]) -> float:
    """The wrong way: the share of single schools, in order of their rates, that stand lower than the group."""
    return bisect.bisect_left(ordered, pool.rate(group)) / len(ordered)
