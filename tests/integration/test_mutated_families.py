"""Files of every family changed by chance, byte by byte and cell by cell: refused with a reason, or loaded rightly.

What is right a second reading decides that knows nothing of the product: tests/factories/naive_reading.py.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from accord.warehouse.outcomes import Outcome
from tests.factories.every_family import Sample, samples
from tests.factories.ks2_files import csv_bytes
from tests.factories.naive_reading import untold_rows, wrong_cells, wrong_records
from tests.factories.preparing import forget, of_bytes
from tests.fixtures.skipping import thorough

SEED = 20261130
PIECES = (
    b"", b",", b'"', b"\n", b"\r\n", b"\r", b"\0", b"\xff\xfe", b"%", b"-", b".", b"1", b"SUPP", b";", b"\t", b" ",
    b"\xc2\xa0", b"\xe2\x88\x92", b"65%", b"1,234", b"NaN", b"inf", b"1e5", b"\x1a", b"PK\x03\x04", b"\xe9", b"\xa3",
)  # fmt: skip
WORDS = (
    "SUPP", "supp", "NE", "", " ", "100%", "0", "0.5", "1,234", "\u2212" + "1", "NaN", "inf", "1e3", "\u0663", "½",
    "65 %", "+7", "007", "#N/A", "c", "z", "-", "=1+1", "TRUE", "2018-01-01", "31/02/2018", "900001", "399", "£12",
    "-3", "99999999999999999999", "x" * 300, "Ash, Beech", 'a "quoted" word', "201718", "2017/18",
)  # fmt: skip
OF_CELLS = frozenset(
    {"unreadable_cell", "percent_out_of_range", "not_whole", "below_zero", "out_of_range", "limits_reversed",
     "urn_not_six_digits", "la_not_three_digits", "uid_not_a_number", "member_not_six_digits", "unknown_level",
     "twice_with_different_figures"}
)  # fmt: skip
"""Problems of single cells, which name row, column and value."""


def changed(sample: Sample, chance: random.Random) -> bytes:
    """The sample with a few pieces of bytes, or a few cells, rows or columns changed."""
    if chance.random() < 0.5:
        content = bytearray(sample.content)
        for _ in range(chance.randint(1, 3)):
            at = chance.randint(0, len(content))
            content[at : at + chance.choice((0, 0, 1, 1, 5, 40))] = chance.choice(PIECES)
        return bytes(content)
    rows = sample.rows
    for _ in range(chance.randint(1, 2)):
        row = chance.choice([each for each in (rows[1:] if chance.random() < 0.9 else rows) if each])
        what = chance.random()
        if what < 0.8:
            row[chance.randrange(len(row))] = chance.choice(WORDS)
        elif what < 0.87:
            rows.append(list(row))
        elif what < 0.93:
            row.append(chance.choice(WORDS))
        else:
            del row[chance.randrange(len(row)) :]
    return csv_bytes(rows)


def faults_of(sample: Sample, content: bytes, outcome: Outcome) -> list[str]:
    """In what an outcome is neither a good refusal nor what the second reading finds."""
    told = (*outcome.problems, *outcome.warnings)
    found = [f"says too little: {each}" for each in told if not (each.message and each.fix and each.file)]
    if bool(outcome.problems) == bool(outcome.candidates):
        return [*found, "neither refused nor loaded"]
    for each in outcome.problems:
        if each.code in OF_CELLS and (each.row is None or each.column is None or each.value is None):
            found.append(f"names no place: {each}")
    return found if outcome.problems else [*found, *_loaded_wrongly(sample, content, outcome)]


def _loaded_wrongly(sample: Sample, content: bytes, outcome: Outcome) -> list[str]:
    codes, families = {each.code for each in outcome.warnings}, {each.family for each in outcome.candidates}
    # Where the header has changed it may be a data set of its own, with its columns by their own names; and of one
    # that comes without its description a column with a word in it is a filter, which the name of the family tells.
    another = sample.family != "ees" and all(each.startswith("ees_") for each in families)
    if sample.figures or another:
        frames = [pl.read_parquet(each.folder / "cells.parquet") for each in outcome.candidates]
        cells: list[dict[str, Any]] = [row for frame in frames for row in frame.to_dicts()]
        figures = {name: name.upper() for name in sample.rows[0]} if another else sample.figures
        known = [*sample.figures, *sample.codes, *sample.texts]
        found = wrong_cells(content, cells, figures, sample.codes, known, whole=not another and sample.family != "ees")
        return [*found, *untold_rows(content, {cell["row"] for cell in cells}, codes, known)]
    if strangers := {each for each in families if not sample.family.startswith(each)}:
        return [f"taken for {', '.join(sorted(strangers))}"]
    kept = [row for each in outcome.candidates for row in pl.read_parquet(each.folder / "records.parquet").to_dicts()]
    places = {(each.row, each.column) for each in outcome.warnings if each.code == "cell_unreadable"}
    found = wrong_records(content, kept, sample.texts, sample.days, places)
    return [*found, *untold_rows(content, {record["row"] for record in kept}, codes, [*sample.texts, *sample.days])]


def test_whatever_is_changed_it_is_refused_well_or_loaded_rightly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    chance, every = random.Random(SEED), list(samples().values())
    counted: Counter[str] = Counter()
    wrong: list[str] = []
    for number in range(20_000 if thorough() else 500):
        sample = every[number % len(every)]
        content = changed(sample, chance)
        outcome = of_bytes(content, tmp_path, sample.name, year=sample.year)
        counted["refused" if outcome.problems else "loaded"] += 1
        wrong += [f"{number} {sample.family}: {fault}" for fault in faults_of(sample, content, outcome)]
        forget(tmp_path)
    with capsys.disabled():
        print(f"\n  {counted.total():,} changed files of {len(every)} families: {dict(counted)}, {len(wrong)} wrongly")
    assert not wrong, "\n".join(wrong[:20])
    assert min(counted["refused"], counted["loaded"]) > 100


@pytest.mark.parametrize("family", ["absence", "suspensions", "gias_establishments"])
def test_what_was_loaded_otherwise_is_seen(family: str, tmp_path: Path):
    sample = samples()[family]
    outcome = of_bytes(sample.content, tmp_path, sample.name, year=sample.year)
    assert faults_of(sample, sample.content, outcome) == []
    file = outcome.candidates[-1].folder / ("cells.parquet" if sample.figures else "records.parquet")
    whole = pl.read_parquet(file)
    column = "text" if sample.figures else "name"
    first = pl.int_range(pl.len()) == 0
    planted = {
        "another text": whole.with_columns(pl.when(first).then(pl.lit("77")).otherwise(column).alias(column)),
        "a row less": whole.filter(pl.col("row") != whole["row"][0]),
        "another row": whole.with_columns(pl.when(first).then(pl.col("row") + 1).otherwise("row").alias("row")),
    }
    if sample.figures:
        planted["another number"] = whole.with_columns(pl.col("number") + 1)
    for name, frame in planted.items():
        frame.cast({"row": pl.Int32}).write_parquet(file)
        assert faults_of(sample, sample.content, outcome), name
