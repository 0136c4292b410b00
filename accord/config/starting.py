"""Whether this site may start, asked of its settings."""

from __future__ import annotations

from django.conf import settings

from accord.config.safety import Installation, Unsafe, unsafe


def reasons_not_to_start(bound_to: str = "") -> list[Unsafe]:
    """Why the site may not be served, with ``bound_to`` where this process knows on which address it will listen.

    A demonstration holds nothing that is anybody's, and may always start.
    """
    if settings.ACCORD_DEMONSTRATION:
        return []
    here = Installation(
        debug=settings.DEBUG,
        hosts=settings.ALLOWED_HOSTS,
        secret_key=settings.SECRET_KEY,
        behind_tls=settings.BEHIND_TLS,
        home=settings.ACCORD_HOME,
        bound_to=bound_to,
    )
    return unsafe(here)
