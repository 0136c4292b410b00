"""What a reader may be shown of each release: the one answer that every figure is protected by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accord.accounts.choices import ScopeKind, Stage
from accord.accounts.rules.rights import Held, Rights, Scope
from accord.register.queries.reach import schools_over, with_older
from accord.sharing.models.agreements import Version
from accord.sharing.queries.standing import begun_versions, facts_of
from accord.sharing.queries.terms import terms_of
from accord.sharing.queries.wording import data_sets
from accord.sharing.rules.agreements import ever_signed, sharing
from accord.sharing.rules.stages import PUBLISHED, stage_on

OF_SCHOOLS = (ScopeKind.SCHOOL, ScopeKind.GROUP)
"""The scopes of people who belong to schools. An authority is no party, so its people see nothing by an agreement."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a release is about: its data set, and England or some authorities."""

    family: str
    england: bool
    authorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The agreement under which a school is shown; ``fields`` are the measures it covers, None for all."""

    agreement: str
    fields: frozenset[str] | None = None

    def has(self, measure: str) -> bool:
        """Whether it covers a measure."""
        return self.fields is None or measure in self.fields


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader is shown of one release.

    ``everything``: every row of it. Otherwise schools by name: ``own`` by the reader's rights, and those of ``covers``
    under agreements, each perhaps for some measures only (`named`). ``pools``: also sums over schools that are not
    all shown by name, once `accord.sharing.actions.pools.may_pool` allows them. ``grants`` are the rights by which
    something not yet public is shown. ``remembered`` are schools that were perhaps shown by name before, under an
    agreement that stood then: whoever saw their numbers can take them out of a sum.
    """

    stage: Stage
    everything: bool = False
    own: frozenset[str] = frozenset()
    covers: Mapping[str, tuple[Cover, ...]] = field(default_factory=dict)
    pools: bool = False
    grants: tuple[str, ...] = ()
    remembered: frozenset[str] = frozenset()

    @property
    def anything(self) -> bool:
        """Whether anything of the release is shown, so that the reader may know that it is here."""
        return self.everything or bool(self.own or self.covers) or self.pools

    @property
    def restricted(self) -> bool:
        """Whether the release is not public, so that whoever is shown something of it is noted."""
        return self.stage is not Stage.PUBLIC

    @property
    def urns(self) -> frozenset[str]:
        """The schools shown by name in every measure."""
        return self.own | {urn for urn, some in self.covers.items() if any(each.fields is None for each in some)}

    def named(self, measure: str) -> frozenset[str]:
        """The schools shown by name in one measure. Meaningless where everything is shown."""
        return self.own | {urn for urn, some in self.covers.items() if any(each.has(measure) for each in some)}

    def agreement(self, urn: str, measure: str) -> str | None:
        """The agreement by which a school is shown in a measure, empty for a right of one's own, None if it is not."""
        if self.everything or urn in self.own:
            return ""
        return next((each.agreement for each in self.covers.get(urn, ()) if each.has(measure)), None)

    @property
    def under(self) -> dict[str, str]:
        """For each school that is shown by name in some measure the first agreement by which it is, empty for a right.

        """
        return {urn: some[0].agreement for urn, some in self.covers.items()} | dict.fromkeys(self.own, "")


def shown(rights: Rights, releases: Mapping[str, Facts], on: date) -> dict[str, Shown]:
    """What a reader with these rights is shown of each release on a day. Read anew each time, and never kept.

    Who looks as somebody else is shown what both are. The operator is shown everything.
    """
    if rights.everything and rights.also is None:
        return {release: Shown(Stage.PUBLIC, everything=True) for release in releases}
    mine = _shown(rights, releases, on)
    if rights.also is None:
        return mine
    theirs = shown(rights.also, releases, on)
    return {release: both(mine[release], theirs[release]) for release in releases}


def would_be_shown(rights: Rights, about: Facts, stage: Stage, on: date) -> Shown:
    """What a reader would be shown of a release that is not here yet, once it has come to a stage."""
    if rights.everything and rights.also is None:
        return Shown(stage, everything=True)
    mine = _Asking(rights, on).of(about, stage)
    return mine if rights.also is None else both(mine, would_be_shown(rights.also, about, stage, on))


def _shown(rights: Rights, releases: Mapping[str, Facts], on: date) -> dict[str, Shown]:
    terms = terms_of(releases)
    stages = {release: stage_on(terms.get(release, PUBLISHED), on) for release in releases}
    asking = _Asking(rights, on)
    return {
        release: Shown(stage, everything=True)
        if stage is Stage.PUBLIC or rights.everything
        else asking.of(facts, stage)
        for (release, facts), stage in zip(releases.items(), stages.values(), strict=True)
    }


class _Asking:
    """One reader on one day: what their rights reach and which agreements stand is asked once, and only if needed."""

    def __init__(self, rights: Rights, on: date) -> None:
        self._rights, self._on = rights, on
        self._reached: dict[Scope, frozenset[str]] = {}
        self._agreements: dict[str, list[_Shared]] = {}

    def of(self, facts: Facts, stage: Stage) -> Shown:
        """What is shown of a release that has come to a stage short of the public."""
        seeing = self._rights.seeing_from(stage)
        named = [each for each in seeing if each.role.sees_from in (Stage.AUTHORITY, Stage.SCHOOL)]
        pools = stage is Stage.MEMBERS and bool(seeing) and facts.family not in data_sets().never_summed
        whole = [each for each in named if _all_of_it(each.scope, facts)]
        if whole:
            return Shown(stage, everything=True, pools=pools, grants=_ids(whole))
        own = frozenset().union(*(self._reach(each.scope) for each in named))
        by_agreement = stage is Stage.MEMBERS
        lent = list(self._lent(seeing, facts.family, now=True)) if by_agreement else []
        once = self._lent(seeing, facts.family, now=False) if by_agreement else ()
        before = frozenset().union(*(shared.once for _, shared in once))
        covers = _covers([shared for _, shared in lent], own)
        by = _ids([*named, *(held for held, _ in lent)])
        return Shown(stage, False, own, covers, pools, by, before)

    def _lent(self, seeing: Sequence[Held], family: str, *, now: bool) -> Iterator[tuple[Held, _Shared]]:
        """The agreements through which the reader is shown other schools (else: ever was), with the right for each."""
        for shared in self._shared(family):
            among = shared.parties if now else shared.once
            for held in seeing:
                if among and held.scope.kind in OF_SCHOOLS and self._is_in(held, shared.group, among):
                    yield held, shared

    def _is_in(self, held: Held, group: str, schools: frozenset[str]) -> bool:
        """Whether a right is over one of the schools that share, or over the agreement's own group."""
        if held.role.sees_from is Stage.MEMBERS:
            return held.scope == Scope(ScopeKind.GROUP, group)
        return bool(self._reach(held.scope) & schools)

    def _reach(self, scope: Scope) -> frozenset[str]:
        if scope not in self._reached:
            self._reached[scope] = schools_over(scope, self._on)
        return self._reached[scope]

    def _shared(self, family: str) -> list[_Shared]:
        if family not in self._agreements:
            self._agreements[family] = list(_ever_in_force(family, self._on))
        return self._agreements[family]


@dataclass(frozen=True, slots=True)
class _Shared:
    """An agreement: who shares under it now (nobody where it is not in force), every number that their places go or
    went by, what it covers, and who ever signed it."""

    cover: Cover
    group: str
    parties: frozenset[str]
    urns: frozenset[str]
    once: frozenset[str]


def _ever_in_force(family: str, on: date) -> Iterator[_Shared]:
    versions: list[Version] = [each for each in begun_versions(on) if family in each.families]
    facts = facts_of(versions, on) if versions else {}
    for version in versions:
        told = facts[version.pk]
        parties, once = sharing(told, on), ever_signed(told, on)
        if once:
            cover = Cover(str(version.agreement.public_id), told.fields or None)
            yield _Shared(cover, version.agreement.group, parties, with_older(parties), with_older(once))


def _all_of_it(scope: Scope, facts: Facts) -> bool:
    if scope.kind is ScopeKind.AUTHORITY:
        return not facts.england and facts.authorities == (scope.id,)
    return scope.kind is ScopeKind.EVERYWHERE


def _covers(lent: Iterable[_Shared], own: frozenset[str]) -> dict[str, tuple[Cover, ...]]:
    found: dict[str, dict[Cover, None]] = {}
    for shared in lent:
        for urn in shared.urns - own:
            found.setdefault(urn, {})[shared.cover] = None
    return {urn: tuple(some) for urn, some in found.items()}


def both(one: Shown, other: Shown) -> Shown:
    """What both readers are shown."""
    pools, grants = one.pools and other.pools, tuple(dict.fromkeys((*one.grants, *other.grants)))
    before = one.remembered | other.remembered
    if one.everything and other.everything:
        return Shown(one.stage, everything=True, pools=pools, grants=grants)
    if one.everything or other.everything:
        less = other if one.everything else one
        return Shown(less.stage, False, less.own, less.covers, pools, grants, before)
    covers = {}
    for urn in (one.own | set(one.covers)) & (other.own | set(other.covers)):
        if not (urn in one.own and urn in other.own):
            covers[urn] = _meet(one.covers.get(urn), other.covers.get(urn))
    kept = {urn: some for urn, some in covers.items() if some}
    return Shown(one.stage, False, one.own & other.own, kept, pools, grants, before)


def _meet(one: tuple[Cover, ...] | None, other: tuple[Cover, ...] | None) -> tuple[Cover, ...]:
    """The covers of a school for two readers; None for one who is shown it by a right."""
    if one is None or other is None:
        return one or other or ()
    met = (
        Cover(a.agreement, b.fields if a.fields is None else a.fields if b.fields is None else a.fields & b.fields)
        for a in one
        for b in other
    )
    return tuple(each for each in dict.fromkeys(met) if each.fields is None or each.fields)


def _ids(held: Iterable[Held]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.grant for each in held))
