"""What stands out has a page of its own, says the same to everybody, and never tells a number that is hidden."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from accord.performance.kept import forget_everything
from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.school_tables import authority, england, publish, school

pytestmark = pytest.mark.once

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
URNS = [f"{100001 + at}" for at in range(9)]
HIDDEN = URNS[8]
YEARS = (2018, 2019)
RATES = {2018: 65, 2019: 30}
PUPILS = {"BELIG": "30", "GELIG": "30", "TFSM6CLA1A": "20", "TNOTFSM6CLA1A": "40"}


def told(percent: int, poor: int) -> dict[str, str]:
    """Boys and girls alike; the disadvantaged at a rate of their own, and the others so that all comes out."""
    return PUPILS | {
        "PTRWM_EXP_B": f"{percent}%", "PTRWM_EXP_G": f"{percent}%", "PTRWM_EXP_FSM6CLA1A": f"{poor}%",
        "PTRWM_EXP_NOTFSM6CLA1A": f"{round((60 * percent - 20 * poor) / 40)}%",
    }  # fmt: skip


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """Eight schools of 60 who fall from England's rate to half of it, and one that is suppressed."""
    for year in YEARS:
        rows = [school(urn, "201", 60, f"{RATES[year]}%", **told(RATES[year], 20)) for urn in URNS[:8]]
        rows.append(school(HIDDEN, "201", 4, "SUPP", BELIG="2", PTRWM_EXP_B="SUPP"))
        rows += [authority("201", 484, f"{RATES[year]}%"), england(600_000, "65%", **told(65, 50))]
        publish(tmp_path, rows, year)
    head = "group,kind,urn,role,starts_on,ends_before,parent"
    import_groups(text="\n".join([head, *(f"Coast,alliance,{urn},,,," for urn in URNS)]), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def page(site: Client, address: str, status: int = 200) -> str:
    answer = site.get(address)
    assert answer.status_code == status, address
    return unescape(answer.content.decode())


def noticed(found: str) -> list[tuple[str, str]]:
    """What stands out on the overview, each with the address of its page."""
    return re.findall(r'<p class="govuk-body">([^<]+) <a class="govuk-link" href="([^"]+/findings/[^"]+)">', found)


def test_what_stands_out_leads_to_how_we_know_and_no_more_than_five_are_shown_at_once(site: Client):
    overview = page(site, "/groups/coast/?year=2019")
    found = noticed(overview)
    assert len(found) > 5 and "less clear than these" in overview
    kinds = {address.split("-")[2] for _, address in found}
    assert {"level", "change"} <= kinds
    for text, address in found:
        own = page(site, address)
        assert text in own and "How we know" in own and "questions were asked together" in own
    change = page(site, "/groups/coast/findings/ks2_rwm_expected-all-change-2019/")
    assert "down from 65%" in change and "Had its usual rate stood still" in change
    assert "it would stand out here in" in change


def test_an_address_holds_when_it_no_longer_stands_out(site: Client):
    before = page(site, "/groups/coast/findings/ks2_rwm_expected-all-level-2018/")
    assert "does not stand out" in before and "65% (312 of 480 pupils)" in before


def test_the_same_stands_out_whatever_the_page_is_about(site: Client):
    shown = [noticed(page(site, f"/groups/coast/?year=2019{more}")) for more in ("", "&pupils=boys")]
    assert shown[0] == shown[1] != []


def test_a_hidden_figure_is_never_asked_about(site: Client):
    overview = page(site, "/groups/coast/?year=2019")
    assert not any(HIDDEN in text or HIDDEN in address for text, address in noticed(overview))
    assert any(URNS[0] in address for _, address in noticed(overview)), "a school that is not hidden is"
    page(site, f"/groups/coast/findings/ks2_rwm_expected-all-level-2019-{HIDDEN}/", status=404)
    page(site, f"/groups/coast/findings/ks2_rwm_expected-all-level-2019-{URNS[0]}/")


@pytest.mark.parametrize(
    "key",
    ["nothing", "ks2_rwm_expected-all-level-2017", "ks2_rwm_expected-all-guess-2019", "ks2_rwm_expected-eal-gap-2019"],
)
def test_what_was_not_asked_has_no_page(site: Client, key: str):
    forget_everything()
    page(site, f"/groups/coast/findings/{key}/", status=404)
