"""Families of files as data: every published column is known, and a wrong definition is named with its key."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from accord.meaning.definitions import DefinitionError, folders, load_yaml
from accord.warehouse.cells import CellType
from accord.warehouse.datasets import families
from accord.warehouse.templates import expanded, expanded_together

FORMS = {form.code: form for family in families(folders(None)) for form in family.forms}


def test_the_families_are_there():
    found = {family.code: [form.code for form in family.forms] for family in families(folders(None))}
    assert found == {
        "absence": ["england_abs"],
        "boundaries": ["geojson"],
        "census": ["england_census", "england_census_2011"],
        "early_years_profile": ["profile_of_2013", "profile_of_2022"],
        "ees": ["series"],
        "finance": ["england_cfr"],
        "gias_establishments": ["extract"],
        "gias_group_links": ["group_links"],
        "gias_groups": ["groups"],
        "gias_links": ["links"],
        "ks2_levels": ["levels"],
        "ks2_schools": ["ks2final"],
        "ks2_school_attainment": ["tidy"],
        "ks2_school_information": ["tidy"],
        "ks2_trusts": ["chains", "trusts"],
        "ks4_destinations": ["pupdest"],
        "ks4_schools": ["attainment8", "five_good_passes"],
        "ks4_trusts": ["chains", "trusts"],
        "ks5_schools": ["ks5final"],
        "lait": ["long"],
        "multiplication_check": ["year_4"],
        "ofsted_early_years": ["providers"],
        "own_returns": ["returns"],
        "ofsted_schools": ["ratings", "report_cards", "judgements_2012", "history"],
        "phonics": ["year_1_2012", "year_1_2023", "year_1"],
        "school_information": ["spine", "ees"],
        "statistical_neighbours": ["ranked"],
        "suspensions": ["by_school_type", "by_phase"],
        "workforce": ["england_swf", "england_swf_short", "england_swf_2011"],
    }


@pytest.mark.parametrize("year", [2017, 2018, 2019, 2024])
def test_every_column_of_the_published_metadata_is_known(year: int, real_data: Path):
    with (real_data / f"ks2/{year}/ks2_meta.csv").open(encoding="cp1252", newline="") as stream:
        named = [row[1].strip() for row in csv.reader(stream)][1:]
    assert len(named) > 280
    assert [name for name in named if FORMS["ks2final"].column_for(name) is None] == []


def test_the_columns_of_2023_are_known_too():
    before = ["TELIG", "PTRWM_EXP", "READPROG", "READPROG_LOWER", "READ_AVERAGE", "PTNOTFSM6CLA1A"]
    assert all(FORMS["ks2final"].column_for(f"{name}_{year}") for name in before for year in (19, 22))


def test_headers_are_compared_without_case_and_space_and_accidents_are_undone():
    form = FORMS["ks2final"]
    for printed in ("AlphaIND", " telig ", "PTRWM_EXP_NotFSM6CLA1A", "TKEY STAGE 1AVERAGE", "PTKEY  STAGE 1GROUP_L"):
        assert form.column_for(printed) is not None, printed
    assert form.column_for("TKEY STAGE 1AVERAGE").variable == "TKS1AVERAGE"
    assert form.column_for("TELIGIBLE") is None


def test_types_follow_the_columns():
    form = FORMS["ks2final"]
    types = {"TELIG": CellType.COUNT, "PTRWM_EXP_EAL": CellType.PERCENT, "READPROG_B": CellType.SCORE,
             "READPROG_B_UPPER": CellType.LIMIT, "MATCOV": CellType.COVERAGE, "WRITPROG_DESCR": CellType.BAND,
             "SCHNAME": CellType.TEXT, "TELIG_17": CellType.COUNT, "DIFFN_RWM_EXP": CellType.SCORE}  # fmt: skip
    assert {name: form.column_for(name).type for name in types} == types


def test_templates_stand_for_every_entry():
    lists = {"a": ["X", "Y"], "b": ["1", "2"]}
    assert expanded("{a}_{b}", lists) == ("X_1", "X_2", "Y_1", "Y_2")
    assert expanded_together(["{a}L", "{a}U"], lists) == (("XL", "XU"), ("YL", "YU"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one definition of its own, a copy of Accord's, for tests to spoil."""
    (tmp_path / "definitions" / "datasets").mkdir(parents=True)
    own = folders(None)[0] / "datasets" / "ks2_trusts.yaml"
    shutil.copy(own, tmp_path / "definitions" / "datasets" / "ks2_trusts.yaml")
    return tmp_path


def test_the_home_takes_the_place_of_a_file_of_the_same_name(home: Path):
    path = home / "definitions" / "datasets" / "ks2_trusts.yaml"
    path.write_text(path.read_text().replace("title: Key Stage 2 measures of", "title: Our own view of"))
    titles = {family.code: family.title for family in families(folders(home))}
    assert titles["ks2_trusts"].startswith("Our own view") and titles["ks2_schools"].startswith("Key Stage 2")
    assert path in load_yaml(folders(home), "datasets")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("layout: wide", "layout: square", "layout"),
        ("extent: england", "extent: wales", "extent"),
        ("SUPP: suppressed", "SUPP: hidden", "markers.SUPP"),
        ("limits:", "limitz:", "limitz"),
        ("{pupils}_LOWER{adjusted}\", \"", "{nobody}_LOWER{adjusted}\", \"", "nobody"),
        ("family: ks2_trusts", "famly: ks2_trusts", "family"),
        ("form: chains", "form: 7", "form"),
        ("{level: trust}", "{level: county}", "constant"),
        ("family: ks2_trusts", "[", "YAML"),
    ],
)
def test_a_wrong_definition_is_named_with_its_file_and_key(old: str, new: str, named: str, home: Path):
    path = home / "definitions" / "datasets" / "ks2_trusts.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(DefinitionError, match=named) as error:
        families(folders(home))
    assert str(path) in str(error.value)
