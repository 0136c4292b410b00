"""Files changed by chance: an outcome always comes back, and no figure is ever changed in silence.

Also that the same content has the same fingerprint, however it is ordered, encoded or packed.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.warehouse.cells import CellStatus
from accord.warehouse.outcomes import Outcome
from tests.factories.ks2_files import HEADERS, csv_bytes, spoilt, table, xlsx
from tests.factories.preparing import forget, of_bytes

EXAMPLES = 2_000 if os.environ.get("ACCORD_THOROUGH") == "1" else 150
SLOWLY = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
GOOD = csv_bytes(table())
FIGURES = HEADERS[HEADERS.index("TELIG") :]
PIECES = st.sampled_from(
    [b"", b",", b'"', b"\n", b"\r\n", b"\0", b"\xff\xfe", b"%", b"-", b".", b"1", b"SUPP", b";", b"\t", b" ",
     b"\xc2\xa0", b"\xe2\x88\x92", b"65%", b"1,234", b"NaN", b"inf", b"1e5", b"\x1a", b"PK\x03\x04"]
)  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(["SUPP", "supp", "NE", "NEW", "", " ", "100%", "0", "0.5", "1,234", "−1", "NaN", "inf", "1e3",
                     "٣", "½", "65 %", "+7", "007", "#N/A", "c", "-", "=1+1", "TRUE", "2018-01-01"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
    st.integers(-200, 2000).map(str),
    st.decimals(-200, 200, places=1).map(str),
)  # fmt: skip


@st.composite
def changed_bytes(draw: st.DrawFn) -> bytes:
    """The small file with a few pieces cut out, put in or written over."""
    content = bytearray(GOOD)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 40))
        content[at : at + length] = draw(PIECES)
    return bytes(content)


def cells_of(outcome: Outcome) -> dict[tuple[str, str, str], tuple[float | None, str, str]]:
    """Every figure of the only candidate: by variable, level and code, its number, status and text."""
    frame = pl.read_parquet(outcome.candidates[0].folder / "cells.parquet")
    columns = ["variable", "level", "code", "number", "status", "text"]
    return {(v, lv, c): (n, s, t) for v, lv, c, n, s, t in frame.select(columns).iter_rows()}


@SLOWLY
@given(content=changed_bytes())
def test_whatever_the_bytes_an_outcome_comes_back(content: bytes, tmp_path: Path):
    outcome = of_bytes(content, tmp_path)
    assert bool(outcome.problems) != bool(outcome.candidates)
    assert all(p.code and p.message and p.fix and p.file for p in (*outcome.problems, *outcome.warnings))
    forget(tmp_path)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory):
    """The figures of the file as it is before anything changes."""
    return cells_of(of_bytes(GOOD, tmp_path_factory.mktemp("before")))


@SLOWLY
@given(row=st.integers(2, 8), column=st.sampled_from(FIGURES), text=CELLS)
def test_a_changed_figure_is_that_value_a_marker_or_a_problem(
    row: int, column: str, text: str, before, tmp_path: Path
):
    outcome = of_bytes(csv_bytes(spoilt(row, column, text)), tmp_path)
    if outcome.problems:
        # A limit or a score that changes may clash with its neighbour in the same row, and nowhere else.
        assert {p.row for p in outcome.problems} == {row}
        assert {p.column for p in outcome.problems} <= {column, "READPROG_LOWER"}
    else:
        after = cells_of(outcome)
        assert after.keys() == before.keys()
        differing = {key for key in after if after[key] != before[key]}
        assert {key[0] for key in differing} <= {column}
        for key in differing:
            assert_said(*after[key], text)
    forget(tmp_path)


def assert_said(number: float | None, status: str, kept: str, text: str) -> None:
    """A cell is what was written: a number of that very value, or a status and no number."""
    assert kept == text.strip(" \t\r\n\u00a0\ufeff\u200b")
    if status == CellStatus.VALUE:
        plain = kept.replace("−", "-").replace(",", "").removesuffix("%").strip()
        assert number == float(plain)
    else:
        assert number is None
        assert (status == CellStatus.BLANK) == (kept == "")


@pytest.mark.parametrize("text", ["64%", "66", "0.4%", "SUPP", "", "100"])
def test_the_test_above_sees_changes(text: str, before, tmp_path: Path):
    after = cells_of(of_bytes(csv_bytes(spoilt(2, "PTRWM_EXP", text)), tmp_path))
    assert {key for key in after if after[key] != before[key]} == {("PTRWM_EXP", "school", "900001")}


def packed(rows: list[list[str]], how: str, folder: Path) -> tuple[str, bytes]:
    """Rows as a file of some kind: its name and bytes."""
    plain = csv_bytes(rows)
    if how == "xlsx" or how == "xlsx with numbers":
        path = xlsx(folder / "made.xlsx", {"Data": rows}, numbers=how != "xlsx")
        return "file.xlsx", path.read_bytes()
    if how == "zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("folder/file.csv", plain)
        return "file.zip", out.getvalue()
    if how == "gzip":
        return "file.csv.gz", gzip.compress(plain)
    if how == "semicolons":
        return "file.csv", csv_bytes(rows, delimiter=";", ending="\n")
    if how == "titled":
        return "file.csv", b"Key Stage 2 results\n\nRevised\n" + plain
    return "file.csv", csv_bytes(rows, encoding=how)


KINDS = ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "xlsx", "xlsx with numbers", "zip", "gzip", "semicolons",
         "titled"]  # fmt: skip


@settings(SLOWLY, max_examples=max(40, EXAMPLES // 4))
@given(seed=st.integers(0, 10**6), how=st.sampled_from(KINDS))
def test_the_same_content_has_the_same_fingerprint(seed: int, how: str, tmp_path: Path):
    rows = spoilt(2, "SCHNAME", "Saint Cloé’s School")
    expected = of_bytes(csv_bytes(rows), tmp_path).candidates[0].fingerprint
    shuffled = [rows[0], *random.Random(seed).sample(rows[1:], len(rows) - 1)]
    name, content = packed(shuffled, how, tmp_path)
    outcome = of_bytes(content, tmp_path, name)
    assert [c.fingerprint for c in outcome.candidates] == [expected], outcome.problems
    forget(tmp_path)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [(2, "PTRWM_EXP", "66%"), (4, "PTRWM_EXP", "NE"), (2, "LEA", "398"), (3, "URN", "900009"), (2, "SCHNAME", "Oak")],
)
def test_other_content_has_another_fingerprint(row: int, column: str, value: str, tmp_path: Path):
    before = of_bytes(GOOD, tmp_path).candidates[0].fingerprint
    after = of_bytes(csv_bytes(spoilt(row, column, value)), tmp_path).candidates[0].fingerprint
    assert before != after
