"""The components, for those who build pages and those who check them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.ui.presenters.examples import EXAMPLES, given


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with the source that draws it."""
    return render(request, "ui/components.html", {"examples": EXAMPLES, **given()})
