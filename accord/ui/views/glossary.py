"""The words used here, each with what it means."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.ui.components.glossary import glossary
from accord.ui.openness import for_anyone_signed_in


@for_anyone_signed_in
@require_safe
def glossary_page(request: HttpRequest) -> HttpResponse:
    """All terms in the order of the alphabet; each has an address of its own on the page."""
    return render(request, "ui/glossary.html", {"terms": glossary()})
