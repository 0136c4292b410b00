"""Signing in with what one has: a passkey, a password with a code, a recovery code; and what goes wrong."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from accord.accounts.models.people import Person
from tests.factories.authenticators import code_of, with_device
from tests.factories.people import somebody

PASSWORD = "heron kestrel otter"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.second_factor]


@pytest.fixture
def ann(empty_home) -> Person:
    """A headteacher, whose role needs a second factor, with nothing but a password yet."""
    person = somebody("ann@elm.example", "headteacher school:100001", name="Ann Lee")
    person.set_password(PASSWORD)
    person.save()
    return person


def by_password(page: Page, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill("ann@elm.example")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


def set_up_app(page: Page) -> str:
    """From the page that asks for a second factor to the recovery codes; gives the app's secret."""
    page.get_by_role("button", name="Set up an app").click()
    page.get_by_text("I cannot photograph it").click()
    secret = page.locator(".accord-key").inner_text()
    page.get_by_label("The code that the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Recovery codes"))
    return secret


def test_a_passkey_is_made_and_then_is_all_one_needs(ann, new_page, axe):
    page = new_page()
    device = with_device(page)
    by_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")
    assert axe(page) == []
    page.goto("/groups/")
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in"), "nothing else before that"
    page.get_by_role("button", name="Add a passkey").click()
    assert axe(page) == []
    page.get_by_label("What to call it").fill("Work laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page).to_have_title(re.compile("^Recovery codes"))
    assert page.locator(".accord-codes li").count() == 10 and device.keeps() == 1
    assert axe(page) == []
    page.get_by_role("button", name="I have kept them: go on").click()
    expect(page).to_have_url(re.compile("/groups/$"))
    page.goto("/accounts/second-factor/")
    expect(page.get_by_text("Work laptop").first).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Ann Lee")).to_be_visible()
    page.goto("/groups/")
    expect(page).to_have_url(re.compile("/groups/$"))


def test_a_finger_that_is_not_known_opens_nothing(ann, new_page):
    page = new_page()
    device = with_device(page)
    by_password(page)
    page.goto("/accounts/second-factor/passkeys/new/")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page).to_have_title(re.compile("^Recovery codes"))
    page.get_by_role("button", name="Sign out").click()
    device.refuses()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    page.goto("/groups/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_code_from_an_app_and_a_wrong_one(ann, new_page, axe):
    page = new_page()
    by_password(page)
    secret = set_up_app(page)
    page.get_by_role("button", name="Sign out").click()
    by_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Show your second factor")
    assert axe(page) == []
    page.goto("/groups/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Show your second factor"), "not in yet"
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("That code is not right")
    assert axe(page) == []
    page.get_by_label("Code").fill(code_of(secret, later=1))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Ann Lee")).to_be_visible()


def test_a_recovery_code_is_shown_once_and_works_once(ann, new_page):
    page = new_page()
    by_password(page)
    secret = set_up_app(page)
    recovery = page.locator(".accord-codes li").all_inner_texts()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take them away").click()
    assert all(code in taken.value.path().read_text() for code in recovery) and len(recovery) == 10
    page.get_by_role("button", name="Sign out").click()
    by_password(page)
    page.get_by_label("Code").fill(code_of(secret, later=1))
    page.get_by_role("button", name="Continue").click()
    page.goto("/accounts/second-factor/recovery-codes/")
    expect(page.locator("main")).to_contain_text("You have 10 unused recovery codes.")
    page.get_by_role("button", name="Make new recovery codes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm it is you")
    page.goto("/accounts/second-factor/recovery-codes/")
    assert not any(code in page.content() for code in recovery)
    page.get_by_role("button", name="Sign out").click()

    by_password(page)
    page.get_by_label("Code").fill(recovery[3])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Ann Lee")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    by_password(page)
    page.get_by_label("Code").fill(recovery[3])
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("That code is not right")


def test_a_code_is_good_once_even_within_its_half_minute(ann, new_page):
    page = new_page()
    by_password(page)
    secret = set_up_app(page)
    code = code_of(secret, later=1)
    for times in (1, 2):
        page.get_by_role("button", name="Sign out").click()
        by_password(page)
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Continue").click()
        if times == 1:
            expect(page.get_by_text("Ann Lee")).to_be_visible()
    expect(page.locator(".govuk-error-summary")).to_contain_text("That code is not right")


def test_all_of_it_but_passkeys_works_without_scripts(ann, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/accounts/login/")
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    by_password(page)
    set_up_app(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_another_session_is_ended(ann, new_page, axe):
    here, there = new_page(), new_page()
    for page in (here, there):
        by_password(page)
        if page is here:
            secret = set_up_app(page)
        else:
            page.get_by_label("Code").fill(code_of(secret, later=1))
            page.get_by_role("button", name="Continue").click()
            expect(page.get_by_text("Ann Lee")).to_be_visible()
    here.goto("/accounts/sessions/")
    expect(here.locator("main")).to_contain_text("You are signed in here and in 1 other browser.")
    assert axe(here) == []
    here.get_by_role("button", name="Sign out there").click()
    expect(here.locator("main")).to_contain_text("You are signed in here and nowhere else.")
    there.goto("/groups/")
    expect(there.get_by_role("heading", level=1)).to_have_text("Sign in")
    here.goto("/groups/")
    expect(here).to_have_url(re.compile("/groups/$"))


def test_taking_the_last_one_away_leads_back_to_setting_one_up(ann, new_page, axe):
    page = new_page()
    by_password(page)
    set_up_app(page)
    page.goto("/accounts/second-factor/app/take-away/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    assert axe(page) == []
    page.get_by_role("button", name="Take the app away").click()
    expect(page.locator("main")).to_contain_text("Your role needs a second factor")
    assert not Authenticator.objects.filter(user=ann).exists()
    page.goto("/groups/")
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")


def test_a_forgotten_password(ann, new_page, axe, letters):
    page = new_page()
    by_password(page, "not what it was")
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_role("link", name="I have forgotten my password").click()
    assert axe(page) == []
    page.get_by_label("Email address").fill("ann@elm.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your email")
    assert axe(page) == []
    link = re.search(r"http://\S+", letters[0].body)[0]
    page.goto(link)
    assert axe(page) == []
    page.get_by_label("New password").fill("another heron entirely")
    page.get_by_label("The same again").fill("another heron entirely")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your password is new")
    assert axe(page) == []
    by_password(page, "another heron entirely")
    expect(page.locator("main")).to_contain_text("Your role needs a second factor")
    page.goto(link)
    page.get_by_role("button", name="Sign out").click()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    assert axe(page) == []
