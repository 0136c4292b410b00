"""People in the browsers of journeys that do not begin at the sign-in page."""

from __future__ import annotations

from django.test import Client
from playwright.sync_api import Page

from accord.accounts.models.people import Person


def as_them(page: Page, person: Person) -> Page:
    """The page, in the browser of somebody who has signed in."""
    client = Client()
    client.force_login(person)
    page.goto("/accounts/login/")
    host = page.evaluate("location.origin")
    page.context.add_cookies([{"name": "accord_session", "value": client.cookies["accord_session"].value, "url": host}])
    return page
