"""People and their rights as pages: whom one sees, what one may give, and what a page says of why it is shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from accord.accounts.models.events import Event
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.models.watching import Followed
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.rights import Scope
from accord.register.actions.groups import make
from accord.register.choices import GroupKind
from accord.register.queries.people import grants_kept, grants_seen, may_keep_grant, people_seen
from tests.factories.county_people import ELM, FAR, OAK, give, named, signed_in, text_of, two_authorities
from tests.factories.people import grant


@pytest.fixture
def county(home) -> None:
    """Two schools of one authority and one of another."""
    two_authorities()


@pytest.fixture
def chief(county) -> Person:
    return named("Chief", "head_of_school_improvement authority:501")


def test_one_sees_the_people_within_ones_own_rights(chief) -> None:
    ada, far = named("Ada", f"headteacher school:{OAK}"), named("Farah", f"headteacher school:{FAR}")
    named("Director", "director authority:501")
    text = text_of(signed_in(chief), "/people/")
    assert "Ada" in text and "Director" in text and "Farah" not in text
    assert "3 people hold rights over Heronshire." in text
    text = text_of(signed_in(ada), "/people/")
    assert "Ada" in text and "Chief" not in text and "Farah" not in text
    for path in (f"/people/{far.public_id}/", f"/people/{far.public_id}/give/", "/people/over/school/200001/"):
        text_of(signed_in(chief), path, 404)


def test_a_teacher_sees_nobody(county) -> None:
    text_of(signed_in(named("Tea", f"teacher school:{OAK}")), "/people/", 403)


def test_of_a_person_one_sees_only_the_rights_within_ones_own(chief) -> None:
    eve = named("Eve", f"senior_leader school:{OAK}", f"senior_leader school:{FAR}")
    text = text_of(signed_in(chief), f"/people/{eve.public_id}/")
    assert "Senior leader, Oak Primary School" in text and "Far Primary School" not in text
    assert "Eve holds 1 right" in text


def test_people_are_looked_for_without_their_names_in_an_address(chief) -> None:
    named("Ada", f"headteacher school:{OAK}"), named("Farah", f"headteacher school:{FAR}")
    client = signed_in(chief)
    assert "1 person fits" in client.post("/people/find/", {"text": "aDA@"}).content.decode()
    assert "0 people fit" in client.post("/people/find/", {"text": "Farah"}).content.decode()
    assert client.get("/people/find/").status_code == 405


def test_the_list_leaves_as_a_file_with_the_same_people(chief) -> None:
    named("Ada", f"headteacher school:{OAK}"), named("Farah", f"headteacher school:{FAR}")
    client = signed_in(chief)
    file = client.get("/people/people.csv").content.decode()
    assert "ada@example.org" in file and "farah" not in file.lower()
    assert Event.objects.filter(verb="exported", subject_id="/people/people.csv").exists()
    assert "Ada" not in client.get("/people/people.csv?which=ended").content.decode()


def test_a_right_is_given_within_ones_own(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    bea = named("Bea", f"teacher school:{OAK}")
    answer = give(signed_in(ada), email="bea@example.org", role="senior_leader")
    assert answer.status_code == 302 and answer["Location"] == f"/people/{bea.public_id}/"
    given = Grant.objects.get(role="senior_leader")
    assert (given.scope_id, given.given_by, given.reason) == (OAK, ada, "new post")
    answer = give(signed_in(chief), email="bea@example.org", role="headteacher", over="Elm")
    assert Grant.objects.get(person=bea, role="headteacher").scope_id == ELM


@pytest.mark.parametrize(
    ("who", "given", "says"),
    [
        ("ada", {"role": "headteacher", "over": FAR}, "none was found there over which you may give it"),
        ("ada", {"role": "director"}, "Select a valid choice"),
        ("ada", {"role": "senior_leader", "over": ELM}, "none was found there over which you may give it"),
        ("chief", {"role": "headteacher"}, "none of your own is one"),
        ("chief", {"role": "headteacher", "over": "Primary"}, "2 were found"),
        ("chief", {"role": "external_adviser", "over": OAK}, "ends by itself. Give its last day"),
        ("chief", {"role": "business_support"}, "Say whose"),
        ("chief", {"role": "headteacher", "over": OAK, "reason": " "}, "Say why they need it"),
        ("chief", {"role": "headteacher", "over": OAK, "ends_before": "1/8/2026"}, "last day lies before the first"),
        ("chief", {"role": "headteacher", "over": OAK, "email": "chief@example.org"}, "Nobody gives a right to them"),
        ("chief", {"role": "adviser", "over": OAK, "scope": f"school:{FAR}"}, "Choose one of those found"),
    ],
)
def test_a_right_that_may_not_be_given_says_why(chief, who, given, says) -> None:
    people = {"chief": chief, "ada": named("Ada", f"headteacher school:{OAK}")}
    named("Bea", f"teacher school:{OAK}")
    before = Grant.objects.count()
    text = give(signed_in(people[who]), **{"email": "bea@example.org"} | given).content.decode()
    assert says in text and "Error:" in text
    assert Grant.objects.count() == before


def test_business_support_is_given_in_somebodys_name(chief) -> None:
    bob = named("Bob", f"teacher school:{OAK}")
    keeper = named("Kay", "school_improvement_officer authority:501")
    answer = give(signed_in(chief), email="bob@example.org", role="business_support", on_behalf_of="kay@example.org")
    assert answer.status_code == 302
    assert Grant.objects.get(person=bob, role="business_support").on_behalf_of == keeper


def test_a_right_is_ended_and_its_end_moved(chief) -> None:
    bea = named("Bea")
    given = grant(bea, f"adviser school:{OAK}", ends=date(2030, 1, 1))
    client, path = signed_in(chief), f"/people/{bea.public_id}/rights/{given.public_id}"
    answer = client.post(f"{path}/change/", {"on": "31/12/2027", "because": "contract"})
    assert answer.status_code == 302
    given.refresh_from_db()
    assert given.ends_before == date(2028, 1, 1)
    assert "Say why" in client.post(f"{path}/end/", {"on": ""}).content.decode()
    assert client.post(f"{path}/end/", {"on": "", "because": "left"}).status_code == 302
    given.refresh_from_db()
    assert (given.ends_before, given.ended_because) == (timezone.localdate(), "left")
    assert "Rights that have ended" in text_of(client, f"/people/{bea.public_id}/")


def test_what_one_could_not_give_one_cannot_end(chief) -> None:
    director = named("Director", "director authority:501")
    held = director.grants.get()
    text_of(signed_in(chief), f"/people/{director.public_id}/")
    text_of(signed_in(chief), f"/people/{director.public_id}/rights/{held.public_id}/end/", 404)
    ada = named("Ada", f"headteacher school:{OAK}")
    text_of(signed_in(ada), f"/people/{director.public_id}/rights/{held.public_id}/end/", 404)
    other = ada.grants.get()
    text_of(signed_in(chief), f"/people/{director.public_id}/rights/{other.public_id}/end/", 404)


def test_the_last_head_ends_only_with_a_reason_for_the_vacancy(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    path = f"/people/{ada.public_id}/rights/{ada.grants.get().public_id}/end/"
    client = signed_in(chief)
    assert "Nobody else is headteacher there" in client.post(path, {"because": "retires"}).content.decode()
    assert client.post(path, {"because": "retires", "vacant_because": "advertised"}).status_code == 302
    assert rights_of(ada, timezone.localdate()).held == ()


def test_queries_and_rules_agree_on_what_one_may_end(chief) -> None:
    """Every role over every place, for every giver: the page's list and the rule say the same, and some of both."""
    place_group = make(
        name="Elm Alliance", kind=GroupKind.ALLIANCE, belongs_to="authority:501", by=chief, at=timezone.now()
    )
    slug = place_group.slug
    givers = [
        chief, named("Ada", f"headteacher school:{OAK}"), named("Lead", f"alliance_lead group:{slug}"),
        named("Gov", "governor_services authority:502"), named("Admin", "platform_administrator everywhere"),
        named("Dir", "director authority:501"),
    ]  # fmt: skip
    holder = named("Holder", f"teacher school:{OAK}")
    places = (f"school:{OAK}", f"school:{ELM}", f"school:{FAR}", f"group:{slug}", "authority:501", "authority:502")
    for role in ("headteacher", "senior_leader", "teacher", "chair", "governor", "alliance_lead", "alliance_member",
                 "director", "councillor"):  # fmt: skip
        for place in places:
            Grant.objects.create(
                person=holder, role=role, scope_kind=Scope.read(place).kind, scope_id=Scope.read(place).id,
                given_at=timezone.now(), reason="x", starts_on=date(2020, 1, 1),
            )  # fmt: skip
    today, cells, yes = timezone.localdate(), 0, 0
    for giver in givers:
        rights = rights_of(giver, today)
        kept = set(grants_kept(rights, today).values_list("pk", flat=True))
        for each in Grant.objects.filter(person=holder):
            cells += 1
            yes += each.pk in kept
            assert may_keep_grant(rights, each, today) is (each.pk in kept), (giver, each)
    print(f"{cells} cells, {yes} allowed")
    assert cells == 6 * 55 and 0 < yes < cells


def test_by_looking_as_somebody_one_sees_fewer_people_not_more(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    bob = named("Bob", f"teacher school:{OAK}")
    named("Cy", f"teacher school:{ELM}")
    today = timezone.localdate()
    both = rights_of(ada, today).as_seen_by(rights_of(chief, today))
    assert set(people_seen(both, today)) == {ada, bob}
    assert not grants_kept(both, today).filter(role="teacher").exists()
    two = named("Two", f"headteacher school:{OAK}", f"headteacher school:{FAR}")
    named("Farah", f"teacher school:{FAR}")
    looked_through = rights_of(two, today).as_seen_by(rights_of(chief, today))
    assert set(people_seen(looked_through, today)) == {ada, bob, two}
    assert not grants_seen(looked_through, today).filter(scope_id=FAR).exists()
    assert grants_seen(rights_of(two, today), today).filter(scope_id=FAR).count() == 2
    assert grants_seen(rights_of(chief, today), today).filter(role="teacher").count() == 2


def test_your_own_rights_say_what_you_may(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    text = text_of(signed_in(ada), "/people/me/")
    assert "You hold one right: Headteacher, Oak Primary School." in text
    assert "see results that are not yet public" in text and "from the day on which a school may see its own" in text
    nothing = Person.objects.create_user("no@example.org", "a long password", name="No")
    assert "You hold no right today" in text_of(signed_in(nothing), "/people/me/")


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("/groups/", "you may"),
        ("/glossary/", "everybody who may sign in"),
        ("/accounts/login/", "open to everybody"),
        ("/data/send/", "There is no page at this address that you may see."),
        ("/people/over/school/100001/", "you may"),
        ("/nothing/at/all/", "There is no page at this address that you may see."),
        ("https://elsewhere.example/groups/", "There is no page at this address that you may see."),
        ("//elsewhere.example/groups/", "There is no page at this address that you may see."),
        ("javascript:alert(1)", "There is no page at this address that you may see."),
        ("", "There is no page at this address that you may see."),
    ],
)
def test_why_a_page_is_shown(chief, page, says) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    text = signed_in(ada).get("/why/", {"page": page}).content.decode()
    assert says in text
    assert ("Headteacher, Oak Primary School" in text) is (says == "you may")


def test_why_says_the_same_of_what_exists_and_what_does_not(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    far = named("Farah", f"headteacher school:{FAR}")
    client = signed_in(ada)
    made_up = "00000000-0000-0000-0000-000000000001"

    def why(page: str) -> str:
        """What stands in the middle of the page: around it stand nonces, which are never the same."""
        return client.get("/why/", {"page": page}).content.decode().split("<main")[1].split("</main>")[0]

    answers = [why(f"/people/{each}/").replace(str(each), "X") for each in (far.public_id, made_up)]
    assert answers[0] == answers[1] and "you may" in answers[0]
    refused = [why(page) for page in ("/data/send/", "/no/such/page/", "/register/lists/")]
    assert refused[0] == refused[1] == refused[2]


def test_looking_as_somebody_is_said_on_every_page_and_recorded(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    client = signed_in(chief)
    assert client.post(f"/people/{ada.public_id}/view-as/").status_code == 302
    text = text_of(client, "/groups/")
    assert "You look as <strong>Ada</strong>" in text and "Stop looking as somebody else" in text
    assert client.post("/people/give/", {}).status_code == 403
    assert client.post("/people/view-as/stop/").status_code == 302
    assert "You look as <strong>" not in text_of(client, "/groups/")
    told = Event.objects.filter(subject_kind="person", subject_id=str(ada.public_id), person=chief)
    assert [(each.verb, each.detail.get("page")) for each in told] == [
        ("began to look as", None),
        ("looked as", "/groups/"),
        ("stopped looking as", None),
    ]


def test_one_looks_only_as_people_within_ones_own_rights(chief) -> None:
    far = named("Farah", f"headteacher school:{FAR}")
    ada = named("Ada", f"headteacher school:{OAK}")
    assert signed_in(chief).post(f"/people/{far.public_id}/view-as/").status_code == 404
    assert signed_in(ada).post(f"/people/{ada.public_id}/view-as/").status_code == 403


def test_what_is_personal_stays_the_viewers_own(chief) -> None:
    ada = named("Ada", f"headteacher school:{OAK}")
    Followed.objects.create(person=ada, address=f"schools/{OAK}", name="Adas secret interest", since=timezone.now())
    client = signed_in(chief)
    client.post(f"/people/{ada.public_id}/view-as/")
    assert "Adas secret interest" not in text_of(client, "/")
    assert "head of school improvement" in text_of(client, "/people/me/").lower()
    ada.refresh_from_db()
    assert not hasattr(ada, "visits")
