"""How long what is kept, what goes next, and legal holds: for whoever sees to it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accord.accounts.actions.retention import NotHeld, lift_hold, place_hold
from accord.accounts.choices import Act
from accord.accounts.models.holds import LegalHold
from accord.accounts.models.people import Person
from accord.accounts.permission import needs, rights
from accord.accounts.queries.retention import holds_in_force, preview, schedule
from accord.register.forms.record import HoldForm, LiftForm
from accord.register.presenters.retention import hold_facts, retention_sentence, retention_table
from accord.register.queries.holds import holds_seen, school_to_hold
from accord.register.queries.people import people_seen
from accord.register.queries.school_names import names_of
from accord.register.views.files import table_file


@needs(Act.KEEP_RETENTION)
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """The schedule with what it would do today, and the holds in force."""
    found, holds = preview(timezone.localdate()), holds_seen(rights(request), timezone.localdate())
    context = {
        "section": "record",
        "sentence": retention_sentence(found, holds_in_force().count()),
        "table": retention_table(found, schedule()),
        "holds": [hold_facts(each, _name(each), _lift(each)) for each in holds],
    }
    return render(request, "register/record/retention.html", context)


@needs(Act.KEEP_RETENTION)
@require_safe
def retention_file(request: HttpRequest, form: str) -> HttpResponse:
    """The schedule, to take away."""
    table = retention_table(preview(timezone.localdate()), schedule())
    return table_file(table, form, "retention", "How long what is kept", ())


@needs(Act.KEEP_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def new_hold(request: HttpRequest) -> HttpResponse:
    """Keep what names somebody or a school, or a group of the schedule, whatever its time."""
    groups = [(f"group:{kept.code}", f"All of: {kept.name}") for kept in schedule().values() if kept.rules]
    form = HoldForm(request.POST if request.method == "POST" else None, groups)
    if request.method == "POST" and form.is_valid() and _place(request, form):
        messages.success(request, "Held. Nothing of it goes until the hold is lifted.")
        return redirect("register:retention")
    return render(request, "register/record/new_hold.html", {"section": "record", "form": form})


def _place(request: HttpRequest, form: HoldForm) -> bool:
    over, _, code = form.cleaned_data["over"].partition(":")
    which, today, numbers = form.cleaned_data["which"].strip(), timezone.localdate(), frozenset[str]()
    subject = code
    if over == "person":
        person = people_seen(rights(request), today, Act.KEEP_RETENTION).filter(email__iexact=which).first()
        if person is None:
            form.add_error("which", f"Nobody whom you may see signs in with “{which}”. Check the spelling")
            return False
        subject = str(person.public_id)
    elif over == "school":
        subject, numbers = school_to_hold(rights(request), which, today)
        if not subject:
            form.add_error("which", f"No school of yours goes or went by “{which}”. Write its URN, like 100001")
            return False
    try:
        place_hold(
            over=LegalHold.Over(over), subject=subject, numbers=sorted(numbers), by=request.user,
            because=form.cleaned_data["because"], at=timezone.now(),
        )  # fmt: skip
    except NotHeld as reason:
        form.add_error("over", str(reason))
        return False
    return True


@needs(Act.KEEP_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def end_hold(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask why, and let what was held go its way."""
    holds = holds_seen(rights(request), timezone.localdate())
    hold = next((each for each in holds if each.public_id == public_id), None)
    if hold is None:
        raise Http404("There is no such hold, or it was lifted.")
    form = LiftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            lift_hold(hold=hold, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
            messages.success(request, "Lifted. What is past its time goes with the next daily run.")
        except NotHeld as reason:
            messages.warning(request, str(reason))
        return redirect("register:retention")
    context = {"section": "record", "form": form, "hold": hold, "name": _name(hold)}
    return render(request, "register/record/lift_hold.html", context)


def _lift(hold: LegalHold) -> str:
    return reverse("register:lift_hold", args=[hold.public_id])


def _name(hold: LegalHold) -> str:
    if hold.over == LegalHold.Over.PERSON:
        return str(Person.objects.filter(public_id=hold.subject).first() or hold.subject)
    if hold.over == LegalHold.Over.SCHOOL:
        return names_of([hold.subject])[hold.subject]
    known = schedule().get(hold.subject)
    return known.name if known else hold.subject
