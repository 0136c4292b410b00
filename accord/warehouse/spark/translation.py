"""DuckDB's SQL as Spark says it. Texts only: nothing here needs Spark.

Spark has no function that reads Parquet files by a bound list of paths, and bound lists are no tables there. So both
become names of views, which whoever runs the text makes first: one for the files of each ``read_parquet``, and one for
each bare ``select unnest(…)`` of bound lists.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import ErrorLevel, exp

FILENAME = "filename"


@dataclass(frozen=True, slots=True)
class Files:
    """A view of Parquet files: its name, the bound paths, and whether each row says which file it is from."""

    view: str
    paths: str
    named: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """A view of bound lists side by side: by column the list, or None for the places in the first, from 0."""

    view: str
    columns: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Translated:
    """A text for Spark, the views that it names, and the parameters that it still binds."""

    sql: str
    files: tuple[Files, ...]
    lists: tuple[Lists, ...]
    bound: frozenset[str]


@functools.lru_cache(maxsize=256)
def translated(sql: str) -> Translated:
    """A text of DuckDB's for Spark. Raises sqlglot.errors.SqlglotError for what it cannot say there."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    lists, files = tuple(_lists(tree)), tuple(_files(tree))
    for call in list(tree.find_all(exp.Anonymous)):
        if call.name.lower() == "list_position":
            call.replace(exp.Anonymous(this="array_position", expressions=call.expressions))
    for at in list(tree.find_all(exp.Bracket)):
        # Both count places from 1, in INT; Spark's own brackets count from 0.
        place = exp.cast(at.expressions[0], "int")
        at.replace(exp.Anonymous(this="element_at", expressions=[at.this, place]))
    bound = frozenset(each.name for each in tree.find_all(exp.Placeholder))
    text = tree.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE)
    return Translated(text, files, lists, bound)


def _files(tree: exp.Expr) -> Iterator[Files]:
    """Each ``read_parquet`` becomes the name of a view."""
    for number, read in enumerate(list(tree.find_all(exp.ReadParquet))):
        paths, *options = read.expressions
        named = any(option.name == FILENAME or option.this.name == FILENAME for option in options)
        view = f"accord_files_{number}"
        read.replace(exp.to_identifier(view))
        yield Files(view, paths.name, named)


def _lists(tree: exp.Expr) -> Iterator[Lists]:
    """Each bare select of bound lists becomes one from the name of a view."""
    for number, select in enumerate(list(tree.find_all(exp.Select))):
        if select.args.get("from_") is not None or select.find(exp.Explode) is None:
            continue
        view = f"accord_lists_{number}"
        columns = tuple((each.alias or "value", _list(each)) for each in select.expressions)
        plain = exp.select(*(name for name, _ in columns)).from_(view)
        select.replace(plain)
        yield Lists(view, columns)


def _list(column: exp.Expr) -> str | None:
    """The list that a column unnests; None of one that counts their places."""
    unnested = column.find(exp.Explode)
    return unnested.this.name if unnested is not None else None
