"""What every page about one subject has: its name, the ways to its other pages, its filters, its question."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accord.dashboards.forms.filters import Filters
from accord.dashboards.presenters.subject_pages import PAGES, page_ways
from accord.dashboards.queries.one_school import Looking


def subject_page(
    request: HttpRequest,
    looking: Looking,
    here: str,
    context: dict[str, Any],
    *,
    filters: Filters | None = None,
    without: Collection[str] = (),
) -> HttpResponse:
    """Draw one page: ``here`` is the name of its address and of its template; ``without`` names filters left out."""
    subject, question = looking.subject, looking.question
    frame = {
        "section": "schools" if subject.is_school else "groups",
        "looking": looking,
        "question": question,
        "filters": filters or Filters(question, of_a_group=looking.clock is not None, without=without),
        "ways": page_ways(looking, here),
        "page_name": dict(PAGES).get(here, ""),
        "page_url": reverse(f"dashboards:{here}", args=[subject.room, subject.key]) if here in dict(PAGES) else "",
    }
    return render(request, f"dashboards/subject/{here.removeprefix('subject_')}.html", frame | context)
