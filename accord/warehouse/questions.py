"""The SQL that asks the releases: a few fixed texts put together, every value a bound parameter.

Constant lists let DuckDB skip what cannot match; so short lists are given one parameter an entry, and only
long ones are joined. Where a year has several releases, whose schools count is decided here, in `_CHOSEN`:
those of the release that owns their authority. Of any other row the preferred release's is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from accord.warehouse.editions import Edition, ReleaseRef

LONGEST_CONSTANT_LIST = 400

_CHOSEN = """
  and (file.level <> 'school'
       or coalesce(owner.id, $elsewhere[file.release]) = $ids[file.release]
       or (file.la is null and $elsewhere[file.release] is null))
"""
_OWNERS = """
left join (
  select unnest($owner_years) as year, unnest($owner_authorities) as la, unnest($owner_releases) as id
)
  as owner on owner.year = $release_years[file.release] and owner.la = file.la
"""
_ONE_ROW = """
qualify row_number() over (
    partition by $release_years[file.release], {key} order by
    case when file.level in ('england', 'england_all') then $england_ranks[file.release]
         else $ranks[file.release] end, file.row) = 1
"""


@dataclass(slots=True)
class Question:
    """A question to one kind of file of some editions, being put together."""

    editions: Sequence[Edition]
    file: str
    level: str
    _conditions: list[str] = field(default_factory=list)
    _bound: dict[str, Any] = field(default_factory=dict)

    @property
    def releases(self) -> list[ReleaseRef]:
        """The releases asked, in the order that the SQL numbers them from 1."""
        return [release for edition in self.editions for release in edition.releases]

    def only(self, column: str, values: Sequence[str]) -> None:
        """Ask only for rows whose column is one of some values; ``column`` is a name from our own code."""
        if len(values) > LONGEST_CONSTANT_LIST:
            self._conditions.append(f"file.{column} in (select unnest(${column}_list))")
            self._bound[f"{column}_list"] = list(values)
            return
        names = [f"{column}_{at}" for at in range(len(values))]
        listed = ", ".join(f"${name}" for name in names) or "null"
        self._conditions.append(f"file.{column} in ({listed})")
        self._bound |= dict(zip(names, values, strict=True))

    def sql(self, select: str, key: str, also: str = "") -> str:
        """The whole text: ``select`` from the files, one row for each ``key`` and year."""
        several = any(len(edition.releases) > 1 for edition in self.editions)
        conditions = "".join(f" and {each}" for each in self._conditions)
        return (
            f"select {select} from (select *, list_position($paths, filename) as release"
            " from read_parquet($paths, filename = true)) as file"
            f" {_OWNERS if several else ''} {also} where file.level = $level {conditions}"
            f" {_CHOSEN if several else ''} {_ONE_ROW.format(key=key) if several else ''}"
        )

    def parameters(self) -> dict[str, Any]:
        """What the text binds."""
        releases = self.releases
        bound = {
            "paths": [str((each.folder / f"{self.file}.parquet").resolve()) for each in releases],
            "level": self.level,
        }
        if any(len(edition.releases) > 1 for edition in self.editions):
            bound |= self._preferences()
        return bound | self._bound

    def _preferences(self) -> dict[str, Any]:
        england_ranks = {
            release.id: at
            for edition in self.editions
            for at, release in enumerate(sorted(edition.releases, key=lambda each: each.england_preference))
        }
        listed = [(e, rank, release) for e in self.editions for rank, release in enumerate(e.releases)]
        owners = [(e.year, la, id_) for e in self.editions for la, id_ in e.owners.items()]
        return {
            "ids": [release.id for _, _, release in listed],
            "release_years": [edition.year for edition, _, _ in listed],
            "ranks": [rank for _, rank, _ in listed],
            "england_ranks": [england_ranks[release.id] for _, _, release in listed],
            "elsewhere": [edition.elsewhere for edition, _, _ in listed],
            "owner_years": [year for year, _, _ in owners],
            "owner_authorities": [la for _, la, _ in owners],
            "owner_releases": [id_ for _, _, id_ in owners],
        }
