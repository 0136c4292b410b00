"""What it costs to ask for figures with everything they carry, beside the bare SQL of the same percentages.

    python benchmarks/figures_beside_bare_sql.py [--size county] [--groups 50] [--home FOLDER]

One run prints, side by side: the figures of all groups in one pass, the same one by one, and one SQL statement over
the same Parquet that adds up pupils and their percentages by group and year and knows nothing of suppression, ranges,
coverage, special schools or histories. Then the same for the figures of one page: a group in every summer.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import invented_homes as homes

MEASURE, CELL, PUPILS = "ks2_rwm_expected", "PTRWM_EXP", "TELIG"
REPEATS = 5
BARE = """
    select wanted.name, cells.filename,
           round(100 * sum(percent.number * cells.number / 100) / sum(cells.number), 1) as percentage
    from (select unnest($names) as name, unnest($codes) as code) as wanted
    join read_parquet($paths, filename = true) as cells
      on cells.code = wanted.code and cells.level = 'school' and cells.variable = $pupils and cells.number > 0
    join read_parquet($paths, filename = true) as percent
      on percent.code = cells.code and percent.filename = cells.filename and percent.level = 'school'
     and percent.variable = $cell and percent.number is not null
    group by all
"""


def main() -> None:
    """Make the home, ask in all ways, print what each took."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--size", choices=homes.SIZES, default="county")
    asked.add_argument("--groups", type=int, default=None, help="at most so many groups; all by default")
    asked.add_argument("--home", type=Path, default=None, help="keep the invention here for another run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary) / "home"
        homes.ready(home, options.size)
        homes.open_home(home)
        _compare(home, options.groups)


def _compare(home: Path, most: int | None) -> None:
    groups = homes.module("accord.register.models.groups").Group.objects.exclude(kind="authority").order_by("slug")
    slugs = list(groups.filter(memberships__isnull=False).distinct().values_list("slug", flat=True)[:most])
    catalogue = homes.module("accord.performance.catalogue")
    years = [year for year in catalogue.years_with_releases(MEASURE) if year < 2025]  # the wide form alone
    print(homes.load())
    _print("all groups, latest summer", home, slugs, years[-1:])
    _print("all groups, every summer", home, slugs, years)
    _print("one group, every summer", home, slugs[:1], years)


def _print(what: str, home: Path, slugs: Sequence[str], years: Sequence[int]) -> None:
    queries = homes.module("accord.performance.queries")
    selections = _selections(slugs, years)
    reader = homes.module("accord.accounts.readers").Reader.operator()
    paths, names, codes = _bare_question(selections, years, queries, reader)
    ways: dict[str, Callable[[], Any]] = {
        "bare SQL": lambda: _bare(home, paths, names, codes),
        "one pass": lambda: queries.figures_of_many(selections, reader),
        "one by one": lambda: [queries.figures(each, reader) for each in selections],
        "kept": lambda: queries.figures_of_many(selections, reader),
    }
    took = {}
    for name, work in ways.items():
        repeats = 1 if name == "one by one" and len(slugs) > 100 else REPEATS
        took[name] = statistics.median(_milliseconds(work, cold=name != "kept") for _ in range(repeats))
    bare = took["bare SQL"]
    print(f"{what}: {len(slugs)} groups, {len(years)} summers")
    for name, milliseconds in took.items():
        print(f"  {name:<12}{milliseconds:>12.1f} ms {milliseconds / bare:>10.2f} × bare SQL")
    print(f"  one by one / one pass: {took['one by one'] / took['one pass']:.1f}")


def _selections(slugs: Sequence[str], years: Sequence[int]) -> list[Any]:
    selections = homes.module("accord.performance.selections")
    pooled = homes.module("accord.analytics.figures").Basis.POOLED
    first = selections.Selection(selections.Who.group(slugs[0]), (MEASURE,), tuple(years), basis=pooled)
    return [replace(first, who=selections.Who.group(slug)) for slug in slugs]


def _bare_question(selections: Sequence[Any], years: Sequence[int], queries: Any, reader: Any) -> tuple[list[str], ...]:
    """The cells of the releases that answer, and who is in which group: what the bare SQL is given for nothing."""
    editions = homes.module("accord.performance.catalogue").editions(reader)
    stage = homes.module("accord.performance.catalogue").measure(MEASURE).stage
    wide = stage.forms[0].results_family
    releases = [editions[wide, year].releases[0] for year in years if (wide, year) in editions]
    paths = [str((each.folder / "cells.parquet").resolve()) for each in releases]
    names, codes = [], []
    for each in selections:
        places = queries.places_of(each, reader)[years[-1]]
        names += [each.who.name] * len(places)
        codes += places
    return paths, names, codes


def _bare(home: Path, paths: list[str], names: list[str], codes: list[str]) -> list[Any]:
    cursor = homes.module("accord.warehouse.connection").cursor(home / "releases")
    bound = {"paths": paths, "names": names, "codes": codes, "pupils": PUPILS, "cell": CELL}
    return cursor.sql(BARE, params=bound).fetchall()


def _milliseconds(work: Callable[[], object], *, cold: bool) -> float:
    if cold:
        homes.module("accord.performance.kept").forget_everything()
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
