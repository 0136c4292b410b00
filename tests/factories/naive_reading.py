"""A second reading of a file by the plainest means, to hold against what was loaded. Knows nothing of the product."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
SPACE = " \t\r\n\u00a0\ufeff\u200b"
DAYS = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d.%m.%Y")
EXPLAINS = frozenset(
    {"rows_left_out", "rows_repeated", "row_set_aside", "rows_set_aside", "places_set_aside", "cell_unreadable",
     "rows_unfilled"}
)
"""What a reader is told where a row is not taken in."""


def text_of(content: bytes) -> str:
    """Bytes as text: by their mark, else UTF-8, else Windows."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def plain(header: str) -> str:
    """A header for comparing: capitals, single spaces, one before a bracket."""
    return " ".join(re.sub(r"\s*\(\s*", " (", header.strip(SPACE)).split()).upper()


def tables(content: bytes, wanted: Iterable[str]) -> Iterator[dict[int, dict[str, str]]]:
    """The file read with each delimiter, its header the row with the most of the wanted names: rows by number."""
    text, names = text_of(content), {plain(each) for each in wanted}
    for delimiter in ",;\t|":
        try:
            lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        known = [len(names & {plain(cell) for cell in cells}) for cells in lines[:25]]
        if not known or not max(known):
            continue
        at = known.index(max(known))
        headers = [plain(cell) for cell in lines[at]]
        yield {
            number: {h: c.strip(SPACE) for h, c in zip(headers, [*cells, *[""] * len(headers)], strict=False)}
            for number, cells in enumerate(lines, start=1)
            if number > at + 1 and any(cell.strip(SPACE) for cell in cells)
        }


def number_of(text: str) -> float | None:
    """The number that a text is; None for words, marks and nothing."""
    bare = text.replace("\u2212", "-").removesuffix("%").strip().removeprefix("£").strip()
    if not NUMBER.fullmatch(bare) or not any(letter.isdigit() for letter in bare):
        return None
    return float(bare.replace(",", ""))


def wrong_cells(
    content: bytes, cells: Iterable[Mapping[str, Any]], figures: Mapping[str, str], codes: Sequence[str],
    known: Sequence[str], *, whole: bool,
) -> list[str]:  # fmt: skip
    """What was loaded otherwise than it stands in the file; empty where there is a reading in which all is right.

    ``known`` are headers by which the header row is found; ``whole``: every column of ``figures`` has to be there.
    """
    kept = list(cells)
    found = (_wrong(table, kept, figures, codes, whole) for table in tables(content, known))
    return min(found, key=len, default=["no table"])


def _wrong(
    table: Mapping[int, Mapping[str, str]], kept: list[Mapping[str, Any]], figures: Mapping[str, str],
    codes: Sequence[str], whole: bool,
) -> list[str]:  # fmt: skip
    header_of = {name: plain(header) for header, name in figures.items()}
    found: list[str] = []
    seen: set[tuple[int, str]] = set()
    for cell in kept:
        name, row = cell["variable"].partition("|")[0], table.get(cell["row"])
        if row is None:
            found.append(f"row {cell['row']} is not in the file")
            continue
        seen.add((cell["row"], name))
        header = header_of.get(name, name)
        if header not in row:
            found += [] if cell["text"] == "" else [f"{name} is no column"]
            continue
        text, number = row[header], number_of(row[header])
        if cell["text"] != text:
            found.append(f"row {cell['row']}, {name}: {cell['text']!r} is not {text!r}")
        if cell["number"] != number:
            found.append(f"row {cell['row']}, {name}: {cell['number']!r} is not {number!r}")
        # In a row of another level the code of a school may be anything; where nothing names it, it is told by its row.
        known = {row[plain(each)] for each in codes if row.get(plain(each))} or {f"row {cell['row']}"}
        if cell["code"] not in {*known, "E92000001"}:
            found.append(f"row {cell['row']} is of {sorted(known)}, not of {cell['code']!r}")
    there = next(iter(table.values()), {})
    wanted = {name for name, header in header_of.items() if header in there} if whole else set()
    for number in {row for row, _ in seen}:
        found += [f"row {number} lacks {name}" for name in sorted(wanted - {n for r, n in seen if r == number})]
    return found


def untold_rows(content: bytes, kept: set[int], told: set[str], wanted: Iterable[str]) -> list[str]:
    """Rows of the file that are not kept, where the reader was told nothing that explains it."""
    lost = min((set(table) - kept for table in tables(content, list(wanted))), key=len, default=set())
    return [] if not lost or told & EXPLAINS else [f"rows {sorted(lost)} were lost in silence"]


def wrong_records(
    content: bytes, kept: Sequence[Mapping[str, Any]], texts: Mapping[str, str], days: Mapping[str, str],
    told: set[tuple[int | None, str | None]],
) -> list[str]:  # fmt: skip
    """The same of records: words as printed, days as days, and nothing instead of what cannot be read, if told."""
    found = (_wrong_records(table, kept, texts, days, told) for table in tables(content, [*texts, *days]))
    return min(found, key=len, default=["no table"])


def _wrong_records(
    table: Mapping[int, Mapping[str, str]], kept: Sequence[Mapping[str, Any]], texts: Mapping[str, str],
    days: Mapping[str, str], told: set[tuple[int | None, str | None]],
) -> list[str]:  # fmt: skip
    found: list[str] = []
    tells = {(row, plain(column or "")) for row, column in told}
    for record in kept:
        number, row = record["row"], table.get(record["row"])
        if row is None:
            found.append(f"row {number} is not in the file")
            continue
        for header, name in texts.items():
            if (record[name] or "") != row.get(plain(header), ""):
                found.append(f"row {number}, {name}: {record[name]!r} is not {row.get(plain(header), '')!r}")
        for header, name in days.items():
            text = row.get(plain(header), "")
            if record[name] is None and text and (number, plain(header)) not in tells:
                found.append(f"row {number}, {name}: {text!r} was dropped in silence")
            if record[name] is not None and record[name] not in _days(text):
                found.append(f"row {number}, {name}: {record[name]} is not {text!r}")
    return found


def _days(text: str) -> set[date]:
    found = set()
    for form in DAYS:
        for part in (text, text[:10]):
            try:
                found.add(datetime.strptime(part, form).date())
            except ValueError:
                continue
    return found
