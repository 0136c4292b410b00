"""Which release answers for which school: one edition of a family and year out of overlapping releases.

Final beats revised beats provisional; then the narrower extent; then the newer. No school counts twice.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

ENGLAND_IS_WIDER_THAN_ANY_LIST = 10_000


class ReleaseStatus(StrEnum):
    """How settled a release is."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    FINAL = "final"


SETTLED = {ReleaseStatus.FINAL: 0, ReleaseStatus.REVISED: 1, ReleaseStatus.PROVISIONAL: 2}


@dataclass(frozen=True, slots=True)
class ReleaseRef:
    """A release that may be read: its extent is England or the named authorities.

    One without ``schools`` (rows for authorities and England alone) covers no school.
    """

    id: str
    family: str
    form: str
    year: int
    status: ReleaseStatus
    england: bool
    authorities: tuple[str, ...]
    schools: int
    accepted_at: datetime
    folder: Path

    @property
    def preference(self) -> tuple[int, int, float]:
        """Sorts the release to be preferred first."""
        width = ENGLAND_IS_WIDER_THAN_ANY_LIST if self.england else len(self.authorities)
        return SETTLED[self.status], width, -self.accepted_at.timestamp()

    @property
    def england_preference(self) -> tuple[int, bool, float]:
        """The same for England's own row, which an England release knows best."""
        return SETTLED[self.status], not self.england, -self.accepted_at.timestamp()


@dataclass(frozen=True, slots=True)
class Edition:
    """The releases of one family and year, preferred first, and which one owns each authority.

    ``owners`` maps an authority's code to the release whose rows count for it; ``elsewhere`` is the release
    for all other rows (the preferred England release), or None. ``instead`` names schools for which another edition
    answers: one that has releases of which only these schools may be told.
    """

    family: str
    year: int
    releases: tuple[ReleaseRef, ...]
    owners: Mapping[str, str]
    elsewhere: str | None
    instead: tuple[tuple[frozenset[str], Edition], ...] = ()

    @property
    def every_release(self) -> tuple[ReleaseRef, ...]:
        """The releases that answer for anybody at all."""
        return (*self.releases, *(each for _, other in self.instead for each in other.releases))

    def for_schools(self, codes: Iterable[str]) -> list[tuple[Edition, list[str]]]:
        """Some schools with the edition that answers for them: this one by itself, or another instead of it."""
        plain, waiting = replace(self, instead=()), list(codes)
        found = [(other, [code for code in waiting if code in some]) for some, other in self.instead]
        taken = {code for _, some in found for code in some}
        return [(plain, [code for code in waiting if code not in taken]), *found]

    def covers(self, authority: str | None) -> bool:
        """Whether every school of an authority is in this edition (of an unknown one: whether England is)."""
        return self.elsewhere is not None or (authority is not None and authority in self.owners)

    def is_before_england(self, release: ReleaseRef) -> bool:
        """Whether a release is preferred to England's, is England's, or has none beside it."""
        england = next((each for each in self.releases if each.id == self.elsewhere), None)
        return england is None or release.preference <= england.preference


def choose(
    releases: Iterable[ReleaseRef], only: Mapping[str, frozenset[str]] = MappingProxyType({})
) -> dict[tuple[str, int], Edition]:
    """The edition of every family and year among releases that are published and not withdrawn.

    ``only`` names releases of which no more than some schools may be told: for those they answer, where they are
    preferred, and for everybody else it is as if they were not there.
    """
    by_key: dict[tuple[str, int], list[ReleaseRef]] = defaultdict(list)
    for release in releases:
        by_key[release.family, release.year].append(release)
    return {key: _restricted(key, found, only) for key, found in by_key.items()}


def _restricted(key: tuple[str, int], found: list[ReleaseRef], only: Mapping[str, frozenset[str]]) -> Edition:
    plain = [each for each in found if each.id not in only]
    told: dict[str, frozenset[str]] = {}
    for each in found:
        for code in only.get(each.id, ()):
            told[code] = told.get(code, frozenset()) | {each.id}
    alike: dict[frozenset[str], set[str]] = defaultdict(set)
    for code, ids in told.items():
        alike[ids].add(code)
    instead = tuple(
        (frozenset(codes), _edition(key, [*plain, *(each for each in found if each.id in ids)]))
        for ids, codes in sorted(alike.items(), key=lambda pair: sorted(pair[0]))
    )
    return replace(_edition(key, plain), instead=instead)


def told_whole(editions: Mapping[tuple[str, int], Edition]) -> dict[tuple[str, int], Edition]:
    """Editions without the releases of which only some schools may be told."""
    return {key: replace(each, instead=()) for key, each in editions.items() if each.releases}


def fingerprint(editions: Iterable[Edition]) -> str:
    """Changes whenever another set of releases would answer; caches carry it."""
    ids = sorted(line for each in editions for line in _lines(each))
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:24]


def _lines(edition: Edition) -> Iterator[str]:
    place = f"{edition.family}/{edition.year}"
    yield from (f"{place}/{each.id}" for each in edition.releases)
    for codes, other in edition.instead:
        yield f"{place}/{','.join(each.id for each in other.releases)}/{','.join(sorted(codes))}"


def _edition(key: tuple[str, int], releases: list[ReleaseRef]) -> Edition:
    ordered = tuple(sorted(releases, key=lambda each: each.preference))
    owners: dict[str, str] = {}
    with_schools = [each for each in ordered if each.schools]
    england = [each for each in with_schools if each.england]
    for release in with_schools:
        if release.england:
            break  # whatever is less preferred than England's release owns nothing
        for authority in release.authorities:
            owners.setdefault(authority, release.id)
    return Edition(key[0], key[1], ordered, owners, england[0].id if england else None)
