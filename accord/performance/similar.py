"""The schools most like one: the nearest of its phase and kind on the characteristics that definitions name.

Read from what everybody may see, whoever asks: so a list of similar schools is the same for all, and tells nobody
anything that is not public.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings

from accord.accounts.readers import Reader
from accord.analytics.counts import Numbers
from accord.analytics.nearest import Nearest, nearest
from accord.meaning.likeness import Column, Covariate, Likeness, Phase, load_likeness
from accord.performance import catalogue, standing
from accord.performance.cubes import cells_of_families, places
from accord.performance.frozen import as_it_stood, check_standing
from accord.performance.kept import Kept
from accord.performance.queries import check_reader
from accord.performance.schools import SPECIAL, Editions, releases_folder
from accord.register.queries.lineage import standing_for
from accord.warehouse.cells import CellStatus
from accord.warehouse.counts import Whom, status_code
from accord.warehouse.editions import Edition, fingerprint

VALUE = status_code(CellStatus.VALUE)


@dataclass(frozen=True, slots=True)
class Known:
    """Where a characteristic was read: the column, and the year of its file."""

    column: Column
    year: int


@dataclass(frozen=True, slots=True)
class Pool:
    """The schools of one phase and kind: their URNs of today, sorted, with their names and their characteristics.

    ``values`` has a row for each school and a column for each covariate; ``sources`` says where each was read, None
    where no file has it. ``listed`` is the year of the file that lists them, and ``england`` whether it covers England.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    values: Numbers
    sources: tuple[Known | None, ...]
    listed: int
    england: bool
    releases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """The schools most like one. ``found`` is None where too little is known of it to say; ``at`` is its own row."""

    likeness: Likeness
    phase: Phase
    special: bool
    pool: Pool
    at: int
    found: Nearest | None

    @property
    def urns(self) -> tuple[str, ...]:
        """The schools named, the nearest first, by their URN of today."""
        return () if self.found is None else tuple(self.pool.codes[row] for row in self.found.rows)


def likeness() -> Likeness:
    """What makes schools alike, as definitions say now."""
    return standing.once(likeness, lambda: load_likeness(tuple(Path(each) for each in settings.ACCORD_DEFINITIONS)))


def similar_to(urn: str, stage: str, year: int, reader: Reader, link: str = "") -> Similar | None:
    """The schools most like one, as the newest files up to a summer tell; None where no such file lists it.

    ``stage`` is that of the measure looked at: where it belongs to no phase, the first phase that lists the school
    answers. ``link`` is the key of a permanent link, whose releases answer then.
    """
    check_reader(reader)
    said = likeness()
    editions = catalogue.seen(reader, link).open_editions()
    phases = [each for each in said.phases if each.stage == stage] or said.phases
    for phase in phases:
        for special in (False, True):
            pool = _pool_of(said, phase, special, year, editions)
            if pool is not None and urn in pool.codes:
                check_standing(link, as_it_stood(link).withdrawn if link else frozenset(), pool.releases)
                at = pool.codes.index(urn)
                key = said, phase, special, year, urn, fingerprint(editions.values()), standing.register_state()
                found = _NEAREST.get(key, lambda pool=pool, at=at: nearest(pool.values, at, said.nearest, said.fewest))
                return Similar(said, phase, special, pool, at, found)
    return None


def _pool_of(said: Likeness, phase: Phase, special: bool, year: int, editions: Editions) -> Pool | None:
    key = said, phase, special, year, fingerprint(editions.values()), standing.register_state()
    return _POOLS.get(key, lambda: _pool(said, phase, special, year, editions))


def _pool(said: Likeness, phase: Phase, special: bool, year: int, editions: Editions) -> Pool | None:
    listing = _newest(phase.listed_in, year - said.oldest, year, editions)
    if listing is None:
        return None
    rows = [
        place
        for place in places(releases_folder(), [listing], Whom("school"))
        if place.kind not in said.leaves_out and (place.kind or "").endswith(SPECIAL) == special
    ]
    today = standing_for(place.code for place in rows)
    shared = Counter(today.values())
    # What became one school has no characteristics of its own yet: only the number that it goes by answers for it.
    named = {
        today[place.code]: place for place in rows if shared[today[place.code]] == 1 or today[place.code] == place.code
    }
    codes = tuple(sorted(named))
    read = [_read(each, phase, year, said.oldest, [named[code].code for code in codes], codes, editions)
            for each in said.covariates]  # fmt: skip
    releases = {each for _, _, ids in read for each in ids} | {release.id for release in listing.releases}
    return Pool(
        codes,
        tuple(named[code].name for code in codes),
        np.column_stack([values for values, _, _ in read]) if codes else np.empty((0, len(read))),
        tuple(source for _, source, _ in read),
        listing.year,
        listing.elsewhere is not None,
        tuple(sorted(releases)),
    )


def _newest(families: Sequence[str], first: int, last: int, editions: Editions) -> Edition | None:
    """The newest edition that lists schools, the preferred family first within a year."""
    there = [
        (-year, families.index(family), edition)
        for (family, year), edition in editions.items()
        if family in families and first <= year <= last and any(each.schools for each in edition.releases)
    ]
    return min(there, key=lambda each: each[:2])[2] if there else None


def _read(
    covariate: Covariate,
    phase: Phase,
    year: int,
    oldest: int,
    then: Sequence[str],
    today: Sequence[str],
    editions: Editions,
) -> tuple[Numbers, Known | None, tuple[str, ...]]:
    """The number of one characteristic for each school, from the newest file that has it for any of them."""
    for known, edition in _sources(covariate, phase, year, oldest, editions):
        family, variable = known.column.family, known.column.variable
        found = np.full(len(then), np.nan)
        # A file of another year may know a school by the number that it had then, or by today's.
        for codes in (today, then):
            cells = cells_of_families(releases_folder(), [edition], Whom("school"), codes, {family: [variable]})
            number, status = cells[family].column(known.year, variable)
            there = (status == VALUE) & np.isfinite(number)
            found[there] = number[there]
        if np.isfinite(found).any():
            return found, known, tuple(each.id for each in edition.releases)
    return np.full(len(then), np.nan), None, ()


def _sources(
    covariate: Covariate, phase: Phase, year: int, oldest: int, editions: Editions
) -> list[tuple[Known, Edition]]:
    """Where a characteristic may be read: the newest year first, and within it the preferred column."""
    columns = covariate.columns_of(phase.code)
    order: Mapping[Column, int] = {column: at for at, column in enumerate(columns)}
    found = [
        (Known(column, edition.year), edition)
        for column in columns
        for edition in editions.values()
        if edition.family == column.family and year - oldest <= edition.year <= year
    ]
    return sorted(found, key=lambda each: (-each[0].year, order[each[0].column]))


_POOLS: Kept[Pool | None] = Kept("similar_pools", most=12)
_NEAREST: Kept[Nearest | None] = Kept("similar", most=200)
