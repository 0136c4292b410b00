"""The authority's colour, as a stylesheet: the content policy allows no style in the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accord.ui.installation import installation
from accord.ui.openness import open_to_all


@open_to_all
@require_safe
@cache_control(public=True, max_age=3600)
def brand(request: HttpRequest) -> HttpResponse:
    """One custom property; open, because the sign-in page wears the colour too."""
    return HttpResponse(
        f":root {{ --govuk-brand-colour: {installation().colour}; }}\n",
        content_type="text/css; charset=utf-8",
    )
