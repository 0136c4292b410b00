"""Counts of a county without files or a register: fast enough to draw two hundred counties in a test.

    counts = draw_county(seed)                    # twenty alliances, true effects planted in three of them
    noise = draw_county(seed, planted=False)      # the same county, in which nothing but chance happens
    rows = counts.alliances["Heron Alliance"]     # which schools, as columns of the arrays
    part = counts.reached["rwm_expected", "all"][:, rows].sum(axis=1)      # by summer, as in `counts.years`
    whole = counts.pupils["all"][:, rows].sum(axis=1)
    nation = counts.national["rwm_expected", "all"]                        # true rates by summer, 0 to 1

Pupils are drawn as in the demonstration (`accord.demo.cohorts`): subjects share pupils, schools differ for good, and
their cohorts differ from summer to summer as FORMULAS 10 has it. England is not drawn; its rates are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from accord.demo.cohorts import seasons
from accord.demo.effects import APART, BEFORE_ALL, IMPROVING, NARROWING, Planted, Planting
from accord.demo.levels import NATIONAL, SCALED_YEARS, SUBJECTS, Spread
from accord.demo.names import ALLIANCES

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Places = NDArray[np.int64]

PUPILS = ("all", "disadvantaged", "other")
MEASURES = tuple(f"{subject}_{standard}" for standard in ("expected", "higher") for subject in ("rwm", *SUBJECTS))
_DISADVANTAGED, _COST = 0.29, 0.42
"""The part of England's pupils who are disadvantaged, and what that takes off, in standard deviations."""
_SCHOOLS = (6, 7, 7, 8, 8, 8, 9)
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(48)


@dataclass(frozen=True, slots=True)
class DrawnCounty:
    """Counts by summer (rows) and school (columns); measures are codes without ``ks2_``."""

    years: tuple[int, ...]
    alliances: dict[str, Places]
    pupils: dict[str, Counts]
    """Pupils by pupil group."""
    reached: dict[tuple[str, str], Counts]
    """Pupils who reached a measure, by measure and pupil group."""
    national: dict[tuple[str, str], Floats]
    """England's true rates by summer, by measure and pupil group."""
    planted: tuple[Planted, ...]
    """What is truly so; ``urns`` are columns here."""


def draw_county(
    seed: int, *, planted: bool = True, alliances: int = 20, years: Sequence[int] = SCALED_YEARS
) -> DrawnCounty:
    """Draw the counts of one county. The same seed gives the same counts.

    ``planted`` effects are those of the demonstration: the first alliance improves from 2018, the second from 2023, in
    the third the gap of disadvantaged pupils narrows from 2017, and six schools of the others stand apart in all years.
    """
    rng = np.random.default_rng([seed, 1])
    members = _members(rng, alliances)
    schools = sum(len(rows) for rows in members.values())
    effects = _planted(members) if planted else ()
    spread = Spread()
    lasting = rng.normal(0, np.hypot(spread.between, spread.authorities), schools)
    passing = seasons(rng, schools, years, spread)
    usual = np.clip(np.rint(rng.gamma(3.0, 12.0, schools)), 4, 240)
    sizes = np.maximum(np.rint(usual + rng.normal(0, 1, (len(years), schools)) * np.maximum(1, 0.07 * usual)), 3)
    cell = np.repeat(np.arange(sizes.size), sizes.astype(np.int64).ravel())
    poor = rng.random(cell.size) < rng.beta(1.8, 4.4, schools)[cell % schools]
    standing = np.concatenate([lasting + passing[year] for year in years])
    lift, poor_lift = _lifts(effects, members, years, schools)
    base = (standing + lift)[cell] + poor * (poor_lift[cell] - _COST)
    base += np.sqrt(spread.shared) * rng.standard_normal(cell.size)
    latent = {
        subject: base + np.sqrt(1 - spread.shared) * rng.standard_normal(cell.size) for subject in SUBJECTS
    }
    shape = len(years), schools
    masks = {"all": np.ones(cell.size, bool), "disadvantaged": poor, "other": ~poor}
    pupils = {group: _count(cell, mask, shape) for group, mask in masks.items()}
    cuts = {year: _cuts(year) for year in years}
    reached = {}
    for measure in MEASURES:
        flags = _reach(measure, latent, cuts, years, cell // schools)
        for group, mask in masks.items():
            reached[measure, group] = _count(cell, flags & mask, shape)
    return DrawnCounty(tuple(years), members, pupils, reached, _national(cuts, years), effects)


def _members(rng: np.random.Generator, alliances: int) -> dict[str, Places]:
    found, taken = {}, 0
    for name in ALLIANCES[:alliances]:
        size = int(rng.choice(_SCHOOLS))
        found[f"{name} Alliance"] = np.arange(taken, taken + size)
        taken += size
    return found


def _planted(members: dict[str, Places]) -> tuple[Planted, ...]:
    names = list(members)
    improving = zip(IMPROVING, names, strict=False)
    found = [Planted(Planting.IMPROVES, points, since, name) for (points, since), name in improving]
    found.append(Planted(Planting.GAP_NARROWS, *NARROWING, names[len(IMPROVING)]))
    for points, name in zip(APART, names[len(found) :], strict=False):
        found.append(Planted(Planting.APART, points, BEFORE_ALL, urns=(int(members[name][0]),)))
    return tuple(found)


def _lifts(
    effects: Sequence[Planted], members: dict[str, Places], years: Sequence[int], schools: int
) -> tuple[Floats, Floats]:
    """What is planted, by summer and school in a row: for everybody, and besides for disadvantaged pupils."""
    everybody, poor = np.zeros((len(years), schools)), np.zeros((len(years), schools))
    for each in effects:
        into = poor if each.what is Planting.GAP_NARROWS else everybody
        columns = np.array(each.urns) if each.urns else members[each.group]
        into[np.ix_([at for at, year in enumerate(years) if year >= each.since], columns)] += each.units
    return everybody.ravel(), poor.ravel()


def _count(cell: Places, flags: NDArray[np.bool_], shape: tuple[int, int]) -> Counts:
    return np.bincount(cell[flags], minlength=shape[0] * shape[1]).reshape(shape)


def _spread_of_all() -> float:
    spread = Spread()
    parts = (spread.between, spread.authorities, spread.yearly, spread.lingering)
    return float(sum(part**2 for part in parts))


def _cuts(year: int) -> dict[str, float]:
    """From which ability a pupil reaches each subject's standards, so that England has its percentages."""
    sd = np.sqrt(1 + _spread_of_all())
    found = {}
    for subject in SUBJECTS:
        for standard, percent in zip(("expected", "higher"), NATIONAL[year][subject], strict=True):
            cut = -ndtri(percent / 100) * sd
            for _ in range(20):
                rate, slope = 0.0, 0.0
                for weight, shift in ((_DISADVANTAGED, _COST), (1 - _DISADVANTAGED, 0.0)):
                    rate += weight * ndtr(-(cut + shift) / sd)
                    slope += weight * np.exp(-(((cut + shift) / sd) ** 2) / 2) / (sd * np.sqrt(2 * np.pi))
                cut += (rate - percent / 100) / slope
            found[f"{subject}_{standard}"] = float(cut)
    return found


def _reach(
    measure: str, latent: dict[str, Floats], cuts: dict[int, dict[str, float]], years: Sequence[int], row: Places
) -> NDArray[np.bool_]:
    subject, _, standard = measure.partition("_")
    needed = ("reading", "writing", "maths") if subject == "rwm" else (subject,)
    each = [latent[one] >= np.array([cuts[year][f"{one}_{standard}"] for year in years])[row] for one in needed]
    return np.logical_and.reduce(each)


def _national(cuts: dict[int, dict[str, float]], years: Sequence[int]) -> dict[tuple[str, str], Floats]:
    """England's rates: integrated over what the subjects of a pupil share."""
    spread = Spread()
    shared = np.sqrt(spread.shared + _spread_of_all()) * _NODES
    weights = _WEIGHTS / _WEIGHTS.sum()
    found = {}
    for measure in MEASURES:
        subject, _, standard = measure.partition("_")
        needed = ("reading", "writing", "maths") if subject == "rwm" else (subject,)
        for group, cost in (("disadvantaged", _COST), ("other", 0.0)):
            rates = []
            for year in years:
                at_least = [(shared - cost - cuts[year][f"{one}_{standard}"]) for one in needed]
                rates.append(weights @ np.prod([ndtr(gap / np.sqrt(1 - spread.shared)) for gap in at_least], axis=0))
            found[measure, group] = np.array(rates)
        poor, other = found[measure, "disadvantaged"], found[measure, "other"]
        found[measure, "all"] = _DISADVANTAGED * poor + (1 - _DISADVANTAGED) * other
    return found
