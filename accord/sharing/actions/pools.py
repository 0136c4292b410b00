"""Allowing a pool of results that are not public, and never forgetting that it was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import transaction

from accord.analytics.subtraction import nobody_told
from accord.sharing.choices import Source
from accord.sharing.models.pools import PoolShown
from accord.sharing.models.terms import ReleaseTerms


def may_pool(
    *, release: UUID, urns: Collection[str], at: datetime, named: Collection[str] = (), column: str = ""
) -> bool:  # fmt: skip
    """Whether the sum over some schools may be shown to somebody who may not see all of them by name.

    It may if, from all pools ever shown of the release and this one together, nobody can work out a single school's
    numbers, not even somebody who knows any one school's own; and if this reader cannot who is shown ``named`` by
    name. What is allowed is recorded, and counts for ever: what was seen is not forgotten when it is no longer shown.

    ``urns`` are the schools whose numbers are in the sum, of one ``column``: a measure, pupil group and summer.
    Two readers who ask at once wait for one another.
    """
    asked = sorted(set(urns))
    with transaction.atomic():
        # The row is the lock: on PostgreSQL it is held, on SQLite the transaction is the only writer.
        terms = ReleaseTerms.objects.select_for_update().filter(release=release).first()
        if terms is None or terms.source == Source.PUBLISHED:
            return True
        print_of = fingerprint(asked)
        before = list(PoolShown.objects.filter(release=release, column=column))
        known = any(each.fingerprint == print_of for each in before)
        pools = [each.urns for each in before] + ([] if known else [asked])
        if not (known or _gives_nothing_away(pools, ())) or not _gives_nothing_away(pools, named):
            return False
        if not known:
            PoolShown.objects.create(release=release, column=column, fingerprint=print_of, urns=asked, first_at=at)
    return True


def _gives_nothing_away(pools: Sequence[Collection[str]], named: Collection[str]) -> bool:
    """Whether the pools tell nobody's numbers; to somebody who is shown ``named``, and of the others."""
    schools = sorted(set().union(*pools) - set(named))
    at = {urn: place for place, urn in enumerate(schools)}
    matrix = np.zeros((len(pools), len(schools)), dtype=bool)
    for row, pool in enumerate(pools):
        matrix[row, [at[urn] for urn in pool if urn in at]] = True
    return nobody_told(matrix, knows=0 if named else 1)


def fingerprint(urns: Collection[str]) -> str:
    """The SHA-256 of a set of schools."""
    return hashlib.sha256("\n".join(sorted(set(urns))).encode()).hexdigest()
