"""Checks whose figures a row holds: its level, its code, its authority; leaves out rows of levels not kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import polars as pl

from accord.warehouse.forms import Form, Level, LevelAndKind, normal_header
from accord.warehouse.problems import Findings, Problem
from accord.warehouse.tables import ROW, Table, texts

ENGLAND_CODE = "E92000001"
PLACE_FIELDS = ("la", "name", "estab", "postcode", "school_type", "closed")
"""What is kept of a place as printed, beside its level, code, kind and members."""

_URN = re.compile(r"[1-9][0-9]{5}")
_AUTHORITY = re.compile(r"[0-9]{3}")
_UID = re.compile(r"[0-9]{1,6}")
_BETWEEN_MEMBERS = re.compile(r"[\s,;|]+")
_NOTHING = ("", "0", "NA", "N/A", "Z", "X", "C", ":")


def check_places(table: Table, frame: pl.DataFrame, findings: Findings, warnings: Findings) -> pl.DataFrame:
    """The rows that are kept, with ``level``, ``code``, ``kind``, ``members`` and the place fields beside them."""
    frame = _with_levels(table, frame, findings, warnings)
    frame = _chosen(table, frame, warnings)
    frame = frame.with_columns(_field(table.form, frame, name) for name in PLACE_FIELDS)
    frame = frame.with_columns(
        _field(table.form, frame, "urn"), _field(table.form, frame, "uid"), _kind(table.form, frame)
    )
    _check_codes(table, frame, findings, warnings)
    frame = frame.with_columns(_code().alias("code"), _authority().alias("la"), _members(table.form, frame))
    _check_members(table, frame, findings)
    return frame.drop("urn", "uid")


def _with_levels(table: Table, frame: pl.DataFrame, findings: Findings, warnings: Findings) -> pl.DataFrame:
    rule = table.form.levels
    if rule.column is None or rule.constant is not None:
        constant = rule.constant or LevelAndKind(None)
        return frame.with_columns(
            pl.lit(constant.level, dtype=pl.String).alias("level"),
            pl.lit(constant.kind, dtype=pl.String).alias("kind"),
        )
    found = {text: rule.rows.get(normal_header(text)) for text in texts(frame[rule.column])}
    text_column = frame[rule.column].cast(pl.String)
    for text, what in found.items():
        if what is None:
            _report_unknown_level(table, frame.filter(text_column == text), text, findings)
        elif what.level is None:
            rows = frame.filter(text_column == text)
            warnings.add(_left_out(table, text, rows.height, int(rows[ROW][0])))
    known = {text: what for text, what in found.items() if what is not None}
    frame = frame.with_columns(
        _mapped(text_column, {text: what.level for text, what in known.items()}).alias("level"),
        _mapped(text_column, {text: what.kind for text, what in known.items()}).alias("kind"),
    )
    return frame.filter(pl.col("level").is_not_null())


def _mapped(column: pl.Series, words: Mapping[str, str | None]) -> pl.Series:
    return (
        column.replace_strict(
            list(words),
            [None if word is None else str(word) for word in words.values()],
            default=None,
            return_dtype=pl.String,
        )
        if words
        else pl.Series(column.name, [None] * len(column), dtype=pl.String)
    )


def _report_unknown_level(table: Table, rows: pl.DataFrame, text: str, findings: Findings) -> None:
    column = table.form.levels.column or ""
    expected = ", ".join(table.form.levels.rows)
    for row in rows[ROW].head(findings.listed):
        findings.add(
            table.problem(
                "unknown_level",
                f"Row {row:,}: {table.printed[column]} is {'blank' if not text else f'“{text}”'}, so it cannot be "
                "told whether the row is a school, an authority or England.",
                f"Put the published value back; known are {expected.lower() if text else expected}.",
                row=row,
                column=column,
                value=text,
            )
        )
    findings.count("unknown_level", max(0, rows.height - findings.listed))


def _left_out(table: Table, text: str, count: int, row: int) -> Problem:
    return table.problem(
        "rows_left_out",
        f"{count:,} rows of the level “{text}” are left out: Accord keeps schools, authorities, trusts and England.",
        "Nothing needs doing.",
        row=row,
        column=table.form.levels.column,
        value=text,
    )


def _chosen(table: Table, frame: pl.DataFrame, warnings: Findings) -> pl.DataFrame:
    """Of rows that repeat a place once for each kind of school, those of the first kind present."""
    choice = table.form.choice
    if choice is None or choice.column not in frame.columns:
        return frame
    words = frame[choice.column].cast(pl.String).str.to_uppercase()
    keep = pl.Series([True] * frame.height, dtype=pl.Boolean)
    for level in choice.levels:
        here = frame["level"] == level.value
        present = set(words.filter(here).unique().to_list())
        first = next((word for word in choice.keep_first if word in present), None)
        if first is None:
            continue
        dropped = here & (words != first)
        keep = keep & ~dropped
        if count := int(dropped.sum()):
            warnings.add(
                table.problem(
                    "rows_left_out",
                    f"{count:,} rows of the level {level.value} are left out: they repeat it for kinds of school "
                    f"other than “{first.capitalize()}”.",
                    "Nothing needs doing.",
                    row=int(frame.filter(dropped)[ROW][0]),
                    column=choice.column,
                )
            )
    return frame.filter(keep)


def _field(form: Form, frame: pl.DataFrame, name: str) -> pl.Series:
    """A place column as text; null where it is blank or the form or the file has none."""
    header = next((header for header in form.places.get(name, ()) if header in frame.columns), None)
    if header is None:
        return pl.Series(name, [None] * frame.height, dtype=pl.String)
    text = frame[header].cast(pl.String)
    return text.set(text == "", None).alias(name)


def _kind(form: Form, frame: pl.DataFrame) -> pl.Series:
    """``special`` where the form says how to tell and the row says so; else as the level's rule has it."""
    kind = frame["kind"]
    special = pl.Series([False] * frame.height, dtype=pl.Boolean)
    for column in form.levels.special_columns:
        if column in frame.columns:
            for word in form.levels.special_words:
                special = special | frame[column].cast(pl.String).str.to_uppercase().str.contains(
                    word, literal=True
                )
    at_school = frame["level"] == Level.SCHOOL.value
    return kind.set(special & at_school, "special").alias("kind")


def _code() -> pl.Expr:
    level = pl.col("level")
    return (
        pl.when(level == Level.SCHOOL.value)
        .then(pl.col("urn"))
        .when(level == Level.AUTHORITY.value)
        .then(pl.col("la"))
        .when(level == Level.TRUST.value)
        .then(pl.col("uid"))
        .otherwise(pl.lit(ENGLAND_CODE))
    )


def _authority() -> pl.Expr:
    local = pl.col("level").is_in([Level.SCHOOL.value, Level.AUTHORITY.value])
    return pl.when(local).then(pl.col("la")).otherwise(None)


def _check_codes(table: Table, frame: pl.DataFrame, findings: Findings, warnings: Findings) -> None:
    schools = frame.filter(pl.col("level") == Level.SCHOOL.value)
    _check_code(table, schools, "urn", _URN, findings)
    trusts = frame.filter(pl.col("level") == Level.TRUST.value)
    _check_code(table, trusts, "uid", _UID, findings)
    authorities = frame.filter(pl.col("level") == Level.AUTHORITY.value)
    _check_code(table, authorities, "la", _AUTHORITY, findings)
    located = schools.filter(pl.col("la").is_not_null())
    _check_code(table, located, "la", _AUTHORITY, findings)
    if table.form.places.get("la") and (lost := schools.height - located.height):
        row = int(schools.filter(pl.col("la").is_null())[ROW][0])
        warnings.add(_no_authority(table, lost, row))


_CODE_WORDS = {
    "urn": ("urn_not_six_digits", "urn_missing", "URN", "six digits and does not begin with 0"),
    "la": ("la_not_three_digits", "la_missing", "local authority number", "three digits"),
    "uid": ("uid_not_a_number", "uid_missing", "trust's UID", "a number of up to six digits"),
}


def _check_code(
    table: Table, rows: pl.DataFrame, name: str, form: re.Pattern[str], findings: Findings
) -> None:
    malformed, missing, words, meant = _CODE_WORDS[name]
    header = next((h for h in table.form.places.get(name, ()) if h in table.printed), None)
    wrong = [text for text in rows[name].unique() if text is None or not form.fullmatch(text)]
    if not wrong:
        return
    bad = rows.filter(
        pl.col(name).is_null() | pl.col(name).is_in([text for text in wrong if text is not None])
    )
    for row, text in bad.select(ROW, name).head(findings.listed).iter_rows():
        findings.add(
            table.problem(
                missing if text is None else malformed,
                f"Row {row:,} has no {words}, so it cannot be told whose figures these are."
                if text is None
                else f"Row {row:,}: “{text[:80]}” is not a {words}, which is {meant}.",
                f"Put the published {words} back, or delete the row if it is a note.",
                row=row,
                column=header,
                value=text,
            )
        )
    findings.count(malformed if wrong[0] is not None else missing, max(0, bad.height - findings.listed))


def _no_authority(table: Table, count: int, row: int) -> Problem:
    return table.problem(
        "school_without_authority",
        f"{count:,} school rows name no local authority. They count in groups and in England, not in an authority.",
        "Fill in the authority's number if these schools should count there.",
        row=row,
    )


def _members(form: Form, frame: pl.DataFrame) -> pl.Series:
    listed = _field(form, frame, "members").to_list()
    return pl.Series("members", [_urns(text) for text in listed], dtype=pl.List(pl.String))


def _urns(text: str | None) -> list[str] | None:
    if text is None or text.upper() in _NOTHING:
        return None
    return [part for part in _BETWEEN_MEMBERS.split(text) if part]


def _check_members(table: Table, frame: pl.DataFrame, findings: Findings) -> None:
    if frame["members"].null_count() == frame.height:
        return
    column = next(header for header in table.form.places["members"] if header in table.printed)
    for row, urns in frame.select(ROW, "members").iter_rows():
        for urn in _malformed(urns or ()):
            findings.add(
                table.problem(
                    "member_not_six_digits",
                    f"Row {row:,}: “{urn[:80]}” in the list of schools is not a URN, which is six digits.",
                    "Put the published list back: URNs parted by commas or semicolons.",
                    row=row,
                    column=column,
                    value=urn,
                )
            )


def _malformed(urns: Iterable[str]) -> list[str]:
    return [urn for urn in urns if not _URN.fullmatch(urn)]
