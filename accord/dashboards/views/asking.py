"""What every view does first: who asks, about whom, and what."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from accord.accounts.readers import Reader
from accord.dashboards.queries.frozen_subjects import as_frozen
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.permanent import Freezable, of_one
from accord.dashboards.queries.questions import UnknownQuestion, read
from accord.performance.stages import stages_of
from accord.performance.subjects import subject


def asked(request: HttpRequest, room: str, key: str, **about: str) -> Looking:
    """The question in the address, or the page that says there is nothing at it.

    ``about`` is what of the question the path itself says, and the query does not.
    """
    found, reader = subject(room, key), Reader.asking(request)
    if found is None:
        what = "school" if room == "schools" else "group"
        raise Http404(f"There is no {what} at the address {key}.")
    try:
        stages = stages_of(found.who, reader)
        question = read(request.GET.dict() | about, reader, special_by_default=found.special_by_default, stages=stages)
        if question.frozen:
            found = as_frozen(found, question.frozen)
    except UnknownQuestion as unknown:
        raise Http404(str(unknown)) from unknown
    looking = Looking(found, question, reader)
    may_be_frozen(request, of_one(looking), reverse("dashboards:freeze", args=[room, key]))
    return looking


def may_be_frozen(request: HttpRequest, page: Freezable, address: str) -> None:
    """Say that a page can be frozen by sending a form to an address; the context processor `page_notice` reads it."""
    request.freezable = page, address  # type: ignore[attr-defined]
