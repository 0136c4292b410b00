"""`accord groups match`: what a list means, and putting it in force only where nothing is in doubt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accord.config import opening
from accord.register.models.groups import Membership
from accord.register.models.lists import BroughtList
from tests.factories.register_schools import school
from tests.integration.test_command_line import run

CERTAIN = "Alliance\tSchool\tURN\nCoast\tAsh Grove Primary School\t\nCoast\t\t100002"


@pytest.fixture
def county(home: Path, db: None) -> None:
    """A home whose database is the tests' own, with three schools; two have one name."""
    (home / "prepared").write_text(opening._shape(), encoding="ascii")
    school("100001", "Ash Grove Primary School", town="Ashdown")
    school("100002", "St Mary's School", town="Ashdown")
    school("100003", "St Mary's School", town="Bexcombe")


def saved(folder: Path, text: str) -> Path:
    path = folder / "alliances.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_matches_are_shown_and_nothing_is_written(county: None, tmp_path: Path):
    path = saved(tmp_path, f"{CERTAIN}\nCoast\tSt Mary's\t")
    result = run("groups", "match", path, "--json", "--authority", "845")
    lines = json.loads(result.stdout)
    assert [(each["line"], each["certainty"], each["urn"]) for each in lines] == [
        (2, "exact", "100001"),
        (3, "exact", "100002"),
        (4, "held", None),
    ]
    assert set(lines[2]["candidates"]) == {"100002", "100003"}
    assert "2 exact, 1 held" in run("groups", "match", path).stdout
    refused = run("groups", "match", path, "--apply")
    assert refused.exit_code == 1 and "Nothing was written: 1 row is in doubt." in refused.stderr
    assert not BroughtList.objects.exists() and not Membership.objects.exists()


def test_a_list_without_doubt_is_put_in_force(county: None, tmp_path: Path):
    result = run("groups", "match", saved(tmp_path, CERTAIN), "--kind", "federation", "--apply")
    assert result.exit_code == 0, result.output
    assert "1 groups made; memberships: 2 added" in result.stderr
    assert set(Membership.objects.values_list("group__kind", "urn")) == {
        ("federation", "100001"),
        ("federation", "100002"),
    }
    assert BroughtList.objects.get().state == "applied"


def test_a_list_that_cannot_be_read_says_where(county: None, tmp_path: Path):
    result = run("groups", "match", saved(tmp_path, "School\nAsh Grove Primary School"))
    assert result.exit_code == 1
    assert "alliances.txt, line 2: The line belongs to no group." in result.stderr
