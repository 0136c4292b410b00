"""Addresses whose end is as good as a key: no line that is written of a request holds it."""

from __future__ import annotations

import logging
import re

OPENS_SOMETHING = re.compile(
    r"(/accounts/invitation/|/accounts/password/reset/key/|/returns/by/)(?!(?:passkey|password)/(?:\s|$))\S+"
)
"""An invitation, a new password, a school's form."""


def without_keys(text: str) -> str:
    """A text in which dots stand for what opens something."""
    return OPENS_SOMETHING.sub(r"\1...", text)


class WithoutKeys(logging.Formatter):
    """Writes a line as any other formatter does, without what opens something: Django names the path of a 404."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        return without_keys(super().format(record))
