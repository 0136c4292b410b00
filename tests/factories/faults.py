"""Ways to spoil a good file: each takes a sample and gives bytes that must be refused, and for what."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.factories.every_family import Sample
from tests.factories.ks2_files import csv_bytes


@dataclass(frozen=True)
class Spoilt:
    """A bad file: its name and bytes, and the first problem that it must be refused with."""

    title: str
    name: str
    content: bytes
    code: str
    words: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    year: int | None = None


Fault = Callable[[Sample, str], Spoilt]


def cell(sample: Sample, row: int, column: str, value: str, code: str, words: str) -> Spoilt:
    """One cell changed, refused for that very cell."""
    content = csv_bytes(sample.with_cell(row, column, value))
    shown = None if code.endswith("_missing") else value
    title = f"{sample.family}: {value!r} under {column}"
    return Spoilt(title, sample.name, content, code, words, row, column, shown, sample.year)


def _of(sample: Sample, fault: str, content: bytes, code: str, words: str, **where: object) -> Spoilt:
    return Spoilt(f"{sample.family}: {fault}", sample.name, content, code, words, year=sample.year, **where)  # type: ignore[arg-type]


LIKENED = {"ks4_schools": "key_stage_4_file", "ks4_trusts": "key_stage_4_file", "ks5_schools": "key_stage_5_file"}
"""Files that are still known for what they hold when the column is gone."""


def lacks_a_column(sample: Sample, needs: str) -> Spoilt:
    """A column cut out that the family is known by."""
    at = sample.rows[0].index(needs)
    content = csv_bytes([[*row[:at], *row[at + 1 :]] for row in sample.rows])
    code = LIKENED.get(sample.family, "not_recognised")
    return _of(sample, "a column cut out", content, code, "", row=1)


def open_quotation(sample: Sample, needs: str) -> Spoilt:
    """A quotation mark at the start of the third row, never closed."""
    lines = csv_bytes([[each.replace(",", "") for each in row] for row in sample.rows]).split(b"\r\n")
    lines[2] = b'"' + lines[2]
    return _of(sample, "an open quotation", b"\r\n".join(lines), "open_quotation", "is not closed", row=3)


def zero_byte(sample: Sample, needs: str) -> Spoilt:
    """A zero byte at the end of the second row."""
    lines = sample.content.split(b"\r\n")
    lines[1] += b"\0"
    return _of(sample, "a zero byte", b"\r\n".join(lines), "zero_bytes", "zero bytes", row=2)


def column_twice(sample: Sample, needs: str) -> Spoilt:
    """The column that says whose a row is, again at the end."""
    name = sample.codes[0]
    at = sample.rows[0].index(name)
    content = csv_bytes([[*row, row[at]] for row in sample.rows])
    return _of(sample, "a column twice", content, "column_twice", "is there twice", row=1, column=name)


def header_alone(sample: Sample, needs: str) -> Spoilt:
    """No row below the header."""
    return _of(sample, "no rows", csv_bytes(sample.rows[:1]), "no_rows", "There is a header", row=1)


def half_a_letter(sample: Sample, needs: str) -> Spoilt:
    """UTF-16 cut within a letter."""
    content = sample.content.decode().encode("utf-16")[:-1]
    return _of(sample, "half a letter", content, "unreadable_text", "cannot be read")


def half_a_gzip(sample: Sample, needs: str) -> Spoilt:
    """A compressed file cut short."""
    content = gzip.compress(sample.content)[:-12]
    return _of(sample, "half a GZ", content, "damaged_archive", "cut short")


def leads_outside(sample: Sample, needs: str) -> Spoilt:
    """A ZIP that would write elsewhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"../../{sample.name}", sample.content)
    return _of(sample, "a ZIP that leads outside", out.getvalue(), "unsafe_archive", "outside its folder")


def header_again(sample: Sample, needs: str) -> Spoilt:
    """Two files one below the other."""
    rows = [*sample.rows, *sample.rows]
    return _of(
        sample, "twice below one another", csv_bytes(rows), "header_again", "the header once more",
        row=len(sample.rows) + 1,
    )  # fmt: skip


def surplus_cell(sample: Sample, needs: str) -> Spoilt:
    """A row that slipped by a comma."""
    rows = sample.rows
    rows[2].append("77%")
    return _of(sample, "a slipped row", csv_bytes(rows), "surplus_cells", "", row=3, value="77%")


EVERYWHERE: tuple[Fault, ...] = (
    lacks_a_column, open_quotation, zero_byte, column_twice, header_alone, half_a_letter, half_a_gzip, leads_outside,
)  # fmt: skip
OF_FIGURES: tuple[Fault, ...] = (header_again, surplus_cell)
"""Of registers single rows are set aside instead, and named."""
