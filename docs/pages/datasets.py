"""The page about families of published files, from ``definitions/datasets``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.meaning.definitions import folders, load_yaml
from accord.warehouse.cells import CellType
from accord.warehouse.record_shapes import RecordType
from docs.pages.markdown import code, codes, table
from docs.pages.meanings import meanings

HEAD = """# Families of published files

A family is a file in `definitions/datasets`; [how to add a form](../how-to/add-a-dataset-form.md). A file is
recognised by its headers, never by its name. Headers are compared without regard to case and spaces.
`{pupils}` and the like stand for every entry of the list of that name."""


def datasets() -> str:
    """Every family, its forms, columns and markers."""
    parts = [HEAD]
    for raw in load_yaml(folders(None), "datasets").values():
        parts.append(_family(raw))
    return "\n\n".join(parts)


def _family(raw: Mapping[str, Any]) -> str:
    if "markers" not in raw:
        return "\n\n".join([f"## {raw['family']}", f"{raw['title']}.{_england(raw)}", *map(_records, raw["forms"])])
    markers = [(code(marker), code(status)) for marker, status in raw["markers"].items()]
    parts = [
        f"## {raw['family']}",
        f"{raw['title']}. First year {raw['first_year']}.{_england(raw)}",
        table(("marker", "cell status"), markers),
        *(_form(form) for form in raw["forms"]),
    ]
    if lookalikes := raw.get("lookalikes"):
        rows = [
            (codes([*each.get("all_of", []), *each.get("any_of", [])]), each["message"], each["fix"])
            for each in lookalikes
        ]
        parts += ["### Refused as something else", table(("told by", "message", "what to do"), rows)]
    return "\n\n".join(parts)


def _england(raw: Mapping[str, Any]) -> str:
    wanted = raw.get("authorities_that_make_england")
    return f" A file with {wanted} authorities or more covers England." if wanted else ""


def _records(form: Mapping[str, Any]) -> str:
    """A form whose rows are records of a register."""
    shape, words = form["records"], dict(meanings(RecordType))
    rows = [
        (code(name), code(kind), codes(headers))
        for kind, named in shape["columns"].items()
        for name, headers in named.items()
    ]
    kinds = [(code(kind), words.get(kind, "")) for kind in shape["columns"]]
    parts = [
        f"### Form {form['form']}",
        f"{form['title']}. Layout: {code(form['layout'])}. A row without {codes(shape['key'])} is set aside and named.",
        table(("", ""), [
            ("recognised by", codes(form["recognised_by"])),
            ("not if", codes(form.get("not_if", []))),
            ("the day it describes", _day(shape.get("as_of", []))),
            ("known and never kept", codes(shape.get("left_out", []))),
        ]),
        table(("kept as", "type", "first of these headers"), rows),
        table(("type", "meaning"), kinds),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _day(columns: list[str]) -> str:
    newest = f", else the newest day in {codes(columns)}" if columns else ""
    return f"as given with `--on`, else in the file's name (`…20250905.csv`){newest}, else the day it was received"


def _form(form: Mapping[str, Any]) -> str:
    words = dict(meanings(CellType))
    columns = [
        (code(kind), words[kind], codes(names if isinstance(names, list) else list(names)))
        for kind, names in form.get("columns", {}).items()
    ]
    places = [(name, codes(headers)) for name, headers in form["places"].items()]
    lists = [(code("{" + name + "}"), codes(entries)) for name, entries in form.get("lists", {}).items()]
    parts = [
        f"### {form['form']} of {form['family']}" if "family" in form else f"### Form {form['form']}",
        f"{form['title']}. Layout: {code(form['layout'])}.",
        table(("", ""), [
            ("recognised by", codes(form["recognised_by"])),
            ("not if", codes(form.get("not_if", []))),
            ("year", _year(form["year"])),
            ("rows", _rows(form["levels"])),
            *[(f"place: {name}", headers) for name, headers in places],
        ]),
        table(("type", "meaning", "columns"), columns) if columns else _described(form["described_by"]),
    ]  # fmt: skip
    if lists:
        parts.append(table(("list", "entries"), lists))
    return "\n\n".join(parts)


def _described(rule: Mapping[str, Any]) -> str:
    return (
        "Which columns are filters and which indicators is told by a description in the same archive (headers"
        f" {codes(list(rule['columns'].values()))}), else by what stands in them. Neither are {codes(rule['beside'])}."
    )


def _year(rule: Mapping[str, Any]) -> str:
    ways = ["as given with `--year`"]
    if rule.get("suffixes"):
        ways.append("prior-year columns (`TELIG_17` means 2018)")
    if rule.get("columns"):
        ways.append(f"the column {codes(rule['columns'])}")
    several = "; several years in one file are several releases" if rule.get("several") else ""
    return ", else ".join(ways) + several


def _rows(levels: Mapping[str, Any]) -> str:
    if "constant" in levels:
        return f"every row: {levels['constant']['level']}"
    said = [
        f"{code(value)} {what['level'].replace('_', ' ')}" + (f" ({what['kind']})" if "kind" in what else "")
        for value, what in levels["rows"].items()
    ]
    if "otherwise" in levels:
        said.append(f"any other {levels['otherwise']['level']}")
    return f"by {code(levels['column'])}: {', '.join(said)}"
