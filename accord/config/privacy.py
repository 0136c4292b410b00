"""What a shared computer, or a proxy on the way, may remember of what it was sent: nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeptByNobody:
    """Asks browsers and proxies to keep no copy of any answer, pictures and files and errors too.

    The exception is an answer that says ``public`` itself, because it is the same for everybody who asks: static
    files under hashed names and the authority's colour. Anything else that a view says about keeping is replaced,
    so that no view can forget.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, then mark the answer."""
        response = self.get_response(request)
        said = [part.strip().lower() for part in response.get("Cache-Control", "").split(",")]
        if "public" not in said or response.cookies:
            response["Cache-Control"] = "no-store, private"
        return response
