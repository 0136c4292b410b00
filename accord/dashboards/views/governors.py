"""Ten questions for governors: one page to print, and its tables to take away."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.dashboards.presenters.governors import subjects_table, ten_questions, tonight, years_table
from accord.dashboards.presenters.page import other_years
from accord.dashboards.presenters.sources import file_stem, source_of
from accord.dashboards.presenters.subject_pages import page_ways
from accord.dashboards.queries.governors import Evening, evening
from accord.dashboards.views.asking import asked
from accord.register.choices import KeptBy
from accord.register.queries.school_records import school_record
from accord.ui.answering import CSV, SPREADSHEET, sent
from accord.ui.tables.files import as_csv, as_xlsx
from accord.ui.tables.tables import Table


@needs(Act.LOOK)
@require_safe
def governors(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """The page for a governing body's meeting."""
    found = _evening(request, room, key)
    looking = found.looking
    return render(
        request,
        "dashboards/governors.html",
        {
            "section": "schools" if looking.subject.is_school else "groups",
            "looking": looking,
            "question": looking.question,
            "ways": page_ways(looking, "governors"),
            "questions": ten_questions(found, _groups(found)),
            "tonight": tonight(found),
            "other_years": other_years(looking.question),
        },
    )


@needs(Act.LOOK)
@require_safe
def governors_csv(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """One of its tables, one row a line, with codes."""
    found = _evening(request, room, key)
    table = _table(found, code)
    return sent(as_csv(table), CSV, f"{file_stem(found.looking, code)}.csv")


@needs(Act.LOOK)
@require_safe
def governors_xlsx(request: HttpRequest, room: str, key: str, code: str) -> HttpResponse:
    """The same table as a spreadsheet with a sheet of notes."""
    found = _evening(request, room, key)
    table = _table(found, code)
    demonstration = bool(settings.ACCORD_DEMONSTRATION)
    source = source_of(found.looking, table, on=timezone.localdate(), demonstration=demonstration)
    return sent(as_xlsx(table, source), SPREADSHEET, f"{file_stem(found.looking, code)}.xlsx")


def _evening(request: HttpRequest, room: str, key: str) -> Evening:
    looking = asked(request, room, key)
    if looking.subject.is_authority:
        raise Http404("Governors look at a school or at a group of schools; an authority has no such page.")
    return evening(looking)


def _table(found: Evening, code: str) -> Table:
    if code == "subjects":
        return subjects_table(found)
    if code == "years":
        return years_table(found.looking, found.answer.years)
    raise Http404("There is no such table.")


def _groups(found: Evening) -> list[str]:
    """The groups that people keep and that a school is in today."""
    subject = found.looking.subject
    record = school_record(subject.key) if subject.is_school else None
    kept = [each for each in record.groups if each.kept_by == KeptBy.PEOPLE] if record else []
    return [each.name for each in kept if each.ends_before is None or each.ends_before > timezone.localdate()]
