"""The way in for programs: a token in the head of the request, and published figures as files, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from accord.accounts.actions.tokens import note_use
from accord.accounts.queries.tokens import rights_of_token, shown_token

View = TypeVar("View", bound=Callable[..., Any])
SCHEME = "bearer"
READING = ("GET", "HEAD")
UNKNOWN = "This token is not known, has ended or was taken back. Ask whoever made it for a new one."


def answers_programs(view: View) -> View:
    """Say that a view gives published figures as data, also to a program that shows a token."""
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
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME:
            return self.get_response(request)
        if not _opens(request):
            return _refused(403, "A token reads figures as CSV and JSON. It opens nothing else and changes nothing.")
        # What came with it in a cookie is neither used nor ended.
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        request.session = request.session.__class__()
        request.user = AnonymousUser()
        now = timezone.now()
        token = shown_token(secret.strip())
        if token is None:
            return _refused(401, UNKNOWN)
        request.user = token.person
        rights = rights_of_token(token, now)
        if rights is None:
            return _refused(401, UNKNOWN)
        request.rights_by_token, request.token = rights, token  # type: ignore[attr-defined]
        note_use(token=token, at=now)
        return self.get_response(request)


def _opens(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return request.method in READING and getattr(view, "answers_programs", False)


def _refused(status: int, why: str) -> HttpResponse:
    answer = JsonResponse({"error": why}, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer
