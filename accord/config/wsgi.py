"""What the web server calls."""

from __future__ import annotations

import os
import sys

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection

from accord.config.safety import stop_if
from accord.config.starting import reasons_not_to_start
from accord.config.wall_standing import faults_of_the_wall

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")


def started() -> WSGIHandler:
    """The site; ends the process where it would not be safe, whoever started it and however."""
    handler = get_wsgi_application()
    stop_if(reasons_not_to_start(), _say)
    if not settings.ACCORD_DEMONSTRATION:
        stop_if(faults_of_the_wall(connection), _say)
        connection.close()
    return handler


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


application = started()
