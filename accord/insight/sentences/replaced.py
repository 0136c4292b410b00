"""What schools had reported themselves beside what was published later: what changed, in a sentence."""

from __future__ import annotations

from accord.analytics.figures import Figure
from accord.insight.sentences.counting import counted, parts, schools_of
from accord.insight.sentences.level import has_value, percentage
from accord.insight.sentences.topic import Topic


def what_was_replaced(topic: Topic, then: Figure, now: Figure, by: str) -> str:
    """``By 14 July 2026 the schools themselves had reported 61%, 120 of 196 pupils, …; the published figure is 59%, …``

    ``then`` is made of own returns alone, ``now`` of what stands, ``by`` the day on which the last of those came. Empty
    where one of them is no figure, and where what schools report still stands for every one of them.
    """
    if not has_value(then) or not has_value(now) or now.coverage.schools_reported >= then.coverage.schools_reported:
        return ""
    who = "the school itself" if topic.one_school else "the schools themselves"
    several = "" if topic.one_school else f", in {schools_of(then.coverage)}"
    of_whom = "" if topic.pupils == "pupils" else f" of {topic.pupils}"
    partly = now.coverage.schools_reported > 0
    stands = "the figure that joins published results with the rest" if partly else "the published figure"
    return (
        f"By {by} {who} had reported {percentage(then)}{of_whom}, {parts(then)}{several}; {stands} is "
        f"{percentage(now)}, {parts(now)}. {difference(then, now)}"
    )


def difference(then: Figure, now: Figure) -> str:
    """How many more or fewer met it, of how many more or fewer pupils; where a percentage leaves it open, that.

    Of other schools it is no difference between the two, and told as such.
    """
    if None in (then.part_low, then.part_high, then.whole, now.part_low, now.part_high, now.whole):
        return ""
    pupils = (now.whole or 0) - (then.whole or 0)
    before, after = then.coverage.schools_counted, now.coverage.schools_counted
    if before != after:
        return f"It counts {counted(after or 0, 'school')}, where {before or 0:,} had reported."
    least, most = (now.part_low or 0) - (then.part_high or 0), (now.part_high or 0) - (then.part_low or 0)
    of = f"of {_more(pupils, 'pupil')}" if pupils else "of as many pupils"
    if least == most:
        if not least and not pupils:
            return "Nothing changed."
        return f"That is {_more(least, '') if least else 'as many who met it'}{' who met it' if least else ''}, {of}."
    if least <= 0 <= most:
        return f"The published percentage fits as many who met it, {of}."
    return f"That is between {_more(least, '')} and {_more(most, '')} who met it, {of}."


def differs(then: Figure, now: Figure) -> bool:
    """Whether what was published of one school cannot be what it had reported."""
    if then.whole != now.whole:
        return True
    known = None not in (then.part_low, now.part_low, now.part_high)
    return known and not (now.part_low or 0) <= (then.part_low or 0) <= (now.part_high or 0)


def _more(number: int, noun: str) -> str:
    how = "more" if number > 0 else "fewer"
    return f"{counted(abs(number), noun)} {how}" if noun else f"{abs(number):,} {how}"
