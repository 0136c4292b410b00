"""What every page may know about the installation it belongs to."""

from __future__ import annotations

import time

from django.conf import settings
from django.http import HttpRequest

from accord.config.heartbeat import worker_lives


def installation(request: HttpRequest) -> dict[str, object]:
    """`demonstration`: the figures here are invented; `worker_lives`: long work gets done now."""
    return {
        "demonstration": settings.ACCORD_DEMONSTRATION,
        "worker_lives": worker_lives(settings.ACCORD_HOME, now=time.time()),
    }
