"""Questions to the releases that a page asks once, however many of its figures need the answer.

Releases never change, so the same question of the same editions has the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from accord.performance.standing import once
from accord.warehouse import counts
from accord.warehouse.counts import Cells, Place, Whom
from accord.warehouse.editions import Edition


def places(releases: Path, editions: Sequence[Edition], whom: Whom) -> list[Place]:
    """As `accord.warehouse.counts.places`."""
    # Editions are told apart by identity; they are kept beside the answer, so that none can take another's.
    asked = tuple(editions)
    key = places, releases, tuple(map(id, asked)), whom
    return list(once(key, lambda: (asked, counts.places(releases, asked, whom)))[1])


def cells_of_families(
    releases: Path,
    editions: Sequence[Edition],
    whom: Whom,
    codes: Sequence[str],
    variables: Mapping[str, Sequence[str]],
) -> dict[str, Cells]:
    """As `accord.warehouse.counts.cells_of_families`."""
    asked = tuple(editions)
    names = tuple((family, tuple(each)) for family, each in variables.items())
    key = cells_of_families, releases, tuple(map(id, asked)), whom, tuple(codes), names
    return dict(once(key, lambda: (asked, counts.cells_of_families(releases, asked, whom, codes, variables)))[1])
