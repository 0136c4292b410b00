"""The pages of own returns: a school's numbers by right and by a link, and a group's schools as they come in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accord.accounts.models.events import Event
from accord.accounts.models.people import Person
from accord.intake.actions.own_returns import AboutSchool, send_counts
from accord.intake.actions.putting_together import put_all_together
from accord.intake.actions.return_links import make_return_link, token_of
from accord.intake.arithmetic import Count
from accord.intake.models.returns import ReturnLink, ReturnReminder, ReturnSent
from accord.intake.queries.returns import in_force, return_forms
from accord.intake.tasks import send_return_reminder
from accord.register.models.schools import Establishment
from tests.factories import alliances
from tests.factories.agreements import agreement
from tests.factories.people import somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import RWM, publish, school

AT = datetime(2026, 7, 14, 9, tzinfo=UTC)
URNS = tuple(f"10000{at}" for at in range(1, 5))
NUMBERS = {
    "all-pupils": "30",
    "all-ks2_rwm_expected": "20",
    "all-ks2_rwm_higher": "4",
    "disadvantaged-pupils": "6",
    "disadvantaged-ks2_rwm_expected": "2",
}


@pytest.fixture
def coast(home: Path) -> None:
    """Coast has four schools of authority 501."""
    alliances.coast(URNS, AT)
    registered("200001", "Elsewhere", la_code="502")


def as_somebody(*rights: str) -> Client:
    client = Client()
    client.force_login(somebody(f"{'-'.join(rights).replace(' ', '').replace(':', '')}@example.org", *rights))
    return client


def summer() -> int:
    return return_forms()["ks2"].year_on(timezone.localdate())


def address(urn: str = URNS[0], year: int | None = None) -> str:
    return f"/returns/ks2/{year or summer()}/{urn}/"


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_head_sends_five_numbers_and_finds_them_again(coast: None):
    head = as_somebody(f"headteacher school:{URNS[0]}")
    assert address() in text(head, "/returns/")
    assert head.post(address(), NUMBERS).status_code == 302
    kept = {(line.measure, line.group): (line.pupils, line.met) for line in in_force(summer())}
    assert kept == {(RWM, "all"): (30, 20), ("ks2_rwm_higher", "all"): (30, 4), (RWM, "disadvantaged"): (6, 2)}
    page = text(head, address())
    assert 'value="20"' in page and "Sent last on" in page
    assert head.get(address(URNS[1])).status_code == 403, "another school's form is not theirs"
    assert as_somebody(f"teacher school:{URNS[0]}").get(address()).status_code == 403
    assert Event.objects.filter(subject_kind="own return", verb="sent", subject_id=URNS[0]).count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"all-ks2_rwm_expected": "31"}, "31 met it of 30 pupils, which cannot be."),
        ({"all-ks2_rwm_higher": "21"}, "21 met the higher standard and 20 the expected one"),
        ({"disadvantaged-pupils": "31"}, "All pupils: 30 pupils; disadvantaged pupils are 31."),
        ({"disadvantaged-pupils": "25", "disadvantaged-ks2_rwm_expected": "21"}, "disadvantaged pupils are 21"),
        ({"all-pupils": ""}, "Enter a number: pupils at the end of Key Stage 2"),
        ({"all-pupils": "some"}, "Enter a whole number, like 28"),
        ({"all-pupils": "-1"}, "Enter 0 or more"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(coast: None, changed: dict[str, str], said: str):
    answer = as_somebody(f"headteacher school:{URNS[0]}").post(address(), NUMBERS | changed)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page.replace("&#x27;", "'") and "govuk-error-message" in page and "Error: " in page
    assert not ReturnSent.objects.exists()


def test_what_is_unlike_last_year_is_asked_about_once(coast: None, tmp_path: Path):
    publish(tmp_path, [school(URNS[0], "501", 40, "90%")], 2018)
    head = as_somebody(f"headteacher school:{URNS[0]}")
    few = NUMBERS | {"all-ks2_rwm_expected": "5", "disadvantaged-ks2_rwm_expected": "1"}
    asked = head.post(address(year=2019), few).content.decode()
    assert "5 of 30 met it, and 36 of 40 the year before: a larger change than chance makes. Is that right?" in asked
    assert 'name="confirm"' in asked and not ReturnSent.objects.exists()
    assert head.post(address(year=2019), few | {"confirm": "on"}).status_code == 302
    assert ReturnSent.objects.count() == 1
    usual = NUMBERS | {"all-ks2_rwm_expected": "26"}
    assert head.post(address(year=2019), usual).status_code == 302, "a change that chance makes is not asked about"


def test_a_link_opens_one_empty_form_for_whoever_holds_it(coast: None):
    about = AboutSchool(URNS[0], "501", summer(), "ks2")
    send_counts(about=about, counts={(RWM, "all"): Count(29, 13)}, by=None, at=timezone.now())
    token = token_of(make_return_link(about=about, by=None, at=timezone.now()))
    path, stranger = f"/returns/by/{token}/", Client()
    page = text(stranger, path)
    assert "School 1" in page and 'value="29"' not in page and "13" not in page.split("<main")[1].split("</main")[0]
    assert stranger.post(path, NUMBERS | {"all-pupils": "3"}).status_code == 200
    answer = stranger.post(path, NUMBERS)
    assert (answer.status_code, answer["Location"]) == (302, f"{path}?sent")
    assert "your numbers are in" in text(stranger, f"{path}?sent")
    newest = ReturnSent.objects.first()
    assert newest is not None and (newest.how, newest.sent_by, newest.link is not None) == ("link", None, True)
    assert Event.objects.filter(subject_kind="own return", verb="sent").latest("sequence").actor == "visitor"
    for other in (address(), "/returns/", "/groups/coast/returns/", "/"):
        assert stranger.get(other).status_code == 302, "it opens nothing else"
    for _ in range(9):
        stranger.post(path, NUMBERS)
    assert "Try again later" in stranger.post(path, NUMBERS).content.decode()
    assert ReturnSent.objects.filter(how="link").count() == 10


def test_a_link_is_shown_once_to_who_may_send_and_can_be_taken_back(coast: None):
    manager = as_somebody("data_manager authority:501")
    page = manager.post(f"{address()}link/", {"do": "make"}).content.decode()
    token = token_of(ReturnLink.objects.get()).split(":")[0]
    assert f"/returns/by/{token}" in page and token not in text(manager, address())
    path = page.split("http://testserver")[1].split("<")[0]
    assert Client().get(path).status_code == 200
    manager.post(f"{address()}link/", {"do": "take back"})
    assert Client().get(path).status_code == 404
    assert as_somebody("data_manager authority:502").post(f"{address()}link/", {"do": "make"}).status_code == 403
    assert as_somebody("alliance_lead group:coast").post(f"{address()}link/", {"do": "make"}).status_code == 403


def test_members_under_an_agreement_see_the_group_fill_and_others_are_told_nothing(coast: None):
    agreement(URNS[:3], group="coast", families=("own_returns",))
    for urn in (URNS[0], URNS[3]):
        about = AboutSchool(urn, "501", summer(), "ks2")
        send_counts(about=about, counts={(RWM, "all"): Count(30, 20)}, by=None, at=timezone.now())
    put_all_together(at=timezone.now())
    lead, officer = as_somebody("alliance_lead group:coast"), as_somebody("school_improvement_officer authority:501")
    page = text(lead, "/groups/coast/returns/")
    assert "1 of 3 schools is in." in page and "1 school is not counted here" in page and "School 4" not in page
    assert "1 of 3 schools is in." in text(lead, "/groups/coast/")
    assert "2 of 4 schools are in." in text(officer, "/groups/coast/returns/")
    councillor = text(as_somebody("councillor authority:501"), "/groups/coast/returns/")
    assert "You see no school’s own return here" in councillor and "School 1" not in councillor
    figures = text(lead, f"/groups/coast/?year={summer()}")
    assert "school-reported" in figures or "own return" in figures
    assert "school_reported" not in figures


def test_who_has_not_sent_is_reminded_once_a_day_with_a_link(
    coast: None, letters: list[EmailMessage], settings: Any
):
    # The worker sends the letters, who is shown whatever is here; not the request, which is shown what the lead is.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    agreement(URNS, group="coast", families=("own_returns",))
    about = AboutSchool(URNS[0], "501", summer(), "ks2")
    send_counts(about=about, counts={(RWM, "all"): Count(30, 20)}, by=None, at=timezone.now())
    head = somebody("head-of-two@example.org", f"headteacher school:{URNS[1]}", name="Head of Two")
    lead = as_somebody("alliance_lead group:coast")
    lead.post("/groups/coast/returns/", {"remind": "ks2-all"})
    assert send_return_reminder.func("ks2", summer(), URNS[1], "http://testserver/") == "1 sent"
    assert send_return_reminder.func("ks2", summer(), URNS[2], "http://testserver/") == "nobody"
    assert sorted(ReturnReminder.objects.values_list("urn", flat=True)) == list(URNS[1:])
    assert [(each.to, "School 2" in each.body) for each in letters] == [([head.email], True)]
    path = "/returns/by/" + letters[0].body.split("/returns/by/")[1].split()[0]
    assert "School 2" in text(Client(), path)
    lead.post("/groups/coast/returns/", {"remind": "ks2-all"})
    assert ReturnReminder.objects.count() == 3 and len(letters) == 1
    member = as_somebody("alliance_member group:coast")
    assert member.post("/groups/coast/returns/", {"remind": "ks2-all"}).status_code == 403
    assert Person.objects.get(pk=head.pk).email not in path
    ReturnLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("form", "numbers", "said"),
    [
        ("phonics", {"all-phonics_y1": "24", "disadvantaged-phonics_y1": "3"}, "24 of 30 pupils"),
        ("early_years", {"all-eyfs_gld": "24", "disadvantaged-eyfs_gld": "3"}, "24 of 30 pupils"),
        ("tables", {"all-mtc_full_marks": "24", "disadvantaged-mtc_full_marks": "3"}, "24 of 30 pupils"),
    ],
)
def test_what_is_published_for_authorities_alone_is_reported_by_schools(
    coast: None, form: str, numbers: dict[str, str], said: str
):
    year, numbers = return_forms()[form].year_on(timezone.localdate()), numbers | {"all-pupils": "30"}
    head, path = as_somebody(f"headteacher school:{URNS[0]}"), f"/returns/{form}/{summer()}/{URNS[0]}/"
    assert path in text(head, "/returns/")
    assert head.post(path, numbers | {"disadvantaged-pupils": "31"}).status_code == 200, "more than all pupils"
    assert head.post(path, numbers | {"disadvantaged-pupils": "4"}).status_code == 302
    put_all_together(at=timezone.now())
    officer = as_somebody("school_improvement_officer authority:501")
    page = text(officer, "/groups/coast/returns/")
    assert [page.count(f"{at} of 4 in") for at in (0, 1)] == [5, 1] and "1 of 4 schools is in." in page
    measure = next(iter(numbers)).removeprefix("all-")
    figures = text(officer, f"/schools/{URNS[0]}/?measure={measure}&year={year}")
    assert said in figures and "as reported by the school itself" in figures
    nothing = text(as_somebody("councillor authority:501"), f"/schools/{URNS[0]}/?measure={measure}&year={year}")
    assert said not in nothing and "no figure" in nothing


def test_only_schools_with_pupils_of_the_ages_are_asked(coast: None):
    Establishment.objects.filter(urn=URNS[0]).update(low_age=5, high_age=7)
    Establishment.objects.filter(urn=URNS[1]).update(low_age=7, high_age=11)
    page = text(as_somebody("school_improvement_officer authority:501"), "/groups/coast/returns/")
    told = dict(re.findall(r'href="#(\w+)-title">[^<]*</a>: 0 of (\d) in', page))
    # Of four, an infant school from 5 and a junior school; nobody knows the ages of the other two.
    assert told == {
        "ks2": "3", "phonics": "3", "early_years": "2", "tables": "3", "attendance_autumn": "4",
        "attendance_autumn_spring": "4",
    }  # fmt: skip
    head = text(as_somebody(f"headteacher school:{URNS[0]}"), "/returns/")
    assert "/returns/phonics/" in head and "/returns/ks2/" not in head
