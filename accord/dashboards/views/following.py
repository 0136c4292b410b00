"""Following a page, and letting it go."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accord.accounts.actions.watching import follow, stop_following
from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.performance.subjects import Subject, subject


@needs(Act.LOOK)
@require_POST
def follow_page(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Keep an eye on a group, an authority or a school."""
    found = _found(room, key)
    follow(address=found.address, name=found.name, by=request.user, at=timezone.now())
    messages.success(request, f"You follow {found.name}. It is on This week from now on.")
    return redirect(_back(request, found))


@needs(Act.LOOK)
@require_POST
def stop_following_page(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Let it go again."""
    found = _found(room, key)
    stop_following(address=found.address, by=request.user)
    messages.success(request, f"You no longer follow {found.name}.")
    return redirect(_back(request, found))


def _found(room: str, key: str) -> Subject:
    found = subject(room, key)
    if found is None:
        raise Http404("There is nothing to follow at this address.")
    return found


def _back(request: HttpRequest, found: Subject) -> str:
    """The page the button stood on, if it is one of this site's."""
    asked = request.POST.get("back", "")
    # Without the stroke it would be taken for the name of a view.
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if ours and asked.startswith("/"):
        return asked
    return reverse("dashboards:one_school", args=[found.room, found.key])
