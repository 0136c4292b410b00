"""Which column of a list is which: told by the words above it, else by what is in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from accord.register.rules.list_dates import read_date
from accord.register.rules.matches import read_dfe_number
from accord.register.rules.name_words import tokens
from accord.register.rules.places_compared import read_postcode


class ListColumn(StrEnum):
    """What a column of a list says. The two ways to end: the last day in it, or the first day out of it."""

    GROUP = "group"
    KIND = "kind"
    SCHOOL = "school_name"
    URN = "urn"
    DFE = "dfe_number"
    AUTHORITY = "la"
    ESTAB = "estab"
    POSTCODE = "postcode"
    TOWN = "town"
    ROLE = "role"
    STARTS = "starts_on"
    ENDS = "ends_before"
    LAST_DAY = "last_day"
    PARENT = "parent"


_TITLES: dict[ListColumn, str] = {
    ListColumn.GROUP: "alliance|partnership|group|cluster|alliance name|partnership name|group name|cluster name|"
    "name of alliance|name of group|hub|network|consortium|federation|trust|trust name|mat|area partnership",
    ListColumn.KIND: "kind|type|group type|kind of group|type of group|group kind",
    ListColumn.SCHOOL: "school|school name|name of school|establishment|establishment name|academy|setting|schname|"
    "name|schools|member|members|member school|establishmentname|provision",
    ListColumn.URN: "urn|school urn|establishment urn|unique reference number|urn number|urn no|dfe urn",
    ListColumn.DFE: "dfe|dfe number|dfe no|dcsf|dcsf number|dcsf no|dfes|dfes number|dfes no|laestab|la estab|"
    "la estab number|laestab number|dfe code|school number|dfe ref|laestab code|dfe la estab|lea estab",
    ListColumn.AUTHORITY: "la|la code|lea|lea code|authority code|local authority code|la number|la no",
    ListColumn.ESTAB: "estab|establishment number|establishmentnumber|estab number|estab no|school no|establishment no",
    ListColumn.POSTCODE: "postcode|post code|pcode|postal code|school postcode",
    ListColumn.TOWN: "town|place|city|town city|town or city|locality|village|area|location|post town",
    ListColumn.ROLE: "role|lead|member or lead|membership|part|lead or member|status|membership role|lead school",
    ListColumn.STARTS: "joined|start|starts|from|start date|date joined|starts on|joined on|since|member from|"
    "joining date|joined date|date from|startdate|starts_on|began",
    ListColumn.ENDS: "ends before|left|date left|leaving date|left on|ends_before|left date",
    ListColumn.LAST_DAY: "end|ends|to|until|till|last day|end date|ends on|member until|date to|member to|enddate",
    ListColumn.PARENT: "parent|parent group|part of|belongs to|within|group of groups",
}
_KNOWN_AS = {
    " ".join(tokens(title.replace("_", " "))): column
    for column, titles in _TITLES.items()
    for title in titles.split("|")
}


def read_header(cells: Sequence[str]) -> dict[int, ListColumn] | None:
    """The columns that a header names, by position; None where the line is no header.

    At least half of its cells are known titles; the first of two alike is taken.
    """
    found: dict[int, ListColumn] = {}
    for place, cell in enumerate(cells):
        column = _KNOWN_AS.get(" ".join(tokens(cell)))
        if column is not None and column not in found.values():
            found[place] = column
    filled = sum(1 for cell in cells if cell.strip())
    return found if found and 2 * len(found) >= filled else None


def guess_columns(rows: Sequence[Sequence[str]]) -> dict[int, ListColumn]:
    """The columns of a list without a header, by what is in them.

    Numbers, postcodes and dates tell themselves; of the columns of words the one whose entries repeat is the group,
    the other the school.
    """
    found: dict[int, ListColumn] = {}
    words: list[int] = []
    for place in range(max(map(len, rows), default=0)):
        cells = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        column = _by_content(cells)
        if column == ListColumn.STARTS and column in found.values():
            column = ListColumn.LAST_DAY
        if column is not None and column not in found.values():
            found[place] = column
        elif column is None and cells:
            words.append(place)
    return found | _words_told(rows, words)


def _words_told(rows: Sequence[Sequence[str]], places: Sequence[int]) -> dict[int, ListColumn]:
    different = {place: len({row[place].strip() for row in rows if place < len(row)}) for place in places}
    by_variety = sorted(places, key=lambda place: (-different[place], place))
    if not by_variety:
        return {}
    school = by_variety[0]
    told = {school: ListColumn.SCHOOL}
    rest = [place for place in places if place != school]
    if rest:
        told[rest[0]] = ListColumn.GROUP
    return told


def _by_content(cells: Sequence[str]) -> ListColumn | None:
    kinds = Counter(kind_of_cell(each) for each in cells)
    if not kinds:
        return None
    kind, count = kinds.most_common(1)[0]
    return kind if 2 * count > len(cells) else None


def kind_of_cell(cell: str) -> ListColumn | None:
    """What one cell is by its look alone; None for words."""
    said = cell.strip()
    if re.fullmatch(r"[0-9]{6}", said, re.ASCII):
        return ListColumn.URN
    if read_dfe_number(said):
        return ListColumn.DFE
    if read_postcode(said):
        return ListColumn.POSTCODE
    if said.casefold() in ("lead", "member", "associate", "lead school"):
        return ListColumn.ROLE
    return ListColumn.STARTS if read_date(said) else None
