"""The one place where a page says what it needs, and where it is refused to those who do not have it.

Every view names an act (`needs`), or says that it needs none (`accord.ui.openness`). A view that says nothing answers
nobody: what was forgotten is shut. Over *which* things an act is allowed is asked where they are looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accord.accounts.choices import MEANING, Act
from accord.accounts.models.people import Person
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.rights import NOBODY, Rights
from accord.ui.openness import ANYBODY

View = TypeVar("View", bound=Callable[..., Any])

VIEWING_AS = "viewing_as"
"""Where a session keeps the public id of the person as whom its owner looks."""
SAFE = ("GET", "HEAD", "OPTIONS")


def needs(act: Act) -> Callable[[View], View]:
    """Say which act a view is: those who may not are told so."""

    def declare(view: View) -> View:
        view.needs = act  # type: ignore[attr-defined]
        return view

    return declare


def rights(request: HttpRequest) -> Rights:
    """What the reader may do: read once a request, and never kept beyond it."""
    found: Rights = getattr(request, "rights", NOBODY)
    return found


class Refused(PermissionDenied):
    """An act that this reader may not do; the page says which and who could let them."""

    def __init__(self, act: Act) -> None:
        super().__init__(f"Your rights do not let you {MEANING[act]}.")
        self.act = act


class EveryPageAsksForRights:
    """Middleware: finds what the reader may, and refuses a page that asks for more, or that asks for nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with the rights of this moment."""
        request.rights = NOBODY  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            by_token = getattr(request, "rights_by_token", None)
            request.rights = _rights(request) if by_token is None else by_token  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> None:
        """Refuse what the view asks for and the reader does not have."""
        wanted = getattr(view, "needs", None)
        if wanted is None:
            raise PermissionDenied("This page does not say who may see it, so nobody may.")
        if wanted == ANYBODY:
            return
        looking_as = rights(request).also is not None and not getattr(view, "ends_viewing_as", False)
        if looking_as and request.method not in SAFE:
            raise PermissionDenied("You are looking as somebody else, and may change nothing. Stop that first.")
        if isinstance(wanted, Act) and not rights(request).may(wanted):
            raise Refused(wanted)


def _rights(request: HttpRequest) -> Rights:
    today = timezone.localdate()
    own = rights_of(request.user, today)
    viewed = request.session.get(VIEWING_AS)
    if not viewed:
        return own
    person = Person.objects.filter(public_id=viewed).first()
    if person is None or not own.may(Act.VIEW_AS):
        del request.session[VIEWING_AS]
        return own
    request.looking_as = person  # type: ignore[attr-defined]
    return rights_of(person, today).as_seen_by(own)


class May:
    """What templates ask before they offer something: ``{% if may.keep_groups %}``."""

    def __init__(self, found: Rights) -> None:
        self._rights = found

    def __getitem__(self, act: str) -> bool:
        """Whether the reader may do an act over anything at all; ``make_groups``, whether over a whole authority."""
        if act == "make_groups":
            return self._rights.makes(Act.KEEP_GROUPS)
        return self._rights.may(Act(act))


def what_the_reader_may(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``may``, and as whom somebody looks."""
    return {"may": May(rights(request)), "looking_as": getattr(request, "looking_as", None)}
