"""England by type of school: primaries beside primaries; a mixed group beside all of them, and judged by nobody."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accord.accounts.readers import Reader
from accord.intake.actions.intakes import Asked, take_in
from accord.meaning.definitions import folders
from accord.performance.england import england_beside
from accord.performance.queries import among_random, figures
from accord.performance.selections import Selection, Who
from accord.register.actions.group_lists import import_groups
from accord.register.rules.phases import phase_of
from accord.warehouse.measures import load_measures
from tests.factories.people import somebody
from tests.factories.register_schools import school

pytestmark = pytest.mark.once

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
PRIMARY, JUNIOR, SECONDARY, SPECIAL, UNKNOWN = "100001", "100002", "100003", "100004", "100005"
OTHERS = [(str(100100 + at), str(600 + at)) for at in range(150)]
ROLL = {PRIMARY: (200, 50), JUNIOR: (1000, 50), SECONDARY: (800, 240), SPECIAL: (80, 8), UNKNOWN: (100, 10)}
CENSUS = "URN,LA,ESTAB,NOR,NUMEAL,PNUMEAL\n" + "".join(
    [f"{urn},501,{urn[-4:]},{pupils},{eal},{100 * eal / pupils:.1f}\n" for urn, (pupils, eal) in ROLL.items()]
    + [f"{urn},{la},2001,100,12,12.0\n" for urn, la in OTHERS]
    + ["NAT,,PRI,4700000,1000000,21.3\nNAT,,SEC,3300000,530000,16.1\nNAT,,SPE,120000,17000,14.2\n"]
)
ABSENCE = "LA,ESTAB,URN,PERCTOT,PPERSABS10\n" + "".join(
    [f"501,{urn[-4:]},{urn},{4 + at},8.0\n" for at, urn in enumerate(ROLL)]
    + [f"{la},2001,{urn},5.0,9.0\n" for urn, la in OTHERS]
    + ["NAT,PRI,,4.2,8.7\nNAT,SEC,,5.5,13.9\nNAT,SPE,,10.2,29.6\n"]
)
ALL_OF_ENGLAND = 100 * (50 + 50 + 240 + 8 + 10 + 150 * 12) / (200 + 1000 + 800 + 80 + 100 + 150 * 100)
GROUPS = {
    "Primaries": [PRIMARY, JUNIOR], "Secondaries": [SECONDARY], "Specials": [SPECIAL],
    "Mixed": [PRIMARY, SECONDARY], "Unknown": [PRIMARY, UNKNOWN],
}  # fmt: skip


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    for name, text in (("census", CENSUS), ("absence", ABSENCE)):
        sent = tmp_path / f"{name}.csv"
        sent.write_text(text, encoding="utf-8")
        take_in(path=sent, name=sent.name, asked=Asked(year=2018), by=None, at=timezone.now())
    school(PRIMARY, "Ash Primary School", phase="primary", category="maintained", la_code="501")
    school(JUNIOR, "Birch Junior School", phase="junior", category="academy", la_code="501")
    school(SECONDARY, "Cedar Academy", phase="secondary", category="academy", la_code="501")
    school(SPECIAL, "Damson School", phase="none", category="special", la_code="501")
    lines = ["group,kind,urn,role,starts_on,ends_before,parent"]
    lines += [f"{name},alliance,{urn},,,," for name, urns in GROUPS.items() for urn in urns]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def page(site: Client, address: str) -> str:
    answer = site.get(address)
    assert answer.status_code == 200, address
    text = answer.getvalue().decode()
    return " ".join(unescape(re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", text, flags=re.S)).split())


@pytest.mark.django_db
def test_a_group_of_one_type_stands_beside_englands_schools_of_that_type(site: Client) -> None:
    stage = load_measures(folders(None))["census_eal"].stage
    reader = Reader.operator()
    told = {
        name: england_beside([Selection(Who.of_urns(urns), ("census_eal",), (2018,))], stage, reader).name
        for name, urns in GROUPS.items()
    }
    assert told == {
        "Primaries": "primary", "Secondaries": "secondary", "Specials": "special", "Mixed": "", "Unknown": ""
    }  # fmt: skip
    # Special schools that the page leaves out do not make a group mixed.
    without = Selection(Who.of_urns([PRIMARY, SPECIAL]), ("census_eal",), (2018,), special=False)
    assert england_beside([without], stage, reader).name == "primary"
    among = [without, Selection(Who.authority("501"), ("census_eal",), (2018,))]
    assert england_beside(among, stage, reader).name == ""
    # The publisher's row alone answers: no file tells which of England's schools are primary.
    primary = Who.england("primary")
    rows = [row for code in ("census_eal", "absence_overall")
            for row in figures(Selection(primary, (code,), (2018,)), reader)]  # fmt: skip
    assert [(row.title, str(row.basis), row.figure.value, row.every_type) for row in rows] == [
        ("England’s primary schools", "published", 21.3, False), ("England’s primary schools", "published", 4.2, False)
    ]  # fmt: skip
    (whole,) = figures(Selection(Who.england(), ("census_eal",), (2018,)), reader)
    assert (whole.title, str(whole.basis), whole.every_type) == ("England, all types of school", "pooled", True)
    assert whole.figure.value == pytest.approx(ALL_OF_ENGLAND)
    assert among_random(Selection(Who.of_urns(GROUPS["Primaries"]), ("census_eal",), (2018,)), reader) == {}


BESIDE = {
    "/groups/primaries/?measure=census_eal": "That is below England’s primary schools’ published 21%",
    "/groups/secondaries/?measure=census_eal": "That is above England’s secondary schools’ published 16%",
    "/groups/specials/?measure=census_eal": "England’s special schools’ published 14%",
    "/schools/100003/?measure=census_eal": "That is above England’s secondary schools’ published 16%",
    "/groups/primaries/?measure=absence_overall": "Beside it stands England’s primary schools’ published 4.2%",
    "/groups/primaries/trend/?measure=census_eal": "England’s primary schools 2018 published 21%",
    "/groups/primaries/trend.svg?measure=census_eal": "England’s primary schools 21%",
    "/groups/primaries/schools.svg?measure=census_eal": "England’s primary schools 21%",
    "/groups/primaries/funnel.svg?measure=census_eal": "England’s primary schools 21%",
    "/groups/primaries/data/?measure=census_eal": "England’s primary schools 21%",
    "/groups/primaries/measures/?measure=census_eal": "beside England’s primary schools",
    "/groups/primaries/how/?measure=census_eal": "England’s primary schools, published row 21%",
    "/compare/side-by-side.svg?with=groups/primaries&with=schools/100002&measure=census_eal":
        "England’s primary schools 21%",
}  # fmt: skip


@pytest.mark.django_db
def test_pages_name_whom_they_stand_beside(site: Client) -> None:
    for address, said in BESIDE.items():
        words = page(site, f"{address}&year=2018")
        assert said in words, address
        assert "all types of school" not in words, address
        assert not re.search(r"England(’s)? (published|\d|as published)|Local authority 501 \d", words), address


@pytest.mark.django_db
def test_a_mixed_one_is_judged_by_nobody(site: Client) -> None:
    percent = f"{ALL_OF_ENGLAND:.0f}%"
    for subject in ("groups/mixed", "groups/unknown", "authorities/501"):
        words = page(site, f"/{subject}/?measure=census_eal&year=2018")
        assert (
            f"For England, all types of school, it is {percent}, added up from its schools; types of school differ "
            "too much to judge by that." in words
        ), subject
        for also in ("measures/", "trend/", "schools/", "how/", "data/", "pupils/"):
            words += page(site, f"/{subject}/{also}?measure=census_eal&year=2018")
        assert "England, all types of school" in words
        judged = r"(above|below|same as|apart from) England(?! on something)|England’s (primary|secondary)"
        assert not re.search(judged, words) and "lies beyond" not in words, subject
        assert "is judged by England’s, which is of all types of school" in words, subject


@pytest.mark.django_db
def test_groups_are_not_held_against_an_authority_of_all_types(site: Client) -> None:
    words = page(site, "/authorities/501/groups/?kind=alliance&measure=census_eal&year=2018")
    assert "is of all types of school; alliances are not held against it." in words
    assert "Alliances, by name, summer 2018" in words and "In alphabetical order." in words
    assert "not held against it" in words.split("Alliances, by name")[1] and "Those above" not in words
    picture = page(site, "/authorities/501/groups/side-by-side.svg?kind=alliance&measure=census_eal&year=2018")
    assert "England, all types of school" in picture
    assert not re.search(r"\d (stands? )?(above|below)", words)


def test_which_types_there_are_rows_for() -> None:
    told = {
        ("maintained", "primary"): "primary", ("academy", "infant"): "primary", ("academy", "junior"): "primary",
        ("nursery", "nursery"): "primary", ("maintained", "secondary"): "secondary", ("special", "none"): "special",
        ("special", "secondary"): "special", ("academy", "all_through"): "", ("maintained", "middle"): "",
        ("alternative", "secondary"): "", ("independent", "primary"): "", ("other", ""): "", ("post_16", "post_16"): "",
    }  # fmt: skip
    assert {kind: phase_of(*kind) for kind in told} == told
