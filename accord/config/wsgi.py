"""What the web server calls."""

from __future__ import annotations

import os
import sys

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from accord.config.safety import stop_if
from accord.config.starting import reasons_not_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")


def started() -> WSGIHandler:
    """The site; ends the process where it would not be safe, whoever started it and however."""
    handler = get_wsgi_application()
    stop_if(reasons_not_to_start(), lambda words: print(words, file=sys.stderr, flush=True))
    return handler


application = started()
