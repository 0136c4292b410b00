"""What a page opens with and offers follows the stages at which its schools have results."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.intake.actions.intakes import Asked, take_in
from accord.performance.queries import figures, school_figures
from accord.performance.selections import Selection, Who
from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.school_tables import authority, publish, school

pytestmark = pytest.mark.once

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
PRIMARY, SECONDARY, ALL_THROUGH = "100001", "100002", "100003"
KEY_STAGE_4 = f"""RECTYPE,LEA,URN,SCHNAME,NFTYPE,TPUP,ATT8SCR,P8PUP,P8MEA,P8CILOW,P8CIUPP,PTL2BASICS_94
1,201,{SECONDARY},Oak Academy,ACC,180,47.2,170,-0.09,-0.11,-0.07,64%
1,201,{ALL_THROUGH},Elm All-through School,ACC,90,47.2,80,-0.09,-0.11,-0.07,64%
4,201,,,,270,47.2,250,-0.09,-0.11,-0.07,64%
"""


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """A primary school and a secondary one in an authority, an alliance of each and one of both."""
    rows = [school(PRIMARY, "201", 60, "65%"), school(ALL_THROUGH, "201", 0, ""), authority("201", 60, "65%")]
    publish(tmp_path, rows, 2018)
    sent = tmp_path / "ks4.csv"
    sent.write_text(KEY_STAGE_4, encoding="utf-8")
    take_in(path=sent, name=sent.name, asked=Asked(year=2018), by=None, at=timezone.now())
    lines = ["group,kind,urn,role,starts_on,ends_before,parent"]
    members = {"Small": [PRIMARY], "Large": [SECONDARY], "Mixed": [PRIMARY, SECONDARY], "Through": [ALL_THROUGH]}
    for name, urns in members.items():
        lines += [f"{name},alliance,{urn},,,," for urn in urns]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def page(site: Client, address: str) -> str:
    answer = site.get(address)
    assert answer.status_code == 200, address
    return " ".join(unescape(answer.content.decode()).split())


def offered(words: str) -> list[str]:
    (choices,) = re.findall(r'<select[^>]*name="measure".*?</select>', words)
    return re.findall(r'<option value="([^"]+)"', choices)


@pytest.mark.parametrize(
    ("group", "opens_with", "stages"),
    [
        ("small", "65% of pupils met the expected standard in reading, writing and maths", {"ks2"}),
        ("large", "The average Attainment 8 score in summer 2018 was 47.2, from 180 pupils", {"ks4"}),
        ("through", "The average Attainment 8 score in summer 2018 was 47.2, from 90 pupils", {"ks4"}),
        ("mixed", "65% of pupils met the expected standard in reading, writing and maths", {"ks2", "ks4"}),
    ],
)
def test_the_stages_of_the_members_choose(site: Client, group: str, opens_with: str, stages: set[str]):
    words = page(site, f"/groups/{group}/")
    assert opens_with in words
    assert {code.partition("_")[0] for code in offered(words)} == stages
    assert len(offered(words)) > 5


def test_a_measure_of_another_stage_can_still_be_asked_for(site: Client):
    words = page(site, "/groups/small/?measure=ks4_attainment8")
    assert "ks4_attainment8" in offered(words)
    assert "Small" in words


def test_measures_of_a_page_are_of_one_stage(site: Client):
    words = page(site, "/groups/mixed/measures/?measure=ks4_progress8&kind=all")
    assert "Attainment 8" in words and "Progress 8" in words
    assert "RWM" not in re.sub(r"<select.*?</select>", "", words)


def test_progress_8_is_told_to_two_decimals(site: Client):
    words = page(site, "/groups/large/?measure=ks4_progress8")
    assert "The Progress 8 score in summer 2018 was \u22120.09, from 170 pupils" in words


def test_an_authority_with_secondary_schools_alone_has_a_page(home: Path, client: Client, tmp_path: Path):
    sent = tmp_path / "ks4.csv"
    sent.write_text(KEY_STAGE_4, encoding="utf-8")
    take_in(path=sent, name=sent.name, asked=Asked(year=2018), by=None, at=timezone.now())
    client.force_login(somebody("reader@example.org", name="Reader"))
    assert "The average Attainment 8 score in summer 2018 was 47.2" in page(client, "/authorities/201/")
    assert "No results have been loaded yet" not in page(client, "/groups/")


def test_a_school_of_another_stage_is_not_waited_for_though_the_register_is_not_loaded(site: Client):
    asked = Selection(Who.of_urns([PRIMARY, SECONDARY]), ("ks2_rwm_expected",), (2018,))
    (row,) = [each for each in figures(asked, Reader.operator()) if each.basis == "pooled"]
    assert (str(row.figure.status), row.figure.value) == ("measured", 65.0)
    assert (row.figure.coverage.schools_counted, row.figure.coverage.schools_expected) == (1, 1)
    states = {each.urn: str(each.state) for each in school_figures(asked, Reader.operator())}
    assert states == {PRIMARY: "counted", SECONDARY: "not_applicable"}
    words = page(site, "/groups/mixed/")
    assert "1 of 1" in words and "Oak Academy" not in words.partition("Table of these figures")[0]
    # Of a school that no file lists nothing is known, and it is waited for.
    nowhere = Selection(Who.of_urns([PRIMARY, "100099"]), ("ks2_rwm_expected",), (2018,))
    states = {each.urn: str(each.state) for each in school_figures(nowhere, Reader.operator())}
    assert states == {PRIMARY: "counted", "100099": "not_released"}
    # And so is one of an authority whose table is not here.
    other = KEY_STAGE_4.replace("201,", "202,").replace(SECONDARY, "100077").replace(ALL_THROUGH, "100078")
    sent = Path(str(settings.ACCORD_HOME)) / "other.csv"
    sent.write_text(other, encoding="utf-8")
    take_in(path=sent, name=sent.name, asked=Asked(year=2018), by=None, at=timezone.now())
    away = Selection(Who.of_urns([PRIMARY, "100077"]), ("ks2_rwm_expected",), (2018,))
    states = {each.urn: str(each.state) for each in school_figures(away, Reader.operator())}
    assert states == {PRIMARY: "counted", "100077": "not_released"}
