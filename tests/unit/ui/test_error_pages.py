"""Pages of last resort: each says what happened and what to do next, and a failure is answered without a database."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.test import Client
from django.urls import path

from accord.config.urls import handler400, handler500
from accord.config.urls import urlpatterns as real
from accord.ui.openness import open_to_all
from accord.ui.views.wrong import broken

__all__ = ["handler400", "handler500", "urlpatterns"]
NAMES = ("400", "403", "403_csrf", "404", "429", "500")
FAILURES = {"broken": RuntimeError, "denied": PermissionDenied, "strange": SuspiciousOperation}
ATTEMPTS = 130


@open_to_all
def failing(request: HttpRequest, how: str) -> HttpResponse:
    """Fails as it is told to."""
    raise FAILURES[how]("planted")


@open_to_all
def shown(request: HttpRequest, name: str) -> HttpResponse:
    """A page of last resort that is not easily brought about."""
    return render(request, f"{name}.html", status=int(name[:3]))


urlpatterns = [*real, path("failing/<slug:how>/", failing), path("shown/<slug:name>/", shown)]


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_to_do_next(name):
    page = get_template(f"{name}.html").render({})
    assert page.count("<h1") == 1
    assert page.count("<li>") >= 3
    assert "What you can do" in page


@pytest.mark.urls("tests.unit.ui.test_error_pages")
@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("broken", 500, "Something went wrong here"),
        ("denied", 403, "You may not see this page"),
        ("strange", 400, "The request could not be understood"),
    ],
)
def test_a_failure_gets_its_page_and_only_a_refusal_says_why(home, how, status, words):
    answer = Client(raise_request_exception=False).get(f"/failing/{how}/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page and ("planted" in page) is (how == "denied")
    nonce = re.search(r"style-src 'nonce-([^']+)'", answer["Content-Security-Policy"])
    assert nonce and page.count(f'nonce="{nonce[1]}"') == page.count("stylesheet") >= 2


def test_a_failure_is_answered_where_no_database_is(rf):
    # Without a fixture that asks for one, pytest-django lets nothing reach a database.
    answer = broken(rf.get("/failing/broken/"))
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()


def test_too_many_attempts_get_their_page(home):
    client = Client()
    answers = (client.post("/accounts/second-factor/passkeys/sign-in/", {"credential": "{}"}) for _ in range(ATTEMPTS))
    closed = next(answer for answer in answers if answer.status_code == 429)
    assert "Too many attempts" in closed.content.decode()
