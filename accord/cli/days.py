"""Days as the command line takes them."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from accord.ui.day_fields import FIRST_YEAR, LAST_YEAR


class Day(click.ParamType):
    """A day as 2026-09-01; one that no calendar of ours reaches is refused, as it is on a page."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a message says what was written and how to write it."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day. Write it like 2026-09-01.", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            between = f"between {FIRST_YEAR} and {LAST_YEAR}"
            self.fail(f"{value!r} is too far away: give a day of a year {between}.", param, ctx)
        return day
