"""Asking to be told of data that come by themselves, and no longer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accord.accounts.actions.watching import follow, stop_following
from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.intake.queries.fetches import WATCHED


@needs(Act.SEND_DATA)
@require_POST
def watch(request: HttpRequest) -> HttpResponse:
    """Be told by letter of what came, what waits and what did not come; or, with ``stop``, no longer."""
    if "stop" in request.POST:
        stop_following(address=WATCHED, by=request.user)
        messages.success(request, "You are no longer told of data that come.")
    else:
        follow(address=WATCHED, name="Data that come by themselves", by=request.user, at=timezone.now())
        messages.success(request, "You will be told by letter of data that come, and of what does not.")
    return redirect("intake:releases")
