"""The record, for those who answer for data protection; and who looked at one school, for its head and chair."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accord.accounts.choices import Act
from accord.accounts.models.events import Event, Reading
from accord.accounts.models.people import Person
from accord.accounts.permission import needs, rights
from accord.register.forms.record import RecordForm, WhoForm
from accord.register.presenters.record import acts_table, looked_sentence, reads_table, record_sentence
from accord.register.queries.reach import with_older
from accord.register.queries.record import (
    Wanted,
    acts,
    kinds_done,
    kinds_read,
    looked_at,
    may_see_who_looked,
    names_in,
    people_called,
    reads,
)
from accord.register.queries.school_names import names_of
from accord.register.queries.school_records import SchoolRecord, school_record
from accord.register.views.files import table_file
from accord.ui.tables.tables import Table

PAGE = 50
MOST_IN_A_FILE = 100_000
WHICH = {"acts": ("act", "What was done"), "reads": ("showing", "Who was shown results that are not for everybody")}

Found = QuerySet[Event] | QuerySet[Reading]


@needs(Act.READ_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def record_page(request: HttpRequest, which: str = "acts") -> HttpResponse:
    """The acts or the reads that fit, a page at a time; a name is looked for by POST."""
    form, find = _form(request, which), WhoForm(request.POST if request.method == "POST" else None)
    people: list[Person] = []
    if request.method == "POST" and find.is_valid():
        people = people_called(rights(request), timezone.localdate(), find.cleaned_data["text"])
    found, every = _entries(request, which, form.wanted), _entries(request, which, Wanted())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    latest = every.first()
    address = request.GET.copy()
    address.pop("page", None)
    context = {
        "section": "record",
        "which": which,
        "form": form,
        "find": find,
        "people": people,
        "looked": request.method == "POST" and find.is_valid(),
        "who": Person.objects.filter(public_id=form.wanted.who).first() if form.wanted.who else None,
        "page": page,
        "address": address.urlencode(),
        "sentence": record_sentence(page.paginator.count, every.count(), WHICH[which][0], latest and latest.at),
        "table": _table(which, list(page)),
    }
    return render(request, "register/record/record.html", context)


@needs(Act.READ_RECORD)
@require_safe
def record_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The entries that fit, all of them, to take away."""
    if code not in WHICH:
        raise Http404("There is no such table.")
    asked = _form(request, code)
    table = _table(code, list(_entries(request, code, asked.wanted)[:MOST_IN_A_FILE]))
    return table_file(table, form, f"record-{code}", WHICH[code][1], _words(asked.wanted))


def _form(request: HttpRequest, which: str) -> RecordForm:
    return RecordForm(request.GET, kinds_done() if which == "acts" else kinds_read())


def _entries(request: HttpRequest, which: str, wanted: Wanted) -> Any:
    ask = acts if which == "acts" else reads
    return ask(rights(request), timezone.localdate(), wanted)


def _table(which: str, found: list[Any]) -> Table:
    if which == "acts":
        return acts_table(found, names_in(found))
    return reads_table(found, names_of({each.subject_id for each in found}))


def _words(wanted: Wanted) -> tuple[tuple[str, str], ...]:
    told = (("Kind", wanted.kind), ("Which", wanted.subject), ("From", wanted.first), ("Until", wanted.last))
    return tuple((name, str(value)) for name, value in told if value)


@needs(Act.READ_OWN_RECORD)
@require_safe
def who_looked(request: HttpRequest, address: str) -> HttpResponse:
    """Who was shown restricted results of a school, for the school itself."""
    school, found = _of_school(request, address)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    counts = found.order_by().aggregate(rows=Sum("rows"), people=Count("person", distinct=True))
    context = {
        "section": "schools",
        "school": school,
        "page": page,
        "address": "",
        "sentence": looked_sentence(
            school.standing.name, counts["rows"] or 0, counts["people"], page.paginator.count
        ),
        "table": _table("reads", list(page)),
    }
    return render(request, "register/record/who_looked.html", context)


@needs(Act.READ_OWN_RECORD)
@require_safe
def who_looked_file(request: HttpRequest, address: str, form: str) -> HttpResponse:
    """The same, all of it, to take away."""
    school, found = _of_school(request, address)
    title = f"Who was shown results of {school.standing.name} that are not for everybody"
    return table_file(_table("reads", list(found[:MOST_IN_A_FILE])), form, f"looked-{address}", title, ())


def _of_school(request: HttpRequest, address: str) -> tuple[SchoolRecord, QuerySet[Reading]]:
    school, today = school_record(address), timezone.localdate()
    if school is None or not may_see_who_looked(rights(request), school.standing.urn, today):
        raise Http404("There is no school of yours at this address.")
    return school, looked_at(with_older([school.standing.urn]), Wanted())
