"""Letters by e-mail: short, in plain words, with nothing in them that is secret but one link."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accord.ui.installation import installation

log = logging.getLogger(__name__)


def send(letter: str, *, to: str, words: Mapping[str, Any]) -> bool:
    """Send one letter; False where this site sends none, or where its server of letters does not take it.

    The first line of a letter's template is its subject. Who it went to is not logged.
    """
    if not settings.ACCORD_SENDS_EMAIL:
        return False
    text = render_to_string(f"accounts/letters/{letter}.txt", {**words, "authority": installation().authority})
    subject, _, body = text.strip().partition("\n")
    try:
        return EmailMessage(subject.strip(), body.strip() + "\n", to=[to]).send() == 1
    except (OSError, smtplib.SMTPException) as error:
        log.error("A letter (%s) could not be sent: %s", letter, type(error).__name__)
        return False
