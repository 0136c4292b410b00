"""Whether counts that a school reports can be true: pure decisions on plain values, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accord.analytics.differences import Direction, change_of_rates
from accord.analytics.rates import Rate
from accord.meaning.pupil_sums import AddsUp


@dataclass(frozen=True, slots=True)
class Count:
    """The pupils of a group, and those of them who met a measure; or sessions possible and missed."""

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


@dataclass(frozen=True, slots=True)
class Words:
    """What a measure's two numbers are in a sentence: 3 ``did`` of 10 ``of``; and when a change is asked about.

    ``beyond``: by so many points; None leaves it to chance, with ``school_year_sd`` (FORMULAS 10).
    """

    of: str = "pupils"
    did: str = "met it"
    beyond: float | None = None
    school_year_sd: float | None = None


MET_IT = Words()
Counts = Mapping[tuple[str, str], Count]
"""By measure and group of pupils."""


def wrong_in(
    counts: Counts,
    sums: Sequence[AddsUp],
    no_more_than: Mapping[str, str],
    names: Mapping[str, str],
    words: Mapping[str, Words],
) -> list[Wrong]:
    """Everything that cannot be true of one school's counts of a summer, in their order.

    ``sums`` say which groups add up to which, ``no_more_than`` which measure is harder than which, and ``names`` what
    groups of pupils are called in a sentence, and ``words`` what the numbers of each measure are.
    """
    found = list(_met_within_pupils(counts, words))
    for measure in dict.fromkeys(measure for measure, _ in counts):
        of_one = {group: count for (each, group), count in counts.items() if each == measure}
        for one in sums:
            found += _parts_within_whole(measure, of_one, one, names, words.get(measure, MET_IT))
    found += _harder_within_easier(counts, no_more_than)
    return list({(each.measure, each.group, each.role): each for each in reversed(found)}.values())[::-1]


def _met_within_pupils(counts: Counts, words: Mapping[str, Words]) -> Iterator[Wrong]:
    for (measure, group), count in counts.items():
        if count.met > count.pupils:
            said = words.get(measure, MET_IT)
            message = f"{count.met:,} {said.did} of {count.pupils:,} {said.of}, which cannot be."
            yield Wrong(measure, group, "met", message, "Check both numbers; they may have changed places.")


def _parts_within_whole(
    measure: str, counts: Mapping[str, Count], one: AddsUp, names: Mapping[str, str], said: Words
) -> Iterator[Wrong]:
    whole = counts.get(one.whole)
    given = [each for each in one.parts if each in counts]
    if whole is None or not given:
        return
    every = len(given) == len(one.parts) and not one.some_in_none
    called = " and ".join(names.get(each, each).lower() for each in given)
    those = "of those who" if said.of == MET_IT.of else "of those"
    for role, whose in (("pupils", said.of), ("met", f"{those} {said.did}")):
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


def surprise(now: Count, before: Count, said: Words) -> str:
    """How a count differs from the year before by more than chance allows, as a question; empty where it does not.

    The rate: where the 95% interval of the change, with the ups and downs of schools from year to year (FORMULAS 10),
    leaves out no change at all; of sessions, which are no sample, where it is so many points. What is counted of:
    where it has doubled or halved, and by ten at least.
    """
    if abs(now.pupils - before.pupils) >= FEWEST_MORE and not before.pupils / 2 <= now.pupils <= before.pupils * 2:
        return f"{now.pupils:,} {said.of}, and {before.pupils:,} the year before. Is that right?"
    if not now.pupils or not before.pupils:
        return ""
    then, today = f"{before.met:,} of {before.pupils:,}", f"{now.met:,} of {now.pupils:,}"
    if said.beyond is not None:
        if abs(_percent(now) - _percent(before)) < said.beyond:
            return ""
        return f"{today} {said.did} ({_percent(now):.1f}%), and {then} the year before. Is that right?"
    change = change_of_rates(_rate(before), _rate(now), said.school_year_sd)
    if change is None or change.direction is Direction.CANNOT_TELL:
        return ""
    return f"{today} {said.did}, and {then} the year before: a larger change than chance makes. Is that right?"


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of the year before: a count, or a published percentage alone with the name of what it is of."""

    count: Count | None = None
    percent: float | None = None
    name: str = ""


def question_about(now: Count, before: Before | None, said: Words) -> str:
    """What to ask about a count, beside what is known of the year before; empty where there is nothing to ask."""
    if before is None:
        return ""
    if before.count is not None:
        return surprise(now, before.count, said)
    return _unlike(now, before.percent, before.name, said) if before.percent is not None else ""


def _unlike(now: Count, percent: float, name: str, said: Words) -> str:
    if said.beyond is None or not now.pupils or abs(_percent(now) - percent) < said.beyond:
        return ""
    return (
        f"{now.met:,} of {now.pupils:,} {said.did} ({_percent(now):.1f}%), and {name[0].lower()}{name[1:]} over the "
        f"whole of the year before was {percent:.1f}%. Is that right?"
    )


def _percent(count: Count) -> float:
    return 100 * count.met / count.pupils


FEWEST_MORE = 10


def _rate(count: Count) -> Rate:
    met = min(count.met, count.pupils)
    return Rate(met, met, met, count.pupils, float(count.pupils))
