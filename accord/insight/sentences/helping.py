"""Who does something well reliably, and who does not: for choosing whom to ask, never for reporting."""

from __future__ import annotations

from dataclasses import dataclass

from accord.analytics.comparison import Comparison
from accord.analytics.figures import Figure
from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import percent
from accord.insight.sentences.topic import Named
from accord.insight.sentences.wording import joined, listed, possessive

CANNOT = (
    "Nobody can be named here: that takes a percentage, a figure of England to hold it against, mainstream schools of "
    "at most three authorities, and at least ten of them with results."
)
MEANING = (
    "A usual figure draws the last three summers of a school towards those of the other schools of its authority, as "
    "far as chance asks. It says where to look and whom to ask, and is not for reporting: the school’s own figure is."
)
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: mainstream schools with a usual figure, those above and below England by list and by count.

    ``below`` names schools of the subject's own; ``unknown`` of them have no usual figure. ``where`` is ``its
    authority`` or ``its authorities``; empty where the subject is an authority itself.
    """

    where: str
    schools: int
    above: int
    above_ours: int
    below: tuple[str, ...]
    unknown: int


def who_could_help(group: Named, england: Figure, found: Looked) -> str:
    """How many schools nearby are reliably above England, how many of them in the group, and who in it is below."""
    level = f"{possessive('England')} {percent(england.value or 0.0)}"
    told = f"Of {counted(found.schools, 'mainstream school')} of {found.where or group.name} with a usual figure, "
    told += f"{found.above or 'none'} {'is' if found.above == 1 else 'are'} reliably above {level}"
    told += f", {found.above_ours or 'none'} of them in {group.name}." if found.where and found.above else "."
    return joined(told, _below(group.name, found), _unknown(found))


def where_one_stands(school: Named, england: Figure, stands: Comparison | None, found: Looked) -> str:
    """Whether one school is reliably above or below England, and how many around it are above."""
    level = f"{possessive('England')} {percent(england.value or 0.0)}"
    its = f"{possessive(school.name)} usual figure"
    own = {
        Comparison.ABOVE: f"{its} is reliably above {level}.",
        Comparison.BELOW: f"{its} is reliably below {level}.",
        Comparison.CANNOT_TELL: f"Whether {its} is above or below {level} cannot be told.",
    }.get(stands or Comparison.NONE, f"{school.name} has no usual figure here.")
    others = found.above - (stands is Comparison.ABOVE)
    if not others:
        return f"{own} No other mainstream school of its authority is reliably above."
    are = "is" if others == 1 else "are"
    return f"{own} {counted(others, 'other mainstream school')} of its authority {are} reliably above."


def _below(name: str, found: Looked) -> str:
    if not found.below:
        return f"No school of {name} is reliably below it."
    named = [*found.below[:MOST_NAMED]]
    if len(found.below) > MOST_NAMED:
        named.append(f"{len(found.below) - MOST_NAMED:,} more")
    return f"Reliably below it in {name}: {listed(named)}."


def _unknown(found: Looked) -> str:
    if not found.unknown:
        return ""
    has = "has" if found.unknown == 1 else "have"
    return f"{found.unknown:,} of its schools {has} no usual figure."
