"""Whether counts that a school reports can be true: pure decisions on plain values, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accord.analytics.differences import Direction, change_of_rates
from accord.analytics.rates import Rate
from accord.sharing.rules.pupil_parts import AddsUp


@dataclass(frozen=True, slots=True)
class Count:
    """The pupils of a group, and those of them who met a measure."""

    pupils: int
    met: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """A count that cannot be: of which measure and group, which number (``pupils`` or ``met``), why, and the fix."""

    measure: str
    group: str
    role: str
    message: str
    fix: str


Counts = Mapping[tuple[str, str], Count]
"""By measure and group of pupils."""


def wrong_in(
    counts: Counts, sums: Sequence[AddsUp], no_more_than: Mapping[str, str], names: Mapping[str, str]
) -> list[Wrong]:
    """Everything that cannot be true of one school's counts of a summer, in their order.

    ``sums`` say which groups add up to which, ``no_more_than`` which measure is harder than which, and ``names`` what
    groups of pupils are called in a sentence.
    """
    found = list(_met_within_pupils(counts))
    for measure in dict.fromkeys(measure for measure, _ in counts):
        of_one = {group: count for (each, group), count in counts.items() if each == measure}
        for one in sums:
            found += _parts_within_whole(measure, of_one, one, names)
    found += _harder_within_easier(counts, no_more_than)
    return list({(each.measure, each.group, each.role): each for each in reversed(found)}.values())[::-1]


def _met_within_pupils(counts: Counts) -> Iterator[Wrong]:
    for (measure, group), count in counts.items():
        if count.met > count.pupils:
            message = f"{count.met:,} met it of {count.pupils:,} pupils, which cannot be."
            yield Wrong(measure, group, "met", message, "Check both numbers; they may have changed places.")


def _parts_within_whole(
    measure: str, counts: Mapping[str, Count], one: AddsUp, names: Mapping[str, str]
) -> Iterator[Wrong]:
    whole = counts.get(one.whole)
    given = [each for each in one.parts if each in counts]
    if whole is None or not given:
        return
    every = len(given) == len(one.parts) and not one.some_in_none
    called = " and ".join(names.get(each, each).lower() for each in given)
    for role, whose in (("pupils", "pupils"), ("met", "of those who met it")):
        most, told = getattr(whole, role), sum(getattr(counts[each], role) for each in given)
        if told > most or (every and told != most):
            rest = "are" if len(given) == 1 else "together are"
            message = f"{names.get(one.whole, one.whole)}: {most:,} {whose}; {called} {rest} {told:,}."
            fix = "The parts have to add up to the whole." if every else "A part cannot be more than the whole."
            yield Wrong(measure, given[-1], role, message, f"{fix} Check these numbers.")


def _harder_within_easier(counts: Counts, no_more_than: Mapping[str, str]) -> Iterator[Wrong]:
    for (measure, group), count in counts.items():
        easier = counts.get((no_more_than.get(measure, ""), group))
        if easier is not None and count.met > easier.met:
            message = f"{count.met:,} met the higher standard and {easier.met:,} the expected one, which cannot be."
            yield Wrong(measure, group, "met", message, "Whoever met the higher standard met the other too.")


def surprise(now: Count, before: Count, school_year_sd: float | None) -> str:
    """How a count differs from the year before by more than chance allows, as a question; empty where it does not.

    The rate: where the 95% interval of the change, with the ups and downs of schools from year to year (FORMULAS 10),
    leaves out no change at all. The pupils: where they have doubled or halved, and by ten at least.
    """
    if abs(now.pupils - before.pupils) >= FEWEST_MORE and not before.pupils / 2 <= now.pupils <= before.pupils * 2:
        return f"{now.pupils:,} pupils, and {before.pupils:,} the year before. Is that right?"
    if not now.pupils or not before.pupils:
        return ""
    change = change_of_rates(_rate(before), _rate(now), school_year_sd)
    if change is None or change.direction is Direction.CANNOT_TELL:
        return ""
    then, today = f"{before.met:,} of {before.pupils:,}", f"{now.met:,} of {now.pupils:,}"
    return f"{today} met it, and {then} the year before: a larger change than chance makes. Is that right?"


FEWEST_MORE = 10


def _rate(count: Count) -> Rate:
    met = min(count.met, count.pupils)
    return Rate(met, met, met, count.pupils, float(count.pupils))
