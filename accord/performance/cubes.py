"""Prepared cubes: a level of an edition as one table of places and one block of cells, kept in the home.

A question to Parquet costs the opening of every file it names; a page asks some thirty. A cube is the whole answer of
`accord.warehouse.counts` for one edition and level, so the same question costs a look into memory-mapped arrays. It is
kept under the releases it was made from and the code that made it. Nothing is told when a release comes or goes: a
question that meets no cube makes it. What lies in the home can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from django.conf import settings
from numpy.typing import NDArray

from accord.analytics.counts import Numbers
from accord.performance.kept import CODE_VERSION
from accord.warehouse import counts
from accord.warehouse.counts import Cells, Codes, Place, Whom
from accord.warehouse.editions import Edition, fingerprint

LEVELS_MADE_READY = ("school", "authority", "england", "england_all")
MOST_OPEN = 256
UNUSED_FOR = 30 * 24 * 60 * 60
"""Seconds after which a cube that nobody opened is thrown away."""

_PLACES = {
    "code": pl.String,
    "name": pl.String,
    "la": pl.String,
    "kind": pl.String,
    "release": pl.Int32,
    "row": pl.Int32,
}


@dataclass(frozen=True, slots=True)
class Cube:
    """The rows of one level of an edition, by code, and their cells: ``number`` and ``status`` by variable and code.

    ``releases`` are the ids that a row's ``release`` is a place in.
    """

    releases: tuple[str, ...]
    places: pl.DataFrame
    codes: NDArray[np.str_]
    variables: Mapping[str, int]
    number: Numbers
    status: Codes

    def positions(self, codes: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Of the codes that the cube has: where each stands among those asked for, and where in the cube."""
        if not len(self.codes) or not codes:
            return np.empty(0, np.intp), np.empty(0, np.intp)
        wanted = np.asarray(codes, dtype=np.str_)
        at = np.minimum(np.searchsorted(self.codes, wanted), len(self.codes) - 1)
        there = np.flatnonzero(self.codes[at] == wanted)
        return there, at[there]


def places(releases: Path, editions: Sequence[Edition], whom: Whom) -> list[Place]:
    """As `accord.warehouse.counts.places`."""
    found: list[Place] = []
    for edition in editions:
        cube = _cube(releases, edition, whom.level)
        rows = cube.places
        if whom.codes is not None:
            rows = rows[np.unique(cube.positions(whom.codes)[1])]
        if whom.authority is not None:
            rows = rows.filter(pl.col("la") == whom.authority)
        found += [
            Place(edition.year, code, name, la, kind, cube.releases[at], row)
            for code, name, la, kind, at, row in rows.iter_rows()
        ]
    return sorted(found, key=lambda place: (place.code, place.year))


def cells_of_families(
    releases: Path,
    editions: Sequence[Edition],
    whom: Whom,
    codes: Sequence[str],
    variables: Mapping[str, Sequence[str]],
) -> dict[str, Cells]:
    """As `accord.warehouse.counts.cells_of_families`."""
    return {family: _cells(releases, family, editions, whom, codes, names) for family, names in variables.items()}


def _cells(
    releases: Path, family: str, editions: Sequence[Edition], whom: Whom, codes: Sequence[str], names: Sequence[str]
) -> Cells:
    by_year = {edition.year: edition for edition in editions if edition.family == family}
    found = counts.no_cells(sorted(by_year), codes, names)
    for y, year in enumerate(found.years):
        cube = _cube(releases, by_year[year], whom.level)
        here, there = cube.positions(codes)
        for v, name in enumerate(found.variables):
            if name in cube.variables:
                found.number[y, v, here] = cube.number[cube.variables[name]][there]
                found.status[y, v, here] = cube.status[cube.variables[name]][there]
    return found


def make_ready(releases: Path, editions: Iterable[Edition]) -> int:
    """Make what pages will ask for, and throw away what nobody has opened for long. Returns how many were made."""
    standing: set[Path] = set()
    made = 0
    for edition in editions:
        for level in LEVELS_MADE_READY:
            place = _place(releases, edition, level)
            made += not place.exists()
            _cube(releases, edition, level)
            standing.add(place)
    long_ago = time.time() - UNUSED_FOR
    for folder in _folder().iterdir() if _folder().exists() else ():
        with suppress(FileNotFoundError):
            if folder not in standing and folder.stat().st_mtime < long_ago:
                shutil.rmtree(folder, ignore_errors=True)
    return made


_OPEN: OrderedDict[tuple[Path, str], Cube] = OrderedDict()
_LOCK = threading.Lock()


def _cube(releases: Path, edition: Edition, level: str) -> Cube:
    if not edition.instead or level != "school":
        return _open_cube((releases, _key(edition, level)), lambda: _whole(releases, edition, level))
    # What one reader may be told is never kept in the home, and in memory only under the schools it is of.
    told = fingerprint([edition])
    return _open_cube((releases, f"{_key(edition, level)}/{told}"), lambda: _composed(releases, edition, level))


def _open_cube(key: tuple[Path, str], find: Callable[[], Cube]) -> Cube:
    with _LOCK:
        if key in _OPEN:
            _OPEN.move_to_end(key)
            return _OPEN[key]
    cube = find()
    with _LOCK:
        _OPEN[key] = cube
        while len(_OPEN) > MOST_OPEN:
            _OPEN.popitem(last=False)
    return cube


def _whole(releases: Path, edition: Edition, level: str) -> Cube:
    folder, ids = _place(releases, edition, level), tuple(each.id for each in edition.releases)
    cube = _opened(folder, ids)
    if cube is None:
        cube = _made(releases, edition, level)
        _keep(cube, folder)
    return cube


def _composed(releases: Path, edition: Edition, level: str) -> Cube:
    """The rows of an edition, those of some schools taken from the edition that answers for them instead."""
    plain = _cube(releases, replace(edition, instead=()), level)
    elsewhere = sorted(set().union(*(codes for codes, _ in edition.instead)))
    parts = [(plain, np.flatnonzero(~np.isin(plain.codes, elsewhere)))]
    for codes, other in edition.instead:
        cube = _cube(releases, other, level)
        parts.append((cube, cube.positions(sorted(codes))[1]))
    variables = {name: at for at, name in enumerate(sorted({name for cube, _ in parts for name in cube.variables}))}
    ids = tuple(each for cube, _ in parts for each in cube.releases)
    before = np.cumsum([0, *(len(cube.releases) for cube, _ in parts)])
    rows = pl.concat(
        cube.places[take].with_columns((pl.col("release") + int(start)).cast(pl.Int32))
        for (cube, take), start in zip(parts, before, strict=False)
    )
    number = np.concatenate([_spread(cube, take, variables, cube.number, np.nan) for cube, take in parts], axis=1)
    status = np.concatenate([_spread(cube, take, variables, cube.status, 0) for cube, take in parts], axis=1)
    order = np.argsort(np.array(rows["code"].to_list(), dtype=np.str_), kind="stable")
    listed = rows[order]
    return Cube(ids, listed, _texts(listed["code"].to_list()), variables, number[:, order], status[:, order])


def _spread(
    cube: Cube, take: NDArray[np.intp], variables: Mapping[str, int], cells: NDArray[Any], nothing: float
) -> NDArray[Any]:
    """The cells of some rows, under the variables of all parts."""
    found = np.full((len(variables), len(take)), nothing, dtype=cells.dtype)
    for name, at in cube.variables.items():
        found[variables[name]] = cells[at][take]
    return found


def forget() -> None:
    """Let go of the cubes that are open; what is in the home stays."""
    with _LOCK:
        _OPEN.clear()


def _key(edition: Edition, level: str) -> str:
    # Which of its releases answers for whom follows from the releases and their order.
    return "/".join((edition.family, str(edition.year), level, *(release.id for release in edition.releases)))


def _place(releases: Path, edition: Edition, level: str) -> Path:
    named = f"{CODE_VERSION}/{releases}/{_key(edition, level)}"
    return _folder() / hashlib.sha256(named.encode()).hexdigest()


def _folder() -> Path:
    return Path(settings.ACCORD_STATE) / "cubes"


def _made(releases: Path, edition: Edition, level: str) -> Cube:
    rows = counts.places(releases, [edition], Whom(level))
    at = {release.id: number for number, release in enumerate(edition.releases)}
    listed = [(row.code, row.name, row.authority, row.kind, at[row.release], row.row) for row in rows]
    codes, names = [row.code for row in rows], counts.variables(releases, edition, level)
    found = counts.cells(releases, [edition], Whom(level), codes, names)
    return Cube(
        tuple(each.id for each in edition.releases),
        pl.DataFrame(listed, schema=_PLACES, orient="row"),
        _texts(codes),
        {name: number for number, name in enumerate(names)},
        found.number[0],
        found.status[0],
    )


def _texts(codes: Sequence[str]) -> NDArray[np.str_]:
    return np.array(codes, dtype=np.str_)


def _opened(folder: Path, ids: tuple[str, ...]) -> Cube | None:
    """A cube as it lies in the home; None where there is none, or it cannot be read."""
    try:
        frame = pl.read_parquet(folder / "places.parquet")
        variables = json.loads((folder / "variables.json").read_text(encoding="utf-8"))
        number = np.load(folder / "number.npy", mmap_mode="r", allow_pickle=False)
        status = np.load(folder / "status.npy", mmap_mode="r", allow_pickle=False)
        folder.touch()
    except (OSError, EOFError, ValueError, pl.exceptions.PolarsError):
        return None
    if not number.shape == status.shape == (len(variables), len(frame)):
        return None
    return Cube(ids, frame, _texts(frame["code"].to_list()), variables, number, status)


def _keep(cube: Cube, folder: Path) -> None:
    """Written aside and renamed, so that a reader meets all of it or nothing; a full disk keeps nothing."""
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=folder.parent, suffix=".part"))
    except OSError:
        return
    try:
        cube.places.write_parquet(aside / "places.parquet")
        (aside / "variables.json").write_text(json.dumps(cube.variables), encoding="utf-8")
        np.save(aside / "number.npy", cube.number)
        np.save(aside / "status.npy", cube.status)
        shutil.rmtree(folder, ignore_errors=True)  # one that could not be read
        aside.rename(folder)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
