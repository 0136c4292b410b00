"""`accord schools`: found, shown and counted, for people and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from accord.cli.main import accord
from accord.config import opening
from accord.register.actions.groups import make
from accord.register.actions.memberships import join
from accord.register.choices import Phase, Status
from accord.register.models.schools import School
from tests.factories.register_schools import school

OLD, NEW, LONE = "114001", "140001", "114002"
AT = datetime(2026, 10, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(home: Path) -> None:
    """An academy, recorded in an alliance under the number of the school it was, and a school in none."""
    (home / "prepared").write_text(opening._shape(), encoding="ascii")
    place = School.objects.create(address=NEW)
    was = {"status": Status.CLOSED, "closed_on": date(2014, 8, 31)}
    school(OLD, "St Olave’s Primary School", place=place, phase=Phase.PRIMARY, **was)
    school(NEW, "Beacon Academy", place=place, stands=True, phase=Phase.PRIMARY)
    school(LONE, "Ash Infant School", phase=Phase.INFANT)
    coast = make(name="Coast Alliance", kind="alliance", by=None, at=AT)
    join(group=coast, urn=OLD, starts_on=date(2012, 9, 1), by=None, at=AT)


def run(*words: str) -> Result:
    result = CliRunner().invoke(accord, ["schools", *words], prog_name="accord")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def printed(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_find_by_a_number_it_had_and_by_words():
    (found,) = printed("find", OLD)
    assert found == {
        "address": NEW,
        "urn": NEW,
        "name": "Beacon Academy",
        "dfe_number": "845/0001",
        "status": "open",
        "phase": "primary",
        "found_by": "URN 114001, until 31 August 2014",
        "groups": ["coast-alliance"],
    }
    told = run("find", "saint olaves").stdout
    assert "1 of 2 schools in the register: “saint olaves”." in told
    assert "its former name St Olave’s Primary School" in told
    assert printed("find", "nowhere") == [] and printed("find", "ash", "--status", "closed") == []
    assert run("find", "nowhere").stdout == "0 of 2 schools in the register: “nowhere”.\n"


def test_show_by_an_old_number():
    shown = printed("show", OLD)
    assert shown["urn"] == NEW and [each["urn"] for each in shown["establishments"]] == [OLD, NEW]
    assert [each["slug"] for each in shown["groups"]] == ["coast-alliance"]
    told = run("show", OLD).stdout
    assert "114001 is a number of it that is no longer used; now it goes by 140001." in told
    assert "no longer used" not in run("show", NEW).stdout
    refused = run("show", "999999")
    assert refused.exit_code == 1 and "No school goes or went by 999999" in refused.stderr


def test_coverage_counts_and_names_those_in_none():
    found = printed("coverage")
    assert [(each["phase"], each["schools"], each["in_none"]) for each in found["phases"]] == [
        ("infant", 1, 1),
        ("primary", 1, 0),
    ]
    assert found["none"] == [{"urn": LONE, "name": "Ash Infant School"}]
    told = run("coverage", "--kind", "ward").stdout
    assert "Open schools in no ward: 2 of 2." in told and f"{NEW}  Beacon Academy" in told
    assert run("coverage", "--authority", "850").stdout == "Open schools in no alliance: 0 of 0.\n"
    assert run("coverage", "--kind", "club").exit_code == 2
