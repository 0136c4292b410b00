"""Whether a file that came by itself may count without anybody having looked at it: pure, on plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.meaning.sources import Condition, FileOffered

ABOUT_AS_MANY = 0.1
"""How far the number of schools may lie from the one before, as a share of it."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a release holds, as far as it bears on whether it is like another. ``size`` is schools, else rows."""

    family: str
    form: str
    extent: tuple[str, ...]
    size: int


def reasons_to_wait(
    offered: FileOffered,
    came: Sequence[Content],
    before: Mapping[str, Content],
    *,
    warnings: int,
    edition_told: bool,
) -> list[str]:
    """Every reason why somebody has to look first, in words; none where the file may count at once.

    ``before`` is of each family the release published last. Without one there is nothing to be like, so that the first
    file of a family always waits. So does what comes from an address that nobody has seen work.
    """
    if not offered.accept_when:
        return ["its source names no rule by which it may count at once"]
    reasons = []
    if offered.verified is None:
        reasons.append("nobody has said yet that its address works")
    if strange := sorted({each.family for each in came} - set(offered.families)):
        reasons.append(f"it holds {', '.join(strange)}, which is not expected from there")
    if Condition.NO_WARNINGS in offered.accept_when and warnings:
        reasons.append(f"checking it found {warnings} thing{'' if warnings == 1 else 's'} worth knowing")
    if Condition.EDITION_IS_TOLD in offered.accept_when and not edition_told:
        reasons.append("neither its name nor the calendar tells for certain how settled it is")
    for each in came:
        reasons += _unlike(each, before.get(each.family), offered.accept_when)
    return reasons


def _unlike(came: Content, before: Content | None, conditions: Sequence[Condition]) -> list[str]:
    if before is None:
        return [f"no {came.family} was published before, so that there is nothing to hold it against"]
    reasons = []
    if Condition.SAME_FORM in conditions and came.form != before.form:
        reasons.append(f"its form is {came.form}, and was {before.form} before")
    if Condition.SAME_EXTENT in conditions and came.extent != before.extent:
        reasons.append("it is about other authorities than the one before")
    far = abs(came.size - before.size) > before.size * ABOUT_AS_MANY
    if Condition.SCHOOLS_ABOUT_AS_MANY in conditions and far:
        reasons.append(f"it has {came.size:,} schools or rows, and the one before {before.size:,}")
    return reasons


def edition_in_name(name: str) -> str:
    """How settled a file says it is by its name (``england_ks2revised.csv``); empty where it says nothing, or two
    things."""
    found = [each for each in ("provisional", "revised", "final") if each in name.lower()]
    return found[0] if len(found) == 1 else ""
