"""The checker is checked: it stands on its own, is right by hand, and reproduces DfE's own rows."""

import ast
import math
import re
from fractions import Fraction
from pathlib import Path

import pytest

from tests.reference import naive
from tests.reference.published import AUTHORITIES, folder, rounds_to, rows_of

HERE = Path(__file__).parent
APART = [HERE / "naive.py", HERE / "worlds.py", HERE / "published.py",
         HERE.parent / "factories/naive_files.py"]


def school(urn: str = "100001", **cells: str) -> naive.Row:
    return {"RECTYPE": "1", "LEA": "850", "URN": urn, "TELIG": "20", "PTRWM_EXP": "60%"} | cells


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", APART, ids=lambda path: path.name)
def test_the_second_computation_imports_nothing_of_the_first(path):
    first = {name.split(".")[0] for name in imported(path)}
    assert first, "a module that imports nothing would prove nothing"
    assert not first & {"accord", "numpy", "duckdb", "polars", "pandas"}


def test_the_import_check_sees_an_import(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("def f():\n    from accord.analytics.pooling import pool_percentage\n")
    assert "accord.analytics.pooling" in imported(planted)


@pytest.mark.parametrize("pupils", range(1, 131))
def test_a_count_range_is_every_count_that_rounds_to_the_percentage(pupils):
    for percent in range(101):
        fits = [k for k in range(pupils + 1) if (200 * k + pupils) // (2 * pupils) == percent]
        low, high, swapped = naive.count_range(Fraction(percent), pupils)
        if fits:
            assert (low, high, swapped) == (fits[0], fits[-1], False)
        else:
            assert swapped and high == low + 1
        assert pupils <= 100 or len(fits) >= 1


def test_two_schools_and_a_hidden_one_by_hand():
    rows = [school(), school("100002", TELIG="30", PTRWM_EXP="90%"),
            school("100003", TELIG="5", PTRWM_EXP="SUPP"), school("100004", TELIG="0", PTRWM_EXP="")]
    answer = naive.pool({2018: rows}, "ks2_rwm_expected")
    assert (answer.part_low, answer.part_high, answer.whole) == (39, 39, 50)
    assert answer.value == 78
    assert (answer.low, answer.high) == (pytest.approx(100 * 39 / 55), 80)
    assert (answer.schools_counted, answer.schools_expected) == (2, 3)
    assert (answer.pupils_counted, answer.pupils_expected) == (50, 55)


def test_a_school_that_hides_its_pupils_stands_on_top_and_below():
    rows = [school(), school("100002", TELIG="SUPP", PTRWM_EXP="SUPP")]
    answer = naive.pool({2018: rows}, "ks2_rwm_expected")
    assert (answer.low, answer.high, answer.pupils_expected) == (40, pytest.approx(100 * 22 / 30), None)


def test_under_half_of_the_pupils_is_incomplete_and_half_is_not():
    half = [school(), school("100002", PTRWM_EXP="SUPP")]
    under = [school(), school("100002", TELIG="21", PTRWM_EXP="SUPP")]
    assert naive.pool({2018: half}, "ks2_rwm_expected").status == "measured"
    answer = naive.pool({2018: under}, "ks2_rwm_expected")
    assert (answer.status, answer.value, answer.part_low) == ("incomplete", None, 12)


def test_progress_is_weighted_by_the_pupils_covered():
    rows = [school(READPROG="2", READCOV="90%"), school("100002", TELIG="10", READPROG="-1", READCOV="55%")]
    answer = naive.pool({2019: rows}, "ks2_reading_progress", spread=6.0)
    assert (answer.whole, answer.pupils_expected) == (18 + 6, 30)
    assert answer.value == pytest.approx((36 - 6) / 24)
    assert answer.interval_high - answer.value == pytest.approx(1.96 * 6 / math.sqrt(24))


@pytest.mark.real_data
def test_it_reproduces_the_published_authority_rows():
    right = {"pupils": 0, "percentages": 0, "progress": 0, "scaled": 0}
    for year in (2018, 2019):
        for authority in AUTHORITIES:
            rows = rows_of(folder() / f"ks2/{year}/{authority}_ks2final.csv")
            assert naive.year_of(rows) == year
            printed = next(row for row in rows if row["RECTYPE"] == "3")
            members = {year: naive.of_authority(rows, authority)}
            eligible = naive.pool(members, "ks2_rwm_expected").pupils_expected
            right["pupils"] += eligible == int(printed["TELIG"])
            for kind, measures in {"percentages": naive.PERCENTAGES, "progress": naive.PROGRESS,
                                   "scaled": naive.SCALED}.items():
                for measure in measures:
                    cell = printed[naive.columns(measure, "all")[0]]
                    right[kind] += rounds_to(naive.pool(members, measure).value, cell, measure)
    assert right == {"pupils": 4, "percentages": 40, "progress": 12, "scaled": 12}


@pytest.mark.real_data
def test_it_reproduces_the_eligible_pupils_of_239_of_240_trusts():
    schools = {row["URN"]: row for row in rows_of(folder() / "ks2/2018/derived_national_ks2_perf_2018.csv")}
    trusts = rows_of(folder() / "mats/2018/england_ks2-mats-performance.csv")
    equal = 0
    for trust in trusts:
        urns = re.findall(r"\d{6}", trust["SCHOOL-URNS"])
        members = {2018: [schools[urn] for urn in urns if urn in schools]}
        equal += naive.pool(members, "ks2_rwm_expected").pupils_expected == int(trust["TELIG"])
    assert (equal, len(trusts)) == (239, 240)
