"""The site with two routes more, each with a fault that asking every route has to find."""

from __future__ import annotations

import traceback

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accord.ui.openness import open_to_all

BREAKS, TELLS = "planted_that_breaks", "planted_that_tells"


@open_to_all
def breaks(request: HttpRequest) -> HttpResponse:
    """Answers 500."""
    raise LookupError("planted")


@open_to_all
def tells(request: HttpRequest) -> HttpResponse:
    """Answers 200, with the trace of a failure."""
    try:
        return breaks(request)
    except LookupError:
        return HttpResponse(f"<pre>{traceback.format_exc()}</pre>")


handler400 = "accord.ui.views.wrong.not_understood"
handler500 = "accord.ui.views.wrong.broken"

urlpatterns = [
    path("planted/breaks/", breaks, name=BREAKS),
    path("planted/tells/", tells, name=TELLS),
    path("", include("accord.config.urls")),
]
