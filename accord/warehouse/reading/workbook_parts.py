"""Looks through a workbook's XML before it is opened: how far each sheet reaches, which cells are percentages.

The reader of spreadsheets reserves room up to the last filled cell, gives errors as blanks and drops formats. So what
it must not be given, and what it leaves out, is found here first, in a stream.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from accord.warehouse.limits import Limits
from accord.warehouse.problems import Problem, Refused

_CHUNK = 1 << 16
_CONTENT = frozenset({"v", "is", "f"})
"""What a cell holds something by: a value, a text of its own, a formula."""
_XML = (".xml", ".rels")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BUILT_IN_PERCENT = frozenset({9, 10})
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name, where it lies in the archive, and whether it can be seen."""

    name: str
    part: str
    visible: bool


@dataclass(slots=True)
class Marks:
    """What a sheet's XML says of its cells. Rows and columns count from 0; ``percent`` is a set of bits by row.

    Only cells that hold something count: spreadsheets keep formatted ones down to the last row there can be.
    ``uncalculated`` are the first formulas whose result was not saved.
    """

    rows: int = 0
    columns: int = 0
    filled: int = 0
    percent: dict[int, int] = field(default_factory=dict)
    errors: set[tuple[int, int]] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)


class _Found(Exception):
    """What was looked for has been found, and the rest need not be read."""


class _Declared(_Found):
    """A document type stands there."""


def part_with_entities(archive: zipfile.ZipFile) -> str | None:
    """The first part that declares a document type, by which XML brings in other files and grows without end.

    No spreadsheet program writes one. Only what stands before a part's first element is read.
    """
    return next((name for name in archive.namelist() if name.endswith(_XML) and _declares(archive, name)), None)


def _declares(archive: zipfile.ZipFile, part: str) -> bool:
    parser = expat.ParserCreate()

    def found(*_: object) -> None:
        raise _Found

    def declared(*_: object) -> None:
        raise _Declared

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = found, declared
    try:
        for chunk in _chunks(archive, part):
            parser.Parse(chunk, False)
    except _Found as how:
        return isinstance(how, _Declared)
    except expat.ExpatError:
        pass  # a part that nobody may need; who needs it says that it is broken
    return False


def sheet_parts(archive: zipfile.ZipFile) -> list[SheetPart]:
    """The worksheets of a workbook, in its order. Raises KeyError or ParseError where the workbook is broken."""
    # In the limited child process; expat expands no entity that grows, and fetches none.
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # nosec B314
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in links
        if relation.get("Type", "").endswith("/worksheet")
    }
    found = []
    # As above: in the limited child process.
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # nosec B314
    for sheet in book.iterfind(".//{*}sheet"):
        target = targets.get(sheet.get(_RELATION, ""))
        if target is not None:
            part = posixpath.normpath(posixpath.join("xl", target)) if target[:1] != "/" else target[1:]
            found.append(SheetPart(sheet.get("name", ""), part, sheet.get("state", "visible") == "visible"))
    return found


def percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell styles that show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    # As above: in the limited child process.
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))  # nosec B314
    formats = {
        int(item.get("numFmtId", "0")) for item in styles.iterfind(".//{*}numFmt") if "%" in item.get("formatCode", "")
    }
    cells = styles.find("{*}cellXfs")
    return frozenset(
        number
        for number, style in enumerate(cells if cells is not None else ())
        if int(style.get("numFmtId", "0")) in formats | _BUILT_IN_PERCENT
    )


def letters(column: int) -> str:
    """What a spreadsheet calls a column, counted from 0."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def marks_of(
    archive: zipfile.ZipFile, part: str, styles: frozenset[int], limits: Limits, refuse: Callable[[int, int], Problem]
) -> Marks:
    """Stream through one sheet. Raises Refused as soon as it reaches further than the limits allow."""
    marks = Marks()
    parser = expat.ParserCreate(namespace_separator=" ")
    at = [-1, -1]
    cell: dict[str, str] = {}
    main = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal cell, main
        space, _, local = name.rpartition(" ")
        main = main or space
        if space != main:  # what later spreadsheets put in for themselves: formulas of lists to choose from
            return
        if local == "row":
            at[0] = int(attributes["r"]) - 1 if "r" in attributes else at[0] + 1
            at[1] = -1
        elif local == "c":
            at[0], at[1] = _position(attributes.get("r"), at)
            cell = attributes
        elif local in _CONTENT:
            _note(marks, at[0], at[1], cell, styles)
            if marks.rows * marks.columns > limits.sheet_cells or marks.columns > limits.columns:
                raise Refused([refuse(marks.rows, marks.columns)])
            # A result stands behind its formula.
            if local != "f":
                marks.uncalculated.discard((at[0], at[1]))
            elif len(marks.uncalculated) < limits.listed:
                marks.uncalculated.add((at[0], at[1]))

    parser.StartElementHandler = start
    for chunk in _chunks(archive, part):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return marks


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _position(reference: str | None, at: list[int]) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference) if reference else None
    if found is None:
        return max(at[0], 0), at[1] + 1
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _note(marks: Marks, row: int, column: int, attributes: dict[str, str], styles: frozenset[int]) -> None:
    marks.filled += 1
    marks.rows = max(marks.rows, row + 1)
    marks.columns = max(marks.columns, column + 1)
    if attributes.get("t") == "e":
        marks.errors.add((row, column))
    if styles and int(attributes.get("s", "0")) in styles:
        marks.percent[row] = marks.percent.get(row, 0) | 1 << column
