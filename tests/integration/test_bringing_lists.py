"""Bringing a list: pasted in odd orders or as a workbook, matched, decided row by row on its pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.register.models.groups import Group, Membership
from accord.register.models.lists import BroughtList, BroughtRow
from accord.register.queries import known_schools
from accord.register.tasks import find_list_schools
from tests.factories.ks2_files import xlsx
from tests.factories.people import somebody
from tests.factories.register_schools import school
from tests.integration.test_brought_lists import brought

AT = datetime(2026, 11, 1, tzinfo=UTC)
NEW = "/register/lists/new/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client: Client) -> Client:
    client.force_login(somebody("a@example.org", name="Register Keeper"))
    return client


@pytest.fixture
def county() -> None:
    """Six schools of one county, two of one name in two towns; and one over the border."""
    school("100001", "Oakfield Infant School", estab="2001", town="Ashdown", postcode="TN1 1AA")
    school("100002", "Oakfield Junior School", estab="2002", town="Ashdown", postcode="TN1 1AB")
    school("100003", "St Mary's CofE Primary School", estab="3001", town="Ashdown", postcode="TN1 2AA")
    school("100004", "St Mary's CofE Primary School", estab="3002", town="Bexcombe", postcode="TN2 2AA")
    school("100005", "Harbour Primary Academy", estab="2005", former_numbers=["845/2004"], town="Bexcombe")
    school("100006", "Mill Lane School", former_names=[["Old Mill School", "2015-09-01"]], town="Cray")
    school("200001", "Borderlands Primary School", la_code="846", estab="2001", postcode="BN1 1AA")


def send(site: Client, text: str = "", **values: Any) -> Any:
    given = {"text": text, "kind": "alliance", "starts_on": "1/9/2026", "prefers": "845"} | values
    return site.post(NEW, given, follow=True)


def rows(*fields: str) -> list[tuple[Any, ...]]:
    return list(BroughtRow.objects.order_by("line").values_list(*fields))


WAYS = {
    "columns in another order": "Town\tSchool\tLead\tAlliance\nAshdown\tOakfield Infants\tyes\tCoast\n"
    "\tHarbour Primary Academy\t\tCoast",
    "headings above schools": "Coast Alliance\nOakfield Infants (Ashdown)\nHarbour Primary Academy\n",
    "numbers only": "Alliance,DfE number\nCoast,845/2001\nCoast,8452004\n",
    "semicolons and a title": "Alliances 2026\n\nAlliance;URN\nCoast;100001\nCoast;100005",
}


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_a_pasted_list_is_matched_in_whatever_order(site: Client, county: None, text: str):
    page = send(site, text)
    assert page.status_code == 200
    assert [row[0] for row in rows("urn")] == ["100001", "100005"]
    assert not Membership.objects.exists()


def test_a_workbook_and_a_text_file_are_read(site: Client, county: None, tmp_path: Path, settings):
    settings.ACCORD_STAGING = tmp_path
    cells = [["School", "Alliance"], ["Oakfield Infant School", "Coast"]]
    book = xlsx(tmp_path / "made.xlsx", {"Schools": cells}).read_bytes()
    send(site, file=SimpleUploadedFile("alliances.xlsx", book))
    send(site, file=SimpleUploadedFile("alliances.csv", b"Alliance,URN\nCoast,100001"))
    assert rows("urn") == [("100001",), ("100001",)]
    assert set(BroughtList.objects.values_list("name", flat=True)) == {"alliances.csv", "alliances.xlsx"}
    hostile = send(site, file=SimpleUploadedFile("list.xlsx", b"PK\x03\x04 and no more"))
    assert "neither text nor a workbook" in hostile.content.decode()
    assert BroughtList.objects.count() == 2


REFUSED = {
    "": "Paste a list, or choose a file",
    "School\nOakfield Infants": "Line 2: The line belongs to no group.",
    "Group,Kind,URN\nCoast,gang,100001": "Line 2: “gang” is not a kind of group.",
    "Group,URN,Start\nCoast,100001,32/13/2024": "Line 2: “32/13/2024” is not a date",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_list_that_cannot_be_read_says_where(site: Client, county: None, text: str):
    page = send(site, text).content.decode()
    assert REFUSED[text] in page and "There is a problem" in page
    assert not BroughtList.objects.exists()


def test_a_list_without_groups_goes_into_one(site: Client, county: None):
    send(site, "Oakfield Infant School\nHarbour Primary Academy", group="Readers", kind="programme")
    assert rows("group", "kind", "urn") == [("Readers", "programme", "100001"), ("Readers", "programme", "100005")]


def test_each_kind_of_certainty_is_told_and_nobody_is_guessed(site: Client, county: None):
    lines = [
        "100001\t\t\t",
        "\t845/2004\t\t",
        "\t\tOld Mill School\t",
        "\t\tOakfeild Infant\t",
        "\t\tSt Mary's CE\t",
        "\t\tBorderlands Primary\tBN1 1AA",
        "\t\tNothing Like It\t",
    ]
    page = send(site, "\n".join(["URN\tDfE number\tSchool\tPostcode\tAlliance", *(f"{each}\tCoast" for each in lines)]))
    assert rows("certainty", "urn") == [
        ("exact", "100001"),
        ("old_number", "100005"),
        ("old_name", "100006"),
        ("close", "100001"),
        ("held", ""),
        ("close", "200001"),
        ("unknown", ""),
    ]
    said = page.content.decode()
    assert "4 rows wait for you; no group has changed yet" in said
    assert "Put the list in force" not in said
    assert said.index("St Mary&#x27;s CE") < said.index("845/2004")


def test_rows_are_decided_one_after_the_other_then_the_list_is_put_in_force_and_undone(site: Client, county: None):
    page = send(site, "School\tAlliance\nSt Mary's CE\tCoast\nNothing Like It\tCoast\nOakfeild Junior\tCoast")
    address = page.request["PATH_INFO"]
    first, second, close = BroughtRow.objects.order_by("line")
    page = site.get(f"{address}rows/{first.pk}/").content.decode()
    assert page.count('type="radio"') == 3 and "Ashdown" in page and "Bexcombe" in page
    page = site.post(f"{address}rows/{first.pk}/", {}, follow=True).content.decode()
    assert "Choose a school, look for another, or leave the row out" in page
    page = site.post(f"{address}rows/{first.pk}/", {"school": "100004"}, follow=True)
    assert page.request["PATH_INFO"] == f"{address}rows/{second.pk}/"
    page = site.get(f"{address}rows/{second.pk}/?school=harbour").content.decode()
    assert "Harbour Primary Academy, URN 100005" in page
    page = site.post(f"{address}rows/{second.pk}/?school=harbour", {"school": "100005"}, follow=True)
    assert page.request["PATH_INFO"] == f"{address}rows/{close.pk}/"
    page = site.get(f"{address}?show=close").content.decode()
    assert f'name="row" value="{close.pk}"' in page and "Accept the close match shown" in page
    page = site.post(f"{address}accept/", {"row": [str(close.pk), "x", "1" * 30]}, follow=True).content.decode()
    assert "1 close match was accepted" in page and "Put the list in force" in page
    page = site.post(f"{address}apply/", follow=True).content.decode()
    assert "Groups made: 1. Memberships: 3 added" in page
    assert set(Membership.objects.values_list("urn", "starts_on")) == {
        (urn, date(2026, 9, 1)) for urn in ("100002", "100004", "100005")
    }
    assert Membership.objects.first().recorded_by.name == "Register Keeper"
    site.post(f"{address}rows/{close.pk}/", {"school": "leave_out"})
    assert not BroughtRow.objects.filter(left_out=True).exists()
    page = site.post(f"{address}undo/", follow=True).content.decode()
    assert "The list was undone" in page and "Put the list in force again" in page
    assert not Membership.objects.exists() and not Group.objects.exists()
    site.post(f"{address}rows/{close.pk}/", {"school": "leave_out"})
    site.post(f"{address}apply/")
    assert Membership.objects.count() == 2


def test_a_row_that_makes_no_sense_is_named_where_the_list_is_put_in_force(site: Client, county: None):
    one = brought({"urn": "100001"}, {"urn": "100001"})
    page = site.post(f"/register/lists/{one.public_id}/apply/").content.decode()
    assert "Line 3: Oakfield Infant School is in Coast twice: line 2 is the same school." in page
    assert not Membership.objects.exists()


def test_tables_leave_as_files(site: Client, county: None):
    one = brought({"urn": "100001"})
    assert b"Oakfield Infant School" in site.get(f"/register/lists/{one.public_id}/rows.csv").content
    assert site.get(f"/register/lists/{one.public_id}/rows.xlsx").content.startswith(b"PK")
    assert b"Alliances" in site.get("/register/lists/lists.csv").content
    assert site.get("/register/lists/lists.pdf").status_code == 404


@pytest.mark.parametrize("path", ["", "rows/", "list"])
def test_pages_ask_as_often_for_twenty_rows_as_for_two_hundred(site: Client, path: str):
    counts = []
    for number in (20, 200):
        BroughtList.objects.all().delete()
        one = brought(*({"urn": str(300_000 + each), "certainty": "close"} for each in range(number)))
        address = f"/register/lists/{one.public_id}/"
        if path == "list":
            for _ in range(number // 10):
                brought({"urn": "100001"})
            address = "/register/lists/"
        elif path:
            address += f"rows/{one.rows.first().pk}/"
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert site.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] < 15


def test_a_list_for_all_of_england_is_matched_while_nobody_waits(
    site: Client, county: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(known_schools, "MOST_AT_ONCE", 5)
    page = send(site, "School\tAlliance\nOakfield Infant School\tCoast\nSt Mary's CE\tCoast", prefers="")
    said = page.content.decode()
    assert "2 rows were read, and their schools are being looked for all over England." in said
    assert 'http-equiv="refresh"' in said and "Put the list in force" not in said
    one = BroughtList.objects.get()
    answer = site.post(f"/register/lists/{one.public_id}/apply/", follow=True)
    assert "still being looked for" in answer.content.decode()
    for _ in range(2):
        assert find_list_schools.func(str(one.public_id)) == "open"
    assert rows("certainty", "urn") == [("exact", "100001"), ("held", "")]
    assert "1 row waits for you" in site.get(f"/register/lists/{one.public_id}/").content.decode()
    assert find_list_schools.func("00000000-0000-0000-0000-000000000000") == "gone"
