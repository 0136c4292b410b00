"""Everything that is held on a person or a school, for whoever answers when it is asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accord.accounts.actions.export_held import export_held
from accord.accounts.choices import Act
from accord.accounts.permission import needs, rights
from accord.accounts.queries.held import HeldTable, Subject, person_subject, school_subject
from accord.dashboards.forms.held import HeldForm
from accord.performance.held import held_in_releases
from accord.register.queries.holds import school_to_hold
from accord.register.queries.people import people_seen
from accord.register.queries.school_names import names_of
from accord.ui.answering import sent

ZIP = "application/zip"


@needs(Act.EXPORT_HELD)
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest) -> HttpResponse:
    """Ask on whom, and answer with one file."""
    form = HeldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        subject, also = _person(request, form) if form.cleaned_data["on"] == "person" else _school(request, form)
        if subject is not None:
            packed = export_held(subject=subject, also=also, by=request.user, at=timezone.now())
            return sent(packed, ZIP, f"held-on-a-{subject.kind}.zip")
    return render(request, "dashboards/held.html", {"section": "record", "form": form})


def _person(request: HttpRequest, form: HeldForm) -> tuple[Subject | None, list[HeldTable]]:
    which = form.cleaned_data["which"]
    seen = people_seen(rights(request), timezone.localdate(), Act.EXPORT_HELD)
    person = seen.filter(email__iexact=which).first()
    if person is None:
        form.add_error("which", f"Nobody whom you may see signs in with “{which}”. Check the spelling")
        return None, []
    return person_subject(person), []


def _school(request: HttpRequest, form: HeldForm) -> tuple[Subject | None, list[HeldTable]]:
    which = form.cleaned_data["which"]
    address, numbers = school_to_hold(rights(request), which, timezone.localdate(), Act.EXPORT_HELD)
    if not address:
        form.add_error("which", f"No school of yours goes or went by “{which}”. Write its URN, like 100001")
        return None, []
    subject = school_subject(numbers, told=names_of([address])[address], address=address)
    return subject, held_in_releases(sorted(numbers), timezone.localdate())
