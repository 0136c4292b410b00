"""Puts a checked candidate where releases live: new files under a new name, flushed to disk, never rewritten.

The database row that points at a release is written by `intake` afterwards. A folder that no row points at
is an orphan of something killed; it harms nobody and is swept after an hour.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import polars as pl

from accord.warehouse.hashes import write_hashes
from accord.warehouse.records.preparing import RECORDS_FILE

ORPHANS_ARE_KEPT_SECONDS = 3600
PARTIAL = ".part"
"""How the name of a copy ends that is still being made."""


@contextmanager
def publish_lock(home: Path) -> Iterator[None]:
    """Only one process places or sweeps releases at a time; the lock goes with the process that holds it."""
    with (home / "publish.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def raw_lock(home: Path, *, dropping: bool = False) -> Iterator[None]:
    """Many receive files at once; who drops files that nobody needs any more is alone meanwhile."""
    with (home / "raw.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX if dropping else fcntl.LOCK_SH)
        yield


def place(candidate: Path, releases: Path, release_id: str) -> Path:
    """Flush a candidate's files and move its folder to ``releases/<id>`` in one step; the new folder.

    What its files are is written down among them.
    """
    write_hashes(candidate)
    for path in sorted(candidate.iterdir()):
        _flush(path)
    _flush(candidate)
    target = releases / release_id
    os.rename(candidate, target)
    _flush(releases)
    return target


def codes_in(candidate: Path, level: str) -> list[str]:
    """The codes of the rows of a level in a candidate, before it is published."""
    if (candidate / RECORDS_FILE).exists():
        kept = pl.scan_parquet(candidate / RECORDS_FILE)
        urns = [name for name in ("urn", "link_urn") if level == "school" and name in kept.collect_schema().names()]
        return [code for name in urns for code in kept.select(name).unique().collect()[name].to_list()]
    rows = pl.scan_parquet(candidate / "places.parquet").filter(pl.col("level") == level)
    return rows.select("code").collect()["code"].to_list()


def keep_raw(source: Path, raw: Path, sha256: str) -> Path:
    """Keep the bytes that were sent, under their hash. The same bytes are kept once."""
    target = raw / sha256
    if target.exists():
        return target
    partial = raw / f"{sha256}.{uuid4().hex}{PARTIAL}"
    try:
        shutil.copyfile(source, partial)
        _flush(partial)
        os.rename(partial, target)
    except BaseException:
        partial.unlink(missing_ok=True)  # on a full disk every byte counts
        raise
    _flush(raw)
    return target


def sweep(folder: Path, referenced: Collection[str], now: float | None = None) -> list[str]:
    """Remove what nothing points at and is over an hour old; the names removed. Call under the lock."""
    removed = []
    oldest = (now if now is not None else time.time()) - ORPHANS_ARE_KEPT_SECONDS
    for path in sorted(folder.iterdir()):
        with suppress(FileNotFoundError):  # whoever is done with a folder of staging removes it without the lock
            if path.name in referenced or path.lstat().st_mtime > oldest:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            removed.append(path.name)
    return removed


def sweep_partial(raw: Path, now: float | None = None) -> list[str]:
    """Remove copies that were begun over an hour ago and never ended; whole files stay. Call under the lock."""
    whole = {path.name for path in raw.iterdir() if path.suffix != PARTIAL}
    return sweep(raw, whole, now)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
