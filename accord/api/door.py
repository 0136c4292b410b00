"""The door of every view for programs: how much is asked, and whether anything is new since it was asked last."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags

from accord.accounts.actions.tries import take
from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.accounts.programs import answers_programs
from accord.accounts.readers import Reader
from accord.api.rules.limits import asking_road
from accord.ui.problems import problem

TOO_MUCH = "You asked more than {most} times in a minute. Wait a minute; ask for more rows at once with “limit”."
HEADS = ("Authorization", "Cookie", "Accept")
"""What an answer hangs on besides its address."""


def for_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that answers whoever may look, signed in or by a token, so often and not more."""

    @functools.wraps(view)
    def at_the_door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = request.method
        if method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        most = settings.ACCORD_API_A_MINUTE
        if not take([asking_road(person=_whose(request), most=most)], at=timezone.now()):
            answer = problem(429, TOO_MUCH.format(most=most))
            answer["Retry-After"] = "60"
            return answer
        request.method = "GET"  # the answer to HEAD is the same, without its content
        try:
            answer = _marked(request, view(request, *args, **kwargs))
        finally:
            request.method = method
        return _without_content(answer) if method == "HEAD" else answer

    return answers_programs(needs(Act.LOOK)(at_the_door))


def tag(request: HttpRequest, state: Iterable[object]) -> str:
    """The mark of an answer, from everything that it is made of.

    It is made with the site's key for one person and one address, so that nobody can tell from it, or by trying marks
    of their own, what somebody else is shown.
    """
    about = (_whose(request), request.build_absolute_uri(), request.headers.get("Accept", ""))
    told = hashlib.sha256(repr((about, tuple(state))).encode()).hexdigest()
    return f'"{salted_hmac("accord.api.tag", told, algorithm="sha256").hexdigest()[:32]}"'


def known_already(request: HttpRequest, mark: str) -> bool:
    """Whether a program says that it has the answer of this mark."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or mark in {each.removeprefix("W/") for each in known}


def not_modified(mark: str) -> HttpResponse:
    """There is nothing new."""
    answer = HttpResponseNotModified()
    answer["ETag"] = mark
    patch_vary_headers(answer, HEADS)
    return answer


def _whose(request: HttpRequest) -> str:
    """Whoever asks: the rights that let them in are somebody's."""
    who = Reader.asking(request).who
    return str(who.public_id) if who else ""


def _without_content(answer: HttpResponse) -> HttpResponse:
    answer["Content-Length"] = str(len(answer.content))
    answer.content = b""
    return answer


def _marked(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    if answer.status_code != 200:
        return answer
    if "ETag" not in answer:
        answer["ETag"] = tag(request, [answer.content])
    if known_already(request, answer["ETag"]):
        return not_modified(answer["ETag"])
    patch_vary_headers(answer, HEADS)
    return answer
