"""The first page: every group with one honest line."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.readers import Reader
from accord.dashboards.presenters.groups import lines
from accord.dashboards.queries.groups import listed_authorities, listed_groups
from accord.dashboards.queries.questions import read


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Groups and authorities, each with its headline measure in the latest summer."""
    reader, question = Reader.person(request.user), read({}, special_by_default=False)
    return render(
        request,
        "dashboards/home.html",
        {
            "section": "groups",
            "question": question,
            "groups": lines(question, listed_groups(question, reader, timezone.localdate())),
            "authorities": lines(question, listed_authorities(question, reader, timezone.localdate())),
        },
    )
