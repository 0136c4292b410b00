"""Schools found by all that they go or went by, listed, held against groups, corrected, and taken away in files."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.register.actions.groups import make
from accord.register.actions.memberships import join, leave
from accord.register.choices import Category, ChangeKind, NumberedBy, Phase, Status
from accord.register.models.changes import Change, Correction
from accord.register.models.groups import Group, Membership
from accord.register.models.schools import Establishment, School
from accord.register.presenters.schools import coverage_sentence, sentence
from accord.register.queries.coverage import coverage, establishments
from accord.register.queries.schools import Wanted, choices, lines, schools_wanted
from tests.factories.people import somebody
from tests.factories.register_schools import school

AT = datetime(2026, 10, 1, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)
OLD, NEW, LONE, SHUT, MOVED = "114001", "140001", "114002", "114003", "114004"
LIST = "/schools/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client: Client) -> Client:
    client.force_login(somebody("officer@example.org", name="Officer"))
    return client


@pytest.fixture
def coast() -> Group:
    """A converted academy, recorded under its old number in an alliance; a lone, a closed and a moved school."""
    place = School.objects.create(address=NEW)
    school(OLD, "St Olave’s Primary School", place=place, status=Status.CLOSED, closed_on=date(2014, 8, 31),
           phase=Phase.PRIMARY, town="Lewes", postcode="BN7 1AA", estab="2077")  # fmt: skip
    school(NEW, "Beacon Academy", place=place, stands=True, former_names=[("Harbour Academy", "2019-09-01")],
           ukprn="10034567", town="Lewes", postcode="BN7 1AA", estab="2001", phase=Phase.PRIMARY,
           category=Category.ACADEMY, district="Lewes", religious_character="Church of England",
           pupils=210)  # fmt: skip
    school(LONE, "Ash Infant School", phase=Phase.INFANT, town="Rye", postcode="TN31 7AB", pupils=90)
    school(SHUT, "Cedar Primary School", phase=Phase.PRIMARY, status=Status.CLOSED, closed_on=date(2020, 9, 1))
    school(MOVED, "Dell Secondary School", phase=Phase.SECONDARY, former_numbers=["850/4100"], district="Wealden")
    group = make(name="Coast Alliance", kind="alliance", by=None, at=AT)
    join(group=group, urn=OLD, starts_on=date(2012, 9, 1), by=None, at=AT)
    join(group=group, urn=MOVED, starts_on=date(2012, 9, 1), by=None, at=AT)
    other = make(name="Downs Alliance", kind="alliance", by=None, at=AT)
    join(group=other, urn=MOVED, starts_on=date(2012, 9, 1), by=None, at=AT)
    return group


def page(site: Client, address: str, status: int = 200) -> str:
    answer = site.get(address)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def rows(site: Client, address: str) -> list[dict[str, str]]:
    text = site.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_words_find_no_number_of_a_school_that_has_none(db):
    place = School.objects.create(address="139001")
    school("100900", "Old Mill School", place=place, status=Status.CLOSED, la_code="", estab="")
    school("139001", "Mill Academy", place=place, stands=True)
    (line,) = lines(list(schools_wanted(Wanted(text="old mill"), TODAY)), "old mill", TODAY)
    assert line.found_by == "its former name Old Mill School"


@pytest.mark.parametrize(
    ("text", "found", "by"),
    [
        ("beacon", "Beacon Academy", ""),
        ("saint olaves", "Beacon Academy", "its former name St Olave’s Primary School"),
        ("harbour academy", "Beacon Academy", "its former name Harbour Academy"),
        (NEW, "Beacon Academy", ""),
        (OLD, "Beacon Academy", "URN 114001, until 31 August 2014"),
        ("845/2001", "Beacon Academy", ""),
        ("8452001", "Beacon Academy", ""),
        ("845/2077", "Beacon Academy", "DfE number 845/2077"),
        ("850/4100", "Dell Secondary School", "DfE number 850/4100"),
        ("850 4100", "Dell Secondary School", "DfE number 850/4100"),
        ("10034567", "Beacon Academy", ""),
        ("bn7 1aa", "Beacon Academy", ""),
        ("BN71AA", "Beacon Academy", ""),
        ("rye", "Ash Infant School", ""),
    ],
)
def test_a_school_is_found_by_all_it_goes_or_went_by(coast, text, found, by):
    (line,) = lines(list(schools_wanted(Wanted(text=text), TODAY)), text, TODAY)
    assert (line.establishment.name, line.found_by) == (found, by)


def test_the_list_says_by_which_number_it_found_a_school(site, coast):
    text = page(site, f"{LIST}?text={OLD}")
    assert f"1 open school matches “{OLD}”, of 4 in the register." in text
    assert "URN 114001, until 31 August 2014" in text and "Coast Alliance" in text
    assert "No school matches" in page(site, f"{LIST}?text=114999")


def test_an_old_number_leads_to_the_page_for_good_and_an_unknown_one_says_so(site, coast):
    answer = site.get(f"/schools/{OLD}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/schools/{NEW}/")
    assert site.get(f"/schools/number/{OLD}/")["Location"] == f"/schools/{NEW}/"
    assert "Beacon Academy" in page(site, f"/schools/{NEW}/")
    for address in ("/schools/999999/", "/schools/number/999999/", "/schools/999999/correct/"):
        assert "govuk-heading-l" in page(site, address, 404)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"phase": "infant"}, [LONE]),
        ({"category": "academy"}, [NEW]),
        ({"district": "Wealden"}, [MOVED]),
        ({"religious": "Church of England"}, [NEW]),
        ({"status": "closed"}, [SHUT]),
        ({"status": "any", "text": "primary"}, [NEW, SHUT]),
        ({"in_none_of": "alliance"}, [LONE]),
        ({"in_any_of": "alliance"}, [NEW, MOVED]),
        ({"authority": "850"}, []),
        ({"sort": "pupils", "category": "other"}, [LONE, MOVED]),
    ],
)
def test_filters_leave_only_what_they_name(coast, asked, found):
    given = [each.urn for each in schools_wanted(Wanted(**asked), TODAY)]
    assert sorted(given) == sorted(found)


def test_the_sentence_names_every_filter(coast):
    wanted = Wanted(phase="primary", category="academy", district="Lewes", religious="Church of England",
                    in_any_of="alliance")  # fmt: skip
    assert sentence(wanted, 1, 4, choices()) == (
        "1 open primary academy or free school in Lewes of religious character Church of England in an alliance,"
        " of 4 in the register."
    )
    assert sentence(Wanted(phase="none", in_any_of="ward"), 2, 4, choices()) == (
        "2 open schools without a phase in a ward, of 4 in the register."
    )


def test_files_hold_all_that_match_with_every_code(site, coast):
    found = rows(site, f"{LIST}schools.csv?category=academy")
    assert len(found) == 1 and {NEW, "845/2001", "10034567", "Coast Alliance"} <= set(found[0].values())
    answer = site.get(f"{LIST}schools.xlsx?status=any")
    book = ZipFile(io.BytesIO(answer.content))
    told = "".join(book.read(name).decode() for name in book.namelist())
    assert [urn for urn in (NEW, LONE, SHUT, MOVED, "10034567", "Coast Alliance") if urn not in told] == []
    assert OLD not in told
    assert site.get(f"{LIST}schools.pdf").status_code == 404


def test_coverage_counts_those_in_none_and_in_several(site, coast):
    found = coverage("alliance", "", TODAY).by_phase
    assert [(each.phase, each.schools, each.in_none, each.in_several) for each in found] == [
        ("infant", 1, 1, 0),
        ("primary", 1, 0, 0),
        ("secondary", 1, 0, 1),
    ]
    assert coverage_sentence(found[1:], "alliance") == (
        "Each of the 2 open schools is in an alliance. 1 is in more than one."
    )
    text = page(site, f"{LIST}coverage/")
    assert "1 of 3 open schools is in no alliance. 1 is in more than one." in text and "Ash Infant" in text
    (only,) = rows(site, f"{LIST}coverage.csv?kind=alliance")
    assert LONE in only.values()


def test_a_school_in_one_group_under_two_numbers_is_in_one(coast):
    def several() -> list[int]:
        cache.clear()
        return [each.in_several for each in coverage("alliance", "", TODAY).by_phase]

    Membership.objects.create(group=coast, urn=NEW, starts_on=date(2014, 9, 1), recorded_at=AT)
    assert several() == [0, 0, 1]
    Membership.objects.create(group=Group.objects.get(name="Downs Alliance"), urn=NEW, recorded_at=AT)
    assert several() == [0, 1, 1]


def test_coverage_of_one_authority_asks_nothing_about_others(coast):
    before = coverage("alliance", "845", TODAY)
    assert [(each.phase, each.in_none, each.in_several) for each in before.by_phase] == [
        ("infant", 1, 0), ("primary", 0, 0), ("secondary", 0, 1),
    ]  # fmt: skip
    many(30, 500_000, coast)
    Establishment.objects.filter(urn__gte="500000").update(la_code="999")
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert coverage("alliance", "845", TODAY) == before
    assert not [each for each in asked.captured_queries if "500000" in each["sql"]]
    assert len(asked) <= 5
    elsewhere = coverage("alliance", "999", TODAY)
    assert sum(each.schools for each in elsewhere.by_phase) == 30 and 0 < len(elsewhere.in_none) < 30


def test_coverage_is_kept_until_the_history_tells_of_another_act(site, coast):
    def outside() -> list[str]:
        return [each.name for each in establishments(coverage("alliance", "", TODAY).in_none)]

    assert outside() == ["Ash Infant School"]
    unrecorded = school("114009", "Ash Grove Primary School", phase=Phase.PRIMARY)
    assert outside() == ["Ash Infant School"], "counted again with nothing in the history"
    join(group=coast, urn=LONE, starts_on=date(2020, 9, 1), by=None, at=AT)
    assert outside() == [unrecorded.name]
    (joined,) = Membership.objects.filter(urn=LONE)
    leave(membership=joined, on=date(2026, 9, 1), because="It moved.", by=None, at=AT)
    assert outside() == [unrecorded.name, "Ash Infant School"]


def test_a_setting_whose_ofsted_number_is_anothers_urn_is_in_none_of_its_groups(coast):
    setting = school(
        MOVED,
        "Dell Nursery",
        place=School.objects.create(address=f"ofsted-{MOVED}"),
        numbered_by=NumberedBy.OFSTED,
        stands=True,
    )
    (line,) = lines([setting], "", TODAY)
    assert line.groups == ()
    assert setting in schools_wanted(Wanted(in_none_of="alliance"), TODAY)
    assert setting not in schools_wanted(Wanted(in_any_of="alliance"), TODAY)


def test_a_correction_is_made_shown_beside_the_published_value_and_taken_back(site, coast):
    address = f"/schools/{NEW}/correct/"
    refused = site.post(address, {"what": "town", "value": "Newhaven", "because": ""}).content.decode()
    assert "<title>Error: " in refused and "Say how you know" in refused
    assert not Correction.objects.exists()
    refused = site.post(address, {"what": "pupils", "value": "many", "because": "It told us."}).content.decode()
    assert "“many” is no value for pupils on roll" in refused
    made = site.post(address, {"what": "town", "value": "Newhaven", "because": "It told us."}, follow=True)
    assert "Newhaven instead of Lewes: It told us." in made.content.decode()
    assert Establishment.objects.get(urn=NEW).town == "Newhaven"
    assert [each.urn for each in schools_wanted(Wanted(text="newhaven"), TODAY)] == [NEW]
    back = site.post(f"/schools/corrections/{Correction.objects.get().public_id}/take-back/", follow=True)
    assert "instead of" not in back.content.decode() and Establishment.objects.get(urn=NEW).town == "Lewes"


def many(count: int, first: int, group: Group) -> None:
    """Schools with a place of their own, every second of them in a group, each with a change."""
    urns = [str(first + n) for n in range(count)]
    places = School.objects.bulk_create([School(address=urn) for urn in urns])
    Establishment.objects.bulk_create(
        [
            Establishment(urn=place.address, name=f"School {place.address}", school=place, status=Status.OPEN,
                          phase=Phase.PRIMARY, la_code="845", estab=place.address[-4:],
                          searchable=f"|{place.address}|school|")
            for place in places
        ]
    )  # fmt: skip
    Membership.objects.bulk_create([Membership(group=group, urn=urn, recorded_at=AT) for urn in urns[::2]])
    Change.objects.bulk_create(
        [
            Change(release="7d6e0b9c-0f43-4a55-a3f8-b8cbd6ac5e11", on=TODAY, urn=urn, kind=ChangeKind.RENAMED,
                   what="name", before="Old", after=f"School {urn}")
            for urn in urns
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}?text=school", f"{LIST}coverage/", f"/schools/{NEW}/", "/register/changes/"]
)
def test_pages_ask_as_much_of_200_schools_as_of_20(site, coast, address):
    many(20, 200000, coast)
    few = queries(site, address)
    many(180, 300000, coast)
    history = [Change(release="x", on=TODAY, urn=NEW, kind=ChangeKind.JOINED_GROUP, after=str(n)) for n in range(200)]
    Change.objects.bulk_create(history if NEW in address else [])
    assert queries(site, address) == few <= 40


def queries(site: Client, address: str) -> int:
    site.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert site.get(address).status_code == 200
    return len(asked)


def test_whole_files_ask_about_some_schools_at_a_time(coast, monkeypatch):
    monkeypatch.setattr("accord.register.queries.portions.AT_ONCE", 7)
    many(20, 200000, coast)
    found = list(schools_wanted(Wanted(), TODAY))
    with CaptureQueriesContext(connection) as asked:
        told = lines(found, "", TODAY)
    assert [each.establishment for each in told] == found and len(asked) == 8
    assert sum(bool(each.groups) for each in told) == 12


@pytest.mark.thorough
def test_all_schools_of_england_leave_in_one_file(site, coast):
    many(34_000, 200000, coast)
    found = rows(site, f"{LIST}schools.csv?status=any")
    assert len(found) == 34_004
    assert len(rows(site, f"{LIST}coverage.csv?kind=alliance")) == 17_001
    assert [each.in_none for each in coverage("alliance", "", TODAY).by_phase] == [1, 17_000, 0]
