"""Pages that a person saves with their filters: theirs alone, of this site alone, and no right to what stands there."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.accounts.actions import watching
from accord.accounts.models.grants import Grant
from accord.accounts.models.watching import SavedView
from accord.accounts.queries.watching import saved_by
from accord.dashboards.forms.saved import saveable
from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.school_tables import publish, school

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
PAGE = "/groups/coast/?year=2019&pupils=disadvantaged"
MOST_QUERIES_OF_HOME = 15


@pytest.fixture
def chair(home: Path, client: Client, tmp_path: Path) -> Client:
    publish(tmp_path, [school("100001", "201", 40, "50%")], 2019)
    import_groups(text="group,kind,urn,role,starts_on,ends_before,parent\nCoast,alliance,100001,,,,", by=None, at=AT)
    client.force_login(somebody("chair@example.org", "councillor authority:201", name="Chair"))
    return client


def words(client: Client, address: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split()))


def test_a_page_is_saved_from_its_foot_opened_renamed_and_deleted(chair: Client):
    foot = re.search(r'href="(/saved/\?page=[^"]*)">Save this page<', chair.get(PAGE).content.decode())
    assert foot
    form = chair.get(html.unescape(foot[1]))
    assert f'name="page" value="{html.escape(PAGE)}"' in form.content.decode()
    assert chair.post("/saved/", {"page": PAGE, "name": "For the board"})["Location"] == "/saved/"
    assert f'href="{html.escape(PAGE)}">For the board</a>' in chair.get("/").content.decode()
    assert chair.get(PAGE).status_code == 200
    view = SavedView.objects.get()
    chair.post(f"/saved/{view.pk}/rename/", {"name": "For the committee"})
    assert "For the committee" in words(chair, "/") and "For the board" not in words(chair, "/")
    chair.post(f"/saved/{view.pk}/rename/", {"name": ""})
    assert "The name was not changed" in words(chair, "/saved/") and "For the committee" in words(chair, "/saved/")
    assert chair.get(f"/saved/{view.pk}/delete/").status_code == 405 and SavedView.objects.exists()
    chair.post(f"/saved/{view.pk}/delete/")
    assert not SavedView.objects.exists() and "You have saved no page yet." in words(chair, "/saved/")


def test_nobody_sees_renames_or_deletes_what_somebody_else_saved(chair: Client):
    chair.post("/saved/", {"page": PAGE, "name": "Mine alone"})
    view = SavedView.objects.get()
    other = Client()
    other.force_login(somebody("other@example.org", name="Other"))
    assert "Mine alone" not in words(other, "/") and "Mine alone" not in words(other, "/saved/")
    assert other.post(f"/saved/{view.pk}/rename/", {"name": "Taken"}).status_code == 404
    assert other.post(f"/saved/{view.pk}/delete/").status_code == 404
    assert saved_by(view.person) == [view] and SavedView.objects.get().name == "Mine alone"
    other.post("/saved/", {"page": PAGE, "name": "Mine alone"})
    assert SavedView.objects.count() == 2, "the same name is free for everybody else"


ELSEWHERE = [
    "", "https://elsewhere.example/", "//elsewhere.example/groups/", "/\\elsewhere.example/", "javascript:alert(1)",
    "groups/", "/nothing/here/", "/accounts/logout/", "/returns/by/secret-token/", "/saved/",
    "/groups/\n/", "\t/groups/",
    "http:/groups/", "///elsewhere.example", "/groups/?" + "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("page", ELSEWHERE)
def test_only_a_page_of_this_site_is_saved(chair: Client, page: str):
    assert not saveable(page) and saveable(PAGE)
    answer = chair.post("/saved/", {"page": page, "name": "Elsewhere"})
    assert answer.status_code == 200 and not SavedView.objects.exists()


def test_a_saved_page_gives_no_right_to_it(chair: Client):
    chair.post("/saved/", {"page": PAGE, "name": "Coast"})
    assert chair.get(PAGE).status_code == 200
    Grant.objects.all().delete()
    assert chair.get(PAGE).status_code == 403 and chair.get("/saved/").status_code == 403


def test_a_name_is_used_once_and_there_is_an_end_to_them(chair: Client, monkeypatch: pytest.MonkeyPatch):
    chair.post("/saved/", {"page": PAGE, "name": "Coast"})
    again = chair.post("/saved/", {"page": "/groups/", "name": "Coast"})
    assert "You have saved a page as “Coast” already." in html.unescape(again.content.decode())
    monkeypatch.setattr(watching, "MOST_SAVED", 1)
    full = chair.post("/saved/", {"page": "/groups/", "name": "Groups"})
    assert "You have 1 saved pages. Delete one first." in html.unescape(full.content.decode())
    assert SavedView.objects.count() == 1


def test_home_asks_one_query_for_any_number_of_them(chair: Client):
    for at in range(5):
        chair.post("/saved/", {"page": PAGE, "name": f"View {at}"})
    chair.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert "View 4" in words(chair, "/")
    assert len(asked) <= MOST_QUERIES_OF_HOME, [each["sql"] for each in asked]
    assert sum("savedview" in each["sql"] for each in asked) == 1
