"""Pages opened by somebody who looks as somebody else are written down, one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accord.accounts.actions.looking_as import note_page_looked_at
from accord.ui.openness import ANYBODY


class PagesLookedAtAsSomebodyElse:
    """Middleware after the one that asks for rights: it comes to pages that were not refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as ever."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> None:
        """Write down who looked at what as whom; not the way back to oneself, nor what everybody may see."""
        viewed = getattr(request, "looking_as", None)
        if viewed is None or view_is_nobodys(view):
            return
        note_page_looked_at(person=viewed, page=request.path, by=request.user, at=timezone.now())


def view_is_nobodys(view: Callable[..., Any]) -> bool:
    """Whether a view shows nothing by anybody's rights."""
    return getattr(view, "needs", None) == ANYBODY or bool(getattr(view, "ends_viewing_as", False))
