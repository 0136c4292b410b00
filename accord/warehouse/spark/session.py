"""The engine of Spark: one session a process, views of the files asked, and the answers as DuckDB gives them.

It reads the releases where they lie, so every machine of a cluster has to see the folder under the same path.
"""

from __future__ import annotations

import functools
import hashlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from accord.warehouse.spark.translation import FILENAME, Files, Lists, translated

MASTER = "ACCORD_SPARK_MASTER"
"""The setting that says where Spark runs: ``local[2]`` (in this machine, as it is without), ``spark://host:7077``."""
_HERE = "local[2]"
_LOCK = threading.Lock()
_NUMBERS = count()


class OutsideTheReleases(PermissionError):
    """A file was asked for that is not in the folder of releases."""


class Spark:
    """Answers DuckDB's texts by Spark SQL."""

    def rows(self, releases: Path, sql: str, bound: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of the answer."""
        found = self._asked(releases, sql, bound)
        return [tuple(row) for row in zip(*(column.to_pylist() for column in found.columns), strict=True)]

    def columns(self, releases: Path, sql: str, bound: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer by column: arrays, NaN where a number is missing."""
        found = self._asked(releases, sql, bound)
        return {name: found.column(name).to_numpy() for name in found.column_names}

    def names(self, releases: Path, path: Path) -> Sequence[str]:
        """The columns of a file of the folder."""
        _inside(releases, [str(path)])
        return list(_session().read.parquet(str(path)).columns)

    def _asked(self, releases: Path, sql: str, bound: Mapping[str, Any]) -> pa.Table:
        text, session = translated(sql), _session()
        with _views(session, text.files, text.lists, releases, bound) as names:
            told = text.sql
            for before, after in names.items():
                told = told.replace(before, after)
            return session.sql(told, args={name: bound[name] for name in text.bound}).toArrow()


@contextmanager
def _views(
    session: SparkSession, files: Sequence[Files], lists: Sequence[Lists], releases: Path, bound: Mapping[str, Any]
) -> Iterator[dict[str, str]]:
    """The views of a text, by the names that it has for them. Those of lists are of this question alone."""
    names = {each.view: _view_of_files(session, each, releases, bound) for each in files}
    for each in lists:
        names[each.view] = f"accord_list_{next(_NUMBERS)}"
        session.createDataFrame(_side_by_side(each, bound)).createOrReplaceTempView(names[each.view])
    try:
        yield names
    finally:
        for each in lists:
            session.catalog.dropTempView(names[each.view])


def _view_of_files(session: SparkSession, files: Files, releases: Path, bound: Mapping[str, Any]) -> str:
    """A view of some files; one that was made before stands, because a release never changes."""
    paths = bound[files.paths] if isinstance(bound[files.paths], list) else [bound[files.paths]]
    _inside(releases, paths)
    digest = hashlib.sha256("\n".join([str(files.named), *paths]).encode()).hexdigest()[:24]
    name = f"accord_read_{digest}"
    with _LOCK:
        if not session.catalog.tableExists(name):
            _read(session, paths, named=files.named).createOrReplaceTempView(name)
    return name


def _read(session: SparkSession, paths: Sequence[str], *, named: bool) -> DataFrame:
    rows = session.read.parquet(*paths)
    if not named:
        return rows
    # Spark tells a file as an address; the path is asked for.
    plain = F.url_decode(F.replace(F.col("_metadata.file_path"), F.lit("+"), F.lit("%2B")))
    return rows.withColumn(FILENAME, F.regexp_replace(plain, "^file:/+", "/"))


def _side_by_side(lists: Lists, bound: Mapping[str, Any]) -> pa.Table:
    first = next(parameter for _, parameter in lists.columns if parameter is not None)
    columns = {
        name: list(range(len(bound[first]))) if parameter is None else bound[parameter]
        for name, parameter in lists.columns
    }
    # Of an empty list nobody can tell what it would hold; text compares with anything.
    return pa.table({name: pa.array(each, None if each else pa.string()) for name, each in columns.items()})


def _inside(releases: Path, paths: Sequence[str]) -> None:
    """DuckDB's connection is locked into the folder; Spark's is not, so it is seen to here."""
    folder = releases.resolve()
    for each in paths:
        if not Path(each).resolve().is_relative_to(folder):
            raise OutsideTheReleases(f"{each} is not among the releases in {folder}")


@functools.lru_cache(maxsize=1)
def _started() -> SparkSession:
    master = os.environ.get(MASTER, "").strip() or _HERE
    build = SparkSession.builder.appName("accord").master(master)
    build = build.config("spark.sql.session.timeZone", "UTC").config("spark.ui.enabled", "false")
    if master.startswith("local"):
        # Nothing of it is open to a network, and small answers are not cut into two hundred.
        build = build.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        build = build.config("spark.sql.shuffle.partitions", "2").config("spark.ui.showConsoleProgress", "false")
    session: SparkSession = build.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _session() -> SparkSession:
    """The session of this process: threads share it."""
    with _LOCK:
        return _started()
