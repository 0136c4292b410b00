"""No connection of DuckDB reads or writes outside its folder, and there is one place that connects."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import duckdb
import pytest

from accord.warehouse.connection import cursor

ACCORD = Path(__file__).resolve().parents[3] / "accord"
SECRET = "canary-outside-the-folder"
WAYS = (
    "select * from read_csv('{outside}', header = false)",
    "select content from read_text('{outside}')",
    "select content from read_blob('{outside}')",
    "select * from '{outside}'",
    "select * from read_parquet('{outside}.parquet')",
    "select content from read_text('{folder}/../{name}')",
    "select content from read_text('{folder}/./x/../../{name}')",
    "select * from glob('{parent}/*')",
    "select content from read_text('{parent}/*.txt')",
    "select content from read_text('{folder}-beside/secret.txt')",
    "select content from read_text(['{folder}/fine.csv', '{outside}'])",
    "copy (select 1) to '{parent}/written.csv'",
    "copy (select 1) to '{folder}/../written.csv'",
    "attach '{parent}/other.duckdb'",
    "export database '{parent}/dump'",
    "import database '{parent}/dump'",
    "create table t as select * from read_csv('{outside}', header = false)",
    "install httpfs",
    "load httpfs",
    "select * from read_csv('https://elsewhere.example/x.csv')",
    "set enable_external_access = true",
    "set allowed_directories = ['/']",
    "set lock_configuration = false",
    "reset allowed_directories",
    "pragma enable_external_access = true",
    "set extension_directory = '{parent}'",
    "set home_directory = '{parent}'",
)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """A folder of releases with a file in it, and secrets beside and above it."""
    folder = tmp_path / "releases"
    for each in (folder, tmp_path / "releases-beside"):
        each.mkdir()
        (each / "secret.txt").write_text(SECRET)
    (folder / "fine.csv").write_text("a\n1\n")
    outside = tmp_path / "outside.txt"
    outside.write_text(SECRET)
    duckdb.sql(f"copy (select '{SECRET}' as a) to '{outside}.parquet' (format parquet)")
    return {"outside": str(outside), "folder": str(folder), "parent": str(tmp_path), "name": outside.name}


def got_out(asked: duckdb.DuckDBPyConnection, statement: str, parent: Path) -> bool:
    """Whether a statement gave what lies outside, wrote there or changed what holds it in."""
    before = sorted(parent.rglob("*"))
    try:
        answer = asked.execute(statement)
        rows = answer.fetchall() if answer.description else []
    except duckdb.Error:
        return sorted(parent.rglob("*")) != before
    loosened = re.match(r"(?:set|reset|pragma|install|load|attach) ", statement)
    return bool(loosened) or SECRET in str(rows) or bool(rows) or sorted(parent.rglob("*")) != before


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_out(places, way):
    asked = cursor(Path(places["folder"]))
    assert not got_out(asked, way.format(**places), Path(places["parent"]))
    assert asked.execute(f"select a from '{places['folder']}/fine.csv'").fetchall() == [(1,)], "what is inside is read"


def test_an_open_connection_is_found_out(places):
    found = [way for way in WAYS if got_out(duckdb.connect(), way.format(**places), Path(places["parent"]))]
    print(f"{len(WAYS)} ways, {len(found)} lead out of a connection that is not locked")
    assert len(found) >= 12
    assert WAYS[1] in found and WAYS[5] in found and WAYS[11] in found


def connects(program: str) -> list[int]:
    """The lines of a program that open a connection, or use the one that DuckDB has for everybody."""
    openly = ("connect", "sql", "query", "execute", "read_csv", "read_parquet", "read_json", "default_connection")
    return [
        node.lineno
        for node in ast.walk(ast.parse(program))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "duckdb"
        and node.attr in openly
    ]  # fmt: skip


def test_there_is_one_place_that_connects():
    assert connects("import duckdb\nduckdb.connect()\nduckdb.sql('x')\nx.sql('y')\n") == [2, 3]
    programs = sorted(ACCORD.rglob("*.py"))
    found = {str(path.relative_to(ACCORD)): lines for path in programs if (lines := connects(path.read_text("utf-8")))}
    print(f"{len(programs)} programs")
    assert len(programs) > 300
    assert list(found) == ["warehouse/connection.py"] and len(found["warehouse/connection.py"]) == 1
    imported = [path for path in programs if re.search(r"from duckdb import|import duckdb as", path.read_text("utf-8"))]
    assert imported == [], "import duckdb whole, so that this finds what connects"
