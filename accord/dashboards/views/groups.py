"""All groups, each with one honest line."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.queries.watching import followed_by
from accord.accounts.readers import Reader
from accord.dashboards.presenters.groups import Lines
from accord.dashboards.queries.groups import listed_authorities, listed_groups
from accord.dashboards.queries.many import rows_of
from accord.dashboards.queries.questions import read


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Groups and authorities, each with its headline measure in the latest summer."""
    reader, today = Reader.person(request.user), timezone.localdate()
    question = read({}, special_by_default=False)
    kept, authorities = listed_groups(today), listed_authorities(reader, today)
    rows = rows_of([each.subject for each in (*kept, *authorities)], question, reader)
    lines = Lines(question, rows)
    return render(
        request,
        "dashboards/groups.html",
        {
            "section": "groups",
            "question": question,
            "count": len(kept),
            "groups": lines.nested(kept),
            "authorities": lines.nested(authorities),
            "followed": set(followed_by(request.user)),
        },
    )
