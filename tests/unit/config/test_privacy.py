"""A signed-in page is kept by nobody; a view that says otherwise is believed."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import HttpResponse

from accord.config.privacy import KeepSignedInPagesPrivate


def answer(signed_in: bool, **headers: str) -> HttpResponse:
    request = SimpleNamespace(user=SimpleNamespace(is_authenticated=signed_in))
    return KeepSignedInPagesPrivate(lambda _: HttpResponse(headers=headers))(request)


def test_signed_in_pages_are_not_stored():
    assert answer(True)["Cache-Control"] == "no-store, private"


def test_other_pages_are_left_alone():
    assert not answer(False).has_header("Cache-Control")


def test_a_views_own_rule_stands():
    assert answer(True, **{"Cache-Control": "private, max-age=60"})["Cache-Control"] == "private, max-age=60"
