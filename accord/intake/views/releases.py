"""What is published, what it came from, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import Refused, needs, rights
from accord.accounts.queries.watching import follows
from accord.intake.actions.releases import withdraw
from accord.intake.actions.terms import has_terms
from accord.intake.choices import Progress
from accord.intake.forms.sending import WithdrawForm
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.intake.presenters.calendar import calendar_table, data_sentence
from accord.intake.presenters.releases import intakes_table, markers_table, release_rows, releases_table, waiting_table
from accord.intake.queries.calendar import calendar
from accord.intake.queries.fetches import WATCHED, last_answers, who_acts
from accord.intake.queries.intakes import recent
from accord.intake.queries.releases import every
from accord.intake.queries.releases import release as find
from accord.intake.rules import NotNow, can_withdraw
from accord.sharing.queries.terms import terms_for
from accord.sharing.rules.stage_words import terms_sentence
from accord.ui.answering import table_answer
from accord.ui.installation import worker_lives
from accord.ui.tables.tables import Table

MOST_SENT = 20
"""Files on the page: the newest."""


@needs(Act.LOOK)
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """What waits, what usually comes when, all releases, and the files sent last."""
    found, sent = list(every(rights(request), timezone.localdate())), list(recent(rights(request), MOST_SENT))
    expected = calendar(timezone.localdate(), rights(request))
    waiting = _waiting(sent)
    held, refused = (sum(each.progress == state for each in waiting) for state in (Progress.HELD, Progress.REFUSED))
    published = sum(each.accepted_at is not None and each.withdrawn_at is None for each in found)
    queued = any(each.progress == Progress.RECEIVED for each in sent)
    return render(
        request,
        "intake/releases.html",
        {
            "section": "data",
            "any_release": bool(found),
            "nobody_works": queued and not worker_lives(timezone.now()),
            "sentence": data_sentence(expected, published, held, refused),
            "waiting": waiting_table(waiting),
            "calendar": calendar_table(expected, last_answers(), who_acts()),
            "watched": rights(request).may(Act.SEND_DATA) and follows(request.user, WATCHED),
            "table": releases_table(found),
            "sent": intakes_table(sent),
        },
    )


@needs(Act.LOOK)
@require_safe
def releases_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A table of the page, to take away."""
    sent, today = list(recent(rights(request), MOST_SENT)), timezone.localdate()
    tables = {
        "releases": ("Releases", lambda: releases_table(every(rights(request), today))),
        "calendar": ("What usually comes when", lambda: _calendar(request)),
        "waiting": ("Files that wait for somebody", lambda: waiting_table(_waiting(sent))),
        "sent": ("Files sent last", lambda: intakes_table(sent)),
    }
    if code not in tables:
        raise Http404("There is no such table.")
    title, table = tables[code]
    return table_answer(table(), form, code, title, ())


def _calendar(request: HttpRequest) -> Table:
    return calendar_table(calendar(timezone.localdate(), rights(request)), last_answers(), who_acts())


def _waiting(sent: Sequence[Intake]) -> list[Intake]:
    return [each for each in sent if each.progress in (Progress.HELD, Progress.REFUSED, Progress.RECEIVED)]


@needs(Act.LOOK)
@require_safe
def release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One release."""
    found = _found(request, public_id)
    return render(
        request,
        "intake/release.html",
        {
            "section": "data",
            "release": found,
            "rows": release_rows(found),
            "markers": markers_table(found),
            "can_withdraw": _can_withdraw(request, found),
            "terms": terms_sentence(terms_for(public_id), timezone.localdate()) if has_terms(found) else "",
            "may_change_terms": rights(request).over(Act.ACCEPT_DATA, found.intake.belongs_to),
        },
    )


@needs(Act.LOOK)
@require_safe
def release_file(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """What stands in cells without a number, to take away."""
    found = _found(request, public_id)
    asked = (("Release", str(found.public_id)), ("File", found.intake.name))
    return table_answer(markers_table(found), form, f"markers-{found.public_id}", "Cells without a number", asked)


@needs(Act.ACCEPT_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask why and for certain, then take the release out of every figure."""
    found = _found(request, public_id)
    if not rights(request).over(Act.ACCEPT_DATA, found.intake.belongs_to):
        raise Refused(Act.ACCEPT_DATA)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if not _can_withdraw(request, found):
        return redirect("intake:release", public_id)
    if request.method == "POST" and form.is_valid():
        try:
            because = form.cleaned_data["because"]
            withdraw(release=found, because=because, by=request.user, at=timezone.now())
            messages.success(request, "Withdrawn. The release before it answers again, where there is one.")
        except NotNow as reason:
            messages.warning(request, str(reason))
        return redirect("intake:release", public_id)
    return render(request, "intake/withdraw.html", {"section": "data", "release": found, "form": form})


def _can_withdraw(request: HttpRequest, found: Release) -> bool:
    ours = rights(request).over(Act.ACCEPT_DATA, found.intake.belongs_to)
    return ours and can_withdraw(found.accepted_at is not None, found.withdrawn_at is not None)


def _found(request: HttpRequest, public_id: UUID) -> Release:
    found = find(public_id, rights(request), timezone.localdate())
    if found is None:
        raise Http404("There is no release at this address.")
    return found
