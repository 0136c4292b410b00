"""What should have come and what comes next, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.insight.sentences.counting import counted
from accord.intake.queries.calendar import Expected, Standing, missing
from accord.meaning.publications import Rhythm

SOON = 3
"""So many of what comes later are told."""


@dataclass(frozen=True, slots=True)
class Due:
    """One edition that is expected: a word for how it stands, and what is so."""

    label: str
    colour: str
    sentence: str


def due_lines(calendar: Sequence[Expected]) -> list[Due]:
    """What is not here, then what is due this month, then the next few; then what has never come, in one line."""
    used = [each for each in calendar if each.used]
    late = missing(used)
    now = [each for each in used if each.standing is Standing.DUE]
    later = [each for each in used if each.standing is Standing.LATER][:SOON]
    never = len(_never(calendar))
    return [
        *(Due("Not here", "yellow", f"{each.named}, usually comes in {_month(each)}.") for each in late),
        *(Due("This month", "blue", _this_month(each)) for each in now),
        *(Due("Later", "grey", f"{each.named}, usually comes in {_month(each)}.") for each in later),
        *([Due("Never here", "grey", f"{counted(never, 'other publication')} that Accord reads.")] if never else []),
    ]


def due_sentence(calendar: Sequence[Expected]) -> str:
    """How much is missing that usually is here by now, of what has come here before."""
    used = [each for each in calendar if each.used]
    late = len(missing(used))
    now = sum(each.standing is Standing.DUE for each in used)
    if not used:
        return f"None of the {counted(len(_never(calendar)), 'publication')} that Accord reads is here yet."
    if not late and not now:
        return "What usually comes here has come."
    told = []
    if late:
        told.append(f"{counted(late, 'publication')} that usually came by now {'is' if late == 1 else 'are'} not here")
    if now:
        told.append(f"{counted(now, 'publication')} usual this month {'has' if now == 1 else 'have'} not come yet")
    return f"{'; '.join(told)}."


def _never(calendar: Sequence[Expected]) -> set[str]:
    return {each.publication.code for each in calendar if not each.used}


def _month(each: Expected) -> str:
    return f"{each.month:%B %Y}"


def _this_month(each: Expected) -> str:
    if each.publication.rhythm is Rhythm.MONTHLY:
        return f"{each.publication.name}: none describes a day of {_month(each)} yet."
    return f"{each.named}, usually comes this month."
