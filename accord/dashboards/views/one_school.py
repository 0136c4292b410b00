"""A group as one school, and how its figure was made."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.dashboards.forms.filters import Filters
from accord.dashboards.presenters.page import big_numbers, missing_words, opening, other_years, sections
from accord.dashboards.presenters.workings import (
    comparator_rows,
    definition_rows,
    flag_words,
    releases_table,
    schools_behind_table,
    steps,
)
from accord.dashboards.queries.one_school import answer
from accord.dashboards.queries.workings import explained
from accord.dashboards.views.asking import asked


@require_safe
def one_school(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """The page: sentence, numbers, pictures, tables, and what to do next."""
    looking = asked(request, room, key)
    found = answer(looking)
    now = found.now(looking.question)
    return render(
        request,
        "dashboards/one_school.html",
        {
            "section": "groups",
            "looking": looking,
            "question": looking.question,
            "filters": Filters(looking.question),
            "sentences": opening(looking, now),
            "numbers": big_numbers(looking, now),
            "missing": missing_words(found),
            "other_years": other_years(looking.question),
            "sections": sections(looking, found, f"?{looking.question.address}"),
            "today": timezone.localdate(),
        },
    )


@require_safe
def workings(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Every school, count, release and file behind the figure."""
    looking = asked(request, room, key)
    made = explained(looking)
    if made is None:
        raise Http404(f"There is no figure for summer {looking.question.year}, so nothing to explain.")
    return render(
        request,
        "dashboards/workings.html",
        {
            "section": "groups",
            "looking": looking,
            "question": looking.question,
            "sentences": opening(looking, made.beside),
            "definition": definition_rows(looking.question.measure),
            "steps": steps(made.own),
            "flags": flag_words(made.own.figure.figure),
            "comparators": comparator_rows(made.comparators),
            "schools": schools_behind_table(made.own),
            "files": releases_table([made.own, *made.comparators]),
            "today": timezone.localdate(),
        },
    )
