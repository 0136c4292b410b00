"""How much of a group's distance from a published figure each group of its pupils carries, in points and in pupils.

Arithmetic on counts that are published, without chance: what the parts carry adds up to all of the distance. Groups
of pupils overlap, so each way of telling pupils apart (boys and girls; disadvantaged or not) is taken by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.analytics.contributions import Carried, carried
from accord.analytics.hidden_sums import FEWEST_PUPILS
from accord.analytics.members import HALF
from accord.analytics.rates import Rate

NOBODY = Rate(0, 0, 0, 0, None)
"""Of a school that has no such pupils."""


class LeftOver(StrEnum):
    """Who the pupils of a school are that are in none of the parts."""

    NOBODY = "nobody"
    IN_NONE = "in_none"
    EVERYONE_ELSE = "everyone_else"


class Untold(StrEnum):
    """Why nobody can tell which pupils carry the distance."""

    TOO_LITTLE_PUBLISHED = "too_little_published"
    TOO_FEW_LEFT_OVER = "too_few_left_over"


@dataclass(frozen=True, slots=True)
class Partition:
    """One way of telling pupils apart: no pupil is in two of the ``parts``."""

    parts: tuple[str, ...]
    left_over: LeftOver


@dataclass(frozen=True, slots=True)
class School:
    """A school's pupils all together, and each part of them: None where it is not told."""

    all: Rate
    parts: Mapping[str, Rate | None]


@dataclass(frozen=True, slots=True)
class Shares:
    """What each part carries; with ``left_over`` and ``not_told`` it adds up to ``total``.

    ``left_over`` are pupils of the schools that are told apart who are in no part; ``not_told`` are all pupils of
    the schools that are not. ``untold`` says why nothing can be told: then there are no parts.
    """

    total: Carried
    parts: Mapping[str, Carried]
    left_over: Carried
    not_told: Carried
    told_pupils: int
    untold: Untold | None = None


def share_out(total: Rate, schools: Sequence[School], partition: Partition, percent: float) -> Shares:
    """Who carries the distance of ``total`` from ``percent`` (0–100).

    ``total`` is the figure of the group, which may count pupils of schools that are not among ``schools``. A school
    is told apart as a whole or not at all: only where each of its parts is published, and they fit its own figure.
    So what is left for the other schools is a sum of published figures of theirs, and never a hidden part. Nothing
    is told where less than half of the pupils are told apart, or fewer than six are left over.
    """
    told = [found for school in schools if (found := cells_of(school, partition)) is not None]
    pupils = sum(whole for cells in told for _, whole in cells.values())
    sums = {code: _sum([cells[code] for cells in told]) for code in (*partition.parts, "")}
    met, whole = _sum(list(sums.values()))

    def carries(count: tuple[int, int]) -> Carried:
        return carried(*count, of=total.whole, percent=percent)

    everyone = carries((total.central, total.whole))
    untold = _untold(pupils, total.whole, sums[""][1])
    if untold is not None:
        return Shares(everyone, {}, carries((0, 0)), everyone, pupils, untold)
    return Shares(
        total=everyone,
        parts={code: carries(sums[code]) for code in partition.parts},
        left_over=carries(sums[""]),
        not_told=carries((total.central - met, total.whole - whole)),
        told_pupils=pupils,
    )


def cells_of(school: School, partition: Partition) -> Mapping[str, tuple[int, int]] | None:
    """A school's pupils who met it, of pupils, part by part, and under "" those in none; None where it is not told."""
    rates = [school.parts.get(code) for code in partition.parts]
    parts = [rate for rate in rates if rate is not None]
    rest = school.all.whole - sum(rate.whole for rate in parts)
    if len(parts) < len(rates) or rest < 0 or (rest and partition.left_over is LeftOver.NOBODY):
        return None
    met = _fitting(parts, school.all.central - rest, school.all.central)
    if met is None:
        return None
    cells = {code: (k, rate.whole) for code, k, rate in zip(partition.parts, met, parts, strict=True)}
    return cells | {"": (school.all.central - sum(met), rest)}


def _fitting(parts: Sequence[Rate], least: int, most: int) -> list[int] | None:
    """Counts that the published percentages allow and that add up to between ``least`` and ``most``.

    A percentage of more than 100 pupils allows several counts: where the usual ones do not add up to what the
    school's own figure says, the first parts give way. None where no counts do.
    """
    met = [rate.central for rate in parts]
    for at, rate in enumerate(parts):
        short, over = max(0, least - sum(met)), max(0, sum(met) - most)
        met[at] = max(rate.low, min(rate.high, met[at] + short - over))
    return met if least <= sum(met) <= most else None


def _untold(pupils: int, whole: int, left_over: int) -> Untold | None:
    if not pupils or pupils < HALF * whole:
        return Untold.TOO_LITTLE_PUBLISHED
    return Untold.TOO_FEW_LEFT_OVER if 0 < left_over < FEWEST_PUPILS else None


def _sum(counts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(met for met, _ in counts), sum(whole for _, whole in counts)
