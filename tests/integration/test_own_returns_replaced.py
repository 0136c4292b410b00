"""December beside July on live pages: told to whoever may see the return, and to nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accord.accounts.models.people import Person
from accord.intake.actions.own_returns import AboutSchool, send_counts
from accord.intake.actions.putting_together import put_all_together
from accord.intake.arithmetic import Count
from accord.intake.queries.returns import return_forms
from tests.factories import alliances
from tests.factories.agreements import agreement
from tests.factories.people import somebody
from tests.factories.school_tables import RWM, publish, school

AT = datetime(2026, 7, 14, 9, tzinfo=UTC)
URNS = tuple(f"10000{at}" for at in range(1, 4))


def summer() -> int:
    return return_forms()["ks2"].year_on(timezone.localdate())


@pytest.fixture
def replaced(home: Path, tmp_path: Path) -> None:
    """Coast's three schools report 60 of 90; published are 60% of 30, 18, and two of them otherwise. By 20 July."""
    alliances.coast(URNS, AT)
    for at, urn in enumerate(URNS):
        about = AboutSchool(urn, "501", summer(), "ks2")
        counts = {(RWM, "all"): Count(30, 20), (RWM, "disadvantaged"): Count(6, 2)}
        send_counts(about=about, counts=counts, by=None, at=AT + timedelta(days=3 * at))
    put_all_together(at=timezone.now())
    hidden = {"TFSM6CLA1A": "6", "PTRWM_EXP_FSM6CLA1A": "SUPP"}
    rows = [school(urn, "501", 30, share, **hidden) for urn, share in zip(URNS, ("67%", "60%", "70%"), strict=True)]
    publish(tmp_path, rows, summer())


def page(rights: str, path: str) -> str:
    client = Client()
    email = f"{rights.replace(' ', '').replace(':', '')}@example.org"
    client.force_login(Person.objects.filter(email=email).first() or somebody(email, rights))
    return client.get(path).content.decode()


def test_the_page_of_a_group_sets_july_beside_december_and_names_who_differs(replaced: None):
    told = page("school_improvement_officer authority:501", f"/groups/coast/?year={summer()}")
    assert (
        "By 20 July 2026 the schools themselves had reported 67%, 60 of 90 pupils, in all 3 schools that have such "
        "pupils; the published figure is 66%, 59 of 90 pupils. That is 1 fewer who met it, of as many pupils. "
        "What is published of 2 of 3 schools differs from what was reported: School 100002, School 100003."
    ) in told
    hidden = page("data_manager authority:501", f"/groups/coast/?year={summer()}&pupils=disadvantaged")
    assert "6 of 18 pupils" in hidden and "had reported" not in hidden, "what is still their own is replaced by nothing"


def test_the_page_of_a_school_says_the_same_of_itself(replaced: None):
    told = page(f"headteacher school:{URNS[1]}", f"/schools/{URNS[1]}/?year={summer()}")
    assert (
        "By 17 July 2026 the school itself had reported 67%, 20 of 30 pupils; the published figure is 60%, 18 of 30 "
        "pupils. That is 2 fewer who met it, of as many pupils."
    ) in told
    alike = page("school_improvement_officer authority:501", f"/schools/{URNS[0]}/?year={summer()}")
    assert "the published figure is 67%, 20 of 30 pupils. Nothing changed." in alike


def test_the_returns_of_a_group_have_a_table_of_what_changed(replaced: None):
    told = page("school_improvement_officer authority:501", "/groups/coast/returns/")
    table = told.split("Key Stage 2 results: what published results changed")[1].split("</table>")[0]
    assert "67% (reported): 60 of 90, school-reported" in table and "66%: 59 of 90" in table
    assert "1 fewer who met it" in table and "Disadvantaged" not in table
    assert told.count("what published results changed") == 1, "of other forms nothing was published"


def test_nobody_is_told_who_may_not_see_the_returns(replaced: None):
    councillor, lead = "councillor authority:501", "alliance_lead group:coast"
    for path in (f"/groups/coast/?year={summer()}", f"/schools/{URNS[1]}/?year={summer()}", "/groups/coast/returns/"):
        for rights in (councillor, lead):
            told = page(rights, path)
            assert "had reported" not in told and "As schools reported it" not in told, (rights, path)
    agreement(URNS[:2], group="coast", families=("own_returns",))
    told = page(lead, f"/groups/coast/?year={summer()}")
    assert "had reported 67%, 40 of 60 pupils, in 2 of 3 schools" in told, "only of those that signed"
    assert "It counts 3 schools, where 2 had reported." in told and "60 of 90" not in told
