"""What makes schools alike is data: the shipped definition can be read, and a wrong one is refused by file and key."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from accord.meaning.definitions import DefinitionError, folders
from accord.meaning.likeness import load_likeness
from accord.warehouse.datasets import families
from accord.warehouse.forms import Form

SHIPPED = folders(None)


def test_nine_covariates_of_which_two_are_in_no_file():
    found = load_likeness(SHIPPED)
    assert len(found.covariates) == 9 and found.nearest == 50
    assert [each.code for each in found.covariates if not each.columns] == ["idaci", "polar4"]


def test_every_column_is_one_that_its_family_can_have():
    known = {each.code: each for each in families(SHIPPED)}
    read = load_likeness(SHIPPED)
    for covariate in read.covariates:
        for _, columns in covariate.columns:
            for column in columns:
                forms = known[column.family].forms
                assert any(column.variable in _variables(form) for form in forms), column
    assert not any("TKS1AVERAGES" in _variables(form) for form in known["ks2_schools"].forms), "a planted one"


def _variables(form: Form) -> set[str]:
    return {column.variable for column in form.columns.values()}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"fewest": 10}, "fewest"),
        ({"fewest": 0}, "fewest"),
        ({"nearest": 0}, "nearest"),
        ({"farthest": 1}, "farthest"),
        ({"phases": [{"code": "primary", "name": "primary", "stage": "ks2", "listed_in": []}]}, "listed_in"),
        ({"covariates": {"columns": {"nursery": ["census.NOR"]}}}, "columns"),
        ({"covariates": {"columns": {"primary": ["NOR"]}}}, "columns"),
        ({"covariates": {"columns": {"primary": "census.NOR"}}}, "columns"),
        ({"covariates": {"unit": "apples"}}, "unit"),
    ],
)
def test_a_wrong_definition_is_refused(tmp_path: Path, change: dict, key: str):
    content = yaml.safe_load((SHIPPED[0] / "similar" / "covariates.yaml").read_text(encoding="utf-8"))
    of_first = change.pop("covariates", {}) if "covariates" in change else {}
    content |= change
    content["covariates"][0] |= of_first
    (tmp_path / "similar").mkdir()
    (tmp_path / "similar" / "covariates.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(DefinitionError, match=key):
        load_likeness([tmp_path])


def test_none_is_refused(tmp_path: Path):
    with pytest.raises(DefinitionError, match="one file"):
        load_likeness([tmp_path])
