"""What is asked for: whose figures, of which measures, years and pupils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accord.analytics.figures import Basis
from accord.register.rules.clocks import Clock
from accord.warehouse.measures import Stage


class WhoKind(StrEnum):
    """The ways to name schools."""

    GROUP = "group"
    URNS = "urns"
    AUTHORITY = "authority"
    ENGLAND = "england"


@dataclass(frozen=True, slots=True)
class Who:
    """The schools that are looked at as if they were one."""

    kind: WhoKind
    name: str
    """A group's slug, an authority's code, one type of England's schools (``primary``), or empty."""
    urns: tuple[str, ...] = ()

    @classmethod
    def group(cls, slug: str) -> Who:
        """A group in the register."""
        return cls(WhoKind.GROUP, slug)

    @classmethod
    def of_urns(cls, urns: Sequence[str]) -> Who:
        """Schools named one by one; works with releases alone."""
        return cls(WhoKind.URNS, "", tuple(sorted(set(urns))))

    @classmethod
    def authority(cls, code: str) -> Who:
        """The schools that each year's file lists under an authority."""
        return cls(WhoKind.AUTHORITY, code)

    @classmethod
    def england(cls, phase: str = "") -> Who:
        """All schools of a release that covers England; or the publisher's row for those of one type alone."""
        return cls(WhoKind.ENGLAND, phase)

    @property
    def label(self) -> str:
        """How output names the selection: a slug, ``la-850``, ``england`` or ``own-selection``."""
        match self.kind:
            case WhoKind.GROUP:
                return self.name
            case WhoKind.AUTHORITY:
                return f"la-{self.name}"
            case WhoKind.ENGLAND:
                return f"england-{self.name}" if self.name else "england"
            case WhoKind.URNS:
                return "own-selection"

    @property
    def is_only_published(self) -> bool:
        """Whether there is the publisher's row alone: no file tells which of England's schools are of a type."""
        return self.kind is WhoKind.ENGLAND and bool(self.name)

    @property
    def urns_are_given(self) -> bool:
        """Whether the schools are named by people, and not by each year's own file."""
        return self.kind in (WhoKind.GROUP, WhoKind.URNS)

    @property
    def special_by_default(self) -> bool:
        """Whether special schools are in unasked: in an authority's total, as they are in DfE's row."""
        return not self.urns_are_given


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose figures, which measures, years (summers), pupil groups; over how many years each pools.

    ``special`` None takes the default of `Who`. ``span`` 3 pools each year with the two before it.
    ``basis`` None asks for pooled figures and for published ones; a comparator needs only the published.
    ``members`` None takes the clock of `Who`; ``on`` is the day whose members are carried back, None for today.
    ``through`` has years, besides those asked for, in which a constant member was a member too.
    ``frozen`` is the key of a permanent link: releases, members and day are those that it was made from.
    """

    who: Who
    measures: tuple[str, ...]
    years: tuple[int, ...]
    pupils: tuple[str, ...] = ("all",)
    special: bool | None = None
    span: int = 1
    basis: Basis | None = None
    members: Clock | None = None
    on: date | None = None
    through: tuple[int, ...] = ()
    frozen: str = ""

    @property
    def clock(self) -> Clock:
        """Which day's members each year is about; an authority's and England's are those of the time."""
        default = Clock.TODAY if self.who.urns_are_given else Clock.THEN
        return default if self.members is None else self.members

    def with_special_at(self, stage: Stage) -> bool:
        """Whether special schools are in: as asked, else as they are counted at a stage."""
        by_default = self.who.special_by_default or stage.with_special
        return by_default if self.special is None else self.special

    @property
    def source_years(self) -> tuple[int, ...]:
        """Every year whose releases are needed."""
        return tuple(sorted({year - back for year in self.years for back in range(self.span)}))


def england_called(who: Who, stage: Stage) -> str:
    """What England's figure is called at a stage."""
    if who.name:
        return f"England’s {who.name} schools"
    return "England, all types of school" if stage.england_by_phase else "England"


class UnknownSelection(LookupError):
    """A selection names a group, measure, pupil group or year that does not exist; the message says which."""
