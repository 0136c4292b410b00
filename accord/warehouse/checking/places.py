"""Checks the codes of places: URNs, authority numbers, trusts' UIDs and the URNs of their schools."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from accord.warehouse.checking.levels import WORDS, with_levels
from accord.warehouse.checking.row_order import with_authorities_by_place
from accord.warehouse.forms import Form, Level
from accord.warehouse.problems import Findings, Problem
from accord.warehouse.tables import ROW, Table

ENGLAND_CODE = "E92000001"
PLACE_FIELDS = ("la", "name", "estab", "postcode", "school_type", "closed")
"""What is kept of a place as printed, beside its level, code, kind and members."""

_URN = re.compile(r"[1-9][0-9]{5}")
_AUTHORITY = re.compile(r"[0-9]{3}")
_UID = re.compile(r"[0-9]{1,6}")
_ANY = re.compile(r".+", re.DOTALL)
_BETWEEN_MEMBERS = re.compile(r"[\s,;|]+")
_FIRST_FILLED = ("name", "region")
"""Fields of which a file may have one column for each level."""
_NOTHING = ("", "0", "NA", "N/A", "Z", "X", "C", ":")
_LOCAL = (Level.SCHOOL.value, Level.AUTHORITY.value)


def check_places(table: Table, frame: pl.DataFrame, findings: Findings, warnings: Findings) -> pl.DataFrame:
    """The rows that are kept, with ``level``, ``code``, ``kind``, ``members`` and the place fields beside them."""
    frame = with_levels(table, frame, findings, warnings)
    fields = (*PLACE_FIELDS, "urn", "uid", "laestab", "region")
    frame = frame.with_columns(_field(table.form, frame, name) for name in fields)
    frame = frame.with_columns(pl.coalesce("la", _from_laestab()).alias("la")).drop("laestab")
    frame = frame.with_columns(_members(table, frame, findings))
    if table.form.levels.authority_follows_its_schools and not _header(table, "la"):
        frame = with_authorities_by_place(frame)
    _check_codes(table, frame, findings, warnings)
    frame = frame.with_columns(_code().alias("code"), _authority().alias("la"))
    return frame.drop("urn", "uid", "region")


def _header(table: Table, name: str) -> str | None:
    """The header of a place column, of those the form knows, that is in this table."""
    return next((header for header in table.form.places.get(name, ()) if header in table.printed), None)


def _field(form: Form, frame: pl.DataFrame, name: str) -> pl.Series:
    """A place column; null where it is blank or where the form or the file has none."""
    there = [header for header in form.places.get(name, ()) if header in frame.columns]
    if not there:
        return pl.Series(name, [], dtype=WORDS).extend_constant(None, frame.height)
    filled = [frame[header].set(frame[header] == "", None) for header in there]
    if name in _FIRST_FILLED and len(filled) > 1:
        return pl.select(pl.coalesce(each.alias(str(at)) for at, each in enumerate(filled))).to_series().alias(name)
    return filled[0].alias(name)


def _from_laestab() -> pl.Expr:
    """An authority's number is the first three of the seven digits of LAESTAB."""
    return pl.col("laestab").cast(pl.String).str.extract(r"^([0-9]{3})/?[0-9]{4}$").cast(WORDS)


def _code() -> pl.Expr:
    level = pl.col("level")
    return (
        pl.when(level == Level.SCHOOL.value)
        .then(pl.col("urn"))
        .when(level == Level.AUTHORITY.value)
        .then(pl.coalesce("la", "uid"))
        .when(level == Level.REGION.value)
        .then(pl.coalesce("region", "la"))
        .when(level == Level.TRUST.value)
        .then(pl.col("uid"))
        .otherwise(pl.lit(ENGLAND_CODE).cast(WORDS))
    )


def _authority() -> pl.Expr:
    return pl.when(pl.col("level").is_in(_LOCAL)).then(pl.col("la")).otherwise(None)


def _check_codes(table: Table, frame: pl.DataFrame, findings: Findings, warnings: Findings) -> None:
    rows = frame.select(ROW, "level", "urn", "la", "uid", pl.coalesce("region", "la").alias("region"))
    numbered = rows.filter(frame["members"].is_null())
    schools = rows.filter(pl.col("level") == Level.SCHOOL.value)
    located = schools.filter(pl.col("la").is_not_null())
    _check_code(table, schools, "urn", _URN, findings)
    _check_code(table, rows.filter(pl.col("level") == Level.TRUST.value), "uid", _UID, findings)
    _check_code(table, numbered.filter(pl.col("level") == Level.AUTHORITY.value), "la", _AUTHORITY, findings)
    _check_code(table, located, "la", _AUTHORITY, findings)
    _check_code(table, rows.filter(pl.col("level") == Level.REGION.value), "region", _ANY, findings)
    if table.form.places.get("la") and (lost := schools.height - located.height):
        row = int(schools.filter(pl.col("la").is_null())[ROW][0])
        warnings.add(_no_authority(table, lost, row))


_CODE_WORDS = {
    "urn": ("urn_not_six_digits", "urn_missing", "URN", "six digits and does not begin with 0"),
    "la": ("la_not_three_digits", "la_missing", "local authority number", "three digits"),
    "region": ("region_unreadable", "region_missing", "code of a region", "any text"),
    "uid": ("uid_not_a_number", "uid_missing", "UID of a trust", "a number of up to six digits"),
}


def _check_code(table: Table, rows: pl.DataFrame, name: str, form: re.Pattern[str], findings: Findings) -> None:
    malformed, missing, words, meant = _CODE_WORDS[name]
    wrong = [text for text in rows[name].unique() if text is not None and not form.fullmatch(text)]
    codes = pl.col(name)
    for code, at in ((missing, codes.is_null()), (malformed, codes.is_in(wrong))):
        bad = rows.filter(at) if code == missing or wrong else rows.clear()
        for row, text in bad.select(ROW, name).head(findings.listed).iter_rows():
            message = (
                f"Row {row:,} has no {words}, so it cannot be told whose figures these are."
                if text is None
                else f"Row {row:,}: “{text[:80]}” is not a {words}, which is {meant}."
            )
            fix = f"Put the published {words} back, or delete the row if it is a note."
            findings.add(table.problem(code, message, fix, row=row, column=_header(table, name), value=text))
        findings.count(code, max(0, bad.height - findings.listed))


def _no_authority(table: Table, count: int, row: int) -> Problem:
    return table.problem(
        "school_without_authority",
        f"{count:,} school rows name no local authority. They count in groups, but not in an "
        "authority.",
        "Fill in the authority's number if these schools should count there.",
        row=row,
        column=_header(table, "la"),
    )


def _members(table: Table, frame: pl.DataFrame, findings: Findings) -> pl.Series:
    """The URNs of each trust's schools; those that are none are problems."""
    members = pl.List(pl.String)
    column = _header(table, "members")
    if column is None:
        return pl.Series("members", [], dtype=members).extend_constant(None, frame.height)
    listed = [_urns(text) for text in _field(table.form, frame, "members")]
    for row, urns in zip(frame[ROW], listed, strict=True):
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
    return pl.Series("members", listed, dtype=members)


def _urns(text: str | None) -> list[str] | None:
    if text is None or text.upper() in _NOTHING:
        return None
    return [part for part in _BETWEEN_MEMBERS.split(text) if part]


def _malformed(urns: Iterable[str]) -> list[str]:
    return [urn for urn in urns if not _URN.fullmatch(urn)]
