"""The statistics of comparison once more, in the plainest way there is. Imports nothing from accord."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

Z95 = 1.959963984540054


def wilson(part: float, whole: float) -> tuple[float, float]:
    """Wilson's limits as the rates at which the score test just does not reject, found by halving."""
    share = part / whole

    def rejected(rate: float) -> bool:
        return abs(share - rate) > Z95 * math.sqrt(max(rate * (1 - rate), 0.0) / whole)

    return _edge(share, 0.0, rejected), _edge(share, 1.0, rejected)


def _edge(inside: float, outside: float, rejected) -> float:
    if not rejected(outside):
        return outside
    for _ in range(200):
        middle = (inside + outside) / 2
        if rejected(middle):
            outside = middle
        else:
            inside = middle
    return inside


def effect(part: float, sizes: Sequence[int], school_year_sd: float) -> float:
    """D of FORMULAS 10, a school-year at a time."""
    whole = sum(sizes)
    guess = (part + 1) / (whole + 2)
    squares = 0
    for size in sizes:
        squares += size**2
    return 1 + (squares / whole - 1) * school_year_sd**2 * guess * (1 - guess)


def newcombe(
    one: tuple[float, float], two: tuple[float, float], effects: tuple[float, float] = (1.0, 1.0)
) -> tuple[float, float]:
    """Limits for the first rate less the second; each is pupils who met it, of pupils."""
    rate_one, rate_two = one[0] / one[1], two[0] / two[1]
    low_one, high_one = wilson(one[0] / effects[0], one[1] / effects[0])
    low_two, high_two = wilson(two[0] / effects[1], two[1] / effects[1])
    apart = rate_one - rate_two
    return (
        apart - math.sqrt((rate_one - low_one) ** 2 + (high_two - rate_two) ** 2),
        apart + math.sqrt((high_one - rate_one) ** 2 + (rate_two - low_two) ** 2),
    )


def chances(whole: int, share: float, between: float = 0.0) -> list[float]:
    """Pólya's urn, a pupil at a time: each who met it makes the next a little likelier to."""
    more = between / (1 - between)
    now = [1.0]
    for drawn in range(whole):
        after = [0.0] * (drawn + 2)
        for met, chance in enumerate(now):
            next_meets = (share + met * more) / (1 + drawn * more)
            after[met + 1] += chance * next_meets
            after[met] += chance * (1 - next_meets)
        now = after
    return now


def mid_p(part: int, whole: int, share: float, between: float = 0.0) -> tuple[float, float]:
    """How often so few, how often so many, half of the count itself in either."""
    found = chances(whole, share, between)
    few = math.fsum(chance for met, chance in enumerate(found) if met < part) + found[part] / 2
    many = math.fsum(chance for met, chance in enumerate(found) if met > part) + found[part] / 2
    return few, many


def needed(part: int, whole: int, percent: Fraction) -> int:
    """Adds one pupil after another until the rate is there."""
    more = 0
    while Fraction(100 * (part + more), whole) < percent:
        more += 1
    return more


def discoveries(p_values: Sequence[float], q: float) -> set[int]:
    """Benjamini and Hochberg from their definition: the largest k with p(k) ≤ k q / m, and all up to it."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    most = 0
    for k in range(1, len(order) + 1):
        if p_values[order[k - 1]] <= k * q / len(order):
            most = k
    return set(order[:most])


def without(members: Mapping[str, tuple[int, int]], left_out: str) -> Fraction:
    """The group's percentage with one member left out."""
    rest = [count for name, count in members.items() if name != left_out]
    return Fraction(100 * sum(part for part, _ in rest), sum(whole for _, whole in rest))


def decomposed(
    before: Mapping[tuple[str, str], tuple[int, int]], after: Mapping[tuple[str, str], tuple[int, int]]
) -> dict[str, Fraction]:
    """FORMULAS 17 letter by letter, in fractions: E the schools only after, X the schools only before."""
    schools_before = {school for (school, _), (_, n) in before.items() if n}
    schools_after = {school for (school, _), (_, n) in after.items() if n}
    stay = schools_before & schools_after

    def total(year, schools):
        counts = [count for (school, _), count in year.items() if school in schools]
        return sum(k for k, _ in counts), sum(n for _, n in counts)

    k_stay_0, n_stay_0 = total(before, stay)
    k_stay_1, n_stay_1 = total(after, stay)
    k_x, n_x = total(before, schools_before - stay)
    k_e, n_e = total(after, schools_after - stay)
    n_0, n_1 = n_stay_0 + n_x, n_stay_1 + n_e
    r_stay_0, r_stay_1 = Fraction(k_stay_0, n_stay_0), Fraction(k_stay_1, n_stay_1)
    came = Fraction(n_e, n_1) * (Fraction(k_e, n_e) - r_stay_1) if n_e else Fraction(0)
    went = Fraction(n_x, n_0) * (r_stay_0 - Fraction(k_x, n_x)) if n_x else Fraction(0)
    mix = results = Fraction(0)
    for cell in {*before, *after}:
        k_0, n_0c = before.get(cell, (0, 0))
        k_1, n_1c = after.get(cell, (0, 0))
        if cell[0] not in stay or n_0c + n_1c == 0:
            continue
        r_0 = Fraction(k_0, n_0c) if n_0c else Fraction(k_1, n_1c)
        r_1 = Fraction(k_1, n_1c) if n_1c else r_0
        w_0, w_1 = Fraction(n_0c, n_stay_0), Fraction(n_1c, n_stay_1)
        mix += (w_1 - w_0) * (r_0 + r_1) / 2
        results += (w_0 + w_1) / 2 * (r_1 - r_0)
    change = Fraction(k_stay_1 + k_e, n_1) - Fraction(k_stay_0 + k_x, n_0)
    terms = {"change": change, "came": came, "went": went, "pupils": mix, "results": results}
    return {name: 100 * value for name, value in terms.items()}


Ranges = tuple[int, int, int]
"""The fewest and the most pupils who met it, of pupils."""


def counts_that_fit(whole: tuple[int, int], parts: Mapping[str, Ranges | None], others_allowed: bool):
    """Every way in which a school's parts fit its own count: tried out one by one; the last two are those in none."""
    if any(part is None for part in parts.values()):
        return []
    met, pupils = whole
    rest = pupils - sum(n for _, _, n in parts.values())
    if rest < 0 or (rest and not others_allowed):
        return []
    ways = [{}]
    for name, (low, high, n) in parts.items():
        ways = [way | {name: (k, n)} for way in ways for k in range(low, high + 1)]
    found = []
    for way in ways:
        left = met - sum(k for k, _ in way.values())
        if 0 <= left <= rest:
            found.append(way | {"": (left, rest)})
    return found


def carried(count: tuple[int, int], group: int, percent: Fraction) -> tuple[Fraction, Fraction]:
    """Points and pupils: one pupil after another, each 1 or 0 less the percentage."""
    pupils = Fraction(0)
    for at in range(count[1]):
        pupils += (1 if at < count[0] else 0) - percent / 100
    pupils += count[0] if count[1] == 0 else 0
    return 100 * pupils / group, pupils


def apart(schools: Sequence[tuple[int, int]], percent: float, brought_in: float = 0.1) -> tuple[float, float]:
    """Spiegelhalter's dispersion and the standard deviation between schools, in points, a school at a time."""
    p, many = percent / 100, len(schools)
    z = [(k / n - p) / math.sqrt(p * (1 - p) / n) for k, n in schools]
    low, high = _quantile(z, brought_in), _quantile(z, 1 - brought_in)
    times = math.fsum(min(max(each, low), high) ** 2 for each in z) / many / _brought_in_by_chance(brought_in)
    if times <= 1 + 2 * math.sqrt(2 / many):
        return times, 0.0
    weights = [n / (p * (1 - p)) for _, n in schools]
    total = math.fsum(weights)
    variance = (many * times - (many - 1)) / (total - math.fsum(each**2 for each in weights) / total)
    return times, 100 * math.sqrt(variance)


@functools.cache
def _brought_in_by_chance(share: float) -> float:
    """The mean of squared normal distances, the outer ones brought in: a fine sum."""
    places = [-8 + 16 * (at + 0.5) / 40_000 for at in range(40_000)]
    chances = [math.exp(-(each**2) / 2) for each in places]
    total, edge, reached = math.fsum(chances), -8.0, 0.0
    for each, chance in zip(places, chances, strict=True):
        reached += chance / total
        if reached >= share:
            edge = abs(each)
            break
    return math.fsum(min(each**2, edge**2) * chance for each, chance in zip(places, chances, strict=True)) / total


def _quantile(values: Sequence[float], share: float) -> float:
    """Read off the ordered values along straight lines, the first being at 0 and the last at 1."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])
