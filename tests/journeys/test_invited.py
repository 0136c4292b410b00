"""Being invited: by a link, with a passkey, a password or an account elsewhere, and links that lead nowhere."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accord.accounts.actions.invitations import invite, make_link, withdraw
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.accounts.rules.invitations import Brought
from accord.accounts.rules.rights import Scope
from tests.factories.authenticators import code_of, with_device
from tests.factories.people import somebody

EMAIL = "tom@elm.example"
PASSWORD = "heron kestrel otter"
LEADER = Brought("senior_leader", Scope.read("school:100001"), "Deputy head", date(2013, 9, 1))

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.second_factor]


@pytest.fixture
def invited(empty_home) -> Invitation:
    head = somebody("ann@elm.example", "headteacher school:100001", name="Ann Lee")
    return invite(email=EMAIL, name="Tom Reed", brings=[LEADER], by=head, at=timezone.now())


def link(invitation: Invitation, days_ago: int = 0) -> str:
    made = timezone.now() - timedelta(days=days_ago)
    return f"/accounts/invitation/{make_link(invitation=invitation, by=None, at=made)}/"


def begin(page: Page, invitation: Invitation, way: str, axe) -> None:
    page.goto(link(invitation))
    expect(page).to_have_url(re.compile("/accounts/invitation/$"))
    expect(page.locator("main")).to_contain_text("Ann Lee invites you")
    expect(page.locator("main")).to_contain_text("Senior leader, school 100001")
    expect(page.get_by_label("Your full name")).to_have_value("Tom Reed")
    assert axe(page) == []
    page.get_by_label(way).check()
    page.get_by_role("button", name="Continue").click()


def test_with_a_passkey_in_four_clicks(invited, new_page, axe):
    page = new_page()
    device = with_device(page)
    begin(page, invited, "A passkey", axe)
    assert axe(page) == []
    page.get_by_role("button", name="Make the passkey").click()
    expect(page).to_have_title(re.compile("^Recovery codes"))
    expect(page.get_by_text("Tom Reed")).to_be_visible()
    page.get_by_role("button", name="I have kept them: go on").click()
    page.goto("/groups/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Groups of schools")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Tom Reed")).to_be_visible()
    assert device.keeps() == 1 and not Person.objects.get(email=EMAIL).has_usable_password()


def test_with_a_password_and_an_app(invited, new_page, axe):
    page = new_page(width=375)
    begin(page, invited, "A password", axe)
    assert axe(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The same again").fill("heron kestrel")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error:"))
    assert axe(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("main")).to_contain_text("Your role needs a second factor")
    page.get_by_role("button", name="Set up an app").click()
    assert axe(page) == []
    page.get_by_text("I cannot photograph it").click()
    page.get_by_label("The code that the app shows now").fill(code_of(page.locator(".accord-key").inner_text()))
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Recovery codes"))
    page.goto("/groups/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Groups of schools")


def test_with_the_account_of_an_organisation(invited, county, new_page, axe):
    """There as somebody else first, who is told what to do; then as oneself, and on to what a role needs."""
    page = new_page(also=[county.url])
    page.goto(link(invited))
    page.get_by_label("Your full name").fill("Tom Arthur Reed")
    assert axe(page) == []
    page.get_by_role("button", name="Use the county").click()
    page.get_by_role("link", name="I am Ann Lee").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your invitation was not accepted")
    expect(page.locator("main")).to_contain_text("as ann@elm.example, but the invitation is for tom@elm.example")
    assert axe(page) == []
    page.problems.clear()
    county.is_(email=EMAIL)
    page.get_by_role("link", name="Go back to your invitation").click()
    expect(page.get_by_label("Your full name")).to_have_value("Tom Arthur Reed")
    page.get_by_role("button", name="Use the county").click()
    page.get_by_role("link", name="I am Ann Lee").click()
    expect(page.get_by_text("Tom Arthur Reed")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")
    said = "You sign in through another organisation. Your role needs a second factor as well"
    expect(page.locator("main")).to_contain_text(said)
    assert axe(page) == []
    page.get_by_role("button", name="Set up an app").click()
    page.get_by_text("I cannot photograph it").click()
    page.get_by_label("The code that the app shows now").fill(code_of(page.locator(".accord-key").inner_text()))
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Recovery codes"))
    page.get_by_role("button", name="I have kept them: go on").click()
    expect(page).to_have_url(re.compile(r"^http://[^/]+/$"))
    expect(page.get_by_text("Tom Arthur Reed")).to_be_visible()
    assert axe(page) == []


def test_without_scripts_with_the_account_of_an_organisation(empty_home, county, new_page):
    """A role that needs no second factor: the first page is the one for everybody who has signed in."""
    councillor = Brought("councillor", Scope.read("authority:501"), "Scrutiny", date(2013, 9, 1))
    made = invite(email=EMAIL, name="Tom Reed", brings=[councillor], by=None, at=timezone.now())
    county.is_(email=EMAIL)
    page = new_page(also=[county.url], width=375, java_script_enabled=False)
    page.goto(link(made))
    page.get_by_role("button", name="Use the county").click()
    page.get_by_role("link", name="I am Ann Lee").click()
    expect(page.get_by_text("Tom Reed")).to_be_visible()
    assert not page.url.startswith(county.url) and "/accounts/" not in page.url
    assert "/accounts/invitation/" not in "".join(county.heard), "nor in what a browser says it came from"


def test_links_that_lead_nowhere_any_more_say_why(invited, new_page, axe):
    page = new_page()
    said = page.locator("main")
    page.goto(link(invited, days_ago=15))
    expect(said).to_contain_text("good for 14 days, and they are over")
    assert axe(page) == []
    old = link(invited)
    newer = link(invited)
    page.goto(old)
    expect(said).to_contain_text("a newer one has taken its place")
    other = new_page()
    begin(other, invited, "A password", axe)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_label("The same again").fill(PASSWORD)
    other.get_by_role("button", name="Continue").click()
    expect(other.get_by_text("Tom Reed")).to_be_visible()
    page.goto(newer)
    expect(said).to_contain_text("a newer one has taken its place")
    page.problems.clear()


def test_used_and_withdrawn(invited, new_page, axe):
    page = new_page()
    used = link(invited)
    page.goto(used)
    page.get_by_label("A password").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Tom Reed")).to_be_visible()
    other = new_page()
    other.goto(used)
    expect(other.locator("main")).to_contain_text("has been accepted already")
    assert axe(other) == []
    made = invite(email="mia@elm.example", name="Mia", brings=[LEADER], by=None, at=timezone.now())
    address = link(made)
    withdraw(invitation=made, because="", by=None, at=timezone.now())
    other.goto(address)
    expect(other.locator("main")).to_contain_text("has been withdrawn")
    page.problems.clear()


def test_inviting_handing_the_link_over_and_accepting_it(empty_home, new_page, axe):
    head = somebody("ann@elm.example", "headteacher school:100001", name="Ann Lee")
    head.set_password(PASSWORD)
    head.save()
    page = new_page()
    with_device(page)
    page.goto("/accounts/login/?next=/accounts/invitations/new/")
    page.get_by_label("Email address").fill("ann@elm.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("button", name="I have kept them: go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Invite somebody")
    assert axe(page) == []
    page.get_by_role("button", name="Invite").click()
    expect(page).to_have_title(re.compile("^Error:"))
    assert axe(page) == []
    page.get_by_label("Full name").fill("Tom Reed")
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Role").select_option("Senior leader, school 100001")
    page.get_by_label("Why").fill("Deputy head from September")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hand over this link")
    assert axe(page) == []
    address = page.locator(".accord-copy__sentence").inner_text()
    page.goto("/accounts/invitations/")
    expect(page.locator("main")).to_contain_text("1 of those whom you invited has not accepted yet.")
    assert address not in page.content() and axe(page) == []
    other = new_page()
    other.goto(address)
    expect(other.locator("main")).to_contain_text("Ann Lee invites you")
