"""Who answers the releases, and DuckDB's texts as Spark says them. Nothing here needs Spark."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sqlglot.errors import SqlglotError

from accord.warehouse import engine as engines
from accord.warehouse.engine import SETTING, DuckDB, EngineMissing, engine
from accord.warehouse.spark.translation import Files, Lists, translated
from tests.factories.overlapping_releases import Sent, stored

TEXT = (
    "select file.release, list_position($variables, file.variable) - 1 as variable, $ids[file.release] as id"
    " from (select *, list_position($paths, filename) as release from read_parquet($paths, filename = true)) as file"
    " join (select unnest($codes) as code, generate_subscripts($codes, 1) - 1 as at) as wanted"
    " on wanted.code = file.code"
    " where file.level = $level and file.la in (select unnest($la_list)) and starts_with(file.code, 'x')"
    " qualify row_number() over (partition by $ranks[file.release] order by file.row) = 1"
)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch):
    """Name an engine, and ask for it anew."""

    def name(which: str) -> engines.Engine:
        monkeypatch.setenv(SETTING, which)
        engine.cache_clear()
        return engine()

    yield name
    engine.cache_clear()


@pytest.mark.parametrize("which", ["", "duckdb", " DuckDB "])
def test_duckdb_answers_unless_another_is_named(which: str, named):
    assert isinstance(named(which), DuckDB)


def test_a_name_that_is_no_engine_is_told_with_those_that_are(named):
    with pytest.raises(EngineMissing, match="there are duckdb and spark"):
        named("sparkle")


def test_spark_that_is_not_installed_is_told_with_what_to_install(named, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.delitem(sys.modules, "accord.warehouse.spark.session", raising=False)
    with pytest.raises(EngineMissing, match=r"python3 run\.py spark"):
        named("spark")


def test_names_of_columns(tmp_path: Path):
    ref = stored(tmp_path, [Sent("final", True, {"100001": ("201", 5)})])[0]
    assert list(DuckDB().names(tmp_path, ref.folder / "cells.parquet"))[:3] == ["variable", "level", "code"]


def test_files_and_lists_become_views():
    told = translated(TEXT)
    assert [(each.paths, each.named) for each in told.files] == [("paths", True)]
    assert [each.columns for each in told.lists] == [(("code", "codes"), ("at", None)), (("value", "la_list"),)]
    assert isinstance(told.files[0], Files) and isinstance(told.lists[0], Lists)
    for view in (*told.files, *told.lists):
        assert f"FROM {view.view}" in told.sql
    assert told.bound == {"variables", "ids", "paths", "level", "ranks"}


def test_places_of_lists_count_from_one_and_nothing_of_duckdb_is_left():
    told = translated(TEXT)
    assert "ELEMENT_AT(:ids, CAST(file.release AS INT))" in told.sql
    assert "ARRAY_POSITION(:variables, file.variable) - 1" in told.sql
    assert "_w = 1" in told.sql
    for strange in ("read_parquet", "unnest", "generate_subscripts", "list_position", "qualify", "$"):
        assert strange not in told.sql.lower()


def test_files_whose_names_nobody_asks_for_have_no_such_column():
    told = translated("select * from read_parquet($path) where urn in (select unnest($codes))")
    assert [(each.paths, each.named) for each in told.files] == [("path", False)]


def test_what_is_no_sql_is_refused():
    with pytest.raises(SqlglotError):
        translated("select from where (")
