"""The register follows what is published: what changed, who moved, what came late, what was withdrawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.intake.actions import intakes
from accord.intake.actions.intakes import accept
from accord.intake.actions.releases import withdraw
from accord.intake.models.releases import Release
from accord.register.actions.corrections import correct, take_back
from accord.register.models.changes import Change
from accord.register.models.groups import Group, GroupSuccession, Membership
from accord.register.models.links import Link, Succession
from accord.register.models.schools import Establishment, School
from accord.register.queries.changes import changes_of, effects, told
from accord.register.queries.groups import group_called
from accord.register.queries.lineage import standing_for
from accord.register.queries.members import members_on
from accord.register.rules.memberships import NotSense
from tests.factories.register_files import AT, establishment, link, member, taken

ELM, OAK = establishment("100001", "Elm School"), establishment("100002", "Oak School", estab="2002")
FIRST, SECOND = "edubasealldata20230901.csv", "edubasealldata20240901.csv"


def changes() -> set[tuple[str, str]]:
    return set(Change.objects.values_list("urn", "kind"))


def state() -> list[tuple[object, ...]]:
    """Everything the register says, without keys that a replay may number anew."""
    rows = Establishment.objects.order_by("urn").values_list("urn", "name", "status", "school__address", "stands")
    members = Membership.objects.order_by("urn", "group__slug", "starts_on")
    kept = members.values_list("urn", "group__slug", "starts_on", "ends_before")
    told = Change.objects.order_by("urn", "kind", "what").values_list("urn", "kind", "what", "before", "after")
    links = Succession.objects.order_by("older", "newer").values_list("older", "newer", "how")
    return [*rows, *kept, *told, *links]


def test_a_second_extract_tells_what_changed(home: Path, tmp_path: Path):
    taken(tmp_path, FIRST, [ELM, OAK, establishment("100009", "Ash School", estab="2009")])
    assert changes() == set()
    closed = OAK | {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2024"}
    new = establishment("100003", "Yew School", estab="2003", opened="01-09-2024")
    taken(tmp_path, SECOND, [ELM | {"EstablishmentName": "Elm Academy", "EstablishmentNumber": "4001"}, closed, new])
    assert changes() == {("100001", "renamed"), ("100001", "renumbered"), ("100002", "closed"), ("100003", "opened"),
                         ("100009", "missing")}  # fmt: skip
    elm = Establishment.objects.get(urn="100001")
    assert elm.former_names == [["Elm School", "2024-09-01"]] and elm.former_numbers == ["500/2001"]
    assert "elm school" in elm.searchable and "|5002001|" in elm.searchable


def test_a_second_extract_asks_as_much_of_the_database_however_many_schools(home: Path, tmp_path: Path):
    asked = []
    for first in (100100, 200100):
        many = 20 if first == 100100 else 200
        schools = [establishment(str(first + at), f"School {at}", estab=str(2000 + at)) for at in range(many)]
        Establishment.objects.all().delete()
        taken(tmp_path, f"edubasealldata{first // 100000 * 2 + 2015}0901.csv", schools)
        with CaptureQueriesContext(connection) as seen:
            taken(tmp_path, f"edubasealldata{first // 100000 * 2 + 2016}0901.csv", schools)
        asked.append(len(seen))
    assert asked[1] < asked[0] + 20  # a question for each would be 180 more


def test_a_conversion_is_one_place_whose_public_id_stays(home: Path, tmp_path: Path):
    taken(tmp_path, FIRST, [ELM])
    before = School.objects.get().public_id
    old = ELM | {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-03-2024"}
    new = establishment("150001", "Elm Academy", opened="01-04-2024", type="Academy converter")
    taken(tmp_path, SECOND, [new, old])
    assert School.objects.count() == 2
    taken(tmp_path, "links20240901.csv", [link("150001", "100001", "Predecessor", "01-04-2024")])
    place = School.objects.get()
    assert (place.public_id, place.address) == (before, "150001")
    assert list(Establishment.objects.filter(stands=True).values_list("urn", flat=True)) == ["150001"]
    assert ("100001", "converted") in changes()
    assert standing_for(["100001", "150001", "999"]) == {"100001": "150001", "150001": "150001", "999": "999"}


def test_a_school_that_moves_district_changes_groups_on_the_day_of_the_extract(home: Path, tmp_path: Path):
    taken(tmp_path, FIRST, [ELM, OAK])
    moved = {"DistrictAdministrative (name)": "Greater"}
    taken(tmp_path, SECOND, [ELM | moved, OAK | moved])
    north, greater = Group.objects.get(name="North"), Group.objects.get(name="Greater")
    assert members_on(north, date(2024, 8, 31)) == ("100001", "100002") and members_on(north, date(2024, 9, 1)) == ()
    assert members_on(greater, date(2024, 9, 1)) == ("100001", "100002")
    assert north.ends_before == date(2024, 9, 1)
    assert list(GroupSuccession.objects.filter(older=north).values_list("newer__name", flat=True)) == ["Greater"]


def test_trusts_follow_their_lists_of_members(home: Path, tmp_path: Path):
    taken(tmp_path, FIRST, [ELM, OAK])
    both = [member("100001", "77", "Star Trust"), member("100002", "77", "Star Trust")]
    taken(tmp_path, "allgrouplinksdata20230901.csv", both)
    trust = group_called("trust-77")
    assert trust is not None and members_on(trust, date(2023, 9, 1)) == ("100001", "100002")
    taken(tmp_path, "allgrouplinksdata20240901.csv", [member("100001", "77", "Star Trust")])
    assert members_on(trust, date(2024, 8, 31)) == ("100001", "100002")
    assert members_on(trust, date(2024, 9, 1)) == ("100001",)
    assert changes() == {("100002", "left_group")}


def test_surrey_becomes_two_and_its_number_stays_known(home: Path, tmp_path: Path):
    taken(tmp_path, FIRST, [ELM])
    surrey = Group.objects.get(kind="authority", code="936")
    assert surrey.ends_before == date(2027, 4, 1)
    followers = GroupSuccession.objects.filter(older=surrey).values_list("newer__name", flat=True)
    assert sorted(followers) == ["East Surrey", "West Surrey"]


def test_an_early_years_number_that_is_a_urn_is_another_place(home: Path, tmp_path: Path):
    taken(tmp_path, FIRST, [ELM])
    setting = {"Provider URN": "100001", "Provider name": "Elm Nursery", "Provider type": "Childcare", "Places": "24"}
    taken(tmp_path, "childcare20230901.csv", [setting])
    assert Establishment.objects.filter(urn="100001").count() == 2
    assert set(School.objects.values_list("address", flat=True)) == {"100001", "ofsted-100001"}


def test_what_comes_late_leaves_the_same_register_as_if_it_had_come_in_order(home: Path, tmp_path: Path):
    moved = ELM | {"DistrictAdministrative (name)": "Greater", "EstablishmentName": "Elm Academy"}
    links = [link("100002", "100001", "Predecessor - merged", "01-09-2024")]
    taken(tmp_path, FIRST, [ELM, OAK])
    taken(tmp_path, SECOND, [moved, OAK])
    taken(tmp_path, "links20240901.csv", links)
    in_order = state()
    withdraw(release=Release.objects.get(as_of=date(2023, 9, 1)), because="to try", by=None, at=AT)
    assert state() != in_order and Change.objects.count() == 0
    taken(tmp_path, FIRST, [ELM, OAK])
    assert state() == in_order


def test_killed_in_the_middle_nothing_is_half_followed(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    taken(tmp_path, FIRST, [ELM, OAK])
    before = state()

    def die(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("accord.register.actions.extracts.settle", die)
    with pytest.raises(KeyboardInterrupt):
        taken(tmp_path, SECOND, [ELM | {"EstablishmentName": "Elm Academy"}])
    assert state() == before and Release.objects.count() == 1
    monkeypatch.undo()
    again = intakes.check(intake=intakes.Intake.objects.get(progress="received"), by=None, at=AT)
    assert again.progress == "published" and ("100001", "renamed") in changes()


def test_a_held_extract_is_followed_only_once_it_is_accepted(home: Path, tmp_path: Path):
    held = taken(tmp_path, FIRST, [ELM], hold=True)
    assert not Establishment.objects.exists()
    accept(intake=held, by=None, at=AT)
    assert Establishment.objects.get().urn == "100001"


def test_a_correction_stays_over_the_next_extract_and_can_be_taken_back(home: Path, tmp_path: Path):
    taken(tmp_path, FIRST, [ELM])
    elm = Establishment.objects.get()
    made = correct(establishment=elm, what="pupils", value="180", because="Counted", by=None, at=AT)
    with pytest.raises(NotSense, match="gives no reason"):
        correct(establishment=elm, what="town", value="Oakwick", because=" ", by=None, at=AT)
    with pytest.raises(NotSense, match="no value"):
        correct(establishment=elm, what="capacity", value="many", because="Counted", by=None, at=AT)
    taken(tmp_path, SECOND, [ELM | {"NumberOfPupils": "210"}])
    made.refresh_from_db()
    assert (Establishment.objects.get().pupils, made.published) == (180, "210")
    take_back(correction=made, by=None, at=AT)
    assert Establishment.objects.get().pupils == 210


def test_a_group_kept_here_learns_that_its_school_closed(home: Path, tmp_path: Path):
    taken(tmp_path, FIRST, [ELM, OAK])
    group = Group.objects.create(slug="coast", name="Coast", kind="alliance")
    Membership.objects.create(group=group, urn="100002", recorded_at=AT)
    taken(tmp_path, SECOND, [ELM, OAK | {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2024"}])
    release = str(Release.objects.get(as_of=date(2024, 9, 1)).public_id)
    (effect,) = effects([release], date(2024, 9, 2))
    assert (effect.slug, effect.schools, effect.kinds) == ("coast", 1, ("closed: 1",))


def test_a_group_that_holds_the_old_number_learns_what_became_of_the_new_one(home: Path, tmp_path: Path):
    old = ELM | {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-03-2023"}
    new = establishment("150001", "Elm Academy", opened="01-04-2023", estab="4001")
    taken(tmp_path, FIRST, [old, new, OAK])
    taken(tmp_path, "links20230902.csv", [link("150001", "100001", "Predecessor", "01-04-2023")])
    for name, urn in (("coast", "100001"), ("hills", "100002")):
        group = Group.objects.create(slug=name, name=name.title(), kind="alliance")
        Membership.objects.create(group=group, urn=urn, recorded_at=AT)
    taken(tmp_path, SECOND, [old, new | {"EstablishmentName": "Yew Academy"}, OAK])
    release = str(Release.objects.get(as_of=date(2024, 9, 1)).public_id)
    (effect,) = effects([release], date(2024, 9, 2))
    assert (effect.slug, effect.schools, effect.kinds) == ("coast", 1, ("renamed: 1",))
    (change,) = told(list(changes_of(release)), date(2024, 9, 2))
    assert (change.school, change.groups) == ("Yew Academy", ("Coast",))


def test_links_are_replaced_whole(home: Path, tmp_path: Path):
    taken(tmp_path, "links20230901.csv", [link("100002", "100001", "Predecessor"), link("100009", "100008", "Other")])
    assert Succession.objects.get().older == "100001"
    taken(tmp_path, "links20240901.csv", [link("100003", "100001", "Predecessor"), link("100009", "100008", "Other")])
    assert Succession.objects.get().newer == "100003" and Link.objects.count() == 2


def test_what_is_too_long_or_makes_no_sense_stops_nothing(home: Path, tmp_path: Path):
    """A postcode that is a sentence, a closing before the opening, an age nobody has, a trust joined in the future."""
    odd = ELM | {"Postcode": "not recorded yet", "Town": "T" * 300, "OpenDate": "01-09-2020", "CloseDate": "01-09-2010",
                 "EstablishmentStatus (name)": "Closed", "StatutoryLowAge": "four"}  # fmt: skip
    intake = taken(tmp_path, FIRST, [odd, OAK])
    assert [each["code"] for each in intake.warnings] == ["cell_unreadable"]
    elm = Establishment.objects.get(urn="100001")
    assert (elm.postcode, len(elm.town), elm.low_age) == ("", 100, None)
    taken(tmp_path, "allgrouplinksdata20230901.csv", [member("100002", "77", "Star Trust", "01/09/2030")])
    taken(tmp_path, "allgrouplinksdata20240901.csv", [member("100001", "77", "Star Trust")])
    assert Membership.objects.get(group__slug="trust-77", urn="100002").ends_before == date(2024, 9, 1)
