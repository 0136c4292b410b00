"""The SQL that asks the releases: a few fixed texts put together, every value a bound parameter.

Constant lists let DuckDB skip what cannot match; so short lists are given one parameter an entry, and only
long ones are joined. Where an edition has several releases, `_CHOSEN` decides first which one answers for each
place: of schools the one that owns their authority, of any other row the preferred one. Places and cells are
taken from that release alone, and what else is asked (of one authority, say) is asked of what was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from accord.warehouse.editions import Edition, ReleaseRef

LONGEST_CONSTANT_LIST = 400

# A school's row that names no authority is nobody's; it counts unless England's release is preferred.
_CHOSEN = """
join (
  select place.release, place.code
  from (select *, list_position($places, filename) as release
        from read_parquet($places, filename = true)) as place
  left join (
    select unnest($owner_editions) as edition, unnest($owner_authorities) as la, unnest($owner_releases) as id
  ) as owner on owner.edition = $release_editions[place.release] and owner.la = place.la
  where place.level = $level {codes}
    and (place.level <> 'school'
         or coalesce(owner.id, $elsewhere[place.release]) = $ids[place.release]
         or (place.la is null and $before_england[place.release]))
  qualify row_number() over (
    partition by $release_editions[place.release], place.code order by
    case when starts_with(place.level, 'england') then $england_ranks[place.release]
         else $ranks[place.release] end, place.row) = 1
) as chosen on chosen.release = file.release and chosen.code = file.code
"""


@dataclass(slots=True)
class Question:
    """A question to one kind of file of some editions, of any families, being put together."""

    editions: Sequence[Edition]
    file: str
    level: str
    _conditions: list[tuple[str, str]] = field(default_factory=list)
    _bound: dict[str, Any] = field(default_factory=dict)

    @property
    def releases(self) -> list[ReleaseRef]:
        """The releases asked, in the order that the SQL numbers them from 1."""
        return [release for edition in self.editions for release in edition.releases]

    def only(self, column: str, values: Sequence[str]) -> None:
        """Ask only for rows whose column is one of some values; ``column`` is a name from our own code."""
        if len(values) > LONGEST_CONSTANT_LIST:
            self._conditions.append((column, f"in (select unnest(${column}_list))"))
            self._bound[f"{column}_list"] = list(values)
            return
        names = [f"{column}_{at}" for at in range(len(values))]
        listed = ", ".join(f"${name}" for name in names) or "null"
        self._conditions.append((column, f"in ({listed})"))
        self._bound |= dict(zip(names, values, strict=True))

    def sql(self, select: str, also: str = "") -> str:
        """The whole text: ``select`` from the rows of the release that answers for each place."""
        conditions = "".join(f" and file.{column} {which}" for column, which in self._conditions)
        codes = "".join(f" and place.{column} {which}" for column, which in self._conditions if column == "code")
        # Every name in it is from our own code, and every value is bound.
        return (
            f"select {select} from (select *, list_position($paths, filename) as release"  # nosec B608
            " from read_parquet($paths, filename = true)) as file"
            f" {_CHOSEN.format(codes=codes) if self._several else ''} {also}"
            f" where file.level = $level {conditions}"
        )

    def parameters(self) -> dict[str, Any]:
        """What the text binds."""
        bound = {"paths": self._paths(self.file), "level": self.level}
        if self._several:
            bound |= {"places": self._paths("places")} | self._preferences()
        return bound | self._bound

    @property
    def _several(self) -> bool:
        return any(len(edition.releases) > 1 for edition in self.editions)

    def _paths(self, file: str) -> list[str]:
        return [str((each.folder / f"{file}.parquet").resolve()) for each in self.releases]

    def _preferences(self) -> dict[str, Any]:
        england_ranks = {
            release.id: at
            for edition in self.editions
            for at, release in enumerate(sorted(edition.releases, key=lambda each: each.england_preference))
        }
        numbered = list(enumerate(self.editions))
        listed = [(e, rank, release) for _, e in numbered for rank, release in enumerate(e.releases)]
        owners = [(at, la, id_) for at, e in numbered for la, id_ in e.owners.items()]
        return {
            "ids": [release.id for _, _, release in listed],
            "release_editions": [at for at, edition in numbered for _ in edition.releases],
            "ranks": [rank for _, rank, _ in listed],
            "england_ranks": [england_ranks[release.id] for _, _, release in listed],
            "before_england": [edition.is_before_england(release) for edition, _, release in listed],
            "elsewhere": [edition.elsewhere for edition, _, _ in listed],
            "owner_editions": [at for at, _, _ in owners],
            "owner_authorities": [la for _, la, _ in owners],
            "owner_releases": [id_ for _, _, id_ in owners],
        }
