"""Looking at pages as somebody else sees them: what both may, recorded, and changing nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accord.accounts.actions.looking_as import start_looking_as, stop_looking_as
from accord.accounts.choices import Act
from accord.accounts.permission import VIEWING_AS, needs
from accord.register.views.one_person import seen
from accord.ui.openness import for_anyone_signed_in


@needs(Act.VIEW_AS)
@require_POST
def view_as(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin to look as somebody within the reader's own scope."""
    who = seen(request, public_id, Act.VIEW_AS)
    if who == request.user:
        return redirect("register:own_rights")
    start_looking_as(person=who, by=request.user, at=timezone.now())
    request.session[VIEWING_AS] = str(who.public_id)
    return redirect("/")


@for_anyone_signed_in
@require_POST
def stop_viewing_as(request: HttpRequest) -> HttpResponse:
    """Be oneself again."""
    viewed = request.session.pop(VIEWING_AS, None)
    if viewed:
        stop_looking_as(person=viewed, by=request.user, at=timezone.now())
        messages.success(request, "You look as yourself again.")
    return redirect("register:own_rights")


stop_viewing_as.ends_viewing_as = True  # type: ignore[attr-defined]
