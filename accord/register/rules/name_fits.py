"""How well the name that a list gives fits a name that the register knows."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from rapidfuzz.distance import OSA

from accord.register.rules.school_names import SchoolName

MOST_EDITS = 2
"""A list that is typed has one or two wrong letters in a name; more is another name."""
ENOUGH_SHARED = 0.72
"""The share of letters two names must have in common for one to be the other with a word left out."""


class Agreement(StrEnum):
    """Whether two names say the same of stage or denomination."""

    AGREE = "agree"
    LIST_SILENT = "list_silent"
    REGISTER_SILENT = "register_silent"
    CLASH = "clash"


class Closeness(IntEnum):
    """The steps of likeness, closest first."""

    SAME = 0
    """Every word is the same once abbreviations are written out."""
    ALIKE = 1
    """What the school is called is the same; School, CE, Primary or the town may be left out."""
    NEAR = 2
    """One or two letters are wrong, or a word is left out."""
    DISTANT = 3
    """They share something; too little to be taken for one another."""


@dataclass(frozen=True, slots=True)
class NameFit:
    """The comparison of two names.

    ``edits`` are letters typed wrong, ``missing`` and ``surplus`` the words that only the register's and only the
    list's name has (its town apart), ``shared`` the share of letters in common, 0 to 1.
    ``names_town`` when the list adds the town; ``doubtful`` when a word with a wrong letter is a word of other
    names: Mark may be Mary typed wrong, or Mark.
    """

    same: bool
    edits: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    stage: Agreement
    faith: Agreement
    shared: float
    names_town: bool
    doubtful: bool

    @property
    def clashes(self) -> bool:
        """Whether one says infant and the other junior, or one CE and the other Catholic."""
        return Agreement.CLASH in (self.stage, self.faith)

    @property
    def within(self) -> bool:
        """Whether the register's name has every word of the list's, wrong letters apart."""
        return not self.surplus and not self.clashes and self.shared > 0

    @property
    def closeness(self) -> Closeness:
        """How close the names are, all in all."""
        if self.same:
            return Closeness.SAME
        if self.clashes or self.surplus or self.edits > MOST_EDITS or not self.shared:
            return Closeness.DISTANT
        if not self.missing and not self.edits:
            return Closeness.ALIKE
        return Closeness.NEAR if self.shared >= ENOUGH_SHARED else Closeness.DISTANT

    @property
    def score(self) -> float:
        """One number to put candidates in order by, 0 to 1."""
        if self.same:
            return 1.0
        silent = sum(each != Agreement.AGREE for each in (self.stage, self.faith))
        return max(0.0, self.shared * (0.5 if self.clashes else 1.0) - 0.04 * self.edits - 0.02 * silent - 0.01)


def tolerance(length: int) -> int:
    """How many wrong letters a word of so many letters may have and still be known."""
    if length < 4:
        return 0
    return 1 if length < 6 else MOST_EDITS


def letters_apart(one: str, two: str) -> int | None:
    """How many letters (left out, put in, wrong, swapped) tell two words apart; None where it is too many."""
    if one == two:
        return 0
    allowed = tolerance(min(len(one), len(two)))
    if not allowed or any(each.isdigit() for each in one + two):
        return None
    distance = OSA.distance(one, two, score_cutoff=allowed)
    return distance if distance <= allowed else None


def compare(
    given: SchoolName, known: SchoolName, town: Collection[str], stages: frozenset[str], real: Container[str]
) -> NameFit:
    """Compare a list's name with the register's.

        ``town`` are the words of the school's town, which either may have or leave out; ``stages`` are those of its
    phase, for names that say none; ``real`` are the words of all names.
    """
    pairs, surplus, missing = _pair(given.core, known.core)
    over = [each for each in surplus if each not in town]
    short = [each for each in missing if each not in town]
    edits = sum(distance for _, _, distance in pairs)
    joined = letters_apart("".join(over), "".join(short)) if over and short else None
    common = sum(len(known.core[each]) for _, each, _ in pairs)
    if joined is not None and joined <= 1:  # Chart Wood is not Shortwood
        common, edits, over, short = common + len("".join(short)), edits + joined, [], []
    both = 2 * common + len("".join(over)) + len("".join(short))
    return NameFit(
        same=bool(given.core) and given.said == known.said,
        edits=edits,
        missing=tuple(short),
        surplus=tuple(over),
        stage=_agreement(given.stages, known.stages, stages),
        faith=_agreement(given.faiths, known.faiths, frozenset()),
        shared=2 * common / both if both else 0.0,
        names_town=any(each in town for each in surplus),
        doubtful=any(distance and given.core[each] in real for each, _, distance in pairs),
    )


def _pair(given: Sequence[str], known: Sequence[str]) -> tuple[list[tuple[int, int, int]], list[str], list[str]]:
    """Words that are each other's, the nearest first, in whatever order; then those left over on either side."""
    apart = (
        (distance, one, two)
        for one, word in enumerate(given)
        for two, other in enumerate(known)
        if (distance := letters_apart(word, other)) is not None
    )
    pairs: list[tuple[int, int, int]] = []
    ones: set[int] = set()
    twos: set[int] = set()
    for distance, one, two in sorted(apart):
        if one not in ones and two not in twos:
            ones.add(one)
            twos.add(two)
            pairs.append((one, two, distance))
    surplus = [word for place, word in enumerate(given) if place not in ones]
    missing = [word for place, word in enumerate(known) if place not in twos]
    return pairs, surplus, missing


def _agreement(given: frozenset[str], known: frozenset[str], implied: frozenset[str]) -> Agreement:
    if given == known:
        return Agreement.AGREE
    if not given:
        return Agreement.LIST_SILENT
    if not known:
        return Agreement.CLASH if implied and not given & implied else Agreement.REGISTER_SILENT
    return Agreement.CLASH
