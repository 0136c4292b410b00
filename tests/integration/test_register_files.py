"""The national register's files: every quirk is taken in or named, and nobody's name is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.architecture.sources import REPOSITORY
from tests.factories.preparing import DEFINITIONS, in_child, in_process

pytestmark = pytest.mark.confined

DERIVED = (*DEFINITIONS, REPOSITORY / "tests/reference/definitions")
FIXTURES = "gias/fixtures-teaching-vacancies"
LOADED = [
    # file, family, as of, records, set aside, authorities (None for England)
    ("gias/20161122/all-open-sats-and-mats-161122.csv", "gias_groups", date(2016, 11, 22), 3122, 0, None),
    ("gias/2021/936_gias.csv", "gias_establishments", date(2021, 4, 22), 590, 0, ("936",)),
    ("gias/2021/links_edubasealldata_2021.csv", "gias_links", date(2022, 3, 31), 29817, 0, None),
    ("gias/2022/groups.csv", "gias_groups", None, 6883, 0, None),
    ("gias/2022/group_links.csv", "gias_group_links", date(2022, 3, 14), 20395, 0, None),
    ("gias/20220420/gias_part.csv", "gias_establishments", date(2022, 4, 20), 1027, 69, ("850", "936")),
    ("gias/20250905/links_edubasealldata20250905.csv", "gias_links", date(2025, 9, 5), 34565, 0, None),
    (f"{FIXTURES}/example_groups_data.csv", "gias_groups", None, 4, 0, None),
    (f"{FIXTURES}/example_schools_data.csv", "gias_establishments", date(2017, 9, 29), 9, 10, None),
]


@pytest.mark.parametrize("expected", LOADED, ids=lambda case: case[0])
def test_a_file_of_the_register_loads(expected, real_data: Path, tmp_path: Path):
    file, family, as_of, rows, aside, authorities = expected
    path = real_data / file
    outcome = in_child(path, tmp_path / "staging")
    assert outcome.problems == ()
    (candidate,) = outcome.candidates
    assert (candidate.family, candidate.rows) == (family, rows)
    assert candidate.as_of == as_of
    if authorities is not None:
        assert candidate.extent.authorities == authorities
    told = [warning for warning in outcome.warnings if warning.code == "row_set_aside"]
    more = [each.message for each in told if "more of this kind" in each.message]
    counted = len(told) + (int(more[0].split("There are ")[1].split()[0]) if more else 0)
    assert counted == aside
    stored = pl.read_parquet(candidate.folder / "records.parquet")
    assert stored.height == rows


def test_nobodys_name_is_kept(real_data: Path, tmp_path: Path):
    """Heads are known by their role; the same search finds their roles, and a town planted beside the names."""
    path = real_data / "gias/2021/936_gias.csv"
    surnames = set(pl.read_csv(path, infer_schema_length=0)["HeadLastName"].drop_nulls()) - {""}
    (candidate,) = in_process(path, tmp_path / "staging").candidates
    stored = pl.read_parquet(candidate.folder / "records.parquet")
    assert len(surnames) > 200
    assert not any("first" in name or "last_name" in name or "title" in name for name in stored.columns)
    cells = {text for name in stored.columns if stored[name].dtype == pl.String for text in stored[name].drop_nulls()}
    assert "Headteacher" in cells and "Guildford" in cells
    places = {"Ash", "Ashford", "Hill", "Woking", "West", "Horley", "Cranleigh"}  # surnames that are places too
    whole = surnames & cells - places
    assert len(whole) < 5, whole


def test_the_derived_dimension_loads_by_a_form_added_as_data(real_data: Path, tmp_path: Path):
    path = real_data / "gias/2022-derived-clarelgibson/dim_school.parquet"
    outcome = in_process(path, tmp_path / "staging", definitions=DERIVED)
    (candidate,) = outcome.candidates
    assert (candidate.family, candidate.rows) == ("gias_establishments", 20188)
    assert [each.code for each in outcome.warnings if each.code == "row_set_aside"] == ["row_set_aside"]  # URN 0
