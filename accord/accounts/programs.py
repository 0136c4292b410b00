"""The way in for programs: a token in the head of the request, and figures to read, nothing else.

A program shows its token as a bearer token, or, where it has a dialogue for a name and a password and no other (as
Excel has), as the password of HTTP's basic scheme with any name. A token in an address would be written into logs.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from accord.accounts.actions.tokens import note_use
from accord.accounts.queries.tokens import rights_of_token, shown_token
from accord.accounts.rules.tokens import PREFIX
from accord.ui.problems import problem

View = TypeVar("View", bound=Callable[..., Any])
SCHEME, WITH_PASSWORD = "bearer", "basic"
READING = ("GET", "HEAD")
UNKNOWN = "This token is not known, has ended or was taken back. Ask whoever made it for a new one."


def answers_programs(view: View) -> View:
    """Say that a view gives figures as data, also to a program that shows a token."""
    view.answers_programs = True  # type: ignore[attr-defined]
    return view


class ProgramsShowTokens:
    """Middleware: a request with a token is answered for the token, and for no session that came with it.

    Before everything that asks who has signed in. A token opens the views that say so, to read, and no other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the program in, or say why not."""
        secret = shown_secret(request)
        if secret is None:
            return self.get_response(request)
        if not _opens(request):
            return problem(403, "A token reads figures as CSV and JSON. It opens nothing else and changes nothing.")
        # What came with it in a cookie is neither used nor ended.
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        request.session = request.session.__class__()
        request.user = AnonymousUser()
        now = timezone.now()
        token = shown_token(secret)
        if token is None:
            return asks_for_token(request, UNKNOWN)
        request.user = token.person
        rights = rights_of_token(token, now)
        if rights is None:
            return asks_for_token(request, UNKNOWN)
        request.rights_by_token, request.token = rights, token  # type: ignore[attr-defined]
        note_use(token=token, at=now)
        return self.get_response(request)


def shown_secret(request: HttpRequest) -> str | None:
    """What a request shows as a token; None where it shows none.

    A name and a password that are not ours may be those of a door in front of the site, and are none of our business.
    """
    scheme, _, told = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == SCHEME:
        return told.strip()
    if scheme.lower() != WITH_PASSWORD:
        return None
    try:
        _, _, password = base64.b64decode(told.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return password.strip() if password.strip().startswith(PREFIX) else None


def asks_for_token(request: HttpRequest, why: str) -> HttpResponse:
    """Refuse a program, and tell it how to show a token.

    A browser is not told of names and passwords: it would ask its reader for them, who has only those of the site.
    """
    answer = problem(401, why)
    in_a_browser = "Sec-Fetch-Mode" in request.headers
    answer["WWW-Authenticate"] = "Bearer" if in_a_browser else 'Bearer, Basic realm="Accord", charset="UTF-8"'
    return answer


def _opens(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return request.method in READING and getattr(view, "answers_programs", False)
