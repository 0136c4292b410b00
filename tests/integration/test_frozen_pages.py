"""A page somebody froze: it, its charts and its files stay as they were; it says what has changed since."""

from __future__ import annotations

import html
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accord.intake.actions.releases import withdraw
from accord.intake.models.releases import Release
from accord.performance.frozen import frozen
from accord.performance.models.frozen_pages import FrozenPage
from accord.register.actions.group_lists import import_groups
from accord.register.models.groups import Group
from accord.register.models.schools import Establishment, School
from accord.register.rules.memberships import spelled
from tests.factories.people import somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import authority, england, publish, school

pytestmark = pytest.mark.once

A, B, C = "100001", "100002", "100003"
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
ROOMS = ("groups/coast", f"schools/{A}", "authorities/201")
NOT_FIGURES = re.compile(r"/groups\.(csv|xlsx)$|/correct/$|^/authorities/201/groups/$")
"""What the register says, and another page, which the permanent link to one subject does not keep."""
NOTICE = re.compile(r'<section class="accord-frozen".*?</section>', re.S)
NONCE = re.compile(r' nonce="[^"]*"')


@pytest.fixture
def site(home: Path, client: Client) -> Client:
    client.force_login(somebody("chair@example.org", name="C. Chair"))
    return client


@pytest.fixture
def provisional(site: Client, tmp_path: Path) -> Release:
    registered(A, "School A")
    registered(B, "School B")
    rows = [school(A, "201", 40, "50%"), school(B, "201", 20, "50%"), authority("201", 60, "50%"), england(999, "64%")]
    publish(tmp_path, rows, 2018)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", f"Coast,alliance,{A},,,,", f"Coast,alliance,{B},,,,"]
    import_groups(text="\n".join(lines), by=None, at=AT)
    return publish(tmp_path, results("55%", "60%", "61%"), 2019, "provisional")


def results(a: str, b: str, all_of_it: str) -> list[dict[str, str]]:
    rows = [school(A, "201", 40, a), school(B, "201", 20, b), school(C, "201", 10, "90%")]
    return [*rows, authority("201", 70, all_of_it), england(1000, "64%")]


def froze(site: Client, room: str, question: str = "") -> str:
    """Freeze a page; the key of its permanent link."""
    answer = site.post(f"/{room}/freeze/{question}", {"page": "dashboards:one_school"})
    assert answer.status_code == 302
    return answer["Location"].strip("/").rpartition("/")[2]


def body(answer: HttpResponse) -> object:
    """What an answer says: of a page without its notice and what every form has of its own."""
    kind = answer["Content-Type"]
    if "spreadsheetml" in kind:
        book = ZipFile(io.BytesIO(answer.content))
        return {name: book.read(name) for name in book.namelist() if not name.startswith("docProps")}
    if not kind.startswith("text/html"):
        return answer.content
    text = NONCE.sub("", NOTICE.sub("", answer.content.decode()))
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def links(page: str, room: str) -> set[str]:
    """The addresses on a page that belong to its subject, pictures too; without places within them."""
    found = re.findall(r'(?:href|src|srcset)="([^"#]+)', NOTICE.sub("", page))
    full = [f"/{room}/{each}" if each.startswith("?") else html.unescape(each) for each in found]
    return {html.unescape(each) for each in full if each.startswith(f"/{room}/")}


def everything(site: Client, room: str, key: str) -> dict[str, object]:
    """A frozen page with every page, picture and file of its subject that it leads to."""
    assert "This page is frozen." in words(site.get(f"/frozen/{key}/", follow=True))
    first = site.get(f"/frozen/{key}/", follow=True)
    assert first.status_code == 200
    seen: dict[str, object] = {f"/frozen/{key}/": body(first)}
    for address in sorted(followed(first, room, key)):
        answer = site.get(address)
        assert answer.status_code == 200, address
        seen[address] = body(answer)
        if answer["Content-Type"].startswith("text/html"):
            followed(answer, room, key)
    return seen


def followed(answer: HttpResponse, room: str, key: str) -> set[str]:
    """The links of a frozen page to its own subject: each is frozen too, but for what the register says."""
    found = {each for each in links(answer.content.decode(), room) if not NOT_FIGURES.search(each)}
    assert found and not (loose := {each for each in found if f"frozen={key}" not in each}), loose
    return found


def words(answer: HttpResponse) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


@pytest.mark.parametrize("room", ROOMS)
def test_page_charts_and_files_stay_as_they_were(site: Client, provisional: Release, tmp_path: Path, room: str):
    key = froze(site, room, "?year=2019")
    before = everything(site, room, key)
    kinds = {re.sub(r"\?.*", "", each).rpartition(".")[2] for each in before}
    assert {"csv", "xlsx", "svg", "png"} <= kinds and any("/how/" in each for each in before)
    addresses = [re.sub(r"[?&]frozen=[^&]*", "", each) for each in before if re.search(r"/how/|\.svg|\.csv", each)]
    live = {each: body(site.get(each)) for each in addresses}
    publish(tmp_path, results("75%", "80%", "79%"), 2019, "revised")
    publish(tmp_path, results("10%", "20%", "15%"), 2017)
    for address, was in before.items():
        assert body(site.get(address, follow=True)) == was, address
    changed = [each for each, was in live.items() if body(site.get(each)) != was]
    assert len(live) > 4 and len(changed) > len(live) / 2


def test_frozen_page_says_so_and_what_has_changed(site: Client, provisional: Release, tmp_path: Path):
    key = froze(site, "groups/coast", "?pupils=all")
    first = site.get(f"/frozen/{key}/", follow=True)
    today = spelled(timezone.localdate())
    assert f"Frozen on {today}" in words(first) and "C. Chair froze this page." in words(first)
    assert "Nothing that bears on these figures has changed since." in words(first)
    assert f"http://testserver/frozen/{key}/" in first.content.decode()
    assert "Freeze this page" not in words(first)
    assert "year=2019" in first.request["QUERY_STRING"], "no default may change the question later"
    revised = publish(tmp_path, results("75%", "80%", "79%"), 2019, "revised")
    Group.objects.filter(slug="coast").update(name="Shore")
    again = words(site.get(f"/frozen/{key}/", follow=True))
    assert "Newer results have been loaded since: revised results for summer 2019, published here by " in again
    assert "See the page as it is today" in again
    assert "Coast" in again and "Shore" not in again
    withdraw(release=revised, because="Not ours", by=None, at=AT)
    assert "Nothing that bears on these figures" in words(site.get(f"/frozen/{key}/", follow=True))


def test_files_of_a_frozen_page_are_made_of_its_day(site: Client, provisional: Release):
    key = froze(site, "groups/coast", "?year=2019")
    FrozenPage.objects.filter(key=key).update(on=date(2026, 1, 6))
    frozen.cache_clear()
    book = ZipFile(io.BytesIO(site.get(f"/groups/coast/trend.xlsx?year=2019&frozen={key}").content))
    notes = book.read("xl/sharedStrings.xml").decode()
    assert "6 January 2026" in notes and f"permanent link {key}" in notes
    assert "6 January 2026" not in site.get("/groups/coast/trend.xlsx?year=2019").content.decode("latin-1")


def test_live_pages_offer_to_freeze_and_keep_what_else_was_asked(site: Client, provisional: Release):
    page = site.get("/groups/coast/?year=2018&sort=name")
    action = re.search(r'action="([^"]*/freeze/[^"]*)"', page.content.decode())
    assert action and html.unescape(action[1]) == "/groups/coast/freeze/?year=2018&sort=name"
    assert 'name="page" value="dashboards:one_school"' in page.content.decode()
    key = froze(site, "groups/coast", "?year=2018&sort=name")
    kept = FrozenPage.objects.get(key=key)
    assert kept.address.startswith("/groups/coast/?") and "sort=name" in kept.address and "year=2018" in kept.address
    assert site.get("/groups/coast/freeze/").status_code == 405
    for bad in ("//elsewhere.example/", "dashboards:chart", "intake:upload", ""):
        answer = site.post("/groups/coast/freeze/", {"page": bad})
        assert answer.status_code == 302
    assert all(each.address.startswith("/groups/coast/?") for each in FrozenPage.objects.all())


def test_withdrawn_results_are_named_and_not_shown(site: Client, provisional: Release):
    key = froze(site, "groups/coast", "?year=2019")
    question = FrozenPage.objects.get(key=key).address.partition("?")[2]
    withdraw(release=provisional, because="Sent with another authority's pupils", by=None, at=AT)
    gone = site.get(f"/frozen/{key}/", follow=True)
    assert gone.status_code == 410
    said = words(gone)
    assert "The results behind this link have been withdrawn" in said
    assert "Sent with another authority's pupils" in said and "Provisional results for summer 2019" in said
    assert "%" not in said
    for twin in ("trend.svg", "schools.csv", "schools.xlsx", "pupils.png", "how/"):
        assert site.get(f"/groups/coast/{twin}?{question}&frozen={key}").status_code == 410
    assert site.get("/groups/coast/?year=2019").status_code == 200


def test_links_that_lead_nowhere_say_so(site: Client, provisional: Release):
    key = froze(site, "groups/coast")
    assert site.get("/frozen/nothing/").status_code == 404
    assert "no permanent link nothing" in words(site.get("/groups/coast/?frozen=nothing"))
    several = site.get(f"/compare/?with=groups/coast&with=schools/{B}&frozen={key}")
    assert several.status_code == 404 and "is about Coast, and keeps nothing of School B" in words(several)
    other = site.get(f"/schools/{A}/?frozen={key}")
    assert other.status_code == 404 and "is about Coast" in words(other)


def test_a_school_that_changes_its_number_keeps_its_permanent_link(site: Client, provisional: Release):
    key = froze(site, f"schools/{A}")
    before = words(site.get(f"/frozen/{key}/", follow=True))
    place = School.objects.get(address=A)
    Establishment.objects.filter(urn=A).update(stands=False, status="closed")
    registered("100051", "Academy A", place=place, stands=True)
    place.address = "100051"
    place.save()
    after = site.get(f"/frozen/{key}/", follow=True)
    assert after.status_code == 200 and "School A" in words(after)
    figure = re.search(r"\d+% of pupils[^.]*\.", before)
    assert figure and figure[0] in words(after)


SEVERAL = {
    "/compare/": f"with=groups/coast&with=schools/{A}&with=authorities/201&year=2019",
    "/authorities/201/groups/": "kind=alliance&year=2019&order=name",
}


def files_of(page: str) -> set[str]:
    """The pictures and files that a page about several subjects leads to."""
    found = {html.unescape(each) for each in re.findall(r'(?:href|src|srcset)="([^"#]+)', NOTICE.sub("", page))}
    return {each for each in found if re.search(r"/(?:compare|groups)/[\w-]+\.(?:csv|xlsx|svg|png)\?", each)}


@pytest.mark.parametrize("address", SEVERAL)
def test_pages_about_several_stay_as_they_were(site: Client, provisional: Release, tmp_path: Path, address: str):
    live = site.get(f"{address}?{SEVERAL[address]}")
    assert "Freeze this page" in words(live)
    answer = site.post(f"{address}freeze/?{SEVERAL[address]}")
    assert answer.status_code == 302 and (link := answer["Location"]).startswith("/frozen/")
    key = link.strip("/").rpartition("/")[2]
    page = site.get(link, follow=True)
    assert "This page is frozen." in words(page), "said once, to the one who froze it"
    page = site.get(link, follow=True)
    assert page.status_code == 200 and "Nothing that bears on these figures has changed since." in words(page)
    files = files_of(page.content.decode())
    assert len(files) >= 4 and all(f"frozen={key}" in each for each in files)
    seen = {each: body(site.get(each, follow=True)) for each in (link, *sorted(files))}
    publish(tmp_path, results("75%", "80%", "79%"), 2019, "revised")
    more = ["group,kind,urn,role,starts_on,ends_before,parent", f"Coast,alliance,{C},,,,", f"Hill,alliance,{B},,,,"]
    registered(C, "School C")
    import_groups(text="\n".join(more), by=None, at=AT)
    Group.objects.filter(slug="coast").update(name="Shore")
    for each, was in seen.items():
        assert body(site.get(each, follow=True)) == was, each
    again = words(site.get(link, follow=True))
    assert "Coast" in again and "Shore" not in again and "Hill" not in again
    assert "Newer results have been loaded since" in again and "1 school joined" in again
    assert "Hill" in words(site.get("/authorities/201/groups/?kind=alliance&year=2019"))
    assert body(site.get(f"{address}?{SEVERAL[address]}")) != body(live)
    withdraw(release=provisional, because="Sent twice", by=None, at=AT)
    for each in (link, *sorted(files)):
        assert site.get(each, follow=True).status_code == 410, each


def test_a_link_to_several_keeps_each_of_them_and_nobody_else(site: Client, provisional: Release):
    answer = site.post(f"/compare/freeze/?{SEVERAL['/compare/']}")
    key = answer["Location"].strip("/").rpartition("/")[2]
    assert FrozenPage.objects.get(key=key).beside
    for room in ROOMS:
        assert site.get(f"/{room}/?year=2019&frozen={key}").status_code == 200, room
    assert site.get(f"/schools/{B}/?frozen={key}").status_code == 404
    assert site.get(f"/authorities/201/groups/?frozen={key}").status_code == 404
    groups = site.post("/authorities/201/groups/freeze/?kind=alliance")["Location"].strip("/").rpartition("/")[2]
    assert site.get(f"/authorities/201/groups/?kind=alliance&frozen={groups}").status_code == 200
    assert site.get(f"/authorities/201/groups/?kind=trust&frozen={groups}").status_code == 404
    assert site.get(f"/groups/coast/?frozen={groups}").status_code == 200
    assert site.post("/compare/freeze/?with=groups/coast&with=groups/nothing").status_code == 404
    assert site.post("/compare/freeze/").status_code == 404
    assert site.get("/compare/freeze/").status_code == 405
