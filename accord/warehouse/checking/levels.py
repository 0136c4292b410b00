"""Checks whose figures a row holds, school, authority, trust or England, and leaves out rows of other levels."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from accord.warehouse.forms import Form, Level, LevelAndKind, normal_header
from accord.warehouse.problems import Findings, Problem
from accord.warehouse.tables import ROW, Table, texts

WORDS = pl.Categorical


def with_levels(table: Table, frame: pl.DataFrame, findings: Findings, warnings: Findings) -> pl.DataFrame:
    """The rows that are kept, with ``level`` and ``kind`` (mainstream, special, independent or null) beside them."""
    rule = table.form.levels
    if rule.column is None or rule.constant is not None:
        constant = rule.constant or LevelAndKind(None)
        return frame.with_columns(
            pl.lit(constant.level, dtype=pl.String).cast(WORDS).alias("level"),
            pl.lit(constant.kind, dtype=pl.String).cast(WORDS).alias("kind"),
        )
    found = {text: rule.rows.get(normal_header(text), rule.otherwise) for text in texts(frame[rule.column])}
    for text, what in found.items():
        if what is None:
            _report_unknown(table, frame, text, findings)
        elif what.level is None:
            warnings.add(_left_out(table, frame, text))
    known = {text: what for text, what in found.items() if what is not None}
    levels = _mapped(frame[rule.column], {text: what.level for text, what in known.items()})
    kinds = _mapped(frame[rule.column], {text: what.kind for text, what in known.items()})
    frame = frame.with_columns(levels.alias("level"), kinds.alias("kind"))
    frame = frame.with_columns(_kind(table.form, frame))
    frame = frame.with_columns(_kind_by_type(table.form, frame))
    if frame["level"].null_count():
        frame = frame.filter(pl.col("level").is_not_null())
    return _chosen(table, frame, warnings)


def _mapped(column: pl.Series, words: Mapping[str, str | None]) -> pl.Series:
    if not words:
        return pl.Series(column.name, [None] * len(column), dtype=WORDS)
    meant = pl.Series([None if word is None else str(word) for word in words.values()], dtype=WORDS)
    return column.replace_strict(list(words), meant, default=None, return_dtype=WORDS)


def _kind(form: Form, frame: pl.DataFrame) -> pl.Series:
    """``special`` or ``mainstream`` where a column tells the type of school; else as the level's rule has it."""
    kind = frame["kind"]
    at_school = frame["level"] == Level.SCHOOL.value
    for column in form.levels.special_columns:
        if column not in frame.columns:
            continue
        told = [text for text in texts(frame[column]) if text]
        special = [text for text in told if _is_special(form, text)]
        for meant, found in (("mainstream", set(told) - set(special)), ("special", set(special))):
            if found:
                kind = kind.set(frame[column].is_in(sorted(found)) & at_school, meant)
    return kind.alias("kind")


def _kind_by_type(form: Form, frame: pl.DataFrame) -> pl.Series:
    """The kind that the type of school stands for, where it stands for one; else the one known already."""
    kind, column = frame["kind"], form.levels.type_column
    if column is None or column not in frame.columns:
        return kind
    at_school = frame["level"] == Level.SCHOOL.value
    for meant in sorted(set(form.levels.kinds.values())):
        told = [text for text in texts(frame[column]) if form.levels.kinds.get(text.strip().upper()) == meant]
        if told:
            kind = kind.set(frame[column].is_in(told) & at_school, meant)
    return kind.alias("kind")


def _is_special(form: Form, text: str) -> bool:
    type_of_school = text.strip().upper()
    return type_of_school in form.levels.special_codes or any(
        word in type_of_school for word in form.levels.special_words
    )


def _report_unknown(table: Table, frame: pl.DataFrame, text: str, findings: Findings) -> None:
    column = table.form.levels.column or ""
    rows = frame.filter(pl.col(column) == text)[ROW]
    expected = ", ".join(table.form.levels.rows)
    said = f"is “{text[:80]}”" if text else "is blank"
    for row in rows.head(findings.listed):
        findings.add(
            table.problem(
                "unknown_level",
                f"Row {row:,}: {table.printed[column]} {said}, so it cannot be told whether the row is a school, "
                "an authority or England.",
                f"Put the published value back (known are {expected}), or delete the row if it is a note.",
                row=row,
                column=column,
                value=text,
            )
        )
    findings.count("unknown_level", max(0, len(rows) - findings.listed))


def _left_out(table: Table, frame: pl.DataFrame, text: str) -> Problem:
    column = table.form.levels.column or ""
    rows = frame.filter(pl.col(column) == text)[ROW]
    return table.problem(
        "rows_left_out",
        f"{len(rows):,} rows of the level “{text}” are left out: Accord keeps schools, authorities, trusts and "
        "England.",
        "Nothing needs doing.",
        row=int(rows[0]),
        column=column,
        value=text,
    )


def _chosen(table: Table, frame: pl.DataFrame, warnings: Findings) -> pl.DataFrame:
    """Of rows that repeat a place once for each kind of school, those of the first kind present."""
    choice = table.form.choice
    if choice is None or choice.column not in frame.columns:
        return frame
    for level in choice.levels:
        here = frame["level"] == level.value
        present = texts(frame.filter(here)[choice.column])
        by_word = {normal_header(text): text for text in present}
        first = next((by_word[word] for word in choice.keep_first if word in by_word), None)
        if first is None or len(present) == 1:
            continue
        dropped = here & (frame[choice.column] != first)
        warnings.add(_repeats(table, frame.filter(dropped), level, first))
        frame = frame.filter(~dropped)
    return frame


def _repeats(table: Table, rows: pl.DataFrame, level: Level, kept: str) -> Problem:
    where = "authorities" if level is Level.AUTHORITY else "England"
    return table.problem(
        "rows_left_out",
        f"{rows.height:,} rows of {where} are left out: they are for other kinds of school than “{kept}”.",
        "Nothing needs doing.",
        row=int(rows[ROW][0]),
        column=table.form.choice.column if table.form.choice else None,
    )
