"""The schools most like one, and where it stands among them, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.insight.sentences.counting import counted
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import listed

BY_CHANCE = 0.05
"""How often a difference that is none lies outside a 95% interval, on either side together."""


@dataclass(frozen=True, slots=True)
class Among:
    """How many similar schools are above one, below it, and not to be told apart; ``untold`` have no figure."""

    above: int
    below: int
    alike: int
    untold: int

    @property
    def told(self) -> int:
        """How many can be set against it at all."""
        return self.above + self.below + self.alike


def who_is_like(name: str, kind: str, named: int, compared: int, used: int, every: int) -> str:
    """Which schools are named, out of how many, and on how many of the published characteristics.

    ``kind`` as in “mainstream primary”.
    """
    return (
        f"These are the {named:,} schools most like {name}, out of {counted(compared, f'other {kind} school')} "
        f"compared on {used} of {every} characteristics."
    )


def nobody_is_like(name: str, known: int, every: int, fewest: int) -> str:
    """Why no school can be named."""
    return (
        f"Which schools are most like {name} cannot be told: {known} of its {every} characteristics "
        f"{'is' if known == 1 else 'are'} published, and "
        f"it takes {fewest} that differ between schools."
    )


def among_similar(topic: Topic, among: Among) -> str:
    """Where one stands among them, school by school, with what chance alone would do; empty where none can be set."""
    if not among.told:
        return ""
    parts = []
    for number, word in ((among.above, "above"), (among.below, "below")):
        if number:
            parts.append(f"{number:,} {'is' if number == 1 else 'are'} clearly {word} it")
    if among.alike:
        parts.append(f"{among.alike:,} cannot be told apart from it")
    told = f"Of {counted(among.told, 'similar school')} with a figure for {topic.when}, {listed(parts)}."
    chance = BY_CHANCE * among.told
    if among.above + among.below and chance >= 1:
        told += f" If all were the same, chance alone would still put about {round(chance)} above or below."
    return f"{told} {_without(among.untold)}".rstrip()


def not_in_files(names: Sequence[str]) -> str:
    """The characteristics that no file here has; empty where all are there."""
    if not names:
        return ""
    out = "it is left out of the comparison" if len(names) == 1 else "they are left out of the comparison"
    quoted = listed([f"\u201c{each}\u201d" for each in names])
    return f"No file here has {quoted} by school, so {out}."


def _without(untold: int) -> str:
    if not untold:
        return ""
    return f"{counted(untold, 'more has', 'more have')} no figure to set beside it."
