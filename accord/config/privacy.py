"""What a shared computer may remember of a signed-in page: nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeepSignedInPagesPrivate:
    """Asks browsers and proxies to keep no copy of a page that a signed-in person was shown.

    A view that has set its own rule (a chart named by a hash of its data, say) keeps it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, then mark the answer."""
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response
