"""The components, for those who build pages and those who check them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.ui.forms import ExampleFilters, ExampleForm
from accord.ui.openness import for_anyone_signed_in
from accord.ui.presenters.examples import EXAMPLES
from accord.ui.presenters.invented import given


@for_anyone_signed_in
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with the source that draws it."""
    example = ExampleForm({"year": "1999", "measure": "rwm", "because": "Its name was misspelt."})
    context = {"examples": EXAMPLES, "asking": ExampleFilters(), **given(timezone.localdate())}
    return render(request, "ui/components.html", {**context, "example_form": example})
