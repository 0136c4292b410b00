"""Writing a world out as files in the published forms."""

from __future__ import annotations

from pathlib import Path

from accord.demo.groups import groups_csv
from accord.demo.levels import PUBLISHED_YEARS
from accord.demo.register import register_files
from accord.demo.tidy import YEAR as TIDY_YEAR
from accord.demo.tidy import attainment, information
from accord.demo.wide import ks2final
from accord.demo.world import World

GROUPS_FILE = "groups.csv"


def write(world: World, folder: Path) -> list[Path]:
    """Write the performance files of every published year into the folder; returns them, oldest first.

    Years to 2024 have one `ks2final` file, with the byte-order mark and line ends of DfE's; 2025 has the
    two tidy files. After them come the files of the register. The list of groups is written too, beside them,
    and is not among the returned files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        f"england_{year}_ks2final.csv": ks2final(world, year) for year in PUBLISHED_YEARS if year < TIDY_YEAR
    }
    texts["ks2_school_attainment_data.csv"] = attainment(world)
    texts["ks2_school_information_data.csv"] = information(world)
    written = []
    for name, text in texts.items():
        path = folder / name
        path.write_bytes(text.encode("utf-8-sig"))
        written.append(path)
    for name, text in register_files(world).items():
        path = folder / name
        path.write_bytes(text.encode("utf-8" if name.endswith("json") else "cp1252"))
        written.append(path)
    (folder / GROUPS_FILE).write_bytes(groups_csv(world.memberships).encode("utf-8"))
    return written
