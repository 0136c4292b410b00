"""What travels with a table that is about several subjects, or about none."""

from __future__ import annotations

from datetime import date

from accord.dashboards.presenters.sources import INVENTED, LICENCE, long_date
from accord.ui.tables.tables import Source


def about(title: str, asked: tuple[tuple[str, str], ...], *, on: date, demonstration: bool) -> Source:
    """What a spreadsheet says about itself."""
    return Source(title, asked, long_date(on), INVENTED if demonstration else LICENCE)
