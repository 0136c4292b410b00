"""Who moves a group's figure: each member's part in it, and what the group would be without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accord.analytics.rates import Rate


@dataclass(frozen=True, slots=True)
class Contribution:
    """One member of a group; percentages and points run 0–100 and are not rounded.

    ``without`` is the group's percentage with this member left out, None where nobody is left. ``moves`` is the
    group's percentage less that one: how far the member moves it. ``moves_low``…``moves_high`` is what the
    published percentages allow (rounding, not chance). There is no interval here: these pupils are the group.
    """

    code: str
    rate: Rate
    without: float | None
    moves: float | None
    moves_low: float | None
    moves_high: float | None


def contributions(members: Mapping[str, Rate]) -> list[Contribution]:
    """Leave-one-out for every member with a figure, in the order given. Arithmetic, not inference."""
    whole = sum(rate.whole for rate in members.values())
    low, central, high = (sum(getattr(rate, end) for rate in members.values()) for end in ("low", "central", "high"))
    found = []
    for code, rate in members.items():
        rest = whole - rate.whole
        if not rest:
            found.append(Contribution(code, rate, None, None, None, None))
            continue
        without = 100 * (central - rate.central) / rest
        found.append(
            Contribution(
                code,
                rate,
                without,
                100 * central / whole - without,
                _moves(rate.low, rate.whole, high - rate.high, rest),
                _moves(rate.high, rate.whole, low - rate.low, rest),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Carried:
    """What some pupils of a group carry of its distance from a percentage.

    ``part`` of ``whole`` met the measure. ``pupils`` more met it than at that percentage (fewer, if negative; a
    fraction, because a percentage of them is one), ``points`` is the same in points of the whole group.
    """

    part: int
    whole: int
    points: float
    pupils: float


def carried(part: int, whole: int, *, of: int, percent: float) -> Carried:
    """k − n·percent/100 in pupils, and 100 times that over the pupils ``of`` the whole group in points."""
    pupils = part - whole * percent / 100
    return Carried(part, whole, 100 * pupils / of, pupils)


def shares_of_distance(members: Mapping[str, Rate], percent: float) -> dict[str, Carried]:
    """How much of the group's distance from ``percent`` each member brings: they add up to all of it."""
    whole = sum(rate.whole for rate in members.values())
    return {
        code: carried(rate.central, rate.whole, of=whole, percent=percent) for code, rate in members.items()
    }


def _moves(part: int, whole: int, part_of_rest: int, rest: int) -> float:
    return 100 * whole / (whole + rest) * (part / whole - part_of_rest / rest)
