"""Lists that people bring: all of them, a new one, and one as a whole."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs, rights
from accord.register.actions.brought_files import text_of
from accord.register.actions.brought_lists import accept_close, bring
from accord.register.actions.group_lists import ListRefused
from accord.register.actions.putting_in_force import apply, undo
from accord.register.forms.lists import BringForm, ShowForm
from accord.register.models.lists import BroughtList, BroughtRow
from accord.register.presenters.brought_lists import (
    STATE_COLOURS,
    list_sentence,
    lists_table,
    problem_sentences,
    rows_table,
    shown_choices,
    standings_shown,
)
from accord.register.queries.brought_lists import ListLine, list_line, lists_for, rows_of, schools_called, standing_of
from accord.register.queries.known_schools import takes_long, usual_authority
from accord.register.queries.schools import authorities
from accord.register.rules.brought_rows import Standing
from accord.register.rules.memberships import NotSense, spelled
from accord.register.rules.school_years import school_year_start
from accord.register.tasks import find_list_schools
from accord.register.views.files import table_file
from accord.ui.installation import worker_lives

PAGE = 200


@needs(Act.BRING_LISTS)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """All lists that were brought."""
    found = lists_for(rights(request))
    waiting = sum(bool(each.waiting) and each.brought.state != BroughtList.State.APPLIED for each in found)
    context = {"section": "groups", "table": lists_table(found), "number": len(found), "waiting": waiting}
    return render(request, "register/lists.html", context)


@needs(Act.BRING_LISTS)
@require_safe
def lists_file(request: HttpRequest, form: str) -> HttpResponse:
    """All lists, to take away."""
    return table_file(lists_table(lists_for(rights(request))), form, "lists", "Lists that were brought", ())


@needs(Act.BRING_LISTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_list(request: HttpRequest) -> HttpResponse:
    """The form for a list; a list that can be read is kept with its matches, and no group changes yet."""
    initial = {"starts_on": school_year_start(timezone.localdate()), "prefers": usual_authority()}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BringForm(*sent, authorities=authorities(), initial=initial)
    if request.method == "POST" and form.is_valid():
        field = "file" if form.cleaned_data.get("file") else "text"
        try:
            return redirect("register:list", _bring(request, form.cleaned_data).public_id)
        except ListRefused as refused:
            for each in problem_sentences(refused.problems):
                form.add_error(field, each)
    return render(request, "register/new_list.html", {"section": "groups", "form": form})


def _bring(request: HttpRequest, given: dict[str, Any]) -> BroughtList:
    sent: UploadedFile | None = given.get("file")
    called = given["name"] or (str(sent.name)[:200] if sent else f"List of {spelled(timezone.localdate())}")
    later = takes_long(given["prefers"])
    brought = bring(
        text=_text_sent(sent) if sent else given["text"],
        name=called,
        kind=given["kind"],
        group=given["group"],
        starts_on=given["starts_on"],
        prefers=given["prefers"],
        later=later,
        belongs_to=rights(request).home(Act.BRING_LISTS),
        by=request.user,
        at=timezone.now(),
    )
    if later:
        find_list_schools.enqueue(str(brought.public_id))
    return brought


def _text_sent(sent: UploadedFile) -> str:
    with tempfile.TemporaryDirectory(dir=settings.ACCORD_STAGING) as folder:
        path = Path(folder) / "list"
        with path.open("wb") as stream:
            for chunk in sent.chunks():
                stream.write(chunk)
        return text_of(path, str(sent.name))


@needs(Act.BRING_LISTS)
@require_safe
def one_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A list with its rows, those that wait first."""
    return _list_page(request, called(request, public_id))


def _list_page(request: HttpRequest, line: ListLine, refused: ListRefused | None = None) -> HttpResponse:
    show = ShowForm(request.GET, shown_choices(line))
    show.is_valid()
    chosen = show.cleaned_data.get("show", "")
    page = Paginator(rows_of(line.brought, standings_shown(chosen)), PAGE).get_page(request.GET.get("page"))
    rows: list[BroughtRow] = list(page)
    table = rows_table(rows, schools_called(row.urn for row in rows if row.urn), "Rows")
    form = forms.Form({})
    for each in problem_sentences(refused.problems) if refused else []:
        form.add_error(None, each)
    return render(
        request,
        "register/list.html",
        {
            "section": "groups",
            "line": line,
            "brought": line.brought,
            "sentence": list_sentence(line),
            "colour": STATE_COLOURS[line.brought.state],
            "worker": worker_lives(timezone.now()),
            "finding": line.brought.state == BroughtList.State.FINDING,
            "in_force": line.brought.state == BroughtList.State.APPLIED,
            "show": show,
            "address": f"show={chosen}" if chosen else "",
            "page": page,
            "table": table,
            "close": [row.pk for row in rows if standing_of(row) == Standing.CLOSE],
            "form": form,
        },
    )


@needs(Act.BRING_LISTS)
@require_safe
def list_file(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """All rows of a list with their matches, to take away."""
    line = called(request, public_id)
    rows = sorted(rows_of(line.brought), key=lambda row: row.line)
    table = rows_table(rows, schools_called(row.urn for row in rows if row.urn), line.brought.name)
    return table_file(table, form, f"list-{public_id}", line.brought.name, (("State", line.brought.state),))


@needs(Act.BRING_LISTS)
@require_POST
def accept_list_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Accept the close matches that the page showed."""
    line = called(request, public_id)
    seen = [int(each) for each in request.POST.getlist("row") if each.isdecimal() and len(each) < 19]
    try:
        number = accept_close(brought=line.brought, rows=seen, by=request.user, at=timezone.now())
        messages.success(request, f"{number:,} close {'match was' if number == 1 else 'matches were'} accepted.")
    except NotSense as reason:
        messages.warning(request, f"{reason.message} {reason.fix}")
    return redirect("register:list", public_id)


@needs(Act.BRING_LISTS)
@require_POST
def apply_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a list in force, or show the rows that make no sense."""
    line = called(request, public_id)
    try:
        done = apply(brought=line.brought, by=request.user, at=timezone.now())
    except ListRefused as refused:
        return _list_page(request, line, refused)
    except NotSense as reason:
        messages.warning(request, f"{reason.message} {reason.fix}")
    else:
        messages.success(
            request,
            f"The list is in force. Groups made: {done.groups_made:,}. Memberships: {done.memberships_added:,} added, "
            f"{done.memberships_changed:,} changed, {done.memberships_unchanged:,} as they were.",
        )
    return redirect("register:list", public_id)


@needs(Act.BRING_LISTS)
@require_POST
def undo_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a list back as a whole."""
    try:
        undo(brought=called(request, public_id).brought, by=request.user, at=timezone.now())
        messages.success(request, "The list was undone. Everything is as it was before; it can be put in force again.")
    except NotSense as reason:
        messages.warning(request, f"It was not undone. {reason.message} {reason.fix}")
    return redirect("register:list", public_id)


def called(request: HttpRequest, public_id: UUID) -> ListLine:
    """The list at this address. Raises Http404."""
    found = list_line(public_id, rights(request))
    if found is None:
        raise Http404("There is no list at this address.")
    return found
