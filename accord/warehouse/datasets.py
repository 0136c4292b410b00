"""Families of published files, read from ``definitions/datasets/*.yaml`` and checked key by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from accord.meaning.definitions import DefinitionError, load_yaml
from accord.meaning.entries import Entry
from accord.warehouse.cells import CellStatus, CellType
from accord.warehouse.forms import (
    Column,
    DescribedBy,
    ExtentRule,
    Family,
    Form,
    Layout,
    Level,
    LevelAndKind,
    LevelRule,
    Lookalike,
    RegionRule,
    RowChoice,
    WholeYears,
    YearRule,
    normal_header,
)
from accord.warehouse.record_shapes import RecordColumn, RecordShape, RecordType
from accord.warehouse.templates import Lists, expanded_together

PLACE_COLUMNS = ("urn", "la", "estab", "name", "postcode", "school_type", "closed", "uid", "members", "laestab",
                 "region")
"""What a form may say of a place; each is a list of header names, the first present is read (of a name or region the
first that is filled)."""


def families(places: Sequence[Path]) -> tuple[Family, ...]:
    """Every family the folders of definitions describe; a file that only adds forms joins its family.

    Raises DefinitionError naming the file and the key that is wrong.
    """
    found: dict[str, Family] = {}
    for path, content in load_yaml(places, "datasets").items():
        family = _family(Entry(path, content))
        known = found.get(family.code)
        found[family.code] = family if known is None else _joined(known, family)
    return tuple(found[code] for code in sorted(found))


def _joined(one: Family, other: Family) -> Family:
    """Two files of one family: forms of both, the title and dates of the one that is not an addition."""
    main = one if one.title else other
    return replace(main, forms=one.forms + other.forms, lookalikes=one.lookalikes + other.lookalikes)


def _family(entry: Entry) -> Family:
    shared = {
        "family": entry.text("family"),
        "markers": _markers(entry),
        "bands": {key.upper(): int(value) for key, value in entry.mapping("bands").items()},
        "authorities_that_make_england": entry.whole("authorities_that_make_england", 0),
        "years_without_results": tuple(int(year) for year in entry.items("years_without_school_results")),
        "first_year": entry.whole("first_year", 2010),
        "last_year": entry.whole("last_year", 0) or None,
    }
    entry.text("terms", "")  # on which terms it comes is read by accord.sharing, and so are these
    for key in ("to_schools_at_once", "to_members_at_once", "sums_of_the_unseen"):
        entry.flag(key)
    family = Family(
        code=entry.text("family"),
        title=entry.text("title", ""),
        counted_on=entry.text("counted_on", ""),
        forms=tuple(_form(form, shared) for form in entry.entries("forms")),
        lookalikes=tuple(_lookalike(item) for item in entry.entries("lookalikes")),
    )
    entry.finish()
    return family


def _markers(entry: Entry) -> Mapping[str, CellStatus]:
    return {
        marker.upper(): entry.choice(CellStatus, status, f"markers.{marker}")
        for marker, status in entry.mapping("markers").items()
    }


def _lookalike(entry: Entry) -> Lookalike:
    lookalike = Lookalike(
        code=entry.text("code"),
        all_of=tuple(normal_header(name) for name in entry.items("all_of")),
        any_of=tuple(normal_header(name) for name in entry.items("any_of")),
        message=entry.text("message"),
        fix=entry.text("fix"),
    )
    entry.finish()
    return lookalike


def _form(entry: Entry, shared: Mapping[str, Any]) -> Form:
    lists: Lists = {name: tuple(values) for name, values in entry.mapping("lists").items()}
    columns = _columns(entry, lists)
    records = _records(entry.entry("records"), columns)
    labels = entry.entry("labels")
    form = Form(
        **shared,
        code=entry.text("form"),
        title=entry.text("title"),
        layout=entry.choice(Layout, entry.text("layout"), "layout"),
        recognised_by=_headers(entry.items("recognised_by")),
        not_if=_headers(entry.items("not_if")),
        levels=LevelRule(None, {}, None) if records else _levels(entry.entry("levels")),
        places=_places(entry.entry("places"), columns),
        columns=columns,
        records=records,
        extent=entry.choice(ExtentRule, entry.text("extent"), "extent"),
        year=_year(entry.entry("year"), columns),
        accidents={normal_header(key): value for key, value in entry.mapping("header_accidents").items()},
        endings=_headers(entry.items("header_endings")),
        gives_way=_known(_headers(entry.items("gives_way")), columns),
        labels=_known(_headers(labels.items("columns")), columns),
        topic=next(iter(_known(_headers(labels.items("topic")), columns)), None),
        labels_as_printed=labels.flag("as_printed"),
        plain_topics=_headers(labels.items("plain_topics")),
        same_labels={key.upper(): str(value).upper() for key, value in labels.mapping("same").items()},
        limits=_limits(entry, lists, columns),
        choice=_choice(entry.entry("choose"), columns),
        whole_years=_whole_years(entry.entry("whole_years"), columns),
        regions=_regions(entry.entry("regions"), columns),
        set_aside_without_year=normal_header(entry.text("set_aside_without_year", "")) or None,
        unfilled_rows_pass=entry.flag("unfilled_rows_pass"),
        described_by=_described_by(entry.entry("described_by")),
        promised=tuple(normal_header(str(name)) for name in entry.items("not_available_where_absent")),
    )
    labels.finish()
    entry.finish()
    return replace(form, recognised_by=_known(form.recognised_by, columns))


def _records(entry: Entry, columns: dict[str, Column]) -> RecordShape | None:
    """The shape of a register's records; every header it names becomes a known column of text."""
    kept: list[RecordColumn] = []
    for type_name, named in entry.mapping("columns").items():
        cell_type = entry.choice(RecordType, type_name, f"columns.{type_name}")
        for name, headers in named.items():
            kept.append(RecordColumn(name, cell_type, _known(_headers(headers), columns)))
    shape = RecordShape(
        columns=tuple(kept),
        key=tuple(entry.items("key")),
        once=entry.flag("once"),
        as_of=tuple(entry.items("as_of")),
        left_out=_headers(entry.items("left_out")),
    )
    entry.finish()
    unknown = [name for name in (*shape.key, *shape.as_of) if name not in {e.name for e in kept}]
    if unknown:
        raise entry.error("key", f"{unknown[0]} is not one of the columns")
    return shape if kept else None


def _described_by(entry: Entry) -> DescribedBy | None:
    headers = {name: normal_header(str(header)) for name, header in entry.mapping("columns").items()}
    if not headers:
        return None
    rule = DescribedBy(
        headers,
        normal_header(entry.text("filter")),
        normal_header(entry.text("indicator")),
        normal_header(entry.text("time")),
        _headers(entry.items("beside")),
    )
    entry.finish()
    return rule


def _regions(entry: Entry, columns: dict[str, Column]) -> RegionRule | None:
    column = normal_header(entry.text("column", ""))
    rule = RegionRule(column, {normal_header(one): str(other) for one, other in entry.mapping("same").items()})
    entry.finish()
    return rule if _known([column] if column else [], columns) else None


def _headers(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(normal_header(str(name)) for name in names)


def _known(names: Sequence[str], columns: dict[str, Column]) -> tuple[str, ...]:
    """The same names, after making sure that each is a known column (of text, if nothing else is said)."""
    for name in names:
        columns.setdefault(name, Column(name, CellType.TEXT))
    return tuple(names)


def _columns(entry: Entry, lists: Lists) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for type_name, templates in entry.mapping("columns").items():
        cell_type = entry.choice(CellType, type_name, f"columns.{type_name}")
        pairs = templates.items() if isinstance(templates, dict) else ((name, None) for name in templates)
        for template, variable in pairs:
            for name, meant in _pairs(entry, str(template), str(variable or template), lists):
                columns[normal_header(name)] = Column(normal_header(meant), cell_type)
    for bounds in entry.entries("ranges"):
        low, high = bounds.number("from"), bounds.number("to")
        for template in bounds.items("columns"):
            for name in _names(bounds, template, lists):
                column = columns.get(normal_header(name))
                if column is None:
                    raise bounds.error("columns", f"{name} is not one of the form's columns")
                columns[normal_header(name)] = replace(column, low=low, high=high)
        bounds.finish()
    return columns


def _names(entry: Entry, template: str, lists: Lists) -> tuple[str, ...]:
    return tuple(name for name, _ in _pairs(entry, template, template, lists))


def _pairs(entry: Entry, template: str, variable: str, lists: Lists) -> tuple[tuple[str, ...], ...]:
    """Headers and the variables they feed, the same entry of a list in both."""
    try:
        return expanded_together((template, variable), lists)
    except KeyError as missing:
        raise entry.error("columns", f"{template} names the list {missing}, and there is none") from missing


def _levels(entry: Entry) -> LevelRule:
    constant = entry.mapping("constant")
    otherwise = entry.mapping("otherwise")
    special = entry.mapping("special")
    by_type = entry.mapping("by_type")
    column = entry.text("column", "")
    if bool(column) == bool(constant):
        raise entry.error(
            "column", "a form says either the column that tells the level, or one constant level"
        )
    rule = LevelRule(
        column=normal_header(column) or None,
        rows={
            normal_header(str(value)): _level(entry, what or {}, f"rows.{value}")
            for value, what in entry.mapping("rows").items()
        },
        constant=_level(entry, constant, "constant") if constant else None,
        otherwise=_level(entry, otherwise, "otherwise") if otherwise else None,
        authority_follows_its_schools=entry.flag("authority_follows_its_schools"),
        special_columns=_headers(special.get("columns", ())),
        special_words=tuple(str(word).upper() for word in special.get("words", ())),
        special_codes=tuple(str(code).upper() for code in special.get("codes", ())),
        type_column=normal_header(str(by_type.get("column", ""))) or None,
        kinds={str(code).upper(): str(kind) for kind, codes in by_type.get("kinds", {}).items() for code in codes},
    )
    entry.finish()
    return rule


def _level(entry: Entry, what: Mapping[str, str], key: str) -> LevelAndKind:
    if what.get("level") == "left_out":
        return LevelAndKind(None)
    return LevelAndKind(entry.choice(Level, what.get("level", ""), key), what.get("kind"))


def _places(entry: Entry, columns: dict[str, Column]) -> Mapping[str, tuple[str, ...]]:
    places = {name: _known(_headers(entry.items(name)), columns) for name in PLACE_COLUMNS}
    entry.finish()
    return {name: headers for name, headers in places.items() if headers}


def _year(entry: Entry, columns: dict[str, Column]) -> YearRule:
    rule = YearRule(
        suffixes=entry.flag("suffixes"),
        columns=_known(_headers(entry.items("columns")), columns),
        several=entry.flag("several"),
        newest=_known(_headers(entry.items("newest")), columns),
        step=entry.whole("step", 1),
        also_called=tuple(int(years) for years in entry.items("also_called")),
        ask=entry.text("ask", ""),
    )
    entry.finish()
    return rule


def _limits(entry: Entry, lists: Lists, columns: Mapping[str, Column]) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for item in entry.entries("limits"):
        templates = (item.text("lower"), item.text("upper"))
        for lower, upper in expanded_together(templates, lists):
            for name in (lower, upper):
                if normal_header(name) not in columns:
                    raise item.error("limits", f"{name} is not one of the form's columns")
            pairs.append((columns[normal_header(lower)].variable, columns[normal_header(upper)].variable))
        item.finish()
    return tuple(pairs)


def _choice(entry: Entry, columns: dict[str, Column]) -> RowChoice | None:
    column = entry.text("column", "")
    if not column:
        return None
    choice = RowChoice(
        column=_known(_headers([column]), columns)[0],
        levels=tuple(entry.choice(Level, level, "levels") for level in entry.items("levels")),
        keep_first=_headers(entry.items("keep_first")),
    )
    entry.finish()
    return choice


def _whole_years(entry: Entry, columns: dict[str, Column]) -> WholeYears | None:
    column = entry.text("column", "")
    if not column:
        return None
    rule = WholeYears(_known(_headers([column]), columns)[0], _headers(entry.items("words")))
    entry.finish()
    return rule


__all__ = ["PLACE_COLUMNS", "DefinitionError", "families"]
