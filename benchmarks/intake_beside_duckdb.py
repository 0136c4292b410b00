"""A file of national size through the whole door, beside DuckDB reading the same file and writing it out as Parquet.

    python benchmarks/intake_beside_duckdb.py [--wide 17000] [--tidy 300000] [--repeats 5] [--keep FOLDER]

Makes a wide file of 17,000 schools by 326 columns and a tidy one, from invented figures, and takes them in turn,
each run in a process and a home of its own: received under its hash, read as text in a confined child, every cell
checked, published as Parquet and pointed at by the database; and `read_csv` to Parquet, as short as it can be said.
The wide file follows once more as a workbook, which DuckDB alone does not read.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import invented_homes as homes
import national_files as files
import side_by_side

WAYS = (
    ("DuckDB", "DuckDB, `read_csv` to Parquet, two threads"),
    ("DuckDB-text", "the same, every cell as text"),
    ("Accord", "Accord: receive, check, publish"),
)
"""The short name of each way, and what the table calls it. DuckDB is given two threads, as Accord's own is."""


def main() -> None:
    """Make the files, read them in all ways, print a table a file."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--wide", type=int, default=17_000, help="schools in the wide file")
    asked.add_argument("--tidy", type=int, default=300_000, help="rows in the tidy file")
    asked.add_argument("--repeats", type=int, default=5)
    asked.add_argument("--keep", type=Path, default=None, help="folder for the files made")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(side_by_side.machine())
        for path in _files(folder, options.wide, options.tidy):
            ways = WAYS if path.suffix == ".csv" else WAYS[-1:]
            runs = side_by_side.in_turn(__file__, [["--one", name, str(path)] for name, _ in ways], options.repeats)
            size = f"{path.stat().st_size / 2**20:.1f} MiB"
            print(f"\n{path.name}, {size}; kept by Accord: {runs[-1][0].told['kept']}\n")
            print("\n".join(side_by_side.table([name for _, name in ways], runs)), flush=True)


def _files(folder: Path, schools: int, rows: int) -> Iterator[Path]:
    yield files.write_csv(folder / "wide.csv", files.wide_rows(schools))
    yield files.write_csv(folder / "tidy.csv", files.tidy_rows(rows))
    yield files.write_xlsx(folder / "wide.xlsx", files.wide_rows(schools))


def _one(way: str, path: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        if way == "Accord":
            homes.open_home(Path(temporary) / "home")
            side_by_side.timed(lambda: _through_the_door(path), _kept)
        else:
            into = Path(temporary) / "bare.parquet"
            side_by_side.timed(lambda: _bare(path, into, text=way == "DuckDB-text"), lambda _: None)


def _through_the_door(path: Path) -> Any:
    intakes = homes.module("accord.intake.actions.intakes")
    now = homes.module("django.utils.timezone").now()
    return intakes.take_in(path=path, name=path.name, asked=intakes.Asked(), by=None, at=now)


def _kept(intake: Any) -> dict[str, Any]:
    releases = list(intake.releases.all())
    if not releases:
        raise SystemExit(f"{intake.name} was not taken in: {intake.problems}")
    cells, rows = sum(each.cells for each in releases), sum(each.rows for each in releases)
    return {"kept": f"{len(releases)} release(s), {rows:,} rows, {cells:,} cells of figures"}


def _bare(path: Path, into: Path, *, text: bool) -> None:
    connection = duckdb.connect(":memory:", config={"threads": 2})
    copy = f"copy (from read_csv($path, all_varchar = {text})) to '{into}' (format parquet)"
    connection.execute(copy, {"path": str(path)})


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
