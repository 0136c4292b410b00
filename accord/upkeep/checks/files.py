"""Whether every file that the database names is there as it was kept, and nothing lies about that nobody names."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from accord.intake.actions.orphans import sweep_orphans, write_missing_hashes
from accord.intake.queries.stored import faulty_raw, faulty_releases, orphans, without_hashes
from accord.sharing.models.signatures import Scan
from accord.sharing.queries.scans import scan_path
from accord.upkeep.findings import Asked, Finding, many

LEAST_FREE = 1024**3
FROM_A_BACKUP = "Take them out of a backup: it is a ZIP, and they lie in it under home/, by the same names."


def altered(asked: Asked) -> Iterator[Finding]:
    """Files that are missing, or are not what they were."""
    releases, raw, scans = list(faulty_releases()), list(faulty_raw()), list(_faulty_scans())
    if releases:
        yield Finding(
            f"{many(len(releases), 'file')} of releases missing or altered",
            "Figures made from them may be wrong, or cannot be made.",
            f"{FROM_A_BACKUP} Or withdraw the release and send its file again.",
            [f"{each} ({each.of})" for each in releases],
        )
    if raw:
        yield Finding(
            f"{many(len(raw), 'sent file')} missing or altered",
            "A figure can no longer be followed back to what was sent. The figures themselves do not need them.",
            f"{FROM_A_BACKUP} Or ask whoever sent them.",
            [f"{each} ({each.of})" for each in raw],
        )
    if scans:
        yield Finding(
            f"{many(len(scans), 'scan')} of signed agreements missing or altered",
            "That an agreement was signed on paper can no longer be shown from here.",
            f"{FROM_A_BACKUP} Or scan the paper again.",
            scans,
        )


def _faulty_scans() -> Iterator[str]:
    for sha256 in Scan.objects.order_by("sha256").values_list("sha256", flat=True).distinct():
        path = scan_path(sha256)
        if not path.is_file():
            yield f"scans/{sha256} is missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield f"scans/{sha256} was altered"


def unnamed(asked: Asked) -> Iterator[Finding]:
    """What nothing points at."""
    found = orphans(asked.at.timestamp())
    if found:
        yield Finding(
            f"{many(len(found), 'orphan')}",
            "Something was ended while it received or published a file. They take room and harm nobody.",
            "They go with the next file that is published, or with `accord doctor --mend`.",
            [str(path.relative_to(asked.home)) for path in found],
            mend=lambda: f"{many(len(sweep_orphans()), 'orphan')} removed.",
        )


def unhashed(asked: Asked) -> Iterator[Finding]:
    """Releases of which nobody could say that they were altered."""
    folders = without_hashes()
    if folders:
        yield Finding(
            f"{many(len(folders), 'release')} published before hashes were kept",
            "Whether their files were altered cannot be told.",
            "`accord doctor --mend` writes down what they are now.",
            [f"releases/{folder.name}" for folder in folders],
            note=True,
            mend=lambda: f"The hashes of {many(write_missing_hashes(), 'release')} were written down.",
        )


def little_room(asked: Asked) -> Iterator[Finding]:
    """A disk that is nearly full."""
    free = shutil.disk_usage(asked.home).free
    if free < LEAST_FREE:
        yield Finding(
            f"{free / 2**20:,.0f} MiB are left on the disk",
            "Files will soon be refused because the machine has no room; nothing half done is left then.",
            f"Make room on the disk where {asked.home} is.",
        )


def readable_home(asked: Asked) -> Iterator[Finding]:
    """Files of the home that others of the machine may read."""
    names = ("", "secret_key", "accord.sqlite3", "sign-in-providers.yaml", "raw", "releases", "scans", "staging")
    paths = [path for name in names if (path := asked.home / name).exists() and path.stat().st_mode & 0o077]
    if paths:
        yield Finding(
            f"{many(len(paths), 'file or folder', 'files and folders')} open to others of this machine",
            "They could read keys, people and results that are not public.",
            "`accord doctor --mend` closes them.",
            [str(path) for path in paths],
            mend=lambda: _close(paths),
        )


def _close(paths: list[Path]) -> str:
    for path in paths:
        path.chmod(path.stat().st_mode & 0o700)
    return f"{many(len(paths), 'file or folder', 'files and folders')} closed to others."
