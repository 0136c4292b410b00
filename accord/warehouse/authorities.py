"""Which authority a school belongs to where its own row does not say: what other releases say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from accord.warehouse.editions import Edition
from accord.warehouse.engine import engine
from accord.warehouse.questions import Question

_SCHEMA = {"code": pl.String, "year": pl.Int64, "la": pl.String}

Told = Mapping[tuple[int, str], str]
"""An authority's code by the year and URN of a row that names none itself."""


def authorities_told(releases: Path, editions: Iterable[Edition]) -> Told:
    """The authority of every school row without one: as the row nearest in years names it, in any family.

    Of two rows as near the newer counts, then that of the family first by name. A school that no row names an
    authority for is not in the answer. Two questions are asked of each family, however many rows there are.
    """
    known = tuple(editions)
    families = [[each for each in known if each.family == name] for name in sorted({each.family for each in known})]
    if not families:
        return {}
    unsaid = pl.concat(_rows(releases, family, _UNSAID) for family in families).select("code", "year").unique()
    if unsaid.is_empty():
        return {}
    codes = {"codes": unsaid["code"].unique().to_list()}
    said = pl.concat(_rows(releases, family, _SAID, codes) for family in families)
    said = said.unique(["code", "year"], keep="first", maintain_order=True).rename({"year": "said_in"})
    nearest = (
        unsaid.join(said, on="code")
        .with_columns((pl.col("said_in") - pl.col("year")).abs().alias("years_away"))
        .sort("code", "year", "years_away", -pl.col("said_in"))
        .unique(["code", "year"], keep="first", maintain_order=True)
    )
    return {(year, code): la for year, code, la in nearest.select("year", "code", "la").iter_rows()}


def authorities_unsaid(releases: Path, editions: Iterable[Edition]) -> list[tuple[int, str]]:
    """Year and URN of every school row that names no authority."""
    known = tuple(editions)
    found: set[tuple[int, str]] = set()
    for family in sorted({each.family for each in known}):
        rows = _rows(releases, [each for each in known if each.family == family], _UNSAID)
        found.update((year, code) for code, year in rows.select("code", "year").iter_rows())
    return sorted(found)


Unnumbered = Mapping[str, frozenset[tuple[int, str]]]
"""By authority, the year and code of rows of its own that no column numbers."""


def unnumbered_authorities(releases: Path, editions: Iterable[Edition], told: Told) -> Unnumbered:
    """The rows of authorities without a number, by the authority that most of the schools above each are in."""
    known = tuple(editions)
    found: dict[str, set[tuple[int, str]]] = {}
    for family in sorted({edition.family for edition in known}):
        asked = Question([each for each in known if each.family == family], "places", "authority")
        if not asked.releases:
            continue
        rows = engine().rows(releases, asked.sql("file.release, file.code, file.members, file.la"), asked.parameters())
        years = [release.year for release in asked.releases]
        for at, code, members, la in rows:
            owner = _most((told.get((years[at - 1], member)) for member in members or ()), len(members or ()))
            if la is None and owner is not None:
                found.setdefault(owner, set()).add((years[at - 1], code))
    return {owner: frozenset(rows) for owner, rows in found.items()}


def _most(authorities: Iterable[str | None], of: int) -> str | None:
    """The authority of more than half, or None."""
    ranked = Counter(each for each in authorities if each is not None).most_common(1)
    return ranked[0][0] if ranked and 2 * ranked[0][1] > of else None


_UNSAID = "join (select true) as wanted on file.la is null"
_SAID = "join (select unnest($codes) as code) as wanted on wanted.code = file.code and file.la is not null"


def _rows(
    releases: Path, editions: list[Edition], which: str, bound: Mapping[str, object] | None = None
) -> pl.DataFrame:
    """Code, year and authority of the school rows of one family that are wanted."""
    asked = Question(editions, "places", "school")
    if not asked.releases:
        return pl.DataFrame(schema=_SCHEMA)
    sql = asked.sql("file.release, file.code, file.la", which)
    found = engine().rows(releases, sql, asked.parameters() | dict(bound or {}))
    years = [release.year for release in asked.releases]
    rows = [(code, years[at - 1], la) for at, code, la in found]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
