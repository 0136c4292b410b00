"""People who leave and join, posts that are handed over, rights that are confirmed: as pages and as acts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accord.accounts.actions.ending import Leaving
from accord.accounts.models.grants import Grant
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.rights import Scope
from accord.register.actions.moving_people import SomeRefused, hand_over, move_people
from accord.register.actions.people import Wanted
from accord.register.actions.welcoming import welcome
from tests.factories.county_people import ELM, FAR, OAK, give, named, signed_in, text_of, two_authorities


@pytest.fixture
def county(home) -> None:
    """Two schools of one authority and one of another."""
    two_authorities()


@pytest.fixture
def chief(county) -> Person:
    return named("Chief", "head_of_school_improvement authority:501")


def test_rights_to_confirm_are_confirmed_many_at_once(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    teachers = [named(name, f"teacher school:{OAK}") for name in ("Bob", "Cy", "Di")]
    client = signed_in(ada)
    text = text_of(client, "/people/confirm/")
    assert "3 rights wait for you to confirm" in text and "Chief" not in text
    assert "Tick at least one right" in client.post("/people/confirm/", {"which": "ticked"}).content.decode()
    ticked = [str(each.grants.get().public_id) for each in teachers[:2]]
    not_hers = str(chief.grants.get().public_id)
    assert client.post("/people/confirm/", {"which": "ticked", "grant": [*ticked, not_hers]}).status_code == 302
    assert Grant.objects.filter(confirmed_by=ada).count() == 2
    client.post("/people/confirm/", {"which": "all"})
    assert Grant.objects.filter(confirmed_by=ada).count() == 3
    assert ada.grants.get().confirmed_at is None, "nobody confirms their own"


def test_leavers_and_joiners_in_one_act(chief) -> None:
    ada, ben = named("Ada", f"headteacher school:{OAK}"), named("Ben", f"senior_leader school:{ELM}")
    tea = named("Tea", f"teacher school:{OAK}")
    client, path = signed_in(chief), f"/people/over/school/{OAK}/"
    text = text_of(client, path)
    assert "2 people hold a right over Oak Primary School today. Nobody is chair of governors." in text
    key = str(ada.grants.get().public_id)
    sent = {"leaves": [key], "last_day": "31/8/2027", "because": "retires"}
    refused = client.post(path, sent).content.decode()
    assert "Nobody else is headteacher there from that day" in refused and "Check who leaves" not in refused
    sent |= {"email_1": "ben@example.org", "role_1": "headteacher", "first_day": "1/9/2027", "reason": "appointed"}
    checked = client.post(path, sent).content.decode()
    assert "Nothing has been changed yet. 2 things will be done" in checked
    assert "Ben becomes headteacher from 1 September 2027." in checked
    assert Grant.objects.filter(person=ben).count() == 1
    assert client.post(path, sent | {"step": "confirm"}).status_code == 302
    day = date(2027, 9, 1)
    assert not rights_of(ada, day).held and len(rights_of(ben, day).held) == 2
    assert rights_of(ada, day - timedelta(days=1)).held
    assert str(tea.grants.get().public_id) not in checked


def test_a_headship_is_handed_over(chief) -> None:
    hers = (f"headteacher school:{OAK}", f"governor school:{OAK}", f"adviser school:{ELM}")
    ada = named("Ada", *hers, ends=date(2030, 1, 1))
    ben = named("Ben", f"senior_leader school:{ELM}")
    given = ada.grants.get(role="headteacher")
    path = f"/people/over/school/{OAK}/hand-over/{given.public_id}/"
    client = signed_in(chief)
    assert "Hand the post over" in text_of(client, path)
    same = client.post(path, {"on": "1/1/2027", "email": "ada@example.org", "because": "x"}).content.decode()
    assert "That is the person who hands the post over" in same
    answer = client.post(path, {"on": "1/1/2027", "email": "ben@example.org", "because": "Ada retires"})
    assert answer.status_code == 302
    day = date(2027, 1, 1)
    held = {str(each.scope) for each in rights_of(ada, day).held}
    assert held == {f"school:{ELM}"}, "nothing of that school is kept, and nothing else is lost"
    assert {f"{each.role.code} {each.scope}" for each in rights_of(ben, day).held} == {
        f"senior_leader school:{ELM}", f"headteacher school:{OAK}",
    }  # fmt: skip
    assert rights_of(ada, day - timedelta(days=1)).may("give_roles")


def test_a_post_that_is_none_is_not_handed_over(chief) -> None:
    tea = named("Tea", f"teacher school:{OAK}")
    path = f"/people/over/school/{OAK}/hand-over/{tea.grants.get().public_id}/"
    text_of(signed_in(chief), path, 404)


def test_this_week_says_what_waits_to_be_confirmed(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    named("Bob", f"teacher school:{OAK}")
    assert "1 right waits for you to confirm by" in text_of(signed_in(ada), "/")
    assert "for you to confirm" not in text_of(signed_in(Person.objects.get(name="Bob")), "/")


def test_a_place_that_there_is_not_is_not_found_even_by_who_sees_everything(chief) -> None:
    admin = signed_in(named("Admin", "platform_administrator everywhere"))
    assert "Nobody holds a right over Elm Primary School today." in text_of(admin, f"/people/over/school/{ELM}/")
    for place in ("school/999999", "group/nothing", "authority/999", "everywhere/x", "challenge/x", "planet/earth"):
        text_of(admin, f"/people/over/{place}/", 404)
    named("Bea", f"teacher school:{OAK}")
    answer = give(admin, email="bea@example.org", role="alliance_lead", over="group:nothing")
    assert "none was found there" in answer.content.decode()


def test_the_act_itself_ends_nothing_that_is_not_the_givers(chief) -> None:
    """The page offers no such tick; where one came all the same, the act refuses it."""
    far = named("Farah", f"teacher school:{FAR}").grants.get()
    head = named("Fay", f"headteacher school:{FAR}").grants.get()
    today, at = timezone.localdate(), timezone.now()
    who = {"rights": rights_of(chief, today), "by": chief, "at": at}
    with pytest.raises(SomeRefused, match="do not let you end this one"):
        move_people(joining=[], leaving=[("x", Leaving(far, today, "gone"))], **who)
    with pytest.raises(NotGiven, match="do not let you hand this post over"):
        hand_over(grant=head, email="bea@example.org", name="Bea", on=today, because="x", **who)
    assert not Grant.objects.exclude(ends_before=None).exists()


def test_the_act_itself_gives_nothing_that_is_not_the_givers(chief) -> None:
    at, today = timezone.now(), timezone.localdate()
    who = {"rights": rights_of(chief, today), "by": chief, "at": at}
    named("Bea", f"teacher school:{OAK}")
    for wanted in (
        Wanted("headteacher", Scope.read(f"school:{FAR}"), "x", today),
        Wanted("director", Scope.read("authority:501"), "x", today),
    ):
        for email in ("bea@example.org", "new@example.org"):
            with pytest.raises(NotGiven, match="Your own rights do not let you give this role there"):
                welcome(email=email, name="X", wanted=wanted, **who)
    assert Grant.objects.count() == 2 and not Invitation.objects.exists()
    own = Wanted("headteacher", Scope.read(f"school:{OAK}"), "x", today)
    assert welcome(email="bea@example.org", name="", wanted=own, **who).person is not None


@pytest.mark.parametrize(
    "text", ["\x00", "school:\x00", "a\x00b", "%' OR 1=1 --", "\ud7ff", "x" * 5000, f"school:{'9' * 300}"]
)
def test_hostile_words_for_a_place_find_nothing(chief, text: str) -> None:
    client = signed_in(chief)
    assert client.get("/people/over/", {"over": text}).status_code == 200
    sent = {"email": "bea@example.org", "role": "headteacher", "over": text, "starts_on": "1/9/2026", "reason": "x"}
    assert client.post("/people/give/", sent).status_code == 200
    assert client.post("/people/find/", {"text": text}).status_code == 200
    assert client.get("/why/", {"page": f"/{text}"}).status_code == 200
    assert not Grant.objects.filter(role="headteacher").exists()
