"""Only the invited come in, once, in time, and with the rights that were meant."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accord.accounts.actions.granting import end
from accord.accounts.actions.invitations import accept, invite, invite_back, make_link, withdraw
from accord.accounts.actions.people import enrol as add
from accord.accounts.actions.second_factors import reset_second_factor
from accord.accounts.models.events import Event
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.invitations import Brought, InvitationState, NotAccepted, digest_of, state_of
from accord.accounts.rules.rights import Scope
from tests.factories.people import AT, grant, somebody

LEADER = Brought("senior_leader", Scope.read("school:100001"), "Deputy head", date(2013, 9, 1))
PASSWORD = "heron kestrel otter"
EMAIL = "tom@elm.example"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def head(empty_home) -> Person:
    return somebody("ann@elm.example", "headteacher school:100001", name="Ann Lee")


@pytest.fixture
def invited(head) -> Invitation:
    return invite(email=EMAIL, name="Tom Reed", brings=[LEADER], by=head, at=timezone.now())


def opened(token: str) -> Client:
    client = Client()
    assert client.get(f"/accounts/invitation/{token}/").url == "/accounts/invitation/"
    return client


def taken(client: Client, name: str = "Tom Reed") -> int:
    """Go through the pages with a password; the status of the last answer."""
    client.post("/accounts/invitation/", {"name": name, "way": "password"})
    return client.post("/accounts/invitation/password/", {"password1": PASSWORD, "password2": PASSWORD}).status_code


def link_of(invitation: Invitation, at: datetime | None = None) -> str:
    return make_link(invitation=invitation, by=None, at=at or timezone.now())


@pytest.mark.django_db(transaction=True)
def test_accepting_makes_the_person_with_the_rights_that_waited(invited, head):
    client = opened(link_of(invited))
    assert taken(client) == 302
    person = Person.objects.get(email=EMAIL)
    assert (person.name, person.public_id) == ("Tom Reed", invited.becomes)
    held = rights_of(person, timezone.localdate()).held
    assert [(each.role.code, str(each.scope), each.given_by) for each in held] == [
        ("senior_leader", "school:100001", "Ann Lee")
    ]
    assert client.session["_auth_user_id"] == str(person.pk)
    verbs = Event.objects.filter(subject_kind="invitation").values_list("verb", "person__name")
    assert list(verbs) == [("invited", "Ann Lee"), ("link_made", None), ("accepted", "Tom Reed")]


def test_it_works_once(invited):
    token = link_of(invited)
    assert taken(opened(token)) == 302
    again = opened(token)
    assert again.get("/accounts/invitation/").status_code == 410
    assert taken(again, "Somebody Else") == 410
    assert Person.objects.filter(email=EMAIL).count() == 1 and Person.objects.get(email=EMAIL).name == "Tom Reed"


@pytest.mark.django_db(transaction=True)
def test_it_works_once_even_for_ten_at_one_moment(empty_home):
    made = invite(email=EMAIL, name="Tom", brings=[LEADER], by=None, at=timezone.now())

    def once(number: int) -> bool:
        try:
            accept(invitation=made, name=f"Tom {number}", password=PASSWORD, at=timezone.now())
            return True
        except NotAccepted:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        took = list(pool.map(once, range(10)))
    print(f"{len(took)} at once on {connection.vendor}: {sum(took)} accepted")
    person = Person.objects.get(email=EMAIL)
    assert sum(took) == 1 and person.grants.count() == 1


@pytest.mark.parametrize(("later", "status"), [(-1, 200), (0, 410), (1, 410)])
def test_fourteen_days_and_not_a_second_more(invited, later, status, monkeypatch):
    now = timezone.now()
    client = opened(link_of(invited, now))
    moment = now + timedelta(days=14, seconds=later)
    monkeypatch.setattr("accord.accounts.views.accepting.timezone", SimpleNamespace(now=lambda: moment))
    assert client.get("/accounts/invitation/").status_code == status


def test_only_the_newest_link_works(invited):
    first = opened(link_of(invited))
    second = opened(link_of(invited))
    assert first.get("/accounts/invitation/").status_code == 404
    assert second.get("/accounts/invitation/").status_code == 200


def test_one_that_is_too_old_opens_again_with_a_new_link(invited):
    long_ago = timezone.now() - timedelta(days=40)
    assert opened(link_of(invited, long_ago)).get("/accounts/invitation/").status_code == 410
    assert opened(link_of(invited)).get("/accounts/invitation/").status_code == 200


def test_withdrawn_in_the_middle_of_accepting(invited, head):
    client = opened(link_of(invited))
    client.post("/accounts/invitation/", {"name": "Tom", "way": "password"})
    withdraw(invitation=invited, because="Took another post", by=head, at=timezone.now())
    answer = client.post("/accounts/invitation/password/", {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 410 and "has been withdrawn" in answer.content.decode()
    assert not Person.objects.filter(email=EMAIL).exists()
    with pytest.raises(NotAccepted, match="withdrawn"):
        link_of(invited)


def test_a_giver_who_lost_the_right_gives_nothing(invited, head):
    """Nor is anybody made: half of an invitation would be an account that nobody meant."""
    client = opened(link_of(invited))
    end(grant=head.grants.get(), on=timezone.localdate(), because="Left", by=None, at=timezone.now())
    assert taken(client) == 410
    assert not Person.objects.filter(email=EMAIL).exists()
    other = somebody("mia@elm.example", "headteacher school:100001")
    grant(head, "teacher school:100001", by=other)
    assert taken(opened(link_of(invited))) == 410


def test_a_right_over_another_place_does_not_stand_in_for_the_one_that_ended(invited, head):
    """Invited three days ago by the head of one school, who leads another one since yesterday."""
    client, today = opened(link_of(invited)), timezone.localdate()
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=3))
    end(grant=head.grants.get(), on=today, because="moved", by=None, at=timezone.now())
    grant(head, "headteacher school:100002", starts=today - timedelta(days=1))
    assert taken(client) == 410
    assert not Person.objects.filter(email=EMAIL).exists()


def test_the_secret_is_kept_nowhere(invited):
    token = link_of(invited)
    client = opened(token)
    client.get("/accounts/invitation/")
    invited.refresh_from_db()
    assert invited.token_digest == digest_of(token) and len(token) >= 43
    kept = [str(list(model.objects.values_list())) for model in (Invitation, Event)] + [str(dict(client.session))]
    assert not any(token in each for each in kept)
    assert token in "".join([*kept, token]), "and it would be found"


def test_no_address_on_the_way_names_anybody(invited):
    client = opened(link_of(invited))
    sent = [{"name": "Tom Reed", "way": way} for way in ("passkey", "password")]
    path = [client.post("/accounts/invitation/", each).url for each in sent]
    assert path == ["/accounts/invitation/passkey/", "/accounts/invitation/password/"]


@pytest.mark.parametrize("password", ["short", "password12345", "tom@elm.example", "123456789012"])
def test_weak_passwords_are_refused(invited, password):
    client = opened(link_of(invited))
    client.post("/accounts/invitation/", {"name": "Tom Reed", "way": "password"})
    answer = client.post("/accounts/invitation/password/", {"password1": password, "password2": password})
    assert answer.status_code == 200 and "Error: " in answer.content.decode()
    assert not Person.objects.filter(email=EMAIL).exists()


def test_pages_out_of_turn_lead_to_the_first_or_nowhere(invited):
    nobody = Client()
    for page in ("", "passkey/", "password/"):
        assert nobody.get(f"/accounts/invitation/{page}").status_code == 404
    client = opened(link_of(invited))
    assert client.get("/accounts/invitation/password/").url == "/accounts/invitation/"
    assert client.post("/accounts/invitation/passkey/", {"credential": "{}"}).url == "/accounts/invitation/"


def test_a_link_opens_no_account_that_exists(invited, head):
    """Somebody added by hand meanwhile keeps their password; only the rights are theirs now."""
    client = opened(link_of(invited))
    add(email=EMAIL, name="Thomas", password="what he chose himself", by=None, at=AT)
    answer = client.post("/accounts/invitation/", {"name": "An Impostor", "way": "password"})
    answer = client.post("/accounts/invitation/password/", {"password1": PASSWORD, "password2": PASSWORD})
    person = Person.objects.get(email=EMAIL)
    assert "You have an account already" in answer.content.decode() and "_auth_user_id" not in client.session
    assert (person.name, person.check_password("what he chose himself")) == ("Thomas", True)
    assert person.grants.count() == 1


def test_whoever_is_signed_in_takes_nothing_for_another(invited, head):
    client = opened(link_of(invited))
    client.force_login(head)
    client.get(f"/accounts/invitation/{link_of(invited)}/")
    answer = client.get("/accounts/invitation/")
    assert answer.status_code == 409 and "signed in as Ann Lee" in answer.content.decode()


def test_two_invitations_of_one_address_become_one(head, invited):
    governor = Brought("governor", Scope.read("school:100001"), "Parent governor", date(2013, 9, 1))
    assert invite(email=EMAIL.upper(), name="T. Reed", brings=[governor], by=None, at=timezone.now()) == invited
    assert [each.role for each in invited.brings.all()] == ["senior_leader", "governor"]


def test_who_is_known_needs_no_invitation(head):
    with pytest.raises(NotGiven, match="need no invitation"):
        invite(email="ANN@elm.example", name="", brings=[LEADER], by=head, at=timezone.now())


@pytest.mark.parametrize(
    "wrong",
    [
        Brought("emperor", Scope.read("school:100001"), "x", date(2013, 9, 1)),
        Brought("senior_leader", Scope.read("everywhere"), "x", date(2013, 9, 1)),
        Brought("senior_leader", Scope.read("school:100001"), " ", date(2013, 9, 1)),
        Brought("senior_leader", Scope.read("school:100001"), "x", date(2013, 9, 1), date(2013, 9, 1)),
        Brought("external_adviser", Scope.read("school:100001"), "x", date(2013, 9, 1)),
    ],
)
def test_a_right_that_makes_no_sense_invites_nobody(head, wrong):
    with pytest.raises(NotGiven):
        invite(email=EMAIL, name="Tom", brings=[LEADER, wrong], by=head, at=timezone.now())
    assert not Invitation.objects.exists()


def test_after_losing_everything_one_comes_back_by_a_link_and_by_nothing_else(empty_home):
    """A stolen password opens nothing while the second factor is being set up anew."""
    person = somebody("ann@elm.example", "headteacher school:100001", name="Ann Lee")
    person.set_password(PASSWORD)
    person.save()
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    inside = Client()
    inside.force_login(person)
    back = reset_second_factor(person=person, because="Phone lost", by=None, at=timezone.now())
    assert inside.get("/groups/").status_code == 302, "sessions end"
    sent = {"login": person.email, "password": PASSWORD}
    assert Client().post("/accounts/login/", sent).status_code == 200, "the password is gone"
    client = opened(link_of(back))
    client.post("/accounts/invitation/", {"name": "Ann Lee", "way": "password"})
    new = {"password1": "another heron entirely", "password2": "another heron entirely"}
    assert client.post("/accounts/invitation/password/", new).status_code == 302
    assert Person.objects.get().check_password("another heron entirely")
    assert Person.objects.get().grants.count() == 1 and client.session["_auth_user_id"] == str(person.pk)
    told = Event.objects.get(verb="second_factor_reset")
    assert told.detail == {"because": "Phone lost"} and told.subject_id == str(person.public_id)


def test_a_second_way_back_ends_the_first(empty_home):
    person = somebody("ann@elm.example")
    first = link_of(invite_back(person=person, by=None, at=timezone.now()))
    second = link_of(invite_back(person=person, by=None, at=timezone.now()))
    assert opened(first).get("/accounts/invitation/").status_code == 410
    assert opened(second).get("/accounts/invitation/").status_code == 200


LONDON = ZoneInfo("Europe/London")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(LONDON))


@given(st.none() | MOMENTS, st.none() | MOMENTS, MOMENTS, MOMENTS)
def test_an_invitation_is_open_in_one_case_only(accepted, withdrawn, expires, at):
    state = state_of(accepted, withdrawn, expires, at)
    is_open = accepted is None and withdrawn is None and at.timestamp() < expires.timestamp()
    assert (state is InvitationState.OPEN) is is_open
    assert (state is InvitationState.ACCEPTED) is (accepted is not None)
