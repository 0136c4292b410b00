"""Reading a list of people as somebody has it: pasted from a spreadsheet or a letter, with or without a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class PastedPerson:
    """One line: what stood in each column, empty where nothing did. ``line`` counts from 1 in what was pasted."""

    line: int
    name: str = ""
    email: str = ""
    role: str = ""
    over: str = ""
    starts_on: str = ""
    last_day: str = ""
    reason: str = ""
    on_behalf_of: str = ""


COLUMNS = tuple(each.name for each in fields(PastedPerson) if each.name != "line")
"""The columns in the order in which they stand where no header says otherwise."""
_CALLED = {
    "name": ("name", "full name", "person", "who"),
    "email": ("email", "e-mail", "email address", "e-mail address", "mail", "address"),
    "role": ("role", "right", "job", "post"),
    "over": ("over", "scope", "urn", "school", "group", "alliance", "authority", "school or group", "place", "where"),
    "starts_on": ("from", "start", "starts", "first day", "starts on", "start date"),
    "last_day": ("to", "until", "end", "ends", "last day", "end date"),
    "reason": ("why", "reason", "because", "note"),
    "on_behalf_of": ("in the name of", "on behalf of", "for"),
}
_COLUMN_OF = {word: column for column, words in _CALLED.items() for word in words}


def read_people(text: str) -> list[PastedPerson]:
    """Every line that says anything, in order. Tabs, semicolons or commas part the cells. Nothing is refused here."""
    lines = _lines(text.lstrip("\ufeff"))
    if not lines:
        return []
    header = _header(lines[0][1])
    if header:
        return [_row(number, cells, header) for number, cells in lines[1:]]
    return [_in_usual_order(number, cells) for number, cells in lines]


def _lines(text: str) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    first = 1
    mark = next((each for each in "\t;," if each in text), "\t")
    # Quotation marks part nothing in a list that somebody pasted by tabs: names like O"Brien stay whole.
    file = io.StringIO(text, newline="")
    plain = mark == "\t"
    reader = csv.reader(file, delimiter=mark, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            cells = []
        if cells is None:
            return found
        said = [" ".join(each.split()) for each in cells]
        if any(said):
            found.append((first, said))
        first = reader.line_num + 1


def _header(cells: Sequence[str]) -> Mapping[int, str]:
    """The columns by their place; nothing where the first line is a person already."""
    if any("@" in each for each in cells):
        return {}
    said = {at: each.casefold().strip(" :*") for at, each in enumerate(cells)}
    known = {at: _COLUMN_OF[word] for at, word in said.items() if word in _COLUMN_OF}
    return known if len(known) > 1 else {}


def _row(line: int, cells: Sequence[str], header: Mapping[int, str]) -> PastedPerson:
    found: dict[str, str] = {}
    for at, column in header.items():
        if at < len(cells) and cells[at]:
            found.setdefault(column, cells[at])
    return PastedPerson(line, **found)


def _in_usual_order(line: int, cells: Sequence[str]) -> PastedPerson:
    """The address may stand before the name; the rest stands as `COLUMNS` has it."""
    cells = list(cells)
    if cells and "@" in cells[0]:
        cells[:2] = [cells[1] if len(cells) > 1 else "", cells[0]]
    return _row(line, cells, dict(enumerate(COLUMNS)))


def role_meant(text: str, names: Mapping[str, str]) -> str | None:
    """The code of the role that a text means: its code or name, or words that only one role's name begins with."""
    asked = " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
    if not asked:
        return None
    plain = {code: (code.replace("_", " "), " ".join(name.casefold().replace("-", " ").split()))
             for code, name in names.items()}  # fmt: skip
    exact = [code for code, ways in plain.items() if asked in ways]
    begins = [code for code, ways in plain.items() if any(way.startswith(asked) for way in ways)]
    found = exact or begins
    return found[0] if len(found) == 1 else None
