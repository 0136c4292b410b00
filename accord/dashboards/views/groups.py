"""All groups, each with one honest line."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.accounts.queries.watching import followed_by
from accord.accounts.readers import Reader
from accord.dashboards.forms.comparing import FindForm
from accord.dashboards.presenters.groups import Lines
from accord.dashboards.queries.groups import called, in_no_other, listed_authorities, listed_groups, with_those_inside
from accord.dashboards.queries.many import rows_of
from accord.dashboards.queries.questions import read

PAGE = 60
"""Groups on a page that lie in no other; those inside them stand below them."""


@needs(Act.LOOK)
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Groups and authorities, each with its headline measure in the latest summer."""
    reader, today = Reader.asking(request), timezone.localdate()
    question = read({}, reader, special_by_default=False)
    kept, authorities = listed_groups(today), listed_authorities(reader, today)
    find = FindForm(request.GET, label="Find a group", help_text="A name, or part of one.")
    words = find.cleaned_data["find"] if find.is_valid() else ""
    wanted = called(words, kept) if words else kept
    page = Paginator(in_no_other(wanted), PAGE).get_page(request.GET.get("page"))
    shown = with_those_inside(list(page), wanted)
    rows = rows_of([each.subject for each in (*shown, *authorities)], question, reader)
    lines = Lines(question, rows)
    return render(
        request,
        "dashboards/groups.html",
        {
            "section": "groups",
            "question": question,
            "count": len(kept),
            "groups": lines.nested(shown),
            "page": page,
            "find": find if len(kept) > PAGE else None,
            "words": words,
            "address": urlencode({"find": words}) if words else "",
            "authorities": lines.nested(authorities),
            "followed": set(followed_by(request.user)),
        },
    )
