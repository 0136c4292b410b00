"""Whatever goes wrong with a question of a program, it is told in one shape: problem details."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accord.accounts.programs import asks_for_token
from accord.ui.problems import PROBLEM, problem

ROOM = "/api/"
SHOW_A_TOKEN = (
    "Show a token: as a bearer token, or as the password of basic authentication with any name. Whoever may make "
    "tokens makes one under “Tokens for programs”."
)
SECOND_FACTOR = "Your role needs a second factor. Open this address in a browser, show it, and come back."
WORDS = {
    400: "This request cannot be understood.",
    403: "Your rights do not let you look at figures.",
    404: "There is nothing at this address. /api/v1/openapi.json has all that there is.",
    405: "The API is read with GET and HEAD; it changes nothing.",
    500: "Accord could not answer this, and has written down why. Tell whoever runs it, with the time.",
}


class Unanswerable(Exception):
    """A question that cannot be answered as it was asked; what is told is for whoever asked."""

    def __init__(self, status: int, detail: str, errors: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors


def wrong(field: str, message: str) -> Unanswerable:
    """One thing that was asked wrongly."""
    return Unanswerable(422, message, [{"field": field, "message": message}])


class ProblemsInOneShape:
    """Middleware around all that refuses: a program gets no page of HTML and no sign-in page.

    Somebody who opens an address of the API in a browser is led to sign in like everywhere else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        if not request.path_info.startswith(ROOM) or request.headers.get("Sec-Fetch-Mode") == "navigate":
            return response
        if 300 <= response.status_code < 400 and response.status_code != 304:
            signs_in = str(response.get("Location", "")).startswith(reverse("account_login"))
            return asks_for_token(request, SHOW_A_TOKEN) if signs_in else problem(403, SECOND_FACTOR)
        if response.status_code < 400 or response.get("Content-Type", "").startswith(PROBLEM):
            return response
        told = problem(response.status_code, WORDS.get(response.status_code, "This cannot be answered."))
        if "Allow" in response:
            told["Allow"] = response["Allow"]
        return told
