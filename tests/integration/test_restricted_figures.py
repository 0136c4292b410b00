"""Results that are not public: who is shown them by name, who in a sum, and who as if they were not there."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from accord.accounts.models.events import Reading
from accord.accounts.models.people import Person
from accord.accounts.queries.rights import rights_of
from accord.accounts.readers import Reader
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.models.releases import Release
from accord.performance.queries import figures, figures_of_many, school_figures
from accord.performance.selections import Selection, Who
from accord.register.actions.groups import make
from accord.register.actions.memberships import amend, join
from accord.register.models.groups import Membership
from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Source
from accord.sharing.models.pools import PoolShown
from accord.sharing.rules.stages import Terms
from tests.factories.agreements import agreement
from tests.factories.people import somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import authority, publish, school, write

RWM = "ks2_rwm_expected"
URNS = tuple(f"10000{at}" for at in range(1, 9))
AT = datetime(2026, 11, 1, tzinfo=UTC)
# 2018 is public, 2019 is not. Each school's secret percentage of 2019 stands nowhere else.
SHARES = ("37%", "43%", "57%", "63%", "23%", "77%", "17%", "83%")


def results(shares: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        *(school(urn, "501", 30, share) for urn, share in zip(URNS, shares, strict=True)),
        authority("501", 240, "59%"),
    ]


@pytest.fixture
def embargo(home: Path, tmp_path: Path) -> Callable[..., Release]:
    """Coast has seven of eight schools, Three the last three of these; sets how far the results of 2019 are let out."""
    for at, urn in enumerate(URNS):
        registered(urn, f"School {at + 1}", la_code="501")
    for name, members in (("Coast", URNS[:7]), ("Three", URNS[4:7]), ("Pair", URNS[:2])):
        group = make(name=name, kind="alliance", belongs_to="authority:501", by=None, at=AT)
        for urn in members:
            join(group=group, urn=urn, starts_on=None, by=None, at=AT)
    publish(tmp_path, results(("90%",) * 8), 2018)
    secret = publish(tmp_path, results(SHARES), 2019)
    today = timezone.localdate()
    days = {"schools": None, "members": None, "public": None}

    def let_out(*, to: str) -> Release:
        reached = list(days)[: list(days).index(to) + 1] if to in days else []
        given = {f"to_{each}_on": today - timedelta(days=5 - at) for at, each in enumerate(reached)}
        set_terms(release=secret.public_id, terms=Terms(Source.AUTHORITY, **given), reason="a test", by=None, at=AT)
        return secret

    let_out(to="authority")
    return let_out


def reader(*rights: str, ends: date | None = None) -> Reader:
    person = somebody(f"{'-'.join(rights).replace(' ', '').replace(':', '')}@example.org", *rights, ends=ends)
    return Reader.person(person, rights_of(person, timezone.localdate()))


def asked(who: Who, year: int = 2019) -> Selection:
    return Selection(who, (RWM,), (year,))


def by_name(told: Reader, who: Who) -> set[str]:
    return {each.urn for each in school_figures(asked(who), told) if each.row.figure.value is not None}


def state(told: Reader, who: Who) -> tuple[str, int | None, int | None]:
    (row,) = [each for each in figures(asked(who), told) if each.basis == "pooled"]
    (many,) = figures_of_many([asked(who)], told)[0]
    assert many.figure == row.figure
    return str(row.figure.status), row.figure.whole, row.figure.coverage.schools_counted


COAST, THREE, PAIR = Who.group("coast"), Who.group("three"), Who.group("pair")
NOTHING = ("not_released", 0, 0)
ENDS = date(2040, 1, 1)


@pytest.mark.parametrize(
    ("right", "to", "named", "coast"),
    [
        ("data_manager authority:501", "authority", set(URNS[:7]), ("measured", 210, 7)),
        ("data_manager authority:502", "authority", set(), NOTHING),
        ("platform_administrator everywhere", "authority", set(), NOTHING),
        ("councillor authority:501", "members", set(), NOTHING),
        ("adviser school:100002", "authority", {"100002"}, ("incomplete", 30, 1)),
        ("external_adviser school:100002", "authority", set(), NOTHING),
        ("external_adviser school:100002", "schools", {"100002"}, ("incomplete", 30, 1)),
        ("headteacher school:100001", "authority", set(), NOTHING),
        ("headteacher school:100001", "schools", {"100001"}, ("incomplete", 30, 1)),
        ("headteacher school:100001", "members", {"100001"}, ("measured", 210, 7)),
        ("headteacher school:100008", "members", set(), ("measured", 210, 7)),
        ("teacher school:100001", "members", set(), NOTHING),
        ("alliance_lead group:coast", "schools", set(), NOTHING),
        ("alliance_lead group:coast", "members", set(), ("measured", 210, 7)),
        ("councillor authority:501", "public", set(URNS[:7]), ("measured", 210, 7)),
        ("headteacher school:100001", "public", set(URNS[:7]), ("measured", 210, 7)),
    ],
)
def test_who_is_shown_what_at_which_stage(embargo, right: str, to: str, named: set[str], coast: object) -> None:
    embargo(to=to)
    told = reader(right, ends=ENDS if "adviser" in right else None)
    assert by_name(told, COAST) == named
    assert state(told, COAST) == coast
    # What was public before is public still.
    assert len([each for each in school_figures(asked(COAST, 2018), told) if each.row.figure.value == 90]) == 7


def test_the_publishers_row_of_a_release_that_is_not_public_is_not_shown(embargo) -> None:
    told, keeper = reader("headteacher school:100001"), reader("data_manager authority:501")
    embargo(to="members")
    theirs, ours = (figures(asked(Who.authority("501")), each) for each in (told, keeper))
    assert [row.figure.value for row in ours if row.basis == "published"] == [59]
    assert [row for row in theirs if row.basis == "published"] == []


def test_no_sum_is_shown_from_which_one_school_can_be_told(embargo) -> None:
    embargo(to="members")
    lead = reader("alliance_lead group:coast")
    assert state(lead, PAIR) == NOTHING, "of two schools each knows the other"
    assert state(lead, COAST) == ("measured", 210, 7)
    assert state(lead, THREE) == ("measured", 90, 3)
    six = make(name="Six", kind="programme", belongs_to="authority:501", by=None, at=AT)
    for urn in URNS[:6]:
        join(group=six, urn=urn, starts_on=None, by=None, at=AT)
    assert state(lead, Who.group("six")) == NOTHING, "Coast less Six is one school"
    assert PoolShown.objects.count() == 2


def test_what_was_shown_counts_for_ever(embargo) -> None:
    embargo(to="members")
    lead = reader("alliance_lead group:coast")
    assert state(lead, COAST)[0] == "measured"
    one = Membership.objects.get(group__slug=COAST.name, urn=URNS[6])
    leaves = {"ends_before": timezone.localdate(), "left_because": "It moved."}
    amend(membership=one, role=one.role, starts_on=None, **leaves, by=None, at=timezone.now())
    assert state(lead, COAST) == NOTHING, "the sum without the school that left, and with it, tell its numbers"


def test_who_was_shown_a_school_once_can_take_it_out_of_a_sum(embargo) -> None:
    """Of Three, the first two shared until the second withdrew: less what the first remembers, its sum is the third."""
    embargo(to="members")
    first, second, third = URNS[4:7]
    today = timezone.localdate()
    version = agreement(
        (first, second), group="three", starts_on=today - timedelta(days=9), ends_before=today + timedelta(days=9)
    )
    told = reader(f"headteacher school:{first}")
    assert by_name(told, THREE) == {first, second} and state(told, THREE)[2] == 2
    version.parties.filter(urn=second).update(withdrawn_at=timezone.now())
    assert by_name(told, THREE) == {first}
    assert state(told, THREE) == ("incomplete", 30, 1), "not the sum of all three"
    assert state(reader(f"headteacher school:{third}"), THREE) == ("measured", 90, 3)


def test_an_own_selection_has_no_sum_of_what_is_not_public(embargo) -> None:
    embargo(to="members")
    assert state(reader("alliance_lead group:coast"), Who.of_urns(URNS[:7])) == NOTHING


def test_under_six_pupils_nothing_is_shown(embargo, tmp_path: Path) -> None:
    few = [school(urn, "501", 1, "100%") for urn in URNS[:5]]
    secret = publish(tmp_path, few, 2017)
    today = timezone.localdate()
    terms = Terms(Source.AUTHORITY, to_schools_on=today, to_members_on=today)
    set_terms(release=secret.public_id, terms=terms, reason="a test", by=None, at=AT)
    told = reader("alliance_lead group:coast")
    (row,) = figures(asked(COAST, 2017), told)
    assert row.figure.value is None and row.figure.whole == 0
    (row,) = figures(asked(COAST, 2017), reader("data_manager authority:501"))
    assert row.figure.whole == 5


def test_a_sum_tells_nothing_of_how_pupils_are_spread(embargo) -> None:
    embargo(to="members")
    (row,) = figures(asked(COAST), reader("alliance_lead group:coast"))
    (known,) = figures(asked(COAST), reader("data_manager authority:501"))
    assert row.figure.value == known.figure.value
    assert known.figure.cohort is not None and row.figure.cohort is None


def pages(client: Client, person: Person) -> str:
    """Everything that a site says of Coast and of its schools, in every form."""
    client.force_login(person)
    said = []
    forms = (
        "everything.json", "everything.csv", "schools.csv", "funnel.svg", "trend.svg", "movers.svg", "carrying.csv",
        "made-of.csv",
    )  # fmt: skip
    for room in ("groups/coast", "schools/100002", "authorities/501"):
        for page in ("", "how/", "measures/", "trend/", "pupils/", "schools/", "coverage/", "data/", *forms):
            answer = client.get(f"/{room}/{page}?year=2019")
            assert answer.status_code in (200, 302, 404), (room, page)
            said.append(b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode())
    said += [client.get(each).content.decode() for each in ("/", "/data/", "/groups/", "/compare/", "/measures/")]
    return "\n".join(said)


def test_no_page_or_file_says_what_its_reader_is_not_shown(embargo, client: Client) -> None:
    release = embargo(to="schools")
    own = pages(client, somebody("head@example.org", "headteacher school:100001"))
    assert "37%" in own and str(release.public_id) in own
    none = pages(client, somebody("teacher@example.org", "teacher school:100001"))
    for share in SHARES[1:]:
        assert share not in own, own[max(0, own.index(share) - 300) : own.index(share) + 60]
    for share in SHARES:
        assert share not in none, none[max(0, none.index(share) - 300) : none.index(share) + 60]
    assert str(release.public_id) not in none
    assert client.get(f"/data/releases/{release.public_id}/").status_code == 404
    keeper = pages(client, somebody("keeper@example.org", "data_manager authority:501"))
    assert all(share in keeper for share in SHARES[:7]), "a planted leak would be found"


def test_what_is_not_public_says_so_wherever_it_is_shown(embargo, client: Client) -> None:
    embargo(to="schools")
    client.force_login(somebody("head@example.org", "headteacher school:100001"))
    words = "The authority sees these results, and each school its own."
    for page, says in (("how/?year=2018", False), ("how/?year=2019", True), ("schools/?year=2019", True)):
        text = client.get(f"/groups/coast/{page}").content.decode()
        assert (f"Not public. {words}" in text) is says, page
    assert "Not public: for those who may see it" in client.get("/schools/100001/?year=2019").content.decode()
    for form in ("xlsx", "png", "csv"):
        answer = client.get(f"/groups/coast/{'trend' if form == 'png' else 'schools'}.{form}?year=2019")
        assert "-not-public" in answer["Content-Disposition"], form
    book = ZipFile(io.BytesIO(client.get("/groups/coast/schools.xlsx?year=2019").content))
    assert any(words in book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    client.force_login(somebody("teacher@example.org", "teacher school:100001"))
    assert "Not public" not in client.get("/groups/coast/schools/?year=2019").content.decode()


def test_why_names_what_was_not_public_and_the_right_that_showed_it(embargo, client: Client) -> None:
    release = embargo(to="schools")
    client.force_login(somebody("head@example.org", "headteacher school:100001"))
    asked = "/why/?page=/groups/coast/schools/"
    assert "You were shown none of them" in client.get(asked).content.decode()
    client.get("/groups/coast/schools/?year=2019")
    said = " ".join(client.get(asked).content.decode().split())
    assert "by your right as Headteacher, School 1" in said and f"/data/releases/{release.public_id}/" in said
    assert "You were shown none of them" not in said
    client.force_login(somebody("teacher@example.org", "teacher school:100001"))
    client.get("/groups/coast/schools/?year=2019")
    assert str(release.public_id) not in client.get(asked).content.decode()


def test_whoever_reads_what_is_not_public_is_noted(embargo, client: Client) -> None:
    embargo(to="schools")
    head = somebody("head@example.org", "headteacher school:100001")
    client.force_login(head)
    client.get("/groups/coast/how/?year=2018")
    assert not Reading.objects.exists()
    client.get("/groups/coast/how/?year=2019")
    noted = Reading.objects.filter(kind="school")
    assert {(each.subject_id, each.person, each.grant) for each in noted} == {
        ("100001", head, str(head.grants.get().public_id))
    }


def test_a_reading_names_the_agreement_that_let_it(embargo, client: Client) -> None:
    """Of one school by its own page, beside others, and behind a figure."""
    embargo(to="members")
    yesterday = timezone.localdate() - timedelta(days=1)
    made = agreement(URNS[:2], group="coast", starts_on=yesterday, ends_before=yesterday + timedelta(days=9))
    client.force_login(somebody("head@example.org", "headteacher school:100001"))
    for page in ("schools/100002/", "groups/coast/schools/", "groups/coast/how/"):
        Reading.objects.all().delete()
        client.get(f"/{page}?year=2019")
        noted = {each.subject_id: each.agreement for each in Reading.objects.filter(kind="school")}
        assert noted["100002"] == str(made.agreement.public_id), page
        assert noted.get("100001", "") == "", page


def test_what_is_not_public_is_sent_by_its_own_authority_alone(home: Path, tmp_path: Path) -> None:
    def sent(rows: list[dict[str, str]], belongs_to: str, source: str) -> str:
        path = write(tmp_path / f"{belongs_to[-3:]}-{source}.csv", rows)
        asked = Asked(year=2019, source=source, belongs_to=belongs_to)
        intake = take_in(path=path, name=path.name, asked=asked, by=None, at=AT)
        return intake.progress + "".join(each["code"] for each in intake.problems)

    both = [*results(SHARES), school("100009", "502", 30, "50%"), authority("502", 30, "50%")]
    assert sent(both, "authority:501", "authority") == "refusedof_another_authority"
    assert sent(results(SHARES), "authority:502", "own") == "refusedof_another_authority"
    assert sent(results(SHARES), "authority:501", "authority") == "published"
    assert sent(both, "authority:501", "published") == "published"
    assert sent([*both, school("100010", "503", 30, "50%")], "", "authority") == "published"


def test_the_keeper_opens_the_terms_of_a_release_and_others_do_not(embargo, client: Client) -> None:
    release = embargo(to="schools")
    for right, status in (("data_manager authority:501", 200), ("data_manager authority:502", 404)):
        client.force_login(somebody(f"{right[-3:]}@example.org", right))
        assert client.get(f"/data/releases/{release.public_id}/terms/").status_code == status


def test_whoever_reads_a_page_of_one_school_is_noted_under_that_school(embargo, client: Client) -> None:
    embargo(to="authority")
    client.force_login(somebody("keeper@example.org", "data_manager authority:501"))
    client.get("/schools/100004/data/?year=2019")
    assert {(each.kind, each.subject_id) for each in Reading.objects.all()} == {("school", "100004")}
