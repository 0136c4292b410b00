"""Nothing is kept of an answer, unless it says itself that it is the same for everybody."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse

from accord.config.privacy import KeptByNobody


def kept(**headers: str) -> str:
    return str(KeptByNobody(lambda _: HttpResponse(headers=headers))(HttpRequest())["Cache-Control"])


@pytest.mark.parametrize("said", ["private, max-age=60", "max-age=60", "no-cache", "publicly, max-age=60"])
def test_what_a_view_says_is_replaced(said):
    assert kept(**{"Cache-Control": said}) == "no-store, private"


def test_nothing_said_is_kept_by_nobody():
    assert kept() == "no-store, private"


def test_what_is_the_same_for_everybody_may_be_kept():
    assert kept(**{"Cache-Control": "Max-Age=3600, Public"}) == "Max-Age=3600, Public"


def test_an_answer_with_a_cookie_is_not_the_same_for_everybody():
    def answer(_: HttpRequest) -> HttpResponse:
        response = HttpResponse(headers={"Cache-Control": "public"})
        response.set_cookie("who", "somebody")
        return response

    assert KeptByNobody(answer)(HttpRequest())["Cache-Control"] == "no-store, private"
