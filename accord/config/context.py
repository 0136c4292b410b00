"""What every page may know about the installation it belongs to."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:
    """`demonstration`: whether the figures on this site are invented."""
    return {"demonstration": settings.ACCORD_DEMONSTRATION}
