"""A figure that somebody froze beside the same one today: by how much it has moved, and why."""

from __future__ import annotations

from accord.analytics.figures import HAS_VALUE, Figure
from accord.insight.sentences.absence import STATUS_WORDS
from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import OF_SUMS, PERCENTAGE, TOTAL, as_printed, points, whole
from accord.insight.sentences.wording import capital, joined, listed


def by_how_much(then: Figure | None, now: Figure | None, kind: str) -> str:
    """``10 points lower: 6 fewer who met it, of as many pupils.``, or what there is no figure of any more, or yet.

    ``then`` is the figure as it was frozen, ``now`` as it stands; None where there is no such figure at all.
    """
    if then is None or now is None:
        return "New: there was no such figure on that day." if then is None else "There is no such figure today."
    had, has = then.status in HAS_VALUE, now.status in HAS_VALUE
    if not has:
        why = STATUS_WORDS[now.status]
        before = capital(STATUS_WORDS[then.status])
        return f"No figure can be shown any more: {why}." if had else f"{before} then, {why} now."
    if not had:
        return f"There is a figure now. On that day there was none: {STATUS_WORDS[then.status]}."
    beside = [_schools(then, now), _met(then, now) if kind == PERCENTAGE else _pupils(then, now, kind)]
    told = "; ".join(each for each in beside if each)
    return f"{_moved(then, now, kind)}{f': {told}' if told else ''}."


def _moved(then: Figure, now: Figure, kind: str) -> str:
    """How far the value went, in points or in the unit of the measure; the sign of what moved is never rounded away."""
    change = (now.value or 0.0) - (then.value or 0.0)
    if abs(change) < 1e-9:
        return "The value is the same"
    way = "higher" if change > 0 else "lower"
    if kind == PERCENTAGE:
        return f"{capital(points(change))} {way}"
    size = f"{whole(abs(change)):,}" if kind == TOTAL else str(as_printed(abs(change), kind))
    return f"{size} {way}" if float(size.replace(",", "")) else f"Very slightly {way}"


def _met(then: Figure, now: Figure) -> str:
    if None in (then.part_low, then.part_high, then.whole, now.part_low, now.part_high, now.whole):
        return ""
    pupils = (now.whole or 0) - (then.whole or 0)
    least, most = (now.part_low or 0) - (then.part_high or 0), (now.part_high or 0) - (then.part_low or 0)
    of = f"of {_more(pupils, 'pupil')}" if pupils else "of as many pupils"
    if least == most:
        return f"{_more(least) if least else 'as many'} who met it, {of}"
    return f"between {_more(least)} and {_more(most)} who met it, {of}"


def _pupils(then: Figure, now: Figure, kind: str) -> str:
    pupils = (now.whole or 0) - (then.whole or 0)
    return f"of {_more(pupils, 'pupil')}" if pupils and kind not in OF_SUMS else ""


def _schools(then: Figure, now: Figure) -> str:
    before, after = then.coverage.schools_counted, now.coverage.schools_counted
    if before is None or after is None or before == after:
        return ""
    return f"{_more(after - before, 'school')} counted"


def _more(number: int, noun: str = "") -> str:
    how = "more" if number > 0 else "fewer"
    return f"{counted(abs(number), noun)} {how}" if noun else f"{abs(number):,} {how}"


def how_many_moved(same: int, different: int, gone: int, new: int) -> str:
    """``Of 8 figures that were frozen, 2 are different today and 6 are as they were. 1 figure is new.``"""
    frozen = same + different + gone
    if not different and not gone and not new:
        return f"{capital(_all(frozen))} as {'it was' if frozen == 1 else 'they were'}." if frozen else ""
    said = [
        f"{different:,} {_is(different)} different today" if different else "",
        f"{gone:,} {'has' if gone == 1 else 'have'} no value any more" if gone else "",
        f"{same:,} {_is(same)} as {'it was' if same == 1 else 'they were'}" if same else "",
    ]
    of = f"Of {counted(frozen, 'figure')} that {'was' if frozen == 1 else 'were'} frozen, " if frozen else ""
    moved = f"{of}{listed([each for each in said if each])}." if frozen else ""
    added = f"{counted(new, 'figure')} {_is(new)} new since." if new else ""
    return joined(moved, added)


def _all(number: int) -> str:
    return "the figure that was frozen is" if number == 1 else f"all {number:,} figures that were frozen are"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"

