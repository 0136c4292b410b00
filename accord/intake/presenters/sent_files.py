"""What is known of a file that was sent, whatever became of it."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from accord.intake.models.files import Intake
from accord.ui.components.lists import Fact


def file_facts(found: Intake) -> list[Fact]:
    """When and by whom it was sent, where it was fetched from, its size, and the mark that tells it from others."""
    by = found.received_by or "the command line"
    row = found.fetches.first()
    fetched = [Fact("Fetched from", row.answered_from or row.address)] if row else []
    return [
        Fact("Sent", f"{date_format(localtime(found.received_at), 'j F Y, H:i')} by {by}"),
        *fetched,
        Fact("Size", filesizeformat(found.file.size)),
        Fact("SHA-256", format_html('<span class="accord-hash">{}</span>', found.file.sha256)),
    ]
