"""Checks across the cells of a row and across rows: limits the right way round, nobody counted twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

from accord.warehouse.checking.blocks import Block
from accord.warehouse.checking.figures import number_of, status_of
from accord.warehouse.problems import Findings
from accord.warehouse.tables import ROW, Table

_SUFFIX = re.compile(r"_\d\d$")
_KEY = ("level", "code")


def check_limits(table: Table, frame: pl.DataFrame, findings: Findings) -> None:
    """Every lower confidence limit is at or below its upper one; a row where it is not has slipped."""
    for lower, upper in _pairs(table):
        wrong = frame.filter(pl.col(number_of(lower)) > pl.col(number_of(upper))).select(
            ROW, pl.col(lower).cast(pl.String), pl.col(upper).cast(pl.String).alias("above")
        )
        for row, low, high in wrong.head(findings.listed).iter_rows():
            findings.add(
                table.problem(
                    "limits_reversed",
                    f"Row {row:,}: the lower limit {table.printed[lower]} ({low}) is above the upper limit "
                    f"{table.printed[upper]} ({high}).",
                    "Put the published limits back; the two may have changed places, or the row has slipped.",
                    row=row,
                    column=lower,
                    value=low,
                )
            )
        findings.count("limits_reversed", max(0, wrong.height - findings.listed))


def _pairs(table: Table) -> Iterator[tuple[str, str]]:
    """The pairs of limits among the table's figures, those of prior years too."""
    suffixes = {""} | {found.group() for name in table.figures if (found := _SUFFIX.search(name))}
    for lower, upper in table.form.limits:
        for suffix in sorted(suffixes):
            if lower + suffix in table.figures and upper + suffix in table.figures:
                yield lower + suffix, upper + suffix


def without_repeats(table: Table, block: Block, findings: Findings) -> tuple[Block, list[int]]:
    """The block with each place once, and the rows left out because they repeat one word for word.

    The same place twice with different figures is a problem: it cannot be told which counts.
    """
    repeated = block.frame.select(_KEY).is_duplicated()
    if not repeated.any():
        return block, []
    left_out: list[int] = []
    for rows in block.frame.filter(repeated).partition_by(_KEY, maintain_order=True):
        different = _different(block, rows)
        if different is None:
            left_out.extend(rows[ROW].to_list()[1:])
        else:
            _report(table, rows, *different, findings)
    kept = block.frame.filter(~pl.col(ROW).is_in(left_out))
    return Block(kept, block.columns), left_out


def _different(block: Block, rows: pl.DataFrame) -> tuple[str, int] | None:
    """The first figure in which rows of one place differ, and the position of the row that differs."""
    for column in block.columns.values():
        said = list(zip(rows[number_of(column)].to_list(), rows[status_of(column)].to_list(), strict=True))
        for position in range(1, len(said)):
            if said[position] != said[0]:
                return column, position
    return None


def _report(table: Table, rows: pl.DataFrame, column: str, position: int, findings: Findings) -> None:
    first, row = int(rows[ROW][0]), int(rows[ROW][position])
    level, code = rows["level"][0], rows["code"][0]
    printed: Sequence[str] = rows[column].cast(pl.String).to_list()
    who = {"school": f"School {code}", "authority": f"Authority {code}", "trust": f"Trust {code}"}.get(
        level, "England"
    )
    findings.add(
        table.problem(
            "twice_with_different_figures",
            f"{who} is in rows {first:,} and {row:,} with different figures: {table.printed[column]} is "
            f"“{printed[0]}” and “{printed[position]}”.",
            "Keep the row that is right and delete the other.",
            row=row,
            column=column,
            value=printed[position],
        )
    )
