"""Signing in at another organisation, in a browser, under the policy that lets a form lead there and nowhere else."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from accord.accounts.models.people import Person
from tests.factories.people import somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ann(empty_home) -> Person:
    person = somebody("ann@elm.example", "teacher school:100001", name="Ann Lee")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def test_there_and_back(ann, county, new_page, axe):
    page = new_page(also=[county.url])
    page.goto("/accounts/login/?next=/glossary/")
    assert axe(page) == []
    page.get_by_role("button", name="Sign in with the county").click()
    page.get_by_role("link", name="I am Ann Lee").click()
    expect(page.get_by_text("Ann Lee")).to_be_visible()
    assert page.url.endswith("/glossary/"), "where one wanted to go"


def test_stopping_there_and_not_being_invited(ann, county, new_page, axe):
    page = new_page(also=[county.url])
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with the county").click()
    page.get_by_role("link", name="Stop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You stopped signing in")
    assert axe(page) == []
    county.is_(email="stranger@oak.example")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign in with the county").click()
    page.get_by_role("link", name="I am Ann Lee").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody here is known by that account")
    assert axe(page) == []
    assert Person.objects.count() == 1


def test_without_scripts_and_from_a_link(ann, county, new_page):
    page = new_page(also=[county.url], java_script_enabled=False)
    page.goto("/accounts/elsewhere/county/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in with the county")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="I am Ann Lee").click()
    expect(page.get_by_text("Ann Lee")).to_be_visible()
