"""What leaves with a table of the register."""

from __future__ import annotations

from datetime import date

from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Source

LICENCE = (
    "Schools: Get Information about Schools, licensed under the Open Government Licence v3.0."
    " Groups: as kept here, or as the same register has them."
)
INVENTED = "Demonstration: every school and group in this file is invented."


def source_of(title: str, asked: tuple[tuple[str, str], ...], *, on: date, demonstration: bool) -> Source:
    """What a spreadsheet says about itself."""
    return Source(title, asked, spelled(on), INVENTED if demonstration else LICENCE)
