"""Writing a world out as files in the published forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accord.demo.groups import groups_csv
from accord.demo.levels import LEVEL_YEARS
from accord.demo.levels_file import levels_file
from accord.demo.register import register_files
from accord.demo.tidy import YEAR as TIDY_YEAR
from accord.demo.tidy import attainment, information
from accord.demo.wide import ks2final
from accord.demo.world import World

GROUPS_FILE = "groups.csv"
PROVISIONAL = "ks2provisional"
_YEARS_UNSAID = (*LEVEL_YEARS, 2016)
"""Summers whose files do not say which summer they are of; whoever sends one says it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What is said of a file when it is sent: its summer, where it does not tell itself, and how settled it is."""

    year: int | None = None
    settled: str = "final"


def sent_with(path: Path) -> Sent:
    """What to say when a file of `write` is sent."""
    year = next((year for year in _YEARS_UNSAID if path.name.startswith(f"england_{year}_")), None)
    return Sent(year, "provisional" if PROVISIONAL in path.name else "final")


def is_of_results(path: Path) -> bool:
    """Whether a file of `write` has results, and not a part of the register."""
    return path.name.startswith(("england_", "ks2_"))


def write(world: World, folder: Path) -> list[Path]:
    """Write the performance files of every year that the world has into the folder; returns them, oldest first.

    Years to 2024 have one file, with the byte-order mark and line ends of DfE's, and one more where a provisional file
    came before it; 2025 has the two tidy files. After them come the files of the register, the older first. The list
    of groups is written too, beside them, and is not among the returned files. Each file is written once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in _results(world):
        path = folder / name
        path.write_bytes(text.encode("utf-8-sig"))
        written.append(path)
    for name, text in register_files(world).items():
        path = folder / name
        path.write_bytes(text.encode("utf-8" if name.endswith("json") else "cp1252"))
        written.append(path)
    (folder / GROUPS_FILE).write_bytes(groups_csv(world.memberships).encode("utf-8"))
    return written


def _results(world: World) -> Iterator[tuple[str, str]]:
    for year in sorted(world.tallies):
        if year in LEVEL_YEARS:
            yield f"england_{year}_ks2final.csv", levels_file(world, year)
            continue
        if year in world.provisional:
            yield f"england_{year}_{PROVISIONAL}.csv", ks2final(world, year, provisional=True)
        if year < TIDY_YEAR:
            yield f"england_{year}_ks2final.csv", ks2final(world, year)
        else:
            yield "ks2_school_attainment_data.csv", attainment(world)
            yield "ks2_school_information_data.csv", information(world)
