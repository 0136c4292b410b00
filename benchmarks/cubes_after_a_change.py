"""What is made again of the cubes after a file was published and after a member joined, beside making all of them.

    python benchmarks/cubes_after_a_change.py [--size county] [--repeats 3] [--home FOLDER]

Each step is followed by what the worker does after each task: make ready what pages will ask for. Told are the cubes
and cells made and the seconds; then how long the figures of one group take, and the table of all, which has to find
who is in which group once more.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import invented_homes as homes
import numpy as np
import side_by_side

MEASURE = "ks2_rwm_expected"


@dataclass(frozen=True, slots=True)
class Made:
    """What one step made, and the seconds for the cubes, for one group's figures and for the table of all groups."""

    cubes: int
    cells: int
    seconds: float
    one: float
    all: float


def main() -> None:
    """Make the home, change it over and over, print what was made again."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--size", choices=homes.SIZES, default="county")
    asked.add_argument("--repeats", type=int, default=3)
    asked.add_argument("--home", type=Path, default=None, help="keep the invention here for another run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary) / "home"
        homes.ready(home, options.size)
        homes.open_home(home)
        print(side_by_side.machine() + "\n")
        _print(_measured(home, options.repeats))


def _measured(home: Path, repeats: int) -> dict[str, list[Made]]:
    group = _first_group()
    steps: dict[str, Callable[[int], object]] = {
        "nothing is there": lambda at: shutil.rmtree(home / "state" / "cubes", ignore_errors=True),
        "nothing changed": lambda at: None,
        "a summer was published anew": lambda at: _publish(home, at),
        "it was withdrawn": lambda at: _withdraw(),
        "a school joined a group": lambda at: _join(group, at),
    }
    found: dict[str, list[Made]] = {name: [] for name in steps}
    for at in range(repeats):
        for name, step in steps.items():
            step(at)
            found[name].append(_after(home, group))
    return found


def _print(found: dict[str, list[Made]]) -> None:
    whole = found["nothing is there"]
    print("| after | cubes made | cells made | seconds | of making all | one group, seconds | all groups, seconds |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, made in found.items():
        share = [one.seconds / other.seconds for one, other in zip(made, whole, strict=True)]
        cells = [
            name, f"{made[0].cubes}", f"{made[0].cells:,}", side_by_side.spread([each.seconds for each in made], 2),
            side_by_side.spread(share, 2), side_by_side.spread([each.one for each in made], 3),
            side_by_side.spread([each.all for each in made], 2),
        ]  # fmt: skip
        print(f"| {' | '.join(cells)} |")


def _after(home: Path, group: Any) -> Made:
    cubes, tables = homes.module("accord.performance.cubes"), homes.module("accord.performance.tables")
    reader = homes.module("accord.accounts.readers").Reader.operator()
    cubes.forget()
    folder = home / "state" / "cubes"
    before = {path.name for path in folder.iterdir()} if folder.exists() else set()
    took, count = _seconds(homes.module("accord.performance.tasks").make_cubes_ready.call)
    made = [path for path in folder.iterdir() if path.name not in before]
    cells = sum(np.load(path / "number.npy", mmap_mode="r").size for path in made)
    years = homes.module("accord.performance.catalogue").years_with_releases(MEASURE, reader)
    selections = homes.module("accord.performance.selections")
    one = selections.Selection(selections.Who.group(group.slug), (MEASURE,), tuple(years))
    queries, slugs = homes.module("accord.performance.queries"), _slugs()
    alone, _ = _seconds(lambda: queries.figures(one, reader))
    everybody, _ = _seconds(lambda: tables.figure_table(slugs, (MEASURE,), years, reader))
    return Made(count, cells, took, alone, everybody)


def _seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def _publish(home: Path, at: int) -> None:
    intakes = homes.module("accord.intake.actions.intakes")
    largest = max((home / "invented-files").glob("england_*_ks2final.csv"), key=lambda path: path.stat().st_size)
    path = home / "anew.csv"
    path.write_bytes(largest.read_bytes().replace(b",SUPP,", b",NE,", at + 1))
    said = homes.module("accord.demo.files").sent_with(largest)
    asked = intakes.Asked(year=said.year, settled="final")
    intake = intakes.take_in(path=path, name=largest.name, asked=asked, by=None, at=_now())
    path.unlink()
    if intake.progress != "published":
        raise SystemExit(f"{largest.name} was not published: {intake.progress} {intake.problems}")


def _withdraw() -> None:
    releases = homes.module("accord.intake.actions.releases")
    standing = homes.module("accord.intake.models.releases").Release.objects.filter(withdrawn_at=None)
    newest = standing.order_by("-pk").first()
    releases.withdraw(release=newest, by=None, at=_now(), because="Only there to be measured.")


def _join(group: Any, at: int) -> None:
    schools = homes.module("accord.register.models.schools").Establishment.objects
    theirs = list(group.memberships.values_list("urn", flat=True))
    others = schools.filter(stands=True, status="open", phase="primary").exclude(urn__in=theirs)
    join = homes.module("accord.register.actions.memberships").join
    join(group=group, urn=others.order_by("urn")[at].urn, starts_on=None, by=None, at=_now())


def _first_group() -> Any:
    return homes.module("accord.register.models.groups").Group.objects.get(slug=_slugs()[0])


def _slugs() -> Sequence[str]:
    known = homes.module("accord.register.models.groups").Group.objects.filter(kept_by="people", ends_before=None)
    return list(known.filter(memberships__isnull=False).distinct().order_by("slug").values_list("slug", flat=True))


def _now() -> Any:
    return homes.module("django.utils.timezone").now()


if __name__ == "__main__":
    main()
