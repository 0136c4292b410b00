"""What somebody may do and over what: their grants of a day, or what two people may both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from accord.accounts.choices import Act, ScopeKind, Stage
from accord.accounts.rules.roles import Role


@dataclass(frozen=True, slots=True)
class Scope:
    """What a grant is over, by the public id of it: an authority's code, a group's slug, a school's URN."""

    kind: ScopeKind
    id: str = ""

    def __str__(self) -> str:
        """As it is written at the command line: ``authority:501``."""
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)

    @classmethod
    def read(cls, written: str) -> Scope:
        """From ``authority:501``, ``group:elm-alliance``, ``school:100001`` or ``everywhere``; else `ValueError`."""
        kind, _, id_ = written.partition(":")
        known = ", ".join(ScopeKind)
        if kind not in set(ScopeKind):
            raise ValueError(f"{written!r} is no scope. Write one of {known}, such as authority:501.")
        if (kind == ScopeKind.EVERYWHERE) is bool(id_):
            raise ValueError(f"{written!r} is no scope. Only “everywhere” stands alone; others say what they are over.")
        return cls(ScopeKind(kind), id_)


def owns(scope: Scope, belongs_to: str) -> bool:
    """Whether what belongs to an authority, or to the whole installation, is within a scope."""
    if scope.kind is ScopeKind.AUTHORITY:
        return belongs_to in ("", str(scope))
    return scope.kind is ScopeKind.EVERYWHERE


@dataclass(frozen=True, slots=True)
class Held:
    """A grant as it stands on a day. ``in_the_name_of`` is the public id of the person it acts for, or empty."""

    grant: str
    role: Role
    scope: Scope
    starts_on: date
    ends_before: date | None
    reason: str = ""
    given_by: str = ""
    in_the_name_of: str = ""


EVERYWHERE = Scope(ScopeKind.EVERYWHERE)


@dataclass(frozen=True, slots=True)
class Rights:
    """The grants that somebody holds. ``also`` are those of the person as whom they look: both must allow an act."""

    held: tuple[Held, ...] = ()
    also: Rights | None = None
    everything: bool = field(default=False)
    """The operator at the command line, who has the files themselves."""

    def may(self, act: Act) -> bool:
        """Whether an act is allowed over anything at all."""
        if self.everything:
            return True
        return bool(self.by(act)) and (self.also is None or self.also.may(act))

    def by(self, act: Act) -> tuple[Held, ...]:
        """The grants of this person that allow an act."""
        return tuple(each for each in self.held if act in each.role.may)

    def allows(self, act: Act, reaches: Callable[[Scope], bool]) -> bool:
        """Whether an act is allowed over a thing; ``reaches`` says whether a scope reaches it."""
        if self.everything:
            return True
        ours = any(reaches(each.scope) for each in self.by(act))
        return ours and (self.also is None or self.also.allows(act, reaches))

    def over(self, act: Act, belongs_to: str) -> bool:
        """Whether an act is allowed over something that belongs to an authority (``authority:501``).

        What belongs to nobody in particular belongs to the whole installation, and so to every authority in it.
        """
        return self.allows(act, lambda scope: owns(scope, belongs_to))

    def home(self, act: Act) -> str:
        """To whom belongs what is made by an act: the first authority over which it is allowed; else nobody."""
        authorities = [str(each.scope) for each in self.by(act) if each.scope.kind is ScopeKind.AUTHORITY]
        return authorities[0] if authorities else ""

    def makes(self, act: Act) -> bool:
        """Whether an act is allowed over a whole authority, so that something new may be made by it."""
        return self.over(act, self.home(act))

    def seeing_from(self, stage: Stage) -> tuple[Held, ...]:
        """The grants by which results are seen once a release has come to a stage."""
        order = list(Stage)
        return tuple(
            each for each in self.by(Act.SEE_RESULTS) if order.index(each.role.sees_from) <= order.index(stage)
        )

    def needs_second_factor(self) -> bool:
        """Whether any of the roles must be proved by a second factor."""
        return any(each.role.second_factor for each in self.held)

    def gives(self) -> frozenset[str]:
        """The roles that may be given to others, each within the scope of the grant that lets it."""
        return frozenset().union(*(each.role.gives for each in self.by(Act.GIVE_ROLES)))

    def as_seen_by(self, other: Rights) -> Rights:
        """These rights, looked through by somebody else: what both may."""
        return Rights(self.held, also=other)


OPERATOR = Rights(everything=True)
NOBODY = Rights()
