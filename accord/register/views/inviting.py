"""Those who were invited get their links: by letter, or shown once to hand over."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accord.accounts.links import letter_or_link
from accord.register.actions.welcoming import Welcomed


def hand_links(request: HttpRequest, found: Iterable[Welcomed], said: str, back: str) -> HttpResponse:
    """Back to a page with what was done; or first a page with each link, where this site sends no letters."""
    invited = [each.invitation for each in found if each.invitation is not None]
    links = [(each, link) for each in dict.fromkeys(invited) if (link := letter_or_link(request, each))]
    messages.success(request, said)
    if links:
        return render(request, "register/people/links.html", {"section": "people", "links": links, "back": back})
    return redirect(back)
