"""The lines that the web server writes of requests: no address in them opens anything."""

from __future__ import annotations

import re
from typing import Any

from gunicorn.glogging import Logger

OPENS_SOMETHING = re.compile(
    r"(/accounts/invitation/|/accounts/password/reset/key/|/returns/by/)(?!(?:passkey|password)/$).+"
)
"""Addresses whose end is as good as a key: an invitation, a new password, a school's form."""


def without_keys(path: str) -> str:
    """A path in which dots stand for what opens something."""
    return OPENS_SOMETHING.sub(r"\1...", path)


class NamesNoKeys(Logger):
    """Writes lines as gunicorn does, without what opens something."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """What a line may be made of."""
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {**found, "U": without_keys(str(found.get("U")))}
