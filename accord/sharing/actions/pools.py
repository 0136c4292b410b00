"""Allowing a pool of results that are not public, and never forgetting that it was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import transaction

from accord.analytics.subtraction import nobody_told, nobody_told_of_parts
from accord.meaning.pupil_sums import AddsUp
from accord.sharing.choices import Source
from accord.sharing.models.pools import PoolShown
from accord.sharing.models.terms import ReleaseTerms
from accord.sharing.rules.pupil_parts import load_sums, made_of


def may_pool(
    *, release: UUID, urns: Collection[str], at: datetime, named: Collection[str] = (), column: str = ""
) -> bool:  # fmt: skip
    """Whether the sum over some schools may be shown to somebody who may not see all of them by name.

    It may if, from all pools ever shown of the release and this one together, nobody can work out a single school's
    numbers, not even somebody who knows any one school's own; and if this reader cannot who is shown ``named`` by
    name. What is allowed is recorded, and counts for ever: what was seen is not forgotten when it is no longer shown.

    ``urns`` are the schools whose numbers are in the sum, of one ``column``: a measure, pupil group and summer
    (``ks2_rwm_expected/boys/2027``). Groups of pupils that add up (boys and girls to all) are looked at together.
    Two readers who ask at once wait for one another.
    """
    asked = sorted(set(urns))
    with transaction.atomic():
        # The row is the lock: on PostgreSQL it is held, on SQLite the transaction is the only writer.
        terms = ReleaseTerms.objects.select_for_update().filter(release=release).first()
        if terms is None or terms.source == Source.PUBLISHED:
            return True
        print_of = fingerprint(asked)
        before = list(PoolShown.objects.filter(release=release, column__in=_beside(column)))
        known = any(each.fingerprint == print_of and each.column == column for each in before)
        pools = [_Pool(frozenset(each.urns), each.column) for each in before]
        pools += [] if known else [_Pool(frozenset(asked), column)]
        near = _reached(frozenset(asked), pools)
        if not (known or _gives_nothing_away(near, ())) or not _gives_nothing_away(near, named):
            return False
        if not known:
            PoolShown.objects.create(release=release, column=column, fingerprint=print_of, urns=asked, first_at=at)
    return True


@dataclass(frozen=True, slots=True)
class _Pool:
    """Schools that were added up, and of what: a measure, pupil group and summer."""

    urns: frozenset[str]
    column: str

    @property
    def group(self) -> str:
        """The group of pupils."""
        return self.column.split("/")[1] if self.column.count("/") == 2 else self.column


def _beside(column: str) -> list[str]:
    """The columns of the same measure and summer for every group of pupils that adds up with others, and this one."""
    if column.count("/") != 2:
        return [column]
    measure, group, year = column.split("/")
    tied = {each for one in _sums() for each in (one.whole, *one.parts)}
    groups = tied if group in tied else {group}
    return [f"{measure}/{each}/{year}" for each in sorted(groups)]


def _reached(urns: frozenset[str], pools: Sequence[_Pool]) -> list[_Pool]:
    """The pools that share schools with some, or with pools that do: others bear on none of them."""
    found: list[_Pool] = []
    left = list(pools)
    while near := [each for each in left if each.urns & urns]:
        found += near
        left = [each for each in left if not each.urns & urns]
        urns = urns.union(*(each.urns for each in near))
    return found


def _gives_nothing_away(pools: Sequence[_Pool], named: Collection[str]) -> bool:
    """Whether the pools tell nobody's numbers; to somebody who is shown ``named``, and of the others."""
    schools = sorted(frozenset().union(*(each.urns for each in pools)) - set(named))
    at = {urn: place for place, urn in enumerate(schools)}
    matrix = np.zeros((len(pools), len(schools)), dtype=bool)
    for row, pool in enumerate(pools):
        matrix[row, [at[urn] for urn in pool.urns if urn in at]] = True
    knows = 0 if named else 1
    terms = made_of({each.group for each in pools}, _sums())
    names = sorted({name for some in terms.values() for name in some})
    if len(names) == 1:
        return nobody_told(matrix, knows=knows)
    parts = np.array([[terms[each.group].get(name, 0) for name in names] for each in pools], dtype=np.int64)
    return nobody_told_of_parts(matrix, parts, knows=knows)


def _sums() -> tuple[AddsUp, ...]:
    return load_sums(settings.ACCORD_DEFINITIONS)


def fingerprint(urns: Collection[str]) -> str:
    """The SHA-256 of a set of schools."""
    return hashlib.sha256("\n".join(sorted(set(urns))).encode()).hexdigest()
