"""Files of the time of levels: headers of all years, and authorities that only the order of rows tells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accord.meaning.definitions import folders
from accord.warehouse.cells import CellType
from accord.warehouse.datasets import families
from tests.factories.preparing import of_bytes

FORM = next(form for family in families(folders(None)) for form in family.forms if form.family == "ks2_levels")


@pytest.mark.parametrize(
    ("header", "variable", "kind"),
    [
        ("PTENGMATX", "PTENGMATX", CellType.PERCENT),
        ("ptfsmclaengmatx", "PTENGMATX_FSMCLA", CellType.PERCENT),
        ("PBREADWRITTAMATX", "PTREADWRITTAMATX_B", CellType.PERCENT),
        ("PGREADWRITTAMAT4B", "PTREADWRITTAMAT4B_G", CellType.PERCENT),
        ("PTREADWRITTAMATX_NOTFSM6CLA1A", "PTREADWRITTAMATX_NOTFSMCLA", CellType.PERCENT),
        ("PT2READ12", "PT2READ", CellType.PERCENT),
        ("PT2MATH12_B", "PT2MATH_B", CellType.PERCENT),
        ("PT2MATH_FSM6CLA1A", "PT2MATH_FSMCLA", CellType.PERCENT),
        ("COVMATH12", "COVMATH", CellType.COVERAGE),
        ("COVWRITTA", "COVWRITTA", CellType.COVERAGE),
        ("TFSMCLA1A", "TFSMCLA", CellType.COUNT),
        ("TKEY STAGE 1APS", "TKS1APS", CellType.SCORE),
        ("PKEY STAGE 1EXP_L", "PKS1EXP_L", CellType.PERCENT),
        ("TAPS_12", "TAPS_12", CellType.SCORE),
        ("OUCONF", "OUCONF", CellType.LIMIT),
        ("AVGLEVEL", "AVGLEVEL", CellType.TEXT),
    ],
)
def test_headers_of_every_year_feed_one_variable(header: str, variable: str, kind: CellType):
    column = FORM.column_for(header)
    assert column is not None
    assert (column.variable, column.type) == (variable, kind)


def test_every_column_of_2013_is_known(real_data: Path):
    with (real_data / "ks2/2013/derived_national_ks2_relevant_columns.csv").open(encoding="ascii", newline="") as file:
        headers = next(csv.reader(file))
    assert [name for name in headers if FORM.column_for(name) is None] == []


def file_of(rows: list[tuple[str, str]], la: bool = False) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(["RECTYPE", "URN", "TAPS", *(["LEA"] if la else [])])
    lines.writerows([kind, urn, "28.1", *(["845"] if la else [])] for kind, urn in rows)
    return text.getvalue().encode()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("1123"), min_size=1, max_size=14).filter(lambda kinds: set(kinds) != {"3"}))
@example(["3", "1", "1", "3", "3", "2"])
def test_an_authority_has_the_schools_above_it(tmp_path: Path, kinds: list[str]):
    rows = [(kind, "" if kind == "3" else str(100001 + at)) for at, kind in enumerate(kinds)]
    outcome = of_bytes(file_of(rows), tmp_path, year=2013)
    places = pl.read_parquet(outcome.candidates[0].folder / "places.parquet")
    found = {row["code"]: row["members"] for row in places.filter(pl.col("level") == "authority").to_dicts()}
    wanted: dict[str, list[str]] = {}
    above: list[str] = []
    for number, (kind, urn) in enumerate(rows, start=2):
        if kind != "3":
            above.append(urn)
            continue
        if above:
            wanted[f"row {number}"] = above
        above = []
    assert found == wanted
    assert places.filter(pl.col("level") == "school").height == sum(kind != "3" for kind in kinds)


def test_a_number_for_the_authority_goes_before_the_order_of_rows(tmp_path: Path):
    outcome = of_bytes(file_of([("1", "100001"), ("3", "")], la=True), tmp_path, year=2013)
    places = pl.read_parquet(outcome.candidates[0].folder / "places.parquet")
    assert places.filter(pl.col("level") == "authority").select("code", "members").rows() == [("845", None)]
