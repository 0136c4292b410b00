"""The site's addresses with one page that somebody forgot to close."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from accord.config.urls import urlpatterns as real


@login_not_required
def forgotten(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answers anybody."""
    return HttpResponse("figures")


urlpatterns = [*real, path("forgotten/<uuid:public_id>/", forgotten)]
