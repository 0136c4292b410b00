"""The pages of last resort that Django would show without their request, and so without their stylesheets' nonce."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from accord.ui.openness import open_to_all


@open_to_all
def broken(request: HttpRequest) -> HttpResponse:
    """Something failed. Asks nothing of the database, which may be what failed."""
    return _page("500.html", request, 500)


@open_to_all
def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent is not what a page here sends; the reason is for the log."""
    return _page("400.html", request, 400)


def _page(name: str, request: HttpRequest, status: int) -> HttpResponse:
    # The request is a plain word of the page: no context processor runs, and nobody is looked up.
    return HttpResponse(get_template(name).render({"request": request}), status=status)
